"""Exact scores, each with its reasons (ontwerp.md 6).

Everything is a fraction of the scale, from 0 to 1; rounding happens once, at display. Beside the score stands a band:
*weet niet* and unanswered count as 0 in `laag` and as the highest level in `hoog`; in `score` *weet niet* counts
as 0 and unanswered is left out. *N.v.t.*, not asked and not for this organisation are left out of all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import gcd, lcm, log2, prod
from typing import NamedTuple

from .antwoorden import Antwoorden, counted
from .gesprek import TOESTANDEN, Toestand, toestanden
from .vraag import Vraag
from .vragenlijst import Knoop, Methode, Profiel, Vragenlijst, whole_weights

# Roots are rounded down on this grid: finer than twelve decimals, and every level of every scale (up to 20) lies on it,
# so that answers that are all the same give exactly that level.
ROOT_GRID = lcm(10**12, *range(1, 21))
Part = tuple[int, int, int]  # numerator, denominator, weight
Band = tuple[Fraction | None, Fraction | None, Fraction | None]
Geteld = tuple[int | None, int, str]  # the level that was given, the level that counts, and why they differ


@dataclass(frozen=True, slots=True, eq=False)
class Blad:
    """A question in the sum: its state, the level that was given, the level that counts, and why they differ.

    Of a choice `keuze` is the id that was given; its share of the most points counts, and it has no level. `band` is
    what the question puts in its group. The same answer to the same question is the same object, so that a group of
    them can be looked up.
    """

    vraag: Vraag
    toestand: Toestand
    gegeven: int | None
    geteld: int
    waarom: str
    keuze: str
    band: Band

    def deel(self) -> Fraction | None:
        """Return what the question puts in the score of its group, a fraction of its span; None when nothing."""
        return self.band[1]


class Plafond(NamedTuple):
    """What holds a pillar's level name down: the level it is held at, and the critical questions that do it."""

    niveau: int
    vragen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uitslag:
    """The score of one node with its band and its parts; None is *geen score*, which is not 0."""

    id: str
    naam: str
    methode: Methode
    laag: Fraction | None
    score: Fraction | None
    hoog: Fraction | None
    delen: tuple[Uitslag | Blad, ...]
    gewichten: tuple[int, ...]
    aantallen: Mapping[Toestand, int] = field(default_factory=dict)
    niveau: int | None = None
    plafond: Plafond | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one organisation under one profile."""

    profiel: Profiel
    totaal: Uitslag
    sporen: Mapping[str, Uitslag]
    pijlers: Mapping[str, Uitslag]
    bladen: Mapping[str, Blad]


def mean(parts: Sequence[Part]) -> Fraction:
    """Return the weighted mean."""
    top, bottom, weights = 0, 1, 0
    for numerator, denominator, weight in parts:
        if denominator == bottom:
            top += numerator * weight
        else:
            common = lcm(bottom, denominator)
            top = top * (common // bottom) + numerator * weight * (common // denominator)
            bottom = common
        weights += weight
    return Fraction(top, bottom * weights)


def minimum(parts: Sequence[Part]) -> Fraction:
    """Return the lowest; weights do not matter."""
    return min(Fraction(numerator, denominator) for numerator, denominator, _ in parts)


def cumulative(parts: Sequence[Part]) -> Fraction:
    """Return the share of parts, in their order, that are full before the first one that is not."""
    held = 0
    for numerator, denominator, _ in parts:
        if numerator < denominator:
            break
        held += 1
    return Fraction(held, len(parts))


def geometric(parts: Sequence[Part]) -> Fraction:
    """Return the weighted geometric mean, rounded down past twelve decimals (the root itself is seldom a fraction)."""
    common = gcd(*(weight for _, _, weight in parts))
    degree = sum(weight for _, _, weight in parts) // common
    top = prod(numerator ** (weight // common) for numerator, _, weight in parts)
    bottom = prod(denominator ** (weight // common) for _, denominator, weight in parts)
    return Fraction(_root(top * ROOT_GRID**degree // bottom, degree), ROOT_GRID)


def _root(value: int, degree: int) -> int:
    """Return the whole part of a root, by Newton's method on whole numbers from just above it."""
    if value < 2:
        return value
    guess = int(2 ** (log2(value) / degree) * (1 + 1e-9)) + 1
    while True:
        step = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if step >= guess:
            return guess
        guess = step


