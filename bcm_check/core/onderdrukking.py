"""What a figure may give away: bands, rounding, and leaving out what one could be told from (dreigingen.md).

The public rules: groups of ten or more, no extremes, quartiles from twenty on. A score is shown as a band of twenty
points with fixed ends. Whoever knows all members but one, exactly, then learns of that one at most in which of those
bands it lies, whatever is published of however many groups and editions: a median or quartile only moves to another
band where that one score passes the end of a band. A share is rounded to five, from 5 to 95, and only shown where a few
members more or less would give the same; else in coarser steps, or not at all. The closed rules: groups of five.

Against subtraction: a group is left out too when what is left of the whole, or of a larger group around it, would be a
group that is too small.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .regiobeeld import ALLE, Groep, Regiobeeld, quantile

BAND: Final = 200  # thousandths: the bands of scores are 0-20, 20-40, … 80-100
STAPPEN: Final = (50, 100, 250)  # thousandths: steps of 5, 10 and 25 points
RUIMTE: Final = 2  # how many members more or fewer must give the same share


@dataclass(frozen=True, slots=True)
class Regels:
    """The rules of one publication: the least group, the least group for quartiles, and whether figures are rounded."""

    minstens: int
    kwartielen: int
    rond: bool


OPENBAAR: Final = Regels(minstens=10, kwartielen=20, rond=True)
BESLOTEN: Final = Regels(minstens=5, kwartielen=10, rond=False)


def shown_groups(beeld: Regiobeeld, regels: Regels) -> frozenset[Groep]:
    """Return the groups of which figures may be shown."""
    every = Groep("alle", ALLE)
    total = beeld.aantal(every)
    if total < regels.minstens:
        return frozenset()
    found: set[Groep] = {every}
    for dimensie in ("soort", "sector", "gemeente"):
        sizes = {Groep(dimensie, name): beeld.aantal(Groep(dimensie, name)) for name in beeld.groepen(dimensie)}
        found |= _with_a_safe_rest(sizes, total, regels.minstens)
    return frozenset(_without_thin_shells(found, beeld, regels.minstens))


def _with_a_safe_rest(sizes: Mapping[Groep, int], total: int, minstens: int) -> set[Groep]:
    """Return the groups that are large enough, less the smallest ones until the rest of the whole is none or enough."""
    kept = sorted((groep for groep, size in sizes.items() if size >= minstens), key=lambda each: (sizes[each], each))
    while kept:
        rest = total - sum(sizes[groep] for groep in kept)
        if rest == 0 or rest >= minstens:
            break
        kept.pop(0)
    return set(kept)


def _without_thin_shells(groepen: Collection[Groep], beeld: Regiobeeld, minstens: int) -> set[Groep]:
    """Leave out a group inside another that has only a few members more: their difference would be those few."""
    kept = set(groepen)
    for inner in sorted(groepen, key=lambda each: (beeld.aantal(each), each)):
        for outer in groepen:
            size, around = beeld.aantal(inner), beeld.aantal(outer)
            both = _both(beeld, inner, outer)
            if inner != outer and outer in kept and both == size and 0 < around - size < minstens:
                kept.discard(inner)
    return kept


def _both(beeld: Regiobeeld, one: Groep, other: Groep) -> int:
    """Return how many organisations are in both groups."""
    if other.dimensie == "alle":
        return beeld.aantal(one)
    count = beeld.tellers
    return count["kruis", *one, *other] or count["kruis", *other, *one]


def stepped(value: int, step: int) -> int:
    """Return a score in thousandths on a grid of steps, never none and never all; half goes up."""
    top = 1000 - STAPPEN[0]
    return min(max((2 * value + step) // (2 * step) * step, STAPPEN[0]), top)


def safe_quantile(bins: array[int], part: int, whole: int, regels: Regels) -> int | None:
    """Return a quantile of scores (thousandths) as it may be shown, or None. In public: where its band begins.

    `part`/`whole` is which one: 1/2 the lower median.
    """
    if sum(bins) < (regels.minstens if (part, whole) == (1, 2) else regels.kwartielen):
        return None
    found = quantile(bins, part, whole)
    return found if found is None or not regels.rond else min(found // BAND * BAND, 1000 - BAND)


def safe_share(part: int, whole: int, regels: Regels, ruimte: int = RUIMTE) -> int | None:
    """Return a share in thousandths, as it may be shown; None where it may not.

    It is the same when `ruimte` more or fewer are counted: at least what one organisation can change.
    """
    if whole < regels.minstens:
        return None
    if not regels.rond:
        return (2000 * part + whole) // (2 * whole)
    around = [1000 * min(max(part + shift, 0), whole) // whole for shift in (-ruimte, 0, ruimte)]
    return _same(around, stepped)


def _same(around: Iterable[int], rounded: Callable[[int, int], int]) -> int | None:
    """Return the finest figure that all of some values share, in steps that get coarser; None where they share none."""
    values = list(around)
    for step in STAPPEN:
        found = {rounded(value, step) for value in values}
        if len(found) == 1:
            return found.pop()
    return None


def safe_count(count: int, regels: Regels) -> int | None:
    """Return a number of organisations as it may be shown: rounded to five in public; None where it is too small."""
    if count < regels.minstens:
        return None
    return (2 * count + 5) // 10 * 5 if regels.rond else count
