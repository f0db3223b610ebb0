"""The fold counts much at once: it must give what counting one thing at a time gives, whatever is shared and when."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, combinations
from typing import Any

import pytest
from inzendingen import bijdrage

from bcm_check.core import regiotelling
from bcm_check.core.antwoorden import Herkomst
from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.regiobeeld import HOOFDLIJST, URENRASTER, Regiobeeld, groups_of
from bcm_check.core.regiotelling import Regiotelling

STUKKEN = (
    Uurstuk(),
    Uurstuk(uit=((0, None),), oorzaak="it"),
    Uurstuk(uit=((90, 240), (300, None)), oorzaak="stroom"),
    Uurstuk(uit=((5000, None),), oorzaak="it"),
)


def made(number: int, chance: random.Random, shared: list[dict[str, Uurstuk]]) -> Bijdrage:
    """Return a contribution; of its hours some are an object that others have too, some are its own."""
    uren = {}
    for scenario in chance.sample(("SC1", "SC2", "SC3"), chance.randrange(4)):
        own = {name: chance.choice(STUKKEN) for name in chance.sample("pqr", chance.randrange(4))}
        uren[scenario] = chance.choice(shared) if chance.random() < 0.7 else own
    return bijdrage(
        number,
        lijst=Herkomst(id=chance.choice((HOOFDLIJST, HOOFDLIJST, "netwerk")), versie=chance.choice("12")),
        soort=chance.choice(("gemeente", "zorg")),
        gemeente=chance.choice(("", "A", "B")),
        sector=chance.choice(("", "s")),
        medewerkers=chance.choice((None, 7, 60, 70)),
        scores={name: chance.randrange(1001) for name in ("totaal", "P1", "P2") if chance.random() < 0.8},
        niveaus={name: chance.randrange(5) for name in ("a", "b") if chance.random() < 0.8},
        weet_niet=tuple(chance.sample("cd", chance.randrange(3))),
        nvt=tuple(chance.sample("ef", chance.randrange(3))),
        maatregelen=tuple(chance.choices(("m", "n", "o"), k=chance.randrange(4))),  # one twice, perhaps
        getallen={"g": chance.choice((0.0, 2.5, 7.0))} if chance.random() < 0.5 else {},
        keuzes={"k": chance.choice(("ja", "nee"))} if chance.random() < 0.5 else {},
        leveranciers={"L": ("Vonk", "Vonk", "vonk")} if chance.random() < 0.3 else {},
    ).model_copy(update={"uren": uren})  # the model would make objects of its own


def one_by_one(found: Iterable[Bijdrage]) -> dict[str, Any]:  # noqa: C901 -- a list of what is counted
    """Count in the plainest way there is, hour by hour and group by group."""
    tellers, lijsten, scores, klok = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    for each in found:
        main, groups = each.lijst.id == HOOFDLIJST, groups_of(each)
        lijsten[each.lijst.id, each.lijst.versie] += 1
        for groep in groups:
            known = each.uren.get("SC1")
            tellers["n", *groep] += main
            tellers["uren", *groep] += bool(known)
            tellers["norm", *groep] += bool(known) and not any(stuk.uit for stuk in (known or {}).values())
            for maatregel in each.maatregelen:
                tellers["maatregel", maatregel, *groep] += main
            for name, value in each.scores.items():
                scores[groep, f"{each.lijst.id}:{name}", value] += 1
        for one, other in combinations(groups, 2):
            tellers["kruis", *one, *other] += main
        for vraag, niveau in each.niveaus.items():
            tellers["niveau", vraag, str(niveau)] += 1
        for kind, names in (("weet_niet", each.weet_niet), ("nvt", each.nvt)):
            tellers.update((kind, vraag) for vraag in names)
        for vraag, keuze in each.keuzes.items():
            tellers["keuze", vraag, keuze, each.gemeente] += 1
        for vraag, getal in each.getallen.items():
            tellers["aantal", vraag, each.gemeente] += 1
            tellers["meer", vraag, each.gemeente] += getal > 0
            tellers["som", vraag, each.gemeente] += round(getal * 100)
        for vraag, names in each.leveranciers.items():
            tellers.update(("leverancier", vraag, name) for name in set(names))
        for scenario, processen in each.uren.items():
            tellers.update(("oorzaak", scenario, name) for name in {stuk.oorzaak for stuk in processen.values()} - {""})
            for proces, stuk in processen.items():
                tellers["loopt", scenario, proces] += 1
                for hour in range(URENRASTER + 1):
                    down = any(van <= 60 * hour and (tot is None or 60 * hour < tot) for van, tot in stuk.uit)
                    klok[scenario, proces, hour] += down
    return {"tellers": +tellers, "lijsten": +lijsten, "scores": +scores, "klok": +klok}


def told(beeld: Regiobeeld) -> dict[str, Any]:
    """Return a picture as `one_by_one` counts it."""
    scores = {(*key, value): bins[value] for key, bins in beeld.scores.items() for value in range(1001)}
    klok = {(*key, hour): down for key, edges in beeld.randen.items() for hour, down in enumerate(accumulate(edges))}
    return {
        "tellers": +beeld.tellers,
        "lijsten": +beeld.lijsten,
        "scores": +Counter(scores),
        "klok": +Counter(klok),
    }


@pytest.mark.parametrize("seed", range(30))
def test_it_counts_what_counting_one_by_one_counts(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """With little kept apart it is brought together in between, at any moment; so it is when somebody looks."""
    chance = random.Random(seed)
    for name in ("MEESTE_SOORTEN", "MEESTE_UREN", "MEESTE_SCORES"):
        monkeypatch.setattr(regiotelling, name, chance.choice((1, 3, 1000)))
    shared = [{name: chance.choice(STUKKEN) for name in chance.sample("pqr", chance.randrange(4))} for _ in range(4)]
    telling, here = Regiotelling(), list[Bijdrage]()
    for number in range(60):
        if here and chance.random() < 0.3:
            telling.remove(here.pop(chance.randrange(len(here))))
        else:
            here.append(made(number, chance, shared))
            telling.add(here[-1])
        if chance.random() < 0.1:
            assert told(telling.beeld) == one_by_one(here)
    assert told(telling.beeld) == one_by_one(here)
    assert telling.beeld.rijen is not None
    assert {code for code, _ in telling.beeld.rijen} == {each.code for each in here}


def test_hours_with_the_same_place_in_memory_are_not_taken_for_another_scenario() -> None:
    hours = {"p": STUKKEN[1]}
    telling = Regiotelling()
    telling.add(bijdrage(1).model_copy(update={"uren": {"SC1": hours, "SC2": hours}}))
    telling.add(bijdrage(2).model_copy(update={"uren": {"SC2": hours}}))
    found = telling.beeld.tellers
    assert (found["loopt", "SC1", "p"], found["loopt", "SC2", "p"]) == (1, 2)


def test_a_picture_that_does_not_fit_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    telling, other = Regiotelling(), Regiotelling()
    telling.add(bijdrage(1, scores={"totaal": 500}))
    other.add(bijdrage(2, gemeente="Elders", scores={"totaal": 700}))
    before = told(telling.beeld)
    with monkeypatch.context() as patch:
        patch.setattr(regiotelling, "MEESTE_REEKSEN", len(telling.beeld.scores))
        assert not telling.join(other.beeld)
    assert told(telling.beeld) == before
    for bins in other.beeld.scores.values():
        bins[500] = 2**32 - 1  # and one that counts more than there are people
    assert not telling.join(other.beeld)
    assert told(telling.beeld) == before


def test_after_joining_more_may_be_added() -> None:
    telling, other = Regiotelling(), Regiotelling()
    first, second, third = (bijdrage(number, scores={"totaal": 100 * number}) for number in (1, 2, 3))
    telling.add(first)
    other.add(second)
    assert telling.join(other.beeld)
    telling.add(third)
    assert told(telling.beeld) == one_by_one((first, second, third))
