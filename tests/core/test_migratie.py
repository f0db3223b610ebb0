"""Answers of an older version: each operation, the order of versions, and that nothing is lost or moved unseen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Antwoorden
from bcm_check.core.errors import ContentRejected
from bcm_check.core.migratie import Verslag, counts, upgrade, version_key
from bcm_check.core.vragenlijst import Vragenlijst

from .lists import Doc, antwoorden, document, few, lees, pijler, vraag


def lijst(*names: str, versie: str = "2", stappen: list[Doc] | None = None) -> Vragenlijst:
    """A questionnaire of these questions, at a version, with its steps."""
    vragen = [vraag(name) for name in names]
    return lees({**document(pijler("P", *vragen)), "versie": versie, "migraties": stappen or []})


def stap(soort: str, name: str, versie: str = "2", **more: Any) -> Doc:
    return {"versie": versie, "soort": soort, "vraag": name, **more}


def bestand(given: dict[str, Any], versie: str = "1") -> Antwoorden:
    """An answer file of some version."""
    return antwoorden(lijst(*(given or ["a"]), versie=versie), given)


def levels(found: Antwoorden) -> dict[str, Any]:
    return {name: antwoord.waarde for name, antwoord in found.antwoorden.items()}


def archived(found: Antwoorden) -> list[tuple[str, Any]]:
    return [(piece.vraag, piece.antwoord["waarde"]) for piece in found.archief]


# -- each operation -------------------------------------------------------------------------------------------------


def test_nothing_changed_and_nothing_told():
    given = bestand({"a": 3, "b": "weet_niet"}, versie="2")
    after, verslag = upgrade(lijst("a", "b"), given)
    assert after == given
    assert verslag == Verslag(bewaard=("a", "b"))


def test_a_new_version_without_steps_keeps_all_and_carries_the_new_version():
    after, verslag = upgrade(lijst("a", "b", "c", versie="2026.2"), bestand({"a": 3, "b": 1}))
    assert (levels(after), after.vragenlijst.versie, after.archief) == ({"a": 3, "b": 1}, "2026.2", ())
    assert verslag == Verslag(bewaard=("a", "b"))


def test_hernoem_takes_the_whole_answer_along():
    whole = {"waarde": 4, "toelichting": "t", "bewijs": "b", "eigenaar": "e", "testdatum": "2026-01-01"}
    given = bestand({"a": whole, "b": 1})
    after, verslag = upgrade(lijst("nieuw", "b", stappen=[stap("hernoem", "a", naar="nieuw")]), given)
    assert after.antwoorden["nieuw"] == given.antwoorden["a"]
    assert (levels(after), after.archief) == ({"nieuw": 4, "b": 1}, ())
    assert (set(verslag.bewaard), verslag.hernoemd, verslag.gearchiveerd) == ({"nieuw", "b"}, (("a", "nieuw"),), ())
    assert verslag.zinnen == ("a heet nu nieuw. Het antwoord is meegegaan.",)


def test_vervallen_archives_the_whole_answer_with_its_reason_and_version():
    step = stap("vervallen", "a", reden="De wet is anders.")
    given = bestand({"a": {"waarde": 3, "toelichting": "Zo was het.", "eigenaar": "facilitair"}, "b": 1}, versie="1.5")
    after, verslag = upgrade(lijst("b", stappen=[step]), given)
    assert levels(after) == {"b": 1}
    (piece,) = after.archief
    assert piece.antwoord == {"waarde": 3, "toelichting": "Zo was het.", "eigenaar": "facilitair"}
    assert (piece.vraag, piece.versie, piece.reden) == ("a", "1.5", "De vraag is vervallen. De wet is anders.")
    assert (verslag.bewaard, verslag.gearchiveerd) == (("b",), ("a",))
    assert verslag.zinnen == ("a: De vraag is vervallen. De wet is anders. Het antwoord staat in het archief.",)


def test_herbevestig_archives_the_answer_and_asks_again():
    after, verslag = upgrade(lijst("a", "b", stappen=[stap("herbevestig", "a")]), bestand({"a": 3, "b": 1}))
    assert (levels(after), archived(after)) == ({"b": 1}, [("a", 3)])
    assert (verslag.te_bevestigen, verslag.gearchiveerd, verslag.bewaard) == (("a",), (), ("b",))
    assert "Beantwoord de vraag opnieuw." in verslag.zinnen[0]


@pytest.mark.parametrize(
    ("value", "becomes", "told"),
    [(0, 0, False), (1, 0, True), (2, 3, True), (3, 4, True), (4, 4, False), ("weet_niet", "weet_niet", False)],
)
def test_antwoorden_maps_each_level_once(value, becomes, told):
    step = stap("antwoorden", "a", niveaus={0: 0, 1: 0, 2: 3, 3: 4}, reden="Er is een trede bij.")
    after, verslag = upgrade(lijst("a", stappen=[step]), bestand({"a": {"waarde": value, "eigenaar": "e"}}))
    assert (levels(after), after.antwoorden["a"].eigenaar) == ({"a": becomes}, "e")
    assert verslag.zinnen == ((f"a: niveau {value} heet nu niveau {becomes}. Er is een trede bij.",) if told else ())
    assert verslag.bewaard == ("a",)


def test_antwoorden_leaves_nvt_and_its_reason_alone():
    step = stap("antwoorden", "a", niveaus={0: 1})
    after, _ = upgrade(lijst("a", stappen=[step]), bestand({"a": {"waarde": "nvt", "reden": "Geen gebouw."}}))
    assert after.antwoorden["a"] == Antwoord(waarde="nvt", reden="Geen gebouw.")


@pytest.mark.parametrize("soort", ["hernoem", "vervallen", "herbevestig", "antwoorden"])
def test_a_step_on_a_question_without_an_answer_does_nothing(soort):
    step = stap(soort, "z", naar="b", niveaus={3: 0})
    after, verslag = upgrade(lijst("a", "b", stappen=[step]), bestand({"a": 3, "b": 1}))
    assert (levels(after), after.archief, verslag.zinnen) == ({"a": 3, "b": 1}, (), ())


def test_a_question_that_left_without_a_step_is_archived_and_named():
    after, verslag = upgrade(lijst("b"), bestand({"a": 3, "b": 1}))
    assert (levels(after), archived(after), verslag.gearchiveerd) == ({"b": 1}, [("a", 3)], ("a",))
    assert verslag.zinnen == ('a: Vraag "a" bestaat niet. Het antwoord staat in het archief.',)


def test_a_rename_to_a_question_that_is_not_there_archives():
    after, verslag = upgrade(lijst("b", stappen=[stap("hernoem", "a", naar="weg")]), bestand({"a": 3, "b": 1}))
    assert (levels(after), archived(after)) == ({"b": 1}, [("weg", 3)])
    assert (verslag.hernoemd, verslag.gearchiveerd) == ((), ("weg",))


@pytest.mark.parametrize("naar", [None, "a"])
def test_a_rename_to_nothing_or_to_itself_changes_nothing(naar):
    after, verslag = upgrade(lijst("a", stappen=[stap("hernoem", "a", naar=naar)]), bestand({"a": 3}))
    assert (levels(after), after.archief, verslag) == ({"a": 3}, (), Verslag(bewaard=("a",)))


# -- renames that meet ----------------------------------------------------------------------------------------------


def test_a_rename_onto_an_answered_question_archives_and_names_the_answer_that_stood_there():
    after, verslag = upgrade(
        lijst("b", "c", stappen=[stap("hernoem", "a", naar="b")]), bestand({"a": 3, "b": 1, "c": 2})
    )
    assert levels(after) == {"c": 2, "b": 3}
    (piece,) = after.archief
    assert (piece.vraag, piece.reden, piece.antwoord) == ("b", "Vervangen door het antwoord op a.", {"waarde": 1})
    assert (verslag.hernoemd, verslag.gearchiveerd) == ((("a", "b"),), ("b",))
    assert any(sentence.startswith("b: vervangen door het antwoord op a.") for sentence in verslag.zinnen)


@pytest.mark.parametrize("turned", [False, True])
def test_two_questions_may_change_ids_with_each_other(turned):
    steps = [stap("hernoem", "a", naar="b"), stap("hernoem", "b", naar="a")]
    after, verslag = upgrade(lijst("a", "b", stappen=steps[:: -1 if turned else 1]), bestand({"a": 3, "b": 1}))
    assert (levels(after), after.archief) == ({"a": 1, "b": 3}, ())
    assert set(verslag.hernoemd) == {("a", "b"), ("b", "a")}


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_of_questions_may_move_up_in_one_version(turned):
    """In whichever order the author wrote it down, no answer moves two places."""
    steps = [stap("hernoem", old, naar=new) for old, new in (("a", "b"), ("b", "c"), ("c", "d"))]
    given = bestand({"a": 0, "b": 1, "c": 2})
    after, verslag = upgrade(lijst("a", "b", "c", "d", stappen=steps[:: -1 if turned else 1]), given)
    assert (levels(after), after.archief) == ({"b": 0, "c": 1, "d": 2}, ())
    assert len(verslag.hernoemd) == 3


def test_two_questions_that_become_one_keep_the_last_and_archive_the_first():
    steps = [stap("hernoem", "a", naar="c"), stap("hernoem", "b", naar="c")]
    after, verslag = upgrade(lijst("c", stappen=steps), bestand({"a": 3, "b": 1}))
    assert (levels(after), archived(after)) == ({"c": 1}, [("c", 3)])
    assert (verslag.hernoemd, verslag.gearchiveerd) == ((("b", "c"),), ("c",))


def test_a_step_after_a_rename_may_use_the_new_id():
    steps = [stap("hernoem", "a", naar="b"), stap("antwoorden", "b", niveaus={3: 4})]
    after, verslag = upgrade(lijst("b", stappen=steps), bestand({"a": 3}))
    assert (levels(after), verslag.hernoemd) == ({"b": 4}, (("a", "b"),))
    steps = [stap("antwoorden", "a", niveaus={3: 4}), stap("hernoem", "a", naar="b")]
    assert levels(upgrade(lijst("b", stappen=steps), bestand({"a": 3}))[0]) == {"b": 4}


# -- versions -------------------------------------------------------------------------------------------------------

ORDER = ["onbekend", "1", "1.2", "1.10", "2", "2026.1-proef", "2026.1", "2026.1.1", "2026.2", "2026.10", "2027"]


def test_versions_are_ordered_by_their_numbers():
    assert sorted(set(ORDER), key=version_key) == ORDER
    assert version_key("1") == version_key("1.0") == version_key("01")
    assert version_key("10") != version_key("1")


@few(60)
@given(st.lists(st.integers(0, 2030), min_size=1, max_size=3), st.lists(st.integers(0, 2030), min_size=1, max_size=3))
def test_versions_compare_as_rows_of_numbers(one, other):
    def padded(row: list[int]) -> list[int]:
        return [*row, 0, 0, 0][:3]

    keys = [version_key(".".join(map(str, row))) for row in (one, other)]
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (padded(one) < padded(other), padded(one) == padded(other))


def test_steps_are_done_in_the_order_of_their_versions_whatever_order_they_are_written_in():
    steps = [
        stap("antwoorden", "a", versie="2026.10", niveaus={2: 3}),
        stap("antwoorden", "a", versie="2026.2", niveaus={1: 2}),
    ]
    after, verslag = upgrade(lijst("a", versie="2026.10", stappen=steps), bestand({"a": 1}, versie="2026.1"))
    assert levels(after) == {"a": 3}
    assert [sentence[:20] for sentence in verslag.zinnen] == ["a: niveau 1 heet nu ", "a: niveau 2 heet nu "]


@pytest.mark.parametrize(
    ("versie", "level"), [("2026.1", 4), ("2026.2", 4), ("2026.3", 3), ("2026.9", 3), ("2026.10", 1)]
)
def test_only_steps_newer_than_the_file_are_done(versie, level):
    steps = [
        stap("antwoorden", "a", versie="2026.3", niveaus={1: 2}),
        stap("antwoorden", "a", versie="2026.10", niveaus={1: 3, 2: 4}),
    ]
    after, _ = upgrade(lijst("a", versie="2026.10", stappen=steps), bestand({"a": 1}, versie=versie))
    assert levels(after) == {"a": level}


def test_a_chain_over_two_versions_ends_on_the_last_id_and_counts_as_one_rename():
    steps = [stap("hernoem", "b", versie="3", naar="c"), stap("hernoem", "a", versie="2", naar="b")]
    after, verslag = upgrade(lijst("c", versie="3", stappen=steps), bestand({"a": 3}))
    assert (levels(after), verslag.hernoemd) == ({"c": 3}, (("a", "c"),))
    after, verslag = upgrade(lijst("c", versie="3", stappen=steps), bestand({"b": 1}, versie="2"))
    assert (levels(after), verslag.hernoemd) == ({"c": 1}, (("b", "c"),))


def test_a_rename_there_and_back_over_two_versions_is_none():
    steps = [stap("hernoem", "a", versie="2", naar="b"), stap("hernoem", "b", versie="3", naar="a")]
    after, verslag = upgrade(lijst("a", versie="3", stappen=steps), bestand({"a": 3}))
    assert (levels(after), verslag.hernoemd, verslag.bewaard) == ({"a": 3}, (), ("a",))


def test_renamed_in_one_version_and_gone_in_the_next():
    steps = [stap("hernoem", "a", versie="2", naar="b"), stap("vervallen", "b", versie="3")]
    after, verslag = upgrade(lijst("c", versie="3", stappen=steps), bestand({"a": 3}))
    assert (levels(after), archived(after)) == ({}, [("b", 3)])
    assert (verslag.bewaard, verslag.hernoemd, verslag.gearchiveerd) == ((), (), ("b",))


def test_a_step_of_a_version_that_is_still_to_come_waits():
    """It would be done again at every reading: the file never gets that version."""
    steps = [stap("antwoorden", "a", versie="3", niveaus={1: 2, 2: 3})]
    assert levels(upgrade(lijst("a", versie="2", stappen=steps), bestand({"a": 1}))[0]) == {"a": 1}


def test_answers_of_a_newer_version_are_refused():
    """Read and saved as an older version, the next upgrade would do the same step a second time."""
    with pytest.raises(ContentRejected, match=r"versie 2026\.10 .* deze is 2026\.2\.") as trouble:
        upgrade(lijst("a", versie="2026.2"), bestand({"a": 1}, versie="2026.10"))
    assert trouble.value.exit_code == 1


def test_the_sentence_with_the_counts():
    verslag = Verslag(("a", "b", "c"), (("x", "a"),), ("d",), ("e", "f"))
    assert counts(verslag) == "3 bewaard, 1 hernoemd, 1 opnieuw te bevestigen, 2 naar het archief"


# -- laws -----------------------------------------------------------------------------------------------------------

IDS = [f"v{at}" for at in range(6)]
STEP = st.builds(
    lambda soort, name, naar, versie, niveaus: stap(soort, name, versie, naar=naar, niveaus=niveaus),
    st.sampled_from(["hernoem", "hernoem", "vervallen", "antwoorden", "herbevestig"]),
    st.sampled_from(IDS),
    st.sampled_from(IDS),
    st.sampled_from(["0.9", "1", "1.2", "1.10", "2", "3"]),
    st.dictionaries(st.integers(0, 4), st.integers(0, 4), max_size=5),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Vragenlijst, Antwoorden]:
    """Draw a questionnaire with steps, and answers of an older version that each carry their own id as a mark."""
    names = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    new = lijst(*names, stappen=draw(st.lists(STEP, max_size=8)))
    value = st.one_of(st.integers(0, 4), st.just("weet_niet"))
    given = draw(st.dictionaries(st.sampled_from(IDS), value, max_size=6))
    marked = {name: {"waarde": waarde, "toelichting": f"van {name}"} for name, waarde in given.items()}
    return new, bestand(marked, versie=draw(st.sampled_from(["1", "1.2", "1.10"])))


@few(300)
@given(cases())
def test_answers_in_are_kept_to_confirm_or_archived(case):
    new, before = case
    after, verslag = upgrade(new, before)
    assert len(before.antwoorden) == len(verslag.bewaard) + len(verslag.te_bevestigen) + len(verslag.gearchiveerd)
    assert set(verslag.bewaard) == set(after.antwoorden) <= set(new.plek)
    assert {name for _, name in verslag.hernoemd} <= set(verslag.bewaard)
    assert sorted([*verslag.te_bevestigen, *verslag.gearchiveerd]) == sorted(piece.vraag for piece in after.archief)
    marks = [antwoord.toelichting for antwoord in after.antwoorden.values()]
    marks += [piece.antwoord["toelichting"] for piece in after.archief]
    assert sorted(marks) == sorted(f"van {name}" for name in before.antwoorden)  # none is lost, none is doubled


@few(300)
@given(cases())
def test_no_answer_ends_on_another_question_without_a_rename(case):
    new, before = case
    after, verslag = upgrade(new, before)
    renames = {(step.vraag, step.naar) for step in new.migraties if step.soort == "hernoem"}
    versions = len({version_key(step.versie) for step in new.migraties})
    for name, antwoord in after.antwoorden.items():
        origin = antwoord.toelichting.removeprefix("van ")
        assert ((origin, name) in verslag.hernoemd) is (origin != name)
        places = {origin}
        for _ in range(versions):  # at most one rename a version
            places |= {naar for at in places for old, naar in renames if old == at and naar is not None}
        assert name in places


@few(200)
@given(cases())
def test_after_a_run_the_version_is_the_new_one_and_a_second_run_changes_nothing(case):
    new, before = case
    after, _ = upgrade(new, before)
    assert (after.vragenlijst.id, after.vragenlijst.versie) == (new.id, new.versie)
    again, verslag = upgrade(new, after)
    assert again == after
    assert verslag == Verslag(bewaard=tuple(after.antwoorden))


@few(100)
@given(cases())
def test_an_upgrade_leaves_what_it_was_given_as_it_was(case):
    new, before = case
    copy = before.model_copy(deep=True)
    upgrade(new, before)
    assert before == copy


@few(100)
@given(cases())
def test_the_archive_that_was_there_stays_in_front(case):
    new, before = case
    first, _ = upgrade(lijst("v0", versie="1.10"), before)
    second, _ = upgrade(new, first)
    assert second.archief[: len(first.archief)] == first.archief


@few(100)
@given(cases())
def test_everything_that_went_to_the_archive_is_named(case):
    new, before = case
    _, verslag = upgrade(new, before)
    for name in {*verslag.te_bevestigen, *verslag.gearchiveerd}:
        assert any(sentence.startswith(f"{name}: ") and "archief" in sentence for sentence in verslag.zinnen)
