"""The main questionnaire: all points of the plan, seven kinds of organisation, three depths, evidence and measures."""

from __future__ import annotations

from collections import Counter

import pytest

from bcm_check.core.antwoorden import Organisatie, new
from bcm_check.core.dekking import points
from bcm_check.core.gesprek import begin
from bcm_check.core.vragenlijst import Vragenlijst, groups

# How many points each pillar of the plan has: P1.1 up to and including P6.3, 27 in all.
PUNTEN = {"P1": 7, "P2": 5, "P3": 5, "P4": 3, "P5": 4, "P6": 3}
SOORTEN = ("gemeente", "zorg", "mkb", "nuts", "onderwijs", "dorpshuis", "veiligheidsregio")
# Questions that the plan raises twice: asked once under the first id, counted in the point of the second too.
OVERLAP = {
    "P1.3.6": "P6.3",
    "P1.4.5": "P5.4",
    "P1.5.2": "P2.5",
    "P1.6.1": "P2.4",
    "P1.6.2": "P2.4",
    "P1.7.2": "P5.3",
    "P3.2.1": "P4.1",
    "P3.3.1": "P5.4",
    "P3.4.4": "P5.4",
    "P4.1.3": "P5.4",
    "P5.1.3": "P6.1",
}
NIET_GESTELD = (
    "P6.3.1", "P5.4.3", "P2.5.3", "P2.4.1", "P2.4.2", "P5.3.3", "P4.1.1", "P5.4.2", "P5.4.5", "P5.4.4", "P6.1.3",
)  # fmt: skip


def asked(lijst: Vragenlijst, soort: str, diepte: str) -> list[str]:
    """Return the ids of the questions that an organisation of this kind gets at this depth."""
    empty = new(lijst, Organisatie(naam="Voorbeeldveen", type=soort), diepte)
    return [plek.vraag.id for plek in begin(lijst, empty).gesteld]


def test_a_hundred_distinct_questions(lijst: Vragenlijst) -> None:
    assert len(lijst.plekken) == len(lijst.plek) == 100
    texts = Counter(plek.vraag.vraag.casefold() for plek in lijst.plekken)
    titles = Counter(plek.vraag.titel.casefold() for plek in lijst.plekken)
    assert [text for text, count in (texts + titles).items() if count > 1] == []


def test_all_27_points_are_there_each_with_three_questions_or_more(lijst: Vragenlijst) -> None:
    expected = [f"{pijler}.{number}" for pijler, most in PUNTEN.items() for number in range(1, most + 1)]
    assert len(expected) == 27
    rows = points(lijst)
    assert [row.plaats for row in rows] == expected
    assert {row.plaats: len(row.vragen) for row in rows if len(row.vragen) < 3} == {}
    for pijler in lijst.pijlers:
        assert all(onderwerp.plan and onderwerp.kernvraag for onderwerp in groups(pijler))


def test_two_tracks_and_six_pillars(lijst: Vragenlijst) -> None:
    assert [pijler.id for pijler in lijst.pijlers] == list(PUNTEN)
    assert {pijler.spoor for pijler in lijst.pijlers} == {spoor.id for spoor in lijst.sporen} == {"S1", "S2"}


def test_the_overlapping_pairs_are_asked_once_and_count_in_both(lijst: Vragenlijst) -> None:
    shared = {plek.vraag.id: plek.vraag.telt_ook_in for plek in lijst.plekken if plek.vraag.telt_ook_in}
    assert shared == {name: (point,) for name, point in OVERLAP.items()}
    assert len(OVERLAP) == len(NIET_GESTELD) == 11
    assert [name for name in NIET_GESTELD if name in lijst.plek] == []
    serving = {row.plaats: row.vragen for row in points(lijst)}
    for name, point in OVERLAP.items():
        assert name in serving[point]
        assert name in serving[lijst.plek[name].thuis]
        assert len(lijst.pijlers_van(name)) == 2


def test_the_seven_kinds_and_the_three_depths(lijst: Vragenlijst) -> None:
    assert tuple(kind.id for kind in lijst.doelgroepen) == SOORTEN
    assert tuple(diepte.id for diepte in lijst.dieptes) == ("snel", "standaard", "volledig")
    assert [diepte.minuten for diepte in lijst.dieptes] == sorted(diepte.minuten for diepte in lijst.dieptes)


