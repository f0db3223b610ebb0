"""What is asked before a new interview: nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from walks import Narrow

from bcm_check.prompts import vooraf

CHOICES = [("gemeente", "Gemeente"), ("zorg", "Zorginstelling")]


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=Narrow()):
        yield pipe


def test_a_name_is_asked_until_there_is_one(keys: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    keys.send_text("\r  \rVoorbeeldveen\r")
    assert vooraf.ask_name(plain=False) == "Voorbeeldveen"
    assert capsys.readouterr().out.count("Typ een naam") == 2


def test_enters_that_were_typed_ahead_choose_nothing(keys: PipeInput) -> None:
    keys.send_text("Voorbeeldveen\r\r\r\r2\r")
    assert vooraf.ask_name(plain=False) == "Voorbeeldveen"
    assert vooraf.choose("Wat voor organisatie is het?", CHOICES, plain=False) == "zorg"


def test_a_choice_shows_all_and_takes_only_its_numbers(keys: PipeInput, capsys: pytest.CaptureFixture[str]) -> None:
    keys.send_text("0\r3\rzorg\r 1 \r")
    assert vooraf.choose("Wat voor organisatie is het?", CHOICES, plain=False) == "gemeente"
    out = capsys.readouterr().out
    assert "Wat voor organisatie is het?" in out
    assert "1  Gemeente" in out
    assert "2  Zorginstelling" in out
    assert out.count("Dat is geen nummer") == 3


def test_the_only_choice_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert vooraf.choose("Hoeveel?", CHOICES[:1], plain=False) == "gemeente"
    assert capsys.readouterr().out == ""


def test_ctrl_c_comes_through(keys: PipeInput) -> None:
    keys.send_text("\x03")
    with pytest.raises(KeyboardInterrupt):
        vooraf.ask_name(plain=False)


def test_plain_questions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = iter(["", " Voorbeeldveen ", "x", "2"])
    monkeypatch.setattr("builtins.input", lambda _question: next(typed))
    assert vooraf.ask_name(plain=True) == "Voorbeeldveen"
    assert vooraf.choose("Wat?", CHOICES, plain=True) == "zorg"
    assert "Dat is geen nummer" in capsys.readouterr().out


def test_a_name_is_bounded_and_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "\x1b[31m" + "x" * 500)
    naam = vooraf.ask_name(plain=True)
    assert len(naam) == 200
    assert naam.startswith("⟨001B⟩[31mx")
