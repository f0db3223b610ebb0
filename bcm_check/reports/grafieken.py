"""The charts of a workbook: native ones, readable without colour, in Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from openpyxl.chart import BarChart, RadarChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Blue, orange and grey of Okabe and Ito: told apart with every kind of colour vision, and in print by their darkness.
SCORE, AMBITIE, LAAG, HOOG = "0072B2", "E69F00", "5F6B7A", "BFD7EA"
TITEL = 1200  # hundredths of a point
STAP = 25  # the axis marks the levels of a scale from 0 to 4
MINSTENS_RADAR = 3
# Where the plot stands, in parts of the chart: room for the names around it.
RADARVLAK = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0.27, y=0.24, w=0.41, h=0.54)


class Tabel(NamedTuple):
    """Where the figures of the charts stand: rows of pillars, and the columns by what they hold (from 1)."""

    eerste: int
    laatste: int
    naam: int
    score: int
    laag: int
    hoog: int
    ambitie: int


def _series(sheet: Worksheet, tabel: Tabel, column: int, title: str) -> Any:
    values = Reference(sheet, min_col=column, min_row=tabel.eerste, max_row=tabel.laatste)
    return Series(values, title=title)


def _dress(chart: Any, sheet: Worksheet, tabel: Tabel, title: str, size: tuple[float, float]) -> None:
    chart.set_categories(Reference(sheet, min_col=tabel.naam, min_row=tabel.eerste, max_row=tabel.laatste))
    chart.title = title
    chart.title.overlay = False
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=TITEL, b=True))
    chart.legend.position = "b"
    chart.roundedCorners = False
    chart.width, chart.height = size
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.y_axis.majorUnit = STAP
    chart.y_axis.number_format = "0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D5DAE1"))


def radar(sheet: Worksheet, tabel: Tabel, size: tuple[float, float]) -> Any:
    """Return the radar of score and ambition by pillar; the ambition is a dashed line."""
    chart: Any = RadarChart()
    chart.type = "marker"
    parts: tuple[tuple[int, str, str, Literal["dash", "solid"]], ...] = (
        (tabel.ambitie, "Ambitie", AMBITIE, "dash"),
        (tabel.score, "Score", SCORE, "solid"),
    )
    for column, title, colour, dash in parts:
        series = _series(sheet, tabel, column, title)
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, prstDash=dash, w=28575))
        series.marker.symbol = "circle" if column == tabel.score else "none"
        series.marker.size = 6
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
        chart.append(series)
    _dress(chart, sheet, tabel, "Score en ambitie per pijler (0–100)", size)
    chart.layout = Layout(manualLayout=RADARVLAK)
    return chart


def bars(sheet: Worksheet, tabel: Tabel, size: tuple[float, float]) -> Any:
    """Return the bars of score and band by pillar, the first pillar on top."""
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "bar", "clustered", 60, 0
    for column, title, colour in (
        (tabel.laag, "Laag", LAAG),
        (tabel.score, "Score", SCORE),
        (tabel.hoog, "Hoog", HOOG),
    ):
        series = _series(sheet, tabel, column, title)
        series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
        if column == tabel.score:
            series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
            series.dLbls.numFmt = "0.0"
        chart.append(series)
    _dress(chart, sheet, tabel, "Score en band per pijler (0–100)", size)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return chart
