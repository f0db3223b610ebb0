"""Upgrading stored answers to a newer version of their questionnaire, by its closed list of `migraties`.

Answers in = kept + to be confirmed + archived; a renamed one is kept. Nothing is dropped, and no answer moves to
another question but by a `hernoem` that its author wrote down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .antwoorden import Antwoord, Antwoorden, Archiefstuk, fit
from .vragenlijst import Migratie, Vragenlijst


@dataclass(frozen=True, slots=True)
class Verslag:
    """What an upgrade did: ids that kept their answer, were renamed (old, new), must be confirmed, or were archived."""

    bewaard: tuple[str, ...] = ()
    hernoemd: tuple[tuple[str, str], ...] = ()
    te_bevestigen: tuple[str, ...] = ()
    gearchiveerd: tuple[str, ...] = ()
    zinnen: tuple[str, ...] = field(default=())


def version_key(versie: str) -> tuple[tuple[int, str], ...]:
    """Return a key that orders versions: numbers as numbers, `2026.2` before `2026.10`."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"[.\-]", versie))


def upgrade(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> tuple[Antwoorden, Verslag]:
    """Return the answers as they fit this questionnaire, and what had to be done for it."""
    since = version_key(antwoorden.vragenlijst.versie)
    due = [step for step in vragenlijst.migraties if version_key(step.versie) > since]
    moved = _Upgrade(antwoorden)
    for step in sorted(due, key=lambda each: version_key(each.versie)):
        moved.apply(step)
    changed = moved.result()
    fitted, told = fit(vragenlijst, changed)
    archived = [piece.vraag for piece in fitted.archief[len(changed.archief) :]]
    return fitted, Verslag(
        bewaard=tuple(fitted.antwoorden),
        hernoemd=tuple(moved.renamed),
        te_bevestigen=tuple(moved.to_confirm),
        gearchiveerd=(*moved.archived, *archived),
        zinnen=(*moved.told, *told),
    )


class _Upgrade:
    """The steps of one upgrade, one after the other, on a copy."""

    def __init__(self, antwoorden: Antwoorden) -> None:
        self._start = antwoorden
        self._given = dict(antwoorden.antwoorden)
        self._archive = list(antwoorden.archief)
        self.renamed: list[tuple[str, str]] = []
        self.to_confirm: list[str] = []
        self.archived: list[str] = []
        self.told: list[str] = []

    def apply(self, step: Migratie) -> None:
        """Do one step on the answer it names, if there is one."""
        antwoord = self._given.get(step.vraag)
        if antwoord is None:
            return
        if step.soort == "hernoem" and step.naar is not None:
            self._rename(step.vraag, step.naar, antwoord)
        elif step.soort == "vervallen":
            self._put_away(step, antwoord, "De vraag is vervallen.")
            self.archived.append(step.vraag)
        elif step.soort == "herbevestig":
            self._put_away(step, antwoord, "De betekenis is veranderd. Beantwoord de vraag opnieuw.")
            self.to_confirm.append(step.vraag)
        elif antwoord.niveau in step.niveaus:
            level = step.niveaus[antwoord.niveau]
            self._given[step.vraag] = antwoord.model_copy(update={"waarde": level})
            self.told.append(f"{step.vraag}: niveau {antwoord.niveau} heet nu niveau {level}. {step.reden}".strip())

    def _rename(self, old: str, new: str, antwoord: Antwoord) -> None:
        if new in self._given:
            self._archive.append(self._piece(new, self._given[new], f"Vervangen door het antwoord op {old}."))
            self.archived.append(new)
        del self._given[old]
        self._given[new] = antwoord
        self.renamed.append((old, new))
        self.told.append(f"{old} heet nu {new}. Het antwoord is meegegaan.")

    def _put_away(self, step: Migratie, antwoord: Antwoord, why: str) -> None:
        del self._given[step.vraag]
        self._archive.append(self._piece(step.vraag, antwoord, f"{why} {step.reden}".strip()))
        self.told.append(f"{step.vraag}: {why} {step.reden} Het antwoord staat in het archief.".replace("  ", " "))

    def _piece(self, name: str, antwoord: Antwoord, why: str) -> Archiefstuk:
        stored = antwoord.model_dump(mode="json", exclude_defaults=True)
        return Archiefstuk(vraag=name, reden=why[:400], versie=self._start.vragenlijst.versie, antwoord=stored)

    def result(self) -> Antwoorden:
        """Return the answers after all steps."""
        update = {"antwoorden": self._given, "archief": tuple(self._archive)}
        return self._start.model_copy(update=update)


def counts(verslag: Verslag) -> str:
    """Return an upgrade in one sentence."""
    parts: Iterable[tuple[int, str]] = (
        (len(verslag.bewaard), "bewaard"),
        (len(verslag.hernoemd), "hernoemd"),
        (len(verslag.te_bevestigen), "opnieuw te bevestigen"),
        (len(verslag.gearchiveerd), "naar het archief"),
    )
    return ", ".join(f"{count} {what}" for count, what in parts)
