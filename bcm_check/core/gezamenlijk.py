"""One time for twelve instead of twelve times for one: measures that many need, what that costs alone and together.

Efforts are ranges of half-days and sum exactly to those of the single plans. What stays with each when it is done
together is an assumption of the region (`Regio.uitrol`), and shown as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from .regio import Regio
from .regiobeeld import ALLE, HOOFDLIJST, Regiobeeld, Rij
from .vragenlijst import Maatregel, Vragenlijst

MEESTE: Final = 15
HOOGSTE_NIVEAU: Final = 20  # of any scale (bijdrage.py)
GEMEENTE: Final = "gemeente"  # the kind of organisation that is a municipality


class Bedrag(NamedTuple):
    """A range of half-days."""

    van: Fraction
    tot: Fraction


class Gezamenlijke(NamedTuple):
    """A measure that several need: the effort of all alone, and of one time together with its roll-out (half-days).

    `gemeenten` are the municipalities among those that need it. `hebben` are already where it leads; None where that is
    not known. `codes` need it and `voorlopers` have it, best first; both are empty where no rows are kept.
    """

    maatregel: Maatregel
    nodig: int
    gemeenten: int
    los: Bedrag
    samen: Bedrag
    hebben: int | None
    codes: tuple[str, ...]
    voorlopers: tuple[str, ...]

    @property
    def bespaart(self) -> Bedrag:
        """What doing it together saves."""
        return Bedrag(self.los.van - self.samen.van, self.los.tot - self.samen.tot)


def joint(beeld: Regiobeeld, lijst: Vragenlijst, regio: Regio) -> tuple[Gezamenlijke, ...]:
    """Return the measures that can be taken together and that two or more need, most saving first."""
    rows = [row for row in (beeld.rijen or {}).values() if row.lijst == HOOFDLIJST]
    goals = _goals(lijst)
    found = []
    for maatregel in lijst.maatregelen:
        need = _need(beeld, maatregel.id)
        if need > 1 and maatregel.gezamenlijk.kan != "nee":
            ahead = _ahead(rows, maatregel.id, goals.get(maatregel.id, {}))
            found.append(
                Gezamenlijke(
                    maatregel,
                    need,
                    beeld.tellers["maatregel", maatregel.id, "soort", GEMEENTE],
                    *_efforts(regio, maatregel, need),
                    _have(beeld, goals.get(maatregel.id, {})) if beeld.rijen is None else len(ahead),
                    tuple(sorted(row.code for row in rows if maatregel.id in row.maatregelen)),
                    ahead,
                )
            )
    return tuple(sorted(found, key=lambda each: (-sum(each.bespaart), each.maatregel.id)))


def _need(beeld: Regiobeeld, maatregel: str) -> int:
    return beeld.tellers["maatregel", maatregel, "alle", ALLE]


def _efforts(regio: Regio, maatregel: Maatregel, need: int) -> tuple[Bedrag, Bedrag]:
    """Return the effort of so many alone, and of one time together with what stays with each."""
    share = regio.uitrol.ja if maatregel.gezamenlijk.kan == "ja" else regio.uitrol.deels
    low, high = Fraction(maatregel.dagdelen.van), Fraction(maatregel.dagdelen.tot)
    once = 1 + need * share
    return Bedrag(low * need, high * need), Bedrag(low * once, high * once)


def _goals(lijst: Vragenlijst) -> dict[str, dict[str, int]]:
    """Return for each measure the level to which it leads, by question."""
    found: dict[str, dict[str, int]] = {}
    for plek in lijst.plekken:
        for stap in plek.vraag.maatregelen:
            found.setdefault(stap.id, {})[plek.vraag.id] = stap.naar
    return found


def _ahead(rows: Iterable[Rij], maatregel: str, goals: Mapping[str, int]) -> tuple[str, ...]:
    """Return who has a measure: best first, by level and then by score of the whole.

    They answered a question that it serves, are there at each that they answered, and do not have it in their plan.
    """
    found = []
    for row in rows:
        levels = {vraag: row.niveaus[vraag] for vraag in goals if vraag in row.niveaus}
        there = levels and all(level >= goals[vraag] for vraag, level in levels.items())
        if there and maatregel not in row.maatregelen:
            height = Fraction(sum(levels.values()), len(levels))
            found.append((-height, -row.scores.get("totaal", 0), row.code))
    return tuple(code for _, _, code in sorted(found))


def _have(beeld: Regiobeeld, goals: Mapping[str, int]) -> int | None:
    """Return how many are where a measure leads, from the sums: only known where it serves one question."""
    if len(goals) != 1:
        return None
    ((vraag, goal),) = goals.items()
    return sum(beeld.tellers["niveau", vraag, str(niveau)] for niveau in range(goal, HOOGSTE_NIVEAU + 1))


def shared_gaps(together: Iterable[Gezamenlijke], lijst: Vragenlijst) -> tuple[Gezamenlijke, ...]:
    """Return the joint measures that are a first step: what the most municipalities have not begun comes first.

    Later steps are needed by nearly all, so they say less of what is shared.
    """
    first = {
        min(plek.vraag.maatregelen, key=lambda stap: stap.naar).id for plek in lijst.plekken if plek.vraag.maatregelen
    }
    found = [each for each in together if each.maatregel.id in first and each.gemeenten > 1]
    return tuple(sorted(found, key=lambda each: (-each.gemeenten, -sum(each.bespaart), each.maatregel.id)))


class Optelling(NamedTuple):
    """The effort of all single plans, what of it can be done together, and what that then costs (half-days)."""

    plannen: Bedrag
    kan_samen: Bedrag
    samen: Bedrag

    @property
    def bespaart(self) -> Bedrag:
        """What doing all of it together saves."""
        return Bedrag(self.kan_samen.van - self.samen.van, self.kan_samen.tot - self.samen.tot)


def add_up(beeld: Regiobeeld, lijst: Vragenlijst, together: Iterable[Gezamenlijke]) -> Optelling:
    """Return the sums over all plans, and over all joint measures in them."""
    found = tuple(together)
    counts = [(each.dagdelen, _need(beeld, each.id)) for each in lijst.maatregelen]
    plannen = _sum(Bedrag(Fraction(days.van * count), Fraction(days.tot * count)) for days, count in counts)
    return Optelling(plannen, _sum(each.los for each in found), _sum(each.samen for each in found))


def _sum(bedragen: Iterable[Bedrag]) -> Bedrag:
    found = tuple(bedragen)
    return Bedrag(sum((each.van for each in found), Fraction(0)), sum((each.tot for each in found), Fraction(0)))


def divided(total: int, weights: Mapping[str, int | None]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Divide a whole amount by weight, to the last unit (largest remainder), and name who has no weight.

    Those get nothing. With no weight at all everybody gets nothing.
    """
    known = {name: weight for name, weight in weights.items() if weight}
    missing = tuple(sorted(name for name in weights if name not in known))
    whole = sum(known.values())
    if not whole:
        return dict.fromkeys(weights, 0), missing
    exact = {name: Fraction(total * weight, whole) for name, weight in known.items()}
    parts = {name: int(value) for name, value in exact.items()}
    rest = total - sum(parts.values())
    for name in sorted(exact, key=lambda each: (parts[each] - exact[each], each))[:rest]:
        parts[name] += 1
    return {**dict.fromkeys(weights, 0), **parts}, missing


def keys(codes: Iterable[str], beeld: Regiobeeld) -> dict[str, dict[str, int | None]]:
    """Return the weights to divide a cost by: equal, by inhabitants, by employees."""
    rows = {row.code: row for row in (beeld.rijen or {}).values() if row.lijst == HOOFDLIJST}
    names = [code for code in codes if code in rows]
    return {
        "gelijk": dict.fromkeys(names, 1),
        "inwoners": {code: rows[code].inwoners for code in names},
        "medewerkers": {code: rows[code].medewerkers for code in names},
    }
