"""The run of hours as it is printed: as JSON, and as lines with bars for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from bcm_check.core.eigen import Ronde
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.tekst import clean_line
from bcm_check.core.tijdlijn import (
    Drager,
    Gestapeld,
    Kansen,
    Procesloop,
    Schakel,
    Stop,
    Stuk,
    Tijdlijn,
    Verbetering,
    Vraagstelling,
    cause_words,
    levers_of,
)
from bcm_check.core.versies import UITVOER

AANNAME = "72 uur is de norm voor inwoners; hier is het een planningsgrondslag. Uren zijn aannames tot u ze meet."
BAR = 36
QUARTER = 15


class Vooruitblik(NamedTuple):
    """Where the plan leads: after some months, the weight of processes that last of all, and the median minute."""

    maanden: int
    aandeel: tuple[int, int]
    mediaan: int | None


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class Uur(_Document):
    """The hour at which something first stops in each run; null where it lasts."""

    pessimistisch: float | None
    verwacht: float | None
    optimistisch: float | None


class Middeluur(_Document):
    """A middel: when it stops, and the ids from hour 0 to here."""

    naam: str
    uur: Uur
    keten: list[str]


class Stukuur(_Document):
    """A stretch of hours; `tot` is null where it lasts to the end of the run."""

    van: float
    tot: float | None


class Drageruur(_Document):
    """An alternative that carries a process from an hour on, its share of normal output (%), and when it was tried."""

    id: str
    vanaf_uur: float
    aandeel: int
    beproefd: date | None


class Procesuur(_Document):
    """A process: when it stops and why, how long it may be down, and how much longer than that it is (hours).

    `uit` is when it is down, `verminderd` when it limps (`verminderd_keten`: why), both in the expected run; `kans` is
    the chance (0-1) that it lasts, null unless it was asked for.
    """

    naam: str
    uur: Uur
    keten: list[str]
    uit: list[Stukuur]
    verminderd: list[Stukuur]
    verminderd_keten: list[str]
    alternatieven: list[Drageruur]
    mtpd_uren: float | None
    rto_uren: float | None
    tekort_uren: float | None
    haalt_norm: bool
    kans: float | None


class Gestapelduur(_Document):
    """When a process stops under the worst of the scenarios alone (null: it lasts), and under all of them together."""

    los: float | None
    samen: float


class Kansdocument(_Document):
    """The chance (0-1) that all processes last, from how many draws, and the seed of those."""

    alle: float
    trekkingen: int
    zaad: int


class Schakeluur(_Document):
    """A weak link: the weighted process hours that it costs, and the processes that it alone would save."""

    id: str
    winst_uren: float
    redt: list[str]


class KleinsteSet(_Document):
    """The questions to raise, or the middelen that must hold out; whether no smaller set does; what none can save."""

    vragen: list[str]
    middelen: list[str]
    bewezen: bool
    niet_te_halen: list[str]


class Momentopname(_Document):
    """The share of critical processes that last (weighted, 0-100) after some months of the plan."""

    maanden: int
    aandeel: float | None
    mediaan_uur: float | None


class UitvalDocument(_Document):
    """`uitval --json`."""

    versie: Literal[1] = UITVOER
    tlp: str | None
    ketens: str
    scenario: list[str]
    uren: float
    aandeel: float | None
    mediaan_uur: float | None
    middelen: dict[str, Middeluur]
    processen: dict[str, Procesuur]
    zwakste_schakels: list[Schakeluur]
    alleen: list[str]
    kleinste_set: KleinsteSet
    gestapeld: dict[str, Gestapelduur]
    kansen: Kansdocument | None
    inzichten: list[str]
    vooruitblik: list[Momentopname]


class Meer(NamedTuple):
    """What is told beside the time line: where the plan leads, what stacking does, and chances if they were asked."""

    vooruit: Sequence[Vooruitblik] = ()
    gestapeld: Mapping[str, Gestapeld] = MappingProxyType({})
    kansen: Kansen | None = None


NIETS_MEER = Meer()


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 4)


def _uur(stop: Stop) -> Uur:
    return Uur(**{ronde: _hours(minute) for ronde, minute in stop.minuut.items()})


def _share(aandeel: tuple[int, int]) -> float | None:
    part, whole = aandeel
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def document(lijn: Tijdlijn, ketens: Ketens, tlp: str | None, meer: Meer = NIETS_MEER) -> UitvalDocument:
    """Return what `uitval --json` prints."""
    best, kansen = lijn.kleinste, meer.kansen
    return UitvalDocument(
        tlp=tlp,
        ketens=f"{ketens.id} {ketens.versie}",
        scenario=[scenario.id for scenario in lijn.scenarios],
        uren=lijn.minuten / 60,
        aandeel=_share(lijn.aandeel),
        mediaan_uur=_hours(lijn.mediaan),
        middelen={s.id: Middeluur(naam=s.naam, uur=_uur(s), keten=list(s.keten)) for s in lijn.middelen},
        processen={each.proces.id: _process(each, kansen) for each in lijn.processen},
        zwakste_schakels=[Schakeluur(id=s.id, winst_uren=s.winst / 60, redt=list(s.redt)) for s in lijn.zwakste],
        alleen=list(lijn.alleen),
        kleinste_set=KleinsteSet(
            vragen=list(best.vragen),
            middelen=list(best.middelen),
            bewezen=best.bewezen,
            niet_te_halen=list(best.niet_te_halen),
        ),
        gestapeld={
            name: Gestapelduur(los=_hours(each.los), samen=each.samen / 60) for name, each in meer.gestapeld.items()
        },
        kansen=Kansdocument(alle=kansen.alle, trekkingen=kansen.trekkingen, zaad=kansen.zaad) if kansen else None,
        inzichten=list(lijn.inzichten),
        vooruitblik=[
            Momentopname(maanden=v.maanden, aandeel=_share(v.aandeel), mediaan_uur=_hours(v.mediaan))
            for v in meer.vooruit
        ],
    )


def _process(each: Procesloop, kansen: Kansen | None) -> Procesuur:
    limping = each.verminderd
    return Procesuur(
        naam=each.stop.naam,
        uur=_uur(each.stop),
        keten=list(each.stop.keten),
        uit=_stretches(each.stukken),
        verminderd=_stretches(limping.stukken),
        verminderd_keten=list(limping.keten),
        alternatieven=[
            Drageruur(id=d.id, vanaf_uur=d.van / 60, aandeel=d.aandeel, beproefd=d.beproefd) for d in limping.dragers
        ],
        mtpd_uren=_hours(each.proces.mtpd),
        rto_uren=_hours(each.proces.rto),
        tekort_uren=_hours(each.tekort),
        haalt_norm=each.haalt,
        kans=kansen.processen[each.proces.id] if kansen else None,
    )


def _stretches(stukken: Sequence[Stuk]) -> list[Stukuur]:
    return [Stukuur(van=round(stuk.van / 60, 4), tot=_hours(stuk.tot)) for stuk in stukken]


def hour(minutes: int | None, missing: str = "houdt het vol") -> str:
    """Return a minute as people say it: `uur 2`, `uur 2,5`; rounded to a quarter of an hour, down."""
    if minutes is None:
        return missing
    quarters = minutes // 15
    text = f"{quarters / 4:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"uur {text}"


def bar(each: Procesloop, minuten: int, *, ascii_only: bool = False) -> str:
    """Return a bar over the hours: how the process runs, limps or lies still, `|` where its mtpd ends in a stop."""
    full, half, empty = ("#", "~", ".") if ascii_only else ("█", "▒", "░")
    drawn = [full] * BAR
    for sign, stukken in ((half, each.verminderd.stukken), (empty, each.stukken)):
        for stuk in stukken:
            for cell in _cells(stuk, minuten):
                drawn[cell] = sign
    stop = each.stop.minuut["verwacht"]
    if stop is not None and each.proces.mtpd is not None and stop + each.proces.mtpd < minuten:
        cell = (stop + each.proces.mtpd) * BAR // minuten
        if drawn[cell] == empty:
            drawn[cell] = "|"
    return "".join(drawn)


def _cells(stuk: Stuk, minuten: int) -> range:
    """Return the cells of a bar that a stretch fills: at least one, so that none is unseen."""
    first = stuk.van * BAR // minuten
    last = BAR if stuk.tot is None else stuk.tot * BAR // minuten
    return range(first, max(first + 1, last))


def lines(lijn: Tijdlijn, ketens: Ketens, meer: Meer = NIETS_MEER, *, ascii_only: bool = False) -> Iterator[str]:
    """Yield the run for people: a bar and a cause for each process, then what is weak and what helps."""
    yield f"{' + '.join(title(scenario) for scenario in lijn.scenarios)} · {lijn.minuten // 60} uur"
    for scenario in lijn.scenarios:
        yield from when_and_warned(scenario)
    yield ""
    for each in in_order(lijn):
        yield from _process_lines(each, ketens, lijn.minuten, ascii_only)
        if meer.kansen is not None:
            yield f"  Kans dat het {lijn.minuten // 60} uur haalt: {chance(meer.kansen.processen[each.proces.id])}"
    if not lijn.zwakste and all(each.haalt for each in lijn.processen):
        yield f"In dit scenario valt binnen {lijn.minuten // 60} uur geen proces uit."
    yield from _totals(lijn, ketens)
    yield from _stacked(meer.gestapeld, ketens)
    if meer.kansen is not None:
        yield (
            f"Kans dat alle processen {lijn.minuten // 60} uur halen: {chance(meer.kansen.alle)} "
            f"({meer.kansen.trekkingen} trekkingen, startgetal {meer.kansen.zaad})."
        )


def when_and_warned(scenario: Scenario) -> Iterator[str]:
    """Yield the season and the warning time of a scenario."""
    if scenario.seizoen:
        yield f"{scenario.id}, seizoen: {clean_line(scenario.seizoen)}."
    if scenario.waarschuwing:
        yield f"{scenario.id}, waarschuwing vooraf: {clean_line(scenario.waarschuwing)}."


def _stacked(gestapeld: Mapping[str, Gestapeld], ketens: Ketens) -> Iterator[str]:
    for name, each in gestapeld.items():
        yield f"{clean_line(ketens.namen[name])}: los {hour(each.los)}, samen {hour(each.samen)}"


def chance(value: float) -> str:
    """Return a chance in whole percents; never none or all, unless no draw or every draw says so."""
    whole = round(100 * value)
    if whole == 0 and value > 0:
        return "minder dan 1%"
    return "meer dan 99%" if whole == 100 and value < 1 else f"{whole}%"


def limps(each: Procesloop, ketens: Ketens) -> Iterator[str]:
    """Yield how a process limps: from which hour, why, and what carries it then, with its share and its last test."""
    limping = each.verminderd
    if limping.vanaf is None:
        return
    chain = " → ".join(clean_line(ketens.namen[name]) for name in limping.keten)
    yield f"Verminderd vanaf {hour(limping.vanaf)}{f': {chain}' if chain else ''}."
    for drager in limping.dragers:
        yield f"{carrier(drager, ketens)}."


def carrier(drager: Drager, ketens: Ketens) -> str:
    """Return an alternative in words: what it is, from when, its share of normal output, and its last test."""
    tried = f"laatst beproefd {drager.beproefd:%m-%Y}" if drager.beproefd else "nog niet beproefd, telt daarom korter"
    name = clean_line(ketens.namen[drager.id])
    return f"Vanaf {hour(drager.van)} op: {name}, ongeveer {drager.aandeel}% van normaal ({tried})"


def title(scenario: Scenario) -> str:
    """Return a scenario by its id and name."""
    return f"{scenario.id} {clean_line(scenario.naam)}"


def in_order(lijn: Tijdlijn) -> list[Procesloop]:
    """Return the processes, what stops first at the top."""
    return sorted(lijn.processen, key=_first)


def _first(each: Procesloop) -> tuple[bool, int, str]:
    minute = each.stop.minuut["verwacht"]
    return minute is None, minute or 0, each.proces.id


def _process_lines(each: Procesloop, ketens: Ketens, minuten: int, ascii_only: bool) -> Iterator[str]:
    stop = each.stop
    when = hour(stop.minuut["verwacht"])
    yield f"{clean_line(stop.naam)}: {when}{_range(stop.minuut)}"
    yield f"  {bar(each, minuten, ascii_only=ascii_only)}"
    if stop.keten:
        arrow = cause_words(ketens, stop)
        yield f"  Waarom: {clean_line(arrow if not ascii_only else arrow.replace('→', '>'))}"
    for line in limps(each, ketens):
        yield f"  {line if not ascii_only else line.replace('→', '>')}"
    if each.tekort and each.tekort >= QUARTER:
        allowed = hour(each.proces.mtpd).removeprefix("uur ")
        yield f"  Mag {allowed} uur stil liggen; dat duurt {hour(each.tekort).removeprefix('uur ')} uur te lang."


def _gained(minutes: int) -> str:
    return f"{minutes // 60} uur" if minutes >= 60 else "minder dan een uur"


def ends(minuut: Mapping[Ronde, int | None]) -> tuple[str, str]:
    """Return the hours of the dark and the bright round, without the word."""
    dark, bright = (hour(minuut[r], "vol te houden").removeprefix("uur ") for r in ("pessimistisch", "optimistisch"))
    return dark, bright


def _range(minuut: Mapping[Ronde, int | None]) -> str:
    dark, bright = ends(minuut)
    return "" if dark == bright else f" (band {dark}–{bright})"


def totals(lijn: Tijdlijn) -> Iterator[str]:
    """Yield the share of the processes that last, and by when half of them stop."""
    share = _share(lijn.aandeel)
    if share is not None:
        shown = f"{share:.1f}".replace(".", ",")
        yield f"{shown}% van de kritieke processen (gewogen) houdt het {lijn.minuten // 60} uur vol."
        yield half_way(lijn.mediaan)


def half_way(mediaan: int | None) -> str:
    """Return the median in a sentence."""
    if mediaan is None:
        return "Meer dan de helft van de processen houdt het vol."
    return f"De helft van de processen stopt op of voor: {hour(mediaan)}."


def gain(schakel: Schakel) -> str:
    """Return what a weak link would give: `503 uur winst; redt 5 processen`."""
    count = len(schakel.redt)
    saved = f"; redt {count} {'proces' if count == 1 else 'processen'}" if count else ""
    return f"{_gained(schakel.winst)} winst{saved}"


def proof(best: Verbetering) -> str:
    """Return whether a smaller set would do."""
    return "kleiner kan niet" if best.bewezen else "of het kleiner kan, is niet bewezen"


def moment(months: int) -> str:
    """Return a moment of the look ahead: `nu`, `na 3 maanden`."""
    return "nu" if not months else f"na {months} maanden"


def assumed(vraag: Vraagstelling) -> list[str]:
    """Return the questions that could be answered and were not: they count as level 0."""
    asked = vraag.vragen or frozenset()
    return sorted(name for name in levers_of(vraag.ketens) if name in asked and name not in vraag.niveaus)


def _totals(lijn: Tijdlijn, ketens: Ketens) -> Iterator[str]:
    yield ""
    yield from totals(lijn)
    if lijn.zwakste:
        yield "Zwakste schakels:"
    for number, schakel in enumerate(lijn.zwakste, start=1):
        yield f"  {number}. {clean_line(ketens.namen[schakel.id])}: {gain(schakel)}"
    if lijn.alleen:
        names = ", ".join(clean_line(ketens.namen[name]) for name in lijn.alleen)
        yield f"Valt op een gewone dag één hiervan weg, dan stopt er werk: {names}."
    best = lijn.kleinste
    chosen = [*best.vragen, *(clean_line(ketens.namen[name]) for name in best.middelen)]
    if chosen:
        yield f"Alles wat te redden is, redt u met: {', '.join(chosen)} ({proof(best)})."
    if best.niet_te_halen:
        names = ", ".join(clean_line(ketens.namen[name]) for name in best.niet_te_halen)
        yield f"Niet te redden met eigen maatregelen: {names}."
    for tekst in lijn.inzichten:
        yield f"Let op: {clean_line(tekst)}"
