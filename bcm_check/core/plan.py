"""From gaps to an improvement plan: ordered by gain against effort, critical first (ontwerp.md 8, its first form).

The order is greedy and says so; choosing the best set under a budget is a later step.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .antwoorden import Antwoord, Antwoorden
from .scores import Blad, Scores, score
from .vragenlijst import Maatregel, Plek, Stap, Vraag, Vragenlijst

VOORPAGINA = 6


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


def make_plan(vragenlijst: Vragenlijst, antwoorden: Antwoorden, scores: Scores, peildatum: date) -> Verbeterplan:
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
    gains = _Gains(vragenlijst, antwoorden, scores, peildatum)
    rows = [
        Planregel(0, vragenlijst.maatregel[name], tuple(found), gains.of(found), any(s.vraag.kritiek for s in found))
        for name, found in jumps.items()
    ]
    return Verbeterplan(tuple(rank(rows)), tuple(unknown), tuple(bare))


def _is_gap(vragenlijst: Vragenlijst, antwoorden: Antwoorden, plek: Plek, blad: Blad) -> bool:
    return blad.toestand == "beantwoord" and blad.geteld < ambition(vragenlijst, antwoorden, plek.pijler.id)


def _add_jumps(jumps: dict[str, list[Sprong]], vraag: Vraag, niveau: int, steps: Sequence[Stap]) -> None:
    """Add what each step does for a question; two steps to the same level share the same start."""
    start, reached = niveau, niveau
    for stap in steps:
        if stap.naar > reached:
            start, reached = reached, stap.naar
        jumps.setdefault(stap.id, []).append(Sprong(vraag, start, stap.naar))


class _Gains:
    """What a set of jumps adds to the total score: the score with them less the score without, all else the same."""

    def __init__(self, vragenlijst: Vragenlijst, antwoorden: Antwoorden, scores: Scores, peildatum: date) -> None:
        self._lijst, self._answers, self._day = vragenlijst, antwoorden, peildatum
        self._scores = scores

    def of(self, jumps: Sequence[Sprong]) -> Fraction:
        """Return the gain, a fraction of 1; measures that share a step each show what they reach together."""
        before = self._total({jump.vraag.id: jump.van for jump in jumps})
        return self._total({jump.vraag.id: jump.naar for jump in jumps}) - before

    def _total(self, levels: Mapping[str, int]) -> Fraction:
        if all(self._scores.bladen[name].geteld == level for name, level in levels.items()):
            return self._scores.totaal.score or Fraction(0)
        raised = {name: Antwoord(waarde=level, testdatum=self._day) for name, level in levels.items()}
        answers = self._answers.model_copy(update={"antwoorden": {**self._answers.antwoorden, **raised}})
        return score(self._lijst, answers, self._day, self._scores.profiel.id).totaal.score or Fraction(0)


def rank(rows: Sequence[Planregel]) -> list[Planregel]:
    """Return the rows in order, numbered from 1: critical first, then most gain for the least effort.

    What must come first does come first: a measure's own `vereist`, and the lower step of the same question. Where
    these wait for each other in a circle, the best of them goes first.
    """
    keys = {row.maatregel.id: (not row.kritiek, -row.winst / effort(row.maatregel), at) for at, row in enumerate(rows)}
    by_id = {row.maatregel.id: row for row in rows}
    waits = {name: _before(row, rows) & by_id.keys() for name, row in by_id.items()}
    ready = [keys[name] for name, first in waits.items() if not first]
    heapq.heapify(ready)
    order: list[Planregel] = []
    while waits:
        key = heapq.heappop(ready) if ready else min(keys[name] for name in waits)
        name = rows[key[2]].maatregel.id
        if name not in waits:
            continue
        del waits[name]
        order.append(by_id[name])
        for other, first in waits.items():
            if name in first:
                first.discard(name)
                if not first:
                    heapq.heappush(ready, keys[other])
    return [
        Planregel(number, row.maatregel, row.sprongen, row.winst, row.kritiek)
        for number, row in enumerate(order, start=1)
    ]


def _before(row: Planregel, rows: Sequence[Planregel]) -> set[str]:
    first = set(row.maatregel.vereist)
    starts = {sprong.vraag.id: sprong.van for sprong in row.sprongen}
    for other in rows:
        if any(starts.get(jump.vraag.id, -1) >= jump.naar for jump in other.sprongen):
            first.add(other.maatregel.id)
    return first - {row.maatregel.id}


def effort(maatregel: Maatregel) -> Fraction:
    """Return the expected effort in half-days: the middle of the range, never 0."""
    return max(Fraction(maatregel.dagdelen.van + maatregel.dagdelen.tot, 2), Fraction(1, 2))
