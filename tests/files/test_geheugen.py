"""Adding up again with what is remembered gives what adding up without it gives, whatever happened in between."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoorden, Herkomst
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.errors import FileTrouble
from bcm_check.core.regio import Regio, Sector
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotelling import Regiotelling, fold
from bcm_check.files import bijdragen, geheugen, hertelling, regiobeelden, ronde, zegel
from bcm_check.files.answers import Encoder
from bcm_check.files.bijdragen import Overgeslagen
from bcm_check.files.hertelling import Lezer, Wens, recount
from bcm_check.files.locking import Lock
from bcm_check.files.optelling import Optelling, in_sector

DAG = date(2026, 3, 1)
LATER = date(2026, 4, 1)
STREEK = Regio(
    formaat=1, id="streek", versie="1", titel="Streek", sectoren=(Sector(id="z", naam="Z", soorten=("zorg",)),)
)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="such files do not exist there")


def bijdrage(number: int, chance: random.Random, **more: Any) -> Bijdrage:
    """Return a contribution of an organisation with this number, with other figures each time."""
    hours = {
        scenario: {
            proces: Uurstuk(uit=((chance.randrange(4000), None),), oorzaak=chance.choice(("it", "stroom")))
            for proces in chance.sample(("p", "q", "r"), 2)
        }
        for scenario in ("SC1", "SC2", "SC3")
        if chance.random() < 0.8
    }
    usual: dict[str, Any] = {
        "code": f"{number:020x}",
        "teller": chance.randrange(4),
        "peildatum": DAG,
        "lijst": Herkomst(id=chance.choice(("weerbaarheid", "weerbaarheid", "netwerk")), versie="1"),
        "soort": ("gemeente", "zorg", "mkb")[number % 3],
        "diepte": "snel",
        "gemeente": chance.choice(("", "Voorbeeldveen", "Zonneveld", "Café-Oord")),
        "sector": chance.choice(("", "", "overheid")),
        "medewerkers": chance.choice((None, 10, 60)),
        "naam": chance.choice(("", 'De "Brink"\\')),
        "scores": {name: chance.randrange(1001) for name in ("totaal", "P1", "P1.1") if chance.random() < 0.9},
        "niveaus": {f"P1.1.{at}": chance.randrange(5) for at in range(3)},
        "weet_niet": ("P1.1.9",) if chance.random() < 0.3 else (),
        "maatregelen": tuple(chance.sample(("m1", "m2", "m3"), 2)),
        "getallen": {"N1": chance.choice((0.0, 12.5, 7.0))},
        "keuzes": {"K1": chance.choice(("ja", "nee"))},
        "leveranciers": {"NW2.1": ("Brandstof Noord", "Énergie")} if chance.random() < 0.3 else {},
        "uren": hours,
    }
    return Bijdrage(**(usual | more))


def answers(number: int, code: str, chance: random.Random) -> bytes:
    """Return the bytes of an answer file."""
    document = {
        "vragenlijst": {"id": "weerbaarheid", "versie": "1"},
        "organisatie": {"naam": f"Geheime Zorg {number}", "type": "zorg", "code": code},
        "diepte": "snel",
        "teller": chance.randrange(5),
    }
    return Encoder().encode(Antwoorden.model_validate(document))


def convert(antwoorden: Antwoorden) -> Bijdrage:
    """Turn answers into a contribution; a file without a code has one for this run."""
    number = sum(map(ord, bijdragen.known_as(antwoorden.organisatie)))
    code = antwoorden.organisatie.code or f"{number:020x}"
    return bijdrage(7, random.Random(number), code=code, teller=antwoorden.teller, lijst=antwoorden.vragenlijst)


class Map:
    """A folder, and the two ways to add it up."""

    def __init__(self, root: Path, keys: tuple[str, ...] = ()) -> None:
        self.bron, self.plek = root / "bron", root / "x.bcm-geheugen"
        self.bron.mkdir()
        self.keys, self.vandaag, self.gezegd, self.gelezen = keys, LATER, list[str](), list[str]()
        self.clock = 1_000_000_000

    def put(self, name: str, raw: bytes) -> None:
        """Write a file with a time of its own, so that no two writings look the same however soon they follow."""
        path = self.bron / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        self.clock += 1
        os.utime(path, (self.clock, self.clock))

    def _look(self, path: Path) -> Any:
        self.gelezen.append(path.name)
        return bijdragen.read_one(path, convert, self.keys, self.vandaag)

    def lezer(self) -> Lezer:
        again = partial(bijdragen.read, omzetter=convert, sleutels=self.keys)
        return Lezer(self._look, again, partial(in_sector, STREEK), self.vandaag.toordinal())

    def with_memory(self, stempel: str = "x", *, opnieuw: bool = False) -> Optelling | None:
        self.gezegd.clear()
        self.gelezen.clear()
        return recount(self.bron, self.lezer(), Wens(self.plek, stempel, opnieuw, self.gezegd.append))

    def without(self) -> Optelling:
        lezer = self.lezer()
        som = Optelling(lezer.herlees, lezer.passend)
        for found in bijdragen.read_folder(self.bron, convert, self.keys, self.vandaag):
            som.take(found)
        return som

    def agree(self, *, opnieuw: bool = False) -> Optelling:
        """Add up in both ways; fail on the smallest difference."""
        found, wanted = self.with_memory(opnieuw=opnieuw), self.without()
        assert found is not None
        assert outcome(found) == outcome(wanted)
        return found


class Uitkomst(NamedTuple):
    beeld: Regiobeeld
    gebruikt: int
    overgeslagen: list[Overgeslagen]
    tijdelijk: set[str]


def outcome(som: Optelling) -> Uitkomst:
    return Uitkomst(som.beeld.without_zeros(), som.gebruikt, sorted(som.overgeslagen), som.tijdelijk)


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written just now be trusted by their times."""
    monkeypatch.setattr(hertelling, "SPELING", -(10**15))


