"""The state after a power cut: every order that a file system may choose, worked out from what the store did.

What was not flushed may be there, partly there or not there; what was not flushed of a folder (a new name, a rename, a
removal) may have happened or not, each apart. In no such state may the last acknowledged answers be gone.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.errors import BcmError
from bcm_check.files import answers, atomic
from bcm_check.files.answers import AnswerFile, Encoder, decode

from .system import NAME, System, answer, some_answers

Step = tuple[Any, ...]  # what was done: its kind, and with what
Contents = set[bytes | None]


class Recorder(System):
    """Does what is asked, and writes down each step that changes the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = os.fspath(folder)
        self.steps: list[Step] = []
        self._file: dict[int, int] = {}  # handle -> number of the file; 0 is the folder
        self._names: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        handle = os.open(path, flags, mode)
        name = os.path.basename(path)
        if os.fspath(path) == self.folder:
            self._file[handle] = 0
        elif flags & os.O_CREAT:
            if name not in self._names:
                self._names[name] = next(self._numbers)
                self.steps.append(("name", name, self._names[name]))
            self._file[handle] = self._names[name]
            if flags & os.O_TRUNC:
                self.steps.append(("cut", self._names[name]))
        return handle

    def write(self, handle: int, data: Any) -> int:
        done = os.write(handle, data)
        self.steps.append(("write", self._file[handle], bytes(data[:done])))
        return done

    def fsync(self, handle: int) -> None:
        os.fsync(handle)
        number = self._file[handle]
        self.steps.append(("flush", number) if number else ("flush folder",))

    def close(self, handle: int) -> None:
        os.close(handle)
        self._file.pop(handle, None)

    def replace(self, source: Any, target: Any) -> None:
        os.replace(source, target)
        old, new = os.path.basename(source), os.path.basename(target)
        self._names[new] = self._names.pop(old)
        self.steps += [("name", new, self._names[new]), ("gone", old)]

    def unlink(self, path: Any) -> None:
        os.unlink(path)
        self._names.pop(os.path.basename(path), None)
        self.steps.append(("gone", os.path.basename(path)))

    def acknowledge(self, teller: int) -> None:
        self.steps.append(("told", teller))


def after_power_cut(steps: list[Step], name: str) -> Iterator[bytes | None]:
    """Yield every content that the file may have when the power goes after these steps (None: no such file)."""
    sure: dict[str, int] = {}
    pending: list[Step] = []
    flushed: dict[int, bytes] = {}
    now: dict[int, bytes] = {}
    maybe: dict[int, set[bytes]] = {}
    for step in steps:
        kind = step[0]
        if kind in ("name", "gone"):
            pending.append(step)
        elif kind == "flush folder":
            sure, pending = _applied(sure, pending), []
        elif kind in ("write", "cut"):
            number = step[1]
            old = now.get(number, b"")
            now[number] = old + step[2] if kind == "write" else b""
            maybe.setdefault(number, {flushed.get(number, b"")}).update(_partly(old, now[number]))
        elif kind == "flush":
            flushed[step[1]] = now.get(step[1], b"")
            maybe[step[1]] = {flushed[step[1]]}
    for happened in itertools.chain.from_iterable(
        itertools.combinations(pending, count) for count in range(len(pending) + 1)
    ):
        for order in itertools.permutations(happened) if len(happened) < 5 else (happened,):
            number = _applied(sure, list(order)).get(name)
            yield from (None,) if number is None else maybe.get(number, {b""})


def _applied(names: dict[str, int], steps: list[Step]) -> dict[str, int]:
    names = dict(names)
    for kind, name, *number in steps:
        if kind == "name":
            names[name] = number[0]
        else:
            names.pop(name, None)
    return names


