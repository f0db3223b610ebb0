"""The format of the dependency graph: middelen, processen, what they need and for how long, and scenarios.

It is content, like a questionnaire: every number has its range, source and quality, and an organisation's answers
decide which own provisions are there and how long they last. `uitval.py` runs what this describes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field

from .eigen import Duur, Ronde
from .errors import Fault, Path
from .toetsing import near
from .uitval import Behoefte, Graaf, Greep
from .velden import Deel, Id, JaNee, Regel, Tekst, Uren
from .vraag import Verwijzing

# What lasts short in a dark round comes back late in it: of a recovery the longest time is the pessimistic one.
_RECOVERS_IN: Mapping[Ronde, Ronde] = {
    "pessimistisch": "optimistisch",
    "verwacht": "verwacht",
    "optimistisch": "pessimistisch",
}
Kwaliteit = Literal["A", "B", "C", "K", "E"]  # E: what the organisation itself states (bia.py)


class BijAntwoord(Deel):
    """What an answer changes: from a level of a question on, a need lasts this long."""

    vraag: Id
    niveau: int = Field(ge=1, le=20)
    uren: Duur


class Aanwezig(Deel):
    """A provision of the organisation's own is there from a level of a question on."""

    vraag: Id
    niveau: int = Field(ge=1, le=20)


class BehoefteVeld(Deel):
    """A need: one of `een_van` is enough; `uren` is how long it goes without, `verminderd` if it then only limps."""

    een_van: tuple[Id, ...]
    uren: Duur = Field(default_factory=lambda: Duur(min=0, verwacht=0, max=0))
    soort: Literal["uitval", "verminderd"] = "uitval"
    kwaliteit: Kwaliteit = "K"
    bronnen: tuple[Verwijzing, ...] = ()
    uitleg: Tekst = ""
    doorbroken_door: tuple[Id, ...] = ()
    bij_antwoord: tuple[BijAntwoord, ...] = ()


class Alternatief(Deel):
    """A way to go on without systems, such as a procedure on paper: `aandeel` is its share of normal output (%)."""

    aandeel: int = Field(ge=1, le=99)
    kwaliteit: Kwaliteit = "K"


class Middel(Deel):
    """A resource that processes lean on; with `aanwezig` it is one of the organisation's own, if the answer says so.

    With `alternatief` it replaces the other members of a group only for a part: what leans on it alone, limps.
    """

    id: Id
    naam: Regel
    eenheid: Regel = ""
    uitleg: Tekst = ""
    herstel: Duur = Field(default_factory=lambda: Duur(min=0, verwacht=0, max=0))
    behoeften: tuple[BehoefteVeld, ...] = ()
    aanwezig: Aanwezig | None = None
    alternatief: Alternatief | None = None


class Proces(Deel):
    """A process: how long it may be down at most (`mtpd`), when it should be back (`rto`), the least it must do.

    One that is `bij_keuze` is there on some days only, as an election: it counts for who chooses it.
    """

    id: Id
    naam: Regel
    voor: tuple[Id, ...] = ()
    bij_keuze: bool = False
    mtpd: Uren | None = None
    rto: Uren | None = None
    dienst: Tekst = ""
    gewicht: int = Field(default=1, ge=1, le=100)
    behoeften: tuple[BehoefteVeld, ...] = ()


class Greepveld(Deel):
    """What a scenario takes down: from an hour up to another (left out: to the end)."""

    middel: Id
    van: Uren = 0
    tot: Uren | None = None


class Scenario(Deel):
    """A scenario: what it takes down and when, its theme in the regional risk profile, its season and warning time."""

    id: Id
    naam: Regel
    treft: tuple[Greepveld, ...]
    waarschuwing: Regel = ""
    seizoen: Regel = ""
    thema: tuple[Regel, ...] = ()
    geopolitiek: JaNee = False
    uitleg: Tekst = ""
    bronnen: tuple[Verwijzing, ...] = ()
    kwaliteit: Kwaliteit = "K"


