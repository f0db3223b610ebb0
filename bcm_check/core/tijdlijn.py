"""The run of hours for one organisation: when each process stops, why, what is weakest, and how sure that is.

Three runs (pessimistisch, verwacht, optimistisch) over the graph that follows from its answers. 72 hours is the norm
for citizens and here a planning basis; 24 and 168 can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .eigen import RONDEN, Ronde
from .ketens import Ketens, Proces, Scenario, grips, is_there, set_up
from .steekproef import sample
from .uitval import Verloop
from .verbeteringen import Verbetering, smallest, stopped_in
from .verminderd import Lopen, Stuk, Verminderd, limping, limping_process, stretches
from .vraagstelling import Vraagstelling, one_run, processes_of

ZWAKSTE = 5


class Stop(NamedTuple):
    """When a node first goes down in each round (minutes; None where it lasts), and the chain of the expected round."""

    id: str
    naam: str
    minuut: Mapping[Ronde, int | None]
    keten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Procesloop:
    """A process over the hours: when it stops, how long it may be down, and how much longer than that it is."""

    stop: Stop
    proces: Proces
    stukken: tuple[Stuk, ...]  # when it is down, in the expected round
    verminderd: Verminderd
    tekort: int | None  # minutes beyond its mtpd; None without an mtpd

    @property
    def haalt(self) -> bool:
        """Whether it lasts the whole horizon."""
        return not self.stukken


class Schakel(NamedTuple):
    """A weak link: what all processes together would gain if it held out (weighted minutes), and which that saves."""

    id: str
    winst: int
    redt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """Everything that the run tells of one organisation and one scenario (or several together)."""

    scenarios: tuple[Scenario, ...]
    minuten: int
    middelen: tuple[Stop, ...]
    middelen_verminderd: Mapping[str, Verminderd]  # of each of those by its id
    processen: tuple[Procesloop, ...]
    aandeel: tuple[int, int]  # weight of the processes that last, of the weight of all
    mediaan: int | None  # the median minute at which processes stop; None where half of them last
    zwakste: tuple[Schakel, ...]
    alleen: Mapping[str, int]  # middelen whose loss alone stops work, and how many processes: most first
    kleinste: Verbetering
    inzichten: tuple[str, ...]


def timeline(vraag: Vraagstelling) -> Tijdlijn:
    """Return what the run of hours tells."""
    runs = {ronde: one_run(vraag, ronde) for ronde in RONDEN}
    both = Lopen(runs["verwacht"], one_run(vraag, verminderd=True))
    stops = {name: _stop(vraag, runs, name) for name in both.gewoon.graaf.namen}
    processes = tuple(_process(vraag, both, stops[proces.id], proces) for proces in processes_of(vraag))
    middelen = tuple(stops[middel.id] for middel in vraag.ketens.middelen if is_there(middel, vraag.niveaus))
    lasting = sum(each.proces.gewicht for each in processes if each.haalt)
    return Tijdlijn(
        scenarios=vraag.scenarios,
        minuten=vraag.minuten,
        middelen=middelen,
        middelen_verminderd={each.id: limping(both, each.id) for each in middelen},
        processen=processes,
        aandeel=(lasting, sum(each.proces.gewicht for each in processes)),
        mediaan=_median([each.stop.minuut["verwacht"] for each in processes]),
        zwakste=weakest(vraag, processes),
        alleen=alone(vraag),
        kleinste=smallest(vraag),
        inzichten=insights(vraag, stops),
    )


def _stop(vraag: Vraagstelling, runs: Mapping[Ronde, Verloop], name: str) -> Stop:
    expected = runs["verwacht"]
    number = expected.graaf.namen.index(name)
    first = {ronde: run_.eerste(number) for ronde, run_ in runs.items()}
    minutes = {ronde: down.van if down is not None else None for ronde, down in first.items()}
    chain = tuple(expected.graaf.namen[each] for each in expected.keten(number)) if first["verwacht"] else ()
    return Stop(name, vraag.ketens.namen[name], minutes, chain)


def _process(vraag: Vraagstelling, both: Lopen, stop: Stop, proces: Proces) -> Procesloop:
    found = stretches(both.gewoon, proces.id)
    longest = max(((each.tot or vraag.minuten) - each.van for each in found), default=0)
    short = None if proces.mtpd is None else max(0, longest - proces.mtpd)
    limps = limping_process(both, vraag.ketens, vraag.niveaus, vraag.beproefd, proces)
    return Procesloop(stop, proces, found, limps, short)


class Gestapeld(NamedTuple):
    """The first minute at which a process stops: under the worst of some scenarios alone, and under all together."""

    los: int | None
    samen: int


def stacked(vraag: Vraagstelling) -> dict[str, Gestapeld]:
    """Return the processes that scenarios together stop sooner than the worst of them alone."""
    if len(vraag.scenarios) < 2:
        return {}
    together = one_run(vraag)
    apart = [one_run(vraag._replace(scenarios=(scenario,))) for scenario in vraag.scenarios]
    found = {}
    for proces in processes_of(vraag):
        number = together.graaf.namen.index(proces.id)
        alone_ = min((down.van for each in apart if (down := each.eerste(number)) is not None), default=None)
        both = together.eerste(number)
        if both is not None and (alone_ is None or both.van < alone_):
            found[proces.id] = Gestapeld(alone_, both.van)
    return found


class Kansen(NamedTuple):
    """The chance (0 to 1) that each process lasts the horizon, and that all do; from how many draws and what seed."""

    processen: Mapping[str, float]
    alle: float
    trekkingen: int
    zaad: int


def chances(vraag: Vraagstelling, trekkingen: int, zaad: int) -> Kansen:
    """Return the chance that the processes last, with every buffer drawn from its range.

    Raises WrongUse without numpy, and where something comes back within the horizon (`steekproef.py`).
    """
    dark, usual, bright = (set_up(vraag.ketens, ronde, vraag.niveaus, soort=vraag.soort) for ronde in RONDEN)
    rounds = (dark.graaf, usual.graaf, bright.graaf)
    found = sample(rounds, grips(usual, vraag.scenarios), vraag.minuten, aantal=trekkingen, zaad=zaad)
    numbers = {proces.id: usual.nummer[proces.id] for proces in processes_of(vraag)}
    each = {name: found.kans(number, vraag.minuten) for name, number in numbers.items()}
    return Kansen(each, found.kans_alle(list(numbers.values())), trekkingen, zaad)


class Stand(NamedTuple):
    """Which processes last: their weight of the weight of all, their number of all, and the median minute of a stop."""

    aandeel: tuple[int, int]
    processen: tuple[int, int]
    mediaan: int | None


def share(vraag: Vraagstelling) -> Stand:
    """Return which processes last, without the rest of a time line."""
    verloop = one_run(vraag)
    first = {p: verloop.eerste(verloop.graaf.namen.index(p.id)) for p in processes_of(vraag)}
    lasting = [proces.gewicht for proces, down in first.items() if down is None]
    median = _median([down.van if down is not None else None for down in first.values()])
    return Stand((sum(lasting), sum(proces.gewicht for proces in first)), (len(lasting), len(first)), median)


def _median(minutes: Sequence[int | None]) -> int | None:
    """Return the lower median; a process that lasts comes after every one that stops."""
    ordered = sorted(minutes, key=lambda each: (each is None, each or 0))
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def _minutes_up(verloop: Verloop, processen: Iterable[Proces]) -> int:
    """Return the weighted minutes until each process first stops."""
    total = 0
    for proces in processen:
        down = verloop.eerste(verloop.graaf.namen.index(proces.id))
        total += proces.gewicht * (down.van if down is not None else verloop.minuten)
    return total


def weakest(vraag: Vraagstelling, processes: Sequence[Procesloop]) -> tuple[Schakel, ...]:
    """Return the links that would gain most if they held out, most first.

    What a scenario itself takes is no link that anybody can mend: it only counts where there is nothing else.
    """
    processen = [each.proces for each in processes]
    now = _minutes_up(one_run(vraag), processen)
    failing = {each.proces.id for each in processes if not each.haalt}
    found = []
    links = dict.fromkeys(link for each in processes for link in each.stop.keten[:-1])
    taken = {grip.middel for scenario in vraag.scenarios for grip in scenario.treft}
    for name in [link for link in links if link not in taken] or links:
        verloop = one_run(vraag, zonder=[name])
        saved = tuple(each for each in sorted(failing) if verloop.eerste(verloop.graaf.namen.index(each)) is None)
        gain = _minutes_up(verloop, processen) - now
        if gain:
            found.append(Schakel(name, gain, saved))
    return tuple(sorted(found, key=lambda each: (-each.winst, each.id))[:ZWAKSTE])


def alone(vraag: Vraagstelling) -> dict[str, int]:
    """Return the middelen that are there and whose loss alone, in calm times, stops work: how many processes.

    Those that stop most come first. What an own provision stands in for is no single point. A process that cannot run
    in calm times either (it needs a provision that is not there) blames none of them.
    """
    calm = vraag._replace(scenarios=())
    usual = stopped_in(calm, one_run(calm))
    there = [middel for middel in vraag.ketens.middelen if is_there(middel, vraag.niveaus)]
    own = {middel.id for middel in there if middel.aanwezig is not None}
    single = [each.id for each in there if not any(own.intersection(need.een_van) for need in each.behoeften)]
    stopped = {name: len(stopped_in(calm, one_run(calm, extra=[name])) - usual) for name in single}
    return {name: count for name, count in sorted(stopped.items(), key=lambda pair: -pair[1]) if count}


def insights(vraag: Vraagstelling, stops: Mapping[str, Stop]) -> tuple[str, ...]:
    """Return the cards that are true for this organisation: what must have failed by then has, what must last does.

    A card that says that something lasts needs a run that is long enough to know.
    """
    there = {middel.id for middel in vraag.ketens.middelen if is_there(middel, vraag.niveaus)}
    there |= {proces.id for proces in processes_of(vraag)}

    def is_down(name: str, minute: int) -> bool:
        when = stops[name].minuut["verwacht"] if name in stops else None
        return when is not None and when <= minute

    return tuple(
        card.tekst
        for card in vraag.ketens.inzichten
        if (vraag.soort is None or not card.voor or vraag.soort in card.voor)
        and all(name in stops and is_down(name, card.binnen) for name in card.valt)
        and all(name in there and not is_down(name, card.binnen) for name in card.blijft)
        and (not card.blijft or card.binnen <= vraag.minuten)
    )


def cause_words(ketens: Ketens, stop: Stop) -> str:
    """Return the chain of a stop in words: from what happened first to what it stopped."""
    return " → ".join(ketens.namen[name] for name in stop.keten)
