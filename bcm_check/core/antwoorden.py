"""What a valid answer is, whichever road it came by, and the file that holds all answers of one organisation.

Texts are the owner's own and may be long. An answer that no longer fits its questionnaire moves to `archief`: named,
kept, never dropped and never moved to another question.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from .eigen import Eigen, contested, merged
from .errors import Fault
from .toetsing import near
from .velden import Dag, Deel, Id, Regel
from .versies import ANTWOORDEN
from .vraag import Vraag
from .vragenlijst import Vragenlijst

FORMAAT: Final = "bcm-check-antwoorden"
WEET_NIET: Final = "weet_niet"
NVT: Final = "nvt"
Label = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
LABELS: tuple[Label, ...] = get_args(Label)
LABEL: Final = "TLP:AMBER+STRICT"

Vrij = Annotated[str, StringConstraints(max_length=1_000_000)]

_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")  # two decimals at most: 1.500 may be meant as a thousand and a half
_WORDS = {"weet_niet": WEET_NIET, "nvt": NVT, "n.v.t": NVT}


def _as_number(text: str) -> int | float | None:
    if not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    value = float(text.replace(",", "."))
    return int(value) if value == int(value) else value


def _spelling(value: object) -> object:
    """Accept the spellings people use: a number may be typed as text, with a comma; the rest stays as it is."""
    if type(value) is int and 0 <= value < 10**9:  # as nearly every answer in a file is: a level
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("waarde")
    if isinstance(value, str):
        text = value.strip()
        word = text.lower().replace("-", "_").replace(" ", "_").rstrip(".")
        if word in _WORDS:
            return _WORDS[word]
        number = _as_number(text)
        if not isinstance(number, int) or str(number) != text:
            return text  # what does not read back the same, such as 0591 or 2,5, stays as typed: see `normalised`
        value = number
    if not 0 <= value < 10**9:
        raise ValueError("waarde")
    return int(value) if value == int(value) else value


Waarde = Annotated[
    int | float | Vrij,
    BeforeValidator(_spelling),
    WithJsonSchema({"type": ["number", "string"], "description": "Een niveau, keuze, getal, tekst, weet-niet of nvt"}),
]


class Antwoord(Deel):
    """One answer: a level, a choice's id, a number or a text, `weet_niet`, or `nvt` with its `reden`.

    `eigenaar` is a function, never a person's name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    waarde: Waarde = Field(validation_alias=AliasChoices("waarde", "niveau"))
    reden: Vrij = ""
    toelichting: Vrij = ""
    bewijs: Vrij = ""
    eigenaar: Vrij = ""
    testdatum: Dag | None = None

    @property
    def niveau(self) -> int | None:
        """The level as it was answered, or None where the answer is no whole number."""
        return self.waarde if isinstance(self.waarde, int) else None


class Organisatie(Deel):
    """Who answers: a name and a kind; no persons.

    The rest is for adding up with others, and may be left out. `code` is random: it stands for the name wherever a
    result leaves, and is made the first time that one does.
    """

    naam: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    type: Id
    code: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{20})?$")] = ""
    gemeente: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] = ""
    sector: Id | Literal[""] = ""
    medewerkers: int | None = Field(default=None, ge=0, le=10**7)
    inwoners: int | None = Field(default=None, ge=0, le=10**8)

    def is_same(self, other: Organisatie) -> bool:
        """Tell whether both are the same organisation: what is known of it beside that may differ."""
        return (self.naam, self.type) == (other.naam, other.type)


class Herkomst(Deel):
    """Which questionnaire, and which version of it, the answers belong to."""

    id: Id
    versie: Regel


class Archiefstuk(Deel):
    """An answer that no longer fits, with the reason and the version it was given under."""

    vraag: Annotated[str, StringConstraints(max_length=200)]
    reden: Regel
    versie: Regel
    antwoord: dict[str, Any]


class Antwoorden(Deel):
    """All answers of one organisation. `teller` counts the saves: order never rests on a clock."""

    formaat: Literal["bcm-check-antwoorden"] = FORMAAT
    versie: Literal[1] = ANTWOORDEN
    teller: int = Field(default=0, ge=0)
    organisatie: Organisatie
    diepte: Id
    tlp: Label = LABEL
    vragenlijst: Herkomst
    ambitie: dict[Id, int] = Field(default_factory=dict)
    eigen: Eigen = Field(default_factory=Eigen)
    antwoorden: dict[Id, Antwoord] = Field(default_factory=dict)
    archief: tuple[Archiefstuk, ...] = ()

    def met(self, vraag_id: str, antwoord: Antwoord) -> Antwoorden:
        """Return the same with one answer given or replaced."""
        return self.model_copy(update={"antwoorden": {**self.antwoorden, vraag_id: antwoord}})


