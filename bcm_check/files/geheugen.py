"""What a region remembers of a folder between two runs, so that the next one reads only what changed: one file.

It holds of each unsealed contribution its place, size, times, mark and text, of a file that never counts why not, and
the sum. Nothing else: what is sealed, answer files and pictures of other regions are never in it. Its owner says where
it is. A transaction of the database keeps it whole: a run that is cut short leaves the memory of the run before.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from bcm_check.core.bijdrage import DUIZEND
from bcm_check.core.regiobeeld import URENRASTER, Groep, Regiobeeld

from .jsonreader import MAX_BYTES, refuse_strange
from .kenmerk import Kenmerk
from .register import Rang

VORM: Final = "2"  # of this file; another one is thrown away
EINDE: Final = ".bcm-geheugen"
_PAGE: Final = 16_384  # three contributions to a page: fewer are read and written for each than with small pages
_MAGIC, _ID = b"SQLite format 3\0", 0x62636D67  # "bcmg", at byte 68 of a database
_HINDRANCES: Final = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_PROTOCOL,
}  # fmt: skip
_TABLES: Final = (
    "create table geheel (naam text primary key, inhoud blob not null) without rowid",
    "create table bijdrage (plek blob primary key, merk text not null, sleutel blob not null, teller integer not null,"
    " dag integer not null, verslagen integer not null, inhoud blob not null, uren blob not null,"
    " controle blob not null)",
    "create index van on bijdrage (sleutel)",
    "create index verslagen on bijdrage (sleutel) where verslagen",
    "create table terzijde (plek blob primary key, merk text not null, code text not null, reden text not null,"
    " controle blob not null)",
)
_WHOLE: Final = ("stempel", "mappen", "namen", "getallen", "som")
_UREN: Final = b'"uren":{'  # where the hours begin in a text
_NA_UREN: Final = b'},"versie":1'  # and what follows them
_COLUMNS: Final = "plek, merk, sleutel, teller, dag, verslagen, inhoud, uren, controle"

Index: TypeAlias = dict[str, dict[str, Kenmerk]]  # of each folder, below the whole one, its files by name


class Beschadigd(Exception):
    """The memory is not what was written in it."""


class VanAnders(Exception):
    """The file is no memory of ours: it is never overwritten."""


class Rij(NamedTuple):
    """A contribution that is remembered. `verslagen`: another file of the same organisation counts instead."""

    plek: str
    merk: str
    sleutel: bytes
    teller: int
    dag: int
    verslagen: bool
    inhoud: bytes  # its text without its hours
    uren: bytes  # the text of those, squeezed: two thirds of it, and many times the same words

    @property
    def rang(self) -> Rang:
        """The order in which contributions of one organisation follow each other."""
        return self.teller, self.dag, self.merk

    @property
    def tekst(self) -> bytes:
        """Its text. Raises Beschadigd."""
        uren = _unsqueezed(self.uren)
        at = self.inhoud.rfind(_NA_UREN) if uren else 0
        return b"".join((self.inhoud[:at], uren, self.inhoud[at:]))

    def met(self, tekst: bytes, merk: str, teller: int, dag: int) -> Rij:
        """Return the same place with another text of the same organisation, which counts."""
        start = tekst.find(_UREN)
        at = tekst.rfind(_NA_UREN) if start >= 0 else start
        uren = tekst[start:at] if start >= 0 else b""
        kept = self.uren if self.uren and uren == _unsqueezed(self.uren) else zlib.compress(uren, 1)
        inhoud = tekst[:start] + tekst[at:] if uren else tekst
        return Rij(self.plek, merk, self.sleutel, teller, dag, False, inhoud, kept)


class Terzijde(NamedTuple):
    """A file that does not count whatever the day and the others are, and why."""

    plek: str
    merk: str
    code: str
    reden: str


class Stand(NamedTuple):
    """What the last run knew: its files, the sum over what counted, how many that were, and the last day of any."""

    bestanden: Index
    som: Regiobeeld
    aantal: int
    laatste_dag: int


class Geheugen:
    """The memory, open for one run. Raises sqlite3.Error where the disk fails, Beschadigd on what cannot be."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it. Raises VanAnders, FileTrouble (a link, a folder), OSError or sqlite3.Error."""
        refuse_strange(path)
        self.nieuw = _is_new(path)
        self._whole: dict[str, bytes] = {}  # as it was read
        self._data = sqlite3.connect(os.path.abspath(path), isolation_level=None, timeout=0)
        self._data.text_factory = _text
        try:
            # what a file no longer holds is overwritten here too: whoever takes back a contribution takes it back
            for setting in (f"page_size={_PAGE}", "secure_delete=on", "cache_size=-64000", "temp_store=memory"):
                self._data.execute(f"pragma {setting}").fetchall()
            self._data.execute("begin immediate")
            if self.nieuw:
                self._data.execute(f"pragma application_id={_ID}")
                for command in _TABLES:
                    self._data.execute(command)
        except BaseException:
            self._data.close()
            raise

    def close(self) -> None:
        """Let go of it; what was not kept is as it was."""
        self._data.close()

    # -- the whole --

    def stand(self, stempel: str) -> Stand | None:
        """Return what the last run knew, or None when it ran with something else. Raises Beschadigd."""
        if self.nieuw:
            return Stand({}, Regiobeeld(rijen=None), 0, 0)
        try:
            found = dict(self._data.execute("select naam, inhoud from geheel").fetchall())
            self._whole = {name: part for name, part in found.items() if name != "som"}
            if found["controle"] != _check(found[name] for name in _WHOLE):
                raise Beschadigd
            if found["stempel"] != _stamp(stempel):
                return None
            index = _read_index(found["mappen"], found["namen"], found["getallen"])
            som, aantal, day = _read_sum(found["som"])
            rows = self._data.execute("select (select count(*) from bijdrage) + (select count(*) from terzijde)")
            if rows.fetchone()[0] != sum(map(len, index.values())):
                raise Beschadigd
        except (sqlite3.DatabaseError, KeyError, IndexError, TypeError, ValueError) as error:
            raise Beschadigd from error
        return Stand(index, som, aantal, day)

    def keep(self, stempel: str, stand: Stand) -> None:
        """Keep everything that was put in, with the whole. Raises sqlite3.Error when there is no room."""
        parts = dict(zip(_WHOLE, (_stamp(stempel), *_index(stand.bestanden), _sum(stand)), strict=True))
        parts["controle"] = _check(parts[name] for name in _WHOLE)
        changed = [(name, part) for name, part in parts.items() if self._whole.get(name) != part]
        self._data.executemany("insert or replace into geheel values (?, ?)", changed)
        self._data.execute("commit")

    # -- one file --

    def rij(self, plek: str) -> Rij | None:
        """Return the contribution at a place."""
        return next(self._rows("plek = ?", os.fsencode(plek)), None)

    def van(self, sleutel: bytes) -> list[Rij]:
        """Return every contribution of an organisation to a questionnaire."""
        return list(self._rows("sleutel = ?", sleutel))

    def rijen(self, *, verslagen: bool) -> Iterator[Rij]:
        """Yield what counts, or what had to yield to another file."""
        return self._rows("verslagen" if verslagen else "not verslagen")

    def put(self, rij: Rij) -> None:
        """Remember a contribution, instead of what was at its place."""
        place, values = os.fsencode(rij.plek), (*rij[1:5], int(rij.verslagen), *rij[6:])
        row = (*values, _row_check((place, *values)), place)
        done = self._data.execute(
            "update bijdrage set merk = ?, sleutel = ?, teller = ?, dag = ?, verslagen = ?, inhoud = ?, uren = ?,"
            " controle = ? where plek = ?",
            row,
        )
        if not done.rowcount:
            self._data.execute(
                "insert into bijdrage (merk, sleutel, teller, dag, verslagen, inhoud, uren, controle, plek)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def terzijde(self) -> Iterator[Terzijde]:
        """Yield the files that do not count."""
        return self._aside("")

    def merk_terzijde(self, plek: str) -> str | None:
        """Return the mark of a file that does not count."""
        return next((each.merk for each in self._aside("where plek = ?", os.fsencode(plek))), None)

    def set_aside(self, terzijde: Terzijde) -> None:
        """Remember that a file does not count."""
        values = (os.fsencode(terzijde.plek), *terzijde[1:])
        self._data.execute("insert or replace into terzijde values (?, ?, ?, ?, ?)", (*values, _row_check(values)))

    def drop(self, plek: str) -> bool:
        """Forget a file. Returns whether it was known."""
        where, place = "where plek = ?", (os.fsencode(plek),)
        found = [self._data.execute(f"delete from {table} {where}", place) for table in ("bijdrage", "terzijde")]  # noqa: S608 -- ours
        return any(each.rowcount for each in found)

    def _rows(self, where: str, *values: bytes) -> Iterator[Rij]:
        for row in self._ask(f"select {_COLUMNS} from bijdrage where {where}", *values):  # noqa: S608 -- words of ours
            plek, merk, sleutel, teller, dag, verslagen, inhoud, uren = _sound(row)
            yield Rij(os.fsdecode(plek), merk, sleutel, teller, dag, bool(verslagen), inhoud, uren)

    def _aside(self, where: str, *values: bytes) -> Iterator[Terzijde]:
        for row in self._ask(f"select plek, merk, code, reden, controle from terzijde {where}", *values):  # noqa: S608
            plek, *rest = _sound(row)
            yield Terzijde(os.fsdecode(plek), *rest)

    def _ask(self, command: str, *values: bytes) -> list[tuple[Any, ...]]:
        return self._data.execute(command, values).fetchall()


def hindered(error: sqlite3.Error) -> bool:
    """Tell whether it is the disk, the rights or another program that is in the way; if not, the file is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _HINDRANCES


def _text(raw: bytes) -> str:
    return raw.decode(errors="surrogateescape")  # what is no text is seen by its check


def throw_away(path: Path) -> None:
    """Remove a memory, with what a run that was cut short left beside it. Call this under its lock only."""
    for each in (path, path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)


def _is_new(path: Path) -> bool:
    """Tell whether there is nothing yet, and make the file then: for its owner only. Raises VanAnders, OSError."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except FileNotFoundError:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        return True
    ours = head[:16] == _MAGIC and head[68:72] == _ID.to_bytes(4, "big")
    if head and not ours:
        # by its name it is ours, so it is damaged; any other file may be somebody's work
        raise Beschadigd if path.name.endswith(EINDE) else VanAnders
    return not head


@lru_cache(maxsize=1)  # of a contribution that is replaced they are asked for twice
def _unsqueezed(inhoud: bytes) -> bytes:
    """Return the text of hours again. Raises Beschadigd."""
    try:
        return zlib.decompressobj().decompress(inhoud, MAX_BYTES)
    except zlib.error as error:
        raise Beschadigd from error


def _stamp(stempel: str) -> bytes:
    marks = f"{sys.implementation.cache_tag} {sys.hash_info.width}"  # how a mark is made
    return f"{VORM}\n{sys.byteorder} {marks}\n{stempel}".encode()


def _check(parts: Iterable[bytes]) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def _sound(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row without its check. Raises Beschadigd when that does not hold."""
    *values, control = row
    if control != _row_check(values):
        raise Beschadigd
    return tuple(values)


def _row_check(values: Sequence[Any]) -> bytes:
    parts = [each if isinstance(each, bytes) else str(each).encode("utf-8", "surrogatepass") for each in values]
    lengths = " ".join([str(len(part)) for part in parts])  # so that no byte moves from one to the next
    return hashlib.blake2b(b"".join((lengths.encode(), b"\n", *parts)), digest_size=8).digest()


# -- the index and the sum as bytes --


def _index(index: Index) -> tuple[bytes, bytes, bytes]:
    """Return folders, names and marks. A name never holds a zero byte."""
    names = (name for files in index.values() for name in files)
    marks = array("q", chain.from_iterable(files.values() for files in index.values()))
    sizes = array("Q", map(len, index.values()))
    folders = len(sizes).to_bytes(8, "big") + sizes.tobytes() + os.fsencode("\0".join(index))
    return folders, os.fsencode("\0".join(names)), marks.tobytes()


def _read_index(folders: bytes, names: bytes, numbers: bytes) -> Index:
    count, start = int.from_bytes(folders[:8], "big"), 8
    sizes = array("Q", folders[start : start + 8 * count])
    places = os.fsdecode(folders[start + 8 * count :]).split("\0") if count else []
    found = os.fsdecode(names).split("\0") if names else []
    pairs = zip(found, array("q", numbers), strict=True)
    return {place: dict(islice(pairs, size)) for place, size in zip(places, sizes, strict=True)}


def _sum(stand: Stand) -> bytes:
    beeld = stand.som
    head = {
        "aantal": stand.aantal,
        "laatste_dag": stand.laatste_dag,
        "tellers": [[*key, value] for key, value in beeld.tellers.items() if value],
        "lijsten": [[*key, value] for key, value in beeld.lijsten.items() if value],
        "scores": [[*groep, name] for groep, name in beeld.scores],
        "randen": list(beeld.randen),
    }
    numbers = (each.tobytes() for each in chain(beeld.scores.values(), beeld.randen.values()))
    return b"".join((json.dumps(head, separators=(",", ":")).encode(), b"\n", *numbers))


def _read_sum(raw: bytes) -> tuple[Regiobeeld, int, int]:
    line = raw.index(b"\n")
    head, view = json.loads(raw[:line]), memoryview(raw)
    at = line + 1
    beeld = Regiobeeld(rijen=None)
    beeld.tellers = Counter({tuple(row[:-1]): row[-1] for row in head["tellers"]})
    beeld.lijsten = Counter({(row[0], row[1]): row[2] for row in head["lijsten"]})
    for dimensie, naam, name in head["scores"]:
        beeld.scores[Groep(dimensie, naam), name] = _bins("I", view[at : (at := at + 4 * (DUIZEND + 1))], DUIZEND)
    for scenario, proces in head["randen"]:
        beeld.randen[scenario, proces] = _bins("q", view[at : (at := at + 8 * (URENRASTER + 1))], URENRASTER)
    return beeld, head["aantal"], head["laatste_dag"]


def _bins(kind: str, part: memoryview, last: int) -> array[int]:
    found: array[int] = array(kind)
    found.frombytes(part)
    if len(found) != last + 1:
        raise ValueError("lengte")
    return found
