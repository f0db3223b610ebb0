"""The interview in plain lines, driven with typed answers."""

from __future__ import annotations

import pytest
from walks import Keeper, Plain, at, filled, session

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.errors import ChangedUnderneath, FileTrouble


def levels(keeper: Keeper) -> dict[str, object]:
    return {name: antwoord.waarde for name, antwoord in keeper.last.items()}


def changed() -> ChangedUnderneath:
    return ChangedUnderneath("x.bcm.json is intussen veranderd en niet overschreven.")


def test_a_whole_walk() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "", "1", "2", "w", "n", "geen water", "3", "hoofd", "r", nieuw=True)
    assert walk.ended == "rapport"
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 2, "P1.2.1": "weet_niet", "P1.2.2": "nvt", "P2.1.1": 3}
    assert keeper.last["P1.2.2"].reden == "geen water"
    assert keeper.last["P2.1.1"].eigenaar == "hoofd"
    for words in ("vrijwillig", "Antwoord op P1.1.1: ", "0: Niets geregeld.", "4: Getest.", "is klaar", "Totaal"):
        assert words in walk.text


def test_there_is_no_frame_and_no_redraw() -> None:
    walk = Plain(session(), "1", "t", "?", "1", "2", "1", "1", "", nieuw=False)
    assert not set(walk.text) & set("█░│─┌└\x1b\r")


@pytest.mark.parametrize(("wish", "ended"), [("", "klaar"), ("r", "rapport"), ("R ", "rapport"), ("x", "klaar")])
def test_how_it_ends(wish: str, ended: str) -> None:
    assert Plain(session(), "1", "1", "1", "1", wish).ended == ended


def test_back_from_the_end() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "1", "1", "1", "1", "t", "0", "")
    assert walk.ended == "klaar"
    assert levels(keeper)["P2.1.1"] == 0


def test_enter_or_nonsense_on_an_unanswered_question_does_nothing() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "", "", "7", "3x", "³", "-1", "\u0663")
    assert keeper.kept == []
    assert walk.text.count("Dat begrijp ik niet.") == 7
    assert walk.text.count("Antwoord op P1.1.1: ") == 8


def test_enter_on_an_answered_question_goes_on() -> None:
    walk = Plain(at(session(answers=filled(P1_1_1=1)), "P1.1.1"), "")
    assert "Uw antwoord: niveau 1" in walk.text
    assert "Antwoord op P1.1.2: " in walk.text


def test_back_and_forward() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "1", "t", "v", "v", "1")
    assert levels(keeper) == {"P1.1.1": 1, "P1.2.2": 1}
    assert [line for line in walk.lines if line.startswith("Antwoord op")][:4] == [
        f"Antwoord op P1.1.{number}: " for number in (1, 2, 1, 2)
    ]


def test_an_empty_reason_goes_back_to_the_question() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "n", "  ", "1")
    assert "hoort een reden" in walk.text
    assert levels(keeper) == {"P1.1.1": 1}


def test_a_wrong_test_date_is_asked_again_and_an_empty_one_is_left_out() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "4", "", "gisteren", "1-1-2030", "1-11-2026", "4", "hoofd", "")
    assert "is geen datum" in walk.text
    assert "toekomst" in walk.text
    assert str(keeper.last["P1.1.1"].testdatum) == "2026-11-01"
    assert keeper.last["P1.1.2"] == Antwoord(waarde=4, eigenaar="hoofd")


def test_a_note_and_evidence() -> None:
    keeper = Keeper()
    walk = Plain(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), "o", "zie map", "b", "map 3", "2")
    assert keeper.last["P1.1.1"] == Antwoord(waarde=2, toelichting="zie map", bewijs="map 3")
    assert walk.text.count("Bewaard.") == 3


def test_enter_keeps_a_note_that_is_there_and_a_dash_clears_it() -> None:
    known = filled(P1_1_1=Antwoord(waarde=1, toelichting="blijft"))
    keeper = Keeper()
    walk = Plain(at(session(keeper, known), "P1.1.1"), "o", "")
    assert "Er staat nu: blijft" in walk.text
    assert keeper.kept == []
    Plain(at(session(keeper, known), "P1.1.1"), "o", "-")
    assert keeper.last["P1.1.1"] == Antwoord(waarde=1)


