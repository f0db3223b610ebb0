"""From gaps to an improvement plan: ordered by gain against effort, critical first (ontwerp.md 8, its first form).

The order is greedy and says so; choosing the best set under a budget is a later step.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple

from .antwoorden import Antwoorden
from .scores import Blad, Scores, Uitslag, total_at
from .vraag import Stap, Vraag
from .vragenlijst import Maatregel, Plek, Vragenlijst

VOORPAGINA = 6
STRAIGHT: Final = ("gemiddelde", "som")  # the methods under which a point of a part always adds the same to its node


class Sprong(NamedTuple):
    """What a measure does for one question: from which level to which."""

    vraag: Vraag
    van: int
    naar: int


@dataclass(frozen=True, slots=True)
class Planregel:
    """A measure in the plan: the questions it lifts, its gain in the total score (fraction of 1), its rank from 1."""

    rang: int
    maatregel: Maatregel
    sprongen: tuple[Sprong, ...]
    winst: Fraction
    kritiek: bool

    @property
    def vragen(self) -> tuple[str, ...]:
        """The ids of the questions that this measure lifts."""
        return tuple(sprong.vraag.id for sprong in self.sprongen)


@dataclass(frozen=True, slots=True)
class Verbeterplan:
    """The whole plan: ordered measures, what must be found out first, and the gaps for which no measure is known."""

    regels: tuple[Planregel, ...]
    uitzoekacties: tuple[Plek, ...]
    zonder_maatregel: tuple[Plek, ...]


def ambition(vragenlijst: Vragenlijst, antwoorden: Antwoorden, pijler: str) -> int:
    """Return the level an organisation wants to reach in a pillar: its own choice, or one under the highest."""
    return antwoorden.ambitie.get(pijler, vragenlijst.hoogste - 1)


def path_of(vraag: Vraag, niveau: int, ambitie: int) -> tuple[Stap, ...]:
    """Return the steps from a level up to the ambition; the first step above it where none ends at or under it."""
    higher = sorted((stap for stap in vraag.maatregelen if stap.naar > niveau), key=lambda stap: stap.naar)
    within = tuple(stap for stap in higher if stap.naar <= ambitie)
    return within or tuple(higher[:1])


def make_plan(vragenlijst: Vragenlijst, antwoorden: Antwoorden, scores: Scores) -> Verbeterplan:
    """Return the plan that follows from the gaps between the counted levels and the ambition."""
    jumps: dict[str, list[Sprong]] = {}
    unknown, bare = [], []
    for plek in vragenlijst.plekken:
        blad = scores.bladen[plek.vraag.id]
        if blad.toestand == "weet_niet":
            unknown.append(plek)
        elif _is_gap(vragenlijst, antwoorden, plek, blad):
            steps = path_of(plek.vraag, blad.geteld, ambition(vragenlijst, antwoorden, plek.pijler.id))
            if not steps:
                bare.append(plek)
            _add_jumps(jumps, plek.vraag, blad.geteld, steps)
    winst = Winstrekening(vragenlijst, scores)
    rows = [
        Planregel(0, vragenlijst.maatregel[name], tuple(found), winst.of(found), _critical(found))
        for name, found in jumps.items()
    ]
    return Verbeterplan(tuple(rank(rows)), tuple(unknown), tuple(bare))


def _is_gap(vragenlijst: Vragenlijst, antwoorden: Antwoorden, plek: Plek, blad: Blad) -> bool:
    if blad.vraag.soort != "schaal" or blad.toestand != "beantwoord":
        return False
    return blad.geteld < ambition(vragenlijst, antwoorden, plek.pijler.id)


def _add_jumps(jumps: dict[str, list[Sprong]], vraag: Vraag, niveau: int, steps: Sequence[Stap]) -> None:
    """Add what each step does for a question; two steps to the same level share the same start.

    A measure that a question names for several levels is one jump, from the lowest start to the highest end.
    """
    start, reached = niveau, niveau
    for stap in steps:
        if stap.naar > reached:
            start, reached = reached, stap.naar
        found = jumps.setdefault(stap.id, [])
        if found and found[-1].vraag.id == vraag.id:
            found[-1] = found[-1]._replace(naar=stap.naar)
        else:
            found.append(Sprong(vraag, start, stap.naar))


def _critical(jumps: Sequence[Sprong]) -> bool:
    return any(jump.vraag.kritiek for jump in jumps)


def gain(vragenlijst: Vragenlijst, scores: Scores, jumps: Sequence[Sprong]) -> Fraction:
    """Return what a set of jumps adds to the total score, a fraction of 1, all else the same; never below 0.

    Measures that share a step each show what they reach together.
    """
    as_it_is = all(jump.van == scores.bladen[jump.vraag.id].geteld for jump in jumps)
    starts = {jump.vraag.id: jump.van for jump in jumps}
    before = scores.totaal.score if as_it_is else total_at(vragenlijst, scores, starts)
    after = total_at(vragenlijst, scores, {jump.vraag.id: jump.naar for jump in jumps})
    return (after or Fraction(0)) - (before or Fraction(0))


class Winstrekening:
    """Works out the gain of many sets of jumps for one organisation: `of` returns what `gain` does.

    Where every node from a question up to the total is a weighted mean, a level more adds the same whatever the others
    are. That share is worked out once, so that a plan of many measures takes one walk down the tree.
    """

    def __init__(self, vragenlijst: Vragenlijst, scores: Scores) -> None:
        self._lijst, self._scores = vragenlijst, scores
        self._bent: set[str] = set()  # the questions that count anywhere under a node that is no mean
        shares = list(self._shares(scores.totaal, 1, 1))
        common = lcm(*(under for _, _, under in shares))
        self._share: dict[str, int] = {}  # of the total, for a question at its highest level; `common` is the whole
        for name, part, under in shares:
            self._share[name] = self._share.get(name, 0) + part * (common // under)
        self._whole = common * vragenlijst.hoogste

    def _shares(self, uitslag: Uitslag, part: int, under: int) -> Iterator[tuple[str, int, int]]:
        """Yield for each place of a question below a node its share of the total, as `part / under` is the node's."""
        if uitslag.methode not in STRAIGHT:
            self._bent.update(_questions(uitslag))
            return
        counting = [
            (deel, weight)
            for deel, weight in zip(uitslag.delen, uitslag.gewichten, strict=True)
            if (deel.band[1] if isinstance(deel, Blad) else deel.score) is not None
        ]
        under *= sum(weight for _, weight in counting)
        for deel, weight in counting:
            if isinstance(deel, Blad):
                yield deel.vraag.id, part * weight, under
            else:
                yield from self._shares(deel, part * weight, under)

    def of(self, jumps: Sequence[Sprong]) -> Fraction:
        """Return what a set of jumps, of answered questions, adds to the total score."""
        if self._bent and any(jump.vraag.id in self._bent for jump in jumps):
            return gain(self._lijst, self._scores, jumps)
        added = sum(self._share[jump.vraag.id] * (jump.naar - jump.van) for jump in jumps)
        return Fraction(added, self._whole)


