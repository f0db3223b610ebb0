"""The interview on a whole screen: one prompt_toolkit application, kept alive from the first question to the last.

questionary has no way back, no keys beside arrows and starts anew for each question; one application answers a key in
a few milliseconds. Nothing is chosen beforehand: Enter does nothing on a question without an answer, so keys that
were typed ahead can never answer a question that was not read; where an answer is typed, Enter opens the field only
once the question was shown. The cursor stands on the chosen line for readers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Literal

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, Dimension, HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.styles import Style

from bcm_check.core.tekst import clean_line
from bcm_check.core.vraag import Vraag
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import BIJ_NIVEAU, Afloop, Sessie, Veld, opties, shown_value
from bcm_check.prompts.tekenen import Canvas

Modus = Literal["welkom", "vraag", "uitleg", "invoer", "pijler", "einde", "verschil"]
Fragments = StyleAndTextTuples
_STYLE = Style.from_dict({"kop": "reverse", "titel": "bold", "gekozen": "bold", "wijzer": "reverse", "nadruk": "bold"})
_MAX_WIDTH = 100
_LETTERS = "wntvob?q"  # alone in the field of an answer each of these is its key, as it is in plain lines


class Scherm:
    """The screen of one session."""

    def __init__(self, sessie: Sessie, *, nieuw: bool, **streams: Any) -> None:
        self.sessie = sessie
        self.modus: Modus = "welkom" if nieuw else "vraag"
        self._pointer: int | None = None
        self._fields: list[Veld] = []
        self._ended: str | None = None
        self._shown: str | None = None  # the last question that was really drawn
        self._top = 0  # the first line of an explanation that is shown
        self._buffer = Buffer(multiline=False, accept_handler=self._accept, history=DummyHistory())
        self._filled = ""  # what the open field began with
        self._field_drawn = False
        self._actions: dict[str, Callable[[], None]] = {
            "w": self._unknown, "n": lambda: self._ask(["reden"]), "o": lambda: self._ask(["toelichting"]),
            "b": lambda: self._ask(["bewijs"]), "t": self._back, "left": self._back, "backspace": self._back,
            "?": self._help, "h": self._help, "v": self._forward, "right": self._forward, "enter": self._enter,
            "up": lambda: self._move(-1), "down": lambda: self._move(1), "q": self._quit, "escape": self._escape,
            "r": self._report, "s": self._merge,
        }  # fmt: skip
        self._body = Window(
            FormattedTextControl(self._draw, focusable=True, show_cursor=False),
            wrap_lines=True,
            always_hide_cursor=True,
            dont_extend_height=True,
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
        self._field = Window(
            BufferControl(self._buffer, input_processors=[BeforeInput("> ")]),
            height=Dimension(min=1, max=3),
            wrap_lines=True,
            dont_extend_height=True,
        )
        label = Window(FormattedTextControl(self._field_label), wrap_lines=True, dont_extend_height=True)
        foot = Window(FormattedTextControl(self._foot), wrap_lines=True, dont_extend_height=True)
        parts = [self._body, ConditionalContainer(HSplit([label, self._field]), typing), Window(), foot]
        app: Application[Afloop] = Application(
            layout=Layout(HSplit(parts), focused_element=self._body),
            key_bindings=self._keys(typing),
            full_screen=True,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
            after_render=self._was_drawn,
            **streams,
        )
        app.timeoutlen = app.ttimeoutlen = 0.05
        return app

    def _was_drawn(self, _app: Application[Afloop]) -> None:
        if self.modus == "vraag":
            self._shown = self.sessie.gesprek.positie
        self._field_drawn = self.modus == "invoer"

    def _typed_ahead(self) -> bool:
        """Tell whether a key would be added, unseen, to the owner or the test date that the open field began with."""
        fresh = self.modus == "invoer" and not self._field_drawn and self._fields[0] in BIJ_NIVEAU
        return fresh and bool(self._filled) and self._buffer.text == self._filled

    def _keys(self, typing: Condition) -> KeyBindings:
        keys = KeyBindings()
        for digit in "0123456789":
            keys.add(digit, filter=~typing)(self._on_digit)
        for key, action in self._actions.items():
            keys.add(key, filter=~typing)(_calling(action))
            if len(key) == 1 and key.isalpha():
                keys.add(key.upper(), filter=~typing)(_calling(action))
        keys.add("<any>", filter=Condition(self._typed_ahead))(_calling(lambda: None))
        keys.add("escape", filter=typing, eager=True)(_calling(self._cancel))
        for interrupt in ("c-c", "<sigint>"):
            keys.add(interrupt)(_calling(self._interrupt))
        keys.add("c-d", filter=~typing)(_calling(lambda: self.app.exit(result="pauze")))
        return keys

    # -- what keys do -------------------------------------------------------------------------------------------

    @property
    def _vraag(self) -> Vraag | None:
        plek = self.sessie.gesprek.huidige
        return None if plek is None else plek.vraag

    def _on_digit(self, event: KeyPressEvent) -> None:
        if self.modus != "vraag" or self._vraag is None:
            return
        if self._vraag.soort == "getal":
            self._ask(["antwoord"], event.data)
        else:
            self._answer(int(event.data))

    def _answer(self, nummer: int) -> None:
        if self._vraag is None or nummer not in [optie.nummer for optie in opties(self._vraag)]:
            return
        extra = self.sessie.kies(nummer)
        self._pointer = nummer
        if self._in_conflict():
            return
        if extra:
            self._ask(extra)
        else:
            self._forward()

    def _unknown(self) -> None:
        if self.modus == "vraag":
            self.sessie.weet_niet()
            if not self._in_conflict():
                self._forward()

    def _enter(self) -> None:
        if self.modus == "vraag":
            self._enter_question()
        elif self.modus == "uitleg":
            self.modus = "vraag"
        elif self.modus in ("welkom", "pijler"):
            self._to_question()

    def _enter_question(self) -> None:
        if self._vraag is not None and not opties(self._vraag):
            if self._shown == self._vraag.id:
                self._ask(["antwoord"])
        elif self._pointer is not None and self._pointer != self.sessie.gekozen:
            self._answer(self._pointer)
        elif self.sessie.gesprek.antwoord is not None:
            self._forward()

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
        self._pointer = self.sessie.gekozen

    def _back(self) -> None:
        if self.modus == "uitleg":
            self.modus = "vraag"
        elif self.modus in ("vraag", "pijler", "einde"):
            self.sessie.terug()
            self.modus = "vraag"
            self._to_question()

    def _move(self, step: int) -> None:
        if self.modus == "uitleg":
            last = len(self._canvas().explained(self.sessie)) - self.app.output.get_size().rows + 4
            self._top = max(0, min(self._top + 10 * step, last))
        numbers = [optie.nummer for optie in opties(self._vraag)] if self._vraag is not None else []
        if self.modus != "vraag" or not numbers:
            return
        if self._pointer is None:
            self._pointer = numbers[0] if step > 0 else numbers[-1]
        else:
            at = numbers.index(self._pointer) + step
            self._pointer = numbers[max(0, min(at, len(numbers) - 1))]

    def _help(self) -> None:
        self._top = 0
        if self.modus in ("vraag", "uitleg"):
            self.modus = "uitleg" if self.modus == "vraag" else "vraag"

    def _interrupt(self) -> None:
        """Stop at once, and keep words that were being typed. A number, a reason or a date counts only when entered."""
        text = clean_line(self._buffer.text)
        if self.modus == "invoer" and text not in ("", "-", self._filled) and self._is_words(self._fields[0]):
            self.sessie.vul(self._fields[0], text)
        self.app.exit(result="onderbroken")

    def _is_words(self, veld: Veld) -> bool:
        if veld == "antwoord":
            return self._vraag is not None and self._vraag.soort == "tekst" and self._letter() is None
        return veld in ("toelichting", "bewijs", "eigenaar")

    def _quit(self) -> None:
        self.app.exit(result="klaar" if self.modus == "einde" else "pauze")

    def _escape(self) -> None:
        if self.modus == "uitleg":
            self.modus = "vraag"

    def _report(self) -> None:
        if self.modus == "einde":
            self.app.exit(result="rapport")

    # -- texts --------------------------------------------------------------------------------------------------

    def _ask(self, fields: list[Veld], begin: str | None = None) -> None:
        """Open a field, with what is known already or with what was typed to open it."""
        if self.modus != "vraag":
            return
        if fields[0] in ("toelichting", "bewijs") and self.sessie.gesprek.antwoord is None:
            self.sessie.melding = "Geef eerst een antwoord, w of n. Daarna kunt u een opmerking of bewijs toevoegen."
            return
        self._fields = fields
        self.modus = "invoer"
        self._fill_in(begin)

    def _fill_in(self, begin: str | None = None) -> None:
        antwoord = self.sessie.gesprek.antwoord
        if self._fields[0] == "antwoord" and self._vraag is not None:
            value = woorden.typed(self._vraag, antwoord)
        else:
            value = shown_value(antwoord, self._fields[0])
        self._filled = clean_line(value)
        self._field_drawn = False
        text = self._filled if begin is None else begin
        self._buffer.reset(Document(text, len(text)))
        self.app.layout.focus(self._field)

    def _accept(self, buffer: Buffer) -> bool:
        """Take what stands in the field; True when the field stays open. A text that is as it was stays as it was."""
        veld, text = self._fields[0], clean_line(buffer.text)
        letter = self._letter()
        if letter is not None:
            self._close()
            self._actions[letter]()
            return self.modus == "invoer"
        same = bool(text) and text == self._filled and veld != "reden" and self.sessie.bewaard
        emptied = veld in BIJ_NIVEAU and bool(self._filled) and not text.strip()
        wrong = "" if same else self.sessie.vul(veld, "-" if emptied else text)
        if wrong:
            self.sessie.melding = wrong
            return True
        self._fields = self._fields[1:]
        if self._in_conflict():
            return False
        if self._fields:
            self._fill_in()
            return True
        self._close()
        if veld not in ("toelichting", "bewijs"):
            self._forward()
        return False

    def _letter(self) -> str | None:
        """Return the key that stands alone in the field of an answer, if one does."""
        text = self._buffer.text.strip().lower()
        return text if self._fields[:1] == ["antwoord"] and len(text) == 1 and text in _LETTERS else None

    def _cancel(self) -> None:
        """Leave a text as it was; after a level that is already kept this goes on to the next question."""
        go_on = self._fields[0] in BIJ_NIVEAU
        self.sessie.melding = ""
        self._close()
        if go_on:
            self._forward()

    def _close(self) -> None:
        self.app.layout.focus(self._body)
        self._fields = []
        self.modus = "vraag"

    # -- a file that changed underneath -------------------------------------------------------------------------

    def _in_conflict(self) -> bool:
        if self.sessie.verschillen or self.sessie.geweigerd:
            self._close()
            self.modus = "verschil"
            return True
        return False

    def _merge(self) -> None:
        if self.modus == "verschil" and not self.sessie.geweigerd:
            self.sessie.voeg_samen()
            if not self._in_conflict():
                self._to_question()

    # -- drawing ------------------------------------------------------------------------------------------------

    def _canvas(self) -> Canvas:
        return Canvas(max(20, min(self.app.output.get_size().columns, _MAX_WIDTH) - 1), self._signs)

    def _draw(self) -> Fragments:
        canvas, sessie = self._canvas(), self.sessie
        lijst, label = sessie.gesprek.vragenlijst, sessie.gesprek.antwoorden.tlp
        drawn: dict[Modus, Callable[[], Iterable[tuple[str, str]]]] = {
            "welkom": lambda: canvas.page(f"bcm-check · {lijst.titel}", woorden.welcome(lijst, label)),
            "vraag": lambda: canvas.question(sessie, self._pointer, typing=False),
            "invoer": lambda: canvas.question(sessie, self._pointer, typing=self._fields[:1] == ["antwoord"]),
            "uitleg": lambda: canvas.explanation(sessie, self._top),
            "pijler": lambda: canvas.page("Tussenstand", woorden.summary(sessie, self._ended or "", self._signs)),
            "einde": lambda: canvas.page("Eindstand", woorden.ending(sessie, self._signs)),
            "verschil": lambda: canvas.difference(sessie),
        }
        return list(drawn[self.modus]())

    def _field_label(self) -> Fragments:
        text = ""
        if self._fields and self._vraag is not None:
            text = woorden.asked(self._fields[0], self._vraag, known=bool(self._filled))
        return [("class:nadruk", self._canvas().wrapped(text))]

    def _foot(self) -> Fragments:
        answering = self._fields[:1] == ["antwoord"]
        keys = {
            "welkom": "Enter beginnen · q stoppen",
            "uitleg": "Enter terug naar de vraag · pijltje omlaag of omhoog: verder lezen",
            "invoer": "Enter bewaren · Esc terug naar de vraag" if answering else "Enter bewaren · Esc overslaan",
            "pijler": "Enter verder · t terug · q pauze",
            "einde": "r maak nu het verbeterplan · t terug · q stoppen",
            "verschil": "q stoppen" if self.sessie.geweigerd else "s samenvoegen · q stoppen",
        }.get(self.modus, "")
        if not keys and self._vraag is not None:
            keys = woorden.keys(self._vraag, self.sessie.gesprek.antwoord)
        return list(self._canvas().foot(self.sessie, keys))


def _calling(action: Callable[[], None]) -> Callable[[KeyPressEvent], None]:
    def on_key(_event: KeyPressEvent) -> None:
        action()

    return on_key
