"""One organisation beside the others of its kind and size: what a region publishes for that, and where one stands.

The file holds only what the public summary may show: bands, of groups of twenty and more.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from .beoordeling import Beoordeling
from .bijdrage import thousandths
from .onderdrukking import BAND
from .publicatie import Publicatie
from .regiobeeld import size_of
from .regiotabel import Tabel, Tabelrij
from .regiotabellen import KWARTEN
from .velden import Deel, Id, Regel

Grens = Annotated[int, Field(ge=0, le=1000)]


class Kwartielen(Deel):
    """Where the bands of the quartiles of a node begin (thousandths), and how many organisations are behind it."""

    laagste: Grens
    mediaan: Grens
    hoogste: Grens
    aantal: Annotated[int, Field(ge=0, le=10**9)]


class Naast(Deel):
    """What a region publishes to compare with: the quartiles of each pillar, by kind and by kind and size.

    The keys of `grootten` are those of `regiobeeld.size_of`.
    """

    formaat: Literal["bcm-check-naast"] = "bcm-check-naast"
    versie: Literal[1] = 1
    tlp: Literal["TLP:CLEAR"] = "TLP:CLEAR"
    regio: Regel
    editie: Regel
    soorten: dict[Id, dict[Id, Kwartielen]] = Field(default_factory=dict, max_length=100)
    grootten: dict[Id, dict[Id, Kwartielen]] = Field(default_factory=dict, max_length=300)


class Vergelijking(NamedTuple):
    """A node of one organisation beside its kind: its own score (thousandths), the bands of the quartiles, in words.

    `even_groot`: those others are of its size too.
    """

    id: str
    score: int
    kwartielen: Kwartielen
    plaats: str
    even_groot: bool


def to_compare(publicatie: Publicatie, regio: str, editie: str) -> Naast:
    """Return what may be published to compare with: of the public summary and of nothing else, so it is as frozen."""
    tabel = publicatie.tabel("pijlers")
    found: dict[str, dict[str, dict[str, Kwartielen]]] = {"soort": {}, "grootte": {}}
    if tabel is None or publicatie.soort != "openbaar":
        return Naast(regio=regio, editie=editie)
    for rij in tabel.rijen:
        dimensie, _, name = rij.id.partition("/")
        known = {node: each for node in _nodes(tabel) if (each := _quartiles(tabel, rij, node)) is not None}
        if dimensie in found and known:
            found[dimensie][name] = known
    return Naast(regio=regio, editie=editie, soorten=found["soort"], grootten=found["grootte"])


def _nodes(tabel: Tabel) -> list[str]:
    return list(dict.fromkeys(kolom.split()[0] for kolom in tabel.kolommen))


def _quartiles(tabel: Tabel, rij: Tabelrij, node: str) -> Kwartielen | None:
    cells = [tabel.cel(rij, f"{node} {what}") for _, _, what in KWARTEN]
    starts = [10 * int(cel.waarde.partition("–")[0]) for cel in cells if isinstance(cel.waarde, str)]
    if len(starts) != len(KWARTEN) or cells[0].n is None:
        return None
    middle, low, high = starts
    return Kwartielen(laagste=low, mediaan=middle, hoogste=high, aantal=cells[0].n)


def beside(naast: Naast, beoordeling: Beoordeling) -> tuple[Vergelijking, ...]:
    """Return where an organisation stands in its kind and size, or else its kind; empty where neither is published."""
    ours, scores = beoordeling.antwoorden.organisatie, beoordeling.scores
    same_size = naast.grootten.get(size_of(ours.type, ours.medewerkers), {})
    known = same_size or naast.soorten.get(ours.type, {})
    found = []
    for uitslag in (scores.totaal, *scores.pijlers.values()):
        if uitslag.score is not None and uitslag.id in known:
            own = thousandths(uitslag.score)
            where = place(own, known[uitslag.id])
            found.append(Vergelijking(uitslag.id, own, known[uitslag.id], where, bool(same_size)))
    return tuple(found)


def place(score: int, kwartielen: Kwartielen) -> str:
    """Return where a score stands, as far as bands can tell: in a band of a border it is about that border."""
    for border, at in ((kwartielen.laagste, "het laagste kwart"), (kwartielen.mediaan, "de mediaan")):
        if score < border:
            return f"onder {at}"
        if score < border + BAND:
            return f"rond {at}"
    if score < kwartielen.hoogste:
        return "boven de mediaan"
    return "rond het hoogste kwart" if score < kwartielen.hoogste + BAND else "boven het hoogste kwart"