# -- the same as without ---------------------------------------------------------------------------------------------


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def disturb(map_: Map, chance: random.Random) -> None:  # noqa: C901 -- a list of what happens
    """Do one thing to a folder that happens to folders."""
    known = names_in(map_.bron)
    name = chance.choice(known) if known else "a.json"
    path = map_.bron / name
    new = f"{chance.choice(('', '', 'onder/', 'onder/diep/'))}{chance.randrange(10**6)}.json"
    number = chance.randrange(12)
    what = chance.randrange(17)
    if what <= 4 or not known:
        map_.put(new, bijdragen.dump(bijdrage(number, chance)))
    elif what == 5:
        path.unlink()
    elif what == 6:
        map_.put(name, bijdragen.dump(bijdrage(number, chance)))  # perhaps of another organisation
    elif what == 7:
        (map_.bron / new).parent.mkdir(parents=True, exist_ok=True)
        path.rename(map_.bron / new)
    elif what == 8:
        map_.put(name, path.read_bytes()[:-7])
    elif what == 9:
        map_.put(new, path.read_bytes())
    elif what == 10:
        map_.put(new, regiobeelden.dump(fold(bijdrage(100 + at, chance) for at in range(chance.randrange(1, 4)))))
    elif what == 11:
        map_.put(new, answers(number, chance.choice(("", f"{number:020x}")), chance))
    elif what == 12:
        map_.put(new, bijdragen.dump(bijdrage(number, chance, peildatum=date(2026, 5, 1))))
    elif what == 13:
        map_.put(new, json.dumps(json.loads(bijdragen.dump(bijdrage(number, chance))), indent=1).encode())
    elif what == 14:
        map_.put(new, chance.choice((b"Notulen", b"", b"{}", bijdragen.dump(bijdrage(1, chance, code="")))))
    else:
        changed(map_, name, chance)


