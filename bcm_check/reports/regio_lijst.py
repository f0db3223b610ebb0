"""The files that do not count: a few in the annex itself, all of them in a table beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from bcm_check.core.tekst import clean_line

from .cellen import FORMULA

LIJST: Final = "niet-meegeteld-TLP-AMBER.csv"
MEESTE_GETOOND: Final = 1_000  # a workbook holds a million rows and takes minutes over them


def first_ones(overgeslagen: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the files that the annex itself names, and how many more there are."""
    shown, more = list(overgeslagen[:MEESTE_GETOOND]), len(overgeslagen) - MEESTE_GETOOND
    if more > 0:
        shown.append((f"en nog {more}", f"Alle bestanden staan in {LIJST}."))
    return shown


def table(overgeslagen: Iterable[tuple[str, str, str]], tlp: str) -> bytes:
    """Return all files (path, code, reason) as a table that a spreadsheet opens; a name never becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([tlp, "", ""])
    writer.writerow(["bestand", "code", "reden"])
    for row in overgeslagen:
        cells = map(clean_line, row)
        writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in cells])
    return out.getvalue().encode("utf-8-sig")
