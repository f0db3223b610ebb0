"""Walking a folder of any shape, and remembering which file counts without filling the memory."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from bcm_check.core.errors import FileTrouble
from bcm_check.files import bijdragen, register
from bcm_check.files.bijdragen import Overgeslagen, walk
from bcm_check.files.register import Geteld, Register


def test_what_was_put_last_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "CACHE_KIB", 64)  # far less than what is put in: most of it goes to disk
    kept = Register()
    for number in range(20_000):
        kept.put(b"%d" % (number % 15_000), Geteld((number, 1, f"{number:064x}"), Path(f"map/{number}")))
    assert kept.get(b"1") == Geteld((15_001, 1, f"{15_001:064x}"), Path("map/15001"))
    assert kept.get(b"14999") == Geteld((14_999, 1, f"{14_999:064x}"), Path("map/14999"))
    assert kept.get(b"15000") is None
    assert len(set(kept.everything())) == 15_000


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file names are always text")
def test_a_name_that_is_no_text_comes_back() -> None:
    kept, place = Register(), Path(os.fsdecode(b"map/\xff\xfe.json"))
    kept.put(b"a", Geteld((1, 1, ""), place))
    assert kept.get(b"a") == Geteld((1, 1, ""), place)


def test_no_room_to_remember_is_told_in_one_sentence() -> None:
    kept = Register()
    kept._data.close()
    with pytest.raises(FileTrouble, match="geen ruimte voor tijdelijke bestanden") as told:
        kept.put(b"a", Geteld((1, 1, ""), Path("a")))
    assert isinstance(told.value.__cause__, sqlite3.Error)


def names(found: list[Path | Overgeslagen], below: Path) -> list[str]:
    """Return files by their place, and of the others their code."""
    return [each.code if isinstance(each, Overgeslagen) else each.relative_to(below).as_posix() for each in found]


@pytest.mark.parametrize("most", [3, 100])
def test_every_file_is_walked_once_and_of_small_folders_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(bijdragen, "MEEST_GEORDEND", most)
    wanted = [f"{number}.json" for number in range(9)]
    slot = ".bcm-0123456789ab.slot"
    for name in (*wanted, slot, "x.json.vorige", "b/1.json", "a/diep/2.json", "uit/.bcm-regio", "uit/3.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = names(list(walk(tmp_path)), tmp_path)
    expected = [*wanted, "hulpbestand", "a/diep/2.json", "b/1.json", "eigen-uitvoer"]
    if most == 100:
        assert found == expected
    assert sorted(found) == sorted(expected)


@pytest.mark.skipif(sys.platform == "win32", reason="no path is so long there")
def test_folders_in_folders_without_end_are_no_trouble(tmp_path: Path) -> None:
    """Deeper than the stack of calls is."""
    below = tmp_path
    for _ in range(1_200):
        below = below / "a"
        below.mkdir()
    (below / "1.json").write_text("x", encoding="utf-8")
    try:
        assert [Path(each).name for each in walk(tmp_path) if isinstance(each, Path)] == ["1.json"]
    finally:
        (below / "1.json").unlink()
        for _ in range(1_200):
            below.rmdir()
            below = below.parent


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for root everything can be read")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "dicht").mkdir(mode=0)
    (tmp_path / "1.json").write_text("x", encoding="utf-8")
    assert names(list(walk(tmp_path)), tmp_path) == ["1.json", "onleesbaar"]
    (tmp_path / "dicht").chmod(0o700)


def test_a_folder_that_goes_while_it_is_walked_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "1.json").write_text("x", encoding="utf-8")
    steps = walk(tmp_path)
    assert next(steps) == tmp_path / "1.json"
    (tmp_path / "b").rmdir()
    assert names(list(steps), tmp_path) == ["onleesbaar"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="kan niet worden gelezen"):
        list(walk(tmp_path / "nergens"))
