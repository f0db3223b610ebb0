"""The other kinds of question: a choice, a number, and words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bcm_check.core.antwoorden import Antwoord, check_antwoord, in_words
from bcm_check.core.beoordeling import assess
from bcm_check.core.gesprek import toestanden
from bcm_check.core.scores import Blad, score
from bcm_check.core.toetsing import check
from bcm_check.core.velden import Punten

from .lists import DAG, Doc, antwoorden, document, few, groep, lees, pijler, vraag


def ander(name: str, soort: str, **more) -> Doc:
    """A question of another kind as it stands in a file."""
    return {"id": name, "titel": name, "vraag": f"Hoe zit het met {name}?", "soort": soort, **more}


def keuze(name: str, *punten, **more) -> Doc:
    """A choice whose answers give these points (None: none)."""
    keuzes = [{"id": f"k{at}", "tekst": f"Keuze {at}"} for at in range(len(punten))]
    for one, points in zip(keuzes, punten, strict=True):
        if points is not None:
            one["punten"] = points
    return ander(name, "keuze", keuzes=keuzes, **more)


DOC = document(
    pijler(
        "P",
        vraag("s"),
        keuze("k", 0, "1/2", 2, gewicht=2),
        keuze("los", None, None),
        ander("g", "getal", eenheid="uur", hoogstens=168),
        ander("t", "tekst", als=[{"vraag": "g", "minstens": 24}]),
    )
)


def of(given_, doc=DOC):
    lijst = lees(doc)
    return score(lijst, antwoorden(lijst, given_), DAG)


def test_a_choice_counts_its_points_over_the_most_it_can_give_and_the_rest_only_tells():
    assert check(lees(DOC)) == []
    full = {"s": 2, "k": "k1", "los": "k0", "g": 72, "t": "De inkoper."}
    # s gives 2/4 with weight 1; k gives 1/2 of 2 = 1/4 with weight 2: (1/2 + 2 * 1/4) / 3 = 1/3
    found = of(full).totaal
    assert (found.laag, found.score, found.hoog) == (Fraction(1, 3),) * 3
    assert found.aantallen["beantwoord"] == 2
    # without k: laag (1/2 + 0) / 3, score 1/2, hoog (1/2 + 2) / 3; los, g and t play no part
    found = of({"s": 2}).totaal
    assert (found.laag, found.score, found.hoog) == (Fraction(1, 6), Fraction(1, 2), Fraction(5, 6))
    # weet niet: as with a level, 0 in the score
    found = of({"s": 2, "k": "weet_niet", "g": "weet_niet"}).totaal
    assert (found.laag, found.score, found.hoog) == (Fraction(1, 6), Fraction(1, 6), Fraction(5, 6))


def test_a_group_of_questions_that_only_tell_has_no_score():
    doc = document(pijler("P", vraag("s"), onderwerpen=[groep("P.1", ander("g", "getal"), ander("t", "tekst"))]))
    found = of({"s": 1, "g": 5, "t": "Ja."}, doc)
    assert found.totaal.score == Fraction(1, 4)
    assert found.pijlers["P"].delen[1].score is None


def test_under_som_a_choice_weighs_by_its_points():
    doc = document(pijler("P", vraag("s"), keuze("k", 0, 6), methode="som"))
    # 1 of 4 and 6 of 6: 7 of 10
    assert of({"s": 1, "k": "k1"}, doc).totaal.score == Fraction(7, 10)


@few(60)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=5).filter(any), st.data())
def test_a_choice_with_more_points_never_scores_less(points, data):
    low, high = sorted(
        data.draw(st.lists(st.integers(0, len(points) - 1), min_size=2, max_size=2)), key=points.__getitem__
    )
    doc = document(pijler("P", keuze("k", *points)))
    before, after = (of({"k": f"k{at}"}, doc).totaal.score for at in (low, high))
    assert 0 <= before <= after <= 1
    assert of({"k": f"k{points.index(max(points))}"}, doc).totaal.score == 1


def test_what_a_leaf_adds():
    leaves = of({"s": 3, "k": "weet_niet"}).bladen
    assert [leaves[name].deel() for name in ("s", "k", "los")] == [Fraction(3, 4), 0, None]
    assert of({"k": "k1"}).bladen["k"].deel() == Fraction(1, 4)
    assert leaves["s"].geteld == 3


def test_a_condition_looks_at_a_number_too():
    lijst = lees(DOC)
    states = {hours: toestanden(lijst, antwoorden(lijst, {"g": hours}))["t"] for hours in (23, 23.5, 24, "weet_niet")}
    assert states == {23: "niet_gesteld", 23.5: "niet_gesteld", 24: "open", "weet_niet": "niet_gesteld"}


def test_other_kinds_are_no_gap_but_can_be_something_to_find_out():
    lijst = lees(DOC)
    plan = assess(lijst, antwoorden(lijst, {"s": 4, "k": "k0", "g": 0, "los": "weet_niet"}), DAG).plan
    assert (plan.regels, plan.zonder_maatregel) == ((), ())
    assert [plek.vraag.id for plek in plan.uitzoekacties] == ["los"]


@pytest.mark.parametrize(
    ("name", "waarde", "code", "text"),
    [
        ("s", "drie", "geen-waarde", "Vraag s: geef een niveau (0 tot en met 4), weet-niet of nvt:reden."),
        ("s", 2.5, "onbekend-niveau", "Vraag s kent de niveaus 0 tot en met 4, niet 2.5."),
        ("k", "k11", "onbekende-keuze", 'Vraag k: kies uit k0, k1, k2. Bedoelt u "k1"?'),
        ("k", 1, "onbekende-keuze", "Vraag k: kies uit k0, k1, k2."),
        ("g", 169, "geen-getal", "Vraag g: geef een getal van 0 tot en met 168 (uur)."),
        ("g", "veel", "geen-getal", "Vraag g: geef een getal"),
        ("t", "  ", "lege-tekst", "Vraag t: geef een antwoord in woorden."),
    ],
)
def test_what_is_no_answer_to_this_kind(name, waarde, code, text):
    (fault,) = check_antwoord(lees(DOC), "gemeente", name, Antwoord(waarde=waarde))
    assert fault.code == code
    assert fault.tekst.startswith(text)


@pytest.mark.parametrize(
    ("name", "waarde", "words"),
    [
        ("s", 3, "niveau 3"),
        ("k", "k1", "Keuze 1"),
        ("k", "weg", "weg"),
        ("g", "2,5", "2,5 uur"),
        ("t", "De inkoper.", "De inkoper."),
        ("t", 12, "12"),
        ("g", "weet-niet", "weet niet"),
        ("k", "nvt", "n.v.t."),
    ],
)
def test_an_answer_in_words(name, waarde, words):
    lijst = lees(DOC)
    antwoord = Antwoord(waarde=waarde, reden="x")
    assert in_words(lijst.plek[name].vraag, antwoord) == words
    assert waarde == "weg" or check_antwoord(lijst, "gemeente", name, antwoord) == []


VRAAG = ("pijlers", 0, "vragen", 0)


@pytest.mark.parametrize(
    ("one", "code", "path"),
    [
        (ander("g", "getal", kritiek="ja"), "hoort-bij-schaal", VRAAG),
        (ander("g", "tekst", niveaus={0: "a"}), "hoort-bij-schaal", VRAAG),
        (ander("g", "getal", minstens=3, hoogstens=2), "bereik-omgekeerd", VRAAG),
        (ander("k", "keuze"), "keuzes", VRAAG),
        (keuze("k", 1), "keuzes", VRAAG),
        ({**keuze("k", 1, 2), "soort": "tekst"}, "keuzes", VRAAG),
        (keuze("k", 1, None), "punten-onvolledig", (*VRAAG, "keuzes")),
        (keuze("k", 0, 0), "punten-onvolledig", (*VRAAG, "keuzes")),
        (ander("k", "keuze", keuzes=[{"id": "a", "tekst": "A"}, {"id": "a", "tekst": "B"}]), "dubbel-id",
         (*VRAAG, "keuzes", 1, "id")),
        (ander("k", "keuze", keuzes=[{"id": "nvt", "tekst": "A"}, {"id": "a", "tekst": "B"}]), "keuze-id",
         (*VRAAG, "keuzes", 0, "id")),
    ],
)  # fmt: skip
def test_faults_of_other_kinds(one, code, path):
    found = check(lees(document(pijler("P", one, vraag("s")))))
    assert [(fault.code, fault.path) for fault in found] == [(code, path)]


def test_a_condition_needs_a_level_or_a_number():
    follow = vraag("b", als=[{"vraag": "a"}])
    where = ("pijlers", 0, "vragen", 1, "als", 0)
    for first in (keuze("a", 0, 1), ander("a", "tekst")):
        (fault,) = check(lees(document(pijler("P", first, follow))))
        assert (fault.code, fault.path) == ("voorwaarde-onmogelijk", (*where, "vraag"))
    far = vraag("b", als=[{"vraag": "a", "minstens": 73}])
    (fault,) = check(lees(document(pijler("P", ander("a", "getal", hoogstens=72), far))))
    assert (fault.code, fault.path) == ("voorwaarde-onmogelijk", where)
    assert check(lees(document(pijler("P", ander("a", "getal", hoogstens=73), far)))) == []


def test_points_start_at_nothing_and_end_at_a_thousand():
    points = TypeAdapter(Punten)
    assert [points.validate_python(value) for value in (0, "1/4", "0,5", 1000)] == [
        0,
        Fraction(1, 4),
        Fraction(1, 2),
        1000,
    ]
    for value in ("-1", "1001", "veel"):
        with pytest.raises(ValidationError, match=r"punten|gewicht"):
            points.validate_python(value)


def test_a_choice_that_is_gone_gives_nothing():
    lijst = lees(DOC)
    assert lijst.plek["k"].vraag.aandeel("weg") == 0
    assert lijst.plek["los"].vraag.aandeel("k0") == 0
