"""Two versions of a questionnaire side by side: what changed, and what that does to stored answers.

What it does is not foretold but tried: each kind of answer that a question can have goes through the real upgrade.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from .antwoorden import WEET_NIET, Antwoord, Antwoorden, Organisatie, check_antwoord, is_for, new
from .errors import Fault
from .migratie import upgrade
from .vraag import Vraag
from .vragenlijst import Plek, Vragenlijst

Soort = Literal["nieuw", "weg", "hernoemd", "niveaus", "antwoord", "tekst", "plaats", "telling", "publiek"]
Uitkomst = Literal["blijft", "omgezet", "opnieuw", "archief"]
MOST = 10**9 - 1  # the highest number that an answer can be


class Verschil(NamedTuple):
    """One change of a question, and what happens to an answer that is stored for it."""

    vraag: str
    soort: Soort
    tekst: str
    gevolg: str


class _Lot(NamedTuple):
    """What the upgrade does with the answers to a question: the id that they end on, and what becomes of them."""

    naar: str
    uitkomsten: frozenset[Uitkomst]
    niet_meer_voor: bool  # whether it is no longer asked of some kind of organisation


def compare(oud: Vragenlijst, nieuw: Vragenlijst) -> list[Verschil]:
    """Return every change from the old version to the new one, in the order of the old, then of the new.

    Raises ContentRejected when the old one is the newer.
    """
    lots = {plek.vraag.id: _lot(oud, nieuw, plek.vraag) for plek in oud.plekken}
    return [*_of_old(oud, nieuw, lots), *_added(oud, nieuw, lots)]


def _of_old(oud: Vragenlijst, nieuw: Vragenlijst, lots: dict[str, _Lot]) -> Iterator[Verschil]:
    for plek in oud.plekken:
        name, lot = plek.vraag.id, lots[plek.vraag.id]
        after = nieuw.plek.get(lot.naar) or nieuw.plek.get(name)
        if after is None:
            yield Verschil(name, "weg", f'"{plek.vraag.titel}" is vervallen', _effect(lot, moved=False))
            continue
        moved = after.vraag.id != name
        found = list(_changes(plek, after, lot, _effect(lot, moved=moved)))
        if moved:
            yield Verschil(name, "hernoemd", f"heet nu {after.vraag.id}", _effect(lot, moved=True))
        elif not found and (lot.uitkomsten != {"blijft"} or lot.niet_meer_voor):
            yield Verschil(name, "antwoord", "bewaarde antwoorden veranderen", _effect(lot, moved=False))
        yield from found


def _added(oud: Vragenlijst, nieuw: Vragenlijst, lots: dict[str, _Lot]) -> Iterator[Verschil]:
    renamed = {lot.naar for lot in lots.values()}
    for plek in nieuw.plekken:
        if plek.vraag.id not in oud.plek and plek.vraag.id not in renamed:
            yield Verschil(plek.vraag.id, "nieuw", f'"{plek.vraag.titel}" is nieuw', "de vraag staat open")


def _changes(before: Plek, after: Plek, lot: _Lot, effect: str) -> Iterator[Verschil]:
    name, old, new = after.vraag.id, before.vraag, after.vraag
    if old.niveaus != new.niveaus:
        levels = [str(n) for n in sorted({*old.niveaus, *new.niveaus}) if old.niveaus.get(n) != new.niveaus.get(n)]
        yield Verschil(name, "niveaus", f"niveau {', '.join(levels)} luidt anders", effect)
    if _answering(old) != _answering(new):
        yield Verschil(name, "antwoord", "wordt anders beantwoord", effect)
    if (old.vraag, old.titel, old.waarom) != (new.vraag, new.titel, new.waarom):
        yield Verschil(name, "tekst", "de vraag of uitleg luidt anders", effect)
    if (before.thuis, old.telt_ook_in) != (after.thuis, new.telt_ook_in):
        yield Verschil(name, "plaats", "telt mee in andere onderwerpen", f"{effect}; de scores veranderen")
    if _counting(old) != _counting(new):
        yield Verschil(name, "telling", "telt anders mee in de score", f"{effect}; de scores veranderen")
    if (old.voor, old.diepte, old.diepte_voor, old.als) != (new.voor, new.diepte, new.diepte_voor, new.als):
        text = "wordt aan andere organisaties, bij een andere diepte of op een andere voorwaarde gesteld"
        yield Verschil(name, "publiek", text, f"{effect}; de vraag telt mee waar zij wordt gesteld")


def _answering(vraag: Vraag) -> tuple[object, ...]:
    choices = tuple((keuze.id, keuze.tekst) for keuze in vraag.keuzes)
    return vraag.soort, choices, vraag.eenheid, vraag.minstens, vraag.hoogstens


def _counting(vraag: Vraag) -> tuple[object, ...]:
    return vraag.gewicht, vraag.kritiek, tuple((keuze.id, keuze.punten) for keuze in vraag.keuzes)


def _lot(oud: Vragenlijst, nieuw: Vragenlijst, vraag: Vraag) -> _Lot:
    kinds = [kind.id for kind in oud.doelgroepen if is_for(vraag, kind.id)] or ["organisatie"]
    dont_know = Antwoord(waarde=WEET_NIET)
    by_kind = {kind: _try(oud, nieuw, kind, vraag.id, dont_know) for kind in kinds}
    staying = [kind for kind, (outcome, _) in by_kind.items() if outcome != "archief"]
    kind = (staying or kinds)[0]
    naar = by_kind[kind][1]
    answers = (
        antwoord for antwoord in _answers(vraag, nieuw, naar) if not check_antwoord(oud, kind, vraag.id, antwoord)
    )
    outcomes = frozenset(_try(oud, nieuw, kind, vraag.id, antwoord)[0] for antwoord in (dont_know, *answers))
    return _Lot(naar, outcomes, 0 < len(staying) < len(kinds))


def _try(oud: Vragenlijst, nieuw: Vragenlijst, kind: str, name: str, given: Antwoord) -> tuple[Uitkomst, str]:
    """Return what the upgrade does with one answer, and the id that it ends on."""
    empty = new(oud, Organisatie(naam="Proef", type=kind), oud.dieptes[-1].id)
    after, verslag = upgrade(nieuw, empty.met(name, given))
    if verslag.te_bevestigen:
        return "opnieuw", verslag.te_bevestigen[0]
    if verslag.gearchiveerd:
        return "archief", verslag.gearchiveerd[0]
    return _kept(after, given)


def _kept(after: Antwoorden, given: Antwoord) -> tuple[Uitkomst, str]:
    ((name, antwoord),) = after.antwoorden.items()
    return ("blijft" if antwoord == given else "omgezet"), name


def _answers(vraag: Vraag, nieuw: Vragenlijst, naar: str) -> Iterator[Antwoord]:
    """Yield what to try: every level, choice and end of a range, old and new. Not each fits the old question."""
    after = nieuw.plek[naar].vraag if naar in nieuw.plek else vraag
    ends = (vraag.minstens, vraag.hoogstens, after.minstens, after.hoogstens)
    mapped = (level for step in nieuw.migraties for level in step.niveaus)
    numbers = {max(0, min(number, MOST)) for number in (*vraag.niveaus, *ends, *mapped)}
    for value in (*sorted(numbers), *(keuze.id for keuze in vraag.keuzes), "In woorden."):
        yield Antwoord(waarde=value)


def _effect(lot: _Lot, *, moved: bool) -> str:
    if "opnieuw" in lot.uitkomsten:
        return "de vraag wordt opnieuw gesteld; het antwoord gaat naar het archief"
    if lot.uitkomsten == {"archief"}:
        return "het antwoord gaat naar het archief"
    stays = "het antwoord gaat mee" if moved else "het antwoord blijft"
    text = "het niveau wordt omgezet volgens `migraties`" if "omgezet" in lot.uitkomsten else stays
    if "archief" in lot.uitkomsten:
        text = f"{text}; wat niet meer past, gaat naar het archief"
    if lot.niet_meer_voor:
        text = f"{text}; bij wie de vraag niet meer krijgt, gaat het naar het archief"
    return text


def released(vragenlijst: Vragenlijst) -> dict[str, str]:
    """Return what a release fixes for ever: the id of each question, with a short mark of the meaning of its levels."""
    return {plek.vraag.id: meaning(plek) for plek in vragenlijst.plekken}


def meaning(plek: Plek) -> str:
    """Return a short mark of what the levels of a question mean: it changes when a text of theirs changes."""
    vraag = plek.vraag
    said: dict[str, object] = {str(level): text for level, text in sorted(vraag.niveaus.items())}
    if vraag.soort != "schaal":
        said = {"soort": vraag.soort, "eenheid": vraag.eenheid, "van": vraag.minstens, "tot": vraag.hoogstens}
        said |= {"keuzes": {keuze.id: keuze.tekst for keuze in vraag.keuzes}}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]


def broken(vragenlijst: Vragenlijst, uitgegeven: Mapping[str, str], versie: str) -> list[Fault]:
    """Return a fault, with its path, for each promise of the last release that this questionnaire breaks.

    `uitgegeven` holds every released id with the mark of its meaning, `versie` the version that was released last.
    An id may only leave with a step in `migraties` that says where it went; a meaning may only change with the version.
    """
    known = {step.vraag for step in vragenlijst.migraties if step.soort in ("hernoem", "vervallen")}
    gone = [
        Fault(
            "uitgegeven-weg",
            f"Vraag {name} is uitgegeven en staat niet meer in de lijst; zet haar in `migraties`.",
            ("migraties",),
        )
        for name in uitgegeven
        if name not in vragenlijst.plek and name not in known
    ]
    return [*gone, *_said_otherwise(vragenlijst, uitgegeven)] if vragenlijst.versie == versie else gone


def _said_otherwise(vragenlijst: Vragenlijst, uitgegeven: Mapping[str, str]) -> Iterator[Fault]:
    for plek in vragenlijst.plekken:
        name = plek.vraag.id
        if name in uitgegeven and uitgegeven[name] != meaning(plek):
            text = (
                f"Vraag {name} zegt iets anders dan in de uitgegeven versie {vragenlijst.versie}; "
                "geef de vragenlijst een nieuwe versie."
            )
            yield Fault("uitgegeven-anders", text, plek.path)
