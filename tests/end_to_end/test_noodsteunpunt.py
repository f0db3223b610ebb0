"""The list about a noodsteunpunt in a real terminal: levels, choices, numbers and words, a kill and a resume."""

from __future__ import annotations

from pathlib import Path

from terminal import Terminal

from bcm_check.core.antwoorden import Antwoord, Organisatie, new
from bcm_check.core.gesprek import begin
from bcm_check.core.vragenlijst import Plek
from bcm_check.files import answers, content
from bcm_check.files.locations import shipped

PLACE = shipped("noodsteunpunt")
assert PLACE is not None
LIJST = content.load(PLACE)
ASKED = begin(LIJST, new(LIJST, Organisatie(naam="x", type="organisatie"), "volledig")).gesteld
COUNT = len(ASKED)
WORDS = "Het dorp Één, de wijk Noord en de buurtschappen daaromheen, samen ongeveer zevenhonderd huizen"


def expected(plek: Plek) -> Antwoord:
    kinds = {"schaal": 2, "keuze": plek.vraag.keuzes[1].id if plek.vraag.keuzes else "", "getal": 2.5, "tekst": WORDS}
    return Antwoord(waarde=kinds[plek.vraag.soort])


def fits(terminal: Terminal, plek: Plek) -> None:
    """Look at a question on the screen: header, question, how to answer, keys."""
    flat, rows = terminal.flat, terminal.rows
    assert f"vraag {ASKED.index(plek) + 1} van {COUNT} · nog ±" in rows[0]
    assert f"{plek.vraag.titel} ({plek.vraag.id})" in flat
    assert plek.vraag.vraag in flat
    assert ("telt niet mee in een score" in flat) == (not plek.vraag.telt)
    for number, keuze in enumerate(plek.vraag.keuzes, start=1):
        assert f"{number} {keuze.tekst}" in flat
    if plek.vraag.soort == "getal":
        assert f"Typ een getal ({plek.vraag.eenheid}) van 0 tot en met 10000." in flat
    assert flat.endswith("b bewijs · ? uitleg · q pauze")
    assert len(rows) == 24


def answer(terminal: Terminal, plek: Plek) -> None:
    """Answer a question as it is meant to be, and wait for what comes after it."""
    if plek.vraag.soort == "tekst":
        terminal.press("\r", "Typ uw antwoord in woorden:")
        terminal.press(WORDS, "huizen")
        terminal.send("\r")
    else:
        terminal.send({"schaal": "2", "keuze": "2", "getal": "2,5\r"}[plek.vraag.soort])
    at = ASKED.index(plek) + 1
    if at == COUNT or ASKED[at].pijler.id != plek.pijler.id:
        terminal.until("Tussenstand", "is klaar.")
        terminal.send("\r")
    terminal.until("Eindstand" if at == COUNT else f"vraag {at + 1} van {COUNT}", "Bewaard.")


def test_all_kinds_with_a_kill_and_a_resume(tmp_path: Path) -> None:
    terminal = Terminal("start", "--vragenlijst", "noodsteunpunt", folder=tmp_path)
    terminal.until("Hoe heet uw organisatie of locatie?")
    terminal.press("De Brink\r", "vrijwillig", "een plek waar mensen informatie", "Enter beginnen")
    terminal.press("\r", f"vraag 1 van {COUNT}")
    (path,) = tmp_path.glob("de-brink-*-noodsteunpunt.bcm.json")
    halfway = next(at for at, plek in enumerate(ASKED) if plek.vraag.soort == "tekst")
    assert {plek.vraag.soort for plek in ASKED[:halfway]} == {"schaal", "keuze", "getal"}
    for plek in ASKED[:halfway]:
        fits(terminal, plek)
        answer(terminal, plek)
    terminal.press("\r", "Typ uw antwoord in woorden:")
    terminal.press("half een ant", "> half een ant")
    terminal.kill()
    assert answers.read(path).antwoorden == {plek.vraag.id: expected(plek) for plek in ASKED[:halfway]}

    terminal = Terminal("start", folder=tmp_path)
    terminal.until(f"vraag {halfway + 1} van {COUNT}", f"Welkom terug: {halfway} van de {COUNT}")
    for plek in ASKED[halfway:]:
        fits(terminal, plek)
        answer(terminal, plek)
    terminal.until("Totaal", "r maak nu het verbeterplan")
    assert answers.read(path).antwoorden == {plek.vraag.id: expected(plek) for plek in ASKED}

    assert ASKED[-1].vraag.soort == "getal"
    terminal.press("t", "Uw antwoord: 2,5 personen", "Enter aanpassen")
    terminal.press("3 dagen\r", '"3 dagen" kan hier niet: geef een getal van 0 tot en met 10000 (personen).')
    terminal.press("\x15" + "40\r", "Tussenstand", "Bewaard.")
    terminal.send("\x03")
    assert terminal.end() == 130
    assert f"Pauze. Alles is bewaard. Ga verder met: bcm-check start {path.name}" in terminal.flat
    assert answers.read(path).antwoorden[ASKED[-1].vraag.id] == Antwoord(waarde=40)
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, path.name + ".vorige"]
