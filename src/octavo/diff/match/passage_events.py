"""Events -> the same, with sentences and passages that moved told as that: neither gone nor new."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from octavo.blocks.block import PROSE, Manuscript
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.moved_sentences import Clip, MovedPassage, find_passages
from octavo.diff.match.wording import words_of
from octavo.diff.match.words import Edit, compare_words

LEVELS_OF_PROSE = ("text", "note")
WORDS = 5
"""Words by which the place of a passage is told."""
PARAGRAPH = "¶"
"""Stands for the beginning of a paragraph."""
ALONE = ("added", "removed")
"""Changes of whole blocks: only one that moved altogether is told as moved."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """An edit of an event, or all of an event's block."""

    event: int
    edit: int
    before: str
    after: str
    starts: tuple[int, int]
    """Characters before it in the old block, and in the new one."""


def with_passages(events: Sequence[Event], old: Manuscript, new: Manuscript) -> list[Event]:
    """Return the events, those of words that went here and came there as moved."""
    slots = [slot for n, event in enumerate(events) for slot in _slots(n, event)]
    found = find_passages([slot.before for slot in slots], [slot.after for slot in slots])
    found = _of_whole_blocks(events, slots, found)
    if not found:
        return list(events)
    ends = _ends_before(old), _ends_before(new)
    moves = [_with_paragraphs(_move(events, slots, passage), ends) for passage in found]
    clips = _by_slot(found)
    left: dict[int, list[Edit]] = defaultdict(list)
    for n, slot in enumerate(slots):
        left[slot.event] += _cut(slot, *clips.get(n, ((), ())))
    taken = {slots[n].event for n in clips}
    kept = (_without(event, left[n]) if n in taken else event for n, event in enumerate(events))
    return [*(event for event in kept if event is not None), *moves]


def _slots(n: int, event: Event) -> Iterator[_Slot]:
    if event.level not in LEVELS_OF_PROSE:
        return
    for k, edit in enumerate(event.edits):
        yield _Slot(n, k, edit.before, edit.after, (edit.old_start, edit.new_start))
    kinds = {spot.kind for spot in (*event.old, *event.new)}
    if event.change in ALONE and not event.edits and kinds <= PROSE:
        yield _Slot(n, -1, event.before, event.after, (0, 0))


def _of_whole_blocks(
    events: Sequence[Event], slots: Sequence[_Slot], found: list[MovedPassage]
) -> list[MovedPassage]:
    """Return the passages without those of blocks of which more came or went than they say."""
    lengths: dict[int, int] = defaultdict(int)
    for passage in found:
        for clip, side in ((passage.old, "before"), (passage.new, "after")):
            text: str = getattr(slots[clip.n], side)
            lengths[clip.n] += len(words_of(text[clip.start : clip.end]))
    partly = {
        n
        for n in lengths
        if slots[n].edit < 0 and lengths[n] < len(words_of(slots[n].before + slots[n].after))
    }
    return [p for p in found if p.old.n not in partly and p.new.n not in partly]


def _move(events: Sequence[Event], slots: Sequence[_Slot], passage: MovedPassage) -> Event:
    """Return that a passage stood elsewhere, and which words of it are other ones."""
    one, other = slots[passage.old.n], slots[passage.new.n]
    source, target = events[one.event], events[other.event]
    before = one.before[passage.old.start : passage.old.end]
    after = other.after[passage.new.start : passage.new.end]
    kind = {0: "phrase", 1: "sentence"}.get(passage.sentences, "passage")
    spots = (
        _spot(source, source.old, one.starts[0] + passage.old.start, kind),
        _spot(target, target.new, other.starts[1] + passage.new.start, kind),
    )
    told = Event(
        target.level,
        "moved",
        *spots,
        before,
        after,
        target.name,
        compare_words(before, after).edits,
        max(passage.sentences, 1),
        (target.at[0], source.at[1]),
    )
    stood = _words_before(source.before, one.starts[0] + passage.old.start)
    return replace(
        told, stands=(stood, _words_before(target.after, other.starts[1] + passage.new.start))
    )


def _with_paragraphs(event: Event, ends: tuple[Mapping[str, str], Mapping[str, str]]) -> Event:
    """Return the event of a passage with the words that end the paragraph before it, where it
    begins a paragraph: no other words tell its place."""
    sides = zip(event.stands, (event.old, event.new), ends, strict=True)
    stood, stands = (
        words or f"{before.get(spots[0].block, '')} {PARAGRAPH}".lstrip()
        for words, spots, before in sides
    )
    return replace(event, stands=(stood, stands)) if event.level == "text" else event


def _ends_before(manuscript: Manuscript) -> dict[str, str]:
    """Return with which words the block before each block ends, by its id."""
    pairs = pairwise(block for block in manuscript.blocks if block.shape != "blocks")
    return {after.id: _words_before(before.text, len(before.text)) for before, after in pairs}


def _words_before(text: str, at: int) -> str:
    """Return the last words before a place in a paragraph; '' for its beginning."""
    words = text[:at].split()
    return ("… " if len(words) > WORDS else "") + " ".join(words[-WORDS:])


def _spot(event: Event, spots: Sequence[Spot], at: int, kind: str) -> tuple[Spot, ...]:
    """Return where a passage stands: of a paragraph that was cut, in which of its pieces."""
    n = bisect_right(event.joints, at) if len(spots) > 1 else 0
    return tuple(replace(spot, kind=kind) for spot in spots[n : n + 1])


def _by_slot(found: Sequence[MovedPassage]) -> Mapping[int, tuple[list[Clip], list[Clip]]]:
    clips: dict[int, tuple[list[Clip], list[Clip]]] = defaultdict(lambda: ([], []))
    for passage in found:
        clips[passage.old.n][0].append(passage.old)
        clips[passage.new.n][1].append(passage.new)
    return clips


def _cut(slot: _Slot, olds: Sequence[Clip], news: Sequence[Clip]) -> Iterator[Edit]:
    """Yield what is left of an edit without the words that moved."""
    ones = _rests(slot.before, olds, slot.starts[0])
    others = _rests(slot.after, news, slot.starts[1])
    ends = slot.starts[0] + len(slot.before), slot.starts[1] + len(slot.after)
    for one, other in zip_longest(ones, others):
        before, old_start = one or ("", ends[0])
        after, new_start = other or ("", ends[1])
        yield Edit(before, after, old_start, new_start)


def _rests(text: str, clips: Sequence[Clip], start: int) -> list[tuple[str, int]]:
    """Return the pieces of a text between clips that say anything, each with where it stands."""
    found = []
    at = 0
    for clip in [*sorted(clips, key=lambda c: c.start), Clip(-1, len(text), len(text))]:
        piece = text[at : clip.start]
        if words_of(piece):
            found.append((piece.strip(), start + at + len(piece) - len(piece.lstrip())))
        at = clip.end
    return found


def _without(event: Event, edits: Sequence[Edit]) -> Event | None:
    """Return an event with the edits that are left of it; None where nothing is."""
    if event.change in ALONE or (event.change == "edited" and not edits):
        return None
    return replace(event, edits=tuple(edits))
