"""The few things that are asked before the interview: name, kind, depth."""

from __future__ import annotations

from collections.abc import Sequence

from bcm_check.core.tekst import clean_line


def ask_name(*, plain: bool) -> str:
    """Ask for the name of the organisation until one is given. Ctrl-C and the end of input come through."""
    question = "Hoe heet uw organisatie?"
    while True:
        if plain:
            answer = input(f"{question} ")
        else:
            import questionary  # noqa: PLC0415 -- only a new file asks this

            answer = questionary.text(question, qmark="", instruction=" ").unsafe_ask()
        naam = clean_line(answer).strip()
        if naam:
            return naam[:200]
        print("Typ de naam van de organisatie.")


def choose(question: str, choices: Sequence[tuple[str, str]], *, plain: bool) -> str:
    """Ask for one of the choices (id, text) and return its id."""
    if plain:
        return _choose_by_number(question, choices)
    import questionary  # noqa: PLC0415

    options = [questionary.Choice(title=text, value=name) for name, text in choices]
    hint = "(pijltjes en Enter)"
    return str(questionary.select(question, options, qmark="", pointer=">", instruction=hint).unsafe_ask())


def _choose_by_number(question: str, choices: Sequence[tuple[str, str]]) -> str:
    print(question)
    for number, (_, text) in enumerate(choices, start=1):
        print(f"{number}: {text}")
    while True:
        answer = input(f"Typ een nummer van 1 tot en met {len(choices)}: ").strip()
        if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1][0]
        print("Dat is geen nummer uit de lijst.")
