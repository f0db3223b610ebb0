"""Two versions of a questionnaire side by side: what changed, and what that does to stored answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .migratie import version_key
from .vragenlijst import Migratie, Plek, Vragenlijst

Soort = Literal["nieuw", "weg", "hernoemd", "niveaus", "tekst", "plaats", "publiek"]


class Verschil(NamedTuple):
    """One change of a question, and what happens to an answer that is stored for it."""

    vraag: str
    soort: Soort
    tekst: str
    gevolg: str


def compare(oud: Vragenlijst, nieuw: Vragenlijst) -> list[Verschil]:
    """Return every change from the old version to the new one, in the order of the old, then of the new."""
    since = version_key(oud.versie)
    steps = {step.vraag: step for step in nieuw.migraties if version_key(step.versie) > since}
    return [*_of_old(oud, nieuw, steps), *_added(oud, nieuw, steps)]


def _of_old(oud: Vragenlijst, nieuw: Vragenlijst, steps: dict[str, Migratie]) -> Iterator[Verschil]:
    for plek in oud.plekken:
        name = plek.vraag.id
        step = steps.get(name)
        if step is not None and step.soort == "hernoem" and step.naar is not None and step.naar in nieuw.plek:
            yield Verschil(name, "hernoemd", f"heet nu {step.naar}", "het antwoord gaat mee")
            yield from _changes(plek, nieuw.plek[step.naar], step)
        elif name in nieuw.plek:
            yield from _changes(plek, nieuw.plek[name], step)
        else:
            yield Verschil(name, "weg", f'"{plek.vraag.titel}" is vervallen', "het antwoord gaat naar het archief")


def _added(oud: Vragenlijst, nieuw: Vragenlijst, steps: dict[str, Migratie]) -> Iterator[Verschil]:
    renamed = {step.naar for step in steps.values() if step.soort == "hernoem"}
    for plek in nieuw.plekken:
        if plek.vraag.id not in oud.plek and plek.vraag.id not in renamed:
            yield Verschil(plek.vraag.id, "nieuw", f'"{plek.vraag.titel}" is nieuw', "de vraag staat open")


def _changes(before: Plek, after: Plek, step: Migratie | None) -> Iterator[Verschil]:
    name, old, new = after.vraag.id, before.vraag, after.vraag
    if old.niveaus != new.niveaus:
        levels = [str(level) for level in sorted(new.niveaus) if old.niveaus.get(level) != new.niveaus[level]]
        yield Verschil(name, "niveaus", f"niveau {', '.join(levels)} luidt anders", _effect(step))
    if (old.vraag, old.titel, old.waarom) != (new.vraag, new.titel, new.waarom):
        yield Verschil(name, "tekst", "de vraag of uitleg luidt anders", _effect(step))
    if (before.thuis, old.telt_ook_in) != (after.thuis, new.telt_ook_in):
        yield Verschil(name, "plaats", "telt mee in andere onderwerpen", "het antwoord blijft; de scores veranderen")
    if (old.voor, old.diepte, old.diepte_voor) != (new.voor, new.diepte, new.diepte_voor):
        yield Verschil(name, "publiek", "wordt aan andere organisaties of bij een andere diepte gesteld", _AUDIENCE)


_AUDIENCE = "het antwoord blijft in het bestand, en telt mee waar de vraag wordt gesteld"


def _effect(step: Migratie | None) -> str:
    if step is None or step.soort == "hernoem":
        return "het antwoord blijft"
    if step.soort == "herbevestig":
        return "de vraag wordt opnieuw gesteld; het antwoord gaat naar het archief"
    return "het niveau wordt omgezet volgens `migraties`"


def released(vragenlijst: Vragenlijst) -> dict[str, str]:
    """Return what a release fixes for ever: the id of each question, with a short mark of the meaning of its levels."""
    return {plek.vraag.id: meaning(plek) for plek in vragenlijst.plekken}


def meaning(plek: Plek) -> str:
    """Return a short mark of what the levels of a question mean: it changes when a text of theirs changes."""
    levels = json.dumps({str(level): text for level, text in sorted(plek.vraag.niveaus.items())}, ensure_ascii=False)
    return hashlib.sha256(levels.encode()).hexdigest()[:12]


def broken(vragenlijst: Vragenlijst, uitgegeven: dict[str, str]) -> list[str]:
    """Return a sentence for each released id that is gone without a step in `migraties`."""
    known = {step.vraag for step in vragenlijst.migraties}
    return [
        f"Vraag {name} is uitgegeven en staat niet meer in de lijst; zet haar in `migraties`."
        for name in uitgegeven
        if name not in vragenlijst.plek and name not in known
    ]
