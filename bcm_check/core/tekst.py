"""Text from people, made safe to show: one cleaning function for every output (terminal, workbook, Markdown).

Control characters, direction marks and invisible characters are made visible, never dropped: what a
stranger hid in a name must be seen, and must not steer a terminal or corrupt a workbook.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_VISIBLE_BLANKS = {"\t": " ", "\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"}
# Everything a terminal, a reader or a workbook may act upon without showing it. Ordinary text has none of it, so one
# scan settles nearly every string. The joiners and variation selectors are in: they can hide a text within a text.
_PLANES = range(0x10000, 0x110000, 0x10000)  # the last two places of each plane are no characters
_HOSTILE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES) + "]"
)


def _show(match: re.Match[str]) -> str:
    char = match[0]
    if char in _VISIBLE_BLANKS:
        return _VISIBLE_BLANKS[char]
    return f"⟨{ord(char):04X}⟩"


def clean(text: str) -> str:
    """Return `text` with every control, direction and invisible character shown as ⟨hex⟩; line ends become newlines.

    Idempotent. Ordinary text comes back as the same object.
    """
    if not _HOSTILE.search(text):
        return text
    return _HOSTILE.sub(_show, text.replace("\r\n", "\n"))


def clean_line(text: str) -> str:
    """Return `clean(text)` on one line, runs of white space folded."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Return `text` without case and accents, for comparing names that look the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tenths(value: Fraction) -> int:
    """Return a score in [0, 1] as a count of tenths of a percent, rounded half up (ontwerp 6: once, at display)."""
    scaled = value * 1000
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


def percent(value: Fraction | None) -> float | None:
    """Return a score in [0, 1] as 0–100 with one decimal, half up; None stays None (no score is not zero)."""
    return None if value is None else tenths(value) / 10


def decimal(value: float | None, missing: str = "geen score") -> str:
    """Return a number with one decimal in Dutch notation: `66,7`."""
    return missing if value is None else f"{value:.1f}".replace(".", ",")


# Patterns that look like personal data (domein.md 6.3, point 6): a warning, never a refusal.
_PERSONAL = (
    ("een e-mailadres", re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")),
    (
        "een telefoonnummer",
        re.compile(r"(?<!\d)(?:(?:\+|00)31\s?(?:\(0\))?|\(?0)[\s-]?[1-9](?:[\s)-]{0,2}\d){8}(?!\d)"),
    ),
    ("een IP-adres", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")),
    ("een kenteken", re.compile(r"\b(?:[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|\d{2}-[A-Z]{2,3}-\d{1,2})\b")),
)


def personal(text: str) -> str | None:
    """Return what in `text` looks like personal data (`een e-mailadres`), or None."""
    for name, pattern in _PERSONAL:
        if pattern.search(text):
            return name
    return None
