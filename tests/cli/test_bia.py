"""`bia`: own processes and hours from the command line, in the file, in the run and in the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bcm_check.core.eigen import Duur
from bcm_check.files import answers

if TYPE_CHECKING:
    from doing import Do

BESTAND = "g.bcm.json"


@pytest.fixture
def gemeente(do: Do) -> Do:
    do("beantwoord", BESTAND, "--nieuw", "--naam", "Gemeente Voorbeeldveen", "--type", "gemeente", "P1.1.2=2")
    return do


def test_what_is_stated_is_kept_and_counts(gemeente: Do) -> None:
    words = ["--kies", "gem_crisis,gem_post", "--eigen", "gem_post=Post rondbrengen", "--leunt", "gem_post=transport"]
    done = gemeente("bia", BESTAND, *words, "--mtpd", "gem_crisis=2,5", "--uren", "it:stroom=2/4/8")
    assert (done.code, done.out, done.err) == (0, f"Bewaard in {BESTAND}.\n", "")
    kept = answers.read(Path(BESTAND)).eigen
    assert kept.processen["gem_crisis"].mtpd == 150
    assert kept.uren["it"]["stroom"] == Duur(min="2", verwacht="4", max="8")
    found = gemeente("uitval", BESTAND, "--json").json
    assert set(found["processen"]) == {"gem_crisis", "gem_post"}
    assert found["processen"]["gem_crisis"]["mtpd_uren"] == 2.5
    assert found["middelen"]["it"]["uur"] == {"pessimistisch": 2.0, "verwacht": 4.0, "optimistisch": 8.0}
    report = gemeente("rapport", BESTAND, "--uit", "rapport", "--formaat", "markdown")
    assert report.code == 0
    text = next(Path("rapport").glob("*.md")).read_text(encoding="utf-8")
    assert "| Post rondbrengen |" in text
    assert "E is wat u zelf opgaf" in text


def test_a_statement_survives_an_answer_and_a_merge(gemeente: Do) -> None:
    gemeente("bia", BESTAND, "--mtpd", "gem_crisis=3")
    Path("kopie.bcm.json").write_bytes(Path(BESTAND).read_bytes())
    gemeente("beantwoord", BESTAND, "P1.1.1=2")
    gemeente("bia", "kopie.bcm.json", "--uren", "it:stroom=7")
    assert gemeente("samenvoegen", BESTAND, "kopie.bcm.json").code == 0
    kept = answers.read(Path(BESTAND)).eigen
    assert kept.processen["gem_crisis"].mtpd == 180
    assert kept.uren["it"]["stroom"].verwacht == 420


def test_every_fault_is_told_at_once_and_nothing_is_kept(gemeente: Do) -> None:
    before = Path(BESTAND).read_bytes()
    done = gemeente(
        "bia", BESTAND, "--kies", "gem_crises", "--uren", "it:gas=3", "--uren", "itt:x=1", "--mtpd", "a=drie"
    )
    assert done.code == 1
    for said in ('Bedoelt u "gem_crisis"?', 'it heeft "gas" niet nodig', 'Bedoelt u "it"?', "Dat zijn geen uren"):
        assert said in done.err
    assert "Er is niets bewaard." in done.err
    assert Path(BESTAND).read_bytes() == before


@pytest.mark.parametrize("typed", ["-1", "oneindig", "inf", "nan", "1e9", "4/2/8", "1/2", "", "9999999"])
def test_hours_that_are_none(gemeente: Do, typed: str) -> None:
    assert gemeente("bia", BESTAND, "--uren", f"it:stroom={typed}").code == 1


def test_back_to_the_standard(gemeente: Do) -> None:
    empty = Path(BESTAND).read_bytes()
    gemeente("bia", BESTAND, "--uren", "it:stroom=7", "--uren", "noodcom:stroom=9")
    assert gemeente("bia", BESTAND, "--wis", "it:stroom").code == 0
    assert list(answers.read(Path(BESTAND)).eigen.uren) == ["noodcom"]
    assert gemeente("bia", BESTAND, "--wis", "it:stroom").code == 1
    assert gemeente("bia", BESTAND, "--wis", "alles").code == 0
    assert b'"eigen"' not in Path(BESTAND).read_bytes()
    assert b'"eigen"' not in empty


def test_what_holds_now_is_shown_with_where_it_comes_from(gemeente: Do) -> None:
    gemeente("bia", BESTAND, "--kies", "gem_burgerzaken", "--uren", "it:stroom=7")
    done = gemeente("bia", BESTAND, "--toon")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "Uw eigen opgave: it:stroom=7 uur"
    assert "gem_burgerzaken:personeel  Hoe lang gaat dit proces door zonder" in done.out
    assert "een aanname" in done.out
    gemeente("bia", BESTAND, "--uren", "gem_burgerzaken:personeel=1/7/9")
    assert "Nu: 7 uur (1 uur tot 9 uur); uw eigen opgave." in gemeente("bia", BESTAND, "--toon").out


def test_a_part_that_the_graph_no_longer_has_is_told_and_left_out(gemeente: Do) -> None:
    gemeente("bia", BESTAND, "--uren", "it:stroom=7")
    path = Path(BESTAND)
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["controle"]
    document["eigen"]["uren"]["fax"] = {"stroom": "60 min"}
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    document["controle"] = answers.checksum(body)
    path.write_text(json.dumps(document), encoding="utf-8")
    done = gemeente("uitval", BESTAND)
    assert done.code == 0
    assert 'Uw eigen opgave telt hier niet mee: "fax" bestaat niet.' in done.err


def test_without_a_terminal_nothing_is_asked(gemeente: Do) -> None:
    done = gemeente("bia", BESTAND)
    assert done.code == 2
    assert "--mtpd" in done.err


def test_a_file_that_is_not_there_or_of_another_list(do: Do) -> None:
    assert do("bia", "weg.bcm.json", "--toon").code == 3
    do("beantwoord", "n.bcm.json", "--nieuw", "--naam", "X", "--vragenlijst", "netwerk")
    assert do("bia", "n.bcm.json", "--toon").code == 2
