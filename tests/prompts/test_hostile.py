"""Texts of strangers (a questionnaire, a name, an answer) never steer the terminal, on either screen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.output.vt100 import Vt100_Output
from walks import DOWN, ENTER, KLEIN, LEFT, SOORTEN, Keeper, Plain, Walk, at, filled, session

from bcm_check.core.antwoorden import Antwoord
from bcm_check.core.errors import ChangedUnderneath, FileTrouble
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files.jsonreader import shown
from bcm_check.prompts import vooraf

HOSTILE = [
    "\x1b]0;kwaad\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m",
    "[red]rood[/]",
    "[/]",
    ":warning:",
    "{{ 7*7 }}",
    "\u202etxt.exe\u202c",
    "\u200b\u2066",
    "regel\r\nkwaad\x08\x08",
    "\x00\x7f",
    "{0} {naam} %s",
]
TOGETHER = [" ".join(HOSTILE[start::4]) for start in range(4)]
FORBIDDEN = ("\x1b]0;kwaad", "\x07", "\x9b", "\u202e", "\u202c", "\u200b", "\u2066", "\x08\x08", "\x00", "\x7f")


LONGEST = {"eenheid": 40}
FREE = {
    "titel", "naam", "vraag", "waarom", "uitleg", "hoe", "eerste_stap", "actiehouder", "plaats", "vorm", "tekst",
    "eenheid", "gemeente", "bewijs", *"01234",
}  # fmt: skip


def poisoned(text: str, lijst: Vragenlijst = KLEIN) -> Vragenlijst:
    """Return a questionnaire with a hostile text in every free text."""

    def poison(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: poison(part, str(name)) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [poison(part, key) for part in value]
        return f"{text}{value}"[: LONGEST.get(key, 400)] if isinstance(value, str) and value and key in FREE else value

    document = lijst.model_dump(mode="json", exclude_defaults=True)
    document["schaal"] = [{"niveau": trede.niveau, "naam": trede.naam} for trede in lijst.schaal]
    poisoned_document = poison(document)
    assert isinstance(poisoned_document, dict)
    for als in _conditions(poisoned_document):
        als["vraag"] = als["vraag"].removeprefix(text)
    return Vragenlijst.model_validate(poisoned_document)


def _conditions(document: dict[str, object]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def look(value: object) -> None:
        if isinstance(value, dict):
            found.extend(value.get("als") or [])
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)

    look(document)
    return found


class Tape(io.StringIO):
    """What a terminal would get, byte for byte."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


def recorded(tape: Tape) -> Vt100_Output:
    return Vt100_Output(tape, lambda: Size(rows=24, columns=80), term="xterm-256color", enable_cpr=False)


def assert_harmless(raw: str, text: str) -> None:
    for sign in FORBIDDEN:
        assert sign not in raw
    assert "\x1b[2J\x1b[31m" not in raw
    if "7*7" in text:
        assert "{{ 49" not in raw


@pytest.mark.parametrize("text", TOGETHER)
def test_a_hostile_questionnaire_cannot_steer_the_screen(text: str) -> None:
    lijst = poisoned(text)
    answers = filled(lijst, P1_1_1=Antwoord(waarde="nvt", reden=text, toelichting=text, bewijs=text, eigenaar=text))
    named = answers.organisatie.model_copy(update={"naam": f"{text}x"})
    answers = answers.model_copy(update={"organisatie": named})
    tape = Tape()
    keys = ("?", ENTER, DOWN, "o", ENTER, "1", LEFT, "v", "1", "4", ENTER, ENTER, ENTER, "2", ENTER, ENTER)
    walk = Walk(at(session(Keeper(), answers, lijst), "P1.1.1"), *keys, nieuw=False, output=recorded(tape))
    assert any("Tussenstand" in screen for screen in walk.screens)
    assert_harmless(tape.getvalue(), text)
    for screen in walk.screens:
        assert_harmless(screen, text)
        assert "\x1b" not in screen


