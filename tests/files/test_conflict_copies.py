"""The copies that sync clients and file managers make are recognised; other files are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcm_check.files.answers import conflict_copies

COPIES = (
    "naam (1).bcm.json",
    "naam (12).bcm.json",
    "naam(1).bcm.json",
    "naam.bcm (1).json",
    "naam-conflict-2026.bcm.json",
    "naam_conflict-20260331-120000.bcm.json",
    "naam.bcm_conflict-20260331-120000.json",
    "naam.bcm.sync-conflict-20260331-120000-ABCDEFG.json",
    "naam.sync-conflict-20260331-120000-ABCDEFG.bcm.json",
    "naam (conflicted copy).bcm.json",
    "naam (Jan's conflicted copy 2026-03-31).bcm.json",
    "naam.bcm (conflicted copy 2026-03-31 120000).json",
    "naam (Conflicterende kopie van Jan 2026-03-31).bcm.json",
    "naam - kopie.bcm.json",
    "naam.bcm - kopie.json",
    "naam.bcm - kopie (2).json",
    "naam - Copy.bcm.json",
    "naam kopie.bcm.json",
    "naam copy 2.bcm.json",
)
OTHERS = (
    "naam.bcm.json",
    "naam.bcm.json.vorige",
    "ander (1).bcm.json",
    "ander-conflict-2026.bcm.json",
    "naam-zuid.bcm.json",
    "naam-zuid (1).bcm.json",
    "naam-zuid-conflict-2026.bcm.json",
    "naam zuid (conflicted copy).bcm.json",
    "naam copyshop.bcm.json",
    "naamkopie.bcm.json",
    "naam 2.bcm.json",
    "naam (oud).bcm.json",
    "naam (1).xlsx",
    "naam (1).bcm.json.bak",
    "naam-conflictbeheersing.bcm.json",
    "(1).bcm.json",
    "mijn naam (1).bcm.json",
)


def test_copies_are_found_and_others_are_not(tmp_path: Path) -> None:
    for name in (*COPIES, *OTHERS):
        (tmp_path / name).touch()
    found = {path.name for path in conflict_copies(tmp_path / "naam.bcm.json")}
    assert found == set(COPIES)


@pytest.mark.parametrize("name", ["a+b (x).bcm.json", "[naam].bcm.json", "naam.json", "naam", "naam (1).bcm.json"])
def test_a_name_is_a_text_not_a_pattern(name: str, tmp_path: Path) -> None:
    stem = name.removesuffix(".json").removesuffix(".bcm")
    for each in (name, f"{stem} (1).bcm.json", f"{stem}x (1).bcm.json", "a.bcm.json"):
        (tmp_path / each).touch()
    assert [path.name for path in conflict_copies(tmp_path / name)] == [f"{stem} (1).bcm.json"]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert conflict_copies(tmp_path / "weg" / "naam.bcm.json") == []


def test_a_long_name_takes_no_time(tmp_path: Path) -> None:
    for tail in ("(" * 200, " copy" * 40, "-conflict" * 20, "- kopie" * 25):
        (tmp_path / f"naam{tail}x.json").touch()
    assert len(conflict_copies(tmp_path / "naam.bcm.json")) <= 1
