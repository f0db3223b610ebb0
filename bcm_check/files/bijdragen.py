"""Contributions on disk, and the folder in which a region keeps them.

A folder is read one file at a time. Each file gives a contribution or a named reason why it does not count: used and
set aside are together all. `optelling.py` adds them up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from bcm_check.core.antwoorden import FORMAAT as ANTWOORDFORMAAT
from bcm_check.core.antwoorden import Antwoorden, Organisatie
from bcm_check.core.bijdrage import FORMAAT, Bijdrage
from bcm_check.core.errors import BcmError, ContentRejected, FileTrouble, WrongUse
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.tekst import clean_line, fold
from bcm_check.core.versies import ANTWOORDEN

from . import regiobeelden
from .answers import checksum, from_document
from .herkenning import Herkenner
from .jsonreader import parse, read_bytes, shown, too_large
from .kenmerk import read_still
from .register import Rang
from .zegel import is_sealed, open_seal

EINDE: Final = ".bcm-deel.json"
VERZEGELD: Final = ".bcm-deel.age"
MERK: Final = ".bcm-regio"  # a folder with this file is an output of ours, never a source
MEEST_GEORDEND: Final = 5_000
VERSIE: Final = 1  # of a contribution, and of a picture
JUNCTION: Final = 0xA0000003  # the tag of a folder on Windows that leads to another (IO_REPARSE_TAG_MOUNT_POINT)
_SLOT: Final = re.compile(r"\.bcm-[0-9a-f]{12}\.slot")  # locking.py: holds nothing
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

Omzetter = Callable[[Antwoorden], Bijdrage]
_Found = TypeVar("_Found")


class Gelezen(NamedTuple):
    """A contribution that was read: its file, and the mark of its bytes (`marked`). `sleutel`: whose it is, of what."""

    bijdrage: Bijdrage
    merk: str
    sleutel: tuple[str, str]
    plek: Path

    @property
    def pad(self) -> str:
        """Its place as it may be shown."""
        return shown(self.plek)

    @property
    def rang(self) -> Rang:
        """The order in which contributions of one organisation follow each other."""
        return self.bijdrage.teller, self.bijdrage.peildatum.toordinal(), self.merk


class Beeld(NamedTuple):
    """The picture of another region that was read: its sums stand for everybody in it."""

    pad: str
    beeld: Regiobeeld
    merk: str
    plek: Path


class Overgeslagen(NamedTuple):
    """A file that does not count, and why: a code for programs, a sentence for people."""

    pad: str
    code: str
    reden: str


class Afgewezen(FileTrouble):
    """A file that cannot count; `waarom` is the reason for programs."""

    def __init__(self, waarom: str, message: str) -> None:
        super().__init__(message)
        self.waarom = waarom


@contextmanager
def _rejected_as(waarom: str, name: str) -> Iterator[None]:
    """Turn what is wrong with a file into the reason that it does not count; what is so already stays so.

    The sentence says "Dit bestand", as the name stands beside it.
    """
    try:
        yield
    except Afgewezen:
        raise
    except BcmError as error:
        text = str(error)
        raise Afgewezen(waarom, f"Dit bestand{text[len(name) :]}" if text.startswith(name) else text) from error


def dump(bijdrage: Bijdrage) -> bytes:
    """Return the bytes of a contribution: canonical JSON with its check first."""
    text = canonical(bijdrage)
    return f'{{"controle":"{checksum(text)}",{text[1:]}\n'.encode()


def canonical(bijdrage: Bijdrage) -> str:
    """Return the text of a contribution over which its check is made."""
    document = bijdrage.model_dump(mode="json", exclude_defaults=True)
    document |= {"formaat": FORMAAT, "versie": bijdrage.versie}
    return _encode(document)


def load(raw: bytes, name: str) -> Bijdrage:
    """Return the contribution in bytes. Raises FileTrouble (damaged) or ContentRejected (not ours, newer)."""
    return _contribution(parse(raw, name), name)


_HEAD: Final = re.compile(rb'\{"controle":"sha256:([0-9a-f]{64})",(?=")')


def marked(raw: bytes) -> tuple[str, bytes | None]:
    """Return the mark of bytes, and the text in them when they look as this program writes a contribution.

    Then its check holds over that text, and is its mark: two bytes that differ never have the same.
    """
    head = _HEAD.match(raw)
    if head is not None and raw.endswith(b"}\n"):
        text = b"{" + raw[head.end() : -1]
        found = hashlib.sha256(text).hexdigest()
        if found.encode() == head[1]:
            return f"tekst {found}", text
    return hashlib.sha256(raw).hexdigest(), None


@cache
def _herkenner() -> Herkenner:
    return Herkenner()


def as_we_write(text: bytes) -> Bijdrage | None:
    """Return the contribution in a text that is `marked`, or None when it is not as this program writes it.

    What it is not, is read and judged part by part.
    """
    return _herkenner().read(text)


def _contribution(document: Any, name: str) -> Bijdrage:
    if not isinstance(document, dict) or document.get("formaat") != FORMAAT:
        raise ContentRejected(f"{name} is geen bijdrage van bcm-check.")
    if document.get("versie") != 1 or isinstance(document.get("versie"), bool):
        raise ContentRejected(f"{name} heeft een onbekende versie. Gebruik een nieuwere bcm-check.")
    control = document.pop("controle", None)
    body = _encode(document)
    try:
        right = control == checksum(body)
    except UnicodeEncodeError:
        right = False
    if not right:
        raise FileTrouble(f"{name} is beschadigd: het controlegetal klopt niet.")
    try:
        return Bijdrage.model_validate_json(body, strict=True)  # a number is no text, and no yes or no
    except ValidationError:
        raise ContentRejected(f"{name} klopt niet: er staat iets in wat niet in een bijdrage hoort.") from None


def read(path: Path, omzetter: Omzetter, sleutels: Sequence[str] = ()) -> Gelezen | Beeld:
    """Return the contribution in a file, or the picture of another region. Raises Afgewezen with the reason.

    An answer file becomes a contribution by `omzetter`. One without a code is known by its name and kind: that stays
    within the run and is never written.
    """
    name = shown(path)
    raw = _opened(path, name, sleutels)
    mark, text = marked(raw)
    own = None if text is None else as_we_write(text)
    if own is not None:
        return _of_one(own, mark, path)
    if not raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise Afgewezen("vreemd", "Dit bestand is geen bijdrage of antwoordbestand van bcm-check.")
    with _rejected_as("beschadigd", name):
        document = parse(raw, name)
    formaat = document.get("formaat")
    if formaat == ANTWOORDFORMAAT:
        antwoorden = _checked(document, ANTWOORDEN, name, lambda: from_document(document, path))
        return _of_answers(antwoorden, name, mark, path, omzetter)
    if formaat == regiobeelden.FORMAAT:
        beeld = _checked(document, VERSIE, name, lambda: regiobeelden.from_document(document, name))
        return Beeld(name, beeld, mark, path)
    if formaat != FORMAAT:
        raise Afgewezen("vreemd", "Dit bestand is geen bijdrage of antwoordbestand van bcm-check.")
    return _of_one(_checked(document, VERSIE, name, lambda: _contribution(document, name)), mark, path)


def _opened(path: Path, name: str, sleutels: Sequence[str]) -> bytes:
    """Return the bytes of a file, out of its seal. What is in a seal is bounded as any file is."""
    with _rejected_as("onleesbaar", name):
        try:
            raw = read_bytes(path)
        except FileTrouble as error:
            if str(error)[len(name) :].startswith(" is te groot"):
                raise Afgewezen("te-groot", "Dit bestand is te groot of heeft te veel onderdelen.") from error
            raise
    if not is_sealed(raw):
        return raw
    with _rejected_as("verkeerde-sleutel", name):
        raw = open_seal(raw, sleutels)
    if too_large(raw):
        raise Afgewezen("te-groot", "Wat in dit bestand verzegeld zit, heeft te veel onderdelen.")
    return raw


def _checked(document: dict[str, Any], version: int, name: str, check: Callable[[], _Found]) -> _Found:
    """Return what `check` makes of a document of ours. Raises Afgewezen with which of its checks failed."""
    known = document.get("versie") == version and not isinstance(document.get("versie"), bool)
    with _rejected_as("klopt-niet" if known else "onbekende-versie", name):
        try:
            return check()
        except FileTrouble:  # its check over the text does not hold
            with _rejected_as("beschadigd", name):
                raise


def _of_one(bijdrage: Bijdrage, mark: str, path: Path) -> Gelezen:
    if not bijdrage.code:
        raise Afgewezen("zonder-code", "Deze bijdrage heeft geen code. Maak haar opnieuw met bcm-check deel.")
    return Gelezen(bijdrage, mark, (bijdrage.code, bijdrage.lijst.id), path)


def _of_answers(antwoorden: Antwoorden, name: str, mark: str, path: Path, omzetter: Omzetter) -> Gelezen:
    ours = antwoorden.organisatie
    with _rejected_as("past-niet", name):
        try:
            bijdrage = omzetter(antwoorden)
        except WrongUse as error:
            raise Afgewezen(
                "onbekende-lijst", f'De vragenlijst "{antwoorden.vragenlijst.id}" van dit bestand is hier niet bekend.'
            ) from error
    return Gelezen(bijdrage, mark, (ours.code or known_as(ours), bijdrage.lijst.id), path)


def known_as(organisatie: Organisatie) -> str:
    """Return what tells an organisation without a code from others, whatever the capitals, accents and spaces."""
    return f"{fold(' '.join(organisatie.naam.split()))}|{organisatie.type}"


def walk(folder: Path) -> Iterator[Path | Overgeslagen]:
    """Yield every file in a folder and below it; links are named and never followed.

    In order of name, but in a folder of more than `MEEST_GEORDEND` as the disk gives them, so that no list of them
    fills the memory. Raises FileTrouble when the folder itself cannot be read.
    """
    todo = [folder]
    while todo:
        here = todo.pop()
        try:
            yield from _walk_one(here, todo)
        except OSError as error:
            if here == folder:
                raise FileTrouble(
                    f"{shown(folder)} kan niet worden gelezen. Bestaat deze map, en mag u erin?"
                ) from error
            yield Overgeslagen(shown(here), "onleesbaar", "Deze map kan niet worden gelezen. Mag u erin?")


def _walk_one(folder: Path, todo: list[Path]) -> Iterator[Path | Overgeslagen]:
    """Yield the files of one folder; what is below it is added to `todo`."""
    with os.scandir(folder) as entries:
        if os.path.lexists(folder / MERK):
            yield Overgeslagen(shown(folder), "eigen-uitvoer", "Dit is een uitkomst van bcm-check, geen bron.")
            return
        first = list(islice(entries, MEEST_GEORDEND + 1))
        if len(first) <= MEEST_GEORDEND:
            first.sort(key=lambda entry: entry.name)
        below: list[Path] = []
        for entry in chain(first, entries):
            path = Path(entry.path)
            try:
                looked = entry.stat(follow_symlinks=False)
            except OSError:
                yield Overgeslagen(shown(path), "onleesbaar", "Dit bestand kan niet worden bekeken.")
                continue
            if stat.S_ISDIR(looked.st_mode) and not leads_elsewhere(looked):
                below.append(path)
            else:
                yield from judged(path, looked)
        todo.extend(reversed(below))


def leads_elsewhere(looked: os.stat_result) -> bool:
    """Tell whether it is a link: a symbolic one, or a junction of Windows, which looks like a folder."""
    return stat.S_ISLNK(looked.st_mode) or getattr(looked, "st_reparse_tag", 0) == JUNCTION


def judged(path: Path, looked: os.stat_result) -> Iterator[Path | Overgeslagen]:
    """Yield a file, or why it is none to read; the lock beside an answer file, which holds nothing, is passed over."""
    if leads_elsewhere(looked):
        yield Overgeslagen(shown(path), "koppeling", "Dit is een koppeling; zet het echte bestand in de map.")
    elif not stat.S_ISREG(looked.st_mode):
        yield Overgeslagen(shown(path), "vreemd", "Dit is geen gewoon bestand.")
    elif path.name.startswith(".bcm-") or path.name.endswith(".vorige"):
        if not _SLOT.fullmatch(path.name):
            yield Overgeslagen(shown(path), "hulpbestand", "Dit is een reservekopie of hulpbestand van bcm-check.")
    else:
        yield path


def read_folder(
    folder: Path, omzetter: Omzetter, sleutels: Sequence[str], vandaag: date
) -> Iterator[Gelezen | Beeld | Overgeslagen]:
    """Yield every file of a folder, read: a contribution, or why it is none."""
    for found in walk(folder):
        yield found if isinstance(found, Overgeslagen) else read_one(found, omzetter, sleutels, vandaag)


def read_one(path: Path, omzetter: Omzetter, sleutels: Sequence[str], vandaag: date) -> Gelezen | Beeld | Overgeslagen:
    """Return a file, read: a contribution, the picture of a region, or why it is neither.

    Whatever a stranger's file brings about ends here, so that one file never ends the sum over all others.
    """
    found = _read_own(path) or _read_any(path, omzetter, sleutels)
    if isinstance(found, Gelezen) and found.bijdrage.peildatum > vandaag:
        day = f"{found.bijdrage.peildatum:%d-%m-%Y}"
        text = f"De peildatum ({day}) ligt na die van dit beeld ({vandaag:%d-%m-%Y}). Klopt de klok van de inzender?"
        return Overgeslagen(found.pad, "toekomst", text)
    return found


def _read_own(path: Path) -> Gelezen | None:
    """Return a contribution as this program writes it, which nearly every file of a region is; None for any other."""
    raw, _ = read_still(str(path))
    mark, text = marked(raw)
    bijdrage = None if text is None else as_we_write(text)
    return None if bijdrage is None else _of_one(bijdrage, mark, path)


def _read_any(path: Path, omzetter: Omzetter, sleutels: Sequence[str]) -> Gelezen | Beeld | Overgeslagen:
    name = shown(path)
    try:
        before = _look(path)
        found = read(path, omzetter, sleutels)
        changed = _look(path) != before
    except Afgewezen as error:
        return Overgeslagen(name, error.waarom, str(error))
    except (OSError, ValueError, RecursionError, MemoryError):
        return Overgeslagen(name, "onleesbaar", "Dit bestand kan niet worden gelezen.")
    except Exception as error:  # ours to mend, and named: the others still count
        kind = type(error).__name__
        return Overgeslagen(name, "onverwacht", f"Dit bestand bracht een fout in bcm-check aan het licht ({kind}).")
    if changed:
        return Overgeslagen(name, "gewijzigd", "Dit bestand veranderde tijdens het lezen. Probeer het opnieuw.")
    return found


def _look(path: Path) -> tuple[int, int, int]:
    found = os.lstat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def file_name(bijdrage: Bijdrage) -> str:
    """Return the name of a contribution's file: its list, its code and its label, and no name."""
    label = clean_line(bijdrage.tlp).replace(":", "-").replace("+", "-")
    return f"bijdrage-{bijdrage.lijst.id}-{bijdrage.code}-{label}{EINDE}"
