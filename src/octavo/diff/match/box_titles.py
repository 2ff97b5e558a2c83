"""Boxes and their titles: which title is which, and what of a box is told once for all it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.constructs.construct_table import NAMED_BOXES
from octavo.diff.match.matching import Matching
from octavo.diff.match.spine import Pair
from octavo.diff.match.wording import AlignedBlock

MOST_WORDS = 16
"""Words and signs of a title."""
_ENDINGS = (".", ":", ";", ",")
"""How a title does not end, and a paragraph does."""
_UNTITLED = (box.kind for box in NAMED_BOXES.values() if box.argument != "title")
_WITHOUT = frozenset(("ul", "ol", "dl", "blockquote", *(kind.split()[-1] for kind in _UNTITLED)))
"""Lists, and boxes that have no titles: verse, dialogue."""


@dataclass(frozen=True, slots=True)
class RecastBox:
    """A box that became another, came, or went, about paragraphs that stayed."""

    titles: Pair
    """Indices of its title in both revisions; -1 for the one that has no such box."""
    inside: tuple[Pair, ...]
    """Pairs of what it holds."""


def join_titles(match: Matching) -> None:
    """Join free titles of two boxes whose first paragraphs are one: however they are called."""
    for one, other in match.pairs():
        is_free = one and other and match.is_free_old(one - 1) and match.is_free_new(other - 1)
        if is_free and is_title(match.old, one - 1) and is_title(match.new, other - 1):
            match.join(one - 1, other - 1)


def is_title(units: Sequence[AlignedBlock], n: int) -> bool:
    """Tell whether a block is, by all that is known of it, the title of a box: what the box begins
    with, or, behind another box of its kind, at least no sentence."""
    block = units[n].block
    last = block.container[-1].split()[0] if block.container else ""
    is_followed = n + 1 < len(units) and _is_in(units[n + 1], block.container)
    is_short = block.kind == "p" and len(units[n].letters) <= MOST_WORDS
    if not (last and last not in _WITHOUT and is_followed and is_short):
        return False
    is_first = not n or not _is_in(units[n - 1], block.container)
    return is_first or not block.text.rstrip().endswith(_ENDINGS)


def recast_boxes(match: Matching) -> Iterator[RecastBox]:
    """Yield the boxes of which a title is known, and which are of another kind now, or none."""
    for one, other in match.pairs():
        if is_title(match.old, one) and is_title(match.new, other):
            if match.old[one].block.container != match.new[other].block.container:
                yield RecastBox((one, other), _inside(match, one, other))
            continue
        before = one - 1, other - 1
        if one and match.is_free_old(before[0]) and is_title(match.old, before[0]):
            box = match.old[before[0]].block.container
            if _is_in(match.old[one], box) and not _is_in(match.new[other], box):
                yield RecastBox((before[0], -1), _inside(match, *before, of_old=True))
        elif other and match.is_free_new(before[1]) and is_title(match.new, before[1]):
            box = match.new[before[1]].block.container
            if _is_in(match.new[other], box) and not _is_in(match.old[one], box):
                yield RecastBox((-1, before[1]), _inside(match, *before, of_new=True))


def _is_in(unit: AlignedBlock, box: Sequence[str]) -> bool:
    return tuple(unit.block.container[: len(box)]) == tuple(box)


def _inside(
    match: Matching, one: int, other: int, of_old: bool = False, of_new: bool = False
) -> tuple[Pair, ...]:
    """Return the pairs behind two titles, or where one would be, that stand in their boxes."""
    olds = match.old[one].block.container if not of_new else ()
    news = match.new[other].block.container if not of_old else ()
    found: list[Pair] = []
    while True:
        one, other = one + 1, other + 1
        if match.forth.get(one) != other:
            return tuple(found)
        old, new = match.old[one], match.new[other]
        if not (_is_in(old, olds) and _is_in(new, news)):
            return tuple(found)
        rests = old.block.container[len(olds) :], new.block.container[len(news) :]
        if rests[0] != rests[1] or old.block.kind != new.block.kind:
            return tuple(found)
        found.append((one, other))
