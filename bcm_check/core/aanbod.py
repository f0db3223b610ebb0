"""What a region has to offer: its noodsteunpunten, and what organisations can spare for others (domein.md 2.8).

A location is fit when power, water and contact last 72 hours and there is a warm room. Its weakest function is the one
that gives out first. What is offered comes from `netwerk`: an offer to talk about, and never a promise.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .regio import Regio
from .regiobeeld import Regiobeeld, Rij

NORM: Final = 72
INWONERS_PER_PUNT: Final = 5_000  # domein.md 0.2: one for about 5,000 inhabitants (S08), a guide and no norm
PUNTLIJST: Final = "noodsteunpunt"
FUNCTIES: Final = {"NS2.1.2": "stroom", "NS2.2.2": "water", "NS3.1.2": "verbinding"}
WARMTE: Final = "NS2.3.1"
WARM: Final = ("ingericht", "beproefd")
PLAATSEN: Final = "NS5.2.2"
# What is offered, in what unit, and the question that tells from when on.
AANBOD: Final = {
    "NW1.1.1": ("Mensen", "personen", "NW1.1.2"),
    "NW1.2.1": ("Overdekte ruimte", "m²", "NW1.2.4"),
    "NW1.2.2": ("Bedden", "bedden", "NW1.2.4"),
    "NW1.2.3": ("Maaltijden", "maaltijden", "NW1.2.4"),
    "NW1.3.1": ("Voertuigen", "voertuigen", "NW1.3.3"),
    "NW1.3.2": ("Aggregaten", "kW", "NW1.3.3"),
}
BINNEN_EEN_DAG: Final = ("direct", "dag")


class Punt(NamedTuple):
    """A location: whether it is fit, its weakest function and how many hours that lasts, and its places."""

    code: str
    naam: str
    gemeente: str
    geschikt: bool
    zwakste: str
    uren: float | None
    plaatsen: int


class Gebied(NamedTuple):
    """The locations of a municipality: how many, how many are fit, their places, against its inhabitants if known."""

    gemeente: str
    punten: int
    geschikt: int
    plaatsen: int
    inwoners: int | None

    @property
    def richtgetal(self) -> int | None:
        """How many there would be at one for 5,000 inhabitants."""
        return None if self.inwoners is None else max(1, -(-self.inwoners // INWONERS_PER_PUNT))


class Bod(NamedTuple):
    """What organisations offer of one thing together: how many of them, how much, and how many of them within a day."""

    vraag: str
    naam: str
    eenheid: str
    organisaties: int
    hoeveel: int
    binnen_een_dag: int


def points(beeld: Regiobeeld) -> tuple[Punt, ...]:
    """Return the locations, weakest first; empty where no rows are kept."""
    rows = [row for row in (beeld.rijen or {}).values() if row.lijst == PUNTLIJST]
    found = [_point(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.geschikt, each.uren if each.uren is not None else -1, each.code)))


def _point(row: Rij) -> Punt:
    hours = {name: row.getallen.get(vraag) for vraag, name in FUNCTIES.items()}
    known = {name: value for name, value in hours.items() if value is not None}
    unknown = [name for name, value in hours.items() if value is None]
    warm = row.keuzes.get(WARMTE) in WARM
    weakest = unknown[0] if unknown else min(known, key=lambda name: (known[name], name))
    lasts = None if unknown else known[weakest]
    fit = warm and lasts is not None and lasts >= NORM
    if not warm and lasts is not None and lasts >= NORM:
        weakest, lasts = "warmte", None
    return Punt(row.code, row.locatie, row.gemeente, fit, weakest, lasts, round(row.getallen.get(PLAATSEN, 0)))


def areas(beeld: Regiobeeld, regio: Regio) -> tuple[Gebied, ...]:
    """Return the municipalities of the region, and others that were named, with their locations; by name."""
    known = {gemeente.naam: gemeente.inwoners for gemeente in regio.gemeenten}
    found = points(beeld)
    names = sorted({*known, *(punt.gemeente for punt in found if punt.gemeente)}, key=str.casefold)
    return tuple(
        Gebied(
            name,
            sum(punt.gemeente == name for punt in found),
            sum(punt.geschikt for punt in found if punt.gemeente == name),
            sum(punt.plaatsen for punt in found if punt.gemeente == name),
            known.get(name),
        )
        for name in names
    )


def offers(beeld: Regiobeeld) -> tuple[Bod, ...]:
    """Return what is offered over the whole region."""
    found = []
    for vraag, (naam, eenheid, vanaf) in AANBOD.items():
        count = sum(value for key, value in beeld.tellers.items() if key[:2] == ("meer", vraag))
        total = sum(value for key, value in beeld.tellers.items() if key[:2] == ("som", vraag))
        soon = sum(
            value for key, value in beeld.tellers.items() if key[:2] == ("keuze", vanaf) and key[2] in BINNEN_EEN_DAG
        )
        if count:
            found.append(Bod(vraag, naam, eenheid, count, total // 100, soon))
    return tuple(found)
