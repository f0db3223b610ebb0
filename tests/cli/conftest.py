"""Runs commands in this process, as a user would type them, in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doing import KLEIN, Do, Uitkomst

from bcm_check.__main__ import run


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Do:
    """Return a function that runs a command in an empty folder; words with spaces stay one word."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def doing(*words: str) -> Uitkomst:
        capsys.readouterr()
        code = run(list(words))
        return Uitkomst(code, *capsys.readouterr())

    return doing


@pytest.fixture
def klein(do: Do) -> Do:
    """The same, with the small questionnaire, and `a.bcm.json` of a municipality there."""

    def doing(*words: str) -> Uitkomst:
        return do(*words, "--vragenlijst", KLEIN)

    made = doing("beantwoord", "a.bcm.json", "--nieuw", "--naam", "Voorbeeldveen", "--type", "gemeente")
    assert made.code == 0, made
    return doing


@pytest.fixture
def stored() -> Callable[..., dict[str, Any]]:
    """Return a function that reads the answers in a file, without the program's own reader."""

    def reading(name: str = "a.bcm.json") -> dict[str, Any]:
        found: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
        return found["antwoorden"]

    return reading
