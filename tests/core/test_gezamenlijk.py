"""One time for twelve, suppliers over their spellings, and noodsteunpunten: worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inzendingen import bijdrage

from bcm_check.core.aanbod import Gebied, Snel, areas, offers, points
from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.concentratie import (
    MEESTE_VERGELEKEN,
    Dubbel,
    concentration,
    double_claims,
    plain,
)
from bcm_check.core.gezamenlijk import Bedrag, add_up, divided, joint, keys, shared_gaps
from bcm_check.core.regio import Regio, check
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotelling import fold

from .lists import document, lees, maatregel, pijler, vraag

LIJST = lees(
    document(
        pijler("P", vraag("a", maatregelen=[{"id": "m", "naar": 3}]), vraag("b", maatregelen=[{"id": "n", "naar": 2}])),
        maatregelen=[
            maatregel("m", dagdelen="2-4", gezamenlijk={"kan": "ja"}),
            maatregel("n", dagdelen="6", gezamenlijk={"kan": "nee"}),
        ],
    )
)
REGIO = Regio.model_validate(
    {
        "formaat": 1,
        "id": "r",
        "versie": "1",
        "titel": "R",
        "gemeenten": [{"naam": "A", "inwoners": 12_000}, {"naam": "B"}],
        "uitrol": {"ja": "0,25", "deels": "0,5"},
    }
)


def test_twelve_times_alone_against_once_together() -> None:
    """Twelve need two to four half-days: 24-48 alone; once 2-4 and a quarter for each: 2 + 6 to 4 + 12."""
    found = [bijdrage(at, maatregelen=("m", "n"), niveaus={"a": 1}) for at in range(12)]
    found += [bijdrage(20, niveaus={"a": 3}), bijdrage(21, niveaus={"a": 2})]
    beeld = fold(found)
    (one,) = joint(beeld, LIJST, REGIO)
    assert (one.maatregel.id, one.nodig) == ("m", 12)
    assert (one.los, one.samen) == (Bedrag(Fraction(24), Fraction(48)), Bedrag(Fraction(8), Fraction(16)))
    assert one.bespaart == (16, 32)
    assert one.voorlopers == (f"{20:020x}",)
    assert len(one.codes) == 12
    assert one.hebben == 1
    som = add_up(beeld, LIJST, [one])
    assert som.plannen == (24 + 72, 48 + 72)
    assert (som.kan_samen, som.samen, som.bespaart) == ((24, 48), (8, 16), (16, 32))


def without_rows(beeld: Regiobeeld) -> Regiobeeld:
    beeld.rijen = None
    return beeld


def test_who_has_a_measure_and_who_could_lead() -> None:
    """The highest level leads, then the highest score; who has it in its plan or did not answer is no leader."""
    found = [
        bijdrage(1, niveaus={"a": 3}, scores={"totaal": 900}),
        bijdrage(2, niveaus={"a": 4}, scores={"totaal": 100}),
        bijdrage(3, niveaus={"a": 3}, scores={"totaal": 950}),
        bijdrage(4, niveaus={"a": 3}, maatregelen=("m",)),
        bijdrage(5, niveaus={"b": 4}, maatregelen=("m",)),
        bijdrage(6, niveaus={"b": 4}),
    ]
    (one,) = joint(fold(found), LIJST, REGIO)
    assert [int(code, 16) for code in one.voorlopers] == [2, 3, 1]
    assert (one.nodig, one.hebben) == (2, 3)
    (summed,) = joint(without_rows(fold(found)), LIJST, REGIO)
    assert (summed.voorlopers, summed.codes, summed.hebben) == ((), (), 4)  # the sums do not know of plans


def test_who_has_a_measure_for_two_questions_is_not_known_from_sums() -> None:
    steps = [{"id": "m", "naar": 2}]
    lijst = lees(
        document(
            pijler("P", vraag("a", maatregelen=steps), vraag("b", maatregelen=steps)),
            maatregelen=[maatregel("m", gezamenlijk={"kan": "ja"})],
        )
    )
    found = [bijdrage(at, maatregelen=("m",)) for at in range(2)]
    found += [
        bijdrage(7, niveaus={"a": 2, "b": 1}),
        bijdrage(8, niveaus={"a": 2}),
        bijdrage(9, niveaus={"a": 2, "b": 3}),
    ]
    (one,) = joint(fold(found), lijst, REGIO)
    assert [int(code, 16) for code in one.voorlopers] == [9, 8]
    assert joint(without_rows(fold(found)), lijst, REGIO)[0].hebben is None


def test_what_municipalities_share_goes_by_first_steps() -> None:
    """Two municipalities miss the first step of b; more save with the second step of a, but that is no first step."""
    kinds = {"gezamenlijk": {"kan": "ja"}}
    lijst = lees(
        document(
            pijler(
                "P",
                vraag("a", maatregelen=[{"id": "later", "naar": 3}, {"id": "eerst", "naar": 2}]),
                vraag("b", maatregelen=[{"id": "b1", "naar": 2}]),
            ),
            maatregelen=[
                maatregel("eerst", dagdelen="1", **kinds),
                maatregel("later", dagdelen="50", **kinds),
                maatregel("b1", dagdelen="1", **kinds),
            ],
        )
    )
    found = [bijdrage(at, soort="gemeente", maatregelen=("b1", "later")) for at in range(3)]
    found += [bijdrage(at, soort="gemeente", maatregelen=("eerst",)) for at in range(3, 5)]
    found += [bijdrage(at, soort="zorg", maatregelen=("eerst", "later")) for at in range(5, 12)]
    gaps = shared_gaps(joint(fold(found), lijst, REGIO), lijst)
    assert [(each.maatregel.id, each.gemeenten, each.nodig) for each in gaps] == [("b1", 3, 3), ("eerst", 2, 9)]


def test_what_only_one_needs_is_not_joint() -> None:
    assert joint(fold([bijdrage(1, maatregelen=("m",))]), LIJST, REGIO) == ()


@given(st.integers(0, 10_000), st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(0, 500), max_size=6))
def test_a_division_adds_up_to_the_last_unit(total: int, weights: dict[str, int]) -> None:
    parts, missing = divided(total, weights)  # type: ignore[arg-type]
    whole = sum(weights.values())
    assert sum(parts.values()) == (total if whole else 0)
    assert set(missing) == {name for name, weight in weights.items() if not weight}
    for name, weight in weights.items():
        if whole:
            assert abs(parts[name] - Fraction(total * weight, whole)) < 1


def test_who_has_no_number_is_named() -> None:
    beeld = fold([bijdrage(1, inwoners=100), bijdrage(2, medewerkers=5)])
    found = keys([f"{1:020x}", f"{2:020x}"], beeld)
    assert found["gelijk"] == {f"{1:020x}": 1, f"{2:020x}": 1}
    assert divided(10, found["inwoners"]) == ({f"{1:020x}": 10, f"{2:020x}": 0}, (f"{2:020x}",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Vonk B.V.", "de vonk bv"),
        ("Café Énergie", "cafe energie"),
        ("Vonk-Verhuur", "Vonk Verhuur N.V."),
        ("De Vonk (huur)", "De Vonk B.V. - levering"),
        ("Пример", "ПРИМЕР"),
    ],
)
def test_names_that_are_the_same_but_for_their_spelling(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def named(*names: str) -> Any:
    return fold(bijdrage(at, leveranciers={"L": (name,)}) for at, name in enumerate(names))


def test_a_supplier_over_its_spellings_and_one_in_doubt() -> None:
    found = concentration(named("De Vonk B.V.", "de vonk", "Waterbedrijf Noord", "Waterbedrijf Noort", "Alleen"))
    assert [(each.naam, each.aantal, each.zeker) for each in found] == [
        ("Waterbedrijf Noort", 2, False),
        ("de vonk", 2, True),
    ]
    assert found[1].schrijfwijzen == ("De Vonk B.V.", "de vonk")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Depot 12", "Depot 13"),
        ("Пример", "中文"),
        ("(huur)", "***"),
        ("***", "---"),
        ("B.V.", "N.V."),
        ("Groep", "Holding"),
    ],
)
def test_other_suppliers(one: str, other: str) -> None:
    assert concentration(named(one, other)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("De Vonk B.V.", "De Vonk N.V."), ("Stichting De Vonk", "De Vonk"), ("De Vonk Groep", "De Vonk Holding")],
)
def test_two_that_may_be_one_are_told_with_doubt(one: str, other: str) -> None:
    (found,) = concentration(named(one, other))
    assert (found.aantal, found.zeker) == (2, False)


def test_one_organisation_with_two_spellings_is_one() -> None:
    twice = bijdrage(1, leveranciers={"L": ("De Vonk B.V.", "de vonk")})
    assert concentration(fold([twice])) == ()
    (found,) = concentration(fold([twice, bijdrage(2, leveranciers={"L": ("De Vonk",)})]))
    assert (found.aantal, found.zeker) == (2, True)


@given(
    st.permutations(["De Vonk B.V.", "de vonk", "De Vonck", "Waterbedrijf", "Waterbedrjf", "Anders", "De Vonk Groep"])
)
def test_the_order_of_files_does_not_matter(names: list[str]) -> None:
    assert concentration(named(*names)) == concentration(named(*sorted(names)))


def test_of_very_many_names_with_one_beginning_the_same_are_still_joined() -> None:
    many = [f"Verhuur a{at} zonnig" for at in range(2 * MEESTE_VERGELEKEN)]
    found = concentration(named(*many, "verhuur zonnig", "Verhuur Zonnig Groep", "Verhuur Zonning"))
    assert [(each.naam, each.aantal, each.zeker) for each in found] == [("verhuur zonnig", 2, False)]
    assert concentration(named("verhuur zonnig", "Verhuur Zonnig Groep", "Verhuur Zonning"))[0].aantal == 3


def test_people_who_are_counted_on_twice() -> None:
    netwerk = Herkomst(id="netwerk", versie="1")
    found = [bijdrage(at, lijst=netwerk, getallen={"NW3.1.1": 6, "NW1.1.1": 4}) for at in range(3)]
    found.append(bijdrage(9, lijst=netwerk, getallen={"NW3.1.1": 0}))
    assert double_claims(fold(found)) == (Dubbel("NW3.1.1", "vrijwillige brandweer", 3, 18, 12),)


def test_a_location_and_its_weakest_function() -> None:
    punt = Herkomst(id="noodsteunpunt", versie="1")
    hours = {"NS2.1.2": 80.0, "NS2.2.2": 72.0, "NS3.1.2": 96.0, "NS4.1.2": 12.0, "NS5.2.2": 50.0}
    found = [
        bijdrage(1, lijst=punt, gemeente="A", getallen=hours, keuzes={"NS2.3.1": "beproefd"}),
        bijdrage(2, lijst=punt, gemeente="A", getallen=hours | {"NS2.2.2": 8.0}, keuzes={"NS2.3.1": "beproefd"}),
        bijdrage(3, lijst=punt, gemeente="A", getallen=hours, keuzes={"NS2.3.1": "dekens"}),
        bijdrage(4, lijst=punt, gemeente="C", getallen={}, keuzes={}),
        bijdrage(5, lijst=punt, gemeente="C", getallen=hours | {"NS4.1.2": 11.0}, keuzes={"NS2.3.1": "ingericht"}),
    ]
    beeld = fold(found)
    told = {int(each.code, 16): (each.geschikt, each.zwakste, each.uren) for each in points(beeld)}
    assert told == {
        1: (True, "water", 72),
        2: (False, "water", 8),
        3: (False, "warmte", None),
        4: (False, "stroom", None),
        5: (False, "mensen", None),
    }
    assert [int(each.code, 16) for each in points(beeld)] == [4, 2, 3, 5, 1]  # weakest first
    assert areas(beeld, REGIO) == (
        Gebied("A", 3, 1, 150, 12_000),
        Gebied("B", 0, 0, 0, None),
        Gebied("C", 2, 0, 50, None),
    )
    assert areas(beeld, REGIO)[0].richtgetal == 3


def test_offers_count_who_offers_something() -> None:
    netwerk = Herkomst(id="netwerk", versie="1")
    found = [
        bijdrage(1, lijst=netwerk, getallen={"NW1.2.2": 10}, keuzes={"NW1.2.4": "dag"}),
        bijdrage(2, lijst=netwerk, getallen={"NW1.2.2": 0}, keuzes={"NW1.2.4": "direct"}),
        bijdrage(3, lijst=netwerk, getallen={"NW1.2.2": 7}, keuzes={"NW1.2.4": "later"}),
    ]
    (bod,) = offers(fold(found))
    assert (bod.naam, bod.organisaties, bod.hoeveel, bod.snel) == ("Bedden", 2, 17, Snel(1, 10))
    assert bod.binnen_een_dag == 2  # at most: the sums do not know that the second offers none
    (summed,) = offers(without_rows(fold(found)))
    assert (summed.hoeveel, summed.binnen_een_dag, summed.snel) == (17, 2, None)


def test_lists_of_a_region_that_cannot_be() -> None:
    wrong = Regio.model_validate(
        {
            **REGIO.model_dump(mode="json", exclude_defaults=True),
            "formaat": 1,
            "gemeenten": [{"naam": "A"}, {"naam": "a"}],
            "genodigden": {"zorg": 3},
            "uitrol": {"ja": "2"},
        }
    )
    assert [fault.code for fault in check(wrong)] == ["dubbel", "onbekende-sector", "bereik"]
    assert check(REGIO) == []
    assert REGIO.sector_of("gemeente", "") == ""
    assert REGIO.sector_of("gemeente", "eigen") == "eigen"
