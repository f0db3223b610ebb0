"""The shipped graph of 72 hours (`vragenlijsten/ketens`): what is in it, what it refers to, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from bcm_check.core.beoordeling import assess
from bcm_check.core.eigen import RONDEN, Ronde
from bcm_check.core.ketens import BehoefteVeld, Ketens, check, grips, minutes_of, set_up
from bcm_check.core.plan import levels_after
from bcm_check.core.tijdlijn import Tijdlijn, timeline
from bcm_check.core.uitval import NEVER, SCENARIO, run
from bcm_check.core.vraagstelling import Vraagstelling
from bcm_check.files import examples, graphs

from .conftest import VRAGENLIJSTEN, read

PLACE = VRAGENLIJSTEN / "ketens"
VOORBEELDEN = sorted((VRAGENLIJSTEN / "voorbeelden").glob("*.yaml"))
URGENT = 72 * 60
MIDDELEN = [
    "stroom",
    "gas",
    "warmte",
    "drinkwater",
    "bluswater",
    "afvalwater",
    "vast_net",
    "mobiel",
    "noodcom",
    "omroep",
    "gps_tijd",
    "brandstof",
    "personeel",
    "gebouw",
    "it",
    "cloud",
    "data",
    "ot",
    "betaal",
    "leverancier",
    "transport",
    "voedsel",
    "medicijn",
    "koeling",
    "beveiliging",
    "afval",
    "besluit",
    "informatie",
]
SCENARIOS = [f"SC{number}" for number in range(1, 15)]
SOORTEN = ["gemeente", "veiligheidsregio", "zorg", "onderwijs", "nuts", "mkb", "dorpshuis"]


@cache
def ketens() -> Ketens:
    """Return the shipped graph."""
    return graphs.load(PLACE)


def needs() -> list[tuple[str, BehoefteVeld]]:
    """Return every need with the node that has it."""
    return [(node.id, need) for node in (*ketens().middelen, *ketens().processen) for need in node.behoeften]


def questions() -> dict[str, set[int]]:
    """Return every question that the graph refers to, with the levels that it names."""
    found: dict[str, set[int]] = {}
    for _, need in needs():
        for each in need.bij_antwoord:
            found.setdefault(each.vraag, set()).add(each.niveau)
        for name in need.doorbroken_door:
            found.setdefault(name, set())
    for middel in ketens().middelen:
        if middel.aanwezig is not None:
            found.setdefault(middel.aanwezig.vraag, set()).add(middel.aanwezig.niveau)
    return found


# -- what is in it --------------------------------------------------------------------------------------------------


def test_it_is_read_without_faults() -> None:
    assert graphs.standard() == PLACE
    assert check(ketens()) == []
    assert ketens().id == "ketens"


def test_the_28_middelen_of_the_domain() -> None:
    assert len(MIDDELEN) == 28
    assert set(MIDDELEN) - {middel.id for middel in ketens().middelen} == set()


def test_the_14_scenarios() -> None:
    assert [scenario.id for scenario in ketens().scenarios] == SCENARIOS
    assert [each.id for each in ketens().scenarios if not (each.treft and each.waarschuwing)] == []
    without_theme = [each for each in ketens().scenarios if not each.thema]
    assert [each.id for each in without_theme if not each.geopolitiek] == []  # these cut across the themes


@pytest.mark.parametrize("soort", SOORTEN)
def test_each_kind_has_processes_that_may_be_down_for_so_long(soort: str) -> None:
    own = [proces for proces in ketens().processen if soort in proces.voor]
    assert len(own) >= 5
    assert [p.id for p in own if p.mtpd is None or not p.dienst or not p.behoeften] == []
    assert [p.id for p in own if p.rto is not None and p.mtpd is not None and p.rto > p.mtpd] == []


def test_no_process_is_of_a_kind_that_the_questionnaire_does_not_know() -> None:
    known = {soort.id for soort in read("weerbaarheid").doelgroepen}
    named = {soort for proces in ketens().processen for soort in proces.voor}
    assert named == set(SOORTEN)
    assert named <= known
    assert {soort for card in ketens().inzichten for soort in card.voor} <= known


# -- what it refers to ----------------------------------------------------------------------------------------------


def test_every_question_and_level_exists() -> None:
    lijst = read("weerbaarheid")
    assert len(questions()) >= 20
    assert set(questions()) - set(lijst.plek) == set()
    wrong = [(q, at) for q, levels in questions().items() for at in levels if at not in lijst.plek[q].vraag.niveaus]
    assert wrong == []


def test_every_source_exists() -> None:
    used = {ref.bron for _, need in needs() for ref in need.bronnen}
    used |= {ref.bron for scenario in ketens().scenarios for ref in scenario.bronnen}
    assert len(used) >= 10
    assert used - set(read("weerbaarheid").bron) == set()


def numbers(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield everything in a file that has hours from the world: needs and scenarios, as they are written."""
    for part in ("middelen", "processen"):
        for node in document.get(part, []):
            yield from ((node["id"], need) for need in node.get("behoeften", []))
    yield from ((each["id"], each) for each in document.get("scenarios", []))


