"""One writer at a time: a lock of the operating system on a small file beside the answers.

The system lets go of it when a process dies, however it dies, so no lock ever outlives its owner. The lock file holds
nothing. Where a file system knows no locks (some network drives) the content check of the store is what protects.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}

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


class Lock:
    """The lock on one file; `acquire` raises Busy when another process holds it, OSError when it cannot be made."""

    def __init__(self, path: Path) -> None:
        self._path = sibling(path, "slot")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. On systems that can, a lock file that was removed in between is not trusted."""
        while self._handle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            try:
                _try_lock(handle)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    os.close(handle)
                    if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                        raise Busy from error
                    raise
            if self._is_current(handle):
                self._handle = handle
            else:
                os.close(handle)

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), os.stat(self._path))
        except OSError:
            return False

    def release(self) -> None:
        """Let go, and take the lock file away where nobody can hold it by then."""
        if self._handle is None:
            return
        if sys.platform != "win32":
            self._remove()
        os.close(self._handle)
        self._handle = None
        if sys.platform == "win32":
            self._remove()

    def _remove(self) -> None:
        try:
            os.unlink(self._path)
        except OSError:
            return  # another program looks at it, or it is gone: it holds nothing
