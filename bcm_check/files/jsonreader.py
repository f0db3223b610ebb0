"""JSON from disk, read as if a stranger wrote it: bounded size and depth, no doubles, no NaN."""

from __future__ import annotations

import json
import math
import stat
from pathlib import Path
from typing import Any, NoReturn

from bcm_check.core.errors import FileTrouble
from bcm_check.core.tekst import clean_line

MAX_BYTES = 16_000_000
MAX_PARTS = 1_000_000  # the signs that open or part things; without this bound 16 MB of `{},` takes half a gigabyte
MAX_DEPTH = 30
MAX_DIGITS = 30


def shown(path: Path) -> str:
    """Return a path as it may be shown to people."""
    text = clean_line(str(path))
    return text if len(text) <= 160 else f"…{text[-159:]}"


def refuse_strange(path: Path) -> None:
    """Raise FileTrouble when something stands at this path that is no file of our own: a link, a folder, a pipe.

    A path that leads nowhere, or cannot be looked at, is left to whoever opens it.
    """
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError):
        return
    if stat.S_ISLNK(mode):
        raise FileTrouble(f"{shown(path)} is een koppeling naar een ander bestand. Open het echte bestand.")
    if stat.S_ISDIR(mode):
        raise FileTrouble(f"{shown(path)} is een map. Noem een bestand.")
    if not stat.S_ISREG(mode):
        raise FileTrouble(f"{shown(path)} is geen gewoon bestand. Noem een bestand.")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file of bounded size. Raises FileTrouble with one sentence."""
    refuse_strange(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FileTrouble(f"{shown(path)} bestaat niet. Kijk naar de naam en de map.") from error
    except (OSError, ValueError) as error:
        raise FileTrouble(f"{shown(path)} kan niet worden gelezen: {reason(error)}.") from error
    if too_large(raw):
        raise FileTrouble(
            f"{shown(path)} is te groot (meer dan {MAX_BYTES // 1_000_000} MB) of heeft te veel onderdelen. "
            "Dat kan geen antwoordbestand zijn."
        )
    return raw


def too_large(raw: bytes) -> bool:
    """Tell whether a file has more bytes, or may have more parts, than we read."""
    return len(raw) > MAX_BYTES or (len(raw) > MAX_PARTS and sum(map(raw.count, (b"{", b"[", b","))) > MAX_PARTS)


def parse(raw: bytes, what: str) -> Any:
    """Return the value of a JSON text. `what` names it in the sentence of the FileTrouble that this may raise."""
    try:
        text = raw.decode("utf-8-sig")
        value = _decoder.decode(text)
        if _deeper_than(value, MAX_DEPTH):
            raise ValueError("te diep")
        return value
    except (ValueError, RecursionError) as error:
        raise FileTrouble(f"{what} is beschadigd of geen JSON-bestand. Het bestand is niet veranderd.") from error


def _deeper_than(value: Any, limit: int) -> bool:
    """Tell whether a value holds parts of parts deeper than the limit; looks no deeper than that itself."""
    layer = [value] if isinstance(value, _HOLDERS) else []
    for _ in range(limit + 1):
        layer = [
            part
            for whole in layer
            for part in (whole.values() if isinstance(whole, dict) else whole)
            if isinstance(part, _HOLDERS)
        ]
        if not layer:
            return False
    return True


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("dubbele sleutel")
    return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("te groot getal")
    return value


def _short_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("te groot getal")
    return int(digits)


_HOLDERS = (dict, list)
_decoder = json.JSONDecoder(
    object_pairs_hook=_no_doubles, parse_constant=_no_constant, parse_int=_short_int, parse_float=_finite
)
_REASONS = {
    2: "het pad bestaat niet",
    13: "u hebt er geen rechten voor",
    1: "u hebt er geen rechten voor",
    5: "er is een fout met de schijf",
    28: "de schijf is vol",
    30: "de map is alleen-lezen",
    36: "de naam is te lang",
    122: "uw schijfruimte is op",
}


def reason(error: OSError | ValueError) -> str:
    """Return in Dutch why the system refused."""
    number = getattr(error, "errno", None)
    return _REASONS.get(number or 0, "het systeem weigert")
