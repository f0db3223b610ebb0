"""What of a region's picture may be shown to whom: the public summary and the closed annex.

The rules are those of dreigingen.md, "What goes out". Public (TLP:CLEAR): groups under ten are suppressed, figures
rounded to five, never 0% or 100%, no extremes. Closed (TLP:AMBER): groups under five are suppressed. Both also against
subtraction: where one cell of a row that adds up is suppressed, another goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Soort = Literal["openbaar", "besloten"]


class Cel(NamedTuple):
    """A figure of a table. A suppressed one has no value. `n` is the number behind it, as it may be shown."""

    waarde: float | str | None
    n: int | None = None
    onderdrukt: bool = False


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


@dataclass(frozen=True, slots=True)
class Publicatie:
    """Everything that one of the two results shows, before it is laid out."""

    soort: Soort
    tlp: str
    tabellen: tuple[Tabel, ...]
    zinnen: tuple[str, ...] = ()  # the findings in words, most important first
    besluiten: tuple[str, ...] = ()  # the decisions that are asked, 3 to 5

    def tabel(self, naam: str) -> Tabel | None:
        """Return a table by its id."""
        return next((each for each in self.tabellen if each.id == naam), None)
