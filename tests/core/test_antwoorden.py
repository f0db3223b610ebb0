"""What a valid answer is, when a test grows old, and that no answer is ever lost on the way."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bcm_check.core import antwoorden as module
from bcm_check.core.antwoorden import (
    LABELS,
    Antwoord,
    Antwoorden,
    Archiefstuk,
    Herkomst,
    Organisatie,
    check_antwoord,
    check_start,
    counted,
    differences,
    fit,
    merge,
    months_after,
    new,
    normalised,
)

from .lists import DAG, antwoorden, document, few, lees, pijler, vraag

LIJST = lees(
    document(
        pijler("P1", vraag("P1.1"), vraag("P1.2"), vraag("P1.3", voor=["zorg"])),
        pijler("P2", vraag("P2.1")),
        veroudering=[{"maanden": 12, "niveau": 3}, {"maanden": 24, "niveau": 2}],
        doelgroepen=[{"id": "gemeente", "naam": "Gemeente"}, {"id": "zorg", "naam": "Zorginstelling"}],
        dieptes=[{"id": "snel", "naam": "Snel", "minuten": 9}, {"id": "volledig", "naam": "Volledig", "minuten": 90}],
    )
)


# -- the spelling of a value ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weet-niet", "weet_niet"),
        ("Weet niet", "weet_niet"),
        ("WEET_NIET", "weet_niet"),
        ("N.v.t.", "nvt"),
        ("n.v.t", "nvt"),
        ("NVT", "nvt"),
        ("3", 3),
        (" 0 ", 0),
        ("12", 12),
        (4, 4),
        (4.0, 4),
        ("2,5", "2,5"),
        ("drie", "drie"),
        ("٣", "٣"),
        (" de inkoper ", "de inkoper"),
    ],
)
def test_the_spellings_that_people_use(typed, meant):
    found = Antwoord(waarde=typed).waarde
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize("typed", [True, False, None, [3], {"niveau": 3}, -1, 10**9, float("nan"), float("inf")])
def test_what_is_no_value(typed):
    with pytest.raises(ValidationError):
        Antwoord(waarde=typed)


def test_niveau_is_another_name_for_waarde_but_not_beside_it():
    assert Antwoord.model_validate({"niveau": 2}) == Antwoord(waarde=2)
    with pytest.raises(ValidationError):
        Antwoord.model_validate({"niveau": 2, "waarde": 2})
    assert [Antwoord(waarde=value).niveau for value in (2, "weet_niet", "nvt")] == [2, None, None]


# -- the age of a test ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-03-31", 12, "2026-03-31"),
        ("2025-12-01", 1, "2026-01-01"),
        ("2025-11-30", 1, "2025-12-30"),
        ("2025-05-05", 0, "2025-05-05"),
        ("9999-12-31", 1, "9999-12-31"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9000-01-01", 600000, "9999-12-31"),
    ],
)
def test_months_after(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


@few(100)
@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 600))
def test_months_after_keeps_the_day_where_the_month_has_it(day, months):
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


@pytest.mark.parametrize(
    ("test", "day", "level"),
    [
        ("2025-03-31", "2026-03-31", 4),  # 12 months to the day
        ("2025-03-31", "2026-04-01", 3),  # and a day more
        ("2024-03-31", "2026-03-31", 3),  # 24 months to the day
        ("2024-03-31", "2026-04-01", 2),  # and a day more
        ("2024-02-29", "2025-02-28", 4),  # a leap day grows a year old on the 28th
        ("2024-02-29", "2025-03-01", 3),
        ("2024-02-29", "2026-02-28", 3),
        ("2024-02-29", "2026-03-01", 2),
        ("2026-03-31", "2026-03-31", 4),
        ("2026-04-01", "2026-03-31", 3),  # tested after the day of the assessment: not proven on that day
    ],
)
def test_a_test_counts_less_from_the_exact_day(test, day, level):
    answer = Antwoord(waarde=4, testdatum=date.fromisoformat(test))
    assert counted(LIJST, answer, date.fromisoformat(day))[0] == level


def test_why_a_level_counts_for_less():
    def of(waarde, testdatum=None):
        return counted(LIJST, Antwoord(waarde=waarde, testdatum=testdatum), DAG)

    assert of(4) == (3, "niveau 4 zonder testdatum telt als 3")
    assert of(4, date(2025, 3, 30)) == (3, "test ouder dan 12 maanden telt als 3")
    assert of(4, date(2020, 1, 1)) == (2, "test ouder dan 24 maanden telt als 2")
    assert of(3, date(2020, 1, 1)) == (3, "")
    assert of(4, DAG) == (4, "")
    assert of("weet_niet") == (0, "weet niet telt als 0")
    without_rules = LIJST.model_copy(update={"veroudering": ()})
    assert counted(without_rules, Antwoord(waarde=4), DAG) == (4, "")


@few(60)
@given(st.integers(0, 4), st.dates(date(2020, 1, 1), DAG), st.integers(0, 2000))
def test_a_level_never_counts_for_more_as_time_goes_by(level, test, days):
    answer = Antwoord(waarde=level, testdatum=test)
    now, later = counted(LIJST, answer, DAG)[0], counted(LIJST, answer, DAG + timedelta(days=days))[0]
    assert later <= now <= level


# -- checks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answer", "code", "text"),
    [
        ("P1.4", {"waarde": 1}, "onbekende-vraag", 'Vraag "P1.4" bestaat niet. Bedoelt u "P1.'),
        ("xyz", {"waarde": 1}, "onbekende-vraag", 'Vraag "xyz" bestaat niet.'),
        ("P1.3", {"waarde": 1}, "niet-voor", "Vraag P1.3 is niet voor dit type organisatie (Gemeente)."),
        ("P1.1", {"waarde": 5}, "onbekend-niveau", "Vraag P1.1 kent de niveaus 0 tot en met 4, niet 5."),
        ("P1.1", {"waarde": 2.5}, "onbekend-niveau", "Vraag P1.1 kent de niveaus 0 tot en met 4, niet 2.5."),
        ("P1.1", {"waarde": "goed"}, "geen-waarde", "Vraag P1.1: geef een niveau (0 tot en met 4)"),
        ("P1.1", {"waarde": "-1"}, "geen-waarde", "Vraag P1.1: geef een niveau (0 tot en met 4)"),
        ("P1.1", {"waarde": ""}, "geen-waarde", "Vraag P1.1: geef een niveau (0 tot en met 4)"),
        ("P1.1", {"waarde": "nvt"}, "reden-ontbreekt", "Vraag P1.1: bij n.v.t. hoort een reden (P1.1=nvt:reden)."),
        ("P1.1", {"waarde": "nvt", "reden": " \t"}, "reden-ontbreekt", "Vraag P1.1: bij n.v.t. hoort een reden"),
        (
            "P1.1",
            {"waarde": 4, "testdatum": date(2026, 4, 1)},
            "testdatum-toekomst",
            "Vraag P1.1: de testdatum 01-04-2026 ligt in de toekomst.",
        ),
    ],
)
def test_what_is_wrong_with_an_answer(name, answer, code, text):
    (fault,) = check_antwoord(LIJST, "gemeente", name, Antwoord(**answer), DAG)
    assert fault.code == code
    assert fault.tekst.startswith(text)


@pytest.mark.parametrize(
    "answer",
    [
        {"waarde": 0},
        {"waarde": 4, "testdatum": DAG},
        {"waarde": 4},
        {"waarde": "weet_niet"},
        {"waarde": "nvt", "reden": "Geen eigen gebouw."},
    ],
)
def test_an_answer_that_may_stand(answer):
    assert check_antwoord(LIJST, "gemeente", "P1.1", Antwoord(**answer), DAG) == []


def test_without_a_day_the_future_is_not_looked_at_and_all_faults_come_together():
    future = Antwoord(waarde=4, testdatum=date(2030, 1, 1))
    assert check_antwoord(LIJST, "gemeente", "P1.1", future) == []
    both = check_antwoord(LIJST, "gemeente", "P1.3", Antwoord(waarde=9, testdatum=date(2030, 1, 1)), DAG)
    assert [fault.code for fault in both] == ["niet-voor", "onbekend-niveau", "testdatum-toekomst"]


def test_what_is_wrong_with_the_head_of_an_answer_file():
    right = antwoorden(LIJST, {})
    assert check_start(LIJST, right) == []
    wrong = right.model_copy(
        update={
            "organisatie": Organisatie(naam="x", type="circus"),
            "diepte": "diep",
            "ambitie": {"P1": 4, "P2": 5, "P9": 3},
        }
    )
    assert [(fault.code, fault.path, fault.tekst) for fault in check_start(LIJST, wrong)] == [
        ("onbekend-type", ("organisatie", "type"), 'Type "circus" bestaat niet; kies uit gemeente, zorg.'),
        ("onbekende-diepte", ("diepte",), 'Diepte "diep" bestaat niet; kies uit snel, volledig.'),
        ("onbekend-niveau", ("ambitie", "P2"), "Ambitie 5 staat niet op de schaal 0 tot en met 4."),
        ("onbekende-pijler", ("ambitie", "P9"), 'Pijler "P9" bestaat niet; kies uit P1, P2.'),
    ]
    anyone = LIJST.model_copy(update={"doelgroepen": ()})
    assert "onbekend-type" not in [fault.code for fault in check_start(anyone, wrong)]


def test_a_new_file_is_empty_and_strict():
    fresh = new(LIJST, Organisatie(naam=" Voorbeeldveen ", type="gemeente"), "snel")
    assert (fresh.organisatie.naam, fresh.tlp, fresh.teller, fresh.antwoorden) == (
        "Voorbeeldveen",
        "TLP:AMBER+STRICT",
        0,
        {},
    )
    assert (fresh.vragenlijst.id, fresh.vragenlijst.versie) == ("proef", "1")
    assert len(LABELS) == 5


# -- a questionnaire that changed -----------------------------------------------------------------------------------

NAMES = ["P1.1", "P1.2", "P1.3", "P2.1", "P8.8", "weg"]
WAARDEN = st.integers(0, 6) | st.sampled_from(["weet_niet", "nvt"])
ANSWER = st.builds(lambda waarde, reden: Antwoord(waarde=waarde, reden=reden), WAARDEN, st.sampled_from(["", "x"]))
PIECE = st.builds(
    lambda name, level: Archiefstuk(vraag=name, reden="Oud.", versie="0", antwoord={"waarde": level}),
    st.sampled_from(NAMES),
    st.integers(0, 4),
)


@st.composite
def files(draw: st.DrawFn) -> Antwoorden:
    """Draw an answer file, also with answers that fit no question."""
    return antwoorden(LIJST, {}).model_copy(
        update={
            "antwoorden": draw(st.dictionaries(st.sampled_from(NAMES), ANSWER)),
            "archief": tuple(draw(st.lists(PIECE, max_size=2))),
            "teller": draw(st.integers(0, 9)),
            "vragenlijst": Herkomst(id="proef", versie=draw(st.sampled_from(["1", "0.9"]))),
        }
    )


def stored(antwoord: Antwoord) -> dict:
    return antwoord.model_dump(mode="json", exclude_defaults=True)


@few(100)
@given(files())
def test_answers_in_are_answers_kept_and_archived(given_):
    fitted, told = fit(LIJST, given_)
    moved = fitted.archief[len(given_.archief) :]
    assert fitted.archief[: len(given_.archief)] == given_.archief
    assert len(told) == len(moved)
    both = {name: stored(one) for name, one in fitted.antwoorden.items()} | {one.vraag: one.antwoord for one in moved}
    assert both == {name: stored(one) for name, one in given_.antwoorden.items()}
    assert len(fitted.antwoorden) + len(moved) == len(given_.antwoorden)
    for name, one in fitted.antwoorden.items():
        assert check_antwoord(LIJST, "gemeente", name, one) == []
    for piece, sentence in zip(moved, told, strict=True):
        assert piece.versie == given_.vragenlijst.versie
        assert sentence.startswith(f"{piece.vraag}: ")
        assert sentence.endswith("Het antwoord staat in het archief.")
    assert fitted.vragenlijst.versie == "1"
    again, nothing = fit(LIJST, fitted)
    assert again is fitted
    assert nothing == ()


# -- two windows ----------------------------------------------------------------------------------------------------


@few(100)
@given(files())
def test_an_answer_is_kept_where_nothing_is_wrong_with_it(given_):
    kept = fit(LIJST, given_)[0].antwoorden
    soort = given_.organisatie.type
    for name, antwoord in given_.antwoorden.items():
        if check_antwoord(LIJST, soort, name, antwoord):
            assert name not in kept
        else:
            assert kept[name] == normalised(LIJST.plek[name].vraag, antwoord)


def everywhere(found: Antwoorden, name: str) -> list[dict]:
    """The answers to a question that a file holds, archived ones included."""
    now = [stored(found.antwoorden[name])] if name in found.antwoorden else []
    return now + [piece.antwoord for piece in found.archief if piece.vraag == name]


@few(100)
@given(files(), files())
def test_merging_with_itself_changes_nothing(base, given_):
    assert merge(base, given_, given_) == (given_, ())


@few(100)
@given(files(), files())
def test_merging_with_what_both_grew_from_gives_the_one_that_changed(base, changed):
    theirs = base.model_copy(update={"antwoorden": {**base.antwoorden, **changed.antwoorden}})
    assert merge(base, base, theirs)[0].antwoorden == theirs.antwoorden
    assert merge(base, theirs, base)[0].antwoorden == theirs.antwoorden


@few(150)
@given(files(), files(), files())
def test_no_merge_loses_an_answer(base, ours, theirs):
    merged, torn = merge(base, ours, theirs)
    for name in NAMES:
        before, mine, other = (each.antwoorden.get(name) for each in (base, ours, theirs))
        found = everywhere(merged, name)
        if mine is not None and (mine != before or other is None):
            assert merged.antwoorden[name] == mine
        if other is not None and (other != before or mine is None):
            assert stored(other) in found
        if mine == before and other is not None:
            assert merged.antwoorden[name] == other
        both_changed = mine != before and other not in (before, None) and mine != other
        assert (name in torn) == both_changed
    assert {piece.model_dump_json() for piece in (*ours.archief, *theirs.archief)} <= {
        piece.model_dump_json() for piece in merged.archief
    }
    assert merged.teller == max(ours.teller, theirs.teller)


@few(60)
@given(files(), files(), files())
def test_merging_again_adds_nothing_to_the_archive(base, ours, theirs):
    once, _ = merge(base, ours, theirs)
    twice, _ = merge(base, once, theirs)
    assert twice.archief == once.archief
    assert twice.antwoorden == once.antwoorden


def test_differences_stand_in_the_order_of_the_first_file():
    ours = antwoorden(LIJST, {"P2.1": 1, "P1.1": 2, "P1.2": 0})
    theirs = antwoorden(LIJST, {"P1.1": 3, "P1.2": 0, "P1.3": 1})
    assert differences(ours, theirs) == ("P2.1", "P1.1", "P1.3")
    merged, torn = merge(antwoorden(LIJST, {}), ours, theirs)
    assert torn == ("P1.1",)
    assert merged.archief[0].reden == "In een ander venster of bestand anders beantwoord."


def test_the_schema_of_an_answer_file_names_its_checksum():
    schema = module.schema()
    assert "controle" in schema["properties"]
    assert schema["$schema"].startswith("https://json-schema.org/")
