"""What a region has to offer: its noodsteunpunten, and what organisations can spare for others (domein.md 2.8).

A location is fit when power, water and contact last 72 hours, there is a warm room, and enough people to keep it open.
Its weakest function is the one that gives out first. What is offered comes from `netwerk`, where everybody tells what
is left after its own critical work: an offer to talk about, and never a promise.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .regio import Regio
from .regiobeeld import Regiobeeld, Rij

NORM: Final = 72
INWONERS_PER_PUNT: Final = 5_000  # domein.md 0.2: one for about 5,000 inhabitants (S08), a guide and no norm
PUNTLIJST: Final = "noodsteunpunt"
NETWERK: Final = "netwerk"
FUNCTIES: Final = {"NS2.1.2": "stroom", "NS2.2.2": "water", "NS3.1.2": "verbinding"}
WARMTE: Final = "NS2.3.1"
WARM: Final = ("ingericht", "beproefd")
MENSEN: Final = "NS4.1.2"
POULE: Final = 12  # domein.md 2.8: 27 shifts in three days take 12 to 15 people [AK]
PLAATSEN: Final = "NS5.2.2"


class Soort(NamedTuple):
    """What can be offered: its name and unit, the question that tells from when on, and what pillar 6 asks it for."""

    naam: str
    eenheid: str
    vanaf: str
    pijler6: str


AANBOD: Final = {  # by question; the subjects of pillar 6 are those that the questionnaire itself names as its sources
    "NW1.1.1": Soort("Mensen", "personen", "NW1.1.2", "P6.3 verdeling van arbeid"),
    "NW1.2.1": Soort("Overdekte ruimte", "m²", "NW1.2.4", "P6.1 vervoer en opslag"),
    "NW1.2.2": Soort("Bedden", "bedden", "NW1.2.4", "P6.2 gezondheidszorg"),
    "NW1.2.3": Soort("Maaltijden", "maaltijden", "NW1.2.4", "P6.2 voedsel"),
    "NW1.3.1": Soort("Voertuigen", "voertuigen", "NW1.3.3", "P6.1 vervoer en opslag"),
    "NW1.3.2": Soort("Aggregaten", "kW", "NW1.3.3", "P6.2 energie"),
}
BINNEN_EEN_DAG: Final = ("direct", "dag")


class Punt(NamedTuple):
    """A location: whether it is fit, its weakest function, how many hours that lasts, and its places.

    `uren` is None where they are not known, and where the weakest function does not go by the hour.
    """

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


class Snel(NamedTuple):
    """What is there within a day: of how many organisations, and how much."""

    organisaties: int
    hoeveel: int


class Bod(NamedTuple):
    """What organisations offer of one thing together: how many of them, how much, and how many of them within a day.

    `binnen_een_dag` is the most that it can be, from the sums: who offers none may have told from when on. `snel` has
    the figures themselves, and is None where no rows are kept. `pijler6` is what civil support could ask it for.
    """

    vraag: str
    naam: str
    eenheid: str
    organisaties: int
    hoeveel: int
    binnen_een_dag: int
    snel: Snel | None
    pijler6: str


def points(beeld: Regiobeeld) -> tuple[Punt, ...]:
    """Return the locations, weakest first; empty where no rows are kept."""
    rows = [row for row in (beeld.rijen or {}).values() if row.lijst == PUNTLIJST]
    return tuple(sorted(map(_point, rows), key=lambda each: (each.geschikt, _strength(each), each.code)))


def _strength(punt: Punt) -> float:
    """Return how long a location lasts: unknown comes before none, what lacks only warmth or people after the hours."""
    if punt.uren is not None:
        return punt.uren
    return -1 if punt.zwakste in FUNCTIES.values() else NORM


def _point(row: Rij) -> Punt:
    hours = {name: row.getallen.get(vraag) for vraag, name in FUNCTIES.items()}
    known = {name: value for name, value in hours.items() if value is not None}
    unknown = [name for name, value in hours.items() if value is None]
    weakest = unknown[0] if unknown else min(known, key=lambda name: (known[name], name))
    lasts = None if unknown else known[weakest]
    missing = _missing(row) if lasts is not None and lasts >= NORM else ""
    if missing:
        weakest, lasts = missing, None
    fit = lasts is not None and lasts >= NORM
    return Punt(row.code, row.locatie, row.gemeente, fit, weakest, lasts, round(row.getallen.get(PLAATSEN, 0)))


def _missing(row: Rij) -> str:
    """Return what a location lacks that does not run out by the hour; "" where it lacks nothing."""
    if row.keuzes.get(WARMTE) not in WARM:
        return "warmte"
    return "" if row.getallen.get(MENSEN, 0) >= POULE else "mensen"


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
    rows = [row for row in (beeld.rijen or {}).values() if row.lijst == NETWERK]
    found = []
    for vraag, soort in AANBOD.items():
        count = sum(value for key, value in beeld.tellers.items() if key[:2] == ("meer", vraag))
        total = sum(value for key, value in beeld.tellers.items() if key[:2] == ("som", vraag))
        soon = sum(
            value
            for key, value in beeld.tellers.items()
            if key[:2] == ("keuze", soort.vanaf) and key[2] in BINNEN_EEN_DAG
        )
        quick = [row.getallen[vraag] for row in rows if row.getallen.get(vraag) and _is_quick(row, soort)]
        snel = None if beeld.rijen is None else Snel(len(quick), int(sum(quick)))
        if count:
            most = min(count, soon)
            found.append(Bod(vraag, soort.naam, soort.eenheid, count, total // 100, most, snel, soort.pijler6))
    return tuple(found)


def _is_quick(row: Rij, soort: Soort) -> bool:
    return row.keuzes.get(soort.vanaf) in BINNEN_EEN_DAG
