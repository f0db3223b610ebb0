"""What several organisations count on at once: the same supplier, and the same people.

Names of suppliers are matched over spellings. Names that are the same but for capitals, accents, signs and legal form
are sure; names that are only alike are put together with the doubt shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from .regiobeeld import Regiobeeld
from .tekst import fold

LIJKT: Final = 0.86
_LEGAL = re.compile(r"\b(?:b v|bv|n v|nv|v o f|vof|holding|groep|group|nederland|stichting)\b")

# What an organisation lends of its own, and what it counts on that may be somebody else's at the same moment.
UITLEEN: Final = "NW1.1.1"
TWEEDE_TAKEN: Final = {
    "NW3.1.1": "vrijwillige brandweer",
    "NW3.1.2": "reservisten",
    "NW3.1.3": "crisisteam van een ander",
}


class Concentratie(NamedTuple):
    """A supplier that `aantal` organisations named at a question. `zeker` is False where names are only alike."""

    vraag: str
    naam: str
    aantal: int
    zeker: bool
    schrijfwijzen: tuple[str, ...]


def plain(naam: str) -> str:
    """Return a name without what people spell differently: capitals, accents, signs, the legal form."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(naam)).strip()
    return re.sub(r"\s+", " ", _LEGAL.sub(" ", words)).strip() or words


def concentration(beeld: Regiobeeld, minstens: int = 2) -> tuple[Concentratie, ...]:
    """Return the suppliers that so many organisations named, most first."""
    by_question: dict[str, dict[str, dict[str, int]]] = {}
    for key, count in beeld.tellers.items():
        if key[0] == "leverancier":
            by_question.setdefault(key[1], {}).setdefault(plain(key[2]), {})[key[2]] = count
    found = []
    for vraag, names in by_question.items():
        for group in _alike(names):
            spellings = {name: count for one in group for name, count in names[one].items()}
            total = sum(spellings.values())
            if total >= minstens:
                best = max(spellings, key=lambda name: (spellings[name], name))
                found.append(Concentratie(vraag, best, total, len(group) == 1, tuple(sorted(spellings))))
    return tuple(sorted(found, key=lambda each: (-each.aantal, each.vraag, each.naam)))


class Band(NamedTuple):
    """An organisation (its code) that counts on a supplier, under the name that all spellings of it share here."""

    code: str
    vraag: str
    leverancier: str
    zeker: bool


def ties(beeld: Regiobeeld) -> tuple[Band, ...]:
    """Return who counts on which supplier that more than one counts on; empty where no rows are kept."""
    shared = concentration(beeld)
    known = {(each.vraag, name): each for each in shared for name in each.schrijfwijzen}
    found = {
        Band(row.code, vraag, known[vraag, name].naam, known[vraag, name].zeker)
        for row in (beeld.rijen or {}).values()
        for vraag, names in row.leveranciers.items()
        for name in names
        if (vraag, name) in known
    }
    return tuple(sorted(found))


def _alike(names: Iterable[str]) -> list[list[str]]:
    """Return names in groups: each is alike to the first of its group, in order of the alphabet."""
    groups: list[list[str]] = []
    for name in sorted(names):
        home = next((group for group in groups if _is_alike(group[0], name)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return groups


def _is_alike(one: str, other: str) -> bool:
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):  # depot 12 is not depot 13
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= LIJKT and matcher.quick_ratio() >= LIJKT and matcher.ratio() >= LIJKT


class Dubbel(NamedTuple):
    """People who are counted on twice: how many have a second task, at how many organisations, and what is lent."""

    vraag: str
    naam: str
    organisaties: int
    personen: int
    uitgeleend: int


def double_claims(beeld: Regiobeeld) -> tuple[Dubbel, ...]:
    """Return the people that organisations share with another task in a crisis, over the whole region."""
    lent = _sum(beeld, UITLEEN)[1]
    found = []
    for vraag, naam in TWEEDE_TAKEN.items():
        count, total = _sum(beeld, vraag)
        if total:
            found.append(Dubbel(vraag, naam, count, total, lent))
    return tuple(found)


def _sum(beeld: Regiobeeld, vraag: str) -> tuple[int, int]:
    """Return how many answered a question in numbers with more than none, and the sum, over all municipalities."""
    count = sum(value for key, value in beeld.tellers.items() if key[:2] == ("meer", vraag))
    total = sum(value for key, value in beeld.tellers.items() if key[:2] == ("som", vraag))
    return count, total // 100
