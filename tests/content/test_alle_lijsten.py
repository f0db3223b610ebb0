"""What holds for each shipped questionnaire: its words, its measures, its sources, and what has been released."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bcm_check.core.errors import FileTrouble
from bcm_check.core.redactie import review
from bcm_check.core.vergelijking import released
from bcm_check.core.vragenlijst import Vragenlijst
from bcm_check.files import content, releases

from .conftest import NAMEN, VRAGENLIJSTEN, place, read

# The folders that hold no questionnaire, and the tests of what is in them.
LOOKED_AT_BY = {
    "ketens": "test_ketens.py",
    "voorbeelden": "test_voorbeelden.py",
    "uitgegeven": "test_alle_lijsten.py",
    "regio": "test_regiolijsten.py",
}
SENTENCE = re.compile(r"(?<=[.!?:;])\s+")


def test_nothing_is_shipped_that_is_not_looked_at_here() -> None:
    shipped = {path.stem for path in VRAGENLIJSTEN.glob("*.yaml")}
    shipped |= {path.parent.name for path in VRAGENLIJSTEN.glob("*/vragenlijst.yaml")}
    assert shipped == set(NAMEN)
    others = {path.name for path in VRAGENLIJSTEN.iterdir() if path.is_dir()} - shipped
    assert others == set(LOOKED_AT_BY)
    assert [test for test in LOOKED_AT_BY.values() if not (Path(__file__).parent / test).is_file()] == []


@pytest.mark.parametrize("name", NAMEN)
def test_the_reviewer_has_nothing_to_say(name: str) -> None:
    lijst, faults, warnings = content.read_reviewed(place(name))
    assert (faults, warnings) == ([], [])
    assert lijst is not None
    assert review(lijst) == []
    assert lijst.id == name


# -- what fits on a screen of 80 by 24 ------------------------------------------------------------------------------


def test_texts_fit_the_screen(elke: Vragenlijst) -> None:
    long = []
    for plek in elke.plekken:
        vraag = plek.vraag
        texts = [("titel", vraag.titel, 60), ("vraag", vraag.vraag, 150)]
        texts += [(f"niveau {level}", text, 140) for level, text in vraag.niveaus.items()]
        texts += [(f"keuze {keuze.id}", keuze.tekst, 140) for keuze in vraag.keuzes]
        long += [(vraag.id, what, len(text)) for what, text, most in texts if len(text) > most]
    assert long == []
    assert [pijler.id for pijler in elke.pijlers if len(pijler.label) > 22] == []


def words_of(lijst: Vragenlijst) -> list[tuple[str, str]]:
    """Return every text that a person reads, with where it stands."""
    found = [("uitleg", lijst.uitleg)]
    for plek in lijst.plekken:
        vraag = plek.vraag
        texts = [vraag.titel, vraag.vraag, vraag.waarom, *vraag.niveaus.values(), *vraag.voorbeelden.values()]
        texts += [*vraag.bewijs, *(keuze.tekst for keuze in vraag.keuzes)]
        found += [(vraag.id, text) for text in texts]
    for m in lijst.maatregelen:
        found += [(m.id, text) for text in (m.titel, m.waarom, m.hoe, m.eerste_stap, m.gezamenlijk.vorm)]
    for pijler in lijst.pijlers:
        found.append((pijler.id, pijler.uitleg))
    found += [(bron.id, bron.status) for bron in lijst.bronnen]
    return found


def test_no_sentence_is_longer_than_25_words(elke: Vragenlijst) -> None:
    long = [
        (where, sentence)
        for where, text in words_of(elke)
        for sentence in SENTENCE.split(text)
        if len(sentence.split()) > 25
    ]
    assert long == []


def test_every_question_is_a_question(elke: Vragenlijst) -> None:
    assert [plek.vraag.id for plek in elke.plekken if not plek.vraag.vraag.endswith("?")] == []
    assert [plek.vraag.id for plek in elke.plekken if plek.vraag.vraag.count("?") != 1] == []


def test_levels_end_as_sentences_and_never_repeat(elke: Vragenlijst) -> None:
    for plek in elke.plekken:
        levels = list(plek.vraag.niveaus.values())
        assert all(text.endswith((".", "!", "?")) for text in levels), plek.vraag.id
        assert len({text.casefold() for text in levels}) == len(levels), plek.vraag.id


def test_no_text_asks_for_a_person_or_speaks_informally(elke: Vragenlijst) -> None:
    informal = re.compile(r"\b(?:je|jij|jullie|jouw)\b", re.IGNORECASE)
    assert [(where, text) for where, text in words_of(elke) if informal.search(text)] == []


# -- the law --------------------------------------------------------------------------------------------------------


CAREFUL = re.compile(r"peildatum|nagelezen|controleer|bevestigen", re.IGNORECASE)


def certain(lijst: Vragenlijst) -> set[str]:
    """Return the laws whose status says neither on which day it stood so nor that somebody must verify it."""
    return {
        bron.id for bron in lijst.bronnen if bron.soort == "wet" and bron.status and not CAREFUL.search(bron.status)
    }


def test_no_legal_status_is_stated_as_certain(elke: Vragenlijst) -> None:
    assert certain(elke) == set()


@pytest.mark.parametrize("law", ["cbw", "wwke"])
def test_the_two_new_laws_are_to_be_verified(law: str) -> None:
    bron = read("weerbaarheid").bron[law]
    assert (bron.soort, bron.zekerheid) == ("wet", "te_verifieren")
    assert "wetsvoorstel" in bron.status


def test_every_source_that_is_named_is_used(elke: Vragenlijst) -> None:
    used = {ref.bron for plek in elke.plekken for ref in plek.vraag.bronnen}
    assert used <= set(elke.bron)
    norms = {bron.id for bron in elke.bronnen if bron.soort in ("norm", "wet") and bron.plaatsen}
    assert norms <= used


# -- measures -------------------------------------------------------------------------------------------------------


def test_every_measure_is_complete(elke: Vragenlijst) -> None:
    for m in elke.maatregelen:
        assert all((m.titel, m.waarom, m.hoe, m.eerste_stap, m.actiehouder)), m.id
        assert len({m.waarom, m.hoe, m.eerste_stap}) == 3, m.id
        assert 1 <= m.dagdelen.tot <= 60, m.id
        assert (m.gezamenlijk.kan == "nee") or m.gezamenlijk.vorm, m.id


def test_no_measure_takes_back_what_another_level_asked(elke: Vragenlijst) -> None:
    """The steps of a question rise, and each measure stands in it once."""
    for plek in elke.plekken:
        steps = plek.vraag.maatregelen
        assert [stap.naar for stap in steps] == sorted(stap.naar for stap in steps), plek.vraag.id


def test_no_owner_of_a_measure_is_a_name(elke: Vragenlijst) -> None:
    assert [m.id for m in elke.maatregelen if not m.actiehouder[:1].islower() and not m.actiehouder.isupper()] == []


# -- what has been released -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMEN)
def test_the_lock_of_released_ids_agrees_with_the_content(name: str) -> None:
    """Ids are for ever. When content changed on purpose: a new version, a step in `migraties`, and renew the lock."""
    lijst, lock = read(name), releases.released_ids(name)
    renew = f"Content changed after its release. Write `migraties`, then: bcm-check vragenlijst uitgeven {name}"
    now = released(lijst)
    assert set(now) <= set(lock), renew
    assert {key: mark for key, mark in lock.items() if key in now and now[key] != mark} == {}, renew
    gone = {step.vraag for step in lijst.migraties}
    assert set(lock) - set(now) <= gone, renew
    stated = releases.lock_file(name).read_text(encoding="utf-8")
    assert f'"versie": "{lijst.versie}"' in stated, renew


@pytest.mark.parametrize("renewed", [False, True])
def test_a_meaning_that_was_released_only_changes_with_the_version(renewed: bool, tmp_path: Path) -> None:
    text = place("netwerk").read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.strip().startswith("3: "))
    text = text.replace(first, f'{first.partition(":")[0]}: "Iets heel anders."', 1)
    if renewed:
        text = re.sub("(?m)^versie: .*$", 'versie: "2099.1"', text)
    changed = tmp_path / "netwerk.yaml"
    changed.write_text(text, encoding="utf-8")
    lijst, faults, _ = content.read_reviewed(changed)
    assert (lijst is not None) is renewed
    assert [fault.code for fault in faults] == ([] if renewed else ["uitgegeven-anders"])
    if not renewed:
        question = text[: text.index("Iets heel anders.")].rindex("- id: ")
        assert faults[0].regel == text[:question].count("\n") + 1


@pytest.mark.parametrize("document", ['{"vragen": {}}', '{"versie": "1"}', '{"versie": 1, "vragen": {}}', "[]"])
def test_a_lock_that_is_not_whole_is_trouble_and_not_an_empty_one(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "home", lambda _name: tmp_path)
    assert releases.last_release("proef") == ({}, "")
    lock = releases.lock_file("proef")
    lock.parent.mkdir()
    lock.write_text(document, encoding="utf-8")
    with pytest.raises(FileTrouble, match="geen lijst van uitgegeven vragen"):
        releases.last_release("proef")


def test_no_id_is_used_in_two_questionnaires() -> None:
    """Answers of one can never be taken for answers of another."""
    ids = [set(read(name).plek) for name in NAMEN]
    assert set.intersection(*ids) == set()
    assert sum(map(len, ids)) == len(set.union(*ids))
