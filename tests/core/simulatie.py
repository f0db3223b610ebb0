"""The run of hours once more, slowly: one minute after the other, every node looked at in each.

It shares nothing with the engine but the description of a graph. It has no queue and no clocks: what is left of a
buffer is a number from which one goes every minute that a need is gone. Below it the graphs that tests draw, and what
must hold of the cause that a run gives.
"""

import random
from typing import NamedTuple

from hypothesis import strategies as st

from bcm_check.core.uitval import SCENARIO, Behoefte, Graaf, Greep, Verloop

EINDE = 40
BUFFERS = (0, 0, 0, 1, 3, 3, 7, 20)
Stretches = list[tuple[int, int | None]]


class Geval(NamedTuple):
    """A graph with what scenarios do to it."""

    graaf: Graaf
    grepen: list[Greep]


def simulate(graaf: Graaf, grepen: list[Greep], minuten: int) -> list[Stretches]:
    """Return for each node the stretches that it is down: from, and up to (None: to the end)."""
    nodes = set(range(len(graaf.namen)))
    rest = [[need.buffer for need in needs] for needs in graaf.behoeften]
    able_for = dict.fromkeys(nodes, 0)  # for how many minutes a node that is down could have been up
    up = set(nodes)
    down: list[set[int]] = []
    for minute in range(minuten):
        free = nodes - {one.knoop for one in grepen if one.van <= minute and (one.tot is None or minute < one.tot)}
        able = most(graaf, rest, free)
        for node in nodes - able:
            able_for[node] = 0
        back = {node for node in able - up if able_for[node] >= graaf.herstel[node]}
        up = most(graaf, rest, up & free | back)
        for node in able:
            able_for[node] = 0 if node in up else able_for[node] + 1
        for node in nodes:
            for number, need in enumerate(graaf.behoeften[node]):
                rest[node][number] -= up.isdisjoint(need.een_van)
        down.append(nodes - up)
    return [stretches([node in each for each in down]) for node in sorted(nodes)]


def most(graaf: Graaf, rest: list[list[int]], nodes: set[int]) -> set[int]:
    """Return the most of these nodes that can be up together: take out what cannot, until all that is left can."""
    kept = set(nodes)
    while True:
        out = {
            node
            for node in kept
            for number, need in enumerate(graaf.behoeften[node])
            if rest[node][number] <= 0 and kept.isdisjoint(need.een_van)
        }
        if not out:
            return kept
        kept -= out


def stretches(down: list[bool]) -> Stretches:
    """Return the stretches of a row of minutes in which something is down."""
    edges = [at for at, (before, now) in enumerate(zip([False, *down], down, strict=False)) if before != now]
    ends = [*edges[1::2], None]
    return list(zip(edges[::2], ends, strict=False))


def of_run(verloop: Verloop) -> list[Stretches]:
    """Return the same of a run of the engine."""
    return [[(each.van, each.tot) for each in found] for found in verloop.uitval]


def random_case(seed: int, *, back: bool, most: int = 9) -> Geval:
    """Return a graph and its scenario from a seed; with `back` there are recovery times, and things come back."""
    chance = random.Random(seed)
    size = chance.randint(1, most)

    def need() -> Behoefte:
        return Behoefte(tuple(chance.randrange(size) for _ in range(chance.randint(1, 3))), chance.choice(BUFFERS))

    def grip() -> Greep:
        start = chance.choice((0, 0, 3, 8, 21))
        return Greep(chance.randrange(size), start, start + chance.choice((1, 5, 9, 20, 99)) if back else None)

    needs = tuple(tuple(need() for _ in range(chance.randint(0, 3))) for _ in range(size))
    slow = tuple(chance.choice((0, 0, 2, 5)) if back else 0 for _ in range(size))
    return Geval(Graaf(names(size), needs, slow), [grip() for _ in range(chance.randint(1, max(4, size // 5)))])


def names(size: int) -> tuple[str, ...]:
    """Return names for so many nodes."""
    return tuple(f"n{number}" for number in range(size))


@st.composite
def gevallen(draw: st.DrawFn, *, back: bool = False, recovery: bool = False) -> Geval:
    """Draw a graph and its scenario; `back`: grips may end; `recovery`: coming back may take time."""
    size = draw(st.integers(1, 7))
    node = st.integers(0, size - 1)
    need = st.builds(Behoefte, st.lists(node, min_size=1, max_size=3).map(tuple), st.sampled_from(BUFFERS))
    needs = st.lists(need, max_size=3).map(tuple)
    slow = st.sampled_from((0, 2, 5)) if recovery else st.just(0)
    graph = Graaf(
        names(size),
        tuple(draw(st.lists(needs, min_size=size, max_size=size))),
        tuple(draw(st.lists(slow, min_size=size, max_size=size))),
    )
    start = st.sampled_from((0, 0, 3, 4, 11))  # often the same minute, where the order of causes is decided
    lasts = st.one_of(st.none(), st.integers(1, 30)) if back else st.none()
    found = draw(st.lists(st.tuples(node, start, lasts), min_size=1, max_size=4))
    return Geval(graph, [Greep(one, at, None if long is None else at + long) for one, at, long in found])


def faults_of_causes(geval: Geval, verloop: Verloop) -> list[str]:
    """Return what is wrong with the causes of a run, judged by its stretches alone.

    A scenario is a cause exactly where it holds the node at that minute. Any other cause is a member of the need that
    gave out; it is down then, as is every other member, and none of those went down later than it.
    """
    graaf, grepen = geval
    faults = []
    for node, found in enumerate(verloop.uitval):
        for fall in found:
            where = f"n{node}@{fall.van}"
            held = any(one.knoop == node and one.van <= fall.van < (one.tot or fall.van + 1) for one in grepen)
            if held != (fall.oorzaak == SCENARIO) or held != (fall.behoefte == SCENARIO):
                faults.append(f"{where}: a scenario holds it: {held}, and yet {fall}")
            elif not held:
                need = graaf.behoeften[node][fall.behoefte]
                since = {member: went_down(verloop, member, fall.van) for member in need.een_van}
                if None in since.values() or since.get(fall.oorzaak) != max(since.values()):
                    faults.append(f"{where}: {fall} while its members went down at {since}")
    return faults


def went_down(verloop: Verloop, node: int, minuut: int) -> int | None:
    """Return since when a node is down at a minute, or None: it is up."""
    return next((each.van for each in verloop.uitval[node] if each.van <= minuut < (each.tot or minuut + 1)), None)
