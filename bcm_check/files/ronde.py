"""Looking at a folder that is known: what is as it was costs one look at its size and times, and no more."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bcm_check.core.errors import FileTrouble

from .bijdragen import MERK, Overgeslagen, judged, leads_elsewhere
from .geheugen import Index
from .jsonreader import shown
from .kenmerk import Kenmerk


class Ronde:
    """One walk through a folder and below it; links are not followed. Raises FileTrouble when it cannot be read.

    `index`: what is as it was. `anders`: the places of what must be looked into. `weg`: what was known and is gone, or
    no file any more. `terzijde`: what is none to read.
    """

    def __init__(self, root: str, known: Index, *, trust: bool) -> None:
        """Walk; without `trust` every file must be looked into."""
        self._root, self._known, self._trust = root, known, trust
        self.index: Index = {}
        self.terzijde: list[Overgeslagen] = []
        self._left: list[str] = []
        self.anders = list(self._walk())
        for folder in known.keys() - self.index.keys():
            self._left += [below(folder, name) for name in known[folder]]
        self.weg = set(self._left).difference(self.anders)

    def _walk(self) -> Iterator[str]:
        """Yield the places of what must be looked into; what is as it was goes to the index. Links are not followed."""
        todo = [""]
        while todo:
            here = todo.pop()
            folder = os.path.join(self._root, here) if here else self._root
            try:
                yield from self._walk_one(folder, here, todo)
            except OSError as error:
                if not here:
                    raise FileTrouble(
                        f"{shown(Path(folder))} kan niet worden gelezen. Bestaat deze map, en mag u erin?"
                    ) from error
                text = "Deze map kan niet worden gelezen. Mag u erin?"
                self.terzijde.append(Overgeslagen(shown(Path(folder)), "onleesbaar", text))

    def _walk_one(self, folder: str, here: str, todo: list[str]) -> Iterator[str]:
        same: list[str] = []
        other: list[str] = []
        known, trust = self._known.get(here, {}), self._trust
        mark_of, seen = known.get, same.append
        with _listed(folder) as entries:
            if os.path.lexists(os.path.join(folder, MERK)):
                text = "Dit is een uitkomst van bcm-check, geen bron."
                self.terzijde.append(Overgeslagen(shown(Path(folder)), "eigen-uitvoer", text))
                return
            try:
                for entry in entries:
                    name = entry.name
                    try:
                        now = entry.stat(follow_symlinks=False)
                    except OSError:
                        other.append(name)
                        text = "Dit bestand kan niet worden bekeken."
                        self.terzijde.append(Overgeslagen(shown(Path(folder, name)), "onleesbaar", text))
                        continue
                    # as `kenmerk`, without the call: this line is passed for every file
                    if mark_of(name) == hash((now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino)) and trust:
                        seen(name)
                        continue
                    other.append(name)
                    if stat.S_ISDIR(now.st_mode) and not leads_elsewhere(now):
                        todo.append(below(here, name))
                    else:
                        yield from self._judged(os.path.join(folder, name), now, below(here, name))
            finally:
                self._settle(here, known, same, other)

    def _settle(self, here: str, known: dict[str, Kenmerk], same: list[str], other: list[str]) -> None:
        """Leave in the index of a folder what is as it was."""
        if len(same) < len(known):
            left = known.keys() & set(other)
            if len(same) + len(left) != len(known):  # some are gone: of a large folder this takes a while
                left = known.keys() - set(same)
            for name in left:
                del known[name]
                self._left.append(below(here, name))
        self.index[here] = known

    def _judged(self, path: str, looked: os.stat_result, plek: str) -> Iterator[str]:
        for each in judged(Path(path), looked):
            if isinstance(each, Overgeslagen):
                self.terzijde.append(each)
            else:
                yield plek


@contextmanager
def _listed(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """Give what stands in a folder. Where the system can, the way to the folder is gone once and not for each file."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def below(folder: str, name: str) -> str:
    """Return the place of a file below the whole."""
    return f"{folder}{os.sep}{name}" if folder else name
