"""The lists of the region that come with the tool: whole, and without figures that nobody has a source for."""

from __future__ import annotations

import pytest

from bcm_check.core.aanbod import AANBOD, FUNCTIES, MENSEN, PLAATSEN, WARMTE
from bcm_check.core.concentratie import LEVERT, TWEEDE_TAKEN, UITLEEN
from bcm_check.core.gezamenlijk import GEMEENTE
from bcm_check.core.regio import check
from bcm_check.files import regios

from .conftest import read


def test_the_twelve_municipalities_without_invented_inhabitants() -> None:
    regio = regios.load()
    assert check(regio) == []
    assert len(regio.gemeenten) == 12
    assert [each.naam for each in regio.gemeenten] == sorted(each.naam for each in regio.gemeenten)
    assert [each.naam for each in regio.gemeenten if each.inwoners is not None] == []
    assert (regio.tarief, regio.genodigden) == (None, {})


def test_every_kind_of_organisation_has_one_sector() -> None:
    regio = regios.load()
    kinds = [soort for sector in regio.sectoren for soort in sector.soorten]
    assert sorted(kinds) == sorted(kind.id for kind in read("weerbaarheid").doelgroepen)
    assert GEMEENTE in kinds


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("netwerk", {*AANBOD, *(each.vanaf for each in AANBOD.values()), *LEVERT, UITLEEN, *TWEEDE_TAKEN}),
        ("noodsteunpunt", {*FUNCTIES, MENSEN, PLAATSEN, WARMTE}),
    ],
)
def test_the_questions_that_the_region_reckons_with_exist(name: str, asked: set[str]) -> None:
    """Ids are for ever, but a question may be taken out of a list: then the region would count nothing, in silence."""
    known = {plek.vraag.id: plek.vraag for plek in read(name).plekken}
    assert asked <= known.keys()
    for asking, soort in AANBOD.items() if name == "netwerk" else ():
        assert known[asking].eenheid == soort.eenheid
        assert {"direct", "dag"} <= {keuze.id for keuze in known[soort.vanaf].keuzes}
        assert soort.pijler6.split()[0] in {bron.plaats for bron in known[asking].bronnen}
