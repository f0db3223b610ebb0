"""`regio --json`: the closed picture (or the public one) as one document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bcm_check.core.publicatie import Publicatie
from bcm_check.core.regiotabel import Cel
from bcm_check.core.versies import UITVOER


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class Waarde(_Document):
    """A figure: null and `onderdrukt` where too few organisations are behind it; `n` is how many are."""

    waarde: float | str | None
    n: int | None
    onderdrukt: bool


class Rijdeel(_Document):
    """A row of a table: what it is about, and its figures by the name of their column."""

    id: str
    naam: str
    cijfers: dict[str, Waarde]


class Overslag(_Document):
    """A file that does not count, and why.

    `code` is one of: dubbel, ouder, beschadigd, vreemd, onbekende-versie, onbekende-lijst, klopt-niet, past-niet,
    zonder-code, verkeerde-sleutel, koppeling, te-groot, te-veel, onleesbaar, gewijzigd, toekomst, hulpbestand,
    eigen-uitvoer, onverwacht. More may come.
    """

    bestand: str
    code: str
    reden: str


class RegioDocument(_Document):
    """`regio --json`: the tables by their subject."""

    versie: Literal[1] = UITVOER
    tlp: str
    soort: str
    meegeteld: int | None
    overgeslagen: list[Overslag]
    zinnen: list[str]
    besluiten: list[str]
    dekking: list[Rijdeel]
    pijlers: list[Rijdeel]
    punten: list[Rijdeel]
    norm: list[Rijdeel]
    oorzaken: list[Rijdeel]
    klok: list[Rijdeel]
    themas: list[Rijdeel]
    actielijnen: list[Rijdeel]
    optelling: list[Rijdeel]
    gedeeld: list[Rijdeel]
    trend: list[Rijdeel]
    gezamenlijk: list[Rijdeel]
    aanbod: list[Rijdeel]
    noodsteunpunten: list[Rijdeel]
    concentratie: list[Rijdeel]
    dubbel_geteld: list[Rijdeel]


def document(
    publicatie: Publicatie, meegeteld: int | None, overgeslagen: Iterable[tuple[str, str, str]]
) -> RegioDocument:
    """Return what `regio --json` prints."""
    names = {"dubbel_geteld": "dubbel"}
    subjects = (
        "dekking", "pijlers", "punten", "norm", "oorzaken", "klok", "themas", "actielijnen", "optelling", "gedeeld",
        "trend", "gezamenlijk", "aanbod", "noodsteunpunten", "concentratie", "dubbel_geteld",
    )  # fmt: skip
    tables = {subject: _rows(publicatie, names.get(subject, subject)) for subject in subjects}
    return RegioDocument(
        tlp=publicatie.tlp,
        soort=publicatie.soort,
        meegeteld=meegeteld,
        overgeslagen=[Overslag(bestand=path, code=code, reden=why) for path, code, why in overgeslagen],
        zinnen=list(publicatie.zinnen),
        besluiten=list(publicatie.besluiten),
        **tables,
    )


def _rows(publicatie: Publicatie, name: str) -> list[Rijdeel]:
    tabel = publicatie.tabel(name)
    if tabel is None:
        return []
    return [
        Rijdeel(
            id=rij.id,
            naam=rij.naam,
            cijfers={kolom: _value(cel) for kolom, cel in zip(tabel.kolommen, rij.cellen, strict=True)},
        )
        for rij in tabel.rijen
    ]


def _value(cel: Cel) -> Waarde:
    return Waarde(waarde=cel.waarde, n=cel.n, onderdrukt=cel.onderdrukt)
