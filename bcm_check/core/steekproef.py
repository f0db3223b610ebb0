"""The chance that something lasts: thousands of runs at once, each with every buffer drawn from its range.

How long a buffer lasts is an assumption with a least, an expected and a most value. One run tells what happens if all
of them are as expected; this tells in which share of the cases a node lasts, if each may lie anywhere in its range
(a triangle: likeliest at the expected value, and independent of the others). It is for scenarios from which nothing
comes back within the run: then the first failure is all there is to know.

Deterministic: the same seed gives the same draws with the same numpy. Only this module uses numpy, and only when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from types import ModuleType
from typing import TYPE_CHECKING, Final

from .errors import WrongUse
from .kringen import in_order
from .uitval import Graaf, Greep
from .velden import MAX_MINUTES

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    Minuten: TypeAlias = NDArray[np.int32]

MOST: Final = 100_000  # draws: the answer is then within a third of a percent, and the memory within reason


@dataclass(frozen=True, slots=True, eq=False)
class Steekproef:
    """The outcome of many drawn runs: for each node (row) in each draw (column) the minute of its first failure.

    Where a node lasted, that minute is `minuten`, the end of the run.
    """

    minuten: int
    eerste: Minuten

    def kans(self, knoop: int, minuten: int) -> float:
        """Return the share of the draws, from 0 to 1, in which a node lasts so many minutes. Not beyond the run."""
        if minuten > self.minuten:
            raise ValueError(f"the run ends at {self.minuten}, before {minuten}")
        return float((self.eerste[knoop] >= minuten).mean())

    def kans_alle(self, knopen: Sequence[int]) -> float:
        """Return the share of the draws in which every one of some nodes lasts the whole run; 1 of no nodes."""
        return float((self.eerste[list(knopen)] >= self.minuten).all(axis=0).mean())


def sample(
    rondes: tuple[Graaf, Graaf, Graaf], grepen: Iterable[Greep], minuten: int, *, aantal: int = 10_000, zaad: int
) -> Steekproef:
    """Run a scenario `aantal` times for some minutes, with buffers drawn between those of three rounds.

    `rondes` are one graph with its least, expected and most buffers. Raises WrongUse without numpy, for a number of
    draws out of reach, and for a scenario of which something ends within the run.
    """
    return Steekproef(minuten, first_failures(rondes[1], grepen, minuten, draw(rondes, aantal, zaad)))


def draw(rondes: tuple[Graaf, Graaf, Graaf], aantal: int, zaad: int) -> Minuten:
    """Return drawn buffers in whole minutes: a row for every need (in the order of `Graaf.klokken`), a column a draw.

    The least and the greatest of two even chances, weighed by the two sides of a triangle, make that triangle (Stein
    and Keblis, "A new method to simulate the triangular distribution", 2009). Every need has its own row of chances,
    whatever the scenario, and no draw gets less if an end or the middle gets more: the same seed compares like with
    like.
    """
    if not 1 <= aantal <= MOST or zaad < 0:
        raise WrongUse(f"Kies 1 tot en met {MOST} trekkingen, en een startgetal van 0 of meer.")
    np = _numpy()
    ranges = list(_ranges(rondes))
    chance = np.random.Generator(np.random.SFC64(zaad))  # the quickest of numpy's generators, and sound
    buffers: Minuten = np.empty((len(ranges), aantal), np.int32)
    for row, (low, mode, high) in zip(buffers, ranges, strict=True):
        one, other = chance.random((2, aantal), np.float32)
        found = np.minimum(one, other) * (high - mode)
        found += np.maximum(one, other) * (mode - low)
        found += low + 0.5
        row[:] = found  # cuts to whole minutes: with the half, that rounds
    return buffers


def _ranges(rondes: tuple[Graaf, Graaf, Graaf]) -> Iterator[tuple[int, int, int]]:
    """Yield the least, expected and most buffer of every need."""
    if len({(graaf.lid_van, graaf.klokken.knoop) for graaf in rondes}) > 1:
        raise ValueError("three rounds of different graphs")
    for needs in zip(*(graaf.behoeften for graaf in rondes), strict=True):
        for low, mode, high in zip(*needs, strict=True):
            if not 0 <= low.buffer <= mode.buffer <= high.buffer <= MAX_MINUTES:
                raise ValueError(f"not a range of minutes within a year: {low}, {mode}, {high}")
            yield low.buffer, mode.buffer, high.buffer


def first_failures(graaf: Graaf, grepen: Iterable[Greep], minuten: int, buffers: Minuten) -> Minuten:
    """Return for each node (row) in each draw (column) the minute of its first failure, or `minuten` if it lasts.

    All draws at once: from "everything lasts", each need lowers its node to the minute at which its last member falls
    plus its buffer, until nothing changes. That is the earliest failure, as `uitval.run` finds it, and a circle that
    nothing outside holds stays up.
    """
    np = _numpy()
    if minuten > MAX_MINUTES:
        raise ValueError("a run of more than a year")
    grips = [grip for grip in grepen if grip.van < minuten and (grip.tot is None or grip.tot > grip.van)]
    if any(grip.tot is not None and grip.tot < minuten for grip in grips):
        raise WrongUse("Een kans is alleen te berekenen als niets binnen de gekozen uren terugkomt. Kies minder uren.")
    when: Minuten = np.full((len(graaf.namen), buffers.shape[1]), minuten, np.int32)
    for grip in grips:
        np.minimum(when[grip.knoop], grip.van, out=when[grip.knoop])
    _settle(np, graaf, when, buffers, [grip.knoop for grip in grips])
    return when


def _settle(np: ModuleType, graaf: Graaf, when: Minuten, buffers: Minuten, held: Sequence[int]) -> None:
    """Lower the minutes of failure until every need agrees with its members.

    A need is looked at again only when a member of it was lowered since, and in an order in which that is seldom.
    """
    node_of, number_of, member_of = graaf.klokken.knoop, graaf.klokken.behoefte, graaf.lid_van
    rank = {node: at for at, node in enumerate(in_order(graaf.pijlen(), held))}
    order = sorted((at for at in range(len(buffers)) if node_of[at] in rank), key=lambda at: rank[node_of[at]])
    fell = set(held)
    stale = {at for node in held for at in member_of[node]}
    while stale:
        for at in (each for each in order if each in stale):
            stale.remove(at)
            node = node_of[at]
            first, *others = graaf.behoeften[node][number_of[at]].een_van
            if not fell.issuperset((first, *others)):
                continue
            gone = reduce(np.maximum, (when[member] for member in others), when[first]) + buffers[at]
            if (gone < when[node]).any():
                np.minimum(when[node], gone, out=when[node])
                fell.add(node)
                stale.update(member_of[node])


def _numpy() -> ModuleType:
    """Return numpy. Raises WrongUse where it is not installed."""
    try:
        import numpy  # noqa: PLC0415 - an extra: whoever asks for no chances needs no numpy, and waits for none
    except ImportError:
        raise WrongUse(
            'Voor kansen is het pakket numpy nodig. Installeer het met: python -m pip install "bcm-check[kans]"'
        ) from None
    found: ModuleType = numpy
    return found
