"""Chances: the same as repeating the run on every draw, from draws that are what they say. Needs the extra `kans`."""

import random
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.errors import WrongUse
from bcm_check.core.steekproef import MOST, Steekproef, draw, first_failures, sample
from bcm_check.core.uitval import Behoefte, Graaf, Greep, run
from bcm_check.core.velden import MAX_MINUTES

from .lists import few
from .simulatie import EINDE, Geval, gevallen, names

with_numpy = pytest.mark.skipif(find_spec("numpy") is None, reason="numpy is in the extra `kans`")
Rondes = tuple[Graaf, Graaf, Graaf]


def spread(geval: Geval, ranges: list[tuple[int, int]]) -> Rondes:
    """Return three rounds of a graph: each buffer less something, as it is, and more something."""
    left = iter(ranges)
    needs = [
        [(need, max(0, need.buffer - less), need.buffer + more) for need, (less, more) in zip(each, left, strict=False)]
        for each in geval.graaf.behoeften
    ]
    low, high = (tuple(tuple(each[0]._replace(buffer=each[at]) for each in row) for row in needs) for at in (1, 2))
    return replace(geval.graaf, behoeften=low), geval.graaf, replace(geval.graaf, behoeften=high)


def one_need(*buffers: int) -> Rondes:
    """Return three rounds of a node that leans on another for so many minutes."""
    low, mode, high = (Graaf(names(2), ((), (Behoefte((0,), buffer),))) for buffer in buffers)
    return low, mode, high


def repeated(rondes: Rondes, grepen: list[Greep], minuten: int, buffers) -> list[list[int]]:
    """Run once for each draw; return for each node the minute of its first failure in each, `minuten` if it lasts."""
    graaf = rondes[1]
    columns = []
    for column in buffers.T.tolist():
        left = iter(column)
        needs = tuple(tuple(need._replace(buffer=next(left)) for need in each) for each in graaf.behoeften)
        verloop = run(replace(graaf, behoeften=needs), grepen, minuten)
        columns.append([found[0].van if found else minuten for found in verloop.uitval])
    return [list(row) for row in zip(*columns, strict=True)]


@st.composite
def spreads(draw_: st.DrawFn) -> tuple[Geval, Rondes]:
    """Draw a case from which nothing comes back, with a range around every buffer."""
    geval = draw_(gevallen())
    size = sum(map(len, geval.graaf.behoeften))
    step = st.integers(0, 9)
    return geval, spread(geval, draw_(st.lists(st.tuples(step, step), min_size=size, max_size=size)))


@with_numpy
@few(60)
@given(spreads(), st.integers(0, 99))
def test_all_draws_at_once_are_the_runs_one_by_one(case, zaad):
    geval, rondes = case
    found = sample(rondes, geval.grepen, EINDE, aantal=20, zaad=zaad)
    assert found.eerste.tolist() == repeated(rondes, geval.grepen, EINDE, draw(rondes, 20, zaad))


def large(size: int = 150) -> tuple[Geval, Rondes]:
    """A graph with circles, groups and zero buffers, in which about half of the nodes fall."""
    chance = random.Random(1)

    def need(node: int) -> Behoefte:
        near = [chance.randint(max(0, node - 20), min(size - 1, node + 2)) for _ in range(chance.choice((1, 1, 1, 2)))]
        return Behoefte(tuple(near), chance.choice((0, 0, 5, 20, 60)))

    needs = tuple(tuple(need(node) for _ in range(chance.choice((0, 1, 2, 3)))) for node in range(size))
    grips = [Greep(node, start, None) for node, start in ((0, 0), (1, 3), (2, 0), (2, 5), (4, 0), (40, 0), (70, 11))]
    geval = Geval(Graaf(names(size), needs), [*grips, Greep(90, 0, 9_999)])
    return geval, spread(geval, [(at * 3 % 17, at * 5 % 31) for at in range(sum(map(len, needs)))])


@with_numpy
def test_two_hundred_draws_of_a_large_graph_are_the_runs_one_by_one():
    geval, rondes = large()
    buffers = draw(rondes, 200, 7)
    found = first_failures(geval.graaf, geval.grepen, 200, buffers).tolist()
    assert found == repeated(rondes, geval.grepen, 200, buffers)
    assert len({minute for row in found for minute in row}) > 100
    some = sum(min(row) < max(row) for row in found)
    always, never = (sum(row.count(200) == count for row in found) for count in (0, 200))
    assert min(some, always, never) > 20, "some of each kind"


@with_numpy
def test_a_circle_without_buffers_that_nothing_holds_stays_up():
    graaf = Graaf(names(4), ((Behoefte((1,), 0),), (Behoefte((0,), 0),), (Behoefte((0, 3), 0),), ()))
    assert sample((graaf,) * 3, [Greep(3, 0, None)], 60, aantal=2, zaad=0).eerste.tolist() == [[60] * 2] * 3 + [[0] * 2]


@with_numpy
def test_a_circle_is_gone_round_until_nothing_changes():
    # Of each pair one falls 10 minutes after node 0, and the other, that would last 100, a minute later for want of it.
    def pair(first: int, second: int, own: tuple[int, int]) -> list[tuple[Behoefte, ...]]:
        return [
            (Behoefte((0,), own[0]), Behoefte((second,), 1)),
            (Behoefte((0,), own[1]), Behoefte((first,), 1)),
        ]

    graaf = Graaf(names(5), ((), *pair(1, 2, (10, 100)), *pair(3, 4, (100, 10))))
    found = sample((graaf,) * 3, [Greep(0, 0, None)], 200, aantal=1, zaad=0).eerste[:, 0]
    assert found.tolist() == [0, 10, 11, 11, 10]