# Every field of a contribution but those that say whose it is: any may be another in a later file.
CHANGING = sorted(Bijdrage.model_fields.keys() - {"formaat", "versie", "controle", "code", "lijst", "tlp", "peildatum"})


def changed(map_: Map, name: str, chance: random.Random) -> None:
    """Let an organisation answer anew: mostly the same, with a higher or a lower counter."""
    path = map_.bron / name
    found = bijdragen.read_one(path, convert, (), date.max)
    if not isinstance(found, bijdragen.Gelezen) or found.sleutel[0] != found.bijdrage.code:
        return  # a code of one run is never sent in: two organisations would have it
    other = bijdrage(int(found.bijdrage.code, 16) % 1000, chance)
    more = {field: getattr(other, field) for field in chance.sample(CHANGING, 2)}
    teller = max(0, found.bijdrage.teller + chance.choice((-1, 0, 1, 1)))
    map_.put(name, bijdragen.dump(found.bijdrage.model_copy(update={**more, "teller": teller})))


@pytest.mark.parametrize("rows", [1000, 5])
@pytest.mark.parametrize("seed", range(8))
def test_in_the_end_it_is_the_same(
    map_: Map, monkeypatch: pytest.MonkeyPatch, old_files: None, seed: int, rows: int
) -> None:
    monkeypatch.setattr("bcm_check.core.regiotelling.MEESTE_RIJEN", rows)
    monkeypatch.setattr(hertelling, "MEESTE_RIJEN", rows)
    chance = random.Random(seed)
    for number in range(15):
        for _ in range(chance.choice((0, 1, 3, 8))):
            disturb(map_, chance)
        map_.agree(opnieuw=number % 6 == 5)
        assert not map_.gezegd


