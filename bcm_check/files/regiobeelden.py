"""The picture of a region as a file: sums only, so that regions join into a larger one without the files of anybody.

What comes from another region is hostile until it is checked: its size, its check, every key and every count.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from bcm_check.core.errors import ContentRejected, FileTrouble
from bcm_check.core.regiobeeld import DIMENSIES, MEESTE_REEKSEN, Groep, Regiobeeld, edges, histogram

from .answers import checksum
from .jsonreader import parse

FORMAAT: Final = "bcm-check-regiobeeld"
EINDE: Final = "regiobeeld.bcm-regio.json"
MOST: Final = 10**9  # in a bin; a sum of numbers may be larger
MOST_SUM: Final = 10**18
WOORDEN: Final = {  # how many words the key of each counter has (regiobeeld.py lists them)
    "n": 3,
    "kruis": 5,
    "norm": 3,
    "uren": 3,
    "niveau": 3,
    "weet_niet": 2,
    "nvt": 2,
    "oorzaak": 3,
    "loopt": 3,
    "maatregel": 4,
    "keuze": 4,
    "aantal": 3,
    "meer": 3,
    "som": 3,
}
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_LONGEST: Final = 400
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def dump(beeld: Regiobeeld) -> bytes:
    """Return the bytes of a picture, without the rows of single organisations and without names of suppliers."""
    document = {
        "formaat": FORMAAT,
        "versie": 1,
        "tellers": sorted([*key, value] for key, value in beeld.tellers.items() if value and key[0] != "leverancier"),
        "scores": sorted([*groep, name, _sparse(bins)] for (groep, name), bins in beeld.scores.items()),
        "klok": sorted([scenario, proces, _sparse(bins)] for (scenario, proces), bins in beeld.klok.items()),
        "lijsten": sorted([*key, value] for key, value in beeld.lijsten.items()),
    }
    body = _encode(document)
    return f'{{"controle":"{checksum(body)}",{body[1:]}\n'.encode()


def _sparse(bins: Iterable[int]) -> list[list[int]]:
    return [[at, value] for at, value in enumerate(bins) if value]


def is_picture(document: object) -> bool:
    """Tell whether a document is the picture of a region."""
    return isinstance(document, dict) and document.get("formaat") == FORMAAT


def load(raw: bytes, name: str) -> Regiobeeld:
    """Return the picture in bytes. Raises FileTrouble (damaged) or ContentRejected (not ours, newer, impossible)."""
    return from_document(parse(raw, name), name)


def from_document(document: Any, name: str) -> Regiobeeld:
    """Return the picture in a document that was parsed."""
    if not is_picture(document):
        raise ContentRejected(f"{name} is geen regiobeeld van bcm-check.")
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
        if len(document["scores"]) > MEESTE_REEKSEN or len(document["klok"]) > MEESTE_REEKSEN:
            raise ValueError("te veel")
        return Regiobeeld(
            Counter(_once((_counter(row), _count(row[-1], MOST_SUM)) for row in document["tellers"])),
            _once(((_group(row), _text(row[2])), _dense(row[3], histogram())) for row in document["scores"]),
            _once(((_text(row[0]), _text(row[1])), _steps(row[2])) for row in document["klok"]),
            None,
            Counter(_once((_pair(row), _count(row[-1])) for row in document["lijsten"])),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        raise ContentRejected(f"{name} klopt niet: er staat iets in wat niet in een regiobeeld hoort.") from None


def _once(rows: Iterable[tuple[_Key, _Value]]) -> dict[_Key, _Value]:
    """Return rows by their key. Raises ValueError on a key that comes twice."""
    found: dict[_Key, _Value] = {}
    for key, value in rows:
        if key in found:
            raise ValueError("dubbel")
        found[key] = value
    return found


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("tekst")
    return value


def _counter(row: Sequence[object]) -> tuple[str, ...]:
    """Return the key of a counter: its first word says how many follow. Names of suppliers do not travel."""
    if len(row) != WOORDEN[_text(row[0])] + 1:
        raise ValueError("sleutel")
    return tuple(map(_text, row[:-1]))


def _pair(row: Sequence[object]) -> tuple[str, str]:
    if len(row) != 3:
        raise ValueError("sleutel")
    return _text(row[0]), _text(row[1])


def _count(value: object, most: int = MOST) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
        raise ValueError("aantal")
    return value


def _group(row: Sequence[object]) -> Groep:
    known: Mapping[str, Any] = {name: name for name in DIMENSIES}
    if len(row) != 4:
        raise ValueError("sleutel")
    return Groep(known[_text(row[0])], _text(row[1]))


def _dense(pairs: Sequence[Sequence[int]], bins: array[int]) -> array[int]:
    size, last = len(bins), -1
    for at, value in pairs:
        if isinstance(at, bool) or not isinstance(at, int) or not last < at < size:
            raise ValueError("plek")
        bins[at], last = _count(value), at
    return bins


def _steps(pairs: Sequence[Sequence[int]]) -> array[int]:
    """Return from hour to hour the change in how many are down."""
    hours = _dense(pairs, edges())
    return array("q", map(int.__sub__, hours, (0, *hours[:-1])))
