"""What the run of hours tells one organisation, against a small graph that is worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core.beoordeling import assess
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.plan import MAANDEN, levels_after
from bcm_check.core.tijdlijn import ZWAKSTE, Tijdlijn, alone, cause_words, chances, share, stacked, timeline
from bcm_check.core.verbeteringen import MOST_TRIES, _search, smallest, too_low
from bcm_check.core.verminderd import Stuk, without
from bcm_check.core.vraagstelling import Vraagstelling, one_run, processes_of

from .lists import DAG, antwoorden, document, lees, maatregel, pijler
from .lists import vraag as question

Doc = dict[str, Any]
UUR = 60


def node(name: str, *needs: Doc, **more: Any) -> Doc:
    return {"id": name, "naam": name.title(), "behoeften": list(needs), **more}


def nodig(*names: str, uren: Any = 0, **more: Any) -> Doc:
    return {"een_van": list(names), "uren": uren, **more}


def kaart(name: str, binnen: int, valt: list[str], blijft: list[str]) -> Doc:
    return {"id": name, "tekst": f"Kaart {name}.", "valt": valt, "blijft": blijft, "binnen": binnen}


# On paper. SC takes the grid from hour 0 to 48. Without own measures:
#   stroom   0       (net; the generator is not there)      archief 0 to 48   (net, stroom)
#   mast     2 (0,5 to 3)                                   balie   3 to 48   (net, mast, login), 1 hour after the login
#   login    2                                              wacht   lasts
# With V1 at 3 the generator runs 8 hours on one tank, with V3 at 3 as well 72 hours; V2 at 3 keeps the desk on paper.
GRAAF: Doc = {
    "formaat": 1,
    "id": "proef",
    "versie": "1",
    "titel": "Proef",
    "middelen": [
        node("net"),
        node("mast", nodig("net", uren={"min": 0.5, "verwacht": 2, "max": 3})),
        node(
            "aggregaat",
            nodig("net", uren=8, bij_antwoord=[{"vraag": "V3", "niveau": 3, "uren": 72}]),
            aanwezig={"vraag": "V1", "niveau": 3},
        ),
        node("stroom", nodig("net", "aggregaat")),
        node("login", nodig("mast")),
    ],
    "processen": [
        node(
            "balie",
            nodig("login", uren=1, bij_antwoord=[{"vraag": "V2", "niveau": 3, "uren": 72}]),
            mtpd=24,
            gewicht=2,
        ),
        node("archief", nodig("stroom"), mtpd=100, voor=["gemeente"]),
        node("wacht", gewicht=3),
    ],
    "scenarios": [
        {"id": "SC", "naam": "Uitval", "treft": [{"middel": "net", "van": 0, "tot": 48}]},
        {"id": "LATER", "naam": "Later", "treft": [{"middel": "net", "van": 80}]},
        {"id": "MAST", "naam": "Mast", "treft": [{"middel": "mast", "van": 1, "tot": 3}]},
    ],
    "inzichten": [
        kaart("waar", 4, ["mast"], ["wacht"]),
        kaart("te_vroeg", 1, ["mast"], []),
        kaart("aggregaat_helpt_niet", 4, ["mast"], ["aggregaat"]),
        kaart("balie_blijft", 72, ["mast"], ["balie"]),
    ],
}


def vraag(niveaus: Mapping[str, int] | None = None, *names: str, uren: int = 72, soort: str | None = None, **more: Any):
    ketens = Ketens.model_validate({**GRAAF, **more})
    chosen = tuple(each for each in ketens.scenarios if each.id in (names or ("SC",)))
    return Vraagstelling(ketens, niveaus or {}, soort, chosen, uren * UUR)


def hours(lijn: Tijdlijn, ronde: Any = "verwacht") -> dict[str, float | None]:
    stops = [*lijn.middelen, *(each.stop for each in lijn.processen)]
    return {each.id: None if (at := each.minuut[ronde]) is None else at / UUR for each in stops}


def chains(lijn: Tijdlijn) -> dict[str, tuple[str, ...]]:
    return {each.proces.id: each.stop.keten for each in lijn.processen}


def test_the_hours_of_each_round_on_paper() -> None:
    lijn = timeline(vraag())
    usual = {"net": 0, "mast": 2, "stroom": 0, "login": 2, "balie": 3, "archief": 0, "wacht": None}
    assert hours(lijn) == usual
    assert hours(lijn, "pessimistisch") == {**usual, "mast": 0.5, "login": 0.5, "balie": 1.5}
    assert hours(lijn, "optimistisch") == {**usual, "mast": 3, "login": 3, "balie": 4}


def test_a_chain_begins_at_what_was_lost_and_not_at_a_provision_that_never_was() -> None:
    lijn = timeline(vraag())
    assert chains(lijn) == {
        "balie": ("net", "mast", "login", "balie"),
        "archief": ("net", "stroom", "archief"),
        "wacht": (),
    }
    assert "aggregaat" not in hours(lijn)
    assert cause_words(vraag().ketens, lijn.processen[0].stop) == "Net → Mast → Login → Balie"


def test_a_provision_that_is_there_is_the_cause_when_it_gives_out_last() -> None:
    lijn = timeline(vraag({"V1": 3}))
    assert hours(lijn)["archief"] == hours(lijn)["aggregaat"] == 8
    assert chains(lijn)["archief"] == ("net", "aggregaat", "stroom", "archief")


def test_how_long_and_how_much_too_long() -> None:
    balie, archief, wacht = timeline(vraag()).processen
    assert [each.stukken for each in (balie, archief, wacht)] == [((3 * UUR, 48 * UUR),), ((0, 48 * UUR),), ()]
    assert [each.haalt for each in (balie, archief, wacht)] == [False, False, True]
    assert (balie.tekort, archief.tekort, wacht.tekort) == (21 * UUR, 0, None)


# On paper. The grid is gone from hour 2 to 20. The desk needs computers or paper, limps without light, and stops when
# the paper (24 hours, of which 18 are used) is not the matter but the lamp oil (12 hours) is: 14 to 20.
#   computers  2 to 20      licht  limps 2 to 20 (a need that only hinders)
#   balie      runs on paper from 2 (at 40%), limps 2 to 14, stops 14 to 20, and is itself again after that
LIMPT: Doc = {
    "formaat": 1,
    "id": "limpt",
    "versie": "1",
    "titel": "Limpt",
    "middelen": [
        node("net"),
        node("computers", nodig("net")),
        node(
            "papier",
            nodig("computers", uren=24, bij_antwoord=[{"vraag": "V1", "niveau": 4, "uren": 72}]),
            aanwezig={"vraag": "V1", "niveau": 3},
            alternatief={"aandeel": 40},
        ),
        node("licht", nodig("net", soort="verminderd")),
    ],
    "processen": [
        node("balie", nodig("computers", "papier"), nodig("licht"), nodig("net", uren=12), mtpd=4),
        node("loket", nodig("licht")),
    ],
    "scenarios": [{"id": "SC", "naam": "Net weg", "treft": [{"middel": "net", "van": 2, "tot": 20}]}],
}


def limping(niveaus: Mapping[str, int], beproefd: Mapping[str, date] | None = None, uren: int = 72) -> dict[str, Any]:
    ketens = Ketens.model_validate(LIMPT)
    found = timeline(Vraagstelling(ketens, niveaus, None, ketens.scenarios, uren * UUR, None, beproefd or {}))
    return {each.proces.id: each for each in found.processen}


def test_what_limps_and_what_carries_it_on_paper() -> None:
    day = date(2026, 5, 1)
    found = limping({"V1": 3}, {"V1": day})
    balie, loket = found["balie"], found["loket"]
    assert balie.stukken == ((14 * UUR, 20 * UUR),)
    assert balie.verminderd.stukken == ((2 * UUR, 14 * UUR),)
    assert balie.verminderd.dragers == (("papier", 2 * UUR, 40, day, True),)
    assert balie.verminderd.keten == ("net", "computers", "balie")
    assert (loket.stukken, loket.verminderd.stukken, loket.haalt) == ((), ((2 * UUR, 20 * UUR),), True)
    assert (loket.verminderd.dragers, loket.verminderd.keten) == ((), ("net", "licht", "loket"))


def test_without_an_alternative_it_stops_and_does_not_limp() -> None:
    balie = limping({"V1": 2})["balie"]
    assert (balie.stukken, balie.verminderd.stukken, balie.verminderd.dragers) == (((2 * UUR, 20 * UUR),), (), ())


def test_an_alternative_that_was_not_tried_counts_for_less() -> None:
    """The grid stays away: paper that was never tried carries a day, paper that was tried the whole run."""
    tried, untried = (
        timeline(
            Vraagstelling(
                Ketens.model_validate(
                    {
                        **LIMPT,
                        "processen": [node("balie", nodig("computers", "papier"))],
                        "scenarios": [{"id": "SC", "naam": "Net weg", "treft": [{"middel": "net", "van": 2}]}],
                    }
                ),
                {"V1": level},
                None,
                (Scenario.model_validate({"id": "SC", "naam": "Net weg", "treft": [{"middel": "net", "van": 2}]}),),
                72 * UUR,
            )
        ).processen[0]
        for level in (4, 3)
    )
    assert (tried.stukken, tried.verminderd.stukken) == ((), ((2 * UUR, None),))
    assert (untried.stukken, untried.verminderd.stukken) == (((26 * UUR, None),), ((2 * UUR, 26 * UUR),))
    assert untried.verminderd.dragers[0].beproefd is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=5), st.data())
def test_stretches_without_others(parts: list[tuple[int, int]], data: st.DataObject) -> None:
    """Against a second sum: minute by minute."""
    other = data.draw(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=5))

    def apart(pairs: list[tuple[int, int]]) -> list[Stuk]:
        found: list[Stuk] = []
        for van, length in sorted(pairs):
            if not found or (found[-1].tot or 100) < van:
                found.append(Stuk(van, van + length if van + length < 100 else None))
        return found

    def minutes(stukken: Iterable[Stuk]) -> set[int]:
        return {at for van, tot in stukken for at in range(van, 100 if tot is None else tot)}

    some, others = apart(parts), apart(other)
    found = list(without(some, others, 100))
    assert minutes(found) == minutes(some) - minutes(others)
    assert all(stuk.tot is None or stuk.van < stuk.tot for stuk in found)


def test_an_outage_that_outlasts_the_run_counts_to_its_end() -> None:
    balie = timeline(vraag(uren=24)).processen[0]
    assert (balie.stukken, balie.tekort) == (((3 * UUR, None),), 0)


def test_share_and_median_by_weight_and_by_process() -> None:
    lijn = timeline(vraag())
    assert (lijn.aandeel, lijn.mediaan) == ((3, 6), 3 * UUR)
    assert share(vraag()) == (lijn.aandeel, (1, 3), lijn.mediaan)
    better = timeline(vraag({"V2": 3}))
    assert (better.aandeel, better.mediaan) == ((5, 6), None)


def test_a_kind_has_its_own_processes() -> None:
    lijn = timeline(vraag(soort="mkb"))
    assert list(chains(lijn)) == ["balie", "wacht"]
    assert (lijn.aandeel, lijn.mediaan) == ((3, 5), 3 * UUR)
    assert [p.id for p in processes_of(vraag(soort="gemeente"))] == ["balie", "archief", "wacht"]


def test_the_weakest_links_on_paper() -> None:
    """The scenario takes the net itself: that is no link to mend."""
    balie, archief = 2 * 69 * UUR, 72 * UUR
    assert [tuple(each) for each in timeline(vraag()).zwakste] == [
        ("login", balie, ("balie",)),
        ("mast", balie, ("balie",)),
        ("stroom", archief, ("archief",)),
    ]


def test_no_more_weak_links_than_people_can_keep_in_mind() -> None:
    row = [node("net"), *(node(f"m{at}", nodig(f"m{at - 1}" if at else "net")) for at in range(8))]
    lijn = timeline(
        vraag(middelen=row, processen=[node("p", nodig("m7"))], inzichten=[], scenarios=GRAAF["scenarios"][:1])
    )
    assert [each.id for each in lijn.zwakste] == ["m0", "m1", "m2", "m3", "m4"]
    assert len(lijn.zwakste) == ZWAKSTE


def test_single_points_of_failure_in_calm_times() -> None:
    """Balie needs the login and so the mast; archief needs power. The middel that stops most comes first."""
    assert list(alone(vraag()).items()) == [("net", 2), ("mast", 1), ("stroom", 1), ("login", 1)]
    assert alone(vraag({"V2": 3})) == {"net": 1, "stroom": 1}
    assert alone(vraag({"V1": 3, "V3": 3, "V2": 3})) == {}  # the generator stands in for power


def test_no_middel_is_blamed_for_a_process_that_never_ran() -> None:
    """It needs a provision that is not there, so it is down in calm times too."""
    never = node("nooit", nodig("aggregaat"))
    assert alone(vraag({"V2": 3}, processen=[never])) == {}
    assert timeline(vraag({}, "LATER", processen=[never], inzichten=[])).processen[0].stop.keten == (
        "aggregaat",
        "nooit",
    )


def test_in_which_questions_a_plan_falls_short_of_the_smallest_set() -> None:
    """The smallest set is V1, V2 and V3; a level lower does nothing, and what is there is left out."""
    best = smallest(vraag())
    assert too_low(vraag(), best) == (("V1", 3), ("V2", 3), ("V3", 3))
    assert too_low(vraag({"V1": 4, "V2": 2}), best) == (("V2", 3), ("V3", 3))
    assert too_low(vraag({"V1": 3, "V2": 3, "V3": 3}), best) == ()


def test_where_all_that_can_be_saved_lasts_without_the_set_nothing_falls_short() -> None:
    best = smallest(vraag())
    assert too_low(vraag({}, "LATER"), best) == ()
    lost = tuple(proces.id for proces in processes_of(vraag()))
    assert too_low(vraag(), best._replace(niet_te_halen=lost)) == ()
    assert too_low(vraag(), best._replace(niet_te_halen=lost[:1])) != ()


@pytest.mark.parametrize(
    ("niveaus", "chosen"),
    [
        ({}, ("V1", "V2", "V3")),
        ({"V3": 3}, ("V1", "V2")),
        ({"V1": 4, "V3": 3}, ("V2",)),
        ({"V1": 3, "V2": 3, "V3": 3}, ()),
    ],
)
def test_the_smallest_set_of_answers_to_raise(niveaus: dict[str, int], chosen: tuple[str, ...]) -> None:
    found = smallest(vraag(niveaus))
    assert found == (chosen, (), True, ())


def test_what_no_answer_can_save_is_said() -> None:
    needs = [node("balie", *GRAAF["processen"][0]["behoeften"], nodig("net", uren=5))]
    assert smallest(vraag(processen=needs, inzichten=[])) == ((), (), True, ("balie",))


def test_more_sets_than_can_be_tried_gives_one_that_works_but_is_not_proved() -> None:
    """Any ten of twenty levers are enough: no smaller set is, and there are too many to try."""
    levers = [f"L{at:02}" for at in range(20)]
    found = _search(levers, lambda chosen: frozenset() if len(chosen) >= 10 else frozenset({"p"}))
    assert sum(1 for size in range(5) for _ in combinations(levers, size)) > MOST_TRIES
    assert (len(found.gekozen), found.bewezen, found.over) == (10, False, ())


def test_a_card_appears_only_when_it_is_true() -> None:
    assert timeline(vraag()).inzichten == ("Kaart waar.",)
    assert timeline(vraag({"V1": 3})).inzichten == ("Kaart waar.", "Kaart aggregaat_helpt_niet.")
    assert timeline(vraag({"V2": 3})).inzichten == ("Kaart waar.", "Kaart balie_blijft.")
    assert timeline(vraag({}, "LATER")).inzichten == ()


def test_no_card_says_that_something_lasts_longer_than_was_run() -> None:
    """Balie stops at hour 3: a run of 2 hours does not know, and does not say that it lasts 72."""
    early = [kaart("balie_blijft", 72, [], ["balie"]), kaart("net_valt", 72, ["net"], [])]
    assert timeline(vraag(uren=2, inzichten=early)).inzichten == ("Kaart net_valt.",)


def test_no_card_is_about_a_process_of_another_kind() -> None:
    cards = [kaart("valt", 4, ["archief"], []), kaart("blijft", 4, [], ["archief"])]
    assert timeline(vraag(soort="mkb", inzichten=cards)).inzichten == ()
    assert timeline(vraag(soort="gemeente", inzichten=cards)).inzichten == ("Kaart valt.",)


def test_a_card_is_told_to_whom_it_is_about() -> None:
    cards = [{**kaart("valt", 4, ["net"], []), "voor": ["gemeente"]}]
    assert timeline(vraag(soort="mkb", inzichten=cards)).inzichten == ()
    for soort in ("gemeente", None):  # of a graph alone no kind is known
        assert timeline(vraag(soort=soort, inzichten=cards)).inzichten == ("Kaart valt.",)


@pytest.mark.parametrize("more", [{"names": ("LATER",)}, {"names": ("LATER", "MAST"), "niveaus": {"V2": 3}}])
def test_a_scenario_without_effect_on_any_process(more: Doc) -> None:
    lijn = timeline(vraag(more.get("niveaus"), *more["names"]))
    assert (lijn.aandeel, lijn.mediaan, lijn.zwakste) == ((6, 6), None, ())
    assert lijn.kleinste == ((), (), True, ())
    assert all(each.haalt and not each.stukken and not each.stop.keten for each in lijn.processen)


def test_chances_of_a_bare_graph_by_hand() -> None:
    """The mast holds 0,5 to 3 hours and the desk one more: of a run of two hours and a half the chance is a triangle's.

    P(mast >= 1,5) with the top at 2 = 1 - (1,5-0,5)^2 / ((3-0,5) * (2-0,5)) = 1 - 1/3,75 = 73,3%.
    """
    pytest.importorskip("numpy", reason="numpy is in the extra `kans`")
    question = vraag(uren=72)._replace(minuten=150)
    found = chances(question, 20_000, 7)
    assert found.processen["balie"] == pytest.approx(1 - 1 / 3.75, abs=0.02)
    assert (found.processen["archief"], found.processen["wacht"], found.alle) == (0, 1, 0)
    assert (found.trekkingen, found.zaad) == (20_000, 7)
    assert chances(question, 20_000, 7) == found


def test_one_scenario_is_not_stacked() -> None:
    assert stacked(vraag()) == {}


def test_a_graph_in_which_nothing_ever_fails() -> None:
    safe = {"middelen": [node("net"), node("los")], "processen": [node("p", nodig("los"), mtpd=1)], "inzichten": []}
    lijn = timeline(vraag(scenarios=GRAAF["scenarios"][:1], **safe))
    assert hours(lijn) == {"net": 0, "los": None, "p": None}
    assert (lijn.aandeel, lijn.mediaan, lijn.zwakste, lijn.alleen) == ((1, 1), None, (), {"los": 1})
    assert lijn.processen[0].tekort == 0


def test_a_graph_without_processes() -> None:
    lijn = timeline(vraag(processen=[], inzichten=[]))
    assert (lijn.aandeel, lijn.mediaan, lijn.zwakste, lijn.alleen) == ((0, 0), None, (), {})


# Where the plan leads.


def test_levels_after_some_months_of_the_plan() -> None:
    """V1 rises at once, V2 in two steps, V3 after a year; V4 is not answered and V5 has no gap."""
    steps = {
        "V1": [{"id": "M1", "naar": 3}],
        "V2": [{"id": "M1", "naar": 2}, {"id": "M2", "naar": 3}],
        "V3": [{"id": "M3", "naar": 3}],
        "V4": [{"id": "M1", "naar": 3}],
        "V5": [{"id": "M1", "naar": 3}],
    }
    measures = [maatregel(f"M{at}", horizon=horizon) for at, horizon in enumerate(("0-3", "3-12", "12-24"), start=1)]
    questions = [question(name, maatregelen=each) for name, each in steps.items()]
    lijst = lees(document(pijler("P", *questions), maatregelen=measures))
    given_ = {"V1": 0, "V2": 1, "V3": 1, "V5": 4}
    found = assess(lijst, antwoorden(lijst, given_), DAG)
    after = {months: levels_after(found.scores, found.plan, months) for months in MAANDEN}
    assert after == {
        0: given_,
        3: {"V1": 3, "V2": 2, "V3": 1, "V5": 4},
        12: {"V1": 3, "V2": 3, "V3": 1, "V5": 4},
        24: {"V1": 3, "V2": 3, "V3": 3, "V5": 4},
    }
    assert hours(timeline(vraag(after[0])))["balie"] == 3
    assert hours(timeline(vraag(after[3])))["archief"] == 8
    assert hours(timeline(vraag(after[12])))["balie"] is None
    assert hours(timeline(vraag(after[24])))["archief"] is None


# The smallest set, against every set there is.

NAMES = ("a", "b", "c", "d")
QUESTIONS = ("V1", "V2", "V3", "V4")


@st.composite
def graphs(draw: st.DrawFn, *, questions: bool) -> Vraagstelling:
    """Draw four middelen in any shape (circles too) and two processes, and a scenario that may end."""

    def needs(own: str, most: int) -> list[Doc]:
        others = [name for name in NAMES if name != own]
        group = st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True)
        found = [nodig(*draw(group), uren=draw(st.integers(0, 4))) for _ in range(draw(st.integers(0, most)))]
        for need in found if questions else []:
            if draw(st.booleans()):
                extra = {"vraag": draw(st.sampled_from(QUESTIONS)), "niveau": 3, "uren": draw(st.integers(0, 12))}
                need["bij_antwoord"] = [extra]
        return found

    middelen = [node(name, *needs(name, 2), herstel=draw(st.integers(0, 2))) for name in NAMES]
    if questions:
        for question, each in zip(QUESTIONS, middelen, strict=True):
            if draw(st.booleans()):
                each["aanwezig"] = {"vraag": question, "niveau": 2}
        middelen[0]["aanwezig"] = {"vraag": "V1", "niveau": 2}
    processen = [node(name, *needs(name, 3)) for name in ("p", "q")]
    takes = [
        {"middel": name, "van": van, "tot": van + draw(st.integers(1, 10)) if draw(st.booleans()) else None}
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        for van in [draw(st.integers(0, 3))]
    ]
    scenario = [{"id": "SC", "naam": "SC", "treft": takes}]
    return vraag(uren=12, middelen=middelen, processen=processen, scenarios=scenario, inzichten=[])


def stopped(question: Vraagstelling) -> frozenset[str]:
    return frozenset(each.proces.id for each in timeline(question).processen if not each.haalt)


def held_out(question: Vraagstelling, chosen: tuple[str, ...]) -> Vraagstelling:
    """The same with middelen that need nothing and that no scenario takes."""
    ketens = question.ketens
    middelen = tuple(m.model_copy(update={"behoeften": ()}) if m.id in chosen else m for m in ketens.middelen)

    def without(scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"treft": tuple(g for g in scenario.treft if g.middel not in chosen)})

    return question._replace(
        ketens=ketens.model_copy(update={"middelen": middelen}), scenarios=tuple(map(without, question.scenarios))
    )


def every_set(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(names) + 1) for chosen in combinations(names, size)]


@settings(max_examples=60)
@given(graphs(questions=True))
def test_the_smallest_set_of_answers_is_the_smallest_of_all(question: Vraagstelling) -> None:
    outcome = {chosen: stopped(question._replace(niveaus=dict.fromkeys(chosen, 3))) for chosen in every_set(QUESTIONS)}
    best = outcome[QUESTIONS]
    found = smallest(question)
    assert (found.bewezen, found.middelen, found.niet_te_halen) == (True, (), tuple(sorted(best)))
    assert outcome[found.vragen] == best
    assert len(found.vragen) == min(len(chosen) for chosen, left in outcome.items() if left == best)


@settings(max_examples=60)
@given(graphs(questions=False))
def test_the_smallest_set_of_middelen_is_the_smallest_of_all(question: Vraagstelling) -> None:
    outcome = {chosen: stopped(held_out(question, chosen)) for chosen in every_set(NAMES)}
    found = smallest(question)
    assert (found.bewezen, found.vragen, found.niet_te_halen) == (True, (), ())
    assert outcome[found.middelen] == frozenset()
    assert len(found.middelen) == min(len(chosen) for chosen, left in outcome.items() if not left)


@settings(max_examples=60)
@given(graphs(questions=True))
def test_every_chain_goes_back_to_what_a_scenario_took_or_what_never_was(question: Vraagstelling) -> None:
    taken = {grip.middel for scenario in question.scenarios for grip in scenario.treft}
    there = {stop.id for stop in timeline(question).middelen}
    verloop = one_run(question)
    for each in timeline(question).processen:
        assert bool(each.stop.keten) == (not each.haalt)
        if each.stop.keten:
            assert each.stop.keten[0] in taken or each.stop.keten[0] not in there
            firsts = [verloop.eerste(verloop.graaf.namen.index(name)) for name in each.stop.keten]
            assert all(down is not None and down.van <= each.stop.minuut["verwacht"] for down in firsts)
