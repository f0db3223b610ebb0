"""The editor's warnings: for each one small questionnaire that draws it, and the near miss that does not."""

from typing import Any

import pytest
from hypothesis import given

from bcm_check.core.redactie import MAX_WORDS, MIN_VRAGEN, review
from bcm_check.core.toetsing import check

from .lists import Doc, document, documenten, few, groep, lees, maatregel, pijler, vraag
from .test_toetsing import put

Place = tuple[str | int, ...]
STAP = [{"id": "M1", "naar": 4}]
VRAAG = ("pijlers", 0, "onderwerpen", 0, "vragen", 0)
TREDEN = ("Er is niets.", "Iemand weet het.", "Het staat op papier.", "De spullen zijn er.", "Het is dit jaar getest.")


def schoon(name: str, **more: Any) -> Doc:
    """A question that an editor has nothing to say about."""
    return vraag(name, niveaus=dict(enumerate(TREDEN)), maatregelen=STAP, **more)


GOED = document(
    pijler(
        "P1",
        onderwerpen=[groep("P1.1", schoon("a", bewijs=["Lijst"]), schoon("b"), schoon("c"), plan="stroom")],
        uitleg="Over stroom.",
    ),
    maatregelen=[maatregel("M1")],
    begrippen=[
        {"engels": "recovery", "nederlands": "herstel"},
        {"engels": "SLA", "nederlands": "leverafspraak"},
        {"engels": "host nation support", "nederlands": "civiele ondersteuning"},
    ],
    uitleg="Een lijst.",
)


def warnings(doc: Doc) -> list[tuple[str, Place]]:
    """Return the code and the path of each warning of a sound questionnaire."""
    lijst = lees(doc)
    assert check(lijst) == []
    found = review(lijst)
    assert all(fault.waarschuwing for fault in found)
    return [(fault.code, fault.path) for fault in found]


def test_a_good_questionnaire_draws_no_warning():
    assert warnings(GOED) == []


# -- levels and measures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "places"),
    [
        ({3: TREDEN[2]}, [3]),
        ({3: "Het staat op papier"}, [3]),
        ({3: "HET STAAT OP PAPIER."}, [3]),
        ({4: TREDEN[0]}, [4]),  # also when they are no neighbours
        ({4: TREDEN[2], 3: TREDEN[2]}, [3, 4, 4]),
        ({3: "Het staat niet op papier."}, []),
        ({3: "Het plan is getest.", 4: "Het plan is niet getest."}, []),
    ],
)
def test_levels_that_repeat_each_other(levels, places):
    doc = put(GOED, (*VRAAG, "niveaus"), {**dict(enumerate(TREDEN)), **levels})
    assert warnings(doc) == [("niveaus-gelijk", (*VRAAG, "niveaus", str(level))) for level in places]


@pytest.mark.parametrize(
    ("steps", "warned"),
    [
        ([], True),
        ([{"id": "M1", "naar": 3}], True),
        ([{"id": "M1", "naar": 2}, {"id": "M1", "naar": 4}], False),
        ([{"id": "M1", "naar": 4}], False),
    ],
)
def test_a_low_level_without_a_measure(steps, warned):
    found = warnings(put(GOED, (*VRAAG, "maatregelen"), steps))
    assert found == ([("niveau-zonder-maatregel", VRAAG)] if warned else [])


def test_a_list_without_any_measure_need_not_have_one_at_every_level():
    bare = document(pijler("P1", vraag("a")))
    assert warnings(bare) == []


def test_only_a_scale_needs_measures():
    getal = {"id": "g", "titel": "g", "vraag": "Hoeveel?", "soort": "getal"}
    assert warnings(put(GOED, ("pijlers", 0, "vragen"), [getal])) == []


def test_a_measure_that_nobody_uses():
    unused = put(GOED, ("maatregelen", 1), maatregel("M2"))
    assert warnings(unused) == [("maatregel-ongebruikt", ("maatregelen", 1))]
    first = put(unused, ("maatregelen", 0, "vereist"), ["M2"])  # used only because M1 waits for it
    assert warnings(first) == []


# -- questions that nobody gets -------------------------------------------------------------------------------------

DOELGROEPEN = [{"id": name, "naam": name} for name in ("gemeente", "zorg", "mkb")]


def voorwaarden(*vragen: Doc) -> Doc:
    return document(pijler("P1", *vragen), doelgroepen=DOELGROEPEN)


def als(name: str, **more: Any) -> Doc:
    return {"vraag": name, **more}


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        ({"minstens": 3}, {"hoogstens": 2}, True),
        ({"hoogstens": 2}, {"minstens": 3}, True),
        ({"minstens": 2}, {"hoogstens": 2}, False),
        ({"minstens": 1, "hoogstens": 3}, {"minstens": 3}, False),
    ],
)
def test_conditions_that_exclude_each_other(first, second, warned):
    doc = voorwaarden(vraag("a"), vraag("b", als=[als("a", **first), als("a", **second)]))
    assert warnings(doc) == ([("onbereikbaar", ("pijlers", 0, "vragen", 1, "als"))] if warned else [])


