"""The few things that are asked before the interview: name, kind, depth."""

from __future__ import annotations

import os
from collections.abc import Sequence

from bcm_check.core.tekst import clean_line


def ask_name(*, plain: bool, of_place: bool = False) -> str:
    """Ask for the name of the organisation (or place) until one is given. Ctrl-C and the end of input come through."""
    question = f"Hoe heet uw organisatie{' of locatie' if of_place else ''}?"
    while True:
        answer = input(f"{question} ") if plain else _typed(question)
        naam = clean_line(answer).strip()
        if naam:
            return naam[:200]
        print("Typ een naam.")


def choose(question: str, choices: Sequence[tuple[str, str]], *, plain: bool) -> str:
    """Ask for one of the choices (id, text) by its number and return its id; the only one is not asked.

    Nothing is chosen beforehand, so an Enter that was typed ahead never answers a question that was not read.
    """
    if len(choices) == 1:
        return choices[0][0]
    print(question)
    for number, (_, text) in enumerate(choices, start=1):
        print(f"  {number}  {clean_line(text)}")
    wish = f"Typ een nummer van 1 tot en met {len(choices)}:"
    while True:
        answer = input(f"{wish} ") if plain else _typed(wish)
        numbers = {str(number): name for number, (name, _) in enumerate(choices, start=1)}
        if answer.strip() in numbers:
            return numbers[answer.strip()]
        print("Dat is geen nummer uit de lijst.")


def line(text: str, *, plain: bool) -> str:
    """Ask for one line; what was typed may be empty. Ctrl-C and the end of input come through."""
    return input(text) if plain else _typed(text.rstrip())


def _typed(question: str) -> str:
    import questionary  # noqa: PLC0415 -- only a new file asks anything here

    # Where a terminal does not tell its cursor position prompt_toolkit warns in English; one line needs no position.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    return str(questionary.text(question, qmark="", instruction=" ").unsafe_ask())
