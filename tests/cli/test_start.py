"""`start` in this process, in plain lines: what is asked, what is said at the beginning and at the end."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doing import KLEIN, Do, Uitkomst

from bcm_check.cli import invullen
from bcm_check.core.antwoorden import Antwoord
from bcm_check.files import atomic
from bcm_check.files.answers import AnswerFile
from bcm_check.prompts.eenvoudig import Regels

SOORTEN = str(Path(KLEIN).parent / "soorten.yaml")
Typing = Callable[..., Uitkomst]
Stored = Callable[..., dict[str, Any]]


@pytest.fixture
def typing(do: Do, monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Return a function that types lines at a terminal in plain lines; a callable is called in place of typing."""

    def typed(*lines: str | Callable[[], str], words: tuple[str, ...] = (), lijst: str = KLEIN) -> Uitkomst:
        left = list(lines)

        def read(question: str) -> str:
            print(question)
            if not left:
                raise EOFError
            line = left.pop(0)
            return line if isinstance(line, str) else line()

        class Terminal:
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True)
        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setitem(Regels.__init__.__kwdefaults__, "read", read)
        done = do("start", *words, "--eenvoudig", "--vragenlijst", lijst)
        assert left == [], done
        return done

    return typed


def test_a_new_file_from_nothing(typing: Typing, stored: Stored) -> None:
    done = typing("Gemeente Überveen", "1", "1", "", "1", "2", "q")
    assert done.code == 0
    files = [path.name for path in Path().iterdir() if path.name.endswith(".bcm.json")]
    assert len(files) == 1
    assert files[0].startswith("gemeente-uberveen-")
    assert stored(files[0]) == {"P1.1.1": {"waarde": 1}, "P1.1.2": {"waarde": 2}}
    assert done.out.count("Hoe heet uw organisatie?") == 1
    for words in (
        "Wat voor organisatie is het?",
        "Snel: 4 vragen",
        "Volledig: 5 vragen",
        "Nieuw bestand",
        "vrijwillig",
    ):
        assert words in done.out
    assert f"Pauze. Alles is bewaard. Ga verder met:\n  bcm-check start {files[0]} --vragenlijst " in done.out


def test_the_only_file_here_is_gone_on_with(klein: Do, typing: Typing, stored: Stored) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1")
    done = typing("0", "q")
    assert "Verder met a.bcm.json." in done.err
    assert "Welkom terug: 1 van de 4 vragen zijn beantwoord." in done.out
    assert stored()["P1.1.2"] == {"waarde": 0}


def test_which_file_when_there_are_more(klein: Do, typing: Typing) -> None:
    klein("beantwoord", "b.bcm.json", "--nieuw", "--naam", "B", "--type", "zorg")
    done = typing()
    assert done.code == 2
    assert "Noem er een: a.bcm.json, b.bcm.json." in done.err


def test_a_shipped_list_by_its_name(typing: Typing, stored: Stored) -> None:
    done = typing("Dorpshuis De Brink", "", "2", "2", "3", "hoofd", "2,5", lijst="noodsteunpunt")
    (path,) = Path().glob("*.bcm.json")
    assert path.name.startswith("dorpshuis-de-brink-")
    assert path.name.endswith("-noodsteunpunt.bcm.json")
    assert done.out.count("Hoe heet uw organisatie of locatie?") == 1
    assert "Wat voor organisatie" not in done.out
    assert "Hoeveel wilt u invullen?" not in done.out
    assert [answer["waarde"] for answer in stored(path.name).values()] == [2, "informatie", 3, 2.5]
    assert done.out.endswith(f"Pauze. Alles is bewaard. Ga verder met:\n  bcm-check start {path.name}\n")


def test_two_lists_of_one_organisation_lie_side_by_side(typing: Typing, stored: Stored) -> None:
    typing("De Brink", "", "2", lijst="noodsteunpunt")
    typing("De Brink", "", "12", lijst="netwerk")
    names = sorted(path.name for path in Path().glob("*.bcm.json"))
    assert len(names) == 2
    done = typing("1", lijst="noodsteunpunt")
    assert f"Verder met {names[1]}." in done.err
    assert [len(stored(name)) for name in names] == [1, 2]
    typing("De Brink", "1", "", "1")
    assert len(list(Path().glob("*.bcm.json"))) == 3


