"""The format of content: what a questionnaire is, as frozen types with the Dutch names of the YAML keys.

One definition serves three uses: it checks files, it gives authors a JSON Schema, and it is what the rest of the
core works with. Scales, weights, knock-outs and ageing are data here, so another model (a maturity model with
summed practices, for instance) needs no Python. Cross-checks between parts stand in `toetsing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, StringConstraints

from .errors import Path
from .velden import BereikVeld, Deel, Gewicht, Id, JaNee, Regel, Tekst
from .vraag import Vraag

Methode = Literal["gemiddelde", "som", "minimum", "cumulatief", "meetkundig"]


class Trede(Deel):
    """One step of the maturity scale (domein.md 1.1): level, its name and what an outsider sees."""

    niveau: int = Field(ge=0, le=20)
    naam: Regel
    uitleg: Tekst = ""


class Doelgroep(Deel):
    """A kind of organisation."""

    id: Id
    naam: Regel


class Diepte(Deel):
    """How much is asked: an id, a name, and the minutes the whole takes."""

    id: Id
    naam: Regel
    minuten: int = Field(gt=0, le=6000)
    uitleg: Tekst = ""


class Profiel(Deel):
    """A named set of weights for the pillars; a pillar that is not named weighs 1."""

    id: Id
    naam: Regel
    uitleg: Tekst = ""
    gewichten: dict[Id, Gewicht] = Field(default_factory=dict)


class KnockOut(Deel):
    """A critical question answered under `onder` holds its pillar's level name at `plafond` at most."""

    onder: int = Field(ge=1, le=20)
    plafond: int = Field(ge=0, le=20)


class Veroudering(Deel):
    """A test older than `maanden` counts as `niveau` at most."""

    maanden: int = Field(ge=1, le=600)
    niveau: int = Field(ge=0, le=20)


class Bron(Deel):
    """A source: plan, norm, law, guide or report, with how sure we are of it.

    `plaatsen` are the clauses or measures that a question could refer to: those without a question are shown as gaps.
    """

    id: Id
    naam: Regel
    jaar: Regel = ""
    soort: Literal["plan", "norm", "wet", "handreiking", "bericht"]
    zekerheid: Literal["bron", "te_verifieren"] = "bron"
    status: Tekst = ""
    plaatsen: tuple[Regel, ...] = ()


class Begrip(Deel):
    """A foreign term that has a Dutch one: the reviewer of content looks for it."""

    engels: Regel
    nederlands: Regel


class Migratie(Deel):
    """What a version did to stored answers; a closed list of operations, and never one that moves an answer unseen.

    `hernoem` gives a question another id (`naar`); `vervallen` archives its answer; `antwoorden` maps levels to levels
    (`niveaus`); `herbevestig` archives the answer and asks again, because the meaning changed.
    """

    versie: Regel
    soort: Literal["hernoem", "vervallen", "antwoorden", "herbevestig"]
    vraag: Id
    naar: Id | None = None
    niveaus: dict[int, int] = Field(default_factory=dict)
    reden: Tekst = ""


class Actielijn(Deel):
    """A line of action of the region's programme; `voorstel` says that the region has not confirmed it."""

    id: Id
    naam: Regel
    voorstel: JaNee = False


class Gezamenlijk(Deel):
    """Whether a measure can be taken once for twelve (1 × 12), and in what form."""

    kan: Literal["ja", "deels", "nee"]
    vorm: Tekst = ""


class Maatregel(Deel):
    """A measure, written once and used by many questions. `dagdelen` are half-days of four hours of own effort."""

    id: Id
    titel: Regel
    waarom: Tekst
    hoe: Tekst
    eerste_stap: Tekst
    actiehouder: Regel
    dagdelen: BereikVeld
    kosten: BereikVeld
    horizon: Literal["0-3", "3-12", "12-24"]
    betaler: Literal["eigen", "gezamenlijk", "rijk"] = "eigen"
    gezamenlijk: Gezamenlijk
    actielijn: Id | None = None
    vereist: tuple[Id, ...] = ()


class Onderwerp(Deel):
    """A group of questions (a bullet of the plan, `P1.1`); may hold groups of its own."""

    id: Id
    naam: Regel
    kernvraag: Tekst = ""
    plan: Tekst = ""
    methode: Methode = "gemiddelde"
    gewicht: Gewicht = Fraction(1)
    vragen: tuple[Vraag, ...] = ()
    onderwerpen: tuple[Onderwerp, ...] = ()


