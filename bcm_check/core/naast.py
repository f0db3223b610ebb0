"""One organisation beside the others of its kind and size: what a region publishes for that, and where one stands.

The file holds only what the public summary may show: bands, of groups of twenty and more.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from .beoordeling import Beoordeling
from .bijdrage import thousandths
from .onderdrukking import BAND, OPENBAAR, safe_count, safe_quantile, shown_groups
from .regiobeeld import HOOFDLIJST, Groep, Regiobeeld
from .velden import Deel, Id, Regel
from .vragenlijst import Vragenlijst

Grens = Annotated[int, Field(ge=0, le=1000)]


class Kwartielen(Deel):
    """Where the bands of the quartiles of a node begin (thousandths), and how many organisations are behind it."""

    laagste: Grens
    mediaan: Grens
    hoogste: Grens
    aantal: Annotated[int, Field(ge=0, le=10**9)]


class Naast(Deel):
    """What a region publishes to compare with: by kind of organisation, the quartiles of the whole and each pillar."""

    formaat: Literal["bcm-check-naast"] = "bcm-check-naast"
    versie: Literal[1] = 1
    tlp: Literal["TLP:CLEAR"] = "TLP:CLEAR"
    regio: Regel
    editie: Regel
    soorten: dict[Id, dict[Id, Kwartielen]] = Field(default_factory=dict, max_length=100)


class Vergelijking(NamedTuple):
    """A node of one organisation beside its kind: its own score (thousandths), the bands of the quartiles, in words."""

    id: str
    score: int
    kwartielen: Kwartielen
    plaats: str


def to_compare(beeld: Regiobeeld, lijst: Vragenlijst, regio: str, editie: str) -> Naast:
    """Return what may be published to compare with."""
    shown = shown_groups(beeld, OPENBAAR)
    soorten: dict[str, dict[str, Kwartielen]] = {}
    for groep in sorted(shown):
        if groep.dimensie != "soort":
            continue
        found = {node: _quartiles(beeld, groep, node) for node in ("totaal", *(p.id for p in lijst.pijlers))}
        known = {node: each for node, each in found.items() if each is not None}
        if known:
            soorten[groep.naam] = known
    return Naast(regio=regio, editie=editie, soorten=soorten)


def _quartiles(beeld: Regiobeeld, groep: Groep, node: str) -> Kwartielen | None:
    bins = beeld.scores.get((groep, f"{HOOFDLIJST}:{node}"))
    if bins is None:
        return None
    low, middle, high = (safe_quantile(bins, part, whole, OPENBAAR) for part, whole in ((1, 4), (1, 2), (3, 4)))
    count = safe_count(sum(bins), OPENBAAR)
    if low is None or middle is None or high is None or count is None:
        return None
    return Kwartielen(laagste=low, mediaan=middle, hoogste=high, aantal=count)


def beside(naast: Naast, beoordeling: Beoordeling) -> tuple[Vergelijking, ...]:
    """Return where an organisation stands in its kind; empty where the region publishes nothing of that kind."""
    known = naast.soorten.get(beoordeling.antwoorden.organisatie.type, {})
    scores = beoordeling.scores
    found = []
    for uitslag in (scores.totaal, *scores.pijlers.values()):
        if uitslag.score is not None and uitslag.id in known:
            own = thousandths(uitslag.score)
            found.append(Vergelijking(uitslag.id, own, known[uitslag.id], place(own, known[uitslag.id])))
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
