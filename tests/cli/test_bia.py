"""`bia`: own processes and hours from the command line, in the file, in the run and in the report."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bcm_check.core.eigen import Duur
from bcm_check.core.errors import ChangedUnderneath
from bcm_check.files import answers, atomic

if TYPE_CHECKING:
    from doing import Do, Uitkomst

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
    assert "gem_burgerzaken  Burgerzaken met spoed" in done.out.splitlines()
    assert "gem_burgerzaken:personeel  Hoe lang gaat dit proces door zonder" in done.out
    assert "een aanname" in done.out
    gemeente("bia", BESTAND, "--uren", "gem_burgerzaken:personeel=1/7/9")
    told = "Nu: 7 uur (1 uur tot 9 uur); uw eigen opgave (standaard: 2 uur (0 uur tot 4 uur))."
    assert told in gemeente("bia", BESTAND, "--toon").out
    gemeente("bia", BESTAND, "--eigen", "post=Post", "--leunt", "post=it", "--mtpd", "post=3")
    lines = gemeente("bia", BESTAND, "--toon").out.splitlines()
    assert {"Uw eigen opgave: post=Post", "Uw eigen opgave: post mag 3 uur stilliggen"} <= set(lines)
    assert "Uw eigen opgave: post leunt op it" in lines


def test_hours_of_a_process_of_its_own(gemeente: Do) -> None:
    words = ["--eigen", "post=Post", "--leunt", "post=transport,it", "--uren", "post:transport=5"]
    assert gemeente("bia", BESTAND, *words).code == 0
    assert gemeente("bia", BESTAND, "--leunt", "post=transport").code == 0  # and its hours stay
    found = gemeente("uitval", BESTAND, "--json", "--scenario", "SC1").json["processen"]["post"]
    assert found["keten"][-2:] == ["transport", "post"]
    assert answers.read(Path(BESTAND)).eigen.uren["post"]["transport"].verwacht == 300
    assert gemeente("bia", BESTAND, "--wis", "post:transport").code == 0
    assert gemeente("bia", BESTAND, "--wis", "post").code == 0
    assert b'"eigen"' not in Path(BESTAND).read_bytes()


def test_a_standard_process_may_lean_on_something_else(gemeente: Do) -> None:
    assert gemeente("bia", BESTAND, "--kies", "gem_crisis", "--leunt", "gem_crisis=personeel,afval").code == 0
    shown = gemeente("bia", BESTAND, "--toon").out
    assert "gem_crisis:afval" in shown
    assert "gem_crisis:it" not in shown
    wrong = gemeente("bia", BESTAND, "--leunt", "gem_crisis=personel")
    assert (wrong.code, 'Bedoelt u "personeel"?' in wrong.err) == (1, True)


def test_each_part_can_go_back_to_the_standard(gemeente: Do) -> None:
    gemeente("bia", BESTAND, "--mtpd", "gem_crisis=3", "--herstel", "it=3", "--uren", "it:stroom=2")
    assert gemeente("bia", BESTAND, "--wis", "gem_crisis").code == 0
    assert answers.read(Path(BESTAND)).eigen.processen == {}  # all of them, as they are: no choice
    assert gemeente("bia", BESTAND, "--wis", "it").code == 0
    assert b'"eigen"' not in Path(BESTAND).read_bytes()
    gemeente("bia", BESTAND, "--kies", "gem_crisis")
    assert gemeente("bia", BESTAND, "--kies", "alles").code == 0
    assert b'"eigen"' not in Path(BESTAND).read_bytes()


def test_a_choice_tells_what_it_takes_away(gemeente: Do) -> None:
    gemeente("bia", BESTAND, "--eigen", "post=Post", "--leunt", "post=it", "--mtpd", "gem_crisis=3")
    done = gemeente("bia", BESTAND, "--kies", "gem_crisis")
    assert done.err == "Uw opgave over Post vervalt: dat proces staat niet meer in uw keuze.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--mtpd", "gem_crisis=2/4/8"], "Geef hier één getal"),
        (["--uren", "it:stroom=1", "--uren", "it:stroom=2"], "heeft in deze opdracht twee waarden"),
        (["--mtpd", "gem_crisis=1", "--mtpd", " gem_crisis =2"], "heeft in deze opdracht twee waarden"),
        (["--uren", "it=3"], "is geen KNOOP:LID"),
        (["--uren", "it:stroom"], "is geen KNOOP:LID=UREN"),
        (["--eigen", "a b=X", "--leunt", "a b=it", "--uren", "it:stroom=1"], "kan geen id zijn"),
        (["--eigen", "\x1b[2J=X"], "kan geen id zijn"),
        (["--uren", "../x:y=1"], "kan geen id zijn"),
        (["--eigen", "zorg_alarm=Alarm", "--leunt", "zorg_alarm=it"], "is al een standaardproces"),
        (["--eigen", "GEM_CRISIS=X", "--leunt", "GEM_CRISIS=it"], "is al een standaardproces"),
        (["--wis", "it"], "staat niet in uw opgave"),
    ],
)
def test_what_cannot_be_stated(gemeente: Do, words: list[str], said: str) -> None:
    before = Path(BESTAND).read_bytes()
    done = gemeente("bia", BESTAND, *words)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "\x1b" not in done.err
    assert Path(BESTAND).read_bytes() == before


def test_joining_with_an_older_copy_loses_no_hour(gemeente: Do) -> None:
    Path("oud.bcm.json").write_bytes(Path(BESTAND).read_bytes())
    gemeente("bia", BESTAND, "--uren", "it:stroom=7", "--mtpd", "gem_crisis=3")
    assert gemeente("samenvoegen", BESTAND, "oud.bcm.json").code == 0
    kept = answers.read(Path(BESTAND)).eigen
    assert (kept.uren["it"]["stroom"].verwacht, kept.processen["gem_crisis"].mtpd) == (420, 180)


@pytest.mark.parametrize(("kies", "hours", "other"), [("bestand", 7, 9), ("kopie", 9, 7)])
def test_hours_on_which_two_files_differ_are_chosen_and_the_other_is_kept(
    gemeente: Do, kies: str, hours: int, other: int
) -> None:
    Path("kopie.bcm.json").write_bytes(Path(BESTAND).read_bytes())
    gemeente("bia", BESTAND, "--uren", "it:stroom=7")
    gemeente("bia", "kopie.bcm.json", "--uren", "it:stroom=9")
    before = Path(BESTAND).read_bytes()
    torn = gemeente("samenvoegen", BESTAND, "kopie.bcm.json")
    assert (torn.code, "Verschil bij it:stroom." in torn.err) == (1, True)
    assert Path(BESTAND).read_bytes() == before
    assert gemeente("samenvoegen", BESTAND, "kopie.bcm.json", "--kies", kies).code == 0
    kept = answers.read(Path(BESTAND))
    assert kept.eigen.uren["it"]["stroom"].verwacht == hours * 60
    assert [(piece.vraag, piece.antwoord["verwacht"]) for piece in kept.archief] == [("it:stroom", f"{other * 60} min")]
    assert gemeente("rapport", BESTAND, "--uit", "rapport").code == 0


def test_kept_is_only_said_when_the_disk_confirmed_it(gemeente: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers.AnswerFile, "save", lambda *_: False)
    done = gemeente("bia", BESTAND, "--uren", "it:stroom=7")
    assert done.out.startswith("Misschien niet bewaard")


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
    done = gemeente("bia", BESTAND, "--uren", "it:stroom=8")  # what is old stops nothing new
    assert (done.code, '"fax" bestaat niet.' in done.err) == (0, True)
    assert "fax" in answers.read(path).eigen.uren
    assert gemeente("bia", BESTAND, "--wis", "fax:stroom").code == 0
    assert gemeente("uitval", BESTAND).err == ""


class Terminal:
    """What stdin is to a program in a window."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(gemeente: Do, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Uitkomst]:
    """Return a function that types lines to `bia` in plain lines."""

    def typed(*lines: str) -> Uitkomst:
        left = iter(lines)
        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True)
        monkeypatch.setattr("builtins.input", lambda _text: next(left, "q"))
        return gemeente("bia", BESTAND, "--eenvoudig")

    return typed


