"""Adding contributions to the picture of a region, and taking them out of it.

Much of what organisations give is the same. Those in the same groups are counted together and added to each of their
groups afterwards; hours that are one and the same object (whoever reads contributions sees to that) count as often as
they were met. So the sum costs a tenth of one that is made contribution by contribution, and it is the same sum.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Generic, TypeAlias, TypeVar

from .bijdrage import Bijdrage, Uurstuk
from .regiobeeld import (
    HOOFDLIJST,
    MEESTE_REEKSEN,
    MEESTE_RIJEN,
    NORMSCENARIO,
    URENRASTER,
    Groep,
    Regiobeeld,
    edges,
    groups_of,
    histogram,
    row_of,
    size_of,
)

# How much is kept apart before it goes to the picture: enough to be met again, and no more memory than a few files.
MEESTE_SOORTEN: Final = 1_000
MEESTE_UREN: Final = 2_000
MEESTE_SCORES: Final = 2_000  # of so many organisations

Soort: TypeAlias = tuple[str, str, str, str, str, str]
_Counted = TypeVar("_Counted")


class _Saldo(Generic[_Counted]):
    """How often something came, less how often it went: counted apart, as only counting up is quick."""

    def __init__(self) -> None:
        self._comes, self._goes = Counter[_Counted](), Counter[_Counted]()

    def count(self, found: Iterable[_Counted], times: int) -> None:
        """Count what comes (1) or goes (-1)."""
        (self._comes if times > 0 else self._goes).update(found)

    def taken(self) -> list[tuple[_Counted, int]]:
        """Return what is not even, and begin anew."""
        self._comes.subtract(self._goes)
        found = [(each, times) for each, times in self._comes.items() if times]
        self._comes.clear()
        self._goes.clear()
        return found


@dataclass(slots=True)
class _Soortgenoten:
    """Organisations in the same groups that answered the same questionnaire: what was counted of them together.

    `scores` are those of the ones that were not added yet, by their names and whether they come or go (1, -1).
    """

    groepen: tuple[Groep, ...]
    lijst: tuple[str, str]
    aantal: int = 0
    uren: int = 0  # of so many the hours in the scenario of the norm are known
    norm: int = 0  # and of those all processes last
    maatregelen: _Saldo[str] = field(default_factory=_Saldo)
    scores: dict[tuple[tuple[str, ...], int], list[tuple[int, ...]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Uren:
    """The hours under one scenario, and how often they were met."""

    scenario: str
    processen: Mapping[str, Uurstuk]
    houdt: bool  # no process stops
    keren: int = 0


class Regiotelling:
    """The sum over contributions, each organisation and questionnaire once: whoever adds them sees to that."""

    def __init__(self, beeld: Regiobeeld | None = None) -> None:
        """Go on from a picture, which changes with it; without one, from nothing."""
        self._beeld = Regiobeeld() if beeld is None else beeld
        self._soorten: dict[Soort, _Soortgenoten] = {}
        self._uren: dict[tuple[str, int], _Uren] = {}  # by scenario and which object it is
        self._niveaus = _Saldo[tuple[str, int]]()
        self._wachten = 0  # so many organisations have scores that were not added yet

    @property
    def beeld(self) -> Regiobeeld:
        """The picture of everything that was added until now."""
        self._settle()
        return self._beeld

    def add(self, bijdrage: Bijdrage) -> None:
        """Add one contribution."""
        self._count(bijdrage, 1)
        rows = self._beeld.rijen
        if rows is not None:
            rij = row_of(bijdrage)
            rows[rij.code, rij.lijst] = rij
            if len(rows) > MEESTE_RIJEN:
                self._beeld.rijen = None

    def remove(self, bijdrage: Bijdrage) -> None:
        """Take out a contribution that was added: the picture is as if it never was."""
        self._count(bijdrage, -1)
        if self._beeld.rijen is not None:
            self._beeld.rijen.pop((bijdrage.code, bijdrage.lijst.id), None)

    def join(self, other: Regiobeeld) -> bool:
        """Add the picture of others. Returns False, and adds nothing, when it names or counts more than fits."""
        try:
            together = self.beeld + other
        except OverflowError:
            return False
        if len(together.scores) > MEESTE_REEKSEN:
            return False
        self._beeld = together
        return True

    def has_room(self, bijdrage: Bijdrage) -> bool:
        """Tell whether a contribution fits: names that nobody else uses may not fill the memory."""
        known = self._beeld.scores
        room = MEESTE_REEKSEN - len(known)
        if 5 * len(bijdrage.scores) <= room:  # nobody is in more groups
            return True
        groups = groups_of(bijdrage)
        names = [f"{bijdrage.lijst.id}:{name}" for name in bijdrage.scores]
        return sum((groep, name) not in known for groep in groups for name in names) <= room

    # -- counting apart --

    def _count(self, bijdrage: Bijdrage, times: int) -> None:
        soort = self._kind(bijdrage)
        soort.aantal += times
        soort.maatregelen.count(bijdrage.maatregelen, times)
        self._niveaus.count(bijdrage.niveaus.items(), times)
        self._count_scores(soort, bijdrage.scores, times)
        self._count_answers(bijdrage, times)
        self._count_hours(soort, bijdrage.uren, times)

    def _kind(self, bijdrage: Bijdrage) -> _Soortgenoten:
        lijst = bijdrage.lijst
        size = size_of(bijdrage.soort, bijdrage.medewerkers)
        key = (lijst.id, lijst.versie, bijdrage.soort, size, bijdrage.sector, bijdrage.gemeente)
        found = self._soorten.get(key)
        if found is None:
            if len(self._soorten) >= MEESTE_SOORTEN:
                self._settle()
                self._soorten.clear()
            found = self._soorten[key] = _Soortgenoten(groups_of(bijdrage), (lijst.id, lijst.versie))
        return found

    def _count_scores(self, soort: _Soortgenoten, scores: Mapping[str, int], times: int) -> None:
        if self._wachten >= MEESTE_SCORES:
            self._settle_scores()
        key = (tuple(scores), times)
        waiting = soort.scores.get(key)
        if waiting is None:
            for groep in soort.groepen:
                self._histograms(groep, soort.lijst[0], key[0])  # they take their room now
            waiting = soort.scores[key] = []
        waiting.append(tuple(scores.values()))
        self._wachten += 1

    def _histograms(self, groep: Groep, lijst: str, names: Iterable[str]) -> list[array[int]]:
        scores, keys = self._beeld.scores, [(groep, f"{lijst}:{name}") for name in names]
        for key in keys:
            if key not in scores:
                scores[key] = histogram()
        return [scores[key] for key in keys]

    def _count_answers(self, bijdrage: Bijdrage, times: int) -> None:
        count, plaats = self._beeld.tellers, bijdrage.gemeente
        for vraag in bijdrage.weet_niet:
            count["weet_niet", vraag] += times
        for vraag in bijdrage.nvt:
            count["nvt", vraag] += times
        for vraag, keuze in bijdrage.keuzes.items():
            count["keuze", vraag, keuze, plaats] += times
        for vraag, getal in bijdrage.getallen.items():
            count["aantal", vraag, plaats] += times
            if getal:
                count["meer", vraag, plaats] += times
                count["som", vraag, plaats] += times * round(getal * 100)
        for vraag, names in bijdrage.leveranciers.items():
            for name in dict.fromkeys(names):
                count["leverancier", vraag, name] += times

    def _count_hours(self, soort: _Soortgenoten, uren: Mapping[str, Mapping[str, Uurstuk]], times: int) -> None:
        if len(self._uren) > MEESTE_UREN:
            self._settle_hours()
        known = self._uren
        for scenario, processen in uren.items():
            key = (scenario, id(processen))
            found = known.get(key)
            if found is None:
                lasting = all(not stuk.uit for stuk in processen.values())
                found = known[key] = _Uren(scenario, processen, lasting)
            found.keren += times
            if scenario == NORMSCENARIO and processen:
                soort.uren += times
                soort.norm += times * found.houdt

    # -- and together --

    def _settle(self) -> None:
        """Bring everything that was counted apart to the picture."""
        tellers = self._beeld.tellers
        for (vraag, niveau), times in self._niveaus.taken():
            tellers["niveau", vraag, str(niveau)] += times
        for soort in self._soorten.values():
            self._settle_kind(soort)
        self._settle_scores()
        self._settle_hours()

    def _settle_kind(self, soort: _Soortgenoten) -> None:
        tellers = self._beeld.tellers
        if soort.aantal:
            self._beeld.lijsten[soort.lijst] += soort.aantal
        main, maatregelen = soort.lijst[0] == HOOFDLIJST, soort.maatregelen.taken()
        if main and soort.aantal:
            for one, other in combinations(soort.groepen, 2):
                tellers["kruis", *one, *other] += soort.aantal
        for groep in soort.groepen:
            counts: list[tuple[tuple[str, ...], int]] = [(("uren", *groep), soort.uren), (("norm", *groep), soort.norm)]
            if main:
                counts.append((("n", *groep), soort.aantal))
                counts += [(("maatregel", name, *groep), times) for name, times in maatregelen]
            for key, times in counts:
                if times:
                    tellers[key] += times
        soort.aantal = soort.uren = soort.norm = 0

    def _settle_scores(self) -> None:
        """Add the scores of many organisations, part by part: one histogram at a time is quick to get at."""
        found: dict[tuple[Groep, str, tuple[str, ...], int], list[tuple[int, ...]]] = defaultdict(list)
        for soort in self._soorten.values():
            for (names, times), rows in soort.scores.items():
                for groep in soort.groepen:
                    found[groep, soort.lijst[0], names, times] += rows
            soort.scores.clear()
        # what comes goes first: no count ever falls below zero
        for (groep, lijst, names, times), rows in sorted(found.items(), key=lambda each: -each[0][3]):
            for bins, values in zip(self._histograms(groep, lijst, names), zip(*rows, strict=True), strict=True):
                for value in values:
                    bins[value] += times
        self._wachten = 0

    def _settle_hours(self) -> None:
        tellers, randen = self._beeld.tellers, self._beeld.randen
        for found in self._uren.values():
            scenario, times = found.scenario, found.keren
            if not times:
                continue
            for cause in sorted({stuk.oorzaak for stuk in found.processen.values() if stuk.oorzaak}):
                tellers["oorzaak", scenario, cause] += times
            for proces, stuk in found.processen.items():
                tellers["loopt", scenario, proces] += times
                changes = randen.get((scenario, proces))
                if changes is None:
                    changes = randen[scenario, proces] = edges()
                for first, after in _dark(stuk.uit):
                    changes[first] += times
                    if after <= URENRASTER:
                        changes[after] -= times
        self._uren.clear()


def _dark(stretches: Iterable[tuple[int, int | None]]) -> Iterator[tuple[int, int]]:
    """Yield of each stretch the first whole hour of the grid at which the process is down, and the first after it."""
    for van, tot in stretches:
        first = -(-van // 60)
        last = URENRASTER if tot is None else min(URENRASTER, (tot - 1) // 60)
        if first <= last:
            yield first, last + 1


def fold(bijdragen: Iterable[Bijdrage]) -> Regiobeeld:
    """Return the picture of contributions, each organisation and questionnaire once."""
    telling = Regiotelling()
    for bijdrage in bijdragen:
        telling.add(bijdrage)
    return telling.beeld
