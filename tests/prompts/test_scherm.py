"""The interview on a whole screen, driven key by key."""

from __future__ import annotations

import pytest
from walks import DOWN, ENTER, ESC, INTERRUPT, LEFT, RIGHT, UP, VANDAAG, Keeper, Walk, at, filled, session

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.errors import ChangedUnderneath, ContentRejected, FileTrouble

ALL = {"P1_1_1": 3, "P1_1_2": 3, "P1_2_1": 3, "P1_2_2": 3, "P2_1_1": 3}


def levels(keeper: Keeper) -> dict[str, object]:
    return {name: antwoord.waarde for name, antwoord in keeper.last.items()}


# -- answering --------------------------------------------------------------------------------------------------


def test_a_digit_answers_and_goes_on() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "1", "0")
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 0}
    assert "vraag 2 van" in walk.screens[0]
    assert "Bewaard." in walk.screens[0]
    assert walk.ended == "onderbroken"


def test_the_screen_shows_the_question_all_levels_progress_and_keys() -> None:
    walk = Walk(session(), DOWN)
    for words in ("Noodstroom (P1.1.1)", "Hoe lang werkt u door", "vraag 1 van 4", "nog ± 10 min", "q pauze"):
        assert words in walk.last
    for text in ("Niets geregeld.", "Iemand weet het.", "Opgeschreven.", "Ingericht.", "Getest."):
        assert text in walk.last


def test_a_digit_outside_the_scale_does_nothing() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "7", "9")
    assert keeper.kept == []
    assert "vraag 1 van" in walk.last


def test_enter_on_an_unanswered_question_does_nothing() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), ENTER, ENTER * 5)
    assert keeper.kept == []
    assert "vraag 1 van" in walk.last


@pytest.mark.parametrize("keys", ["3\r" * 3, "3\r" * 8, "1\r" * 3, "2" * 3, "4\r" * 3, "\r3" * 4, "w\r" * 3])
def test_keys_typed_ahead_never_answer_a_question_with_something_else(keys: str) -> None:
    keeper = Keeper()
    Walk(session(keeper), keys)
    wanted = {"weet_niet"} if "w" in keys else {int(key) for key in keys if key.isdecimal()}
    assert levels(keeper)
    assert set(levels(keeper).values()) <= wanted


def test_three_threes_typed_ahead_are_three_threes() -> None:
    keeper = Keeper()
    Walk(session(keeper), "3\r3\r3\r")
    assert levels(keeper) == {"P1.1.1": 3, "P1.1.2": 3, "P1.2.1": 3}


def test_keys_typed_ahead_through_the_end_of_a_pillar_keep_their_questions() -> None:
    keeper = Keeper()
    Walk(session(keeper), "0\r1\r2\r")
    assert levels(keeper) == {"P1.1.1": 0, "P1.1.2": 1, "P1.2.2": 2}


def test_arrows_point_and_enter_answers() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), DOWN, DOWN, UP, UP, UP, DOWN, ENTER)
    assert " >1  Iemand" in walk.screens[5]
    assert levels(keeper) == {"P1.1.1": 1}


def test_up_starts_at_the_bottom() -> None:
    walk = Walk(session(), UP, DOWN)
    assert " >4  Getest." in walk.screens[0]
    assert " >4  Getest." in walk.screens[1]


def test_weet_niet() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "w", "W", LEFT)
    assert levels(keeper) == {"P1.1.1": "weet_niet", "P1.1.2": "weet_niet"}
    assert "Uw antwoord: weet niet" in walk.last


def test_nvt_asks_the_reason() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "n", "geen gebouw", ENTER, "t")
    assert "Waarom is dit niet van toepassing?" in walk.screens[0]
    assert "[geen gebouw]" in walk.screens[1]
    assert keeper.last["P1.1.1"] == Antwoord(waarde="nvt", reden="geen gebouw")
    assert "n.v.t.: geen gebouw" in walk.last


def test_nvt_without_a_reason_is_refused_and_esc_goes_back() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "n", ENTER, "  ", ENTER, ESC, "2")
    assert "hoort een reden" in walk.screens[1]
    assert "hoort een reden" in walk.screens[3]
    assert "Noodstroom (P1.1.1)" in walk.screens[4]
    assert "hoort een reden" not in walk.screens[4]
    assert levels(keeper) == {"P1.1.1": 2}