def test_conditions_on_different_questions_do_not_exclude_each_other():
    doc = voorwaarden(vraag("a"), vraag("b"), vraag("c", als=[als("a", minstens=3), als("b", hoogstens=2)]))
    assert warnings(doc) == []


@pytest.mark.parametrize(("hoogstens", "warned"), [(9, True), (10, False)])
def test_a_condition_under_the_lowest_number_that_can_be_given(hoogstens, warned):
    getal = {"id": "g", "titel": "g", "vraag": "Hoeveel?", "soort": "getal", "minstens": 10, "hoogstens": 90}
    doc = voorwaarden(getal, vraag("b", als=[als("g", hoogstens=hoogstens)]))
    assert warnings(doc) == ([("onbereikbaar", ("pijlers", 0, "vragen", 1, "als"))] if warned else [])


@pytest.mark.parametrize(
    ("here", "there", "warned"),
    [
        (["zorg"], ["gemeente"], True),
        (["zorg", "mkb"], ["gemeente"], True),
        (["zorg"], ["gemeente", "zorg"], False),
        ([], ["gemeente"], False),
        (["zorg"], [], False),
    ],
)
def test_a_follow_up_on_a_question_for_others(here, there, warned):
    doc = voorwaarden(vraag("a", voor=there), vraag("b", voor=here, als=[als("a", minstens=1)]))
    assert warnings(doc) == ([("onbereikbaar", ("pijlers", 0, "vragen", 1, "als", 0))] if warned else [])


def test_a_follow_up_on_two_questions_that_nobody_gets_both():
    doc = voorwaarden(vraag("a", voor=["gemeente"]), vraag("b", voor=["zorg"]), vraag("c", als=[als("a"), als("b")]))
    assert warnings(doc) == [("onbereikbaar", ("pijlers", 0, "vragen", 2, "als", 1))]


def test_a_follow_up_on_a_follow_up_for_others():
    doc = voorwaarden(
        vraag("a", voor=["gemeente"]), vraag("b", als=[als("a")]), vraag("c", voor=["zorg"], als=[als("b")])
    )
    assert warnings(doc) == [("onbereikbaar", ("pijlers", 0, "vragen", 2, "als", 0))]


# -- points with too few questions ----------------------------------------------------------------------------------


def dun(*vragen: Doc, **more: Any) -> Doc:
    rest = groep("P1.2", *(vraag(f"r{at}") for at in range(3)), plan="water")
    return document(pijler("P1", onderwerpen=[groep("P1.1", *vragen, plan="stroom", **more), rest]))


def test_a_point_of_the_plan_with_too_few_questions():
    assert MIN_VRAGEN == 3
    point = ("pijlers", 0, "onderwerpen", 0)
    assert warnings(dun()) == [("te-weinig-vragen", point)]
    assert warnings(dun(vraag("a"), vraag("b"))) == [("te-weinig-vragen", point)]
    assert warnings(dun(vraag("a"), vraag("b"), vraag("c"))) == []


def test_a_question_that_also_counts_there_is_one_of_the_three():
    doc = put(dun(vraag("a"), vraag("b")), ("pijlers", 0, "onderwerpen", 1, "vragen", 0, "telt_ook_in"), ["P1.1"])
    assert warnings(doc) == []


def test_a_group_that_is_no_point_of_the_plan_may_be_small():
    assert warnings(document(pijler("P1", onderwerpen=[groep("P1.1", vraag("a"))]))) == []


def test_questions_of_a_group_within_a_point_are_counted():
    inner = [groep("P1.1.x", vraag("b"), vraag("c"))]
    assert warnings(dun(vraag("a"), onderwerpen=inner)) == []


def test_a_thin_point_within_a_group_is_found_at_its_place():
    inner = [groep("P1.1.x", vraag("d"), plan="noodstroom")]
    doc = dun(vraag("a"), vraag("b"), vraag("c"), onderwerpen=inner)
    assert warnings(doc) == [("te-weinig-vragen", ("pijlers", 0, "onderwerpen", 0, "onderwerpen", 0))]


# -- wording --------------------------------------------------------------------------------------------------------

PLACES: list[Place] = [
    *((*VRAAG, name) for name in ("titel", "vraag", "waarom")),
    (*VRAAG, "bewijs", 0),
    *(("maatregelen", 0, name) for name in ("titel", "waarom", "hoe", "eerste_stap")),
    ("pijlers", 0, "uitleg"),
    ("pijlers", 0, "onderwerpen", 0, "kernvraag"),
    ("uitleg",),
]
FOUT = [
    ("en-of", "Heeft u stroom en/of water?"),
    ("lange-zin", f"{'woord ' * (MAX_WORDS + 1)}."),
    ("engelse-term", "Heeft u een plan voor recovery?"),
    ("wetsstatus-zeker", "Dit is wettelijk verplicht."),
]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize(("code", "text"), FOUT)
def test_every_text_that_a_person_reads_is_looked_at(path, code, text):
    assert warnings(put(GOED, path, text)) == [(code, path)]


