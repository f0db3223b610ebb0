"""The impact analysis at the terminal: which processes are critical, and how long things last here. One line at a time.

Every answer is kept at once. Enter leaves a number as it is, `t` goes back, `q` stops; a wrong answer is told and asked
again. The same on a full screen, in a plain window and with a screen reader.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from bcm_check.core.bia import (
    MEESTE_VRAGEN,
    Biavraag,
    chosen,
    critical_by_default,
    is_of,
    questions,
    usual,
    with_hours,
    with_own,
    without_need,
)
from bcm_check.core.eigen import Duur, Eigen, EigenProces, stated
from bcm_check.core.ketens import Ketens, Proces
from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.vraagstelling import Vraagstelling, processes_of

STOP: Final = "q"
TERUG: Final = "t"
NIET_NODIG: Final = "n"
STANDAARD: Final = "-"
EIGEN: Final = "e"
UITLEG = (
    "Enter laat het staan. Typ anders uren, zoals 4, 2,5, 30 min of 3 dagen. Drie getallen mag ook: "
    "minst/verwacht/meest, zoals 2/4/8. - = terug naar de standaard, n = heeft dit niet nodig, t = terug, q = stoppen."
)
ONDUIDELIJK = "Dat zijn geen uren. Typ bijvoorbeeld 4, 2,5, 30 min, 3 dagen of 2/4/8."
EEN_GETAL = "Geef hier één getal, zoals 4, 2,5, 30 min of 3 dagen."
_COLUMN = 39  # two of them stand side by side on 80 columns
_ROWS = 20  # so many fit on a screen of 24, with what stands around them


def say(line: str) -> None:
    """Print a line, cleaned and broken between words where the terminal would break it inside one."""
    width = max(20, shutil.get_terminal_size().columns - 1)
    indent = " " * (len(line) - len(line.lstrip()))
    print(textwrap.fill(clean(line), width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


class Stopped(Exception):
    """The user wants to stop; everything is kept."""


@dataclass
class Bia:
    """The conversation: what holds now, and how to read, write and keep.

    `vraag` is the run to ask about, over the standard graph; `bewaar` keeps what was stated, and may raise. `breed`
    puts a long list in two columns, so that it fits on a screen.
    """

    ketens: Ketens
    vraag: Vraagstelling
    eigen: Eigen
    bewaar: Callable[[Eigen], None]
    lees: Callable[[str], str]
    schrijf: Callable[[str], None]
    breed: bool = False
    _asked_in: dict[tuple[str, str], str] = field(default_factory=dict)  # of which process a shared question was asked
    _dropped: dict[tuple[str, str], Eigen] = field(default_factory=dict)  # what held before a need was taken away

    def run(self) -> Eigen:
        """Ask everything; return what was stated, also when the user stopped halfway."""
        try:
            self._choose()
            names = [proces.id for proces in processes_of(self._now())]
            at = 0
            while at < len(names):
                at = max(0, at + (1 if self._ask_process(names[at], at, len(names)) else -1))
        except Stopped:
            pass
        return self.eigen

    # -- which processes ------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Let the user name the critical processes, and add some of its own."""
        while True:
            rows = self._rows()
            self._list(rows)
            typed = self._read("Nummers met een komma, e = eigen proces, Enter = zo laten: ")
            if typed == "":
                return
            numbers = _numbers(typed, len(rows))
            if typed == EIGEN:
                self._add()
            elif numbers:
                self._take_choice([rows[number - 1][0] for number in numbers])
                return
            else:
                self.schrijf(f"Typ nummers van 1 tot en met {len(rows)}, zoals 1,3,4.")

    def _rows(self) -> list[tuple[str, str]]:
        """Return the id and name of each process that can be chosen: of this kind of organisation, or its own."""
        standard = [proces for proces in self.ketens.processen if is_of(proces, self.vraag.soort)]
        known = {proces.id for proces in standard}
        own = [(name, each.naam) for name, each in self.eigen.processen.items() if each.naam and name not in known]
        named = {proces.id: proces.naam for proces in processes_of(self._now())}
        return [*((proces.id, named.get(proces.id, proces.naam)) for proces in standard), *own]

    def _list(self, rows: Sequence[tuple[str, str]]) -> None:
        critical = {proces.id for proces in processes_of(self._now())}
        self.schrijf("Welke processen zijn voor u kritiek: wat mag niet lang stilliggen?")
        lines = [
            f"[{'x' if name in critical else ' '}] {number:2}  {clean_line(naam)}"
            for number, (name, naam) in enumerate(rows, start=1)
        ]
        self._columns(lines)

    def _columns(self, lines: Sequence[str]) -> None:
        """Show a list; one that is too long for a screen in two columns, with long names cut short."""
        if not self.breed or len(lines) <= _ROWS:
            for line in lines:
                self.schrijf(f"  {line}")
            return
        half = (len(lines) + 1) // 2
        cut = [line if len(line) < _COLUMN - 2 else f"{line[: _COLUMN - 4]}…" for line in lines]
        for left, right in zip(cut[:half], [*cut[half:], ""], strict=False):
            self.schrijf(f"  {left:<{_COLUMN - 2}}{right}".rstrip())

    def _take_choice(self, names: Sequence[str]) -> None:
        """Keep a choice; tell what was stated of a process that is no longer in it, because that goes."""
        for text in lost_by_choice(self.eigen, set(names)):
            self.schrijf(text)
        kept = {name: self.eigen.processen.get(name, EigenProces()) for name in names}
        self._keep(self.eigen.model_copy(update={"processen": chosen(self.ketens, self.vraag.soort, kept)}))

    def _add(self) -> None:
        """Add a process of the organisation's own: its name, and what it leans on."""
        typed = self._read("Hoe heet het proces? ")
        naam = clean_line(typed).strip()[:200]
        if not naam or typed == TERUG:
            return
        middelen = [middel for middel in self.ketens.middelen if middel.aanwezig is None]
        self._columns([f"{number:2}  {clean_line(middel.naam)}" for number, middel in enumerate(middelen, start=1)])
        while True:
            typed = self._read("Wat heeft het nodig? Typ de nummers met een komma: ")
            if typed in ("", TERUG):
                return
            numbers = _numbers(typed, len(middelen))
            if numbers:
                break
            self.schrijf(f"Typ nummers van 1 tot en met {len(middelen)}, zoals 1,3,4.")
        proces = EigenProces(naam=naam, leunt_op={middelen[number - 1].id: None for number in numbers})
        before = self.eigen.processen or critical_by_default(self.ketens, self.vraag.soort)
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
        done: list[Biavraag] = []
        left = self._left(name, done)
        while left:
            self.schrijf(self.words(left[0], self._proces(name)))
            typed = self._read(f"{len(done) + 1}/{len(done) + len(left)} Uren: ")
            if typed == TERUG and not done:
                return at == 0
            if typed == TERUG:
                left = (self._again(done.pop(), name), *left)
            elif typed == "" or self._take(left[0], typed):
                done.append(left[0])
                self._asked_in.setdefault(left[0][:2], name)
                left = left[1:] if typed == "" else self._left(name, done)
        return True

    def _left(self, name: str, done: Sequence[Biavraag]) -> tuple[Biavraag, ...]:
        """Return what is still to be asked: not what was just asked, nor what was asked with an earlier process."""
        asked = {each[:2] for each in done} | {place for place, first in self._asked_in.items() if first != name}
        found = questions(self._now(), self._proces(name))
        return tuple(each for each in found if each[:2] not in asked)[: MEESTE_VRAGEN - len(done)]

    def _again(self, asked: Biavraag, name: str) -> Biavraag:
        """Return a question as it stands now; a need that was taken away comes back with it."""
        before = self._dropped.pop(asked[:2], None)
        if before is not None:
            self._keep(_with_need(self.eigen, before, asked))
        found = questions(self._now(), self._proces(name))
        return next((each for each in found if each[:2] == asked[:2]), asked)

    def words(self, vraag: Biavraag, proces: Proces) -> str:
        """Return a question with what holds now, where that comes from, and the standard where that differs."""
        standard = usual(self.vraag, vraag)
        if not vraag.lid:
            now = _span(vraag.minuten) if vraag.minuten else "niet bekend"
            source = "; uw eigen opgave" if vraag.minuten != standard else ""
            return f"Hoe lang mag dit stilliggen? Nu: {now}{source}{_or_standard(vraag, standard)}."
        namen = {**self._now().ketens.namen, proces.id: "dit proces"}
        told = {
            "": "een aanname" if vraag.kwaliteit == "K" else f"uit een bron, kwaliteit {vraag.kwaliteit}",
            "eigen": "uw eigen opgave",
        }
        source = told.get(vraag.herkomst, f"uit uw antwoord op {vraag.herkomst}")
        without = _listed(clean_line(namen[member]) for member in vraag.leden)
        now = _span(vraag.minuten or (0, 0, 0))
        question = f"Hoe lang gaat {clean_line(namen[vraag.knoop])} door zonder {without}?"
        return f"{question} Nu: {now}; {source}{_or_standard(vraag, standard)}."

    def _take(self, vraag: Biavraag, typed: str) -> bool:
        """Keep what was typed to a question; False, with the reason told, when it says nothing."""
        soort = self.vraag.soort
        if typed == NIET_NODIG:
            return self._drop(vraag)
        duur = None if typed == STANDAARD else duration(typed)
        if duur is None and typed != STANDAARD:
            self.schrijf(ONDUIDELIJK)
        elif vraag.lid:
            self._keep(with_hours(self.ketens, self.eigen, soort, (vraag.knoop, vraag.lid), duur))
            return True
        elif duur is not None and duur.min != duur.max:
            self.schrijf(EEN_GETAL)
        else:
            self._keep(with_limit(self.eigen, self.vraag, vraag.knoop, None if duur is None else duur.verwacht))
            return True
        return False

    def _drop(self, vraag: Biavraag) -> bool:
        """Take a need from a process that does not have it; False, with the reason told, where that cannot be."""
        if not vraag.lid or vraag.knoop not in {proces.id for proces in processes_of(self._now())}:
            self.schrijf("Dat kan alleen bij iets wat dit proces zelf nodig heeft.")
            return False
        found = without_need(self.ketens, self.eigen, self.vraag.soort, (vraag.knoop, vraag.lid))
        if found is None:
            self.schrijf("Dit is het enige wat dit proces nodig heeft. Eén ding moet er overblijven.")
            return False
        self._dropped[vraag[:2]] = self.eigen
        self._keep(found)
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
        return typed.lower() if typed.lower() in (TERUG, EIGEN, NIET_NODIG) else typed


