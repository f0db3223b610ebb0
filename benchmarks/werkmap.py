"""A workbook taken apart, and written again with openpyxl alone: the floor for our own."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook


class Blad(NamedTuple):
    """One sheet: its cells with their look, its columns and rows, its merges and charts."""

    title: str
    cells: list[tuple[int, int, Any, Any, Any, Any, Any, str]]
    widths: dict[str, float]
    heights: dict[int, float]
    merges: list[str]
    charts: list[Any]


def copy_of(raw: bytes) -> list[Blad]:
    """Return what a workbook holds, as plain parts; every look is one shared object."""
    book = load_workbook(io.BytesIO(raw))
    known: dict[Any, Any] = {}

    def shared(look: Any) -> Any:
        return known.setdefault(repr(look), look.copy())

    found = []
    for sheet in book:
        used = (c for row in sheet.iter_rows() for c in row if c.value is not None or c.has_style)
        cells = [(c.row, c.column, c.value, *map(shared, _look(c)), c.number_format) for c in used]
        widths = {name: column.width for name, column in sheet.column_dimensions.items()}
        heights = {number: row.height for number, row in sheet.row_dimensions.items() if row.height}
        merges = [str(area) for area in sheet.merged_cells.ranges]
        found.append(Blad(sheet.title, cells, widths, heights, merges, list(sheet._charts)))
    return found


def _look(cell: Any) -> tuple[Any, Any, Any, Any]:
    return cell.font, cell.fill, cell.border, cell.alignment


def write_copy(bladen: list[Blad], *, styled: bool = True) -> bytes:
    """Write the same cells and charts with openpyxl and nothing else; without `styled` the bare values only."""
    book = Workbook()
    book.remove(book.active)
    for blad in bladen:
        sheet = book.create_sheet(blad.title)
        for row, column, value, font, fill, border, alignment, number_format in blad.cells:
            cell = sheet.cell(row, column)
            cell.value = value
            if styled:
                cell.font, cell.fill, cell.border, cell.alignment = font, fill, border, alignment
                cell.number_format = number_format
        for name, width in blad.widths.items():
            sheet.column_dimensions[name].width = width
        for number, height in blad.heights.items():
            sheet.row_dimensions[number].height = height
        if styled:
            for area in blad.merges:
                sheet.merge_cells(area)
        for chart in blad.charts:
            sheet.add_chart(chart)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