def new(vragenlijst: Vragenlijst, organisatie: Organisatie, diepte: str, tlp: Label = LABEL) -> Antwoorden:
    """Return an empty set of answers for an organisation."""
    herkomst = Herkomst(id=vragenlijst.id, versie=vragenlijst.versie)
    return Antwoorden(organisatie=organisatie, diepte=diepte, tlp=tlp, vragenlijst=herkomst)


def check_start(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> list[Fault]:
    """Return what is wrong with the kind, the depth or the ambition of an organisation's file."""
    faults = []
    kinds = [kind.id for kind in vragenlijst.doelgroepen]
    if kinds and antwoorden.organisatie.type not in kinds:
        text = f'Type "{antwoorden.organisatie.type}" bestaat niet; kies uit {", ".join(kinds)}.'
        faults.append(Fault("onbekend-type", text, ("organisatie", "type")))
    depths = [diepte.id for diepte in vragenlijst.dieptes]
    if antwoorden.diepte not in depths:
        text = f'Diepte "{antwoorden.diepte}" bestaat niet; kies uit {", ".join(depths)}.'
        faults.append(Fault("onbekende-diepte", text, ("diepte",)))
    pillars = [pijler.id for pijler in vragenlijst.pijlers]
    for name, level in antwoorden.ambitie.items():
        if name not in pillars:
            text = f'Pijler "{name}" bestaat niet; kies uit {", ".join(pillars)}.'
            faults.append(Fault("onbekende-pijler", text, ("ambitie", name)))
        elif level not in vragenlijst.niveaunaam:
            text = f"Ambitie {level} staat niet op de schaal 0 tot en met {vragenlijst.hoogste}."
            faults.append(Fault("onbekend-niveau", text, ("ambitie", name)))
    return faults


def check_antwoord(
    vragenlijst: Vragenlijst, soort: str, vraag_id: str, antwoord: Antwoord, vandaag: date | None = None
) -> list[Fault]:
    """Return what is wrong with one answer of an organisation of this kind (`soort`); empty when it may stand.

    Without `vandaag` a test date in the future is not looked at: the core has no clock.
    """
    plek = vragenlijst.plek.get(vraag_id)
    if plek is None:
        return [Fault("onbekende-vraag", f'Vraag "{vraag_id}" bestaat niet.{near(vraag_id, vragenlijst.plek)}')]
    vraag = plek.vraag
    faults = []
    if not is_for(vraag, soort):
        kind = vragenlijst.naam_doelgroep(soort)
        faults.append(Fault("niet-voor", f"Vraag {vraag_id} is niet voor dit type organisatie ({kind})."))
    if antwoord.waarde not in (WEET_NIET, NVT):
        faults += _CHECKS[vraag.soort](vraag, normalised(vraag, antwoord).waarde)
    if antwoord.waarde == NVT and not antwoord.reden.strip():
        faults.append(Fault("reden-ontbreekt", f"Vraag {vraag_id}: bij n.v.t. hoort een reden ({vraag_id}=nvt:reden)."))
    if vandaag is not None and antwoord.testdatum is not None and antwoord.testdatum > vandaag:
        day = antwoord.testdatum.strftime("%d-%m-%Y")
        faults.append(Fault("testdatum-toekomst", f"Vraag {vraag_id}: de testdatum {day} ligt in de toekomst."))
    return faults


def _check_level(vraag: Vraag, waarde: object) -> list[Fault]:
    if isinstance(waarde, int | float) and waarde in vraag.niveaus:
        return []
    levels = f"{min(vraag.niveaus)} tot en met {max(vraag.niveaus)}"
    if not isinstance(waarde, int | float):
        return [Fault("geen-waarde", f"Vraag {vraag.id}: geef een niveau ({levels}), weet-niet of nvt:reden.")]
    return [Fault("onbekend-niveau", f"Vraag {vraag.id} kent de niveaus {levels}, niet {waarde}.")]


def _check_choice(vraag: Vraag, waarde: object) -> list[Fault]:
    known = [keuze.id for keuze in vraag.keuzes]
    if str(waarde) in known:
        return []
    return [Fault("onbekende-keuze", f"Vraag {vraag.id}: kies uit {', '.join(known)}.{near(str(waarde)[:60], known)}")]


def _check_number(vraag: Vraag, waarde: object) -> list[Fault]:
    if isinstance(waarde, int | float) and vraag.minstens <= waarde <= vraag.hoogstens:
        return []
    unit = f" ({vraag.eenheid})" if vraag.eenheid else ""
    bounds = f"van {vraag.minstens} tot en met {vraag.hoogstens}{unit}"
    return [Fault("geen-getal", f"Vraag {vraag.id}: geef een getal {bounds}.")]


def _check_text(vraag: Vraag, waarde: object) -> list[Fault]:
    return [] if str(waarde).strip() else [Fault("lege-tekst", f"Vraag {vraag.id}: geef een antwoord in woorden.")]


_CHECKS: Mapping[str, Callable[[Vraag, object], list[Fault]]] = {
    "schaal": _check_level,
    "keuze": _check_choice,
    "getal": _check_number,
    "tekst": _check_text,
}


def in_words(vraag: Vraag, antwoord: Antwoord) -> str:
    """Return what was answered as people read it: `niveau 3`, `72 uur`, the text of a choice, `weet niet`."""
    waarde = antwoord.waarde
    if waarde in (WEET_NIET, NVT):
        return "weet niet" if waarde == WEET_NIET else "n.v.t."
    if vraag.soort == "schaal":
        return f"niveau {waarde}"
    if vraag.soort == "keuze":
        return next((keuze.tekst for keuze in vraag.keuzes if keuze.id == str(waarde)), str(waarde))
    return f"{str(waarde).replace('.', ',')} {vraag.eenheid}".strip() if vraag.soort == "getal" else str(waarde)


def normalised(vraag: Vraag, antwoord: Antwoord) -> Antwoord:
    """Return an answer as its question takes it: of a number or a level also `2,50` and `03` are numbers."""
    if vraag.soort in ("getal", "schaal") and isinstance(antwoord.waarde, str):
        number = _as_number(antwoord.waarde)
        return antwoord if number is None else antwoord.model_copy(update={"waarde": number})
    return antwoord


def is_for(vraag: Vraag, soort: str) -> bool:
    """Tell whether a question is for this kind of organisation."""
    return not vraag.voor or soort in vraag.voor


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last day of a shorter month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def counted(vragenlijst: Vragenlijst, antwoord: Antwoord, peildatum: date) -> tuple[int, str]:
    """Return the level that counts, and why it differs from the given one ("" when it does not).

    The highest level needs a test date; an old test counts for less (`veroudering`, domein.md 1.1). `weet_niet`
    counts as 0. Must not be asked of `nvt`.
    """
    given = antwoord.niveau
    if given is None:
        return 0, "weet niet telt als 0"
    top = vragenlijst.hoogste
    if not vragenlijst.veroudering or given < top:
        return given, ""
    if antwoord.testdatum is None:
        return top - 1, f"niveau {top} zonder testdatum telt als {top - 1}"
    if antwoord.testdatum > peildatum:
        return top - 1, f"getest na de peildatum: niveau {top} telt als {top - 1}"
    lowest, why = given, ""
    for rule in vragenlijst.veroudering:
        if rule.niveau < lowest and months_after(antwoord.testdatum, rule.maanden) < peildatum:
            lowest, why = rule.niveau, f"test ouder dan {rule.maanden} maanden telt als {rule.niveau}"
    return lowest, why


def fit(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> tuple[Antwoorden, tuple[str, ...]]:
    """Return the answers as they fit this version, `normalised`, and a sentence for each that moved to the archive.

    Answers in = kept + archived: an answer is never dropped, and never moved to another question.
    """
    kept, archived, told = {}, list(antwoorden.archief), []
    soort, versie = antwoorden.organisatie.type, antwoorden.vragenlijst.versie
    levels = vragenlijst.niveaus_voor(soort)
    for vraag_id, antwoord in antwoorden.antwoorden.items():
        sound = antwoord.waarde in levels.get(vraag_id, ())  # as nearly all are: no need to look further
        faults = [] if sound else check_antwoord(vragenlijst, soort, vraag_id, antwoord)
        if not faults:
            kept[vraag_id] = normalised(vragenlijst.plek[vraag_id].vraag, antwoord)
            continue
        archived.append(_piece(vraag_id, antwoord, faults[0].tekst[:400], versie))
        told.append(f"{vraag_id}: {faults[0].tekst} Het antwoord staat in het archief.")
    herkomst = Herkomst(id=vragenlijst.id, versie=vragenlijst.versie)
    if kept == antwoorden.antwoorden and herkomst == antwoorden.vragenlijst:
        return antwoorden, ()
    update: Mapping[str, Any] = {"antwoorden": kept, "archief": tuple(archived), "vragenlijst": herkomst}
    return antwoorden.model_copy(update=update), tuple(told)


def differences(ours: Antwoorden, theirs: Antwoorden) -> tuple[str, ...]:
    """Return the ids of the questions on which two files differ, in the order of the first, then of the second."""
    both = dict.fromkeys((*ours.antwoorden, *theirs.antwoorden))
    return tuple(name for name in both if ours.antwoorden.get(name) != theirs.antwoorden.get(name))


def merge(base: Antwoorden, ours: Antwoorden, theirs: Antwoorden) -> tuple[Antwoorden, tuple[str, ...]]:
    """Join two files that grew from one, per answer, and return the ids on which both changed to something else.

    In the result those keep *our* answer; theirs stands in the archive, so nothing is gone whatever is chosen next. An
    answer that only one side still has is kept, or archived when it was ours that let it go. What they state of their
    own (`eigen`) is joined the same way, number by number: of those the id is their place (`it:stroom`). The stricter
    label holds; an ambition that only they changed is taken over.
    """
    kept_answers, archive, torn = dict(ours.antwoorden), list(ours.archief), []
    archive += [piece for piece in theirs.archief if piece not in ours.archief]
    for name in differences(ours, theirs):
        before, mine, other = (each.antwoorden.get(name) for each in (base, ours, theirs))
        if mine == before:
            if other is not None:
                kept_answers[name] = other
            continue
        if other is None or (other == before and mine is not None):
            continue
        if other != before:
            torn.append(name)
        archive += _unless_there(archive, _other_window(name, other, theirs))
    for name, said in contested(base.eigen, ours.eigen, theirs.eigen).items():
        torn.append(name)
        archive += _unless_there(archive, _other_window(name, said, theirs))
    changed = {name: level for name, level in theirs.ambitie.items() if base.ambitie.get(name) != level}
    kept = {name: level for name, level in ours.ambitie.items() if base.ambitie.get(name) != level}
    update = {
        "antwoorden": kept_answers,
        "archief": tuple(archive),
        "teller": max(ours.teller, theirs.teller),
        "tlp": max(ours.tlp, theirs.tlp, key=LABELS.index),
        "ambitie": {**ours.ambitie, **changed, **kept},
        "eigen": merged(base.eigen, ours.eigen, theirs.eigen),
        "organisatie": _joined(base.organisatie, ours.organisatie, theirs.organisatie),
    }
    return ours.model_copy(update=update), tuple(torn)


def _joined(base: Organisatie, ours: Organisatie, theirs: Organisatie) -> Organisatie:
    """Return what is known of one organisation from two files: ours, with what only theirs tells or changed."""
    before, told = base.model_dump(), ours.model_dump(exclude_defaults=True)
    added = {
        name: value
        for name, value in theirs.model_dump(exclude_defaults=True).items()
        if name not in told or (told[name] == before[name] and name not in ("naam", "type", "code"))
    }
    return ours.model_copy(update=added)


def _unless_there(archive: Iterable[Archiefstuk], piece: Archiefstuk) -> list[Archiefstuk]:
    """Return a piece to add to an archive, unless it holds the same already."""
    there = any((old.vraag, old.antwoord) == (piece.vraag, piece.antwoord) for old in archive)
    return [] if there else [piece]


def _other_window(name: str, antwoord: Deel, theirs: Antwoorden) -> Archiefstuk:
    return _piece(name, antwoord, "In een ander venster of bestand anders beantwoord.", theirs.vragenlijst.versie)


def _piece(name: str, antwoord: Deel, why: str, versie: str) -> Archiefstuk:
    return Archiefstuk(
        vraag=name, reden=why, versie=versie, antwoord=antwoord.model_dump(mode="json", exclude_defaults=True)
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer file, its checksum included."""
    plain = Antwoorden.model_json_schema()
    plain["properties"]["controle"] = {"type": "string", "description": "Controlegetal over de inhoud (SHA-256)"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **plain}
