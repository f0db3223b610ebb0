"""Writing a file so that the disk always holds the old one or the new one whole, whatever happens in between.

A temporary file in the same folder: write, flush to disk, rename over the old one, flush the folder. The temporary file
carries the old one's mode and access list: it is private by default and would lock colleagues out of a shared folder.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .locking import sibling

_WINDOWS_BUSY = {5, 32, 33}
_WINDOWS_PATIENCE = 2.5
_ACL = "system.posix_acl_access"
_O_BINARY = getattr(os, "O_BINARY", 0)


class Rights(NamedTuple):
    """Who may do what with a file: mode, owner and group, and the access list where the system has one."""

    mode: int
    uid: int
    gid: int
    acl: bytes | None


def rights_of(path: Path) -> Rights | None:
    """Return the rights of a file, or None where there is no file yet."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    acl = None
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            acl = os.getxattr(path, _ACL)
    return Rights(found.st_mode & 0o7777, found.st_uid, found.st_gid, acl)


def _give(handle: int, rights: Rights) -> None:
    """Give an open file these rights, as far as the system lets us."""
    if sys.platform == "win32":
        return  # a file takes the access list of its folder
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (rights.uid, rights.gid):
        with contextlib.suppress(OSError):
            os.fchown(handle, rights.uid, rights.gid)
    if now.st_mode & 0o7777 != rights.mode:
        os.fchmod(handle, rights.mode)
    if rights.acl is not None and sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setxattr(handle, _ACL, rights.acl)


class Writer:
    """Writes one file, again and again. `serial` makes each temporary file a new one: a failed flush is never repeated.

    The rights of the file are looked up once, when the writer is made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent
        self._rights = rights_of(path)
        self._serial = 0

    def write(self, raw: bytes) -> bool:
        """Replace the file's content. Returns False when only the flush of the folder failed: perhaps not kept.

        Raises OSError when the old content still stands; the temporary file is gone then.
        """
        self._serial += 1
        temporary = sibling(self.path, f"{os.getpid()}-{self._serial}.tmp")
        try:
            self._fill(temporary, raw)
            _replace(temporary, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        return _flush_folder(self._folder)

    def _fill(self, temporary: Path, raw: bytes) -> None:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o666)
        try:
            if self._rights is not None:
                _give(handle, self._rights)
            rest = memoryview(raw)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(temporary: Path, path: Path) -> None:
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


def _flush_folder(folder: Path) -> bool:
    if sys.platform == "win32":
        return True  # a folder cannot be flushed there; the rename is journalled
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        os.fsync(handle)
    except OSError:
        return False
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
    return True


def left_over(path: Path) -> Iterator[Path]:
    """Yield the temporary files of this file that a killed process left. Ask only under the file's lock."""
    start = f"{sibling(path, '').name}"
    with os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(".tmp"):
                yield Path(entry.path)
