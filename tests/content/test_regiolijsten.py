"""The lists of the region that come with the tool: whole, and without figures that nobody has a source for."""

from __future__ import annotations

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
