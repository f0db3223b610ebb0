"""Not one English word in the help pages and in what is said when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from doing import KLEIN, Do

from bcm_check.cli.app import app

WORDS = (
    "usage options? errors? missing invalid arguments extra.argument missing.argument try help.for no.such "
    "required shows? exit commands? file path "
    "expected unexpected got does exists? must values? default choices? directory aborted the and not or to extra "
    "possible did.you.mean message please install completion deprecated dynamic env.var range read write failed unknown"
)
ENGLISH = re.compile(rf"\b({WORDS.replace(' ', '|').replace('.', ' ')})\b", re.IGNORECASE)
LIST = f"--vragenlijst={KLEIN}"


def english(text: str) -> list[str]:
    """Return the English words of a text, apart from the names of options and of what is typed as an example."""
    return ENGLISH.findall(re.sub(r"`[^`]*`|--[\w-]+", "", text))


def pages() -> Iterator[list[str]]:
    def below(command: Any, words: list[str]) -> Iterator[list[str]]:
        yield words
        for name, each in getattr(command, "commands", {}).items():
            yield from below(each, [*words, name])

    yield from below(typer.main.get_command(app), [])


PAGES = list(pages())


def test_every_command_of_the_contract_is_there() -> None:
    assert {" ".join(words) for words in PAGES} >= {
        "", "start", "beantwoord", "samenvoegen", "score", "uitleg", "rapport", "demo",
        "vragenlijst", "vragenlijst controleer", "vragenlijst schema", "vragenlijst toon",
    }  # fmt: skip


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_dutch(do: Do, words: list[str], flag: str) -> None:
    done = do(*words, flag)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Gebruik: bcm-check")
    assert "Toon deze uitleg." in done.out
    assert english(done.out) == []
    assert max(map(len, done.out.splitlines())) <= 80
    assert re.search(r"--help, -h +Toon deze uitleg", done.out)


@pytest.mark.parametrize("words", [[], ["vragenlijst"]])
def test_without_a_command_there_is_help(do: Do, words: list[str]) -> None:
    done = do(*words)
    assert "Commando's:" in done.out
    assert english(done.out) == []
    assert (done.code, done.err) == (0, "")


def test_every_option_is_explained(do: Do) -> None:
    for words in PAGES:
        lines = do(*words, "--help").out.splitlines()
        start = lines.index("Opties:")
        rows = [line for line in lines[start + 1 :] if line.startswith("  -")]
        assert rows
        assert all(re.search(r"\S {2,}[A-Za-z]", line.strip()) for line in rows), words


WRONG: list[tuple[list[str], int, str]] = [
    (["bestaatniet"], 2, "Het commando"),
    (["scor"], 2, "Bedoelt u score?"),
    (["vragenlijst", "tonen"], 2, "Bedoelt u toon?"),
    (["--kleur"], 2, "De optie --kleur bestaat niet."),
    (["score"], 2, "Het argument BESTAND ontbreekt."),
    (["score", "a.bcm.json", "b"], 2, "is te veel"),
    (["score", "a.bcm.json", "--jsn"], 2, "Bedoelt u --json?"),
    (["score", "a.bcm.json", "--profiel"], 2, "De optie --profiel heeft een waarde nodig."),
    (["score", "a.bcm.json", "--json=ja"], 2, "De optie --json heeft geen waarde nodig."),
    (["score", "a.bcm.json", "--peildatum", "31-12-2026"], 2, "De optie --peildatum heeft een waarde die niet klopt."),
    (["score", "a.bcm.json", "--profiel", "x", LIST], 2, "Profiel"),
    (["score", "a.bcm.json"], 2, "Noem die met --vragenlijst PAD."),
    (["score", "weg.bcm.json"], 3, "bestaat niet"),
    (["score", "."], 3, "is een map"),
    (["score", "vreemd.json"], 1, "geen antwoordbestand"),
    (["score", "nieuw.json"], 1, "nieuwere versie"),
    (["score", "stuk.bcm.json"], 3, "beschadigd"),
    (["score", "leeg.json"], 3, "beschadigd of geen JSON"),
    (["score", "link.json"], 3, "koppeling"),
    (["score", "a.bcm.json", "--vragenlijst", "slecht.yaml"], 1, "fouten"),
    (["score", "a.bcm.json", "--vragenlijst", "weg.yaml"], 3, "weg.yaml"),
    (["score", "a.bcm.json", "--vragenlijst", "map"], 3, "geen enkel .yaml-bestand"),
    (["uitleg", "a.bcm.json"], 2, "Het argument DEEL ontbreekt."),
    (["uitleg", "a.bcm.json", "P77", LIST], 2, "is geen deel"),
    (["rapport", "a.bcm.json"], 2, "De optie --uit ontbreekt."),
    (["rapport", "a.bcm.json", "--uit", "uit", "--formaat", "pdf"], 2, "kies uit excel, markdown"),
    (["rapport", "a.bcm.json", "--uit", "uit", "--formaat", ","], 2, "minstens één"),
    (["rapport", "a.bcm.json", "--uit", "a.bcm.json/x", LIST], 3, "kan niet worden geschreven"),
    (["demo"], 2, "De optie --uit ontbreekt."),
    (["demo", "--uit", "a.bcm.json"], 3, "a.bcm.json"),
    (["start", "a.bcm.json"], 2, "beantwoord"),
    (["beantwoord", "a.bcm.json", "P1.1.1=9", "X=1", LIST], 1, "2 antwoorden kloppen niet"),
    (["beantwoord", "a.bcm.json", "hallo", LIST], 2, "VRAAG=WAARDE"),
    (["beantwoord", "weg.bcm.json", "P1.1.1=1", LIST], 3, "--nieuw"),
    (["beantwoord", "weg.bcm.json", "--nieuw", LIST], 2, "--naam"),
    (["samenvoegen", "a.bcm.json"], 2, "Het argument KOPIE ontbreekt."),
    (["samenvoegen", "a.bcm.json", "a.bcm.json", "--kies", "x"], 2, "bestand of kopie"),
    (["vragenlijst", "controleer", "slecht.yaml"], 1, "fouten gevonden"),
    (["vragenlijst", "controleer", "weg.yaml"], 3, "weg.yaml"),
    (["vragenlijst", "schema", "kleur"], 2, "kies uit vragenlijst, antwoorden"),
    (["vragenlijst", "toon", "slecht.yaml"], 1, "fouten"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG, ids=[" ".join(words) for words, _, _ in WRONG])
def test_what_goes_wrong_is_said_in_dutch(klein: Do, do: Do, words: list[str], code: int, sentence: str) -> None:
    whole = Path("a.bcm.json").read_bytes()
    Path("vreemd.json").write_text('{"a": 1}', encoding="utf-8")
    Path("nieuw.json").write_bytes(whole.replace(b'"versie":1,"vragenlijst"', b'"versie":2,"vragenlijst"'))
    Path("stuk.bcm.json").write_bytes(whole.replace(b"snel", b"snol"))
    Path("leeg.json").write_bytes(b"")
    Path("link.json").symlink_to("a.bcm.json")
    Path("slecht.yaml").write_text("formaat: 1\nid: x\nkleur: rood\nversie: [1]\n", encoding="utf-8")
    Path("map").mkdir()
    done = do(*words)
    assert done.code == code, done
    assert sentence in done.err
    assert english(done.err.replace("TLP:", "")) == []
    assert "Traceback" not in done.err
    if not words[0].startswith("vragenlijst"):
        assert done.out == ""
    assert Path("a.bcm.json").read_bytes() == whole
    assert all(len(line) < 400 for line in done.err.splitlines())


def test_the_word_list_knows_english_from_dutch() -> None:
    assert english("Usage: bcm-check [OPTIONS]") == ["Usage", "OPTIONS"]
    assert english("Try 'bcm-check' for help. Missing argument. No such option") == [
        "Try", "Missing", "No such", "option",
    ]  # fmt: skip
    assert english("Gebruik: bcm-check [OPTIES] Argumenten: Commando's: het pad van het bestand of de waarde") == []
