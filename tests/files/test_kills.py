"""kill -9 at a random moment of a process that saves in a loop: what was acknowledged is there, whole."""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.errors import BcmError
from bcm_check.files import answers, atomic
from bcm_check.files.answers import AnswerFile

from .system import NAME, some_answers

if sys.platform == "win32":
    pytest.skip("there is no kill -9 here", allow_module_level=True)


def _save_for_ever(path: Path, into: int) -> None:
    """Save answer after answer and tell the count of each that is kept. Text and size change, so that writes differ."""
    with AnswerFile(path) as file:
        current = file.antwoorden or some_answers(0)
        while True:
            number = current.teller + 1
            size = 200_000 if number % 3 == 0 else 500
            given = Antwoord(waarde=number % 5, toelichting=f"{number} " + "x" * size)
            if file.save(current.met(f"V{number % 7}", given)) and file.antwoorden is not None:
                current = file.antwoorden
                os.write(into, b"%d\n" % number)


def _start(path: Path) -> tuple[int, int]:
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            _save_for_ever(path, into)
        finally:
            os._exit(1)
    os.close(into)
    return child, out


def _kill_after(child: int, out: int, seconds: float) -> int:
    """Kill the child after a while; return the last count that it acknowledged (0: none)."""
    told = b""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([out], [], [], left)[0]:
            told += os.read(out, 65536)
    os.kill(child, signal.SIGKILL)
    while more := os.read(out, 65536):
        told += more
    os.close(out)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return max((int(line) for line in told.split()), default=0)


def _kills(count: int, path: Path, seed: int) -> tuple[int, int]:
    """Kill that many times; return how many saves were acknowledged in all, and how often a temporary file was left."""
    chance = random.Random(seed)
    last = left = 0
    for _ in range(count):
        child, out = _start(path)
        last = max(_kill_after(child, out, chance.uniform(0.001, 0.12)), last)
        left += any(name.endswith(".tmp") for name in os.listdir(path.parent))
        if last:
            found = answers.read(path)
            assert found.teller >= last
            assert found.antwoorden[f"V{last % 7}"].toelichting.split()[0] == str(last)
        with AnswerFile(path) as file:
            assert not last or file.antwoorden is not None
        assert set(os.listdir(path.parent)) <= {path.name, f"{path.name}.vorige"}
    return last, left


def test_some_kills_lose_nothing(tmp_path: Path) -> None:
    told, _ = _kills(5, tmp_path / NAME, seed=1)
    assert told > 0


@pytest.mark.lang
def test_100_kills_lose_nothing(tmp_path: Path) -> None:
    told, left = _kills(100, tmp_path / NAME, seed=2)
    print(f"100 kills: {told} saves acknowledged, 0 lost, 0 unreadable; {left} left a temporary file, 0 after opening")
    assert told > 50
    assert left > 0  # some were hit in the middle


def test_a_naive_writer_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(self: atomic.Writer, raw: bytes, ready: object = None) -> bool:
        with open(self._path, "wb") as file:
            for at in range(0, len(raw), 4096):
                file.write(raw[at : at + 4096])
                file.flush()
        return True

    monkeypatch.setattr(atomic.Writer, "write", naive)
    monkeypatch.setattr(AnswerFile, "_check_unchanged", lambda self, raw: None)
    with pytest.raises((AssertionError, BcmError)):
        _kills(200, tmp_path / NAME, seed=3)
