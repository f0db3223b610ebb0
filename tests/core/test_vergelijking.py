"""Two versions side by side: each kind of difference, and that its consequence is what the upgrade really does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Organisatie, new
from bcm_check.core.errors import ContentRejected
from bcm_check.core.migratie import upgrade
from bcm_check.core.toetsing import check
from bcm_check.core.vergelijking import Verschil, broken, compare, meaning, released
from bcm_check.core.vragenlijst import Vragenlijst

from .lists import Doc, document, few, groep, lees, pijler, vraag, vragen_van
from .test_toetsing import put

DOELGROEPEN = [{"id": name, "naam": name} for name in ("gemeente", "zorg")]
DIEPTES = [{"id": name, "naam": name, "minuten": 9} for name in ("snel", "volledig")]
KEUZES = [{"id": name, "tekst": name.title(), "punten": at} for at, name in enumerate(("nee", "deels", "ja"))]

OUD = document(
    pijler(
        "P",
        vraag("a", waarom="Daarom."),
        {"id": "k", "titel": "k", "vraag": "Wat kiest u?", "soort": "keuze", "keuzes": KEUZES},
        {"id": "g", "titel": "g", "vraag": "Hoeveel?", "soort": "getal", "hoogstens": 90, "eenheid": "uur"},
        {"id": "t", "titel": "t", "vraag": "Wie?", "soort": "tekst"},
        onderwerpen=[groep("P.1", vraag("b")), groep("P.2", vraag("c"))],
    ),
    doelgroepen=DOELGROEPEN,
    dieptes=DIEPTES,
)
NIEUW = {**OUD, "versie": "2"}
A, K, G, T = (("pijlers", 0, "vragen", at) for at in range(4))
BLIJFT, MEE, WEG = "het antwoord blijft", "het antwoord gaat mee", "het antwoord gaat naar het archief"
REST = f"{BLIJFT}; wat niet meer past, gaat naar het archief"
OPNIEUW = "de vraag wordt opnieuw gesteld; het antwoord gaat naar het archief"
OMGEZET = "het niveau wordt omgezet volgens `migraties`"
SCORES = f"{BLIJFT}; de scores veranderen"
GESTELD = "de vraag telt mee waar zij wordt gesteld"
PUBLIEK = f"{BLIJFT}; {GESTELD}"


def stap(soort: str, name: str, **more: Any) -> Doc:
    return {"versie": "2", "soort": soort, "vraag": name, **more}


def found(nieuw: Doc, *stappen: Doc) -> list[tuple[str, str, str]]:
    """Return id, kind and consequence of each difference with the old list."""
    after = lees({**nieuw, "migraties": list(stappen)})
    assert check(after) == []
    return [(each.vraag, each.soort, each.gevolg) for each in compare(lees(OUD), after)]


def test_the_same_list_has_no_differences():
    assert compare(lees(OUD), lees(OUD)) == compare(lees(OUD), lees(NIEUW)) == []


def test_a_difference_reads_as_a_sentence():
    changed = put(NIEUW, (*A, "niveaus", 3), "Anders.")
    (verschil,) = compare(lees(OUD), lees(changed))
    assert verschil == Verschil("a", "niveaus", "niveau 3 luidt anders", BLIJFT)
    changed = put(changed, (*A, "niveaus", 1), "Ook anders.")
    assert compare(lees(OUD), lees(changed))[0].tekst == "niveau 1, 3 luidt anders"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ((*A, "niveaus", 3), "Anders.", ("a", "niveaus", BLIJFT)),
        ((*A, "vraag"), "Anders?", ("a", "tekst", BLIJFT)),
        ((*A, "titel"), "Anders", ("a", "tekst", BLIJFT)),
        ((*A, "waarom"), "Om iets anders.", ("a", "tekst", BLIJFT)),
        ((*A, "telt_ook_in"), ["P.1"], ("a", "plaats", SCORES)),
        ((*A, "gewicht"), "2", ("a", "telling", SCORES)),
        ((*A, "kritiek"), "ja", ("a", "telling", SCORES)),
        ((*A, "diepte"), "volledig", ("a", "publiek", PUBLIEK)),
        ((*A, "diepte_voor"), {"zorg": "volledig"}, ("a", "publiek", PUBLIEK)),
        ((*K, "als"), [{"vraag": "a", "minstens": 2}], ("k", "publiek", PUBLIEK)),
        ((*A, "voor"), ["gemeente", "zorg"], ("a", "publiek", PUBLIEK)),
        ((*A, "voor"), ["zorg"], ("a", "publiek",
         f"{BLIJFT}; bij wie de vraag niet meer krijgt, gaat het naar het archief; {GESTELD}")),
        ((*G, "hoogstens"), 91, ("g", "antwoord", BLIJFT)),
        ((*G, "hoogstens"), 89, ("g", "antwoord", REST)),
        ((*G, "minstens"), 1, ("g", "antwoord", REST)),
        ((*G, "eenheid"), "dagen", ("g", "antwoord", BLIJFT)),
        ((*K, "keuzes", 1, "tekst"), "Half", ("k", "antwoord", BLIJFT)),
        ((*K, "keuzes", 1, "id"), "half", ("k", "antwoord", REST)),
        ((*K, "keuzes", 1, "punten"), "1/2", ("k", "telling", SCORES)),
        ((*T, "vraag"), "Wie dan?", ("t", "tekst", BLIJFT)),
    ],
)  # fmt: skip
def test_each_change_of_a_question_with_its_consequence(path, value, expected):
    assert expected in found(put(NIEUW, path, value))
    assert {name for name, _, _ in found(put(NIEUW, path, value))} == {expected[0]}


def test_a_question_that_moved_to_another_group():
    moved = put(put(NIEUW, ("pijlers", 0, "onderwerpen", 0, "vragen"), []), (*A[:3], 4), vraag("b"))
    assert found(moved) == [("b", "plaats", SCORES)]


def test_another_order_of_the_questions_is_no_difference():
    turned = put(NIEUW, ("pijlers", 0, "vragen"), OUD["pijlers"][0]["vragen"][::-1])
    assert found(turned) == []


def test_a_new_question_and_one_that_is_gone():
    nieuw = put(NIEUW, A, vraag("nieuw"))
    expected = [("a", "weg", WEG), ("nieuw", "nieuw", "de vraag staat open")]
    assert found(nieuw) == found(nieuw, stap("vervallen", "a")) == expected


def test_a_rename_with_and_without_other_texts():
    nieuw = put(NIEUW, (*A, "id"), "nieuw")
    assert found(nieuw, stap("hernoem", "a", naar="nieuw")) == [("a", "hernoemd", MEE)]
    nieuw = put(nieuw, (*A, "niveaus", 3), "Anders.")
    assert found(nieuw, stap("hernoem", "a", naar="nieuw")) == [("a", "hernoemd", MEE), ("nieuw", "niveaus", MEE)]


def test_a_rename_over_two_versions_is_followed_to_its_end():
    nieuw = {**put(NIEUW, (*A, "id"), "nieuw"), "versie": "3"}
    steps = [stap("hernoem", "a", naar="tussen"), {**stap("hernoem", "tussen", naar="nieuw"), "versie": "3"}]
    assert found(nieuw, *steps) == [("a", "hernoemd", MEE)]


def test_a_rename_of_a_version_before_the_old_one_says_nothing():
    assert found(NIEUW, {**stap("hernoem", "z", naar="a"), "versie": "1"}) == []


def test_steps_without_another_text_are_told_too():
    assert found(NIEUW, stap("herbevestig", "a")) == [("a", "antwoord", OPNIEUW)]
    assert found(NIEUW, stap("vervallen", "a")) == [("a", "antwoord", WEG)]
    assert found(NIEUW, stap("antwoorden", "a", niveaus={1: 2})) == [("a", "antwoord", OMGEZET)]
    assert found(NIEUW, stap("antwoorden", "a", niveaus={1: 1})) == []


def test_other_levels_with_the_step_that_goes_with_them():
    nieuw = put(NIEUW, (*A, "niveaus", 3), "Anders.")
    assert found(nieuw, stap("herbevestig", "a")) == [("a", "niveaus", OPNIEUW)]
    assert found(nieuw, stap("antwoorden", "a", niveaus={3: 2})) == [("a", "niveaus", OMGEZET)]


def test_another_kind_of_answer_archives_what_does_not_fit():
    nieuw = put(
        NIEUW, A, {"id": "a", "titel": "a", "vraag": "Hoeveel?", "soort": "getal", "minstens": 2, "waarom": "x"}
    )
    assert ("a", "antwoord", REST) in found(nieuw)


def test_a_question_that_is_for_nobody_of_the_old_kinds_any_more():
    oud = put(OUD, (*A, "voor"), ["gemeente"])
    nieuw = put(NIEUW, (*A, "voor"), ["zorg"])
    (verschil,) = compare(lees(oud), lees(nieuw))
    assert (verschil.soort, verschil.gevolg) == ("publiek", f"{WEG}; {GESTELD}")


def test_the_newer_version_must_come_second():
    with pytest.raises(ContentRejected):
        compare(lees(NIEUW), lees(OUD))


# -- the law: what is told is what happens --------------------------------------------------------------------------

IDS = ("a", "b", "c", "d")


def _kind(draw: st.DrawFn, name: str) -> Doc:
    soort = draw(st.sampled_from(["schaal", "schaal", "keuze", "getal", "tekst"]))
    voor = draw(st.sampled_from([[], [], ["gemeente"], ["zorg"], ["gemeente", "zorg"]]))
    if soort == "schaal":
        return vraag(name, voor=voor, gewicht=draw(st.sampled_from(["1", "2"])))
    more: Doc = {"id": name, "titel": name, "vraag": "Hoe?", "soort": soort, "voor": voor}
    if soort == "keuze":
        names = draw(st.lists(st.sampled_from(["x", "y", "z"]), min_size=2, max_size=3, unique=True))
        more["keuzes"] = [{"id": each, "tekst": each} for each in names]
    if soort == "getal":
        low = draw(st.integers(0, 3))
        more |= {"minstens": low, "hoogstens": draw(st.integers(low, 5))}
    return more


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Vragenlijst, Vragenlijst]:
    """Draw two versions of a small list, with steps between them."""
    old, new = (draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)) for _ in range(2))
    before = [_kind(draw, name) for name in old]
    same = {one["id"]: one for one in before}
    after = [same[name] if name in same and draw(st.booleans()) else _kind(draw, name) for name in new]
    steps = draw(
        st.lists(
            st.builds(
                lambda soort, name, naar, versie, niveaus: {
                    **stap(soort, name, naar=naar, niveaus=niveaus), "versie": versie
                },
                st.sampled_from(["hernoem", "vervallen", "antwoorden", "herbevestig"]),
                st.sampled_from(IDS),
                st.sampled_from(IDS),
                st.sampled_from(["1", "2", "3"]),
                st.dictionaries(st.integers(0, 4), st.integers(0, 4), max_size=3),
            ),
            max_size=3,
        )
    )  # fmt: skip
    head = {"doelgroepen": DOELGROEPEN, "dieptes": DIEPTES}
    return (
        lees(document(pijler("P", *before), **head)),
        lees({**document(pijler("P", *after), **head), "versie": "3", "migraties": steps}),
    )


def every_answer(one: Doc) -> list[Any]:
    """Return every value that a question can be answered with."""
    values: dict[str, list[Any]] = {
        "schaal": [0, 1, 2, 3, 4],
        "keuze": [each["id"] for each in one["keuzes"]],
        "getal": list(range(one["minstens"], min(one["hoogstens"], 9) + 1)),
        "tekst": ["Iemand.", "3", "x"],
    }
    return [*values[one["soort"]], "weet_niet"]


def happens(oud: Vragenlijst, nieuw: Vragenlijst, one: Doc, kind: str, value: Any) -> tuple[str, str]:
    """Do the real upgrade of one answer and say in one word what became of it, and under which id."""
    given = new(oud, Organisatie(naam="x", type=kind), "volledig").met(one["id"], Antwoord(waarde=value))
    after, verslag = upgrade(nieuw, given)
    if verslag.te_bevestigen:
        return "opnieuw", ""
    if not after.antwoorden:
        return "archief", ""
    ((name, antwoord),) = after.antwoorden.items()
    return ("blijft" if antwoord.waarde == given.antwoorden[one["id"]].waarde else "omgezet"), name


@few(250)
@given(pairs())
def test_what_is_told_is_what_the_upgrade_does(pair):
    oud, nieuw = pair
    told: dict[str, list[Verschil]] = {}
    for each in compare(oud, nieuw):
        told.setdefault(each.vraag, []).append(each)
    for one in vragen_van(oud.model_dump(mode="json")):
        kinds = [kind for kind in ("gemeente", "zorg") if not one["voor"] or kind in one["voor"]]
        fates = {kind: [happens(oud, nieuw, one, kind, value) for value in every_answer(one)] for kind in kinds}
        ends = {name for rows in fates.values() for _, name in rows if name}
        words = {word for rows in fates.values() for word, _ in rows}
        renamed = [each for each in told.get(one["id"], []) if each.soort == "hernoemd"]
        about = renamed or told.get(one["id"], [])
        effects = " ".join(each.gevolg for each in about)
        if words == {"blijft"} and ends == {one["id"]}:
            assert "archief" not in effects
            assert "opnieuw" not in effects
            continue
        assert about, (one["id"], fates)  # whatever is not simply kept is told
        assert bool(ends - {one["id"]}) <= bool(renamed)
        assert ("omgezet" in words) <= ("omgezet" in effects)
        assert ("opnieuw" in words) is ("opnieuw gesteld" in effects)
        if "archief" in words:
            assert "archief" in effects
        if words == {"archief"}:
            assert effects.startswith(WEG)


@few(100)
@given(pairs())
def test_every_question_of_both_versions_is_accounted_for(pair):
    oud, nieuw = pair
    found = compare(oud, nieuw)
    gone = {each.vraag for each in found if each.soort in ("weg", "hernoemd")}
    assert {name for name in oud.plek if name not in nieuw.plek} <= gone
    fresh = {each.vraag for each in found if each.soort == "nieuw"}
    assert fresh <= {name for name in nieuw.plek if name not in oud.plek}


# -- what has been released -----------------------------------------------------------------------------------------


def test_the_mark_of_a_question_changes_with_its_levels_and_with_nothing_else():
    before = lees(OUD).plek["a"]
    assert meaning(before) == meaning(lees(put(OUD, (*A, "vraag"), "Anders?")).plek["a"])
    assert meaning(before) != meaning(lees(put(OUD, (*A, "niveaus", 3), "Anders.")).plek["a"])
    swapped = {0: "Niveau 1.", 1: "Niveau 0.", **{level: f"Niveau {level}." for level in (2, 3, 4)}}
    assert meaning(before) != meaning(lees(put(OUD, (*A, "niveaus"), swapped)).plek["a"])


def test_a_release_fixes_every_id():
    assert list(released(lees(OUD))) == [one["id"] for one in vragen_van(OUD)]


@pytest.mark.parametrize(
    ("step", "whole"),
    [
        (stap("hernoem", "weg", naar="a"), True),
        (stap("vervallen", "weg"), True),
        (stap("herbevestig", "weg"), False),  # this does not say where its answers go
        (stap("antwoorden", "weg", niveaus={1: 2}), False),
        (stap("vervallen", "iets-anders"), False),
    ],
)
def test_a_released_id_may_only_leave_with_a_step(step, whole):
    marks = {**released(lees(OUD)), "weg": "0123456789ab"}
    after = lees({**NIEUW, "migraties": [step]})
    assert broken(after, released(lees(OUD)), "1") == []
    found = [(fault.code, fault.path, fault.tekst) for fault in broken(after, marks, "1")]
    assert found == ([] if whole else [
        ("uitgegeven-weg", ("migraties",),
         "Vraag weg is uitgegeven en staat niet meer in de lijst; zet haar in `migraties`.")
    ])  # fmt: skip


def test_a_released_meaning_may_only_change_with_the_version():
    changed, marks = put(OUD, (*A, "niveaus", 3), "Anders."), released(lees(OUD))
    versie = OUD["versie"]
    assert [(fault.code, fault.path, fault.tekst) for fault in broken(lees(changed), marks, versie)] == [
        (
            "uitgegeven-anders",
            A,
            f"Vraag a zegt iets anders dan in de uitgegeven versie {versie}; geef de vragenlijst een nieuwe versie.",
        )
    ]
    assert broken(lees(OUD), marks, versie) == []
    assert broken(lees({**changed, "versie": "2"}), marks, versie) == []
    assert broken(lees(changed), {}, "") == []  # never released
    added = put(OUD, ("pijlers", 0, "vragen", 4), vraag("nieuw"))
    assert broken(lees(added), marks, versie) == []  # a new question promises nothing yet
