"""Two contributions of one organisation side by side as text, so that only what differs is read and counted again.

A contribution of 14 kB takes a millisecond to read and check; of one that was made anew most is the same, letter for
letter, and was checked the last time. What a region adds up is a sum over the parts of a contribution, each by itself
within its groups: so the part that is the same may be left out of what is taken out and of what is added.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Final, TypeAlias

# A field, and within `uren` a scenario, each with its text `"naam":waarde`, in the order of the file.
Delen: TypeAlias = dict[tuple[str, str], str]

_UREN: Final = "uren"
_ENDS: Final = (",", "}")
_KEY: Final = re.compile(r'"((?:[^"\\]|\\.)*)":')
_LINE: Final = re.compile(r'^("((?:[^"\\]|\\.)*)":.*)$', re.MULTILINE)
_value_at = json.JSONDecoder().raw_decode
# Fields of which each entry adds to the sum by itself, given the groups. Any other field is always read.
_LOS: Final = frozenset(
    ("ambitie", "getallen", "keuzes", "leveranciers", "maatregelen", "niveaus", "nvt", "scores", "weet_niet", _UREN)
)


def split(text: str, bekend: Delen) -> Delen | None:
    """Return the parts of a canonical text, or None when it is not canonical in its order.

    `bekend` are the parts of another one: what is the same letter for letter is not looked into. The values of other
    parts are not checked here.
    """
    delen: Delen = {}
    try:
        end = _members(text, "", bekend, delen, 0)
    except (ValueError, RecursionError):
        return None
    return delen if end == len(text) and _in_order(delen) else None


def _in_order(delen: Delen) -> bool:
    return all(one < other for one, other in pairwise(delen))


def _members(text: str, field: str, bekend: Delen, delen: Delen, at: int) -> int:
    """Add the members of the object that opens at `at`; return where it ends. Raises ValueError on anything else."""
    sign = "{"
    if not text.startswith(sign, at):
        raise ValueError("object")
    while sign != "}":
        at += 1
        key = _KEY.match(text, at)
        if key is None:
            raise ValueError("sleutel")
        if not field and key[1] == _UREN:
            at = _hours(text, key.end(), bekend, delen)
        else:
            place = (field, key[1]) if field else (key[1], "")
            if place in delen:
                raise ValueError("dubbel")
            known = bekend.get(place)
            if (
                known is not None
                and text.startswith(known, at)
                and text[at + len(known) : at + len(known) + 1] in _ENDS
            ):
                delen[place] = known
                at += len(known)
            else:
                end = _value_at(text, key.end())[1]
                delen[place] = text[at:end]
                at = end
        sign = text[at : at + 1]
        if sign not in _ENDS:  # at the end of the text it is empty
            raise ValueError("teken")
    return at + 1


def _hours(text: str, at: int, bekend: Delen, delen: Delen) -> int:
    """Add the scenarios of the object that opens at `at`; return where it ends. Mostly they are as they were."""
    known = {place: each for place, each in bekend.items() if place[1]}
    whole = f"{{{','.join(known.values())}}}"
    if not known or not text.startswith(whole, at):
        return _members(text, _UREN, bekend, delen, at)
    if not known.keys().isdisjoint(delen):
        raise ValueError("dubbel")
    delen |= known
    return at + len(whole)


def joined(delen: Delen) -> str:
    """Return the text of parts."""
    hours = [text for (_, scenario), text in delen.items() if scenario]
    found: list[str] = []
    for (_, scenario), text in delen.items():
        if not scenario:
            found.append(text)
        elif text is hours[0]:
            found.append(f'"{_UREN}":{{{",".join(hours)}}}')
    return f"{{{','.join(found)}}}"


def scenarios(delen: Delen) -> int:
    """Return of how many scenarios there are hours."""
    return sum(1 for _, scenario in delen if scenario)


def apart(old: Delen, new: Delen) -> tuple[str, str]:
    """Return two texts of contributions without what both have in common and adds up to nothing.

    It adds up to nothing only where both are counted in the same groups: whoever takes these apart sees to that.
    """
    same = {place for place, text in new.items() if place[0] in _LOS and old.get(place) == text}
    return _without(old, same), _without(new, same)


def _without(delen: Delen, places: set[tuple[str, str]]) -> str:
    return joined({place: text for place, text in delen.items() if place not in places})


def lines(delen: Delen, *, uren: bool) -> str:
    """Return the hours, or all other parts, as lines to be kept: a canonical text has no line ends of its own."""
    return "\n".join([text for (_, scenario), text in delen.items() if bool(scenario) == uren])


def from_lines(others: str, uren: str) -> Delen:
    """Return the parts in lines. What stands in none is no part: whoever joins these sees that it is damaged."""
    found = {(key, ""): text for text, key in _LINE.findall(others)}
    found |= {(_UREN, key): text for text, key in _LINE.findall(uren)}
    return dict(sorted(found.items()))