@with_numpy
def test_the_same_seed_gives_the_same_and_another_gives_another():
    rondes = one_need(10, 40, 90)
    assert (draw(rondes, 50, 3) == draw(rondes, 50, 3)).all()
    assert (draw(rondes, 50, 3) != draw(rondes, 50, 4)).any()


@with_numpy
@pytest.mark.parametrize("better", [(20, 40, 90), (10, 70, 90), (10, 40, 200), (20, 60, 100)])
def test_with_the_same_seed_no_draw_gets_less_if_the_range_gets_more(better):
    before, after = draw(one_need(10, 40, 90), 500, 3), draw(one_need(*better), 500, 3)
    assert (after >= before).all()
    assert after.sum() > before.sum()


@with_numpy
def test_drawing_leaves_the_chance_of_others_alone():
    np = pytest.importorskip("numpy")
    before = np.random.get_state()[1].tolist()
    draw(one_need(10, 40, 90), 50, 3)
    assert np.random.get_state()[1].tolist() == before


@with_numpy
@pytest.mark.parametrize("triangle", [(60, 120, 600), (0, 0, 240), (0, 240, 240), (100, 200, 300), (5, 5, 5)])
def test_draws_are_whole_minutes_from_a_triangle(triangle):
    low, _, high = triangle
    found = draw(one_need(*triangle), 20_000, 1)[0]
    assert found.dtype.kind == "i"
    assert low <= found.min() <= found.max() <= high
    mean, width = sum(triangle) / 3, high - low
    assert abs(found.mean() - mean) <= 0.01 * width
    for part in (0.1, 0.35, 0.6, 0.9):
        at = low + part * width
        assert abs((found < at).mean() - under(at, *triangle)) < 0.015


@with_numpy
def test_draws_are_rounded_to_the_nearest_minute():
    found = draw(one_need(0, 2, 4), 40_000, 1)[0]
    for minute in range(5):
        share = under(min(minute + 0.5, 4), 0, 2, 4) - under(max(minute - 0.5, 0), 0, 2, 4)
        assert abs((found == minute).mean() - share) < 0.01


def under(at: float, low: int, mode: int, high: int) -> float:
    """Return the chance that a triangle gives less than a value."""
    if low == high:
        return 0.0
    if at <= mode:
        return (at - low) ** 2 / ((high - low) * ((mode - low) or 1))
    return 1 - (high - at) ** 2 / ((high - low) * (high - mode))


@with_numpy
def test_the_chance_to_last_is_the_share_of_draws_that_do():
    found = sample(one_need(60, 120, 600), [Greep(0, 0, None)], 600, zaad=1)
    assert found.kans(0, 0) == 1.0
    assert found.kans(0, 1) == 0.0
    assert found.kans(1, 60) == 1.0
    assert found.kans(1, 300) == pytest.approx(1 - under(299.5, 60, 120, 600), abs=0.015)
    assert found.kans(1, 600) < 0.01
    with pytest.raises(ValueError, match="ends at 600"):
        found.kans(1, 601)


@with_numpy
def test_to_last_some_minutes_is_not_to_have_failed_before_them():
    found = sample(one_need(30, 30, 30), [Greep(0, 0, None)], 60, aantal=5, zaad=1)
    assert (found.kans(1, 30), found.kans(1, 31)) == (1.0, 0.0)
    assert isinstance(found, Steekproef)
    assert found.minuten == 60


@with_numpy
def test_only_where_nothing_comes_back():
    rondes = one_need(1, 2, 3)
    with pytest.raises(WrongUse, match="terugkomt"):
        sample(rondes, [Greep(0, 0, 59)], 60, aantal=5, zaad=1)
    assert sample(rondes, [Greep(0, 0, 60)], 60, aantal=5, zaad=1).kans(1, 5) == 0.0
    for nothing in (Greep(0, 60, 70), Greep(0, 5, 5)):
        assert sample(rondes, [nothing], 60, aantal=5, zaad=1).kans(1, 60) == 1.0


@with_numpy
@pytest.mark.parametrize(("aantal", "zaad"), [(0, 1), (-1, 1), (MOST + 1, 1), (10, -1)])
def test_a_number_of_draws_that_cannot_be(aantal, zaad):
    with pytest.raises(WrongUse, match="trekkingen"):
        draw(one_need(1, 2, 3), aantal, zaad)


@with_numpy
def test_ranges_and_graphs_that_cannot_be():
    for buffers in ((3, 2, 4), (1, 4, 3), (-1, 2, 3), (1, 2, MAX_MINUTES + 1)):
        with pytest.raises(ValueError, match="range"):
            draw(one_need(*buffers), 5, 1)
    low, mode, _ = one_need(1, 2, 3)
    for other in (Graaf(names(2), ((Behoefte((1,), 3),), ())), Graaf(names(3), ((), (Behoefte((0,), 3),), ()))):
        with pytest.raises(ValueError, match="different"):
            draw((low, mode, other), 5, 1)
    with pytest.raises(ValueError, match="year"):
        sample(one_need(1, 2, 3), [], MAX_MINUTES + 1, aantal=5, zaad=1)


def test_without_numpy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(WrongUse, match=r"numpy nodig\. Installeer het met: .*bcm-check\[kans\]"):
        draw(one_need(1, 2, 3), 5, 1)


def test_numpy_is_not_read_before_it_is_asked_for():
    code = "import sys, bcm_check.core.steekproef; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
