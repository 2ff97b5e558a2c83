"""Collate two revisions of a publication: what a reader would call a change, and where it is."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from octavo.blocks.block import Block, Manuscript, Span
from octavo.diff.match.correspondence import matchings
from octavo.diff.match.events import Event, Spot, in_order
from octavo.diff.match.matching import Matching
from octavo.diff.match.note_events import join_calls, note_events, tell_alone
from octavo.diff.match.note_matches import same_labels
from octavo.diff.match.pairs import Labels, call_events, differences, picture_events, words_folded
from octavo.diff.match.passage_events import with_passages
from octavo.diff.match.structure import structure_of
from octavo.diff.match.table_matches import table_events
from octavo.diff.match.wording import AlignedBlock
from octavo.diff.match.words import compare_words

LOOKED_AT = 6
"""Blocks on either side of one that are asked where they stand."""


def compare(old: Manuscript, new: Manuscript) -> tuple[Event, ...]:
    """Return what differs, in reading order; () for manuscripts that say the same.

    Both directions are worked out from the same side, so that they always mirror each other.
    """
    one, other = old.digest(), new.digest()
    if one == other:
        return ()
    untold = old.lacks | new.lacks
    sides = (old, new) if one < other else (new, old)
    found = with_passages(list(_events(*sides)), *sides)
    events = in_order(each for each in found if each.change not in untold)
    return events if one < other else mirror(events)


def mirror(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the differences as they are seen from the other side."""
    return in_order(event.mirror() for event in events)


def _events(old: Manuscript, new: Manuscript) -> Iterator[Event]:
    yield from _metadata(old, new)
    match, notes = matchings(old, new)
    order = _Order.of(match)
    texts = [order.place(event, n, m) for event, n, m in _text_events(match, same_labels(notes))]
    yield from join_calls(texts)
    yield from map(order.place_call, note_events(notes, old, new))
    yield from _other_pictures(old, new)


def _metadata(old: Manuscript, new: Manuscript) -> Iterator[Event]:
    known = [each.knows for each in (old, new) if each.knows is not None]
    for key in sorted({*old.metadata, *new.metadata}):
        if any(key not in keys for keys in known):
            continue  # a file of one of these kinds could not tell it
        before, after = old.metadata.get(key, ""), new.metadata.get(key, "")
        if before != after and words_folded(before) == words_folded(after):
            yield Event("typography", "spelling", (), (), before, after, key)
        elif before != after:
            change = "edited" if before and after else "added" if after else "removed"
            yield Event("metadata", change, (), (), before, after, key)


@dataclass(frozen=True, slots=True)
class _Order:
    """Finds where something that one revision lacks would stand in it."""

    match: Matching
    olds: Sequence[int]
    news: Sequence[int]

    @staticmethod
    def of(match: Matching) -> "_Order":
        spine = match.spine()
        return _Order(match, [one for one, _ in spine], [other for _, other in spine])

    def place(self, event: Event, one: int, other: int) -> Event:
        """Return the event with its place in both revisions; -1 for the one that lacks it."""
        if one < 0:
            one = _behind(other, self.news, self.olds, self.match.back)
        elif other < 0:
            other = _behind(one, self.olds, self.news, self.match.forth)
        old = self.match.old[one].at if one >= 0 else -1
        return replace(event, at=(self.match.new[other].at if other >= 0 else -1, old))

    def place_call(self, event: Event) -> Event:
        """Return the event of a note that one revision lacks with the place of its call in both."""
        if event.old and event.new:
            return event
        units = self.match.old if event.old else self.match.new
        n = bisect_left(units, event.at[1 if event.old else 0], key=lambda unit: unit.at)
        if n == len(units) or units[n].at not in event.at:
            return event
        one, other = (
            (n, self.match.forth.get(n, -1)) if event.old else (self.match.back.get(n, -1), n)
        )
        placed = self.place(event, one, other)
        return replace(event, at=placed.at)


def _behind(n: int, own: Sequence[int], others: Sequence[int], partners: Mapping[int, int]) -> int:
    """Return behind which block something would stand that one revision lacks: behind that before
    it, if the next one follows there, too, wherever both have moved; else behind the last one that
    has stayed."""
    before = next((partners[m] for m in range(n - 1, n - LOOKED_AT, -1) if m in partners), -1)
    after = next((partners[m] for m in range(n + 1, n + LOOKED_AT) if m in partners), -1)
    if 0 <= before < after <= before + LOOKED_AT:
        return before
    k = bisect_right(own, n) - 1
    return others[k] if k >= 0 else -1


