"""The cross-checks: for each fault one small questionnaire, found with its place."""

import copy
from typing import Any

import pytest
from hypothesis import given

from bcm_check.core import toetsing, vragenlijst
from bcm_check.core.errors import (
    BcmError,
    ChangedUnderneath,
    ContentRejected,
    Fault,
    FileTrouble,
    WrongUse,
)
from bcm_check.core.toetsing import MAX_VRAGEN, check, near
from bcm_check.core.vragenlijst import Vragenlijst

from .lists import Doc, document, documenten, few, groep, lees, maatregel, pijler, vraag

GOED = document(
    pijler(
        "P1",
        vraag(
            "P1.0",
            voor=["gemeente"],
            diepte="snel",
            diepte_voor={"gemeente": "volledig"},
            voorbeelden={"gemeente": "Het gemeentehuis."},
            bronnen=[{"bron": "S00", "plaats": "bijlage 1"}],
            maatregelen=[{"id": "M1", "naar": 3}],
            telt_ook_in=["P1.1"],
        ),
        spoor="S1",
        onderwerpen=[groep("P1.1", vraag("P1.1.1", als=[{"vraag": "P1.0", "minstens": 2}]))],
    ),
    sporen=[{"id": "S1", "naam": "Spoor"}],
    doelgroepen=[{"id": "gemeente", "naam": "Gemeente"}],
    dieptes=[{"id": name, "naam": name, "minuten": 9} for name in ("snel", "volledig")],
    profielen=[{"id": "drenthe", "naam": "Drenthe", "gewichten": {"P1": 2}}],
    knock_out={"onder": 2, "plafond": 1},
    bronnen=[{"id": "S00", "naam": "Plan van aanpak", "soort": "plan"}],
    actielijnen=[{"id": "AL1", "naam": "Actielijn"}],
    maatregelen=[
        maatregel("M1", actielijn="AL1"),
        maatregel("M2", vereist=["M1"]),
        maatregel("M3", vereist=["M1", "M2"]),
    ],
)
VRAAG = ("pijlers", 0, "vragen", 0)


def put(doc: Doc, path: tuple[str | int, ...], value: Any) -> Doc:
    """Return a copy of a document with one thing changed."""
    changed = copy.deepcopy(doc)
    at: Any = changed
    for part in path[:-1]:
        at = at[part]
    if isinstance(at, list) and path[-1] == len(at):
        at.append(value)
    else:
        at[path[-1]] = value
    return changed


def test_a_sound_questionnaire_has_no_faults():
    assert check(lees(GOED)) == []


@few(40)
@given(documenten())
def test_what_is_drawn_for_the_other_tests_is_sound(doc):
    assert check(lees(doc)) == []


