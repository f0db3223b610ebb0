"""Contributions on disk, and the folder in which a region keeps them.

A folder is read one file at a time. Each file gives a contribution or a named reason why it does not count: used and
set aside are together all. Which of several contributions of one organisation counts does not depend on the order of
reading: the highest counter, then the latest day, then the text itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from bcm_check.core.antwoorden import FORMAAT as ANTWOORDFORMAAT
from bcm_check.core.antwoorden import Antwoorden
from bcm_check.core.bijdrage import FORMAAT, Bijdrage
from bcm_check.core.errors import BcmError, ContentRejected, FileTrouble
from bcm_check.core.regio import Regio
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.tekst import clean_line, fold

from . import regiobeelden
from .answers import checksum, decode
from .jsonreader import parse, read_bytes, shown
from .zegel import is_sealed, open_seal

EINDE: Final = ".bcm-deel.json"
VERZEGELD: Final = ".bcm-deel.age"
MERK: Final = ".bcm-regio"  # a folder with this file is an output of ours, never a source
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

Rang = tuple[int, int, str]
Omzetter = Callable[[Antwoorden], Bijdrage]


class Gelezen(NamedTuple):
    """A contribution that was read: its file, and the mark of its bytes. `sleutel` says whose it is and of what."""

    pad: str
    bijdrage: Bijdrage
    merk: str
    sleutel: tuple[str, str]
    plek: Path

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


def dump(bijdrage: Bijdrage) -> bytes:
    """Return the bytes of a contribution: canonical JSON with its check first."""
    document = bijdrage.model_dump(mode="json", exclude_defaults=True)
    document |= {"formaat": FORMAAT, "versie": bijdrage.versie}
    body = _encode(document)
    return f'{{"controle":"{checksum(body)}",{body[1:]}\n'.encode()


def load(raw: bytes, name: str) -> Bijdrage:
    """Return the contribution in bytes. Raises FileTrouble (damaged) or ContentRejected (not ours, newer)."""
    return _contribution(parse(raw, name), name)


_HEAD = re.compile(rb'\{"controle":"(sha256:[0-9a-f]{64})",')


def _as_we_write(raw: bytes) -> Bijdrage | None:
    """Return a contribution whose bytes are as this program writes them, in one pass; None for anything else.

    Then the check over its text is the check over these bytes. What it is not, is read and judged part by part.
    """
    head = _HEAD.match(raw)
    if head is None or b'"formaat":"bcm-check-bijdrage"' not in raw:
        return None
    body = b"{" + raw[head.end() :].removesuffix(b"\n")
    if f"sha256:{hashlib.sha256(body).hexdigest()}".encode() != head[1]:
        return None
    try:
        found = Bijdrage.model_validate_json(body)
    except ValidationError:
        return None
    return found if dump(found) == raw else None


def _contribution(document: Any, name: str) -> Bijdrage:
    if not isinstance(document, dict) or document.get("formaat") != FORMAAT:
        raise ContentRejected(f"{name} is geen bijdrage van bcm-check.")
    if document.get("versie") != 1 or isinstance(document.get("versie"), bool):
        raise ContentRejected(f"{name} heeft een onbekende versie. Gebruik een nieuwere bcm-check.")
    control = document.pop("controle", None)
    try:
        right = control == checksum(_encode(document))
    except UnicodeEncodeError:
        right = False
    if not right:
        raise FileTrouble(f"{name} is beschadigd: het controlegetal klopt niet.")
    try:
        return Bijdrage.model_validate(document)
    except ValidationError:
        raise ContentRejected(f"{name} klopt niet: er staat iets in wat niet in een bijdrage hoort.") from None


def read(path: Path, omzetter: Omzetter, sleutels: Sequence[str] = ()) -> Gelezen | Beeld:
    """Return the contribution in a file, or the picture of another region. Raises BcmError with the reason.

    An answer file becomes a contribution by `omzetter`. One without a code is known by its name and kind: that stays
    within the run and is never written.
    """
    raw = read_bytes(path)
    name = shown(path)
    if is_sealed(raw):
        raw = open_seal(raw, sleutels)
    mark = hashlib.sha256(raw).hexdigest()
    own = _as_we_write(raw)
    if own is not None:
        return Gelezen(name, own, mark, (own.code, own.lijst.id), path)
    if not raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise ContentRejected(f"{name} is geen bijdrage of antwoordbestand van bcm-check.")
    document = parse(raw, name)
    if isinstance(document, dict) and document.get("formaat") == ANTWOORDFORMAAT:
        antwoorden = decode(raw, path)
        bijdrage = omzetter(antwoorden)
        whose = antwoorden.organisatie.code or f"{fold(antwoorden.organisatie.naam)}|{antwoorden.organisatie.type}"
        return Gelezen(name, bijdrage, mark, (whose, bijdrage.lijst.id), path)
    if regiobeelden.is_picture(document):
        return Beeld(name, regiobeelden.from_document(document, name), mark, path)
    bijdrage = _contribution(document, name)
    return Gelezen(name, bijdrage, mark, (bijdrage.code, bijdrage.lijst.id), path)


def walk(folder: Path) -> Iterator[Path | Overgeslagen]:
    """Yield every file in a folder and below it, in order of name; links are named and never followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise FileTrouble(f"{shown(folder)} kan niet worden gelezen. Bestaat deze map, en mag u erin?") from error
    if any(entry.name == MERK for entry in entries):
        yield Overgeslagen(shown(folder), "eigen-uitvoer", "Dit is een uitkomst van bcm-check, geen bron.")
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError:
            yield Overgeslagen(shown(path), "onleesbaar", "Dit bestand kan niet worden bekeken.")
            continue
        if stat.S_ISLNK(mode):
            yield Overgeslagen(shown(path), "koppeling", "Dit is een koppeling; zet het echte bestand in de map.")
        elif stat.S_ISDIR(mode):
            try:
                yield from walk(path)
            except FileTrouble as error:
                yield Overgeslagen(shown(path), "onleesbaar", str(error))
        elif stat.S_ISREG(mode):
            if not entry.name.startswith(".bcm-") and not entry.name.endswith(".vorige"):
                yield path
        else:
            yield Overgeslagen(shown(path), "vreemd", "Dit is geen gewoon bestand.")