_METHODS = {"gemiddelde": mean, "som": mean, "minimum": minimum, "cumulatief": cumulative, "meetkundig": geometric}


def combine(methode: Methode, bands: Sequence[Band], weights: Sequence[int]) -> Band:
    """Add up the bands of parts to the band of their node.

    A part without `laag` is left out of everything; one without `score` only (unanswered) is left out of the score,
    but breaks a `cumulatief` row: a level that is not known to hold does not count.
    """
    taking_part = [(band, weight) for band, weight in zip(bands, weights, strict=True) if band[0] is not None]
    if not taking_part:
        return None, None, None
    method = _METHODS[methode]
    if all(low is value is high for (low, value, high), _ in taking_part):  # all is known: the band is a point
        point = method([(v.numerator, v.denominator, w) for (v, _, _), w in taking_part if v is not None])
        return point, point, point
    ends: list[Fraction | None] = []
    for at in range(3):
        values = [(band[at], weight) for band, weight in taking_part]
        known = [(v.numerator, v.denominator, w) for v, w in values if v is not None]
        if known and methode == "cumulatief":
            known = [(v.numerator, v.denominator, w) if v is not None else (0, 1, w) for v, w in values]
        ends.append(method(known) if known else None)
    return ends[0], ends[1], ends[2]


def som_weights(knoop: Knoop, top: int) -> tuple[int, ...]:
    """Return the weights of a node's parts; under `som` a part also weighs by its span: the points it can give."""
    if knoop.methode != "som":
        return knoop.gewichten
    return _by_span(knoop.delen, [Fraction(weight) for weight in knoop.gewichten], top)


def _by_span(delen: Sequence[Knoop | Vraag], weights: Sequence[Fraction], top: int) -> tuple[int, ...]:
    return whole_weights([weight * span(deel, top) for deel, weight in zip(delen, weights, strict=True)])


def span(deel: Knoop | Vraag, top: int) -> Fraction:
    """Return how many points a part can give: a choice its best one, a `som` what its parts can, else one scale."""
    if isinstance(deel, Vraag):
        return deel.hoogste_punten if deel.soort == "keuze" else Fraction(top)
    if deel.methode != "som" or not deel.delen:
        return Fraction(top)
    return sum((span(part, top) for part in deel.delen), Fraction(0))


class _Memory:
    """What was worked out before for a questionnaire: its leaves, and the scores of groups with the same leaves.

    One answer changes one group: while an interview goes on, and over the files of a region, nearly all others have
    been seen before.
    """

    MOST = 50_000

    def __init__(self, top: int) -> None:
        self._top = top
        self._bladen: dict[tuple[object, ...], Blad] = {}
        self.uitslagen: dict[tuple[object, ...], Uitslag] = {}

    def leaf(self, vraag: Vraag, state: Toestand, niveau: Geteld = (None, 0, ""), keuze: str = "") -> Blad:
        """Return the leaf of a question in this state, always the same object."""
        key = (vraag.id, state, niveau, keuze)
        found = self._bladen.get(key)
        if found is None:
            band = _leaf_band(vraag, state, niveau[1], keuze, self._top)
            found = self._bladen[key] = Blad(vraag, state, *niveau, keuze, band)
        return found

    def make_room(self) -> None:
        """Forget everything when it has become much."""
        if len(self._bladen) + len(self.uitslagen) > self.MOST:
            self._bladen.clear()
            self.uitslagen.clear()


def _memory(vragenlijst: Vragenlijst) -> _Memory:
    memory: _Memory | None = vragenlijst.onthouden.get("scores")
    if memory is None:
        memory = vragenlijst.onthouden["scores"] = _Memory(vragenlijst.hoogste)
    memory.make_room()
    return memory


