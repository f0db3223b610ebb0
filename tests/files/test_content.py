"""Where content lives, how the files of one questionnaire are joined, and what is checked beside what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bcm_check.core.errors import BcmError, Fault
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import content, locations
from bcm_check.files.faults import MOST, from_pydantic, real_path

from .system import check_line, open_below

HEAD = "formaat: 1\nid: proef\nversie: '1'\ntitel: Proef\n"
LEVELS = "niveaus: {0: a, 1: b, 2: c, 3: d, 4: e}"


def question(name: str, more: str = "") -> str:
    return f"      - {{id: {name}, titel: T, vraag: V, {LEVELS}{', ' if more else ''}{more}}}\n"


def pillar(*questions: str, name: str = "P1") -> str:
    return f"  - id: {name}\n    naam: N\n    vragen:\n{''.join(questions)}"


def measure(name: str, more: str = "") -> str:
    return (
        f"  - {{id: {name}, titel: T, waarom: W, hoe: H, eerste_stap: E, actiehouder: A, dagdelen: 1, kosten: 1, "
        f"horizon: 0-3, gezamenlijk: {{kan: nee}}{', ' if more else ''}{more}}}\n"
    )


def faults_of(tmp_path: Path, **files: str) -> list[Fault]:
    folder = tmp_path / "lijst"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return content.read(folder)[1]


def codes(faults: list[Fault]) -> list[str]:
    return [f"{fault.bestand}:{fault.regel} {fault.code}" for fault in faults]


# -- where content lives --------------------------------------------------------------------------------------------


def test_the_source_tree_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "bcm_check"
    (package / "_inhoud" / "vragenlijsten").mkdir(parents=True)
    monkeypatch.setattr(locations, "_PACKAGE", package)
    assert locations.home("vragenlijsten") == package / "_inhoud" / "vragenlijsten"
    (tmp_path / "vragenlijsten").mkdir()  # some folder that happens to have this name is no source tree
    assert locations.home("vragenlijsten") == package / "_inhoud" / "vragenlijsten"
    (tmp_path / "pyproject.toml").touch()
    assert locations.home("vragenlijsten") == tmp_path / "vragenlijsten"


def test_the_standard_questionnaire_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lijst = content.load(locations.standard())
    assert lijst.id == locations.STANDAARD
    assert locations.shipped_version() == f"{lijst.id} {lijst.versie}"


def test_the_version_is_found_without_parsing_and_unknown_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "standard", lambda: tmp_path)
    head = tmp_path / "vragenlijst.yaml"
    for text, version in (("id: x\nversie: 'a b' \n", "a b"), ('versie: "1"\nversie: 2\n', "1"), ("", "onbekend")):
        head.write_text(text)
        assert locations.shipped_version() == f"weerbaarheid {version}"


# -- files that form one document -----------------------------------------------------------------------------------


def test_lists_of_several_files_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "lijst"
    assert (
        faults_of(
            tmp_path,
            b="pijlers:\n" + pillar(question("P2.1"), name="P2"),
            a=HEAD + "pijlers:\n" + pillar(question("P1.1")),
        )
        == []
    )
    assert [pijler.id for pijler in content.load(folder).pijlers] == ["P1", "P2"]
    (folder / "b.yaml").rename(folder / "0.yml")
    assert [pijler.id for pijler in content.load(folder).pijlers] == ["P2", "P1"]
    (folder / "lees-mij.txt").write_text("geen yaml")
    (folder / "map.yaml").mkdir()
    assert content.read(folder)[1] == []


def test_a_fault_is_placed_in_the_file_where_the_part_stands(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        a=HEAD + "pijlers:\n" + pillar(question("P1.1")),
        b="# twee regels\n# commentaar\npijlers:\n"
        + pillar(question("P2.1", "voor: [x]"), question("P2.2"), name="P2"),
        c="bronnen:\n  - {id: a, naam: A, soort: plan}\n  - {id: A, naam: B, soort: plan}\n",
    )
    assert codes(found) == ["b.yaml:7 onbekende-verwijzing", "c.yaml:3 dubbel-id"]


def test_a_key_may_stand_in_one_file_only(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path, a=HEAD + "pijlers:\n" + pillar(question("P1.1")), b="é: x\ntitel: Weer\n", c="titel: En weer\n"
    )
    assert codes(found) == ["b.yaml:1 onbekende-sleutel", "b.yaml:2 dubbele-sleutel", "c.yaml:1 dubbele-sleutel"]
    assert "staat ook al in a.yaml" in found[1].tekst


def test_more_files_than_anybody_writes_are_refused(tmp_path: Path) -> None:
    for number in range(content.MAX_FILES + 1):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(BcmError, match="meer dan 200"):
        content.read(tmp_path)


def test_a_hostile_file_name_is_shown_clean(tmp_path: Path) -> None:
    folder = tmp_path / "lijst\x1b[31m"
    folder.mkdir()
    (folder / "a\x1b[31m\n\u202e.yaml").write_text("formaat: 2\n")
    with pytest.raises(BcmError) as trouble:
        content.load(folder)
    assert str(trouble.value).isprintable()
    assert all(str(fault).isprintable() for fault in trouble.value.faults)


# -- beside what is broken ------------------------------------------------------------------------------------------


def test_faults_between_parts_are_told_beside_faults_of_the_schema(tmp_path: Path) -> None:
    text = (
        HEAD
        + "onbekend: x\npijlers:\n"
        + pillar(question("P1.1", "kritiek: soms"), question("P1.2", "bronnen: [{bron: weg}]"), question("P1.2"))
    )
    assert codes(faults_of(tmp_path, a=text)) == [
        "a.yaml:5 onbekende-sleutel",
        "a.yaml:10 geen-ja-nee",
        "a.yaml:11 onbekende-verwijzing",
        "a.yaml:12 dubbel-id",
    ]


def test_places_are_right_after_parts_were_taken_out_in_several_rounds(tmp_path: Path) -> None:
    """Items before the faulty one are gone in the rest that is checked; the numbers are those of the whole."""
    text = (
        HEAD
        + "pijlers:\n"
        + pillar(
            "      - {id: P1.0}\n",
            "      - tekst\n",
            question("P1.1"),
            "      - {id: P1.x, titel: '', vraag: V}\n",
            question("P1.2", "maatregelen: [{id: a}, {id: b, naar: 3}]"),
            question("P1.3", "bronnen: [{plaats: x}, {bron: weg}]"),
        )
    )
    found = [(fault.regel, fault.code) for fault in faults_of(tmp_path, a=text) if "verwijzing" in fault.code]
    assert found == [(13, "onbekende-verwijzing"), (14, "onbekende-verwijzing")]


@pytest.mark.parametrize(
    ("broken", "user"),
    [
        ("bronnen:\n  - {id: x, naam: X, soort: boek}\n", "bronnen: [{bron: x}]"),
        ("doelgroepen:\n  - {id: x, naam: ''}\n", "voor: [x]"),
        ("doelgroepen:\n  - {id: x, naam: ''}\n", "voorbeelden: {x: Tekst}"),
        ("maatregelen:\n  - {id: x, titel: X}\n", "maatregelen: [{id: x, naar: 3}]"),
        ("maatregelen:\n" + measure("x", "onzin: y"), "maatregelen: [{id: x, naar: 3}]"),
    ],
)
def test_a_reference_to_a_part_that_was_taken_out_is_no_fault(broken: str, user: str, tmp_path: Path) -> None:
    found = faults_of(tmp_path, a=HEAD + broken + "pijlers:\n" + pillar(question("P1.1", user)))
    assert found
    assert "onbekende-verwijzing" not in {fault.code for fault in found}
    found = faults_of(tmp_path, a=HEAD + broken + "pijlers:\n" + pillar(question("P1.1", user.replace("x", "weg", 1))))
    assert "onbekende-verwijzing" in {fault.code for fault in found}


def test_conditions_on_a_question_that_was_taken_out_are_no_fault(tmp_path: Path) -> None:
    text = HEAD + "pijlers:\n" + pillar("      - {id: P1.1, titel: T}\n", question("P1.2", "als: [{vraag: P1.1}]"))
    assert {fault.code for fault in faults_of(tmp_path, a=text)} == {"ontbreekt"}


def test_a_level_that_is_wrong_is_not_also_missing(tmp_path: Path) -> None:
    text = HEAD + "pijlers:\n" + pillar(question("P1.1").replace("4: e", "4: ''"))
    assert codes(faults_of(tmp_path, a=text)) == ["a.yaml:9 lege-tekst"]
    text = HEAD + "schaal:\n  - {niveau: 0, naam: A}\n  - {niveau: een, naam: B}\n  - {niveau: 2, naam: C}\npijlers:\n"
    found = faults_of(tmp_path, a=text + pillar(question("P1.1")))
    assert "schaal-onvolledig" not in {fault.code for fault in found}


def test_what_a_file_that_cannot_be_read_holds_is_not_missing(tmp_path: Path) -> None:
    vragen = "pijlers:\n" + pillar(question("P1.1", "bronnen: [{bron: plan}]"), question("P1.2", "kritiek: soms"))
    for broken in ("bronnen: [\n", "bronnen:\n\t- x\n", "- bronnen\n", "a: 1\n---\nbronnen: []\n"):
        found = faults_of(tmp_path, a=HEAD + vragen, b=broken)
        assert {fault.bestand for fault in found} == {"a.yaml", "b.yaml"}
        assert "geen-ja-nee" in {fault.code for fault in found}
        assert "onbekende-verwijzing" not in {fault.code for fault in found}
    found = faults_of(tmp_path, a="\t", b=vragen)
    assert "ontbreekt" not in {fault.code for fault in found}


def test_too_many_faults_are_one(tmp_path: Path) -> None:
    text = HEAD + "pijlers:\n" + "- {}\n" * MOST
    assert [fault.code for fault in faults_of(tmp_path, a=text)] == ["te-veel-fouten"]


def test_the_parts_of_a_path_that_pydantic_made_up_are_taken_out() -> None:
    assert real_path(("niveaus", "x", "[key]")) == ("niveaus", "x")
    assert real_path(("antwoorden", "V1", "waarde", "function-before[f(), int]", "literal['a']", "int")) == (
        "antwoorden",
        "V1",
        "waarde",
    )


# -- hostile texts --------------------------------------------------------------------------------------------------

HOSTILE = (
    "\\e[31m",
    "\\a",
    "\\x9b2J",
    "\\u202e",
    "\\u200b",
    "\\u2028",
    "\\ufeff",
    "\\r\\n",
    "\\0",
    "\\uffff",
    "\\U000e0041",
)


@pytest.mark.parametrize("sign", HOSTILE)
def test_what_is_said_about_a_hostile_questionnaire_is_clean(sign: str, tmp_path: Path) -> None:
    text = (
        f'formaat: "1{sign}"\nid: "a{sign}"\nversie: "{sign}"\ntitel: "{sign}"\n"on{sign}bekend": x\n'
        f'profielen:\n  - {{id: g, naam: G, gewichten: {{"P{sign}": "{sign}"}}}}\n'
        f'pijlers:\n  - id: "P{sign}"\n    naam: N\n    "{sign}": x\n    methode: "{sign}"\n    spoor: "{sign}"\n'
        f'    vragen:\n      - {{id: "{sign}", titel: T, vraag: V, niveaus: {{"{sign}": a, 1: ""}}, '
        f'kritiek: "{sign}", gewicht: "{sign}", voor: ["{sign}"], maatregelen: [{{id: "{sign}", naar: "{sign}"}}]}}\n'
        f'"{sign}": &{"a"} x\n"{sign}": y\n'
    )
    found = faults_of(tmp_path, a=text)
    assert len(found) > 10
    for fault in found:
        check_line(str(fault))


@given(
    st.text(max_size=20), st.sampled_from(["id", "titel", "schaal", "pijlers", "dieptes", "profielen", "x", "methode"])
)
@settings(max_examples=60)
def test_any_value_under_any_key_is_right_or_a_clean_fault(value: str, key: str) -> None:
    try:
        Vragenlijst.model_validate({key: value, value: key})
    except ValidationError as error:
        for fault in from_pydantic(error, Vragenlijst, show_values=True):
            check_line(str(fault))
            assert len(str(fault)) < 300
    else:
        pytest.fail("a questionnaire without pillars was accepted")


def test_reading_leaves_no_handle_open(tmp_path: Path) -> None:
    faults_of(tmp_path, a="[" * 3000, b="a: *x\n", c="\0")
    assert open_below(tmp_path) == []
