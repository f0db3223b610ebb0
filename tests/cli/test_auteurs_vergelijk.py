"""`vragenlijst vergelijk`, and what a new version does to an answer file: told, and not written before it is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from core.lists import Doc, document, pijler, vraag
from jsonschema import Draft202012Validator

from bcm_check.cli.auteurs import schema_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from doing import Do

    Stored = Callable[..., dict[str, Any]]

OUD = {**document(pijler("P", *(vraag(name) for name in "abcd"))), "versie": "2026.2"}
STAPPEN: list[Doc] = [
    {"versie": "2026.10", "soort": "hernoem", "vraag": "a", "naar": "nieuw"},
    {"versie": "2026.10", "soort": "antwoorden", "vraag": "b", "niveaus": {1: 2}},
    {"versie": "2026.10", "soort": "herbevestig", "vraag": "c", "reden": "De norm is anders."},
    {"versie": "2026.10", "soort": "vervallen", "vraag": "d"},
]
NIEUW = {
    **document(pijler("P", *(vraag(name) for name in ("nieuw", "b", "c", "e")))),
    "versie": "2026.10",
    "migraties": STAPPEN,
}
TEGEN = ("--vragenlijst", "nieuw.yaml")


def write(name: str, doc: Doc) -> None:
    Path(name).write_text(yaml.safe_dump(doc, sort_keys=False), encoding="utf-8")


@pytest.fixture
def oud(do: Do) -> Do:
    """Write both versions, and an answer file under the old one."""
    write("oud.yaml", OUD)
    write("nieuw.yaml", NIEUW)
    new = ("--nieuw", "--naam", "Voorbeeldveen", "--vragenlijst", "oud.yaml")
    assert do("beantwoord", "a.bcm.json", *new, "a=3", "b=1", "c=2", "d=4").code == 0
    return do


def test_what_changed_and_what_it_does_as_text(oud: Do) -> None:
    done = oud("vragenlijst", "vergelijk", "oud.yaml", "nieuw.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Van proef 2026.2 naar proef 2026.10",
        "a  hernoemd: heet nu nieuw. Gevolg: het antwoord gaat mee.",
        "nieuw  tekst: de vraag of uitleg luidt anders. Gevolg: het antwoord gaat mee.",
        "b  antwoord: bewaarde antwoorden veranderen. Gevolg: het niveau wordt omgezet volgens `migraties`.",
        "c  antwoord: bewaarde antwoorden veranderen. "
        "Gevolg: de vraag wordt opnieuw gesteld; het antwoord gaat naar het archief.",
        'd  weg: "d" is vervallen. Gevolg: het antwoord gaat naar het archief.',
        'e  nieuw: "e" is nieuw. Gevolg: de vraag staat open.',
    ]


def test_the_same_as_a_document_that_fits_its_schema(oud: Do) -> None:
    done = oud("vragenlijst", "vergelijk", "oud.yaml", "nieuw.yaml", "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert [error.message for error in Draft202012Validator(schema_named("vergelijk")).iter_errors(found)] == []
    assert (found["oud"], found["nieuw"]) == ({"id": "proef", "versie": "2026.2"}, {"id": "proef", "versie": "2026.10"})
    kinds = [(each["vraag"], each["soort"]) for each in found["verschillen"]]
    assert kinds == [
        ("a", "hernoemd"), ("nieuw", "tekst"), ("b", "antwoord"), ("c", "antwoord"), ("d", "weg"), ("e", "nieuw"),
    ]  # fmt: skip


def test_a_list_beside_itself(oud: Do) -> None:
    assert oud("vragenlijst", "vergelijk", "oud.yaml", "oud.yaml").out.endswith("\nGeen verschillen.\n")
    assert oud("vragenlijst", "vergelijk", "netwerk", "netwerk").out.endswith("\nGeen verschillen.\n")


def test_the_wrong_way_round_is_refused(oud: Do) -> None:
    done = oud("vragenlijst", "vergelijk", "nieuw.yaml", "oud.yaml")
    assert (done.code, done.out) == (2, "")
    assert "eerst de oude" in done.err


def test_score_tells_what_the_new_version_did_and_leaves_the_file_alone(oud: Do) -> None:
    before = Path("a.bcm.json").read_bytes()
    done = oud("score", "a.bcm.json", *TEGEN)
    assert done.code == 0
    assert done.err.splitlines() == [
        "a heet nu nieuw. Het antwoord is meegegaan.",
        "b: niveau 1 heet nu niveau 2.",
        "c: De betekenis is veranderd. Beantwoord de vraag opnieuw. De norm is anders. "
        "Het antwoord staat in het archief.",
        "d: De vraag is vervallen. Het antwoord staat in het archief.",
        "Van versie 2026.2 naar 2026.10: 2 bewaard, 1 hernoemd, 1 opnieuw te bevestigen, 1 naar het archief.",
    ]
    assert Path("a.bcm.json").read_bytes() == before
    assert oud("score", "a.bcm.json", *TEGEN).err == done.err  # and tells it until the file is saved


def test_the_score_is_that_of_the_upgraded_answers(oud: Do) -> None:
    found = oud("score", "a.bcm.json", *TEGEN, "--json").json
    # nieuw 3/4, b 2/4 (was 1); c and e are open: 5/8 of those answered.
    assert (found["totaal"]["exact"], found["totaal"]["aantallen"]["open"]) == ("5/8", 2)
    assert oud("score", "a.bcm.json", "--vragenlijst", "oud.yaml", "--json").json["totaal"]["exact"] == "5/8"
    assert oud("uitleg", "a.bcm.json", "b", *TEGEN).out.rstrip().endswith("niveau 2 van 4 = 1/2")


@pytest.mark.parametrize("words", [("uitleg", "a.bcm.json", "P"), ("rapport", "a.bcm.json", "--uit", "uit")])
def test_no_other_look_at_it_writes_the_file(oud: Do, words: tuple[str, ...]) -> None:
    before = Path("a.bcm.json").read_bytes()
    done = oud(*words, *TEGEN)
    assert done.code == 0
    assert "Van versie 2026.2 naar 2026.10" in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_the_next_save_keeps_the_upgrade_and_the_archive(oud: Do, stored: Stored) -> None:
    done = oud("beantwoord", "a.bcm.json", "c=1", *TEGEN)
    assert done.code == 0
    assert "opnieuw te bevestigen" in done.err
    assert stored() == {"nieuw": {"waarde": 3}, "b": {"waarde": 2}, "c": {"waarde": 1}}
    whole = json.loads(Path("a.bcm.json").read_text(encoding="utf-8"))
    assert whole["vragenlijst"] == {"id": "proef", "versie": "2026.10"}
    assert [(piece["vraag"], piece["versie"], piece["antwoord"]) for piece in whole["archief"]] == [
        ("c", "2026.2", {"waarde": 2}),
        ("d", "2026.2", {"waarde": 4}),
    ]
    again = oud("score", "a.bcm.json", *TEGEN)
    assert (again.code, again.err) == (0, "")


def test_the_archive_stands_in_the_report(oud: Do) -> None:
    assert oud("rapport", "a.bcm.json", "--uit", "uit", "--formaat", "markdown", *TEGEN).code == 0
    (report,) = Path("uit").iterdir()
    text = report.read_text(encoding="utf-8")
    assert "De vraag is vervallen." in text
    assert "De betekenis is veranderd." in text


def test_a_file_of_a_newer_version_is_refused_and_left_alone(oud: Do) -> None:
    oud("beantwoord", "a.bcm.json", "c=1", *TEGEN)
    before = Path("a.bcm.json").read_bytes()
    for words in (["score", "a.bcm.json"], ["beantwoord", "a.bcm.json", "b=0"]):
        done = oud(*words, "--vragenlijst", "oud.yaml")
        assert (done.code, done.out) == (1, "")
        assert "versie 2026.10" in done.err
        assert "nieuwere vragenlijst" in done.err
    assert Path("a.bcm.json").read_bytes() == before


def test_answers_of_another_list_are_refused(oud: Do) -> None:
    write("ander.yaml", {**NIEUW, "id": "ander"})
    done = oud("score", "a.bcm.json", "--vragenlijst", "ander.yaml")
    assert done.code == 1
    assert 'horen bij de vragenlijst "proef", niet bij "ander"' in done.err
