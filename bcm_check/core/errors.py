"""What can go wrong, as values and as exceptions.

A `Fault` is something wrong in a file: collected, never raised one by one. A `BcmError` ends a
command; its message is one Dutch sentence that says what is wrong, where, and what to do now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: a code, a Dutch text, and the place (path in the document; line and column from 1)."""

    code: str
    tekst: str
    path: Path = ()
    bestand: str = ""
    regel: int = 0
    kolom: int = 0
    waarschuwing: bool = False

    def __str__(self) -> str:
        """Show it as `bestand:regel:kolom code tekst`."""
        place = f"{self.bestand}:{self.regel}:{self.kolom} " if self.bestand else ""
        return f"{place}{self.code} {self.tekst}"


class BcmError(Exception):
    """The root of everything this program raises on purpose; `exit_code` is part of the contract (README)."""

    exit_code = 70
    code = "fout"

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class ContentRejected(BcmError):
    """The content of a file or an answer was rejected."""

    exit_code = 1
    code = "inhoud-afgekeurd"


class WrongUse(BcmError):
    """The command was used in a way that cannot work."""

    exit_code = 2
    code = "verkeerd-gebruik"


class FileTrouble(BcmError):
    """A file could not be read or written, or is not what it should be."""

    exit_code = 3
    code = "bestand"


class ChangedUnderneath(FileTrouble):
    """The file on disk is no longer the one that was read; it was left alone."""

    code = "bestand-gewijzigd"