class Inzicht(Deel):
    """A surprise worth a card: when these nodes fail within `uren`, or do not, this is what a board should hear.

    `voor` are the kinds of organisations that it is about; none: all.
    """

    id: Id
    tekst: Tekst
    voor: tuple[Id, ...] = ()
    valt: tuple[Id, ...] = ()
    blijft: tuple[Id, ...] = ()
    binnen: Uren


class Ketens(Deel):
    """A whole graph file."""

    formaat: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
    id: Id
    versie: Regel
    titel: Regel
    uitleg: Tekst = ""
    middelen: tuple[Middel, ...] = ()
    processen: tuple[Proces, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    inzichten: tuple[Inzicht, ...] = ()

    @cached_property
    def namen(self) -> Mapping[str, str]:
        """The name of each node by its id."""
        names = {middel.id: middel.naam for middel in self.middelen}
        return {**names, **{proces.id: proces.naam for proces in self.processen}}

    @cached_property
    def onthouden(self) -> dict[Any, Any]:
        """Room for what others work out once for this graph; it is frozen, so that never goes stale."""
        return {}

    def __copy__(self) -> Self:
        """Return the same without what was worked out for it: `model_copy` puts other parts in."""
        copied = super().__copy__()
        for name in ("namen", "onthouden"):
            copied.__dict__.pop(name, None)
        return copied


class Opzet(NamedTuple):
    """A graph made ready for a round: the numbered graph, the number of each node, and what is not there at all."""

    graaf: Graaf
    nummer: Mapping[str, int]
    ontbreekt: tuple[int, ...]


def set_up(
    ketens: Ketens,
    ronde: Ronde,
    niveaus: Mapping[str, int],
    *,
    soort: str | None = None,
    verminderd: bool = False,
) -> Opzet:
    """Return the graph of one organisation in one round.

    `niveaus` are its counted levels by question; `soort` keeps the processes of its kind (None: all). With
    `verminderd` a second node of the same name stands for each one, as far behind it as there are nodes: that is up
    while the first runs as usual, and down while it is down or limps (`_whole`).
    """
    key = ("opzet", ronde, soort, verminderd)
    plan: _Bouwplan | None = ketens.onthouden.get(key)
    if plan is None:
        plan = ketens.onthouden[key] = _Bouwplan(ketens, ronde, soort, verminderd)
    return plan.set_up(niveaus)


def is_there(middel: Middel, niveaus: Mapping[str, int]) -> bool:
    """Tell whether a provision is there: always, unless it depends on an answer that is too low or not given."""
    return middel.aanwezig is None or niveaus.get(middel.aanwezig.vraag, 0) >= middel.aanwezig.niveau


class _Bouwplan:
    """A graph that is set up for one organisation after another: what stays the same, and what the answers change.

    What a node needs depends on few questions: those that its hours are earned by, and those that tell whether a member
    is there. For the levels of these it is worked out once; most organisations have some that another had too.
    """

    MOST = 50_000

    def __init__(self, ketens: Ketens, ronde: Ronde, soort: str | None, verminderd: bool) -> None:
        processen = [each for each in ketens.processen if soort is None or not each.voor or soort in each.voor]
        self._nodes: list[Middel | Proces] = [*ketens.middelen, *processen]
        self._number = {node.id: at for at, node in enumerate(self._nodes)}
        self._own = [(at, middel) for at, middel in enumerate(ketens.middelen) if middel.aanwezig is not None]
        self._ronde = ronde
        self._half = {middel.id for middel in ketens.middelen if middel.alternatief is not None}
        self._names = tuple(node.id for node in self._nodes) * (2 if verminderd else 1)
        back = [each.herstel.minuten(_RECOVERS_IN[ronde]) for each in ketens.middelen]
        self._back = (*back, *[0] * (len(self._names) - len(back)))
        asked_of = {middel.id: middel.aanwezig.vraag for middel in ketens.middelen if middel.aanwezig is not None}
        self._asked = tuple(tuple(_questions(node, asked_of)) for node in self._nodes) * (2 if verminderd else 1)
        self._known: dict[tuple[int, ...], tuple[Behoefte, ...]] = {}  # by a node and the levels of its questions

    def set_up(self, niveaus: Mapping[str, int]) -> Opzet:
        """Return the graph of the organisation with these levels."""
        absent = tuple(at for at, middel in self._own if not is_there(middel, niveaus))
        there = self._number.keys() - {self._nodes[at].id for at in absent}
        setting = _Setting(there, self._number, self._ronde, niveaus)
        if len(self._known) > self.MOST:
            self._known.clear()
        level, known = niveaus.get, self._known
        needs = []
        for at, asked in enumerate(self._asked):
            key = (at, *[level(name, 0) for name in asked])
            found = known.get(key)
            if found is None:
                found = known[key] = self._needs(at, setting)
            needs.append(found)
        return Opzet(Graaf(self._names, tuple(needs), self._back), self._number, absent)

    def _needs(self, at: int, setting: _Setting) -> tuple[Behoefte, ...]:
        if at < len(self._nodes):
            return tuple(_needs(self._nodes[at], setting))
        return tuple(_whole(self._nodes[at - len(self._nodes)], setting, self._half))


def _questions(node: Middel | Proces, asked_of: Mapping[str, str]) -> Iterable[str]:
    """Return the questions that change what a node needs; `asked_of` has the one by which each provision is there."""
    earning = [each.vraag for need in node.behoeften for each in need.bij_antwoord]
    members = [asked_of[name] for need in node.behoeften for name in need.een_van if name in asked_of]
    return dict.fromkeys((*earning, *members))


class _Setting(NamedTuple):
    """What the needs of every node depend on: what is there, the number of each node, the round, the answers."""

    there: Collection[str]
    number: Mapping[str, int]
    ronde: Ronde
    niveaus: Mapping[str, int]

    def need(self, need: BehoefteVeld, *, behind: int = 0, half: Collection[str] = ()) -> Behoefte:
        """Return a need with the numbers of its members, so far `behind` their own; those of `half` do not count.

        A provision that is not there is no member of a group, unless it is the only one. So the cause that is told is
        what was lost, and not what never was.
        """
        there = [name for name in need.een_van if name in self.there]
        members = [name for name in there if name not in half] or there or need.een_van
        minutes = minutes_of(need, self.ronde, self.niveaus)
        return Behoefte(tuple(self.number[name] + behind for name in members), minutes)


def _needs(node: Middel | Proces, at: _Setting) -> Iterator[Behoefte]:
    return (at.need(need) for need in node.behoeften if need.soort == "uitval")


def _whole(node: Middel | Proces, at: _Setting, half: Collection[str]) -> Iterator[Behoefte]:
    """Yield what a node needs to run as usual: itself, and all its needs, without an alternative (`half`) for them.

    Where it needs something to run at all, that must run as usual too. What only hinders it when it is gone, may limp:
    people who work elsewhere when the building is closed are not hindered by its lift.
    """
    yield Behoefte((at.number[node.id],), 0)
    for need in node.behoeften:
        yield at.need(need, behind=len(at.number) if need.soort == "uitval" else 0, half=half)


def minutes_of(need: BehoefteVeld, ronde: Ronde, niveaus: Mapping[str, int]) -> int:
    """Return how long a need lasts for this organisation: its usual time, or the longest that its answers earn."""
    earned = [each.uren.minuten(ronde) for each in need.bij_antwoord if niveaus.get(each.vraag, 0) >= each.niveau]
    return max([need.uren.minuten(ronde), *earned])


def grips(opzet: Opzet, scenarios: Iterable[Scenario]) -> list[Greep]:
    """Return what scenarios together take down, with what is not there at all down from the start."""
    found = [Greep(node, 0, None) for node in opzet.ontbreekt]
    for scenario in scenarios:
        found += [Greep(opzet.nummer[each.middel], each.van, each.tot) for each in scenario.treft]
    size = len(opzet.nummer)
    if len(opzet.graaf.namen) > size:  # the second nodes too
        found += [grip._replace(knoop=grip.knoop + size) for grip in found]
    return found


def check(ketens: Ketens) -> list[Fault]:
    """Return every fault between the parts of a graph file, in a fixed order."""
    checks: tuple[Callable[[Ketens], Iterator[Fault]], ...] = (
        _double_ids,
        _check_needs,
        _check_recoveries,
        _check_scenarios,
        _check_cards,
    )
    return [fault for one in checks for fault in one(ketens)]


def _nodes(ketens: Ketens) -> Iterator[tuple[Middel | Proces, Path]]:
    yield from ((node, ("middelen", at)) for at, node in enumerate(ketens.middelen))
    yield from ((node, ("processen", at)) for at, node in enumerate(ketens.processen))


def _double_ids(ketens: Ketens) -> Iterator[Fault]:
    seen: set[str] = set()
    scenarios = ((scenario, ("scenarios", at)) for at, scenario in enumerate(ketens.scenarios))
    for node, path in [*_nodes(ketens), *scenarios]:
        if node.id.casefold() in seen:
            yield Fault(
                "dubbel-id", f'Het id "{node.id}" is al gebruikt (hoofdletters tellen niet mee).', (*path, "id")
            )
        seen.add(node.id.casefold())


def _check_needs(ketens: Ketens) -> Iterator[Fault]:
    middelen = [middel.id for middel in ketens.middelen]
    for node, path in _nodes(ketens):
        for at, need in enumerate(node.behoeften):
            here = (*path, "behoeften", at)
            if not need.een_van:
                yield Fault("lege-groep", f"{node.id}: een behoefte zonder één middel kan nooit vervuld zijn.", here)
            for number, name in enumerate(need.een_van):
                if name == node.id:
                    yield Fault("eigen-behoefte", f"{node.id} heeft zichzelf nodig.", (*here, "een_van", number))
                elif name not in middelen:
                    text = f'Middel "{name}" bestaat niet.{near(name, middelen)}'
                    yield Fault("onbekende-verwijzing", text, (*here, "een_van", number))
            for where, duur in _durations(need, here):
                yield from _check_order(node.id, duur, where)


def _durations(need: BehoefteVeld, path: Path) -> Iterator[tuple[Path, Duur]]:
    yield (*path, "uren"), need.uren
    yield from (((*path, "bij_antwoord", at, "uren"), each.uren) for at, each in enumerate(need.bij_antwoord))


def _check_recoveries(ketens: Ketens) -> Iterator[Fault]:
    for at, middel in enumerate(ketens.middelen):
        yield from _check_order(middel.id, middel.herstel, ("middelen", at, "herstel"))


def _check_order(name: str, duur: Duur, path: Path) -> Iterator[Fault]:
    if not duur.min <= duur.verwacht <= duur.max:
        yield Fault("bereik-omgekeerd", f"{name}: min, verwacht en max lopen niet op.", path)


def _check_scenarios(ketens: Ketens) -> Iterator[Fault]:
    middelen = [middel.id for middel in ketens.middelen]
    for at, scenario in enumerate(ketens.scenarios):
        path: Path = ("scenarios", at, "treft")
        if not scenario.treft:
            yield Fault("scenario-leeg", f"Scenario {scenario.id} neemt niets weg.", path)
        for number, grip in enumerate(scenario.treft):
            if grip.middel not in middelen:
                text = f'Middel "{grip.middel}" bestaat niet.{near(grip.middel, middelen)}'
                yield Fault("onbekende-verwijzing", text, (*path, number, "middel"))
            if grip.tot is not None and grip.tot <= grip.van:
                yield Fault("bereik-omgekeerd", f"Scenario {scenario.id}: `tot` ligt niet na `van`.", (*path, number))


def _check_cards(ketens: Ketens) -> Iterator[Fault]:
    known = [node.id for node, _ in _nodes(ketens)]
    for at, card in enumerate(ketens.inzichten):
        for field, names in (("valt", card.valt), ("blijft", card.blijft)):
            for number, name in enumerate(names):
                if name not in known:
                    path: Path = ("inzichten", at, field, number)
                    yield Fault("onbekende-verwijzing", f'"{name}" bestaat niet.{near(name, known)}', path)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a graph file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Ketens.model_json_schema()}
