"""The interview as a value: which questions are asked, where we are, what the next step is.

A `Gesprek` never changes; each step returns a new one. Going back discards nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .antwoorden import NVT, WEET_NIET, Antwoord, Antwoorden, is_for
from .vraag import Vraag
from .vragenlijst import Plek, Vragenlijst

Toestand = Literal["beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor"]
TOESTANDEN: tuple[Toestand, ...] = ("beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor")


def toestanden(vragenlijst: Vragenlijst, antwoorden: Antwoorden) -> Mapping[str, Toestand]:
    """Return the state of every question for this organisation, in the order of the document.

    A hidden question reads as unanswered to the conditions after it.
    """
    given = antwoorden.antwoorden
    states: dict[str, Toestand] = {}
    for vraag, fixed in _frame(vragenlijst, antwoorden.organisatie.type, antwoorden.diepte):
        name = vraag.id
        if fixed is not None:
            states[name] = fixed
        elif vraag.als and not _holds(vraag, states, given):
            states[name] = "niet_gesteld"
        else:
            states[name] = _of_answer(given.get(name))
    return states


Frame = tuple[tuple[Vraag, Toestand | None], ...]


def _frame(vragenlijst: Vragenlijst, soort: str, diepte: str) -> Frame:
    """Return each question with the state that audience and depth alone decide, or None; worked out once for both."""
    known: dict[tuple[str, str], Frame] = vragenlijst.onthouden
    if (soort, diepte) not in known:
        order = {each.id: at for at, each in enumerate(vragenlijst.dieptes)}
        wanted = order.get(diepte, len(order))
        known[soort, diepte] = tuple(
            (plek.vraag, _fixed(plek.vraag, soort, order, wanted)) for plek in vragenlijst.plekken
        )
    return known[soort, diepte]


def _fixed(vraag: Vraag, soort: str, order: Mapping[str, int], wanted: int) -> Toestand | None:
    if not is_for(vraag, soort):
        return "niet_voor"
    return "niet_gesteld" if order.get(vraag.diepte_voor.get(soort, vraag.diepte or ""), 0) > wanted else None


def _holds(vraag: Vraag, states: Mapping[str, Toestand], given: Mapping[str, Antwoord]) -> bool:
    for als in vraag.als:
        if states.get(als.vraag) != "beantwoord":
            return False
        waarde = given[als.vraag].waarde
        if isinstance(waarde, str) or not als.minstens <= waarde <= als.hoogstens:
            return False
    return True


def _of_answer(antwoord: Antwoord | None) -> Toestand:
    if antwoord is None:
        return "open"
    if antwoord.waarde == WEET_NIET:
        return "weet_niet"
    return "nvt" if antwoord.waarde == NVT else "beantwoord"


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
        if self.positie is None:
            return self
        here = self._place(self.positie)
        return replace(self, positie=next((p.vraag.id for p in self.gesteld if self._place(p.vraag.id) > here), None))

    def terug(self) -> Gesprek:
        """Go one question back; at the first one stay there. Nothing is discarded."""
        asked = [plek.vraag.id for plek in self.gesteld]
        if not asked:
            return self
        here = len(self.vragenlijst.plekken) if self.positie is None else self._place(self.positie)
        return replace(self, positie=next((name for name in reversed(asked) if self._place(name) < here), asked[0]))

    def _place(self, vraag_id: str) -> int:
        """Return where a question stands in the document: it may have become hidden while it was on the screen."""
        return self.vragenlijst.volgnummer[vraag_id]

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
