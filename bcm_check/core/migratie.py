"""Upgrading stored answers to a newer version of their questionnaire, by its closed list of `migraties`.

Answers in = kept + to be confirmed + archived; a renamed one is kept. Nothing is dropped, and no answer moves to
another question but by a `hernoem` that its author wrote down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from .antwoorden import Antwoord, Antwoorden, Archiefstuk, fit
from .errors import ContentRejected
from .vragenlijst import Migratie, Vragenlijst

_WORD, _END, _NUMBER = -1, 0, 1  # `2026.1-proef` comes before `2026.1`, and that before `2026.1.1`
Key = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Verslag:
    """What an upgrade did: ids that kept their answer, of those the renamed (old, new), to be confirmed, archived."""

    bewaard: tuple[str, ...] = ()
    hernoemd: tuple[tuple[str, str], ...] = ()
    te_bevestigen: tuple[str, ...] = ()
    gearchiveerd: tuple[str, ...] = ()
    zinnen: tuple[str, ...] = field(default=())


@lru_cache(maxsize=1_000)
def version_key(versie: str) -> Key:
    """Return a key that orders versions: numbers as numbers, `2026.2` before `2026.10`, and `1` the same as `1.0`."""
    parts = [_part(part) for part in re.split(r"[.\-]", versie)]
    while parts and parts[-1] == (_NUMBER, 0, ""):
        parts.pop()
    return (*parts, (_END, 0, ""))


def _part(part: str) -> tuple[int, int, str]:
    return (_NUMBER, int(part), "") if part.isdecimal() else (_WORD, 0, part)


def upgrade(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> tuple[Antwoorden, Verslag]:
    """Return the answers as they fit this questionnaire, and what had to be done for it.

    Raises ContentRejected for answers of a newer version: read as an older one, their next upgrade would be done twice.
    """
    since, until = version_key(antwoorden.vragenlijst.versie), version_key(vragenlijst.versie)
    if since > until:
        raise ContentRejected(
            f"Deze antwoorden horen bij versie {antwoorden.vragenlijst.versie} van de vragenlijst "
            f'"{vragenlijst.id}", en deze is {vragenlijst.versie}. Gebruik de nieuwere vragenlijst.'
        )
    due = [step for step in vragenlijst.migraties if since < version_key(step.versie) <= until]
    if not due:
        fitted, told = fit(vragenlijst, antwoorden)
        archived = [piece.vraag for piece in fitted.archief[len(antwoorden.archief) :]]
        return fitted, Verslag(tuple(fitted.antwoorden), gearchiveerd=tuple(archived), zinnen=told)
    moved = _Upgrade(antwoorden)
    for _, steps in groupby(sorted(due, key=_key), _key):
        moved.apply(list(steps))
    changed = moved.result()
    fitted, told = fit(vragenlijst, changed)
    archived = [piece.vraag for piece in fitted.archief[len(changed.archief) :]]
    return fitted, Verslag(
        bewaard=tuple(fitted.antwoorden),
        hernoemd=tuple((old, new) for old, new in moved.renamed() if new in fitted.antwoorden),
        te_bevestigen=tuple(moved.to_confirm),
        gearchiveerd=(*moved.archived, *archived),
        zinnen=(*moved.told, *told),
    )


def _key(step: Migratie) -> Key:
    return version_key(step.versie)


class _Held(NamedTuple):
    """An answer on its way, with the id that it was given under."""

    antwoord: Antwoord
    gegeven_op: str


class _Upgrade:
    """The steps of one upgrade, one version after the other, on a copy.

    Within a version an answer is renamed once at most, so that two questions can change ids with each other.
    """

    def __init__(self, antwoorden: Antwoorden) -> None:
        self._start = antwoorden
        self._given = {name: _Held(antwoord, name) for name, antwoord in antwoorden.antwoorden.items()}
        self._arrived: dict[str, _Held] = {}  # renamed by the version that is being done
        self._leaving: set[str] = set()  # the ids that this version renames
        self._archive = list(antwoorden.archief)
        self.to_confirm: list[str] = []
        self.archived: list[str] = []
        self.told: list[str] = []

    def apply(self, steps: list[Migratie]) -> None:
        """Do the steps of one version, in the order in which they are written."""
        self._leaving = {step.vraag for step in steps if step.soort == "hernoem"}
        for step in steps:
            if step.soort == "hernoem":
                self._rename(step)
            else:
                self._change(step)
        self._given.update(self._arrived)
        self._arrived = {}

    def _rename(self, step: Migratie) -> None:
        old, new = step.vraag, step.naar
        if new is None or new == old or old not in self._given:
            return
        held = self._given.pop(old)
        self._make_room(old, new)
        self._arrived[new] = held
        self.told.append(f"{old} heet nu {new}. Het antwoord is meegegaan.")

    def _make_room(self, old: str, new: str) -> None:
        """Archive what stands on the id that an answer moves to, unless that moves on itself."""
        store = self._arrived if new in self._arrived else self._given
        if new not in store or (store is self._given and new in self._leaving):
            return
        self._archive.append(self._piece(new, store.pop(new).antwoord, f"Vervangen door het antwoord op {old}."))
        self.archived.append(new)
        self.told.append(f"{new}: vervangen door het antwoord op {old}. Het vorige antwoord staat in het archief.")

    def _change(self, step: Migratie) -> None:
        store = self._arrived if step.vraag in self._arrived else self._given
        if step.vraag not in store:
            return
        antwoord = store[step.vraag].antwoord
        if step.soort == "vervallen":
            self._put_away(step, store.pop(step.vraag).antwoord, "De vraag is vervallen.")
            self.archived.append(step.vraag)
        elif step.soort == "herbevestig":
            self._put_away(
                step, store.pop(step.vraag).antwoord, "De betekenis is veranderd. Beantwoord de vraag opnieuw."
            )
            self.to_confirm.append(step.vraag)
        elif antwoord.niveau in step.niveaus and step.niveaus[antwoord.niveau] != antwoord.niveau:
            level = step.niveaus[antwoord.niveau]
            changed = antwoord.model_copy(update={"waarde": level})
            store[step.vraag] = store[step.vraag]._replace(antwoord=changed)
            self.told.append(f"{step.vraag}: niveau {antwoord.niveau} heet nu niveau {level}. {step.reden}".strip())

    def _put_away(self, step: Migratie, antwoord: Antwoord, why: str) -> None:
        self._archive.append(self._piece(step.vraag, antwoord, f"{why} {step.reden}".strip()))
        self.told.append(f"{step.vraag}: {why} {step.reden} Het antwoord staat in het archief.".replace("  ", " "))

    def _piece(self, name: str, antwoord: Antwoord, why: str) -> Archiefstuk:
        stored = antwoord.model_dump(mode="json", exclude_defaults=True)
        return Archiefstuk(vraag=name, reden=why[:400], versie=self._start.vragenlijst.versie, antwoord=stored)

    def result(self) -> Antwoorden:
        """Return the answers after all steps."""
        given = {name: held.antwoord for name, held in self._given.items()}
        return self._start.model_copy(update={"antwoorden": given, "archief": tuple(self._archive)})

    def renamed(self) -> Iterator[tuple[str, str]]:
        """Yield the old and the new id of each answer that is on another id now."""
        return ((held.gegeven_op, name) for name, held in self._given.items() if held.gegeven_op != name)


def counts(verslag: Verslag) -> str:
    """Return an upgrade in one sentence."""
    parts: Iterable[tuple[int, str]] = (
        (len(verslag.bewaard), "bewaard"),
        (len(verslag.hernoemd), "hernoemd"),
        (len(verslag.te_bevestigen), "opnieuw te bevestigen"),
        (len(verslag.gearchiveerd), "naar het archief"),
    )
    return ", ".join(f"{count} {what}" for count, what in parts)
