"""The program as a process: where it writes to, what it reads from, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from doing import KLEIN

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-m", "bcm_check"]
SIGNS = "Überveen → ✓ █ 山 “x” \u202e"
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of a Unix shell")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}


def program(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an answer file whose name and notes have signs that cp1252 does not know."""
    folder = tmp_path_factory.mktemp("stromen")
    new = ("--nieuw", "--naam", SIGNS, "--type", "gemeente", "--vragenlijst", KLEIN)
    (folder / "van.json").write_text(json.dumps({"P1.1.2": {"waarde": "nvt", "reden": SIGNS}}), encoding="utf-8")
    made = program("beantwoord", "a.bcm.json", *new, "P1.1.1=4", "P2.1.1=1", "--van", "van.json", folder=folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_a_console_that_knows_few_signs_never_fails(folder: Path) -> None:
    """In one process, over all commands that print: each starts with streams of this encoding."""
    script = (
        "import io, sys, contextlib\n"
        "from bcm_check.__main__ import _prepare_streams, run\n"
        "codes = []\n"
        "for words in WORDS:\n"
        "    raw = [io.BytesIO(), io.BytesIO()]\n"
        "    sys.stdout, sys.stderr = (io.TextIOWrapper(each, encoding='cp1252', errors='strict') for each in raw)\n"
        "    _prepare_streams()\n"
        "    codes.append(run(words))\n"
        "    sys.stdout.flush(), sys.stderr.flush()\n"
        "    if '--json' in words:\n"
        "        import json\n"
        "        json.loads(raw[0].getvalue().decode('utf-8'))\n"
        "sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__\n"
        "print(codes)\n"
    )
    option = ["--vragenlijst", KLEIN]
    words = [
        ["score", "a.bcm.json", *option],
        ["score", "a.bcm.json", "--json", *option],
        ["uitleg", "a.bcm.json", "P1", *option],
        ["uitleg", "a.bcm.json", SIGNS, *option],
        ["vragenlijst", "toon", KLEIN],
        ["vragenlijst", "toon", "--json"],
        ["vragenlijst", "schema"],
        ["score", "a.bcm.json", "--json", "--profiel", SIGNS, *option],
        ["--help"],
        ["beantwoord", "--help"],
        ["rapport", "a.bcm.json", "--uit", "uit", *option],
    ]
    code = script.replace("WORDS", repr(words))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert done.stdout.decode().strip() == "[0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]", done.stderr.decode()


def test_cp1252_as_a_whole_process(folder: Path) -> None:
    words = ("score", "a.bcm.json", "--vragenlijst", KLEIN)
    done = program(*words, folder=folder, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Überveen ? ? ? ? “x”" in done.stdout.decode("cp1252")


@posix
@pytest.mark.parametrize("words", [["vragenlijst", "toon"], ["score", "a.bcm.json", "--vragenlijst", KLEIN]])
def test_a_reader_that_stops_gets_no_traceback(folder: Path, words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*PROGRAM, *words], cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=writer,
            stderr=subprocess.PIPE, timeout=30, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_said(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "--versie"],
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=30,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.decode() == "De uitvoer kon niet worden geschreven. Is de schijf vol?\n"


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, subprocess.PIPE])
def test_start_without_a_terminal_says_what_to_use_and_does_not_wait(folder: Path, stdin: int) -> None:
    began = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, "start", "a.bcm.json"],
        cwd=folder,
        env=environment(),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.wait(timeout=20) == 2
    finally:
        process.kill()
        out, err = process.communicate()
    assert (out, b"bcm-check beantwoord" in err) == (b"", True)
    assert time.monotonic() - began < 20


def test_versie_names_all_three(folder: Path) -> None:
    done = program("--versie", folder=folder)
    lines = done.stdout.decode().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["bcm-check", "vragenlijst", "antwoordbestand"]
    assert (done.returncode, done.stderr) == (0, b"")
