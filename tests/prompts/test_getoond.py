"""What stands on the screen around a question of each kind, and on the pages between questions."""

from __future__ import annotations

from prompt_toolkit.input import create_pipe_input
from walks import (
    BEDDEN,
    DOWN,
    ENTER,
    GETAL,
    KEUZE,
    SCHAAL,
    SOORTEN,
    TEKST,
    UP,
    Narrow,
    Plain,
    Walk,
    filled,
    on,
    session,
)

from bcm_check.prompts import woorden
from bcm_check.prompts.scherm import Scherm


def test_the_band_line_says_what_does_not_count() -> None:
    for position, plek in SOORTEN.plek.items():
        line = "deze vraag telt niet mee in een score"
        assert (line in Walk(on(position), DOWN).last) == (not plek.vraag.telt)
        assert (line in Plain(on(position)).text) == (not plek.vraag.telt)


def test_why_it_is_asked_stands_by_a_question_without_levels() -> None:
    assert "Kies het laatste antwoord dat klopt." in Walk(on(KEUZE), DOWN).last
    assert "Vul dan 0 in." in Walk(on(GETAL), "1").last
    assert "Vul dan 0 in." in Plain(on(GETAL)).text


def test_a_long_why_leaves_room_for_the_choices() -> None:
    document = SOORTEN.model_dump(mode="json", exclude_defaults=True)
    document["pijlers"][0]["onderwerpen"][0]["vragen"][0]["waarom"] = "Daarom is dat zo. " * 40
    lijst = type(SOORTEN).model_validate(document)
    walk = Walk(session(None, filled(lijst), lijst), DOWN)
    assert "Daarom" not in walk.last
    assert "Er is ook warmte." in walk.last


def test_the_summary_of_a_pillar_with_choices() -> None:
    sessie = on(SCHAAL, None, A1_1_1="nieuws", A1_1_2=0, A1_1_3="x", A1_1_4=3)
    text = "\n".join(woorden.summary(sessie, "A1"))
    assert "Score  █████░░░░░ 50,0 (band 50,0–50,0)" in text
    assert text.endswith("Hier is het meest te winnen:\n· Functies (antwoord 2 van 3)")
    sessie = on(SCHAAL, None, A1_1_1="warm", A1_1_2=0, A1_1_4=3)
    assert "Alle beantwoorde vragen staan op uw ambitie" in "\n".join(woorden.summary(sessie, "A1"))


def test_a_pillar_without_a_score() -> None:
    sessie = on(None, None, A2_1_1="direct", A2_1_2="weet_niet")
    text = "\n".join(woorden.summary(sessie, "A2"))
    assert "Score  geen score\n\nHier zijn geen antwoorden die meetellen in een score." in text
    end = "\n".join(woorden.ending(sessie))
    assert "A2      geen score  Aanbod" in end
    assert "A1      ░░░░░░░░░░ nog geen score  Gebouw" in end
    assert "Weet niet: 1." in end
    walk = Walk(on(BEDDEN), "2" + ENTER)
    assert "geen score" in walk.last
    assert "geen score" in Plain(on(BEDDEN), "2").text


def test_the_figures_of_the_pillars_stand_in_one_column() -> None:
    walk = Walk(on(None, None, A1_1_1="nieuws", A1_1_4=3), DOWN)
    rows = [line for line in walk.last.split("\n") if "(band" in line]
    assert [row[:8] for row in rows] == ["Totaal  ", "A1      "]
    assert {row.index("█") for row in rows} == {8}


def test_an_arrow_in_the_line_never_brings_an_earlier_answer() -> None:
    walk = Walk(on(TEKST), ENTER, "De Brink" + ENTER, "t", "t", ENTER, UP, UP)
    assert f"({GETAL})" in walk.last
    assert "[]" in walk.last


def test_what_is_said_after_an_interrupt_starts_on_its_own_line() -> None:
    assert Plain(on(GETAL), KeyboardInterrupt()).lines[-1] == ""
    assert Plain(on(GETAL)).lines[-1] == ""


def test_a_list_without_kinds_of_organisation_introduces_itself() -> None:
    walk = Walk(session(None, filled(SOORTEN), SOORTEN), DOWN, nieuw=True)
    assert "bcm-check · Alle soorten vragen" in walk.last
    assert "Deze lijst gaat over één gebouw." in walk.last
    assert "hoe lang uw organisatie doorgaat" not in walk.last


def test_the_keys_at_the_foot_fit_the_question_and_are_never_torn_apart() -> None:
    feet = {KEUZE: "1-3 antwoord", GETAL: "cijfers antwoord", TEKST: "Enter antwoord typen", SCHAAL: "0-4 antwoord"}
    for position, words in feet.items():
        screen = Walk(on(position), DOWN).last
        assert words in screen
        for key in ("b bewijs", "o opmerking", "w weet niet", "q pauze"):
            assert key in screen


def test_the_line_stands_where_the_answer_stands() -> None:
    """Opening the line does not move what is above it."""
    with create_pipe_input() as pipe:
        scherm = Scherm(on(GETAL), nieuw=False, input=pipe, output=Narrow())
        closed = "".join(text for _, text, *_ in scherm._draw())
        scherm._ask(["antwoord"])
        above = "".join(text for _, text, *_ in scherm._draw())
        label = "".join(text for _, text, *_ in scherm._field_label())
    assert closed.index("Typ een getal") == len(f"{above}\n")
    assert label.startswith("Typ een getal")
