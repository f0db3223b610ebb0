"""What one organisation gives to its region: levels, hours, counts and measures; no free text, and no name.

A contribution is made of an assessment (`contribute`), and is also a file of its own (`bcm-check deel`). It holds what
the region adds up and nothing more. Names of the organisation, its suppliers and its location are in it only on the
owner's word. Numbers of persons under five are left out (domein.md 6.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, StringConstraints

from .antwoorden import NVT, WEET_NIET, Herkomst, Label
from .beoordeling import Beoordeling
from .ketens import grips, set_up
from .scores import Uitslag
from .uitval import SCENARIO, Verloop, run
from .velden import Deel, Id, Regel, Tekst
from .vraagstelling import Vraagstelling, processes_of
from .vragenlijst import Vragenlijst

FORMAAT: Final = "bcm-check-bijdrage"
LABEL: Final = "TLP:AMBER"
DUIZEND: Final = 1000
MINSTE_PERSONEN: Final = 5  # a smaller number of persons may tell who they are (domein.md 6.2)
PERSONEN: Final = "personen"
LEVERANCIERS: Final = "NW2."  # questions in words whose ids start so (list `netwerk`) ask for names of suppliers

Code = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{20}$")]
Promille = Annotated[int, Field(ge=0, le=DUIZEND)]
Minuut = Annotated[int, Field(ge=0, le=8784 * 60)]
Aantal = Annotated[int, Field(ge=0, le=10**9)]


class Uurstuk(Deel):
    """A process under a scenario: the stretches that it is down (minutes; `None` to the end), and what decided it.

    `oorzaak` is the middel whose loss stopped it first, "" where it lasts.
    """

    oorzaak: Regel | Literal[""] = ""
    uit: tuple[tuple[Minuut, Minuut | None], ...] = Field(default=(), max_length=100)


class Bijdrage(Deel):
    """One organisation's answers to one questionnaire, as the region may have them.

    `code` is stable and random: the same in every file of this organisation, and made of nothing. `teller` orders two
    contributions of one code. Scores are in thousandths of the scale, of the whole (`totaal`), pillars and points.
    """

    formaat: Literal["bcm-check-bijdrage"] = FORMAAT
    versie: Literal[1] = 1
    code: Code | Literal[""]
    teller: Aantal
    peildatum: date
    tlp: Label = LABEL
    lijst: Herkomst
    soort: Id
    diepte: Id
    gemeente: Regel | Literal[""] = ""
    sector: Id | Literal[""] = ""
    medewerkers: Aantal | None = None
    inwoners: Aantal | None = None
    naam: Regel | Literal[""] = ""  # only on the owner's word
    vertrouwelijk_omdat: Tekst | Literal[""] = ""
    scores: dict[Id, Promille] = Field(default_factory=dict, max_length=500)  # each takes 4 kB of a region's memory
    ambitie: dict[Id, Annotated[int, Field(ge=0, le=20)]] = Field(default_factory=dict, max_length=200)
    niveaus: dict[Id, Annotated[int, Field(ge=0, le=20)]] = Field(default_factory=dict, max_length=5000)
    weet_niet: tuple[Id, ...] = Field(default=(), max_length=5000)
    nvt: tuple[Id, ...] = Field(default=(), max_length=5000)
    uren: dict[Id, dict[Id, Uurstuk]] = Field(default_factory=dict, max_length=200)  # scenario, process
    maatregelen: tuple[Id, ...] = Field(default=(), max_length=5000)  # of its plan, in its order
    getallen: dict[Id, Annotated[float, Field(ge=0, le=10**9)]] = Field(default_factory=dict, max_length=1000)
    keuzes: dict[Id, Id] = Field(default_factory=dict, max_length=1000)
    # the names of suppliers (question, names) and of the location: only on the owner's word
    leveranciers: dict[Id, tuple[Regel, ...]] = Field(default_factory=dict, max_length=100)
    locatie: Regel | Literal[""] = ""


class Kenmerken(NamedTuple):
    """What is known of an organisation beside its answers; "" or None where it was not told."""

    code: str
    gemeente: str = ""
    sector: str = ""
    medewerkers: int | None = None
    inwoners: int | None = None


class Toestemming(NamedTuple):
    """What the owner lets go beyond the usual: its name, its name as that of a location, the names of suppliers.

    `leveranciers` are the ids of the questions whose text names suppliers; `reden` is why the rest is confidential.
    """

    naam: bool = False
    locatie: bool = False
    leveranciers: tuple[str, ...] = ()
    reden: str = ""


GEEN_TOESTEMMING: Final = Toestemming()


def contribute(
    beoordeling: Beoordeling,
    kenmerken: Kenmerken,
    uren: Mapping[str, Mapping[str, Uurstuk]],
    toestemming: Toestemming = GEEN_TOESTEMMING,
) -> Bijdrage:
    """Return what an organisation gives to its region; `uren` are its hours by scenario and process (`hours_of`).

    Free text never leaves, but for the names that the owner lets go.
    """
    antwoorden, scores = beoordeling.antwoorden, beoordeling.scores
    bladen = scores.bladen
    return Bijdrage(
        code=kenmerken.code,
        teller=antwoorden.teller,
        peildatum=beoordeling.peildatum,
        lijst=antwoorden.vragenlijst,
        soort=antwoorden.organisatie.type,
        diepte=antwoorden.diepte,
        gemeente=kenmerken.gemeente,
        sector=kenmerken.sector,
        medewerkers=_enough(kenmerken.medewerkers),
        inwoners=_enough(kenmerken.inwoners),
        naam=antwoorden.organisatie.naam if toestemming.naam else "",
        vertrouwelijk_omdat=toestemming.reden,
        scores=_scores((scores.totaal, *scores.pijlers.values())),
        ambitie=antwoorden.ambitie,
        niveaus={name: b.geteld for name, b in bladen.items() if b.toestand == "beantwoord" and b.gegeven is not None},
        weet_niet=tuple(name for name, blad in bladen.items() if blad.toestand == "weet_niet"),
        nvt=tuple(name for name, blad in bladen.items() if blad.toestand == "nvt"),
        uren={scenario: dict(found) for scenario, found in uren.items()},
        maatregelen=tuple(regel.maatregel.id for regel in beoordeling.plan.regels),
        getallen=_numbers(beoordeling),
        keuzes=_choices(beoordeling),
        leveranciers=_suppliers(beoordeling, toestemming.leveranciers),
        locatie=antwoorden.organisatie.naam if toestemming.locatie else "",
    )


def supplier_questions(vragenlijst: Vragenlijst) -> tuple[str, ...]:
    """Return the ids of the questions whose answer names suppliers: what `Toestemming.leveranciers` may hold."""
    asked = (plek.vraag for plek in vragenlijst.plekken)
    return tuple(vraag.id for vraag in asked if vraag.soort == "tekst" and vraag.id.startswith(LEVERANCIERS))


def _enough(personen: int | None) -> int | None:
    """Return a number of persons, or None where it is so small that it may tell who they are."""
    return None if personen is None or 0 < personen < MINSTE_PERSONEN else personen


def thousandths(score: Fraction) -> int:
    """Return a score as whole thousandths of its scale, rounded half up."""
    return (2 * DUIZEND * score.numerator + score.denominator) // (2 * score.denominator)


def _scores(uitslagen: Iterable[Uitslag]) -> dict[str, int]:
    """Return the score of every node that has one, and of those below it."""
    found: dict[str, int] = {}
    todo = list(uitslagen)
    while todo:
        uitslag = todo.pop()
        if uitslag.score is not None:
            found[uitslag.id] = thousandths(uitslag.score)
        todo += [deel for deel in uitslag.delen if isinstance(deel, Uitslag)]
    return dict(sorted(found.items()))


def _numbers(beoordeling: Beoordeling) -> dict[str, float]:
    """Return the answers in numbers; of persons only when there are five or more, or none."""
    found: dict[str, float] = {}
    for name, blad in beoordeling.scores.bladen.items():
        antwoord = beoordeling.antwoorden.antwoorden.get(name)
        if blad.toestand != "beantwoord" or blad.vraag.soort != "getal" or antwoord is None:
            continue
        value = antwoord.waarde
        if isinstance(value, int | float) and (blad.vraag.eenheid != PERSONEN or not 0 < value < MINSTE_PERSONEN):
            found[name] = value
    return found


def _choices(beoordeling: Beoordeling) -> dict[str, str]:
    given = beoordeling.antwoorden.antwoorden
    return {
        name: str(given[name].waarde)
        for name, blad in beoordeling.scores.bladen.items()
        if blad.vraag.soort == "keuze" and blad.toestand == "beantwoord" and name in given
    }


def _suppliers(beoordeling: Beoordeling, vragen: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names that were typed: parted by a comma, a semicolon or a new line; three a question at most."""
    given = beoordeling.antwoorden.antwoorden
    found: dict[str, tuple[str, ...]] = {}
    for name in vragen:
        antwoord = given.get(name)
        if antwoord is None or not isinstance(antwoord.waarde, str) or antwoord.waarde in (WEET_NIET, NVT):
            continue
        parts = antwoord.waarde.replace(";", ",").replace("\n", ",").split(",")
        names = tuple(part.strip()[:100] for part in parts if part.strip())[:3]
        if names:
            found[name] = names
    return found


