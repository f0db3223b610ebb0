"""The fictional organisations: wholly answered, of three kinds, with results that differ and can be believed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bcm_check.core.antwoorden import in_words
from bcm_check.core.beoordeling import Beoordeling, assess
from bcm_check.core.gesprek import begin
from bcm_check.files import examples

from .conftest import VRAGENLIJSTEN, read

VOORBEELDEN = sorted((VRAGENLIJSTEN / "voorbeelden").glob("*.yaml"))


def load(path: Path) -> examples.Voorbeeld:
    return examples.load(path, read("weerbaarheid"))


def result(path: Path) -> Beoordeling:
    found = load(path)
    return assess(read("weerbaarheid"), found.antwoorden, found.peildatum)


def test_three_personas_of_three_kinds() -> None:
    kinds = [load(path).antwoorden.organisatie.type for path in VOORBEELDEN]
    assert len(kinds) >= 3
    assert {"gemeente", "zorg", "dorpshuis"} <= set(kinds)


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_an_example_is_wholly_answered(path: Path) -> None:
    answers = load(path).antwoorden
    progress = begin(read("weerbaarheid"), answers).voortgang()
    assert (progress.gedaan, progress.minuten) == (progress.totaal, 0)
    assert progress.totaal >= 40
    assert len(answers.antwoorden) == progress.totaal  # and nothing beside what is asked


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_an_example_has_every_kind_of_answer_and_speaks_for_itself(path: Path) -> None:
    lijst, answers = read("weerbaarheid"), load(path).antwoorden.antwoorden
    words = Counter(in_words(lijst.plek[name].vraag, antwoord) for name, antwoord in answers.items())
    assert {"weet niet", "n.v.t.", "niveau 0", "niveau 1", "niveau 2", "niveau 3"} <= set(words)
    assert max(words.values()) < len(answers) * 0.6  # nobody answers the same all the way down
    noted = [name for name, antwoord in answers.items() if antwoord.toelichting.strip() or antwoord.reden.strip()]
    assert len(noted) > len(answers) / 2
    high = [name for name, antwoord in answers.items() if antwoord.niveau is not None and antwoord.niveau >= 3]
    assert [name for name in high if not answers[name].bewijs.strip()] == []
    assert [name for name, antwoord in answers.items() if antwoord.niveau == 4 and antwoord.testdatum is None] == []


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_a_result_is_plausible(path: Path) -> None:
    """Neither hopeless nor perfect, uneven over the pillars, with work to do and something to find out."""
    found = result(path)
    scores = [uitslag.score for uitslag in found.scores.pijlers.values()]
    assert all(score is not None and 0 < score < 1 for score in scores)
    known = [float(score) for score in scores if score is not None]
    assert max(known) - min(known) > 0.15
    assert found.scores.totaal.score is not None
    assert 0.1 < found.scores.totaal.score < 0.8
    assert len(found.plan.regels) >= 6
    assert found.plan.uitzoekacties
    assert found.plan.zonder_maatregel == ()


def test_the_results_differ_per_pillar_and_in_what_comes_first() -> None:
    found = [result(path) for path in VOORBEELDEN]
    for pijler in read("weerbaarheid").pijlers:
        scores = [each.scores.pijlers[pijler.id].score for each in found]
        assert len(set(scores)) == len(scores), pijler.id
    first = [tuple(regel.maatregel.id for regel in each.plan.regels[:6]) for each in found]
    assert len(set(first)) == len(first)
    ambitions = [each.antwoorden.ambitie for each in found]
    assert any(ambitions)


def test_the_order_of_the_three_is_what_one_would_expect() -> None:
    """A village hall with few means stands below a municipality and a home-care organisation."""
    totals = {result(path).antwoorden.organisatie.type: result(path).scores.totaal.score for path in VOORBEELDEN}
    assert all(score is not None for score in totals.values())
    assert totals["dorpshuis"] == min(score for score in totals.values() if score is not None)


@pytest.mark.parametrize("path", VOORBEELDEN, ids=lambda path: path.stem)
def test_an_example_says_that_it_is_made_up(path: Path) -> None:
    assert "erzonnen" in path.read_text(encoding="utf-8").splitlines()[0]
