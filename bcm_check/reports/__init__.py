"""Reports: what a reader sees (`view`), and the formats that it is written in. A format is a function."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bcm_check.core.tekst import fold

from .rapport import Rapport

NAME_LENGTH = 40
STANDAARD = "weerbaarheid"


class Format(NamedTuple):
    """A format: the end of its file names, and how a report is made from the folder with templates."""

    suffix: str
    make: Callable[[Rapport, Path], bytes]


def _markdown(rapport: Rapport, folder: Path) -> bytes:
    from .text import render  # noqa: PLC0415 (Jinja2 loads only when it is needed)

    return render(rapport, folder).encode("utf-8")


def _excel(rapport: Rapport, _folder: Path) -> bytes:
    from .excel import workbook  # noqa: PLC0415 (openpyxl loads only when it is needed)

    return workbook(rapport)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {"excel": Format(".xlsx", _excel), "markdown": Format(".md", _markdown)}
)


def filename(rapport: Rapport, suffix: str) -> str:
    """Return the name of a report's file: readable, safe on every system, with its label.

    It starts with a fixed word, and with the list's id where it is not the usual one, so it is never a device name; the
    four hex digits come from the whole name, so two organisations that look the same in ASCII keep their own file.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(rapport.organisatie)).strip("-")[:NAME_LENGTH].strip("-")
    digits = hashlib.sha256(rapport.organisatie.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    label = re.sub(r"[^A-Z]+", "-", rapport.label).strip("-")
    start = "verbeterplan" if rapport.lijst == STANDAARD else f"verbeterplan-{rapport.lijst}"
    return f"{start}-{slug or 'organisatie'}-{digits}-{label}{suffix}"
