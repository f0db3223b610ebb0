"""What limps, and what carries it: by hand, and minute by minute against the slow simulation."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bcm_check.core.ketens import Ketens
from bcm_check.core.tijdlijn import Procesloop, Tijdlijn, timeline
from bcm_check.core.uitval import Behoefte, Graaf, Greep
from bcm_check.core.verminderd import Stuk, Verminderd, within
from bcm_check.core.vraagstelling import Vraagstelling

from .lists import few
from .simulatie import simulate

Doc = dict[str, Any]
EINDE = 30


def node(name: str, *needs: Doc, **more: Any) -> Doc:
    return {"id": name, "naam": name.title(), "behoeften": list(needs), **more}


def nodig(*names: str, minuten: int = 0, **more: Any) -> Doc:
    return {"een_van": list(names), "uren": f"{minuten} min", **more}


def run(doc: Doc, niveaus: dict[str, int] | None = None, beproefd: dict[str, date] | None = None) -> Tijdlijn:
    ketens = Ketens.model_validate({"formaat": 1, "id": "x", "versie": "1", "titel": "X", **doc})
    return timeline(Vraagstelling(ketens, niveaus or {}, None, ketens.scenarios, EINDE, None, beproefd or {}))


def only(doc: Doc, niveaus: dict[str, int] | None = None, **more: Any) -> Procesloop:
    return run(doc, niveaus, **more).processen[0]


def takes(*grips: tuple[str, int, int | None]) -> list[Doc]:
    found = [{"middel": n, "van": f"{a} min", "tot": None if b is None else f"{b} min"} for n, a, b in grips]
    return [{"id": "SC", "naam": "SC", "treft": found}]


PAPIER = node(
    "papier",
    nodig("it", minuten=10, bij_antwoord=[{"vraag": "V1", "niveau": 4, "uren": "25 min"}]),
    aanwezig={"vraag": "V1", "niveau": 3},
    alternatief={"aandeel": 40},
)
WERK: Doc = {
    "middelen": [node("net"), node("it"), PAPIER],
    "processen": [node("werk", nodig("it", "papier", minuten=2), nodig("net", minuten=1))],
}


def test_an_alternative_carries_only_while_the_process_limps() -> None:
    """On paper: it is gone from 5. The process can do without for 2 minutes, then it limps on paper until 15 + 2."""
    found = only({**WERK, "scenarios": takes(("it", 5, None))}, {"V1": 3})
    assert (found.stukken, found.verminderd.stukken) == (((17, None),), ((7, 17),))
    assert [(each.id, each.van, each.aandeel) for each in found.verminderd.dragers] == [("papier", 7, 40)]


def test_what_stopped_for_another_reason_is_carried_by_nothing() -> None:
    """The grid is gone too, from 5: the process stops at 6, before it would work on paper."""
    found = only({**WERK, "scenarios": takes(("it", 5, None), ("net", 5, None))}, {"V1": 3})
    assert (found.stukken, found.verminderd) == (((6, None),), Verminderd((), (), ()))


def test_what_is_back_in_time_never_limps() -> None:
    found = only({**WERK, "scenarios": takes(("it", 5, 7))}, {"V1": 3})
    assert (found.stukken, found.verminderd.stukken, found.verminderd.dragers) == ((), (), ())


def test_usual_members_that_are_gone_in_turn_need_no_alternative() -> None:
    doc = {
        "middelen": [node("net"), node("it"), PAPIER],
        "processen": [node("werk", nodig("it", "net", "papier"))],
        "scenarios": takes(("it", 2, 8), ("net", 8, 14)),
    }
    assert only(doc, {"V1": 3}).verminderd == ((), (), ())
    doc["scenarios"] = takes(("it", 2, 10), ("net", 8, 14))
    found = only(doc, {"V1": 3}).verminderd
    assert (found.stukken, found.dragers[0].van) == (((8, 10),), 8)


def test_the_chain_is_that_of_the_first_limping_also_after_a_stop() -> None:
    """The process stops from 2 to 6 for want of the grid, and limps from 9 on for want of light."""
    doc = {
        "middelen": [node("net"), node("lamp"), node("licht", nodig("lamp"))],
        "processen": [node("werk", nodig("net"), nodig("licht", soort="verminderd", minuten=1))],
        "scenarios": takes(("net", 2, 6), ("lamp", 8, None)),
    }
    found = only(doc)
    assert (found.stukken, found.verminderd.stukken) == (((2, 6),), ((9, None),))
    assert (found.stop.keten, found.verminderd.keten) == (("net", "werk"), ("lamp", "licht", "werk"))
    assert found.verminderd.vanaf == 9


def test_a_middel_limps_too() -> None:
    doc = {
        "middelen": [node("net"), node("lift", nodig("net", soort="verminderd", minuten=3)), node("eiland")],
        "scenarios": takes(("net", 4, 20)),
    }
    lijn = run(doc)
    assert {name: each.stukken for name, each in lijn.middelen_verminderd.items()} == {
        "net": (),
        "lift": ((7, 20),),
        "eiland": (),
    }
    assert lijn.middelen_verminderd["lift"].keten == ("net", "lift")


def test_when_it_was_tried_and_whether_that_makes_it_last_shorter() -> None:
    doc, day = {**WERK, "scenarios": takes(("it", 5, None))}, date(2026, 5, 1)

    def told(level: int, **tried: date) -> tuple[date | None, bool]:
        (drager,) = only(doc, {"V1": level}, beproefd=tried).verminderd.dragers
        return drager.beproefd, drager.korter

    assert told(3) == (None, True)
    assert told(3, V1=day) == (day, True)  # tried, but too long ago to count
    assert told(4, V1=day) == (day, False)
    assert told(4, V2=day) == (None, False)
    assert only(doc, {"V1": 4}).stukken == (), "25 minutes on paper, and 2 without, outlast the run"


def test_in_a_group_of_alternatives_alone_they_are_what_is_usual() -> None:
    doc = {
        "middelen": [node("net"), node("papier", nodig("net", minuten=5), alternatief={"aandeel": 50})],
        "processen": [node("werk", nodig("papier"))],
        "scenarios": takes(("net", 2, None)),
    }
    found = only(doc)
    assert (found.stukken, found.verminderd) == (((7, None),), Verminderd((), (), ()))


def test_stretches_in_others_too() -> None:
    some = (Stuk(0, 4), Stuk(8, None))
    assert within(some, (Stuk(2, 10), Stuk(20, None)), EINDE) == ((2, 4), (8, 10), (20, None))
    assert within(some, (), EINDE) == ()
    assert within(some, (Stuk(0, None),), EINDE) == some


def test_what_limps_hinders_only_what_cannot_do_without_it() -> None:
    """No power: no lift, so the building limps, and the desk in it. People would work elsewhere, and notice nothing."""
    doc = {
        "middelen": [
            node("net"),
            node("gebouw", nodig("net", soort="verminderd"), nodig("water", minuten=6)),
            node("mensen", nodig("gebouw", soort="verminderd", minuten=1), herstel="5 min"),
            node("water"),
        ],
        "processen": [node("balie", nodig("gebouw", minuten=2)), node("thuis", nodig("mensen", minuten=3))],
        "scenarios": takes(("net", 0, 20), ("water", 4, 12)),
    }
    lijn = run(doc)
    balie, thuis = lijn.processen
    assert lijn.middelen_verminderd["gebouw"].stukken == ((0, 10), (12, 20))
    assert (balie.stukken, balie.verminderd.stukken) == ((), ((2, 20),))
    assert lijn.middelen_verminderd["mensen"].stukken == ((11, 12),)
    assert lijn.middelen_verminderd["mensen"].keten == ("water", "gebouw", "mensen")
    assert (thuis.stukken, thuis.verminderd) == ((), Verminderd((), (), ()))


# Minute by minute. The second graph is made here, from the document, and both are run by the slow simulation.

NAMES = ("a", "b", "c", "d")


@st.composite
def documents(draw: st.DrawFn) -> Doc:
    def needs(own: str, most: int) -> list[Doc]:
        others = st.sampled_from([name for name in NAMES if name != own])
        return [
            nodig(
                *draw(st.lists(others, min_size=1, max_size=3, unique=True)),
                minuten=draw(st.sampled_from((0, 0, 1, 4, 9))),
                soort=draw(st.sampled_from(("uitval", "verminderd"))),
            )
            for _ in range(draw(st.integers(0, most)))
        ]

    middelen = [node(name, *needs(name, 2), herstel=f"{draw(st.sampled_from((0, 0, 3)))} min") for name in NAMES]
    for each in middelen:
        if draw(st.booleans()):
            each["alternatief"] = {"aandeel": draw(st.integers(1, 99))}
    grip = st.tuples(st.sampled_from(NAMES), st.integers(0, 6), st.one_of(st.none(), st.integers(7, 20)))
    return {
        "middelen": middelen,
        "processen": [node("p", *needs("p", 3))],
        "scenarios": takes(*draw(st.lists(grip, min_size=1, max_size=3))),
    }


def number(text: str) -> int:
    return int(text.removesuffix(" min"))


def times_down(doc: Doc) -> list[list[tuple[int, int | None]]]:
    """Return for each node when it is down, in the usual run."""
    nodes = [*doc["middelen"], *doc["processen"]]
    names = [each["id"] for each in nodes]
    needs = tuple(
        tuple(
            Behoefte(tuple(map(names.index, need["een_van"])), number(need["uren"]))
            for need in each["behoeften"]
            if need["soort"] == "uitval"
        )
        for each in nodes
    )
    back = tuple(number(each.get("herstel", "0 min")) for each in nodes)
    grips = [
        Greep(names.index(each["middel"]), number(each["van"]), each["tot"] and number(each["tot"]))
        for each in doc["scenarios"][0]["treft"]
    ]
    return simulate(Graaf(tuple(names), needs, back), grips, EINDE)


def times_not_usual(doc: Doc, down: list[list[tuple[int, int | None]]]) -> list[list[tuple[int, int | None]]]:
    """Return for each node when it is down or limps.

    By a graph of another kind than the program's: every node comes twice, and the first of them is down at the very
    times of the usual run, as if a scenario took it.
    """
    nodes = [*doc["middelen"], *doc["processen"]]
    names, size = [each["id"] for each in nodes], len(nodes)
    half = {each["id"] for each in nodes if "alternatief" in each}

    def members(need: Doc) -> tuple[int, ...]:
        behind = size if need["soort"] == "uitval" else 0
        counting = [name for name in need["een_van"] if name not in half] or need["een_van"]
        return tuple(names.index(name) + behind for name in counting)

    limping = tuple(
        (Behoefte((at,), 0), *(Behoefte(members(need), number(need["uren"])) for need in each["behoeften"]))
        for at, each in enumerate(nodes)
    )
    grips = [Greep(at, van, tot) for at, found in enumerate(down) for van, tot in found]
    graaf = Graaf(tuple(names * 2), (((),) * size) + limping, (0,) * size * 2)
    return simulate(graaf, grips, EINDE)[size:]


def minutes_of(found: list[list[tuple[int, int | None]]]) -> list[set[int]]:
    return [{at for van, tot in each for at in range(van, tot or EINDE)} for each in found]


@few(200)
@given(documents())
def test_what_limps_agrees_with_the_slow_simulation(doc: Doc) -> None:
    lijn = run(doc)
    down = times_down(doc)
    usual, strict = minutes_of(down), minutes_of(times_not_usual(doc, down))
    proces = lijn.processen[0].verminderd
    for at, found in enumerate([*lijn.middelen_verminderd.values(), proces]):
        limps = {minute for van, tot in found.stukken for minute in range(van, tot or EINDE)}
        assert limps == strict[at] - usual[at]
        assert bool(found.keten) == bool(limps)
    kinds = {each["id"]: "alternatief" in each for each in doc["middelen"]}
    gone = dict(zip(NAMES, usual, strict=False))
    expected: dict[str, int] = {}
    for minute in sorted(strict[-1] - usual[-1]):
        for need in doc["processen"][0]["behoeften"]:
            ordinary = [name for name in need["een_van"] if not kinds[name]]
            if ordinary and all(minute in gone[name] for name in ordinary):
                for name in need["een_van"]:
                    if kinds[name] and minute not in gone[name]:
                        expected.setdefault(name, minute)
    assert {each.id: each.van for each in proces.dragers} == expected
