"""Measuring ratios of CPU time: both sides in rotation in one run, so that a slow machine slows both."""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Ratio(NamedTuple):
    """What was measured: a name, the median of both sides in milliseconds, their ratio, and what it may be."""

    name: str
    ours: float
    floor: float
    limit: float

    @property
    def value(self) -> float:
        """Return ours divided by the floor."""
        return self.ours / self.floor

    def __str__(self) -> str:
        """Show it on one line; a word, not a colour, says whether it holds."""
        verdict = "goed" if self.value <= self.limit else "TE HOOG"
        figures = f"{self.ours:9.3f} / {self.floor:9.3f} ms = {self.value:6.2f}"
        if self.limit == math.inf:
            return f"{self.name:<46} {figures}  (ter vergelijking)"
        return f"{self.name:<46} {figures}  (hoogstens {self.limit})  {verdict}"


def cpu_of(action: Callable[[], object]) -> float:
    """Return the CPU time of this process for one call, in milliseconds."""
    before = time.process_time()
    action()
    return (time.process_time() - before) * 1000


def cpu_of_child(action: Callable[[], object]) -> float:
    """Return the CPU time of the children that a call started and waited for, in milliseconds."""
    before = os.times()
    action()
    after = os.times()
    return (after.children_user + after.children_system - before.children_user - before.children_system) * 1000


def compare(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    limit: float,
    *,
    rounds: int = 15,
    measure: Callable[[Callable[[], object]], float] = cpu_of,
) -> Ratio:
    """Run both sides in turn, after one warm round each, and return the ratio of their medians."""
    ours(), floor()
    pairs = [(measure(ours), measure(floor)) for _ in range(rounds)]
    mine, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    return Ratio(name, mine, other, limit)
