"""The crosswalk: every place with its questions, in order, and the places that have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.dekking import Dekkingsregel, points, single_places, sources

from .lists import Doc, document, documenten, few, groep, groepen_van, lees, pijler, vraag, vragen_van

NORM = ("8.2", "8.2.2", "8.3", "8.4.2", "8.4.3", "8.10", "9.1")


@pytest.mark.parametrize(
    ("plaats", "places"),
    [
        ("", ("",)),
        ("  ", ("",)),
        ("8.3", ("8.3",)),
        ("8.2, 8.4.2", ("8.2", "8.4.2")),
        ("8.2; 8.4.2", ("8.2", "8.4.2")),
        ("8.2 en 8.4.2", ("8.2", "8.4.2")),
        ("8.2,8.4.2 en 9.1", ("8.2", "8.4.2", "9.1")),
        ("8.2, ", ("8.2",)),  # a comma too many is not the whole source
        ("8.3, 8.3", ("8.3",)),
        ("8.4.2-8.4.3", ("8.4.2", "8.4.3")),
        ("8.4.2 – 8.4.3", ("8.4.2", "8.4.3")),
        ("8.2-8.4.2", ("8.2", "8.2.2", "8.3", "8.4.2")),
        ("8.4.3-9.1", ("8.4.3", "8.10", "9.1")),
        ("8.4.2-8.4.3, 7.11", ("8.4.2", "8.4.3", "7.11")),
        ("8.5-8.7", ("8.5", "8.7")),  # both ends count, known or not; what lies between must be known
        ("9.1-8.2", ("9.1", "8.2")),
        ("bijlage 1", ("bijlage 1",)),
        ("inleiding en bijlage 1", ("inleiding", "bijlage 1")),
        ("art. 3-5", ("art. 3-5",)),  # only numbers make a range
        ("menselijk", ("menselijk",)),  # "en" inside a word parts nothing
    ],
)
def test_the_places_in_a_text(plaats, places):
    assert single_places(plaats, NORM) == places


@few(100)
@given(st.lists(st.integers(1, 30), min_size=2, max_size=2), st.sets(st.integers(1, 30)))
def test_a_range_holds_its_ends_and_exactly_what_is_known_between(ends, known):
    low, high = ends
    found = single_places(f"8.{low}-8.{high}", [f"8.{number}" for number in sorted(known)])
    assert set(found) == {f"8.{number}" for number in {low, high} | {each for each in known if low < each < high}}


def bronnen(*refs: str, plaatsen: tuple[str, ...] = NORM, soort: str = "norm") -> Doc:
    """A list with one question for each reference to one source."""
    vragen = [vraag(f"v{at}", bronnen=[{"bron": "iso", "plaats": ref} if ref else {"bron": "iso"}])
              for at, ref in enumerate(refs)]  # fmt: skip
    source = {"id": "iso", "naam": "De norm", "soort": soort, "plaatsen": list(plaatsen)}
    return document(pijler("P1", *(vragen or [vraag("v0")])), bronnen=[source])


def rows(doc: Doc) -> dict[str, tuple[str, ...]]:
    found = sources(lees(doc))
    assert {row.bron for row in found} <= {"iso"}
    return {row.plaats: row.vragen for row in found}


def test_every_place_of_a_source_is_listed_in_the_order_of_numbers_and_gaps_are_empty():
    assert list(rows(bronnen(plaatsen=("8.10", "8.2", "10.1", "9.1")))) == ["8.2", "8.10", "9.1", "10.1"]
    assert set(rows(bronnen()).values()) == {()}
    assert rows(bronnen("9.1"))["9.1"] == ("v0",)
    assert [name for name, vragen in rows(bronnen("9.1")).items() if not vragen] == list(NORM[:-1])


def test_a_place_that_the_source_does_not_list_is_added_in_its_order():
    assert list(rows(bronnen("8.9", "8.1.1"))) == [
        "8.1.1",
        "8.2",
        "8.2.2",
        "8.3",
        "8.4.2",
        "8.4.3",
        "8.9",
        "8.10",
        "9.1",
    ]


def test_a_wider_clause_holds_what_serves_a_narrower_one_and_not_the_other_way_round():
    found = rows(bronnen("8.2.2", "8.2", "8.2.2.1"))
    assert found["8.2"] == ("v0", "v1", "v2")
    assert found["8.2.2"] == ("v0", "v2")
    assert found["8.2.2.1"] == ("v2",)


def test_8_1_is_not_wider_than_8_10():
    found = rows(bronnen("8.10", plaatsen=("8.1", "8.10")))
    assert found == {"8.1": (), "8.10": ("v0",)}


def test_a_reference_to_the_whole_source_is_a_row_of_its_own_and_fills_no_gap():
    found = rows(bronnen("", "8.3"))
    assert found[""] == ("v0",)
    assert found["8.3"] == ("v1",)
    assert found["9.1"] == ()


def test_questions_stand_in_the_order_of_the_document_and_once():
    doc = bronnen("8.3", "8.3, 8.3", "8.2-8.4.2")
    doc["pijlers"][0]["vragen"].reverse()
    assert rows(doc)["8.3"] == ("v2", "v1", "v0")


@pytest.mark.parametrize(
    ("soort", "shown"), [("norm", True), ("wet", True), ("plan", False), ("handreiking", False), ("bericht", False)]
)
def test_only_norms_and_laws_have_places_to_cover(soort, shown):
    assert bool(sources(lees(bronnen("8.3", soort=soort)))) is shown


def test_sources_stand_in_their_own_order_each_with_its_own_references():
    doc = bronnen("8.3")
    doc["bronnen"].insert(0, {"id": "wet", "naam": "De wet", "soort": "wet", "plaatsen": ["21"]})
    doc["pijlers"][0]["vragen"][0]["bronnen"].append({"bron": "wet", "plaats": "21, bijlage 1"})
    found = sources(lees(doc))
    assert found[:2] == (Dekkingsregel("wet", "21", ("v0",)), Dekkingsregel("wet", "bijlage 1", ("v0",)))
    assert {row.bron for row in found[2:]} == {"iso"}


# -- the points of the plan -----------------------------------------------------------------------------------------


def test_points_name_their_questions_also_those_that_are_at_home_elsewhere():
    one = groep("P1.1", vraag("a"), vraag("b", telt_ook_in=["P2.1"]))
    doc = document(
        pijler("P1", onderwerpen=[one]), pijler("P2", onderwerpen=[groep("P2.1", vraag("c")), groep("P2.2")])
    )
    assert points(lees(doc)) == (
        Dekkingsregel("plan", "P1.1", ("a", "b")),
        Dekkingsregel("plan", "P2.1", ("b", "c")),
        Dekkingsregel("plan", "P2.2", ()),
    )


def test_a_point_holds_the_questions_of_the_groups_within_it():
    inner = groep("P1.1.x", vraag("b"))
    doc = document(pijler("P1", onderwerpen=[groep("P1.1", vraag("a"), onderwerpen=[inner])]))
    assert [(row.plaats, row.vragen) for row in points(lees(doc))] == [("P1.1", ("a", "b")), ("P1.1.x", ("b",))]


def test_questions_that_do_not_score_serve_a_point_too():
    getal = {"id": "g", "titel": "g", "vraag": "Hoeveel?", "soort": "getal"}
    doc = document(pijler("P1", onderwerpen=[groep("P1.1", getal)]))
    assert points(lees(doc)) == (Dekkingsregel("plan", "P1.1", ("g",)),)


@few(40)
@given(documenten())
def test_every_group_is_a_point_and_no_question_in_a_group_is_lost(doc):
    found = points(lees(doc))
    assert [row.plaats for row in found] == [group["id"] for group in groepen_van(doc)]
    inside = {one["id"] for group in groepen_van(doc) for one in group["vragen"]}
    inside |= {one["id"] for one in vragen_van(doc) if one.get("telt_ook_in")}
    assert {name for row in found for name in row.vragen} == inside
