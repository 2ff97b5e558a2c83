"""Events -> the same, with one for each change that was made throughout: with count and places.

A name that was replaced, a spelling, a style of quotation marks; a list that was sorted, or given
numbers; marks that became others; a numbering that was shifted. Whatever else was edited
beside it is told by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.blocks.block import Manuscript
from octavo.diff.match.events import Event, in_order, of_several
from octavo.diff.match.like_edits import Pattern, count_in, count_left, find_patterns, parts_of
from octavo.diff.match.renumbering import gather_numbers
from octavo.diff.match.sorted_lists import reorder
from octavo.diff.match.words import Edit

LEAST = 5
"""Times that a change must have been made to be told as one."""
MOST_LEFT = 0.25
"""Share of its uses that may have stayed as they were."""
LEAST_ALIKE = 2
"""Items of one list, or headings, that were set otherwise in one way."""
WORDED = frozenset(("text", "note", "table", "structure", "alt"))
"""Levels of which words are edited."""
REPEATED = frozenset(("mark", "link", "language"))
"""Levels, and changes, that are told once where one value became one other throughout; of code, the
language that it is in."""
SET = frozenset(("recast", "relevelled"))


def gather_changes(events: Sequence[Event], old: Manuscript, new: Manuscript) -> tuple[Event, ...]:
    """Return the events in order, those of one kind in one; each with an id of its own."""
    found, rest = reorder(events, old, new)
    numbered, rest = gather_numbers(rest)
    worded, rest = _gather_words(rest, new)
    repeated, rest = _gather_values(rest)
    gathered = [*found, *numbered, *worded, *repeated]
    if not gathered:
        return tuple(events)
    return in_order([*rest, *gathered])


@dataclass(slots=True)
class _Uses:
    """Where a pattern was found."""

    count: int
    events: list[Event]
    pairs: Counter[tuple[str, str]]

    def add(self, pattern: Pattern, part: Edit, event: Event) -> None:
        times = count_in(pattern, part)
        self.count += times
        self.events.append(event)
        self.pairs[pattern.words_in(part)] += times


def _gather_words(events: Sequence[Event], new: Manuscript) -> tuple[list[Event], list[Event]]:
    """Return one event for each change of words that was made throughout, and what is left."""
    edits = [
        (n, edit, parts_of(edit))
        for n, event in enumerate(events)
        if event.level in WORDED
        for edit in event.edits
    ]
    patterns = _throughout([part for _, _, parts in edits for part in parts], new)
    uses = {pattern: _Uses(0, [], Counter()) for pattern in patterns}
    left: dict[int, list[Edit]] = defaultdict(list)
    touched: set[int] = set()
    for n, edit, parts in edits:
        found = [(_pattern_of(part, patterns), part) for part in parts]
        if not parts or any(pattern is None for pattern, _ in found):
            left[n].append(edit)
            continue
        touched.add(n)
        for pattern, part in found:
            if pattern is not None:
                uses[pattern].add(pattern, part, events[n])
    kept = [
        replace(event, edits=tuple(left[n])) if n in touched else event
        for n, event in enumerate(events)
        if n not in touched or left[n] or event.change not in ("edited", "renamed")
    ]
    return [_event(pattern, each) for pattern, each in uses.items() if each.count], kept


def _throughout(parts: Sequence[Edit], new: Manuscript) -> list[Pattern]:
    """Return the patterns that hold in the whole work: few of their words are left as they were."""
    patterns = find_patterns(parts, LEAST)
    if not patterns:
        return []
    text = "\n".join(block.text for block in new.blocks)
    counts = {each: sum(count_in(each, part) for part in parts) for each in patterns}
    return [each for each in patterns if count_left(each, text) <= MOST_LEFT * counts[each]]


def _pattern_of(part: Edit, patterns: Sequence[Pattern]) -> Pattern | None:
    return next((pattern for pattern in patterns if count_in(pattern, part)), None)


def _event(pattern: Pattern, uses: _Uses) -> Event:
    pairs = sorted(uses.pairs, key=lambda pair: (-uses.pairs[pair], pair))
    if not pattern.kind:
        pairs = pairs[:1]
    before, after = (", ".join(dict.fromkeys(side)) for side in zip(*pairs, strict=True))
    levels = Counter(event.level for event in uses.events)
    level = min(levels, key=lambda each: (-levels[each], each))
    return replace(of_several(uses.events), level=level, before=before, after=after,
                   name=pattern.kind, count=uses.count, change="throughout")  # fmt: skip


def _gather_values(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """Return one event for values that became one other throughout, and what is left."""
    groups: dict[tuple[str, ...], list[Event]] = defaultdict(list)
    for event in events:
        is_value = not REPEATED.isdisjoint((event.level, event.change)) and not event.edits
        if event.change in SET or is_value:
            groups[(event.level, event.change, event.before, event.after)].append(event)
    chosen = {key: group for key, group in groups.items() if _is_one(group)}
    gathered = [_of_values(group) for group in chosen.values()]
    taken = {id(event) for group in chosen.values() for event in group}
    return gathered, [event for event in events if id(event) not in taken]


def _is_one(group: Sequence[Event]) -> bool:
    return len(group) >= (LEAST_ALIKE if group[0].change in SET else LEAST)


def _of_values(group: Sequence[Event]) -> Event:
    first = min(group, key=lambda event: event.at)
    names = ", ".join(dict.fromkeys(each.name for each in group if each.name))
    told = replace(of_several(group), before=first.before, after=first.after, words=first.words)
    return replace(told, name=names, count=sum(each.count for each in group))
