"""What a user feels at a terminal: the start, and the time from a key to the next question. Linux only (schedstat)."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyte
from ratio import Ratio, compare, cpu_of_child

PYTHON = sys.executable
QUIET = 0.05
FLOOR_HELP = """
import typer
app = typer.Typer()
@app.command()
def een(naam: str = typer.Argument(None)): "Een commando."
@app.command()
def twee(naam: str = typer.Argument(None)): "Nog een commando."
app()
"""
FLOOR_SELECT = """
import questionary
for number in range(1, 1000):
    questionary.select(f"Vraag {number}", choices=["nul", "een", "twee", "drie", "vier"]).ask()
"""


class Terminal:
    """A program on a pseudo-terminal of 80 by 24, with what its screen shows."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(TERM="xterm-256color", LINES="24", COLUMNS="80")
            os.execvp(command[0], command)

    def shows(self, text: str) -> bool:
        """Tell whether the text stands on the screen."""
        return any(text in line for line in self.screen.display)

    def read(self, wait: float = QUIET) -> None:
        """Take in what the program writes until it is quiet for a while; answer its question for the cursor."""
        while select.select([self._handle], [], [], wait)[0]:
            try:
                raw = os.read(self._handle, 65536)
            except OSError:
                return
            if b"\x1b[6n" in raw:
                os.write(self._handle, b"\x1b[1;1R")
            self._stream.feed(raw)

    def read_until(self, text: str, tries: int = 400) -> None:
        """Take in until the text stands on the screen."""
        for _ in range(tries):
            self.read(0.01)
            if self.shows(text):
                return
        raise RuntimeError(f"{text!r} kwam niet op het scherm:\n" + "\n".join(self.screen.display))

    def press(self, keys: bytes) -> float:
        """Press keys and return the CPU time in milliseconds until the program is quiet again."""
        before = self._cpu()
        os.write(self._handle, keys)
        self.read()
        return self._cpu() - before

    def _cpu(self) -> float:
        spent = Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii").split()[0]
        return int(spent) / 1e6

    def end(self) -> None:
        """Kill the program and wait for it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._handle)


def bcm(*words: str) -> list[str]:
    """Return the command line of the program."""
    return [PYTHON, "-m", "bcm_check", *words]


def run(*command: str) -> None:
    """Run a command and forget what it prints."""
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def startup(folder: Path) -> Iterator[Ratio]:
    """`--versie` and `--help`, against typer printing its own help."""
    floor = folder / "typer_help.py"
    floor.write_text(FLOOR_HELP, encoding="utf-8")
    for word in ("--versie", "--help"):
        yield compare(
            f"{word} / typer --help",
            lambda word=word: run(*bcm(word)),  # type: ignore[misc]
            lambda: run(PYTHON, str(floor), "--help"),
            1.2,
            measure=cpu_of_child,
        )


def first_question(folder: Path, file: str) -> Ratio:
    """From start to the first question readable, against a minimal questionary.select."""
    script = folder / "vloer_select.py"
    script.write_text(FLOOR_SELECT, encoding="utf-8")

    def until(command: list[str], text: str) -> None:
        terminal = Terminal(command, folder)
        terminal.read_until(text)
        terminal.end()

    return compare(
        "start tot de eerste vraag / questionary.select",
        lambda: until(bcm("start", file), "vraag 1 van"),
        lambda: until([PYTHON, str(script)], "Vraag 1"),
        1.5,
        measure=cpu_of_child,
    )


def key_to_question(folder: Path, file: str, keys: int = 90) -> Iterator[Ratio]:
    """From a key to the next question with the answer on disk, against questionary.select asked again and again."""
    ours, floor = Terminal(bcm("start", file), folder), Terminal([PYTHON, str(folder / "vloer_select.py")], folder)
    ours.read_until("vraag 1 van")
    floor.read_until("Vraag 1")
    mine, other = [], []
    for _ in range(keys):
        while ours.shows("Tussenstand"):
            ours.press(b"\r")
        mine.append(ours.press(b"2"))
        other.append(floor.press(b"\r"))
    ours.end(), floor.end()
    for share, name in ((50, "p50"), (99, "p99")):
        values = [statistics.quantiles(side, n=100)[share - 1] for side in (mine, other)]
        yield Ratio(f"toets tot volgende vraag, bewaard ({name}) / select", values[0], values[1], 0.3)


def all_of_them() -> Iterator[Ratio]:
    """Measure each in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from startup(folder)
        for file in ("a.bcm.json", "b.bcm.json"):
            new = ("--nieuw", "--naam", "Gemeente Meting", "--type", "gemeente", "--diepte", "volledig")
            run(*bcm("beantwoord", str(folder / file), *new))
        yield first_question(folder, "a.bcm.json")
        yield from key_to_question(folder, "b.bcm.json")


if __name__ == "__main__":
    for ratio in all_of_them():
        print(ratio, flush=True)
