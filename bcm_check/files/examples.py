"""Example organisations: fictional, wholly answered, written by people in YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from bcm_check.core import antwoorden as core_antwoorden
from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, check_antwoord, check_start, normalised
from bcm_check.core.eigen import Eigen
from bcm_check.core.errors import ContentRejected, FileTrouble
from bcm_check.core.velden import Deel, Id
from bcm_check.core.vragenlijst import Vragenlijst

from . import yamlreader
from .faults import from_pydantic
from .jsonreader import read_bytes, shown


class _Voorbeeld(Deel):
    organisatie: Organisatie
    peildatum: date
    diepte: Id
    ambitie: dict[Id, int] = Field(default_factory=dict)
    antwoorden: dict[Id, Antwoord]
    eigen: Eigen = Field(default_factory=Eigen)


class Voorbeeld(NamedTuple):
    """An example: its answers, and the day they are looked at."""

    antwoorden: Antwoorden
    peildatum: date


def load(path: Path, lijst: Vragenlijst) -> Voorbeeld:
    """Read an example that fits this questionnaire. Raises ContentRejected or FileTrouble when it does not."""
    try:
        document, refused = yamlreader.parse(yamlreader.decode(read_bytes(path)))
        found = _Voorbeeld.model_validate(document)
    except yamlreader.YamlFaults as error:
        raise FileTrouble(f"{shown(path)} kan niet worden gelezen: {error.fault.tekst}") from None
    except ValidationError as error:
        faults = from_pydantic(error, _Voorbeeld, show_values=True)
        raise ContentRejected(f"{shown(path)} klopt niet: {faults[0].tekst}", faults) from None
    fresh = core_antwoorden.new(lijst, found.organisatie, found.diepte)
    told = {"antwoorden": _given(lijst, found), "ambitie": dict(found.ambitie), "eigen": found.eigen}
    filled = fresh.model_copy(update=told)
    soort = found.organisatie.type
    wrong = [f for name, a in filled.antwoorden.items() for f in check_antwoord(lijst, soort, name, a, found.peildatum)]
    wrong = [*refused, *check_start(lijst, filled), *wrong]
    if wrong:
        raise ContentRejected(f"{shown(path)} past niet bij de vragenlijst: {wrong[0].tekst}", wrong)
    return Voorbeeld(filled, found.peildatum)


def _given(lijst: Vragenlijst, found: _Voorbeeld) -> dict[str, Antwoord]:
    """Return the answers as their questions take them."""
    known = lijst.plek
    return {name: normalised(known[name].vraag, a) if name in known else a for name, a in found.antwoorden.items()}
