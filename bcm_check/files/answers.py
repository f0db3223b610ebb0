"""Answer files (`*.bcm.json`): read with distrust, held by one writer, saved whole after every answer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from operator import is_
from pathlib import Path
from types import TracebackType
from typing import Any

from pydantic import ValidationError

from bcm_check.core.antwoorden import FORMAAT, Antwoord, Antwoorden
from bcm_check.core.errors import ChangedUnderneath, ContentRejected, FileTrouble
from bcm_check.core.versies import ANTWOORDEN

from .atomic import Writer, left_over, rights_of
from .faults import from_pydantic
from .jsonreader import parse, read_bytes, reason, refuse_strange, shown, too_large
from .locking import Busy, Lock

SUFFIX = ".bcm.json"
# A pipe that took the place of the file must not make us wait, a link must not be followed.
_LOOK = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_HEAD = [name for name in Antwoorden.model_fields if name not in ("antwoorden", "teller")]
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode


def checksum(body: str) -> str:
    """Return the check over the canonical text of an answer file without its `controle`."""
    return "sha256:" + hashlib.sha256(body.encode()).hexdigest()


class Encoder:
    """Turns answers into the bytes of a file. What did not change since the last time is not done again.

    The answers stand in the file in the order of their ids, and people answer in about that order: what stands before
    the first change is kept joined and hashed.
    """

    def __init__(self) -> None:
        self._answers: dict[str, Antwoord] = {}
        self._place: dict[str, int] = {}  # of each id in the file
        self._pieces: list[bytes] = []
        self._head: list[object] = []
        self._around = (b"", b"", b"")  # what stands before the answers, between them and the count, and after it
        self._restart()

    def encode(self, antwoorden: Antwoorden) -> bytes:
        """Return the bytes of the file: canonical JSON, one answer a line, the check first."""
        self._take_head(antwoorden)
        self._take_answers(antwoorden.antwoorden)
        start, middle, last = self._around
        end = b"%b%d%b" % (middle, antwoorden.teller, last)
        rest = self._pieces[self._done :]
        check = self._hash.copy()
        check.update(b",".join(rest) + end)
        lines = self._joined + b",\n".join(rest)
        return b'{"controle":"sha256:%b",\n%b\n%b\n%b\n' % (check.hexdigest().encode(), start[1:], lines, end)

    def _take_head(self, antwoorden: Antwoorden) -> None:
        parts: list[object] = [getattr(antwoorden, name) for name in _HEAD]
        if len(parts) == len(self._head) and all(map(is_, parts, self._head)):
            return
        head = antwoorden.model_dump(mode="json", exclude={"antwoorden", "teller"}, exclude_defaults=True)
        head |= {"formaat": antwoorden.formaat, "versie": antwoorden.versie}
        first = _encode({key: head[key] for key in head if key < "antwoorden"})[:-1]
        between = _encode({key: head[key] for key in head if "antwoorden" < key < "teller"})[1:-1]
        last = _encode({key: head[key] for key in head if key > "teller"})[1:]
        start = f'{first}{"," if len(first) > 1 else ""}"antwoorden":{{'.encode()
        self._around = (start, f'}},{between},"teller":'.encode(), f",{last}".encode())
        self._head = parts
        self._restart()

    def _restart(self) -> None:
        """Forget what was joined and hashed."""
        self._done = 0  # how many pieces were, each with its comma, after the start
        self._joined = b""
        self._hash = hashlib.sha256(self._around[0])

    def _take_answers(self, answers: dict[str, Antwoord]) -> None:
        known = self._answers
        changed = {name: antwoord for name, antwoord in answers.items() if known.get(name) is not antwoord}
        fresh = {name: _piece(name, antwoord) for name, antwoord in changed.items()}
        if len(answers) != len(known) or not fresh.keys() <= self._place.keys():  # some came or went
            old = {name: self._pieces[at] for name, at in self._place.items()} | fresh
            names = sorted(answers)
            self._pieces = [old[name] for name in names]
            self._place = {name: at for at, name in enumerate(names)}
            if known.keys() - answers.keys():
                self._restart()
        for name, piece in fresh.items():
            self._pieces[self._place[name]] = piece
        self._answers = answers.copy()
        self._keep_joined(min((self._place[name] for name in fresh), default=len(answers)))

    def _keep_joined(self, same: int) -> None:
        """Join and hash the pieces up to the first that changed."""
        if same < self._done:
            self._restart()
        if self._done < same < len(self._pieces):
            pieces = self._pieces[self._done : same]
            self._joined += b",\n".join(pieces) + b",\n"
            self._hash.update(b",".join(pieces) + b",")
            self._done = same


def _piece(name: str, antwoord: Antwoord) -> bytes:
    return f"{_encode(name)}:{_encode(antwoord.model_dump(mode='json', exclude_defaults=True))}".encode()


def decode(raw: bytes, path: Path) -> Antwoorden:
    """Return the answers in the bytes of a file. Raises FileTrouble (damaged) or ContentRejected (not ours, newer)."""
    try:
        document = parse(raw, shown(path))
    except FileTrouble as error:
        raise FileTrouble(f"{error}{_previous(path)}") from error
    return from_document(document, path)


def from_document(document: Any, path: Path) -> Antwoorden:
    """Return the answers in a document that was parsed, and is changed by it. Raises as `decode` does."""
    name = shown(path)
    if not isinstance(document, dict) or document.get("formaat") != FORMAAT:
        raise ContentRejected(
            f"{name} is geen antwoordbestand van bcm-check. Het bestand is niet veranderd.{_previous(path)}"
        )
    version = document.get("versie")
    if isinstance(version, int) and version > ANTWOORDEN:
        raise ContentRejected(f"{name} is gemaakt met een nieuwere versie van bcm-check. Gebruik die versie.")
    if version != ANTWOORDEN or isinstance(version, bool):
        raise ContentRejected(
            f"{name} heeft een onbekende versie van het bestandsformaat. Het bestand is niet veranderd."
        )
    if not _holds(document):
        raise FileTrouble(
            f"{name} is beschadigd: het controlegetal klopt niet. Het bestand is niet veranderd.{_previous(path)}"
        )
    try:
        return Antwoorden.model_validate(document)
    except ValidationError as error:
        faults = from_pydantic(error, Antwoorden, show_values=False)
        raise ContentRejected(f"{name} klopt niet: {faults[0].tekst} Het bestand is niet veranderd.", faults) from None


def _holds(document: dict[str, Any]) -> bool:
    """Take the check out of a document and tell whether it is right."""
    control = document.pop("controle", None)
    try:
        return bool(control == checksum(_encode(document)))
    except UnicodeEncodeError:  # half a character, which this program never writes
        return False


def _previous(path: Path) -> str:
    kept = previous(path)
    with contextlib.suppress(OSError):
        if kept.is_file():
            return f" De vorige bewaarde versie staat in {shown(kept)}; kopieer die eroverheen om verder te gaan."
    return ""


def previous(path: Path) -> Path:
    """Return where the last kept generation of an answer file stands: how it was when the last session began."""
    return path.with_name(f"{path.name}.vorige")


def read(path: Path) -> Antwoorden:
    """Read an answer file without holding it."""
    return decode(read_bytes(path), path)


# What sync clients and file managers put between a name and its ending; some of them before `.json` alone.
_CONFLICT = re.compile(
    r"""(?:\.bcm)?
    (?: \ ?\(\d+\)                                          # OneDrive, Google Drive, a browser: (1)
      | \ ?\([^()]*(?:conflict|kopie|copy)[^()]*\)           # Dropbox, Nextcloud: (conflicted copy 2026-01-01)
      | [-_.\ ](?:sync-)?conflict(?:[-_.\ ][^()]*?)?         # Syncthing, ownCloud: .sync-conflict-20260101
      | (?:\ -)?\ (?:kopie|copy)(?:\ \d+|\ \(\d+\))?         # Windows, macOS: - kopie (2)
    )(?:\.bcm)?\.json""",
    re.IGNORECASE | re.VERBOSE,
)


def conflict_copies(path: Path) -> list[Path]:
    """Return the files beside an answer file that look like a sync client's copy of it: `naam (1).bcm.json`."""
    stem = path.name.removesuffix(".json").removesuffix(".bcm")
    found = []
    with contextlib.suppress(OSError, ValueError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(stem) and _CONFLICT.fullmatch(entry.name[len(stem) :]):
                found.append(Path(entry.path))
    return sorted(found)


class AnswerFile:
    """An answer file that this process holds. Use it as a context manager; leaving lets go of the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._encoder = Encoder()
        self._on_disk: bytes | None = None
        self._tried: bytes | None = None  # what may stand there by us although we said that it was not kept
        self._found: bytes | None = None  # the file as this session found it, until it is kept
        self.antwoorden: Antwoorden | None = None

    def __enter__(self) -> AnswerFile:
        """Take the lock, clear away what a killed session left, and read the file if it is there."""
        self._take_lock()
        try:
            for temporary in left_over(self.path):
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
            rights_of(previous(self.path))  # a name too long for that one is refused now, not in a later session
            if os.path.lexists(self.path):
                self._on_disk = self._tried = self._found = read_bytes(self.path)
                self.antwoorden = decode(self._on_disk, self.path)
            self._writer = Writer(self.path)
            self._writer.hold()
        except BaseException as error:
            self._lock.release()
            if isinstance(error, (OSError, ValueError)):
                raise FileTrouble(f"{shown(self.path)} kan niet worden geopend: {reason(error)}.") from error
            raise
        return self

    def _take_lock(self) -> None:
        refuse_strange(self.path)
        try:
            self._lock = Lock(self.path)
            self._lock.acquire()
        except Busy:
            raise FileTrouble(
                f"{shown(self.path)} is al geopend in een ander venster. Ga daar verder, of sluit dat venster eerst."
            ) from None
        except (OSError, ValueError) as error:
            raise FileTrouble(
                f"In de map van {shown(self.path)} kan niet worden geschreven: {reason(error)}."
            ) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock."""
        self._writer.close()
        self._lock.release()

    def save(self, antwoorden: Antwoorden) -> bool:
        """Save the answers. When this returns True they are on the disk, whole and flushed.

        False: perhaps not kept (the folder could not be flushed), but the file reads back right. Raises
        ChangedUnderneath when the file on disk is not the one this session read or wrote; FileTrouble when it could
        not be written. Then the old file still stands, and the next save tries again on a new temporary file.
        """
        counted = antwoorden.model_copy(update={"teller": antwoorden.teller + 1})
        raw = self._encoder.encode(counted)
        if too_large(raw):  # it could be written, but never opened again
            raise FileTrouble("Niet bewaard: het bestand wordt te groot. Kort uw laatste tekst in.")
        try:
            self._keep_previous()
            sure = self._writer.write(raw, lambda: self._check_unchanged(raw))
            if not sure and self._current(len(raw)) != raw:
                raise OSError("terugleesfout")
        except OSError as error:
            raise FileTrouble(
                f"Niet bewaard: {reason(error)}. Uw antwoord staat nog in dit venster; maak ruimte of rechten vrij."
            ) from error
        self._on_disk = self._tried = raw
        self.antwoorden = counted
        return sure

    def _check_unchanged(self, raw: bytes) -> None:
        """Raise ChangedUnderneath when the file is not as we know it. Asked just before the rename: a flush is slow."""
        current = self._current(max(len(self._on_disk or b""), len(self._tried or b"")))
        if current not in (self._on_disk, self._tried):
            raise ChangedUnderneath(
                f"{shown(self.path)} is intussen door een ander venster of programma veranderd en niet overschreven."
            )
        self._on_disk, self._tried = current, raw

    def _current(self, known: int) -> bytes | None:
        """Return what stands on the disk, up to one byte more than the size that we know; None where nothing does."""
        try:
            handle = os.open(self.path, _LOOK)
        except FileNotFoundError:
            return None
        try:
            size = known + 1
            parts = []
            while size > 0 and (part := os.read(handle, size)):
                parts.append(part)
                size -= len(part)
            return b"".join(parts)
        finally:
            os.close(handle)

    def _keep_previous(self) -> None:
        """Keep the file as this session found it, once, before the first save over it."""
        if self._found is not None:
            Writer(previous(self.path), self.path).write(self._found)
            self._found = None

    def reread(self) -> Antwoorden | None:
        """Read what stands on the disk now and accept it as known, so that a merge of both may be saved."""
        raw = read_bytes(self.path) if os.path.lexists(self.path) else None
        theirs = None if raw is None else decode(raw, self.path)
        self._on_disk = self._tried = raw  # only now: what could not be read is never overwritten
        return theirs
