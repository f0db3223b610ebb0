"""The workbook, read back: values, text that stays text, labels, and the same figures as the Markdown."""

import dataclasses
import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.tekst import clean
from bcm_check.reports.cellen import MAX_TEKST, VERVOLG, lines_of, pieces, plain, units
from bcm_check.reports.excel import workbook
from bcm_check.reports.text import render

NAMEN = ["Samenvatting", "Pijlers", "72 uur", "Antwoorden", "Verbeterplan", "Verantwoording"]
FIGURE = re.compile(r"\d+(?:[.,/-]\d+)*")
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://b","a")',
    "=cmd|'/c calc'!A0",
    "\t=1",
    "\r=1",
    "#N/A",
    "#REF!",
    "＝1",
    "'=1",
    "a\x00b\x07",
    "\x1b[31m",
    "\ufffe",
    "\u202e",
    "_x0041_",
    "_x000D_=1",
    "{{ 7*7 }}",
    "<script>",
    "[red]",
    "a|b",
    "12-03-2026",
    "TRUE",
    "0123",
    "1e5",
    "&A&P",
    "a\nb\n\nc",
    "😀" * 100,
    "日本",
)


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def column(sheet, name):
    """Return the cells under a head of a sheet's table."""
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == name)
    return [sheet.cell(row, head.column).value for row in range(head.row + 1, sheet.max_row + 1)]


def test_sheets_labels_and_pages(maak):
    book = read(workbook(maak(tlp="TLP:AMBER")))
    assert book.sheetnames == NAMEN
    for sheet in book:
        assert sheet["A1"].value == "TLP:AMBER"
        assert sheet.oddHeader.left.text == sheet.oddFooter.left.text == "TLP:AMBER"
        assert "&P" in sheet.oddFooter.right.text
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes
    assert [len(sheet._charts) for sheet in book] == [2, 0, 0, 0, 0, 0]


def test_nothing_personal_in_the_properties(maak):
    data = workbook(maak("Geheime naam"))
    assert read(data).properties.creator == "bcm-check"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("docProps/"):
                assert b"Geheime" not in archive.read(name)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_stays_text(maak, hostile):
    book, neutral = read(workbook(maak(hostile, inhoud=hostile))), read(workbook(maak("veilig", inhoud="veilig")))
    assert not [cell.coordinate for cell in cells(book) if cell.data_type in ("f", "e")]
    wanted = plain(clean(hostile).strip())
    notes = column(book["Antwoorden"], "Toelichting")
    assert notes.count(wanted) == 7
    if len(hostile) < 50:
        kinds = [(cell.parent.title, cell.coordinate, cell.data_type) for cell in cells(book)]
        assert kinds == [(cell.parent.title, cell.coordinate, cell.data_type) for cell in cells(neutral)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_start_gets_the_quote_prefix(maak, start):
    sheet = read(workbook(maak(f"{start}1")))["Antwoorden"]
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.value == f"{start}1"]
    assert marked
    assert all(cell.quotePrefix for cell in marked)


def test_the_escapes_of_the_file_format_are_made_visible(maak):
    notes = column(read(workbook(maak("_x0041_ _x000D__x000a_ _x_")))["Antwoorden"], "Toelichting")
    assert "⟨005F⟩x0041_ ⟨005F⟩x000D_⟨005F⟩x000a_ _x_" in notes


def test_heights_fit_in_a_row(maak):
    book = read(workbook(maak("regel\n" * 400)))
    heights = [size.height for sheet in book for size in sheet.row_dimensions.values() if size.height is not None]
    assert max(heights) == 409
    assert book["Antwoorden"].sheet_format.defaultRowHeight == 18


def test_long_text_goes_on_below(maak):
    text = "".join(f"[{number}] tekst 😀 " for number in range(9000))
    sheet = read(workbook(maak(text)))["Antwoorden"]
    parts = [value for value in column(sheet, "Toelichting") if value][:20]
    whole = parts[0]
    for part in parts[1:]:
        if not part.startswith(VERVOLG):
            break
        assert units(part) <= MAX_TEKST
        whole = whole.removesuffix(f" {VERVOLG}") + part.removeprefix(f"{VERVOLG} ")
    assert whole == text.strip()
    assert f"P1.1.1 {VERVOLG}" in column(sheet, "Vraag")


@given(st.text(alphabet="ab 😀", min_size=1, max_size=50), st.integers(1, 4000))
def test_pieces_lose_nothing(text, times):
    whole = text * times
    found = list(pieces(whole))
    assert all(units(piece) <= MAX_TEKST for piece in found)
    middle = [piece.removeprefix(f"{VERVOLG} ") for piece in found]
    assert "".join([piece.removesuffix(f" {VERVOLG}") for piece in middle[:-1]] + middle[-1:]) == whole


@given(st.text(max_size=300), st.floats(5, 120))
def test_a_narrower_column_never_takes_fewer_lines(text, width):
    assert lines_of(text, width) >= lines_of(text, width + 10) >= 1


def figures_of_book(book) -> set[str]:
    found: set[str] = set()
    for cell in cells(book):
        value = cell.value
        if isinstance(value, float):
            found.add(f"{value:.1f}".replace(".", ","))
        elif isinstance(value, (datetime, date)):
            found.add(value.strftime("%d-%m-%Y"))
        else:
            scored = isinstance(value, int) and "0.0" in cell.number_format
            found.update(FIGURE.findall(f"{value},0" if scored else str(value)))
    return found


