"""By what a file is known without reading it, and reading one that must stay as it is meanwhile."""

from __future__ import annotations

import os
import stat
from typing import Final, TypeAlias

from .jsonreader import MAX_BYTES, too_large

Kenmerk: TypeAlias = int
NOOIT: Final[Kenmerk] = 0  # of a file that is looked into the next time, whatever its times
_FLAGS: Final = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # what became a pipe in between is not waited for
    | getattr(os, "O_CLOEXEC", 0)
)


def kenmerk(found: os.stat_result) -> Kenmerk:
    """Return by what a file is known without reading it: its size, both its times, and its number on the disk.

    Of those one number is kept: of a hundred thousand files it takes a tenth of the time.
    """
    return hash((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))


def read_still(path: str) -> tuple[bytes, os.stat_result | None]:
    """Return the bytes of a file and what the system tells of it; None when it is not to be remembered as it is now."""
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
    except (OSError, ValueError):
        return b"", None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            return b"", None
        raw = os.read(handle, found.st_size + 1)
    except OSError:
        return b"", None
    finally:
        os.close(handle)
    whole = len(raw) == found.st_size and not too_large(raw) and is_still(path, found)
    return (raw, found) if whole else (b"", None)


def is_still(path: str, found: os.stat_result) -> bool:
    """Tell whether the file at a path is the one that was read, and not written since."""
    try:
        return kenmerk(os.lstat(path)) == kenmerk(found)
    except OSError:
        return False
