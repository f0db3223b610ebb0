"""The run of hours as JSON: what `uitval --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bcm_check.core.ketens import Ketens
from bcm_check.core.tijdlijn import Kansen, Procesloop, Stop, Tijdlijn
from bcm_check.core.verminderd import Stuk, Verminderd
from bcm_check.core.versies import UITVOER

from .uren import NIETS_MEER, Meer, percentage


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class Uur(_Document):
    """The hour at which something first stops in each run; null where it lasts."""

    pessimistisch: float | None
    verwacht: float | None
    optimistisch: float | None


class Stukuur(_Document):
    """A stretch of hours; `tot` is null where it lasts to the end of the run."""

    van: float
    tot: float | None


class Middeluur(_Document):
    """A middel: when it stops, and the ids from hour 0 to here; when it runs but not as usual, and why."""

    naam: str
    uur: Uur
    keten: list[str]
    verminderd: list[Stukuur]
    verminderd_keten: list[str]


class Drageruur(_Document):
    """An alternative that carries a process from an hour on, its share of normal output (%), and when it was tried.

    `telt_korter` tells whether it would last longer if it had been tried of late.
    """

    id: str
    vanaf_uur: float
    aandeel: int
    beproefd: date | None
    telt_korter: bool


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
    """The share of critical processes that last (weighted, 0-100) after some months of the plan.

    `tekort` are the questions of the smallest set that are too low by then, with the level that would do.
    """

    maanden: int
    aandeel: float | None
    mediaan_uur: float | None
    tekort: dict[str, int]


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


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 4)


def _uur(stop: Stop) -> Uur:
    return Uur(**{ronde: _hours(minute) for ronde, minute in stop.minuut.items()})


def document(lijn: Tijdlijn, ketens: Ketens, tlp: str | None, meer: Meer = NIETS_MEER) -> UitvalDocument:
    """Return what `uitval --json` prints."""
    best, kansen = lijn.kleinste, meer.kansen
    return UitvalDocument(
        tlp=tlp,
        ketens=f"{ketens.id} {ketens.versie}",
        scenario=[scenario.id for scenario in lijn.scenarios],
        uren=lijn.minuten / 60,
        aandeel=percentage(lijn.aandeel),
        mediaan_uur=_hours(lijn.mediaan),
        middelen={stop.id: _middel(stop, lijn.middelen_verminderd[stop.id]) for stop in lijn.middelen},
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
            name: Gestapelduur(los=_hours(each.los), samen=round(each.samen / 60, 4))
            for name, each in meer.gestapeld.items()
        },
        kansen=Kansdocument(alle=kansen.alle, trekkingen=kansen.trekkingen, zaad=kansen.zaad) if kansen else None,
        inzichten=list(lijn.inzichten),
        vooruitblik=[
            Momentopname(
                maanden=each.maanden,
                aandeel=percentage(each.aandeel),
                mediaan_uur=_hours(each.mediaan),
                tekort=dict(each.tekort),
            )
            for each in meer.vooruit
        ],
    )


def _middel(stop: Stop, limping: Verminderd) -> Middeluur:
    return Middeluur(
        naam=stop.naam,
        uur=_uur(stop),
        keten=list(stop.keten),
        verminderd=_stretches(limping.stukken),
        verminderd_keten=list(limping.keten),
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
            Drageruur(
                id=each.id,
                vanaf_uur=round(each.van / 60, 4),
                aandeel=each.aandeel,
                beproefd=each.beproefd,
                telt_korter=each.korter,
            )
            for each in limping.dragers
        ],
        mtpd_uren=_hours(each.proces.mtpd),
        rto_uren=_hours(each.proces.rto),
        tekort_uren=_hours(each.tekort),
        haalt_norm=each.haalt,
        kans=kansen.processen[each.proces.id] if kansen else None,
    )


def _stretches(stukken: Sequence[Stuk]) -> list[Stukuur]:
    return [Stukuur(van=round(stuk.van / 60, 4), tot=_hours(stuk.tot)) for stuk in stukken]