class Pijler(Deel):
    """One of the main parts of a questionnaire (the six pillars of the national task)."""

    id: Id
    naam: Regel
    kort: Annotated[str, StringConstraints(max_length=22)] = ""
    spoor: Id | None = None
    uitleg: Tekst = ""
    methode: Methode = "gemiddelde"
    onderwerpen: tuple[Onderwerp, ...] = ()
    vragen: tuple[Vraag, ...] = ()

    @property
    def label(self) -> str:
        """The short name, for charts and narrow screens."""
        return self.kort or self.naam


class Spoor(Deel):
    """A track: a set of pillars that is scored together."""

    id: Id
    naam: Regel
    methode: Methode = "gemiddelde"


_TREDEN = (
    Trede(niveau=0, naam="Afwezig", uitleg="Er is niets, of niemand kan het zeggen."),
    Trede(niveau=1, naam="Ad hoc", uitleg="Het zit in iemands hoofd."),
    Trede(niveau=2, naam="Vastgelegd", uitleg="Besloten en opgeschreven, met eigenaar en datum."),
    Trede(niveau=3, naam="Ingericht", uitleg="Mensen, middelen en contracten zijn er echt."),
    Trede(niveau=4, naam="Beproefd en geborgd", uitleg="In de laatste 12 maanden getest, geëvalueerd en verbeterd."),
)


class Plek(NamedTuple):
    """A question with where it stands: its path in the document, its pillar, and the group it is at home in."""

    vraag: Vraag
    path: Path
    pijler: Pijler
    thuis: str


class Knoop(NamedTuple):
    """A node of the scoring tree: how its parts are added up, with their weights as whole numbers.

    A part is a node or a question; a question also stands under the groups named in its `telt_ook_in`.
    """

    id: str
    naam: str
    methode: Methode
    delen: tuple[Knoop | Vraag, ...]
    gewichten: tuple[int, ...]

    def knopen(self) -> Iterator[Knoop]:
        """Yield this node and every node below it."""
        yield self
        for deel in self.delen:
            if isinstance(deel, Knoop):
                yield from deel.knopen()

    def vragen(self) -> Iterator[str]:
        """Yield the id of every question below, once for each place it counts in."""
        for deel in self.delen:
            if isinstance(deel, Knoop):
                yield from deel.vragen()
            else:
                yield deel.id


