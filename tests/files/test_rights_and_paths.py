"""A file keeps its mode, owner and access list; a strange path gets a sentence, never another exception."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bcm_check.core.errors import BcmError, FileTrouble
from bcm_check.files import answers, content, jsonreader, locking
from bcm_check.files.answers import AnswerFile, conflict_copies

from .system import NAME, System, answer, as_ordinary_user, some_answers

if sys.platform == "win32":
    pytest.skip("modes and links of POSIX", allow_module_level=True)

ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
NOBODY = 65534


def _acl(*entries: tuple[int, int, int]) -> bytes:
    """Return an access list as Linux keeps it: tag (1 owner, 2 user, 4 group, 16 mask, 32 others), rights, id."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


EVERYONE = 0xFFFFFFFF
SHARED = _acl((1, 6, EVERYONE), (2, 6, NOBODY), (4, 4, EVERYONE), (16, 6, EVERYONE), (32, 0, EVERYONE))


def _two_sessions(path: Path) -> None:
    for number in range(2):
        with AnswerFile(path) as file:
            current = file.antwoorden or some_answers()
            for name in ("V1", "V2"):
                assert file.save(current.met(name, answer(f"{number}"))) is True
                current = file.antwoorden or current


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o664, 0o666, 0o444])
def test_the_mode_is_kept_also_of_the_kept_generation(mode: int, tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    path.chmod(mode)
    _two_sessions(path)
    assert _mode(path) == mode
    assert _mode(answers.previous(path)) == mode


def test_a_mode_that_changes_during_a_session_is_kept(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
        path.chmod(0o600)
        file.save(file.antwoorden or some_answers())
    assert _mode(path) == 0o600


def test_owner_and_group_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    given = []
    monkeypatch.setattr(os, "fchown", lambda handle, uid, gid: given.append((uid, gid)))
    found = path.stat()
    strange = os.stat_result((*found[:4], found.st_uid + 1, found.st_gid + 1, *found[6:]))
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda at, **more: strange if at == os.fspath(path) else real(at, **more))
    with AnswerFile(path) as file:
        file.save(file.antwoorden or some_answers())
    assert set(given) == {(found.st_uid + 1, found.st_gid + 1)}


def test_where_only_root_may_give_a_file_away_colleagues_of_the_group_keep_access(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    given = []

    def only_the_group(handle: int, uid: int, gid: int) -> None:
        if uid != -1:
            raise PermissionError(1, "not the owner")
        given.append(gid)

    found = path.stat()
    strange = os.stat_result((*found[:4], found.st_uid + 1, found.st_gid + 1, *found[6:]))
    real = os.stat
    monkeypatch.setattr(os, "fchown", only_the_group)
    monkeypatch.setattr(os, "stat", lambda at, **more: strange if at == os.fspath(path) else real(at, **more))
    with AnswerFile(path) as file:
        assert file.save(file.antwoorden or some_answers()) is True
    assert set(given) == {found.st_gid + 1}


class Lists(System):
    """A file system that keeps access lists, in memory: so that the test runs on every disk."""

    def __init__(self, of_file: bytes | None, of_folder: bytes | None) -> None:
        super().__init__()
        self.known: dict[int, bytes] = {}
        self.of_file, self.of_folder = of_file, of_folder

    def _number(self, at: object) -> int:
        return os.stat(at).st_ino  # type: ignore[call-overload, no-any-return]

    def open(self, path: object, flags: int, mode: int = 0o777) -> int:
        handle = os.open(path, flags, mode)  # type: ignore[call-overload]
        if flags & os.O_EXCL and self.of_folder is not None:
            self.known[self._number(handle)] = self.of_folder
        return int(handle)

    def listxattr(self, at: object) -> list[str]:
        return [ACCESS] if self._number(at) in self.known else []

    def getxattr(self, at: object, name: str) -> bytes:
        if name == DEFAULT and self.of_folder is not None:
            return self.of_folder
        if name == DEFAULT or self._number(at) not in self.known:
            raise OSError(61, "no data")
        return self.known[self._number(at)]

    def setxattr(self, at: object, name: str, value: bytes) -> None:
        self.known[self._number(at)] = value

    def removexattr(self, at: object, name: str) -> None:
        if self.known.pop(self._number(at), None) is None:
            raise OSError(61, "no data")


@pytest.mark.skipif(sys.platform != "linux", reason="access lists as Linux keeps them")
@pytest.mark.parametrize(
    "of_folder",
    [None, _acl((1, 7, EVERYONE), (4, 5, EVERYONE), (32, 0, EVERYONE))],
    ids=["plain folder", "folder with a list"],
)
@pytest.mark.parametrize("of_file", [None, SHARED], ids=["plain file", "file with a list"])
def test_the_access_list_is_kept_and_the_folders_is_not_taken(
    of_file: bytes | None, of_folder: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    lists = Lists(of_file, of_folder)
    if of_file is not None:
        lists.known[path.stat().st_ino] = of_file
    lists.install(monkeypatch)
    _two_sessions(path)
    assert lists.known.get(path.stat().st_ino) == of_file
    assert lists.known.get(answers.previous(path).stat().st_ino) == of_file


@pytest.mark.skipif(sys.platform != "linux", reason="access lists as Linux keeps them")
def test_a_real_access_list_is_kept_where_the_disk_has_them(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    try:
        os.setxattr(path, ACCESS, SHARED)
    except OSError:
        return  # this disk keeps none; the test above stands in
    _two_sessions(path)
    assert os.getxattr(path, ACCESS) == SHARED
    assert os.getxattr(answers.previous(path), ACCESS) == SHARED
    assert _mode(path) == 0o660


# -- without the powers of root -------------------------------------------------------------------------------------


@pytest.fixture
def commons() -> Iterator[Path]:
    """A folder that an ordinary user reaches (those of pytest are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="bcm-"))
    folder.chmod(0o777)
    yield folder
    for each in folder.rglob("*"):
        if each.is_dir():
            each.chmod(0o777)
    shutil.rmtree(folder)


def _opened(path: Path) -> str:
    try:
        with AnswerFile(path) as file:
            file.save(file.antwoorden or some_answers())
    except FileTrouble as error:
        return f"sentence: {error}"
    return "saved"


def test_a_read_only_folder_gets_a_sentence(commons: Path) -> None:
    closed = commons / "dicht"
    closed.mkdir()
    closed.chmod(0o555)
    said = as_ordinary_user(lambda: _opened(closed / NAME))
    assert said.startswith("sentence: In de map van ")
    assert said.endswith("kan niet worden geschreven: u hebt er geen rechten voor.")
    assert os.listdir(closed) == []


def test_a_folder_that_turns_read_only_in_between_gets_a_sentence(commons: Path) -> None:
    def task() -> str:
        folder = commons / "even"
        folder.mkdir()
        with AnswerFile(folder / NAME) as file:
            file.save(some_answers())
            folder.chmod(0o555)
            try:
                file.save(file.antwoorden or some_answers())
            except FileTrouble as error:
                folder.chmod(0o755)
                assert file.save(file.antwoorden or some_answers()) is True
                return str(error)
        return "saved"

    assert as_ordinary_user(task).startswith("Niet bewaard: u hebt er geen rechten voor.")


def test_a_file_that_may_not_be_read_gets_a_sentence(commons: Path) -> None:
    path = commons / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
    path.chmod(0)
    said = as_ordinary_user(lambda: _opened(path))
    assert said.startswith("sentence: ")
    assert "geen rechten" in said


def test_a_folder_that_may_not_be_looked_into_gets_a_sentence(commons: Path) -> None:
    hidden = commons / "weg"
    hidden.mkdir()
    (hidden / "lijst.yaml").write_text("formaat: 1\n")
    hidden.chmod(0)

    def task() -> str:
        said = [_opened(hidden / NAME), str(conflict_copies(hidden / NAME))]
        for path in (hidden, hidden / "lijst.yaml"):
            try:
                content.read(path)
            except FileTrouble as error:
                said.append(str(error))
        return "|".join(said)

    first, copies, *lists = as_ordinary_user(task).split("|")
    assert "geen rechten" in first
    assert copies == "[]"
    assert len(lists) == 2
    assert all("kan niet worden gelezen" in each for each in lists)


def test_a_questionnaire_of_which_one_file_may_not_be_read_gets_a_sentence(commons: Path) -> None:
    folder = commons / "lijst"
    folder.mkdir()
    (folder / "a.yaml").write_text("formaat: 1\n")
    (folder / "b.yaml").write_text("titel: x\n")
    (folder / "b.yaml").chmod(0)
    folder.chmod(0o755)

    def task() -> str:
        try:
            content.read(folder)
        except FileTrouble as error:
            return f"sentence: {error}"
        return "read"

    assert as_ordinary_user(task).startswith("sentence: ")


def test_the_lock_file_that_a_colleagues_killed_session_left_does_not_lock_us_out(commons: Path) -> None:
    slot = locking.sibling(commons / NAME, "slot")
    slot.touch()
    slot.chmod(0o644)
    assert as_ordinary_user(lambda: _opened(commons / NAME)) == "saved"


def test_a_new_lock_file_may_be_opened_by_colleagues(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with AnswerFile(tmp_path / NAME):
            assert _mode(locking.sibling(tmp_path / NAME, "slot")) == 0o664
    finally:
        os.umask(before)


# -- strange paths --------------------------------------------------------------------------------------------------


def _paths(folder: Path) -> dict[str, Path]:
    (folder / "map.bcm.json").mkdir()
    (folder / "doel.json").write_text("{}")
    (folder / "link.bcm.json").symlink_to(folder / "doel.json")
    (folder / "los.bcm.json").symlink_to(folder / "nergens")
    (folder / "rond.bcm.json").symlink_to(folder / "rond.bcm.json")
    os.mkfifo(folder / "pijp.bcm.json")
    (folder / "bestand").write_text("x")
    return {
        "folder": folder / "map.bcm.json",
        "link": folder / "link.bcm.json",
        "loose link": folder / "los.bcm.json",
        "link to itself": folder / "rond.bcm.json",
        "pipe": folder / "pijp.bcm.json",
        "device": Path("/dev/null"),
        "no folder": folder / "weg" / NAME,
        "folder is a file": folder / "bestand" / NAME,
        "5,000 characters": folder / ("x" * 5000),
        "5,000 characters in parts": folder.joinpath(*["y" * 49] * 100),
        "name of 255": folder / ("z" * 246 + ".bcm.json"),
        "NUL": folder / "a\0b.bcm.json",
        "half a character": folder / "a\ud800b.bcm.json",
        "here": Path(),
        "above": Path(".."),
        "root": Path("/"),
        "escape": folder / "weg\x1b[31m\n\u202e" / NAME,
    }


def test_a_strange_path_gets_a_sentence(tmp_path: Path) -> None:
    paths = _paths(tmp_path)
    before = sorted(os.listdir(tmp_path))
    for name, path in paths.items():
        _check_strange(name, path)
    assert sorted(os.listdir(tmp_path)) == before


def _check_strange(name: str, path: Path) -> None:
    for act in (_open, answers.read, jsonreader.read_bytes, content.read):
        if act is content.read and name in ("folder", "link", "here", "above", "root"):
            continue  # a folder may be a questionnaire, and what is linked there may be read
        with pytest.raises(BcmError) as trouble:
            act(path)
        assert isinstance(trouble.value, FileTrouble), (name, act)
        said = str(trouble.value)
        assert said.isprintable(), said
        assert len(said) < 400
    assert conflict_copies(path) == []


def _open(path: Path) -> None:
    with AnswerFile(path):
        pass


def test_a_pipe_that_takes_the_place_of_the_file_does_not_make_us_wait(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with AnswerFile(path) as file:
        file.save(some_answers())
        path.unlink()
        os.mkfifo(path)
        with pytest.raises(FileTrouble):
            file.save(some_answers())


def test_a_link_as_lock_file_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "van-een-ander"
    locking.sibling(tmp_path / NAME, "slot").symlink_to(target)
    with pytest.raises(FileTrouble):
        _open(tmp_path / NAME)
    assert not target.exists()


def test_a_link_as_kept_generation_is_replaced_not_followed(tmp_path: Path) -> None:
    path, target = tmp_path / NAME, tmp_path / "van-een-ander"
    target.write_text("blijft")
    with AnswerFile(path) as file:
        file.save(some_answers())
    answers.previous(path).symlink_to(target)
    _two_sessions(path)
    assert target.read_text() == "blijft"
    assert not answers.previous(path).is_symlink()


def test_a_link_out_of_a_questionnaires_folder_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.yaml"
    secret.write_text("GEHEIM: ja\n")
    folder = tmp_path / "lijst"
    folder.mkdir()
    (folder / "a.yaml").write_text("titel: x\n")
    (folder / "b.yaml").symlink_to(secret)
    _, faults = content.read(folder)
    assert faults
    assert not any("GEHEIM" in str(fault) for fault in faults)
    (folder / "c.yaml").symlink_to(folder / "a.yaml")  # inside it may
    _, faults = content.read(folder)
    assert any(fault.bestand == "c.yaml" for fault in faults)
