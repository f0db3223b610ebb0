"""`regio`: where results may go, what happens when they cannot be written, what an edition knows of the last one."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from inzendingen import contribution

from bcm_check.cli import regio
from bcm_check.core.antwoorden import Herkomst
from bcm_check.files import bijdragen
from bcm_check.reports import regio_lijst

if TYPE_CHECKING:
    from doing import Do

DAG = "--peildatum=2026-03-02"
ONE = frozenset({"regio-openbaar-TLP-CLEAR.md", "regio-openbaar-TLP-CLEAR.xlsx", bijdragen.MERK})


def fill(folder: Path, count: int = 12) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number}.json").write_bytes(contribution(number))
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_in(folder: Path) -> list[bytes]:
    """Return the bytes of every file in a folder, and of every part of a workbook."""
    found = [path.read_bytes() for path in folder.iterdir()]
    for book in folder.glob("*.xlsx"):
        with zipfile.ZipFile(book) as parts:
            found += map(parts.read, parts.namelist())
    return found


# -- where results may go --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "uit"),
    [
        ("jaar/openbaar", "jaar"),
        ("jaar/besloten/bron", "jaar"),
        ("jaar/bewaren", "jaar"),
        ("jaar", "jaar"),
        ("jaar", "jaar/../jaar"),
        ("jaar", "jaar/uit"),
    ],
)
def test_results_never_go_where_sources_stand(do: Do, source: str, uit: str) -> None:
    """Otherwise the folder would be marked as a result, and its files would not count the next time."""
    fill(Path(source))
    fill(Path("jaar/uit/besloten"), 2)
    before = files_of(Path())
    done = do("regio", source, "--uit", uit, DAG)
    assert done.code == 2
    assert "--uit" in done.err
    assert files_of(Path()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_the_sources_is_seen_through(do: Do) -> None:
    fill(Path("bron"))
    os.symlink("bron", "elders")
    assert do("regio", "bron", "--uit", "elders", DAG).code == 2


def test_results_below_the_sources_are_known_the_next_time(do: Do) -> None:
    fill(Path("bron"))
    first = do("regio", "bron", "--uit", "bron/uit", DAG, "--json")
    again = do("regio", "bron", "--uit", "bron/uit", DAG, "--json")
    assert (first.code, again.code) == (0, 0)
    assert again.json["meegeteld"] == 12
    assert {each["code"] for each in again.json["overgeslagen"]} == {"eigen-uitvoer"}
    assert again.json["pijlers"] == first.json["pijlers"]


# -- written whole, or not at all ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fails_at", range(8))
def test_a_full_disk_leaves_whole_files_only(do: Do, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    fill(Path("bron"))
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    before = files_of(Path("uit"))
    fill(Path("bron"), 20)
    count = iter(range(10**6))
    write = os.write

    def full(handle: int, raw: bytes) -> int:
        if next(count) >= fails_at:
            raise OSError(errno.ENOSPC, "vol")
        return write(handle, raw)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        done = do("regio", "bron", "--uit", "uit", DAG)
    assert done.code == 3
    assert "de schijf is vol" in done.err
    after = files_of(Path("uit"))
    assert after.keys() == before.keys()  # no temporary file either
    for name in after:
        if name.endswith(".xlsx"):
            openpyxl.load_workbook(Path("uit") / name)


def test_what_cannot_be_made_leaves_the_results_of_last_time(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of it fails in the making; nothing was written before."""
    fill(Path("bron"))
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    before = files_of(Path("uit"))
    fill(Path("bron"), 20)
    monkeypatch.setattr("bcm_check.files.regiobeelden.dump", _fails)
    assert do("regio", "bron", "--uit", "uit", DAG).code != 0
    assert files_of(Path("uit")) == before


def _fails(*_words: object) -> bytes:
    raise OSError("no")


def test_a_folder_where_nothing_may_be_written_is_told(do: Do) -> None:
    fill(Path("bron"))
    Path("uit").write_text("een bestand", encoding="utf-8")
    done = do("regio", "bron", "--uit", "uit", DAG)
    assert done.code == 3
    assert "Traceback" not in done.err


