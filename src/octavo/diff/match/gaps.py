"""Blocks between two anchors: which of them are alike, which were split, which were merged."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from octavo.constructs.construct_table import FORMS
from octavo.diff.match.cut_blocks import NEAR, count_explained, join_pieces
from octavo.diff.match.matching import LEAST_MOVED, Matching, by_key
from octavo.diff.match.shingles import alike
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import Alphabet, similarity

LEAST = 0.45
"""Similarity of blocks that are one block, edited (research: lowest true 0.447)."""
ALONE = (*(kind for kind, form in FORMS.items() if form.shape in ("grid", "verbatim")), "image")
LEAST_ALONE = 0.2
"""Similarity of two such blocks that stand alone in a gap."""
LEAST_IN_STEP = 0.8
"""Similarity of blocks that are paired one by one from the ends of a very wide gap."""
DENSE = 40_000
"""Pairs of a gap of which each is looked at."""
MOST_BITS = 400_000_000
"""Size of the matrix that the longest common run of equal blocks may take (50 MB)."""


def fill(match: Matching, ones: Sequence[int], others: Sequence[int]) -> None:
    """Join the blocks of a gap: equal ones in order, then those that are alike."""
    if not ones or not others:
        return
    for pair in _equal_in_order(match, ones, others):
        match.join(*pair)
    for some, same in _pieces(match, ones, others):
        join_pieces(match, some, same)
        _fill_alike(
            match,
            [n for n in some if match.is_free_old(n)],
            [n for n in same if match.is_free_new(n)],
        )


def _equal_in_order(match: Matching, ones: Sequence[int], others: Sequence[int]) -> list[Pair]:
    if len(ones) * len(others) > MOST_BITS:
        return _nth_with_nth(match, ones, others)
    keys = Alphabet()
    old = keys.spell([match.old[n].key for n in ones])
    new = keys.spell([match.new[n].key for n in others])
    return [
        (ones[op.src_start + k], others[op.dest_start + k])
        for op in LCSseq.opcodes(old, new)
        if op.tag == "equal"
        for k in range(op.src_end - op.src_start)
    ]


def _nth_with_nth(match: Matching, ones: Sequence[int], others: Sequence[int]) -> list[Pair]:
    """Return pairs of the first, second … of equal blocks, as far as they stand in order."""
    old, new = by_key(match.old, ones), by_key(match.new, others)
    pairs = sorted(pair for key in old for pair in zip(old[key], new.get(key, ()), strict=False))
    return heaviest_run(pairs, [1] * len(pairs))


def _pieces(
    match: Matching, ones: Sequence[int], others: Sequence[int]
) -> list[tuple[list[int], list[int]]]:
    """Return what is still free of a gap, cut where pairs stand in it in order."""
    joined = [(n, match.forth[n]) for n in ones if n in match.forth]
    cuts = [pair for pair in joined if others[0] <= pair[1] <= others[-1]]
    cuts = heaviest_run(cuts, [1] * len(cuts))
    pieces: list[tuple[list[int], list[int]]] = [([], []) for _ in range(len(cuts) + 1)]
    starts, ends = [one for one, _ in cuts], [other for _, other in cuts]
    for one in ones:
        if match.is_free_old(one):
            pieces[bisect_right(starts, one)][0].append(one)
    for other in others:
        if match.is_free_new(other):
            pieces[bisect_right(ends, other)][1].append(other)
    return [piece for piece in pieces if piece[0] and piece[1]]


def _fill_alike(match: Matching, ones: list[int], others: list[int]) -> None:
    if len(ones) * len(others) <= DENSE:
        _Gap(match, ones, others).fill()
        return
    found = alike(match, ones, others, LEAST)
    best = {one: other for _, one, other in sorted(found)}  # the last, most similar one stays
    back = {other: one for _, one, other in sorted(found)}
    pairs = sorted((one, other) for one, other in best.items() if back[other] == one)
    for pair in heaviest_run(pairs, [match.weight(pair) for pair in pairs]):
        match.join(*pair)
    for some, same in _pieces(match, ones, others):
        if len(some) * len(same) <= DENSE:
            _Gap(match, some, same).fill()
        else:
            _join_in_step(match, some, same)


def _join_in_step(match: Matching, ones: list[int], others: list[int]) -> None:
    """Join the first with the first, the second with the second … while they are alike; then the
    last with the last: clauses by the thousand that differ in their number."""
    pairs = list(zip(ones, others, strict=False))
    back = list(zip(ones[::-1], others[::-1], strict=False))
    for run in (pairs, back):
        for one, other in run:
            if not (match.is_free_old(one) and match.is_free_new(other)):
                break
            if similarity(match.old[one], match.new[other], LEAST_IN_STEP) == 0:
                break
            match.join(one, other)


@dataclass(slots=True)
class _Gap:
    """A small gap: the order of pairs, splits and merges that explains most words."""

    match: Matching
    ones: list[int]
    others: list[int]

    def fill(self) -> None:
        rows, columns = len(self.ones), len(self.others)
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        step = [["" for _ in range(columns + 1)] for _ in range(rows + 1)]
        alike = self._alike()
        for x in range(rows - 1, -1, -1):
            for y in range(columns - 1, -1, -1):
                ways = [(best[x + 1][y], "down"), (best[x][y + 1], "right")]
                if alike[x][y]:
                    ways.append((self._gain(alike[x][y], x, y) + best[x + 1][y + 1], "pair"))
                if whole := self._split(alike, x, y):
                    ways.append((whole + best[x + 1][y + 2], "split"))
                if whole := self._merge(alike, x, y):
                    ways.append((whole + best[x + 2][y + 1], "merge"))
                best[x][y], step[x][y] = max(ways, key=lambda way: way[0])
        self._follow(step)

    def _follow(self, step: list[list[str]]) -> None:
        x = y = 0
        while x < len(self.ones) and y < len(self.others):
            way, one, other = step[x][y], self.ones[x], self.others[y]
            if way == "pair":
                self.match.join(one, other)
            elif way == "split":
                self.match.split(one, (other, self.others[y + 1]))
            elif way == "merge":
                self.match.merge((one, self.ones[x + 1]), other)
            x += {"right": 0, "merge": 2}.get(way, 1)
            y += {"down": 0, "split": 2}.get(way, 1)

    def _alike(self) -> list[list[float]]:
        old = [self.match.old[n] for n in self.ones]
        new = [self.match.new[n] for n in self.others]
        found = [[similarity(one, other, LEAST) for other in new] for one in old]
        for family in ALONE:
            rows = [n for n, unit in enumerate(old) if unit.family == family]
            columns = [n for n, unit in enumerate(new) if unit.family == family]
            if len(rows) == len(columns) == 1:
                x, y = rows[0], columns[0]
                found[x][y] = similarity(old[x], new[y], LEAST_ALONE)
        return found

    def _gain(self, share: float, x: int, y: int) -> float:
        """Return how many words a pair explains."""
        sizes = self.match.old[self.ones[x]].size + self.match.new[self.others[y]].size
        return share * sizes / 2 + 0.01

    def _split(self, alike: list[list[float]], x: int, y: int) -> float:
        if not _are_neighbours(self.others, y):
            return 0.0
        one = self.match.old[self.ones[x]]
        first, second = (self.match.new[n] for n in self.others[y : y + 2])
        if {one.family, first.family, second.family} != {"prose"}:
            return 0.0
        parts = max(alike[x][y], alike[x][y + 1])
        return _whole(one.letters, first.letters, second.letters, parts)

    def _merge(self, alike: list[list[float]], x: int, y: int) -> float:
        if not _are_neighbours(self.ones, x):
            return 0.0
        other = self.match.new[self.others[y]]
        first, second = (self.match.old[n] for n in self.ones[x : x + 2])
        if {other.family, first.family, second.family} != {"prose"}:
            return 0.0
        parts = max(alike[x][y], alike[x + 1][y])
        return _whole(other.letters, first.letters, second.letters, parts)


def _are_neighbours(places: list[int], at: int) -> bool:
    """Return whether nothing but blocks that have come from elsewhere stands between two."""
    return at + 1 < len(places) and places[at + 1] - places[at] <= NEAR


def _whole(one: str, first: str, second: str, parts: float) -> float:
    """Return how many words of ``one`` the other two explain together; 0 where one does as well."""
    if min(len(first), len(second)) < LEAST_MOVED:
        return 0.0
    return count_explained(one, (first, second), parts)
