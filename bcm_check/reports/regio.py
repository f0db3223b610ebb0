"""The two results of a region on paper: the public summary and the closed annex, each as a workbook and as Markdown.

Both are made from the same `Publicatie`, by way of the same sections, so they cannot disagree. What may be in it was
decided before (core).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bcm_check.core.publicatie import Publicatie
from bcm_check.core.tekst import clean_line

from .regio_view import Kop, head_lines, sections
from .text import environment

TEMPLATE = "regio.md.j2"
STUK = "Weerbaarheid in de regio"


def markdown(publicatie: Publicatie, kop: Kop, folder: Path, overgeslagen: Sequence[tuple[str, int]] = ()) -> bytes:
    """Return a result as Markdown; `folder` holds the templates, `overgeslagen` how many do not count and why."""
    stukken = tuple(sections(publicatie, kop))
    text = (
        environment(folder)
        .get_template(TEMPLATE)
        .render(
            tlp=publicatie.tlp,
            titel=kop.titel,
            kop=tuple(head_lines(publicatie, kop)),
            voorkant=[stuk for stuk in stukken if not stuk.bijlage],
            bijlage=[stuk for stuk in stukken if stuk.bijlage],
            overgeslagen=overgeslagen,
        )
    )
    return re.sub(r"\n{3,}", "\n\n", text).encode("utf-8")


def workbook(publicatie: Publicatie, kop: Kop, overgeslagen: Sequence[tuple[str, int]] = ()) -> bytes:
    """Return a result as a workbook: a sheet to read first, then one for each table."""
    from openpyxl import Workbook  # noqa: PLC0415 (a heavy import, only here)

    from .cellen import Stijlen  # noqa: PLC0415
    from .excel import set_page  # noqa: PLC0415
    from .regio_bladen import front_sheet, skipped_sheet, table_sheet  # noqa: PLC0415

    book = Workbook()
    stijlen = Stijlen(book)
    stukken = tuple(sections(publicatie, kop))
    sheet: Any = book.active
    sheet.title = "Samenvatting"
    front_sheet(sheet, stijlen, publicatie, kop, [stuk for stuk in stukken if not stuk.bijlage])
    set_page(sheet, publicatie.tlp, STUK, landscape=False)
    for stuk in stukken:
        if stuk.bijlage:
            sheet = book.create_sheet(_sheet_name(stuk.titel, book.sheetnames))
            set_page(sheet, publicatie.tlp, STUK, landscape=table_sheet(sheet, stijlen, publicatie.tlp, stuk))
    if overgeslagen:
        sheet = book.create_sheet("Niet meegeteld")
        skipped_sheet(sheet, stijlen, publicatie.tlp, overgeslagen)
        set_page(sheet, publicatie.tlp, STUK, landscape=False)
    book.properties.creator = book.properties.lastModifiedBy = "bcm-check"
    book.properties.title, book.properties.keywords = STUK, publicatie.tlp
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(titel: str, taken: Sequence[str]) -> str:
    """Return a name that a workbook takes for a sheet, and that means nothing in the head of a page."""
    name = " ".join(re.sub(r"[\[\]:*?/\\'&]", " ", clean_line(titel)).split())[:28].strip() or "Tabel"
    known = {each.casefold() for each in taken}
    return name if name.casefold() not in known else f"{name[:24].strip()} {len(taken)}"