def _questions(uitslag: Uitslag) -> Iterator[str]:
    for deel in uitslag.delen:
        if isinstance(deel, Blad):
            yield deel.vraag.id
        else:
            yield from _questions(deel)


def rank(rows: Sequence[Planregel]) -> list[Planregel]:
    """Return the rows in order, numbered from 1: critical first, then most gain for the least effort.

    What must come first does come first: a measure's own `vereist`, and the lower step of the same question; what a
    critical measure waits for goes with the critical ones. Where these wait for each other in a circle, the best of
    them goes first.
    """
    by_id = {row.maatregel.id: row for row in rows}
    ends: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        for jump in row.sprongen:
            ends.setdefault(jump.vraag.id, []).append((jump.naar, row.maatregel.id))
    waits = {name: _before(row, ends) & by_id.keys() for name, row in by_id.items()}
    followers: dict[str, list[str]] = {}
    for name, first in waits.items():
        for other in first:
            followers.setdefault(other, []).append(name)
    urgent = _urgent(rows, waits)
    keys = {
        row.maatregel.id: (row.maatregel.id not in urgent, -worth, at)
        for at, (row, worth) in enumerate(zip(rows, _worth(rows), strict=True))
    }
    ready = [keys[name] for name, first in waits.items() if not first]
    heapq.heapify(ready)
    order: list[Planregel] = []
    while waits:
        key = heapq.heappop(ready) if ready else min(keys[name] for name in waits)
        name = rows[key[2]].maatregel.id
        del waits[name]
        order.append(by_id[name])
        for other in followers.get(name, ()):
            if other in waits:  # in a circle one may have gone before what it waits for
                waits[other].discard(name)
                if not waits[other]:
                    heapq.heappush(ready, keys[other])
    return [
        Planregel(number, row.maatregel, row.sprongen, row.winst, row.kritiek)
        for number, row in enumerate(order, start=1)
    ]


def _worth(rows: Sequence[Planregel]) -> list[int]:
    """Return what each row gains for its effort, as whole numbers in that proportion: fractions compare slowly."""
    under = [row.winst.denominator * _twice_effort(row.maatregel) for row in rows]
    common = lcm(*under)
    return [row.winst.numerator * (common // each) for row, each in zip(rows, under, strict=True)]


def _urgent(rows: Sequence[Planregel], waits: Mapping[str, set[str]]) -> set[str]:
    """Return the ids of the critical measures and of everything that they wait for."""
    found: set[str] = set()
    todo = [row.maatregel.id for row in rows if row.kritiek]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(waits[name])
    return found


def _before(row: Planregel, ends: Mapping[str, Sequence[tuple[int, str]]]) -> set[str]:
    """Return the measures that come before one; `ends` has for each question where each measure's jump ends."""
    lower = {name for sprong in row.sprongen for end, name in ends[sprong.vraag.id] if end <= sprong.van}
    return lower.union(row.maatregel.vereist) - {row.maatregel.id}


MAANDEN = (0, 3, 12, 24)
_DONE_AFTER = {"0-3": 3, "3-12": 12, "12-24": 24}


def levels_after(scores: Scores, plan: Verbeterplan, maanden: int) -> dict[str, int]:
    """Return the counted level of each answered question when the plan has run for some months, all on time."""
    levels = {name: blad.geteld for name, blad in scores.bladen.items() if blad.toestand == "beantwoord"}
    for regel in plan.regels:
        if _DONE_AFTER[regel.maatregel.horizon] <= maanden:
            for sprong in regel.sprongen:
                levels[sprong.vraag.id] = max(levels.get(sprong.vraag.id, 0), sprong.naar)
    return levels


def effort(maatregel: Maatregel) -> Fraction:
    """Return the expected effort in half-days: the middle of the range, never 0."""
    return Fraction(_twice_effort(maatregel), 2)


def _twice_effort(maatregel: Maatregel) -> int:
    return max(maatregel.dagdelen.van + maatregel.dagdelen.tot, 1)
