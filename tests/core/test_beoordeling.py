"""What an assessment says beside its numbers."""

from bcm_check.core.beoordeling import assess

from .lists import DAG, antwoorden, document, lees, pijler, vraag

NVT = {"waarde": "nvt", "reden": "Geen eigen gebouw."}


def of(given_, count=5, **more):
    lijst = lees(document(pijler("P1", *(vraag(f"v{at}") for at in range(count))), **more))
    return assess(lijst, antwoorden(lijst, given_), DAG)


def test_nvt_with_its_reason_and_what_is_still_open_are_listed():
    found = of({"v0": NVT, "v1": "weet_niet"})
    assert [(plek.vraag.id, reden) for plek, reden in found.nvt] == [("v0", "Geen eigen gebouw.")]
    assert [plek.vraag.id for plek in found.open] == ["v2", "v3", "v4"]


def test_more_than_a_fifth_nvt_is_said_and_a_fifth_is_not():
    assert of({"v0": NVT}).meldingen == ()
    assert of({"v0": NVT, "v1": NVT}).meldingen == (
        "In pijler P1 zijn 2 van de 5 vragen n.v.t. Dat is meer dan 20%: de score zegt dan minder.",
    )
    assert of({"v0": NVT}, count=4).meldingen[0].startswith("In pijler P1 is 1 van de 4 vragen")


def test_a_level_that_counts_for_less_is_said():
    rules = [{"maanden": 12, "niveau": 3}]
    found = of({"v0": {"waarde": 4, "eigenaar": "teamleider"}}, veroudering=rules)
    assert found.meldingen == ("v0 (v0): niveau 4 zonder testdatum telt als 3.",)


def test_a_high_level_without_an_owner_is_said():
    found = of({"v0": 3, "v1": {"waarde": 4, "eigenaar": " "}, "v2": 2, "v3": {"waarde": 3, "eigenaar": "griffier"}})
    assert found.meldingen == ("Zonder eigenaar (een functie) op een hoog niveau: v0, v1.",)
