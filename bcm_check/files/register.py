"""Which file counts of each organisation and questionnaire, while a folder is added up: in bounded memory.

A small private database that goes when the run ends. It lives in memory until it is large; then the system keeps it in
its place for temporary files, under no name that others can open. It holds marks, ranks and places, and no answers.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from bcm_check.core.errors import FileTrouble

CACHE_KIB: Final = 16_000

Rang = tuple[int, int, str]  # counter, day, mark of the text


class Geteld(NamedTuple):
    """What counts of one organisation and questionnaire so far: its rank, and where it stands."""

    rang: Rang
    plek: Path


class Register:
    """Remembers for a key (bytes) what counts. Raises FileTrouble when there is no room to remember it."""

    def __init__(self) -> None:
        self._data = sqlite3.connect("", isolation_level=None)  # "": private, and gone when closed
        weakref.finalize(self, self._data.close)
        for command in (f"pragma cache_size=-{CACHE_KIB}", "pragma journal_mode=off", "pragma synchronous=off"):
            self._data.execute(command)
        self._data.execute(
            "create table telt (sleutel blob primary key, teller integer, dag integer, merk text, plek blob) "
            "without rowid"
        )
        self._data.execute("begin")

    def get(self, sleutel: bytes) -> Geteld | None:
        """Return what counts under a key, or None."""
        rows = self._ask("select teller, dag, merk, plek from telt where sleutel = ?", (sleutel,))
        return _counted(rows[0]) if rows else None

    def put(self, sleutel: bytes, telt: Geteld) -> None:
        """Remember what counts under a key, instead of what did."""
        self._ask("insert or replace into telt values (?, ?, ?, ?, ?)", (sleutel, *telt.rang, os.fsencode(telt.plek)))

    def everything(self) -> Iterator[Geteld]:
        """Yield everything that counts."""
        return (_counted(row) for row in self._ask("select teller, dag, merk, plek from telt", ()))

    def _ask(self, command: str, values: tuple[object, ...]) -> list[tuple[int, int, str, bytes]]:
        try:
            return self._data.execute(command, values).fetchall()
        except sqlite3.Error as error:
            raise FileTrouble(
                "Er is geen ruimte voor tijdelijke bestanden. Maak ruimte op de schijf en begin opnieuw."
            ) from error


def _counted(row: tuple[int, int, str, bytes]) -> Geteld:
    teller, dag, merk, plek = row
    return Geteld((teller, dag, merk), Path(os.fsdecode(plek)))
