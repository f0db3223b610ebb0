"""The impact analysis at the terminal: which processes are critical, and how long things last here. One line at a time.

Every answer is kept at once. Enter leaves a number as it is, `t` goes back, `q` stops; a wrong answer is told and asked
again. The same on a full screen, in a plain window and with a screen reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from bcm_check.core.bia import Biavraag, questions, with_own
from bcm_check.core.eigen import Duur, Eigen, EigenProces
from bcm_check.core.ketens import Ketens, Proces
from bcm_check.core.tekst import clean_line
from bcm_check.core.tijdlijn import Vraagstelling, processes_of

STOP: Final = "q"
TERUG: Final = "t"
UITLEG = (
    "Enter laat het staan. Typ anders uren, zoals 4, 2,5, 30 min of 3 dagen. Drie getallen mag ook: "
    "minst/verwacht/meest, zoals 2/4/8. t = terug, q = stoppen."
)
ONDUIDELIJK = "Dat zijn geen uren. Typ bijvoorbeeld 4, 2,5, 30 min, 3 dagen of 2/4/8."


class Stopped(Exception):
    """The user wants to stop; everything is kept."""


@dataclass
class Bia:
    """The conversation: what holds now, and how to read, write and keep.

    `vraag` is the run to ask about, over the standard graph; `bewaar` keeps what was stated, and may raise.
    """

    ketens: Ketens
    vraag: Vraagstelling
    eigen: Eigen
    bewaar: Callable[[Eigen], None]
    lees: Callable[[str], str]
    schrijf: Callable[[str], None]

    def run(self) -> Eigen:
        """Ask everything; return what was stated, also when the user stopped halfway."""
        try:
            self._choose()
            chosen = [p for p in processes_of(self._now()) if not self.eigen.processen or p.id in self.eigen.processen]
            at = 0
            while at < len(chosen):
                at += 1 if self._ask_process(chosen[at].id, at, len(chosen)) else -1
                at = max(at, 0)
        except Stopped:
            pass
        return self.eigen

    # -- which processes ------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Let the user name the critical processes, and add some of its own."""
        standard = [p for p in self.ketens.processen if self.vraag.soort is None or self.vraag.soort in p.voor]
        own = [(name, each.naam) for name, each in self.eigen.processen.items() if each.naam]
        rows = [*((proces.id, proces.naam) for proces in standard), *own]
        self.schrijf("Welke processen zijn voor u kritiek: wat mag niet lang stilliggen?")
        for number, (name, naam) in enumerate(rows, start=1):
            mark = "x" if not self.eigen.processen or name in self.eigen.processen else " "
            self.schrijf(f"  [{mark}] {number:2}  {clean_line(naam)}")
        while True:
            typed = self._read("Nummers met een komma, e = eigen proces, Enter = zo laten: ")
            if typed == "":
                return
            if typed == "e":
                self._add()
                continue
            numbers = _numbers(typed, len(rows))
            if numbers:
                names = [rows[number - 1][0] for number in numbers]
                kept = {name: self.eigen.processen.get(name, EigenProces()) for name in names}
                self._keep(self.eigen.model_copy(update={"processen": kept}))
                return
            self.schrijf(f"Typ nummers van 1 tot en met {len(rows)}, zoals 1,3,4.")

    def _add(self) -> None:
        """Add a process of the organisation's own: its name, and what it leans on."""
        naam = clean_line(self._read("Hoe heet het proces? ")).strip()[:200]
        if not naam:
            return
        middelen = [middel for middel in self.vraag.ketens.middelen if middel.aanwezig is None]
        for number, middel in enumerate(middelen, start=1):
            self.schrijf(f"  {number:2}  {clean_line(middel.naam)}")
        while True:
            typed = self._read("Wat heeft het nodig? Typ de nummers met een komma: ")
            if typed == "":
                return
            numbers = _numbers(typed, len(middelen))
            if numbers:
                break
            self.schrijf(f"Typ nummers van 1 tot en met {len(middelen)}, zoals 1,3,4.")
        none = Duur(min=0, verwacht=0, max=0)
        proces = EigenProces(naam=naam, leunt_op={middelen[number - 1].id: none for number in numbers})
        before = self.eigen.processen or {p.id: EigenProces() for p in processes_of(self.vraag)}
        name = own_id(naam, [*self.ketens.namen, *before])
        self._keep(self.eigen.model_copy(update={"processen": {**before, name: proces}}))
        self.schrijf(f"Toegevoegd: {naam}.")

    # -- one process ----------------------------------------------------------------------------------------------

    def _ask_process(self, name: str, at: int, count: int) -> bool:
        """Ask about one process; False to go back to the one before."""
        proces = self._proces(name)
        self.schrijf("")
        self.schrijf(f"Proces {at + 1} van {count}: {clean_line(proces.naam)}")
        if proces.dienst:
            self.schrijf(f"Het gaat om: {clean_line(proces.dienst)}")
        self.schrijf(UITLEG)
        asked = questions(self._now(), proces)
        step = 0
        while step < len(asked):
            self.schrijf(self.words(asked[step], self._proces(name)))
            typed = self._read(f"{step + 1}/{len(asked)} Uren: ")
            if typed == TERUG:
                if step == 0:
                    return at == 0
                step -= 1
            elif typed == "" or self._take(asked[step], typed):
                step += 1
                asked = (*asked[:step], *questions(self._now(), self._proces(name))[step:])
        return True

    def words(self, vraag: Biavraag, proces: Proces) -> str:
        """Return a question with what holds now, and where that comes from."""
        if not vraag.lid:
            now = _lasts(vraag.minuten[1]) if vraag.minuten else "niet bekend"
            return f"Hoe lang mag dit stilliggen? Nu: {now}."
        namen = {**self.vraag.ketens.namen, proces.id: "dit proces"}
        low, usual, high = vraag.minuten or (0, 0, 0)
        span = "" if low == high else f" ({_lasts(low)} tot {_lasts(high)})"
        standard = "een aanname" if vraag.kwaliteit == "K" else f"uit een bron, kwaliteit {vraag.kwaliteit}"
        told = {"": standard, "eigen": "uw eigen opgave"}
        source = told.get(vraag.herkomst, f"uit uw antwoord op {vraag.herkomst}")
        node, member = clean_line(namen[vraag.knoop]), clean_line(namen[vraag.lid])
        return f"Hoe lang gaat {node} door zonder {member}? Nu: {_lasts(usual)}{span}; {source}."

    def _take(self, vraag: Biavraag, typed: str) -> bool:
        """Keep what was typed to a question; False when it is no time."""
        duur = duration(typed)
        if duur is None or (not vraag.lid and duur.min != duur.max):
            self.schrijf(ONDUIDELIJK)
            return False
        self._keep(with_answer(self.eigen, self.vraag, vraag, duur))
        return True

    def _now(self) -> Vraagstelling:
        return self.vraag._replace(ketens=with_own(self.ketens, self.eigen, self.vraag.soort))

    def _proces(self, name: str) -> Proces:
        return next(proces for proces in self._now().ketens.processen if proces.id == name)

    def _keep(self, eigen: Eigen) -> None:
        self.bewaar(eigen)
        self.eigen = eigen

    def _read(self, text: str) -> str:
        typed = self.lees(text).strip()
        if typed.lower() == STOP:
            raise Stopped
        return typed.lower() if typed.lower() in (TERUG, "e") else typed


