"""The picture of a region as a file: what was written comes back, and what a stranger wrote is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inzendingen import bijdrage

from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.errors import BcmError, FileTrouble
from bcm_check.core.regiobeeld import MEESTE_REEKSEN, Regiobeeld
from bcm_check.core.regiotelling import fold
from bcm_check.files import bijdragen, regiobeelden
from bcm_check.files.answers import checksum
from bcm_check.files.bijdragen import Beeld, Gelezen
from bcm_check.files.optelling import Optelling

STRETCHES: tuple[tuple[tuple[int, int | None], ...], ...] = (
    (),
    ((0, None),),
    ((90, 240), (70 * 60, None)),
    ((61, 62),),
)


@st.composite
def regions(draw: st.DrawFn) -> list[Bijdrage]:
    """Draw a few organisations, no two the same."""
    levels, texts = st.integers(0, 4), st.sampled_from(["", "A", "Ommen"])
    return [
        bijdrage(
            number,
            soort=draw(st.sampled_from(["gemeente", "zorg"])),
            gemeente=draw(texts),
            scores={"totaal": draw(st.integers(0, 1000)), "P1": draw(st.integers(0, 1000))},
            niveaus={"v": draw(levels)},
            getallen={"g": draw(st.sampled_from([0, 0.5, 10.0**9]))},
            keuzes={"k": draw(st.sampled_from(["ja", "nee"]))},
            maatregelen=("m",),
            uren={"SC1": {"p": Uurstuk(uit=draw(st.sampled_from(STRETCHES)), oorzaak="it")}},
        )
        for number in range(draw(st.integers(0, 7)))
    ]


def without_rows(beeld: Regiobeeld) -> Regiobeeld:
    """Return a picture as it travels: counts that are 0 and rows of single organisations stay behind."""
    return Regiobeeld(+beeld.tellers, beeld.scores, beeld.randen, None, beeld.lijsten)


@given(regions(), st.data())
def test_parts_that_travelled_are_together_the_whole(found: list[Bijdrage], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.integers(0, len(found))) for _ in range(2))
    parts = [found[: cuts[0]], found[cuts[0] : cuts[1]], found[cuts[1] :]]
    travelled = [regiobeelden.load(regiobeelden.dump(fold(part)), "deel") for part in parts]
    together = travelled[2] + travelled[0] + travelled[1]
    assert together == without_rows(fold(found))
    assert together.klok == fold(found).klok


def test_names_of_suppliers_and_codes_stay_behind() -> None:
    more: dict[str, Any] = {"naam": "Zorg Zonneveld", "locatie": "Dorpshuis", "leveranciers": {"NW2.1": ("Vonk",)}}
    raw = regiobeelden.dump(fold([bijdrage(10**9, **more)])).decode()
    assert not [word for word in ("Zonneveld", "Dorpshuis", "Vonk", f"{10**9:020x}") if word in raw]


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a picture that somebody changed, and made the check fit again."""
    hours = {"SC1": {"p": Uurstuk(uit=((60, None),), oorzaak="it")}}
    document = json.loads(regiobeelden.dump(fold([bijdrage(1, uren=hours), bijdrage(2, scores={"totaal": 400})])))
    del document["controle"]
    change(document)
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps({"controle": checksum(body), **document}).encode()


