"""An owner and a test date are asked each time a high level is chosen, also where they are known."""

from __future__ import annotations

from datetime import date

import pytest
from walks import ENTER, ESC, INTERRUPT, SOORTEN, Keeper, Plain, Walk, at, filled, session

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.prompts import woorden
from bcm_check.prompts.eenvoudig import Regels
from bcm_check.prompts.sessie import Sessie

LAST_YEAR = Antwoord(waarde=4, eigenaar="hoofd", testdatum=date(2025, 11, 1))
ANEW = date(2026, 11, 2)
CLEAR = "\x15"


def known(keeper: Keeper, antwoord: Antwoord = LAST_YEAR) -> Sessie:
    return at(session(keeper, filled(P1_1_1=antwoord)), "P1.1.1")


def test_the_new_test_date_is_asked_a_year_later_on_the_screen() -> None:
    keeper = Keeper()
    walk = Walk(known(keeper), "4", ENTER, CLEAR + "02-11-2026" + ENTER)
    assert "[hoofd]" in walk.screens[0]
    assert "alleen - = wissen" in walk.screens[0]
    assert "[01-11-2025]" in walk.screens[1]
    assert keeper.last["P1.1.1"] == LAST_YEAR.model_copy(update={"testdatum": ANEW})
    assert "vraag 2 van" in walk.last


def test_the_new_test_date_is_asked_a_year_later_in_plain_lines() -> None:
    keeper = Keeper()
    walk = Plain(known(keeper), "4", "", "02-11-2026", "q")
    assert "geen naam [hoofd] (Enter = zo laten, alleen - = wissen):" in walk.text
    assert "[01-11-2025] (Enter = zo laten" in walk.text
    assert keeper.last["P1.1.1"] == LAST_YEAR.model_copy(update={"testdatum": ANEW})


def test_enter_keeps_both() -> None:
    for_screen, for_lines = Keeper(), Keeper()
    assert "vraag 2 van" in Walk(known(for_screen), "4", ENTER, ENTER).last
    Plain(known(for_lines), "4", "", "", "q")
    for keeper in (for_screen, for_lines):
        assert keeper.last["P1.1.1"] == LAST_YEAR
        assert len(keeper.kept) == 1


def test_a_dash_alone_wipes_and_an_emptied_field_too() -> None:
    for_dash, for_empty, for_lines = Keeper(), Keeper(), Keeper()
    Walk(known(for_dash), "4", CLEAR + "-" + ENTER, CLEAR + "-" + ENTER)
    Walk(known(for_empty), "4", CLEAR + ENTER, CLEAR + ENTER)
    Plain(known(for_lines), "4", "-", "-", "q")
    for keeper in (for_dash, for_empty, for_lines):
        assert keeper.last["P1.1.1"] == Antwoord(waarde=4)


def test_a_dash_where_nothing_is_known_is_no_owner_and_no_date() -> None:
    for_screen, for_lines = Keeper(), Keeper()
    Walk(session(for_screen), "4", "-" + ENTER, "-" + ENTER)
    Plain(session(for_lines), "4", "-", "-", "q")
    assert for_screen.last == for_lines.last == {"P1.1.1": Antwoord(waarde=4)}


def test_going_on_with_the_same_level_asks_nothing() -> None:
    for_screen, for_lines = Keeper(), Keeper()
    assert "vraag 2 van" in Walk(known(for_screen), ENTER).last
    assert "eigenaar?" not in Plain(known(for_lines), "", "q").text
    assert for_screen.kept == for_lines.kept == []


@pytest.mark.parametrize("keys", ["333", "3w", "3-\r", "34\r", "3\r", "3x" + INTERRUPT, "3" + INTERRUPT])
def test_keys_typed_ahead_never_change_an_owner_that_was_not_shown(keys: str) -> None:
    keeper = Keeper()
    Walk(known(keeper, Antwoord(waarde=2, eigenaar="hoofd")), keys)
    assert keeper.last == {"P1.1.1": Antwoord(waarde=3, eigenaar="hoofd")}


def test_levels_typed_ahead_keep_their_known_owners() -> None:
    keeper = Keeper()
    owned = Antwoord(waarde=2, eigenaar="hoofd")
    Walk(at(session(keeper, filled(P1_1_1=owned, P1_1_2=owned)), "P1.1.1"), "3\r3\r")
    assert keeper.last == dict.fromkeys(("P1.1.1", "P1.1.2"), Antwoord(waarde=3, eigenaar="hoofd"))


def test_an_owner_that_is_shown_can_be_added_to_and_esc_leaves_it() -> None:
    keeper = Keeper()
    Walk(known(keeper, Antwoord(waarde=2, eigenaar="hoofd")), "3", " techniek" + ENTER)
    assert keeper.last["P1.1.1"].eigenaar == "hoofd techniek"
    keeper = Keeper()
    Walk(known(keeper, Antwoord(waarde=2, eigenaar="hoofd")), "3", " techniek", ESC)
    assert keeper.last["P1.1.1"].eigenaar == "hoofd"


# -- a reason that is left out ----------------------------------------------------------------------------------


def test_without_a_reason_nothing_changes_and_the_sentence_fits_both_screens() -> None:
    for_screen, for_lines = Keeper(), Keeper()
    screen = Walk(known(for_screen), "n", ENTER, ESC).screens[1]
    lines = Plain(known(for_lines), "n", "", "q").text
    for text in (screen, lines):
        assert "Bij n.v.t. hoort een reden. Zonder reden verandert er niets." in " ".join(text.split())
    assert "Esc" not in lines
    assert for_screen.kept == for_lines.kept == []


def test_going_back_from_the_end_again_and_again_goes_no_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = Regels.run
    monkeypatch.setattr(Regels, "run", lambda self: runs.append(1) or run(self))
    walk = Plain(at(session(), None), *("t", "v") * 3, "r")
    assert (walk.ended, len(runs)) == ("rapport", 1)
    assert walk.text.count("Antwoord op P2.1.1") == 3


# -- a long list of choices -------------------------------------------------------------------------------------


def long_list() -> Vragenlijst:
    document = SOORTEN.model_dump(mode="json", exclude_defaults=True)
    vraag = document["pijlers"][0]["onderwerpen"][0]["vragen"][0]
    vraag["keuzes"] = [{"id": f"k{number}", "tekst": f"Keuze {number}.", "punten": 4} for number in range(1, 13)]
    return type(SOORTEN).model_validate(document)


def test_more_than_nine_choices_are_chosen_by_arrow_or_in_plain_lines_by_two_digits() -> None:
    lijst = long_list()
    for_screen, for_lines = Keeper(), Keeper()
    walk = Walk(session(for_screen, filled(lijst), lijst), "\x1b[A", ENTER)
    assert "1-9 of pijltjes · w weet niet" in walk.screens[0]
    lines = Plain(session(for_lines, filled(lijst), lijst), "12", "q")
    assert "Typ 1 tot en met 12, w (weet niet)" in lines.text
    assert for_screen.last["A1.1.1"].waarde == for_lines.last["A1.1.1"].waarde == "k12"
    assert woorden.keys(SOORTEN.plek["A1.1.1"].vraag, None).startswith("1-3 antwoord")
