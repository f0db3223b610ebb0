"""Questions that are answered by a choice, a number or in words: what fits, what it says, and what it counts for."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, check_antwoord, fit, in_words
from bcm_check.core.beoordeling import assess
from bcm_check.core.gesprek import begin, toestanden
from bcm_check.core.scores import Blad, Uitslag, score, span, total_at
from bcm_check.core.toetsing import check
from bcm_check.core.vragenlijst import Vragenlijst

from .lists import DAG, Doc, antwoorden, document, few, gevallen, groep, lees, pijler, vraag
from .test_toetsing import put

F = Fraction
JA_NEE = [{"id": "nee", "tekst": "Nee"}, {"id": "ja", "tekst": "Ja, altijd"}]
PUNTEN = [{"id": name, "tekst": name, "punten": points} for name, points in (("nee", 0), ("deels", "1/3"), ("ja", 2))]


def keuze(name: str, keuzes: list[Doc], **more: Any) -> Doc:
    return {"id": name, "titel": name, "vraag": "Wat kiest u?", "soort": "keuze", "keuzes": keuzes, **more}


def getal(name: str, **more: Any) -> Doc:
    return {"id": name, "titel": name, "vraag": "Hoeveel?", "soort": "getal", **more}


def tekst(name: str, **more: Any) -> Doc:
    return {"id": name, "titel": name, "vraag": "Wie?", "soort": "tekst", **more}


ALLES = document(
    pijler(
        "P1",
        vraag("s"),
        keuze("k", JA_NEE),
        keuze("p", PUNTEN),
        getal("g", minstens=2, hoogstens=72, eenheid="uur"),
        getal("w"),
        tekst("t"),
    )
)


def one(name: str) -> Any:
    return lees(ALLES).plek[name].vraag


def codes(name: str, value: Any, **more: Any) -> list[str]:
    antwoord = Antwoord(waarde=value, **more)
    return [fault.code for fault in check_antwoord(lees(ALLES), "gemeente", name, antwoord)]


def test_a_list_with_every_kind_holds():
    assert check(lees(ALLES)) == []


# -- what fits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "good", "bad", "code"),
    [
        ("s", [0, 4, "3"], [5, 2.5, 100], "onbekend-niveau"),
        ("s", [], ["ja", ""], "geen-waarde"),
        ("k", ["ja", " nee "], ["Ja", "misschien", "", 1, 0, 3.5], "onbekende-keuze"),
        ("p", ["nee", "deels", "ja"], ["half", 2], "onbekende-keuze"),
        ("g", [2, 72, "3", 2.5, "71,99"], [1, 73, 0, 1.999, 72.001, "ja", "", "-3", "1e1", "72 uur"], "geen-getal"),
        ("w", [0, 10**9 - 1, "0,5"], ["", "veel"], "geen-getal"),
        ("t", ["De bakker", "112", 7, 0, "ja"], ["", "   "], "lege-tekst"),
    ],
)  # fmt: skip
def test_what_is_an_answer_to_each_kind(name, good, bad, code):
    assert [value for value in good if codes(name, value)] == []
    assert [codes(name, value) for value in bad] == [[code]] * len(bad)


@pytest.mark.parametrize("name", list("skpgwt"))
def test_every_kind_may_be_unknown_or_not_apply_with_a_reason(name):
    assert codes(name, "weet-niet") == []
    assert codes(name, "nvt", reden="Niet bij ons.") == []
    assert codes(name, "nvt") == ["reden-ontbreekt"]
    assert codes(name, "nvt", reden="  ") == ["reden-ontbreekt"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("k", "jaa", 'Vraag k: kies uit nee, ja. Bedoelt u "ja"?'),
        ("g", 73, "Vraag g: geef een getal van 2 tot en met 72 (uur)."),
        ("w", "veel", "Vraag w: geef een getal van 0 tot en met 1000000000."),
        ("t", " ", "Vraag t: geef een antwoord in woorden."),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(name, value, text):
    (fault,) = check_antwoord(lees(ALLES), "gemeente", name, Antwoord(waarde=value))
    assert fault.tekst == text


@few(100)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_answer_or_a_named_fault(typed):
    for name in "skpgwt":
        antwoord = Antwoord(waarde=typed)
        faults = check_antwoord(lees(ALLES), "gemeente", name, antwoord)
        assert len(faults) <= 1
        assert in_words(one(name), antwoord) or faults


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("s", 3, "niveau 3"),
        ("k", "ja", "Ja, altijd"),
        ("g", 72, "72 uur"),
        ("g", "2,5", "2,5 uur"),
        ("w", 12, "12"),
        ("w", 10**9 - 1, "999999999"),
        ("t", "De bakker op de hoek", "De bakker op de hoek"),
        ("t", 112, "112"),
        ("g", "weet niet", "weet niet"),
        ("k", "nvt", "n.v.t."),
    ],
)
def test_an_answer_in_words(name, value, words):
    assert in_words(one(name), Antwoord(waarde=value)) == words


# -- what it counts for ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "share"), [("nee", F(0)), ("deels", F(1, 6)), ("ja", F(1))])
def test_a_choice_with_points_counts_its_share_of_the_most(chosen, share):
    lijst = lees(document(pijler("P", keuze("p", PUNTEN))))
    assert lijst.plek["p"].vraag.telt
    result = score(lijst, antwoorden(lijst, {"p": chosen}), DAG)
    assert (result.totaal.laag, result.totaal.score, result.totaal.hoog) == (share,) * 3
    assert result.bladen["p"].keuze == chosen


@pytest.mark.parametrize(
    ("given", "band"),
    [
        ({}, (F(0), None, F(1))),
        ({"p": "weet_niet"}, (F(0), F(0), F(1))),
        ({"p": {"waarde": "nvt", "reden": "x"}}, (None, None, None)),
    ],
)
def test_the_band_of_a_choice_that_is_not_chosen(given, band):
    lijst = lees(document(pijler("P", keuze("p", PUNTEN))))
    found = score(lijst, antwoorden(lijst, given), DAG).totaal
    assert (found.laag, found.score, found.hoog) == band


def test_a_choice_beside_a_level_and_with_a_weight():
    # (1 * 3/4 + 2 * 1/6) / 3 = (9/12 + 4/12) / 3 = 13/36
    lijst = lees(document(pijler("P", vraag("s"), keuze("p", PUNTEN, gewicht=2))))
    assert score(lijst, antwoorden(lijst, {"s": 3, "p": "deels"}), DAG).totaal.score == F(13, 36)


def test_under_som_a_choice_weighs_by_its_points():
    # 3 of 4 points and 1/3 of 2 points: (3 + 1/3) / 6 = 5/9
    lijst = lees(document(pijler("P", vraag("s"), keuze("p", PUNTEN), methode="som")))
    result = score(lijst, antwoorden(lijst, {"s": 3, "p": "deels"}), DAG)
    assert result.totaal.score == F(5, 9)
    assert span(lijst.plek["p"].vraag, 4) == 2
    assert span(lijst.plek["s"].vraag, 4) == 4


def test_under_som_pillars_weigh_by_the_points_they_can_give():
    # P gives 4 of 4 + 4 + 2 = 10 points, Q (a mean) 3/4 of one scale = 3 of 4: (4 + 3) / 14 = 1/2.
    # With Q twice as heavy: (4 + 2 * 3) / (10 + 2 * 4) = 5/9. Under gemiddelde the spans do not count: (2/5 + 3/4) / 2.
    doc = document(
        pijler("P", vraag("a"), vraag("b"), keuze("p", PUNTEN), methode="som", spoor="S"),
        pijler("Q", vraag("c"), vraag("d"), spoor="S"),
        sporen=[{"id": "S", "naam": "S", "methode": "som"}],
        profielen=[{"id": "gelijk", "naam": "G"}, {"id": "zwaar", "naam": "Z", "gewichten": {"Q": 2}}],
    )
    given_ = {"a": 4, "b": 0, "p": "nee", "c": 3, "d": 3}
    for methode, profiel, expected in [("som", "gelijk", F(1, 2)), ("som", "zwaar", F(5, 9)),
                                       ("gemiddelde", "gelijk", F(23, 40))]:  # fmt: skip
        lijst = lees({**doc, "methode": methode})
        result = score(lijst, antwoorden(lijst, given_), DAG, profiel)
        assert result.totaal.score == expected
        assert result.sporen["S"].score == (F(5, 9) if profiel == "zwaar" else F(1, 2))
        assert total_at(lijst, result, {}) == expected


POINTS = st.lists(st.fractions(0, 9, max_denominator=4), min_size=2, max_size=4).filter(any)


@few(80)
@given(st.lists(st.tuples(POINTS, st.integers(0, 3)), min_size=1, max_size=4), st.sampled_from(["gemiddelde", "som"]))
def test_choices_add_up_to_points_over_the_most_points(questions, methode):
    vragen, given, shares, points = [], {}, [], []
    for at, (row, number) in enumerate(questions):
        chosen = number % len(row)
        choices = [{"id": f"k{n}", "tekst": "x", "punten": str(value)} for n, value in enumerate(row)]
        vragen.append(keuze(f"q{at}", choices))
        given[f"q{at}"] = f"k{chosen}"
        shares.append(row[chosen] / max(row))
        points.append((row[chosen], max(row)))
    lijst = lees(document(pijler("P", *vragen, methode=methode)))
    assert check(lijst) == []
    expected = {
        "gemiddelde": sum(shares) / len(shares),
        "som": F(sum(got for got, _ in points)) / sum(most for _, most in points),
    }
    assert score(lijst, antwoorden(lijst, given), DAG).totaal.score == expected[methode]


def with_unscored(doc: Doc) -> Doc:
    """Put an unscored question of each kind in front of every group."""
    changed = put(doc, ("titel",), doc["titel"])
    number = iter(range(10_000))

    def add(group: Doc) -> None:
        at = next(number)
        group["vragen"] = [keuze(f"xk{at}", JA_NEE), getal(f"xg{at}"), tekst(f"xt{at}"), *group["vragen"]]
        for below in group.get("onderwerpen", []):
            add(below)

    for one_pillar in changed["pijlers"]:
        add(one_pillar)
    return changed


def test_unscored_kinds_are_counted_too():
    lijst = lees(with_unscored(document(pijler("P", vraag("a")))))
    found = assess(lijst, antwoorden(lijst, {"a": 2, "xg0": 7}, "gemeente", "volledig"), DAG).scores
    assert found.totaal.aantallen["beantwoord"] == found.pijlers["P"].aantallen["beantwoord"] == 2
    assert sum(found.totaal.aantallen.values()) == 4


def numbers(deel: Uitslag | Blad) -> tuple[Any, ...]:
    """Return every number of a sum, down to its questions."""
    if isinstance(deel, Blad):
        return deel.vraag.id, deel.toestand, deel.geteld, deel.keuze
    ends = (deel.id, deel.laag, deel.score, deel.hoog, deel.gewichten, deel.niveau, deel.plafond)
    return (*ends, *(numbers(below) for below in deel.delen))


@few(40)
@given(gevallen(), st.sampled_from([None, "weet_niet", "full"]))
def test_unscored_kinds_change_no_score_no_band_and_no_plan(case, extra):
    doc, given, soort, diepte = case
    plain, more = lees(doc), lees(with_unscored(doc))
    assert check(more) == []
    added: dict[str, Any] = {}
    if extra is not None:
        full = {"xk": "ja", "xg": 3, "xt": "x"}
        added = {name: full[name[:2]] if extra == "full" else extra for name in more.plek if name not in plain.plek}
    one_of, other = (assess(lijst, antwoorden(lijst, answers, soort, diepte), DAG)
                     for lijst, answers in ((plain, given), (more, {**given, **added})))  # fmt: skip
    assert numbers(other.scores.totaal) == numbers(one_of.scores.totaal)
    for room in ("sporen", "pijlers"):
        found, expected = getattr(other.scores, room), getattr(one_of.scores, room)
        assert {name: numbers(each) for name, each in found.items()} == {
            name: numbers(each) for name, each in expected.items()
        }
    assert other.plan.regels == one_of.plan.regels


def test_a_pillar_with_nothing_that_scores_has_no_score_and_is_left_out():
    lijst = lees(document(pijler("P", vraag("s")), pijler("Q", getal("g"), tekst("t"), keuze("k", JA_NEE))))
    result = score(lijst, antwoorden(lijst, {"s": 2, "g": 3, "t": "x", "k": "ja"}), DAG)
    empty = result.pijlers["Q"]
    assert (empty.laag, empty.score, empty.hoog, empty.niveau) == (None,) * 4
    assert result.totaal.score == F(1, 2)


def test_a_number_is_never_too_old():
    """Ageing is for the highest level of a scale; 4 hours are 4 hours."""
    doc = {**document(pijler("P", vraag("s"), getal("g"))), "veroudering": [{"maanden": 12, "niveau": 3}]}
    lijst = lees(doc)
    beoordeling = assess(lijst, antwoorden(lijst, {"s": 2, "g": 4}), DAG)
    assert beoordeling.scores.bladen["g"].waarom == ""
    assert beoordeling.meldingen == ()


def test_every_kind_is_part_of_the_interview():
    lijst = lees(ALLES)
    given = {"s": 1, "k": "ja", "g": "weet_niet", "w": 3, "t": {"waarde": "nvt", "reden": "x"}}
    gesprek = begin(lijst, antwoorden(lijst, given))
    assert [plek.vraag.id for plek in gesprek.gesteld] == list("skpgwt")
    assert (gesprek.positie, gesprek.voortgang().gedaan, gesprek.voortgang().totaal) == ("p", 5, 6)


# -- a condition on a number ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (9, "niet_gesteld"), (9.999, "niet_gesteld"), (10, "open"), ("10,5", "open"), (20, "open"),
        (20.001, "niet_gesteld"), ("weet_niet", "niet_gesteld"), ({"waarde": "nvt", "reden": "x"}, "niet_gesteld"),
        (None, "niet_gesteld"),
    ],
)  # fmt: skip
def test_a_follow_up_on_a_number(value, state):
    als = [{"vraag": "g", "minstens": 10, "hoogstens": 20}]
    lijst = lees(
        document(pijler("P", getal("g"), vraag("s", als=als), tekst("t", als=[{"vraag": "s", "minstens": 1}])))
    )
    assert check(lijst) == []
    found = toestanden(lijst, fit(lijst, antwoorden(lijst, {} if value is None else {"g": value}))[0])
    assert found["s"] == state
    assert found["t"] == "niet_gesteld"


# -- what a questionnaire may not say -------------------------------------------------------------------------------

Q = ("pijlers", 0, "vragen", 0)
NIVEAUS = dict.fromkeys(range(5), "x")


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        (getal("g", niveaus=NIVEAUS), "hoort-bij-schaal", Q),
        (tekst("t", kritiek="ja"), "hoort-bij-schaal", Q),
        (keuze("k", JA_NEE, kritiek="ja"), "hoort-bij-schaal", Q),
        (keuze("k", JA_NEE, niveaus=NIVEAUS), "hoort-bij-schaal", Q),
        (getal("g", minstens=3, hoogstens=2), "bereik-omgekeerd", Q),
        (keuze("k", []), "keuzes", Q),
        (keuze("k", JA_NEE[:1]), "keuzes", Q),
        (getal("g", keuzes=JA_NEE), "keuzes", Q),
        (tekst("t", keuzes=JA_NEE), "keuzes", Q),
        (keuze("k", [*JA_NEE, JA_NEE[0]]), "dubbel-id", (*Q, "keuzes", 2, "id")),
        *(
            (keuze("k", [*JA_NEE, {"id": name, "tekst": "x"}]), "keuze-id", (*Q, "keuzes", 2, "id"))
            for name in ("nvt", "weet_niet", "weet-niet", "n.v.t", "NVT", "1", "007", "Ja")  # read as something else
        ),
        (keuze("k", [*PUNTEN, {"id": "x", "tekst": "x"}]), "punten-onvolledig", (*Q, "keuzes")),
        (keuze("k", [{**each, "punten": 0} for each in JA_NEE]), "punten-onvolledig", (*Q, "keuzes")),
        ({**vraag("s"), "niveaus": {}}, "niveau-ontbreekt", (*Q, "niveaus")),
    ],
)  # fmt: skip
def test_each_wrong_combination_is_named_at_its_place(wrong, code, where):
    assert [(fault.code, fault.path) for fault in check(lees(document(pijler("P", wrong))))] == [(code, where)]


@pytest.mark.parametrize(
    "right", [getal("g", minstens=3, hoogstens=3), keuze("k", JA_NEE), keuze("k", PUNTEN), tekst("t")]
)
def test_the_near_misses_are_right(right):
    assert check(lees(document(pijler("P", right)))) == []


@pytest.mark.parametrize(
    ("als", "earlier", "code", "where"),
    [
        ({"vraag": "k"}, keuze("k", JA_NEE), "voorwaarde-onmogelijk", (*Q[:3], 1, "als", 0, "vraag")),
        ({"vraag": "t"}, tekst("t"), "voorwaarde-onmogelijk", (*Q[:3], 1, "als", 0, "vraag")),
        ({"vraag": "g", "minstens": 10}, getal("g", hoogstens=9), "voorwaarde-onmogelijk", (*Q[:3], 1, "als", 0)),
        ({"vraag": "s", "minstens": 5}, vraag("s"), "voorwaarde-onmogelijk", (*Q[:3], 1, "als", 0)),
    ],
)
def test_a_condition_that_no_answer_can_meet(als, earlier, code, where):
    found = check(lees(document(pijler("P", earlier, vraag("v", als=[als])))))
    assert [(fault.code, fault.path) for fault in found] == [(code, where)]
    met = {"vraag": "g", "minstens": 9}
    assert check(lees(document(pijler("P", getal("g", hoogstens=9), vraag("v", als=[met]))))) == []


def test_groups_of_unscored_questions_take_no_part_in_a_sum():
    inner = groep("P.1", getal("g"), tekst("t"))
    lijst: Vragenlijst = lees(document(pijler("P", vraag("s"), onderwerpen=[inner], methode="minimum")))
    assert score(lijst, antwoorden(lijst, {"s": 3}), DAG).totaal.score == F(3, 4)
