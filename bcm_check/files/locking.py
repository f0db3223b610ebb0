"""One writer at a time: a lock of the operating system on a small file beside the answers.

The system lets go of it when a process dies, however it dies, so no lock ever outlives its owner. The lock file holds
nothing. Where a file system knows no locks (some network drives) the content check of the store is what protects.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
from pathlib import Path

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF}
_TRIES = 50

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sibling(path: Path, ending: str) -> Path:
    """Return the path of a hidden helper file beside `path`; its name stays short however long the file's name is."""
    return path.with_name(f".bcm-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}.{ending}")


class Busy(Exception):
    """Somebody else holds the lock."""


def _lock_if_possible(handle: int) -> None:
    """Lock an open file. Raises Busy when somebody else did; does nothing where the file system has no locks."""
    try:
        _try_lock(handle)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise Busy from error
        if error.errno not in _NO_LOCKS:
            raise


class Lock:
    """The lock on one file; `acquire` raises Busy when another process holds it, OSError when it cannot be made."""

    def __init__(self, path: Path) -> None:
        self._path = sibling(path, "slot")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. A lock file that was removed in between is not trusted.

        Some network drives give a file another number at every look; there the last lock file must do.
        """
        for tries_left in reversed(range(_TRIES)):
            handle = self._open()
            try:
                _lock_if_possible(handle)
                if self._is_current(handle) or not tries_left:
                    self._handle = handle
                    return
            finally:
                if self._handle is None:
                    os.close(handle)

    def _open(self) -> int:
        """Open the lock file. A colleague's that a killed session left may be ours to read only: that is enough."""
        no_follow = getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | no_follow, 0o666)
        except PermissionError as error:
            try:
                return os.open(self._path, os.O_RDONLY | no_follow)
            except FileNotFoundError:
                raise error from None

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self._path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go, and take the lock file away where nobody can hold it by then."""
        if self._handle is None:
            return
        if sys.platform != "win32":
            self._remove()
        handle, self._handle = self._handle, None
        with contextlib.suppress(OSError):
            os.close(handle)
        if sys.platform == "win32":
            self._remove()

    def _remove(self) -> None:
        try:
            os.unlink(self._path)
        except OSError:
            return  # another program looks at it, or it is gone: it holds nothing
