"""What leaves an organisation: what the region adds up, and none of what was typed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, merge
from bcm_check.core.beoordeling import Beoordeling, assess
from bcm_check.core.bijdrage import (
    GEEN_TOESTEMMING,
    Bijdrage,
    Kenmerken,
    Toestemming,
    Uurstuk,
    contribute,
    hours_of,
    supplier_questions,
    thousandths,
)
from bcm_check.core.ketens import grips, set_up
from bcm_check.core.scores import Uitslag
from bcm_check.core.uitval import run
from bcm_check.core.verbeteringen import levers_of
from bcm_check.core.vraagstelling import Vraagstelling, processes_of
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import graphs

from .lists import DAG, Doc, antwoorden, document, documenten, few, groep, lees, pijler, vraag
from .test_soorten import JA_NEE, getal, keuze, tekst

KETENS = graphs.load(graphs.standard())
CODE = "0123456789abcdef0123"
LIJST = lees(
    document(
        pijler(
            "NW",
            vraag("NW1.1"),
            vraag("NW1.2"),
            vraag("NW1.3"),
            getal("NW3.1", eenheid="personen"),
            getal("NW3.2", eenheid="uur"),
            keuze("NW3.3", JA_NEE),
            tekst("NW1.4"),
            tekst("NW2.1"),
            tekst("NW2.2"),
        )
    )
)
MERK = "ZEEHOND"  # stands in every text that was typed, and in nothing else


def assessed(given: dict[str, Any], lijst: Vragenlijst = LIJST) -> Beoordeling:
    return assess(lijst, antwoorden(lijst, given), DAG)


def given_to(given: dict[str, Any], toestemming: Toestemming = GEEN_TOESTEMMING, **traits: Any) -> Bijdrage:
    return contribute(assessed(given), Kenmerken(CODE, **traits), {}, toestemming)


def test_each_kind_of_answer_has_its_own_place():
    found = given_to(
        {
            "NW1.1": {"waarde": 3},
            "NW1.2": "weet_niet",
            "NW1.3": {"waarde": "nvt", "reden": "x"},
            "NW3.1": 12,
            "NW3.2": "2,5",
            "NW3.3": "ja",
            "NW2.1": "Boels",
        }
    )
    assert (found.niveaus, found.weet_niet, found.nvt) == ({"NW1.1": 3}, ("NW1.2",), ("NW1.3",))
    assert (found.getallen, found.keuzes, found.leveranciers) == ({"NW3.1": 12}, {"NW3.3": "ja"}, {})
    assert (found.naam, found.locatie, found.code, found.tlp) == ("", "", CODE, "TLP:AMBER")
    assert found.scores["totaal"] == 375  # (3 + 0) of (4 + 4)


def test_an_outdated_level_leaves_as_it_counts():
    lijst = lees(document(pijler("P1", vraag("a")), veroudering=[{"maanden": 12, "niveau": 2}]))
    beoordeling = assessed({"a": {"waarde": 4, "testdatum": date(2024, 1, 1)}}, lijst)
    assert contribute(beoordeling, Kenmerken(CODE), {}).niveaus == {"a": 2}


@pytest.mark.parametrize(("personen", "leaves"), [(0, True), (1, False), (4, False), (5, True)])
def test_few_persons_stay_at_home(personen: int, leaves: bool):
    found = given_to({"NW3.1": personen, "NW3.2": 3}, medewerkers=personen, inwoners=personen)
    assert ("NW3.1" in found.getallen, found.medewerkers, found.inwoners) == (
        leaves,
        personen if leaves else None,
        personen if leaves else None,
    )
    assert found.getallen["NW3.2"] == 3  # hours are no persons


def test_names_of_suppliers_leave_only_on_the_owners_word():
    given = {"NW2.1": " Boels ;Bredenoord,\nBoels,Riwal", "NW2.2": "weet_niet", "NW1.4": "Boels"}
    assert supplier_questions(LIJST) == ("NW2.1", "NW2.2")
    allowed = Toestemming(leveranciers=supplier_questions(LIJST))
    assert given_to(given, allowed).leveranciers == {"NW2.1": ("Boels", "Bredenoord", "Boels")}
    assert "Boels" not in given_to(given).model_dump_json()
    assert "Boels" not in given_to({"NW1.4": "Boels"}, allowed).model_dump_json()


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: f"{text[:9]}{MERK}{text[9:]}")


@st.composite
def planted(draw: st.DrawFn) -> Antwoorden:
    """Answers with the mark in every text that people can type."""
    told = {"toelichting": draw(HOSTILE), "bewijs": draw(HOSTILE), "eigenaar": draw(HOSTILE)}
    given: dict[str, Any] = {
        "NW1.1": {"waarde": draw(st.sampled_from([0, 4, "weet_niet"])), **told},
        "NW1.2": {"waarde": "nvt", "reden": draw(HOSTILE), **told},
        "NW3.1": {"waarde": 7, **told},
        "NW3.3": {"waarde": draw(st.sampled_from(["ja", "nee", "weet_niet"])), **told},
        **{name: {"waarde": draw(HOSTILE), **told} for name in ("NW1.4", "NW2.1", "NW2.2")},
    }
    found = antwoorden(LIJST, given)
    return found.model_copy(update={"organisatie": Organisatie(naam=draw(HOSTILE), type="gemeente")})


@few(150)
@given(planted())
def test_nothing_that_was_typed_leaves(answers: Antwoorden):
    beoordeling = assess(LIJST, answers, DAG)
    assert MERK not in contribute(beoordeling, Kenmerken(CODE), {}).model_dump_json()
    consent = Toestemming(naam=True, locatie=True, leveranciers=("NW2.1",), reden=MERK)
    told = contribute(beoordeling, Kenmerken(CODE), {}, consent).model_dump(mode="json", exclude_defaults=True)
    assert {name for name, value in told.items() if MERK in str(value)} == {
        "naam",
        "locatie",
        "leveranciers",
        "vertrouwelijk_omdat",
    }
    assert list(told["leveranciers"]) == ["NW2.1"]


@pytest.mark.parametrize("typed", ["612345678", "612345678.5", "0612345678"])
def test_a_telephone_number_as_an_answer_in_words_stays(typed: str):
    assert typed not in given_to({"NW1.4": typed, "NW2.1": typed}).model_dump_json()


@few(60)
@given(documenten(), st.data())
def test_scores_are_those_of_the_assessment_within_half_a_thousandth(doc: Doc, data: st.DataObject):
    lijst = lees(doc)
    names = [plek.vraag.id for plek in lijst.plekken]
    levels = {name: data.draw(st.integers(0, lijst.hoogste)) for name in names}
    beoordeling = assess(lijst, antwoorden(lijst, levels, diepte="volledig" if len(lijst.dieptes) > 1 else ""), DAG)
    found = contribute(beoordeling, Kenmerken(CODE), {})
    nodes: list[Uitslag] = [beoordeling.scores.totaal, *beoordeling.scores.pijlers.values()]
    for node in nodes:
        assert (node.id in found.scores) == (node.score is not None)
        if node.score is not None:
            assert abs(found.scores[node.id] - 1000 * node.score) * 2 <= 1
            assert found.scores[node.id] == thousandths(node.score)


def test_scores_go_down_to_the_points():
    lijst = lees(document(pijler("P1", onderwerpen=[groep("P1.1", vraag("a")), groep("P1.2", vraag("b"))])))
    found = contribute(assessed({"a": 4, "b": 1}, lijst), Kenmerken(CODE), {})
    assert found.scores == {"P1": 625, "P1.1": 1000, "P1.2": 250, "totaal": 625}


# -- what is known of an organisation, in its file ------------------------------------------------------------------


def of(**traits: Any) -> Antwoorden:
    empty = antwoorden(LIJST, {"NW1.1": 1})
    return empty.model_copy(update={"organisatie": Organisatie(naam="Voorbeeldveen", type="gemeente", **traits)})


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        ({}, {}, {"code": CODE}, {"code": CODE}),
        ({}, {"code": CODE}, {}, {"code": CODE}),
        ({}, {"gemeente": "Assen"}, {"gemeente": "Emmen", "inwoners": 9}, {"gemeente": "Assen", "inwoners": 9}),
        ({"inwoners": 5}, {"inwoners": 5}, {"inwoners": 9}, {"inwoners": 9}),
        ({"inwoners": 5}, {"inwoners": 9}, {"inwoners": 5}, {"inwoners": 9}),
        ({"inwoners": 5}, {"inwoners": 6}, {"inwoners": 7}, {"inwoners": 6}),
        ({"code": CODE}, {"code": CODE}, {"code": CODE[::-1]}, {"code": CODE}),
    ],
)
def test_what_is_known_of_an_organisation_survives_a_merge(base: Any, ours: Any, theirs: Any, wanted: Any):
    merged, torn = merge(of(**base), of(**ours), of(**theirs))
    assert torn == ()
    assert merged.organisatie == of(**wanted).organisatie


def test_the_same_organisation_may_be_known_better():
    assert of().organisatie.is_same(of(code=CODE, gemeente="Assen").organisatie)
    assert not of().organisatie.is_same(Organisatie(naam="Voorbeeldveen", type="zorg"))


def plain_hours(vraag: Vraagstelling) -> dict[str, dict[str, Uurstuk]]:
    """The same, read off the whole chain of causes of each process."""
    opzet = set_up(vraag.ketens, "verwacht", vraag.niveaus, soort=vraag.soort)
    found: dict[str, dict[str, Uurstuk]] = {}
    for scenario in vraag.scenarios:
        verloop = run(opzet.graaf, grips(opzet, (scenario,)), vraag.minuten)
        found[scenario.id] = {}
        for proces in processes_of(vraag):
            number = opzet.nummer[proces.id]
            down = verloop.uitval[number]
            chain = [opzet.graaf.namen[node] for node in verloop.keten(number)]
            found[scenario.id][proces.id] = Uurstuk(
                uit=tuple((each.van, each.tot) for each in down), oorzaak=chain[-2] if len(chain) > 1 else ""
            )
    return found


@few(40)
@given(st.data())
def test_hours_name_the_middel_that_stood_before_the_process_in_its_chain(data: st.DataObject):
    soort = data.draw(st.sampled_from(["gemeente", "zorg", None]))
    levels = {name: data.draw(st.integers(0, 4)) for name in levers_of(KETENS)}
    vraag = Vraagstelling(KETENS, levels, soort, KETENS.scenarios, data.draw(st.sampled_from([1, 24, 72, 400])) * 60)
    assert hours_of(vraag) == plain_hours(vraag)


@pytest.mark.parametrize("code", ["x", CODE[:-1], CODE.upper(), CODE + "0", CODE + "\n"])
def test_a_code_is_twenty_hex_digits(code: str):
    with pytest.raises(ValueError, match="code"):
        Organisatie(naam="x", type="x", code=code)


def test_an_answer_is_not_touched_by_a_contribution():
    beoordeling = assessed({"NW1.1": {"waarde": 3, "toelichting": "x"}})
    contribute(beoordeling, Kenmerken(CODE), {})
    assert beoordeling.antwoorden.antwoorden["NW1.1"] == Antwoord(waarde=3, toelichting="x")
