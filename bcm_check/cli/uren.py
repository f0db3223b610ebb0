"""The command that runs the hours: of an organisation's file, or of a bare graph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bcm_check.cli.laden import load_beoordeling, print_json, speaks_utf, tell
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.bia import check_own, with_own
from bcm_check.core.errors import WrongUse
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.plan import MAANDEN, levels_after
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.tijdlijn import Tijdlijn, chances, share, stacked, timeline
from bcm_check.core.toetsing import near
from bcm_check.core.verbeteringen import levers_of, too_low
from bcm_check.core.vraagstelling import Vraagstelling
from bcm_check.files import graphs
from bcm_check.reports import STANDAARD
from bcm_check.reports.rapport import Urenbeeld
from bcm_check.reports.uren import AANNAME, Meer, Vooruitblik, assumed, beyond, from_level, lines, moment, named
from bcm_check.reports.uren_document import document
from bcm_check.reports.view_uren import hours_view

RAPPORTSCENARIO, RAPPORTUREN = "SC1", 72


def uitval(
    bestand: Path | None,
    graaf: Path | None,
    scenario: str | None,
    uren: int,
    vragenlijst: Path | None,
    peildatum: datetime | None,
    *,
    json: bool,
    trekking: Trekking | None = None,
) -> None:
    """Run the hours and print them. Raises WrongUse when neither a file nor a graph is named."""
    if bestand is None and graaf is None:
        raise WrongUse("Noem een antwoordbestand, of een graaf met --graaf BESTAND.yaml.")
    if not 1 <= uren <= 8784:
        raise WrongUse("Kies bij --uren een getal van 1 tot en met 8784 (een jaar).")
    ketens = graphs.load(graaf if graaf is not None else graphs.standard())
    beoordeling = load_beoordeling(bestand, vragenlijst, None, peildatum) if bestand is not None else None
    vraag, lijn, ahead = run_hours(ketens, beoordeling, scenario, uren * 60)
    tlp = beoordeling.antwoorden.tlp if beoordeling is not None else None
    titels = {plek.vraag.id: plek.vraag.titel for plek in beoordeling.vragenlijst.plekken} if beoordeling else {}
    drawn = chances(vraag, *trekking) if trekking is not None else None
    meer = Meer(ahead, stacked(vraag), drawn, titels, dict(too_low(vraag, lijn.kleinste)))
    if json:
        print_json(document(lijn, vraag.ketens, tlp, meer))
        return
    if beoordeling is not None:
        print(clean_line(f"{tlp} · {beoordeling.antwoorden.organisatie.naam} · {beoordeling.peildatum:%d-%m-%Y}"))
    _print(vraag, lijn, meer)


class Trekking(NamedTuple):
    """How many times every buffer is drawn for a chance, and the seed of those draws."""

    aantal: int = 10_000
    zaad: int = 1


def trekking(aantal: int | None, zaad: int | None, *, kans: bool) -> Trekking | None:
    """Return how to draw, or None: no chance is asked for. Raises WrongUse for a number that then means nothing."""
    named = {name: value for name, value in (("aantal", aantal), ("zaad", zaad)) if value is not None}
    if named and not kans:
        raise WrongUse("--trekkingen en --zaad horen bij --kans. Zet --kans erbij, of laat ze weg.")
    return Trekking(**named) if kans else None


class Uitkomst(NamedTuple):
    """What was asked of the graph, what the run tells, and where the plan leads."""

    vraag: Vraagstelling
    lijn: Tijdlijn
    vooruit: Sequence[Vooruitblik]


def run_hours(ketens: Ketens, beoordeling: Beoordeling | None, scenario: str | None, minuten: int) -> Uitkomst:
    """Run the hours of an organisation, or of a bare graph. Raises WrongUse when the two or the scenario do not fit."""
    vraag = _question(ketens, beoordeling, chosen_scenarios(ketens, scenario), minuten)
    lijn = timeline(vraag)
    return Uitkomst(vraag, lijn, _ahead(vraag, lijn, beoordeling) if beoordeling is not None else ())


def report_hours(beoordeling: Beoordeling) -> Urenbeeld | None:
    """Return the run of hours for a report; None for a questionnaire that the graph knows nothing of."""
    if beoordeling.vragenlijst.id != STANDAARD:
        return None
    ketens = graphs.load(graphs.standard())
    if not fits(ketens, beoordeling):
        return None
    vraag, lijn, ahead = run_hours(ketens, beoordeling, RAPPORTSCENARIO, RAPPORTUREN * 60)
    return hours_view(lijn, vraag, beoordeling.vragenlijst, ahead)


def fits(ketens: Ketens, beoordeling: Beoordeling) -> bool:
    """Tell whether the answers are about anything that the graph asks; a graph that asks nothing fits all."""
    levers = levers_of(ketens)
    return not levers or bool(beoordeling.scores.bladen.keys() & levers.keys())


def _question(
    ketens: Ketens, beoordeling: Beoordeling | None, scenarios: tuple[Scenario, ...], minuten: int
) -> Vraagstelling:
    if beoordeling is None:
        return Vraagstelling(ketens, {}, None, scenarios, minuten)
    ketens = own_graph(ketens, beoordeling.antwoorden)
    return standard_question(ketens, beoordeling, scenarios, minuten)


def own_graph(ketens: Ketens, antwoorden: Antwoorden) -> Ketens:
    """Return the graph of this organisation; tell what it stated about parts that the graph no longer has."""
    soort = antwoorden.organisatie.type
    for fault in check_own(ketens, antwoorden.eigen, soort):
        tell(f"Uw eigen opgave telt hier niet mee: {fault.tekst}")
    return with_own(ketens, antwoorden.eigen, soort)


def standard_question(
    ketens: Ketens, beoordeling: Beoordeling, scenarios: tuple[Scenario, ...], minuten: int
) -> Vraagstelling:
    """Return what to run for an organisation, over a graph as it is. Raises WrongUse when the two do not fit."""
    bladen = beoordeling.scores.bladen
    if not fits(ketens, beoordeling):
        raise WrongUse("Deze antwoorden gaan over iets anders. Gebruik een bestand van de vragenlijst weerbaarheid.")
    own = frozenset(name for name, blad in bladen.items() if blad.toestand not in ("niet_voor", "nvt"))
    levels = levels_after(beoordeling.scores, beoordeling.plan, 0)
    given = beoordeling.antwoorden.antwoorden
    tried = {name: given[name].testdatum for name in levels if name in given}
    return Vraagstelling(
        ketens,
        levels,
        beoordeling.antwoorden.organisatie.type,
        scenarios,
        minuten,
        own,
        {name: day for name, day in tried.items() if day is not None},
    )


def chosen_scenarios(ketens: Ketens, names: str | None) -> tuple[Scenario, ...]:
    """Return the scenarios that were named, or the first of the graph."""
    known = {scenario.id.casefold(): scenario for scenario in ketens.scenarios}
    if not known:
        raise WrongUse("Deze graaf heeft geen enkel scenario.")
    if names is None:
        return ketens.scenarios[:1]
    found = []
    for name in names.split(","):
        scenario = known.get(name.strip().casefold())
        if scenario is None:
            ids = [each.id for each in ketens.scenarios]
            raise WrongUse(
                f'Scenario "{clean_line(name)[:40]}" bestaat niet; kies uit {", ".join(ids)}.{near(name.strip(), ids)}'
            )
        found.append(scenario)
    return tuple(dict.fromkeys(found))


def _ahead(vraag: Vraagstelling, lijn: Tijdlijn, beoordeling: Beoordeling) -> list[Vooruitblik]:
    """Return where the plan leads, measure by measure on time."""
    found = []
    for months in MAANDEN:
        later = vraag._replace(niveaus=levels_after(beoordeling.scores, beoordeling.plan, months))
        found.append(Vooruitblik(months, *share(later), too_low(later, lijn.kleinste)))
    return found


def _print(vraag: Vraagstelling, lijn: Tijdlijn, meer: Meer) -> None:
    plain = not speaks_utf()
    for line in lines(lijn, vraag.ketens, meer, ascii_only=plain):
        print(clean(line))
    parts = ((each.maanden, *each.processen) for each in meer.vooruit)
    told = [f"{moment(months)} {part} van {whole}" for months, part, whole in parts if whole]
    if told:
        print(f"Processen die het volhouden: {', '.join(told)}.")
    if further := beyond(meer.vooruit):
        print(further)
        for name, niveau in meer.vooruit[-1].tekort:
            print(clean(f"  {name} {from_level(meer.titels.get(name, ''), niveau)}"))
    unknown = assumed(vraag)
    if unknown:
        print("Nog niet bekend, en daarom als niveau 0 geteld:")
    for line in named(unknown, meer.titels):
        print(clean(line))
    print(AANNAME)
