"""What a key does to the interview, without any screen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walks import VANDAAG, Keeper, at, filled, session

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.errors import ChangedUnderneath, FileTrouble
from bcm_check.prompts.sessie import read_date


@pytest.mark.parametrize(
    ("niveau", "extra"), [(0, []), (1, []), (2, []), (3, ["eigenaar"]), (4, ["eigenaar", "testdatum"]), (5, [])]
)
def test_what_is_asked_on_top_of_a_level(niveau: int, extra: list[str]) -> None:
    keeper = Keeper()
    assert session(keeper).kies(niveau) == extra
    assert len(keeper.kept) == (niveau < 5)


def test_nothing_can_be_answered_at_the_end() -> None:
    keeper = Keeper()
    sessie = at(session(keeper), None)
    assert sessie.kies(3) == []
    sessie.weet_niet()
    assert sessie.vul("reden", "x") == ""
    assert sessie.vul("toelichting", "x") != ""
    assert (sessie.verder(), sessie.stand(), keeper.kept) == (None, None, [])


def test_a_level_drops_the_reason_and_keeps_the_rest() -> None:
    keeper = Keeper()
    before = Antwoord(waarde="nvt", reden="r", toelichting="t", bewijs="b", eigenaar="e", testdatum=VANDAAG)
    at(session(keeper, filled(P1_1_1=before)), "P1.1.1").kies(2)
    assert keeper.last["P1.1.1"] == before.model_copy(update={"waarde": 2, "reden": ""})


def test_the_counter_follows_the_saves() -> None:
    keeper = Keeper()
    sessie = session(keeper)
    for level in (1, 2, 3):
        sessie.kies(level)
    assert [each.teller for each in keeper.kept] == [0, 1, 2]


def test_verder_tells_which_pillar_ends() -> None:
    sessie = session()
    assert [sessie.verder() for _ in range(5)] == [None, None, "P1", "P2", None]


def test_an_empty_owner_or_date_is_later() -> None:
    keeper = Keeper()
    sessie = at(session(keeper, filled(P1_1_1=4)), "P1.1.1")
    assert (sessie.vul("eigenaar", " "), sessie.vul("testdatum", ""), keeper.kept) == ("", "", [])


def test_nothing_is_written_while_a_difference_waits() -> None:
    keeper = Keeper(ChangedUnderneath("x"), theirs=filled(P1_1_1=3))
    sessie = session(keeper)
    sessie.kies(1)
    assert sessie.verschillen == ("P1.1.1",)
    sessie.kies(2)
    sessie.bewaar()
    assert (keeper.kept, sessie.bewaard) == ([], False)
    sessie.voeg_samen()
    assert keeper.last["P1.1.1"].waarde == 2


def test_a_file_that_was_removed_underneath_is_made_again_after_a_choice() -> None:
    keeper = Keeper(ChangedUnderneath("x"), theirs=None)
    sessie = session(keeper)
    sessie.kies(1)
    assert sessie.verschillen == ("P1.1.1",)
    sessie.voeg_samen()
    assert (keeper.last["P1.1.1"].waarde, sessie.bewaard) == (1, True)


def test_a_merge_that_cannot_be_saved_is_tried_again() -> None:
    keeper = Keeper(ChangedUnderneath("x"), FileTrouble("vol"), theirs=filled(P1_1_1=3, P2_1_1=2))
    sessie = session(keeper)
    sessie.kies(1)
    sessie.voeg_samen()
    assert (sessie.bewaard, sessie.regel) == (False, "NIET bewaard: vol")
    sessie.bewaar()
    assert {name: a.waarde for name, a in keeper.last.items()} == {"P1.1.1": 1, "P2.1.1": 2}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-03-2026", date(2026, 3, 31)),
        ("31/3/2026", date(2026, 3, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-03-31", date(2026, 3, 31)),
        ("31-3-26", date(2026, 3, 31)),
        (" 1 - 2 - 2026 ", date(2026, 2, 1)),
        ("29-02-2024", date(2024, 2, 29)),
    ],
)
def test_dates_as_people_write_them(text: str, day: date) -> None:
    assert read_date(text.strip()) == day


@pytest.mark.parametrize(
    "text",
    ["", "gisteren", "31-02-2026", "29-02-2026", "1-2", "1-2-3-4", "0-1-2026", "1-13-2026", "1-1-999", "1-1-20266",
     "-1-1-2026", "2026", "²-1-2026", "1-1-0026", "32-1-26"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=20))
def test_read_date_never_fails(text: str) -> None:
    day = read_date(text)
    assert day is None or 1900 <= day.year <= 9999


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_written_date_reads_back(day: date) -> None:
    assert read_date(f"{day:%d-%m-}{day.year:04}") == day
    assert read_date(day.isoformat()) == day
