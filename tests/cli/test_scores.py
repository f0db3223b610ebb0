"""`score` and `uitleg`: the figures agree with a sum of our own, from the answer file and `toon --json` alone."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from doing import KLEIN, Do

PEILDATUM = "2026-11-25"
WEIGHTS = {"drenthe": {"P1": Fraction(3, 2), "P2": Fraction(3, 2), "P6": Fraction(3, 2)}, "gelijk": {}}
TRACKS = {"S1": ["P1", "P2", "P3", "P4"], "S2": ["P5", "P6"]}
DEPTHS = ["snel", "standaard", "volledig"]
Band = tuple[Fraction, Fraction | None, Fraction] | None


def fill(do: Do, seed: int, soort: str, depth: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make a file with answers of every kind; return it and what `toon --json` says."""
    chance = random.Random(seed)
    shown = do("vragenlijst", "toon", "--json").json
    days = ["2026-11-25", "2025-11-25", "2025-11-24", "2024-11-25", "2024-11-24", "2020-01-01", None]
    answers: dict[str, Any] = {}
    for vraag in shown["vragen"]:
        if soort in vraag["voor"]:
            level = chance.choice([0, 1, 2, 3, 4, 4, "weet_niet", "nvt", None])
            if level is not None:
                answers[vraag["id"]] = {"waarde": level, "reden": "x" if level == "nvt" else ""}
                answers[vraag["id"]] |= {"testdatum": chance.choice(days)} if level == 4 else {}
    Path("van.json").write_text(json.dumps(answers), encoding="utf-8")
    new = ("--nieuw", "--naam", "X", "--type", soort, "--diepte", depth)
    made = do("beantwoord", "x.bcm.json", *new, "--van", "van.json")
    assert made.code == 0, made.err
    return json.loads(Path("x.bcm.json").read_text(encoding="utf-8")), shown


def counted(answer: dict[str, Any], day: date) -> int:
    if answer["waarde"] != 4:
        return int(answer["waarde"])
    tested = answer.get("testdatum")
    if tested is None:
        return 3
    then = date.fromisoformat(tested)
    months = (day.year - then.year) * 12 + day.month - then.month + (day.day > then.day)
    return 2 if months > 24 else 3 if months > 12 else 4


def mean(parts: list[tuple[Band, Fraction]]) -> Band:
    there = [(band, weight) for band, weight in parts if band is not None]
    if not there:
        return None

    def end(at: int) -> Fraction | None:
        known = [(band[at], weight) for band, weight in there if band[at] is not None]
        return sum((v * w for v, w in known), Fraction()) / sum(w for _, w in known) if known else None  # type: ignore[operator,misc]

    low, high = end(0), end(2)
    assert low is not None
    assert high is not None
    return low, end(1), high


def recomputed(document: dict[str, Any], shown: dict[str, Any], profiel: str) -> dict[str, Band]:
    """Return every band by the id of its part, in the plainest way there is."""
    soort, depth, day = document["organisatie"]["type"], document["diepte"], date.fromisoformat(PEILDATUM)
    groups: dict[str, list[tuple[Band, Fraction]]] = {}
    for vraag in shown["vragen"]:
        band: Band = None
        wanted = vraag["diepte_voor"].get(soort, vraag["diepte"])
        answer = document["antwoorden"].get(vraag["id"])
        if soort in vraag["voor"] and DEPTHS.index(wanted) <= DEPTHS.index(depth):
            if answer is None:
                band = Fraction(0), None, Fraction(1)
            elif answer["waarde"] == "weet_niet":
                band = Fraction(0), Fraction(0), Fraction(1)
            elif answer["waarde"] != "nvt":
                value = Fraction(counted(answer, day), 4)
                band = value, value, value
        for group in vraag["groepen"]:
            groups.setdefault(group, []).append((band, Fraction(1)))
    pillars = sorted({vraag["pijler"] for vraag in shown["vragen"]})
    found = {
        pillar: mean([(mean(parts), Fraction(1)) for name, parts in groups.items() if name.split(".")[0] == pillar])
        for pillar in pillars
    }
    weights = WEIGHTS[profiel]
    for track, members in {**TRACKS, "totaal": pillars}.items():
        found[track] = mean([(found[member], weights.get(member, Fraction(1))) for member in members])
    return found


