"""The smallest set of improvements that brings every process that can be saved to the end of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from .ketens import Ketens, Middel, Proces
from .uitval import Verloop
from .vraagstelling import Vraagstelling, one_run, processes_of

MOST_TRIES = 3_000


class Verbetering(NamedTuple):
    """The smallest set of improvements with which every process that can be saved lasts.

    `vragen` are questions to raise to the level that helps most; of a graph that knows no questions, `middelen` are the
    nodes that must hold out. `bewezen` tells whether no smaller set does; nothing saves what `niet_te_halen` names.
    """

    vragen: tuple[str, ...]
    middelen: tuple[str, ...]
    bewezen: bool
    niet_te_halen: tuple[str, ...]


def levers_of(ketens: Ketens) -> Mapping[str, int]:
    """Return every question that changes something in the graph, with the highest level that does."""
    known: Mapping[str, int] | None = ketens.onthouden.get("hefbomen")
    if known is None:
        known = ketens.onthouden["hefbomen"] = _levers(ketens)
    return known


def _levers(ketens: Ketens) -> dict[str, int]:
    found: dict[str, int] = {}
    nodes: list[Middel | Proces] = [*ketens.middelen, *ketens.processen]
    for node in nodes:
        for need in node.behoeften:
            for each in need.bij_antwoord:
                found[each.vraag] = max(found.get(each.vraag, 0), each.niveau)
    for middel in ketens.middelen:
        if middel.aanwezig is not None:
            found[middel.aanwezig.vraag] = max(found.get(middel.aanwezig.vraag, 0), middel.aanwezig.niveau)
    return found


def _can_answer(vraag: Vraagstelling, name: str) -> bool:
    return vraag.vragen is None or name in vraag.vragen


def stopped_in(vraag: Vraagstelling, verloop: Verloop) -> frozenset[str]:
    """Return the processes that stop in a run."""
    names = verloop.graaf.namen
    return frozenset(p.id for p in processes_of(vraag) if verloop.uitval[names.index(p.id)])


def smallest(vraag: Vraagstelling) -> Verbetering:
    """Return the smallest set of improvements that brings every process that can be saved to the horizon.

    Sets are tried by size; when there are too many to try all, a set that works is thinned out and not proved smallest.
    """
    levers = {name: level for name, level in levers_of(vraag.ketens).items() if _can_answer(vraag, name)}
    if not levers:
        names = [middel.id for middel in vraag.ketens.middelen]
        found = _search(names, lambda chosen: stopped_in(vraag, one_run(vraag, zonder=chosen)))
        return Verbetering((), found.gekozen, found.bewezen, found.over)

    def failing(chosen: Sequence[str]) -> frozenset[str]:
        raised = {**vraag.niveaus, **{name: levers[name] for name in chosen}}
        return stopped_in(vraag, one_run(vraag._replace(niveaus=raised)))

    open_ = [name for name, level in levers.items() if vraag.niveaus.get(name, 0) < level]
    found = _search(open_, failing)
    return Verbetering(found.gekozen, (), found.bewezen, found.over)


class _Found(NamedTuple):
    """A set of improvements, whether it is proved smallest, and what even all of them together cannot save."""

    gekozen: tuple[str, ...]
    bewezen: bool
    over: tuple[str, ...]


def _search(levers: Sequence[str], failing: Callable[[Sequence[str]], frozenset[str]]) -> _Found:
    """Return the smallest set of levers with which nothing more fails than with all of them."""
    hopeless = failing(levers)
    over = tuple(sorted(hopeless))
    helpful = [name for name in sorted(levers) if failing([each for each in levers if each != name]) != hopeless]
    rest = [name for name in sorted(levers) if name not in helpful]
    tries = 0
    for size in range(len(rest) + 1):
        for chosen in combinations(rest, size):
            tries += 1
            if tries > MOST_TRIES:
                return _Found(_thinned(levers, failing, hopeless), False, over)
            if failing([*helpful, *chosen]) == hopeless:
                return _Found(tuple(sorted([*helpful, *chosen])), True, over)
    return _Found(tuple(sorted(levers)), True, over)


def _thinned(
    levers: Sequence[str], failing: Callable[[Sequence[str]], frozenset[str]], hopeless: frozenset[str]
) -> tuple[str, ...]:
    kept = sorted(levers)
    for name in sorted(levers):
        without = [each for each in kept if each != name]
        if failing(without) == hopeless:
            kept = without
    return tuple(kept)


def too_low(vraag: Vraagstelling, best: Verbetering) -> tuple[tuple[str, int], ...]:
    """Return the questions of a set of improvements that are still too low, and from which level they would do.

    None where all that it saves lasts without it too: there may be more ways than one.
    """
    if stopped_in(vraag, one_run(vraag)) <= set(best.niet_te_halen):
        return ()
    levers = levers_of(vraag.ketens)
    return tuple((name, levers[name]) for name in best.vragen if vraag.niveaus.get(name, 0) < levers[name])
