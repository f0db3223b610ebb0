"""The command that runs the hours: of an organisation's file, or of a bare graph."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bcm_check.cli.laden import load_beoordeling, print_json, speaks_utf
from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.errors import WrongUse
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.plan import MAANDEN, levels_after
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.tijdlijn import Tijdlijn, Vraagstelling, levers_of, one_run, processes_of, share, timeline
from bcm_check.core.toetsing import near
from bcm_check.files import graphs
from bcm_check.reports.uren import Vooruitblik, document, hour, lines


def uitval(
    bestand: Path | None,
    graaf: Path | None,
    scenario: str | None,
    uren: int,
    vragenlijst: Path | None,
    peildatum: datetime | None,
    *,
    json: bool,
) -> None:
    """Run the hours and print them. Raises WrongUse when neither a file nor a graph is named."""
    if bestand is None and graaf is None:
        raise WrongUse("Noem een antwoordbestand, of een graaf met --graaf BESTAND.yaml.")
    if not 1 <= uren <= 8784:
        raise WrongUse("Kies bij --uren een getal van 1 tot en met 8784 (een jaar).")
    ketens = graphs.load(graaf if graaf is not None else graphs.standard())
    beoordeling = load_beoordeling(bestand, vragenlijst, None, peildatum) if bestand is not None else None
    vraag = _question(ketens, beoordeling, _chosen(ketens, scenario), uren * 60)
    lijn = timeline(vraag)
    ahead = _ahead(vraag, beoordeling) if beoordeling is not None else []
    tlp = beoordeling.antwoorden.tlp if beoordeling is not None else None
    if json:
        print_json(document(lijn, ketens, tlp, ahead))
        return
    if beoordeling is not None:
        print(clean_line(f"{tlp} · {beoordeling.antwoorden.organisatie.naam} · {beoordeling.peildatum:%d-%m-%Y}"))
    _print(vraag, lijn, ahead)


def _question(
    ketens: Ketens, beoordeling: Beoordeling | None, scenarios: tuple[Scenario, ...], minuten: int
) -> Vraagstelling:
    if beoordeling is None:
        return Vraagstelling(ketens, {}, None, scenarios, minuten)
    bladen = beoordeling.scores.bladen
    levers = levers_of(ketens)
    if levers and not bladen.keys() & levers.keys():
        raise WrongUse("Deze antwoorden gaan over iets anders. Gebruik een bestand van de vragenlijst weerbaarheid.")
    own = frozenset(name for name, blad in bladen.items() if blad.toestand not in ("niet_voor", "nvt"))
    levels = levels_after(beoordeling.scores, beoordeling.plan, 0)
    return Vraagstelling(ketens, levels, beoordeling.antwoorden.organisatie.type, scenarios, minuten, own)


def _chosen(ketens: Ketens, names: str | None) -> tuple[Scenario, ...]:
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


def _ahead(vraag: Vraagstelling, beoordeling: Beoordeling) -> list[Vooruitblik]:
    """Return where the plan leads, measure by measure on time."""
    found = []
    for months in MAANDEN:
        levels = levels_after(beoordeling.scores, beoordeling.plan, months)
        found.append(Vooruitblik(months, *share(vraag._replace(niveaus=levels))))
    return found


def _print(vraag: Vraagstelling, lijn: Tijdlijn, ahead: Iterable[Vooruitblik]) -> None:
    plain = not speaks_utf()
    for line in lines(lijn, vraag.ketens, ascii_only=plain):
        print(clean(line))
    for line in _stacked(vraag):
        print(clean(line))
    told = [f"{_moment(each.maanden)} {each.aandeel[0]} van {each.aandeel[1]}" for each in ahead if each.aandeel[1]]
    if told:
        print(f"Processen die het volhouden (gewogen): {', '.join(told)}.")
    unknown = sorted(name for name in levers_of(vraag.ketens) if _is_assumed(vraag, name))
    if unknown and vraag.vragen is not None:
        print(f"Nog niet bekend, en daarom op 0 gezet: {', '.join(unknown)}.")
    print("72 uur is de norm voor inwoners; hier is het een planningsgrondslag. Uren zijn aannames tot u ze meet.")


def _is_assumed(vraag: Vraagstelling, name: str) -> bool:
    """Tell whether a question could be answered and was not: it counts as level 0."""
    return vraag.vragen is not None and name in vraag.vragen and name not in vraag.niveaus


def _moment(months: int) -> str:
    return "nu" if not months else f"na {months} maanden"


def _stacked(vraag: Vraagstelling) -> Iterable[str]:
    """Yield what stacking does: each process alone under the worst of the scenarios, and under all together."""
    if len(vraag.scenarios) < 2:
        return
    together = one_run(vraag)
    apart = [one_run(vraag._replace(scenarios=(scenario,))) for scenario in vraag.scenarios]
    for proces in processes_of(vraag):
        number = together.graaf.namen.index(proces.id)
        alone = [down.van for each in apart if (down := each.eerste(number)) is not None]
        both = together.eerste(number)
        if both is not None and (not alone or both.van < min(alone)):
            yield f"{proces.naam}: los {hour(min(alone, default=None))}, samen {hour(both.van)}"