def test_the_marks_and_what_must_be_remembered_come_first(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run that was cut short, what it did write is never read as a source, and never forgotten as an edition."""
    fill(Path("bron"))
    order: list[str] = []
    store = regio._store

    def noting(path: Path, raw: bytes) -> None:
        order.append(path.name)
        store(path, raw)

    monkeypatch.setattr(regio, "_store", noting)
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    assert order[:4] == [bijdragen.MERK, bijdragen.MERK, bijdragen.MERK, regio.EDITIE]


# -- what does not count ---------------------------------------------------------------------------------------------


def test_all_files_that_do_not_count_stand_in_a_list_for_who_adds_up(do: Do) -> None:
    fill(Path("bron"))
    for name in ("=1+1", "-x", "a;b"):
        Path("bron", name).write_text("vreemd", encoding="utf-8")
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    rows = read(Path("uit/bewaren", regio_lijst.LIJST))
    assert rows[:2] == [["TLP:AMBER", "", ""], ["bestand", "code", "reden"]]
    assert [(path, code) for path, code, _ in rows[2:]] == [
        ("'-x", "vreemd"),
        ("'=1+1", "vreemd"),
        ("a;b", "vreemd"),
    ]
    assert {path.name for path in Path("uit/openbaar").iterdir()} == ONE
    for name in ("=1+1", "-x", "a;b"):
        Path("bron", name).unlink()
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    assert len(read(Path("uit/bewaren", regio_lijst.LIJST))) == 2  # nothing of last time stays


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


def test_where_the_folder_stands_is_nobody_elses_business(do: Do) -> None:
    """Typed as a whole path, it may hold the name of who adds up."""
    source = Path("geheim", "bron")
    fill(source)
    Path(source, "x.json").write_text("vreemd", encoding="utf-8")
    Path(source, "z.json").write_bytes(Path(source, "1.json").read_bytes())  # told by the name of the first
    assert do("regio", str(source.absolute()), "--uit", "uit", DAG).code == 0
    rows = read(Path("uit/bewaren", regio_lijst.LIJST))[2:]
    assert {path for path, _, _ in rows} == {"x.json", "z.json"}
    told = b"".join(each for name in ("openbaar", "besloten", "bewaren") for each in all_in(Path("uit", name)))
    assert b"Dit is hetzelfde als 1.json" in told
    assert b"geheim" not in told
    assert not any(b"x.json" in each for each in all_in(Path("uit/besloten")))


def test_what_ties_a_code_to_a_group_is_in_a_folder_apart(do: Do) -> None:
    fill(Path("bron"))
    assert do("regio", "bron", "--uit", "uit", DAG).code == 0
    assert {path.name for path in Path("uit/bewaren").iterdir()} == {
        bijdragen.MERK,
        regio.EDITIE,
        "regiobeeld.bcm-regio.json",
        regio_lijst.LIJST,
    }
    codes = {json.loads(path.read_bytes())["code"] for path in Path("bron").iterdir()}
    assert codes
    for given in (*all_in(Path("uit/openbaar")), *all_in(Path("uit/besloten"))):
        assert not any(code.encode() in given for code in codes)
    again = do("regio", "uit", "--uit", "elders", DAG)  # and none of the three is a source
    assert again.code != 0
    assert "telt geen enkel bestand mee" in again.err


def test_a_name_never_becomes_a_formula() -> None:
    raw = regio_lijst.table([("=cmd|x", "vreemd", "Dit."), ("\x1b[31m", "vreemd", "Dit.")], "TLP:AMBER")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[2][0] == "'=cmd|x"
    assert "\x1b" not in rows[3][0]


def test_the_annex_says_how_many_do_not_count_and_why() -> None:
    codes = ["vreemd", "dubbel", "ouder", "dubbel"]
    assert regio_lijst.by_reason(codes) == [
        ("dubbel gestuurd", 2),
        ("ouder dan een ander bestand van dezelfde organisatie", 1),
        ("geen bestand van bcm-check", 1),
    ]


def test_every_reason_has_its_words() -> None:
    folder = Path(bijdragen.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = re.findall(r"(?:Afgewezen|_rejected_as)\(\s*\"([a-z-]+)\"|Overgeslagen\([^\"]*?, \"([a-z-]+)\"", text)
    used += re.findall(r"_rejected_as\(\"([a-z-]+)\" if \w+ else \"([a-z-]+)\"", text)
    assert {word for pair in used for word in pair if word} == set(regio_lijst.WAAROM)


def test_what_is_ours_but_no_source_is_named(do: Do) -> None:
    fill(Path("bron"))
    shutil.copy("bron/1.json", "bron/1.json.vorige")
    Path("bron/.bcm-0123456789ab.slot").touch()
    found = do("regio", "bron", "--uit", "uit", DAG, "--json").json
    assert [(Path(each["bestand"]).name, each["code"]) for each in found["overgeslagen"]] == [
        ("1.json.vorige", "hulpbestand")
    ]


# -- editions --------------------------------------------------------------------------------------------------------


def public(done: Any) -> list[tuple[str, str]]:
    return [
        (row["id"], str(row["cijfers"])) for table in ("dekking", "pijlers", "norm", "klok") for row in done.json[table]
    ]


@pytest.mark.parametrize("words", [(), ("--vorige", "uit")])
def test_an_edition_that_stands_where_this_one_goes_counts_as_the_last(do: Do, words: tuple[str, ...]) -> None:
    """Whoever has both could subtract them, so nobody has to remember to ask."""
    fill(Path("bron"))
    first = do("regio", "bron", "--uit", "uit", DAG, "--json", "--openbaar")
    assert "staat al een uitgave" not in first.err
    fill(Path("bron"), 15)
    again = do("regio", "bron", "--uit", "uit", DAG, "--json", "--openbaar", *words)
    assert public(again) == public(first)
    assert ("staat al een uitgave" in again.err) == (not words)
    fill(Path("bron"), 40)
    anew = do("regio", "bron", "--uit", "uit", DAG, "--json", "--openbaar", *words)
    assert public(anew) != public(first)


def write_answers(do: Do, numbers: range) -> None:
    for number in numbers:
        levels = [f"P1.1.{question}={number % 4 if number < 12 else 0}" for question in (1, 2, 3)]
        words = ("--nieuw", "--naam", f"Bedrijf {number}", "--type", "mkb", *levels)
        assert do("beantwoord", f"bron/{number}.bcm.json", *words).code == 0


def test_of_organisations_without_a_code_a_newcomer_stays_hidden_too(do: Do) -> None:
    """Their codes are made anew in each run: that may not look as if everybody changed."""
    Path("bron").mkdir()
    write_answers(do, range(12))
    first = do("regio", "bron", "--uit", "een", DAG, "--json", "--openbaar")
    write_answers(do, range(12, 13))
    again = do("regio", "bron", "--uit", "twee", DAG, "--json", "--openbaar", "--vorige", "een")
    assert public(again) == public(first)
    write_answers(do, range(13, 17))
    anew = do("regio", "bron", "--uit", "drie", DAG, "--json", "--openbaar", "--vorige", "een")
    assert public(anew) != public(first)


def test_what_changed_since_an_earlier_moment_among_those_of_both(do: Do) -> None:
    fill(Path("toen"), 12)
    fill(Path("nu"), 12)
    for number in range(12):
        raw = contribution(number, teller=2, scores={"totaal": 500, "P1": 300 + number})
        (Path("nu") / f"{number}.json").write_bytes(raw)
    Path("toen/kapot.json").write_text("{", encoding="utf-8")
    done = do("regio", "nu", "--uit", "uit", DAG, "--json", "--eerder", "toen")
    (row,) = [row for row in done.json["trend"] if row["id"] == "P1"]
    assert [figure["waarde"] for figure in row["cijfers"].values()] == [10, 30]
    assert "kapot.json" in done.err
    assert done.json["meegeteld"] == 12
    assert do("regio", "nu", "--uit", "uit", DAG, "--json").json["trend"] == []
    Path("leeg").mkdir()
    assert do("regio", "nu", "--uit", "uit", DAG, "--eerder", "leeg").code == 3


# -- mixed sources ---------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(do: Do) -> Path:
    """A folder with exports, answers, and lists that nobody knows."""
    fill(Path("bron"), 6)
    write_answers(do, range(6))
    return Path("bron")


def test_answers_of_a_list_that_nobody_knows_are_named_and_the_others_count(do: Do, mixed: Path) -> None:
    lijst = Path(__file__).parent.parent / "prompts" / "klein.yaml"
    made = do(
        "beantwoord", "bron/k.bcm.json", "--nieuw", "--naam", "K", "--type", "gemeente", "--vragenlijst", str(lijst)
    )
    assert made.code == 0, made
    found = do("regio", str(mixed), "--uit", "uit", DAG, "--json")
    assert found.code == 0, found.err
    assert found.json["meegeteld"] == 12
    assert [each["code"] for each in found.json["overgeslagen"]] == ["onbekende-lijst"]


def test_the_versions_in_a_mixed_folder_are_told(do: Do) -> None:
    fill(Path("bron"))
    Path("bron/oud.json").write_bytes(contribution(99, lijst=Herkomst(id="weerbaarheid", versie="0.9")))
    done = do("regio", "bron", "--uit", "uit", DAG)
    assert "Vragenlijsten: weerbaarheid 1 (12), weerbaarheid 0.9 (1)." in done.out
