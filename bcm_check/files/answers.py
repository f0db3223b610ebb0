"""Answer files (`*.bcm.json`): read with distrust, held by one writer, saved whole after every answer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from bcm_check.core.antwoorden import FORMAAT, Antwoord, Antwoorden
from bcm_check.core.errors import BcmError, ChangedUnderneath, ContentRejected, FileTrouble
from bcm_check.core.versies import ANTWOORDEN

from .atomic import Writer, left_over
from .faults import from_pydantic
from .jsonreader import parse, read_bytes, reason, shown
from .locking import Busy, Lock

SUFFIX = ".bcm.json"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def checksum(body: str) -> str:
    """Return the check over the canonical text of an answer file without its `controle`."""
    return "sha256:" + hashlib.sha256(body.encode()).hexdigest()


class Encoder:
    """Turns answers into the text of a file. An answer that did not change is not written out again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Antwoord, str]] = {}

    def encode(self, antwoorden: Antwoorden) -> bytes:
        """Return the bytes of the file: canonical JSON, one answer a line, the check first."""
        pieces = [self._piece(name, antwoorden.antwoorden[name]) for name in sorted(antwoorden.antwoorden)]
        head = antwoorden.model_dump(mode="json", exclude={"antwoorden"}, exclude_defaults=True)
        head |= {"formaat": antwoorden.formaat, "versie": antwoorden.versie}
        before = _encode({key: head[key] for key in head if key < "antwoorden"})[:-1]
        after = _encode({key: head[key] for key in head if key > "antwoorden"})[1:]
        before += "," if len(before) > 1 else ""
        start, end = before + '"antwoorden":{', "}," + after
        control = checksum(start + ",".join(pieces) + end)
        lines = ",\n".join(pieces)
        return f'{{"controle":"{control}",\n{start[1:]}\n{lines}\n{end}\n'.encode()

    def _piece(self, name: str, antwoord: Antwoord) -> str:
        known = self._known.get(name)
        if known is not None and known[0] is antwoord:
            return known[1]
        piece = f"{_encode(name)}:{_encode(antwoord.model_dump(mode='json', exclude_defaults=True))}"
        self._known[name] = (antwoord, piece)
        return piece


def decode(raw: bytes, path: Path) -> Antwoorden:
    """Return the answers in the bytes of a file. Raises FileTrouble (damaged) or ContentRejected (not ours, newer)."""
    name = shown(path)
    document = parse(raw, name)
    if not isinstance(document, dict) or document.get("formaat") != FORMAAT:
        raise ContentRejected(f"{name} is geen antwoordbestand van bcm-check. Het bestand is niet veranderd.")
    version = document.get("versie")
    if isinstance(version, int) and version > ANTWOORDEN:
        raise ContentRejected(f"{name} is gemaakt met een nieuwere versie van bcm-check. Gebruik die versie.")
    if version != ANTWOORDEN or isinstance(version, bool):
        raise ContentRejected(
            f"{name} heeft een onbekende versie van het bestandsformaat. Het bestand is niet veranderd."
        )
    control = document.pop("controle", None)
    if control != checksum(_encode(document)):
        raise FileTrouble(
            f"{name} is beschadigd: het controlegetal klopt niet. Het bestand is niet veranderd.{_previous(path)}"
        )
    try:
        return Antwoorden.model_validate(document)
    except ValidationError as error:
        faults = from_pydantic(error, Antwoorden, show_values=False)
        raise ContentRejected(f"{name} klopt niet: {faults[0].tekst} Het bestand is niet veranderd.", faults) from None


def _previous(path: Path) -> str:
    kept = previous(path)
    return (
        f" De vorige bewaarde versie staat in {shown(kept)}; kopieer die eroverheen om verder te gaan."
        if kept.is_file()
        else ""
    )


def previous(path: Path) -> Path:
    """Return where the last kept generation of an answer file stands: how it was when the last session began."""
    return path.with_name(f"{path.name}.vorige")


