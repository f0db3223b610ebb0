"""`regio --geheugen`: the same results as without it, only what changed is read, and it never stands among results."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from inzendingen import contribution

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.files import hertelling
from bcm_check.files.answers import Encoder

if TYPE_CHECKING:
    from doing import Do

DAG = "--peildatum=2026-03-02"
GEHEUGEN = "--geheugen=x.bcm-geheugen"
BEELD = Path("bewaren/regiobeeld.bcm-regio.json")


def answers(number: int) -> bytes:
    document = {
        "vragenlijst": {"id": "weerbaarheid", "versie": "2026.1"},
        "organisatie": {"naam": f"Zorg {number}", "type": "zorg"},
        "diepte": "snel",
    }
    return Encoder().encode(Antwoorden.model_validate(document))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let files of just now be trusted by their times, and return the names of those that are opened."""
    monkeypatch.setattr(hertelling, "SPELING", -(10**15))
    opened: list[str] = []
    real = hertelling.read_still

    def counted(path: str) -> Any:
        opened.append(os.path.basename(path))
        return real(path)

    monkeypatch.setattr(hertelling, "read_still", counted)
    return opened


@pytest.fixture
def source() -> Path:
    folder = Path("bron")
    folder.mkdir()
    for number in range(24):
        (folder / f"{number}.json").write_bytes(contribution(number))
    (folder / "zonder.bcm.json").write_bytes(answers(1))
    (folder / "kapot.json").write_bytes(contribution(50)[:-9])
    return folder


def results(do: Do, uit: str, *words: str) -> tuple[Any, bytes, str]:
    """Return what anybody may see, the sums, and what was told."""
    done = do("regio", "bron", "--uit", uit, DAG, "--json", "--openbaar", *words)
    assert done.code == 0, done.err
    return done.json, (Path(uit) / BEELD).read_bytes(), done.err


def change(source: Path) -> None:
    (source / "3.json").write_bytes(contribution(3, teller=2, scores={"totaal": 990, "P1": 5}))
    (source / "5.json").unlink()
    (source / "nieuw").mkdir()
    (source / "nieuw" / "70.json").write_bytes(contribution(70))
    (source / "7 oud.json").write_bytes(
        contribution(7, teller=0, gemeente="Vroeger")
    )  # read before the one that counts


def test_it_gives_what_it_gives_without(do: Do, source: Path) -> None:
    assert results(do, "a", GEHEUGEN) == results(do, "b")
    change(source)
    found = results(do, "c", GEHEUGEN)
    assert found == results(do, "d")
    assert b"Vroeger" not in found[1]  # of what was taken out again, not even a name stays
    assert results(do, "e", GEHEUGEN, "--opnieuw") == results(do, "f")


def test_files_without_a_code_freeze_an_edition_as_without(do: Do, source: Path) -> None:
    """Who is known only for this run tells nothing of who changed, remembered or not."""
    for number in range(2, 6):
        (source / f"zonder{number}.bcm.json").write_bytes(answers(number))
    for uit, words in (("a", [GEHEUGEN]), ("b", [])):
        results(do, uit, *words)
        results(do, uit, *words)
    first, second = ((Path(uit) / "bewaren" / "editie.bcm-regio.json").read_bytes() for uit in ("a", "b"))
    assert first == second


def test_only_what_changed_is_read(do: Do, source: Path, read: list[str]) -> None:
    results(do, "a", GEHEUGEN)
    assert len(read) == 26
    read.clear()
    change(source)
    results(do, "a", GEHEUGEN)
    assert sorted(read) == ["3.json", "7 oud.json", "70.json", "zonder.bcm.json"]
    read.clear()
    results(do, "a", GEHEUGEN, "--opnieuw")
    assert len(read) == 27


def test_other_lists_of_the_region_make_it_anew_and_it_is_told(do: Do, source: Path) -> None:
    lists = Path("regio.yaml")
    lists.write_text(
        "formaat: 1\nid: streek\nversie: '1'\ntitel: Streek\n"
        "sectoren:\n  - id: hulp\n    naam: Hulp\n    soorten: [zorg]\n",
        encoding="utf-8",
    )
    results(do, "a", GEHEUGEN)
    document, sums, told = results(do, "b", GEHEUGEN, "--regio=regio.yaml")
    assert "x.bcm-geheugen is van een andere versie, vragenlijst of regio" in told
    assert (document, sums) == results(do, "c", "--regio=regio.yaml")[:2]
    assert b'"hulp"' in sums


def test_the_folder_of_an_earlier_moment_stays_out_of_it(do: Do, source: Path, read: list[str]) -> None:
    earlier = Path("eerder")
    earlier.mkdir()
    (earlier / "1.json").write_bytes(contribution(1, scores={"totaal": 1}))
    results(do, "a", GEHEUGEN, "--eerder=eerder")
    read.clear()
    assert results(do, "b", GEHEUGEN)[:2] == results(do, "c")[:2]
    assert read == ["zonder.bcm.json"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--opnieuw"], "--geheugen"),
        (["--geheugen=bron/x.bcm-geheugen"], "buiten"),
        (["--geheugen=bron/onder/x.bcm-geheugen"], "buiten"),
        (["--geheugen=uit/x.bcm-geheugen"], "buiten"),
        (["--geheugen=uit/openbaar/x.bcm-geheugen"], "buiten"),
        (["--geheugen=uit/besloten/../x"], "buiten"),
        ([GEHEUGEN, "--motor=dask"], "--motor"),
    ],
)
def test_wrong_use(do: Do, source: Path, words: list[str], told: str) -> None:
    done = do("regio", "bron", "--uit", "uit", DAG, *words)
    assert done.code == 2
    assert told in done.err
    assert not list(Path().rglob("*.bcm-geheugen"))
    assert not Path("uit").exists()


def test_somebodys_file_is_never_overwritten(do: Do, source: Path) -> None:
    Path("verslag.docx").write_bytes(b"Ons verslag")
    done = do("regio", "bron", "--uit", "uit", DAG, "--geheugen=verslag.docx")
    assert done.code == 3
    assert "geen geheugen van bcm-check" in done.err
    assert Path("verslag.docx").read_bytes() == b"Ons verslag"


@pytest.mark.skipif(sys.platform == "win32", reason="such a folder does not exist there")
def test_no_place_for_it_is_no_reason_to_stop(do: Do, source: Path) -> None:
    document, sums, told = results(do, "a", "--geheugen=nergens/x.bcm-geheugen")
    assert "zonder" in told
    assert (document, sums) == results(do, "b")[:2]


def test_nothing_of_it_is_among_the_results(do: Do, source: Path) -> None:
    results(do, "a", GEHEUGEN)
    results(do, "b")
    assert {path.relative_to("a") for path in Path("a").rglob("*")} == {
        path.relative_to("b") for path in Path("b").rglob("*")
    }
    assert all(b"bcm-geheugen" not in path.read_bytes() for path in Path("a").rglob("*") if path.is_file())