def test_a_note_before_an_answer_says_what_comes_first() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), "o", "b", "1")
    assert walk.text.count("Geef eerst een antwoord") == 2
    assert levels(keeper) == {"P1.1.1": 1}


def test_what_a_resumed_session_should_know_is_said_first() -> None:
    sessie = session()
    sessie.melding = "Welkom terug: 0 van de 4 vragen zijn beantwoord."
    assert Plain(sessie).lines[0] == sessie.melding


STOPS = [
    *(
        (before, stop)
        for before in ((), ("1",), ("3",), ("4", ""), ("n",), ("1", "1", "1", "1"))
        for stop in (EOFError(), KeyboardInterrupt())
    ),
    ((), "q"),
    (("1",), "Q "),
]


@pytest.mark.parametrize(("before", "stop"), STOPS)
def test_stopping_anywhere_is_a_pause(before: tuple[str, ...], stop: str | BaseException) -> None:
    keeper = Keeper()
    walk = Plain(session(keeper), *before, stop)
    assert walk.ended == ("onderbroken" if isinstance(stop, KeyboardInterrupt) else "pauze")
    assert len(keeper.last) == sum(step.isdecimal() for step in before)


def test_an_interrupt_in_the_middle_of_a_save_does_not_count_as_kept() -> None:
    class Interrupted(Keeper):
        def save(self, _antwoorden: object) -> bool:
            raise KeyboardInterrupt

    sessie = session(Interrupted())
    assert Plain(sessie, "1").ended == "onderbroken"
    assert not sessie.bewaard
    assert sessie.gesprek.antwoorden.antwoorden["P1.1.1"].waarde == 1


def test_a_failed_save_is_said_and_the_next_answer_tries_again() -> None:
    keeper = Keeper(FileTrouble("Niet bewaard: de schijf is vol."))
    walk = Plain(session(keeper), "1", "2")
    first = walk.text.index("NIET bewaard: de schijf is vol.")
    assert "Bewaard" not in walk.text[:first]
    assert "Bewaard." in walk.text[first:]
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 2}


def test_a_file_that_changed_underneath_is_merged_only_when_asked() -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=3, P1_2_2=2))
    walk = Plain(session(keeper), "1", "s", "0")
    assert "Verschil bij: P1.1.1, P1.2.2." in walk.text
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 0, "P1.2.2": 2}
    assert keeper.kept[0].archief[0].antwoord == {"waarde": 3}


@pytest.mark.parametrize("typed", [("1", "q"), ("o", "een opmerking", "q"), ("4", "q")])
def test_stopping_at_a_difference_writes_nothing(typed: tuple[str, ...]) -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=3))
    walk = Plain(at(session(keeper, filled(P1_1_1=0)), "P1.1.1"), *typed)
    assert (walk.ended, keeper.kept) == ("pauze", [])


def test_a_note_that_meets_a_difference_does_not_overwrite_the_other_window_later() -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=3, P2_1_1=4))
    Plain(at(session(keeper, filled(P1_1_1=0)), "P1.1.1"), "o", "een opmerking", "s", "v", "1")
    assert keeper.last["P2.1.1"].waarde == 4
    assert keeper.last["P1.1.1"] == Antwoord(waarde=0, toelichting="een opmerking")


def test_a_question_that_a_merge_hides_is_left_for_an_open_one() -> None:
    theirs = filled(P1_1_1=1, P1_1_2=0)
    keeper = Keeper(changed(), theirs=theirs)
    sessie = at(session(keeper, filled(P1_1_1=1, P1_1_2=3)), "P1.2.1")
    sessie._base = filled(P1_1_1=1, P1_1_2=3)
    walk = Plain(sessie, "1", "s", "2")
    assert levels(keeper)["P1.2.2"] == 2
    assert "Antwoord op P1.2.2: " in walk.text
