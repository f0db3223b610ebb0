"""The interview in plain lines: no frames, no redrawing, no arrows; for a screen reader or a poor terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bcm_check.core.tekst import clean, clean_line
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import VRAGEN_OM, Afloop, Sessie, Veld

_KEYS = (
    "Typ 0 tot en met {top}, w (weet niet), n (n.v.t.), t (terug), v (verder), "
    "o (opmerking), b (bewijs), ? (uitleg) of q (pauze)."
)


class Regels:
    """The plain interview of one session; `read` and `write` stand for the terminal."""

    def __init__(
        self, sessie: Sessie, *, nieuw: bool, read: Callable[[str], str] = input, write: Callable[[str], None] = print
    ) -> None:
        self.sessie, self._nieuw, self._read = sessie, nieuw, read
        self._write: Callable[[str], None] = lambda line: write(clean(line))

    def run(self) -> Afloop:
        """Hold the interview; returns how it ended. End of input and Ctrl-C are a pause."""
        try:
            self._write(self.sessie.regel)
            if self._nieuw:
                self._say(woorden.welcome(self.sessie.gesprek.antwoorden.tlp))
                self._read("Druk op Enter om te beginnen. ")
            while self.sessie.gesprek.huidige is not None:
                if not self._one_question():
                    return "pauze"
            self._say(woorden.ending(self.sessie, ""))
            wish = (
                self._read("Typ r voor het verbeterplan, t om terug te gaan, of Enter om te stoppen: ").strip().lower()
            )
        except (EOFError, KeyboardInterrupt):
            return "pauze"
        if wish == "t":
            self.sessie.terug()
            self._nieuw = False
            return self.run()
        return "rapport" if wish == "r" else "klaar"

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._write(line)

    def _one_question(self) -> bool:
        """Show a question and do what is typed; False when the user wants to pause."""
        gesprek = self.sessie.gesprek
        plek = gesprek.huidige
        if plek is None:
            return True
        levels = (f"{niveau}: {clean_line(tekst)}" for niveau, tekst in sorted(plek.vraag.niveaus.items()))
        stand = self.sessie.stand()
        shown = [f"Pijler nu: {woorden.band(stand, '')}."] if stand is not None else []
        self._say(
            [
                "",
                woorden.place(gesprek, plek),
                *shown,
                clean_line(plek.vraag.titel),
                clean_line(plek.vraag.vraag),
                *levels,
            ]
        )
        if gesprek.antwoord is not None:
            self._write(woorden.given(gesprek))
        while True:
            self._write(_KEYS.format(top=max(plek.vraag.niveaus)))
            wish = self._read(f"Antwoord op {plek.vraag.id}: ").strip().lower()
            if wish == "q":
                return False
            if self._do(wish):
                return True

    def _do(self, wish: str) -> bool:
        """Do one thing; True when the question is done with."""
        plek = self.sessie.gesprek.huidige
        if plek is None:
            return True
        if wish.isdecimal() and wish.isascii() and int(wish) in plek.vraag.niveaus:
            return self._kept(self.sessie.kies(int(wish)))
        if wish == "w":
            self.sessie.weet_niet()
            return self._kept([])
        if wish == "n":
            return self._fill("reden") and self._kept([])
        if wish == "t":
            self.sessie.terug()
            return True
        if wish == "v" or (wish == "" and self.sessie.gesprek.antwoord is not None):
            return self._go_on()
        if wish in ("o", "b"):
            self._note("toelichting" if wish == "o" else "bewijs")
        elif wish == "?":
            self._say(woorden.explanation(self.sessie.gesprek, plek))
        else:
            self._write("Dat begrijp ik niet.")
        return False

    def _note(self, veld: Veld) -> None:
        if self.sessie.gesprek.antwoord is None:
            self._write("Geef eerst een niveau, of kies weet niet.")
        elif self._fill(veld):
            self._settle()
            self._write(self.sessie.regel)

    def _settle(self) -> None:
        """Let the user choose when another window changed the file. Raises EOFError to stop without saving."""
        while self.sessie.verschillen:
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
            known = self.sessie.gesprek.antwoord
            if known is None or not getattr(known, veld):
                self._fill(veld)
                self._settle()
        self._write(self.sessie.regel)
        return self.sessie.gesprek.positie != position or self._go_on()

    def _fill(self, veld: Veld) -> bool:
        """Ask for a text until it is right; an empty reason goes back to the question, an empty text keeps what is."""
        known = getattr(self.sessie.gesprek.antwoord, veld, None)
        if known:
            self._write(f"Er staat nu: {clean_line(str(known))}")
            self._write("Met Enter blijft dat zo." + ("" if veld == "reden" else " Met - wist u het."))
        while True:
            tekst = self._read(f"{VRAGEN_OM[veld]} ").strip()
            if not tekst and veld != "reden":
                return True
            wrong = self.sessie.vul(veld, "" if tekst == "-" else tekst or str(known or ""))
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
