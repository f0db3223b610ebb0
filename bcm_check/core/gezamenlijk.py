"""One time for twelve instead of twelve times for one: measures that many need, what that costs alone and together.

Efforts are ranges of half-days and sum exactly to those of the single plans. What stays with each when it is done
together is an assumption of the region (`Regio.uitrol`), and shown as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from .regio import Regio
from .regiobeeld import ALLE, HOOFDLIJST, Regiobeeld
from .vragenlijst import Maatregel, Vragenlijst

MEESTE = 15


class Bedrag(NamedTuple):
    """A range of half-days."""

    van: Fraction
    tot: Fraction


class Gezamenlijke(NamedTuple):
    """A measure that several need: the effort of all alone, and of one time together with its roll-out (half-days).

    `codes` need it and `voorlopers` are already where it leads; both are empty where no rows are kept.
    """

    maatregel: Maatregel
    nodig: int
    los: Bedrag
    samen: Bedrag
    codes: tuple[str, ...]
    voorlopers: tuple[str, ...]

    @property
    def bespaart(self) -> Bedrag:
        """What doing it together saves."""
        return Bedrag(self.los.van - self.samen.van, self.los.tot - self.samen.tot)


def joint(beeld: Regiobeeld, lijst: Vragenlijst, regio: Regio) -> tuple[Gezamenlijke, ...]:
    """Return the measures that can be taken together and that two or more need, most saving first."""
    found = []
    for maatregel in lijst.maatregelen:
        need = beeld.tellers["maatregel", maatregel.id, "alle", ALLE]
        if need > 1 and maatregel.gezamenlijk.kan != "nee":
            found.append(_one(beeld, lijst, regio, maatregel, need))
    return tuple(sorted(found, key=lambda each: (-sum(each.bespaart), each.maatregel.id)))


def _one(beeld: Regiobeeld, lijst: Vragenlijst, regio: Regio, maatregel: Maatregel, need: int) -> Gezamenlijke:
    share = regio.uitrol.ja if maatregel.gezamenlijk.kan == "ja" else regio.uitrol.deels
    low, high = Fraction(maatregel.dagdelen.van), Fraction(maatregel.dagdelen.tot)
    rows = [row for row in (beeld.rijen or {}).values() if row.lijst == HOOFDLIJST]
    goals = _goals(lijst, maatregel.id)
    return Gezamenlijke(
        maatregel,
        need,
        Bedrag(low * need, high * need),
        Bedrag(low + low * need * share, high + high * need * share),
        tuple(sorted(row.code for row in rows if maatregel.id in row.maatregelen)),
        tuple(sorted(row.code for row in rows if _is_there(row.niveaus, goals))),
    )


def _goals(lijst: Vragenlijst, maatregel: str) -> dict[str, int]:
    """Return the level to which a measure leads, by question."""
    return {
        plek.vraag.id: stap.naar for plek in lijst.plekken for stap in plek.vraag.maatregelen if stap.id == maatregel
    }


def _is_there(niveaus: Mapping[str, int], goals: Mapping[str, int]) -> bool:
    return bool(goals) and all(niveaus.get(vraag, -1) >= level for vraag, level in goals.items())


def alone(beeld: Regiobeeld, lijst: Vragenlijst) -> Bedrag:
    """Return the effort of all single plans together: the sum over every measure of every plan."""
    counts = {each.id: beeld.tellers["maatregel", each.id, "alle", ALLE] for each in lijst.maatregelen}
    low = sum(Fraction(each.dagdelen.van) * counts[each.id] for each in lijst.maatregelen)
    high = sum(Fraction(each.dagdelen.tot) * counts[each.id] for each in lijst.maatregelen)
    return Bedrag(Fraction(low), Fraction(high))


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
