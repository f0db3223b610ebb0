"""What is said to a person or a log never holds what somebody wrote in an answer; only the reports do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from doing import KLEIN, Do

from bcm_check.core.antwoorden import Antwoord
from bcm_check.files import answers
from bcm_check.files.answers import Encoder, checksum

SECRET = "GEHEIM-7f3a"


@pytest.fixture
def secret(klein: Do) -> Do:
    """A file whose every free text is a secret, and a copy that differs."""
    texts = {"toelichting": SECRET, "bewijs": SECRET, "eigenaar": SECRET}
    van = {
        "P1.1.1": {"waarde": 4, **texts},
        "P1.1.2": {"waarde": "nvt", "reden": SECRET},
        "P2.1.1": {"waarde": 1, **texts},
    }
    Path("van.json").write_text(json.dumps(van), encoding="utf-8")
    assert klein("beantwoord", "a.bcm.json", "--van", "van.json").code == 0
    Path("b.bcm.json").write_bytes(Path("a.bcm.json").read_bytes())
    assert klein("beantwoord", "b.bcm.json", "P1.1.1=1", "P1.1.2=nvt:" + SECRET + "2").code == 0
    return klein


def damaged(change: dict[str, object]) -> None:
    """Write `c.bcm.json`: a file with a right checksum and an answer that is wrong."""
    document = json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))
    document.pop("controle")
    document["antwoorden"]["P1.1.1"] |= change
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path("c.bcm.json").write_text(json.dumps({**document, "controle": checksum(body)}), encoding="utf-8")


COMMANDS = [
    ["score", "a.bcm.json"],
    ["score", "a.bcm.json", "--json"],
    ["uitleg", "a.bcm.json", "P1"],
    ["uitleg", "a.bcm.json", "P1.1.1"],
    ["uitleg", "a.bcm.json", "P1.1.2"],
    ["beantwoord", "a.bcm.json", "P1.1.1=7", "P1.1.2=3", "P1.2.2=nvt"],
    ["beantwoord", "a.bcm.json", "P1.1.1=4", "P1.1.2=nvt:" + SECRET],
    ["beantwoord", "a.bcm.json", "P9.9.9=nvt:" + SECRET],
    ["beantwoord", "a.bcm.json", "--van", "van.json", "P1.2.2=8"],
    ["beantwoord", "a.bcm.json", "--type", "zorg"],
    ["samenvoegen", "a.bcm.json", "b.bcm.json"],
    ["samenvoegen", "a.bcm.json", "b.bcm.json", "--kies", "kopie"],
    ["rapport", "a.bcm.json", "--uit", "uit"],
    ["score", "stuk.bcm.json"],
    ["score", "half.bcm.json", "--json"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(words) for words in COMMANDS])
def test_no_command_prints_a_note(secret: Do, words: list[str]) -> None:
    whole = Path("a.bcm.json").read_bytes()
    Path("stuk.bcm.json").write_bytes(whole.replace(b"snel", b"snol"))
    Path("half.bcm.json").write_bytes(whole[: len(whole) // 2])
    done = secret(*words)
    assert done.code != 70
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize(
    "change",
    [
        {"waarde": [SECRET]},
        {"testdatum": SECRET},
        {"toelichting": [SECRET]},
        {SECRET: 1},
        {"eigenaar": {"naam": SECRET}},
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_file_with_a_wrong_answer_is_refused_without_quoting_it(
    secret: Do, change: dict[str, object], more: list[str]
) -> None:
    damaged(change)
    before = Path("c.bcm.json").read_bytes()
    done = secret("score", "c.bcm.json", *more)
    assert done.code == 1
    if SECRET not in change:
        assert SECRET not in done.out + done.err
    assert Path("c.bcm.json").read_bytes() == before


def test_what_no_longer_fits_is_named_without_its_text(secret: Do, do: Do) -> None:
    other = Path("ander.yaml")
    other.write_text(Path(KLEIN).read_text(encoding="utf-8").replace("P1.1.2", "P1.1.8"), encoding="utf-8")
    done = do("score", "a.bcm.json", "--vragenlijst", str(other))
    assert done.code == 0
    assert "P1.1.2" in done.err
    assert "archief" in done.err
    assert SECRET not in done.out + done.err


def test_a_bug_of_ours_tells_its_place_and_not_its_message(secret: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr("bcm_check.cli.laden.assess", broken)
    done = secret("score", "a.bcm.json")
    assert done.code == 70
    assert "fout in bcm-check zelf (KeyError, test_geheim.py regel" in done.err
    assert SECRET not in done.err
    assert "Traceback" not in done.err


def test_the_secret_is_really_in_the_file_and_in_the_report(secret: Do) -> None:
    assert SECRET in Path("a.bcm.json").read_text(encoding="utf-8")
    assert answers.read(Path("a.bcm.json")).antwoorden["P1.1.2"] == Antwoord(waarde="nvt", reden=SECRET)
    assert Encoder().encode(answers.read(Path("a.bcm.json")))
    secret("rapport", "a.bcm.json", "--uit", "uit", "--formaat", "markdown")
    assert "GEHEIM" in next(Path("uit").iterdir()).read_text(encoding="utf-8")