def _with_need(eigen: Eigen, before: Eigen, vraag: Biavraag) -> Eigen:
    """Return the statements with a need back in its process, as it was before it was taken away."""
    old, now = (each.processen.get(vraag.knoop, EigenProces()) for each in (before, eigen))
    kept = now.model_copy(update={"leunt_op": old.leunt_op})
    own = {name: duur for name, duur in before.uren.get(vraag.knoop, {}).items() if name == vraag.lid}
    uren = {**eigen.uren, vraag.knoop: {**own, **eigen.uren.get(vraag.knoop, {})}}
    return eigen.model_copy(
        update={
            "processen": {**eigen.processen, vraag.knoop: kept},
            "uren": {name: each for name, each in uren.items() if each},
        }
    )


def with_limit(eigen: Eigen, vraag: Vraagstelling, name: str, minuten: int | None) -> Eigen:
    """Return the statements with how long a process may be down (None: as the standard has it).

    A process that is answered about is chosen by that.
    """
    before = eigen.processen or critical_by_default(vraag.ketens, vraag.soort)
    kept = before.get(name, EigenProces()).model_copy(update={"mtpd": minuten})
    processen = chosen(vraag.ketens, vraag.soort, {**before, name: kept})
    return eigen.model_copy(update={"processen": processen})


