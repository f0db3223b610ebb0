"""The run of hours: at which hour does what stop, and why (ontwerp.md 7).

A node (a middel or a proces) has needs. A need is a group of which one member is enough; it is gone while all its
members are down. Each need has a buffer that drains while the need is gone, once: what two outages drain together
counts together. A node is down while a scenario holds it down, while a need is gone whose buffer is used up, and for
its recovery time after that. Where nodes need each other in a circle, a circle that nothing from outside holds down is
up (the greatest fixpoint at every instant).

Time is in whole minutes. The run follows an event queue: it looks only at the instants at which something changes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from .kringen import circles

NEVER: Final = -1
SCENARIO: Final = -1  # the cause of a node that a scenario holds down


class Behoefte(NamedTuple):
    """A need: the numbers of its members (one is enough), and how many minutes the node lasts without it."""

    een_van: tuple[int, ...]
    buffer: int


class Klokken(NamedTuple):
    """Everything that can make a node fall, node by node: first every need of every node, then the hand of a scenario.

    In columns, because a run looks each up many times: the node, the number of its need (`SCENARIO` for the hand of
    one), its buffer in minutes, and how many members it has.
    """

    knoop: tuple[int, ...]
    behoefte: tuple[int, ...]
    buffer: tuple[int, ...]
    leden: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graaf:
    """A graph of numbered nodes: the needs of each, and the minutes each takes to come back.

    The clocks follow from these, and `lid_van`: for each node the numbers of the clocks that it is a member of.
    """

    namen: tuple[str, ...]
    behoeften: tuple[tuple[Behoefte, ...], ...]
    herstel: tuple[int, ...] = ()
    klokken: Klokken = field(init=False, compare=False, repr=False)
    lid_van: tuple[tuple[int, ...], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        nodes = range(len(self.namen))
        needs = [(node, number, need) for node in nodes for number, need in enumerate(self.behoeften[node])]
        members = [set(need.een_van) for _, _, need in needs]
        member_of: list[list[int]] = [[] for _ in nodes]
        for at, group in enumerate(members):
            for member in group:
                member_of[member].append(at)
        clocks = Klokken(
            (*(node for node, _, _ in needs), *nodes),
            (*(number for _, number, _ in needs), *(SCENARIO for _ in nodes)),
            (*(need.buffer for _, _, need in needs), *(0 for _ in nodes)),
            (*map(len, members), *(0 for _ in nodes)),
        )
        object.__setattr__(self, "klokken", clocks)
        object.__setattr__(self, "lid_van", tuple(map(tuple, member_of)))
        if not self.herstel:
            object.__setattr__(self, "herstel", (0,) * len(self.namen))

    def pijlen(self) -> list[list[int]]:
        """Return for each node the nodes that lean on it."""
        return [[self.klokken.knoop[at] for at in clocks] for clocks in self.lid_van]


class Greep(NamedTuple):
    """What a scenario does to one node: it is down from one minute up to another (`tot` None: to the end)."""

    knoop: int
    van: int
    tot: int | None


class Uitval(NamedTuple):
    """A stretch of time that a node is down, and what decided it.

    `behoefte` is the number of the need that gave out, and `oorzaak` the member of it that held out longest; both are
    `SCENARIO` where a scenario took the node down. `tot` is None where it lasts to the end of the run.
    """

    van: int
    tot: int | None
    behoefte: int
    oorzaak: int


@dataclass(frozen=True, eq=False)
class Verloop:
    """What happened in one run; `van_knoop` tells the stretches that a node was down, in order of time."""

    graaf: Graaf
    minuten: int
    van_knoop: Callable[[int], tuple[Uitval, ...]] = field(repr=False)

    @cached_property
    def uitval(self) -> tuple[tuple[Uitval, ...], ...]:
        """The stretches of every node."""
        return tuple(map(self.van_knoop, range(len(self.graaf.namen))))

    def eerste(self, knoop: int) -> Uitval | None:
        """Return the first time that a node went down, or None when it lasted."""
        found = self.van_knoop(knoop)
        return found[0] if found else None

    def keten(self, knoop: int, minuut: int | None = None) -> tuple[int, ...]:
        """Return the nodes from minute 0 to this one's failure, each the cause of the next.

        That failure is the last one up to `minuut`, or else its first. A node that came back and failed again can be in
        the chain twice. It ends: a cause always fell before its effect.
        """
        chain = [knoop]
        down = self.eerste(knoop) if minuut is None else self._at(knoop, minuut)
        while down is not None and down.oorzaak != SCENARIO:
            chain.append(down.oorzaak)
            down = self._at(down.oorzaak, down.van)
        return tuple(reversed(chain))

    def _at(self, knoop: int, minuut: int) -> Uitval | None:
        """Return the last stretch of a node that began up to a minute: the one that the minute lies in, if any does."""
        return next((each for each in reversed(self.van_knoop(knoop)) if each.van <= minuut), None)


def run(graaf: Graaf, grepen: Iterable[Greep], minuten: int) -> Verloop:
    """Run a scenario (or several, as one row of grips) for some minutes.

    Nothing that happens at or after `minuten` is in the result.
    """
    grips = [grip for grip in grepen if grip.van < minuten and (grip.tot is None or grip.tot > grip.van)]
    if all(grip.tot is None or grip.tot >= minuten for grip in grips):
        return _Fall(graaf, grips, minuten).run()
    return _Run(graaf, grips, minuten).run()


class _Fall:
    """A run in which nothing comes back: each node falls once, so one pass over the minutes in order is all.

    A need's clock starts when its last member falls; the node falls when the first of its clocks has run out. Within a
    minute it goes in rounds, as in `_Run`: first what a scenario takes, then what has run out, then what leans on that
    without a buffer. So both tell the same causes.
    """

    def __init__(self, graaf: Graaf, grips: Sequence[Greep], minuten: int) -> None:
        self._graph, self._end = graaf, minuten
        first_hand = len(graaf.klokken.knoop) - len(graaf.namen)
        self._taken = _by_minute((grip.van, first_hand + grip.knoop) for grip in grips)
        self._decided_by = [NEVER] * len(graaf.namen)  # for each node the clock that made it fall
        self._latest = [minuten - 1] * len(graaf.namen)  # and the last minute at which news of it counts: its fall
        self._last = [SCENARIO] * len(graaf.klokken.knoop)  # for each clock the member that held out longest

    def run(self) -> Verloop:
        """Return the run."""
        node_of, _, buffers, members = self._graph.klokken
        member_of, left = self._graph.lid_van, list(members)
        decided_by, latest, last = self._decided_by, self._latest, self._last
        taken, due = self._taken, dict[int, list[int]]()  # the clocks that run out, by minute
        minutes = sorted(taken)
        while minutes:
            minute = heapq.heappop(minutes)
            falls = taken.pop(minute, None) or due.pop(minute)
            falls.sort()
            for clock in falls:
                node = node_of[clock]
                if decided_by[node] != NEVER:
                    continue
                decided_by[node], latest[node] = clock, minute
                for at in member_of[node]:
                    if left[at] > 1:
                        left[at] -= 1
                        continue
                    user, when = node_of[at], minute + buffers[at]
                    if when > latest[user]:
                        continue
                    latest[user], last[at] = when, node
                    if when in due:
                        due[when].append(at)
                    else:
                        due[when] = [at]
                        heapq.heappush(minutes, when)
        return Verloop(self._graph, self._end, self._of_node)

    def _of_node(self, node: int) -> tuple[Uitval, ...]:
        """Return its fall: made when it is asked for, because most runs are asked for a few nodes only."""
        clock = self._decided_by[node]
        if clock == NEVER:
            return ()
        return (Uitval(self._latest[node], None, self._graph.klokken.behoefte[clock], self._last[clock]),)


class _Run:
    """A run in which things come back: the state of every node and need, moved from one event to the next.

    At each event the nodes that are up are the largest set that can be: those that nothing holds, each with every need
    met or its buffer not yet used up. A node that could come back does so when its recovery time has passed since then
    and its needs are there; nodes recover side by side, not one after the other.

    `could` is the largest set that could be up if recovery took no time. Both sets lose only what leans on something
    that left them, or what a buffer ran out for; they gain only what leans on something that came free or that has
    recovered. So at each event only those nodes are looked at.
    """

    def __init__(self, graaf: Graaf, grips: Sequence[Greep], minuten: int) -> None:
        self._graph, self._end = graaf, minuten
        size = len(graaf.namen)
        self._up, self._could = set(range(size)), set(range(size))
        self._circle = circles(graaf.pijlen())
        self._waiting: set[int] = set()  # nodes that have recovered, and of which a need is not there yet
        self._held = [0] * size  # how many grips hold the node
        self._ready = [NEVER] * size  # from when a node that could come back has recovered
        self._left = [[len(set(need.een_van)) for need in needs] for needs in graaf.behoeften]  # members that are up
        self._since = [[NEVER] * len(needs) for needs in graaf.behoeften]  # from when a need is gone
        self._rest = [[need.buffer for need in needs] for needs in graaf.behoeften]  # what is left of its buffer
        self._last = [[SCENARIO] * len(needs) for needs in graaf.behoeften]  # the member that held out longest
        self._found: list[list[Uitval]] = [[] for _ in range(size)]
        self._starts = _by_minute((grip.van, grip.knoop) for grip in grips)
        self._ends = _by_minute((grip.tot, grip.knoop) for grip in grips if grip.tot is not None)
        self._queue = sorted({*self._starts, *self._ends})  # the minutes at which something may change
        # The nodes of which a buffer may be used up by then: at the first event all, for a need without a member.
        self._out = {minute: list(range(size)) for minute in self._queue[:1]}
        self._back: dict[int, list[int]] = {}  # the nodes that may have recovered by then

    def _plan(self, todo: dict[int, list[int]], minute: int, node: int) -> None:
        if minute < self._end:
            todo.setdefault(minute, []).append(node)
            heapq.heappush(self._queue, minute)

    def run(self) -> Verloop:
        """Return the run."""
        before = NEVER
        while self._queue:
            minute = heapq.heappop(self._queue)
            if minute == before or minute >= self._end:
                continue
            before = minute
            starts, ends = self._starts.get(minute, ()), self._ends.get(minute, ())
            for node in ends:
                self._held[node] -= 1
            for node in starts:
                self._held[node] += 1
            taken = {node for node in starts if self._held[node]}
            self._step(minute, taken, {node for node in ends if not self._held[node]})
        return Verloop(self._graph, self._end, tuple(map(tuple, self._found)).__getitem__)

    def _step(self, minute: int, taken: set[int], freed: set[int]) -> None:
        suspect = {user for node in taken for user, _ in self._leaning_on(node)}
        suspect.update(self._out.pop(minute, ()))
        self._renew_could(minute, taken, freed, suspect)
        recovered = {node for node in self._back.pop(minute, ()) if self._ready[node] == minute}
        self._waiting |= recovered
        rising = self._rising(recovered, minute)
        held = [(node, SCENARIO) for node in sorted(taken & self._up)]
        self._up -= taken
        falls = self._largest(self._up, suspect, minute)
        for node in sorted(rising & self._up):
            self._rise(node, minute)
        fallen = [*held, *(fall for fall in falls if fall[0] not in rising)]
        for node, number in fallen:
            self._fall(node, minute, number)
        for node, _ in fallen:
            self._recover(node, minute)

    def _rising(self, recovered: set[int], minute: int) -> set[int]:
        """Put what can be up from now on among what is up, and return it: what recovered, and what waited for that.

        Nodes that wait for each other rise together or not at all; those lie on one circle.
        """
        rising, todo = set[int](), set(recovered)
        while todo:
            circle = self._circle[next(iter(todo))]
            here = {node for node in todo if self._circle[node] == circle}
            together = self._together(here, circle, minute)
            rising |= together
            users = {user for node in together for user, _ in self._leaning_on(node)}
            todo = (todo - here) | {user for user in users if self._circle[user] != circle and self._rests(user)}
        return rising

    def _together(self, nodes: set[int], circle: int, minute: int) -> set[int]:
        """Do so for nodes of one circle, with those of it that waited for them."""
        found = self._downstream(nodes, lambda user: self._circle[user] == circle and self._rests(user))
        self._up |= found
        self._largest(self._up, found, minute, found)
        return found & self._up

    def _rests(self, node: int) -> bool:
        return node in self._waiting and node not in self._up

    def _renew_could(self, minute: int, taken: set[int], freed: set[int], suspect: set[int]) -> None:
        """Bring up to date what could be up, and start the recovery of what could be up from now on.

        One that a scenario takes while it recovers begins anew when it is let go.
        """
        could = self._could
        could -= taken
        joining = self._downstream(freed - could, lambda node: node not in could and not self._held[node])
        could |= joining
        gone = self._largest(could, suspect | joining, minute)
        for node in (*taken, *(node for node, _ in gone)):
            self._ready[node] = NEVER
            self._waiting.discard(node)
        for node in sorted(joining & could):
            self._ready[node] = minute + self._graph.herstel[node]
            self._plan(self._back, self._ready[node], node)

    def _recover(self, node: int, minute: int) -> None:
        """Start the recovery of a node that has just fallen, if it could be up."""
        if node in self._could:
            self._ready[node] = minute + self._graph.herstel[node]
            if self._graph.herstel[node]:
                self._plan(self._back, self._ready[node], node)
            else:
                self._waiting.add(node)

    def _downstream(self, nodes: Iterable[int], counts: Callable[[int], bool]) -> set[int]:
        """Return nodes with all that leans on them, directly or through others, as far as it counts."""
        found, todo = set(nodes), list(nodes)
        while todo:
            for user, _ in self._leaning_on(todo.pop()):
                if user not in found and counts(user):
                    found.add(user)
                    todo.append(user)
        return found

    def _largest(
        self, up: set[int], suspect: Iterable[int], minute: int, among: set[int] | None = None
    ) -> list[tuple[int, int]]:
        """Take out of a set what cannot be up with the rest of it; return that in the order in which it falls.

        Each comes with the number of the need that gives out. Only a `suspect` may fall of its own, and only what is
        `among` some may fall at all (None: anything).
        """
        may = up if among is None else among
        falls = []
        to_check: Iterable[int] = sorted(up.intersection(suspect))
        while to_check:
            out = [(node, number) for node in to_check if (number := self._missing(node, up, minute)) is not None]
            up.difference_update(node for node, _ in out)
            falls += out
            to_check = sorted(
                {user for node, _ in out for user, _ in self._leaning_on(node) if user in up and user in may}
            )
        return falls

    def _leaning_on(self, node: int) -> Iterator[tuple[int, int]]:
        """Return the needs that a node is a member of: the node that has it, and its number there."""
        clocks = self._graph.klokken
        return ((clocks.knoop[at], clocks.behoefte[at]) for at in self._graph.lid_van[node])

    def _missing(self, node: int, up: set[int], minute: int) -> int | None:
        """Return the first need that is gone with its buffer used up, or None: the node can be up."""
        for number, need in enumerate(self._graph.behoeften[node]):
            since = self._since[node][number]
            used = minute - since if since != NEVER else 0
            if self._rest[node][number] <= used and up.isdisjoint(need.een_van):
                return number
        return None

    def _rise(self, node: int, minute: int) -> None:
        self._waiting.discard(node)
        self._ready[node] = NEVER
        self._found[node][-1] = self._found[node][-1]._replace(tot=minute)
        for user, number in self._leaning_on(node):
            self._left[user][number] += 1
            since = self._since[user][number]
            if since != NEVER:
                self._rest[user][number] = max(0, self._rest[user][number] - (minute - since))
                self._since[user][number] = NEVER

    def _fall(self, node: int, minute: int, number: int) -> None:
        cause = self._last[node][number] if number != SCENARIO else SCENARIO
        self._found[node].append(Uitval(minute, None, number, cause))
        for user, need in self._leaning_on(node):
            self._left[user][need] -= 1
            if not self._left[user][need]:
                self._since[user][need] = minute
                self._last[user][need] = node
                if rest := self._rest[user][need]:
                    self._plan(self._out, minute + rest, user)


def _by_minute(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for minute, node in pairs:
        found.setdefault(minute, []).append(node)
    return found