@pytest.mark.parametrize(("code", "text"), FOUT)
def test_the_levels_choices_examples_and_joint_forms_are_looked_at_too(code, text):
    level = put(GOED, (*VRAAG, "niveaus", 2), text)
    assert warnings(level) == [(code, (*VRAAG, "niveaus", "2"))]
    example = {**put(GOED, (*VRAAG, "voorbeelden"), {"zorg": text}), "doelgroepen": DOELGROEPEN}
    assert warnings(example) == [(code, (*VRAAG, "voorbeelden", "zorg"))]
    joint = put(GOED, ("maatregelen", 0, "gezamenlijk"), {"kan": "ja", "vorm": text})
    assert warnings(joint) == [(code, ("maatregelen", 0, "gezamenlijk", "vorm"))]
    choices = [{"id": "nee", "tekst": "Nee"}, {"id": "ja", "tekst": text}]
    keuze = {"id": "k", "titel": "k", "vraag": "Wat?", "soort": "keuze", "keuzes": choices}
    found = warnings(put(GOED, ("pijlers", 0, "vragen"), [keuze]))
    assert found == [(code, ("pijlers", 0, "vragen", 0, "keuzes", 1, "tekst"))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Heeft u stroom EN / OF water?", ["en-of"]),
        ("Heeft u hebben/offerte geregeld?", []),  # "ebben/offerte" holds en/of, and is none
        ("Zijn er wegen/ofwel paden?", []),
        ("Heeft u stroom en of water?", []),
        (f"{'woord ' * (MAX_WORDS - 1)}einde.", []),
        (f"{'woord ' * MAX_WORDS}einde.", ["lange-zin"]),
        (f"{'woord ' * 20}einde. {'woord ' * 20}einde.", []),
        (f"{'woord ' * 20}einde: {'woord ' * 20}einde?", []),
        (f"{'woord ' * 20}einde.woord{' woord' * 20}.", ["lange-zin"]),  # "einde.woord" ends no sentence
        ("Heeft u een Recovery-plan?", ["engelse-term"]),
        ("Heeft u een recoveryplan?", []),  # part of another word
        ("Heeft u disrecovery?", []),
        ("Kent u Host Nation Support?", ["engelse-term"]),
        ("Heeft u een SLA met hen?", ["engelse-term"]),
        ("Sla de lijst op. Wie doet de sla?", []),  # in small letters SLA is a Dutch word
        ("Het water wordt geslagen met SLAG.", []),
        ("Dit is verplicht sinds 2024.", ["wetsstatus-zeker"]),
        ("De wet is van kracht.", ["wetsstatus-zeker"]),
        ("Valt u onder de Wwke?", ["wetsstatus-zeker"]),
        ("Is de leverancier verplicht u te helpen?", []),
        ("Wat is de kracht van uw team?", []),
    ],
)
def test_words_and_their_near_misses(text, codes):
    assert warnings(put(GOED, (*VRAAG, "vraag"), text)) == [(code, (*VRAAG, "vraag")) for code in codes]


def test_the_word_to_use_instead_is_named():
    (fault,) = review(lees(put(GOED, (*VRAAG, "vraag"), "Kent u Host Nation Support?")))
    assert fault.tekst == 'Schrijf "civiele ondersteuning" in plaats van "host nation support".'


def test_without_a_list_of_terms_no_term_is_foreign():
    assert warnings({**put(GOED, (*VRAAG, "vraag"), "Heeft u een SLA voor recovery?"), "begrippen": []}) == []


def test_warnings_stand_in_a_fixed_order_and_all_come_at_once():
    doc = put(put(GOED, (*VRAAG, "vraag"), "Stroom en/of water?"), (*VRAAG, "maatregelen"), [])
    doc = put(put(doc, (*VRAAG, "niveaus", 3), TREDEN[2]), ("maatregelen", 1), maatregel("M2"))
    codes = ["niveaus-gelijk", "niveau-zonder-maatregel", "maatregel-ongebruikt", "en-of"]
    assert [code for code, _ in warnings(doc)] == codes
    assert review(lees(doc)) == review(lees(doc))


@few(40)
@given(documenten())
def test_any_sound_questionnaire_can_be_reviewed(doc):
    """Each warning points at something that is really there."""
    for fault in review(lees(doc)):
        at: Any = doc
        for part in fault.path:
            at = at[int(part)] if isinstance(part, str) and part.isdecimal() else at[part]
