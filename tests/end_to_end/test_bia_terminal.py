"""The impact analysis in a real terminal of 80 by 24: choose, add, answer, back, stop, go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal

from bcm_check.core.antwoorden import Organisatie, new
from bcm_check.core.eigen import EigenProces
from bcm_check.files import answers, content
from bcm_check.files.locations import standard

BESTAND = "g.bcm.json"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a new file of a municipality."""
    lijst = content.load(standard())
    with answers.AnswerFile(tmp_path / BESTAND) as file:
        file.save(new(lijst, Organisatie(naam="Gemeente Voorbeeldveen", type="gemeente"), "snel"))
    return tmp_path / BESTAND


def test_own_processes_and_hours(path: Path) -> None:
    terminal = Terminal("bia", BESTAND, folder=path.parent)
    terminal.until("wat mag niet lang stilliggen?", "[x] 19 Salaris betalen", "Enter = zo laten:")
    assert "Welke processen zijn voor u kritiek" in terminal.rows[0]
    terminal.press("e\r", "Hoe heet het proces?")
    terminal.press("Post rondbrengen\r", "Wat heeft het nodig?", "1 Stroomnet", "33 Actueel beeld")
    assert len(terminal.rows) == 24
    terminal.press("20\r", "Toegevoegd: Post rondbrengen.", "[x] 20 Post rondbrengen")
    terminal.press("1,20\r", "Proces 1 van 2: Crisisteam", "Hoe lang mag dit stilliggen? Nu: 1 uur.", "1/6 Uren:")
    terminal.press("2,5 eeuw\r", "Dat zijn geen uren.")
    terminal.press("2,5\r", "door zonder", "2/6 Uren:")
    terminal.press("t\r", "Nu: 2 uur en 30 minuten; uw eigen opgave (standaard: 1 uur).")
    terminal.send("-\r")
    while not terminal.flat.endswith("2/6 Uren:"):
        assert terminal.pump(0.05), terminal.text
    terminal.kill()
    kept = answers.read(path).eigen.processen
    assert kept == {"gem_crisis": EigenProces(), "eigen_post_rondbrengen": kept["eigen_post_rondbrengen"]}

    terminal = Terminal("bia", BESTAND, "--eenvoudig", folder=path.parent)
    terminal.until("[x] 1 Crisisteam", "[ ] 2 ", "[x] 20 Post rondbrengen", "Enter = zo laten:")
    terminal.press("20\r", "Proces 1 van 1: Post rondbrengen", "Nu: niet bekend.")
    terminal.press("3 dagen\r", "door zonder", "2/")
    terminal.press("2/4/8\r", "3/")
    terminal.send("q\r")
    assert terminal.end() == 0
    assert f"Alles is bewaard in {BESTAND}." in terminal.flat
    assert b"\x1b" not in terminal.raw
    found = answers.read(path).eigen
    assert list(found.processen) == ["eigen_post_rondbrengen"]
    assert found.processen["eigen_post_rondbrengen"].mtpd == 3 * 24 * 60
    (own,) = found.uren["eigen_post_rondbrengen"].values()
    assert (own.min, own.verwacht, own.max) == (120, 240, 480)


def test_an_interrupt_keeps_what_was_answered(path: Path) -> None:
    terminal = Terminal("bia", BESTAND, folder=path.parent)
    terminal.until("Enter = zo laten:")
    terminal.press("1\r", "1/6 Uren:")
    terminal.press("3\r", "2/6 Uren:")
    terminal.send("\x03")
    assert terminal.end() == 130
    assert answers.read(path).eigen.processen == {"gem_crisis": EigenProces(mtpd="3")}