def test_level_three_asks_an_owner_and_four_a_test_date_too() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "3", "facilitair manager" + ENTER, "4", "hoofd" + ENTER, "31-03-2026" + ENTER)
    assert "eigenaar?" in walk.screens[0]
    assert "laatst getest?" in walk.screens[3]
    assert keeper.last["P1.1.1"] == Antwoord(waarde=3, eigenaar="facilitair manager")
    four = keeper.last["P1.1.2"]
    assert (four.waarde, four.eigenaar, str(four.testdatum)) == (4, "hoofd", "2026-03-31")


def test_a_level_is_kept_before_its_owner_is_asked() -> None:
    keeper = Keeper()
    Walk(session(keeper), "4")
    assert levels(keeper) == {"P1.1.1": 4}


def test_a_wrong_and_a_future_test_date_are_asked_again() -> None:
    keeper = Keeper()
    walk = Walk(
        session(keeper), "4", ENTER, "32-01-2026" + ENTER, "\x15" + "26-11-2026" + ENTER, "\x15" + "25-11-2026" + ENTER
    )
    assert "is geen datum" in walk.screens[2]
    assert "toekomst" in walk.screens[3]
    assert keeper.last["P1.1.1"].testdatum == VANDAAG
    assert "vraag 2 van" in walk.last


def test_esc_at_the_owner_goes_on_and_keeps_the_level() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "4", ESC)
    assert "vraag 2 van" in walk.last
    assert keeper.last["P1.1.1"] == Antwoord(waarde=4)


@pytest.mark.parametrize(("key", "veld", "label"), [("o", "toelichting", "opmerking"), ("b", "bewijs", "bewijs")])
def test_a_note_and_evidence_stay_on_the_question(key: str, veld: str, label: str) -> None:
    keeper = Keeper()
    walk = Walk(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), key, "zie map 3" + ENTER)
    assert getattr(keeper.last["P1.1.1"], veld) == "zie map 3"
    assert "Noodstroom (P1.1.1)" in walk.last
    assert f"niveau 1 · {label}" in walk.last


def test_a_note_before_an_answer_says_what_comes_first() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "o", "b")
    assert keeper.kept == []
    assert "Geef eerst een antwoord" in walk.last


def test_a_note_starts_with_what_stands_there_and_esc_leaves_it() -> None:
    keeper = Keeper()
    sessie = at(session(keeper, filled(P1_1_1=Antwoord(waarde=1, toelichting="oud"))), "P1.1.1")
    walk = Walk(sessie, "o", " en nieuw", ESC)
    assert "[oud en nieuw]" in walk.screens[1]
    assert keeper.kept == []


def test_a_note_stays_when_the_level_changes() -> None:
    keeper = Keeper()
    Walk(at(session(keeper, filled(P1_1_1=Antwoord(waarde=1, toelichting="blijft", bewijs="map"))), "P1.1.1"), "2")
    assert keeper.last["P1.1.1"] == Antwoord(waarde=2, toelichting="blijft", bewijs="map")
    Walk(at(session(keeper, filled(P1_1_1=Antwoord(waarde=1, toelichting="blijft"))), "P1.1.1"), "w")
    assert keeper.last["P1.1.1"] == Antwoord(waarde="weet_niet", toelichting="blijft")


def test_personal_data_are_warned_about_and_kept() -> None:
    keeper = Keeper()
    walk = Walk(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), "o", "bel jan@voorbeeld.nl" + ENTER)
    assert "Let op: dit lijkt op een e-mailadres" in walk.last.replace("\n", " ")
    assert keeper.last["P1.1.1"].toelichting == "bel jan@voorbeeld.nl"


# -- moving -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", ["t", LEFT, "\x7f"])
def test_back_discards_nothing_and_stops_at_the_first(back: str) -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "1", "2", back, back, back)
    assert "vraag 1 van" in walk.last
    assert "*>1" in walk.last
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 2}


@pytest.mark.parametrize("forward", ["v", RIGHT])
def test_forward_leaves_a_question_open(forward: str) -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), forward, "1")
    assert levels(keeper) == {"P1.1.2": 1}
    assert "vraag 3 van" in walk.last


def test_enter_on_an_answered_question_goes_on() -> None:
    keeper = Keeper()
    walk = Walk(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), ENTER)
    assert "vraag 2 van" in walk.last
    assert keeper.kept == []


def test_a_follow_up_appears_when_its_condition_holds() -> None:
    walk = Walk(session(), "1", "2", "t", "1")
    assert "Vervolg op brandstof" in walk.screens[1]
    assert "Water (P1.2.2)" in walk.screens[3]


