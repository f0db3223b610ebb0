"""What a reader sees, as frozen values: one type for every table of a report, in the words that are shown.

All texts are clean (no control or invisible characters) and in Dutch; scores and gains are points from 0 to 100 with
one decimal, already rounded; None is *geen score*, which is not 0. Every output is made from these values alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Termijn = Literal["0-3", "3-12", "12-24"]


def half_days(van: int, tot: int) -> str:
    """Return an effort in words: `1 dagdeel`, `2–4 dagdelen`."""
    if van == tot:
        return f"{van} dagdeel" if van == 1 else f"{van} dagdelen"
    return f"{van}–{tot} dagdelen"


@dataclass(frozen=True, slots=True)
class Versieregel:
    """The version of one thing that this report was made with."""

    wat: str
    versie: str


@dataclass(frozen=True, slots=True)
class Aantallen:
    """How many questions are in each of the six states."""

    beantwoord: int
    weet_niet: int
    nvt: int
    open: int
    niet_gesteld: int
    niet_voor: int

    @property
    def gesteld(self) -> int:
        """How many questions were asked."""
        return self.beantwoord + self.weet_niet + self.nvt + self.open

    @property
    def zonder_plan(self) -> str:
        """What a plan without measures says: while answers are missing that is no good news."""
        if self.open or self.weet_niet:
            return "Er staat nog geen maatregel in het plan. Vul eerst aan wat nog open of onbekend is."
        return "Er is nu geen maatregel nodig voor uw ambitie."


@dataclass(frozen=True, slots=True)
class Scoreregel:
    """The score of the whole, a track or a pillar; `ambitie_score` is the ambition on the scale of 0 to 100."""

    id: str
    naam: str
    kort: str
    laag: float | None
    score: float | None
    hoog: float | None
    niveau: int | None
    niveaunaam: str
    ambitie: int | None
    ambitienaam: str
    ambitie_score: float | None
    plafond: str
    aantallen: Aantallen
    som: str


@dataclass(frozen=True, slots=True)
class Onderwerpregel:
    """The score of one group of questions, with the pillar it stands under."""

    pijler: str
    id: str
    naam: str
    laag: float | None
    score: float | None
    hoog: float | None
    niveau: int | None
    niveaunaam: str


@dataclass(frozen=True, slots=True)
class Profielregel:
    """One score under the chosen weights and under equal weights."""

    naam: str
    gekozen: float | None
    gelijk: float | None


@dataclass(frozen=True, slots=True)
class Gatregel:
    """A question under the ambition: where it stands and where it should stand."""

    vraag: str
    titel: str
    niveau: int
    niveaunaam: str
    ambitie: int
    ambitienaam: str
    toestand: str


@dataclass(frozen=True, slots=True)
class Sprongregel:
    """What a measure does for one question."""

    vraag: str
    titel: str
    van: int
    van_naam: str
    naar: int
    naar_naam: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.vraag} {self.titel}: van {self.van} ({self.van_naam}) naar {self.naar} ({self.naar_naam})"


@dataclass(frozen=True, slots=True)
class Maatregelregel:
    """A measure in the plan. `dagdelen` are half-days of four hours; `winst` is points of the total score."""

    rang: int
    id: str
    titel: str
    waarom: str
    hoe: str
    eerste_stap: str
    actiehouder: str
    dagdelen_van: int
    dagdelen_tot: int
    kosten: str
    horizon: Termijn
    horizonnaam: str
    betaler: str
    gezamenlijk: str
    vorm: str
    actielijn: str
    sprongen: tuple[Sprongregel, ...]
    winst: float
    kritiek: bool
    eerst: tuple[str, ...]
    bewijs: tuple[str, ...]

    @property
    def inzet(self) -> str:
        """The effort in words."""
        return half_days(self.dagdelen_van, self.dagdelen_tot)

    @property
    def vragen(self) -> str:
        """The ids of the questions it lifts."""
        return ", ".join(sprong.vraag for sprong in self.sprongen)

    @property
    def samen(self) -> str:
        """Whether it can be done once for twelve, and how."""
        return f"{self.gezamenlijk}: {self.vorm}" if self.vorm else self.gezamenlijk


@dataclass(frozen=True, slots=True)
class Horizon:
    """The measures of one term that do not stand on page one."""

    id: Termijn
    naam: str
    maatregelen: tuple[Maatregelregel, ...]


@dataclass(frozen=True, slots=True)
class Uitzoekregel:
    """A question that nobody knew the answer to: what to look for, and whom to ask first."""

    vraag: str
    titel: str
    vraagtekst: str
    bewijs: tuple[str, ...]
    eerste_stap: str


@dataclass(frozen=True, slots=True)
class Nvtregel:
    """A question that does not apply, with the reason the owner gave."""

    vraag: str
    titel: str
    reden: str


@dataclass(frozen=True, slots=True)
class Vraagregel:
    """A question by its id and title."""

    vraag: str
    titel: str


@dataclass(frozen=True, slots=True)
class Dubbelregel:
    """A question that counts in more than one point, with those points."""

    vraag: str
    titel: str
    groepen: str


@dataclass(frozen=True, slots=True)
class Antwoordregel:
    """An answer with all that belongs to it. `niveau` was given, `geteld` counts, `waarom` tells why they differ."""

    pijler: str
    groep: str
    vraag: str
    titel: str
    vraagtekst: str
    toestand: str
    niveau: int | None
    geteld: int | None
    niveaunaam: str
    niveautekst: str
    waarom: str
    reden: str
    toelichting: str
    bewijs: str
    eigenaar: str
    testdatum: date | None
    kritiek: bool
    telt_ook_in: str
    bronnen: str
    niveaus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archiefregel:
    """An answer that no longer fits the questionnaire: kept, named, not counted."""

    vraag: str
    reden: str
    versie: str
    antwoord: str


@dataclass(frozen=True, slots=True)
class Bronregel:
    """A source that asked questions lean on, how sure we are of it, and where it is used."""

    naam: str
    jaar: str
    soort: str
    zekerheid: str
    status: str
    waar: str


@dataclass(frozen=True, slots=True)
class Uurregel:
    """A process over the hours: when it stops, how long it may be down, how much longer than that it is, and why.

    `balk` has one sign for each part of the horizon: `█` it runs, `▒` it limps, `░` it does not run, `|` the time that
    it may be down ends here. `verminderd` tells why it limps and on what it runs then, `dienst` the least it must do.
    """

    naam: str
    uur: str
    pessimistisch: str
    optimistisch: str
    balk: str
    mag_stil: str
    hersteldoel: str
    te_lang: str
    oorzaak: str
    verminderd: str
    dienst: str

    @property
    def band(self) -> str:
        """The hours of the dark and the bright round."""
        same = self.pessimistisch == self.optimistisch
        both = self.pessimistisch if same else f"{self.pessimistisch}–{self.optimistisch}"
        return f"uur {both}" if both[0].isdigit() else both


@dataclass(frozen=True, slots=True)
class Schakelregel:
    """A weak link; `winst` tells what all would gain if it held out, and how many processes that saves."""

    naam: str
    winst: str


@dataclass(frozen=True, slots=True)
class Uuraanname:
    """How long something goes without what it needs: the least, the expected and the most; how sure, and from where.

    `doorbroken_door` are the questions with which an organisation can break this link itself.
    """

    naam: str
    nodig: str
    laagst: str
    verwacht: str
    hoogst: str
    kwaliteit: str
    doorbroken_door: str
    bronnen: str


@dataclass(frozen=True, slots=True)
class Urenbeeld:
    """The run of hours: when each process stops and why, what is weak, what helps, and what is assumed.

    `schaal` are the hours at equal distances along every bar. `kleinste` are the questions of the smallest set;
    `middelen` stand in for them in a graph that knows no questions; `bewijs` tells whether it is proved smallest.
    `alleen` is a sentence that names the middelen of which one alone stops work on an ordinary day. `verder` stands
    above `tekort`: in which questions the plan falls short of the smallest set.
    """

    scenario: str
    uren: int
    zinnen: tuple[str, ...]
    schaal: tuple[str, ...]
    processen: tuple[Uurregel, ...]
    zwakste: tuple[Schakelregel, ...]
    alleen: str
    kleinste: tuple[Vraagregel, ...]
    middelen: tuple[str, ...]
    bewijs: str
    niet_te_halen: tuple[str, ...]
    inzichten: tuple[str, ...]
    vooruitblik: tuple[tuple[str, str], ...]
    verder: str
    tekort: tuple[Vraagregel, ...]
    onbekend: tuple[Vraagregel, ...]
    aanname: str
    aannames: tuple[Uuraanname, ...]
    hulp: tuple[Vraagregel, ...]
    kwaliteiten: str


@dataclass(frozen=True, slots=True)
class Rapport:
    """Everything that the report of one organisation shows, in the order of reading."""

    label: str
    labeluitleg: str
    organisatie: str
    organisatietype: str
    lijst: str
    titel: str
    peildatum: date
    diepte: str
    versies: tuple[Versieregel, ...]
    samenvatting: tuple[str, ...]
    gaten: tuple[Gatregel, ...]
    totaal: Scoreregel
    sporen: tuple[Scoreregel, ...]
    pijlers: tuple[Scoreregel, ...]
    onderwerpen: tuple[Onderwerpregel, ...]
    dubbel: tuple[Dubbelregel, ...]
    schaal: tuple[tuple[int, str, str], ...]
    profiel: str
    profieluitleg: tuple[str, ...]
    profielen: tuple[Profielregel, ...]
    voorpagina: tuple[Maatregelregel, ...]
    horizonnen: tuple[Horizon, ...]
    dagdelen_van: int
    dagdelen_tot: int
    kostenlegenda: str
    uitzoekacties: tuple[Uitzoekregel, ...]
    zonder_maatregel: tuple[Gatregel, ...]
    nvt: tuple[Nvtregel, ...]
    open: tuple[Vraagregel, ...]
    antwoorden: tuple[Antwoordregel, ...]
    archief: tuple[Archiefregel, ...]
    meldingen: tuple[str, ...]
    aannames: tuple[str, ...]
    wettelijk: tuple[Bronregel, ...]
    bronnen: tuple[Bronregel, ...]
    volgende_meting: date
    uren: Urenbeeld | None = None
    naast: tuple[str, ...] = ()

    @property
    def maatregelen(self) -> tuple[Maatregelregel, ...]:
        """All measures in the order of the plan."""
        rest = (regel for horizon in self.horizonnen for regel in horizon.maatregelen)
        return tuple(sorted((*self.voorpagina, *rest), key=lambda regel: regel.rang))

    @property
    def inzet(self) -> str:
        """The effort of the whole plan in words."""
        return half_days(self.dagdelen_van, self.dagdelen_tot)
