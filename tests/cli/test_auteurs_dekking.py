"""`vragenlijst dekking`: which question serves which point, clause or law, as text and as a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from core.lists import Doc, document, groep, pijler, vraag
from jsonschema import Draft202012Validator

from bcm_check.cli.auteurs import schema_named

if TYPE_CHECKING:
    from doing import Do


def questionnaire() -> Doc:
    refs = [{"bron": "iso", "plaats": "8.2.2"}, {"bron": "wet", "plaats": "21"}, {"bron": "gids", "plaats": "blz. 3"}]
    one = groep("P1.1", vraag("a", bronnen=refs), vraag("b", telt_ook_in=["P1.2"], bronnen=[{"bron": "iso"}]))
    return document(
        pijler("P1", onderwerpen=[one, groep("P1.2"), groep("P1.3")]),
        bronnen=[
            {"id": "iso", "naam": "ISO 22301", "soort": "norm", "plaatsen": ["8.10", "8.2", "8.2.2"]},
            {"id": "wet", "naam": "De wet", "soort": "wet", "plaatsen": ["20", "21"]},
            {"id": "gids", "naam": "Een gids", "soort": "handreiking"},
        ],
    )


@pytest.fixture
def lijst(do: Do) -> str:
    """Write the small questionnaire in the folder of the test."""
    Path("lijst.yaml").write_text(yaml.safe_dump(questionnaire()), encoding="utf-8")
    return "lijst.yaml"


def test_as_text_with_every_gap_named_and_counted(do: Do, lijst: str) -> None:
    done = do("vragenlijst", "dekking", lijst)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Proef (proef 1)",
        "",
        "Punten van het plan",
        "  P1.1                   a, b",
        "  P1.2                   b",
        "  P1.3                   geen vraag",
        "",
        "Normen en wetten",
        "  iso 8.2                a",
        "  iso 8.2.2              a",
        "  iso 8.10               geen vraag",
        "  iso                    b",
        "  wet 20                 geen vraag",
        "  wet 21                 a",
        "",
        "3 plekken zonder vraag.",
    ]


def test_as_a_document_that_fits_its_schema(do: Do, lijst: str) -> None:
    done = do("vragenlijst", "dekking", lijst, "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert [error.message for error in Draft202012Validator(schema_named("dekking")).iter_errors(found)] == []
    assert found["vragenlijst"] == {"id": "proef", "versie": "1"}
    point = {"bron": "plan", "naam": "Groep P1.2", "plaats": "P1.2", "vragen": ["b"]}
    assert found["punten"][1] == point
    assert {"bron": "iso", "naam": "ISO 22301", "plaats": "8.10", "vragen": []} in found["bronnen"]
    assert {row["bron"] for row in found["bronnen"]} == {"iso", "wet"}


@pytest.mark.parametrize("name", ["dekking", "vergelijk"])
def test_the_schema_is_printed_and_refuses_what_it_should(do: Do, lijst: str, name: str) -> None:
    schema = do("vragenlijst", "schema", name).json
    Draft202012Validator.check_schema(schema)
    assert not Draft202012Validator(schema).is_valid({})
    other = do(
        "vragenlijst", "vergelijk" if name == "dekking" else "dekking", *[lijst] * (1 + (name == "dekking")), "--json"
    )
    assert not Draft202012Validator(schema).is_valid(other.json)


def test_of_the_shipped_list_no_point_of_the_plan_is_without_a_question(do: Do) -> None:
    found: dict[str, Any] = do("vragenlijst", "dekking", "--json").json
    assert len(found["punten"]) == 27
    assert [row["plaats"] for row in found["punten"] if not row["vragen"]] == []
    assert {"iso22301", "bio2", "cbw", "wwke"} <= {row["bron"] for row in found["bronnen"]}
    places = [row["plaats"] for row in found["bronnen"] if row["bron"] == "iso22301"]
    assert places.index("8.2.2") < places.index("8.5") < places.index("10.1")


@pytest.mark.parametrize("name", ["noodsteunpunt", "netwerk"])
def test_of_the_other_shipped_lists(do: Do, name: str) -> None:
    done = do("vragenlijst", "dekking", name, "--json")
    assert done.code == 0
    assert all(row["vragen"] for row in done.json["punten"])


def test_the_text_of_the_shipped_list_says_the_same_as_the_document(do: Do) -> None:
    text, document_ = do("vragenlijst", "dekking").out, do("vragenlijst", "dekking", "--json").json
    gaps = [row for row in (*document_["punten"], *document_["bronnen"]) if not row["vragen"]]
    assert text.count("geen vraag\n") == len(gaps)
    assert text.endswith(f"\n{len(gaps)} {'plek' if len(gaps) == 1 else 'plekken'} zonder vraag.\n")


def test_a_list_that_is_wrong_is_refused_as_a_document(do: Do) -> None:
    Path("slecht.yaml").write_text("formaat: 1\nid: x\n", encoding="utf-8")
    done = do("vragenlijst", "dekking", "slecht.yaml", "--json")
    assert (done.code, json.loads(done.out)["fout"]["code"]) == (1, "inhoud-afgekeurd")
