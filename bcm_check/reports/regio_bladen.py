"""The sheets of a region's workbook: the front to read, a sheet for each table, and the files that do not count."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from bcm_check.core.tekst import clean_line

from .cellen import Vel, banded
from .regio_view import KORT, LANG, TE_WEINIG, Blok, Kop, Stuk, Vak, head_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from bcm_check.core.publicatie import Publicatie

    from .cellen import Stijlen

SMAL, EERSTE, BREED = 15.5, 44.0, 48.0
RAND: Final = 4  # signs: the room around a heading in bold
VOORKANT: Final = (42.0, 14.0, 22.0, *[12.5] * 5)
TWEEDE_PAGINA: Final = "themas"  # the sections up to here are the first page
STAAND: Final = 105.0  # a table that is no wider stands upright on paper
KLEIN: Final = 8  # rows: a longer block of a table starts on a page of its own
SCHAAL: Final = 4  # the last of the shades, from low to high
# Tables with a shade in every cell: whether a high figure is good, and what the shades mean. The figure itself stays.
GEKLEURD: Final = {
    "hittekaart": (True, "Kleuren: van oranje (een lage score) via grijs naar blauw (een hoge score)."),
    "klok": (False, "Kleuren: van blauw (bijna niets ligt stil) via grijs naar oranje (bijna alles ligt stil)."),
}


def front_sheet(sheet: Worksheet, stijlen: Stijlen, publicatie: Publicatie, kop: Kop, stukken: Iterable[Stuk]) -> None:
    """Fill Samenvatting: what a board reads, in about two pages."""
    vel = Vel(sheet, stijlen, VOORKANT)
    vel.line(publicatie.tlp, "label")
    vel.line(clean_line(kop.titel), "titel", height=27.0)
    for head, text in head_lines(publicatie, kop):
        vel.pair(head, text)
    for stuk in stukken:
        if stuk.id == TWEEDE_PAGINA:
            vel.page_break()
        vel.heading(stuk.titel)
        _sentences(vel, stuk)
        _blocks(vel, stuk)
    sheet.freeze_panes = "A2"


def table_sheet(sheet: Worksheet, stijlen: Stijlen, tlp: str, stuk: Stuk) -> bool:
    """Fill the sheet of one table, and return whether it lies down when printed."""
    widths = _widths(stuk)
    vel = Vel(sheet, stijlen, widths)
    vel.line(tlp, "label")
    vel.line(stuk.titel, "titel", height=27.0)
    _sentences(vel, stuk)
    vel.skip()
    heads = _blocks(vel, stuk)
    if len(heads) == 1:
        sheet.print_title_rows = f"{heads[0]}:{heads[0]}"
        sheet.freeze_panes = f"B{heads[0] + 1}"
    return sum(widths) > STAAND


def skipped_sheet(sheet: Worksheet, stijlen: Stijlen, tlp: str, overgeslagen: Sequence[tuple[str, int]]) -> None:
    """Fill Niet meegeteld: how many files do not count for each reason."""
    vel = Vel(sheet, stijlen, (60.0, 14.0))
    vel.line(tlp, "label")
    vel.line("Niet meegeteld", "titel", height=27.0)
    vel.skip()
    head = vel.header(("Reden", "Bestanden"))
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"A{head + 1}"
    for at, (reden, aantal) in enumerate(overgeslagen):
        vel.row((clean_line(reden), aantal), banded(("vet", "heel"), at % 2 == 1))


def _sentences(vel: Vel, stuk: Stuk) -> None:
    for at, zin in enumerate(stuk.zinnen, start=1):
        vel.line({"nummers": f"{at}. ", "punten": "• "}.get(stuk.lijst, "") + zin)


def _blocks(vel: Vel, stuk: Stuk) -> list[int]:
    """Write the blocks of a section and what their signs mean; return the rows of their headings."""
    heads = []
    for at, blok in enumerate(stuk.blokken):
        if stuk.bijlage and at and len(blok.rijen) > KLEIN:
            vel.page_break()
        elif at:
            vel.skip()
        if blok.titel:
            vel.line(blok.titel, "kopje")
        heads.append(_block(vel, stuk.id, blok))
        if stuk.id in GEKLEURD:
            vel.line(GEKLEURD[stuk.id][1], "klein")
    for text in stuk.voet:
        vel.line(text, "klein")
    return heads


def _block(vel: Vel, tabel: str, blok: Blok) -> int:
    """Write a block and return the row of its headings; sentences in the last column take the width that is left."""
    figures = {at for at in range(1, len(blok.koppen)) if all(_is_figure(rij[at]) for rij in blok.rijen)}
    span = (len(blok.koppen), len(vel.widths)) if blok.breed and len(blok.koppen) < len(vel.widths) else None
    rest = [""] * (span[1] - span[0]) if span else []
    looks = ["kop_getal" if at in figures else "kop" for at in range(len(blok.koppen))]
    head = vel.row((*blok.koppen, *rest), (*looks, *["kop"] * len(rest)), span)
    for number, rij in enumerate(blok.rijen):
        plain = ["rechts" if at in figures and vak.vorm == "tekst" else vak.vorm for at, vak in enumerate(rij)]
        styles = banded(["vet", *plain[1:]], number % 2 == 1)
        if tabel in GEKLEURD:
            shown = zip(rij, styles, strict=True)
            styles = [_shaded(vak, style, high_is_good=GEKLEURD[tabel][0]) for vak, style in shown]
        values = tuple(vak.tekst if vak.waarde is None else vak.waarde for vak in rij)
        vel.row((*values, *rest), (*styles, *["tekst"] * len(rest)), span)
    return head


def _is_figure(vak: Vak) -> bool:
    """Return whether a cell holds a figure, a range of figures, or says that there is none."""
    return vak.waarde is not None or vak.tekst in ("", "–", KORT, TE_WEINIG) or vak.tekst[0] in "0123456789≤≥"


def _shaded(vak: Vak, style: str, *, high_is_good: bool) -> str:
    """Return the style of a score or a share with the shade of how good it is; any other stays as it is."""
    end = {"≤": 0.0, "≥": 100.0}.get(vak.tekst[:1]) if vak.waarde is None else vak.waarde  # where public shares end
    if end is None or vak.vorm == "heel":
        return style
    step = min(SCHAAL, max(0, round(end * SCHAAL / 100)))
    return f"{vak.vorm if vak.vorm != 'tekst' else 'deel'}{step if high_is_good else SCHAAL - step}"


def _widths(stuk: Stuk) -> tuple[float, ...]:
    """Return the widths of the columns of a table: one with sentences is wide, and no word of a heading is broken."""
    found: list[float] = []
    for blok in stuk.blokken:
        texts = [[rij[at].tekst for rij in blok.rijen] for at in range(1, len(blok.koppen))]
        heads = [max(map(len, head.split()), default=0) + RAND for head in blok.koppen[1:]]
        longest = [max(map(len, column), default=0) for column in texts]
        wide = [BREED if size > LANG else max(SMAL, head) for size, head in zip(longest, heads, strict=True)]
        found = [max(pair) for pair in zip_longest(found, [EERSTE, *wide], fillvalue=0.0)]
    return tuple(found) or (EERSTE, BREED)
