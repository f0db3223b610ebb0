"""The report as Markdown, from a Jinja2 template: good in a plain text viewer and on a Git web page.

Every value that a template prints is escaped by the environment itself (`finalize`), so a template cannot forget it.
Only what the filters below return is Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bcm_check.core.tekst import clean_line, decimal

from .rapport import Rapport
from .view_uren import cell_minutes

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE = "rapport.md.j2"
BAR_WIDTH = 10

# Marks that open, close or continue something in CommonMark, in GFM (tables, strikethrough, mentions, formulas) or in
# the dialects of Git web pages. Ordinary commas and full stops stay, so that the plain text reads well.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&$@^]")
# What only means something at the start of a line: lists, underlines of headings, definitions.
_START = re.compile(r"^(?:([-+=:%])|(\d{1,9})([.)])(?=\s|$))")
# Bare addresses become links by themselves in GFM; these two are where that starts.
_ADDRESS = re.compile(r"(?i)(?<=[a-z]):(?=//)|(?<=www)\.")


class Markdown(str):
    """A text that is Markdown already: made by a filter here, never by a value."""

    __slots__ = ()


def escape(text: str) -> str:
    """Return a text as Markdown that shows exactly that text, on one line."""
    return _escape_line(clean_line(text))


def _escape_line(line: str) -> str:
    safe = _ADDRESS.sub(lambda match: "\\" + match[0], _MARKS.sub(lambda match: "\\" + match[0], line))
    return _START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", safe)


def finalize(value: object) -> str:
    """Return what an expression of the template prints: Markdown as it is, anything else escaped."""
    if isinstance(value, Markdown):
        return value
    if value is None or isinstance(value, (bool, float)):
        raise TypeError(f"a report cannot print {value!r}: use the filter that gives it words")
    return escape(str(value))


def quote(text: str) -> Markdown:
    """Return a text of several lines as one paragraph in a block quote."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return Markdown("  \n> ".join(_escape_line(line) for line in lines if line))


def bar(score: float | None) -> Markdown:
    """Return a bar with its figure: `██████░░░░ 62,5`; the words `geen score` without one."""
    if score is None:
        return Markdown("geen score")
    full = int(score * BAR_WIDTH / 100 + 0.5)
    return Markdown("█" * full + "░" * (BAR_WIDTH - full) + " " + decimal(score))


def band(row: object) -> Markdown:
    """Return the band of a row, `38,0–52,1`; a dash where there is none."""
    low, high = getattr(row, "laag", None), getattr(row, "hoog", None)
    return Markdown("–" if low is None else f"{decimal(low)}–{decimal(high)}")


def dutch_date(day: date | None) -> Markdown:
    """Return a day as dd-mm-jjjj; nothing for None."""
    return Markdown("" if day is None else f"{day.day:02}-{day.month:02}-{day.year:04}")


def number(value: float | None) -> Markdown:
    """Return a figure with one decimal in Dutch notation."""
    return Markdown(decimal(value))


def table_row(cells: Sequence[str]) -> Markdown:
    """Return a row of a table."""
    return Markdown(f"| {' | '.join(map(escape, cells))} |")


def table_line(cells: Sequence[str]) -> Markdown:
    """Return the line under the headings of a table."""
    return Markdown(f"|{'---|' * len(cells)}")


def hours(signs: str) -> Markdown:
    """Return a bar over the hours; its mark becomes a sign that means nothing in a table."""
    return Markdown(signs.replace("|", "┃"))


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (a heavy import, only here)

    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (Markdown: `finalize` escapes)
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(citaat=quote, balk=bar, band=band, datum=dutch_date, getal=number)
    environment.filters.update(streep=hours, vakje=cell_minutes, tabelregel=table_row, streepregel=table_line)
    return environment


def environment(folder: Path, **filters: Callable[..., object]) -> Environment:
    """Return what renders templates of a folder, with filters beside the usual ones."""
    found = _environment(folder)
    found.filters.update(filters)
    return found


def render(rapport: Rapport, folder: Path) -> str:
    """Return the report as Markdown; `folder` holds the templates."""
    text = _environment(folder).get_template(TEMPLATE).render(rapport=rapport)
    return re.sub(r"\n{3,}", "\n\n", text)
