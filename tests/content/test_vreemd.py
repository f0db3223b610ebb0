"""Models that nobody here made, written in the format without a line of Python: drop a file in, get a test.

OWASP SAMM stands for maturity models with summed practices. Its rule is recomputed here from the answers alone.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from core.lists import DAG
from hypothesis import given, settings
from hypothesis import strategies as st

from bcm_check.core.antwoorden import Antwoord, Antwoorden, Organisatie, new
from bcm_check.core.scores import Scores, Uitslag, score
from bcm_check.files import content

VREEMD = Path(__file__).resolve().parents[1] / "voorbeelden_vreemd"
SAMM = VREEMD / "samm.yaml"
FUNCTIES = {"G": ("SM", "PC", "EG"), "D": ("TA", "SR", "SA"), "I": ("SB", "SD", "DM"), "V": ("AA", "RT", "ST"),
            "O": ("IM", "EM", "OM")}  # fmt: skip
STROMEN, NIVEAUS = "AB", (1, 2, 3)
PUNTEN = {"nee": Fraction(0), "deels": Fraction(1, 4), "helft": Fraction(1, 2), "ja": Fraction(1)}
VRAGEN = [f"{f}-{p}-{n}-{s}" for f, practices in FUNCTIES.items() for p in practices for n in NIVEAUS for s in STROMEN]
LIJST = content.load(SAMM)
Given = dict[str, str]


def filled(given: Given) -> Antwoorden:
    empty = new(LIJST, Organisatie(naam="Voorbeeldveen", type="organisatie"), "volledig")
    return empty.model_copy(update={"antwoorden": {name: Antwoord(waarde=value) for name, value in given.items()}})


# -- SAMM's own rule ------------------------------------------------------------------------------------------------


def practice(given: Given, function: str, name: str) -> Fraction:
    """Sum over the three levels of the mean of both streams: 0 to 3. What is not answered gives nothing."""
    total = Fraction(0)
    for level in NIVEAUS:
        both = [PUNTEN[given.get(f"{function}-{name}-{level}-{stream}", "nee")] for stream in STROMEN]
        total += sum(both) / 2
    return total


def function_score(given: Given, function: str) -> Fraction:
    """The mean of the practices of a function: 0 to 3."""
    practices = [practice(given, function, name) for name in FUNCTIES[function]]
    return sum(practices, Fraction(0)) / len(practices)


def overall(given: Given) -> Fraction:
    """The mean of the functions: 0 to 3."""
    return sum((function_score(given, name) for name in FUNCTIES), Fraction(0)) / len(FUNCTIES)


def of_practice(scores: Scores, function: str, name: str) -> Uitslag:
    for deel in scores.pijlers[function].delen:
        if isinstance(deel, Uitslag) and deel.id == f"{function}-{name}":
            return deel
    raise AssertionError(name)


# -- the questionnaire ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(VREEMD.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_strange_model_is_read_without_faults_or_warnings(path: Path) -> None:
    lijst, faults, warnings = content.read_reviewed(path)
    assert lijst is not None
    assert (faults, warnings) == ([], [])


def test_the_structure_is_that_of_samm() -> None:
    assert len(VRAGEN) == 90
    assert [plek.vraag.id for plek in LIJST.plekken] == VRAGEN
    assert [pijler.id for pijler in LIJST.pijlers] == list(FUNCTIES)
    for function, practices in FUNCTIES.items():
        groups = next(pijler for pijler in LIJST.pijlers if pijler.id == function).onderwerpen
        assert [group.id for group in groups] == [f"{function}-{name}" for name in practices]
    texts = [plek.vraag.vraag for plek in LIJST.plekken]
    assert len(set(texts)) == 90


def test_the_file_holds_the_points_and_no_rule_stands_in_python() -> None:
    document: dict[str, Any] = yaml.safe_load(SAMM.read_text(encoding="utf-8"))
    assert len(document["schaal"]) == 4
    for pijler in document["pijlers"]:
        for group in pijler["onderwerpen"]:
            assert group["methode"] == "som"
            for level in group["onderwerpen"]:
                for vraag in level["vragen"]:
                    found = {keuze["id"]: Fraction(str(keuze["punten"])) for keuze in vraag["keuzes"]}
                    assert found == PUNTEN


ANSWERS = st.fixed_dictionaries({name: st.sampled_from(list(PUNTEN)) for name in VRAGEN})


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_every_score_is_the_one_of_samm(given: Given) -> None:
    scores = score(LIJST, filled(given), DAG)
    for function, practices in FUNCTIES.items():
        for name in practices:
            found = of_practice(scores, function, name)
            assert found.score is not None
            assert found.score * 3 == practice(given, function, name)
            assert found.laag == found.score == found.hoog
        pillar = scores.pijlers[function].score
        assert pillar is not None
        assert pillar * 3 == function_score(given, function)
    assert scores.totaal.score is not None
    assert scores.totaal.score * 3 == overall(given)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.sets(st.sampled_from(VRAGEN), max_size=80))
def test_with_gaps_the_low_end_is_the_score_of_samm(given: Given, gaps: set[str]) -> None:
    """SAMM counts what is not answered as nothing; here that is the low end of the band."""
    some = {name: value for name, value in given.items() if name not in gaps}
    scores = score(LIJST, filled(some), DAG)
    for function, practices in FUNCTIES.items():
        for name in practices:
            low, high = of_practice(scores, function, name).laag, of_practice(scores, function, name).hoog
            assert low is not None
            assert high is not None
            assert low * 3 == practice(some, function, name)
            assert high * 3 == practice({**dict.fromkeys(VRAGEN, "ja"), **some}, function, name)
    assert scores.totaal.laag is not None
    assert scores.totaal.laag * 3 == overall(some)


def test_one_sum_by_hand() -> None:
    # Strategy: level 1 is 1 and 1/2, level 2 is 1/4 and 0, level 3 is 0 and 0. 3/4 + 1/8 + 0 = 7/8 of 3.
    given = dict.fromkeys(VRAGEN, "nee") | {"G-SM-1-A": "ja", "G-SM-1-B": "helft", "G-SM-2-A": "deels"}
    scores = score(LIJST, filled(given), DAG)
    found = of_practice(scores, "G", "SM").score
    assert found is not None
    assert found * 3 == Fraction(7, 8)
    # Governance: 7/8 over three practices; the whole: that over five functions.
    assert scores.pijlers["G"].score == Fraction(7, 8) / 9
    assert scores.totaal.score == Fraction(7, 8) / 45


def test_the_level_name_is_what_the_score_reaches_in_full() -> None:
    level_one = {name: "ja" if "-1-" in name else "nee" for name in VRAGEN}
    scores = score(LIJST, filled(level_one), DAG)
    assert {pijler.niveau for pijler in scores.pijlers.values()} == {1}
    assert LIJST.niveaunaam[1] == "Begonnen"
