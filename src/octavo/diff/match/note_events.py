"""The notes of two manuscripts -> what differs in them, told where they are called."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.matching import Matching
from octavo.diff.match.pairs import differences
from octavo.diff.match.wording import AlignedBlock


@dataclass(frozen=True, slots=True)
class _Call:
    """The first call of a note."""

    at: int
    """Index of the block that calls it."""
    path: tuple[str, ...]
    number: str


def tell_alone(unit: AlignedBlock, change: str) -> Event:
    """Return the event of a block that only one revision has."""
    block, spots = unit.block, (Spot.of(unit.block),)
    level = {"image": "structure", "break": "structure"}.get(block.kind, block.told_as)
    text = block.text or (block.picture.path if block.picture else "")
    if change == "added":
        return Event(level, change, (), spots, "", text, block.name)
    return Event(level, change, spots, (), text, "", block.name)


def note_events(notes: Matching, old: Manuscript, new: Manuscript) -> Iterator[Event]:
    """Yield what differs in notes, each in the place and the section of its first call."""
    olds, news = _first_calls(old), _first_calls(new)
    free_old, free_new = notes.free()
    for one in free_old:
        call = _call_of(notes.old[one], olds)
        yield _at_calls(tell_alone(notes.old[one], "removed"), call, call)
    for other in free_new:
        call = _call_of(notes.new[other], news)
        yield _at_calls(tell_alone(notes.new[other], "added"), call, call)
    for one, other in notes.pairs():
        before, after = notes.old[one], notes.new[other]
        for event in differences(before.block, after.block, before.block.told_as):
            yield _at_calls(event, _call_of(before, olds), _call_of(after, news))


def join_calls(events: Sequence[Event]) -> Iterator[Event]:
    """Yield the events, a call that went here and came there as one."""
    gone, come = (
        {event.name: event for event in events if _is_call(event, change)}
        for change in ("removed", "added")
    )
    counts = Counter(event.name for event in events if _is_call(event, event.change))
    moved = {name for name in gone if name in come and counts[name] == 2}
    for event in events:
        if event.name not in moved or not _is_call(event, event.change):
            yield event
        elif event.change == "added":
            here = gone[event.name]
            at = event.at[0], here.at[1]
            yield replace(event, change="call", old=here.old, after="", at=at)


def _is_call(event: Event, change: str) -> bool:
    is_one = event.level == "note" and event.change == change
    return is_one and (event.before or event.after) == f"[^{event.name}]"


def _first_calls(manuscript: Manuscript) -> Mapping[tuple[str, str], _Call]:
    """Return the first call of each note by its chapter and label; they are numbered by chapter."""
    found: dict[tuple[str, str], _Call] = {}
    counts: Counter[str] = Counter()
    for at, block in enumerate(manuscript.blocks):
        for label in _labels(block) if block.shape != "blocks" else ():
            if (block.chapter, label) not in found:
                counts[block.chapter] += 1
                path = (*block.path, block.text) if block.level >= 0 else block.path
                number = str(counts[block.chapter])
                found[block.chapter, label] = _Call(at, path, number)
    return found


def _labels(block: Block) -> Iterator[str]:
    yield from block.notes
    for row in block.rows:
        for cell in row:
            yield from cell.notes


def _call_of(note: AlignedBlock, calls: Mapping[tuple[str, str], _Call]) -> _Call:
    """Return where a note is called; where it stands, if it is not."""
    block = note.block
    return calls.get((block.chapter, block.name)) or _Call(note.at, block.path, "")


def _at_calls(event: Event, old: _Call, new: _Call) -> Event:
    return replace(
        event,
        old=tuple(replace(spot, path=old.path) for spot in event.old),
        new=tuple(replace(spot, path=new.path) for spot in event.new),
        at=(new.at, old.at),
        numbers=(old.number if event.old else "", new.number if event.new else ""),
    )