def half_up(value: Fraction | None) -> float | None:
    return None if value is None else int(value * 1000 + Fraction(1, 2)) / 10


@pytest.mark.parametrize(
    ("seed", "soort", "depth", "profiel"),
    [(1, "gemeente", "snel", "drenthe"), (2, "zorg", "standaard", "gelijk"), (3, "dorpshuis", "volledig", "drenthe")],
)
def test_score_agrees_with_a_sum_of_our_own(do: Do, seed: int, soort: str, depth: str, profiel: str) -> None:
    document, shown = fill(do, seed, soort, depth)
    scored = do("score", "x.bcm.json", "--json", "--profiel", profiel, "--peildatum", PEILDATUM).json
    assert (scored["profiel"], scored["peildatum"]) == (profiel, PEILDATUM)
    printed = {"totaal": scored["totaal"], **scored["sporen"], **scored["pijlers"]}
    own = recomputed(document, shown, profiel)
    assert set(printed) == set(own)
    for name, part in printed.items():
        band = own[name]
        assert band is not None
        assert [part["laag"], part["score"], part["hoog"]] == [half_up(end) for end in band], name
        assert part["exact"] == (None if band[1] is None else str(band[1])), name


def test_the_counts_add_up(do: Do) -> None:
    document, shown = fill(do, 4, "mkb", "standaard")
    scored = do("score", "x.bcm.json", "--json").json
    counts = scored["totaal"]["aantallen"]
    assert list(counts) == ["beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor"]
    assert sum(counts.values()) == len(shown["vragen"])
    assert counts["niet_voor"] == sum("mkb" not in vraag["voor"] for vraag in shown["vragen"])
    hidden = [
        vraag["id"]
        for vraag in shown["vragen"]
        if "mkb" in vraag["voor"] and DEPTHS.index(vraag["diepte_voor"].get("mkb", vraag["diepte"])) > 1
    ]
    assert counts["niet_gesteld"] == len(hidden)
    given = {name: a for name, a in document["antwoorden"].items() if name not in hidden}
    assert counts["weet_niet"] == sum(a["waarde"] == "weet_niet" for a in given.values())
    assert counts["nvt"] == sum(a["waarde"] == "nvt" for a in given.values())