def test_every_figure_in_one_stands_in_the_other(maak, sjablonen):
    rapport = maak()
    text = re.sub(r"\\(.)", r"\1", render(rapport, sjablonen))
    ours, theirs = set(FIGURE.findall(text)), figures_of_book(read(workbook(rapport)))
    assert ours - theirs == set()
    assert theirs - ours == set()


def test_a_pillar_has_the_same_figures_on_its_own_row(maak, sjablonen):
    rapport = maak()
    sheet = read(workbook(rapport))["Samenvatting"]
    rows = {row[0].value: [cell.value for cell in row[1:7]] for row in sheet.iter_rows()}
    text = render(rapport, sjablonen)
    for pijler in rapport.pijlers:
        score, laag, hoog, _, _, ambitie = rows[f"{pijler.id} {pijler.kort}"]
        line = next(line for line in text.splitlines() if line.startswith(f"| {pijler.id} {pijler.kort} |"))
        shown = [f"{value:.1f}".replace(".", ",") for value in (score, laag, hoog, ambitie) if value is not None]
        assert [figure for figure in FIGURE.findall(line) if "," in figure] == shown


def test_the_plan_can_be_kept_up(maak):
    rapport = maak()
    sheet = read(workbook(rapport))["Verbeterplan"]
    keys = [value for value in column(sheet, "Sleutel") if value]
    assert keys == [*(f"maatregel:{m.id}" for m in rapport.maatregelen), "uitzoeken:P2.1.2", "gat:P1.1.2"]
    assert column(sheet, "Status")[: len(keys)] == ["open"] * len(keys)
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"list", "date"}
    assert '"open,bezig,klaar,vervallen"' in [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert sheet.auto_filter.ref
    assert sheet.column_dimensions["Y"].hidden


def test_dates_and_figures_are_dutch(maak):
    book = read(workbook(maak()))
    formats = {cell.number_format for cell in cells(book) if isinstance(cell.value, (float, datetime))}
    assert formats == {"[$-413]0.0", "[$-413]dd-mm-yyyy"}
    assert {cell.font.name for cell in cells(book)} == {"Calibri"}


def test_a_day_before_the_calendar_is_text(maak):
    rapport = maak()
    old = dataclasses.replace(rapport.antwoorden[0], testdatum=date(1, 2, 3))
    sheet = read(workbook(dataclasses.replace(rapport, antwoorden=(old,))))["Antwoorden"]
    assert column(sheet, "Laatste test")[0] == "03-02-0001"


def test_a_list_without_hours_has_no_sheet(maak):
    book = read(workbook(dataclasses.replace(maak(), uren=None)))
    assert book.sheetnames == [name for name in NAMEN if name != "72 uur"]


def test_the_timeline_is_made_of_cells(maak):
    """On paper: balie stops in the first two hours and may be down until hour 25; wagens stop at 30, until 34."""
    sheet = read(workbook(maak()))["72 uur"]
    rows = {row[0].value: row for row in sheet.iter_rows() if row[6].value in ("■", "▫", "·")}
    signs = {name: "".join(cell.value for cell in row[6:42]) for name, row in rows.items()}
    assert signs == {
        "Balie": "·" * 12 + "|" + "·" * 23,
        "Wagens": "■" * 15 + "··|" + "·" * 18,
        "Dienst": "■" * 18 + "·" * 18,
        "Markt": "▫" * 36,
    }
    fills = {sign.value: sign.fill.fgColor.rgb for row in rows.values() for sign in row[6:42]}
    assert len(set(fills.values())) == len(fills) == 4
    assert [cell.value for cell in rows["Wagens"][:6]] == [
        "Wagens",
        "uur 30",
        "uur 30",
        "4 uur",
        "–",
        "minstens 38 uur",
    ]
    assert rows["Balie"][42].value == "Stroom → Computers → Balie"
    head = min(row[0].row for row in rows.values()) - 1
    assert [cell.value for cell in sheet[head][6:42:6]] == [f"uur {hour}" for hour in range(0, 72, 12)]
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).isdigit()] == []


def test_the_assumptions_stand_below_the_timeline(maak):
    sheet = read(workbook(maak()))["72 uur"]
    at = next(cell.row for cell in sheet["A"] if cell.value == "Wat stopt")
    table = [[sheet.cell(row, column).value for column in (1, 2, 3, 4, 5, 7, 43)] for row in range(at + 1, at + 3)]
    assert table == [
        ["Computers", "10 minuten", "10 minuten", "10 minuten", "A", "Stroom", "Een wet, art. y; Een plan"],
        ["Papier", "72 uur", "72 uur", "72 uur", "K", "Computers", "–"],
    ]
    assert f"G{at + 1}:AP{at + 1}" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.cell(at + 1, 6).value == "P1.1.1"
    told = {cell.value: sheet.cell(cell.row, 2).value for cell in sheet["A"]}
    assert told["P1.1.1"] == "Titel van P1.1.1"
    assert told["Markt"].startswith("Verminderd vanaf uur 0: ")


def test_an_empty_assessment_still_has_a_workbook(maak):
    book = read(workbook(maak(waarden={})))
    assert book.sheetnames == NAMEN
    assert "geen score" in column(book["Samenvatting"], "Niveau")
