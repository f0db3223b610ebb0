"""Order and circles of arrows, against what can be reached by trying every way."""

from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.kringen import circles, in_order

from .lists import few


@st.composite
def arrows(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(0, 8))
    return [draw(st.lists(st.integers(0, size - 1), max_size=3)) for _ in range(size)]


def reach(pijlen: list[list[int]]) -> list[set[int]]:
    """Return for each node what can be reached from it, itself too: one step more until nothing is new."""
    found = [{node} for node in range(len(pijlen))]
    while True:
        more = [own.union(*(found[after] for after in pijlen[node])) for node, own in enumerate(found)]
        if more == found:
            return found
        found = more


@few(200)
@given(arrows())
def test_two_nodes_are_on_one_circle_if_each_can_be_reached_from_the_other(pijlen: list[list[int]]) -> None:
    can, circle = reach(pijlen), circles(pijlen)
    for one in range(len(pijlen)):
        for other in range(len(pijlen)):
            assert (circle[one] == circle[other]) == (other in can[one] and one in can[other])


@few(200)
@given(arrows(), st.data())
def test_each_comes_once_and_before_what_its_arrows_point_at(pijlen: list[list[int]], data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.sampled_from(range(len(pijlen))), max_size=3)) if pijlen else []
    found, can, circle = in_order(pijlen, starts), reach(pijlen), circles(pijlen)
    assert set(found) == set().union(*(can[start] for start in starts))
    assert len(found) == len(set(found))
    place = {node: at for at, node in enumerate(found)}
    for node in found:
        for after in pijlen[node]:
            assert place[node] < place[after] or circle[node] == circle[after]


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = [[node + 1] for node in range(20_000)] + [[]]
    assert in_order(chain, [0]) == list(range(20_001))
    assert len(set(circles(chain))) == 20_001