def test_a_damaged_file_is_told_about_and_not_passed_over(typing: Typing) -> None:
    Path("a.bcm.json").write_text("{", encoding="utf-8")
    done = typing(lijst="netwerk")
    assert done.code == 3
    assert "a.bcm.json" in done.err
    assert len(list(Path().iterdir())) == 1


def test_what_was_said_on_the_command_line_is_not_asked(typing: Typing, stored: Stored) -> None:
    words = ("nieuw.bcm.json", "--naam", "B", "--type", "zorg", "--diepte", "volledig", "--tlp", "green")
    done = typing("", "1", words=words)
    assert "TLP:GREEN" in done.out
    assert "Hoe heet" not in done.out
    assert stored("nieuw.bcm.json") == {"P1.1.1": {"waarde": 1}}


def test_stopping_before_there_is_a_file(typing: Typing) -> None:
    done = typing("Gemeente X")
    assert (done.code, done.err) == (130, "\nOnderbroken. Wat al bewaard was, blijft bewaard.\n")
    assert list(Path().iterdir()) == []


def test_an_interrupt_halfway_keeps_everything_and_says_so(klein: Do, typing: Typing, stored: Stored) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    done = typing("1", "3", interrupt, words=("a.bcm.json",))
    assert done.code == 130
    assert f"Pauze. Alles is bewaard. Ga verder met:\n  bcm-check start a.bcm.json --vragenlijst {KLEIN}\n" in done.err
    assert "Onderbroken" not in done.err
    assert stored() == {"P1.1.1": {"waarde": 1}, "P1.1.2": {"waarde": 3}}


def test_done_says_what_comes_next_and_report_makes_it(klein: Do, typing: Typing) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1", "P1.1.2=1", "P1.2.2=1", "P2.1.1=1")
    done = typing("", words=("a.bcm.json",))
    assert "Klaar. Uw antwoorden staan in a.bcm.json." in done.out
    assert f"bcm-check rapport a.bcm.json --uit rapport --vragenlijst {KLEIN}" in done.out
    done = typing("r", words=("a.bcm.json",))
    assert done.code == 0
    assert sorted(path.suffix for path in Path("rapport").iterdir()) == [".md", ".xlsx"]


def test_a_command_to_copy_works_with_spaces(typing: Typing) -> None:
    Path("mijn map").mkdir()
    done = typing("", "q", words=("mijn map/a b.bcm.json", "--naam", "B", "--type", "zorg", "--diepte", "snel"))
    if sys.platform == "win32":
        assert 'bcm-check start "mijn map' in done.out
    else:
        assert "bcm-check start 'mijn map/a b.bcm.json'" in done.out


def test_an_answer_that_no_longer_fits_is_named(klein: Do, typing: Typing) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1", "P1.1.2=2")
    other = Path("ander.yaml")
    text = Path(KLEIN).read_text(encoding="utf-8").replace('versie: "1"', 'versie: "2"')
    other.write_text(text.replace("P1.1.2", "P1.1.8"), encoding="utf-8")
    done = typing("q", words=("a.bcm.json",), lijst=str(other))
    assert done.code == 0
    assert "staan in het archief: P1.1.2." in done.out
    document = json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))
    assert list(document["antwoorden"]) == ["P1.1.1"]
    assert document["archief"][0]["antwoord"] == {"waarde": 2}


def test_a_copy_of_a_sync_client_is_named_at_both_ends(klein: Do, typing: Typing) -> None:
    Path("a (1).bcm.json").write_bytes(Path("a.bcm.json").read_bytes())
    done = typing("q", words=("a.bcm.json",))
    assert "a (1).bcm.json lijkt een kopie" in " ".join(done.out.split())
    assert "bcm-check samenvoegen a.bcm.json 'a (1).bcm.json'" in done.err


def test_a_second_window_is_refused(klein: Do, typing: Typing) -> None:
    with AnswerFile(Path("a.bcm.json")):
        for done in (typing(words=("a.bcm.json",)), klein("beantwoord", "a.bcm.json", "P1.1.1=1")):
            assert done.code == 3
            assert "al geopend in een ander venster" in done.err
        assert klein("score", "a.bcm.json").code == 0
    assert klein("beantwoord", "a.bcm.json", "P1.1.1=1").code == 0


def test_a_full_disk_is_said_and_the_exit_code_tells(
    klein: Do, typing: Typing, monkeypatch: pytest.MonkeyPatch, stored: Stored
) -> None:
    def full(*_args: object) -> bool:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(atomic.Writer, "write", full)
        done = typing("1", "q", words=("a.bcm.json",))
    assert done.code == 3
    assert "NIET bewaard: de schijf is vol." in done.out
    assert "Bewaard" not in done.out
    assert "Alles is bewaard" not in done.out
    assert "Uw laatste antwoorden staan niet in a.bcm.json." in done.err
    assert stored() == {}


