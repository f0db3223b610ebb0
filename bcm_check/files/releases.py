"""What has been released: the ids of questions are for ever, and each release is written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from bcm_check.core.errors import FileTrouble
from bcm_check.core.vergelijking import released
from bcm_check.core.vragenlijst import Vragenlijst

from .atomic import Writer
from .jsonreader import parse, read_bytes, shown
from .locations import home

FOLDER = "uitgegeven"


class Release(NamedTuple):
    """Every id that was ever released, with the mark of its meaning, and the version that was released last."""

    vragen: dict[str, str]
    versie: str


def lock_file(lijst_id: str) -> Path:
    """Return where the released ids of a shipped questionnaire are written down."""
    return home("vragenlijsten") / FOLDER / f"{lijst_id}.json"


def released_ids(lijst_id: str) -> dict[str, str]:
    """Return every id that was ever released, with the mark of its meaning; empty for a list that never was.

    Raises FileTrouble when what was written down cannot be read.
    """
    return last_release(lijst_id).vragen


def last_release(lijst_id: str) -> Release:
    """Return what was written down at the last release; empty for a list that never was released.

    Raises FileTrouble when what was written down cannot be read.
    """
    path = lock_file(lijst_id)
    if not path.is_file():
        return Release({}, "")
    document = parse(read_bytes(path), shown(path))
    found = document if isinstance(document, dict) else {}
    vragen, versie = found.get("vragen"), found.get("versie")
    if not isinstance(vragen, dict) or not isinstance(versie, str):
        raise FileTrouble(f"{shown(path)} is geen lijst van uitgegeven vragen. Zet het terug zoals het was.")
    return Release({name: str(mark) for name, mark in vragen.items()}, versie)


def release(lijst: Vragenlijst) -> Path:
    """Write down what this version fixes for ever, beside what earlier ones did; return the file."""
    path = lock_file(lijst.id)
    vragen = {**released_ids(lijst.id), **released(lijst)}
    document = {"vragenlijst": lijst.id, "versie": lijst.versie, "vragen": dict(sorted(vragen.items()))}
    path.parent.mkdir(exist_ok=True)
    Writer(path).write((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return path
