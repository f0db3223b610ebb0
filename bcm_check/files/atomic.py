"""Writing a file so that the disk always holds the old one or the new one whole, whatever happens in between.

A temporary file in the same folder: write, flush to disk, rename over the old one, flush the folder. The temporary file
carries the old one's mode and access list: it is private by default and would lock colleagues out of a shared folder.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .locking import sibling

_WINDOWS_BUSY = {5, 32, 33}
_WINDOWS_PATIENCE = 2.5
_ACL = "system.posix_acl_access"
_DEFAULT_ACL = "system.posix_acl_default"
_UNABLE = {errno.ENOTSUP, errno.ENOSYS, errno.ENODATA, errno.EPERM, errno.EACCES, errno.EINVAL}
_TRIES = 100
_serials = itertools.count(1)  # of all writers of this process: no temporary name is ever used twice
_O_BINARY = getattr(os, "O_BINARY", 0)


class Rights(NamedTuple):
    """Who may do what with a file: mode, owner and group, and the access list (None: it has none)."""

    mode: int
    uid: int
    gid: int
    acl: bytes | None


def rights_of(path: str | Path) -> Rights | None:
    """Return the rights of a file, or None where there is no file yet."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    acl = None
    if sys.platform == "linux":
        try:
            acl = os.getxattr(path, _ACL) if _ACL in os.listxattr(path) else None
        except OSError as error:
            _unless_unable(error)
    return Rights(found.st_mode & 0o7777, found.st_uid, found.st_gid, acl)


def _give(handle: int, rights: Rights, folder_gives: bool) -> None:
    """Give an open file these rights, as far as the system lets us.

    `folder_gives`: the folder puts an access list of its own on a new file.
    """
    if sys.platform == "win32":
        return  # a file takes the access list of its folder
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (rights.uid, rights.gid):
        _give_owner(handle, rights)
    if folder_gives or rights.acl is not None:
        _give_acl(handle, rights.acl)
    if folder_gives or now.st_mode & 0o7777 != rights.mode:
        os.fchmod(handle, rights.mode)


def _give_acl(handle: int, acl: bytes | None) -> None:
    """Give an open file this access list, or take away the one that its folder gave."""
    if sys.platform == "linux":
        try:
            if acl is None:
                os.removexattr(handle, _ACL)
            else:
                os.setxattr(handle, _ACL, acl)
        except OSError as error:
            _unless_unable(error)


def _unless_unable(error: OSError) -> None:
    """Raise a fault of the disk again. That there is no access list, or that we may not touch it, is none."""
    if error.errno not in _UNABLE:
        raise error


def _give_owner(handle: int, rights: Rights) -> None:
    """Give an open file its owner and group; where only root may, the group alone, so that colleagues keep access."""
    if sys.platform == "win32":
        return
    try:
        os.fchown(handle, rights.uid, rights.gid)
    except OSError:
        with contextlib.suppress(OSError):
            os.fchown(handle, -1, rights.gid)


def _has_default_acl(folder: str) -> bool:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return bool(os.getxattr(folder, _DEFAULT_ACL))
    return False


class Writer:
    """Writes one file, again and again, each time through a new temporary file: a failed flush is never repeated.

    The temporary files are named after `owner` and the new file gets its rights as they are then. The kept generation
    of an answer file names the answers here: what may not be read there may not be read in the copy, and what a killed
    session left of either is found by one name.
    """

    def __init__(self, path: Path, owner: Path | None = None) -> None:
        self._path = os.fspath(path)
        self._owner = os.fspath(owner or path)
        self._folder = os.fspath(path.parent)
        self._start = f"{os.fspath(sibling(owner or path, ''))}{os.getpid()}-"
        self._folder_gives = _has_default_acl(self._folder)
        self._held: int | None = None

    def hold(self) -> None:
        """Keep the folder open between writes, for a file that is written often. `close` lets go of it."""
        if self._held is None and sys.platform != "win32":
            with contextlib.suppress(OSError):
                self._held = os.open(self._folder, os.O_RDONLY)

    def close(self) -> None:
        """Let go of the folder."""
        held, self._held = self._held, None
        if held is not None:
            with contextlib.suppress(OSError):
                os.close(held)

    def write(self, raw: bytes, ready: Callable[[], None] | None = None) -> bool:
        """Replace the file's content. Returns False when only the flush of the folder failed: perhaps not kept.

        `ready` is called when all but the rename is done: what it raises ends the writing. Raises OSError when the old
        content still stands; the temporary file is gone then.
        """
        rights = rights_of(self._owner)
        temporary, handle = self._fresh()
        try:
            try:
                if rights is not None:
                    _give(handle, rights, self._folder_gives)
                rest = memoryview(raw)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            finally:
                os.close(handle)
            if ready is not None:
                ready()
            _replace(temporary, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        return _flush_folder(self._folder) if self._held is None else _flushed(self._held)

    def _fresh(self) -> tuple[str, int]:
        """Return a new temporary file, open. A name that a dead process with our number left is passed over."""
        for _ in range(_TRIES):
            temporary = f"{self._start}{next(_serials)}.tmp"
            try:
                return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o666)
            except FileExistsError:
                continue
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _replace(temporary: str, path: str) -> None:
    """Rename over the file; on Windows try again for a while when a scanner or a preview holds it open."""
    until = time.monotonic() + _WINDOWS_PATIENCE
    while True:
        try:
            os.replace(temporary, path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _flush_folder(folder: str) -> bool:
    if sys.platform == "win32":
        return True  # a folder cannot be flushed there; the rename is journalled
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _flushed(handle)
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def _flushed(handle: int) -> bool:
    try:
        os.fsync(handle)
    except OSError:
        return False
    return True


def left_over(path: Path) -> Iterator[Path]:
    """Yield the temporary files of this file that a killed process left. Ask only under the file's lock."""
    start = f"{sibling(path, '').name}"
    with os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(".tmp"):
                yield Path(entry.path)
