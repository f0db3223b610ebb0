"""What a figure may give away: bands, rounding, and leaving out what one could be told from (dreigingen.md).

The public rules: groups of ten or more, no extremes, quartiles and shares from twenty on. The attacker to hold out
against knows all members but one, exactly, and these rules. So every public figure comes from a grid that is fixed
beforehand and never from what the answers happen to be: a rule such as "leave it out where one member decides" would
tell him, by leaving out, that one member decides.

- A score is shown as a band of twenty points with fixed ends. A median or quartile moves to another band only where
  that one score passes the end of a band. Of however many groups and editions, he learns at most in which band it lies.
- A member adds yes or no to a share, and no figure that depends on it can keep both possible for certain. Steps are so
  wide that each holds about five members or more (half at the ends), so about one number in five stands at an edge.
  In a next edition a figure stays as it was until the exact one is a whole step away: a region that changes slowly
  meets few edges.

The closed rules: groups of five, scores of groups to five points, other figures as they are. Against subtraction, in
both: a group is left out too when what is left of the whole, of a larger group around it, or of groups that cover it,
would be a group that is too small.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .regiobeeld import ALLE, DIMENSIES, Groep, Regiobeeld, quantile

BAND: Final = 200  # thousandths: the bands of scores are 0-20, 20-40, … 80-100
FIJN: Final = 50  # thousandths: the steps of scores in the closed annex
STAPPEN: Final = (50, 100, 250)  # thousandths: a share is rounded to 5, 10 or 25 points
PER_STAP: Final = 5  # so many members at least are in one step of a share


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
    if beeld.aantal(every) < regels.minstens:
        return frozenset()
    groups = (Groep(dimensie, name) for dimensie in DIMENSIES for name in beeld.groepen(dimensie))
    kept = {groep for groep in groups if beeld.aantal(groep) >= regels.minstens}
    while True:
        weak = next(_tells_a_few(kept, beeld, regels.minstens), None)
        if weak is None:
            return frozenset(kept)
        kept.discard(weak)


def _tells_a_few(kept: set[Groep], beeld: Regiobeeld, minstens: int) -> Iterator[Groep]:
    """Yield a group that must go, because with the others it leaves a group that is too small. Never the whole."""
    for groep in sorted(kept, key=lambda each: (-beeld.aantal(each), each)):
        for dimensie in DIMENSIES[1:]:
            if dimensie == groep.dimensie:
                continue
            near = [(each, _both(beeld, each, groep)) for each in kept if each.dimensie == dimensie]
            inside = [each for each, both in near if both == beeld.aantal(each)]
            rest = beeld.aantal(groep) - sum(map(beeld.aantal, inside))
            if inside and 0 < rest < minstens:
                yield min(inside, key=lambda each: (beeld.aantal(each), each))
            touching = [(each, both) for each, both in near if both]
            around = sum(beeld.aantal(each) for each, _ in touching) - beeld.aantal(groep)
            if sum(both for _, both in touching) == beeld.aantal(groep) and 0 < around < minstens:
                yield groep


def _both(beeld: Regiobeeld, one: Groep, other: Groep) -> int:
    """Return how many organisations are in both groups."""
    if other.dimensie == "alle":
        return beeld.aantal(one)
    count = beeld.tellers
    return count["kruis", *one, *other] or count["kruis", *other, *one]


def safe_quantile(bins: array[int], part: int, whole: int, regels: Regels) -> int | None:
    """Return a quantile of scores (thousandths) as it may be shown, or None. In public: where its band begins.

    In the closed annex to five points: an exact one is the score of somebody, and leads to its row in the heat map.
    `part`/`whole` is which one: 1/2 the lower median.
    """
    if sum(bins) < (regels.minstens if (part, whole) == (1, 2) else regels.kwartielen):
        return None
    found = quantile(bins, part, whole)
    if found is None:
        return None
    return min(found // BAND * BAND, 1000 - BAND) if regels.rond else (2 * found + FIJN) // (2 * FIJN) * FIJN


def safe_share(
    part: int, whole: int, regels: Regels, leden: int | None = None, eerder: float | None = None
) -> int | None:
    """Return a share in thousandths as it may be shown, or None; in public never 0 or 1000.

    `leden` are the organisations behind it, where `part` and `whole` count something else (their processes). `eerder`
    is what was published last, which stays until the share is a whole step away.
    """
    members = whole if leden is None else leden
    if members < regels.minstens or not whole:
        return None
    if not regels.rond:
        return (2000 * part + whole) // (2 * whole)
    step = next((each for each in STAPPEN if each * members >= 1000 * PER_STAP), None)
    if step is None:
        return None
    share = 1000 * part // whole
    return round(eerder) if eerder is not None and abs(share - eerder) < step else stepped(share, step)


def stepped(value: int, step: int) -> int:
    """Return a score in thousandths on a grid of steps, never none and never all; half goes up."""
    lowest = STAPPEN[0]
    return min(max((2 * value + step) // (2 * step) * step, lowest), 1000 - lowest)


def safe_count(count: int, regels: Regels, eerder: float | None = None) -> int | None:
    """Return a number of organisations as it may be shown: rounded to five in public; None where it is too small.

    `eerder` is what was published last, which stays until the number is five away.
    """
    if count < regels.minstens:
        return None
    if not regels.rond:
        return count
    return round(eerder) if eerder is not None and abs(count - eerder) < PER_STAP else (2 * count + 5) // 10 * 5


def safe_part(count: int, whole: int, regels: Regels, eerder: float | None = None) -> int | None:
    """Return a number out of a whole as it may be shown: in public it never tells that it is all of them.

    At least five of the whole may always be others; who takes part is known.
    """
    found = safe_count(count, regels, eerder)
    if found is None or not regels.rond:
        return found
    found = min(found, (whole - PER_STAP) // PER_STAP * PER_STAP)
    return found if found >= regels.minstens else None