def lost_by_choice(eigen: Eigen, names: set[str]) -> Iterator[str]:
    """Yield what goes with a choice of processes: what was stated of those that are not in it."""
    for name, each in eigen.processen.items():
        if name not in names and each != EigenProces():
            yield f"Uw opgave over {clean_line(each.naam or name)} vervalt: dat proces staat niet meer in uw keuze."


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


def stated_words(eigen: Eigen) -> Iterator[str]:
    """Yield each own statement as it is typed on the command line: `it:stroom=2 uur`."""
    for name, each in eigen.processen.items():
        if each.naam:
            yield f"{name}={each.naam}"
        if each.mtpd is not None:
            yield f"{name} mag {_lasts(each.mtpd)} stilliggen"
        if each.leunt_op:
            yield f"{name} leunt op {', '.join(each.leunt_op)}"
        yield from (
            f"{name}:{member}={duration_words(duur)}" for member, duur in each.leunt_op.items() if duur is not None
        )
    for place, duur in stated(eigen):
        if isinstance(duur, Duur):
            yield f"{place}={duration_words(duur)}"


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


def _span(minuten: tuple[int, int, int]) -> str:
    low, usual_, high = minuten
    return _lasts(usual_) if low == high else f"{_lasts(usual_)} ({_lasts(low)} tot {_lasts(high)})"


def _or_standard(vraag: Biavraag, standard: tuple[int, int, int] | None) -> str:
    """Return the standard behind an own statement, where there is one and it differs."""
    return "" if standard is None or standard == vraag.minuten else f" (standaard: {_span(standard)})"


def _listed(names: Iterable[str]) -> str:
    """Return names in a sentence: `A`, `A en B`, `A, B en C`."""
    *first, last = names
    return f"{', '.join(first)} en {last}" if first else last


def _lasts(minutes: int) -> str:
    """Return how long something lasts, to the minute."""
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        return f"{hours} uur"
    return f"{minutes} minuten" if hours == 0 else f"{hours} uur en {rest} minuten"
