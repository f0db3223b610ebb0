"""Answers from a command line or a file: from what people type to valid answers, every fault named at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bcm_check.core.antwoorden import Antwoord, Antwoorden, check_antwoord, normalised
from bcm_check.core.errors import ContentRejected, Fault, FileTrouble, WrongUse
from bcm_check.core.tekst import clean_line
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import jsonreader
from bcm_check.files.faults import from_pydantic

Paar = tuple[str, dict[str, Any]]


def from_arguments(words: Iterable[str]) -> Iterator[Paar]:
    """Yield the id and the parts of each `VRAAG=WAARDE`.

    Raises WrongUse for a word that is not of that form, and for two answers to a question: which one is meant?
    """
    named: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise WrongUse(
                f'"{clean_line(word)[:60]}" is geen VRAAG=WAARDE. Typ bijvoorbeeld P1.1.2=3 of P1.1.2=weet-niet.'
            )
        name = name.strip()
        if named.setdefault(name, value) != value:
            raise WrongUse(f"Vraag {clean_line(name)[:60]} heeft in deze opdracht twee antwoorden. Geef er één.")
        yield name, _parts(value)


def _parts(value: object) -> dict[str, Any]:
    """Return a short answer as its parts: `nvt:reden` holds its reason behind the colon."""
    if isinstance(value, str):
        head, colon, reason = value.partition(":")
        if colon and head.strip().lower() in ("nvt", "n.v.t.", "n.v.t"):
            return {"waarde": "nvt", "reden": reason.strip()}
    return {"waarde": value}


def from_file(path: Path) -> Iterator[Paar]:
    """Yield the answers of a file: `{"P1.1.2": {"waarde": 4, "testdatum": "2026-05-01"}}`, or so below `antwoorden`."""
    name = jsonreader.shown(path)
    document = jsonreader.parse(jsonreader.read_bytes(path), name)
    if isinstance(document, dict) and isinstance(document.get("antwoorden"), dict):
        document = document["antwoorden"]
    if not isinstance(document, dict):
        raise FileTrouble(f'{name} hoort een object te zijn met vraag-ids als sleutels, zoals {{"P1.1.2": 3}}.')
    for question, value in document.items():
        yield question, value if isinstance(value, dict) else _parts(value)


def apply(lijst: Vragenlijst, antwoorden: Antwoorden, paren: Iterable[Paar], vandaag: date) -> Antwoorden:
    """Return the answers with every pair put in. What is not named of an existing answer stays as it was.

    Raises ContentRejected with all faults; then nothing has changed.
    """
    faults: list[Fault] = []
    for vraag_id, parts in paren:
        before = antwoorden.antwoorden.get(vraag_id)
        antwoord, wrong, is_value = _answer(vraag_id, parts, before)
        if not is_value:
            nothing = Antwoord(waarde="")  # fits no kind of question: what is wrong with it says what is expected
            wrong = [*check_antwoord(lijst, antwoorden.organisatie.type, vraag_id, nothing), *wrong]
        plek = lijst.plek.get(vraag_id)
        if antwoord is not None and plek is not None:
            antwoord = normalised(plek.vraag, antwoord)
        if antwoord is not None:
            wrong = check_antwoord(lijst, antwoorden.organisatie.type, vraag_id, antwoord, vandaag)
        if antwoord is None or wrong:
            faults += wrong
        else:
            antwoorden = antwoorden.met(vraag_id, antwoord)
    if faults:
        count = "1 antwoord klopt" if len(faults) == 1 else f"{len(faults)} antwoorden kloppen"
        raise ContentRejected(f"{count} niet. Er is niets bewaard.", faults)
    return antwoorden


def _answer(vraag_id: str, parts: dict[str, Any], before: Antwoord | None) -> tuple[Antwoord | None, list[Fault], bool]:
    """Return the answer, what is wrong with its parts, and whether its value is one that an answer can hold."""
    known = before.model_dump() if before is not None else {}
    if parts.keys() & {"waarde", "niveau"}:  # a new value needs a reason of its own
        known = {name: value for name, value in known.items() if name not in ("waarde", "reden")}
    try:
        return Antwoord.model_validate({**known, **parts}), [], True
    except ValidationError as error:
        found = from_pydantic(error, Antwoord, show_values=False)
        others = [fault for fault in found if fault.path[:1] not in (("waarde",), ("niveau",))]
        return None, _named(clean_line(vraag_id)[:60], others), len(others) == len(found)


def _named(name: str, faults: Iterable[Fault]) -> list[Fault]:
    return [Fault(fault.code, f"Vraag {name}: {fault.tekst}", fault.path) for fault in faults]


def ambitions(lijst: Vragenlijst, words: Iterable[str]) -> dict[str, int]:
    """Return the ambition for each pillar from `P1=3`. Raises WrongUse for a word that is not of that form."""
    found = {}
    for word in words:
        name, _, level = word.partition("=")
        if not (level.isdecimal() and level.isascii() and len(level) < 3):
            raise WrongUse(f'"{clean_line(word)[:60]}" is geen PIJLER=NIVEAU. Typ bijvoorbeeld P1=3.')
        found[name.strip()] = int(level)
    return found
