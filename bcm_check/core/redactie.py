"""What an editor would say of a questionnaire: content that is right by its types, and still not good enough.

Each remark is a warning with its place. Shipped content has none; a consultant's own list may choose to live with some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from .errors import Fault, Path
from .vragenlijst import Begrip, Onderwerp, Pijler, Plek, Vragenlijst

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
        for (low, before), (high, after) in combinations(levels, 2):
            if _is_alike(before.casefold(), after.casefold()):
                text = f"Vraag {plek.vraag.id}: niveau {low} en {high} zeggen bijna hetzelfde."
                yield _warn("niveaus-gelijk", text, (*plek.path, "niveaus", str(high)))


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are quick upper bounds of the third.
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


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
    everyone = frozenset(kind.id for kind in lijst.doelgroepen)
    reached: dict[str, frozenset[str]] = {}  # the kinds of organisation that can come to a question
    for plek in lijst.plekken:
        if _excludes_itself(lijst, plek):
            text = f"Vraag {plek.vraag.id} wordt nooit gesteld: haar voorwaarden sluiten elkaar uit."
            yield _warn("onbereikbaar", text, (*plek.path, "als"))
        left = frozenset(plek.vraag.voor) or everyone
        for at, als in enumerate(plek.vraag.als):
            before, left = left, left & reached[als.vraag]
            if before and not left:
                text = f"Vraag {plek.vraag.id} wordt nooit gesteld: {als.vraag} is voor andere organisaties."
                yield _warn("onbereikbaar", text, (*plek.path, "als", at))
        reached[plek.vraag.id] = left


def _excludes_itself(lijst: Vragenlijst, plek: Plek) -> bool:
    ranges: dict[str, tuple[int, int]] = {}
    for als in plek.vraag.als:
        earlier = lijst.plek[als.vraag].vraag
        whole = (earlier.minstens, earlier.hoogstens) if earlier.soort == "getal" else (0, lijst.hoogste)
        low, high = ranges.get(als.vraag, whole)
        ranges[als.vraag] = max(low, als.minstens), min(high, als.hoogstens)
    return any(low > high for low, high in ranges.values())


def _thin_points(lijst: Vragenlijst) -> Iterator[Fault]:
    direct: dict[str, set[str]] = {}
    for plek in lijst.plekken:
        for name in lijst.groepen(plek.vraag.id):
            direct.setdefault(name, set()).add(plek.vraag.id)
    for path, onderwerp in _points(lijst):
        count = len(_counted_in(onderwerp, direct))
        if onderwerp.plan and count < MIN_VRAGEN:
            text = f"Onderwerp {onderwerp.id} telt {count} vragen; minstens {MIN_VRAGEN}."
            yield _warn("te-weinig-vragen", text, path)


def _points(lijst: Vragenlijst) -> Iterator[tuple[Path, Onderwerp]]:
    for at, pijler in enumerate(lijst.pijlers):
        yield from _points_below(pijler, ("pijlers", at))


def _points_below(group: Pijler | Onderwerp, path: Path) -> Iterator[tuple[Path, Onderwerp]]:
    for at, onderwerp in enumerate(group.onderwerpen):
        here = (*path, "onderwerpen", at)
        yield here, onderwerp
        yield from _points_below(onderwerp, here)


def _counted_in(onderwerp: Onderwerp, direct: Mapping[str, set[str]]) -> set[str]:
    return direct.get(onderwerp.id, set()).union(*(_counted_in(below, direct) for below in onderwerp.onderwerpen))


def _texts(lijst: Vragenlijst) -> Iterator[tuple[Path, str]]:
    for plek in lijst.plekken:
        vraag, path = plek.vraag, plek.path
        yield from (((*path, name), getattr(vraag, name)) for name in ("titel", "vraag", "waarom"))
        yield from (((*path, "keuzes", at, "tekst"), keuze.tekst) for at, keuze in enumerate(vraag.keuzes))
        yield from (((*path, "bewijs", at), text) for at, text in enumerate(vraag.bewijs))
        yield from (((*path, "niveaus", str(level)), text) for level, text in vraag.niveaus.items())
        yield from (((*path, "voorbeelden", kind), text) for kind, text in vraag.voorbeelden.items())
    for at, maatregel in enumerate(lijst.maatregelen):
        for name in ("titel", "waarom", "hoe", "eerste_stap"):
            yield ("maatregelen", at, name), getattr(maatregel, name)
        yield ("maatregelen", at, "gezamenlijk", "vorm"), maatregel.gezamenlijk.vorm
    yield ("uitleg",), lijst.uitleg
    yield from ((("pijlers", at, "uitleg"), pijler.uitleg) for at, pijler in enumerate(lijst.pijlers))
    yield from (((*path, "kernvraag"), onderwerp.kernvraag) for path, onderwerp in _points(lijst))


def _wording(lijst: Vragenlijst) -> Iterator[Fault]:
    terms = [(_pattern(begrip), begrip) for begrip in lijst.begrippen]
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


def _pattern(begrip: Begrip) -> re.Pattern[str]:
    """Return what finds a term as a word. One in capitals is found in capitals only: `SLA`, but not `sla op`."""
    flags = re.NOFLAG if begrip.engels.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(begrip.engels)}(?!\w)", flags)
