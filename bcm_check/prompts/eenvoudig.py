"""The interview in plain lines: no frames, no redrawing, no arrows; for a screen reader or a poor terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterable

from bcm_check.core.tekst import clean, clean_line
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import BIJ_NIVEAU, VRAGEN_OM, Afloop, Sessie, Veld, opties, shown_value


def _print(line: str) -> None:
    """Print a line, broken between words where the terminal would break it inside one."""
    width = max(20, shutil.get_terminal_size().columns - 1)
    print(textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False))


class Regels:
    """The plain interview of one session; `read` and `write` stand for the terminal."""

    def __init__(
        self, sessie: Sessie, *, nieuw: bool, read: Callable[[str], str] = input, write: Callable[[str], None] = _print
    ) -> None:
        self.sessie, self._nieuw, self._read = sessie, nieuw, read
        self._write: Callable[[str], None] = lambda line: write(clean(line))
        self._letters: dict[str, Callable[[], bool]] = {
            "w": self._unknown, "n": lambda: self._fill("reden") and self._kept([]), "t": self._back, "v": self._go_on,
            "o": lambda: self._note("toelichting"), "b": lambda: self._note("bewijs"), "?": self._explain,
        }  # fmt: skip

    def run(self) -> Afloop:
        """Hold the interview; returns how it ended. The end of the input is a pause, Ctrl-C an interruption."""
        try:
            self._write(self.sessie.regel)
            if self._nieuw:
                self._say(woorden.welcome(self.sessie.gesprek.vragenlijst, self.sessie.gesprek.antwoorden.tlp))
                self._read("Druk op Enter om te beginnen. ")
            while self._all_questions():
                wish = self._at_the_end()
                if wish != "t":
                    return "rapport" if wish == "r" else "klaar"
                self.sessie.terug()
                self._write(self.sessie.regel)
        except (EOFError, KeyboardInterrupt) as stop:
            self._write("")  # what comes next begins on a line of its own
            return "pauze" if isinstance(stop, EOFError) else "onderbroken"
        return "pauze"

    def _all_questions(self) -> bool:
        """Go through the questions that are left; False when the user wants to pause."""
        while self.sessie.gesprek.huidige is not None:
            if not self._one_question():
                return False
        return True

    def _at_the_end(self) -> str:
        self._say(woorden.ending(self.sessie, ""))
        return self._read("Typ r voor het verbeterplan, t om terug te gaan, of Enter om te stoppen: ").strip().lower()

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._write(line)

    def _one_question(self) -> bool:
        """Show a question and do what is typed; False when the user wants to pause."""
        gesprek = self.sessie.gesprek
        plek = gesprek.huidige
        if plek is None:
            return True
        self._say(
            [
                "",
                woorden.place(gesprek, plek),
                f"{woorden.standing(self.sessie, '')}.",
                clean_line(plek.vraag.titel),
                clean_line(plek.vraag.vraag),
                *([clean_line(plek.vraag.waarom)] if plek.vraag.waarom and plek.vraag.soort != "schaal" else []),
                *(f"{optie.nummer}: {clean_line(optie.tekst)}" for optie in opties(plek.vraag)),
            ]
        )
        if gesprek.antwoord is not None:
            self._write(woorden.given(gesprek))
        while True:
            self._write(woorden.plain_keys(plek.vraag))
            wish = self._read(f"Antwoord op {plek.vraag.id}: ").strip()
            if wish.lower() == "q":
                return False
            if self._do(wish):
                return True

    def _do(self, wish: str) -> bool:
        """Do one thing; True when the question is done with."""
        plek = self.sessie.gesprek.huidige
        if plek is None:
            return True
        letter = self._letters.get(wish.lower())
        if letter is not None:
            return letter()
        if wish == "" and self.sessie.gesprek.antwoord is not None:
            return self._go_on()
        if not opties(plek.vraag):
            wrong = self.sessie.vul("antwoord", wish)
            return self._kept([]) if not wrong else self._refuse(wrong)
        numbers = {str(optie.nummer): optie.nummer for optie in opties(plek.vraag)}
        return self._kept(self.sessie.kies(numbers[wish])) if wish in numbers else self._refuse("Dat begrijp ik niet.")

    def _refuse(self, why: str) -> bool:
        self._write(why)
        return False

    def _unknown(self) -> bool:
        self.sessie.weet_niet()
        return self._kept([])

    def _back(self) -> bool:
        self.sessie.terug()
        return True

    def _explain(self) -> bool:
        plek = self.sessie.gesprek.huidige
        if plek is not None:
            self._say(woorden.explanation(self.sessie.gesprek, plek))
        return False

    def _note(self, veld: Veld) -> bool:
        if self.sessie.gesprek.antwoord is None:
            return self._refuse("Geef eerst een antwoord, of kies weet niet.")
        if self._fill(veld):
            self._settle()
            self._write(self.sessie.regel)
        return False

    def _settle(self) -> None:
        """Let the user choose when another window changed the file. Raises EOFError to stop without saving."""
        while self.sessie.geweigerd or self.sessie.verschillen:
            if self.sessie.geweigerd:
                self._write(self.sessie.regel)
                self._read("Druk op Enter om te stoppen. ")
                raise EOFError
            self._write(
                f"Een ander venster veranderde dit bestand. Verschil bij: {', '.join(self.sessie.verschillen)}."
            )
            if self._read("Typ s om samen te voegen, of q om te stoppen zonder te bewaren: ").strip().lower() == "q":
                raise EOFError
            self.sessie.voeg_samen()

    def _kept(self, extra: list[Veld]) -> bool:
        """Ask what belongs to the level, tell whether it is kept, and go on."""
        position = self.sessie.gesprek.positie
        self._settle()
        for veld in extra:
            if self.sessie.gesprek.positie == position:  # a merge may have hidden the question
                self._fill(veld)
                self._settle()
        self._write(self.sessie.regel)
        return self.sessie.gesprek.positie != position or self._go_on()

    def _fill(self, veld: Veld) -> bool:
        """Ask for a text until it is right; an empty reason goes back to the question, an empty text keeps what is."""
        known = shown_value(self.sessie.gesprek.antwoord, veld)
        with_level = veld in BIJ_NIVEAU
        question = woorden.again(veld, known) if known and with_level else VRAGEN_OM[veld]
        if known and not with_level:
            self._write(f"Er staat nu: {clean_line(known)}")
            self._write("Met Enter blijft dat zo." + ("" if veld == "reden" else " Met - wist u het."))
        while True:
            tekst = self._read(f"{question} ").strip()
            if not tekst and veld != "reden":
                return True
            wrong = self.sessie.vul(veld, "" if tekst == "-" and not with_level else tekst or known)
            if not wrong:
                return True
            self._write(wrong)
            if not tekst:
                return False

    def _go_on(self) -> bool:
        ended = self.sessie.verder()
        if ended is not None:
            self._say(["", *woorden.summary(self.sessie, ended, "")])
        return True
