"""Reading graph files: middelen, processen and scenarios, one file or a folder of them."""

from __future__ import annotations

from pathlib import Path

from bcm_check.core.errors import ContentRejected
from bcm_check.core.ketens import Ketens, check
from bcm_check.core.tekst import clean_line

from .content import read_document
from .locations import home

_STAND_IN = {"formaat": 1, "id": "x", "versie": "x", "titel": "x"}


def standard() -> Path:
    """Return where the graph stands that comes with the tool."""
    return home("vragenlijsten") / "ketens"


def load(path: Path) -> Ketens:
    """Read a graph that must be right. Raises ContentRejected with all faults and their places, or FileTrouble."""
    ketens, faults = read_document(path, Ketens, check, _STAND_IN)
    if ketens is None:
        count = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
        raise ContentRejected(f"De ketens in {clean_line(str(path))} hebben {count}.", faults)
    return ketens