def read_folder(
    folder: Path, omzetter: Omzetter, sleutels: Sequence[str], vandaag: date
) -> Iterator[Gelezen | Beeld | Overgeslagen]:
    """Yield every file of a folder, read: a contribution, or why it is none."""
    for found in walk(folder):
        yield found if isinstance(found, Overgeslagen) else read_one(found, omzetter, sleutels, vandaag)


def read_one(path: Path, omzetter: Omzetter, sleutels: Sequence[str], vandaag: date) -> Gelezen | Beeld | Overgeslagen:
    """Return a file, read: a contribution, the picture of a region, or why it is neither."""
    name = shown(path)
    try:
        before = _look(path)
        found = read(path, omzetter, sleutels)
        changed = _look(path) != before
    except BcmError as error:
        return Overgeslagen(name, _code(error), str(error))
    except (OSError, ValueError, RecursionError, MemoryError):
        return Overgeslagen(name, "onleesbaar", "Dit bestand kan niet worden gelezen.")
    if changed:
        return Overgeslagen(name, "gewijzigd", "Dit bestand veranderde tijdens het lezen. Probeer het opnieuw.")
    if isinstance(found, Gelezen) and found.bijdrage.peildatum > vandaag:
        return Overgeslagen(name, "toekomst", "De peildatum ligt in de toekomst. Kijk naar de klok van de inzender.")
    return found


def _look(path: Path) -> tuple[int, int]:
    found = os.lstat(path)
    return found.st_size, found.st_mtime_ns


def _code(error: BcmError) -> str:
    text = str(error)
    words = {
        "verzegeld": "verkeerde-sleutel",
        "sleutel": "verkeerde-sleutel",
        "beschadigd": "beschadigd",
        "versie": "onbekende-versie",
        "te groot": "te-groot",
        "geen bijdrage": "vreemd",
        "geen antwoordbestand": "vreemd",
    }
    return next((code for word, code in words.items() if word in text), "onleesbaar")


