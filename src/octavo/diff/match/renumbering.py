"""Events -> the same, with one for numbers at the heads of entries that all went up or down.

Where a chapter comes in, the contents that somebody else's program has written number all that
follow anew: 4.1 is 5.1, 4.2 is 5.2.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from octavo.diff.match.events import Event, of_several
from octavo.diff.match.words import Edit

NUMBERS = "numbers"
"""The kind of such a change."""
LEAST = 5
"""Entries that must have other numbers to be told as one."""
LEVELS = frozenset(("text", "note", "structure"))
"""Levels of what may have a number at its head; figures in a table are no numbering."""
_NUMBER = re.compile(r"(?:\d{1,4}|[A-Z](?=\.\d))(?:\.\d{1,4})*")

Number = tuple[int, ...]
Shift = tuple[int, int]
"""Which part of a number is another one, and by how much."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An edit that may be another number of an entry: of which event, and which of its edits."""

    event: int
    edit: Edit
    old: Number
    new: Number


def gather_numbers(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """Return one event for each numbering that was shifted, and what is left.

    A numbering: numbers at the heads of entries, which go up in reading order, before and after,
    and differ in one of their parts by the same amount. Where they are called by such a number
    with several parts elsewhere, it is told with them.
    """
    groups: dict[Shift, list[_Entry]] = defaultdict(list)
    for entry in _entries(events):
        shift = _shift(entry.old, entry.new)
        if shift is not None:
            groups[shift].append(entry)
    chosen = [group for _, group in sorted(groups.items()) if _is_numbering(group, events)]
    whole = [[*group, *_calls(group, events)] for group in chosen]
    taken: dict[int, list[Edit]] = defaultdict(list)
    for group in whole:
        for entry in group:
            taken[entry.event].append(entry.edit)
    rest = (_without(each, taken.get(n, ())) for n, each in enumerate(events))
    return [_as_one(group, events) for group in whole], [each for each in rest if each is not None]


def _entries(events: Sequence[Event]) -> list[_Entry]:
    """Return the edits of numbers at the heads of blocks."""
    found = []
    for n, event in enumerate(events):
        first = event.edits[0] if event.edits and event.level in LEVELS else None
        if first is None or first.old_start or first.new_start:
            continue
        old, new = _number(first.before), _number(first.after)
        if old and new:
            found.append(_Entry(n, first, old, new))
    return found


def _number(words: str) -> Number:
    """Return the parts of a number such as 4.1 or B.2; () for what is none."""
    if _NUMBER.fullmatch(words) is None:
        return ()
    return tuple(int(each) if each.isdecimal() else -ord(each) for each in words.split("."))


def _shift(old: Number, new: Number) -> Shift | None:
    """Return how a number was shifted; None where it was not in one part alone."""
    if len(old) != len(new):
        return None
    others = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(others) != 1 or (old[others[0]] < 0) != (new[others[0]] < 0):
        return None
    at = others[0]
    return at, abs(new[at]) - abs(old[at])


def _is_numbering(group: Sequence[_Entry], events: Sequence[Event]) -> bool:
    """Tell entries of a numbering from figures that happen to have grown alike."""
    if len(group) < LEAST:
        return False
    ways: tuple[tuple[int, bool], ...] = ((0, True), (1, False))
    for side, is_new in ways:
        ordered = sorted(group, key=lambda each: events[each.event].at[side])
        numbers = [tuple(map(abs, each.new if is_new else each.old)) for each in ordered]
        if not all(a < b for a, b in pairwise(numbers)):
            return False
    return True


def _calls(group: Sequence[_Entry], events: Sequence[Event]) -> list[_Entry]:
    """Return edits by which the same numbers, of several parts, are others elsewhere."""
    pairs = {(each.old, each.new) for each in group if len(each.old) > 1}
    known = {(each.event, each.edit) for each in group}
    found = []
    for n, event in enumerate(events):
        for edit in event.edits if event.level in LEVELS else ():
            old, new = _number(edit.before), _number(edit.after)
            if (old, new) in pairs and (n, edit) not in known:
                found.append(_Entry(n, edit, old, new))
    return found


def _without(event: Event, taken: Sequence[Edit]) -> Event | None:
    """Return an event without edits that are told elsewhere; None where nothing is left of it."""
    if not taken:
        return event
    left = tuple(each for each in event.edits if each not in taken)
    return replace(event, edits=left) if left or event.change not in ("edited", "renamed") else None


def _as_one(group: Sequence[_Entry], events: Sequence[Event]) -> Event:
    """Return one event for a numbering: from its first number to its last."""
    ordered = sorted(group, key=lambda each: tuple(map(abs, each.new)))
    first, last = ordered[0].edit, ordered[-1].edit
    whole = of_several([events[each.event] for each in ordered])
    before, after = f"{first.before} … {last.before}", f"{first.after} … {last.after}"
    return replace(
        whole, change="throughout", before=before, after=after, name=NUMBERS, count=len(group)
    )