@pytest.mark.parametrize("key", ["?", "h"])
def test_the_help_page_and_the_way_back(key: str) -> None:
    walk = Walk(session(), key, "2", ENTER, key, ESC, key, key)
    for words in ("Zonder stroom staat", "Het gemeentehuis", "Testverslag", "Het plan blz. 4", "Kritieke vraag"):
        assert words in walk.screens[0]
    assert "Uitleg bij" in walk.screens[1]
    for screen in (walk.screens[2], walk.screens[4], walk.screens[6]):
        assert "Noodstroom (P1.1.1)" in screen


def test_a_question_without_explanation_says_so() -> None:
    walk = Walk(at(session(), "P1.1.2"), "?")
    assert "staat geen uitleg" in walk.last


def test_the_summary_at_the_end_of_a_pillar() -> None:
    walk = Walk(at(session(answers=filled(P1_1_1=0, P1_1_2=1)), "P1.2.2"), "4", ENTER, ENTER, "3", ENTER)
    summary = walk.screens[2]
    for words in ("Tussenstand", "Pijler P1 Vitale processen is klaar", "meest te winnen", "Noodstroom (niveau 0)"):
        assert words in summary
    assert "Begrensd door" not in summary
    assert "Tussenstand" in walk.screens[3]
    assert "Bezetting (P2.1.1)" in walk.last


def test_the_summary_names_what_caps_the_pillar() -> None:
    high = filled(P1_1_1=0, P1_1_2=4, P1_2_1=4, P1_2_2=4, P2_1_1=4)
    walk = Walk(at(session(answers=high), "P1.2.2"), ENTER)
    assert "Begrensd door: P1.1.1 Noodstroom" in walk.last


def test_back_from_a_summary_is_the_last_question_of_the_pillar() -> None:
    walk = Walk(at(session(), "P1.2.2"), "1", "t")
    assert "Tussenstand" in walk.screens[0]
    assert "Water (P1.2.2)" in walk.last


def test_the_end_shows_totals_and_offers_the_report() -> None:
    answers = filled(P1_1_1=1, P1_1_2="weet_niet", P2_1_1=1)
    walk = Walk(at(session(answers=answers), "P2.1.1"), ENTER, ENTER, "r")
    end = walk.screens[1]
    for words in ("Eindstand", "Totaal", "P2", "Nog niet beantwoord: 1 van de 4", "Weet niet: 1", "r maak nu"):
        assert words in end
    assert (walk.ended, walk.early) == ("rapport", True)


def test_q_at_the_end_is_done_and_elsewhere_a_pause() -> None:
    assert Walk(at(session(answers=filled(**ALL)), None), "q").ended == "klaar"
    assert Walk(session(), "q").ended == "pauze"
    assert Walk(session(), "Q").early


def test_r_and_s_do_nothing_elsewhere() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "r", "s", nieuw=False)
    assert (walk.early, keeper.kept) == (False, [])


def test_back_from_the_end() -> None:
    walk = Walk(session(answers=filled(**ALL)), "t")
    assert "Bezetting (P2.1.1)" in walk.last


def test_the_welcome_waits_for_enter_and_digits_do_nothing_there() -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), "3", "w", ENTER, "1", nieuw=True)
    for words in (
        "vrijwillig",
        "op deze computer",
        "Er gaat niets naar buiten",
        "TLP:AMBER+STRICT",
        "Elk antwoord is direct",
    ):
        assert words in " ".join(walk.screens[0].split())
    assert "bcm-check" in walk.screens[1]
    assert levels(keeper) == {"P1.1.1": 1}


# -- stopping ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [(), ("1",), ("3",), ("4", ENTER), ("n", "half"), ("?",), ("v", "v", "v"), (DOWN,)],
)
def test_ctrl_c_anywhere_interrupts_and_keeps(before: tuple[str, ...]) -> None:
    keeper = Keeper()
    walk = Walk(session(keeper), *before, INTERRUPT)
    assert (walk.ended, walk.early) == ("onderbroken", True)
    assert walk.sessie.bewaard
    assert len(keeper.last) == sum(step.isdecimal() for step in before)


def test_ctrl_c_keeps_a_note_that_was_being_typed_but_no_reason() -> None:
    keeper = Keeper()
    Walk(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), "o", "half een zin", INTERRUPT)
    assert keeper.last["P1.1.1"].toelichting == "half een zin"
    keeper = Keeper()
    Walk(session(keeper), "n", "half een reden", INTERRUPT)
    assert keeper.kept == []


def test_stopping_twice_at_once_is_stopping_once() -> None:
    assert Walk(session(), "qqq").ended == "pauze"
    assert Walk(session(), INTERRUPT * 3).ended == "onderbroken"


