"""Writing cells: shared styles, text that stays text, heights that fit. Everything a workbook of ours is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any, Literal, cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Waarde = str | int | float | date | None

LETTERTYPE = "Calibri"
MAX_TEKST = 32_767  # in UTF-16 units, as the file format counts
REGELHOOGTE = 15.0  # points, for Calibri 11
RUIMTE = 3.0
LETTER = 0.89
MAX_HOOGTE = 409.0  # points; no spreadsheet shows a higher row
VERVOLG = "(vervolg)"

DONKER, BAND, LIJN, INVOER, GRIJS = "1F3864", "F3F6FA", "C9D2DF", "FFF9E5", "5F6B7A"
# From orange to blue: told apart by people who are colour-blind too, and the name of the level stands in the cell.
NIVEAUKLEUREN = ("F6C7A4", "FBE3D0", "ECEFF3", "CFE2F3", "9CC3E6")

# A spreadsheet takes these for the start of a formula when somebody edits the cell; the wide forms in East Asian ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# The format's own escape for characters: a reader would turn `_x0041_` into `A`.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY = date(1900, 3, 1)  # before this day the calendars of spreadsheets differ


@dataclass(frozen=True, slots=True)
class Stijl:
    """How a kind of cell looks."""

    vet: bool = False
    grootte: int = 11
    kleur: str = "000000"
    vulling: str = ""
    formaat: str = "General"
    horizontaal: Literal["left", "right", "center"] = "left"
    lijn: bool = True
    omslag: bool = True


_GETAL, _DATUM = "[$-413]0.0", "[$-413]dd-mm-yyyy"
_DEEL, _DEEL_HEEL = '[$-413]0.0"%"', '[$-413]0"%"'  # of a figure from 0 to 100
STIJLEN: dict[str, Stijl] = {
    "label": Stijl(vet=True, kleur=DONKER, lijn=False, omslag=False),
    "titel": Stijl(vet=True, grootte=18, kleur=DONKER, lijn=False, omslag=False),
    "klein": Stijl(kleur=GRIJS, lijn=False, omslag=False),
    "tussenkop": Stijl(vet=True, grootte=13, kleur=DONKER, lijn=False, omslag=False),
    "alinea": Stijl(lijn=False),
    "kopje": Stijl(vet=True, lijn=False, kleur=DONKER),
    "kop": Stijl(vet=True, kleur="FFFFFF", vulling=DONKER),
    "kop_getal": Stijl(vet=True, kleur="FFFFFF", vulling=DONKER, horizontaal="right"),
    "tekst": Stijl(),
    "rechts": Stijl(horizontaal="right"),
    "vet": Stijl(vet=True),
    "getal": Stijl(formaat=_GETAL, horizontaal="right"),
    "heel": Stijl(formaat="[$-413][>=10000]#,##0;[$-413]0", horizontaal="right"),
    "datum": Stijl(formaat=_DATUM, horizontaal="right"),
    "kop_uur": Stijl(vet=True, kleur="FFFFFF", vulling=DONKER, omslag=False),
    "loopt": Stijl(kleur=DONKER, vulling=NIVEAUKLEUREN[4], horizontaal="center", omslag=False),
    "half": Stijl(kleur=DONKER, vulling=NIVEAUKLEUREN[2], horizontaal="center", omslag=False),
    "stil": Stijl(kleur=GRIJS, horizontaal="center", omslag=False),
    "grens": Stijl(vet=True, vulling=NIVEAUKLEUREN[0], horizontaal="center", omslag=False),
    "invoer": Stijl(vulling=INVOER),
    "invoer_datum": Stijl(vulling=INVOER, formaat=_DATUM, horizontaal="right"),
    **{f"niveau{at}": Stijl(vulling=kleur) for at, kleur in enumerate(NIVEAUKLEUREN)},
    "deel": Stijl(formaat=_DEEL, horizontaal="right"),
    "deel_heel": Stijl(formaat=_DEEL_HEEL, horizontaal="right"),
    **{
        f"{vorm}{at}": Stijl(vulling=kleur, formaat=formaat, horizontaal="right")
        for vorm, formaat in (("getal", _GETAL), ("deel", _DEEL), ("deel_heel", _DEEL_HEEL))
        for at, kleur in enumerate(NIVEAUKLEUREN)
    },
}
_BANDED = frozenset(("tekst", "rechts", "vet", "getal", "heel", "datum", "deel", "deel_heel"))


class Stijlen:
    """The styles of one workbook, each made once and shared by all its cells.

    The library compares a font with all earlier fonts each time one is set; here every part is set once.
    """

    def __init__(self, book: Workbook) -> None:
        self._cell: Any = Cell(cast("Worksheet", book.active), row=1, column=1)
        self._made: dict[tuple[str, bool, bool], StyleArray] = {}
        self._parts: dict[tuple[str, object], int] = {}

    def get(self, name: str, top: bool = False, quoted: bool = False) -> StyleArray:
        """Return a style by its name (with `~`: on the light band).

        `top` sets texts at the top of their cell; `quoted` tells a spreadsheet that the cell is text, come what may.
        """
        key = (name, top, quoted)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(STIJLEN[name.rstrip("~")], name.endswith("~"), top, quoted)
        return found

    def _make(self, stijl: Stijl, band: bool, top: bool, quoted: bool) -> StyleArray:
        vulling = BAND if band else stijl.vulling
        boven = top or (stijl.omslag and not stijl.lijn)
        font, indent = (stijl.grootte, stijl.vet, stijl.kleur), int(stijl.lijn and stijl.horizontaal != "center")
        style = StyleArray()
        style.fontId = self._id("font", font, lambda: Font(LETTERTYPE, font[0], bold=font[1], color=font[2]))
        if vulling:
            style.fillId = self._id("fill", vulling, lambda: PatternFill("solid", fgColor=vulling))
        if stijl.lijn:
            style.borderId = self._id("border", LIJN, _thin)
        style.alignmentId = self._id(
            "alignment",
            (stijl.horizontaal, boven, stijl.omslag, indent),
            lambda: Alignment(stijl.horizontaal, "top" if boven else "center", wrap_text=stijl.omslag, indent=indent),
        )
        style.numFmtId = self._id("number_format", stijl.formaat, lambda: stijl.formaat)
        style.quotePrefix = int(quoted)
        return style

    def _id(self, part: str, key: object, make: Callable[[], object]) -> int:
        """Return the number that the workbook gives to a part of a style."""
        if (part, key) not in self._parts:
            setattr(self._cell, part, make())
            names = {"number_format": "numFmtId"}
            self._parts[part, key] = getattr(self._cell._style, names.get(part, f"{part}Id"))
            self._cell._style = StyleArray()
        return self._parts[part, key]


def _thin() -> Border:
    side = Side(style="thin", color=LIJN)
    return Border(left=side, right=side, top=side, bottom=side)


def units(text: str) -> int:
    """Return the length of a text as the file format counts it: characters outside the basic plane count double."""
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def pieces(text: str) -> Iterator[str]:
    """Yield a text in parts that each fit a cell; a mark shows where it goes on."""
    if len(text) * 2 <= MAX_TEKST:
        yield text
        return
    mark, at = "", 0
    while units(text[at : at + MAX_TEKST]) > MAX_TEKST - len(mark) or at + MAX_TEKST < len(text):
        room = MAX_TEKST - len(mark) - len(VERVOLG) - 1
        size = room
        while (over := units(text[at : at + size]) - room) > 0:
            size -= -(-over // 2)
        yield f"{mark}{text[at : at + size]} {VERVOLG}"
        mark, at = f"{VERVOLG} ", at + size
    yield mark + text[at:]


def plain(text: str) -> str:
    """Return a text in which the file format's own escapes are made visible, as `clean` does with what is hidden."""
    return _ESCAPE.sub("⟨005F⟩", text) if "_x" in text else text


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters (an estimate, on the high side).

    A letter of Calibri is on average somewhat narrower than the digit that widths are counted in; each line that is
    broken leaves about half a word empty.
    """
    if not text:
        return 1
    room = max(width - 2, 1.0)
    if "\n" not in text and len(text) * LETTER <= room:
        return 1
    broken = max(room - min(4.0, room / 6), 1.0)
    lines = 0
    for line in text.split("\n"):
        size = len(line) * LETTER
        lines += 1 if size <= room else ceil(size / broken)
    return lines


class Vel:
    """A sheet that is written from the top down: knows its columns' widths, so that it can set heights that fit."""

    def __init__(self, sheet: Worksheet, stijlen: Stijlen, widths: Sequence[float], *, top: bool = False) -> None:
        self.sheet, self._stijlen, self.widths, self._top = sheet, stijlen, tuple(widths), top
        self.rij = 0
        for at, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = REGELHOOGTE + RUIMTE
        sheet.sheet_format.customHeight = True

    def put(self, row: int, column: int, value: Waarde, style: str) -> None:
        """Write one cell. Text stays text, whatever it looks like; a day before 1900 is written as text."""
        cell: Any = self.sheet.cell(row, column)
        if isinstance(value, date) and value < _FIRST_DAY:
            value = f"{value.day:02}-{value.month:02}-{value.year:04}"
        if isinstance(value, str):
            cell._style = self._stijlen.get(style, self._top, value.startswith(FORMULA))
            cell.value = value
            cell.data_type = "s"
        else:
            cell._style = self._stijlen.get(style, self._top)
            if value is not None:
                cell.value = value

    def row(self, values: Sequence[Waarde], styles: Sequence[str], span: tuple[int, int] | None = None) -> int:
        """Write a row of cells and return its number; texts too long for a cell go on in rows below it.

        `span` are the first and last column (from 1) that are one cell.
        """
        widths = self._spanned(span)
        self.rij += 1
        first, height = self.rij, 1
        rest: dict[int, list[str]] = {}
        for at, (value, style) in enumerate(zip(values, styles, strict=True)):
            if isinstance(value, str) and value:
                text, *rest[at] = pieces(plain(value))
                height = max(height, lines_of(text, widths[at]))
                self.put(first, at + 1, text, style)
            else:
                self.put(first, at + 1, value, style)
        self._height(first, height)
        for number in range(max(map(len, rest.values()), default=0)):
            texts = {at: more[number] for at, more in rest.items() if number < len(more)}
            self._continued(values, styles, texts, widths)
        if span is not None:
            for row in range(first, self.rij + 1):
                self.merge(row, *span)
        return first

    def _spanned(self, span: tuple[int, int] | None) -> Sequence[float]:
        if span is None:
            return self.widths
        first, last = span
        return (*self.widths[: first - 1], sum(self.widths[first - 1 : last]), *self.widths[first:])

    def merge(self, row: int, first: int, last: int) -> None:
        """Make one cell of the columns `first` to `last` of a row; only the first may hold a value.

        The library's own merge_cells also makes every empty cell below; there is nothing in them.
        """
        self.sheet.merged_cells.ranges.add(CellRange(min_col=first, min_row=row, max_col=last, max_row=row))

    def _continued(
        self, values: Sequence[Waarde], styles: Sequence[str], texts: dict[int, str], widths: Sequence[float]
    ) -> None:
        self.rij += 1
        for at, style in enumerate(styles):
            head = f"{values[0]} {VERVOLG}" if at == 0 and 0 not in texts else None
            self.put(self.rij, at + 1, texts.get(at, head), style)
        self._height(self.rij, max(lines_of(text, widths[at]) for at, text in texts.items()))

    def _height(self, row: int, lines: int) -> None:
        self.sheet.row_dimensions[row].height = min(lines * REGELHOOGTE + RUIMTE, MAX_HOOGTE)

    def line(self, text: str, style: str = "alinea", *, start: int = 1, height: float = 0.0) -> int:
        """Write a text over the whole width, from column `start`, and return the number of its row."""
        first = 0
        for piece in pieces(plain(text)):
            self.rij += 1
            first = first or self.rij
            self._spread(self.rij, start, piece, style)
            if height:
                self.sheet.row_dimensions[self.rij].height = height
        return first

    def _spread(self, row: int, start: int, text: str, style: str) -> None:
        last = len(self.widths)
        self.put(row, start, text, style)
        if STIJLEN[style].omslag and start < last:
            self.merge(row, start, last)
        self._height(row, lines_of(text, sum(self.widths[start - 1 :])) if STIJLEN[style].omslag else 1)

    def page_break(self) -> None:
        """Start a new page after the last row."""
        self.sheet.row_breaks.append(Break(id=self.rij))

    @property
    def last_letter(self) -> str:
        """The letter of the last column."""
        return get_column_letter(len(self.widths))

    def pair(self, head: str, text: str) -> None:
        """Write a short head in the first column and a text over the others."""
        first = self.line(text, start=2)
        self.put(first, 1, plain(head), "kopje")
        lines = max(lines_of(head, self.widths[0]), lines_of(text, sum(self.widths[1:])))
        self._height(first, lines)

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.rij += rows

    def heading(self, text: str) -> None:
        """Write a heading inside the sheet, with room above it."""
        self.skip()
        self.line(text, "tussenkop", height=22.0)

    def header(self, names: Sequence[str], numeric: Iterable[int] = ()) -> int:
        """Write the header row of a table; `numeric` are the columns (from 0) that hold figures."""
        right = set(numeric)
        return self.row(names, ["kop_getal" if at in right else "kop" for at in range(len(names))])


def banded(styles: Sequence[str], odd: bool) -> list[str]:
    """Return the styles of a row, with the light band on every second one."""
    return [f"{name}~" if odd and name in _BANDED else name for name in styles]


def level_style(niveau: int | None, top: int) -> str:
    """Return the style of a cell that names a level."""
    if niveau is None or top < 1:
        return "tekst"
    return f"niveau{min(round(niveau * 4 / top), 4)}"
