"""What an organisation knows better than the standard: its critical processes, and how long things last there.

Part of an answer file. `bia.py` puts it in the place of the standard's numbers. Nothing here names a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeVar

from pydantic import Field, model_validator

from .velden import Deel, Id, Regel, Uren

_Value = TypeVar("_Value")
Ronde = Literal["pessimistisch", "verwacht", "optimistisch"]
RONDEN: tuple[Ronde, ...] = ("pessimistisch", "verwacht", "optimistisch")


class Duur(Deel):
    """How long something lasts: the least, the expected and the most, in minutes (typed as hours, or `30 min`)."""

    min: Uren
    verwacht: Uren
    max: Uren

    @model_validator(mode="before")
    @classmethod
    def _one_number(cls, value: object) -> object:
        """Take one number for all three, and the expected one for an end that is left out."""
        if isinstance(value, str | int | float):
            return {"min": value, "verwacht": value, "max": value}
        if isinstance(value, dict) and "verwacht" in value:
            return {"min": value["verwacht"], "max": value["verwacht"], **value}
        return value

    def minuten(self, ronde: Ronde) -> int:
        """Return the minutes in a round."""
        return {"pessimistisch": self.min, "verwacht": self.verwacht, "optimistisch": self.max}[ronde]


class EigenProces(Deel):
    """A critical process, as this organisation sees it.

    One of the standard only has what differs. One of its own has a `naam` and what it leans on: for each middel how
    long it goes on without (None: as the standard has it, and 0 where that has nothing). Of one of the standard
    `leunt_op` is empty, or all that it leans on here.
    """

    naam: Regel | Literal[""] = ""
    mtpd: Uren | None = None
    leunt_op: dict[Id, Duur | None] = Field(default_factory=dict, max_length=60)


class Eigen(Deel):
    """Everything that an organisation puts in the place of the standard.

    `processen` are its critical ones (empty: all of its kind); `uren` how long a node goes without a member of one of
    its needs; `herstel` how long a middel takes to come back.
    """

    processen: dict[Id, EigenProces] = Field(default_factory=dict, max_length=200)
    uren: dict[Id, dict[Id, Duur]] = Field(default_factory=dict, max_length=500)
    herstel: dict[Id, Duur] = Field(default_factory=dict, max_length=200)

    @property
    def leeg(self) -> bool:
        """Whether nothing was stated: then all is as the standard has it."""
        return not (self.processen or self.uren or self.herstel)


def merged(base: Eigen, ours: Eigen, theirs: Eigen) -> Eigen:
    """Join what two windows made of one start, number by number: a change of ours holds, one of theirs is added."""
    return Eigen(
        processen=_merged(base.processen, ours.processen, theirs.processen),
        uren={
            node: found
            for node in dict.fromkeys((*ours.uren, *theirs.uren))
            if (found := _merged(*(each.uren.get(node, {}) for each in (base, ours, theirs))))
        },
        herstel=_merged(base.herstel, ours.herstel, theirs.herstel),
    )


def stated(eigen: Eigen) -> Iterator[tuple[str, Deel]]:
    """Yield every statement with its place: `gem_crisis`, `it:stroom`, `herstel it`."""
    yield from eigen.processen.items()
    yield from ((f"{node}:{member}", duur) for node, own in eigen.uren.items() for member, duur in own.items())
    yield from ((f"herstel {name}", duur) for name, duur in eigen.herstel.items())


def contested(base: Eigen, ours: Eigen, theirs: Eigen) -> dict[str, Deel]:
    """Return what they stated and `merged` leaves out: both changed it, to something else. By its place."""
    before, mine = dict(stated(base)), dict(stated(ours))
    return {
        name: other
        for name, other in stated(theirs)
        if mine.get(name) != before.get(name) and other not in (before.get(name), mine.get(name))
    }


def _merged(base: Mapping[str, _Value], ours: Mapping[str, _Value], theirs: Mapping[str, _Value]) -> dict[str, _Value]:
    found = dict(ours)
    for name in dict.fromkeys((*base, *theirs)):
        before = base.get(name)
        if ours.get(name) != before or theirs.get(name) == before:
            continue
        if name in theirs:
            found[name] = theirs[name]
        else:
            found.pop(name, None)
    return found