@pytest.mark.parametrize("soort", SOORTEN)
def test_the_quick_scan_has_25_questions_and_every_pillar(lijst: Vragenlijst, soort: str) -> None:
    quick = asked(lijst, soort, "snel")
    assert len(quick) == 25
    assert {pijler for name in quick for pijler in lijst.pijlers_van(name)} == set(PUNTEN)
    homes = {lijst.plek[name].pijler.id for name in quick}
    assert homes >= {"P1", "P2", "P3", "P5"}


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_deeper_depth_only_adds_questions(lijst: Vragenlijst, soort: str) -> None:
    quick, standard, full = (set(asked(lijst, soort, diepte.id)) for diepte in lijst.dieptes)
    assert quick < standard < full
    own = {plek.vraag.id for plek in lijst.plekken if not plek.vraag.voor or soort in plek.vraag.voor}
    assert full == own


def test_the_standard_depth_is_about_sixty_questions_where_there_are_that_many(lijst: Vragenlijst) -> None:
    counts = {soort: len(asked(lijst, soort, "standaard")) for soort in SOORTEN}
    assert all(35 <= count <= 70 for count in counts.values()), counts
    assert {soort for soort, count in counts.items() if count >= 60} >= {"gemeente", "zorg"}


def test_the_quick_scan_differs_per_kind(lijst: Vragenlijst) -> None:
    assert {"P1.6.1", "P2.4.5"} <= set(asked(lijst, "dorpshuis", "snel"))
    assert {"P1.7.4", "P2.5.4"} <= set(asked(lijst, "onderwijs", "snel"))
    assert {"P1.5.1", "P1.5.2", "P1.3.4"} <= set(asked(lijst, "zorg", "snel"))
    assert {"P3.4.5", "P5.1.1"} <= set(asked(lijst, "veiligheidsregio", "snel"))
    assert "P3.2.1" in asked(lijst, "mkb", "snel")


def test_every_question_is_complete(lijst: Vragenlijst) -> None:
    lacking = []
    for plek in lijst.plekken:
        vraag = plek.vraag
        whole = (
            list(vraag.niveaus) == [0, 1, 2, 3, 4]
            and vraag.soort == "schaal"
            and vraag.waarom
            and vraag.bewijs
            and vraag.diepte
            and vraag.voor
            and set(vraag.voor) <= set(SOORTEN)
        )
        if not whole:
            lacking.append(vraag.id)
    assert lacking == []


def test_the_first_source_is_the_point_of_the_plan(lijst: Vragenlijst) -> None:
    wrong = []
    for plek in lijst.plekken:
        first = plek.vraag.bronnen[0]
        if (first.bron, first.plaats) != ("pva", plek.thuis):
            wrong.append((plek.vraag.id, first.bron, first.plaats))
    assert wrong == []


def test_above_every_level_below_the_highest_stands_a_measure(lijst: Vragenlijst) -> None:
    lacking = [
        (plek.vraag.id, level)
        for plek in lijst.plekken
        for level in range(lijst.hoogste)
        if not any(stap.naar > level for stap in plek.vraag.maatregelen)
    ]
    assert lacking == []


def test_examples_are_for_kinds_that_get_the_question(lijst: Vragenlijst) -> None:
    strange = [
        (plek.vraag.id, kind)
        for plek in lijst.plekken
        for kind in plek.vraag.voorbeelden
        if plek.vraag.voor and kind not in plek.vraag.voor
    ]
    assert strange == []
    for soort in SOORTEN:
        own = asked(lijst, soort, "snel")
        with_words = [name for name in own if soort in lijst.plek[name].vraag.voorbeelden]
        assert len(with_words) >= 5, soort


def test_there_are_critical_questions_and_each_kind_meets_one_in_the_quick_scan(lijst: Vragenlijst) -> None:
    critical = {plek.vraag.id for plek in lijst.plekken if plek.vraag.kritiek}
    assert 3 <= len(critical) <= 15
    assert lijst.knock_out is not None
    for soort in SOORTEN:
        assert critical & set(asked(lijst, soort, "snel")), soort


def test_the_lines_of_action_are_a_proposal(lijst: Vragenlijst) -> None:
    assert lijst.actielijnen
    assert all(line.voorstel for line in lijst.actielijnen)
    assert {m.actielijn for m in lijst.maatregelen} <= {line.id for line in lijst.actielijnen}
    assert all(m.actielijn for m in lijst.maatregelen)
