"""A question: how it is asked and answered, for whom, how deep, and what lifts its answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .velden import Deel, Gewicht, Id, JaNee, Punten, Regel, Tekst


class Verwijzing(Deel):
    """Where a question comes from: a source and the place in it."""

    bron: Id
    plaats: Regel = ""
    zekerheid: Literal["bron", "te_verifieren"] = "bron"


class Stap(Deel):
    """A measure of a question, and the level it brings the organisation to."""

    id: Id
    naar: int = Field(ge=1, le=20)


class Voorwaarde(Deel):
    """A follow-up condition on an earlier question: its level, or its number, lies from `minstens` to `hoogstens`."""

    vraag: Id
    minstens: int = Field(default=0, ge=0, le=10**9)
    hoogstens: int = Field(default=10**9, ge=0, le=10**9)


class Keuze(Deel):
    """One of the answers to choose from; with `punten` at every choice the question counts in the score."""

    id: Id
    tekst: Regel
    punten: Punten | None = None


class Vraag(Deel):
    """A question. `voor` empty means: for every kind of organisation.

    `soort` tells how it is answered: `schaal` by one of its observable levels; `keuze` by one of its `keuzes`; `getal`
    by a number of `eenheid` from `minstens` to `hoogstens`; `tekst` in words. A scale, and choices with points, score.
    """

    id: Id
    titel: Regel
    vraag: Regel
    waarom: Tekst = ""
    soort: Literal["schaal", "keuze", "getal", "tekst"] = "schaal"
    niveaus: dict[int, Regel] = Field(default_factory=dict)
    keuzes: tuple[Keuze, ...] = ()
    eenheid: Annotated[str, StringConstraints(max_length=40)] = ""
    minstens: int = Field(default=0, ge=0, le=10**9)
    hoogstens: int = Field(default=10**9, ge=0, le=10**9)
    voorbeelden: dict[Id, Tekst] = Field(default_factory=dict)
    bewijs: tuple[Regel, ...] = ()
    bronnen: tuple[Verwijzing, ...] = ()
    voor: tuple[Id, ...] = ()
    diepte: Id | None = None
    diepte_voor: dict[Id, Id] = Field(default_factory=dict)
    als: tuple[Voorwaarde, ...] = ()
    kritiek: JaNee = False
    telt_ook_in: tuple[Id, ...] = ()
    gewicht: Gewicht = Fraction(1)
    maatregelen: tuple[Stap, ...] = ()

    @property
    def telt(self) -> bool:
        """Whether the answer counts in the score."""
        if self.soort == "keuze":
            return bool(self.keuzes) and all(keuze.punten is not None for keuze in self.keuzes)
        return self.soort == "schaal"

    @property
    def hoogste_punten(self) -> Fraction:
        """The span of a choice: the most points that it can give."""
        return max((keuze.punten or Fraction(0) for keuze in self.keuzes), default=Fraction(0))

    def aandeel(self, keuze_id: str) -> Fraction:
        """Return the share of its span that a choice gives, from 0 to 1."""
        points = next((keuze.punten for keuze in self.keuzes if keuze.id == keuze_id), None) or Fraction(0)
        return points / self.hoogste_punten if self.hoogste_punten else Fraction(0)
