"""Matched manuscripts -> what became of sections, and which blocks stand elsewhere."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.blocks.block import Block
from octavo.diff.match.box_titles import RecastBox, recast_boxes
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.matching import Matching
from octavo.diff.match.sections import Sections, sections_of
from octavo.diff.match.spine import Pair
from octavo.diff.match.wording import AlignedBlock

MOST_INSIDE = 50
"""Blocks of an item that are looked through for the item before."""
HEADING = "heading"
"""Name of an event where a heading came or went, and what it stands over did not."""
BOX = "box"
"""Name of an event of a whole box, its title with all that it holds."""
WORDS = 6
"""Words by which the block is told behind which another stands."""
MOSTLY = 0.5
"""Share of a section's words that came, went or moved with its heading."""


@dataclass(slots=True)
class Structure:
    """Events of sections and moves, and the blocks that they have told already."""

    events: list[tuple[Event, int, int]] = field(default_factory=list)
    """Each with the indices of its block in the old and the new units; -1 for none."""
    gone: set[int] = field(default_factory=set)
    come: set[int] = field(default_factory=set)
    titles: set[Pair] = field(default_factory=set)
    """Titles of boxes whose words are told with their boxes."""


def structure_of(match: Matching) -> Structure:
    """Return what became of sections, and which blocks have moved."""
    old, new = sections_of(match.old), sections_of(match.new)
    told = Structure()
    free_old, free_new = match.free()
    told.gone = _whole(match.old, old, free_old)
    told.come = _whole(match.new, new, free_new)
    for one in free_old:
        if match.old[one].family == "heading" and not _is_inside(old, one, told.gone):
            told.events.append((_section(match.old, old, one, "removed", told.gone), one, -1))
    for other in free_new:
        if match.new[other].family == "heading" and not _is_inside(new, other, told.come):
            told.events.append((_section(match.new, new, other, "added", told.come), -1, other))
    told.events += _moves(match, match.pairs(), old, new)
    boxes = list(recast_boxes(match))
    told.events += (_recast_box(match, box) for box in boxes)
    told.titles |= {box.titles for box in boxes}
    told.gone |= {box.titles[0] for box in boxes if box.titles[1] < 0}
    told.come |= {box.titles[1] for box in boxes if box.titles[0] < 0}
    told.events += _levels(match, {pair for box in boxes for pair in (box.titles, *box.inside)})
    return told


def _whole(units: Sequence[AlignedBlock], sections: Sections, free: list[int]) -> set[int]:
    """Return the free blocks of sections that are new, or gone, for the most part."""
    is_free, found = set(free), set[int]()
    for heading in free:
        if units[heading].family != "heading":
            continue
        inside = range(heading + 1, sections.ends[heading])
        alone = [n for n in inside if n in is_free]
        if sum(units[n].size for n in alone) >= MOSTLY * sum(units[n].size for n in inside):
            found |= {heading, *alone}
    return found


def _is_inside(sections: Sections, heading: int, told: set[int]) -> bool:
    return heading in told and any(above in told for above in sections.above[heading])


def _section(
    units: Sequence[AlignedBlock], sections: Sections, heading: int, change: str, alone: set[int]
) -> Event:
    """Return that a section came or went, with how many blocks of its own; or that a heading did,
    where what it stands over is in both revisions."""
    block = units[heading].block
    inside = [n for n in range(heading + 1, sections.ends[heading]) if n in alone]
    last = units[inside[-1]].block.text if inside else ""
    spot = Spot.of(block)
    name = "" if inside or sections.ends[heading] == heading + 1 else HEADING
    told = Event("structure", change, name=name, count=len(inside), until=last)
    if change == "added":
        return replace(told, new=(spot,), after=block.text)
    return replace(told, old=(spot,), before=block.text)


def _moves(
    match: Matching, pairs: Sequence[Pair], old: Sections, new: Sections
) -> Iterator[tuple[Event, int, int]]:
    """Yield what has moved; a section once, and then only what has moved inside it."""
    staying = set(match.spine(pairs))
    firsts = [one for one, _ in pairs]
    told_until = -1
    told: set[Pair] = set()
    for n, pair in enumerate(pairs):
        if pair in staying or pair in told:
            continue
        one, other = pair
        inner: list[Pair] = []
        if match.old[one].family == "heading":
            last = bisect_right(firsts, old.ends[one] - 1)
            inner = [p for p in pairs[n + 1 : last] if other < p[1] < new.ends[other]]
            inner = inner if _is_mostly_moved(match, inner, staying) else []
        until = match.new[inner[-1][1]].block.text if inner else ""
        yield replace(_move(match, pair, len(inner)), until=until), one, other
        if inner:
            told |= set(inner)
            told_until = max(told_until, inner[-1][0])
            yield from _moves(match, inner, old, new)


