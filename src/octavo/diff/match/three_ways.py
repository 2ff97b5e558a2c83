"""A base and two revisions of it -> whose each change is, and where the two contradict each other.

Two changes contradict where they cannot both be made: other words for the same words, something put
into what the other has taken out, two texts added in one place, two values for one key. Changes of
one paragraph that do not touch are none.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.blocks.block import Manuscript
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.match.words import Edit

AUTHOR, EDITOR, BOTH, CONFLICT = "author", "editor", "both", "conflict"
WHOSE = (CONFLICT, BOTH, AUTHOR, EDITOR)
BESIDE = frozenset(("moved", "id", "language", "spelling", "re-encoded", "look", "marked"))
"""Changes that can be made beside any other of the same block but its removal."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A change, or changes that contradict each other."""

    whose: str
    """One of WHOSE."""
    author: tuple[Event, ...] = ()
    editor: tuple[Event, ...] = ()
    """The same change, where it is that of both; each with those of its edits that it is about."""

    @property
    def at(self) -> int:
        """Return its place in the base."""
        return min(event.at[1] for event in (*self.author, *self.editor))


def compare_three(
    base: Manuscript, author: Manuscript, editor: Manuscript
) -> tuple[Contribution, ...]:
    """Return what two people have made of one text, in its order."""
    grounds = _Grounds.of(base)
    sides = [list(_pieces(compare(base, each))) for each in (author, editor)]
    found = list(_sort_out(sides[0], sides[1], grounds))
    return tuple(sorted(found, key=lambda each: each.at))


def _pieces(events: Sequence[Event]) -> Iterator[Event]:
    """Yield events, one for each edit of a text."""
    for event in events:
        if len(event.edits) > 1 and event.change in ("edited", "renamed"):
            yield from (replace(event, edits=(edit,)) for edit in event.edits)
        else:
            yield event


@dataclass(frozen=True, slots=True)
class _Grounds:
    """Knows what of the base an event touches."""

    places: Mapping[str, int]
    """Id of a block -> its place in the reading order."""
    ids: Sequence[str]
    texts: Sequence[str]
    cells: Mapping[str, Sequence[tuple[str, int, int]]]
    """Id of a table -> its cells, each with row and column."""

    @staticmethod
    def of(base: Manuscript) -> "_Grounds":
        ids = [block.id for block in base.blocks]
        cells = {
            block.id: [(cell.id, cell.row, cell.column) for row in block.rows for cell in row]
            for block in base.blocks
            if block.rows
        }
        return _Grounds(
            {name: n for n, name in enumerate(ids)},
            ids,
            [block.text for block in base.blocks],
            cells,
        )

    def find_ground(self, event: Event) -> set[str]:
        """Return ids of the blocks and cells of the base that an event is about; of one that takes
        away, all that goes with them."""
        found: set[str] = set()
        for spot in event.old if not _comes(event) else ():
            if spot.kind in ("row", "column"):
                found |= {
                    name
                    for name, row, column in self.cells.get(spot.block, ())
                    if spot.row in (row, -1) and spot.column in (column, -1)
                }
                continue
            names = self._until(spot.block, event.until if _takes(event) else "")
            found |= set(names)
            found |= {cell for name in names for cell, *_ in self.cells.get(name, ())}
        return found

    def _until(self, block: str, last: str) -> Sequence[str]:
        """Return the ids of the blocks from one to that which says ``last``; it alone for ''."""
        first = self.places.get(block, -1)
        if first < 0 or not last:
            return [block]
        end = next((n for n in range(first, len(self.ids)) if self.texts[n] == last), first)
        return self.ids[first : end + 1]

    def homes(self, event: Event) -> set[object]:
        """Return where to look for what might contradict an event: its blocks; of what was added,
        what it stands behind; of metadata the key."""
        if event.level == "metadata":
            return {("key", event.name)}
        if not _comes(event):
            return set(self.find_ground(event))
        behind = event.at[1]
        table = {(spot.block, spot.row, spot.column) for spot in event.new if _is_line(event)}
        block = {self.ids[behind]} if 0 <= behind < len(self.ids) else set[str]()
        return {("behind", event.level, behind, *table), *block}


def _takes(event: Event) -> bool:
    return event.change == "removed" and event.level not in ("mark", "link")


def _comes(event: Event) -> bool:
    """Tell whether an event is about something that the base lacks."""
    return event.change == "added" and (not event.old or _is_line(event))


def _is_line(event: Event) -> bool:
    return bool(event.new) and event.new[0].kind in ("row", "column")


def _sort_out(
    ones: Sequence[Event], others: Sequence[Event], grounds: _Grounds
) -> Iterator[Contribution]:
    """Yield each change once: that of both, those that contradict, and those of one alone."""
    keys = defaultdict[object, list[int]](list)
    for m, event in enumerate(others):
        keys[_key(event)].append(m)
    left: list[Event] = []
    agreed: set[int] = set()
    for event in ones:
        same = keys[_key(event)]
        if same:
            m = same.pop(0)
            agreed.add(m)
            yield Contribution(BOTH, (event,), (others[m],))
        else:
            left.append(event)
    right = [event for m, event in enumerate(others) if m not in agreed]
    yield from _contradictions(left, right, grounds)


def _key(event: Event) -> object:
    """Return what is equal for two events that make the same of the base."""
    olds = tuple((spot.block, spot.row, spot.column) for spot in event.old)
    what = (event.level, event.change, event.name, event.until)
    if event.change in ("edited", "renamed") and event.edits:
        (*_, last) = event.edits
        return what[:2], olds, last.old_start, last.before, last.after
    where = event.new[0].path if event.change == "moved" and event.new else ()
    return what, olds, event.before, event.after, where, event.at[1] if not event.old else 0


def _contradictions(
    ones: Sequence[Event], others: Sequence[Event], grounds: _Grounds
) -> Iterator[Contribution]:
    homes = defaultdict[object, list[int]](list)
    for m, event in enumerate(others):
        for name in grounds.homes(event):
            homes[name].append(m)
    taken: set[int] = set()
    for event in ones:
        near = sorted({m for name in grounds.homes(event) for m in homes[name]} - taken)
        against = [m for m in near if _contradict(event, others[m])]
        taken |= set(against)
        if against:
            yield Contribution(CONFLICT, (event,), tuple(others[m] for m in against))
        else:
            yield Contribution(AUTHOR, (event,))
    for m, event in enumerate(others):
        if m not in taken:
            yield Contribution(EDITOR, (), (event,))


def _contradict(one: Event, other: Event) -> bool:
    """Tell whether two events of one place cannot both be made."""
    if _comes(one) or _comes(other):
        if _comes(one) and _comes(other):
            return one.at[1] == other.at[1]
        taken = other if _comes(one) else one
        return _takes(taken) and bool(taken.until)
    if _takes(one) or _takes(other):
        return True
    if one.change == other.change == "moved" or one.level == "metadata":
        return True
    if one.change in BESIDE or other.change in BESIDE:
        return (one.level, one.change) == (other.level, other.change)
    if one.edits and other.edits:
        return any(_meet(a, b) for a in one.edits for b in other.edits)
    if one.edits or other.edits:
        return False  # words, and what holds for some of them
    return (one.level, one.name) == (other.level, other.name)


def _meet(one: Edit, other: Edit) -> bool:
    """Tell whether two edits are about the same words, or put others into one place."""
    first, last = one.old_start, one.old_start + len(one.before)
    begin, end = other.old_start, other.old_start + len(other.before)
    if first == begin:
        return True
    return first < end and begin < last
