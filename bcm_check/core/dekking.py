"""The crosswalk: which question serves which point of the plan, clause or law, and which of those have none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .vragenlijst import Bron, Onderwerp, Vragenlijst, groups

_RANGE = re.compile(r"([\d.]+)\s*[-–]\s*([\d.]+)")


class Dekkingsregel(NamedTuple):
    """One place (a point, a clause, a law) and the ids of the questions that serve it; an empty tuple is a gap."""

    bron: str
    plaats: str
    vragen: tuple[str, ...]


def points(vragenlijst: Vragenlijst) -> tuple[Dekkingsregel, ...]:
    """Return each point of the plan with the questions that count in it, or in a group below it."""
    direct: dict[str, set[str]] = {}
    for plek in vragenlijst.plekken:
        for name in vragenlijst.groepen(plek.vraag.id):
            direct.setdefault(name, set()).add(plek.vraag.id)
    named = (group for pijler in vragenlijst.pijlers for group in groups(pijler))
    return tuple(
        Dekkingsregel("plan", group.id, tuple(sorted(_serving(group, direct), key=vragenlijst.volgnummer.__getitem__)))
        for group in named
    )


def _serving(group: Onderwerp, direct: Mapping[str, set[str]]) -> set[str]:
    return direct.get(group.id, set()).union(*(_serving(below, direct) for below in group.onderwerpen))


def sources(vragenlijst: Vragenlijst) -> tuple[Dekkingsregel, ...]:
    """Return each place in a norm or a law that is referred to, and each that its source lists without a question."""
    rows: list[Dekkingsregel] = []
    for bron in vragenlijst.bronnen:
        if bron.soort in ("norm", "wet"):
            rows.extend(_of_source(vragenlijst, bron))
    return tuple(rows)


def _of_source(vragenlijst: Vragenlijst, bron: Bron) -> Iterator[Dekkingsregel]:
    serving: dict[str, list[str]] = {name: [] for name in bron.plaatsen}
    for plek in vragenlijst.plekken:
        for verwijzing in plek.vraag.bronnen:
            if verwijzing.bron == bron.id:
                for name in single_places(verwijzing.plaats, bron.plaatsen):
                    serving.setdefault(name, []).append(plek.vraag.id)
    for name in sorted(serving, key=_order):
        found = {vraag for other, vragen in serving.items() if _is_within(other, name) for vraag in vragen}
        in_order = (plek.vraag.id for plek in vragenlijst.plekken if plek.vraag.id in found)
        yield Dekkingsregel(bron.id, name, tuple(in_order))


def single_places(plaats: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the places in a text like `8.4.2-8.4.3, 7.11`; "" is the whole source.

    Of a range the ends count, and what is known to lie between them.
    """
    found: list[str] = []
    for part in re.split(r"[,;]\s*|\s+en\s+", plaats.strip(" ,;")):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            found.append(part.strip())
            continue
        low, high = match.groups()
        between = (name for name in known if _order(low) < _order(name) < _order(high))
        found.extend((low, *between, high))
    return tuple(dict.fromkeys(found))


def _is_within(place: str, wider: str) -> bool:
    return place == wider or (bool(wider) and place.startswith(f"{wider}."))


def _order(place: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (10**6, part) for part in place.split("."))