class _Kept(NamedTuple):
    """What counts of one organisation and questionnaire so far: its rank, and where it stands."""

    rang: Rang
    pad: str
    plek: str


class Optelling:
    """The sum over a folder, one file at a time: of each contribution only its rank and place stay in memory.

    One contribution of each organisation and questionnaire counts, whatever the order of reading. Where a later file
    takes the place of an earlier one, that one is read again and taken out.
    """

    def __init__(self, herlees: Callable[[Path], Gelezen | Beeld], passend: Callable[[Bijdrage], Bijdrage]) -> None:
        self.beeld = Regiobeeld()
        self.gebruikt = 0
        self.overgeslagen: list[Overgeslagen] = []
        self._again, self._fitted = herlees, passend
        self._kept: dict[bytes, _Kept] = {}
        self._pictures: dict[str, str] = {}  # the name of the first of each picture, by its mark
        self._places: dict[str, str] = {}  # and where one of them stands

    @property
    def counted(self) -> list[str]:
        """Where everything stands that counts, in order."""
        return sorted([*(each.plek for each in self._kept.values()), *self._places.values()])

    def take(self, found: Gelezen | Beeld | Overgeslagen) -> None:
        """Add what was read, or name why it does not count. Raises FileTrouble when an earlier file changed since."""
        if isinstance(found, Overgeslagen):
            self.overgeslagen.append(found)
        elif isinstance(found, Beeld):
            self._take_picture(found)
        else:
            self._take_contribution(found)

    def _take_picture(self, found: Beeld) -> None:
        if found.merk in self._pictures:
            first, second = sorted((self._pictures[found.merk], found.pad))
            self._pictures[found.merk] = first
            self.overgeslagen.append(Overgeslagen(second, "dubbel", f"Dit is hetzelfde als {first}."))
            return
        self._pictures[found.merk], self._places[found.merk] = found.pad, str(found.plek)
        self.gebruikt += 1
        self.beeld = self.beeld + found.beeld

    def _take_contribution(self, found: Gelezen) -> None:
        key = hashlib.blake2b("\0".join(found.sleutel).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        mine, known = _Kept(found.rang, found.pad, str(found.plek)), self._kept.get(key)
        if known is None:
            self._kept[key] = mine
            self.gebruikt += 1
            self.beeld.add(self._fitted(found.bijdrage))
            return
        # of two that are the same the first name counts, whatever was read first
        wins = mine.rang > known.rang or (mine.rang == known.rang and mine.pad < known.pad)
        kept, gone = (mine, known) if wins else (known, mine)
        double = kept.rang[2] == gone.rang[2]
        text = "hetzelfde als" if double else "ouder dan"
        self.overgeslagen.append(Overgeslagen(gone.pad, "dubbel" if double else "ouder", f"Dit is {text} {kept.pad}."))
        if wins:
            self._kept[key] = mine
            if not double:
                self._take_out(known)
                self.beeld.add(self._fitted(found.bijdrage))

    def _take_out(self, known: _Kept) -> None:
        found = self._again(Path(known.plek))
        if not isinstance(found, Gelezen) or found.merk != known.rang[2]:
            raise FileTrouble(f"{known.pad} veranderde tijdens het optellen. Begin opnieuw als niemand erin werkt.")
        self.beeld.remove(self._fitted(found.bijdrage))


def in_sector(lists: Regio, bijdrage: Bijdrage) -> Bijdrage:
    """Return a contribution with the sector of its kind where it named none."""
    if bijdrage.sector:
        return bijdrage
    return bijdrage.model_copy(update={"sector": lists.sector_of(bijdrage.soort, "")})


def file_name(bijdrage: Bijdrage) -> str:
    """Return the name of a contribution's file: its list, its code and its label, and no name."""
    label = clean_line(bijdrage.tlp).replace(":", "-").replace("+", "-")
    return f"bijdrage-{bijdrage.lijst.id}-{bijdrage.code}-{label}{EINDE}"
