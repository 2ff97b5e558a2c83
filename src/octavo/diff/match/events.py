"""What differs between two revisions: typed events, each with an id that stays the same."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from octavo.blocks.block import Block
from octavo.core.problems import Place
from octavo.diff.levels import LEVELS
from octavo.diff.match.words import Edit

MIRRORED = {"added": "removed", "split": "merged"}
MIRRORED |= {after: before for before, after in MIRRORED.items()}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event is, in one of the revisions."""

    block: str
    kind: str
    path: tuple[str, ...]
    place: str
    """file:line"""
    row: int = -1
    column: int = -1
    pages: tuple[str, ...] = ()
    """Labels of the pages on which it begins and ends, where they are known."""

    @staticmethod
    def of(block: Block) -> "Spot":
        place = tell_place(block.place)
        path = (*block.path, block.text) if block.level >= 0 else block.path
        return Spot(block.id, block.kind, path, place, block.row, block.column, block.pages)


def tell_place(place: Place) -> str:
    """Return a place as file:line; without its line where that is not known."""
    return f"{place.path}:{place.line}" if place.line else place.path


@dataclass(frozen=True, slots=True)
class Event:
    """One difference. ``old`` and ``new`` are where it is: none, one, or two of a split."""

    level: str
    change: str
    """added, removed, edited, moved, split, merged, renamed, relevelled, recast, id, changed,
    resized, re-encoded, spelling …; ``throughout``: of several words that became others alike."""
    old: tuple[Spot, ...] = ()
    new: tuple[Spot, ...] = ()
    before: str = ""
    after: str = ""
    name: str = ""
    """A key of the metadata, the label of a note, a column's or row's header, marked words."""
    edits: tuple[Edit, ...] = ()
    count: int = 1
    """Blocks of a section, cells of a row or column."""
    at: tuple[int, int] = (0, 0)
    """Its place in the reading order of the new revision, and of the old one."""
    id: str = ""
    joint: int = -1
    """Of a paragraph that was cut, or of two that were joined: characters before the place, in the
    text of both halves together."""
    joints: tuple[int, ...] = ()
    """The same of a paragraph that was cut in several, or joined from several: of each place."""
    words: str = ""
    """Of what is set as something else: what it says. Of a picture: how much of it has changed, and
    where, in no language."""
    numbers: tuple[str, str] = ("", "")
    """Of a note: its number in the old revision, and in the new one."""
    stands: tuple[str, str] = ("", "")
    """Of what moved: the words behind which it stood, and behind which it stands."""
    until: str = ""
    """Of a section that came, went or moved: the text with which it ends."""

    @property
    def path(self) -> tuple[str, ...]:
        """Return the titles of the sections it stands in; of several places those of all."""
        paths = [spot.path for spot in (self.new or self.old)]
        first, *others = paths or [()]
        same = takewhile(lambda titles: len(set(titles)) == 1, zip(first, *others, strict=False))
        return tuple(titles[0] for titles in same)

    def mirror(self) -> "Event":
        """Return the same difference as it is seen from the other side."""
        return replace(
            self,
            change=MIRRORED.get(self.change, self.change),
            old=self.new,
            new=self.old,
            before=self.after,
            after=self.before,
            edits=tuple(each.mirror() for each in self.edits),
            at=self.at[::-1],
            stands=self.stands[::-1],
            numbers=self.numbers[::-1],
            id="",
        )


def of_several(events: Sequence[Event]) -> Event:
    """Return an event that stands wherever one of several does, and says nothing yet; it comes
    first in what they have in common."""
    first = min(events, key=lambda event: event.at)
    old = sorted(events, key=lambda event: event.at[::-1])
    new = sorted(events, key=lambda event: event.at)
    sides = _each_once(s for e in old for s in e.old), _each_once(s for e in new for s in e.new)
    found = Event(first.level, first.change, *sides, at=first.at)
    is_wide = found.path != first.path
    return replace(found, at=(-1, -1)) if is_wide else found


def _each_once(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple({(s.block, s.row, s.column): s for s in spots}.values())


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events in reading order, each with an id of its own.

    The id is made of what the event says, never of lines or of other events: it stays while other
    things change. Events that say the same are counted.
    """
    ranked = sorted(events, key=_rank)
    seen: Counter[str] = Counter()
    found = []
    for event in ranked:
        name = _id(event)
        seen[name] += 1
        found.append(replace(event, id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return tuple(found)


def _rank(event: Event) -> tuple[object, ...]:
    places = [(s.block, s.row, s.column) for s in (*event.old, *event.new)]
    is_metadata = event.level != "metadata"
    level = LEVELS.index(event.level)
    words = (event.change, event.name, event.before, event.after)
    rows = [(s.row, s.column) for s in (event.new or event.old)[:1]]
    return is_metadata, *event.at, rows, level, *words, places


def _id(event: Event) -> str:
    sides = [[(s.block, s.row, s.column) for s in spots] for spots in (event.old, event.new)]
    said = (event.level, event.change, event.name, event.before, event.after, sides)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
