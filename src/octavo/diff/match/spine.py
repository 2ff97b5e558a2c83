"""Pairs of places -> the heaviest of them that stand in one order on both sides."""

from bisect import bisect_left
from collections.abc import Sequence

Pair = tuple[int, int]


def heaviest_run(pairs: Sequence[Pair], weights: Sequence[int]) -> list[Pair]:
    """Return the pairs, increasing on both sides, whose weights sum up to most.

    ``pairs`` come sorted; no place is in two pairs of the run, though it may be in many that are
    given. A Fenwick tree of best sums over the second place: n log n.
    """
    order = sorted(second for _, second in pairs)
    best: list[tuple[int, int]] = [(0, -1)] * (len(order) + 1)
    sums: list[int] = []
    before: list[int] = []
    ranks = [bisect_left(order, second) for _, second in pairs]
    raised = 0
    for n, (first, _) in enumerate(pairs):
        while pairs[raised][0] < first:
            _raise_from(best, ranks[raised] + 1, (sums[raised], raised))
            raised += 1
        total, last = _best_until(best, ranks[n])
        sums.append(total + weights[n])
        before.append(last)
    run: list[Pair] = []
    at = max(range(len(pairs)), key=lambda n: (sums[n], -n), default=-1)
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _best_until(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = (0, -1)
    while rank > 0:
        found = max(found, tree[rank])
        rank -= rank & -rank
    return found


def _raise_from(tree: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], value)
        rank += rank & -rank
