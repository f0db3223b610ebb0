"""An attacker who knows all members of a group but one, exactly, and every table that was ever published of it.

He asks of each score that the one could have: would the published figures have been the same? What is left is the
interval that the tables give away. He also knows the rules, so that something is *not* shown tells him something too.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bcm_check.core.edities import Editie
from bcm_check.core.publicatie import Publicatie, publish
from bcm_check.core.regiotelling import fold

from .streek import PIJLERS, Lid, source, with_one_more

Figures = tuple[int | None, ...]
Publisher = Callable[["array[int]"], Figures]


def histogram(scores: Sequence[int]) -> array[int]:
    bins = array("Q", bytes(8 * 1001))
    for score in scores:
        bins[score] += 1
    return bins


def interval(others: Sequence[int], score: int, publish: Publisher, *, step: int = 1) -> int:
    """Return how wide (thousandths) what stays possible for the one around its score is, given what was published."""
    return interval_of_editions([others], score, publish, step=step)


def interval_of_editions(editions: Sequence[Sequence[int]], score: int, publish: Publisher, *, step: int = 1) -> int:
    """Return the same over several editions, of each of which the attacker knows all others."""
    told = [publish(histogram([*others, score])) for others in editions]

    def fits(candidate: int) -> bool:
        return all(
            publish(histogram([*others, candidate])) == figures for others, figures in zip(editions, told, strict=True)
        )

    low = high = score
    while low - step >= 0 and fits(low - step):
        low -= step
    while high + step <= 1000 and fits(high + step):
        high += step
    return high - low


# -- all tables of all editions ---------------------------------------------------------------------------------------


class Aanvaller:
    """He knows every member of every edition but the first, and everything that was published.

    Each question to him is a member that the first one could be: would every edition have been the same, to the letter?
    """

    def __init__(self, editions: Sequence[Sequence[Lid]]) -> None:
        self._others = [fold(lid.answers() for lid in members[1:]) for members in editions]
        self.target = editions[0][0]
        self._told = list(self._published(self.target))

    def _published(self, one: Lid) -> Iterator[Publicatie]:
        before: Editie | None = None
        for others in self._others:
            found, before = publish(source(with_one_more(others, one.answers())), "openbaar", before)
            yield found

    def fits(self, one: Lid) -> bool:
        """Tell whether it could be this one."""
        return all(found == told for found, told in zip(self._published(one), self._told, strict=True))

    def score(self, pijler: str) -> tuple[int, int]:
        """Return from where to where the score of a pillar may lie (thousandths)."""
        own = self.target.answers().scores[pijler]

        def fits(score: int) -> bool:
            return self.fits(replace(self.target, scores={**self.target.scores, pijler: score}))

        return _edge(own, 0, fits), _edge(own, 1000, fits)

    def level(self, vraag: str) -> tuple[int, int]:
        """Return from which level to which a question may be; the scores stay as they are."""
        scores = {name: self.target.answers().scores[name] for name in PIJLERS}
        possible = [
            level
            for level in range(5)
            if self.fits(replace(self.target, niveaus={**self.target.niveaus, vraag: level}, scores=scores))
        ]
        return min(possible), max(possible)

    def lasts(self) -> set[bool]:
        """Return whether all its processes last: what of yes and no is possible; everything else is known."""
        own = self.target.uren
        yes = replace(self.target, uren=dict.fromkeys(own))
        no = replace(self.target, uren={**dict.fromkeys(own), **dict.fromkeys(list(own)[:1], 72)})
        is_yes = all(hour is None for hour in own.values())
        start = Aanvaller.__new__(Aanvaller)
        start._others, start.target = self._others, yes if is_yes else no
        start._told = list(start._published(start.target))
        return {is_yes} if not start.fits(no if is_yes else yes) else {True, False}


def _edge(inside: int, end: int, fits: Callable[[int], bool]) -> int:
    """Return how far from a score that fits towards an end scores still fit; every figure is monotone in one score."""
    if fits(end):
        return end
    outside = end
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if fits(middle):
            inside = middle
        else:
            outside = middle
    return inside
