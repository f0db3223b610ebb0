"""Every shipped questionnaire fits on a terminal of 24 rows and 80 columns: header, question, levels, keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from prompt_toolkit.formatted_text import StyleAndTextTuples, fragment_list_to_text
from prompt_toolkit.input import create_pipe_input
from walks import DOWN, ENTER, KLEIN, Keeper, Narrow, Walk, at, filled, session

from bcm_check.core.antwoorden import LABELS, Antwoord, Antwoorden, Organisatie, new
from bcm_check.core.gesprek import begin
from bcm_check.core.tekst import clean_line
from bcm_check.core.vraag import Vraag
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import content
from bcm_check.files.locations import shipped
from bcm_check.prompts import woorden
from bcm_check.prompts.scherm import Modus, Scherm
from bcm_check.prompts.sessie import Veld, opties

ROWS, COLUMNS = 24, 80


@pytest.fixture(scope="module", params=["weerbaarheid", "noodsteunpunt", "netwerk"])
def lijst(request: pytest.FixtureRequest) -> Vragenlijst:
    place = shipped(request.param)
    assert place is not None
    return content.load(place)


def kinds(lijst: Vragenlijst) -> list[str]:
    return [kind.id for kind in lijst.doelgroepen] or ["organisatie"]


def longest(vraag: Vraag) -> Antwoord:
    """Return an answer with all its parts, as long as it can be."""
    value: int | str = {"getal": vraag.hoogstens, "tekst": "woorden " * 100}.get(vraag.soort, 4)
    if vraag.soort == "keuze":
        value = max(vraag.keuzes, key=lambda keuze: len(keuze.tekst)).id
    return Antwoord(waarde=value, toelichting="t", bewijs="b", eigenaar="e", testdatum=date(2026, 3, 1))


def everything(lijst: Vragenlijst, soort: str) -> Antwoorden:
    """Return the longest answer to every question of this kind of organisation."""
    fresh = new(lijst, Organisatie(naam="Voorbeeldveen", type=soort), lijst.dieptes[-1].id)
    asked = begin(lijst, fresh).gesteld
    return fresh.model_copy(update={"antwoorden": {plek.vraag.id: longest(plek.vraag) for plek in asked}})


def rows(*parts: StyleAndTextTuples) -> list[str]:
    return "\n".join(fragment_list_to_text(part).rstrip("\n") for part in parts).split("\n")


def pages(scherm: Scherm, vraag: Vraag) -> Iterator[list[str]]:
    """Yield a question as it is read, and with each field open that can be open under it."""
    scherm.sessie.melding, scherm.modus, scherm._fields = "Bewaard.", "vraag", []
    yield rows(scherm._draw(), scherm._foot())
    scherm.modus = "invoer"
    fields: list[tuple[Veld, str]] = [("testdatum", "x"), ("toelichting", "x\nx\nx"), ("reden", "x\nx\nx")]
    if not opties(vraag):
        fields.append(("antwoord", "x\nx\nx"))
    for veld, typed in fields:
        scherm._fields = [veld]
        yield rows(scherm._draw(), scherm._field_label(), [("", typed)], scherm._foot())


def test_every_question_fits_with_its_header_a_field_and_the_keys(lijst: Vragenlijst) -> None:
    seen = set()
    with create_pipe_input() as pipe:
        for soort in kinds(lijst):
            sessie = session(Keeper(), everything(lijst, soort), lijst)
            scherm = Scherm(sessie, nieuw=False, input=pipe, output=Narrow())
            for plek in sessie.gesprek.gesteld:
                if plek.vraag.id in seen:
                    continue
                seen.add(plek.vraag.id)
                at(sessie, plek.vraag.id)
                for page in pages(scherm, plek.vraag):
                    assert len(page) <= ROWS, (plek.vraag.id, len(page))
                    assert max(map(len, page)) < COLUMNS, plek.vraag.id
    assert seen == set(lijst.plek)


def test_why_and_how_stand_by_every_question_without_levels(lijst: Vragenlijst) -> None:
    """There is room for it in the lists that we ship: nobody needs the help page to fill in a number."""
    with create_pipe_input() as pipe:
        sessie = session(Keeper(), everything(lijst, kinds(lijst)[0]), lijst)
        scherm = Scherm(sessie, nieuw=False, input=pipe, output=Narrow())
        for plek in sessie.gesprek.gesteld:
            at(sessie, plek.vraag.id)
            scherm.modus = "vraag"
            shown = " ".join(" ".join(rows(scherm._draw())).split())
            assert (clean_line(plek.vraag.waarom) in shown) == (plek.vraag.soort != "schaal"), plek.vraag.id


def test_every_explanation_can_be_read_to_its_end(lijst: Vragenlijst) -> None:
    with create_pipe_input() as pipe:
        for soort in kinds(lijst):
            sessie = session(Keeper(), everything(lijst, soort), lijst)
            scherm = Scherm(sessie, nieuw=False, input=pipe, output=Narrow())
            for plek in sessie.gesprek.gesteld:
                at(sessie, plek.vraag.id)
                scherm.modus, scherm._top = "uitleg", 0
                scherm._move(1)
                assert len(rows(scherm._draw(), scherm._foot())) <= ROWS, (plek.vraag.id, soort)


@pytest.mark.parametrize("modus", ["welkom", "pijler", "einde", "verschil"])
def test_every_other_page_fits(lijst: Vragenlijst, modus: Modus) -> None:
    sessie = session(Keeper(), everything(lijst, kinds(lijst)[0]), lijst)
    sessie.verschillen = tuple(lijst.plek)
    with create_pipe_input() as pipe:
        scherm = Scherm(sessie, nieuw=False, input=pipe, output=Narrow())
        for pijler in lijst.pijlers:
            scherm.modus, scherm._ended = modus, pijler.id
            page = rows(scherm._draw(), scherm._foot())
            assert len(page) <= ROWS
            assert max(map(len, page)) < COLUMNS


def test_a_long_explanation_scrolls_and_back() -> None:
    long = " ".join(f"woord{number}" for number in range(380))
    document = KLEIN.model_dump(mode="json", exclude_defaults=True)
    document["pijlers"][0]["onderwerpen"][0]["vragen"][0]["waarom"] = long
    lijst = Vragenlijst.model_validate(document)
    walk = Walk(session(Keeper(), filled(lijst), lijst), "?", *[DOWN] * 9, *["\x1b[A"] * 9, ENTER, "?")
    assert "woord0 " in walk.screens[0]
    assert "Kritieke vraag" in walk.screens[9]
    assert "woord0 " not in walk.screens[9]
    assert walk.screens[18] == walk.screens[0]
    assert "woord0 " in walk.last


@pytest.mark.parametrize("label", LABELS)
def test_the_welcome_says_what_must_be_said(label: str) -> None:
    text = "\n".join(woorden.welcome(KLEIN, label))
    for words in (
        "vrijwillig",
        "op deze computer",
        "Er gaat niets naar buiten",
        "wie u dat bestand",
        label,
        "geen namen",
    ):
        assert words in text
    assert "{" not in text


def test_time_left_and_number_follow_the_answers() -> None:
    empty = session().gesprek
    full = session(answers=filled(P1_1_1=1, P1_1_2=1, P1_2_2=1)).gesprek
    assert empty.huidige is not None
    assert full.huidige is not None
    assert woorden.place(empty, empty.huidige) == "P1 Vitale processen · vraag 1 van 4 · nog ± 10 min"
    assert woorden.place(full, full.huidige) == "P2 Mensen · vraag 4 van 4 · nog ± 3 min"


def test_the_bar_and_the_figures_of_a_band() -> None:
    stand = at(session(answers=filled(P1_1_1=2, P1_1_2=2)), "P1.1.1").stand()
    assert stand is not None
    assert woorden.band(stand).startswith("█████░░░░░ 50,0 (band ")
    assert woorden.band(stand, "").startswith("50,0 (band ")
    assert woorden.band(stand, woorden.BALK_ASCII).startswith("#####..... 50,0")
    nothing = at(session(), "P1.1.1").stand()
    assert nothing is not None
    assert woorden.band(nothing) == "░░░░░░░░░░ nog geen score"


def test_the_keys_at_the_foot_are_the_keys_that_work() -> None:
    walk = Walk(session(), DOWN)
    names = {"0-4", "w", "n", "t", "Enter", "o", "b", "?", "q"}
    foot = woorden.keys(KLEIN.plek["P1.1.1"].vraag, None)
    assert names == {part.strip().split(" ")[0] for part in foot.split("·")}
    bound = {binding.keys[0] for binding in walk.scherm.app.key_bindings.bindings}  # type: ignore[union-attr]
    assert {"0", "4", "w", "n", "t", "o", "b", "?", "q"} <= bound
