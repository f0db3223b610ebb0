"""The shipped questionnaires, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import content

VRAGENLIJSTEN = Path(__file__).resolve().parents[2] / "vragenlijsten"
NAMEN = ("weerbaarheid", "noodsteunpunt", "netwerk")


def place(name: str) -> Path:
    """Return where a shipped questionnaire stands."""
    folder = VRAGENLIJSTEN / name
    return folder if folder.is_dir() else VRAGENLIJSTEN / f"{name}.yaml"


@cache
def read(name: str) -> Vragenlijst:
    """Return a shipped questionnaire."""
    return content.load(place(name))


@pytest.fixture
def lijst() -> Vragenlijst:
    """Return the main questionnaire."""
    return read("weerbaarheid")


@pytest.fixture(params=NAMEN)
def elke(request: pytest.FixtureRequest) -> Vragenlijst:
    """Return each shipped questionnaire in turn."""
    return read(str(request.param))
