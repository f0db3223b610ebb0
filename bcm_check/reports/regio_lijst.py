"""The files that do not count: how many in the annex, each of them in a table for who adds up."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import Final

from bcm_check.core.tekst import clean_line

from .cellen import FORMULA

LIJST: Final = "niet-meegeteld-TLP-AMBER.csv"
# Why a file does not count, by its code, as who reads the annex may know it.
WAAROM: Final = {
    "beschadigd": "beschadigd",
    "dubbel": "dubbel gestuurd",
    "eigen-uitvoer": "een uitkomst van bcm-check",
    "gewijzigd": "veranderd tijdens het lezen",
    "hulpbestand": "een reservekopie of hulpbestand",
    "klopt-niet": "er staat iets in wat er niet hoort",
    "koppeling": "een koppeling naar een ander bestand",
    "onbekende-lijst": "een vragenlijst die hier niet bekend is",
    "onbekende-versie": "een versie die hier niet bekend is",
    "onleesbaar": "niet te lezen",
    "onverwacht": "een fout in bcm-check",
    "ouder": "ouder dan een ander bestand van dezelfde organisatie",
    "past-niet": "past niet bij de vragenlijst",
    "te-groot": "te groot",
    "te-veel": "te veel groepen en onderdelen die verder niemand noemt",
    "toekomst": "een latere dag dan die van dit beeld",
    "verkeerde-sleutel": "verzegeld, en er was geen sleutel die past",
    "vreemd": "geen bestand van bcm-check",
    "zonder-code": "geen code",
}


def by_reason(codes: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many files do not count for which reason, most first.

    The names of files hold codes that do not change, and often the names of organisations: those are for who adds up.
    """
    counts = sorted(Counter(codes).items(), key=lambda each: (-each[1], each[0]))
    return [(WAAROM.get(code, code), count) for code, count in counts]


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
