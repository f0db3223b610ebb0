"""What several organisations count on at once: the same supplier, and the same people.

Names of suppliers are matched over spellings. Names that are the same but for capitals, accents, signs and legal form
are sure; names that are only alike, or the same but for a word such as *groep*, are put together with the doubt shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from .regiobeeld import Regiobeeld
from .tekst import fold

LIJKT: Final = 0.86
EINDEN: Final = 4  # names are compared when they begin or end with the same signs: a slip in both is not seen
MEESTE_VERGELEKEN: Final = 100  # with the same beginning or end; of more, only those that are the same are joined
_LEGAL = re.compile(r"\b(?:b v|bv|n v|nv|v o f|vof)\b")
_REMARK = re.compile(r"\([^()]*\)")  # the questionnaire asks to add whether it is a delivery or a hire
_KIND = re.compile(r"\b(?:huur|levering)$")
_LOOSE = re.compile(r"\b(?:holding|groep|group|nederland|stichting)\b")

LEVERT: Final = {  # what a supplier is for, by question of the list `netwerk`
    "NW2.1.1": "stroom of aggregaten",
    "NW2.1.2": "brandstof",
    "NW2.2.1": "internet",
    "NW2.2.2": "mobiele telefoon",
    "NW2.2.3": "ICT en cloud",
    "NW2.3.1": "water",
    "NW2.3.2": "voedsel",
    "NW2.3.3": "vervoer",
}

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
    """Return a name without what people spell differently: capitals, accents, signs, remarks, the legal form."""
    bare = _REMARK.sub(" ", naam)
    words = _without(_KIND, _words(bare if bare.strip() else naam))
    return _without(_LEGAL, words)


def _words(naam: str) -> str:
    """Return the letters and figures of a name, of any script; the name itself where it has none."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(naam)).split()) or naam


def _without(pattern: re.Pattern[str], words: str) -> str:
    return " ".join(pattern.sub(" ", words).split()) or words


def concentration(beeld: Regiobeeld, minstens: int = 2) -> tuple[Concentratie, ...]:
    """Return the suppliers that so many organisations named, most first.

    Where no rows are kept, an organisation that named one supplier in two spellings counts twice.
    """
    named = _named(beeld)
    by_question: dict[str, dict[str, list[str]]] = {}
    for key in sorted(key for key in beeld.tellers if key[0] == "leverancier"):
        by_question.setdefault(key[1], {}).setdefault(plain(key[2]), []).append(key[2])
    found = []
    for vraag, names in by_question.items():
        for group in _alike(names):
            spellings = {name: beeld.tellers["leverancier", vraag, name] for one in group for name in names[one]}
            codes = {code for name in spellings for code in named.get((vraag, name), ())}
            total = len(codes) if beeld.rijen is not None else sum(spellings.values())
            if total >= minstens:
                best = max(spellings, key=lambda name: (spellings[name], name))
                sure = len(group) == 1 and len(_forms(spellings)) < 2
                found.append(Concentratie(vraag, best, total, sure, tuple(sorted(spellings))))
    return tuple(sorted(found, key=lambda each: (-each.aantal, each.vraag, each.naam)))


def _named(beeld: Regiobeeld) -> Mapping[tuple[str, str], set[str]]:
    """Return the codes of the organisations that named a supplier, by question and spelling."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in (beeld.rijen or {}).values():
        for vraag, names in row.leveranciers.items():
            for name in names:
                found.setdefault((vraag, name), set()).add(row.code)
    return found


def _forms(names: Iterable[str]) -> set[str]:
    """Return the legal forms that stand in names: of one supplier there is one, or none is written."""
    return {form.replace(" ", "") for name in names for form in _LEGAL.findall(_words(name))}


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
    same: dict[str, list[str]] = {}
    near: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
    for name in sorted(names):
        bare = _without(_LOOSE, name)
        letters = bare.replace(" ", "")
        ends = [("begin", letters[:EINDEN]), ("eind", letters[-EINDEN:])]
        home = same.get(bare) or _home(bare, [each for end in ends for each in near.get(end, ())])
        if home is not None:
            home.append(name)
            continue
        groups.append([name])
        same[bare] = groups[-1]
        for end in ends:
            known = near.setdefault(end, [])
            if len(known) < MEESTE_VERGELEKEN:
                known.append((bare, groups[-1]))
    return groups


def _home(name: str, near: Iterable[tuple[str, list[str]]]) -> list[str] | None:
    """Return the group whose first name is alike, if any; the first of them in order of the alphabet."""
    matcher = SequenceMatcher(None, b=name, autojunk=False)
    figures = re.findall(r"\d+", name)
    alike = [group for first, group in near if re.findall(r"\d+", first) == figures and _is_alike(matcher, first)]
    return min(alike, default=None)  # depot 12 is not depot 13


def _is_alike(matcher: SequenceMatcher[str], name: str) -> bool:
    matcher.set_seq1(name)
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
