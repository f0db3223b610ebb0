"""The entry of the program: run a command, tell what went wrong in one sentence, keep the exit codes.

Exit codes: 0 done, 1 content rejected, 2 wrong use, 3 file trouble, 70 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import NoReturn

gc.set_threshold(200_000)  # what is imported stays: looking for rubbish in it costs a fifth of the start

import typer  # noqa: E402 -- after the line above, which its import profits from most


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    _prepare_streams()
    arguments = sys.argv[1:] if args is None else args
    sys.exit(_flushed(run(arguments)))


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code; nothing that goes wrong leaves here as a traceback."""
    from bcm_check.cli.app import app  # noqa: PLC0415 -- after the streams are ready
    from bcm_check.core.errors import BcmError  # noqa: PLC0415

    try:
        command = typer.main.get_command(app)
        code = command.main(arguments, prog_name="bcm-check", standalone_mode=False, windows_expand_args=False)
    except BcmError as error:
        return _tell(arguments, error.code, str(error), error.exit_code, list(error.faults))
    except typer.TyperException as error:
        return _tell_usage(arguments, error)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        code = 130
    except (BrokenPipeError, SystemExit):  # typer and rich turn a broken pipe into an exit of their own
        _silence()
        return 0
    except Exception as error:  # the last net: a user never sees a traceback
        return _lost_output() if getattr(error, "errno", None) == errno.ENOSPC else _tell_bug(arguments, error)
    if code == 130:
        return _tell(arguments, "onderbroken", "Onderbroken. Wat al bewaard was, blijft bewaard.", 130, [])
    return int(code or 0)


def _flushed(code: int) -> int:
    """Write out what is still held back, while its failure can be told in one sentence; return the exit code."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError:
        return _lost_output()
    return code


def _lost_output() -> int:
    _silence()
    print("De uitvoer kon niet worden geschreven. Is de schijf vol?", file=sys.stderr)
    return 3


def _silence() -> None:
    """Whoever reads our output has stopped: nothing to tell, and nowhere to tell it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_streams() -> None:
    """Let no output fail on a sign that the console cannot show (cp1252): it becomes a question mark.

    A stream that is closed (`>&-`) becomes one that forgets.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 -- for as long as we run
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _tell_usage(arguments: list[str], error: typer.TyperException) -> int:
    from bcm_check.cli.dutch import worded  # noqa: PLC0415

    if type(error).__name__ == "NoArgsIsHelpError":
        print(error)
        return 0
    return _tell(arguments, "verkeerd-gebruik", worded(error), 2, [])


def _tell(arguments: list[str], code: str, text: str, exit_code: int, faults: list[object]) -> int:
    from bcm_check.core.tekst import clean  # noqa: PLC0415

    text = clean(text)
    if "--json" in arguments:
        _print_json(code, text, exit_code, faults)
        return exit_code
    for fault in faults:
        print(clean(str(fault)), file=sys.stderr)
    print(text, file=sys.stderr)
    return exit_code


def _print_json(code: str, text: str, exit_code: int, faults: list[object]) -> None:
    from bcm_check.cli.laden import print_json  # noqa: PLC0415
    from bcm_check.core.errors import Fault  # noqa: PLC0415
    from bcm_check.reports.uitvoer import FoutDeel, FoutDocument, fault_lines  # noqa: PLC0415

    lines = fault_lines([fault for fault in faults if isinstance(fault, Fault)])
    document = FoutDocument(fout=FoutDeel(code=code, tekst=text, exit=exit_code, fouten=lines))
    print_json(document)


def _tell_bug(arguments: list[str], error: Exception) -> int:
    """Name a bug of ours by its kind and place: never with answers, which its message might hold."""
    import traceback  # noqa: PLC0415

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}, {os.path.basename(last.filename)} regel {last.lineno}"  # noqa: PTH119
    text = f"Dit is een fout in bcm-check zelf ({place}). Meld dit aan de makers."
    return _tell(arguments, "fout-in-tool", text, 70, [])


if __name__ == "__main__":
    main()
