"""A result of a region laid out for paper: cells in words and figures, blocks that fit a page, sections in order.

The front (domein.md 5.1) is what a board reads; the appendix has every table whole. The workbook and the Markdown are
both written from these sections. Every text is cleaned here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal, NamedTuple

from bcm_check.core.edities import MERK
from bcm_check.core.publicatie import HOOGSTE, LAAGSTE, MEDIAAN, Publicatie
from bcm_check.core.regiobeeld import NORMSCENARIO
from bcm_check.core.regiotabel import EVERY, MERKEN, Cel, Tabel, Tabelrij
from bcm_check.core.regiotabellen import KWARTEN
from bcm_check.core.tekst import clean_line

TE_WEINIG: Final = "te weinig organisaties"
KORT: Final = "–*"
VOETNOOT: Final = f"{KORT} {TE_WEINIG}: het zou te zien zijn om wie het gaat."
RANDNOOT: Final = f"≤{LAAGSTE}%: afgerond {LAAGSTE}% of minder; ≥{HOOGSTE}%: afgerond {HOOGSTE}% of meer."
MEESTE_KOLOMMEN: Final = 9  # of one table on paper; a wider one is cut in blocks under each other
LANG: Final = 24  # signs: a longer text is a sentence, and wants a wide column
SMAL: Final = 3  # a table of at most so many columns has room for words
VAKKEN: Final = 10  # of the strip from 0 to 100
STROOKUITLEG: Final = (
    "Elk vakje is 10 punten op een schaal van 0 tot 100: █ de mediaan, ▒ de middelste helft van de deelnemers, "
    "░ de rest van de schaal."
)
AANDELEN: Final = frozenset(("norm", "oorzaken", "klok", "themas", "niveaus", "actielijnen"))  # with n: a share of n
SCORES: Final = frozenset(("pijlers", "punten", "hittekaart", "trend"))
DAGDELEN: Final = frozenset(("gezamenlijk", "optelling", "gedeeld"))  # with ranges of half-days
PER_PIJLER: Final = frozenset(("pijlers", "hittekaart"))  # their columns are named by the id of a pillar
ACHTER: Final = {"klok": "processen", "themas": "processen", "actielijnen": "antwoorden"}
# Rows that stand in a block of their own, below: what stands above it, and what they are about.
EIGEN_RIJEN: Final = {
    "klok": (f"Per proces, bij {NORMSCENARIO}", "Proces"),
    "oorzaken": ("Bij andere scenario's", "Waardoor"),
}
OP_DE_VOORKANT: Final = ("themas", "actielijnen", "trend")  # whole there, so not again in the appendix
HERHAALD: Final = f" ({MERK})"
IEDEREEN: Final = "/".join(EVERY)
EERSTE_OORZAKEN, EERSTE_MAATREGELEN = 3, 5
UREN_VOORAAN: Final = ("uur 1", "uur 4", "uur 12", "uur 24", "uur 48", "uur 72")
TE_VERGELIJKEN: Final = ("Nodig bij", "Ieder apart", "Eén keer samen", "Bespaart", "Bespaart in euro", "Heeft het al")

Vorm = Literal["tekst", "heel", "getal", "deel", "deel_heel"]


class Pijlernaam(NamedTuple):
    """A pillar as a reader knows it; `accent`: it weighs more than others in the profile of this region."""

    id: str
    naam: str
    accent: bool = False


class Kop(NamedTuple):
    """What stands above a result; `meegeteld` and `overgeslagen` are files, and None in public."""

    titel: str
    peildatum: date
    editie: str
    versie: str
    vragenlijst: str
    meegeteld: int | None
    overgeslagen: int | None
    soortnaam: str
    leeswijzer: tuple[str, ...]
    pijlers: tuple[Pijlernaam, ...] = ()


class Vak(NamedTuple):
    """A cell on paper: how it reads, and the figure itself where it is one (a share from 0 to 100)."""

    tekst: str
    waarde: float | None = None
    vorm: Vorm = "tekst"


class Blok(NamedTuple):
    """A part of a table that fits on paper: its headings and its rows. `breed`: its last column holds sentences."""

    titel: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[Vak, ...], ...]
    breed: bool = False


class Stuk(NamedTuple):
    """A section: sentences (numbered, in a list, or each a paragraph), blocks, and what their signs mean."""

    id: str
    titel: str
    zinnen: tuple[str, ...] = ()
    blokken: tuple[Blok, ...] = ()
    voet: tuple[str, ...] = ()
    lijst: Literal["", "nummers", "punten"] = ""
    bijlage: bool = False


class Schrijver:
    """Turns the cells of one kind of result into what stands on paper: in public figures are whole and end at 5."""

    def __init__(self, publicatie: Publicatie) -> None:
        self._rond = publicatie.soort == "openbaar"

    def cell(self, cel: Cel, tabel: str, *, smal: bool = True) -> Vak:
        """Return a cell as people read it; a suppressed one says so, and never looks like nought."""
        if cel.onderdrukt or cel.waarde is None:
            return Vak(TE_WEINIG if smal else KORT)
        if isinstance(cel.waarde, str):
            text = clean_line(cel.waarde)
            return Vak(_pointed(text) if tabel in DAGDELEN else text)
        if tabel in AANDELEN and cel.n is not None:
            return self._share(float(cel.waarde))
        if float(cel.waarde).is_integer() and (self._rond or tabel not in SCORES):
            return Vak(_pointed(str(int(cel.waarde))), int(cel.waarde), "heel")
        return Vak(_comma(cel.waarde), cel.waarde, "getal")

    def _share(self, value: float) -> Vak:
        """Return a share; in public the ends of the scale are not exact, and say so."""
        if not self._rond:
            return Vak(f"{_comma(value)}%", value, "deel")
        if value <= LAAGSTE or value >= HOOGSTE:
            return Vak(f"≤{LAAGSTE}%" if value <= LAAGSTE else f"≥{HOOGSTE}%")
        return Vak(f"{value:.0f}%", value, "deel_heel")

    def block(self, tabel: Tabel, kolommen: Sequence[str], rijen: Sequence[Tabelrij], titel: str = "") -> Blok:
        """Return some columns and rows of a table, with the number behind each row; a column of sentences goes last."""
        picked = [tabel.kolommen.index(each) for each in kolommen if each in tabel.kolommen]
        cells = [[rij.cellen[at] for at in picked] for rij in rijen]
        behind = [_behind(each) for each in cells]
        count = [f"Aantal {ACHTER.get(tabel.id, 'organisaties')}"] if any(each.tekst for each in behind) else []
        last = _sentences(cells)
        figures = [at for at in range(len(picked)) if at != last]
        order = figures if last is None else [*figures, last]
        smal, split = len(picked) <= SMAL, len(figures)
        heads = [_short(tabel.kolommen[picked[at]], titel) for at in order]
        rows = []
        for rij, row, n in zip(rijen, cells, behind, strict=True):
            words = [self.cell(row[at], tabel.id, smal=smal) for at in order]
            rows.append((Vak(clean_line(rij.naam)), *words[:split], *([n] if count else []), *words[split:]))
        koppen = (tabel.over, *heads[:split], *count, *heads[split:])
        return Blok(clean_line(titel), tuple(map(clean_line, koppen)), tuple(rows), last is not None)

    def blocks(self, tabel: Tabel) -> Iterator[Blok]:
        """Yield a table whole, in parts that fit on paper."""
        if tabel.id == "pijlers":
            yield from self._quarters(tabel)
            return
        own = [rij for rij in tabel.rijen if "/" in rij.id] if tabel.id in EIGEN_RIJEN else []
        usual = [rij for rij in tabel.rijen if rij not in own]
        for rijen, (titel, over) in ((usual, ("", tabel.over)), (own, EIGEN_RIJEN.get(tabel.id, ("", "")))):
            for start in range(0, len(tabel.kolommen) if rijen else 0, MEESTE_KOLOMMEN):
                kolommen = tabel.kolommen[start : start + MEESTE_KOLOMMEN]
                yield self.block(replace(tabel, over=over), kolommen, rijen, titel)

    def _quarters(self, tabel: Tabel) -> Iterator[Blok]:
        """Yield the scores per pillar as a block for the median and one for each quartile, of groups that have it."""
        for _, _, what in KWARTEN:
            kolommen = [each for each in tabel.kolommen if each.endswith(f" {what}")]
            at = [tabel.kolommen.index(each) for each in kolommen]
            rijen = [rij for rij in tabel.rijen if not all(rij.cellen[each].onderdrukt for each in at)]
            if rijen:
                yield self.block(tabel, kolommen, rijen, what.capitalize())


def _sentences(cells: Sequence[Sequence[Cel]]) -> int | None:
    """Return which column has the longest text, when that is long enough to be a sentence."""
    longest = {at: max(len(str(each.waarde)) for each in column) for at, column in enumerate(zip(*cells, strict=True))}
    widest = max(longest, key=lambda at: longest[at], default=None)
    return widest if widest is not None and longest[widest] > LANG else None


def _short(kolom: str, titel: str) -> str:
    """Return the heading of a column without what stands above the block."""
    return kolom.removesuffix(f" {titel.lower()}") if titel else kolom


def _comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _pointed(text: str) -> str:
    """Return a whole number, or a range of them, with a point for thousands from five digits on (cellen.py: `heel`)."""
    if not re.fullmatch("[0-9]+(–[0-9]+)?", text):
        return text
    return re.sub("[0-9]{5,}", lambda found: f"{int(found[0]):,}".replace(",", "."), text)


def _behind(cellen: Sequence[Cel]) -> Vak:
    """Return the number behind the cells of a row, from low to high; empty where none is told."""
    numbers = sorted({cel.n for cel in cellen if cel.n is not None})
    if not numbers:
        return Vak("")
    low, high = numbers[0], numbers[-1]
    return Vak(_pointed(str(low)), low, "heel") if low == high else Vak(_pointed(f"{low}–{high}"))


def sections(publicatie: Publicatie, kop: Kop) -> Iterator[Stuk]:
    """Yield the front, and then the tables that are not whole there."""
    schrijver = Schrijver(publicatie)
    for stuk in _front(publicatie, kop, schrijver):
        zinnen = tuple(filter(None, stuk.zinnen))
        if zinnen or stuk.blokken:
            yield stuk._replace(zinnen=zinnen, voet=_notes(stuk.blokken))
    for tabel in publicatie.tabellen:
        if tabel.id not in OP_DE_VOORKANT and not (tabel.id == "norm" and len(tabel.rijen) == 1):
            once, note = _once(tabel, publicatie.een_soort)
            blokken = tuple(schrijver.blocks(once))
            names = _named(kop) if tabel.id in PER_PIJLER else ()
            text = tuple(filter(None, (clean_line(tabel.uitleg), *names, note)))
            yield Stuk(tabel.id, clean_line(tabel.titel), text, blokken, _notes(blokken), bijlage=True)


def _once(tabel: Tabel, een_soort: Iterable[tuple[str, str]]) -> tuple[Tabel, str]:
    """Return a table with one row for a sector and its only kind, and a note that names them; "" where there are none.

    Only where what is shown of both is the same: then who reads the note knows both rows, and nothing more. A figure
    that only the sector has (who were invited) goes along.
    """
    rows = {rij.id: rij for rij in tabel.rijen}
    gone: dict[str, str] = {}
    for sector, soort in een_soort:
        one, other = rows.get(sector), rows.get(soort)
        if one is not None and other is not None and _tells_all_of(one, other):
            rows[soort] = other._replace(cellen=one.cellen)
            gone[sector] = f"{_bare(one.naam)} (zie {_bare(other.naam)})"
    if not gone:
        return tabel, ""
    note = "Een sector met maar één soort en met dezelfde cijfers staat er niet apart. Dat geldt voor: "
    kept = tuple(rij for name, rij in rows.items() if name not in gone)
    return replace(tabel, rijen=kept), f"{note}{'; '.join(gone.values())}."


def _tells_all_of(sector: Tabelrij, soort: Tabelrij) -> bool:
    """Return whether the row of a sector has the figures of a kind; of what the kind does not have it may have more."""
    marked = (rij.naam.endswith(HERHAALD) for rij in (sector, soort))
    figures = zip(sector.cellen, soort.cellen, strict=True)
    return len(set(marked)) == 1 and all(one == other or other == Cel("–") for one, other in figures)


def _bare(naam: str) -> str:
    """Return the name of a group without what it is and without the mark that it is repeated."""
    return clean_line(naam.removesuffix(HERHAALD).partition(": ")[2])


def _front(publicatie: Publicatie, kop: Kop, schrijver: Schrijver) -> Iterator[Stuk]:
    findings, decisions = map(_cleaned, (publicatie.zinnen, publicatie.besluiten))
    yield Stuk("zinnen", "Wat u moet weten", findings, lijst="punten")
    yield _picture(publicatie, kop, schrijver)
    yield _hours(publicatie, schrijver)
    for name in ("themas", "actielijnen"):
        yield from _whole(publicatie.tabel(name), schrijver)
    together = publicatie.tabel("gezamenlijk")
    if together is not None:
        block = schrijver.block(together, TE_VERGELIJKEN, together.rijen[:EERSTE_MAATREGELEN])
        yield Stuk("samen", clean_line(together.titel), (clean_line(together.uitleg),), (block,))
    asked = "Gevraagde besluiten" if publicatie.soort == "besloten" else "Eerste stappen die samen kunnen"
    yield Stuk("besluiten", asked, decisions, lijst="nummers")
    yield from _whole(publicatie.tabel("trend"), schrijver)
    unsure = _cleaned((*_coverage(publicatie), *kop.leeswijzer))
    yield Stuk("onzeker", "Onzekerheden en leeswijzer", unsure, lijst="punten")


def _cleaned(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(clean_line, texts))


def _whole(tabel: Tabel | None, schrijver: Schrijver) -> Iterator[Stuk]:
    if tabel is not None:
        yield Stuk(tabel.id, clean_line(tabel.titel), (clean_line(tabel.uitleg),), tuple(schrijver.blocks(tabel)))


def _hours(publicatie: Publicatie, schrijver: Schrijver) -> Stuk:
    """Return who lasts 72 hours, what is dark when, and the first causes."""
    found: list[Blok] = []
    for name, kolommen in (("norm", ("Aandeel",)), ("klok", UREN_VOORAAN), ("oorzaken", ("Aandeel",))):
        tabel = publicatie.tabel(name)
        rijen = [rij for rij in tabel.rijen if _is_first(name, rij.id)][:EERSTE_OORZAKEN] if tabel is not None else []
        if tabel is not None and rijen:
            found.append(schrijver.block(tabel, kolommen, rijen, f"{tabel.titel}: {_first_sentence(tabel.uitleg)}"))
    return Stuk("uren", "72-uursbeeld", (), tuple(found))


def _first_sentence(text: str) -> str:
    """Return what a table is about, to stand after its title: more may be said of rows that are not in front."""
    first, end, _ = text.partition(". ")
    return first[:1].lower() + first[1:] + end.strip()


def _is_first(tabel: str, rij: str) -> bool:
    """Return whether a row stands in front: of all together, and of the scenario of the norm."""
    return rij == {"norm": IEDEREEN, "klok": NORMSCENARIO}[tabel] if tabel != "oorzaken" else "/" not in rij


def _picture(publicatie: Publicatie, kop: Kop, schrijver: Schrijver) -> Stuk:
    """Return the pillars of all participants as strips from 0 to 100."""
    found = _row(publicatie, "pijlers", IEDEREEN)
    if found is None:
        return Stuk("beeld", "Stand in één beeld")
    tabel, row = found
    rows = []
    for kolom in (each for each in tabel.kolommen if each.endswith(MEDIAAN)):
        name = kolom.removesuffix(MEDIAAN)
        middle, low, high = (tabel.cel(row, f"{name} {what}") for _, _, what in KWARTEN)
        pijler = next((each for each in kop.pijlers if each.id == name), Pijlernaam("", name))
        about = Vak(clean_line(f"{pijler.id} {pijler.naam}")), Vak("accent" if pijler.accent else "")
        rows.append((*about, Vak(_strip(middle, low, high)), schrijver.cell(middle, tabel.id), _behind([middle])))
    heads = ("Pijler", "Accent", "0 tot 100", "Mediaan", "Aantal organisaties")
    text = (STROOKUITLEG, "Accent: deze pijlers tellen in het profiel zwaarder mee.")
    return Stuk("beeld", "Stand in één beeld", text, (Blok(MERKEN["alle"], heads, tuple(rows)),))


def _strip(middle: Cel, low: Cel, high: Cel) -> str:
    """Return ten signs from 0 to 100: where the median is, and between which quartiles half of all are."""
    middles = _range(middle)
    if middles is None:
        return ""
    first, last = _range(low) or middles, _range(high) or middles
    signs = ["▒" if first[0] <= at <= last[1] else "░" for at in range(VAKKEN)]
    signs[middles[0] : middles[1] + 1] = "█" * (middles[1] - middles[0] + 1)
    return "".join(signs)


def _range(cel: Cel) -> tuple[int, int] | None:
    """Return the first and last sign of a score, or of its band (`40–60`); None for anything else."""
    if cel.onderdrukt or cel.waarde is None:
        return None
    step = 100 // VAKKEN
    if isinstance(cel.waarde, str):
        start, _, end = cel.waarde.partition("–")
        known = start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= 100
        return (int(start) // step, -(-int(end) // step) - 1) if known else None
    at = min(max(int(cel.waarde) // step, 0), VAKKEN - 1)
    return at, at


def _row(publicatie: Publicatie, name: str, about: str) -> tuple[Tabel, Tabelrij] | None:
    """Return a table and its row by the id of what that is about; None where it is not there."""
    tabel = publicatie.tabel(name)
    row = next((rij for rij in tabel.rijen if rij.id == about), None) if tabel is not None else None
    return None if tabel is None or row is None else (tabel, row)


def _taking_part(publicatie: Publicatie) -> tuple[float | None, float | None]:
    """Return how many take part, and how many were invited; None where it is not known."""
    found = _row(publicatie, "dekking", IEDEREEN)
    cells = [found[0].cel(found[1], kolom).waarde for kolom in ("Deelnemers", "Uitgenodigd")] if found else [None, None]
    count, invited = (each if isinstance(each, int | float) else None for each in cells)
    return count, invited


def _coverage(publicatie: Publicatie) -> Iterator[str]:
    """Yield how many of those that were invited took part, where that is known."""
    count, invited = _taking_part(publicatie)
    about = "ongeveer " if publicatie.soort == "openbaar" else ""
    if count and invited and count <= invited:
        yield (
            f"Van de {invited:.0f} uitgenodigde organisaties deden er {about}{count:.0f} mee "
            f"({about}{100 * count / invited:.0f}%). Over de andere zegt dit stuk niets."
        )
    elif count and not invited:
        yield "Hoeveel organisaties waren uitgenodigd, is niet ingevuld. Daarom is de dekking niet bekend."


def _named(kop: Kop) -> tuple[str, ...]:
    """Return what the ids of pillars stand for, in one sentence."""
    names = [f"{pijler.id} {clean_line(pijler.naam)}{' (accent)' if pijler.accent else ''}" for pijler in kop.pijlers]
    return (f"{'; '.join(names)}.",) if names else ()


def _notes(blokken: Sequence[Blok]) -> tuple[str, ...]:
    """Return what the signs in blocks mean."""
    texts = {vak.tekst for blok in blokken for rij in blok.rijen for vak in rij}
    notes = [VOETNOOT] if KORT in texts else []
    if texts & {f"≤{LAAGSTE}%", f"≥{HOOGSTE}%"}:
        notes.append(RANDNOOT)
    return tuple(notes)


def head_lines(publicatie: Publicatie, kop: Kop) -> Iterator[tuple[str, str]]:
    """Yield what stands above a result: a short head and its text."""
    day = f"{kop.peildatum.day:02}-{kop.peildatum.month:02}-{kop.peildatum.year:04}"
    yield "Vertrouwelijkheid", clean_line(f"{publicatie.tlp}. {kop.soortnaam}")
    yield "Peildatum", clean_line(f"{day}, uitgave {kop.editie}")
    count, invited = _taking_part(publicatie)
    if count is not None:
        about = "ongeveer " if publicatie.soort == "openbaar" else ""
        whole = f" van {invited:.0f} uitgenodigd" if invited is not None else ""
        yield "Deelnemers", f"{about}{count:.0f}{whole}"
    if kop.meegeteld is not None:
        yield "Bestanden", f"{kop.meegeteld} meegeteld, {kop.overgeslagen or 0} niet meegeteld"
    yield "Vastgesteld door", "nog in te vullen"
    yield "Gemaakt met", clean_line(f"bcm-check {kop.versie}, vragenlijst {kop.vragenlijst}")