def _leaf_band(vraag: Vraag, state: Toestand, level: int, choice: str, top: int) -> Band:
    zero, one = Fraction(0), Fraction(1)
    if not vraag.telt:
        return None, None, None
    if state == "beantwoord":
        value = vraag.aandeel(choice) if vraag.soort == "keuze" else Fraction(level, top)
        return value, value, value
    if state == "weet_niet":
        return zero, zero, one
    return (zero, None, one) if state == "open" else (None, None, None)


def _leaves(vragenlijst: Vragenlijst, antwoorden: Antwoorden, peildatum: date) -> dict[str, Blad]:
    leaf, given = _memory(vragenlijst).leaf, antwoorden.antwoorden
    bladen = {}
    for (name, state), plek in zip(toestanden(vragenlijst, antwoorden).items(), vragenlijst.plekken, strict=True):
        if state not in ("beantwoord", "weet_niet"):
            bladen[name] = leaf(plek.vraag, state)
        elif plek.vraag.soort == "schaal":
            level, why = counted(vragenlijst, given[name], peildatum)
            bladen[name] = leaf(plek.vraag, state, (given[name].niveau, level, why))
        else:
            bladen[name] = leaf(plek.vraag, state, keuze=str(given[name].waarde))
    return bladen


def value_of(deel: Uitslag | Blad, methode: Methode) -> Fraction | None:
    """Return what a part puts in the score of its node; None when it is left out.

    In a `cumulatief` row what is not known does not hold: it counts as 0.
    """
    if isinstance(deel, Uitslag):
        value, takes_part = deel.score, deel.laag is not None
    else:
        value, takes_part = deel.deel(), deel.toestand == "open"
    return Fraction(0) if value is None and takes_part and methode == "cumulatief" else value


class _Calculation:
    """One calculation: what every node needs to know of the answers."""

    def __init__(self, vragenlijst: Vragenlijst, bladen: Mapping[str, Blad]) -> None:
        self.lijst = vragenlijst
        self.top = vragenlijst.hoogste
        self.bladen = bladen
        self._known = _memory(vragenlijst).uitslagen

    def _key(self, knoop: Knoop, kind: str) -> tuple[object, ...]:
        bladen = self.bladen
        names = self.lijst.alle_in if kind == "pijler" else self.lijst.vragen_in
        return (kind, knoop.id, *[bladen[name] for name in names[knoop.id]])

    def node(self, knoop: Knoop) -> Uitslag:
        """Return the score of a node and of everything below it."""
        key = self._key(knoop, "knoop")
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._work_out(knoop)
        return found

    def _work_out(self, knoop: Knoop) -> Uitslag:
        parts = tuple(self.node(deel) if isinstance(deel, Knoop) else self.bladen[deel.id] for deel in knoop.delen)
        bands = [part.band if isinstance(part, Blad) else (part.laag, part.score, part.hoog) for part in parts]
        weights = som_weights(knoop, self.top)
        laag, score, hoog = combine(knoop.methode, bands, weights)
        return Uitslag(knoop.id, knoop.naam, knoop.methode, laag, score, hoog, parts, weights)

    def pillar(self, knoop: Knoop) -> Uitslag:
        """Return the score of a pillar, with its counts, its level and what caps that level."""
        key = self._key(knoop, "pijler")
        found = self._known.get(key)
        if found is None:
            plain = self.node(knoop)
            names = self.lijst.vragen_in[knoop.id]
            level = level_of(plain.score, self.top)
            cap = self._cap(names, level)
            counts = self._counts(self.lijst.alle_in[knoop.id])
            found = replace(plain, aantallen=counts, niveau=cap.niveau if cap else level, plafond=cap)
            self._known[key] = found
        return found

    def _cap(self, names: Sequence[str], level: int | None) -> Plafond | None:
        rule = self.lijst.knock_out
        if rule is None or level is None or level <= rule.plafond:
            return None
        low = tuple(name for name in names if self._is_too_low(self.bladen[name], rule.onder))
        return Plafond(rule.plafond, low) if low else None

    @staticmethod
    def _is_too_low(blad: Blad, onder: int) -> bool:
        return blad.vraag.kritiek and blad.toestand in ("beantwoord", "weet_niet") and blad.geteld < onder

    def _counts(self, names: Iterable[str]) -> dict[Toestand, int]:
        counts = dict.fromkeys(TOESTANDEN, 0)
        for name in names:
            counts[self.bladen[name].toestand] += 1
        return counts

    def together(self, pijlers: Mapping[str, Uitslag], profiel: str | None) -> Scores:
        """Return all scores under a profile, from those of the pillars."""
        lijst = self.lijst
        chosen = next((p for p in lijst.profielen if p.id == profiel), lijst.profielen[0])
        sporen = {}
        for spoor in lijst.sporen:
            parts = [pijlers[pijler.id] for pijler in lijst.pijlers if pijler.spoor == spoor.id]
            sporen[spoor.id] = self.group(spoor.id, spoor.naam, spoor.methode, parts, chosen)
        totaal = self.group("totaal", "Totaal", lijst.methode, tuple(pijlers.values()), chosen)
        return Scores(chosen, totaal, sporen, pijlers, self.bladen)

    def group(self, name: str, title: str, methode: Methode, parts: Sequence[Uitslag], profiel: Profiel) -> Uitslag:
        """Return the score of several pillars together, weighted by the profile and, under `som`, by their spans."""
        (laag, score, hoog), weights = self.band(methode, parts, profiel)
        names = dict.fromkeys(vraag for part in parts for vraag in self.lijst.alle_in[part.id])
        level = level_of(score, self.top)
        return Uitslag(name, title, methode, laag, score, hoog, tuple(parts), weights, self._counts(names), level)

    def band(self, methode: Methode, parts: Sequence[Uitslag], profiel: Profiel) -> tuple[Band, tuple[int, ...]]:
        """Return the band of several pillars together, and their weights."""
        weights = self._group_weights(methode, [part.id for part in parts], profiel)
        return combine(methode, [(part.laag, part.score, part.hoog) for part in parts], weights), weights

    def _group_weights(self, methode: Methode, pijlers: Sequence[str], profiel: Profiel) -> tuple[int, ...]:
        weights = [profiel.gewichten.get(name, Fraction(1)) for name in pijlers]
        if methode != "som":
            return whole_weights(weights)
        knopen = {knoop.id: knoop for knoop in self.lijst.boom}
        return _by_span([knopen[name] for name in pijlers], weights, self.top)


