"""The interview on a whole screen: one prompt_toolkit application, kept alive from the first question to the last.

questionary has no way back, no keys beside arrows and starts anew for each question; one application answers a key in
a few milliseconds. Nothing is chosen beforehand: Enter does nothing on a question without an answer, so keys that
were typed ahead can never answer a question that was not read. The cursor stands on the chosen line for readers.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.styles import Style

from bcm_check.core.tekst import clean, clean_line
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import VRAGEN_OM, Afloop, Sessie, Veld

Modus = Literal["welkom", "vraag", "uitleg", "invoer", "pijler", "einde", "verschil"]
Fragments = StyleAndTextTuples
_STYLE = Style.from_dict({"kop": "reverse", "titel": "bold", "gekozen": "bold", "wijzer": "reverse", "nadruk": "bold"})
_MAX_WIDTH = 100


class Scherm:
    """The screen of one session."""

    def __init__(self, sessie: Sessie, *, nieuw: bool, **streams: Any) -> None:
        self.sessie = sessie
        self.modus: Modus = "welkom" if nieuw else "vraag"
        self._pointer: int | None = None
        self._fields: list[Veld] = []
        self._ended: str | None = None
        self._top = 0  # the first line of an explanation that is shown
        self._buffer = Buffer(multiline=False, accept_handler=self._accept)
        self._body = Window(
            FormattedTextControl(self._draw, focusable=True, show_cursor=False),
            wrap_lines=True,
            always_hide_cursor=True,
        )
        self.app: Application[Afloop] = self._application(streams)
        utf = self.app.output.encoding().lower().startswith("utf")
        self._signs = woorden.BALK if utf else woorden.BALK_ASCII
        if not nieuw:
            self._to_question()

    def run(self) -> Afloop:
        """Hold the interview; returns how it ended."""
        return self.app.run()

    # -- building -----------------------------------------------------------------------------------------------

    def _application(self, streams: dict[str, Any]) -> Application[Afloop]:
        typing = Condition(lambda: self.modus == "invoer")
        field = Window(BufferControl(self._buffer), height=1)
        lower = HSplit(
            [Window(FormattedTextControl(self._field_label), wrap_lines=True, dont_extend_height=True), field]
        )
        foot = Window(FormattedTextControl(self._foot), wrap_lines=True, dont_extend_height=True)
        self._field = field
        app: Application[Afloop] = Application(
            layout=Layout(HSplit([self._body, ConditionalContainer(lower, typing), foot]), focused_element=self._body),
            key_bindings=self._keys(typing),
            full_screen=True,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
            **streams,
        )
        app.timeoutlen = app.ttimeoutlen = 0.05
        return app

    def _keys(self, typing: Condition) -> KeyBindings:
        keys = KeyBindings()
        for digit in "0123456789":
            keys.add(digit, filter=~typing)(self._on_digit)
        actions: dict[str, Callable[[], None]] = {
            "w": self._unknown, "n": lambda: self._ask(["reden"]), "o": lambda: self._ask(["toelichting"]),
            "b": lambda: self._ask(["bewijs"]), "t": self._back, "left": self._back, "backspace": self._back,
            "?": self._help, "h": self._help, "v": self._forward, "right": self._forward, "enter": self._enter,
            "up": lambda: self._move(-1), "down": lambda: self._move(1), "q": self._quit, "escape": self._escape,
            "r": self._report, "s": self._merge,
        }  # fmt: skip
        for key, action in actions.items():
            keys.add(key, filter=~typing)(_calling(action))
            if len(key) == 1 and key.isalpha():
                keys.add(key.upper(), filter=~typing)(_calling(action))
        keys.add("escape", filter=typing, eager=True)(_calling(self._cancel))
        for interrupt in ("c-c", "<sigint>"):
            keys.add(interrupt)(_calling(self._pause))
        keys.add("c-d", filter=~typing)(_calling(lambda: self.app.exit(result="pauze")))
        return keys

    # -- what keys do -------------------------------------------------------------------------------------------

    def _on_digit(self, event: KeyPressEvent) -> None:
        if self.modus == "vraag":
            self._answer(int(event.data))

    def _answer(self, niveau: int) -> None:
        plek = self.sessie.gesprek.huidige
        if plek is None or niveau not in plek.vraag.niveaus:
            return
        extra = self.sessie.kies(niveau)
        self._pointer = niveau
        if self._in_conflict():
            return
        known = self.sessie.gesprek.antwoord
        wanted = [veld for veld in extra if known is None or not getattr(known, veld)]
        if wanted:
            self._ask(wanted)
        else:
            self._forward()

    def _unknown(self) -> None:
        if self.modus == "vraag":
            self.sessie.weet_niet()
            if not self._in_conflict():
                self._forward()

    def _enter(self) -> None:
        if self.modus == "vraag":
            if self._pointer is not None and not self._is_given(self._pointer):
                self._answer(self._pointer)
            elif self.sessie.gesprek.antwoord is not None:
                self._forward()
        elif self.modus == "uitleg":
            self.modus = "vraag"
        elif self.modus in ("welkom", "pijler"):
            self._to_question()

    def _is_given(self, niveau: int) -> bool:
        antwoord = self.sessie.gesprek.antwoord
        return antwoord is not None and antwoord.niveau == niveau

    def _forward(self) -> None:
        if self.modus not in ("vraag", "invoer"):
            return
        self._ended = self.sessie.verder()
        if self._ended is not None:
            self.modus = "pijler"
        else:
            self._to_question()

    def _to_question(self) -> None:
        self.modus = "vraag" if self.sessie.gesprek.huidige is not None else "einde"
        antwoord = self.sessie.gesprek.antwoord
        self._pointer = antwoord.niveau if antwoord is not None else None

    def _back(self) -> None:
        if self.modus == "uitleg":
            self.modus = "vraag"
        elif self.modus in ("vraag", "pijler", "einde"):
            self.sessie.terug()
            self.modus = "vraag"
            self._to_question()

    def _move(self, step: int) -> None:
        if self.modus == "uitleg":
            last = len(self._explained()) - self._rows() + 4
            self._top = max(0, min(self._top + 10 * step, last))
        plek = self.sessie.gesprek.huidige
        if self.modus != "vraag" or plek is None:
            return
        levels = sorted(plek.vraag.niveaus)
        if self._pointer is None:
            self._pointer = levels[0] if step > 0 else levels[-1]
        else:
            at = levels.index(self._pointer) + step
            self._pointer = levels[max(0, min(at, len(levels) - 1))]

    def _help(self) -> None:
        self._top = 0
        if self.modus in ("vraag", "uitleg"):
            self.modus = "uitleg" if self.modus == "vraag" else "vraag"

    def _pause(self) -> None:
        """Stop at once, and keep a text that was being typed. A reason or a date counts only once it is entered."""
        if self.modus == "invoer" and self._fields[0] in ("toelichting", "bewijs", "eigenaar") and self._buffer.text:
            self.sessie.vul(self._fields[0], clean_line(self._buffer.text))
        self.app.exit(result="pauze")

    def _quit(self) -> None:
        self.app.exit(result="klaar" if self.modus == "einde" else "pauze")

    def _escape(self) -> None:
        if self.modus == "uitleg":
            self.modus = "vraag"

    def _report(self) -> None:
        if self.modus == "einde":
            self.app.exit(result="rapport")

    # -- texts --------------------------------------------------------------------------------------------------

    def _ask(self, fields: list[Veld]) -> None:
        if self.modus != "vraag":
            return
        if fields[0] in ("toelichting", "bewijs") and self.sessie.gesprek.antwoord is None:
            self.sessie.melding = (
                "Geef eerst een niveau (0-4), w of n. Daarna kunt u een opmerking of bewijs toevoegen."
            )
            return
        self._fields = fields
        self.modus = "invoer"
        self._fill_in()

    def _fill_in(self) -> None:
        antwoord = self.sessie.gesprek.antwoord
        value = getattr(antwoord, self._fields[0], "") if antwoord is not None else ""
        self._buffer.text = clean_line(value) if isinstance(value, str) else ""
        self._buffer.cursor_position = len(self._buffer.text)
        self.app.layout.focus(self._field)

    def _accept(self, buffer: Buffer) -> bool:
        veld = self._fields[0]
        wrong = self.sessie.vul(veld, clean_line(buffer.text))
        if wrong:
            self.sessie.melding = wrong
            return True
        self._fields = self._fields[1:]
        if self._in_conflict():
            return False
        if self._fields:
            self._fill_in()
            return True
        self.app.layout.focus(self._body)
        if veld in ("toelichting", "bewijs"):
            self.modus = "vraag"
        else:
            self._forward()
        return False

    def _cancel(self) -> None:
        """Leave a text as it was; after a level that is already kept this goes on to the next question."""
        self.app.layout.focus(self._body)
        go_on = self._fields[0] in ("eigenaar", "testdatum")
        self._fields = []
        self.sessie.melding = ""
        self.modus = "vraag"
        if go_on:
            self._forward()

    # -- a file that changed underneath -------------------------------------------------------------------------

    def _in_conflict(self) -> bool:
        if self.sessie.verschillen:
            self._fields = []
            self.app.layout.focus(self._body)
            self.modus = "verschil"
            return True
        return False

    def _merge(self) -> None:
        if self.modus == "verschil":
            self.sessie.voeg_samen()
            if not self._in_conflict():
                self._to_question()

    # -- drawing ------------------------------------------------------------------------------------------------

    def _width(self) -> int:
        return max(20, min(self.app.output.get_size().columns, _MAX_WIDTH) - 1)

    def _rows(self) -> int:
        return self.app.output.get_size().rows

    def _draw(self) -> Fragments:
        drawn: dict[Modus, Callable[[], Iterable[tuple[str, str]]]] = {
            "welkom": lambda: self._page("bcm-check", woorden.welcome(self.sessie.gesprek.antwoorden.tlp)),
            "vraag": self._question,
            "invoer": self._question,
            "uitleg": self._explanation,
            "pijler": lambda: self._page("Tussenstand", woorden.summary(self.sessie, self._ended or "", self._signs)),
            "einde": lambda: self._page("Eindstand", woorden.ending(self.sessie, self._signs)),
            "verschil": self._difference,
        }
        return list(drawn[self.modus]())

    def _page(self, title: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield "class:kop", f" {title} ".ljust(self._width())
        yield "", "\n\n"
        for line in lines:
            yield (
                "",
                self._wrapped(clean_line(line) if line.strip() else "", "  " if line.startswith("·") else "") + "\n",
            )

    def _wrapped(self, text: str, indent: str = "", first: str = "") -> str:
        return textwrap.fill(text, self._width(), initial_indent=first, subsequent_indent=indent or " " * len(first))

    def _question(self) -> Iterator[tuple[str, str]]:
        gesprek = self.sessie.gesprek
        plek = gesprek.huidige
        if plek is None:
            return
        yield "class:kop", f" {woorden.place(gesprek, plek)} ".ljust(self._width())[: self._width()]
        stand = self.sessie.stand()
        if stand is not None:
            yield "", f"\n Pijler {plek.pijler.id}: {woorden.band(stand, self._signs)}\n"
        yield "class:titel", self._wrapped(clean_line(f"{plek.vraag.titel} ({plek.vraag.id})"))
        yield "", "\n" + self._wrapped(clean_line(plek.vraag.vraag)) + "\n\n"
        for niveau, tekst in sorted(plek.vraag.niveaus.items()):
            yield from self._level(niveau, clean_line(tekst))
        yield "", "\n" + self._wrapped(woorden.given(gesprek))

    def _level(self, niveau: int, tekst: str) -> Iterator[tuple[str, str]]:
        given, pointed = self._is_given(niveau), self._pointer == niveau
        mark = ("*" if given else " ") + (">" if pointed else " ")
        style = "class:wijzer" if pointed and not given else "class:gekozen" if given else ""
        if pointed:
            yield "[SetCursorPosition]", ""
        yield style, self._wrapped(tekst, first=f"{mark}{niveau}  ")
        yield "", "\n"

    def _explanation(self) -> Iterator[tuple[str, str]]:
        yield "class:kop", f" Uitleg bij {self.sessie.gesprek.positie} ".ljust(self._width())
        yield "", "\n\n" + "\n".join(self._explained()[self._top :])

    def _explained(self) -> list[str]:
        plek = self.sessie.gesprek.huidige
        lines = [] if plek is None else [*woorden.explanation(self.sessie.gesprek, plek)]
        return "\n\n".join(map(self._wrapped, lines or ["Bij deze vraag staat geen uitleg."])).split("\n")

    def _difference(self) -> Iterator[tuple[str, str]]:
        names = ", ".join(self.sessie.verschillen[:30])
        lines = [
            "Een ander venster of programma heeft dit bestand intussen veranderd.",
            "Er is niets overschreven. Uw antwoorden staan nog in dit venster.",
            f"Verschil bij: {names}.",
            "",
            "s  samenvoegen: alles blijft; bij verschil blijft uw antwoord en gaat het andere naar het archief",
            "q  stoppen zonder te bewaren: het bestand blijft zoals het andere venster het bewaarde",
        ]
        yield from self._page("Het bestand is veranderd", lines)

    def _field_label(self) -> Fragments:
        return [("class:nadruk", self._wrapped(VRAGEN_OM[self._fields[0]] if self._fields else ""))]

    def _foot(self) -> Fragments:
        keys = {
            "welkom": "Enter beginnen · q stoppen",
            "uitleg": "Enter terug naar de vraag · pijltje omlaag of omhoog: verder lezen",
            "invoer": "Enter bewaren · Esc overslaan",
            "pijler": "Enter verder · t terug · q pauze",
            "einde": "r maak nu het verbeterplan · t terug · q stoppen",
            "verschil": "s samenvoegen · q stoppen",
        }.get(self.modus, woorden.TOETSEN)
        style = "" if self.sessie.bewaard else "class:wijzer"
        message = self._wrapped(clean(self.sessie.regel)) if self.sessie.regel else ""
        return [(style, message), ("", "\n" if message else ""), ("", self._wrapped(keys))]


def _calling(action: Callable[[], None]) -> Callable[[KeyPressEvent], None]:
    def on_key(_event: KeyPressEvent) -> None:
        action()

    return on_key
