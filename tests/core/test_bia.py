"""Own processes and own hours: what they change in the graph, what they may not say, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.bia import (
    MEESTE_VRAGEN,
    check_own,
    chosen,
    critical_by_default,
    is_of,
    name_of,
    questions,
    reached,
    usual,
    with_hours,
    with_own,
    without_need,
)
from bcm_check.core.eigen import Duur, Eigen, EigenProces, contested, merged, stated
from bcm_check.core.ketens import BehoefteVeld, Ketens, Scenario
from bcm_check.core.tijdlijn import timeline
from bcm_check.core.vraagstelling import Vraagstelling, one_run
from bcm_check.files import graphs

UUR = 60
WEG = {"id": "SC", "naam": "Net weg", "treft": [{"middel": "net"}]}
SC = Scenario.model_validate(WEG)
GRAAF = Ketens.model_validate(
    {
        "formaat": 1,
        "id": "proef",
        "versie": "1",
        "titel": "Proef",
        "middelen": [
            {"id": "net", "naam": "Net", "herstel": 1},
            {
                "id": "it",
                "naam": "Computers",
                "behoeften": [
                    {
                        "een_van": ["net"],
                        "uren": {"min": 1, "verwacht": 2, "max": 3},
                        "kwaliteit": "B",
                        "bij_antwoord": [{"vraag": "V1", "niveau": 3, "uren": 10}],
                    }
                ],
            },
            {"id": "zaal", "naam": "Zaal"},
        ],
        "processen": [
            {
                "id": "balie",
                "naam": "Balie",
                "voor": ["gemeente"],
                "mtpd": 4,
                "behoeften": [{"een_van": ["it", "zaal"]}],
            },
            {"id": "post", "naam": "Post", "voor": ["gemeente"], "behoeften": [{"een_van": ["it"], "uren": 5}]},
            {"id": "zorg", "naam": "Zorg", "voor": ["zorg"], "behoeften": [{"een_van": ["it"]}]},
        ],
        "scenarios": [WEG],
    }
)


def eigen(**parts: Any) -> Eigen:
    return Eigen.model_validate(parts)


def stops(stated: Eigen, niveaus: Mapping[str, int] | None = None) -> dict[str, float | None]:
    """Return the hour at which each process of the municipality stops."""
    ketens = with_own(GRAAF, stated, "gemeente")
    lijn = timeline(Vraagstelling(ketens, niveaus or {}, "gemeente", (SC,), 72 * UUR))
    return {
        each.proces.id: None if (found := each.stop.minuut["verwacht"]) is None else found / UUR
        for each in lijn.processen
    }


def test_without_a_statement_it_is_the_standard() -> None:
    assert with_own(GRAAF, Eigen(), "gemeente") == GRAAF
    assert check_own(GRAAF, Eigen(), "gemeente") == []
    assert stops(Eigen()) == {"balie": None, "post": 7}


def test_an_own_hour_stands_in_the_place_of_the_standard_and_of_the_answers() -> None:
    stated = eigen(uren={"it": {"net": {"min": 5, "verwacht": 6, "max": 7}}})
    assert stops(stated) == {"balie": None, "post": 11}
    assert stops(stated, {"V1": 3}) == {"balie": None, "post": 11}
    assert stops(Eigen(), {"V1": 3}) == {"balie": None, "post": 15}
    (need,) = next(each for each in with_own(GRAAF, stated, None).middelen if each.id == "it").behoeften
    assert (need.kwaliteit, need.bronnen, need.bij_antwoord) == ("E", (), ())


def test_only_the_chosen_processes_are_critical_and_other_kinds_stay() -> None:
    ketens = with_own(GRAAF, eigen(processen={"balie": {"mtpd": "30 min"}}), "gemeente")
    assert [(proces.id, proces.mtpd) for proces in ketens.processen] == [("balie", 30), ("zorg", None)]


def test_a_process_of_its_own_stops_with_what_it_leans_on() -> None:
    stated = eigen(processen={"kaart": {"naam": "Kaarten", "mtpd": 3, "leunt_op": {"it": "1,5", "zaal": 0}}})
    assert stops(stated) == {"kaart": 3.5}


def test_an_own_recovery() -> None:
    assert with_own(GRAAF, eigen(herstel={"net": 9}), None).middelen[0].herstel == Duur(min=9, verwacht=9, max=9)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"processen": {"balei": {}}}, "onbekend-proces"),
        ({"processen": {"zorg": {}}}, "onbekend-proces"),  # it exists, for another kind
        ({"processen": {"zorg": {"naam": "X", "leunt_op": {"net": 1}}}}, "dubbel-id"),
        ({"processen": {"Balie": {"naam": "X", "leunt_op": {"net": 1}}}}, "dubbel-id"),
        ({"processen": {"balie": {"leunt_op": {"nett": 1}}}}, "onbekende-verwijzing"),
        ({"processen": {"it": {"naam": "X", "leunt_op": {"net": 1}}}}, "dubbel-id"),
        ({"processen": {"eigen": {"naam": "X"}}}, "leunt-nergens-op"),
        ({"processen": {"eigen": {"naam": "X", "leunt_op": {"nett": 1}}}}, "onbekende-verwijzing"),
        ({"uren": {"itt": {"net": 1}}}, "onbekende-knoop"),
        ({"uren": {"it": {"zaal": 1}}}, "onbekende-verwijzing"),
        ({"uren": {"it": {"net": {"min": 3, "verwacht": 2, "max": 4}}}}, "bereik-omgekeerd"),
        ({"herstel": {"balie": 1}}, "onbekende-knoop"),
    ],
)
def test_what_a_statement_may_not_say_is_named_and_left_out(parts: dict[str, Any], code: str) -> None:
    stated = eigen(**parts)
    assert [fault.code for fault in check_own(GRAAF, stated, "gemeente")] == [code]
    timeline(Vraagstelling(with_own(GRAAF, stated, "gemeente"), {}, "gemeente", (SC,), 72 * UUR))  # and it still runs


def test_a_sound_statement_has_no_faults() -> None:
    whole = {
        "processen": {"balie": {}, "eigen": {"naam": "X", "leunt_op": {"net": 1}}},
        "uren": {"balie": {"zaal": 2}},
        "herstel": {"net": 2},
    }
    assert check_own(GRAAF, eigen(**whole), "gemeente") == []


def test_what_is_asked_begins_with_what_decides() -> None:
    vraag = Vraagstelling(GRAAF, {"V1": 4}, "gemeente", (SC,), 72 * UUR)
    _, post, _ = GRAAF.processen
    asked = questions(vraag, post)
    assert [(each.knoop, each.lid) for each in asked] == [("post", ""), ("post", "it"), ("it", "net")]
    assert [each.minuten for each in asked] == [None, (300, 300, 300), (600, 600, 600)]
    assert [each.herkomst for each in asked] == ["", "", "V1 (niveau 4)"]
    own = vraag._replace(ketens=with_own(GRAAF, eigen(uren={"it": {"net": 1}}), "gemeente"))
    asked = questions(own, post)
    assert asked[2].herkomst == "eigen"
    assert (asked[2].minuten, usual(vraag, asked[2])) == ((60, 60, 60), (600, 600, 600))
    assert usual(vraag, asked[0]) is None
    assert usual(vraag, questions(own, GRAAF.processen[0])[0]) == (240, 240, 240)


def test_only_what_is_there_of_a_group_is_named_and_what_only_hinders_is_not_asked() -> None:
    hulp = {"id": "hulp", "naam": "Hulp", "aanwezig": {"vraag": "V9", "niveau": 3}}
    needs = [{"een_van": ["hulp", "net"]}, {"een_van": ["net", "hulp"], "soort": "verminderd"}]
    ketens = Ketens.model_validate(
        {
            **GRAAF.model_dump(mode="json", exclude_defaults=True),
            "middelen": [{"id": "net", "naam": "Net"}, hulp],
            "processen": [{"id": "p", "naam": "P", "behoeften": needs}],
        }
    )
    vraag = Vraagstelling(ketens, {}, None, (SC,), 72 * UUR)
    assert [(each.lid, each.leden) for each in questions(vraag, ketens.processen[0])] == [("", ()), ("hulp", ("net",))]
    there = questions(vraag._replace(niveaus={"V9": 3}), ketens.processen[0])
    assert there[1].leden == ("hulp", "net")


# -- which need is meant --------------------------------------------------------------------------------------------

NEED = st.builds(
    BehoefteVeld,
    een_van=st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True).map(tuple),
    soort=st.sampled_from(["uitval", "verminderd"]),
)


@given(st.lists(NEED, max_size=5), st.sampled_from(["a", "b", "a.verminderd", "x"]))
def test_a_member_reaches_needs_of_one_kind_that_hold_it(needs: list[BehoefteVeld], lid: str) -> None:
    found = reached(needs, lid)
    member = lid.removesuffix(".verminderd")
    assert all(member in needs[at].een_van for at in found)
    assert len({needs[at].soort for at in found}) <= 1
    if member == lid:
        assert bool(found) == any(member in need.een_van for need in needs)


def test_every_number_of_the_standard_can_be_stated_apart() -> None:
    """A node may need the same thing twice: once to go on at all, once to go on well."""
    ketens = graphs.load(graphs.standard())
    for node in (*ketens.middelen, *ketens.processen):
        for at, need in enumerate(node.behoeften):
            lid = name_of(node.behoeften, at)
            assert reached(node.behoeften, lid) == (at,), (node.id, need.een_van)
            start = Eigen(processen={node.id: EigenProces()} if getattr(node, "bij_keuze", False) else {})
            stated_ = with_hours(ketens, start, None, (node.id, lid), DUUR)
            assert check_own(ketens, stated_, None) == []
            own = {each.id: each for each in _nodes(with_own(ketens, stated_, None))}
            changed = [number for number, each in enumerate(own[node.id].behoeften) if each.kwaliteit == "E"]
            assert changed == [at]
            assert with_hours(ketens, stated_, None, (node.id, lid), None) == start


def test_what_is_there_on_some_days_only_counts_for_who_chooses_it() -> None:
    ketens = graphs.load(graphs.standard())
    (optional,) = (each.id for each in ketens.processen if each.bij_keuze and "gemeente" in each.voor)
    usual = critical_by_default(ketens, "gemeente")

    def kept(*names: str) -> set[str]:
        found = with_own(ketens, Eigen(processen={name: EigenProces() for name in names}), "gemeente")
        return {each.id for each in found.processen if "gemeente" in each.voor}

    assert kept() == set(usual)
    assert optional not in usual
    assert kept(*usual, optional) == {*usual, optional}
    assert kept(optional) == {optional}
    assert chosen(ketens, "gemeente", usual) == {}
    assert chosen(ketens, "gemeente", usual | {optional: EigenProces()}) != {}


def _nodes(ketens: Ketens) -> list[Any]:
    return [*ketens.middelen, *ketens.processen]


DUUR = Duur(min="1", verwacht="2", max="3")


def test_without_a_statement_all_of_a_kind_have_one_graph() -> None:
    ketens = graphs.load(graphs.standard())
    for soort in ("gemeente", "zorg", None, "gemeente"):
        found = with_own(ketens, Eigen(), soort)
        assert found is with_own(ketens, Eigen(), soort)
        by_choice = {each.id for each in ketens.processen if each.bij_keuze and is_of(each, soort)}
        assert [each.id for each in found.processen] == [e.id for e in ketens.processen if e.id not in by_choice]
        assert found == ketens.model_copy(update={"processen": found.processen})
        # with a statement about nothing the long way is taken, and ends in the same graph
        assert with_own(ketens, eigen(herstel={"bestaat-niet": 1}), soort) == found


def test_one_need_is_kept_under_one_name() -> None:
    """Balie needs it or zaal: whichever of the two is named, it is the same need, and the last number holds."""
    once = with_hours(GRAAF, Eigen(), "gemeente", ("balie", "zaal"), DUUR)
    assert once.uren == {"balie": {"it": DUUR}}
    later = Duur(min="5", verwacht="5", max="5")
    assert with_hours(GRAAF, once, "gemeente", ("balie", "zaal"), later).uren == {"balie": {"it": later}}
    by_hand = eigen(uren={"balie": {"zaal": 4}})
    assert with_own(GRAAF, by_hand, "gemeente").processen[0].behoeften[0].uren.verwacht == 4 * UUR
    assert with_hours(GRAAF, by_hand, "gemeente", ("balie", "it"), DUUR).uren == {"balie": {"it": DUUR}}
    odd = with_hours(GRAAF, Eigen(), "gemeente", ("balie", "fax"), DUUR)
    assert [fault.code for fault in check_own(GRAAF, odd, "gemeente")] == ["onbekende-verwijzing"]


def test_a_name_for_one_need_goes_before_a_name_for_two() -> None:
    needs = [{"een_van": ["it", "zaal"]}, {"een_van": ["net", "zaal"]}]
    document = GRAAF.model_dump(mode="json", exclude_defaults=True)
    ketens = Ketens.model_validate({**document, "processen": [{"id": "p", "naam": "P", "behoeften": needs}]})
    for stated_ in ({"it": 1, "zaal": 2}, {"zaal": 2, "it": 1}):
        (proces,) = with_own(ketens, eigen(uren={"p": stated_}), None).processen
        assert [need.uren.verwacht for need in proces.behoeften] == [UUR, 2 * UUR]
    both = with_hours(ketens, Eigen(), None, ("p", "zaal"), DUUR)
    assert both.uren == {"p": {"it": DUUR, "net": DUUR}}


def test_hours_of_its_own_process_replace_those_it_was_made_with() -> None:
    stated_ = eigen(processen={"kaart": {"naam": "Kaarten", "leunt_op": {"it": 1, "zaal": None}}})
    assert stops(stated_) == {"kaart": 3}
    later = with_hours(GRAAF, stated_, "gemeente", ("kaart", "it"), DUUR)
    assert stops(later) == {"kaart": 4}
    assert check_own(GRAAF, later, "gemeente") == []
    assert stops(with_hours(GRAAF, later, "gemeente", ("kaart", "it"), None)) == {"kaart": 2}  # nothing known: 0


def test_a_standard_process_leans_on_what_is_said_and_on_nothing_else() -> None:
    moved = eigen(processen={"post": {"naam": "Postkamer", "leunt_op": {"zaal": 2}}})
    (post, *_) = [proces for proces in with_own(GRAAF, moved, "gemeente").processen if proces.id == "post"]
    assert (post.naam, [need.een_van for need in post.behoeften]) == ("Postkamer", [("zaal",)])
    assert stops(moved) == {"post": None}
    both = eigen(processen={"post": {"leunt_op": {"it": None, "net": None}}})
    assert stops(both) == {"post": 0}
    assert check_own(GRAAF, both, "gemeente") == []


def test_a_need_goes_and_comes_back_by_its_hours() -> None:
    both = eigen(processen={"post": {"leunt_op": {"it": None, "net": None}}}, uren={"post": {"net": 9}})
    gone = without_need(GRAAF, both, "gemeente", ("post", "net"))
    assert gone is not None
    assert (gone.processen["post"].leunt_op, gone.uren, stops(gone)) == ({"it": None}, {}, {"post": 7})
    assert without_need(GRAAF, gone, "gemeente", ("post", "it")) is None
    moved = eigen(processen={"post": {"leunt_op": {"zaal": None}}})
    assert stops(with_hours(GRAAF, moved, "gemeente", ("post", "it"), DUUR)) == {"post": 4}


def test_a_choice_of_which_the_graph_has_nothing_is_no_choice() -> None:
    other = eigen(processen={"gem_oud": {}})
    assert with_own(GRAAF, other, "gemeente") == GRAAF
    assert [fault.code for fault in check_own(GRAAF, other, "gemeente")] == ["onbekend-proces"]


def test_a_range_that_does_not_rise_is_left_out() -> None:
    wrong = {"min": 3, "verwacht": 2, "max": 4}
    stated_ = eigen(uren={"it": {"net": wrong}}, herstel={"net": wrong})
    assert with_own(GRAAF, stated_, "gemeente") == GRAAF


def test_no_more_than_eight_questions() -> None:
    many = GRAAF.model_copy(
        update={
            "middelen": tuple(GRAAF.middelen[0].model_copy(update={"id": f"m{at}"}) for at in range(20)),
            "processen": (
                GRAAF.processen[0].model_copy(
                    update={
                        "behoeften": tuple(
                            GRAAF.processen[0].behoeften[0].model_copy(update={"een_van": (f"m{at}",)})
                            for at in range(20)
                        )
                    }
                ),
            ),
        }
    )
    assert len(questions(Vraagstelling(many, {}, None, (), UUR), many.processen[0])) == MEESTE_VRAGEN


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_hours_never_stop_anything_sooner(one: int, other: int) -> None:
    low, high = sorted((one, other))

    def first(hours: int) -> int:
        ketens = with_own(GRAAF, eigen(uren={"it": {"net": hours}}), "gemeente")
        verloop = one_run(Vraagstelling(ketens, {}, "gemeente", (SC,), 200 * UUR))
        down = verloop.eerste(verloop.graaf.namen.index("post"))
        return 10**9 if down is None else down.van

    assert first(low) <= first(high)


DUREN = st.integers(0, 5).map(lambda hours: Duur(min=hours, verwacht=hours, max=hours))
STATED = st.builds(
    Eigen,
    processen=st.dictionaries(st.sampled_from("abc"), st.builds(EigenProces, mtpd=st.integers(0, 5)), max_size=3),
    uren=st.dictionaries(
        st.sampled_from("xy"), st.dictionaries(st.sampled_from("pq"), DUREN, min_size=1, max_size=2), max_size=2
    ),
    herstel=st.dictionaries(st.sampled_from("mn"), DUREN, max_size=2),
)


@given(STATED, STATED, STATED)
def test_joining_two_windows_keeps_ours_and_adds_theirs(base: Eigen, ours: Eigen, theirs: Eigen) -> None:
    found = merged(base, ours, theirs)
    assert merged(base, ours, base) == ours
    assert merged(base, base, theirs) == theirs
    for name, duur in ours.herstel.items():
        if base.herstel.get(name) != duur:
            assert found.herstel[name] == duur
    for name, duur in theirs.herstel.items():
        if base.herstel.get(name) != duur and ours.herstel.get(name) == base.herstel.get(name):
            assert found.herstel[name] == duur


@given(STATED, STATED, STATED)
def test_joining_two_windows_loses_no_statement(base: Eigen, ours: Eigen, theirs: Eigen) -> None:
    """What they changed holds in the result, or is named as contested: then ours holds."""
    found, torn = dict(stated(merged(base, ours, theirs))), contested(base, ours, theirs)
    before, mine = dict(stated(base)), dict(stated(ours))
    for place, other in stated(theirs):
        if other != before.get(place):
            assert found.get(place) == other or torn[place] == other
    for place, other in torn.items():
        assert found.get(place) == mine.get(place) != before.get(place) != other


@given(STATED)
def test_what_is_stated_reads_back_the_same(stated: Eigen) -> None:
    assert Eigen.model_validate(stated.model_dump(mode="json", exclude_defaults=True)) == stated
