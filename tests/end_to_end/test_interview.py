"""A whole real interview: start, answer, back, weet niet, note, kill, resume, finish, report."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import openpyxl
import pytest
from terminal import Terminal

from bcm_check.core.antwoorden import Antwoord, Organisatie, new
from bcm_check.core.eigen import EigenProces
from bcm_check.core.gesprek import begin
from bcm_check.core.vragenlijst import Plek
from bcm_check.files import answers, content
from bcm_check.files.locations import standard

KLEIN = Path(__file__).parent.parent / "prompts" / "klein.yaml"
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-79]|4[0-79]|38|48|9\d|10\d)(?:;\d+)*m")


@pytest.fixture(scope="module")
def asked() -> tuple[Plek, ...]:
    """Return the questions that a municipality gets in the quick scan."""
    lijst = content.load(standard())
    return begin(lijst, new(lijst, Organisatie(naam="x", type="gemeente"), "snel")).gesteld


def fits(terminal: Terminal, plek: Plek, count: int, number: int) -> None:
    """Look at a question on the screen: header above, five levels in full, keys below."""
    flat, rows = terminal.flat, terminal.rows
    assert f"vraag {number} van {count} · nog ±" in rows[0]
    assert f"{plek.vraag.titel} ({plek.vraag.id})" in flat
    assert plek.vraag.vraag in flat
    for niveau, tekst in plek.vraag.niveaus.items():
        assert f"{niveau} {tekst}" in flat
    assert flat.endswith("b bewijs · ? uitleg · q pauze")
    assert len(rows) == 24


def start_anew(folder: Path) -> Terminal:
    terminal = Terminal("start", folder=folder)
    terminal.until("Hoe heet uw organisatie?")
    terminal.press("Gemeente Überveen\r", "Wat voor organisatie is het?", "1 Gemeente", "nummer van 1 tot en met 7:")
    terminal.press("1\r", "Hoeveel wilt u invullen?", "25 vragen", "nummer van 1 tot en met 3:")
    terminal.press("1\r", "vrijwillig", "Er gaat niets naar buiten", "TLP:AMBER+STRICT", "Enter beginnen")
    return terminal


def test_a_whole_interview(tmp_path: Path, asked: tuple[Plek, ...]) -> None:
    count = len(asked)
    ids = [plek.vraag.id for plek in asked]
    terminal = start_anew(tmp_path)
    terminal.press("\r", f"vraag 1 van {count}", "Nieuw bestand")
    path = next(tmp_path.glob("gemeente-uberveen-*.bcm.json"))
    fits(terminal, asked[0], count, 1)

    terminal.press("1", f"vraag 2 van {count}", "Bewaard.")
    fits(terminal, asked[1], count, 2)
    terminal.press("3", "Wie is hiervan de eigenaar?")
    terminal.press("facilitair manager\r", f"vraag 3 van {count}", "Bewaard.")
    terminal.press("t", f"vraag 2 van {count}", "*>3", "Uw antwoord: niveau 3 · eigenaar")
    terminal.press("w", f"vraag 3 van {count}")
    terminal.press("t", "Uw antwoord: weet niet")
    terminal.press("o", "Uw opmerking:")
    terminal.press("navragen bij de beheerder\r", "Uw antwoord: weet niet · opmerking, eigenaar")
    terminal.press("?", f"Uitleg bij {ids[1]}", "Waarom:")
    terminal.press("\r", f"vraag 2 van {count}")
    terminal.press("v", f"vraag 3 van {count}")
    terminal.press("n", "Waarom is dit niet van toepassing?")
    terminal.press("\r", "hoort een reden")
    terminal.press("geen eigen gebouw\r", f"vraag 4 van {count}", "Bewaard.")
    terminal.press("4", "Wie is hiervan de eigenaar?")
    terminal.press("\r", "Wanneer voor het laatst getest?")
    terminal.press("\r", f"vraag 5 van {count}")
    terminal.kill()

    kept = answers.read(path).antwoorden
    assert kept == {
        ids[0]: Antwoord(waarde=1),
        ids[1]: Antwoord(waarde="weet_niet", eigenaar="facilitair manager", toelichting="navragen bij de beheerder"),
        ids[2]: Antwoord(waarde="nvt", reden="geen eigen gebouw"),
        ids[3]: Antwoord(waarde=4),
    }

    terminal = Terminal("start", folder=tmp_path)
    terminal.until(f"vraag 5 van {count}", f"Welkom terug: 4 van de {count} vragen zijn beantwoord.")
    fits(terminal, asked[4], count, 5)
    second = Terminal("start", path.name, folder=tmp_path)
    second.until("al geopend in een ander venster")
    assert second.end() == 3

    for number, plek in enumerate(asked[4:], start=5):
        last = number == count or asked[number].pijler.id != plek.pijler.id
        if last:
            terminal.press("2", "Tussenstand", f"Pijler {plek.pijler.id}", "is klaar.", "Enter verder")
            terminal.press("\r", "Eindstand" if number == count else f"vraag {number + 1} van {count}")
        else:
            terminal.press("2", f"vraag {number + 1} van {count}")
            fits(terminal, asked[number], count, number + 1)
    terminal.until("Totaal", "Weet niet: 1.", "r maak nu het verbeterplan")
    terminal.send("r")
    terminal.until("Nu invullen? Typ j, of Enter om te stoppen:")
    told = terminal.text.replace("\n", "")
    terminal.press("j\r", "kritiek", "Crisisteam en hulp aan inwoners", "Enter = zo laten:")
    terminal.press("1\r", "Proces 1 van 1", "Hoe lang mag dit stilliggen? Nu: 1 uur.")
    terminal.press("straks\r", "Dat zijn geen uren.")
    terminal.press("2,5\r", "Hoe lang gaat dit proces door zonder")
    terminal.send("q\r")
    assert terminal.end() == 0
    assert answers.read(path).eigen.processen == {"gem_crisis": EigenProces(mtpd="2,5")}
    made = sorted((tmp_path / "rapport").iterdir())
    assert [each.suffix for each in made] == [".md", ".xlsx"]
    assert all(each.name in told for each in made)

    document = json.loads(path.read_text(encoding="utf-8"))
    assert {name: answer["waarde"] for name, answer in document["antwoorden"].items()} == {
        **dict.fromkeys(ids, 2), ids[0]: 1, ids[1]: "weet_niet", ids[2]: "nvt", ids[3]: 4,
    }  # fmt: skip
    assert "Überveen" in made[0].read_text(encoding="utf-8")
    assert "Samenvatting" in openpyxl.load_workbook(made[1], read_only=True).sheetnames
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, path.name + ".vorige", "rapport"]


def test_an_interrupt_pauses_and_says_how_to_go_on(tmp_path: Path) -> None:
    words = ("start", "a.bcm.json", "--naam", "X", "--type", "zorg", "--diepte", "snel", "--vragenlijst", str(KLEIN))
    terminal = Terminal(*words, folder=tmp_path)
    terminal.until("Enter beginnen")
    terminal.press("\r", "vraag 1 van")
    terminal.press("1", "vraag 2 van")
    terminal.send("\x03")
    assert terminal.end() == 130
    assert "Pauze. Alles is bewaard. Ga verder met: bcm-check start a.bcm.json" in terminal.flat
    terminal = Terminal("start", "a.bcm.json", "--vragenlijst", str(KLEIN), folder=tmp_path)
    terminal.until("vraag 2 van")
    terminal._child.kill(signal.SIGINT)
    assert terminal.end() == 130
    assert answers.read(tmp_path / "a.bcm.json").antwoorden == {"P1.1.1": Antwoord(waarde=1)}


def test_no_colour(tmp_path: Path) -> None:
    words = ("start", "a.bcm.json", "--naam", "X", "--type", "zorg", "--diepte", "snel", "--vragenlijst", str(KLEIN))
    terminal = Terminal(*words, folder=tmp_path, NO_COLOR="1")
    terminal.until("Enter beginnen")
    terminal.press("\r", "vraag 1 van")
    terminal.press("\x1b[B", ">0 Niets geregeld.")
    terminal.press("1", "vraag 2 van")
    terminal.press("t", "*>1 Iemand weet het.")
    terminal.send("q")
    assert terminal.end() == 0
    assert COLOUR.search(terminal.raw) is None


@pytest.mark.parametrize("how", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {}])
def test_plain_lines(tmp_path: Path, how: dict[str, str]) -> None:
    """TERM=dumb, ACCESSIBLE and --eenvoudig: no frame, no colour, no redraw; only lines."""
    flag = () if how else ("--eenvoudig",)
    terminal = Terminal("start", *flag, "--vragenlijst", str(KLEIN), folder=tmp_path, **how)
    terminal.until("Hoe heet uw organisatie?")
    terminal.press("Thuiszorg X\r", "nummer van 1 tot en met 2:")
    terminal.press("2\r", "Hoeveel wilt u invullen?", "nummer van 1 tot en met 2:")
    terminal.press("1\r", "Druk op Enter om te beginnen.")
    terminal.press("\r", "Antwoord op P1.1.1:")
    terminal.press("1\r", "Antwoord op P1.1.2:")
    terminal.press("t\r", "Uw antwoord: niveau 1")
    terminal.send("\x03")
    assert terminal.end() == 130
    assert "Pauze. Alles is bewaard." in terminal.flat
    assert b"\x1b" not in terminal.raw
    path = next(tmp_path.glob("thuiszorg-x-*.bcm.json"))
    assert answers.read(path).antwoorden == {"P1.1.1": Antwoord(waarde=1)}