def level_of(score: Fraction | None, top: int) -> int | None:
    """Return the highest level that a score reaches in full, or None without a score."""
    return None if score is None else int(score * top)


def score(vragenlijst: Vragenlijst, antwoorden: Antwoorden, peildatum: date, profiel: str | None = None) -> Scores:
    """Return all scores on a day, under a profile by its id (the first one of the questionnaire by default)."""
    sum_up = _Calculation(vragenlijst, _leaves(vragenlijst, antwoorden, peildatum))
    return sum_up.together({knoop.id: sum_up.pillar(knoop) for knoop in vragenlijst.boom}, profiel)


def under(vragenlijst: Vragenlijst, scores: Scores, profiel: str) -> Scores:
    """Return the same scores under another profile: that weighs pillars, so below them nothing changes."""
    return _Calculation(vragenlijst, scores.bladen).together(scores.pijlers, profiel)


def total_at(vragenlijst: Vragenlijst, scores: Scores, levels: Mapping[str, int]) -> Fraction | None:
    """Return the total score if these answered questions counted at these levels and all else stayed the same.

    The state of every question stays what it is: a level that would bring up or hide a follow-up does not do so here.
    """
    leaf, bladen = _memory(vragenlijst).leaf, scores.bladen
    raised = {
        name: leaf(bladen[name].vraag, bladen[name].toestand, (level, level, "")) for name, level in levels.items()
    }
    sum_up = _Calculation(vragenlijst, {**scores.bladen, **raised})
    inside = vragenlijst.vragen_in
    parts = [
        scores.pijlers[knoop.id] if raised.keys().isdisjoint(inside[knoop.id]) else sum_up.node(knoop)
        for knoop in vragenlijst.boom
    ]
    (_, value, _), _ = sum_up.band(vragenlijst.methode, parts, scores.profiel)
    return value