def _failing(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    real, left = atomic.Writer.write, [None] * times

    def write(*args: Any) -> bool:
        if left:
            left.pop()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args)

    monkeypatch.setattr(atomic.Writer, "write", write)


def test_what_could_not_be_kept_goes_along_with_the_next(
    typing: Callable[..., Uitkomst], monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, 1)
    done = typing("1", "3", "q")
    assert done.code == 0
    assert done.out.count("NIET bewaard: de schijf is vol.") == 1
    assert f"Alles is bewaard in {BESTAND}." in done.out
    assert answers.read(Path(BESTAND)).eigen.processen["gem_crisis"].mtpd == 180


def test_what_could_not_be_kept_at_all_is_said_and_the_exit_code_tells(
    typing: Callable[..., Uitkomst], monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, 99)
    done = typing("1", "3", "q")
    assert (done.code, "Alles is bewaard" in done.out) == (3, False)
    assert "de schijf is vol" in done.err
    assert b'"eigen"' not in Path(BESTAND).read_bytes()


def test_another_window_that_wrote_in_between_is_not_overwritten(
    typing: Callable[..., Uitkomst], monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_args: object) -> bool:
        raise ChangedUnderneath("intussen veranderd")

    monkeypatch.setattr(answers.AnswerFile, "save", changed)
    done = typing("1", "3", "q")
    assert (done.code, done.err) == (3, "intussen veranderd\n")


def test_without_a_terminal_nothing_is_asked(gemeente: Do) -> None:
    done = gemeente("bia", BESTAND)
    assert done.code == 2
    assert "--mtpd" in done.err


def test_a_file_that_is_not_there_or_of_another_list(do: Do) -> None:
    assert do("bia", "weg.bcm.json", "--toon").code == 3
    do("beantwoord", "n.bcm.json", "--nieuw", "--naam", "X", "--vragenlijst", "netwerk")
    assert do("bia", "n.bcm.json", "--toon").code == 2
