"""What an editor would say of a questionnaire: content that is right by its types, and still not good enough.

Each remark is a warning with its place. Shipped content has none; a consultant's own list may choose to live with some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from .errors import Fault, Path
from .vragenlijst import Plek, Vragenlijst, groups

MAX_WORDS = 25
MIN_VRAGEN = 3
ALIKE = 0.92

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_AND_OR = re.compile(r"\ben\s*/\s*of\b", re.IGNORECASE)
# A status that changes: a law that "applies since" or "is in force" is for the sources, with its certainty.
_STATUS = re.compile(
    r"wettelijk verplicht|verplicht sinds|is verplicht volgens|van kracht|in werking getreden|geldt sinds|"
    r"moet volgens de wet|valt u onder de (?:Wwke|Cbw)",
    re.IGNORECASE,
)


def review(vragenlijst: Vragenlijst) -> list[Fault]:
    """Return every warning, in a fixed order."""
    checks: tuple[Callable[[Vragenlijst], Iterator[Fault]], ...] = (
        _levels_alike,
        _levels_without_measure,
        _unused_measures,
        _unreachable,
        _thin_points,
        _wording,
    )
    return [fault for one in checks for fault in one(vragenlijst)]


def _warn(code: str, tekst: str, path: Path) -> Fault:
    return Fault(code, tekst, path, waarschuwing=True)


def _levels_alike(lijst: Vragenlijst) -> Iterator[Fault]:
    for plek in lijst.plekken:
        levels = sorted(plek.vraag.niveaus.items())
        for (low, before), (high, after) in pairwise(levels):
            if SequenceMatcher(None, before.casefold(), after.casefold(), autojunk=False).ratio() > ALIKE:
                text = f"Vraag {plek.vraag.id}: niveau {low} en {high} zeggen bijna hetzelfde."
                yield _warn("niveaus-gelijk", text, (*plek.path, "niveaus", str(high)))


def _levels_without_measure(lijst: Vragenlijst) -> Iterator[Fault]:
    for plek in lijst.plekken:
        reached = max((stap.naar for stap in plek.vraag.maatregelen), default=0)
        if lijst.maatregelen and plek.vraag.niveaus and reached < lijst.hoogste:
            text = f"Vraag {plek.vraag.id}: geen maatregel brengt verder dan niveau {reached}."
            yield _warn("niveau-zonder-maatregel", text, plek.path)


def _unused_measures(lijst: Vragenlijst) -> Iterator[Fault]:
    used = {stap.id for plek in lijst.plekken for stap in plek.vraag.maatregelen}
    used |= {name for maatregel in lijst.maatregelen for name in maatregel.vereist}
    for at, maatregel in enumerate(lijst.maatregelen):
        if maatregel.id not in used:
            yield _warn("maatregel-ongebruikt", f"Geen vraag gebruikt maatregel {maatregel.id}.", ("maatregelen", at))


def _unreachable(lijst: Vragenlijst) -> Iterator[Fault]:
    everyone = {kind.id for kind in lijst.doelgroepen}
    for plek in lijst.plekken:
        if _excludes_itself(plek):
            text = f"Vraag {plek.vraag.id} wordt nooit gesteld: haar voorwaarden sluiten elkaar uit."
            yield _warn("onbereikbaar", text, (*plek.path, "als"))
        for at, als in enumerate(plek.vraag.als):
            earlier = lijst.plek[als.vraag].vraag
            here, there = (set(vraag.voor) or everyone for vraag in (plek.vraag, earlier))
            if everyone and not here & there:
                text = f"Vraag {plek.vraag.id} wordt nooit gesteld: {als.vraag} is voor andere organisaties."
                yield _warn("onbereikbaar", text, (*plek.path, "als", at))


def _excludes_itself(plek: Plek) -> bool:
    ranges: dict[str, tuple[int, int]] = {}
    for als in plek.vraag.als:
        low, high = ranges.get(als.vraag, (0, als.hoogstens))
        ranges[als.vraag] = max(low, als.minstens), min(high, als.hoogstens)
    return any(low > high for low, high in ranges.values())


def _thin_points(lijst: Vragenlijst) -> Iterator[Fault]:
    counts: dict[str, int] = {}
    for plek in lijst.plekken:
        for name in lijst.groepen(plek.vraag.id):
            counts[name] = counts.get(name, 0) + 1
    for at, pijler in enumerate(lijst.pijlers):
        for number, onderwerp in enumerate(groups(pijler)):
            count = counts.get(onderwerp.id, 0)
            if onderwerp.plan and count < MIN_VRAGEN:
                text = f"Onderwerp {onderwerp.id} telt {count} vragen; minstens {MIN_VRAGEN}."
                yield _warn("te-weinig-vragen", text, ("pijlers", at, "onderwerpen", number))


def _texts(lijst: Vragenlijst) -> Iterator[tuple[Path, str]]:
    for plek in lijst.plekken:
        vraag, path = plek.vraag, plek.path
        yield (*path, "vraag"), vraag.vraag
        yield (*path, "waarom"), vraag.waarom
        yield from (((*path, "niveaus", str(level)), text) for level, text in vraag.niveaus.items())
        yield from (((*path, "voorbeelden", kind), text) for kind, text in vraag.voorbeelden.items())
    for at, maatregel in enumerate(lijst.maatregelen):
        for name in ("titel", "waarom", "hoe", "eerste_stap"):
            yield ("maatregelen", at, name), getattr(maatregel, name)


def _wording(lijst: Vragenlijst) -> Iterator[Fault]:
    terms = [(re.compile(rf"\b{re.escape(b.engels)}\b", re.IGNORECASE), b) for b in lijst.begrippen]
    for path, text in _texts(lijst):
        if _AND_OR.search(text):
            yield _warn("en-of", 'Schrijf geen "en/of": kies, of stel twee vragen.', path)
        longest = max((len(sentence.split()) for sentence in _SENTENCE.split(text)), default=0)
        if longest > MAX_WORDS:
            yield _warn("lange-zin", f"Een zin van {longest} woorden; hoogstens {MAX_WORDS}.", path)
        for pattern, begrip in terms:
            if pattern.search(text):
                yield _warn("engelse-term", f'Schrijf "{begrip.nederlands}" in plaats van "{begrip.engels}".', path)
        if _STATUS.search(text):
            yield _warn("wetsstatus-zeker", "Noem de status van een wet niet als zeker; zet die bij de bronnen.", path)
