"""Two and three sessions on one file: no answer is gone, with a lock or (network drives) without."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bcm_check
from bcm_check.core.antwoorden import Antwoorden, merge
from bcm_check.core.errors import ChangedUnderneath, FileTrouble
from bcm_check.files import answers, locking
from bcm_check.files.answers import AnswerFile

from .system import NAME, System, answer, open_below, some_answers, temporary_files, without_locks

QUESTIONS = 6


class Session:
    """Somebody who answers questions that are still open to him, and joins when the file has changed underneath."""

    def __init__(self, name: str, path: Path, chance: random.Random) -> None:
        self.name, self.path, self.chance = name, path, chance
        self.given = 0
        self.told: list[tuple[str, str]] = []  # what was acknowledged: the question and the text
        self.torn = 0
        self.open()

    def open(self) -> None:
        self.file = AnswerFile(self.path).__enter__()
        self.mine = self.base = self.file.antwoorden or some_answers(0)
        self.theirs: Antwoorden | None = None

    def step(self) -> None:
        """Do one thing: join with what another wrote, or answer and save; now and then close and open again."""
        if self.theirs is not None:
            self.mine, torn = merge(self.base, self.mine, self.theirs)
            self.torn += len(torn)
            self.theirs = None
            self.save()
        elif self.chance.random() < 0.1:
            self.file.__exit__(None, None, None)
            self.open()
        else:
            left = [f"Q{number}" for number in range(QUESTIONS) if f"Q{number}" not in self.mine.antwoorden]
            if left:
                self.given += 1
                name = self.chance.choice(left)
                self.mine = self.mine.met(name, answer(f"{self.name}{self.given}"))
            self.save()

    def save(self) -> None:
        try:
            assert self.file.save(self.mine)
        except ChangedUnderneath:
            self.theirs = self.file.reread()
            return
        assert self.file.antwoorden is not None
        self.mine = self.base = self.file.antwoorden
        self.told += [(name, given.toelichting) for name, given in self.mine.antwoorden.items()]

    def finish(self) -> None:
        while self.theirs is not None or self.mine != self.base:
            if self.theirs is not None:
                self.mine, _ = merge(self.base, self.mine, self.theirs)
                self.theirs = None
            self.save()
        self.file.__exit__(None, None, None)


def gone(path: Path, sessions: list[Session]) -> set[tuple[str, str]]:
    """Return the answers that were acknowledged and stand neither in the file nor in its archive."""
    found = answers.read(path)
    kept = {(name, given.toelichting) for name, given in found.antwoorden.items()}
    kept |= {(piece.vraag, str(piece.antwoord.get("toelichting"))) for piece in found.archief}
    return {told for session in sessions for told in session.told} - kept


def _schedule(seed: int, path: Path) -> list[Session]:
    chance = random.Random(seed)
    sessions = [Session(name, path, chance) for name in "abc"[: 2 + seed % 2]]
    for _ in range(chance.randrange(4, 24)):
        chance.choice(sessions).step()
    for session in chance.sample(sessions, len(sessions)):
        session.finish()
    return sessions


def _schedules(seeds: range, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Run schedules; return how many answers were acknowledged, and how often two answered one question."""
    without_locks(monkeypatch)
    told = torn = 0
    for seed in seeds:
        path = folder / f"{seed}.bcm.json"
        sessions = _schedule(seed, path)
        assert gone(path, sessions) == set(), seed
        told += len({each for session in sessions for each in session.told})
        torn += sum(session.torn for session in sessions)
    assert temporary_files(folder) == []
    return told, torn


@pytest.mark.usefixtures("quick_disk")
def test_some_schedules_lose_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, torn = _schedules(range(1000, 1012), tmp_path, monkeypatch)
    assert told > 40
    assert torn > 0


@pytest.mark.lang
@pytest.mark.usefixtures("quick_disk")
def test_200_schedules_lose_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, torn = _schedules(range(200), tmp_path, monkeypatch)
    print(f"200 schedules: {told} answers acknowledged, {torn} conflicts, 0 gone")
    assert torn > 50


@pytest.mark.usefixtures("quick_disk")
def test_a_store_that_does_not_look_before_it_writes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnswerFile, "_check_unchanged", lambda self, raw: None)
    with pytest.raises(AssertionError):
        _schedules(range(20), tmp_path, monkeypatch)