def _text_events(match: Matching, same: Labels) -> Iterator[tuple[Event, int, int]]:
    structure = structure_of(match)
    yield from structure.events
    free_old, free_new = match.free()
    for one in free_old:
        if one not in structure.gone and match.old[one].family != "heading":
            yield tell_alone(match.old[one], "removed"), one, -1
    for other in free_new:
        if other not in structure.come and match.new[other].family != "heading":
            yield tell_alone(match.new[other], "added"), -1, other
    for one, other in match.pairs():
        for event in _pair_events(match, one, other, same):
            if event.level != "text" or (one, other) not in structure.titles:
                yield event, one, other


def _pair_events(match: Matching, one: int, other: int, same: Labels) -> Iterator[Event]:
    olds = match.merges.get(other, (one,))
    news = match.splits.get(one, (other,))
    old, new = _join(match.old, olds), _join(match.new, news)
    if len(olds) + len(news) > 2:
        yield from _split_or_merge(match, olds, news, (old, new))
    elif old.shape == "grid":
        yield from table_events(old, new)
    else:
        yield from differences(old, new, "text")
    yield from call_events(_all_calls(old), _all_calls(new), same)


def _split_or_merge(
    match: Matching, olds: tuple[int, ...], news: tuple[int, ...], wholes: tuple[Block, Block]
) -> Iterator[Event]:
    """Yield that a paragraph was split, or two were merged, and what else differs in it."""
    old, new = wholes
    spots = [
        tuple(Spot.of(units[n].block) for n in places)
        for units, places in ((match.old, olds), (match.new, news))
    ]
    change = "split" if len(news) > 1 else "merged"
    edits = compare_words(old.text, new.text).edits
    parts = [match.new[n] for n in news] if len(news) > 1 else [match.old[n] for n in olds]
    joints = tuple(accumulate(len(part.block.text) + 1 for part in parts[:-1]))
    told = Event("text", change, spots[0], spots[1], old.text, new.text, edits=edits)
    yield replace(told, joint=joints[0], joints=joints, count=len(parts))
    others = [each for each in differences(old, new, "text") if each.level != "text"]
    ends = [each for each in others if each.level == "mark" and _is_end_of_line(each)]
    at_joints = ends if len(ends) <= len(joints) else []
    yield from (each for each in others if each not in at_joints)


def _is_end_of_line(event: Event) -> bool:
    """Tell whether a line ended, or ends, within a paragraph: where it is cut, it says nothing."""
    return {event.before, event.after} == {"br", ""}


def _join(units: Sequence[AlignedBlock], places: tuple[int, ...]) -> Block:
    """Return a block, or several as one."""
    first, *others = (units[n].block for n in places)
    if not others:
        return first
    whole = next((each for each in (first, *others) if each.family == "prose"), first)
    starts = list(accumulate((len(units[n].block.text) + 1 for n in places[:-1]), initial=0))

    def shift(spans: tuple[Span, ...], by: int) -> Iterator[Span]:
        return (replace(s, start=s.start + by, end=s.end + by) for s in spans)

    parts = list(zip((first, *others), starts, strict=True))
    knows_calls = all(len(part.notes) == len(part.calls) for part, _ in parts)
    return replace(
        whole,
        text=" ".join(part.text for part, _ in parts),
        marks=tuple(span for part, by in parts for span in shift(part.marks, by)),
        links=tuple(span for part, by in parts for span in shift(part.links, by)),
        notes=tuple(label for part, _ in parts for label in part.notes),
        calls=tuple(at + by for part, by in parts for at in part.calls) if knows_calls else (),
    )


def _all_calls(block: Block) -> Block:
    calls = [label for row in block.rows for cell in row for label in cell.notes]
    return replace(block, notes=(*block.notes, *calls))


def _other_pictures(old: Manuscript, new: Manuscript) -> Iterator[Event]:
    """Yield what became of pictures that stand in no block: a cover."""
    shown = {b.picture.path for each in (old, new) for b in each.blocks if b.picture}
    for path in sorted(set(old.assets) & set(new.assets) - shown):
        yield from picture_events(old.assets[path], new.assets[path], (), ())