def _is_mostly_moved(match: Matching, inner: Sequence[Pair], staying: set[Pair]) -> bool:
    whole = sum(map(match.weight, inner))
    return sum(match.weight(p) for p in inner if p not in staying) >= MOSTLY * whole


def _move(match: Matching, pair: Pair, count: int) -> Event:
    old, new = match.old[pair[0]].block, match.new[pair[1]].block
    level = "structure" if old.level >= 0 or old.kind == "image" else old.told_as
    spots = (Spot.of(old),), (Spot.of(new),)
    stands = _words_before(match.old, pair[0]), _words_before(match.new, pair[1])
    is_alone = old.family == "heading" and not count and match.is_rooted(pair)
    name = HEADING if is_alone else ""
    told = Event(level, "moved", *spots, old.text, new.text, name, count=max(count, 1))
    return replace(told, stands=stands)


def _words_before(units: Sequence[AlignedBlock], n: int) -> str:
    """Return what the block before another begins with; '' for the first."""
    before = units[n - 1].block if n else None
    if before is None:
        return ""
    words = before.text.split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")


def _recast_box(match: Matching, box: RecastBox) -> tuple[Event, int, int]:
    """Return that a box is of another kind, with its title; or none, or was none."""
    sides = (match.old, box.titles[0]), (match.new, box.titles[1])
    blocks = [units[n].block if n >= 0 else None for units, n in sides]
    said = [f"{' '.join(b.container)} “{b.text}”" if b else "" for b in blocks]
    spots = [(Spot.of(block),) if block else () for block in blocks]
    words = next(block.text for block in reversed(blocks) if block)
    found = Event("structure", "recast", spots[0], spots[1], said[0], said[1], BOX, words=words)
    return replace(found, count=1 + len(box.inside)), *box.titles


def _levels(match: Matching, boxed: set[Pair]) -> Iterator[tuple[Event, int, int]]:
    """Yield headings of another level, blocks of another kind, and ids that are others; nothing of
    ``boxed``, whose boxes are told."""
    for one, other in match.pairs():
        old, new = match.old[one].block, match.new[other].block
        spots = (Spot.of(old),), (Spot.of(new),)
        kinds = old.kind, new.kind
        boxes = " ".join((*old.container, old.kind)), " ".join((*new.container, new.kind))
        if old.family != new.family and {one in match.splits, other in match.merges} != {False}:
            pass  # a piece that became a heading, or was one
        elif old.family == "heading" and kinds[0] != kinds[1]:
            yield Event("structure", "relevelled", *spots, *kinds, new.text), one, other
        elif boxes[0] != boxes[1] and (one, other) not in boxed:
            yield Event("structure", "recast", *spots, *boxes, words=new.text), one, other
        if numbers := _numbers(match, one, other):
            yield Event("structure", "numbers", *spots, *numbers), one, other
        if old.counted_by != new.counted_by:
            counted = str(old.counted_by or ""), str(new.counted_by or "")
            yield Event("structure", "line-numbers", *spots, *counted, words=new.text), one, other
        if old.anchor != new.anchor:
            yield Event("structure", "id", *spots, old.anchor, new.anchor), one, other


def _numbers(match: Matching, one: int, other: int) -> tuple[str, str] | None:
    """Return the numbers with which a list begins, or goes on, in both revisions if they differ.

    Those that follow from the first, as an item more renumbers all behind it, are not told.
    """
    numbers = _set_number(match.old, one), _set_number(match.new, other)
    if None in numbers or numbers[0] == numbers[1]:
        return None
    return f"{numbers[0]}.", f"{numbers[1]}."


def _set_number(units: Sequence[AlignedBlock], n: int) -> int | None:
    """Return the number of an item that does not follow from the one before; None of all else."""
    block = units[n].block
    if not block.items or block.kind != "li" or not _is_ordered(block):
        return None
    for before in reversed(units[max(n - MOST_INSIDE, 0) : n]):
        told = before.block
        if len(told.items) < len(block.items) or not _is_ordered(told):
            break
        if told.items[: len(block.items)] == block.items:
            return None  # a second paragraph of the same item
        if told.items[: len(block.items) - 1] == block.items[:-1]:
            follows = abs(block.items[-1] - told.items[len(block.items) - 1]) == 1
            return None if follows else block.items[-1]
    return block.items[-1]


def _is_ordered(block: Block) -> bool:
    return any(name.split()[:1] == ["ol"] for name in block.container)
