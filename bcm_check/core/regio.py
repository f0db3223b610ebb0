"""The lists of a region, as content: its municipalities, sectors, who was invited, and how it reckons with 1 × 12."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

from .errors import Fault
from .velden import BereikVeld, Deel, Gewicht, Id, Regel, Tekst


class Gemeente(Deel):
    """A municipality; `inwoners` is None where nobody filled it in."""

    naam: Regel
    inwoners: int | None = Field(default=None, ge=0, le=10**8)


class Sector(Deel):
    """A sector, and the kinds of organisation that are in it unless they say otherwise."""

    id: Id
    naam: Regel
    soorten: tuple[Id, ...] = ()


class Uitrol(Deel):
    """Which share of the work each organisation keeps to itself when a measure is taken once for all (0 to 1)."""

    ja: Gewicht = Fraction(1, 4)
    deels: Gewicht = Fraction(1, 2)


class Regio(Deel):
    """A region. `genodigden` is how many organisations were invited, by sector; `tarief` is euro for a half-day."""

    formaat: Annotated[int, BeforeValidator(lambda value: 1 if value == "1" else value), Field(ge=1, le=1)]
    id: Id
    versie: Regel
    titel: Regel
    uitleg: Tekst = ""
    gemeenten: tuple[Gemeente, ...] = ()
    sectoren: tuple[Sector, ...] = ()
    uitrol: Uitrol = Field(default_factory=Uitrol)
    tarief: BereikVeld | None = None
    genodigden: dict[Id, Annotated[int, Field(ge=0, le=10**7)]] = Field(default_factory=dict)

    def sector_of(self, soort: str, gezegd: str) -> str:
        """Return the sector of an organisation: what it said, or that of its kind; "" where none is known."""
        if gezegd:
            return gezegd
        return next((sector.id for sector in self.sectoren if soort in sector.soorten), "")


def check(regio: Regio) -> list[Fault]:
    """Return what is wrong between the parts of a region's lists."""
    return [*_twice(regio), *_unknown(regio)]


def _twice(regio: Regio) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, gemeente in enumerate(regio.gemeenten):
        if gemeente.naam.casefold() in seen:
            yield Fault("dubbel", f"Gemeente {gemeente.naam} staat er twee keer in.", ("gemeenten", at, "naam"))
        seen.add(gemeente.naam.casefold())


def _unknown(regio: Regio) -> Iterator[Fault]:
    known = [sector.id for sector in regio.sectoren]
    for name in regio.genodigden:
        if name not in known:
            yield Fault("onbekende-sector", f'Sector "{name}" bestaat niet.', ("genodigden", name))
    for name, share in (("ja", regio.uitrol.ja), ("deels", regio.uitrol.deels)):
        if share > 1:
            yield Fault("bereik", f"De uitrol bij {name} is meer dan het hele werk.", ("uitrol", name))