@pytest.mark.parametrize("text", TOGETHER)
def test_a_hostile_questionnaire_cannot_steer_plain_lines(text: str) -> None:
    lijst = poisoned(text)
    answers = filled(lijst, P1_1_1=Antwoord(waarde="nvt", reden=text, toelichting=text, bewijs=text))
    sessie = at(session(Keeper(), answers, lijst), "P1.1.1")
    walk = Plain(sessie, "", "?", "o", text, "4", text, text, "", "1", "1", "1", "r", nieuw=True)
    assert walk.ended == "rapport"
    for line in walk.lines:
        assert_harmless(line, text)
        assert "\x1b" not in line


@pytest.mark.parametrize("text", TOGETHER)
def test_hostile_choices_units_and_answers_cannot_steer_the_screen(text: str) -> None:
    lijst = poisoned(text, SOORTEN)
    answers = filled(lijst, A1_1_3=Antwoord(waarde=f"{text}x", reden=text, toelichting=text))
    tape = Tape()
    keys = (ENTER, DOWN, "2", "t", "v", ENTER, "x" + ENTER, "\x15" + "5" + ENTER, DOWN, ENTER, "y" + ENTER, "t")
    walk = Walk(session(Keeper(), answers, lijst), *keys, nieuw=True, output=recorded(tape))
    assert any("Er is nieuws." in screen for screen in walk.screens)
    assert any('"x" kan hier niet' in screen for screen in walk.screens)
    assert "Uw antwoord: " in walk.last
    assert_harmless(tape.getvalue(), text)
    for screen in walk.screens:
        assert_harmless(screen, text)
        assert "\x1b" not in screen


@pytest.mark.parametrize("text", TOGETHER)
def test_hostile_choices_units_and_answers_cannot_steer_plain_lines(text: str) -> None:
    lijst = poisoned(text, SOORTEN)
    walk = Plain(session(Keeper(), filled(lijst), lijst), "", "2", text, "5", f"{text}x", "t", "v", "0", "1", "2", "")
    assert walk.ended in ("klaar", "pauze")
    assert "kan hier niet" in walk.text
    assert "Uw antwoord: " in walk.text
    for line in walk.lines:
        assert_harmless(line, text)
        assert "\x1b" not in line


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_is_kept_clean(text: str) -> None:
    keeper = Keeper()
    Plain(at(session(keeper, filled(SOORTEN), SOORTEN), "A1.1.3"), f"{text} \udcff x")
    kept = str(keeper.last["A1.1.3"].waarde)
    assert "⟨DCFF⟩ x" in kept
    assert_harmless(kept, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_choice_cannot_steer_the_terminal(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "1")
    assert vooraf.choose("Wat?", [("a", f"{text}A"), ("b", "B")], plain=True) == "a"
    assert_harmless(capsys.readouterr().out, text)


@pytest.mark.parametrize("text", TOGETHER)
def test_a_hostile_path_in_a_failure_cannot_steer_the_terminal(text: str) -> None:
    fault = ChangedUnderneath(f"{shown(Path(text))} is veranderd.")
    tape = Tape()
    walk = Walk(session(Keeper(fault, theirs=filled(P1_1_1=3))), "1", output=recorded(tape))
    assert "Het bestand is veranderd" in walk.last
    assert_harmless(tape.getvalue(), text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_message_cannot_steer_plain_lines(text: str) -> None:
    walk = Plain(session(Keeper(FileTrouble(f"{text} kan niet"))), "1")
    assert "NIET bewaard" in walk.text
    for line in walk.lines:
        assert_harmless(line, text)


def test_a_hostile_text_is_made_visible_not_dropped() -> None:
    walk = Walk(session(Keeper(), filled(poisoned("\x1b[31m")), poisoned("\x1b[31m")), DOWN)
    assert "⟨001B⟩[31mNoodstroom" in walk.last
