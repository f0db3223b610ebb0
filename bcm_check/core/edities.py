"""Editions: what is public stays as it was published until enough members of a group changed.

A figure that is made anew after one member changed tells, beside the old one, what that member answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, Literal

from pydantic import Field

from .regiobeeld import ALLE, HOOFDLIJST, Groep, Regiobeeld, size_of
from .regiotabel import EVERY, Cel, Tabel, Tabelrij
from .velden import Deel, Regel

MINSTE_WISSELING: Final = 5
MERK: Final = "als in de vorige uitgave"


class Uitgaverij(Deel):
    """A row as it was published: its cells are a value (None: suppressed) and the number behind it."""

    id: Regel
    naam: Regel
    cellen: tuple[tuple[float | str | None, int | None], ...] = Field(default=(), max_length=1000)


class Uitgegeven(Deel):
    """What was published of a group: who were in it (code, and which of its files), and its rows by table."""

    leden: dict[Regel, int] = Field(default_factory=dict, max_length=1000)
    aantal: int = Field(ge=0)
    cijfers: dict[Regel, tuple[Uitgaverij, ...]] = Field(default_factory=dict, max_length=100)


class Editie(Deel):
    """What must be remembered of a public edition to make the next one safe.

    It holds the codes of the members of each group (random, made of nothing), so it belongs in the closed folder.
    """

    formaat: Literal["bcm-check-editie"] = "bcm-check-editie"
    versie: Literal[1] = 1
    groepen: dict[Regel, Uitgegeven] = Field(default_factory=dict, max_length=5000)
    gekozen: dict[Regel, Regel] = Field(default_factory=dict, max_length=100)  # of a pillar, its joint measure


def frozen(
    beeld: Regiobeeld,
    shown: Iterable[Groep],
    tabellen: Iterable[Tabel],
    vorige: Editie | None,
    tijdelijk: frozenset[str] = frozenset(),
) -> tuple[list[Tabel], Editie]:
    """Repeat what was published of groups that hardly changed; return the tables as they are now, and the edition.

    Rows that are not about a group are about all organisations. A group that may not be shown now is kept in the
    edition: what was published of it stays known. A group without a past is left out beside one that is repeated and
    has nearly the same members: their difference would be those who changed. `tijdelijk` are codes of this run only:
    they tell nothing of who changed.
    """
    known = vorige.groepen if vorige is not None else {}
    groepen: dict[str, Uitgegeven] = {}
    repeated: set[str] = set()
    members = _members(beeld, tijdelijk)
    for groep in sorted(shown):
        name = "/".join(groep)
        before, now = known.get(name), members.get(name, {})
        if before is not None and _changed(before, now, beeld.aantal(groep)) < MINSTE_WISSELING:
            groepen[name] = before
            repeated.add(name)
        else:
            groepen[name] = Uitgegeven(leden=now, aantal=beeld.aantal(groep))
    hidden = {
        name
        for name in groepen.keys() - known.keys()
        if any(
            _differ_by_few(members.get(name, {}), of)
            for each in repeated
            for of in (members.get(each, {}), groepen[each].leden)
        )
    }
    groepen = {name: each for name, each in groepen.items() if name not in hidden}
    kept = (replace(each, rijen=tuple(rij for rij in each.rijen if rij.id not in hidden)) for each in tabellen)
    made = [_settled(tabel, groepen, repeated) for tabel in kept]
    return made, Editie(groepen={**known, **groepen})


def _differ_by_few(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Tell whether two groups have nearly the same members; not where they are not known."""
    return bool(one and other) and len(one.keys() ^ other.keys()) < MINSTE_WISSELING


def published(vorige: Editie | None) -> dict[tuple[str, str], tuple[float | str | None, ...]]:
    """Return the figures that were published last, by table and row."""
    return {
        (tabel, rij.id): tuple(value for value, _ in rij.cellen)
        for groep in (vorige.groepen.values() if vorige is not None else ())
        for tabel, rijen in groep.cijfers.items()
        for rij in rijen
    }


def _settled(tabel: Tabel, groepen: dict[str, Uitgegeven], repeated: set[str]) -> Tabel:
    """Write down the rows of a table as published; repeat those of a group that hardly changed."""
    by_group: dict[str, list[Tabelrij]] = {}
    for rij in tabel.rijen:
        by_group.setdefault(rij.id if rij.id in groepen else "/".join(EVERY), []).append(rij)
    if not any(rij.id in groepen for rij in tabel.rijen):
        by_group.setdefault("/".join(EVERY), [])  # nothing to show now, but perhaps before
    rows: list[Tabelrij] = []
    for name, found in by_group.items():
        if name in repeated:
            rows += _repeated(groepen[name].cijfers.get(tabel.id, ()), len(tabel.kolommen))
        elif name in groepen:
            kept = tuple(Uitgaverij(id=rij.id, naam=rij.naam, cellen=_kept(rij)) for rij in found)
            cijfers = {**groepen[name].cijfers, tabel.id: kept}
            groepen[name] = groepen[name].model_copy(update={"cijfers": cijfers})
            rows += found
    return replace(tabel, rijen=tuple(rows))


def _repeated(rijen: Iterable[Uitgaverij], columns: int) -> list[Tabelrij]:
    return [
        Tabelrij(
            rij.id, f"{rij.naam} ({MERK})", tuple(Cel(value, n, onderdrukt=value is None) for value, n in rij.cellen)
        )
        for rij in rijen
        if len(rij.cellen) == columns
    ]


def _kept(rij: Tabelrij) -> tuple[tuple[float | str | None, int | None], ...]:
    return tuple((float(cel.waarde) if isinstance(cel.waarde, int) else cel.waarde, cel.n) for cel in rij.cellen)


def _members(beeld: Regiobeeld, tijdelijk: frozenset[str]) -> Mapping[str, dict[str, int]]:
    """Return who are known in each group, and which of their files; nothing where no rows are kept."""
    found: dict[str, dict[str, int]] = {}
    for rij in sorted((beeld.rijen or {}).values(), key=lambda each: each.code):
        if rij.lijst != HOOFDLIJST or rij.code in tijdelijk:
            continue
        named = {
            "soort": rij.soort,
            "grootte": size_of(rij.soort, rij.medewerkers),
            "sector": rij.sector,
            "gemeente": rij.gemeente,
        }
        for dimensie, name in named.items():
            if name:
                found.setdefault(f"{dimensie}/{name}", {})[rij.code] = rij.teller
        found.setdefault(f"alle/{ALLE}", {})[rij.code] = rij.teller
    return found


def _changed(before: Uitgegeven, now: Mapping[str, int], count: int) -> int:
    """Return how many joined, left or answered anew, at least.

    Of those without a code only the number is known: they may be the same as before, and who came with a code may have
    been there without one. Where no codes are kept at all, that leaves the difference in number.
    """
    anew = sum(now[code] != before.leden[code] for code in now.keys() & before.leden.keys())
    came, gone = len(now.keys() - before.leden.keys()), len(before.leden.keys() - now.keys())
    unknown, were_unknown = count - len(now), before.aantal - len(before.leden)
    got_code, lost_code = min(came, were_unknown), min(gone, unknown)
    others = abs(unknown + got_code - were_unknown - lost_code)
    return anew + (came - got_code) + (gone - lost_code) + others