def with_answer(eigen: Eigen, vraag: Vraagstelling, bia: Biavraag, duur: Duur) -> Eigen:
    """Return the statements with one answer put in. A process that is answered about is chosen by that."""
    if bia.lid and bia.knoop in eigen.processen and bia.lid in eigen.processen[bia.knoop].leunt_op:
        proces = eigen.processen[bia.knoop]
        kept = proces.model_copy(update={"leunt_op": {**proces.leunt_op, bia.lid: duur}})
        return eigen.model_copy(update={"processen": {**eigen.processen, bia.knoop: kept}})
    if bia.lid:
        own = {**eigen.uren.get(bia.knoop, {}), bia.lid: duur}
        return eigen.model_copy(update={"uren": {**eigen.uren, bia.knoop: own}})
    before = eigen.processen or {proces.id: EigenProces() for proces in processes_of(vraag)}
    kept = before.get(bia.knoop, EigenProces()).model_copy(update={"mtpd": duur.verwacht})
    return eigen.model_copy(update={"processen": {**before, bia.knoop: kept}})


def duration(typed: str) -> Duur | None:
    """Return a time as people type it: `4`, `2,5`, `3 dagen`, or `2/4/8`; None when it is none, or does not rise."""
    parts = typed.split("/")
    try:
        if len(parts) == 1:
            return Duur.model_validate(parts[0])
        if len(parts) != 3:
            return None
        found = Duur.model_validate(dict(zip(("min", "verwacht", "max"), parts, strict=True)))
    except ValidationError:
        return None
    return found if found.min <= found.verwacht <= found.max else None


def duration_words(duur: Duur) -> str:
    """Return a time in words: `2 uur`, or `1 uur tot 8 uur, verwacht 2 uur`."""
    if duur.min == duur.max:
        return _lasts(duur.verwacht)
    return f"{_lasts(duur.min)} tot {_lasts(duur.max)}, verwacht {_lasts(duur.verwacht)}"


def own_id(naam: str, taken: Sequence[str]) -> str:
    """Return an id for a process of one's own, that no other part of the graph has."""
    base = re.sub(r"[^a-z0-9]+", "_", naam.lower()).strip("_")[:40].strip("_") or "proces"
    names = {name.casefold() for name in taken}
    found, number = f"eigen_{base}", 1
    while found in names:
        number += 1
        found = f"eigen_{base}_{number}"
    return found


def _numbers(typed: str, most: int) -> list[int]:
    """Return the numbers of a list that were typed, each once; empty when one of them is none."""
    parts = [part for part in re.split(r"[,\s]+", typed) if part]
    if not all(part.isdecimal() and part.isascii() and len(part) < 4 and 1 <= int(part) <= most for part in parts):
        return []
    return list(dict.fromkeys(map(int, parts)))


def _lasts(minutes: int) -> str:
    """Return how long something lasts, to the minute."""
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        return f"{hours} uur"
    return f"{minutes} minuten" if hours == 0 else f"{hours} uur en {rest} minuten"
