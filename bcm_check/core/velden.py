"""The small types that the files of people and of the program are made of: ids, texts, yes or no, weights, ranges.

YAML scalars arrive as text, always: these types decide what a text means, never the YAML reader.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

# An author's editor reads `2025` or `7.3` as a number, our reader as the text that it is: its schema takes both.
_AS_TYPED = WithJsonSchema({"type": ["string", "number"]})
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,58}[A-Za-z0-9_])?$", max_length=60)]
Tekst = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), _AS_TYPED]
Regel = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True), _AS_TYPED]


def _yes_or_no(value: object) -> object:
    return {"ja": True, "nee": False}.get(value, value) if isinstance(value, str) else value


def _only_bool(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("ja-of-nee")
    return value


JaNee = Annotated[
    bool,
    BeforeValidator(_only_bool),
    BeforeValidator(_yes_or_no),
    WithJsonSchema({"enum": ["ja", "nee", True, False]}),
]

_FRACTION = re.compile(r"(\d{1,4})(?:/(\d{1,4})|[.,](\d{1,4}))?")


def _to_fraction(value: object) -> object:
    if isinstance(value, Fraction):
        return value
    match = _FRACTION.fullmatch(str(value).strip())
    if match is None or match[2] == "0":
        raise ValueError("gewicht")
    whole, under, decimals = match.groups()
    return Fraction(f"{whole}/{under}") if under else Fraction(f"{whole}.{decimals or 0}")


def _positive(value: Fraction) -> Fraction:
    if not 0 < value <= 1000:
        raise ValueError("gewicht")
    return value


Gewicht = Annotated[
    Fraction,
    AfterValidator(_positive),
    BeforeValidator(_to_fraction),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "description": "Een gewicht groter dan 0: 2, 1.5 of 3/2"}),
]


def _not_negative(value: Fraction) -> Fraction:
    if value > 1000:
        raise ValueError("punten")
    return value


Punten = Annotated[
    Fraction,
    AfterValidator(_not_negative),
    BeforeValidator(_to_fraction),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "description": "Punten vanaf 0: 1, 0.25 of 1/4"}),
]


class Bereik(NamedTuple):
    """A range from–to of whole numbers; both ends count."""

    van: int
    tot: int

    def __str__(self) -> str:
        """Show it as `2-4`, or `2` where both ends are the same."""
        return f"{self.van}-{self.tot}" if self.van != self.tot else str(self.van)


_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


def _to_range(value: object) -> object:
    if isinstance(value, Bereik):
        return value
    match = _RANGE.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("bereik")
    low, high = int(match[1]), int(match[2] or match[1])
    if low > high:
        raise ValueError("bereik-omgekeerd")
    return Bereik(low, high)


BereikVeld = Annotated[
    Bereik,
    BeforeValidator(_to_range),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d+([-–]\d+)?$", "description": "Een bereik: 2-4"}),
]


_DURATION = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,4})?)\s*(uur|uren|u|h|min|minuut|minuten|dag|dagen|week|weken)?\.?", re.IGNORECASE
)
_UNIT_MINUTES = {"m": 1, "u": 60, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
MAX_MINUTES = 366 * 24 * 60


def _to_minutes(value: object) -> object:
    """Return minutes of hours as people type them: 2, "2,5", "30 min", "3 dagen"."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("uren")
    match = _DURATION.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("uren")
    unit = (match[2] or "uur")[0].lower()
    minutes = Fraction(match[1].replace(",", ".")) * _UNIT_MINUTES[unit]
    if minutes > MAX_MINUTES:
        raise ValueError("uren")
    return int(minutes + Fraction(1, 2))


Uren = Annotated[
    int,
    BeforeValidator(_to_minutes),
    PlainSerializer(lambda minutes: f"{minutes} min", return_type=str, when_used="json"),  # as it can be read again
    WithJsonSchema(
        {"type": ["string", "number"], "description": 'Uren: 2, 2.5, "30 min" of "3 dagen"; hoogstens een jaar'}
    ),
]


def _as_day(value: object) -> object:
    """Refuse a number: it would be read as seconds since 1970."""
    if value is not None and not isinstance(value, str | date):
        raise ValueError("datum")
    return value


Dag = Annotated[date, BeforeValidator(_as_day)]


class Deel(BaseModel):
    """A part of a file: frozen, without unknown keys."""

    # built when first used: of most parts only the whole that they stand in is
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