@pytest.mark.parametrize("path", sorted(PLACE.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_number_has_a_quality_and_a_sound_one_has_a_source(path: Path) -> None:
    found = list(numbers(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert [where for where, each in found if each.get("kwaliteit") not in ("A", "B", "C", "K")] == []
    assert [where for where, each in found if each["kwaliteit"] != "K" and not each.get("bronnen")] == []


def test_every_range_rises_also_that_of_recovery() -> None:
    assert [m.id for m in ketens().middelen if not m.herstel.min <= m.herstel.verwacht <= m.herstel.max] == []


# -- what it tells --------------------------------------------------------------------------------------------------


@cache
def of_example(path: Path) -> Tijdlijn:
    """Return the run of SC1 for an example organisation as it is today."""
    lijst = read("weerbaarheid")
    found = examples.load(path, lijst)
    result = assess(lijst, found.antwoorden, found.peildatum)
    levels = levels_after(result.scores, result.plan, 0)
    chosen = ketens().scenarios[:1]
    return timeline(Vraagstelling(ketens(), levels, found.antwoorden.organisatie.type, chosen, URGENT))


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_the_power_cut_stops_something_in_each_example(path: Path) -> None:
    lijn = of_example(path)
    stopped = [each.stop for each in lijn.processen if not each.haalt]
    assert stopped
    assert {stop.keten[0] for stop in stopped} == {"stroomnet"}
    assert all(len(stop.keten) >= 2 and stop.keten[-1] == stop.id for stop in stopped)
    assert all(each.stop.minuut["verwacht"] is not None for each in lijn.processen if each.tekort)


def test_the_examples_tell_three_stories() -> None:
    assert len(VOORBEELDEN) >= 3
    assert len({(lijn.aandeel, lijn.mediaan) for lijn in map(of_example, VOORBEELDEN)}) >= 3


def first_stops(niveaus: Mapping[str, int], at: int, ronde: Ronde, uren: int = 168) -> dict[str, int]:
    """Return the minute at which each process of every kind first stops; the end of the run where it lasts."""
    opzet = set_up(ketens(), ronde, niveaus)
    verloop = run(opzet.graaf, grips(opzet, ketens().scenarios[at : at + 1]), uren * 60)
    firsts = {proces.id: verloop.eerste(opzet.nummer[proces.id]) for proces in ketens().processen}
    return {name: uren * 60 if down is None else down.van for name, down in firsts.items()}


@pytest.mark.parametrize("at", range(14), ids=SCENARIOS)
def test_no_answer_that_rises_makes_a_process_stop_sooner(at: int) -> None:
    """Each question alone, from none and from all the others at 4; of all kinds at once, in every round."""
    highest = dict.fromkeys(questions(), 4)
    worse = []
    for ronde in RONDEN:
        none, everything = first_stops({}, at, ronde), first_stops(highest, at, ronde)
        for name in questions():
            alone = first_stops({name: 4}, at, ronde)
            others = first_stops({**highest, name: 0}, at, ronde)
            worse += [(ronde, name, "alone", p) for p in none if alone[p] < none[p]]
            worse += [(ronde, name, "last", p) for p in none if everything[p] < others[p]]
    assert worse == []


@pytest.mark.parametrize("at", range(14), ids=SCENARIOS)
@pytest.mark.parametrize("level", [0, 3, 4])
def test_no_cause_comes_later_than_its_effect(at: int, level: int) -> None:
    """For every kind and round, also long after the scenario ended; every chain ends, at hour 0 of the scenario."""
    for soort in SOORTEN:
        for ronde in RONDEN:
            opzet = set_up(ketens(), ronde, dict.fromkeys(questions(), level), soort=soort)
            verloop = run(opzet.graaf, grips(opzet, ketens().scenarios[at : at + 1]), 24 * 30 * 60)
            for node, stretches in enumerate(verloop.uitval):
                for each in stretches:
                    assert each.tot is None or each.tot > each.van
                    if each.oorzaak != SCENARIO:
                        assert each.oorzaak != NEVER or each.behoefte == SCENARIO
                        causes = verloop.uitval[each.oorzaak]
                        assert any(c.van <= each.van and (c.tot is None or c.tot > each.van) for c in causes), node
                if stretches:
                    start = verloop.keten(node)[0]
                    assert any(c.behoefte == SCENARIO for c in verloop.uitval[start])


@pytest.mark.parametrize("at", range(14), ids=SCENARIOS)
def test_in_calm_times_and_without_answers_every_process_runs(at: int) -> None:
    """So what a scenario stops is stopped by it: nothing of it has failed the minute before it begins."""
    begins = min(grip.van for grip in ketens().scenarios[at].treft)
    firsts = first_stops({}, at, "pessimistisch").values()
    assert min(firsts) >= begins


def test_each_card_can_appear_and_can_stay_away() -> None:
    everything = dict.fromkeys(questions(), 4)
    some = [{}, everything, {"P1.1.2": 3}, {"P1.1.2": 3, "P1.1.3": 3}, {"P1.1.2": 3, "P2.2.2": 3}]
    some += [{**everything, name: 0} for name in questions()]
    seen: dict[str, set[bool]] = {card.tekst: set() for card in ketens().inzichten}
    for levels in some:
        for scenario, soort in product(ketens().scenarios[:2], ("dorpshuis", "gemeente")):
            told = timeline(Vraagstelling(ketens(), levels, soort, (scenario,), URGENT)).inzichten
            for text, found in seen.items():
                found.add(text in told)
    assert {text[:40]: found for text, found in seen.items() if found != {True, False}} == {}


def test_an_alternative_is_an_own_provision_with_hours_beside_what_is_usual() -> None:
    half = {middel.id: middel for middel in ketens().middelen if middel.alternatief is not None}
    assert {"papieren_werkwijze", "noodmap", "kas"} <= set(half)
    assert [name for name, each in half.items() if each.aanwezig is None or not each.behoeften] == []
    assert [where for where, need in needs() if half.keys() >= set(need.een_van)] == []


@pytest.mark.parametrize("name", ["papieren_werkwijze", "noodmap"])
def test_paper_that_was_tried_lasts_longer_than_paper_that_lies_ready(name: str) -> None:
    (middel,) = (each for each in ketens().middelen if each.id == name)
    assert middel.aanwezig is not None
    ready, tried = (
        [minutes_of(need, "verwacht", {middel.aanwezig.vraag: level}) for need in middel.behoeften] for level in (3, 4)
    )
    assert all(0 < short < URGENT <= long for short, long in zip(ready, tried, strict=True))


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_in_the_power_cut_something_limps_in_each_example(path: Path) -> None:
    limping = [each for each in of_example(path).processen if each.verminderd.stukken]
    assert limping
    for each in limping:
        assert each.verminderd.keten[0] == "stroomnet"
        assert each.verminderd.keten[-1] == each.proces.id
