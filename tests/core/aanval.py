"""An attacker who knows all members of a group but one, exactly, and every table that was ever published of it.

He asks of each score that the one could have: would the published figures have been the same? What is left is the
interval that the tables give away. He also knows the rules, so that something is *not* shown tells him something too.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

Figures = tuple[int | None, ...]
Publisher = Callable[["array[int]"], Figures]


def histogram(scores: Sequence[int]) -> array[int]:
    bins = array("Q", bytes(8 * 1001))
    for score in scores:
        bins[score] += 1
    return bins


def interval(others: Sequence[int], score: int, publish: Publisher, *, step: int = 1) -> int:
    """Return how wide (thousandths) what stays possible for the one around its score is, given what was published."""
    return interval_of_editions([others], score, publish, step=step)


def interval_of_editions(editions: Sequence[Sequence[int]], score: int, publish: Publisher, *, step: int = 1) -> int:
    """Return the same over several editions, of each of which the attacker knows all others."""
    told = [publish(histogram([*others, score])) for others in editions]

    def fits(candidate: int) -> bool:
        return all(
            publish(histogram([*others, candidate])) == figures for others, figures in zip(editions, told, strict=True)
        )

    low = high = score
    while low - step >= 0 and fits(low - step):
        low -= step
    while high + step <= 1000 and fits(high + step):
        high += step
    return high - low
