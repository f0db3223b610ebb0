"""Kill -9 of the real program at random moments: what the screen showed as kept is kept, whatever the moment.

An answer is acknowledged when the screen shows the next question, a summary behind it, or "Bewaard". The same file
goes through all kills, so each start is also the start after a kill. `BCM_KILLS=1000` makes the long test longer.
"""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from terminal import Terminal

from bcm_check.core.antwoorden import Organisatie, new
from bcm_check.core.gesprek import begin
from bcm_check.files import answers, content
from bcm_check.files.locations import standard

NUMBER = re.compile(r"vraag (\d+) van")
KEYS = {"0": 0, "1": 1, "2": 2, "w": "weet_niet"}


@dataclass
class Tally:
    """What happened in a row of kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    left: int = 0
    temporary: list[str] = field(default_factory=list)


class Slaughter:
    """Start, answer, kill; again and again, on one file until it is full."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance, self.tally = folder, random.Random(seed), Tally()
        self.serial = 0
        lijst = content.load(standard())
        asked = begin(lijst, new(lijst, Organisatie(naam="x", type="gemeente"), "volledig")).gesteld
        self.ids = [plek.vraag.id for plek in asked]
        self.last_of = {plek.pijler.id: at for at, plek in enumerate(asked, start=1)}
        self._new_file()

    def _new_file(self) -> None:
        self.serial += 1
        self.path = self.folder / f"{self.serial}.bcm.json"
        self.known: dict[str, object] = {}

    def run(self, kills: int) -> Tally:
        for _ in range(kills):
            self._once()
            self.tally.kills += 1
            if len(self.known) == len(self.ids):
                self._new_file()
        return self.tally

    def _once(self) -> None:
        more = () if self.path.exists() else ("--naam", "Gemeente X", "--type", "gemeente", "--diepte", "volledig")
        terminal = Terminal("start", self.path.name, *more, folder=self.folder)
        sent: dict[str, object] = {}
        if self.chance.random() < 0.15:
            terminal.pump(self.chance.uniform(0, 0.5))
            terminal.kill()
            self._check({}, sent)
            return
        if more:
            terminal.until("Enter beginnen")
            terminal.send("\r")
        terminal.until("vraag ", "pauze")
        self.tally.temporary += [path.name for path in self.folder.iterdir() if path.name.endswith(".tmp")]
        first = self._answered(terminal)
        if first and self.chance.random() < 0.3:
            self._again(terminal, first, sent)
        else:
            self._burst(terminal, first, sent)
        terminal.kill()
        shown = self._answered(terminal)
        acknowledged = {name: value for name, value in sent.items() if self.ids.index(name) < shown}
        self._check(acknowledged, sent)

    def _answered(self, terminal: Terminal) -> int:
        """Return how many questions lie before what the screen shows."""
        number = NUMBER.search(terminal.rows[0])
        if number:
            return int(number[1]) - 1
        pillar = re.search(r"Pijler (P\d+) .* is klaar", terminal.flat)
        return self.last_of[pillar[1]] if pillar else len(self.ids) if "Eindstand" in terminal.text else 0

    def _burst(self, terminal: Terminal, first: int, sent: dict[str, object]) -> None:
        """Type many answers at once; Enter after each goes on from a summary, and does nothing on an open question."""
        keys = [self.chance.choice("012w") for _ in range(self.chance.randint(1, 12))]
        sent.update(zip(self.ids[first:], (KEYS[key] for key in keys), strict=False))
        terminal.send("".join(f"{key}\r" for key in keys[: len(self.ids) - first]))
        terminal.pump(self.chance.uniform(0, 0.12))

    def _again(self, terminal: Terminal, first: int, sent: dict[str, object]) -> None:
        """Go back and give another answer to a question that had one."""
        terminal.press("t", f"vraag {first} van", "Uw antwoord:")
        key = self.chance.choice("012w")
        sent[self.ids[first - 1]] = KEYS[key]
        terminal.send(key)
        terminal.pump(self.chance.uniform(0, 0.04))

    def _check(self, acknowledged: dict[str, object], sent: dict[str, object]) -> None:
        self.tally.acknowledged += len(acknowledged)
        self.tally.left += sum(path.name.endswith(".tmp") for path in self.folder.iterdir())
        if not self.path.exists():
            self.tally.lost += [*self.known, *acknowledged]
            return
        try:
            stored = {name: a.waarde for name, a in answers.read(self.path).antwoorden.items()}
        except Exception as error:
            self.tally.unreadable.append(str(error))
            self._new_file()
            return
        for name, value in {**self.known, **acknowledged}.items():
            allowed = {value} if name in acknowledged else {value, sent.get(name, value)}
            if stored.get(name) not in allowed:
                self.tally.lost.append(f"{name}: {stored.get(name)!r} for {value!r}")
        for name, value in stored.items():
            assert value in (self.known.get(name), sent.get(name)), f"{name} was never answered with {value}"
        self.known = dict(stored)


def slaughtered(folder: Path, kills: int, seed: int) -> Tally:
    tally = Slaughter(folder, seed).run(kills)
    print(
        f"\n{tally.kills} kills, {tally.acknowledged} acknowledged answers: {len(tally.lost)} lost, "
        f"{len(tally.unreadable)} unreadable files, {len(tally.temporary)} temporary files after the next start "
        f"({tally.left} seen right after a kill)"
    )
    assert (tally.lost, tally.unreadable, tally.temporary) == ([], [], [])
    return tally


def test_three_kills(tmp_path: Path) -> None:
    assert slaughtered(tmp_path, 3, seed=4).acknowledged > 0


@pytest.mark.lang
def test_many_kills(tmp_path: Path) -> None:
    kills = int(os.environ.get("BCM_KILLS", "100"))
    tally = slaughtered(tmp_path, kills, seed=kills)
    assert tally.acknowledged > kills
