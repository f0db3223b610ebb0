"""What limps: the hours in which a node runs, but not as usual, why, and on which alternative a process then runs.

It takes two runs of one scenario: the usual one, and one in which behind each node stands a second that is up while
the first runs as usual (`ketens.set_up` with `verminderd`). What runs in the first and is down in the second, limps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import groupby
from typing import NamedTuple

from .ketens import Ketens, Middel, Proces, is_there
from .uitval import Verloop


class Stuk(NamedTuple):
    """A stretch of minutes; `tot` is None where it lasts to the end of the run."""

    van: int
    tot: int | None


class Drager(NamedTuple):
    """An alternative that carries a process, from a minute on, and the share of normal output that it gives (%).

    `beproefd` is the day it was last tried; None where nobody said so. `korter` tells whether it would last longer if
    it had been tried (of late).
    """

    id: str
    van: int
    aandeel: int
    beproefd: date | None
    korter: bool


class Verminderd(NamedTuple):
    """When a node limps: it runs, but not as usual. Which alternatives carry it, and the chain that made it limp.

    The chain is that of the first time.
    """

    stukken: tuple[Stuk, ...]
    dragers: tuple[Drager, ...]
    keten: tuple[str, ...]

    @property
    def vanaf(self) -> int | None:
        """The first minute at which it limps."""
        return self.stukken[0].van if self.stukken else None


class Lopen(NamedTuple):
    """Two runs of one scenario: the usual one, and the one with a second node behind each."""

    gewoon: Verloop
    heel: Verloop


def stretches(verloop: Verloop, name: str) -> tuple[Stuk, ...]:
    """Return when a node is down."""
    return _stretches(verloop, verloop.graaf.namen.index(name))


def _stretches(verloop: Verloop, number: int) -> tuple[Stuk, ...]:
    return tuple(Stuk(each.van, each.tot) for each in verloop.van_knoop(number))


def without(some: Iterable[Stuk], others: Sequence[Stuk], minuten: int) -> Iterator[Stuk]:
    """Yield the parts of some stretches that lie in none of the others."""
    for stuk in some:
        at, end = stuk.van, minuten if stuk.tot is None else stuk.tot
        for other in others:
            stop = minuten if other.tot is None else other.tot
            if at < other.van < end:
                yield Stuk(at, other.van)
            if other.van < end and stop > at:
                at = max(at, stop)
        if at < end:
            yield Stuk(at, stuk.tot if end == minuten else end)


def within(some: Iterable[Stuk], others: Sequence[Stuk], minuten: int) -> tuple[Stuk, ...]:
    """Return the parts of some stretches that lie in the others too."""
    return tuple(without(some, tuple(without([Stuk(0, None)], others, minuten)), minuten))


def limping(lopen: Lopen, name: str) -> Verminderd:
    """Return when a node limps and why; what carries it is not looked for."""
    names = lopen.heel.graaf.namen
    second = names.index(name) + len(names) // 2
    found = tuple(without(_stretches(lopen.heel, second), stretches(lopen.gewoon, name), lopen.gewoon.minuten))
    chain = lopen.heel.keten(second, found[0].van) if found else ()
    told = groupby(names[each] for each in chain)  # a node and the second behind it are one to a reader
    return Verminderd(found, (), tuple(each for each, _ in told))


def limping_process(
    lopen: Lopen, ketens: Ketens, niveaus: Mapping[str, int], beproefd: Mapping[str, date], proces: Proces
) -> Verminderd:
    """Return when a process limps, why, and which alternatives carry it in those hours, the first one first."""
    found = limping(lopen, proces.id)
    first: dict[str, int] = {}
    for name, minute in _carriers(lopen.gewoon, ketens, niveaus, proces, found.stukken):
        first[name] = min(minute, first.get(name, minute))
    middelen = {middel.id: middel for middel in ketens.middelen}
    carriers = [_drager(middelen[name], minute, niveaus, beproefd) for name, minute in first.items()]
    return found._replace(dragers=tuple(sorted(carriers, key=lambda each: (each.van, each.id))))


def _drager(middel: Middel, minute: int, niveaus: Mapping[str, int], beproefd: Mapping[str, date]) -> Drager:
    share = middel.alternatief.aandeel if middel.alternatief is not None else 100
    day = beproefd.get(middel.aanwezig.vraag) if middel.aanwezig is not None else None
    return Drager(middel.id, minute, share, day, _is_cut_short(middel, niveaus))


def _carriers(
    verloop: Verloop, ketens: Ketens, niveaus: Mapping[str, int], proces: Proces, limps: Sequence[Stuk]
) -> Iterator[tuple[str, int]]:
    """Yield each alternative with the first minute of limping at which it stands in for all usual members of a group.

    In a group without usual members an alternative is what is usual.
    """
    middelen = {middel.id: middel for middel in ketens.middelen}
    for need in proces.behoeften:
        members = [middelen[name] for name in need.een_van]
        usual = [stretches(verloop, each.id) for each in members if each.alternatief is None]
        gone = reduce(lambda some, other: within(some, other, verloop.minuten), usual) if usual else ()
        for each in members:
            if each.alternatief is None or not is_there(each, niveaus):
                continue
            carries = without(gone, stretches(verloop, each.id), verloop.minuten)
            for stuk in within(carries, limps, verloop.minuten)[:1]:
                yield each.id, stuk.van


def _is_cut_short(middel: Middel, niveaus: Mapping[str, int]) -> bool:
    """Tell whether a higher level of its own question would make an alternative last longer."""
    question = middel.aanwezig.vraag if middel.aanwezig is not None else None
    return any(
        each.vraag == question and each.niveau > niveaus.get(each.vraag, 0)
        for need in middel.behoeften
        for each in need.bij_antwoord
    )
