"""What several commands need: the questionnaire and the answers of a file, put together."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel

from bcm_check.core.antwoorden import Antwoorden, check_start
from bcm_check.core.beoordeling import Beoordeling, assess, with_equal
from bcm_check.core.errors import ContentRejected, WrongUse
from bcm_check.core.migratie import counts, upgrade
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.toetsing import near
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import answers, content
from bcm_check.files.locations import questionnaire, shipped, standard

NOT_SURE = "(de schijf bevestigde het niet; bij teruglezen stond het er)"  # behind "Misschien niet bewaard"


def is_plain(eenvoudig: bool) -> bool:
    """Tell whether a conversation is held in plain lines: asked for, by the environment, or on a poor terminal."""
    return eenvoudig or bool(os.environ.get("ACCESSIBLE")) or os.environ.get("TERM") == "dumb"


def tell(text: str) -> None:
    """Say something to a person: on stderr, so that results on stdout stay clean."""
    print(clean(text), file=sys.stderr)


def typed(path: Path) -> str:
    """Return a path as it can be typed in a command."""
    text = clean_line(str(path))
    if sys.platform == "win32":
        return f'"{text}"' if " " in text else text
    return shlex.quote(text)


def print_json(document: BaseModel) -> None:
    """Print a document as JSON that every program can read: in ASCII where stdout does not speak UTF."""
    print(document.model_dump_json(indent=2, ensure_ascii=not speaks_utf()))


def speaks_utf() -> bool:
    """Tell whether stdout can show every sign."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def load_vragenlijst(pad: Path | None, antwoorden: Antwoorden | None = None) -> Vragenlijst:
    """Return the questionnaire at `pad`, or the shipped one they belong to; without answers the standard."""
    lijst = content.load(_place(pad, antwoorden))
    if antwoorden is not None and antwoorden.vragenlijst.id != lijst.id:
        raise ContentRejected(
            f'Deze antwoorden horen bij de vragenlijst "{antwoorden.vragenlijst.id}", niet bij "{lijst.id}".'
        )
    return lijst


def _place(pad: Path | None, antwoorden: Antwoorden | None) -> Path:
    if pad is not None:
        return questionnaire(pad)
    if antwoorden is None:
        return standard()
    found = shipped(antwoorden.vragenlijst.id)
    if found is None:
        raise WrongUse(
            f'Deze antwoorden horen bij vragenlijst "{antwoorden.vragenlijst.id}". Noem die met --vragenlijst PAD.'
        )
    return found


def fitted(lijst: Vragenlijst, antwoorden: Antwoorden) -> Antwoorden:
    """Return the answers as far as they fit; tell what moved to the archive."""
    faults = check_start(lijst, antwoorden)
    if faults:
        raise ContentRejected(f"Dit antwoordbestand past niet bij de vragenlijst: {faults[0].tekst}", faults)
    kept, verslag = upgrade(lijst, antwoorden)
    for sentence in verslag.zinnen:
        tell(sentence)
    if antwoorden.vragenlijst.versie != lijst.versie:
        tell(f"Van versie {antwoorden.vragenlijst.versie} naar {lijst.versie}: {counts(verslag)}.")
    return kept


def load_beoordeling(
    bestand: Path, vragenlijst: Path | None, profiel: str | None, peildatum: datetime | None
) -> Beoordeling:
    """Read an answer file and assess it on a day (today by default)."""
    antwoorden = answers.read(bestand)
    lijst = load_vragenlijst(vragenlijst, antwoorden)
    check_profiel(lijst, profiel)
    day = peildatum.date() if peildatum is not None else today()
    return assess(lijst, fitted(lijst, antwoorden), day, profiel)


def check_profiel(lijst: Vragenlijst, profiel: str | None) -> None:
    """Raise WrongUse when the questionnaire has no such profile."""
    known = [each.id for each in with_equal(lijst).profielen]
    if profiel is not None and profiel not in known:
        raise WrongUse(f'Profiel "{profiel}" bestaat niet; kies uit {", ".join(known)}.{near(profiel, known)}')


def today() -> date:
    """Return today, by the clock of this machine: the core has none."""
    return datetime.now().astimezone().date()
