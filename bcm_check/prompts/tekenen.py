"""What stands on the whole screen, as pieces of text with a style; the application only decides which page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.vraag import Vraag
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import Optie, Sessie, opties

Pieces = Iterator[tuple[str, str]]
_ROOM = 10  # lines between a question and its answer, so that all of it fits on 24 rows

_NOTHING_LOST = "Er is niets overschreven. Uw antwoorden staan nog in dit venster."


class Canvas(NamedTuple):
    """The room there is: the columns to write in, and the two signs that bars are drawn with."""

    width: int
    signs: str

    def wrapped(self, text: str, indent: str = "", first: str = "") -> str:
        """Return a text in lines that fit; `first` stands before it, and the lines below keep clear of that."""
        return textwrap.fill(text, self.width, initial_indent=first, subsequent_indent=indent or " " * len(first))

    def head(self, text: str) -> str:
        """Return the bar on top of a page."""
        return f" {text} ".ljust(self.width)[: self.width]

    def page(self, title: str, lines: Iterable[str]) -> Pieces:
        """Draw a page of lines under a title."""
        yield "class:kop", self.head(clean_line(title))
        yield "", "\n\n"
        for line in lines:
            indent = "  " if line.startswith("·") else " " * (len(line) - len(line.lstrip()))
            yield "", self.wrapped(clean(line), indent) + "\n"

    def question(self, sessie: Sessie, pointer: int | None, *, typing: bool) -> Pieces:
        """Draw the question; while its answer is being typed the field stands where the answer does."""
        gesprek = sessie.gesprek
        plek = gesprek.huidige
        if plek is None:
            return
        yield "class:kop", self.head(woorden.place(gesprek, plek))
        yield "", f"\n {woorden.standing(sessie, self.signs)}\n"
        yield "class:titel", self.wrapped(clean_line(f"{plek.vraag.titel} ({plek.vraag.id})"))
        yield "", "\n" + self.wrapped(clean_line(plek.vraag.vraag)) + "\n"
        options = [piece for optie in opties(plek.vraag) for piece in self._option(sessie, optie, pointer)]
        yield "", self._why(plek.vraag, "".join(text for _, text in options).count("\n"))
        if typing:
            return
        yield "", "\n"
        yield from options
        if not options:
            yield "[SetCursorPosition]", ""
            yield "", self.wrapped(woorden.invited(plek.vraag)) + "\n"
        yield "", "\n" + self.wrapped(woorden.given(sessie.gesprek))

    def _why(self, vraag: Vraag, used: int) -> str:
        """Return why it is asked and how to answer, where there is room; not of a scale, whose levels say it."""
        lines = self.wrapped(clean_line(vraag.waarom)).split("\n") if vraag.waarom and vraag.soort != "schaal" else []
        return "\n" + "\n".join(lines) + "\n" if lines and len(lines) + used <= _ROOM else ""

    def _option(self, sessie: Sessie, optie: Optie, pointer: int | None) -> Pieces:
        given, pointed = sessie.gekozen == optie.nummer, pointer == optie.nummer
        mark = ("*" if given else " ") + (">" if pointed else " ")
        style = "class:wijzer" if pointed and not given else "class:gekozen" if given else ""
        if pointed:
            yield "[SetCursorPosition]", ""
        yield style, self.wrapped(clean_line(optie.tekst), first=f"{mark}{optie.nummer}  ")
        yield "", "\n"

    def explanation(self, sessie: Sessie, top: int) -> Pieces:
        """Draw the help page of the question, from its line `top` on."""
        yield "class:kop", self.head(f"Uitleg bij {sessie.gesprek.positie}")
        yield "", "\n\n" + "\n".join(self.explained(sessie)[top:])

    def explained(self, sessie: Sessie) -> list[str]:
        """Return the lines of the help page."""
        plek = sessie.gesprek.huidige
        lines = [] if plek is None else [*woorden.explanation(sessie.gesprek, plek)]
        return "\n\n".join(map(self.wrapped, lines or ["Bij deze vraag staat geen uitleg."])).split("\n")

    def difference(self, sessie: Sessie) -> Pieces:
        """Draw the choice after another window changed the file, or that there is none but to stop."""
        if sessie.geweigerd:
            lines = [_NOTHING_LOST, "Samenvoegen kan niet. U kunt alleen stoppen.", "", "q  stoppen zonder te bewaren"]
            yield from self.page("Het bestand is veranderd", lines)
            return
        names = ", ".join(sessie.verschillen[:30])
        lines = [
            "Een ander venster of programma heeft dit bestand intussen veranderd.",
            _NOTHING_LOST,
            f"Verschil bij: {names}.",
            "",
            "s  samenvoegen: alles blijft; bij verschil blijft uw antwoord en gaat het andere naar het archief",
            "q  stoppen zonder te bewaren: het bestand blijft zoals het andere venster het bewaarde",
        ]
        yield from self.page("Het bestand is veranderd", lines)

    def foot(self, sessie: Sessie, keys: str) -> Pieces:
        """Draw what there is to say, and the keys."""
        message = self.wrapped(clean(sessie.regel)) if sessie.regel else ""
        yield "" if sessie.bewaard else "class:wijzer", message
        yield "", "\n" if message else ""
        # A key stays on one line with what it does.
        yield "", self.wrapped(keys.replace(" ", "\xa0").replace("\xa0·\xa0", " · ")).replace("\xa0", " ")
