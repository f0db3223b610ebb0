"""The two results of a region on paper: the public summary and the closed annex, each as a workbook and as Markdown.

Both are made from the same `Publicatie`, so they cannot disagree. What may be in it was decided before (core).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from bcm_check.core.publicatie import Publicatie
from bcm_check.core.regiotabel import Cel, Tabel
from bcm_check.core.tekst import clean_line

from .text import environment

NIET_GETOOND = "niet getoond"
MEESTE_KOLOMMEN = 9  # of one table on paper; a wider one is cut in blocks under each other
TEMPLATE = "regio.md.j2"
BREEDTE, EERSTE_BREEDTE, BREED = 13.0, 44.0, 48.0
LANG = 24  # signs: a longer text wants a wide column
STAAND = 105.0  # a table that is no wider stands upright on paper
GEKLEURD = ("hittekaart",)


class Kop(NamedTuple):
    """What stands above a result."""

    titel: str
    peildatum: date
    editie: str
    versie: str
    vragenlijst: str
    meegeteld: int | str
    overgeslagen: int | str
    soortnaam: str
    leeswijzer: tuple[str, ...]


class Blok(NamedTuple):
    """A part of a table that fits on paper: its headings and its rows, in words."""

    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]


def words(cel: Cel) -> str:
    """Return a cell as people read it; a suppressed one says so, and never looks like nought."""
    if cel.onderdrukt or cel.waarde is None:
        return NIET_GETOOND
    text = cel.waarde if isinstance(cel.waarde, str) else f"{cel.waarde:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return clean_line(text)


def blocks(tabel: Tabel) -> Iterator[Blok]:
    """Yield a table in parts that fit on paper, each with the number behind its rows."""
    behind = [_behind(rij.cellen) for rij in tabel.rijen]
    with_n = any(behind)
    for start in range(0, len(tabel.kolommen), MEESTE_KOLOMMEN):
        columns = tabel.kolommen[start : start + MEESTE_KOLOMMEN]
        heads = (tabel.over, *columns, *(("aantal",) if with_n else ()))
        rows = tuple(
            (
                clean_line(rij.naam),
                *(words(cel) for cel in rij.cellen[start : start + MEESTE_KOLOMMEN]),
                *((n,) if with_n else ()),
            )
            for rij, n in zip(tabel.rijen, behind, strict=True)
        )
        yield Blok(heads, rows)


def _behind(cellen: Sequence[Cel]) -> str:
    """Return the number behind the cells of a row, from low to high; "" where none is told."""
    numbers = sorted({cel.n for cel in cellen if cel.n is not None})
    if not numbers:
        return ""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def markdown(publicatie: Publicatie, kop: Kop, folder: Path, overgeslagen: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a result as Markdown; `folder` holds the templates."""
    template = environment(folder, blokken=lambda tabel: tuple(blocks(tabel))).get_template(TEMPLATE)
    text = template.render(p=publicatie, kop=kop, overgeslagen=overgeslagen)
    return re.sub(r"\n{3,}", "\n\n", text).encode("utf-8")


