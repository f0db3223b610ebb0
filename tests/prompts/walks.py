"""Drives the interview without a terminal: keys go in through a pipe, what is drawn comes out as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from prompt_toolkit.data_structures import Size
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput, Output

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, new
from bcm_check.core.errors import BcmError
from bcm_check.core.gesprek import Gesprek, begin
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import content
from bcm_check.prompts.eenvoudig import Regels
from bcm_check.prompts.scherm import Scherm
from bcm_check.prompts.sessie import Sessie

VANDAAG = date(2026, 11, 25)
KLEIN = content.load(Path(__file__).parent / "klein.yaml")
SOORTEN = content.load(Path(__file__).parent / "soorten.yaml")
KEUZE, GETAL, TEKST, SCHAAL, AANBOD, BEDDEN = SOORTEN.plek
ENTER, ESC, INTERRUPT = "\r", "\x1b", "\x03"
UP, DOWN, LEFT, RIGHT = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"


class Keeper:
    """A stand-in for the answer file. `faults` are raised one by one, `sure` is what a save says of itself."""

    def __init__(
        self, *faults: BcmError | None, sure: bool = True, theirs: Antwoorden | BcmError | None = None
    ) -> None:
        self.faults, self.sure, self.theirs = list(faults), sure, theirs
        self.kept: list[Antwoorden] = []

    def save(self, antwoorden: Antwoorden) -> bool:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.kept.append(antwoorden)
        return self.sure

    def reread(self) -> Antwoorden | None:
        if isinstance(self.theirs, BcmError):
            raise self.theirs
        return self.theirs

    @property
    def last(self) -> dict[str, Antwoord]:
        return dict(self.kept[-1].antwoorden) if self.kept else {}


def filled(lijst: Vragenlijst = KLEIN, soort: str = "gemeente", **answers: Antwoord | int | float | str) -> Antwoorden:
    """Return answers from `P1_1_1=3`."""
    given = {
        name.replace("_", "."): value if isinstance(value, Antwoord) else Antwoord(waarde=value)
        for name, value in answers.items()
    }
    fresh = new(lijst, Organisatie(naam="Voorbeeldveen", type=soort), lijst.dieptes[0].id)
    return fresh.model_copy(update={"antwoorden": given})


def session(keeper: Keeper | None = None, answers: Antwoorden | None = None, lijst: Vragenlijst = KLEIN) -> Sessie:
    return Sessie(begin(lijst, answers or filled(lijst)), keeper or Keeper(), VANDAAG)


def at(sessie: Sessie, position: str | None) -> Sessie:
    """Put a session at a question."""
    sessie.gesprek = Gesprek(sessie.gesprek.vragenlijst, sessie.gesprek.antwoorden, position)
    return sessie


def on(position: str | None, keeper: Keeper | None = None, **answers: Antwoord | int | float | str) -> Sessie:
    """Return a session at a question of the list with all kinds of questions."""
    return at(session(keeper, filled(SOORTEN, **answers), SOORTEN), position)


class Narrow(DummyOutput):
    """An output without a terminal, of 24 rows and 80 columns."""

    def get_size(self) -> Size:
        return Size(rows=24, columns=80)


def drawn(scherm: Scherm) -> str:
    """Return all that is on the screen: the page, the field under it, the foot."""
    parts = [scherm._draw(), scherm._foot()]
    if scherm.modus == "invoer":
        parts[1:1] = [scherm._field_label(), [("", f"[{scherm._buffer.text}]")]]
    return "\n".join(fragment_list_to_text(part) for part in parts)


class Walk:
    """One walk on the whole screen: each step is keys; `screens` holds what was drawn after each of them.

    A walk that is not over after its last step is ended with Ctrl-C; `ended` is how it ended.
    """

    def __init__(
        self, sessie: Sessie, *steps: str | Callable[[], Any], nieuw: bool = False, output: Output | None = None
    ) -> None:
        self.sessie = sessie
        self.screens: list[str] = []
        self.early = True
        with create_pipe_input() as pipe:
            self._pipe = pipe
            self.scherm = Scherm(sessie, nieuw=nieuw, input=pipe, output=output or Narrow())
            self.ended = asyncio.run(self._walk(steps))

    async def _walk(self, steps: Iterable[str | Callable[[], Any]]) -> str:
        running = asyncio.ensure_future(self.scherm.app.run_async())
        await asyncio.sleep(0)
        for step in steps:
            if running.done():
                break
            if callable(step):
                step()
            else:
                await self._press(step)
            self.screens.append(drawn(self.scherm))
        if not running.done():
            self.early = False
            self._pipe.send_text(INTERRUPT)
        return await asyncio.wait_for(running, 5)

    async def _press(self, keys: str) -> None:
        """Send keys and wait until they are dealt with; a lone Esc only counts after the time-out of the program."""
        self._pipe.send_text(keys)
        for _ in range(6):
            await asyncio.sleep(0)
        if keys.endswith(ESC):
            await asyncio.sleep(0.12)
        await asyncio.sleep(0.002)

    @property
    def last(self) -> str:
        return self.screens[-1]


class Plain:
    """One walk in plain lines; a callable among the answers is called in place of typing."""

    def __init__(self, sessie: Sessie, *answers: str | BaseException, nieuw: bool = False) -> None:
        self._answers = list(answers)
        self.lines: list[str] = []
        self.ended = Regels(sessie, nieuw=nieuw, read=self._read, write=self.lines.append).run()

    def _read(self, question: str) -> str:
        self.lines.append(question)
        if not self._answers:
            raise EOFError
        answer = self._answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