def test_an_interrupt_from_outside_is_the_same() -> None:
    sessie = session()
    holder: list[Walk] = []

    def interrupt() -> None:
        app = holder[0].scherm.app
        app.key_processor.send_sigint()

    class Interrupted(Walk):
        def __init__(self) -> None:
            holder.append(self)
            super().__init__(sessie, "1", interrupt, "0")

    walk = Interrupted()
    assert (walk.ended, walk.early) == ("onderbroken", True)


# -- what cannot be kept ----------------------------------------------------------------------------------------


def test_a_failed_save_is_said_and_the_next_answer_tries_again() -> None:
    keeper = Keeper(FileTrouble("Niet bewaard: de schijf is vol."), FileTrouble("Niet bewaard: de schijf is vol."))
    walk = Walk(session(keeper), "1", "t", "t", "v", "2", "1")
    for screen in walk.screens[:5]:
        assert "NIET bewaard" in screen
        assert "Bewaard" not in screen
    assert "de schijf is vol" in walk.screens[0]
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 2, "P1.2.1": 1}
    assert "Bewaard." in walk.last


def test_not_kept_stays_in_sight_under_another_remark() -> None:
    keeper = Keeper(FileTrouble("de schijf is vol."))
    walk = Walk(session(keeper), "1", "o")
    assert "NIET bewaard. Geef eerst" in walk.last


def test_an_unsure_save_is_not_called_kept() -> None:
    keeper = Keeper(sure=False)
    walk = Walk(session(keeper), "1", "t", "o", "jan@voorbeeld.nl" + ENTER)
    for screen in (walk.screens[0], walk.last):
        assert "Misschien niet bewaard" in screen
        assert "Bewaard" not in screen


def changed() -> ChangedUnderneath:
    return ChangedUnderneath("x.bcm.json is intussen veranderd en niet overschreven.")


def test_a_file_that_changed_underneath_shows_the_differences_and_merges() -> None:
    theirs = filled(P1_1_1=3, P1_2_2=2)
    keeper = Keeper(changed(), theirs=theirs)
    walk = Walk(session(keeper), "1", "2", ENTER, "s")
    assert "Het bestand is veranderd" in walk.screens[0]
    assert "P1.1.1, P1.2.2" in walk.screens[0]
    assert "NIET bewaard" in walk.screens[0]
    assert "Het bestand is veranderd" in walk.screens[2]
    assert levels(keeper) == {"P1.1.1": 1, "P1.2.2": 2}
    assert [(piece.vraag, piece.antwoord) for piece in keeper.kept[-1].archief] == [("P1.1.1", {"waarde": 3})]
    assert "Noodstroom (P1.1.1)" in walk.last
    assert "blijft uw antwoord" in walk.last


def test_a_question_that_a_merge_hides_makes_way_for_an_open_one() -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=1, P1_1_2=0))
    walk = Walk(at(session(keeper, filled(P1_1_1=1, P1_1_2=3)), "P1.2.1"), "1", "s")
    assert "Water (P1.2.2)" in walk.last
    assert levels(keeper) == {"P1.1.1": 1, "P1.1.2": 0, "P1.2.1": 1}


def test_a_file_that_changed_underneath_may_be_left_alone() -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=3))
    walk = Walk(session(keeper), "1", "q")
    assert (walk.ended, walk.early, keeper.kept) == ("pauze", True, [])
    assert walk.sessie.verschillen
    assert not walk.sessie.bewaard


@pytest.mark.parametrize("keys", [("o", "tekst" + ENTER), ("n", "reden" + ENTER), ("w",), ("3",)])
def test_every_kind_of_answer_meets_the_differences(keys: tuple[str, ...]) -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=2))
    walk = Walk(at(session(keeper, filled(P1_1_1=1)), "P1.1.1"), *keys)
    assert "Het bestand is veranderd" in walk.last
    assert keeper.kept == []


def test_the_same_answers_in_the_other_window_are_no_conflict() -> None:
    keeper = Keeper(changed(), theirs=filled(P1_1_1=1).model_copy(update={"teller": 9}))
    walk = Walk(session(keeper), "1")
    assert "vraag 2 van" in walk.last
    assert keeper.kept[-1].teller == 9


@pytest.mark.parametrize("fault", [FileTrouble("beschadigd."), ContentRejected("een nieuwere versie.")])
def test_a_changed_file_that_cannot_be_read_is_said(fault: FileTrouble | ContentRejected) -> None:
    keeper = Keeper(changed(), theirs=fault)
    walk = Walk(session(keeper), "1")
    assert f"NIET bewaard: {fault}" in walk.last
    assert walk.sessie.gesprek.antwoorden.antwoorden["P1.1.1"].waarde == 1
