"""`beantwoord`: all or nothing, every fault named, nothing lost that was not named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doing import KLEIN, Do

Stored = Callable[..., dict[str, Any]]


def test_the_three_kinds_of_answer(klein: Do, stored: Stored) -> None:
    done = klein("beantwoord", "a.bcm.json", "P1.1.1=2", "P1.1.2=weet-niet", "P1.2.2=nvt: geen water: nergens")
    assert done.code == 0
    assert done.out == "Bewaard in a.bcm.json: 3 van de 4 vragen beantwoord.\n"
    assert stored() == {
        "P1.1.1": {"waarde": 2},
        "P1.1.2": {"waarde": "weet_niet"},
        "P1.2.2": {"waarde": "nvt", "reden": "geen water: nergens"},
    }


@pytest.mark.parametrize("word", ["weet-niet", "weet niet", "WEET_NIET", "weet_niet", " weet-niet "])
def test_spellings_of_weet_niet(klein: Do, stored: Stored, word: str) -> None:
    assert klein("beantwoord", "a.bcm.json", f"P1.1.1={word}").code == 0
    assert stored() == {"P1.1.1": {"waarde": "weet_niet"}}


@pytest.mark.parametrize("word", ["nvt:x", "n.v.t.:x", "N.v.t:x", "NVT: x "])
def test_spellings_of_nvt(klein: Do, stored: Stored, word: str) -> None:
    assert klein("beantwoord", "a.bcm.json", f"P1.1.1={word}").code == 0
    assert stored() == {"P1.1.1": {"waarde": "nvt", "reden": "x"}}


def test_all_or_nothing_and_every_fault_named(klein: Do) -> None:
    before = Path("a.bcm.json").read_bytes()
    words = ["P1.1.1=3", "P1.1.2=7", "P9.9.9=1", "P1.2.2=nvt", "P2.1.2=2", "P2.1.1=ja", "P1.1.12=1", "P1.2.1=nvt: "]
    done = klein("beantwoord", "a.bcm.json", *words)
    assert (done.code, done.out) == (1, "")
    for name in ("P1.1.2", "P9.9.9", "P1.2.2", "P2.1.2", "P2.1.1", "P1.1.12", "P1.2.1"):
        assert name in done.err
    assert 'Bedoelt u "P1.1.' in done.err
    assert "Zorginstelling" not in done.err
    assert "(Gemeente)" in done.err
    assert "7 antwoorden kloppen niet. Er is niets bewaard." in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_two_answers_to_a_question_are_refused(klein: Do) -> None:
    before = Path("a.bcm.json").read_bytes()
    done = klein("beantwoord", "a.bcm.json", "P1.1.1=3", "P1.1.2=1", " P1.1.1 =2")
    assert (done.code, done.out) == (2, "")
    assert "Vraag P1.1.1 heeft in deze opdracht twee antwoorden." in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_a_new_file_with_a_fault_is_not_made(do: Do) -> None:
    new = ("beantwoord", "b.bcm.json", "--nieuw", "--naam", "B", "--type", "gemeente", "--vragenlijst", KLEIN)
    assert do(*new, "P1.1.1=9").code == 1
    assert list(Path().iterdir()) == []
    assert do(*new, "P1.1.1=4").code == 0
    assert [path.name for path in Path().iterdir()] == ["b.bcm.json"]


def test_a_note_stays_when_the_level_changes(klein: Do, stored: Stored) -> None:
    whole = {"waarde": 4, "toelichting": "t", "bewijs": "b", "eigenaar": "e", "testdatum": "2026-05-01"}
    Path("van.json").write_text(json.dumps({"P1.1.1": whole}), encoding="utf-8")
    assert klein("beantwoord", "a.bcm.json", "--van", "van.json").code == 0
    assert stored() == {"P1.1.1": whole}
    assert klein("beantwoord", "a.bcm.json", "P1.1.1=1").code == 0
    assert stored() == {"P1.1.1": {**whole, "waarde": 1}}
    assert klein("beantwoord", "a.bcm.json", "P1.1.1=nvt:x").code == 0
    assert stored() == {"P1.1.1": {**whole, "waarde": "nvt", "reden": "x"}}
    assert klein("beantwoord", "a.bcm.json", "P1.1.1=0").code == 0
    assert stored() == {"P1.1.1": {**whole, "waarde": 0}}


VAN = [
    {"P1.1.1": 3, "P1.1.2": "weet-niet", "P1.2.2": "nvt:reden"},
    {"P1.1.1": {"waarde": 3}, "P1.1.2": {"waarde": "weet_niet"}, "P1.2.2": {"waarde": "nvt", "reden": "reden"}},
    {"P1.1.1": {"niveau": 3}, "P1.1.2": {"niveau": "weet niet"}, "P1.2.2": {"waarde": "n.v.t.", "reden": "reden"}},
    {"antwoorden": {"P1.1.1": "3", "P1.1.2": {"waarde": "weet-niet"}, "P1.2.2": "n.v.t.:reden"}},
]


@pytest.mark.parametrize("document", VAN)
def test_van_takes_short_whole_and_wrapped_answers(klein: Do, stored: Stored, document: dict[str, Any]) -> None:
    Path("van.json").write_text(json.dumps(document), encoding="utf-8")
    assert klein("beantwoord", "a.bcm.json", "--van", "van.json").code == 0
    assert stored() == {
        "P1.1.1": {"waarde": 3},
        "P1.1.2": {"waarde": "weet_niet"},
        "P1.2.2": {"waarde": "nvt", "reden": "reden"},
    }


def test_van_takes_a_whole_answer_file_and_words_go_over_it(klein: Do, stored: Stored) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1", "P1.1.2=2")
    new = ("--nieuw", "--naam", "B", "--type", "zorg")
    assert klein("beantwoord", "b.bcm.json", *new, "--van", "a.bcm.json", "P1.1.1=0").code == 0
    assert stored("b.bcm.json") == {"P1.1.1": {"waarde": 0}, "P1.1.2": {"waarde": 2}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1, 2]", 3),
        ("nee", 3),
        ('{"P1.1.1": 3, "P1.1.1": 4}', 3),
        ('{"P1.1.1": NaN}', 3),
        ('{"P1.1.1": [3]}', 1),
        ('{"P1.1.1": true}', 1),
        ('{"P1.1.1": null}', 1),
        ('{"P1.1.1": {}}', 1),
        ('{"P1.1.1": {"waarde": 3, "noot": "GEHEIM"}}', 1),
        ('{"P1.1.1": {"waarde": 4, "testdatum": "GEHEIM"}}', 1),
        ('{"P1.1.1": {"waarde": 4, "testdatum": "2999-01-01"}}', 1),
        ('{"P1.1.1": {"waarde": 4, "toelichting": 7}}', 1),
        ('{"P1.1.1": {"waarde": "GEHEIM"}}', 1),
    ],
)
def test_van_with_something_wrong_changes_nothing_and_quotes_nothing(klein: Do, text: str, code: int) -> None:
    before = Path("a.bcm.json").read_bytes()
    Path("van.json").write_text(text, encoding="utf-8")
    done = klein("beantwoord", "a.bcm.json", "P1.2.2=1", "--van", "van.json")
    assert (done.code, done.out) == (code, "")
    assert "P1.1.1" in done.err or "van.json" in done.err
    assert "GEHEIM" not in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_four_without_a_test_date_is_named(klein: Do) -> None:
    done = klein("beantwoord", "a.bcm.json", "P1.1.1=4", "P1.1.2=3", "P1.1.1=4")
    assert done.code == 0
    assert done.err == "P1.1.1: niveau 4 zonder testdatum telt als 3.\n"


def test_nieuw_on_an_existing_file_is_refused(klein: Do) -> None:
    before = Path("a.bcm.json").read_bytes()
    done = klein("beantwoord", "a.bcm.json", "--nieuw", "--naam", "X", "--type", "zorg", "P1.1.1=1")
    assert done.code == 2
    assert "bestaat al" in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_nieuw_over_a_dangling_link_is_refused(do: Do) -> None:
    Path("l.bcm.json").symlink_to("nergens.json")
    done = do("beantwoord", "l.bcm.json", "--nieuw", "--naam", "X", "--type", "zorg", "--vragenlijst", KLEIN)
    assert done.code == 2
    assert not Path("nergens.json").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--type", "gemeente"], "--naam"),
        (["--naam", "  ", "--type", "gemeente"], "--naam"),
        (["--naam", "B"], "kies uit gemeente, zorg"),
        (["--naam", "B", "--type", "Gemeente\x1b[31m"], "kies uit gemeente, zorg"),
        (["--naam", "B", "--type", "gemeente", "--diepte", "diep"], "kies uit snel, volledig"),
        (["--naam", "B", "--type", "gemeente", "--tlp", "rood"], "kies uit TLP:CLEAR"),
        (["--naam", "B", "--type", "gemeente", "--ambitie", "P1"], "PIJLER=NIVEAU"),
        (["--naam", "B", "--type", "gemeente", "--ambitie", "P7=3"], "kies uit P1, P2"),
        (["--naam", "B", "--type", "gemeente", "--ambitie", "P1=9"], "0 tot en met 4"),
        (["--naam", "B", "--type", "gemeente", "P1.1.1"], "VRAAG=WAARDE"),
        (["--naam", "B", "--type", "gemeente", "=3"], "VRAAG=WAARDE"),
    ],
)
def test_wrong_wishes_say_what_there_is(do: Do, words: list[str], sentence: str) -> None:
    done = do("beantwoord", "b.bcm.json", "--nieuw", "--vragenlijst", KLEIN, *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert "\x1b" not in done.err
    assert not Path("b.bcm.json").exists()


@pytest.mark.parametrize(
    ("typed", "label"),
    [("amber", "TLP:AMBER"), ("TLP:green", "TLP:GREEN"), ("amber+strict", "TLP:AMBER+STRICT"), (" red ", "TLP:RED")],
)
def test_the_label_is_the_owners_choice(klein: Do, typed: str, label: str) -> None:
    assert klein("beantwoord", "a.bcm.json", "--tlp", typed).code == 0
    assert klein("score", "a.bcm.json", "--json").json["tlp"] == label


def test_depth_and_ambition_of_an_existing_file_may_change_but_not_its_kind(klein: Do) -> None:
    assert klein("beantwoord", "a.bcm.json", "--diepte", "volledig", "--ambitie", "P1=4").out.endswith(
        "van de 5 vragen beantwoord.\n"
    )
    assert json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))["ambitie"] == {"P1": 4}
    before = Path("a.bcm.json").read_bytes()
    done = klein("beantwoord", "a.bcm.json", "--type", "zorg")
    assert done.code == 2
    assert "kan niet veranderen" in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_a_file_that_is_not_there(klein: Do) -> None:
    done = klein("beantwoord", "ergens.bcm.json", "P1.1.1=1")
    assert done.code == 3
    assert "--nieuw" in done.err
    assert not Path("ergens.bcm.json").exists()


def test_a_folder_that_is_not_there(do: Do) -> None:
    done = do("beantwoord", "map/b.bcm.json", "--nieuw", "--naam", "B", "--type", "zorg", "--vragenlijst", KLEIN)
    assert done.code == 3
    assert "het pad bestaat niet" in done.err


def test_a_path_with_spaces_and_accents(do: Do, stored: Stored) -> None:
    Path("Map één ☂").mkdir()
    name = "Map één ☂/Gemeente Überveen (2).bcm.json"
    new = ("--nieuw", "--naam", "Überveen", "--type", "zorg", "--vragenlijst", KLEIN)
    done = do("beantwoord", name, *new, "P1.1.1=3")
    assert (done.code, done.out) == (0, f"Bewaard in {name}: 1 van de 5 vragen beantwoord.\n")
    assert stored(name) == {"P1.1.1": {"waarde": 3}}
    assert do("score", name, "--vragenlijst", KLEIN).code == 0
    done = do("rapport", name, "--uit", "Map één ☂/uit map", "--formaat", "markdown", "--vragenlijst", KLEIN)
    assert done.code == 0, done
    assert [path.suffix for path in Path("Map één ☂/uit map").iterdir()] == [".md"]


def test_a_hidden_question_keeps_its_answer_and_does_not_count(klein: Do, stored: Stored) -> None:
    assert klein("beantwoord", "a.bcm.json", "P1.1.2=1", "P1.2.1=4").code == 0
    assert stored()["P1.2.1"] == {"waarde": 4}
    assert klein("score", "a.bcm.json", "--json").json["pijlers"]["P1"]["aantallen"]["niet_gesteld"] == 1