class Vragenlijst(Deel):
    """A whole questionnaire. What is left out has the usual value, so a small list stays small."""

    formaat: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
    id: Id
    versie: Regel
    titel: Regel
    uitleg: Tekst = ""
    peildatum: Regel = ""
    schaal: tuple[Trede, ...] = Field(default=_TREDEN, min_length=1)
    doelgroepen: tuple[Doelgroep, ...] = ()
    dieptes: tuple[Diepte, ...] = Field(default=(Diepte(id="volledig", naam="Volledig", minuten=60),), min_length=1)
    profielen: tuple[Profiel, ...] = Field(default=(Profiel(id="gelijk", naam="Gelijk"),), min_length=1)
    methode: Methode = "gemiddelde"
    knock_out: KnockOut | None = None
    veroudering: tuple[Veroudering, ...] = ()
    sporen: tuple[Spoor, ...] = ()
    pijlers: tuple[Pijler, ...] = Field(min_length=1)
    maatregelen: tuple[Maatregel, ...] = ()
    bronnen: tuple[Bron, ...] = ()
    actielijnen: tuple[Actielijn, ...] = ()
    begrippen: tuple[Begrip, ...] = ()
    migraties: tuple[Migratie, ...] = ()

    @cached_property
    def plekken(self) -> tuple[Plek, ...]:
        """Every question in the order of the document, with its place."""
        return tuple(plek for at, pijler in enumerate(self.pijlers) for plek in _walk(pijler, ("pijlers", at), pijler))

    @cached_property
    def plek(self) -> Mapping[str, Plek]:
        """The place of a question by its id."""
        return {plek.vraag.id: plek for plek in self.plekken}

    @cached_property
    def volgnummer(self) -> Mapping[str, int]:
        """The number of a question in the order of the document, from 0."""
        return {plek.vraag.id: at for at, plek in enumerate(self.plekken)}

    @cached_property
    def maatregel(self) -> Mapping[str, Maatregel]:
        """A measure by its id."""
        return {maatregel.id: maatregel for maatregel in self.maatregelen}

    @cached_property
    def bron(self) -> Mapping[str, Bron]:
        """A source by its id."""
        return {bron.id: bron for bron in self.bronnen}

    @cached_property
    def niveaunaam(self) -> Mapping[int, str]:
        """The name of a level."""
        return {trede.niveau: trede.naam for trede in self.schaal}

    @cached_property
    def hoogste(self) -> int:
        """The highest level of the scale: the span of a leaf (the lowest is 0)."""
        return max(trede.niveau for trede in self.schaal)

    @cached_property
    def groepspijler(self) -> Mapping[str, str]:
        """The pillar (its id) that each group, and each pillar itself, belongs to."""
        nodes = ((group.id, pijler.id) for pijler in self.pijlers for group in _groups(pijler.onderwerpen))
        return {**{pijler.id: pijler.id for pijler in self.pijlers}, **dict(nodes)}

    @cached_property
    def boom(self) -> tuple[Knoop, ...]:
        """The scoring tree: one node for each pillar."""
        guests: dict[str, list[Vraag]] = {}
        for plek in self.plekken:
            for name in plek.vraag.telt_ook_in:
                guests.setdefault(name, []).append(plek.vraag)
        return tuple(_node(pijler, guests) for pijler in self.pijlers)

    @cached_property
    def vragen_in(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the questions that count in each pillar and each group, each once."""
        return {knoop.id: tuple(dict.fromkeys(knoop.vragen())) for top in self.boom for knoop in top.knopen()}

    @cached_property
    def alle_in(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the questions of each pillar, guests and those without a score included."""
        found: dict[str, list[str]] = {pijler.id: [] for pijler in self.pijlers}
        for plek in self.plekken:
            for name in self.pijlers_van(plek.vraag.id):
                found[name].append(plek.vraag.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def onthouden(self) -> dict[Any, Any]:
        """Room for what others work out once for this questionnaire; it is frozen, so that never goes stale."""
        return {}

    def niveaus_voor(self, soort: str) -> Mapping[str, Mapping[int, str]]:
        """Return the levels of each scale question that is for a kind of organisation."""
        known: dict[str, Mapping[str, Mapping[int, str]]] = self.onthouden.setdefault("niveaus", {})
        if soort not in known:
            asked = (plek.vraag for plek in self.plekken if not plek.vraag.voor or soort in plek.vraag.voor)
            known[soort] = {vraag.id: vraag.niveaus for vraag in asked if vraag.soort == "schaal"}
        return known[soort]

    def groepen(self, vraag_id: str) -> tuple[str, ...]:
        """Return the ids of every point that a question counts in: its home first, then the others."""
        plek = self.plek[vraag_id]
        return (plek.thuis, *plek.vraag.telt_ook_in)

    def pijlers_van(self, vraag_id: str) -> tuple[str, ...]:
        """Return the ids of every pillar that a question counts in, its home first."""
        return tuple(dict.fromkeys(self.groepspijler[groep] for groep in self.groepen(vraag_id)))

    def naam_doelgroep(self, doelgroep: str) -> str:
        """Return the name of a kind of organisation, or its id when the list does not name it."""
        return next((kind.naam for kind in self.doelgroepen if kind.id == doelgroep), doelgroep)


def _groups(onderwerpen: tuple[Onderwerp, ...]) -> Iterator[Onderwerp]:
    for onderwerp in onderwerpen:
        yield onderwerp
        yield from _groups(onderwerp.onderwerpen)


def _walk(group: Pijler | Onderwerp, path: Path, pijler: Pijler) -> Iterator[Plek]:
    for at, vraag in enumerate(group.vragen):
        yield Plek(vraag, (*path, "vragen", at), pijler, group.id)
    for at, onderwerp in enumerate(group.onderwerpen):
        yield from _walk(onderwerp, (*path, "onderwerpen", at), pijler)


def whole_weights(weights: list[Fraction]) -> tuple[int, ...]:
    """Return the same weights as whole numbers in the same proportion."""
    scale = lcm(*(weight.denominator for weight in weights))
    return tuple(weight.numerator * (scale // weight.denominator) for weight in weights)


def _node(group: Pijler | Onderwerp, guests: Mapping[str, list[Vraag]]) -> Knoop:
    vragen = tuple(vraag for vraag in (*group.vragen, *guests.get(group.id, ())) if vraag.telt)
    parts = (*vragen, *(_node(onderwerp, guests) for onderwerp in group.onderwerpen))
    weights = [*(vraag.gewicht for vraag in vragen), *(onderwerp.gewicht for onderwerp in group.onderwerpen)]
    return Knoop(group.id, group.naam, group.methode, parts, whole_weights(weights))


def groups(pijler: Pijler) -> Iterator[Onderwerp]:
    """Yield every group below a pillar, in the order of the document."""
    return _groups(pijler.onderwerpen)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a questionnaire, for an author's editor."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Vragenlijst.model_json_schema()}