def _partly(old: bytes, new: bytes) -> set[bytes]:
    """Return what may stand on the disk of a change that was not flushed."""
    zeros = new[: len(new) // 2] + bytes(len(new) - len(new) // 2)
    return {old, new, new[: len(new) // 2], b"", zeros, bytes(len(new))}


def losses(steps: list[Step], path: Path) -> list[str]:
    """Return what is lost: for each moment of the cut and each state, when it is older than was acknowledged."""
    found = []
    told = 0
    for end in range(len(steps) + 1):
        if end and steps[end - 1][0] == "told":
            told = steps[end - 1][1]
        for content in set(after_power_cut(steps[:end], path.name)):
            teller = _teller(content, path)
            if teller is None or teller < told:
                found.append(f"after step {end} ({steps[end - 1][0]}): {teller} where {told} was acknowledged")
    return found


def _teller(content: bytes | None, path: Path) -> int | None:
    """Return the count in the content: 0 when there is no file, None when it cannot be read."""
    try:
        return 0 if content is None else decode(content, path).teller
    except BcmError:
        return None


def _through_the_store(recorder: Recorder, path: Path, monkeypatch: pytest.MonkeyPatch, sessions: int = 2) -> None:
    with monkeypatch.context() as patch:
        recorder.install(patch)
        for session in range(sessions):
            with AnswerFile(path) as file:
                current = file.antwoorden or some_answers()
                for number in range(3):
                    current = current.met(f"V{number}", answer(f"{session}-{number}"))
                    assert file.save(current) is True
                    current = file.antwoorden or current
                    recorder.acknowledge(current.teller)


def test_no_state_after_a_power_cut_is_without_the_last_acknowledged_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    _through_the_store(recorder, path, monkeypatch)
    assert [step for step in recorder.steps if step[0] == "told"] == [("told", number) for number in range(1, 7)]
    assert losses(recorder.steps, path) == []


def test_what_stands_there_after_the_last_step_is_what_the_model_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    _through_the_store(recorder, path, monkeypatch)
    assert set(after_power_cut([*recorder.steps, ("flush folder",)], path.name)) == {path.read_bytes()}
    previous = answers.previous(path)
    assert set(after_power_cut([*recorder.steps, ("flush folder",)], previous.name)) == {previous.read_bytes()}


def test_the_kept_generation_is_whole_or_absent_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    _through_the_store(recorder, path, monkeypatch, sessions=3)
    for end in range(len(recorder.steps) + 1):
        for content in after_power_cut(recorder.steps[:end], answers.previous(path).name):
            assert content is None or _teller(content, path) in (3, 6)


def test_a_save_that_was_only_perhaps_kept_never_costs_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    current = some_answers()
    with monkeypatch.context() as patch:
        recorder.install(patch)
        with AnswerFile(path) as file:
            for number in range(5):
                if number in (2, 3):
                    patch.setattr(atomic, "_flushed", lambda handle: False)
                sure = file.save(current.met("V1", answer(str(number))))
                patch.undo() if number in (2, 3) else None
                recorder.install(patch)
                current = file.antwoorden or current
                assert sure is (number not in (2, 3))
                if sure:
                    recorder.acknowledge(current.teller)
    assert losses(recorder.steps, path) == []


# -- planted faults: the model must find them -----------------------------------------------------------------------


def _naive(recorder: Recorder, path: Path, raw: bytes) -> None:
    handle = recorder.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    recorder.write(handle, raw)
    recorder.fsync(handle)
    recorder.close(handle)
    _flush_folder(recorder, path)


def _naive_without_flush(recorder: Recorder, path: Path, raw: bytes) -> None:
    handle = recorder.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    recorder.write(handle, raw)
    recorder.close(handle)


def _temporary(recorder: Recorder, path: Path, raw: bytes, *, flush: bool) -> None:
    temporary = path.with_name("x.tmp")
    handle = recorder.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    recorder.write(handle, raw)
    if flush:
        recorder.fsync(handle)
    recorder.close(handle)
    recorder.replace(temporary, path)


def _without_first_flush(recorder: Recorder, path: Path, raw: bytes) -> None:
    _temporary(recorder, path, raw, flush=False)
    _flush_folder(recorder, path)


def _without_flush_of_folder(recorder: Recorder, path: Path, raw: bytes) -> None:
    _temporary(recorder, path, raw, flush=True)


def _removes_first(recorder: Recorder, path: Path, raw: bytes) -> None:
    if path.exists():
        recorder.unlink(path)
    _temporary(recorder, path, raw, flush=True)
    _flush_folder(recorder, path)


def _flush_folder(recorder: Recorder, path: Path) -> None:
    handle = recorder.open(path.parent, os.O_RDONLY)
    recorder.fsync(handle)
    recorder.close(handle)


@pytest.mark.parametrize(
    "writer", [_naive, _naive_without_flush, _without_first_flush, _without_flush_of_folder, _removes_first]
)
def test_a_worse_writer_is_found_out(writer: Callable[[Recorder, Path, bytes], None], tmp_path: Path) -> None:
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    encoder, current = Encoder(), some_answers()
    for number in range(1, 4):
        current = current.model_copy(update={"teller": number})
        writer(recorder, path, encoder.encode(current))
        recorder.acknowledge(number)
    assert _teller(path.read_bytes(), path) == 3
    assert losses(recorder.steps, path)


def test_the_order_of_the_planted_faults_is_the_only_difference(tmp_path: Path) -> None:
    """The same writer with both flushes loses nothing: the model finds faults, not writers."""
    path = tmp_path / NAME
    recorder = Recorder(tmp_path)
    encoder = Encoder()
    for number in range(1, 4):
        current: Antwoorden = some_answers().model_copy(update={"teller": number})
        _temporary(recorder, path, encoder.encode(current), flush=True)
        _flush_folder(recorder, path)
        recorder.acknowledge(number)
    assert losses(recorder.steps, path) == []
