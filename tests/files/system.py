"""The operating system as the store sees it, with a call that fails on purpose, and answers to save."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Herkomst, Organisatie
from bcm_check.core.tekst import clean
from bcm_check.files import answers, atomic, locking

if TYPE_CHECKING:
    import pytest

ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT)
CALLS = frozenset(
    [
        "open",
        "read",
        "write",
        "fsync",
        "close",
        "replace",
        "stat",
        "fstat",
        "fchmod",
        "fchown",
        "getxattr",
        "setxattr",
        "listxattr",
        "removexattr",
        "unlink",
        "scandir",
    ]
)
NAME = "gemeente.bcm.json"


def some_answers(count: int = 3, text: str = "toelichting") -> Antwoorden:
    """Return a small set of answers; every text in it holds `text`."""
    filled = {f"V{number}": Antwoord(waarde=number % 5, toelichting=f"{text} {number}") for number in range(count)}
    return Antwoorden(
        organisatie=Organisatie(naam="Gemeente Voorbeeldveen", type="gemeente"),
        diepte="snel",
        vragenlijst=Herkomst(id="weerbaarheid", versie="2026.1"),
        antwoorden=filled,
    )


def answer(text: str) -> Antwoord:
    """Return an answer that can be told from all others by its text."""
    return Antwoord(waarde=2, toelichting=text)


def _kind(name: str, target: Any) -> str:
    """Return `folder` when a call opens, flushes or closes one."""
    return "folder" if name in ("open", "fsync", "close") and os.path.isdir(target) else ""


class System:
    """Stands in for `os`: counts the calls and fails those whose number `fails` accepts."""

    def __init__(self, fails: Callable[[int], bool] = lambda number: False, error: int = errno.EIO) -> None:
        self.fails = fails
        self.error = error
        self.calls: list[str] = []
        self.failed: list[str] = []
        self.failed_at = 0
        self.created: list[str] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            if name == "open" and arguments[1] & os.O_EXCL:
                self.created.append(os.fspath(arguments[0]))
            if self.fails(len(self.calls)):
                self.failed.append(f"{name} {_kind(name, arguments[0])}".strip())
                self.failed_at = len(self.calls)
                if name == "close":
                    real(*arguments, **options)  # a file is closed even when that reports an error
                raise OSError(self.error, os.strerror(self.error))
            return real(*arguments, **options)

        return call

    def install(self, monkeypatch: pytest.MonkeyPatch) -> System:
        for module in (answers, atomic, locking):
            monkeypatch.setattr(module, "os", self)
        return self


def check_line(text: str) -> None:
    """Check that a text is one line without a sign that steers a terminal."""
    assert "\n" not in text, ascii(text)
    assert clean(text) == text, ascii(text)


def open_below(folder: Path) -> list[str]:
    """Return what this process has open in a folder; always nothing where the system does not list that (no Linux).

    Not the count of all handles: elsewhere in the process something may close its own in the meantime.
    """
    found = []
    for handle in os.listdir("/proc/self/fd") if sys.platform == "linux" else []:
        with contextlib.suppress(OSError):  # the handle of the listing itself is gone by now
            found.append(os.readlink(f"/proc/self/fd/{handle}"))
    return sorted(name for name in found if name.startswith(str(folder)))


def temporary_files(folder: Path) -> list[str]:
    """Return the names of the temporary files that were left."""
    return sorted(name for name in os.listdir(folder) if name.endswith(".tmp"))


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the file system one that knows no locks, as some network drives."""

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locking, "_try_lock", refuse)


def as_ordinary_user(task: Callable[[], str]) -> str:
    """Run a task in a child process without the powers of root, and return what it said."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        said = "?"
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            said = task()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        finally:
            os.write(into, said.encode())
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as file:
        said = file.read()
    os.waitpid(child, 0)
    return said
