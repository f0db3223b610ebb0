"""Reading what this program wrote: what the model makes of it, or nothing at all."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.files import bijdragen, herkenning
from bcm_check.files.herkenning import Herkenner

from .test_geheugen import bijdrage


def text_of(found: Bijdrage) -> bytes:
    return bijdragen.canonical(found).encode()


def by_the_model(text: bytes) -> Bijdrage | None:
    """Return what the model makes of a text, if it would be written as that text again."""
    try:
        found = Bijdrage.model_validate_json(text, strict=True)
    except ValidationError:
        return None
    return found if found.code and text_of(found) == text else None


@given(st.lists(st.integers(), min_size=1, max_size=5))
def test_what_we_wrote_is_read_as_the_model_reads_it(seeds: list[int]) -> None:
    herkenner = Herkenner()
    for seed in (*seeds, *seeds):  # unknown, and known by its entries
        found = bijdrage(seed % 5, random.Random(seed))
        assert herkenner.read(text_of(found)) == found


SIGNS = (
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"0",
    b"1",
    b"-",
    b".",
    b" ",
    b"null",
    b"true",
    b"e9",
    b"\xff",
)
PIECES = re.compile(rb'"[^"]*":|[{}\[\],]|"[^"]*"|\d+')


def spoiled(text: bytes, chance: random.Random) -> bytes:
    """Return a text that looks much like ours: signs put in, taken out or doubled, pieces repeated or swapped."""
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text))
        pieces = list(PIECES.finditer(text))
        one, other = sorted(chance.sample(pieces, 2), key=lambda each: each.start())
        text = chance.choice((
            text[:at] + chance.choice(SIGNS) + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 1] + text[at:],
            text[: one.start()] + text[one.end() :],
            text[: one.end()] + one[0] + text[one.end() :],
            text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :],
            text[: one.start()] + text[one.start() : other.start()] * 2 + text[other.start() :],
        ))  # fmt: skip
        if len(text) < 30:
            break
    return text


def same_as_the_model(herkenner: Herkenner, text: bytes) -> None:
    found = herkenner.read(text)
    if found is not None:
        assert found == by_the_model(text)


@settings(max_examples=300)
@given(st.integers())
def test_what_is_spoiled_is_read_as_the_model_reads_it_or_not_at_all(seed: int) -> None:
    """Also when its entries are known from a text that was sound."""
    chance = random.Random(seed)
    herkenner = Herkenner()
    for number in range(3):
        text = text_of(bijdrage(number, chance))
        if chance.random() < 0.7:
            herkenner.read(text)
        for _ in range(10):
            same_as_the_model(herkenner, spoiled(text, chance))


@pytest.mark.lang
def test_what_is_spoiled_for_long() -> None:
    chance, herkenner, read = random.Random(5), Herkenner(), 0
    for number in range(4_000):
        text = text_of(bijdrage(number, chance))
        for _ in range(50):
            wrong = spoiled(text, chance)
            same_as_the_model(herkenner, wrong)
            read += herkenner.read(wrong) is not None
    assert read > 100  # some are ours after all: another level, another score


def one(**more: Any) -> Bijdrage:
    return bijdrage(1, random.Random(1), lijst=Herkomst(id="weerbaarheid", versie="1"), naam="", **more)


TEXT = text_of(
    one(
        teller=2,
        soort="zorg",
        gemeente="A",
        sector="s",
        medewerkers=10,
        scores={"P1": 5, "totaal": 7},
        niveaus={"P1.1": 1, "P1.2": 2},
        maatregelen=("m1", "m2"),
        getallen={"N1": 12.5},
        leveranciers={},
        uren={
            "SC1": {"a": Uurstuk(), "b": Uurstuk(uit=((1, 2),), oorzaak="it")},
            "SC2": {"a": Uurstuk(uit=((1, None),))},
        },
    )
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"P1":5', b'"P1":1001'),
        (b'"P1":5', b'"P1":-0'),
        (b'"P1":5', b'"P1":05'),
        (b'"P1":5', b'"P1":5.0'),
        (b'"P1":5', b'"P1":true'),
        (b'"P1":5', b'"P1": 5'),
        (b'"P1":5', b'"totaal":5'),
        (b'"P1":5,"totaal":7', b'"totaal":7,"P1":5'),
        (b'"P1":5', b'"P\\u0031":5'),
        (b'"P1":5', b'"P1 ":5'),
        (b'"P1":5,"totaal":7', b'"P1":5,"totaal":7,'),
        (b'"P1":5', b'"P1":{"a":5'),
        (b'"m1","m2"', b'"m1",,"m2"'),
        (b'"m1","m2"', b'"m1,m2"'),
        (b'"m1","m2"', b'["m1"],"m2"'),
        (b'"N1":12.5', b'"N1":12.50'),
        (b'"N1":12.5', b'"N1":12'),
        (b'"N1":12.5', b'"N1":NaN'),
        (b'"teller":2', b'"teller":02'),
        (b'"teller":2,', b""),
        (b'"teller":2', b'"teller":"2"'),
        (b'"gemeente":"A"', b'"gemeente":""'),
        (b'"gemeente":"A"', b'"gemeente":" A"'),
        (b'"gemeente":"A"', b'"gemeente":"\xff"'),
        (b'"gemeente":"A"', b'"gemeente":"\\u0041"'),
        (b'"medewerkers":10', b'"medewerkers":null'),
        (b'"sector":"s"', b'"sector":"s","sector":"s"'),
        (b'"sector":"s"', b'"sector":"s","seizoen":"s"'),
        (b'"peildatum":"2026-03-01"', b'"peildatum":"2026-02-30"'),
        (b'"peildatum":"2026-03-01"', b'"peildatum":"2026-03-01T00:00:00"'),
        (b'"peildatum":"2026-03-01"', b'"peildatum":20000'),
        (b'"code":"00000000000000000001"', b'"code":""'),
        (b'"code":"00000000000000000001"', b'"code":"0000000000000000000A"'),
        (b'"versie":1', b'"versie":2'),
        (b'"versie":1', b'"versie":1.0'),
        (b"{", b" {"),
        (b"{", b""),
        (b'"SC1":{', b'"SC2":{'),
        (b'"a":{}', b'"b":{}'),
        (b'"a":{}', b'"a":{"uit":[]}'),
        (b'"a":{}', b'"a":{ }'),
        (b'"a":{},', b""),
        (b'"a":{},', b"},"),
        (b'"oorzaak":"it"', b'"oorzaak":""'),
        (b'"oorzaak":"it","uit":[[1,2]]', b'"uit":[[1,2]],"oorzaak":"it"'),
        (b"[[1,2]]", b"[[1,2,3]]"),
        (b"[[1,2]]", b"[[1,2],[1.0,2]]"),
        (b"[[1,2]]", b"[[-1,2]]"),
        (b'"oorzaak":"it"', b'"oorzaak":"x}},\\"SC3"'),
    ],
)
@pytest.mark.parametrize("warm", [False, True])
def test_what_we_do_not_write_is_not_read(old: bytes, new: bytes, *, warm: bool) -> None:
    assert old in TEXT
    herkenner = Herkenner()
    if warm:
        assert herkenner.read(TEXT) is not None
    wrong = TEXT.replace(old, new, 1)
    assert herkenner.read(wrong) == by_the_model(wrong)


@pytest.mark.parametrize("oorzaak", ["},", "}},", 'x},"y":{'])
def test_a_text_with_the_signs_by_which_it_is_taken_apart_is_left_to_the_other_reader(oorzaak: str) -> None:
    found = one(uren={"SC1": {"a": Uurstuk(uit=((1, 2),), oorzaak=oorzaak), "b": Uurstuk()}})
    assert Herkenner().read(text_of(found)) in (None, found)
    assert bijdragen.load(bijdragen.dump(found), "x") == found


@pytest.mark.parametrize(
    "hostile",
    [
        b'"naam":"' + b"a" * 1_000_000,
        b'"naam":"' + rb"\a" * 500_000,
        b'"uren":{"' + b"}}}" * 300_000,
        b'"uren":{"' + b'}}},"versie":1' * 70_000,
        b'"niveaus":{' + b"," * 1_000_000,
        b'"teller":' + b"1" * 1_000_000,
    ],
)
def test_no_text_keeps_it_busy(hostile: bytes) -> None:
    """Where looking went back and forth it would take longer than anybody waits."""
    field = hostile[: hostile.index(b":")].replace(b"naam", b"niveaus")  # where a name would stand
    start = TEXT[: TEXT.index(field)]
    assert Herkenner().read(start + hostile) is None
    assert Herkenner().read(start + hostile + b"}") is None


def test_the_same_hours_are_the_same_object() -> None:
    herkenner = Herkenner()
    found, other = herkenner.read(TEXT), herkenner.read(TEXT.replace(b'"teller":2', b'"teller":3'))
    assert found is not None
    assert other is not None
    assert found.uren["SC1"] is other.uren["SC1"]
    assert found.uren["SC1"]["a"] == Uurstuk()


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    herkenner, sizes = Herkenner(), list[int]()
    for seed in range(60):
        found = bijdrage(seed, random.Random(seed))
        assert herkenner.read(text_of(found)) == found
        for _, read in herkenner._readers:
            field = getattr(read, "__self__", None)
            if isinstance(field, herkenning._Bekend):
                monkeypatch.setattr(field, "_most", 5)
                sizes.append(len(field._known))
    assert 0 < max(sizes[len(sizes) // 2 :]) <= 5


def test_one_with_very_many_parts_is_left_to_the_other_reader() -> None:
    many = one(maatregelen=tuple(f"m{number}" for number in range(herkenning.MEESTE_DELEN + 1)))
    assert Herkenner().read(text_of(many)) is None
    raw = bijdragen.dump(many)
    assert bijdragen.load(raw, "x") == many


def test_a_mark_tells_two_files_apart_and_holds_over_the_text() -> None:
    raw = bijdragen.dump(one())
    mark, text = bijdragen.marked(raw)
    assert text == text_of(one())
    assert text is not None
    for other in (
        text,
        raw[:-1],
        raw + b"\n",
        raw.replace(b'"teller":', b'"teller":1'),
        json.dumps(json.loads(raw)).encode(),
    ):
        found, nothing = bijdragen.marked(other)
        assert nothing is None
        assert found != mark