def workbook(publicatie: Publicatie, kop: Kop, overgeslagen: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a result as a workbook: a sheet to read first, then one for each table."""
    from openpyxl import Workbook  # noqa: PLC0415 (a heavy import, only here)

    from .cellen import Stijlen  # noqa: PLC0415
    from .excel import set_page  # noqa: PLC0415

    book = Workbook()
    stijlen = Stijlen(book)
    sheet: Any = book.active
    sheet.title = "Samenvatting"
    _first_sheet(sheet, stijlen, publicatie, kop)
    set_page(sheet, publicatie.tlp, "Regio", landscape=False)
    for tabel in publicatie.tabellen:
        sheet = book.create_sheet(_sheet_name(tabel.titel, book.sheetnames))
        _table_sheet(sheet, stijlen, publicatie, tabel)
        set_page(sheet, publicatie.tlp, "Regio", landscape=sum(_widths(tabel)) > STAAND)
    if overgeslagen:
        sheet = book.create_sheet("Niet meegeteld")
        _skipped_sheet(sheet, stijlen, publicatie, overgeslagen)
        set_page(sheet, publicatie.tlp, "Regio", landscape=False)
    book.properties.creator = book.properties.lastModifiedBy = "bcm-check"
    book.properties.title, book.properties.keywords = "Regio", publicatie.tlp
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(titel: str, taken: Sequence[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", clean_line(titel))[:28].strip() or "Tabel"
    return name if name not in taken else f"{name[:25]} {len(taken)}"


def _first_sheet(sheet: Any, stijlen: Any, publicatie: Publicatie, kop: Kop) -> None:
    from .cellen import Vel  # noqa: PLC0415

    vel = Vel(sheet, stijlen, (34.0, 70.0))
    vel.line(publicatie.tlp, "label")
    vel.line(kop.titel, "titel", height=27.0)
    vel.line(kop.soortnaam, "klein")
    day = f"{kop.peildatum.day:02}-{kop.peildatum.month:02}-{kop.peildatum.year:04}"
    for head, text in (
        ("Peildatum", day),
        ("Uitgave", kop.editie),
        ("Meegeteld", str(kop.meegeteld)),
        ("Niet meegeteld", str(kop.overgeslagen)),
        ("Gemaakt met", f"bcm-check {kop.versie}, vragenlijst {kop.vragenlijst}"),
    ):
        vel.pair(head, text)
    for title, texts in (
        ("Wat u moet weten", publicatie.zinnen),
        ("Gevraagde besluiten", tuple(f"{at}. {text}" for at, text in enumerate(publicatie.besluiten, start=1))),
        ("Hoe u dit leest", kop.leeswijzer),
    ):
        if texts:
            vel.heading(title)
        for text in texts:
            vel.line(text)


def _table_sheet(sheet: Any, stijlen: Any, publicatie: Publicatie, tabel: Tabel) -> None:
    from .cellen import Vel, banded  # noqa: PLC0415

    vel = Vel(sheet, stijlen, _widths(tabel))
    vel.line(publicatie.tlp, "label")
    vel.line(tabel.titel, "titel", height=27.0)
    if tabel.uitleg:
        vel.line(tabel.uitleg)
    for part in blocks(tabel):
        vel.skip()
        vel.row(part.koppen, ["kop"] * len(part.koppen))
        for at, row in enumerate(part.rijen):
            styles = banded(("vet", *["tekst"] * (len(row) - 1)), at % 2 == 1)
            if tabel.id in GEKLEURD:
                styles = [styles[0], *(_shade(cell, usual) for cell, usual in zip(row[1:], styles[1:], strict=True))]
            vel.row(row, styles)


def _widths(tabel: Tabel) -> tuple[float, ...]:
    """Return the widths of the columns of a table: a column with sentences is wide."""
    found: list[float] = []
    for part in blocks(tabel):
        longest = [max(map(len, column)) for column in zip(part.koppen, *part.rijen, strict=True)]
        wide = [BREED if size > LANG else BREEDTE for size in longest[1:]]
        found = [max(pair) for pair in zip_longest(found, [EERSTE_BREEDTE, *wide], fillvalue=0.0)]
    return tuple(found)


def _shade(text: str, usual: str) -> str:
    """Return the style of a score: the shade of the level it is nearest to; the figure itself stays."""
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        return usual
    return f"niveau{min(4, round(score / 25))}" if 0 <= score <= 100 else usual


def _skipped_sheet(sheet: Any, stijlen: Any, publicatie: Publicatie, overgeslagen: Sequence[tuple[str, str]]) -> None:
    from .cellen import Vel, banded  # noqa: PLC0415

    vel = Vel(sheet, stijlen, (50.0, 60.0))
    vel.line(publicatie.tlp, "label")
    vel.line("Niet meegeteld", "titel", height=27.0)
    vel.row(("Bestand", "Reden"), ("kop", "kop"))
    for at, row in enumerate(overgeslagen):
        vel.row(row, banded(("vet", "tekst"), at % 2 == 1))