def test_a_critical_question_caps_the_level_and_says_so(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=1", "P1.1.2=4", "P1.2.1=4", "P1.2.2=4", "P2.1.1=4")
    part = klein("score", "a.bcm.json", "--json").json["pijlers"]["P1"]
    assert part["niveau"] == "Ad hoc"
    assert part["plafond"]["vragen"] == ["P1.1.1"]
    table = " ".join(klein("score", "a.bcm.json").out.split())
    assert "Ad hoc*" in table
    assert "Niveau 2 heft dit op" in table
    klein("beantwoord", "a.bcm.json", "P1.1.1=2")
    assert klein("score", "a.bcm.json", "--json").json["pijlers"]["P1"]["plafond"] is None


def test_an_empty_file_has_no_score_and_no_zero(klein: Do) -> None:
    part = klein("score", "a.bcm.json", "--json").json["totaal"]
    assert (part["score"], part["exact"], part["niveau"]) == (None, None, None)
    assert (part["laag"], part["hoog"]) == (0.0, 100.0)
    assert "geen score" in klein("score", "a.bcm.json").out


def test_the_table_shows_the_figures_of_the_document(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=2", "P1.2.2=weet-niet", "P2.1.1=3")
    document = klein("score", "a.bcm.json", "--json").json
    table = klein("score", "a.bcm.json").out
    assert "TLP:AMBER+STRICT · Voorbeeldveen" in table
    for part in (document["totaal"], *document["pijlers"].values()):
        for end in ("laag", "score", "hoog"):
            assert f"{part[end]:.1f}".replace(".", ",") in table
    assert max(map(len, table.splitlines())) <= 80


SUM = re.compile(r"^\s*\((?P<terms>.+)\) / (?P<weights>\d+) = (?P<outcome>\d+(?:/\d+)?)$")


def sums(text: str) -> list[tuple[Fraction, Fraction]]:
    """Return of each printed sum what its terms give, and what is printed behind it."""
    found = []
    for line in text.splitlines():
        match = SUM.match(line)
        if match:
            total, weights = Fraction(), 0
            for term in match["terms"].split(" + "):
                weight, _, value = term.rpartition(" × ")
                total += Fraction(value) * int(weight or 1)
                weights += int(weight or 1)
            assert weights == int(match["weights"])
            found.append((total / weights, Fraction(match["outcome"])))
    return found


@pytest.mark.parametrize("profiel", ["drenthe", "gelijk"])
def test_uitleg_prints_a_sum_that_adds_up(do: Do, profiel: str) -> None:
    fill(do, 5, "gemeente", "volledig")
    options = ("--profiel", profiel, "--peildatum", PEILDATUM)
    scored = do("score", "x.bcm.json", "--json", *options).json
    parts = {"totaal": scored["totaal"], **scored["sporen"], **scored["pijlers"]}
    for deel in ("P1", "P2", "P6", "S2", "totaal", "P1.1"):
        told = do("uitleg", "x.bcm.json", deel, *options)
        assert told.code == 0
        found = sums(told.out)
        assert found
        assert all(terms == outcome for terms, outcome in found)
        if deel in parts:
            exact = parts[deel]["exact"]
            assert found[-1][1] == Fraction(exact)
            assert f"= {exact} (band " in told.out
            assert f"{parts[deel]['score']:.1f}".replace(".", ",") in told.out


def test_uitleg_counts_each_part_once_by_its_own_outcome(do: Do) -> None:
    """The terms of a pillar are the outcomes of its groups, and those of the total are the pillars."""
    fill(do, 6, "gemeente", "snel")
    scored = do("score", "x.bcm.json", "--json", "--profiel", "gelijk").json
    line = next(
        line for line in do("uitleg", "x.bcm.json", "totaal", "--profiel", "gelijk").out.splitlines() if SUM.match(line)
    )
    match = SUM.match(line)
    assert match is not None
    assert match["terms"].split(" + ") == [part["exact"] for part in scored["pijlers"].values()]


def test_uitleg_of_one_question_and_its_states(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=4", "P1.1.2=weet-niet", "P1.2.2=nvt:x")
    assert "niveau 3 van 4 = 3/4 (niveau 4 zonder testdatum telt als 3)" in klein("uitleg", "a.bcm.json", "P1.1.1").out
    assert "weet niet: telt als 0 in score en laag, als 4 in hoog" in klein("uitleg", "a.bcm.json", "P1.1.2").out
    assert "niet van toepassing" in klein("uitleg", "a.bcm.json", "P1.2.2").out
    assert "nog niet beantwoord" in klein("uitleg", "a.bcm.json", "P2.1.1").out
    assert "niet voor dit type" in klein("uitleg", "a.bcm.json", "P2.1.2").out
    assert "niet gesteld" in klein("uitleg", "a.bcm.json", "P2.1.3").out


@pytest.mark.parametrize(("deel", "near"), [("P1.1.9", "P1.1."), ("P9", "P"), ("\x1b[31m", "")])
def test_uitleg_of_what_there_is_not(klein: Do, deel: str, near: str) -> None:
    told = klein("uitleg", "a.bcm.json", deel)
    assert (told.code, told.out) == (2, "")
    assert "is geen deel van deze vragenlijst" in told.err
    assert near in told.err
    assert "\x1b" not in told.err


def test_a_profile_that_is_not_there(klein: Do) -> None:
    told = klein("score", "a.bcm.json", "--profiel", "drente")
    assert told.code == 2
    assert 'Bedoelt u "drenthe"?' in told.err


def test_remarks_name_what_counts_for_less(klein: Do) -> None:
    klein("beantwoord", "a.bcm.json", "P1.1.1=4", "P1.1.2=nvt:x", "P2.1.1=3")
    told = klein("score", "a.bcm.json").out
    assert "zonder testdatum telt als 3" in told
    assert "n.v.t." in told
    assert "Zonder eigenaar" in told
    assert KLEIN not in told
