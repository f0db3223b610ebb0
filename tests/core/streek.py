"""An invented region for the tests of what is published: organisations with answers, plans and hours that agree.

Each has three pillars of four questions at level 0 to 4. Below level 2 the first step is in its plan, below 3 both.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from inzendingen import bijdrage

from bcm_check.core.bijdrage import Bijdrage, Uurstuk
from bcm_check.core.ketens import Ketens
from bcm_check.core.regio import Regio
from bcm_check.core.regiobeeld import Regiobeeld
from bcm_check.core.regiotabel import Bron
from bcm_check.core.regiotelling import Regiotelling

from .lists import document, lees, maatregel, pijler, vraag

PIJLERS = ("P1", "P2", "P3")
VRAGEN = {name: tuple(f"{name}.{at}" for at in range(1, 5)) for name in PIJLERS}
STAPPEN = (2, 3)
MEDEWERKERS = (20, 30, 100, None)  # by code: half of a kind is small
SOORTEN = {"gemeente": "overheid", "zorg": "zorg", "mkb": "bedrijven", "nuts": "bedrijven"}
SAMEN = {"kan": "ja", "vorm": "Eén keer samen."}


def _question(name: str) -> dict[str, Any]:
    steps = [{"id": f"m{name}.{step}", "naar": step} for step in STAPPEN]
    return vraag(name, maatregelen=steps, kritiek=True)


LIJST = lees(
    document(
        *(pijler(name, *map(_question, names)) for name, names in VRAGEN.items()),
        maatregelen=[
            maatregel(f"m{name}.{step}", gezamenlijk=SAMEN, actielijn="A")
            for names in VRAGEN.values()
            for name in names
            for step in STAPPEN
        ],
        actielijnen=[{"id": "A", "naam": "Lijn A"}],
    )
)
KETENS = Ketens.model_validate(
    {
        "formaat": 1,
        "id": "k",
        "versie": "1",
        "titel": "Keten",
        "middelen": [{"id": name, "naam": name.upper()} for name in ("stroom", "it")],
        "processen": [{"id": f"p{at}", "naam": f"Proces {at}"} for at in range(6)],
        "scenarios": [{"id": "SC1", "naam": "Stroom", "treft": [{"middel": "stroom"}], "thema": ["4 Vitaal"]}],
    }
)
REGIO = Regio.model_validate(
    {"formaat": 1, "id": "r", "versie": "1", "titel": "Streek", "tarief": "300-500", "genodigden": {}}
)


@dataclass(frozen=True)
class Lid:
    """A member: levels by question, hours by process (None: it lasts), and its scores, when not those of its levels."""

    code: int
    soort: str
    gemeente: str
    niveaus: Mapping[str, int]
    uren: Mapping[str, int | None]
    teller: int = 1
    scores: Mapping[str, int] = field(default_factory=dict)

    def answers(self) -> Bijdrage:
        """Return its contribution."""
        own = {name: round(62.5 * sum(self.niveaus[each] for each in VRAGEN[name])) for name in PIJLERS}
        scores = {**own, **self.scores}
        plan = [f"m{name}.{step}" for name, level in self.niveaus.items() for step in STAPPEN if level < step]
        hours = {
            name: Uurstuk() if hour is None else Uurstuk(uit=((hour * 60, None),), oorzaak="it" if hour else "stroom")
            for name, hour in self.uren.items()
        }
        return bijdrage(
            self.code,
            teller=self.teller,
            soort=self.soort,
            sector=SOORTEN[self.soort],
            gemeente=self.gemeente,
            medewerkers=MEDEWERKERS[self.code % len(MEDEWERKERS)],
            scores={"totaal": sum(scores.values()) // len(scores), **scores},
            niveaus=dict(self.niveaus),
            maatregelen=tuple(plan),
            uren={"SC1": hours},
        )


def member(chance: random.Random, code: int) -> Lid:
    """Return an invented member."""
    strength = chance.choice((0.15, 0.35, 0.5, 0.65, 0.9))
    levels = {name: sum(chance.random() < strength for _ in range(4)) for names in VRAGEN.values() for name in names}
    lasts = chance.random() < 0.4
    hours = {f"p{at}": None if lasts else chance.choice((0, 2, 9, 30, None)) for at in range(chance.randint(2, 6))}
    return Lid(code, chance.choice(tuple(SOORTEN)), chance.choice("ABC"), levels, hours)


def next_year(chance: random.Random, members: list[Lid], fresh: int) -> list[Lid]:
    """Return who takes part in the next edition: some left, came, or answered anew; the first one stays as is."""
    gone = chance.choice((0, 1, 3, 6))
    kept = [members[0], *chance.sample(members[1:], max(len(members) - 1 - gone, 9))]
    anew = chance.choice((0, 1, 4, 12))
    made = [
        replace(member(chance, each.code), soort=each.soort, gemeente=each.gemeente, teller=each.teller + 1)
        if 0 < at <= anew
        else each
        for at, each in enumerate(kept)
    ]
    return [*made, *(member(chance, fresh + at) for at in range(chance.choice((0, 1, 4, 7))))]


def editions_of(seed: int, count: int = 6) -> list[list[Lid]]:
    """Return the members of each edition of an invented region; the first of them is in all, with the same answers."""
    chance = random.Random(seed)
    found = [[member(chance, code) for code in range(chance.choice((14, 25, 45, 110)))]]
    for number in range(1, count):
        found.append(next_year(chance, found[-1], 1000 * number))
    return found


def source(beeld: Regiobeeld) -> Bron:
    """Return what a publication is made from."""
    ids = {rij.code: f"x{number}" for number, rij in enumerate((beeld.rijen or {}).values())}
    return Bron(beeld, LIJST, KETENS, REGIO, ids)


def with_one_more(beeld: Regiobeeld, more: Bijdrage) -> Regiobeeld:
    """Return a picture with one more contribution; the first stays as it is."""
    copy = Regiobeeld(
        Counter(beeld.tellers),
        {key: bins[:] for key, bins in beeld.scores.items()},
        {key: bins[:] for key, bins in beeld.randen.items()},
        None if beeld.rijen is None else dict(beeld.rijen),
        Counter(beeld.lijsten),
    )
    telling = Regiotelling(copy)
    telling.add(more)
    return telling.beeld
