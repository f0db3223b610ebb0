"""The report as a workbook: values only, no formulas; native charts; ready to print on A4."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from .bladen import answers_sheet, pillars_sheet, summary_sheet
from .bladen_plan import account_sheet, plan_sheet
from .bladen_uren import hours_sheet
from .cellen import Stijlen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from .rapport import Rapport

A4 = 9


def _sheets(rapport: Rapport) -> Iterator[tuple[str, Callable[[Worksheet, Stijlen, Rapport], None], bool]]:
    """Yield each sheet: its name, what fills it, and whether it lies down when printed."""
    yield "Samenvatting", summary_sheet, False
    yield "Pijlers", pillars_sheet, True
    if rapport.uren is not None:
        yield f"{rapport.uren.uren} uur", hours_sheet, True
    yield "Antwoorden", answers_sheet, True
    yield "Verbeterplan", plan_sheet, True
    yield "Verantwoording", account_sheet, False


def workbook(rapport: Rapport) -> bytes:
    """Return the workbook of a report. The same report gives the same cells; time stamps in the file differ."""
    book = Workbook()
    first = book.active
    stijlen = Stijlen(book)
    for at, (name, fill, landscape) in enumerate(_sheets(rapport)):
        sheet: Worksheet = first if at == 0 and first is not None else book.create_sheet()
        sheet.title = name
        fill(sheet, stijlen, rapport)
        set_page(sheet, rapport.label, "Verbeterplan", landscape=landscape)
    properties = book.properties
    properties.creator, properties.lastModifiedBy = "bcm-check", "bcm-check"
    properties.title, properties.keywords = "Verbeterplan", rapport.label
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def set_page(sheet: Any, label: str, what: str, *, landscape: bool) -> None:
    """Make a sheet ready to print: A4, as wide as the page, with the label and `what` it is on every page."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = A4, "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.8
    margins.header = margins.footer = 0.35
    for part in (sheet.oddHeader.left, sheet.oddFooter.left):
        part.text, part.font, part.size = label, "Calibri,Bold", 9
    right = sheet.oddHeader.right
    right.text, right.font, right.size = f"{what}, blad {sheet.title}", "Calibri,Regular", 9
    pages = sheet.oddFooter.right
    pages.text, pages.font, pages.size = "Pagina &P van &N", "Calibri,Regular", 9