def hours_of(vraag: Vraagstelling) -> dict[str, dict[str, Uurstuk]]:
    """Return when each process of an organisation is down, in the expected run of each scenario of a question apart."""
    opzet = set_up(vraag.ketens, "verwacht", vraag.niveaus, soort=vraag.soort)
    numbers = {proces.id: opzet.nummer[proces.id] for proces in processes_of(vraag)}
    return {
        scenario.id: _stretches(run(opzet.graaf, grips(opzet, (scenario,)), vraag.minuten), numbers)
        for scenario in vraag.scenarios
    }


def _stretches(verloop: Verloop, numbers: Mapping[str, int]) -> dict[str, Uurstuk]:
    """Return when each process is down in a run, and the middel that decided it."""
    names = verloop.graaf.namen
    found: dict[str, Uurstuk] = {}
    for proces, number in numbers.items():
        stretches = verloop.van_knoop(number)
        by = stretches[0].oorzaak if stretches else SCENARIO
        found[proces] = _piece(tuple((each.van, each.tot) for each in stretches), names[by] if by != SCENARIO else "")
    return found


@lru_cache(maxsize=10_000)
def _piece(uit: tuple[tuple[int, int | None], ...], oorzaak: str) -> Uurstuk:
    """Return a piece of hours: of many organisations, most processes last or stop at one of a few minutes."""
    return Uurstuk(uit=uit, oorzaak=oorzaak)
