"""What a figure gives away: rounding, the groups that are left out, and an attacker who tries to find one of them."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inzendingen import bijdrage

from bcm_check.core.onderdrukking import (
    BESLOTEN,
    OPENBAAR,
    safe_count,
    safe_quantile,
    safe_share,
    shown_groups,
    stepped,
)
from bcm_check.core.regiobeeld import ALLE, Groep, quantile
from bcm_check.core.regiotelling import fold

from .aanval import histogram, interval, interval_of_editions

EVERY = Groep("alle", ALLE)
BREED = 200  # thousandths: twenty points
RASTER = 2  # the attacker tries every thousandth: of a band of 200 he is left with the 200 from 0 to 199


def public(bins: array[int]) -> tuple[int | None, ...]:
    """Return what the public summary shows of a group: median and quartiles."""
    return tuple(safe_quantile(bins, part, whole, OPENBAAR) for part, whole in ((1, 2), (1, 4), (3, 4)))


def careless(bins: array[int]) -> tuple[int | None, ...]:
    """Return what a careless edition shows: the same figures, as they are."""
    return tuple(quantile(bins, part, whole) for part, whole in ((1, 2), (1, 4), (3, 4)))


def mean(bins: array[int]) -> tuple[int | None, ...]:
    return (round(sum(value * here for value, here in enumerate(bins)) / max(sum(bins), 1)),)


def group(chance: random.Random, size: int) -> list[int]:
    """Return the scores of an invented group: spread out, close together, or in two camps."""
    middle, spread = chance.randrange(150, 850), chance.choice([20, 80, 200, 400])
    camps = chance.choice([[middle], [100, 900], [middle, min(1000, middle + 300)]])
    return [min(1000, max(0, round(chance.gauss(chance.choice(camps), spread)))) for _ in range(size)]


# -- figures ----------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 1000), max_size=80), st.sampled_from([(1, 2), (1, 4), (3, 4)]))
def test_a_public_score_is_a_band_of_twenty_points(scores: list[int], which: tuple[int, int]) -> None:
    found = safe_quantile(histogram(scores), *which, OPENBAAR)
    if len(scores) < (10 if which == (1, 2) else 20):
        assert found is None
    else:
        exact = quantile(histogram(scores), *which)
        assert found is not None
        assert exact is not None
        assert found in (0, 200, 400, 600, 800)
        assert found <= exact <= found + 200


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_public_share_is_round_and_each_step_holds_five_or_more(part: int, whole: int) -> None:
    """And what is shown hangs on the size of the group alone, never on how the answers happen to lie."""
    part = min(part, whole)
    found = safe_share(part, whole, OPENBAAR)
    assert (found is None) == (whole < 20)
    if found is not None:
        assert found % 50 == 0
        assert 50 <= found <= 950
        step = 50 if whole >= 100 else 100 if whole >= 50 else 250
        assert abs(found - 1000 * part / whole) <= (max(step / 2, 50) if found in (50, 950) else step / 2 + 1)
        same = [other for other in range(whole + 1) if safe_share(other, whole, OPENBAAR) == found]
        assert same == list(range(same[0], same[-1] + 1))
        assert len(same) >= (4 if same[0] > 0 and same[-1] < whole else 2)  # a half step at the ends


@given(st.integers(0, 300), st.integers(20, 300), st.integers(0, 300))
def test_a_share_stays_as_published_until_it_is_a_step_away(part: int, whole: int, before: int) -> None:
    part, before = min(part, whole), min(before, whole)
    old = safe_share(before, whole, OPENBAAR)
    assert old is not None
    step = 50 if whole >= 100 else 100 if whole >= 50 else 250
    found = safe_share(part, whole, OPENBAAR, eerder=old)
    if abs(1000 * part // whole - old) < step:
        assert found == old
    else:
        assert found == safe_share(part, whole, OPENBAAR)


def test_a_count_stays_as_published_until_it_is_five_away() -> None:
    assert [safe_count(count, OPENBAAR, 20) for count in (9, 15, 16, 24, 25)] == [None, 15, 20, 20, 25]


def test_a_group_that_agrees_has_its_median() -> None:
    assert safe_quantile(histogram([430] * 12), 1, 2, OPENBAAR) == 400
    assert safe_quantile(histogram([1000] * 30), 1, 4, OPENBAAR) == 800
    assert safe_quantile(histogram([430] * 5), 1, 2, BESLOTEN) == 450
    assert safe_quantile(histogram([430] * 4), 1, 2, BESLOTEN) is None


@pytest.mark.parametrize(("count", "shown"), [(9, None), (10, 10), (12, 10), (13, 15), (102, 100)])
def test_counts_are_rounded_to_five(count: int, shown: int | None) -> None:
    assert safe_count(count, OPENBAAR) == shown


def test_steps_go_up_from_half() -> None:
    assert [stepped(value, 50) for value in (0, 24, 74, 75, 500, 976, 1000)] == [50, 50, 50, 100, 500, 950, 950]


# -- groups -----------------------------------------------------------------------------------------------------------


def test_small_groups_and_what_could_be_subtracted_are_left_out() -> None:
    """Of 40: gemeente 15, zorg 21, mkb 4. Without mkb the rest is 4: gemeente goes too, and the rest is 19."""
    found = [bijdrage(at, soort="gemeente") for at in range(15)]
    found += [bijdrage(at, soort="zorg") for at in range(20, 41)]
    found += [bijdrage(at, soort="mkb") for at in range(50, 54)]
    beeld = fold(found)
    assert shown_groups(beeld, OPENBAAR) == {EVERY, Groep("soort", "zorg")}
    assert shown_groups(fold(found[:36]), OPENBAAR) == {EVERY, Groep("soort", "zorg"), Groep("soort", "gemeente")}
    assert shown_groups(fold(found[:9]), OPENBAAR) == frozenset()


def test_a_group_inside_another_with_a_few_more_is_left_out() -> None:
    """All 12 municipalities are in the sector of 14: the difference would be two organisations."""
    found = [bijdrage(at, soort="gemeente", sector="overheid") for at in range(12)]
    found += [bijdrage(at, soort="veiligheidsregio", sector="overheid") for at in range(20, 22)]
    found += [bijdrage(at, soort="zorg", sector="zorg") for at in range(30, 50)]
    shown = shown_groups(fold(found), OPENBAAR)
    assert Groep("sector", "overheid") in shown
    assert Groep("soort", "gemeente") not in shown


def test_groups_that_cover_another_with_a_few_more_leave_no_difference() -> None:
    """Kinds a and b, 12 each, are sector x, but for two of b: x and the kinds together would tell of those two."""
    found = [bijdrage(at, soort="a", sector="x") for at in range(12)]
    found += [bijdrage(at, soort="b", sector="x" if at < 30 else "y") for at in range(20, 32)]
    found += [bijdrage(at, soort="c", sector="y") for at in range(40, 60)]
    shown = shown_groups(fold(found), OPENBAAR)
    assert {Groep("soort", "a"), Groep("soort", "b"), Groep("sector", "x")} & shown < {
        Groep("soort", "a"),
        Groep("soort", "b"),
        Groep("sector", "x"),
    }


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("pq")), max_size=60))
@settings(max_examples=60)
def test_no_shown_groups_leave_a_small_rest(kinds: list[tuple[str, str, str]]) -> None:
    """Against a second sum, by the members themselves: of every group, and every union of groups of a dimension."""
    members: dict[Groep, set[int]] = {EVERY: set(range(len(kinds)))}
    for at, (soort, sector, gemeente) in enumerate(kinds):
        for groep in (Groep("soort", soort), Groep("sector", sector), Groep("gemeente", gemeente)):
            members.setdefault(groep, set()).add(at)
    found = (bijdrage(at, soort=a, sector=b, gemeente=c) for at, (a, b, c) in enumerate(kinds))
    shown = shown_groups(fold(found), OPENBAAR)
    assert all(len(members[groep]) >= 10 for groep in shown)
    for groep in shown:
        for dimensie in ("soort", "sector", "gemeente"):
            others = [members[each] for each in shown if each.dimensie == dimensie]
            for size in range(1, len(others) + 1):
                for some in combinations(others, size):
                    union = set().union(*some)
                    if union <= members[groep] or members[groep] <= union:
                        rest = len(union ^ members[groep])
                        assert rest == 0 or rest >= 10


# -- the attack -------------------------------------------------------------------------------------------------------


def widths(regions: int, publish: object, sizes: Sequence[int]) -> list[int]:
    chance = random.Random(9)
    found = []
    for _ in range(regions):
        scores = group(chance, chance.choice(sizes))
        for target in chance.sample(range(len(scores)), 4):
            others = [*scores[:target], *scores[target + 1 :]]
            found.append(interval(others, scores[target], publish))  # type: ignore[arg-type]
    return found


def test_the_attacker_learns_no_score_to_within_twenty_points() -> None:
    assert min(widths(6, public, (10, 12, 20, 40))) >= BREED - RASTER


def test_the_attacker_breaks_a_careless_edition() -> None:
    """The same attacker, figures as they are: a mean gives everybody away, a median those in the middle."""
    assert max(widths(6, mean, (10, 12, 20))) < 50
    assert min(widths(15, careless, (10, 12, 20, 40))) < BREED


@pytest.mark.lang
def test_thirty_regions_and_six_editions() -> None:
    """Five join and five leave between editions, as the rule asks; the target stays, and so does its score."""
    chance = random.Random(30)
    found = []
    for _ in range(30):
        scores = group(chance, chance.choice((12, 20, 30, 60)))
        target, others = scores[0], scores[1:]
        editions = []
        for _ in range(6):
            editions.append(list(others))
            others = [*others[5:], *group(chance, 5)]
        found.append(interval_of_editions(editions, target, public))
    assert min(found) >= BREED - RASTER, sorted(found)[:5]