def test_an_interrupt_during_a_save_is_made_good(
    klein: Do, typing: Typing, monkeypatch: pytest.MonkeyPatch, stored: Stored
) -> None:
    real, calls = atomic.Writer.write, []

    def interrupted(*args: Any) -> bool:
        calls.append(args)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(atomic.Writer, "write", interrupted)
    done = typing("1", words=("a.bcm.json",))
    assert done.code == 130
    assert "Alles is bewaard" in done.err
    assert stored() == {"P1.1.1": {"waarde": 1}}


def test_another_program_that_wrote_in_between_is_merged(klein: Do, typing: Typing, stored: Stored) -> None:
    def elsewhere() -> str:
        mine = Path("a.bcm.json")
        other = Path("map")
        other.mkdir()
        (other / "a.bcm.json").write_bytes(mine.read_bytes())
        with AnswerFile(other / "a.bcm.json") as file:
            assert file.antwoorden is not None
            answers = file.antwoorden.met("P1.1.1", Antwoord(waarde=3)).met("P2.1.1", Antwoord(waarde=2))
            file.save(answers)
        mine.write_bytes((other / "a.bcm.json").read_bytes())
        return "1"

    done = typing(elsewhere, "s", "q", words=("a.bcm.json",))
    assert done.code == 0
    assert "Verschil bij: P1.1.1, P2.1.1." in done.out
    assert stored() == {"P1.1.1": {"waarde": 1}, "P2.1.1": {"waarde": 2}}


@pytest.mark.parametrize("naam", ["CON", "../../x", "a/b\\c:d", "☂", "  ", "é" * 300, "nul.", "\x1b[31m", "\udcff"])
def test_a_name_makes_a_safe_file_name(naam: str) -> None:
    assert invullen.file_name(naam, "Mijn.lijst").endswith("-mijn-lijst.bcm.json")
    name = invullen.file_name(naam)
    assert name.endswith(".bcm.json")
    assert name == Path(name).name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(name) < 64
    assert name != invullen.file_name(naam + "x")


# -- every kind of question in one line -------------------------------------------------------------------------


@pytest.fixture
def soorten(do: Do) -> Do:
    """Return a function that answers in `s.bcm.json`, which belongs to the list with all kinds of questions."""

    def doing(*words: str) -> Uitkomst:
        return do("beantwoord", "s.bcm.json", *words, "--vragenlijst", SOORTEN)

    assert doing("--nieuw", "--naam", "X").code == 0
    return doing


def test_only_a_level_ages(soorten: Do, stored: Stored) -> None:
    done = soorten("A1.1.1=nieuws", "A1.1.2=4", "A1.1.3=72", "A1.1.4=4", "A2.1.2=2,5")
    assert done.out.endswith("5 van de 6 vragen beantwoord.\n")
    assert done.err == "A1.1.4: niveau 4 zonder testdatum telt als 3.\n"
    assert stored("s.bcm.json")["A2.1.2"] == {"waarde": 2.5}


@pytest.mark.parametrize("value", ["true", "[]", "-1", "1e300", '""'])
def test_a_wrong_value_says_what_this_kind_of_question_takes(soorten: Do, value: str) -> None:
    kinds = {
        "A1.1.1": "kies uit geen, nieuws, warm.",
        "A1.1.2": "geef een getal van 0 tot en met 10000 (uur).",
        "A1.1.4": "geef een niveau (0 tot en met 4), weet-niet of nvt:reden.",
    }
    if value in ("true", "[]", '""'):
        kinds["A1.1.3"] = "geef een antwoord in woorden."
    Path("van.json").write_text(json.dumps({name: {"waarde": json.loads(value)} for name in kinds}), encoding="utf-8")
    done = soorten("--van", "van.json")
    assert done.code == 1
    for name, expected in kinds.items():
        assert f"Vraag {name}: {expected}" in done.err


def test_a_value_for_a_question_that_is_not_there_names_only_that(soorten: Do) -> None:
    Path("van.json").write_text('{"A9": {"waarde": true, "bewijs": 3}}', encoding="utf-8")
    done = soorten("--van", "van.json")
    assert done.code == 1
    assert "onbekende-vraag" in done.err
    assert "niveau" not in done.err
