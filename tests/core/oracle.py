"""The scores recomputed from the plain document, slowly and plainly; nothing here uses the code of the core."""

from datetime import date
from fractions import Fraction
from typing import Any

F = Fraction
Doc = dict[str, Any]
Ends = dict[str, Fraction | None]
# 10**12 makes twelve decimals; the factors beside it put every level of every scale up to 20 on the grid.
GRID = 10**12 * 9 * 7 * 11 * 13 * 17 * 19


def older(test: date, months: int, day: date) -> bool:
    """Tell whether a test is more than so many months old."""
    apart = (day.year - test.year) * 12 + day.month - test.month
    return apart > months or (apart == months and day.day > test.day)


class Oracle:
    """All scores of one document with its answers."""

    def __init__(
        self, doc: Doc, given: dict[str, Doc], soort: str, diepte: str, day: date, levels: dict[str, int] | None = None
    ) -> None:
        self.levels = levels or {}  # levels that count in place of the given ones; states stay as they are
        self.doc, self.given, self.soort, self.diepte, self.day = doc, given, soort, diepte, day
        self.top = len(doc["schaal"]) - 1
        self.vragen: list[Doc] = []
        for pijler in doc["pijlers"]:
            self._collect(pijler)
        self.states = self._states()
        self.ends: dict[str, Ends] = {}
        self.below: dict[str, list[str]] = {}
        for pijler in doc["pijlers"]:
            self._node(pijler)

    def _collect(self, group: Doc) -> None:
        self.vragen += group["vragen"]
        for below in group.get("onderwerpen", []):
            self._collect(below)

    def _states(self) -> dict[str, str]:
        order = [diepte["id"] for diepte in self.doc["dieptes"]]
        found: dict[str, str] = {}
        for vraag in self.vragen:
            needed = vraag.get("diepte_voor", {}).get(self.soort) or vraag.get("diepte") or order[0]
            if vraag.get("voor") and self.soort not in vraag["voor"]:
                state = "niet_voor"
            elif order.index(needed) > order.index(self.diepte) or not self._all_hold(vraag, found):
                state = "niet_gesteld"
            elif vraag["id"] not in self.given:
                state = "open"
            else:
                waarde = self.given[vraag["id"]]["waarde"]
                state = waarde if isinstance(waarde, str) else "beantwoord"
            found[vraag["id"]] = state
        return found

    def _all_hold(self, vraag: Doc, states: dict[str, str]) -> bool:
        return all(self._meets(als, states) for als in vraag.get("als", []))

    def _meets(self, als: Doc, states: dict[str, str]) -> bool:
        if states[als["vraag"]] != "beantwoord":
            return False
        return bool(als["minstens"] <= self.given[als["vraag"]]["waarde"] <= als["hoogstens"])

    def level(self, name: str) -> int:
        """The level that counts of an answered question."""
        if name in self.levels:
            return self.levels[name]
        answer = self.given[name]
        level = int(answer["waarde"])
        rules = self.doc["veroudering"]
        if not rules or level < self.top:
            return level
        if answer["testdatum"] is None:
            return self.top - 1
        caps = [rule["niveau"] for rule in rules if older(answer["testdatum"], rule["maanden"], self.day)]
        return min([level, *caps])

    def _leaf(self, name: str) -> Ends:
        state = self.states[name]
        if state == "beantwoord":
            value = F(self.level(name), self.top)
            return {"laag": value, "score": value, "hoog": value}
        if state == "weet_niet":
            return {"laag": F(0), "score": F(0), "hoog": F(1)}
        if state == "open":
            return {"laag": F(0), "score": None, "hoog": F(1)}
        return {"laag": None, "score": None, "hoog": None}

    def _parts(self, group: Doc) -> list[Doc]:
        guests = [vraag for vraag in self.vragen if group["id"] in vraag.get("telt_ook_in", [])]
        return [*group["vragen"], *guests, *group.get("onderwerpen", [])]

    def _node(self, group: Doc) -> Ends:
        rows, names = [], []
        for part in self._parts(group):
            if "naam" in part:
                rows.append((self._node(part), F(part["gewicht"]), self.span(part)))
                names += self.below[part["id"]]
            else:
                rows.append((self._leaf(part["id"]), F(part["gewicht"]), self.top))
                names.append(part["id"])
        self.below[group["id"]] = names
        self.ends[group["id"]] = {end: self.add_up(group["methode"], rows, end) for end in ("laag", "score", "hoog")}
        return self.ends[group["id"]]

    def span(self, group: Doc) -> int:
        """The points that a group can give: those of its parts together under `som`, one scale otherwise."""
        if group["methode"] != "som":
            return self.top
        return sum(self.span(part) if "naam" in part else self.top for part in self._parts(group))

    def add_up(self, methode: str, rows: list[tuple[Ends, Fraction, int]], end: str) -> Fraction | None:
        """One end of the band of a node."""
        rows = [row for row in rows if row[0]["laag"] is not None]
        known = [(row[0][end], row[1], row[2]) for row in rows if row[0][end] is not None]
        if not known:
            return None
        if methode == "minimum":
            return min(value for value, _, _ in known)
        if methode == "gemiddelde":
            return sum(value * weight for value, weight, _ in known) / sum(weight for _, weight, _ in known)
        if methode == "som":
            points = sum(value * weight * span for value, weight, span in known)
            return F(points) / sum(weight * span for _, weight, span in known)
        if methode == "cumulatief":
            full = [row[0][end] == 1 for row in rows]
            return F(full.index(False) if False in full else len(full), len(full))
        return self._root([(value, weight) for value, weight, _ in known])

    @staticmethod
    def _root(known: list[tuple[Fraction, Fraction]]) -> Fraction:
        """The largest point of the grid whose power does not pass the product (by halving, no clever root)."""
        times = [int(weight * 2) for _, weight in known]  # the weights that are drawn are halves
        degree, product = sum(times), F(1)
        for (value, _), power in zip(known, times, strict=True):
            product *= value**power
        low, high = 0, GRID + 1
        while high - low > 1:
            middle = (low + high) // 2
            if middle**degree * product.denominator <= product.numerator * GRID**degree:
                low = middle
            else:
                high = middle
        return F(low, GRID)

    def together(self, pijlers: list[str], methode: str, profiel: str) -> list[Fraction | None]:
        """The band of several pillars under a profile."""
        gewichten = next(one for one in self.doc["profielen"] if one["id"] == profiel).get("gewichten", {})
        spans = {pijler["id"]: self.span(pijler) for pijler in self.doc["pijlers"]}
        rows = [(self.ends[name], F(gewichten.get(name, 1)), spans[name]) for name in pijlers]
        return [self.add_up(methode, rows, end) for end in ("laag", "score", "hoog")]

    def plafond(self, name: str) -> tuple[int | None, tuple[str, ...]]:
        """The level of a pillar by name, and the critical questions that hold it down."""
        score = self.ends[name]["score"]
        if score is None:
            return None, ()
        level = score * self.top // 1
        cap = self.doc["knock_out"]["plafond"]
        too_low = [
            vraag
            for vraag in dict.fromkeys(self.below[name])
            if self._is_kritiek(vraag)
            and (
                self.states[vraag] == "weet_niet"
                or (self.states[vraag] == "beantwoord" and self.level(vraag) < self.doc["knock_out"]["onder"])
            )
        ]
        return (cap, tuple(too_low)) if too_low and level > cap else (int(level), ())

    def _is_kritiek(self, name: str) -> bool:
        return any(vraag["kritiek"] for vraag in self.vragen if vraag["id"] == name)

    def counts(self, pijlers: list[str]) -> dict[str, int]:
        """How many questions of these pillars are in each state, each question once."""
        names = {name for pijler in pijlers for name in self.below[pijler]}
        states = ("beantwoord", "weet_niet", "nvt", "open", "niet_gesteld", "niet_voor")
        return {state: sum(self.states[name] == state for name in names) for state in states}
