"""Each questionnaire in `bad/` (a file, or a folder of files) gives exactly the faults in the text file of its name.

Drop a file in, write what must be said about it, and it is a test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bcm_check.core.errors import ContentRejected, FileTrouble
from bcm_check.files import content

BAD = sorted(path for path in (Path(__file__).parent / "bad").iterdir() if path.suffix != ".txt")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_all_faults_are_told_at_once_with_their_places(path: Path) -> None:
    lijst, faults = content.read(path)
    assert lijst is None
    expected = (path.parent / f"{path.stem}.txt").read_text(encoding="utf-8").splitlines()
    assert [str(fault) for fault in faults] == expected


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_no_fault_carries_a_sign_that_steers_a_terminal(path: Path) -> None:
    _, faults = content.read(path)
    assert faults
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 400
        assert fault.regel >= 1
        assert fault.kolom >= 1


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_loading_it_is_refused_with_the_count_and_exit_code_1(path: Path) -> None:
    with pytest.raises(ContentRejected) as trouble:
        content.load(path)
    count = len(trouble.value.faults)
    assert f"heeft {count} fout" in str(trouble.value)
    assert trouble.value.exit_code == 1


def test_each_expectation_has_its_questionnaire() -> None:
    texts = {path.stem for path in (Path(__file__).parent / "bad").glob("*.txt")}
    assert texts == {path.stem for path in BAD}


def test_a_right_one_has_no_faults(tmp_path: Path) -> None:
    """The bad ones above are bad for what they say, not for what they share."""
    path = tmp_path / "goed.yaml"
    path.write_text(
        "formaat: 1\nid: proef\nversie: '1'\ntitel: Proef\npijlers:\n  - id: P1\n    naam: Eerste\n    vragen:\n"
        "      - id: P1.1\n        titel: Een\n        vraag: Is er een?\n"
        "        niveaus: {0: no, 1: on, 2: 12:30, 3: 0123, 4: 1.10}\n"
    )
    lijst, faults = content.read(path)
    assert faults == []
    assert lijst is not None
    assert list(lijst.plek["P1.1"].vraag.niveaus.values()) == ["no", "on", "12:30", "0123", "1.10"]


def test_an_empty_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="geen enkel"):
        content.read(tmp_path)
