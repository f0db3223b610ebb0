"""What stands on the whole screen, as pieces of text with a style; the application only decides which page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bcm_check.core.tekst import clean, clean_line
from bcm_check.core.vragenlijst import Plek
from bcm_check.prompts import woorden
from bcm_check.prompts.sessie import Optie, Sessie, opties

Pieces = Iterator[tuple[str, str]]


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
            text = clean_line(line) if line.strip() else ""
            yield "", self.wrapped(text, "  " if line.startswith("·") else "") + "\n"

    def question(self, sessie: Sessie, pointer: int | None, *, typing: bool) -> Pieces:
        """Draw the question; while its answer is being typed the field stands where the answer does."""
        gesprek = sessie.gesprek
        plek = gesprek.huidige
        if plek is None:
            return
        yield "class:kop", self.head(woorden.place(gesprek, plek))
        yield "", f"\n {woorden.standing(sessie, self.signs)}\n"
        yield "class:titel", self.wrapped(clean_line(f"{plek.vraag.titel} ({plek.vraag.id})"))
        yield "", "\n" + self.wrapped(clean_line(plek.vraag.vraag)) + "\n\n"
        for optie in opties(plek.vraag):
            yield from self._option(optie, given=sessie.gekozen == optie.nummer, pointed=pointer == optie.nummer)
        if not typing:
            yield from self._answer(sessie, plek)

    def _answer(self, sessie: Sessie, plek: Plek) -> Pieces:
        if not opties(plek.vraag):
            yield "[SetCursorPosition]", ""
            yield "", self.wrapped(f"{woorden.wanted(plek.vraag)}.") + "\n"
        yield "", "\n" + self.wrapped(woorden.given(sessie.gesprek))

    def _option(self, optie: Optie, *, given: bool, pointed: bool) -> Pieces:
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
        """Draw the choice after another window changed the file."""
        names = ", ".join(sessie.verschillen[:30])
        lines = [
            "Een ander venster of programma heeft dit bestand intussen veranderd.",
            "Er is niets overschreven. Uw antwoorden staan nog in dit venster.",
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
        yield "", self.wrapped(keys)