def read(path: Path) -> Antwoorden:
    """Read an answer file without holding it."""
    return decode(read_bytes(path), path)


_CONFLICT = re.compile(r"\(\d+\)|conflict|conflicted copy|kopie|copy", re.IGNORECASE)


def conflict_copies(path: Path) -> list[Path]:
    """Return the files beside an answer file that look like a sync client's copy of it: `naam (1).bcm.json`."""
    stem = path.name.removesuffix(SUFFIX)
    found = []
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            rest = entry.name.removeprefix(stem)
            if entry.name not in (path.name, rest) and rest.endswith(".json") and _CONFLICT.search(rest):
                found.append(Path(entry.path))
    return sorted(found)


class AnswerFile:
    """An answer file that this process holds. Use it as a context manager; leaving lets go of the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock(path)
        self._encoder = Encoder()
        self._on_disk: bytes | None = None
        self._kept_previous = False
        self.antwoorden: Antwoorden | None = None

    def __enter__(self) -> AnswerFile:
        """Take the lock, clear away what a killed session left, and read the file if it is there."""
        try:
            self._lock.acquire()
        except Busy:
            raise FileTrouble(
                f"{shown(self.path)} is al geopend in een ander venster. Ga daar verder, of sluit dat venster eerst."
            ) from None
        except (OSError, ValueError) as error:
            raise FileTrouble(
                f"In de map van {shown(self.path)} kan niet worden geschreven: {reason(error)}."
            ) from error
        try:
            for temporary in left_over(self.path):
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
            if os.path.lexists(self.path):
                self._on_disk = read_bytes(self.path)
                self.antwoorden = decode(self._on_disk, self.path)
            self._writer = Writer(self.path)
        except BaseException as error:
            self._lock.release()
            if isinstance(error, OSError) and not isinstance(error, BcmError):
                raise FileTrouble(f"{shown(self.path)} kan niet worden geopend: {reason(error)}.") from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock."""
        self._lock.release()

    def save(self, antwoorden: Antwoorden) -> bool:
        """Save the answers. When this returns True they are on the disk, whole and flushed.

        False: perhaps not kept (the folder could not be flushed), but the file reads back right. Raises
        ChangedUnderneath when the file on disk is not the one this session read or wrote; FileTrouble when it could
        not be written. Then the old file still stands, and the next save tries again on a new temporary file.
        """
        try:
            self._check_unchanged()
            raw = self._encoder.encode(antwoorden.model_copy(update={"teller": antwoorden.teller + 1}))
            self._keep_previous()
            sure = self._writer.write(raw)
            if not sure and self.path.read_bytes() != raw:
                raise OSError("terugleesfout")
        except OSError as error:
            raise FileTrouble(
                f"Niet bewaard: {reason(error)}. Uw antwoord staat nog in dit venster; maak ruimte of rechten vrij."
            ) from error
        self._on_disk = raw
        self.antwoorden = antwoorden.model_copy(update={"teller": antwoorden.teller + 1})
        return sure

    def _check_unchanged(self) -> None:
        if self._current() != self._on_disk:
            raise ChangedUnderneath(
                f"{shown(self.path)} is intussen door een ander venster of programma veranderd en niet overschreven."
            )

    def _current(self) -> bytes | None:
        try:
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return None
        try:
            size = len(self._on_disk or b"") + 1
            parts = []
            while size > 0 and (part := os.read(handle, size)):
                parts.append(part)
                size -= len(part)
            return b"".join(parts)
        finally:
            os.close(handle)

    def _keep_previous(self) -> None:
        """Keep the file as this session found it, once, before the first save over it."""
        if self._kept_previous or self._on_disk is None:
            return
        Writer(previous(self.path)).write(self._on_disk)
        self._kept_previous = True

    def reread(self) -> Antwoorden | None:
        """Read what stands on the disk now and accept it as known, so that a merge of both may be saved."""
        self._on_disk = read_bytes(self.path) if os.path.lexists(self.path) else None
        return None if self._on_disk is None else decode(self._on_disk, self.path)
