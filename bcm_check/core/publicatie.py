"""What of a region's picture is shown to whom: the public summary and the closed annex, in tables and in words.

How much a figure may give away is decided in `onderdrukking.py`, what may change between editions in `edities.py`. All
words are made from the tables, so they tell nothing that those do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from .edities import MERK, Editie, frozen, published
from .gezamenlijk import joint
from .onderdrukking import BESLOTEN, OPENBAAR, Regels, shown_groups
from .regio import Regio
from .regiobeeld import NORMSCENARIO, Groep
from .regiobesloten import EVERY_AREA, closed_tables, progress_of_lines
from .regiotabel import EVERY, WEG, Bron, Cel, Tabel, Tabelrij
from .regiotabellen import (
    NA_EEN_DAG,
    causes,
    chosen,
    clock,
    coverage,
    joint_table,
    lines_table,
    norm,
    offers_table,
    picked,
    pillars,
    themes,
    trend,
)

Soort = Literal["openbaar", "besloten"]
TLP: Final[dict[Soort, str]] = {"openbaar": "TLP:CLEAR", "besloten": "TLP:AMBER"}
MEESTE_BESLUITEN: Final = 5
LAAGSTE, HOOGSTE = 5, 95  # where public shares end: so much or less, so much or more
MEDIAAN: Final = " mediaan"


@dataclass(frozen=True, slots=True)
class Publicatie:
    """Everything that one of the two results shows, before it is laid out."""

    soort: Soort
    tlp: str
    tabellen: tuple[Tabel, ...]
    zinnen: tuple[str, ...] = ()  # the findings in words, most important first
    besluiten: tuple[str, ...] = ()  # the decisions that are asked
    een_soort: tuple[tuple[str, str], ...] = ()  # the rows of sectors with one kind in the lists, and of that kind

    def tabel(self, naam: str) -> Tabel | None:
        """Return a table by its id."""
        return next((each for each in self.tabellen if each.id == naam), None)


class Getal(NamedTuple):
    """A figure in numbers and the number behind it; None where it is not shown."""

    waarde: float | None
    n: int | None


def publish(bron: Bron, soort: Soort, vorige: Editie | None = None) -> tuple[Publicatie, Editie]:
    """Return one of the two results, and what to remember of it (of the closed one nothing)."""
    regels = OPENBAAR if soort == "openbaar" else BESLOTEN
    if soort == "openbaar" and vorige is not None:
        bron = bron._replace(vorig=published(vorige), gekozen=vorige.gekozen)
    shown = shown_groups(bron.beeld, regels)
    tabellen = list(_tables(bron, regels, shown))
    editie = Editie()
    if soort == "openbaar":
        tabellen, editie = frozen(bron.beeld, shown, tabellen, vorige, bron.tijdelijk)
        editie = editie.model_copy(update={"gekozen": {**picked(bron, tabellen), **bron.gekozen}})
    kept = tuple(each for each in (tabel.with_figures() for tabel in tabellen) if each.rijen)
    woorden = Woorden(kept, regels, {each.id: each.label for each in bron.lijst.pijlers})
    words = tuple(woorden.findings()), tuple(woorden.decisions())
    return Publicatie(soort, TLP[soort], kept, *words, tuple(_of_one_kind(bron.regio))), editie


def _of_one_kind(regio: Regio) -> Iterator[tuple[str, str]]:
    """Yield the sectors with one kind in the lists of a region, whatever their organisations said, with that kind."""
    for sector in regio.sectoren:
        if len(sector.soorten) == 1:
            yield "/".join(Groep("sector", sector.id)), "/".join(Groep("soort", sector.soorten[0]))


def _tables(bron: Bron, regels: Regels, shown: frozenset[Groep]) -> Iterator[Tabel]:
    closed = regels is BESLOTEN
    if not shown and not closed:  # too few for anything
        return
    together = joint(bron.beeld, bron.lijst, bron.regio)
    measures = chosen(bron, regels, together)
    yield coverage(bron, regels, shown)
    yield pillars(bron, regels, shown)
    yield norm(bron, regels)
    yield causes(bron, regels)
    yield clock(bron, regels)
    yield themes(bron, regels)
    yield trend(bron, regels)
    yield joint_table(bron, regels, measures)
    yield lines_table(bron, regels, measures, progress_of_lines(bron, regels) if closed else {})
    yield offers_table(bron, regels)
    if closed:
        yield from closed_tables(bron, regels, measures, together)


class Woorden:
    """The tables of a result in sentences: every share with the number that it is a share of."""

    def __init__(self, tabellen: Iterable[Tabel], regels: Regels, pijlers: Mapping[str, str]) -> None:
        self._pijlers = pijlers
        self._tabellen = {each.id: each for each in tabellen}
        self._rond = regels.rond
        self._about = "ongeveer " if regels.rond else ""

    def findings(self) -> Iterator[str]:
        """Yield the findings, most important first."""
        count = self._number("dekking", "/".join(EVERY), "Deelnemers")
        if count.waarde is None:
            yield "Er deden te weinig organisaties mee om iets te laten zien."
            return
        yield f"Er deden {self._about}{count.waarde:g} organisaties mee."
        yield from self._weakest()
        yield from self._lasting()
        yield from self._dark()
        causes = self._tabellen.get("oorzaken")
        names = [_plain(rij).lower() for rij in causes.rijen[:3]] if causes is not None else []
        if names:
            yield f"Werk stopt het vaakst door: {', '.join(names)}."
        yield from self._shared()
        yield from self._points()
        together = self._tabellen.get("gezamenlijk")
        if together is not None:
            first = together.rijen[0]
            saved = together.cel(first, "Bespaart").waarde
            what = "Van de eerste stappen levert deze" if self._rond else "Deze maatregel levert"
            yield f"{what} samen het meeste op: {_plain(first)} (bespaart {saved} dagdelen)."

    def _shared(self) -> Iterator[str]:
        """Yield which first steps the most municipalities have not taken; only the closed annex has them."""
        gaps = self._tabellen.get("gedeeld")
        if gaps is None:
            return
        most = gaps.cel(gaps.rijen[0], "Gemeenten").waarde
        names = [_plain(rij) for rij in gaps.rijen if gaps.cel(rij, "Gemeenten").waarde == most]
        lacks = "Deze eerste stap ontbreekt" if len(names) == 1 else "Deze eerste stappen ontbreken"
        yield f"{lacks} bij {most} gemeenten: {'; '.join(names[:MEESTE_BESLUITEN])}."

    def _points(self) -> Iterator[str]:
        """Yield how many noodsteunpunten there are, beside the guide; only the closed annex has them."""
        count, guide, fit = (
            self._number("noodsteunpunten", EVERY_AREA, kolom).waarde
            for kolom in ("Noodsteunpunten", "Bij 1 per 5.000 inwoners", "Geschikt")
        )
        if count:
            among = f"; bij 1 per 5.000 inwoners zouden het er {guide:g} zijn" if guide else ""
            good = f"Daarvan zijn er {fit:g}" if fit and fit > 1 else f"Daarvan is er {'1' if fit else 'geen'}"
            yield f"Er zijn {count:g} noodsteunpunten opgegeven{among}. {good} geschikt."

    def decisions(self) -> Iterator[str]:
        """Yield the decisions that are asked: the joint measures that save most."""
        together = self._tabellen.get("gezamenlijk")
        if together is None:
            return
        for rij in together.rijen[:MEESTE_BESLUITEN]:
            alone, once, form = (together.cel(rij, each).waarde for each in ("Ieder apart", "Eén keer samen", "Vorm"))
            how = f" Zo kan het: {str(form).removesuffix('.')}." if form != "–" else ""
            cost = f"Samen kost dat {once} dagdelen, apart {alone}."
            yield f"Doe dit samen: {_plain(rij)}. {cost}{how}{self._first_step(rij)}"

    def _first_step(self, rij: Tabelrij) -> str:
        """Return whom a board can ask for what, and before when; not in public, where nothing is asked."""
        if self._rond:
            return ""
        ahead = self._number("gezamenlijk", rij.id, "Heeft het al").waarde or 0
        who = f"Vraag een van de {ahead:g} die dit al hebben om een plan" if ahead > 1 else "Kies wie een plan maakt"
        return f" {who}, vóór de volgende meting."

    def _weakest(self) -> Iterator[str]:
        """Yield which pillars have the lowest median of all, unless all have the same."""
        tabel = self._tabellen.get("pijlers")
        row = self._row("pijlers", "/".join(EVERY))
        if tabel is None or row is None:
            return
        medians = {
            kolom.removesuffix(MEDIAAN): _start(cel)
            for kolom, cel in zip(tabel.kolommen, row.cellen, strict=True)
            if kolom.endswith(MEDIAAN) and kolom != f"Totaal{MEDIAAN}" and not cel.onderdrukt
        }
        low = min(medians.values(), default=0)
        found = [name for name, value in medians.items() if value == low]
        if medians and len(found) < len(medians):
            *first, last = (f"{name} {self._pijlers.get(name, '')}".strip() for name in found)
            names = f"scoren {', '.join(first)} en {last}" if first else f"scoort {last}"
            yield f"Het laagst {names}."

    def _lasting(self) -> Iterator[str]:
        share = self._number("norm", "/".join(EVERY), "Aandeel")
        if share.waarde is not None:
            among = f" (van {self._about}{share.n} deelnemers)" if share.n else ""
            text = f"{self._share(share.waarde)}{among} houdt alle kritieke processen 72 uur zonder stroom gaande."
            yield text[0].upper() + text[1:]

    def _dark(self) -> Iterator[str]:
        share = self._number("klok", NORMSCENARIO, f"uur {NA_EEN_DAG}")
        if share.waarde is not None:
            among = f" {self._about}{share.n}" if share.n else ""
            yield f"Na 24 uur zonder stroom ligt {self._share(share.waarde)} van de{among} kritieke processen stil."

    def _share(self, value: float) -> str:
        """Return a share in words; where public shares end it says so."""
        if self._rond and value in (LAAGSTE, HOOGSTE):
            return f"ongeveer {value:g}% of {'minder' if value == LAAGSTE else 'meer'}"
        return f"{self._about}{value:g}%".replace(".", ",")

    def _row(self, tabel: str, name: str) -> Tabelrij | None:
        found = self._tabellen.get(tabel)
        return next((rij for rij in found.rijen if rij.id == name), None) if found is not None else None

    def _number(self, tabel: str, name: str, kolom: str) -> Getal:
        """Return a figure in numbers, by its table, row and column."""
        row = self._row(tabel, name)
        cel = self._tabellen[tabel].cel(row, kolom) if row is not None else WEG
        return Getal(None if isinstance(cel.waarde, str) else cel.waarde, cel.n)


def _plain(rij: Tabelrij) -> str:
    """Return what a row is about, without the mark that it is repeated."""
    return rij.naam.removesuffix(f" ({MERK})")


def _start(cel: Cel) -> float:
    """Return a score, or where its band begins."""
    return float(cel.waarde.partition("–")[0]) if isinstance(cel.waarde, str) else float(cel.waarde or 0)
