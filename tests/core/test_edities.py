"""How many members of a group changed between two editions: never more than really did."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inzendingen import bijdrage

from bcm_check.core.edities import MINSTE_WISSELING, Editie, frozen
from bcm_check.core.regiobeeld import Groep, Regiobeeld
from bcm_check.core.regiotabel import EVERY, Cel, Tabel, Tabelrij
from bcm_check.core.regiotelling import fold

ALL = frozenset({EVERY})
RUN_ONLY = 10**6  # codes from here hold for one run


class Lid(NamedTuple):
    """Who somebody really is, which answers, and whether its file has a code."""

    wie: int
    teller: int
    code: bool


def picture(members: list[Lid], run: int) -> tuple[Regiobeeld, frozenset[str]]:
    """Return the picture of members, and the codes that were made for this run."""
    made = [
        bijdrage(each.wie if each.code else RUN_ONLY * run + each.wie, teller=each.teller, soort="zorg")
        for each in members
    ]
    loose = {each.code for lid, each in zip(members, made, strict=True) if not lid.code}
    return fold(made), frozenset(loose)


def is_made_anew(before: list[Lid], now: list[Lid]) -> bool:
    """Tell whether the second edition has figures of its own."""
    vorige: Editie | None = None
    shown = ""
    for run, members in enumerate((before, now), start=1):
        beeld, loose = picture(members, run)
        tabel = Tabel("t", "T", ("kolom",), (Tabelrij("/".join(EVERY), "Allemaal", (Cel(f"uitgave {run}"),)),))
        (tabel,), vorige = frozen(beeld, ALL, [tabel], vorige, loose)
        shown = str(tabel.rijen[0].cellen[0].waarde)
    return shown == "uitgave 2"


def changed(before: list[Lid], now: list[Lid]) -> int:
    """Return how many really joined, left or answered anew."""
    one, other = ({each.wie: each.teller for each in members} for members in (before, now))
    return sum(one.get(wie) != other.get(wie) for wie in one.keys() | other.keys())


members = st.lists(
    st.builds(Lid, st.integers(0, 14), st.integers(1, 2), st.booleans()), min_size=1, unique_by=lambda lid: lid.wie
)


@given(members, members)
def test_figures_are_made_anew_only_when_enough_really_changed(before: list[Lid], now: list[Lid]) -> None:
    if is_made_anew(before, now):
        assert changed(before, now) >= MINSTE_WISSELING


@given(members, members)
def test_of_members_with_codes_every_change_is_seen(before: list[Lid], now: list[Lid]) -> None:
    one, other = ([each._replace(code=True) for each in members] for members in (before, now))
    assert is_made_anew(one, other) == (changed(one, other) >= MINSTE_WISSELING)


@pytest.mark.parametrize("code", [True, False])
@pytest.mark.parametrize(("fresh", "anew"), [(0, False), (1, False), (4, False), (5, True)])
def test_newcomers(code: bool, fresh: int, anew: bool) -> None:
    before = [Lid(number, 1, code) for number in range(12)]
    assert is_made_anew(before, [*before, *(Lid(100 + number, 1, code) for number in range(fresh))]) == anew


@pytest.mark.parametrize(("others", "hidden"), [(0, True), (4, True), (5, False)])
def test_a_group_without_a_past_is_not_shown_beside_its_double(others: int, hidden: bool) -> None:
    """The lists of a region call a sector something else: fresh figures of the same members, beside what is frozen."""
    same = [bijdrage(number, soort="zorg") for number in range(12)]
    more = [bijdrage(100 + number, soort="mkb", sector="nieuw") for number in range(others)]
    old, new = Groep("soort", "zorg"), Groep("sector", "nieuw")
    rows = tuple(Tabelrij("/".join(each), str(each), (Cel("cijfer"),)) for each in (EVERY, old, new))
    tabel = Tabel("t", "T", ("kolom",), rows[:2])
    _, vorige = frozen(fold(same), {EVERY, old}, [tabel], None)
    anew = [each.model_copy(update={"sector": "nieuw", "teller": 1}) for each in same]
    (found,), editie = frozen(fold([*anew, *more]), {old, new}, [replace(tabel, rijen=rows[1:])], vorige)
    assert ("sector/nieuw" in {rij.id for rij in found.rijen}) != hidden
    assert ("sector/nieuw" in editie.groepen) != hidden


def test_whoever_only_got_a_code_is_no_newcomer() -> None:
    before = [Lid(number, 1, number < 6) for number in range(12)]
    assert not is_made_anew(before, [each._replace(code=True) for each in before])


def test_where_too_many_are_in_it_to_keep_codes_the_number_counts() -> None:
    assert Groep("alle", "") == EVERY
    before = [Lid(number, 1, code=True) for number in range(1_001)]
    assert not is_made_anew(before, before[4:])
    assert is_made_anew(before, [*before, *(Lid(5_000 + number, 1, code=True) for number in range(5))])
    some = before[:998]  # of these the codes are kept
    assert not is_made_anew(some, [*before, Lid(5_000, 1, code=True)])
    assert is_made_anew(some, [*before, *(Lid(5_000 + number, 1, code=True) for number in range(2))])
