"""The region: the sum over many contributions, in bounded memory, that is the same in any order or grouping.

A `Regiobeeld` holds whole numbers only: counts, and histograms with a bin for every thousandth of a score. Adding a
contribution (`regiotelling.py`) and joining two pictures are sums, so half a region and another half are the whole
region, and the results of regions join into those of the country without the files. Rows of single organisations (for
the closed annex) are kept up to a number; of more, none are.

What may be shown of it to whom is decided in `publicatie.py`, never here.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar

from .bijdrage import DUIZEND, Bijdrage

URENRASTER: Final = 72
MEESTE_RIJEN: Final = 1_000
MEESTE_REEKSEN: Final = 20_000  # histograms, 4 kB each: some 400 groups of 50 nodes. No honest folder has more.
NORMSCENARIO: Final = "SC1"
HOOFDLIJST: Final = "weerbaarheid"  # whoever answered this one takes part; the other lists add to it

Dimensie = Literal["alle", "soort", "grootte", "sector", "gemeente"]
DIMENSIES: tuple[Dimensie, ...] = ("alle", "soort", "grootte", "sector", "gemeente")
ALLE: Final = ""
# From how many employees on an organisation is of a size, largest first (decision 018).
GROOTTEN: Final = (("groot", 250), ("middel", 50), ("klein", 0))


class Groep(NamedTuple):
    """A group of organisations: all of them (`alle`, ""), a kind, a sector, or those that serve a municipality.

    Along `grootte` it is a kind and a size: `zorg.klein` (see `size_of`).
    """

    dimensie: Dimensie
    naam: str


# What is counted, by the first word of its key:
#   ("n", dimensie, groep)                     organisations that answered the main questionnaire
#   ("kruis", dimensie, groep, dimensie, groep) organisations that are in both
#   ("norm", dimensie, groep)                  of those: all their processes last 72 hours in SC1
#   ("uren", dimensie, groep)                  of those: their hours are known in SC1
#   ("niveau", vraag, niveau)                  counted levels
#   ("weet_niet", vraag) ("nvt", vraag)
#   ("oorzaak", scenario, middel)              organisations of which at least one process stops by this middel
#   ("loopt", scenario, proces)                organisations that have this process
#   ("maatregel", maatregel, dimensie, groep)  organisations that have it in their plan
#   ("keuze", vraag, keuze, gemeente)          choices
#   ("aantal", vraag, gemeente)                answers in numbers; ("meer", …) of those that are not 0
#   ("som", vraag, gemeente)                   and their sum, in hundredths
#   ("leverancier", vraag, naam)               organisations that named it (as typed, spaces trimmed)
Sleutel: TypeAlias = tuple[str, ...]
_Key = TypeVar("_Key")


class Rij(NamedTuple):
    """One organisation in the closed annex; `naam` is "" unless its owner let it go."""

    code: str
    lijst: str
    naam: str
    soort: str
    sector: str
    gemeente: str
    medewerkers: int | None
    inwoners: int | None
    scores: Mapping[str, int]  # totaal, pillars and points, in thousandths
    niveaus: Mapping[str, int]
    maatregelen: tuple[str, ...]
    getallen: Mapping[str, float]
    keuzes: Mapping[str, str]
    leveranciers: Mapping[str, tuple[str, ...]]
    locatie: str
    eerste_stop: int | None  # the minute at which its first process stops in SC1; None where all last or none is known
    teller: int = 0  # which of its files this is: another one has other answers


def histogram() -> array[int]:
    """Return the counts at each thousandth of a score, all 0; of four bytes: most of the time goes to finding one."""
    return array("I", bytes(4 * (DUIZEND + 1)))


def edges() -> array[int]:
    """Return the changes at each hour of the grid, all 0."""
    return array("q", bytes(8 * (URENRASTER + 1)))


@dataclass(slots=True)
class Regiobeeld:
    """The sums over all contributions that were added. Equal sums are equal pictures.

    `scores`: for a group and a node (`totaal`, a pillar, a point) the number of organisations at each thousandth.
    `randen`: for a scenario and a process, at each hour of the grid, how many organisations more (or less) than an hour
    before have it down: a stretch costs two sums whatever its length. `klok` has the organisations themselves.
    `rijen` is None once there are more than `MEESTE_RIJEN`.
    """

    tellers: Counter[Sleutel] = field(default_factory=Counter)
    scores: dict[tuple[Groep, str], array[int]] = field(default_factory=dict)
    randen: dict[tuple[str, str], array[int]] = field(default_factory=dict)
    rijen: dict[tuple[str, str], Rij] | None = field(default_factory=dict)  # by code and questionnaire
    lijsten: Counter[tuple[str, str]] = field(default_factory=Counter)  # id and version, and how many used it

    def without_zeros(self) -> Regiobeeld:
        """Return the same picture without what only organisations had that were taken out: as if they never were."""
        return Regiobeeld(
            +self.tellers,
            {key: bins for key, bins in self.scores.items() if any(bins)},
            {key: edges for key, edges in self.randen.items() if any(edges) or self.tellers["loopt", *key]},
            self.rijen,
            +self.lijsten,
        )

    def __add__(self, other: Regiobeeld) -> Regiobeeld:
        """Return the picture of both together; they have no organisation in common. Raises OverflowError past 2**32."""
        rows = None if self.rijen is None or other.rijen is None else {**self.rijen, **other.rijen}
        if rows is not None and len(rows) > MEESTE_RIJEN:
            rows = None
        return Regiobeeld(
            self.tellers + other.tellers,
            _joined(self.scores, other.scores),
            _joined(self.randen, other.randen),
            rows,
            self.lijsten + other.lijsten,
        )

    @property
    def klok(self) -> dict[tuple[str, str], list[int]]:
        """For a scenario and a process the number of organisations for which it is down at hour 0, 1, … 72."""
        return {key: list(accumulate(edges)) for key, edges in self.randen.items()}

    def aantal(self, groep: Groep) -> int:
        """Return how many organisations of a group took part."""
        return self.tellers["n", groep.dimensie, groep.naam]

    def groepen(self, dimensie: Dimensie) -> tuple[str, ...]:
        """Return the names of the groups along a dimension, in order."""
        return tuple(sorted(key[2] for key in self.tellers if key[:2] == ("n", dimensie)))


def _joined(one: Mapping[_Key, array[int]], other: Mapping[_Key, array[int]]) -> dict[_Key, array[int]]:
    joined = {key: bins[:] for key, bins in one.items()}
    for key, bins in other.items():
        mine = joined.get(key)
        joined[key] = bins[:] if mine is None else array(bins.typecode, map(int.__add__, mine, bins))
    return joined


def size_of(soort: str, medewerkers: int | None) -> str:
    """Return the kind and size of an organisation in one name; "" where it did not tell how many work there."""
    if medewerkers is None:
        return ""
    return f"{soort}.{next(naam for naam, vanaf in GROOTTEN if medewerkers >= vanaf)}"


def groups_of(bijdrage: Bijdrage) -> tuple[Groep, ...]:
    """Return every group that an organisation belongs to; along a dimension that it did not tell, none."""
    found = [Groep("alle", ALLE), Groep("soort", bijdrage.soort)]
    size = size_of(bijdrage.soort, bijdrage.medewerkers)
    if size:
        found.append(Groep("grootte", size))
    if bijdrage.sector:
        found.append(Groep("sector", bijdrage.sector))
    if bijdrage.gemeente:
        found.append(Groep("gemeente", bijdrage.gemeente))
    return tuple(found)


def row_of(bijdrage: Bijdrage) -> Rij:
    """Return the row of one organisation."""
    known = bijdrage.uren.get(NORMSCENARIO, {})
    stops = [stuk.uit[0][0] for stuk in known.values() if stuk.uit]
    return Rij(
        code=bijdrage.code,
        lijst=bijdrage.lijst.id,
        naam=bijdrage.naam,
        soort=bijdrage.soort,
        sector=bijdrage.sector,
        gemeente=bijdrage.gemeente,
        medewerkers=bijdrage.medewerkers,
        inwoners=bijdrage.inwoners,
        scores=bijdrage.scores,
        niveaus=bijdrage.niveaus,
        maatregelen=bijdrage.maatregelen,
        getallen=bijdrage.getallen,
        keuzes=bijdrage.keuzes,
        leveranciers=bijdrage.leveranciers,
        locatie=bijdrage.locatie,
        eerste_stop=min(stops, default=None),
        teller=bijdrage.teller,
    )


def quantile(bins: array[int], part: int, whole: int = 4) -> int | None:
    """Return the lower quantile `part`/`whole` of a histogram, in thousandths; None of an empty one.

    With part 2 of 4 it is the lower median: an observed score, never one between two.
    """
    count = sum(bins)
    if not count:
        return None
    wanted = max(1, -(-count * part // whole))
    seen = 0
    for value, here in enumerate(bins):
        seen += here
        if seen >= wanted:
            return value
    return None