def test_a_picture_with_nothing_changed_is_read() -> None:
    assert regiobeelden.load(changed(lambda _: None), "beeld").tellers["n", "alle", ""] == 2


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("tellers", ["n", "alle", "", 3]),  # a second time
        ("tellers", ["n", "soort", "zorg", 0]),
        ("tellers", ["n", "soort", "zorg", 1.5]),
        ("tellers", ["n", "soort", "zorg", 10**19]),
        ("tellers", ["n", "soort", 1]),  # a word too few
        ("tellers", ["n", "soort", "zorg", "meer", 1]),
        ("tellers", ["onzin", "a", 1]),
        ("tellers", ["leverancier", "NW2.1", "Vonk", 1]),
        ("tellers", ["niveau", "v" * 401, "1", 1]),
        ("tellers", []),
        ("tellers", {"n": 1}),
        ("tellers", None),
        ("scores", ["alle", "", "weerbaarheid:totaal", [[1, 1]]]),  # a second time
        ("scores", ["alle", "", "weerbaarheid:P9", [[1, 1], [1, 2]]]),
        ("scores", ["alle", "", "weerbaarheid:P9", [[2, 1], [1, 2]]]),
        ("scores", ["alle", "", "weerbaarheid:P9", [[1, 10**13]]]),
        ("scores", ["alle", "", "weerbaarheid:P9", [[True, 1]]]),
        ("scores", ["alle", "", "weerbaarheid:P9", [[1, 1, 1]]]),
        ("scores", ["alle", "", "weerbaarheid:P9", 3]),
        ("scores", ["alle", "", "weerbaarheid:P9"]),
        ("klok", ["SC1", "q", [[73, 1]]]),
        ("klok", ["SC1", "p", [[1, 1]]]),  # a second time
        ("lijsten", ["weerbaarheid", 1]),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_one_sentence(part: str, row: object) -> None:
    with pytest.raises(BcmError, match=r"^beeld klopt niet: er staat iets in wat niet in een regiobeeld hoort\.$"):
        regiobeelden.load(changed(lambda document: document[part].append(row)), "beeld")


@pytest.mark.parametrize("part", ["tellers", "scores", "klok", "lijsten"])
@pytest.mark.parametrize("value", [None, 3, "tekst", {"a": 1}, [[[[]]]]])
def test_a_part_that_is_none_is_refused(part: str, value: object) -> None:
    with pytest.raises(BcmError, match="klopt niet"):
        regiobeelden.load(changed(lambda document: document.update({part: value})), "beeld")


def test_half_a_character_is_damage() -> None:
    raw = changed(lambda _: None).replace(b'"gemeente"', b'"\\ud800"', 1)
    with pytest.raises(FileTrouble, match="beschadigd"):
        regiobeelden.load(raw, "beeld")


# -- memory ----------------------------------------------------------------------------------------------------------


def test_a_picture_with_more_histograms_than_fit_is_refused() -> None:
    rows = [["alle", "", f"weerbaarheid:x{number}", [[0, 1]]] for number in range(MEESTE_REEKSEN)]
    with pytest.raises(BcmError, match="klopt niet"):
        regiobeelden.load(changed(lambda document: document["scores"].extend(rows)), "beeld")


def stranger(number: int) -> Bijdrage:
    """Return a contribution of which nobody else knows the municipality or the nodes."""
    scores = {f"x{number}.{at}": 1 for at in range(500)}
    return bijdrage(number, gemeente=f"Nergens {number}", scores=scores)


def test_names_that_nobody_else_uses_do_not_fill_the_memory() -> None:
    """Each brings 1,500 histograms of 8 kB: after thirteen there is no room, but for others there is."""
    som = Optelling(lambda path: pytest.fail(str(path)), lambda each: each)
    for number in range(30):
        found = stranger(number) if number < 29 else bijdrage(number, gemeente="", scores={"totaal": 7})
        som.take(Gelezen(found, f"{number}", (found.code, found.lijst.id), Path(f"{number}")))
        if number == 0:
            usual = bijdrage(100)
            som.take(Gelezen(usual, "gewoon", (usual.code, usual.lijst.id), Path("gewoon")))
    assert len(som.beeld.scores) <= MEESTE_REEKSEN
    assert {each.code for each in som.overgeslagen} == {"te-veel"}
    assert som.gebruikt + len(som.overgeslagen) == 31
    assert "29" not in {each.pad for each in som.overgeslagen}


def test_a_picture_that_does_not_fit_beside_the_others_is_named() -> None:
    som = Optelling(lambda path: pytest.fail(str(path)), lambda each: each)
    for number in (0, 1):
        beeld = fold(stranger(10 * number + at) for at in range(9))
        som.take(Beeld(f"regio {number}", beeld, f"{number}", Path(f"{number}")))
    assert (som.gebruikt, [each.code for each in som.overgeslagen]) == (1, ["te-veel"])


def test_a_picture_in_a_folder_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "beeld.json").write_bytes(regiobeelden.dump(fold([bijdrage(1)])))
    (found,) = bijdragen.read_folder(tmp_path, lambda _: bijdrage(9), (), date(2026, 4, 1))
    assert isinstance(found, Beeld)
    assert found.beeld == without_rows(fold([bijdrage(1)]))