@pytest.mark.lang
@pytest.mark.parametrize("seed", range(100, 200))
def test_in_the_end_it_is_the_same_for_long(map_: Map, old_files: None, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        for _ in range(chance.choice((1, 3, 8))):
            disturb(map_, chance)
        map_.agree()


def test_a_winner_that_goes_brings_back_the_beaten_one(map_: Map) -> None:
    chance = random.Random(1)
    first, second = (
        bijdrage(1, chance, teller=teller, lijst=Herkomst(id="weerbaarheid", versie="1")) for teller in (1, 2)
    )
    map_.put("een.json", bijdragen.dump(first))
    map_.put("twee.json", bijdragen.dump(second))
    assert [each.code for each in map_.agree().overgeslagen] == ["ouder"]
    (map_.bron / "twee.json").unlink()
    som = map_.agree()
    assert som.overgeslagen == []
    assert som.beeld.without_zeros() == fold([in_sector(STREEK, first)])


def test_of_two_that_are_the_same_the_first_name_counts(map_: Map) -> None:
    raw = bijdragen.dump(bijdrage(1, random.Random(1)))
    for name in ("b.json", "c.json", "a.json"):
        map_.put(name, raw)
        map_.agree()
    (map_.bron / "a.json").unlink()
    assert {Path(each.pad).name for each in map_.agree().overgeslagen} == {"c.json"}


def test_a_sealed_newer_one_goes_before_what_is_remembered(tmp_path: Path) -> None:
    open_, closed = zegel.make_pair()
    map_, chance = Map(tmp_path, (closed,)), random.Random(1)
    lijst = Herkomst(id="weerbaarheid", versie="1")
    map_.put("open.json", bijdragen.dump(bijdrage(1, chance, teller=1, lijst=lijst)))
    map_.agree()
    map_.put("dicht.age", zegel.seal(bijdragen.dump(bijdrage(1, chance, teller=2, lijst=lijst)), open_))
    for _ in range(2):
        som = map_.agree()
        assert [Path(each.pad).name for each in som.overgeslagen] == ["open.json"]
    map_.keys = ()  # without the key the open one counts
    assert [each.code for each in map_.agree().overgeslagen] == ["verkeerde-sleutel"]
    (map_.bron / "dicht.age").unlink()
    assert map_.agree().overgeslagen == []


@POSIX
def test_what_becomes_a_link_or_a_folder_no_longer_counts(map_: Map, old_files: None) -> None:
    for number in range(4):
        map_.put(f"{number}.json", bijdragen.dump(bijdrage(number, random.Random(number))))
    map_.agree()
    (map_.bron / "0.json").unlink()
    (map_.bron / "0.json").symlink_to("1.json")
    (map_.bron / "2.json").unlink()
    (map_.bron / "2.json").mkdir()
    som = map_.agree()
    assert som.gebruikt == 2
    map_.put("2.json/.bcm-regio", b"")
    map_.agree()


def test_a_folder_that_becomes_a_result_of_ours_no_longer_counts(map_: Map, old_files: None) -> None:
    map_.put("a/1.json", bijdragen.dump(bijdrage(1, random.Random(1))))
    map_.put("a/b/2.json", bijdragen.dump(bijdrage(2, random.Random(2))))
    assert map_.agree().gebruikt == 2
    map_.put("a/.bcm-regio", b"")
    assert map_.agree().gebruikt == 0


def test_too_many_groups_and_parts_are_added_up_without(map_: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of the files count depends then on the order of reading, so that order must be that of without."""
    monkeypatch.setattr("bcm_check.core.regiotelling.MEESTE_REEKSEN", 20)
    for number in range(10):
        map_.put(f"{number}.json", bijdragen.dump(bijdrage(number, random.Random(number))))
    assert map_.with_memory() is None


def test_too_many_with_what_is_not_remembered_are_added_up_without(map_: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    lijst = Herkomst(id="weerbaarheid", versie="1")
    map_.put("1.json", bijdragen.dump(bijdrage(7, random.Random(1), lijst=lijst)))
    map_.agree()
    monkeypatch.setattr("bcm_check.core.regiotelling.MEESTE_REEKSEN", len(map_.agree().beeld.scores))
    map_.put("2.json", answers(2, "", random.Random(2)))
    assert map_.with_memory() is None
    (map_.bron / "2.json").unlink()
    map_.agree()


# -- only what changed is read ---------------------------------------------------------------------------------------


@pytest.fixture
def filled(map_: Map) -> Map:
    for number in range(30):
        lijst = Herkomst(id="weerbaarheid", versie="1")
        map_.put(f"{number}.json", bijdragen.dump(bijdrage(number, random.Random(number), lijst=lijst)))
    return map_


def count_reads(map_: Map, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    read = hertelling.read_still

    def counted(path: str) -> Any:
        opened.append(os.path.basename(path))
        return read(path)

    monkeypatch.setattr(hertelling, "read_still", counted)
    return opened


def test_what_did_not_change_is_not_opened(filled: Map, monkeypatch: pytest.MonkeyPatch, old_files: None) -> None:
    opened = count_reads(filled, monkeypatch)
    filled.with_memory()
    assert sorted(opened) == sorted(filled.gelezen) == sorted(f"{number}.json" for number in range(30))
    opened.clear()
    filled.agree()
    assert opened == []
    changed(filled, "7.json", random.Random(3))
    filled.with_memory()
    assert (opened, filled.gelezen) == (["7.json"], [])  # and of that one only what differs
    filled.agree()


def test_a_young_file_is_never_trusted(filled: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have changed again within the same tick of the clock, at the same size."""
    monkeypatch.setattr(hertelling, "kenmerk", lambda _: 7)
    monkeypatch.setattr(ronde, "hash", lambda _: 7, raising=False)
    filled.agree()
    changed(filled, "7.json", random.Random(3))
    filled.agree()


def test_with_opnieuw_only_hashes_are_trusted(filled: Map, monkeypatch: pytest.MonkeyPatch, old_files: None) -> None:
    monkeypatch.setattr(hertelling, "kenmerk", lambda _: 7)
    monkeypatch.setattr(ronde, "hash", lambda _: 7, raising=False)
    before = outcome(filled.agree())
    changed(filled, "7.json", random.Random(3))
    found = filled.with_memory()
    assert found is not None
    assert outcome(found) == before  # nothing to see by its times
    opened = count_reads(filled, monkeypatch)
    filled.agree(opnieuw=True)
    assert len(opened) == 30
    assert filled.gelezen == []


def test_a_touched_file_is_read_and_not_judged_again(filled: Map, old_files: None) -> None:
    filled.with_memory()
    os.utime(filled.bron / "7.json", (5, 5))
    found = filled.with_memory()
    assert found is not None
    assert filled.gelezen == []


def test_a_file_that_changes_while_it_is_read_is_not_known_by_its_times(
    filled: Map, monkeypatch: pytest.MonkeyPatch, old_files: None
) -> None:
    read, filled_in = os.read, list[str]()

    def slowly(handle: int, size: int) -> bytes:
        found = read(handle, size)
        if not filled_in and b'"code":"00000000000000000007"' in found:
            filled_in.append("7.json")
            changed(filled, "7.json", random.Random(len(found)))
        return found

    filled.agree()
    changed(filled, "7.json", random.Random(3))
    with monkeypatch.context() as patch:
        patch.setattr(os, "read", slowly)
        filled.with_memory()
    assert filled_in
    filled.agree()


def test_when_nearly_everything_is_another_it_is_read_as_new(
    filled: Map, monkeypatch: pytest.MonkeyPatch, old_files: None
) -> None:
    """To take out and to read is twice the work."""
    monkeypatch.setattr(hertelling, "WEINIG", 2)
    filled.agree()
    for number in range(20):
        lijst = Herkomst(id="weerbaarheid", versie="1")
        filled.put(f"{number}.json", bijdragen.dump(bijdrage(100 + number, random.Random(number), lijst=lijst)))
    filled.agree()
    assert {f"{number}.json" for number in range(30)} <= set(filled.gelezen)
    assert filled.gezegd == []


def test_another_day_is_no_reason_to_read_again(filled: Map, old_files: None) -> None:
    filled.put("laat.json", bijdragen.dump(bijdrage(99, random.Random(1), peildatum=date(2026, 5, 1))))
    filled.agree()
    filled.vandaag = date(2026, 4, 30)
    filled.with_memory()
    assert filled.gelezen == ["laat.json"]
    filled.vandaag = date(2026, 5, 1)
    assert filled.agree().gebruikt == 31
    filled.vandaag = date(2026, 4, 30)  # back: what counted is from the future again
    filled.with_memory()
    assert len(filled.gezegd) == 1
    assert "peildatum" in filled.gezegd[0]
    assert filled.agree().gebruikt == 30


# -- what is kept ----------------------------------------------------------------------------------------------------


def everything_in(plek: Path) -> bytes:
    """Return all that can be read in a memory, out of its compression too."""
    found = [plek.read_bytes()]
    with closing(sqlite3.connect(plek)) as data:
        for table in ("geheel", "bijdrage", "terzijde"):
            for row in data.execute(f"select * from {table}"):
                for value in row:
                    found.append(value if isinstance(value, bytes) else str(value).encode())
                    try:
                        found.append(zlib.decompress(found[-1]))
                    except zlib.error:
                        continue
    return b"\n".join(found)


def test_nothing_sealed_and_no_answers_are_kept(tmp_path: Path) -> None:
    open_, closed = zegel.make_pair()
    map_, chance = Map(tmp_path, (closed,)), random.Random(1)
    inside = bijdragen.dump(bijdrage(0xABCDEF, chance, naam="Verzegelde Zaak"))
    map_.put("gewoon.json", bijdragen.dump(bijdrage(1, chance, naam="Open Zaak")))
    map_.put("dicht.age", zegel.seal(inside, open_))
    map_.put("zonder.bcm.json", answers(1, "", chance))
    map_.put("met.bcm.json", answers(2, f"{0xFEDCBA:020x}", chance))
    map_.put("beeld.json", regiobeelden.dump(fold([bijdrage(300, chance, gemeente="Elders")])))
    map_.put("laat.json", bijdragen.dump(bijdrage(0xAAAAAA, chance, naam="Te Laat", peildatum=date(2027, 1, 1))))
    assert map_.agree().gebruikt == 5
    assert len(map_.gelezen) == len(set(map_.gelezen)) == 6  # nothing twice
    found = everything_in(map_.plek)
    assert b"Open Zaak" in found  # what may be, is seen by this test
    for secret in (b"Verzegelde", b"Geheime Zorg", b"abcdef", b"fedcba", b"aaaaaa", b"Elders", b"Te Laat"):
        assert secret not in found
    for name in (b"dicht.age", b"zonder.bcm", b"met.bcm", b"beeld.json", b"laat.json"):
        assert name not in found
    assert closed.encode() not in found


def test_what_is_taken_back_is_gone_from_the_memory(filled: Map) -> None:
    filled.put("terug.json", bijdragen.dump(bijdrage(77, random.Random(1), naam="Wil Niet Meer")))
    filled.agree()
    with closing(sqlite3.connect(filled.plek)) as data:
        kept = data.execute("select inhoud from bijdrage where plek = ?", (b"terug.json",)).fetchone()[0]
    assert kept in filled.plek.read_bytes()
    (filled.bron / "terug.json").unlink()
    filled.agree()
    raw = filled.plek.read_bytes()
    assert kept[8:40] not in raw
    assert b"terug.json" not in raw


def test_that_something_is_gone_is_reason_enough_to_keep_it(filled: Map, old_files: None) -> None:
    filled.agree()
    (filled.bron / "7.json").unlink()
    filled.agree()
    assert b"7.json" not in everything_in(filled.plek).replace(b"17.json", b"").replace(b"27.json", b"")


@POSIX
def test_the_memory_is_its_owners_alone(filled: Map) -> None:
    filled.with_memory()
    assert filled.plek.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in filled.plek.parent.iterdir()) == ["bron", "x.bcm-geheugen"]


# -- a memory that is of no use --------------------------------------------------------------------------------------


def test_a_memory_of_something_else_is_thrown_away_and_told(filled: Map) -> None:
    filled.agree()
    found = filled.with_memory("y")
    assert found is not None
    assert len(filled.gelezen) == 30
    assert len(filled.gezegd) == 1
    assert "andere versie, vragenlijst of regio" in filled.gezegd[0]
    assert outcome(found) == outcome(filled.without())
    filled.with_memory("y")
    assert filled.gezegd == []


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_memory_never_gives_another_sum(filled: Map, seed: int, old_files: None) -> None:
    chance = random.Random(seed)
    filled.agree()
    raw = bytearray(filled.plek.read_bytes())
    if seed % 4 == 0:
        del raw[chance.randrange(1, len(raw)) :]
    else:
        for _ in range(1 if seed % 4 == 1 else 200):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    filled.plek.write_bytes(raw)
    for number in range(5):
        changed(filled, f"{number}.json", chance)
    (filled.bron / "9.json").unlink()
    filled.agree()
    filled.agree()
    assert filled.gezegd == []


def test_a_damaged_memory_is_told(filled: Map) -> None:
    filled.agree()
    filled.plek.write_bytes(filled.plek.read_bytes()[:5000])
    filled.agree()
    assert len(filled.gezegd) == 1
    assert "beschadigd" in filled.gezegd[0]


def test_a_changed_row_is_seen_when_it_matters(filled: Map) -> None:
    filled.agree()
    with closing(sqlite3.connect(filled.plek, isolation_level=None)) as data:
        data.execute("update bijdrage set teller = 3 - teller")
    filled.put("7b.json", (filled.bron / "7.json").read_bytes())
    filled.agree()
    assert "beschadigd" in filled.gezegd[0]


def test_a_file_of_others_is_refused_and_stays(filled: Map) -> None:
    filled.plek = filled.plek.with_name("jaarverslag.docx")
    filled.plek.write_bytes(b"Ons jaarverslag")
    with pytest.raises(FileTrouble, match="geen geheugen van bcm-check"):
        filled.with_memory()
    assert filled.plek.read_bytes() == b"Ons jaarverslag"


@POSIX
def test_a_link_is_refused(filled: Map) -> None:
    filled.plek.symlink_to("elders")
    with pytest.raises(FileTrouble, match="koppeling"):
        filled.with_memory()
    assert not filled.plek.with_name("elders").exists()


def test_a_place_that_is_not_there_is_told_and_it_is_added_up_without(filled: Map) -> None:
    filled.plek = filled.plek.parent / "nergens" / "x.bcm-geheugen"
    assert filled.with_memory() is None
    assert "bestaat niet" in filled.gezegd[0]


# -- two at once, and an end in the middle ---------------------------------------------------------------------------


def test_a_second_run_does_not_wait_and_does_without(filled: Map) -> None:
    filled.agree()
    before = filled.plek.read_bytes()
    slot = Lock(filled.plek)
    slot.acquire()
    try:
        assert filled.with_memory() is None
        assert "in gebruik" in filled.gezegd[0]
    finally:
        slot.release()
    assert filled.plek.read_bytes() == before


def test_another_program_that_holds_it_is_told(filled: Map) -> None:
    filled.agree()
    with closing(sqlite3.connect(filled.plek, isolation_level=None)) as data:
        data.execute("begin exclusive")
        assert filled.with_memory() is None
    assert "in gebruik" in filled.gezegd[0] or "ander programma" in filled.gezegd[0]


def kill_at(moment: str) -> None:
    """End this process at once when a run comes to a moment."""
    found = getattr(geheugen.Geheugen, moment)

    def dies(*words: Any, **more: Any) -> Any:
        if moment == "keep":
            words[0]._data.execute("pragma cache_spill=1")
            words[0]._data.execute("update bijdrage set merk = 'x'")
            os._exit(9)
        found(*words, **more)
        os._exit(9)

    setattr(geheugen.Geheugen, moment, dies)


@POSIX
@pytest.mark.parametrize("moment", ["put", "keep", "drop", "close"])
def test_a_run_that_is_killed_leaves_a_memory_that_is_right(filled: Map, moment: str, old_files: None) -> None:
    filled.agree()
    changed(filled, "7.json", random.Random(3))
    (filled.bron / "9.json").unlink()
    child = os.fork()
    if child == 0:
        kill_at(moment)
        filled.with_memory()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    filled.agree()
    assert filled.gezegd == []
    filled.agree()


@POSIX
def test_a_first_run_that_is_killed_is_no_hindrance(filled: Map) -> None:
    child = os.fork()
    if child == 0:
        kill_at("put")
        filled.with_memory()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    filled.agree()


def test_no_room_to_keep_it_is_told_and_the_sum_is_right(filled: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    filled.agree()
    before = filled.plek.read_bytes()
    changed(filled, "7.json", random.Random(3))
    with monkeypatch.context() as patch:
        patch.setattr(geheugen.Geheugen, "keep", full)
        found = filled.with_memory()
    assert found is not None
    assert outcome(found) == outcome(filled.without())
    assert "niet bijgewerkt" in filled.gezegd[0]
    assert filled.plek.read_bytes() == before
    filled.agree()


# -- a contribution in the place of another one ----------------------------------------------------------------------


@given(st.integers(), st.integers())
def test_what_is_kept_gives_back_the_text(seed: int, other: int) -> None:
    rij = geheugen.Rij("a", "m", b"s", 0, 0, False, b"", b"")
    for each in (seed, other):
        text = bijdragen.canonical(bijdrage(5, random.Random(each))).encode()
        rij = rij.met(text, "m", 0, 0)
        assert rij.tekst == text
        assert b'"SC1"' not in rij.inhoud


def test_hours_that_are_the_same_are_kept_as_they_were() -> None:
    text = bijdragen.canonical(bijdrage(5, random.Random(1))).encode()
    rij = geheugen.Rij("a", "m", b"s", 0, 0, False, b"", b"").met(text, "m", 0, 0)
    assert rij.met(text.replace(b'"teller":', b'"teller":1'), "m", 0, 0).uren is rij.uren


@given(st.integers(), st.integers())
def test_to_replace_is_to_add_and_take_out(seed: int, other: int) -> None:
    one, two, third = (bijdrage(number, random.Random(each)) for number, each in ((5, seed), (5, other), (6, 1)))
    twice = two.model_copy(update={"maatregelen": (*two.maatregelen, *two.maatregelen)})
    for new in (two, twice, one):
        telling = Regiotelling(fold([one, third]))
        for old, now in ((one, new), (new, one)):
            telling.add(now)
            telling.remove(old)
            wanted, found = fold([now, third]), telling.beeld
            wanted.rijen = found.rijen = None  # kept by code: whoever replaces makes them anew
            assert found.without_zeros() == wanted.without_zeros()


def reading(raw: bytes, map_: Map) -> Iterator[str]:
    map_.put("1.json", raw)
    yield from (each.code for each in map_.agree().overgeslagen)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"totaal":', b'"totaal":1'),  # above a thousand
        (b'"diepte":"snel"', b'"diepte":"snel","dit":"is niet van ons"'),
        (b'"soort":"zorg"', b'"soort":7'),
        (b'"teller":2', b'"teller":2.0'),
        (b'"teller":2', b'"teller":"2"'),
        (b'"code":"00000000000000000001"', b'"code":""'),
        (b'"peildatum":"2026-03-01"', b'"peildatum":"2026-02-30"'),
        (b'"peildatum":"2026-03-01"', b'"peildatum":"2026-12-30"'),
        (b'"versie":1}', b'"versie":2}'),
    ],
)
def test_a_changed_part_is_checked_as_strictly_as_a_whole_file(map_: Map, old: bytes, new: bytes) -> None:
    """With a check that fits: what somebody makes who knows how."""
    lijst = Herkomst(id="weerbaarheid", versie="1")
    scores = {"totaal": 900, "P1": 5}
    good = bijdragen.canonical(
        bijdrage(1, random.Random(1), teller=2, lijst=lijst, scores=scores, soort="zorg")
    ).encode()
    assert good.count(old) == 1
    assert list(reading(signed(good), map_)) == []
    list(reading(signed(good.replace(old, new)), map_))
    assert map_.gezegd == []