@pytest.mark.parametrize(
    ("path", "value", "code", "where", "text"),
    [
        (("pijlers", 0, "vragen", 1), vraag("p1.1.1"), "dubbel-id",
         ("pijlers", 0, "onderwerpen", 0, "vragen", 0, "id"), 'Het id "P1.1.1" is al gebruikt'),
        (("pijlers", 0, "onderwerpen", 1), groep("s1"), "dubbel-id", ("pijlers", 0, "onderwerpen", 1, "id"),
         'Het id "s1"'),
        (("maatregelen", 2, "id"), "m1", "dubbel-id", ("maatregelen", 2, "id"), 'Het id "m1"'),
        (("doelgroepen", 1), {"id": "Gemeente", "naam": "x"}, "dubbel-id", ("doelgroepen", 1, "id"),
         'Het id "Gemeente"'),
        (("pijlers", 0, "onderwerpen", 1), groep("Totaal"), "voorbehouden-id", ("pijlers", 0, "onderwerpen", 1, "id"),
         'Het id "totaal" is al van de tool zelf.'),
        (("knock_out", "plafond"), 2, "knock-out-zinloos", ("knock_out",), "`plafond` moet lager zijn"),
        (("knock_out", "onder"), 5, "niveau-onbekend", ("knock_out", "onder"), "Niveau 5 staat niet op de schaal."),
        (("veroudering",), [{"maanden": 12, "niveau": 4}, {"maanden": 24, "niveau": 5}], "niveau-onbekend",
         ("veroudering", 1, "niveau"), "Niveau 5 staat niet op de schaal."),
        (("profielen", 0, "gewichten"), {"P1": 1, "P2": 1}, "onbekende-verwijzing", ("profielen", 0, "gewichten", "P2"),
         'Pijler "P2" bestaat niet.'),
        (("pijlers", 0, "spoor"), "S9", "onbekende-verwijzing", ("pijlers", 0, "spoor"), 'Spoor "S9" bestaat niet.'),
        ((*VRAAG, "niveaus"), {0: "a", 1: "b", 2: "c", 4: "e"}, "niveau-ontbreekt", (*VRAAG, "niveaus"),
         "Vraag P1.0 mist niveau 3."),
        ((*VRAAG, "niveaus", 5), "f", "niveau-onbekend", (*VRAAG, "niveaus", "5"), "Niveau 5 staat niet op de schaal."),
        ((*VRAAG, "niveaus"), {4: "e", 3: "d", 2: "c", 1: "b", 0: "a"}, "niveau-volgorde", (*VRAAG, "niveaus"),
         "De niveaus van P1.0 staan niet op volgorde"),
        ((*VRAAG, "voor"), ["gemeente", "circus"], "onbekende-verwijzing", (*VRAAG, "voor", 1), 'Doelgroep "circus"'),
        ((*VRAAG, "voorbeelden"), {"gemente": "x"}, "onbekende-verwijzing", (*VRAAG, "voorbeelden", "gemente"),
         'Doelgroep "gemente" bestaat niet. Bedoelt u "gemeente"?'),
        ((*VRAAG, "diepte"), "vol", "onbekende-verwijzing", (*VRAAG, "diepte"), 'Diepte "vol" bestaat niet.'),
        ((*VRAAG, "diepte_voor"), {"zorg": "snel"}, "onbekende-verwijzing", (*VRAAG, "diepte_voor", "zorg"),
         'Doelgroep "zorg"'),
        ((*VRAAG, "diepte_voor"), {"gemeente": "snl"}, "onbekende-verwijzing", (*VRAAG, "diepte_voor", "gemeente"),
         'Diepte "snl" bestaat niet. Bedoelt u "snel"?'),
        ((*VRAAG, "bronnen", 1), {"bron": "S1"}, "onbekende-verwijzing", (*VRAAG, "bronnen", 1, "bron"),
         'Bron "S1" bestaat niet.'),
        ((*VRAAG, "telt_ook_in"), ["P1.9"], "onbekende-verwijzing", (*VRAAG, "telt_ook_in", 0),
         'Onderwerp "P1.9" bestaat niet. Bedoelt u "P1.1"?'),
        ((*VRAAG, "telt_ook_in"), ["P1"], "onbekende-verwijzing", (*VRAAG, "telt_ook_in", 0), 'Onderwerp "P1"'),
        ((*VRAAG, "telt_ook_in"), ["P1.1", "P1.1"], "dubbel-geteld", (*VRAAG, "telt_ook_in", 1),
         "Vraag P1.0 telt al mee in P1.1."),
        (("pijlers", 0, "onderwerpen", 0, "vragen", 0, "telt_ook_in"), ["P1.1"], "dubbel-geteld",
         ("pijlers", 0, "onderwerpen", 0, "vragen", 0, "telt_ook_in", 0), "Vraag P1.1.1 telt al mee in P1.1."),
        ((*VRAAG, "als"), [{"vraag": "P1.00"}], "onbekende-verwijzing", (*VRAAG, "als", 0, "vraag"),
         'Vraag "P1.00" bestaat niet. Bedoelt u "P1.0"?'),
        ((*VRAAG, "als"), [{"vraag": "P1.1.1"}], "voorwaarde-vooruit", (*VRAAG, "als", 0, "vraag"),
         "P1.1.1 staat niet vóór P1.0."),
        ((*VRAAG, "als"), [{"vraag": "P1.0"}], "voorwaarde-vooruit", (*VRAAG, "als", 0, "vraag"),
         "P1.0 staat niet vóór P1.0."),
        (("pijlers", 0, "onderwerpen", 0, "vragen", 0, "als", 0, "minstens"), 5, "voorwaarde-onmogelijk",
         ("pijlers", 0, "onderwerpen", 0, "vragen", 0, "als", 0), "Aan deze voorwaarde kan geen antwoord voldoen."),
        (("pijlers", 0, "onderwerpen", 0, "vragen", 0, "als", 0, "hoogstens"), 1, "voorwaarde-onmogelijk",
         ("pijlers", 0, "onderwerpen", 0, "vragen", 0, "als", 0), "Aan deze voorwaarde"),
        (("maatregelen", 0, "actielijn"), "AL2", "onbekende-verwijzing", ("maatregelen", 0, "actielijn"),
         'Actielijn "AL2"'),
        (("maatregelen", 0, "dagdelen"), "0", "dagdelen-nul", ("maatregelen", 0, "dagdelen"), "Een maatregel kost"),
        (("maatregelen", 0, "kosten"), "1-5", "kosten-onbekend", ("maatregelen", 0, "kosten"), "De kostenklasse loopt"),
        (("maatregelen", 0, "kosten"), "0", "kosten-onbekend", ("maatregelen", 0, "kosten"), "De kostenklasse loopt"),
        (("maatregelen", 1, "vereist"), ["M9"], "onbekende-verwijzing", ("maatregelen", 1, "vereist", 0),
         'Maatregel "M9" bestaat niet.'),
        ((*VRAAG, "maatregelen", 0, "id"), "M7", "onbekende-verwijzing", (*VRAAG, "maatregelen", 0, "id"),
         'Maatregel "M7"'),
        ((*VRAAG, "maatregelen", 0, "naar"), 5, "niveau-onbekend", (*VRAAG, "maatregelen", 0, "naar"), "Niveau 5"),
        (("maatregelen", 0, "vereist"), ["M1"], "vereist-kring", ("maatregelen", 0, "vereist"), "Maatregel M1 wacht"),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_its_place(path, value, code, where, text):
    found = check(lees(put(GOED, path, value)))
    assert [(fault.code, fault.path) for fault in found if fault.code == code][:1] == [(code, where)]
    assert next(fault for fault in found if fault.code == code).tekst.startswith(text)
    assert len([fault for fault in found if fault.code != "vereist-kring"]) <= 1


def test_both_levels_of_the_knock_out_stand_on_the_scale():
    found = check(lees({**GOED, "knock_out": {"onder": 7, "plafond": 6}}))
    assert [(fault.code, fault.path, fault.tekst) for fault in found] == [
        ("niveau-onbekend", ("knock_out", "onder"), "Niveau 7 staat niet op de schaal."),
        ("niveau-onbekend", ("knock_out", "plafond"), "Niveau 6 staat niet op de schaal."),
    ]
    assert check(lees({**GOED, "knock_out": {"onder": 4, "plafond": 3}})) == []


@pytest.mark.parametrize("levels", [[0], [1, 2], [0, 2], [1, 0], [0, 0, 1]])
def test_a_scale_must_rise_without_gaps(levels):
    doc = document(pijler("P", {**vraag("a"), "niveaus": dict.fromkeys(levels, "x")}))
    doc["schaal"] = [{"niveau": level, "naam": "x"} for level in levels]
    found = check(lees(doc))
    assert ("schaal-onvolledig", ("schaal",)) in [(fault.code, fault.path) for fault in found]


def test_measures_that_wait_for_each_other_in_a_circle_are_all_named():
    needs = {"M1": ["M3"], "M2": ["M1"], "M3": ["M2"], "M4": ["M3"], "M5": [], "M6": ["M5"]}
    measures = [maatregel(name, vereist=first) for name, first in needs.items()]
    found = check(lees(document(pijler("P", vraag("a")), maatregelen=measures)))
    assert [fault.path for fault in found] == [("maatregelen", at, "vereist") for at in range(4)]
    assert {fault.code for fault in found} == {"vereist-kring"}


def test_a_list_without_questions():
    found = check(lees(document(pijler("P"))))
    assert [(fault.code, fault.path) for fault in found] == [("geen-vragen", ("pijlers",))]


def nested(depth: int) -> Doc:
    inner = groep("G0", vraag("a"))
    for at in range(1, depth):
        inner = groep(f"G{at}", onderwerpen=[inner])
    return document(pijler("P", onderwerpen=[inner]))


def test_groups_may_lie_eight_deep_and_not_nine():
    assert check(lees(nested(8))) == []
    (fault,) = check(lees(nested(9)))
    assert fault.code == "te-diep"
    assert fault.path == ("pijlers", 0, *("onderwerpen", 0) * 9, "vragen", 0)


def test_more_questions_than_anyone_can_answer(monkeypatch):
    assert MAX_VRAGEN == 10_000
    monkeypatch.setattr(toetsing, "MAX_VRAGEN", 2)
    doc = document(pijler("P", *(vraag(f"v{at}") for at in range(3))))
    assert [fault.tekst for fault in check(lees(doc))] == ["3 vragen; hoogstens 2 in één vragenlijst."]


def geometric(*weights: str, **more: Any) -> Doc:
    vragen = [vraag(f"v{at}", gewicht=weight) for at, weight in enumerate(weights)]
    return document(pijler("P", onderwerpen=[groep("P.1", *vragen, methode="meetkundig")]), **more)


def test_weights_that_would_make_a_root_too_large_are_named():
    assert check(lees(geometric("1", "3/2", "0.25"))) == []
    assert check(lees(geometric("1000", "1000"))) == []
    (fault,) = check(lees(geometric("1/9973", "1/9967", "1/9949")))
    assert (fault.code, fault.path) == ("gewichten-te-fijn", ("pijlers", 0, "onderwerpen", 0, "methode"))
    assert "P.1" in fault.tekst


def test_weights_of_a_profile_are_looked_at_where_pillars_are_multiplied():
    doc = document(pijler("P", vraag("a")), pijler("Q", vraag("b")))
    doc["profielen"] = [{"id": "fijn", "naam": "F", "gewichten": {"P": "1/9973"}}]
    assert check(lees(doc)) == []
    (fault,) = check(lees({**doc, "methode": "meetkundig"}))
    assert (fault.code, fault.path) == ("gewichten-te-fijn", ("profielen", 0, "gewichten"))
    track = {**doc, "sporen": [{"id": "S", "naam": "S", "methode": "meetkundig"}]}
    assert [fault.code for fault in check(lees(track))] == ["gewichten-te-fijn"]


def test_faults_stand_in_a_fixed_order_and_all_come_at_once():
    doc = put(
        put(put(GOED, ("knock_out", "plafond"), 2), ("maatregelen", 0, "kosten"), "9"), ("pijlers", 0, "spoor"), "x"
    )
    assert [fault.code for fault in check(lees(doc))] == [
        "knock-out-zinloos",
        "onbekende-verwijzing",
        "kosten-onbekend",
    ]


@pytest.mark.parametrize("name", ["schaal", "dieptes", "profielen", "pijlers"])
def test_a_list_that_everything_leans_on_is_never_empty(name):
    with pytest.raises(ValueError, match="too_short"):
        Vragenlijst.model_validate({**GOED, name: []})


def test_near_names_one_and_only_what_looks_like_it():
    assert near("gemente", ["zorg", "gemeente"]) == ' Bedoelt u "gemeente"?'
    assert near("xyz", ["zorg", "gemeente"]) == ""
    assert near("x", []) == ""


def test_near_looks_at_the_first_words_in_their_order(monkeypatch):
    monkeypatch.setattr(toetsing, "MAX_NEAR", 2)
    assert near("vraag9", ["vraag7", "vraag1", "vraag9"]) == ' Bedoelt u "vraag7"?'
    assert near("vraag9", dict.fromkeys(["iets", "anders", "vraag9"])) == ""


@pytest.mark.parametrize("path", [("als",), ("telt_ook_in",)])
def test_known_words_are_offered_in_the_order_of_the_document(monkeypatch, path):
    offered: list[list[str]] = []
    monkeypatch.setattr(toetsing, "near", lambda _word, known: offered.append(list(known)) or "")
    names = [f"v{at * 37 % 41}" for at in range(41)]
    doc = document(
        pijler("P", *map(vraag, names), onderwerpen=[groep(f"g{name}", vraag(f"x{name}")) for name in names])
    )
    value = [{"vraag": "weg", "minstens": 1}] if path == ("als",) else ["weg"]
    check(lees(put(doc, ("pijlers", 0, "vragen", 40, *path), value)))
    expected = [*names, *(f"x{name}" for name in names)] if path == ("als",) else [f"g{name}" for name in names]
    assert offered == [expected]


def test_small_lookups_of_a_questionnaire():
    lijst = lees(GOED)
    assert lijst.groepen("P1.0") == ("P1", "P1.1")
    assert lijst.pijlers_van("P1.0") == ("P1",)
    assert (lijst.naam_doelgroep("gemeente"), lijst.naam_doelgroep("circus")) == ("Gemeente", "circus")
    assert [group.id for group in vragenlijst.groups(lijst.pijlers[0])] == ["P1.1"]
    assert lijst.pijlers[0].label == "Pijler P1"
    assert lijst.pijlers[0].model_copy(update={"kort": "Een"}).label == "Een"
    assert lijst.niveaunaam[4] == "Trede 4"
    assert Vragenlijst.model_validate({**GOED, "formaat": "1"}) == lijst
    assert vragenlijst.schema()["title"] == "Vragenlijst"


def test_faults_and_errors_carry_their_contract():
    assert str(Fault("code", "Tekst.", bestand="a.yaml", regel=3, kolom=7)) == "a.yaml:3:7 code Tekst."
    assert str(Fault("code", "Tekst.")) == "code Tekst."
    codes = {error: error.exit_code for error in (BcmError, ContentRejected, WrongUse, FileTrouble, ChangedUnderneath)}
    assert list(codes.values()) == [70, 1, 2, 3, 3]
    fault = Fault("code", "Tekst.")
    assert ContentRejected("Fout.", [fault]).faults == (fault,)
