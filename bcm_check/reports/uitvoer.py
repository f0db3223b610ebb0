"""What `--json` prints: one document a command, each with a published schema (docs/schema)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bcm_check.core import dekking
from bcm_check.core.beoordeling import Beoordeling
from bcm_check.core.bijdrage import Bijdrage
from bcm_check.core.errors import Fault
from bcm_check.core.gesprek import TOESTANDEN
from bcm_check.core.scores import Uitslag
from bcm_check.core.tekst import percent
from bcm_check.core.vergelijking import compare
from bcm_check.core.versies import UITVOER
from bcm_check.core.vragenlijst import Onderwerp, Pijler, Plek, Vragenlijst, groups

from .regio_uitvoer import RegioDocument
from .uren_document import UitvalDocument


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class Aantallen(_Document):
    """How many questions are in each state."""

    beantwoord: int
    weet_niet: int
    nvt: int
    open: int
    niet_gesteld: int
    niet_voor: int


class PlafondDeel(_Document):
    """What caps a level: the level it is held at, and the questions that hold it."""

    niveau: str
    vragen: list[str]
    uitleg: str


class ScoreDeel(_Document):
    """One score: 0–100 with one decimal, half up; `exact` is the fraction of 1; null means no score."""

    naam: str
    laag: float | None
    score: float | None
    hoog: float | None
    exact: str | None
    niveau: str | None
    plafond: PlafondDeel | None
    aantallen: Aantallen


class Herkomst(_Document):
    """Which questionnaire."""

    id: str
    versie: str


class ScoreDocument(_Document):
    """`score --json`."""

    versie: Literal[1] = UITVOER
    tool: str
    vragenlijst: Herkomst
    tlp: str
    peildatum: str
    profiel: str
    totaal: ScoreDeel
    sporen: dict[str, ScoreDeel]
    pijlers: dict[str, ScoreDeel]


def plafond_words(vragen: list[str], onder: int, naam: str) -> str:
    """Return in words what caps a level and what lifts it."""
    noun, verb = ("de kritieke vraag", "staat") if len(vragen) == 1 else ("de kritieke vragen", "staan")
    return f"Niet hoger dan {naam}: {noun} {', '.join(vragen)} {verb} onder niveau {onder}. Niveau {onder} heft dit op."


def score_part(lijst: Vragenlijst, uitslag: Uitslag) -> ScoreDeel:
    """Return one score as it is printed."""
    names = lijst.niveaunaam
    cap = None
    if uitslag.plafond is not None and lijst.knock_out is not None:
        vragen, naam = list(uitslag.plafond.vragen), names[uitslag.plafond.niveau]
        cap = PlafondDeel(niveau=naam, vragen=vragen, uitleg=plafond_words(vragen, lijst.knock_out.onder, naam))
    return ScoreDeel(
        naam=uitslag.naam,
        laag=percent(uitslag.laag),
        score=percent(uitslag.score),
        hoog=percent(uitslag.hoog),
        exact=None if uitslag.score is None else str(uitslag.score),
        niveau=None if uitslag.niveau is None else names[uitslag.niveau],
        plafond=cap,
        aantallen=Aantallen(**{state: uitslag.aantallen.get(state, 0) for state in TOESTANDEN}),
    )


def score_document(beoordeling: Beoordeling, tool: str) -> ScoreDocument:
    """Return what `score --json` prints."""
    lijst, scores = beoordeling.vragenlijst, beoordeling.scores
    return ScoreDocument(
        tool=tool,
        vragenlijst=Herkomst(id=lijst.id, versie=lijst.versie),
        tlp=beoordeling.antwoorden.tlp,
        peildatum=beoordeling.peildatum.isoformat(),
        profiel=scores.profiel.id,
        totaal=score_part(lijst, scores.totaal),
        sporen={name: score_part(lijst, uitslag) for name, uitslag in scores.sporen.items()},
        pijlers={name: score_part(lijst, uitslag) for name, uitslag in scores.pijlers.items()},
    )


class Stapdeel(_Document):
    """A measure of a question and the level it brings to."""

    id: str
    naar: int


class Bronregel(_Document):
    """A source of a question."""

    bron: str
    plaats: str
    zekerheid: str


class GroepDeel(_Document):
    """A track, pillar or point: what it stands in (`binnen`), how its parts are added up, and what it weighs there."""

    id: str
    naam: str
    binnen: str | None
    methode: str
    gewicht: str


class VraagDeel(_Document):
    """One question as `toon --json` lists it; `groepen` are the points it counts in, its home first."""

    id: str
    titel: str
    vraag: str
    pijler: str
    groepen: list[str]
    soort: str
    niveaus: dict[str, str]
    keuzes: dict[str, str]
    eenheid: str
    gewicht: str
    voor: list[str]
    diepte: str
    diepte_voor: dict[str, str]
    kritiek: bool
    maatregelen: list[Stapdeel]
    bronnen: list[Bronregel]


class ToonDocument(_Document):
    """`vragenlijst toon --json`."""

    versie: Literal[1] = UITVOER
    vragenlijst: Herkomst
    titel: str
    methode: str
    hoogste_niveau: int
    profielen: dict[str, dict[str, str]]
    groepen: list[GroepDeel]
    vragen: list[VraagDeel]


def _groepen(lijst: Vragenlijst) -> Iterator[GroepDeel]:
    for spoor in lijst.sporen:
        yield GroepDeel(id=spoor.id, naam=spoor.naam, binnen=None, methode=spoor.methode, gewicht="1")
    for pijler in lijst.pijlers:
        yield GroepDeel(id=pijler.id, naam=pijler.naam, binnen=pijler.spoor, methode=pijler.methode, gewicht="1")
        yield from _below(pijler)


def _below(group: Pijler | Onderwerp) -> Iterator[GroepDeel]:
    for each in group.onderwerpen:
        yield GroepDeel(id=each.id, naam=each.naam, binnen=group.id, methode=each.methode, gewicht=str(each.gewicht))
        yield from _below(each)


def _vraag_deel(lijst: Vragenlijst, plek: Plek) -> VraagDeel:
    vraag = plek.vraag
    return VraagDeel(
        id=vraag.id,
        titel=vraag.titel,
        vraag=vraag.vraag,
        pijler=plek.pijler.id,
        groepen=list(lijst.groepen(vraag.id)),
        soort=vraag.soort,
        keuzes={keuze.id: keuze.tekst for keuze in vraag.keuzes},
        eenheid=vraag.eenheid,
        niveaus={str(level): text for level, text in sorted(vraag.niveaus.items())},
        gewicht=str(vraag.gewicht),
        voor=list(vraag.voor) or [kind.id for kind in lijst.doelgroepen],
        diepte=vraag.diepte or lijst.dieptes[0].id,
        diepte_voor=dict(vraag.diepte_voor),
        kritiek=vraag.kritiek,
        maatregelen=[Stapdeel(id=stap.id, naar=stap.naar) for stap in vraag.maatregelen],
        bronnen=[Bronregel(bron=b.bron, plaats=b.plaats, zekerheid=b.zekerheid) for b in vraag.bronnen],
    )


def toon_document(lijst: Vragenlijst) -> ToonDocument:
    """Return what `vragenlijst toon --json` prints."""
    herkomst = Herkomst(id=lijst.id, versie=lijst.versie)
    vragen = [_vraag_deel(lijst, plek) for plek in lijst.plekken]
    weights = {each.id: {name: str(weight) for name, weight in each.gewichten.items()} for each in lijst.profielen}
    return ToonDocument(
        vragenlijst=herkomst,
        titel=lijst.titel,
        methode=lijst.methode,
        hoogste_niveau=lijst.hoogste,
        profielen=weights,
        groepen=list(_groepen(lijst)),
        vragen=vragen,
    )


class Dekkingsdeel(_Document):
    """One place of a source (a point of the plan, a clause, a law) and the questions that serve it."""

    bron: str
    naam: str
    plaats: str
    vragen: list[str]


class DekkingDocument(_Document):
    """`vragenlijst dekking --json`; a row without questions is a gap."""

    versie: Literal[1] = UITVOER
    vragenlijst: Herkomst
    punten: list[Dekkingsdeel]
    bronnen: list[Dekkingsdeel]


def dekking_document(lijst: Vragenlijst) -> DekkingDocument:
    """Return what `vragenlijst dekking --json` prints."""
    names = {bron.id: bron.naam for bron in lijst.bronnen}
    names |= {group.id: group.naam for pijler in lijst.pijlers for group in groups(pijler)}
    punten = [_dekkingsdeel(row, names.get(row.plaats, "")) for row in dekking.points(lijst)]
    bronnen = [_dekkingsdeel(row, names.get(row.bron, "")) for row in dekking.sources(lijst)]
    return DekkingDocument(vragenlijst=Herkomst(id=lijst.id, versie=lijst.versie), punten=punten, bronnen=bronnen)


def _dekkingsdeel(row: dekking.Dekkingsregel, naam: str) -> Dekkingsdeel:
    return Dekkingsdeel(bron=row.bron, naam=naam, plaats=row.plaats, vragen=list(row.vragen))


class Verschildeel(_Document):
    """One change of a question, and what it does to a stored answer."""

    vraag: str
    soort: str
    tekst: str
    gevolg: str


class VergelijkDocument(_Document):
    """`vragenlijst vergelijk --json`."""

    versie: Literal[1] = UITVOER
    oud: Herkomst
    nieuw: Herkomst
    verschillen: list[Verschildeel]


def vergelijk_document(oud: Vragenlijst, nieuw: Vragenlijst) -> VergelijkDocument:
    """Return what `vragenlijst vergelijk --json` prints."""
    found = [Verschildeel(**verschil._asdict()) for verschil in compare(oud, nieuw)]
    old, new = (Herkomst(id=lijst.id, versie=lijst.versie) for lijst in (oud, nieuw))
    return VergelijkDocument(oud=old, nieuw=new, verschillen=found)


class Foutregel(_Document):
    """One fault in a file, with its place (line and column from 1; 0 when it has none)."""

    bestand: str
    regel: int
    kolom: int
    code: str
    tekst: str


class ControleDocument(_Document):
    """`vragenlijst controleer --json`: also printed, with exit code 1, when there are faults."""

    versie: Literal[1] = UITVOER
    goed: bool
    vragen: int
    fouten: list[Foutregel]
    waarschuwingen: list[Foutregel]


def fault_lines(faults: list[Fault]) -> list[Foutregel]:
    """Return faults as they are printed."""
    return [Foutregel(bestand=f.bestand, regel=f.regel, kolom=f.kolom, code=f.code, tekst=f.tekst) for f in faults]


class DeelDocument(_Document):
    """What left, or would leave: the contribution itself, and where it was written (null where it was only shown)."""

    versie: Literal[1] = UITVOER
    bijdrage: Bijdrage
    geschreven: str | None


class FoutDeel(_Document):
    """What went wrong: a fixed code, one Dutch sentence, the exit code, and the faults in a file, if any."""

    code: str
    tekst: str
    exit: int
    fouten: list[Foutregel]


class FoutDocument(_Document):
    """What any command with `--json` prints when it fails."""

    versie: Literal[1] = UITVOER
    fout: FoutDeel


DOCUMENTS: dict[str, type[BaseModel]] = {
    "score": ScoreDocument,
    "toon": ToonDocument,
    "controleer": ControleDocument,
    "dekking": DekkingDocument,
    "vergelijk": VergelijkDocument,
    "uitval": UitvalDocument,
    "regio": RegioDocument,
    "deel": DeelDocument,
    "fout": FoutDocument,
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of an output by its name."""
    plain = DOCUMENTS[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **plain}
