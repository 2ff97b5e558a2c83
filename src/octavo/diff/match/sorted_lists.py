"""Items that moved -> one event for a list, or a table's rows, that was sorted or set anew."""

from collections import defaultdict
from collections.abc import Sequence

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.events import Event

KINDS = frozenset(("li", "dt", "dd", "row"))
LEAST = 5
"""Items that have moved."""
LEAST_SHARE = 0.25
"""Share of the list that has moved."""


def reorder(
    events: Sequence[Event], old: Manuscript, new: Manuscript
) -> tuple[list[Event], list[Event]]:
    """Return one event for each list whose items stand in another order, and all other events."""
    places = [{block.id: n for n, block in enumerate(each.blocks)} for each in (old, new)]
    groups: dict[tuple[int, int, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.change == "moved" and event.old[0].kind == event.new[0].kind in KINDS:
            ends = places[0].get(event.old[0].block, -1), places[1].get(event.new[0].block, -1)
            if min(ends) >= 0:
                starts = _start(old.blocks, ends[0]), _start(new.blocks, ends[1])
                groups[(*starts, event.new[0].kind)].append(event)
    found: list[Event] = []
    taken: set[int] = set()
    for (first, start, kind), group in groups.items():
        lines = [_lines(each.blocks, n, kind) for each, n in ((old, first), (new, start))]
        if len(group) >= max(LEAST, LEAST_SHARE * len(lines[1])):
            change = "sorted" if _is_sorted(lines[1]) and not _is_sorted(lines[0]) else "reordered"
            found.append(_event(group, change))
            taken |= {id(event) for event in group}
    return found, [event for event in events if id(event) not in taken]


def _event(group: Sequence[Event], change: str) -> Event:
    first = min(group, key=lambda event: event.at)
    olds = sorted(group, key=lambda event: event.at[::-1])
    news = sorted(group, key=lambda event: event.at)
    old = tuple(spot for event in olds for spot in event.old)
    new = tuple(spot for event in news for spot in event.new)
    texts = first.before, first.after
    return Event(first.level, change, old, new, *texts, count=len(group), at=first.at)


def _start(blocks: Sequence[Block], n: int) -> int:
    """Return where the list of an item begins."""
    while n and _is_in_one(blocks[n - 1], blocks[n]):
        n -= 1
    return n


def _is_in_one(one: Block, other: Block) -> bool:
    """Tell whether two blocks that follow each other stand in one list."""
    lists = [block.container[:1] for block in (one, other)]
    is_list = (one.items and other.items) or {one.kind, other.kind} <= {"dt", "dd"}
    return bool(is_list) and one.path == other.path and lists[0] == lists[1]


def _lines(blocks: Sequence[Block], start: int, kind: str) -> list[str]:
    """Return what the items of a list say, or the rows of a table below its head."""
    if kind == "row":
        return [" ".join(cell.text for cell in row).casefold() for row in blocks[start].rows[1:]]
    found = []
    depth = len(blocks[start].items)
    for n in range(start, len(blocks)):
        if n > start and not _is_in_one(blocks[n - 1], blocks[n]):
            break
        if blocks[n].kind == kind and len(blocks[n].items) == depth:
            found.append(blocks[n].text.casefold())
    return found


def _is_sorted(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and list(lines) in (sorted(lines), sorted(lines, reverse=True))
