"""`samenvoegen`: nothing gone, and nothing chosen that the user did not choose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doing import KLEIN, Do

Stored = Callable[..., dict[str, Any]]
COPY = "a (1).bcm.json"


@pytest.fixture
def two(klein: Do) -> Do:
    """Two files of one organisation: they differ on P1.1.1, and each has an answer of its own."""
    klein("beantwoord", "a.bcm.json", "P1.1.1=1", "P1.1.2=0")
    Path(COPY).write_bytes(Path("a.bcm.json").read_bytes())
    klein("beantwoord", "a.bcm.json", "P1.1.1=2", "P1.2.2=1")
    klein("beantwoord", COPY, "P1.1.1=3", "P2.1.1=4")
    return klein


def test_a_difference_without_a_choice_changes_nothing(two: Do) -> None:
    before = Path("a.bcm.json").read_bytes(), Path(COPY).read_bytes()
    done = two("samenvoegen", "a.bcm.json", COPY)
    assert (done.code, done.out) == (1, "")
    assert "Verschil bij P1.1.1." in done.err
    assert (Path("a.bcm.json").read_bytes(), Path(COPY).read_bytes()) == before


@pytest.mark.parametrize(("kies", "kept", "archived"), [("bestand", 2, 3), ("kopie", 3, 2)])
def test_the_chosen_one_stays_and_the_other_is_archived(
    two: Do, stored: Stored, kies: str, kept: int, archived: int
) -> None:
    done = two("samenvoegen", "a.bcm.json", COPY, "--kies", kies)
    assert done.code == 0
    assert "4 antwoorden" in done.out
    assert "in het archief" in done.out
    levels = {name: answer["waarde"] for name, answer in stored().items()}
    assert levels == {"P1.1.1": kept, "P1.1.2": 0, "P1.2.2": 1, "P2.1.1": 4}
    archive = json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))["archief"]
    assert [(piece["vraag"], piece["antwoord"]) for piece in archive] == [("P1.1.1", {"waarde": archived})]
    assert two("score", "a.bcm.json", "--json").code == 0


def test_without_a_difference_no_choice_is_needed(klein: Do, stored: Stored) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1")
    Path(COPY).write_bytes(Path("a.bcm.json").read_bytes())
    klein("beantwoord", COPY, "P1.1.2=0")
    assert klein("samenvoegen", "a.bcm.json", COPY).code == 0
    assert set(stored()) == {"P1.1.1", "P1.1.2"}


def test_label_depth_and_ambition_stay_those_of_the_file(two: Do) -> None:
    two("beantwoord", "a.bcm.json", "--tlp", "red", "--ambitie", "P1=2")
    two("beantwoord", COPY, "--tlp", "clear", "--diepte", "volledig")
    two("samenvoegen", "a.bcm.json", COPY, "--kies", "kopie")
    document = json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))
    assert (document["tlp"], document["diepte"], document["ambitie"]) == ("TLP:RED", "snel", {"P1": 2})


def test_two_organisations_are_not_joined(klein: Do) -> None:
    klein("beantwoord", "b.bcm.json", "--nieuw", "--naam", "Ander", "--type", "gemeente", "P1.1.1=1")
    done = klein("samenvoegen", "a.bcm.json", "b.bcm.json", "--kies", "kopie")
    assert done.code == 1
    assert "verschillende organisaties" in done.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["a.bcm.json", "weg.bcm.json"], 3),
        (["weg.bcm.json", "a.bcm.json"], 3),
        (["a.bcm.json", COPY, "--kies", "allebei"], 2),
    ],
)
def test_what_cannot_be_joined(two: Do, words: list[str], code: int) -> None:
    done = two("samenvoegen", *words)
    assert (done.code, done.out) == (code, "")
    assert not Path("weg.bcm.json").exists()


def test_a_copy_of_another_version_of_the_questionnaire(two: Do) -> None:
    other = Path("ander.yaml")
    other.write_text(Path(KLEIN).read_text(encoding="utf-8").replace('versie: "1"', 'versie: "2"'), encoding="utf-8")
    assert two("samenvoegen", "a.bcm.json", COPY, "--kies", "bestand").code == 0