def test_more_parts_than_may_be_are_seen_though_the_others_are_known(map_: Map) -> None:
    stuk = {"p": Uurstuk(uit=((60, None),), oorzaak="it")}
    full = bijdrage(1, random.Random(1), keuzes={"K1": "ja"}, uren={f"SC{number:03}": stuk for number in range(200)})
    text = bijdragen.canonical(full).encode()
    assert list(reading(signed(text), map_)) == []
    one_more = text.replace(b'"keuzes":{"K1":"ja"},', b"").replace(
        b'"uren":{"SC000":', b'"uren":{"SA":{"p":{"oorzaak":"it","uit":[[60,null]]}},"SC000":'
    )
    assert list(reading(signed(one_more), map_)) == ["klopt-niet"]
    assert map_.gezegd == []


def signed(text: bytes) -> bytes:
    return b'{"controle":"' + bijdragen.checksum(text.decode()).encode() + b'",' + text[1:] + b"\n"


def test_the_memory_itself_can_be_copied(filled: Map) -> None:
    """It is one file when nobody uses it."""
    filled.agree()
    shutil.copy(filled.plek, filled.plek.with_name("y.bcm-geheugen"))
    filled.plek = filled.plek.with_name("y.bcm-geheugen")
    filled.with_memory()
    assert filled.gelezen == []
