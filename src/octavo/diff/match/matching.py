"""Which block of one manuscript is which of the other, while it is being found out."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from octavo.blocks.block import Block
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import AlignedBlock, similarity

LEAST_MOVED = 4
"""Words of a block that may be told to have moved."""
LEAST_NAMED = 0.35
"""Share of common words of a text that has an id, and may be told to have moved: programs number
ids anew, so that two texts come to have one."""
HEADING_SIZE = 60
"""Words that a heading weighs more than it has: paragraphs move past headings, not they past it."""
EACH_SIZE = 10
"""Words that every block weighs more than it has: one paragraph has moved past a figure and two
remarks, not they past it."""
NEAR = 3
"""Blocks below a heading that are looked at for its text."""
MOST_PAST = 2
"""Paragraphs that rather move past a heading than it moves past them."""


class Matching:
    """Pairs of equal or alike blocks; each block stands in one pair at most."""

    def __init__(self, old: Sequence[AlignedBlock], new: Sequence[AlignedBlock]) -> None:
        self.old, self.new = old, new
        self.forth: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.splits: dict[int, tuple[int, ...]] = {}
        """Index of an old block -> the new ones that it became."""
        self.merges: dict[int, tuple[int, ...]] = {}
        """Index of a new block -> the old ones that it was."""
        self._taken_old: set[int] = set()
        self._taken_new: set[int] = set()

    def join(self, one: int, other: int) -> None:
        self.forth[one], self.back[other] = other, one

    def part(self, one: int) -> None:
        del self.back[self.forth.pop(one)]

    def split(self, one: int, others: tuple[int, ...]) -> None:
        self.join(one, others[0])
        self.splits[one] = others
        self._taken_new.update(others[1:])

    def merge(self, ones: tuple[int, ...], other: int) -> None:
        self.join(ones[0], other)
        self.merges[other] = ones
        self._taken_old.update(ones[1:])

    def is_free_old(self, one: int) -> bool:
        return one not in self.forth and one not in self._taken_old

    def is_free_new(self, other: int) -> bool:
        return other not in self.back and other not in self._taken_new

    def free(self) -> tuple[list[int], list[int]]:
        """Return the blocks of each side that stand in no pair yet."""
        return (
            [n for n in range(len(self.old)) if self.is_free_old(n)],
            [n for n in range(len(self.new)) if self.is_free_new(n)],
        )

    def pairs(self) -> list[Pair]:
        return sorted(self.forth.items())

    def weight(self, pair: Pair) -> int:
        """Return how much a pair counts when it is asked what has stayed in its place."""
        one, other = self.old[pair[0]], self.new[pair[1]]
        return one.size + other.size + EACH_SIZE + (HEADING_SIZE if one.family == "heading" else 0)

    def is_rooted(self, pair: Pair) -> bool:
        """Tell whether a heading still stands over what it stood over."""
        below = (self.forth.get(pair[0] + n, -1) - pair[1] for n in range(1, NEAR + 1))
        return any(0 < distance <= 2 * NEAR for distance in below)

    def spine(self, pairs: Sequence[Pair] | None = None) -> list[Pair]:
        """Return the pairs that stand in one order on both sides; all others have moved."""
        chosen = self.pairs() if pairs is None else pairs
        run = heaviest_run(chosen, [self.weight(pair) for pair in chosen])
        return self._with_headings(run, chosen)

    def _with_headings(self, run: list[Pair], chosen: Sequence[Pair]) -> list[Pair]:
        """Return the pairs that have stayed: a heading with its text rather than one paragraph, or
        two, however long, with which it has changed places."""
        staying = set(run)
        for pair in chosen:
            if pair in staying or not self._is_heading(pair) or not self.is_rooted(pair):
                continue
            places = bisect_left(run, pair), bisect_left(run, pair[1], key=lambda each: each[1])
            start, end = sorted(places)
            past = run[start:end]
            if 0 < len(past) <= MOST_PAST and not any(map(self._is_heading, past)):
                run = [*run[:start], pair, *run[end:]]
        return run

    def _is_heading(self, pair: Pair) -> bool:
        return self.old[pair[0]].family == "heading"


def by_key(units: Sequence[AlignedBlock], among: Sequence[int]) -> dict[str, list[int]]:
    """Return the places of each key."""
    places: dict[str, list[int]] = defaultdict(list)
    for n in among:
        places[units[n].key].append(n)
    return places


def join_unique(match: Matching) -> None:
    """Join free blocks that say what no other free block of either side says."""
    free_old, free_new = match.free()
    old, new = by_key(match.old, free_old), by_key(match.new, free_new)
    for key, ones in old.items():
        others = new.get(key, ())
        if len(ones) == len(others) == 1:
            match.join(ones[0], others[0])


def join_named(match: Matching) -> None:
    """Join free blocks of the same id: first where it occurs once, then once in a chapter.

    Books of many files may have an id in each of them.
    """
    _join_by_name(match, lambda block: block.anchor)
    _join_by_name(match, lambda block: f"{block.chapter}#{block.anchor}" if block.anchor else "")


def _join_by_name(match: Matching, name: Callable[[Block], str]) -> None:
    olds, news = (_find_single_names(units, name) for units in (match.old, match.new))
    for key, one in olds.items():
        other = news.get(key, -1)
        if other < 0 or match.old[one].family != match.new[other].family:
            continue
        if match.is_free_old(one) and match.is_free_new(other):
            match.join(one, other)


def _find_single_names(
    units: Sequence[AlignedBlock], name: Callable[[Block], str]
) -> dict[str, int]:
    """Return the blocks whose name no other block has."""
    names = [name(unit.block) for unit in units]
    counts = Counter(names)
    return {key: n for n, key in enumerate(names) if key and counts[key] == 1}


def grow(match: Matching) -> None:
    """Join equal neighbours of pairs, from the ends of both manuscripts too."""
    ends = [(-1, -1), (len(match.old), len(match.new))]
    for one, other in [*ends, *match.pairs()]:
        for step in (1, -1):
            _grow_from(match, one, other, step)


def _grow_from(match: Matching, one: int, other: int, step: int) -> None:
    one, other = one + step, other + step
    while 0 <= one < len(match.old) and 0 <= other < len(match.new):
        if not (match.is_free_old(one) and match.is_free_new(other)):
            return
        if match.old[one].key != match.new[other].key:
            return
        match.join(one, other)
        one, other = one + step, other + step


def part_short(match: Matching) -> None:
    """Part short blocks that would have moved alone: a word or two may well be anywhere. Likewise
    what an id alone has joined, and would have moved."""
    staying = set(match.spine())
    for one, other in match.pairs():
        unit = match.old[one]
        is_alone = match.forth.get(one - 1) != other - 1 and match.forth.get(one + 1) != other + 1
        is_known = unit.block.anchor or _is_in_one_list(unit.block, match.new[other].block)
        is_known = is_known or (unit.family == "heading" and match.is_rooted((one, other)))
        is_short = unit.size < LEAST_MOVED and is_alone
        if (one, other) in staying:
            continue
        if (is_short and not is_known) or _has_id_alone(unit, match.new[other]):
            match.part(one)


def _has_id_alone(old: AlignedBlock, new: AlignedBlock) -> bool:
    """Tell whether two texts of one id have no words in common to speak of."""
    is_named = bool(old.block.anchor) and old.family == "prose" and old.key != new.key
    return is_named and not similarity(old, new, LEAST_NAMED)


def _is_in_one_list(one: Block, other: Block) -> bool:
    return one.kind == other.kind == "li" and (one.path, one.container) == (
        other.path,
        other.container,
    )


def near_gaps(match: Matching) -> Iterator[tuple[list[int], list[int]]]:
    """Yield free blocks between pairs that are neighbours on both sides, moved ones too."""
    ends = [(-1, -1), *match.pairs(), (len(match.old), len(match.new))]
    in_new = sorted(match.back)
    following = dict(zip([-1, *in_new], [*in_new, len(match.new)], strict=True))
    for (one, other), (next_one, next_other) in pairwise(ends):
        if following.get(other) == next_other:
            yield _between(match, (one, other), (next_one, next_other))


def wide_gaps(match: Matching) -> Iterator[tuple[list[int], list[int]]]:
    """Yield free blocks between pairs that have stayed."""
    ends = [(-1, -1), *match.spine(), (len(match.old), len(match.new))]
    for start, end in pairwise(ends):
        yield _between(match, start, end)


def _between(match: Matching, start: Pair, end: Pair) -> tuple[list[int], list[int]]:
    return (
        [n for n in range(start[0] + 1, end[0]) if match.is_free_old(n)],
        [n for n in range(start[1] + 1, end[1]) if match.is_free_new(n)],
    )
