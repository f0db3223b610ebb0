"""The run of hours: a full cascade against networkx, how its cost grows, and chances against repeating the run.

`python benchmarks/uitval.py` needs networkx, and numpy for the chances. The graphs are drawn from a seed: each node has
one to three needs, most with one to three members among the two hundred nodes before it, a tenth with one need that
closes a circle; everything falls once node 0 does.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Iterator
from typing import NamedTuple

import networkx
from ratio import Ratio, compare, cpu_of

from bcm_check.core.errors import WrongUse
from bcm_check.core.steekproef import draw, sample
from bcm_check.core.uitval import Behoefte, Graaf, Greep, Verloop, run

HELD = [Greep(0, 0, None)]
LONG = 10**7  # minutes: everything that can fall has
SAMPLES, REPEATS = 10_000, 100
SIZES = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
MOST_EXPONENT = 1.2
Needs = list[list[tuple[tuple[int, ...], int]]]


class Law(NamedTuple):
    """How the cost grows: the milliseconds at each number of nodes, and the exponent of the line through them."""

    cost: dict[int, float]
    exponent: float

    def __str__(self) -> str:
        """Show it on one line, as a ratio is."""
        verdict = "goed" if self.exponent <= MOST_EXPONENT else "TE HOOG"
        cells = ", ".join(f"{size}: {cost:.2f} ms" for size, cost in self.cost.items())
        return f"cascade, kosten ~ knopen^{self.exponent:.2f}  ({cells})  (hoogstens {MOST_EXPONENT})  {verdict}"


def hours(chance: random.Random) -> int:
    """Draw a buffer as content has them: often none, a quarter, whole hours; sometimes any minute of a day."""
    return chance.choice((0, 0, 15, 60, 120, chance.randint(1, 1440)))


def any_minute(chance: random.Random) -> int:
    """Draw a buffer that hardly any other shares: the hardest for a queue by minute."""
    return chance.randint(0, 1440)


def needs_of(size: int, buffer: Callable[[random.Random], int] = hours, most: int = 3) -> Needs:
    """Draw the needs of a graph, with groups of at most so many members."""
    chance = random.Random(1)
    found: Needs = [[]]
    for node in range(1, size):
        near = range(max(0, node - 200), node)
        mine = [
            (tuple({chance.choice(near) for _ in range(chance.randint(1, most))}), buffer(chance))
            for _ in range(chance.randint(1, 3))
        ]
        if chance.random() < 0.1:
            mine.append(((chance.randrange(node, size),), chance.randint(0, 1440)))
        found.append(mine)
    return found


def graph(needs: Needs) -> Graaf:
    """Build our graph."""
    names = tuple(f"n{number}" for number in range(len(needs)))
    return Graaf(names, tuple(tuple(Behoefte(*need) for need in each) for each in needs))


def arrows(needs: Needs) -> networkx.DiGraph:
    """Build the same edges for networkx, the shortest of those that double: it knows no groups."""
    found = networkx.DiGraph()
    found.add_nodes_from(range(len(needs)))
    for node, mine in enumerate(needs):
        for members, buffer in mine:
            for member in members:
                known = found.get_edge_data(member, node, {"weight": buffer})["weight"]
                found.add_edge(member, node, weight=min(known, buffer))
    return found


def firsts(verloop: Verloop) -> dict[int, int]:
    """Return the minute at which each node fell."""
    return {node: found[0].van for node, found in enumerate(verloop.uitval) if found}


def cascade(name: str, buffer: Callable[[random.Random], int]) -> Iterator[Ratio]:
    """A full cascade with causes over 5,000 nodes, against the lengths alone of Dijkstra's shortest paths.

    Once as it is, and once with the outcome of every node written out, which has no limit of its own.
    """
    alone = needs_of(500, buffer, most=1)
    lengths = networkx.single_source_dijkstra_path_length(arrows(alone), 0)
    assert firsts(run(graph(alone), HELD, LONG)) == lengths, "without groups both find the same"
    needs = needs_of(5_000, buffer)
    ours, theirs = graph(needs), arrows(needs)
    assert len(firsts(run(ours, HELD, LONG))) == len(needs), "everything falls"

    def floor() -> object:
        return networkx.single_source_dijkstra_path_length(theirs, 0)

    yield compare(f"cascade 5000 knopen, {name} / Dijkstra", lambda: run(ours, HELD, LONG), floor, 0.6)
    full = f"de uitkomst van elke knoop erbij, {name}"
    yield compare(full, lambda: run(ours, HELD, LONG).uitval, floor, float("inf"))


def growth() -> Law:
    """The cost of a full cascade from 500 to 50,000 nodes."""
    graphs = {size: graph(needs_of(size)) for size in SIZES}
    costs: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(9):
        for size, one in graphs.items():
            times = max(1, 5_000 // size)
            costs[size].append(
                cpu_of(lambda one=one, times=times: [run(one, HELD, LONG) for _ in range(times)]) / times
            )  # type: ignore[misc]
    medians = {size: statistics.median(each) for size, each in costs.items()}
    return Law(medians, statistics.linear_regression([*map(math.log, SIZES)], [*map(math.log, medians.values())]).slope)


def chances() -> Ratio:
    """10,000 draws over 500 nodes, drawing and all, against the bare runs of drawn graphs that stand ready."""
    needs = needs_of(500)
    low, high = ([[(group, part * time // 2) for group, time in each] for each in needs] for part in (1, 4))
    rondes = (graph(low), graph(needs), graph(high))
    drawn = draw(rondes, REPEATS, 1).T.tolist()
    ready = [graph([[(group, next(column)) for group, _ in each] for each in needs]) for column in map(iter, drawn)]
    found = compare(
        "kans, 10000 trekkingen over 500 knopen / herhalen",
        lambda: sample(rondes, HELD, LONG // 100, aantal=SAMPLES, zaad=1),
        lambda: [run(one, HELD, LONG // 100) for one in ready],
        1 / 50,
        rounds=9,
    )
    return found._replace(floor=found.floor * SAMPLES / REPEATS)


def all_of_them() -> Iterator[Ratio | Law | str]:
    """Measure each in turn."""
    yield from cascade("hele uren", hours)
    yield from cascade("elke minuut", any_minute)
    yield growth()
    try:
        ratio = chances()
    except WrongUse as missing:
        yield f"kans: overgeslagen. {missing}"
    else:
        yield ratio
        yield f"{'':46} dat is 1/{1 / ratio.value:.0f}, hoogstens 1/50"


if __name__ == "__main__":
    for line in all_of_them():
        print(line, flush=True)
