"""Order and circles in a graph of arrows: for each numbered node the nodes that its arrows point at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Pijlen = Sequence[Sequence[int]]


def in_order(pijlen: Pijlen, starts: Iterable[int]) -> list[int]:
    """Return the nodes that can be reached from some, each before what its arrows point at, but for circles."""
    seen: set[int] = set()
    left: list[int] = []  # in the order in which a walk in depth leaves them: the last first
    todo = [(node, False) for node in starts]
    while todo:
        node, leaving = todo.pop()
        if leaving:
            left.append(node)
        elif node not in seen:
            seen.add(node)
            todo.append((node, True))
            todo += [(after, False) for after in pijlen[node]]
    return left[::-1]


def circles(pijlen: Pijlen) -> list[int]:
    """Return for each node the number of its circle: two nodes have the same if each can be reached from the other.

    A node on no circle has a number of its own. By Kosaraju's method: from each node in order, its circle is what can
    be reached against the arrows and is not in an earlier one.
    """
    against: list[list[int]] = [[] for _ in pijlen]
    for node, afters in enumerate(pijlen):
        for after in afters:
            against[after].append(node)
    found = [-1] * len(pijlen)
    for first in in_order(pijlen, range(len(pijlen))):
        todo = [first]
        while todo:
            node = todo.pop()
            if found[node] < 0:
                found[node] = first
                todo += [before for before in against[node] if found[before] < 0]
    return found
