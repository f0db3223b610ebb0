"""Every kind of question (levels, choices, a number, words), on both screens, and what is kept of the answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import (
    AANBOD,
    BEDDEN,
    DOWN,
    ENTER,
    ESC,
    GETAL,
    INTERRUPT,
    KEUZE,
    RIGHT,
    SCHAAL,
    SOORTEN,
    TEKST,
    UP,
    Keeper,
    Plain,
    Walk,
    filled,
    on,
    session,
)

from bcm_check.core.antwoorden import Antwoord, check_antwoord
from bcm_check.core.errors import ChangedUnderneath, FileTrouble
from bcm_check.prompts.sessie import opties

CLEAR = "\x15"


def values(keeper: Keeper) -> dict[str, object]:
    return {name: antwoord.waarde for name, antwoord in keeper.last.items()}


ALL: dict[str, object] = {KEUZE: "nieuws", GETAL: 2.5, TEKST: "De Brink", SCHAAL: 1, AANBOD: "direct", BEDDEN: 12}


def test_a_walk_through_all_kinds_on_the_screen() -> None:
    keeper = Keeper()
    steps = ("2", "2", ",5" + ENTER, ENTER, "De Brink", ENTER, "1", ENTER, "2", ENTER, "12" + ENTER, ENTER)
    walk = Walk(session(keeper, filled(SOORTEN), SOORTEN), *steps)
    assert values(keeper) == ALL
    assert len(keeper.kept) == 6
    assert "Eindstand" in walk.last
    for antwoord in keeper.last.values():
        assert (antwoord.eigenaar, antwoord.testdatum) == ("", None)


def test_a_walk_through_all_kinds_in_plain_lines() -> None:
    keeper = Keeper()
    walk = Plain(session(keeper, filled(SOORTEN), SOORTEN), "2", "2,5", "De Brink", "1", "2", "12", "", nieuw=False)
    assert walk.ended == "klaar"
    assert values(keeper) == ALL
    assert len(keeper.kept) == 6


def test_every_kept_answer_is_right_to_the_core() -> None:
    keeper = Keeper()
    Plain(session(keeper, filled(SOORTEN), SOORTEN), "3", "0", "x y", "w", "1", "2")
    for name, antwoord in keeper.last.items():
        assert check_antwoord(SOORTEN, "gemeente", name, antwoord) == []


# -- choices ----------------------------------------------------------------------------------------------------


def test_choices_are_numbered_from_one_and_nothing_is_chosen_beforehand() -> None:
    keeper = Keeper()
    walk = Walk(on(KEUZE, keeper), ENTER, "0", "4", "9")
    for line in ("  1  Geen enkele functie.", "  2  Er is nieuws.", "  3  Er is ook warmte."):
        assert line in walk.last
    assert "1-3 antwoord" in walk.last
    assert ">1" not in walk.last
    assert "Uw antwoord" not in walk.last
    assert keeper.kept == []


@pytest.mark.parametrize(("keys", "choice"), [((DOWN, DOWN, ENTER), "nieuws"), ((UP, ENTER), "warm"), (("1",), "geen")])
def test_a_choice_by_arrows_or_by_its_number(keys: tuple[str, ...], choice: str) -> None:
    keeper = Keeper()
    walk = Walk(on(KEUZE, keeper), *keys)
    assert values(keeper) == {KEUZE: choice}
    assert f"({GETAL})" in walk.last


def test_a_choice_that_was_made_is_shown_and_can_be_changed() -> None:
    keeper = Keeper()
    walk = Walk(on(KEUZE, keeper, A1_1_1="nieuws"), RIGHT, "t", "3", "t")
    assert "*>2  Er is nieuws." in walk.screens[1]
    assert "Uw antwoord: Er is nieuws." in walk.screens[1]
    assert "*>3  Er is ook warmte." in walk.last
    assert values(keeper) == {KEUZE: "warm"}


@pytest.mark.parametrize("wish", ["0", "4", "nieuws", "01", "²", "9" * 5000])
def test_what_is_no_number_of_a_choice_in_plain_lines(wish: str) -> None:
    keeper = Keeper()
    walk = Plain(on(KEUZE, keeper), wish, "3")
    assert "Dat begrijp ik niet." in walk.text
    assert "Typ 1 tot en met 3, w (weet niet)" in walk.text
    assert "3: Er is ook warmte." in walk.text
    assert values(keeper) == {KEUZE: "warm"}


# -- numbers ----------------------------------------------------------------------------------------------------


def test_a_digit_opens_the_line_and_enter_keeps_the_number() -> None:
    keeper = Keeper()
    walk = Walk(on(GETAL, keeper), "7", "2", ENTER)
    assert "Typ een getal (uur) van 0 tot en met 10000:\n[7]" in walk.screens[0]
    assert keeper.kept[0].antwoorden == {GETAL: Antwoord(waarde=72)}
    assert len(keeper.kept) == 1
    assert f"({TEKST})" in walk.last


def test_enter_opens_an_empty_line_on_a_question_without_an_answer() -> None:
    keeper = Keeper()
    walk = Walk(on(GETAL, keeper), ENTER, ENTER, ESC)
    assert "\n[]" in walk.screens[0]
    assert "Geef een getal van 0 tot en met 10000 (uur)." in walk.screens[1]
    assert "Typ een getal (uur) van 0 tot en met 10000." in walk.last
    assert "Geef een getal" not in walk.last
    assert keeper.kept == []


@pytest.mark.parametrize(("typed", "value"), [("2,5", 2.5), ("2.5", 2.5), ("72", 72), ("72 uur", 72), (" 0 ", 0)])
def test_a_number_as_people_write_it(typed: str, value: float) -> None:
    for_screen, for_lines = Keeper(), Keeper()
    Walk(on(GETAL, for_screen), ENTER, typed + ENTER)
    Plain(on(GETAL, for_lines), typed)
    assert values(for_screen) == values(for_lines) == {GETAL: value}


WRONG = ["3 dagen", "-1", "10001", "1e3", "²", "½", "1/2", "NaN", "inf", "12:30", "1,2345", "9" * 5000, "uur", "0x10"]


@pytest.mark.parametrize("typed", WRONG)
def test_a_wrong_number_is_named_and_says_what_is_expected(typed: str) -> None:
    for_screen, for_lines = Keeper(), Keeper()
    said = f'"{typed[:30]}" kan hier niet: geef een getal van 0 tot en met 10000 (uur).'
    walk = Walk(on(GETAL, for_screen), ENTER, typed + ENTER, CLEAR + "4" + ENTER)
    assert said in " ".join(walk.screens[1].split())
    assert f"[{typed}]" in walk.screens[1]
    assert said in Plain(on(GETAL, for_lines), typed, "4").text
    assert values(for_screen) == values(for_lines) == {GETAL: 4}
    assert len(for_screen.kept) == len(for_lines.kept) == 1


@pytest.mark.parametrize(("typed", "asked"), [("1.500", "1500 of 1,500"), ("1.500.000", "1500000")])
def test_a_dot_between_thousands_is_asked_about(typed: str, asked: str) -> None:
    keeper = Keeper()
    walk = Plain(on(GETAL, keeper), typed)
    assert f"Bedoelt u {asked}? Typ het getal zonder punt." in walk.text
    assert keeper.kept == []


def test_a_number_without_unit_or_upper_bound() -> None:
    keeper = Keeper()
    walk = Walk(on(BEDDEN, keeper), ENTER, "1" + ENTER, CLEAR + "2" + ENTER)
    assert "Typ een getal vanaf 2:" in walk.screens[0]
    assert '"1" kan hier niet: geef een getal van 2' in walk.screens[1]
    assert values(keeper) == {BEDDEN: 2}


def test_a_number_that_is_there_is_shown_and_can_be_changed() -> None:
    keeper = Keeper()
    walk = Walk(on(GETAL, keeper, A1_1_2=2.5), DOWN, ENTER, "5" + ENTER)
    assert "Uw antwoord: 2,5 uur" in walk.screens[0]
    assert "Enter aanpassen" in walk.screens[0]
    assert "[2,5]" in walk.screens[1]
    assert values(keeper) == {GETAL: 2.55}


def test_a_digit_on_a_number_that_is_there_begins_anew_and_esc_leaves_it() -> None:
    keeper = Keeper()
    walk = Walk(on(GETAL, keeper, A1_1_2=2.5), "7", ESC)
    assert "[7]" in walk.screens[0]
    assert "Uw antwoord: 2,5 uur" in walk.last
    assert keeper.kept == []


def test_enter_twice_leaves_an_answer_as_it_is_and_goes_on() -> None:
    keeper = Keeper()
    walk = Walk(on(GETAL, keeper, A1_1_2=2.5, A1_1_3=" twee\nregels "), ENTER, ENTER, ENTER, ENTER)
    assert f"({TEKST})" in walk.screens[1]
    assert "[twee regels]" in walk.screens[2]
    assert f"({SCHAAL})" in walk.last
    assert keeper.kept == []


def test_plain_lines_show_the_answer_and_enter_goes_on() -> None:
    keeper = Keeper()
    walk = Plain(on(GETAL, keeper, A1_1_2=2.5, A1_1_3="De Brink"), "", "", "1")
    assert "Uw antwoord: 2,5 uur" in walk.text
    assert "Uw antwoord: De Brink" in walk.text
    assert list(values(keeper)) == [GETAL, TEKST, SCHAAL]


# -- words ------------------------------------------------------------------------------------------------------


def test_digits_do_not_open_the_line_of_a_text() -> None:
    keeper = Keeper()
    walk = Walk(on(TEKST, keeper), "3", ENTER)
    assert "Druk op Enter en typ uw antwoord in woorden." in walk.screens[0]
    assert "Typ uw antwoord in woorden:\n[]" in walk.last
    assert keeper.kept == []


def test_an_empty_text_is_refused_in_words() -> None:
    for_lines = Keeper()
    walk = Walk(on(TEKST), ENTER, "  " + ENTER)
    assert "Geef een antwoord in woorden." in walk.last
    assert "Geef een antwoord in woorden." in Plain(on(TEKST, for_lines), "").text
    assert for_lines.kept == []


def test_a_text_is_changed_where_it_stands() -> None:
    keeper = Keeper()
    walk = Walk(on(TEKST, keeper, A1_1_3=Antwoord(waarde="De Brink", toelichting="t")), ENTER, " en Noord" + ENTER, "t")
    assert keeper.last[TEKST] == Antwoord(waarde="De Brink en Noord", toelichting="t")
    assert "Uw antwoord: De Brink en Noord · opmerking" in walk.last


def test_a_long_answer_is_shown_in_short() -> None:
    walk = Walk(on(TEKST, None, A1_1_3="woord " * 5000), DOWN)
    assert "…" in walk.last
    assert len(walk.last.split("\n")) < 20


def test_an_answer_past_all_bounds_is_refused() -> None:
    keeper = Keeper()
    assert on(TEKST, keeper).vul("antwoord", "x" * 1_000_001) == "Dit antwoord is te lang."
    assert keeper.kept == []


def test_personal_data_in_an_answer_are_warned_about() -> None:
    keeper = Keeper()
    walk = Walk(on(TEKST, keeper), ENTER, "bel jan@voorbeeld.nl" + ENTER)
    assert "Let op: dit lijkt op een e-mailadres" in walk.last.replace("\n", " ")
    assert values(keeper) == {TEKST: "bel jan@voorbeeld.nl"}


# -- the other keys ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", [KEUZE, GETAL, TEKST])
def test_the_other_keys_work_while_the_line_is_closed(position: str) -> None:
    keeper = Keeper()
    walk = Walk(
        on(position, keeper), "o", "?", "?", "w", "t", "o", "zie map" + ENTER, "b", "foto" + ENTER, "n", "reden" + ENTER
    )
    assert "Geef eerst een antwoord" in walk.screens[0]
    assert f"Uitleg bij {position}" in walk.screens[1]
    assert "Uw antwoord: weet niet" in walk.screens[4]
    assert keeper.last[position] == Antwoord(waarde="nvt", reden="reden", toelichting="zie map", bewijs="foto")


@pytest.mark.parametrize("position", [KEUZE, GETAL, TEKST])
def test_the_letters_work_in_plain_lines(position: str) -> None:
    keeper = Keeper()
    walk = Plain(on(position, keeper), "o", "?", "W", "t", "o", "zie map", "n", "reden", "q")
    assert "Geef eerst een antwoord" in walk.text
    assert keeper.last[position] == Antwoord(waarde="nvt", reden="reden", toelichting="zie map")
    assert walk.ended == "pauze"


@pytest.mark.parametrize("position", [GETAL, TEKST])
def test_a_letter_alone_in_the_line_is_its_key(position: str) -> None:
    keeper = Keeper()
    assert "Uw antwoord: weet niet" in Walk(on(position, keeper), ENTER, "w" + ENTER, "t").last
    assert values(keeper) == {position: "weet_niet"}
    assert Walk(on(position), ENTER, "q" + ENTER).ended == "pauze"
    assert "Waarom is dit niet van toepassing?\n[]" in Walk(on(position), ENTER, "N" + ENTER).last
    assert f"Uitleg bij {position}" in Walk(on(position), ENTER, "?" + ENTER).last


@pytest.mark.parametrize("position", [GETAL, TEKST])
def test_weet_niet_and_nvt_in_words(position: str) -> None:
    keeper = Keeper()
    walk = Plain(on(position, keeper), "n.v.t.", "Weet niet")
    assert "Bij n.v.t. hoort een reden. Kies n" in walk.text
    assert values(keeper) == {position: "weet_niet"}


def test_a_number_after_weet_niet_or_nvt_starts_empty() -> None:
    for state in (Antwoord(waarde="weet_niet"), Antwoord(waarde="nvt", reden="r")):
        keeper = Keeper()
        walk = Walk(on(GETAL, keeper, A1_1_2=state), ENTER, "5" + ENTER)
        assert "\n[]" in walk.screens[0]
        assert keeper.last[GETAL] == Antwoord(waarde=5)


# -- typed ahead ------------------------------------------------------------------------------------------------


def test_numbers_typed_ahead_stay_with_their_questions() -> None:
    keeper = Keeper()
    Walk(on(GETAL, keeper), "12\r")
    assert values(keeper) == {GETAL: 12}


def test_an_enter_typed_ahead_does_not_open_a_line_that_was_not_shown() -> None:
    keeper = Keeper()
    walk = Walk(on(KEUZE, keeper), "1\r12\r\rw\r")
    assert values(keeper) == {KEUZE: "geen", GETAL: 12, TEKST: "weet_niet"}
    walk = Walk(on(GETAL, keeper), "3\r3\r3\r3\r")
    assert values(keeper) == {GETAL: 3}
    assert f"({TEKST})" in walk.last


KEYS = st.lists(st.sampled_from(["0", "1", "2", "3", "\r", "w", "t", "v", DOWN, UP]), min_size=1, max_size=14)


@settings(max_examples=40, deadline=None)
@given(KEYS)
def test_keys_typed_ahead_never_become_an_answer_that_was_not_typed(keys: list[str]) -> None:
    keeper = Keeper()
    Walk(session(keeper, filled(SOORTEN), SOORTEN), "".join(keys))
    kept = values(keeper)
    assert kept.get(TEKST) in (None, "weet_niet")
    assert kept.get(GETAL) in (None, "weet_niet") or set(str(kept[GETAL])) <= set(keys)
    if UP not in keys and DOWN not in keys:
        choices = [optie.waarde for optie in opties(SOORTEN.plek[KEUZE].vraag)]
        assert kept.get(KEUZE) in (None, "weet_niet") or str(choices.index(str(kept[KEUZE])) + 1) in keys


# -- stopping, and what cannot be kept --------------------------------------------------------------------------


def test_ctrl_c_keeps_words_but_no_half_number() -> None:
    keeper = Keeper()
    assert Walk(on(TEKST, keeper), ENTER, "half een zin", INTERRUPT).ended == "onderbroken"
    assert values(keeper) == {TEKST: "half een zin"}
    for position, typed in ((GETAL, "12"), (TEKST, "w"), (TEKST, "")):
        keeper = Keeper()
        assert Walk(on(position, keeper), ENTER, typed, INTERRUPT).ended == "onderbroken"
        assert keeper.kept == []


@pytest.mark.parametrize(
    ("position", "keys"), [(KEUZE, ("2",)), (GETAL, ("7" + ENTER,)), (TEKST, (ENTER, "x y" + ENTER))]
)
def test_every_kind_meets_the_differences(position: str, keys: tuple[str, ...]) -> None:
    keeper = Keeper(ChangedUnderneath("x"), theirs=filled(SOORTEN, A1_1_4=2))
    walk = Walk(on(position, keeper), *keys, "s")
    assert "Het bestand is veranderd" in walk.screens[-2]
    assert set(keeper.last) == {position, SCHAAL}


@pytest.mark.parametrize(("position", "typed"), [(KEUZE, "2"), (GETAL, "7"), (TEKST, "x y")])
def test_every_kind_meets_the_differences_in_plain_lines(position: str, typed: str) -> None:
    keeper = Keeper(ChangedUnderneath("x"), theirs=filled(SOORTEN, A1_1_4=2))
    walk = Plain(on(position, keeper), typed, "s")
    assert f"Verschil bij: {position}, {SCHAAL}." in walk.text
    assert set(keeper.last) == {position, SCHAAL}


def test_an_answer_that_could_not_be_kept_is_tried_again_unchanged() -> None:
    keeper = Keeper(FileTrouble("Niet bewaard: de schijf is vol."))
    walk = Walk(on(GETAL, keeper), "7" + ENTER, "t", ENTER, ENTER)
    assert "NIET bewaard" in walk.screens[0]
    assert values(keeper) == {GETAL: 7}
    assert "Bewaard." in walk.last


def test_a_session_leaves_a_question_that_is_pointed_at_alone_when_something_is_typed() -> None:
    keeper = Keeper()
    assert on(KEUZE, keeper).vul("antwoord", "2") == ""
    assert on(None, keeper).vul("antwoord", "2") == ""
    assert on(GETAL, keeper).kies(2) == []
    assert keeper.kept == []
