"""Two manuscripts -> which block is which: equal, edited, split, merged, moved, or in one only."""

from collections import defaultdict
from collections.abc import Sequence

from octavo.diff.match.box_titles import join_titles
from octavo.diff.match.gaps import DENSE, fill
from octavo.diff.match.matching import (
    LEAST_MOVED,
    Matching,
    grow,
    join_named,
    join_unique,
    near_gaps,
    part_short,
    wide_gaps,
)
from octavo.diff.match.sections import join_sections
from octavo.diff.match.shingles import Found, alike
from octavo.diff.match.spine import heaviest_run
from octavo.diff.match.wording import AlignedBlock, common

LEAST_EDITED_MOVE = 0.6
LEAST_MARGIN = 0.1
"""How much more similar a block that has moved and was edited must be than the next best."""
LEAST_EDITED_WORDS = 6
LEAST_HELD = 0.9
"""Share of a text's words that another holds which it has become."""


def align(old: Sequence[AlignedBlock], new: Sequence[AlignedBlock]) -> Matching:
    """Return which block is which.

    First what is certain: equal blocks that occur once, ids, equal neighbours of these. Then, in
    the gaps between, equal blocks in order and blocks that are alike; then sections by what they
    hold; last what has moved and was edited.
    """
    match = Matching(old, new)
    join_unique(match)
    join_named(match)
    grow(match)
    part_short(match)
    join_sections(match)
    _fill_gaps(match)
    join_moved(match)
    grow(match)
    join_sections(match)
    _fill_gaps(match)
    join_grown(match)
    join_sections(match)
    part_short(match)
    join_titles(match)
    return match


def _fill_gaps(match: Matching) -> None:
    for gap in list(near_gaps(match)):
        fill(match, *gap)
    for gap in list(wide_gaps(match)):
        fill(match, *gap)


def join_grown(match: Matching) -> None:
    """Join what is left between two pairs where one holds the words of the other: a paragraph that
    grew to many times its length, or was cut down."""
    for ones, others in list(near_gaps(match)):
        if len(ones) * len(others) > DENSE:
            continue
        pairs = [
            (one, other)
            for one in ones
            for other in others
            if _holds(match.old[one], match.new[other])
        ]
        for pair in heaviest_run(pairs, [match.weight(pair) for pair in pairs]):
            match.join(*pair)


def _holds(old: AlignedBlock, new: AlignedBlock) -> bool:
    """Tell whether one of two texts holds the other: nearly all its words in order, and one half of
    them as they stand."""
    short, long = sorted((old.letters, new.letters), key=len)
    if old.family != "prose" or new.family != "prose" or len(short) < LEAST_EDITED_WORDS:
        return False
    half = len(short) // 2
    if short[:half] not in long and short[half:] not in long:
        return False
    both = len(short) + len(long)
    return common(short, long, 0.0) * both / 2 >= LEAST_HELD * len(short)


def join_moved(match: Matching) -> None:
    """Join free blocks wherever they stand: equal ones, then edited ones that leave no doubt."""
    join_unique(match)
    free_old, free_new = match.free()
    for one in free_old:
        other = match.forth.get(one, -1)
        if other >= 0 and match.old[one].size < LEAST_MOVED:
            match.part(one)
    ones = [n for n in free_old if match.is_free_old(n) and _is_long(match.old[n])]
    others = [n for n in free_new if match.is_free_new(n) and _is_long(match.new[n])]
    for _, one, other in sorted(_certain(alike(match, ones, others, LEAST_EDITED_MOVE - 0.2))):
        if match.is_free_old(one) and match.is_free_new(other):
            match.join(one, other)


def _is_long(unit: AlignedBlock) -> bool:
    return unit.size >= LEAST_EDITED_WORDS


def _certain(found: list[Found]) -> list[Found]:
    """Return the pairs that are similar enough, and more so than either with any other."""
    by_old: dict[int, list[float]] = defaultdict(list)
    by_new: dict[int, list[float]] = defaultdict(list)
    for share, one, other in found:
        by_old[one].append(share)
        by_new[other].append(share)
    return [
        (share, one, other)
        for share, one, other in found
        if share >= LEAST_EDITED_MOVE
        and _stands_out(share, by_old[one])
        and _stands_out(share, by_new[other])
    ]


def _stands_out(share: float, shares: list[float]) -> bool:
    others = sorted(shares)[:-1] if share == max(shares) else shares
    return not others or share >= max(others) + LEAST_MARGIN
