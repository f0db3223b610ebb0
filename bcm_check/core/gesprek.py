"""The interview as a value: which questions are asked, where we are, what the next step is.

A `Gesprek` never changes; each step returns a new one. Going back discards nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .antwoorden import Antwoord, Antwoorden, is_for
from .vragenlijst import Plek, Vraag, Vragenlijst

Toestand = Literal["beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor"]
TOESTANDEN: tuple[Toestand, ...] = ("beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor")


def toestanden(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> Mapping[str, Toestand]:
    """Return the state of every question for this organisation, in the order of the document.

    A hidden question reads as unanswered to the conditions after it.
    """
    soort = antwoorden.organisatie.type
    depth = _depth_order(vragenlijst)
    wanted = depth.get(antwoorden.diepte, len(depth))
    given = antwoorden.antwoorden
    states: dict[str, Toestand] = {}
    for plek in vragenlijst.plekken:
        vraag = plek.vraag
        if not is_for(vraag, soort):
            states[vraag.id] = "niet_voor"
        elif depth.get(vraag.diepte_voor.get(soort, vraag.diepte or ""), 0) > wanted or not _holds(
            vraag, states, given
        ):
            states[vraag.id] = "niet_gesteld"
        else:
            states[vraag.id] = _of_answer(given.get(vraag.id))
    return states


def _depth_order(vragenlijst: Vragenlijst) -> dict[str, int]:
    return {diepte.id: at for at, diepte in enumerate(vragenlijst.dieptes)}


def _holds(vraag: Vraag, states: Mapping[str, Toestand], given: Mapping[str, Antwoord]) -> bool:
    for als in vraag.als:
        if states.get(als.vraag) != "beantwoord":
            return False
        niveau = given[als.vraag].niveau
        if niveau is None or not als.minstens <= niveau <= als.hoogstens:
            return False
    return True


def _of_answer(antwoord: Antwoord | None) -> Toestand:
    if antwoord is None:
        return "open"
    if antwoord.waarde == "weet_niet":
        return "weet_niet"
    return "nvt" if antwoord.waarde == "nvt" else "beantwoord"


@dataclass(frozen=True, slots=True)
class Voortgang:
    """How far we are: questions answered, questions asked in all, and the minutes that are left (an estimate)."""

    gedaan: int
    totaal: int
    minuten: int


@dataclass(frozen=True, slots=True)
class Gesprek:
    """Where an interview stands: the answers so far, and the id of the question on the screen (None: at the end)."""

    vragenlijst: Vragenlijst
    antwoorden: Antwoorden
    positie: str | None

    @property
    def gesteld(self) -> tuple[Plek, ...]:
        """The questions that are asked, in order."""
        states = toestanden(self.vragenlijst, self.antwoorden)
        return tuple(plek for plek in self.vragenlijst.plekken if not states[plek.vraag.id].startswith("niet_"))

    @property
    def huidige(self) -> Plek | None:
        """The question on the screen, or None at the end."""
        return None if self.positie is None else self.vragenlijst.plek[self.positie]

    @property
    def antwoord(self) -> Antwoord | None:
        """The answer that the question on the screen already has."""
        return None if self.positie is None else self.antwoorden.antwoorden.get(self.positie)

    def beantwoord(self, antwoord: Antwoord) -> Gesprek:
        """Give the question on the screen an answer and go on to the next one."""
        if self.positie is None:
            return self
        return replace(self, antwoorden=self.antwoorden.met(self.positie, antwoord)).verder()

    def verder(self) -> Gesprek:
        """Go to the next question, answered or not; after the last one comes the end."""
        asked = [plek.vraag.id for plek in self.gesteld]
        if self.positie is None:
            return self
        at = asked.index(self.positie) + 1
        return replace(self, positie=asked[at] if at < len(asked) else None)

    def terug(self) -> Gesprek:
        """Go one question back; at the first one stay there. Nothing is discarded."""
        asked = [plek.vraag.id for plek in self.gesteld]
        if not asked:
            return self
        at = len(asked) if self.positie is None else asked.index(self.positie)
        return replace(self, positie=asked[max(at - 1, 0)])

    def naar_open(self) -> Gesprek:
        """Go to the first question without an answer, or to the end when there is none."""
        answered = self.antwoorden.antwoorden
        return replace(self, positie=next((p.vraag.id for p in self.gesteld if p.vraag.id not in answered), None))

    def einde_pijler(self, vraag_id: str) -> bool:
        """Tell whether this question is the last one that is asked in its pillar."""
        asked = self.gesteld
        pijler = self.vragenlijst.plek[vraag_id].pijler.id
        return [plek.vraag.id for plek in asked if plek.pijler.id == pijler][-1:] == [vraag_id]

    def voortgang(self) -> Voortgang:
        """Return how far we are; the time left follows from the minutes of this depth."""
        asked = self.gesteld
        done = sum(plek.vraag.id in self.antwoorden.antwoorden for plek in asked)
        minutes = {diepte.id: diepte.minuten for diepte in self.vragenlijst.dieptes}.get(self.antwoorden.diepte, 60)
        left = -(-minutes * (len(asked) - done) // len(asked)) if asked else 0
        return Voortgang(done, len(asked), left)


def begin(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> Gesprek:
    """Start or resume: at the first question without an answer."""
    return Gesprek(vragenlijst, antwoorden, None).naar_open()
