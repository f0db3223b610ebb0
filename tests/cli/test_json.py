"""`--json`: one document that fits its published schema, also when it fails, with the exit code kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from doing import KLEIN, Do, Uitkomst
from jsonschema import Draft202012Validator

from bcm_check.cli.auteurs import schema_named
from bcm_check.files import content
from bcm_check.reports.uitvoer import DOCUMENTS

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "schema"
NAMES = ["vragenlijst", "antwoorden", *DOCUMENTS]


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PUBLISHED / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def fits(name: str, document: Any) -> None:
    validator = Draft202012Validator(published(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document)] == []


def failed(done: Uitkomst, code: int) -> dict[str, Any]:
    """Return what a failed command told; it must be one document on stdout and nothing else."""
    fits("fout", done.json)
    assert list(done.json) == ["versie", "fout"]
    fout: dict[str, Any] = done.json["fout"]
    assert (done.code, done.err, fout["exit"]) == (code, "", code)
    return fout


@pytest.mark.parametrize("name", NAMES)
def test_the_published_schema_is_the_one_the_tool_prints(do: Do, name: str) -> None:
    """Renew them with `bcm-check vragenlijst schema NAAM > docs/schema/NAAM.schema.json`."""
    printed = do("vragenlijst", "schema", name).json
    Draft202012Validator.check_schema(printed)
    assert printed == published(name) == schema_named(name)


def test_every_schema_is_published_and_no_other() -> None:
    assert {"score", "toon", "controleer", "fout"} <= set(NAMES)
    assert sorted(path.name for path in PUBLISHED.iterdir()) == sorted(f"{name}.schema.json" for name in NAMES)


def test_score(klein: Do) -> None:
    for words in ([], ["P1.1.1=1"], ["P1.1.2=weet-niet", "P1.2.2=nvt:x", "P2.1.1=4"]):
        klein("beantwoord", "a.bcm.json", *words)
        done = klein("score", "a.bcm.json", "--json")
        fits("score", done.json)
        assert (done.code, done.json["versie"], done.json["vragenlijst"]["id"]) == (0, 1, "klein")


def test_toon_of_the_standard_and_of_another(do: Do) -> None:
    for words in ([], [KLEIN]):
        done = do("vragenlijst", "toon", *words, "--json")
        fits("toon", done.json)
        assert (done.code, done.json["versie"]) == (0, 1)
    assert [vraag["id"] for vraag in done.json["vragen"]][:2] == ["P1.1.1", "P1.1.2"]
    assert done.json["vragen"][4]["groepen"] == ["P2.1", "P1.2"]
    assert done.json["vragen"][5]["voor"] == ["zorg"]
    assert done.json["vragen"][0]["maatregelen"] == [{"id": "M1", "naar": 3}]


def test_controleer_good_and_bad(do: Do) -> None:
    done = do("vragenlijst", "controleer", KLEIN, "--json")
    fits("controleer", done.json)
    assert (done.code, done.json["goed"], done.json["vragen"], done.json["fouten"]) == (0, True, 7, [])
    Path("slecht.yaml").write_text("formaat: 1\nid: x\ntitle: x\nversie: 1\nversie: 2\n", encoding="utf-8")
    done = do("vragenlijst", "controleer", "slecht.yaml", "--json")
    fits("controleer", done.json)
    assert (done.code, done.json["goed"]) == (1, False)
    assert len(done.json["fouten"]) >= 3
    assert all(fout["bestand"] == "slecht.yaml" and fout["regel"] > 0 for fout in done.json["fouten"])


def test_an_answer_file_fits_its_schema(klein: Do) -> None:
    van = {"P1.1.1": {"waarde": 4, "testdatum": "2026-05-01", "eigenaar": "e", "toelichting": "t", "bewijs": "b"}}
    Path("van.json").write_text(json.dumps(van), encoding="utf-8")
    words = ["--van", "van.json", "P1.1.2=nvt:x", "P1.2.2=weet-niet", "--ambitie", "P1=4", "--tlp", "red"]
    assert klein("beantwoord", "a.bcm.json", *words).code == 0
    fits("antwoorden", json.loads(Path("a.bcm.json").read_text(encoding="utf-8")))


def test_a_questionnaire_fits_its_schema() -> None:
    fits("vragenlijst", yaml.safe_load(Path(KLEIN).read_text(encoding="utf-8")))
    fits("vragenlijst", content.load(Path(KLEIN)).model_dump(mode="json", exclude_defaults=True))


@pytest.mark.parametrize(
    ("change", "known"),
    [({"titel": None}, False), ({"kleur": "rood"}, False), ({"pijlers": []}, False), ({"titel": "Anders"}, True)],
)
def test_the_schema_of_a_questionnaire_refuses_what_the_tool_refuses(change: dict[str, Any], known: bool) -> None:
    document = {**yaml.safe_load(Path(KLEIN).read_text(encoding="utf-8")), **change}
    assert Draft202012Validator(published("vragenlijst")).is_valid(document) is known


FAILING = [
    (["score", "weg.bcm.json", "--json"], 3, "bestand"),
    (["score", "--json"], 2, "verkeerd-gebruik"),
    (["score", "a.bcm.json", "--json", "--kleur"], 2, "verkeerd-gebruik"),
    (["score", "a.bcm.json", "--json", "--profiel", "x"], 2, "verkeerd-gebruik"),
    (["score", "a.bcm.json", "--json", "--peildatum", "gisteren"], 2, "verkeerd-gebruik"),
    (["score", "a.bcm.json", "--json"], 2, "verkeerd-gebruik"),
    (["score", "a.bcm.json", "--json", "--vragenlijst", "weg"], 3, "bestand"),
    (["score", "vreemd.json", "--json"], 1, "inhoud-afgekeurd"),
    (["score", "stuk.bcm.json", "--json"], 3, "bestand"),
    (["score", ".", "--json"], 3, "bestand"),
    (["vragenlijst", "controleer", "weg.yaml", "--json"], 3, "bestand"),
    (["vragenlijst", "controleer", "--json"], 2, "verkeerd-gebruik"),
    (["vragenlijst", "toon", "slecht.yaml", "--json"], 1, "inhoud-afgekeurd"),
    (["vragenlijst", "toont", "--json"], 2, "verkeerd-gebruik"),
    (["uitleg", "a.bcm.json", "P1", "--json"], 2, "verkeerd-gebruik"),
    (["--json"], 2, "verkeerd-gebruik"),
]


@pytest.mark.parametrize(("words", "code", "name"), FAILING)
def test_a_failure_is_one_document_with_the_exit_code_kept(
    klein: Do, do: Do, words: list[str], code: int, name: str
) -> None:
    Path("vreemd.json").write_text('{"a": 1}', encoding="utf-8")
    Path("stuk.bcm.json").write_bytes(Path("a.bcm.json").read_bytes().replace(b"snel", b"snol"))
    Path("slecht.yaml").write_text("formaat: 1\nid: x\n", encoding="utf-8")
    fout = failed(do(*words), code)
    assert fout["code"] == name
    assert fout["tekst"].endswith((".", "?"))
    if words[-2:] == ["slecht.yaml", "--json"]:
        assert {each["bestand"] for each in fout["fouten"]} == {"slecht.yaml"}


def test_a_bug_of_ours_is_a_document_too(klein: Do, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("GEHEIM antwoord")

    monkeypatch.setattr("bcm_check.cli.uitkomsten.score_document", broken)
    fout = failed(klein("score", "a.bcm.json", "--json"), 70)
    assert "RuntimeError" in fout["tekst"]
    assert "GEHEIM" not in fout["tekst"]


def test_an_interrupt_is_a_document_too(klein: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bcm_check.cli.uitkomsten.score_document", interrupted)
    failed(klein("score", "a.bcm.json", "--json"), 130)
