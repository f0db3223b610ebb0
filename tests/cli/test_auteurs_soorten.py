"""The two short lists from end to end: answers of every kind go in, are explained, and stand in both reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from bcm_check.core.antwoorden import Antwoord, in_words
from bcm_check.core.vraag import Vraag
from bcm_check.files import content
from bcm_check.files.locations import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from doing import Do

    Stored = Callable[..., dict[str, Any]]

LIJSTEN = ["netwerk", "noodsteunpunt"]
SOORTEN = ("schaal", "getal", "keuze", "tekst")
WOORDEN = "Bakkerij Het Voorbeeld; zie =2+3 en [link](x)"


def questions(name: str) -> list[Vraag]:
    path = shipped(name)
    assert path is not None
    return [plek.vraag for plek in content.load(path).plekken]


def one_of_each(name: str) -> dict[str, Vraag]:
    """Return the first question of each kind."""
    found: dict[str, Vraag] = {}
    for vraag in questions(name):
        found.setdefault(vraag.soort, vraag)
    return found


def typed(vraag: Vraag) -> str:
    """Return an answer as somebody would type it."""
    return {
        "schaal": "3",
        "getal": str(min(vraag.minstens + 2, vraag.hoogstens)),
        "keuze": vraag.keuzes[-1].id if vraag.keuzes else "",
        "tekst": WOORDEN,
    }[vraag.soort]


def make(do: Do, name: str, *words: str) -> None:
    done = do("beantwoord", "a.bcm.json", "--nieuw", "--naam", "Voorbeeldveen", "--vragenlijst", name, *words)
    assert done.code == 0, done


@pytest.mark.parametrize("name", LIJSTEN)
def test_each_kind_is_in_the_list(name: str) -> None:
    assert set(one_of_each(name)) == set(SOORTEN)


@pytest.mark.parametrize("name", LIJSTEN)
def test_answers_of_every_kind_are_kept_as_they_were_given(do: Do, stored: Stored, name: str) -> None:
    make(do, name)
    done = do("beantwoord", "a.bcm.json", *(f"{vraag.id}={typed(vraag)}" for vraag in questions(name)))
    count = len(questions(name))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Bewaard in a.bcm.json: {count} van de {count} vragen beantwoord.\n"
    for vraag in questions(name):
        expected: Any = typed(vraag)
        assert stored()[vraag.id] == {"waarde": int(expected) if vraag.soort in ("schaal", "getal") else expected}


@pytest.mark.parametrize("name", LIJSTEN)
def test_a_number_that_looks_like_the_highest_level_is_not_held_to_a_test_date(do: Do, name: str) -> None:
    make(do, name)
    number = one_of_each(name)["getal"]
    done = do("beantwoord", "a.bcm.json", f"{number.id}=4")
    assert (done.code, done.err) == (0, "")
    scale = one_of_each(name)["schaal"]
    done = do("beantwoord", "a.bcm.json", f"{scale.id}=4")
    assert done.err == f"{scale.id}: niveau 4 zonder testdatum telt als 3.\n"


@pytest.mark.parametrize("name", LIJSTEN)
def test_wrong_values_are_all_named_and_nothing_is_kept(do: Do, stored: Stored, name: str) -> None:
    make(do, name)
    kinds = one_of_each(name)
    number = kinds["getal"]
    wrong = {
        kinds["schaal"].id: ("5", "onbekend-niveau"),
        number.id: (str(number.hoogstens + 1), "geen-getal"),
        kinds["keuze"].id: ("ooit", "onbekende-keuze"),
        kinds["tekst"].id: (" ", "lege-tekst"),
    }
    done = do("beantwoord", "a.bcm.json", *(f"{vraag}={value}" for vraag, (value, _) in wrong.items()))
    assert (done.code, done.out) == (1, "")
    for vraag, (_, code) in wrong.items():
        assert any(line.startswith(code) and f"Vraag {vraag}" in line for line in done.err.splitlines()), code
    assert done.err.splitlines()[-1] == "4 antwoorden kloppen niet. Er is niets bewaard."
    assert ", ".join(keuze.id for keuze in kinds["keuze"].keuzes) in done.err
    assert number.eenheid in done.err
    assert stored() == {}


@pytest.mark.parametrize("name", LIJSTEN)
def test_what_does_not_score_is_said_to_and_changes_nothing(do: Do, name: str) -> None:
    scale = [vraag for vraag in questions(name) if vraag.telt]
    others = [vraag for vraag in questions(name) if not vraag.telt]
    make(do, name, *(f"{vraag.id}={typed(vraag)}" for vraag in scale))
    before = do("score", "a.bcm.json", "--json").json
    assert do("beantwoord", "a.bcm.json", *(f"{vraag.id}={typed(vraag)}" for vraag in others)).code == 0
    after = do("score", "a.bcm.json", "--json").json
    for part in (after["totaal"], before["totaal"], *after["pijlers"].values(), *before["pijlers"].values()):
        assert sum(part.pop("aantallen").values()) > 0
    assert after == before
    assert before["totaal"]["laag"] == before["totaal"]["hoog"] >= 75.0
    for vraag in one_of_each(name).values():
        told = do("uitleg", "a.bcm.json", vraag.id)
        assert told.code == 0
        assert ("dit antwoord telt niet mee in een score" in told.out) is not vraag.telt
        assert vraag.titel in told.out


@pytest.mark.parametrize("name", LIJSTEN)
def test_every_answer_stands_in_both_reports(do: Do, stored: Stored, name: str) -> None:
    make(do, name, *(f"{vraag.id}={typed(vraag)}" for vraag in questions(name)))
    assert do("rapport", "a.bcm.json", "--uit", "uit", "--formaat", "markdown,excel").code == 0
    (report,) = Path("uit").glob("*.md")
    (book,) = Path("uit").glob("*.xlsx")
    text = report.read_text(encoding="utf-8")
    sheet = load_workbook(book)["Antwoorden"]
    rows = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value in stored()}
    assert set(rows) == {vraag.id for vraag in questions(name)}
    for vraag in questions(name):
        told = _told(vraag)
        section = _section(text, vraag.id)
        assert _plain(told) in _plain(section), vraag.id
        values = [str(cell.value) for cell in rows[vraag.id]]
        assert any(_plain(told) in _plain(value) for value in values), vraag.id
        assert all(cell.data_type != "f" for cell in rows[vraag.id])


def _section(report: str, vraag: str) -> str:
    """Return what a report says of one question among all answers."""
    return report.split("\n## Alle antwoorden\n", 1)[1].split(f"\n### {vraag} ", 1)[1].split("\n### ", 1)[0]


def _told(vraag: Vraag) -> str:
    if vraag.soort == "schaal":
        return vraag.niveaus[3]
    return WOORDEN if vraag.soort == "tekst" else in_words(vraag, Antwoord(waarde=typed(vraag)))


def _plain(text: str) -> str:
    """Return a text without the signs that a format adds to keep it harmless, on one line."""
    for sign in "\\>'":
        text = text.replace(sign, "")
    return " ".join(text.split())


@pytest.mark.parametrize("name", LIJSTEN)
def test_unknown_and_not_applying_are_told_for_every_kind(do: Do, name: str) -> None:
    kinds = one_of_each(name)
    words = [
        f"{kinds['getal'].id}=weet-niet",
        f"{kinds['keuze'].id}=nvt:Geen gebouw.",
        f"{kinds['tekst'].id}=weet-niet",
    ]
    make(do, name, *words)
    assert do("rapport", "a.bcm.json", "--uit", "uit", "--formaat", "markdown").code == 0
    (report,) = Path("uit").iterdir()
    text = report.read_text(encoding="utf-8")
    for kind, told in (("getal", "weet niet"), ("keuze", "n.v.t."), ("tekst", "weet niet")):
        section = _section(text, kinds[kind].id)
        assert told in section
    assert "Geen gebouw." in text


@pytest.mark.parametrize("name", LIJSTEN)
def test_a_number_or_a_choice_is_no_gap_below_the_ambition(do: Do, name: str) -> None:
    others = [vraag for vraag in questions(name) if not vraag.telt]
    make(do, name, *(f"{vraag.id}={typed(vraag)}" for vraag in others))
    assert do("rapport", "a.bcm.json", "--uit", "uit", "--formaat", "markdown").code == 0
    (report,) = Path("uit").iterdir()
    assert "ambitie 3 Ingericht\n" not in report.read_text(encoding="utf-8").split("## Uitkomst per pijler")[0]
