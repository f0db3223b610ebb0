"""The picture of a region as a file: sums only, so that regions join into a larger one without the files of anybody.

What comes from another region is hostile until it is checked: its size, its check, every key and every count.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bcm_check.core.bijdrage import DUIZEND
from bcm_check.core.errors import ContentRejected, FileTrouble
from bcm_check.core.regiobeeld import DIMENSIES, URENRASTER, Groep, Regiobeeld

from .answers import checksum
from .jsonreader import parse

FORMAAT: Final = "bcm-check-regiobeeld"
EINDE: Final = "regiobeeld.bcm-regio.json"
MOST: Final = 10**12
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


def _sparse(bins: array[int]) -> list[list[int]]:
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
    if control != checksum(_encode(document)):
        raise FileTrouble(f"{name} is beschadigd: het controlegetal klopt niet.")
    try:
        return Regiobeeld(
            Counter({_texts(row): _count(row[-1]) for row in document["tellers"]}),
            {(_group(row), _text(row[2])): _dense(row[3], DUIZEND + 1) for row in document["scores"]},
            {(_text(row[0]), _text(row[1])): _dense(row[2], URENRASTER + 1) for row in document["klok"]},
            None,
            Counter({_pair(row): _count(row[-1]) for row in document["lijsten"]}),
        )
    except (KeyError, TypeError, ValueError, IndexError):
        raise ContentRejected(f"{name} klopt niet: er staat iets in wat niet in een regiobeeld hoort.") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("tekst")
    return value


def _texts(row: Sequence[object]) -> tuple[str, ...]:
    if not 2 <= len(row) <= 6:
        raise ValueError("sleutel")
    return tuple(map(_text, row[:-1]))


def _pair(row: Sequence[object]) -> tuple[str, str]:
    return _text(row[0]), _text(row[1])


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST:
        raise ValueError("aantal")
    return value


def _group(row: Sequence[object]) -> Groep:
    known: Mapping[str, Any] = {name: name for name in DIMENSIES}
    return Groep(known[_text(row[0])], _text(row[1]))


def _dense(pairs: Sequence[Sequence[int]], size: int) -> array[int]:
    bins = array("Q", bytes(8 * size))
    for at, value in pairs:
        if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at < size:
            raise ValueError("plek")
        bins[at] = _count(value)
    return bins
