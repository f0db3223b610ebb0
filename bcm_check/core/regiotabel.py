"""The form of a region's figures: cells, rows and tables, what they are made from, and how groups are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, NamedTuple

from .ketens import Ketens
from .regio import Regio
from .regiobeeld import ALLE, Groep, Regiobeeld
from .vragenlijst import Vragenlijst

EVERY: Final = Groep("alle", ALLE)
MERKEN: Final = {
    "alle": "Alle deelnemers",
    "soort": "Soort",
    "grootte": "Soort en grootte",
    "sector": "Sector",
    "gemeente": "Gebied",
}
MEDEWERKERS: Final = {
    "klein": "minder dan 50 medewerkers",
    "middel": "50 tot 250 medewerkers",
    "groot": "250 medewerkers of meer",
}


class Cel(NamedTuple):
    """A figure of a table. A suppressed one has no value. `n` is the number behind it, as it may be shown."""

    waarde: float | str | None
    n: int | None = None
    onderdrukt: bool = False


WEG: Final = Cel(None, None, onderdrukt=True)


class Tabelrij(NamedTuple):
    """A row: the group or thing that it is about (`id` for programs, `naam` for people), and a cell a column."""

    id: str
    naam: str
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of a publication. `kolommen` name the cells; `eenheid` is what they count (%, uur, dagdelen, euro)."""

    id: str
    titel: str
    kolommen: tuple[str, ...]
    rijen: tuple[Tabelrij, ...]
    eenheid: str = ""
    uitleg: str = ""
    over: str = "Groep"  # what its rows are about

    def cel(self, rij: Tabelrij, kolom: str) -> Cel:
        """Return a cell of a row by the name of its column; a suppressed one where there is no such column."""
        return rij.cellen[self.kolommen.index(kolom)] if kolom in self.kolommen else WEG

    def with_figures(self) -> Tabel:
        """Return this table without the rows of which nothing may be shown."""
        kept = tuple(rij for rij in self.rijen if not all(cel.onderdrukt for cel in rij.cellen))
        return replace(self, rijen=kept)


class Bron(NamedTuple):
    """What a publication is made from: the picture, the content that names things, and the lists of the region.

    `ids` is a random id of this edition for the code of each organisation; `eerder` the picture of an earlier moment,
    with its rows, to see what changed for those that took part both times. `vorig` are the figures that were published
    last, by table and row; `gekozen` which joint measure was ever published of a pillar. `tijdelijk` are the codes that
    hold for this run only.
    """

    beeld: Regiobeeld
    lijst: Vragenlijst
    ketens: Ketens
    regio: Regio
    ids: Mapping[str, str] = MappingProxyType({})
    eerder: Regiobeeld | None = None
    vorig: Mapping[tuple[str, str], tuple[float | str | None, ...]] = MappingProxyType({})
    gekozen: Mapping[str, str] = MappingProxyType({})
    tijdelijk: frozenset[str] = frozenset()

    def published(self, tabel: str, rij: str, kolom: int = 0) -> float | None:
        """Return the figure in numbers that was published last, or None."""
        cells = self.vorig.get((tabel, rij), ())
        value = cells[kolom] if kolom < len(cells) else None
        return None if isinstance(value, str) else value

    def published_share(self, tabel: str, rij: str, kolom: int = 0) -> float | None:
        """Return the same of a share, in thousandths."""
        value = self.published(tabel, rij, kolom)
        return None if value is None else value * 10


def group_name(groep: Groep, bron: Bron) -> str:
    """Return a group as people read it."""
    if groep.dimensie == "alle":
        return MERKEN["alle"]
    kinds = {each.id: each.naam for each in bron.lijst.doelgroepen}
    sectors = {each.id: each.naam for each in bron.regio.sectoren}
    name = {"soort": kinds, "sector": sectors}.get(groep.dimensie, {}).get(groep.naam, groep.naam)
    if groep.dimensie == "grootte":
        kind, _, size = groep.naam.rpartition(".")
        name = f"{kinds.get(kind, kind)}, {MEDEWERKERS.get(size, size)}"
    return f"{MERKEN[groep.dimensie]}: {name}"


def ordered(shown: Iterable[Groep], bron: Bron) -> list[Groep]:
    """Return groups in the order of the alphabet along each dimension: there is no ranking."""
    order = list(MERKEN)
    return sorted(shown, key=lambda each: (order.index(each.dimensie), group_name(each, bron).casefold()))


def percent(thousandths: int | None) -> float | None:
    """Return thousandths as a percentage."""
    return None if thousandths is None else thousandths / 10


def cell(value: float | None, n: int | None = None) -> Cel:
    """Return the cell of a figure that may be shown, or a suppressed one for None."""
    return Cel(value, n) if value is not None else WEG


def euro(low: float, high: float, step: int = 100) -> str:
    """Return a range of euro in whole steps, with a point for every thousand: sums rest on estimates."""
    first, last = (f"{int(value + step / 2) // step * step:,}".replace(",", ".") for value in (low, high))
    return first if first == last else f"{first}–{last}"


def span(low: float, high: float) -> str:
    """Return a range in whole numbers."""
    first, last = round(low), round(high)
    return str(first) if first == last else f"{first}–{last}"
