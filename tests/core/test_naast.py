"""Where one organisation stands beside others: those of its kind and size where they are known, or else of its kind."""

from __future__ import annotations

from datetime import date

import pytest

from bcm_check.core.antwoorden import Antwoord, Organisatie, new
from bcm_check.core.beoordeling import assess
from bcm_check.core.naast import Kwartielen, Naast, beside, place

from .lists import document, lees, pijler, vraag

LIJST = lees(document(pijler("P1", vraag("a"), vraag("b"))))
SOORT = Kwartielen(laagste=200, mediaan=400, hoogste=600, aantal=60)
GROOTTE = Kwartielen(laagste=0, mediaan=200, hoogste=400, aantal=25)
NAAST = Naast(regio="Streek", editie="1", soorten={"zorg": {"P1": SOORT}}, grootten={"zorg.klein": {"P1": GROOTTE}})


@pytest.mark.parametrize(
    ("soort", "medewerkers", "found"),
    [
        ("zorg", 10, (GROOTTE, True)),
        ("zorg", 50, (SOORT, False)),
        ("zorg", None, (SOORT, False)),
        ("mkb", 10, None),
    ],
)
def test_those_of_its_size_go_before_those_of_its_kind(
    soort: str, medewerkers: int | None, found: tuple[Kwartielen, bool] | None
) -> None:
    answers = new(LIJST, Organisatie(naam="X", type=soort, medewerkers=medewerkers), LIJST.dieptes[-1].id)
    given = answers.model_copy(update={"antwoorden": {"a": Antwoord(waarde=2), "b": Antwoord(waarde=2)}})
    told = beside(NAAST, assess(LIJST, given, date(2026, 3, 1)))
    assert [(each.id, each.score, each.kwartielen, each.even_groot) for each in told] == (
        [] if found is None else [("P1", 500, *found)]
    )


@pytest.mark.parametrize(
    ("score", "where"),
    [
        (199, "onder het laagste kwart"),
        (200, "rond het laagste kwart"),
        (400, "rond de mediaan"),
        (599, "rond de mediaan"),
        (600, "rond het hoogste kwart"),
        (800, "boven het hoogste kwart"),
    ],
)
def test_a_place_is_told_as_far_as_bands_can_tell(score: int, where: str) -> None:
    assert place(score, SOORT) == where
