"""Reading the lists of a region."""

from __future__ import annotations

from pathlib import Path

from bcm_check.core.errors import ContentRejected
from bcm_check.core.regio import Regio, check
from bcm_check.core.tekst import clean_line

from .content import read_document
from .locations import home

_STAND_IN = {"formaat": 1, "id": "x", "versie": "x", "titel": "x"}


def load(path: Path | None = None) -> Regio:
    """Read the lists of a region that must be right; by default those that come with the tool.

    Raises ContentRejected with all faults and their places, or FileTrouble.
    """
    place = path if path is not None else home("vragenlijsten") / "regio" / "drenthe.yaml"
    regio, faults = read_document(place, Regio, check, _STAND_IN)
    if regio is None:
        count = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
        raise ContentRejected(f"De regio in {clean_line(str(place))} heeft {count}.", faults)
    return regio