def _during(call: str, act: Callable[[], None]) -> System:
    """Return a system in which something else happens right before a call of the store, once."""

    class Between(System):
        done = False

        def __getattr__(self, name: str) -> object:
            real = super().__getattr__(name)
            if name != call or self.done:
                return real

            def first_the_other(*arguments: object, **options: object) -> object:
                if not self.done:
                    type(self).done = True
                    act()
                return real(*arguments, **options)

            return first_the_other

    return Between()


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_change_while_our_save_is_under_way_is_seen(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is compared at the last moment: flushing may take long, on a network drive very long."""
    without_locks(monkeypatch)
    path = tmp_path / NAME
    with AnswerFile(path) as first:
        first.save(some_answers())
        with AnswerFile(path) as second:
            assert second.antwoorden is not None
            theirs = second.antwoorden.met("V1", answer("van de ander"))
            with monkeypatch.context() as patch:
                _during(call, lambda: second.save(theirs) and None).install(patch)
                assert first.antwoorden is not None
                with pytest.raises(ChangedUnderneath, match="niet overschreven"):
                    first.save(first.antwoorden.met("V2", answer("van mij")))
    assert answers.read(path).antwoorden["V1"] == answer("van de ander")
    assert temporary_files(tmp_path) == []


def test_a_file_that_was_removed_or_replaced_by_a_link_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for spoil in (path.unlink, lambda: (path.unlink(), path.symlink_to(tmp_path / "elders"))):
        with AnswerFile(path) as file:
            file.save(file.antwoorden or some_answers())
            spoil()
            with pytest.raises(FileTrouble) as trouble:
                file.save(some_answers())
            assert "\n" not in str(trouble.value)
            assert not (tmp_path / "elders").exists()
        path.unlink(missing_ok=True)


def test_what_another_damaged_is_left_as_it_is_also_when_we_go_on(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
        path.write_bytes(b"{kapot")
        for _ in range(2):
            with pytest.raises(ChangedUnderneath):
                file.save(some_answers())
            with pytest.raises(FileTrouble, match="beschadigd"):
                file.reread()
        assert path.read_bytes() == b"{kapot"


def test_a_removed_file_may_be_made_again_after_looking(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
        path.unlink()
        with pytest.raises(ChangedUnderneath):
            file.save(some_answers())
        assert file.reread() is None
        assert file.save(some_answers()) is True


# -- the lock -------------------------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from bcm_check.files.answers import AnswerFile
from bcm_check.files.atomic import Writer
with AnswerFile(Path(sys.argv[1])) as file:
    file._writer._fresh()
    print("held", flush=True)
    time.sleep(60)
"""
ASKER = """
import sys
from pathlib import Path
from bcm_check.core.errors import FileTrouble
from bcm_check.files.answers import AnswerFile
try:
    with AnswerFile(Path(sys.argv[1])):
        print("opened")
except FileTrouble as error:
    print(error)
"""


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.fspath(Path(bcm_check.__file__).parent.parent)}


def test_a_second_window_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
        with pytest.raises(FileTrouble, match="al geopend in een ander venster") as trouble, AnswerFile(path):
            pass
        assert "\n" not in str(trouble.value)
        asked = [sys.executable, "-c", ASKER, os.fspath(path)]
        said = subprocess.run(asked, capture_output=True, text=True, env=_environment(), check=True).stdout
        assert "al geopend in een ander venster" in said
        assert answers.read(path).teller == 1  # reading needs no lock
    with AnswerFile(path) as again:
        assert again.antwoorden is not None
    assert os.listdir(tmp_path) == [NAME]


def test_a_killed_holder_lets_go_and_its_temporary_files_are_cleared(tmp_path: Path) -> None:
    path = tmp_path / NAME
    other = tmp_path / ".bcm-0123456789ab.1-1.tmp"
    other.write_text("van een ander bestand")
    command = [sys.executable, "-c", HOLDER, os.fspath(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FileTrouble, match="al geopend"), AnswerFile(path):
            pass
        assert len(temporary_files(tmp_path)) == 2
        holder.kill()
    with AnswerFile(path):
        assert temporary_files(tmp_path) == [other.name]  # only its own
    assert os.listdir(tmp_path) == [other.name]


def test_a_lock_that_was_removed_in_between_is_taken_anew(tmp_path: Path) -> None:
    path = tmp_path / NAME
    first = locking.Lock(path)
    first.acquire()
    slot = locking.sibling(path, "slot")
    real, removed = locking._try_lock, []

    def remove_first(handle: int) -> None:
        if not removed:
            removed.append(handle)
            slot.unlink()
        real(handle)

    first.release()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locking, "_try_lock", remove_first)
        second = locking.Lock(path)
        second.acquire()
    third = locking.Lock(path)
    with pytest.raises(locking.Busy):
        third.acquire()
    second.release()
    assert not slot.exists()


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
def test_a_lock_call_that_fails_is_told_and_leaves_nothing_open(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(locking, "_try_lock", fail)
        with pytest.raises(FileTrouble), AnswerFile(tmp_path / NAME):
            pass
    assert open_below(tmp_path) == []
    with AnswerFile(tmp_path / NAME) as file:
        assert file.save(some_answers())


def test_a_session_leaves_no_handle_open(tmp_path: Path) -> None:
    for _ in range(5):
        with AnswerFile(tmp_path / NAME) as file:
            file.save(file.antwoorden or some_answers())
            assert open_below(tmp_path) or sys.platform != "linux"  # its lock: so the next line can fail
    assert open_below(tmp_path) == []
