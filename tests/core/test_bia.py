"""Own processes and own hours: what they change in the graph, what they may not say, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.bia import MEESTE_VRAGEN, check_own, questions, with_own
from bcm_check.core.eigen import Duur, Eigen, EigenProces, merged
from bcm_check.core.ketens import Ketens, Scenario
from bcm_check.core.tijdlijn import Vraagstelling, one_run, timeline

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
    assert questions(own, post)[2].herkomst == "eigen"


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


@given(STATED)
def test_what_is_stated_reads_back_the_same(stated: Eigen) -> None:
    assert Eigen.model_validate(stated.model_dump(mode="json", exclude_defaults=True)) == stated
