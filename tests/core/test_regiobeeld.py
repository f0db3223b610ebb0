"""The fold of a region: the same picture in any order and any grouping, and figures that are worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inzendingen import bijdrage

from bcm_check.core import regiobeeld, regiotelling
from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.regiobeeld import ALLE, Groep, Regiobeeld, groups_of, quantile
from bcm_check.core.regiotelling import Regiotelling, fold

EVERY = Groep("alle", ALLE)


@st.composite
def contributions(draw: st.DrawFn) -> list[Bijdrage]:
    """Draw a few contributions of different organisations."""
    count = draw(st.integers(0, 8))
    return [
        bijdrage(
            number,
            soort=draw(st.sampled_from(["gemeente", "zorg"])),
            gemeente=draw(st.sampled_from(["", "A", "B"])),
            sector=draw(st.sampled_from(["", "s"])),
            medewerkers=draw(st.sampled_from([None, 0, 49, 50, 250])),
            lijst=Herkomst(id=draw(st.sampled_from(["weerbaarheid", "netwerk"])), versie="1"),
            scores=draw(st.dictionaries(st.sampled_from(["totaal", "P1"]), st.integers(0, 1000), max_size=2)),
            niveaus=draw(st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 4), max_size=2)),
            uren=draw(
                st.dictionaries(
                    st.sampled_from(["SC1", "SC2"]),
                    st.dictionaries(
                        st.sampled_from(["p", "q"]),
                        st.builds(
                            Uurstuk,
                            uit=st.sampled_from([(), ((0, None),), ((90, 240), (300, None))]),
                            oorzaak=st.sampled_from(["", "it"]),
                        ),
                        max_size=2,
                    ),
                    max_size=2,
                )
            ),
            maatregelen=draw(st.sampled_from([(), ("m",), ("m", "n")])),
            leveranciers=draw(st.sampled_from([{}, {"L": ("Vonk", "vonk")}])),
            getallen=draw(st.dictionaries(st.just("g"), st.integers(0, 9), max_size=1)),
        )
        for number in range(count)
    ]


@given(contributions(), st.data())
def test_any_order_and_any_grouping_give_the_same_picture(found: list[Bijdrage], data: st.DataObject) -> None:
    whole = fold(found)
    assert fold(data.draw(st.permutations(found))) == whole
    one, other = sorted((data.draw(st.integers(0, len(found))), data.draw(st.integers(0, len(found)))))
    first, second, third = fold(found[:one]), fold(found[one:other]), fold(found[other:])
    assert (first + second) + third == whole
    assert first + (second + third) == whole
    assert third + first + second == whole
    assert whole + Regiobeeld() == whole


@given(contributions(), st.data())
def test_what_is_taken_out_never_was(found: list[Bijdrage], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(found)))
    telling = Regiotelling(fold(data.draw(st.permutations(found))))
    for each in found[:gone]:
        telling.remove(each)
    assert _without_empty(telling.beeld) == _without_empty(fold(found[gone:]))


def _without_empty(beeld: Regiobeeld) -> Regiobeeld:
    """Return a picture without the histograms in which nothing is left."""
    scores = {key: bins for key, bins in beeld.scores.items() if any(bins)}
    randen = {key: edges for key, edges in beeld.randen.items() if any(edges)}
    return Regiobeeld(+beeld.tellers, scores, randen, beeld.rijen, +beeld.lijsten)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60), st.sampled_from([(1, 2), (1, 4), (3, 4)]))
def test_a_quantile_is_a_score_that_was_there(scores: list[int], which: tuple[int, int]) -> None:
    """Against the sorted row itself: at least that part lies at or under it, and less than that part lies under it."""
    bins = fold(bijdrage(at, scores={"totaal": value}) for at, value in enumerate(scores)).scores[
        EVERY, "weerbaarheid:totaal"
    ]
    part, whole = which
    found = quantile(bins, part, whole)
    assert found in scores
    assert sum(value <= found for value in scores) * whole >= part * len(scores)
    assert sum(value < found for value in scores) * whole < part * len(scores)


def test_the_clock_by_hand() -> None:
    """Down from 1:30 to 4:00 is dark at hours 2 and 3; down from 70:00 to the end at 70, 71 and 72."""
    found = bijdrage(1, uren={"SC1": {"p": Uurstuk(uit=((90, 240), (70 * 60, None)), oorzaak="it")}})
    hours = fold([found]).klok["SC1", "p"]
    assert [hour for hour, dark in enumerate(hours) if dark] == [2, 3, 70, 71, 72]


@pytest.mark.parametrize(
    ("medewerkers", "size"),
    [(None, None), (0, "klein"), (49, "klein"), (50, "middel"), (249, "middel"), (250, "groot"), (10**7, "groot")],
)
def test_a_kind_and_a_size_are_a_group(medewerkers: int | None, size: str | None) -> None:
    one = bijdrage(1, soort="zorg", medewerkers=medewerkers)
    sizes = [groep.naam for groep in groups_of(one) if groep.dimensie == "grootte"]
    assert sizes == ([] if size is None else [f"zorg.{size}"])


@pytest.mark.parametrize(
    ("uit", "dark"),
    [
        (((61, 119),), []),  # between two whole hours
        (((60, 61),), [1]),
        (((71 * 60, 72 * 60),), [71]),
        (((72 * 60, 72 * 60 + 1),), [72]),
        (((72 * 60 + 1, None),), []),
        (((100 * 60, 200 * 60),), []),
        (((0, None),), list(range(73))),
        (((0, 60), (60, 90), (90, 120)), [0, 1]),
    ],
)
def test_the_clock_at_its_edges(uit: tuple[tuple[int, int | None], ...], dark: list[int]) -> None:
    hours = fold(bijdrage(at, uren={"SC1": {"p": Uurstuk(uit=uit, oorzaak="it")}}) for at in range(2)).klok["SC1", "p"]
    assert hours == [2 if hour in dark else 0 for hour in range(73)]


def test_who_lasts_72_hours_is_counted_by_group() -> None:
    lasting = bijdrage(1, uren={"SC1": {"p": Uurstuk()}}, sector="zorg")
    failing = bijdrage(2, uren={"SC1": {"p": Uurstuk(), "q": Uurstuk(uit=((0, None),), oorzaak="it")}})
    unknown = bijdrage(3)
    count = fold([lasting, failing, unknown]).tellers
    assert (count["norm", "alle", ""], count["uren", "alle", ""], count["n", "alle", ""]) == (1, 2, 3)
    assert count["norm", "sector", "zorg"] == 1
    assert count["oorzaak", "SC1", "it"] == 1


def test_another_list_adds_no_participant_and_no_plan() -> None:
    other = bijdrage(1, lijst=Herkomst(id="netwerk", versie="1"), maatregelen=("m",), getallen={"g": 2.5})
    beeld = fold([other, bijdrage(1, maatregelen=("m",))])
    assert beeld.aantal(EVERY) == 1
    assert beeld.tellers["maatregel", "m", "alle", ""] == 1
    assert beeld.tellers["som", "g", ""] == 250
    assert beeld.groepen("soort") == ("gemeente",)


def test_rows_are_kept_up_to_a_number_and_then_none(monkeypatch: Any) -> None:
    for module in (regiobeeld, regiotelling):
        monkeypatch.setattr(module, "MEESTE_RIJEN", 3)
    three, one = fold(map(bijdrage, range(3))), fold([bijdrage(9)])
    assert three.rijen is not None
    assert (three + one).rijen is None
    assert (one + three + Regiobeeld()).rijen is None
    assert fold(map(bijdrage, range(4))).rijen is None
