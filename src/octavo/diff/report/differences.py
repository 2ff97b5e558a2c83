"""Differences -> the lines of a terminal, or the object that schema.json describes."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files

from octavo.blocks.block import Manuscript
from octavo.diff.attribution import Attribution
from octavo.diff.history import Commit
from octavo.diff.levels import LEVELS
from octavo.diff.match.certainty import CERTAIN, SURE, share_in_common
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.global_changes import REPEATED
from octavo.diff.match.structure import BOX, HEADING
from octavo.diff.match.vanished import find_vanished
from octavo.diff.match.words import Edit
from octavo.diff.report.form_names import KINDS, SET_OTHERWISE, name_forms
from octavo.diff.word_counts import ChapterWords

SCHEMA = 1
LONGEST = 72
"""Characters of a text that are shown."""
AROUND = 24
"""Characters that are shown around a change."""
ORDERED = frozenset(("sorted", "reordered"))
MOST_PLACES = 3
"""Places that are told one by one."""
CHANGES = {
    "id": "another id", "recast": "set as something else", "relevelled": "another level",
    "numbers": "other numbers", "line-numbers": "lines numbered otherwise",
    "call": "called elsewhere", "marked": "other lines marked",
    "look": "another look", "re-encoded": "stored anew, the same pixels",
    "spelling": "other signs, the same words", "throughout": "changed throughout",
    "sorted": "sorted", "reordered": "set in another order",
}  # fmt: skip
"""How changes are told that are no words of the trade."""
LOOKS = {"br": "end of a line", "end": "set right", "centre": "centred"}
"""How marks are told that have no words of their own."""


def schema() -> dict[str, object]:
    """Return the JSON Schema of what ``as_json`` gives."""
    text = files("octavo.diff.report").joinpath("schema.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found


def counts(events: Sequence[Event]) -> dict[str, int]:
    """Return how many differences each level has; levels without any are left out."""
    found = Counter(event.level for event in events)
    return {level: found[level] for level in LEVELS if found[level]}


def as_json(
    old: Manuscript,
    new: Manuscript,
    events: Sequence[Event],
    who: Mapping[str, Attribution] | None = None,
) -> dict[str, object]:
    """Return the differences as plain data; ``who`` made them is told where it is known."""
    return {
        "schema": SCHEMA,
        "old": old.name,
        "new": new.name,
        "counts": counts(events),
        "events": [plain_event(event) | _plain_who(event, who or {}) for event in events],
        "vanished": [
            {"id": name, "source": spot.place, "path": list(spot.path)}
            for name, spot in find_vanished(old, new)
        ],
    }


def plain_event(event: Event) -> dict[str, object]:
    """Return a difference as plain data."""
    return {
        "id": event.id,
        "level": event.level,
        "change": event.change,
        "name": event.name,
        "old": [_plain_spot(spot) for spot in event.old],
        "new": [_plain_spot(spot) for spot in event.new],
        "before": event.before,
        "after": event.after,
        "edits": [
            {"before": e.before, "after": e.after, "old_start": e.old_start}
            | {"new_start": e.new_start}
            | ({"sources": _plain_sides(e.places)} if any(e.places) else {})
            for e in event.edits
        ],
        "count": event.count,
        **({"stands": _plain_sides(event.stands)} if any(event.stands) else {}),
        **({"certainty": sure} if (sure := share_in_common(event)) < CERTAIN else {}),
    }  # fmt: skip


def _plain_sides(sides: tuple[str, str]) -> dict[str, str]:
    return {"old": sides[0], "new": sides[1]}


def _plain_who(event: Event, who: Mapping[str, Attribution]) -> dict[str, object]:
    if event.id not in who:
        return {}
    found = who[event.id]
    told: dict[str, object] = {"by": [asdict(commit) for commit in found.commits]}
    if len(event.edits) > 1:
        told["edits_by"] = [[commit.name for commit in each] for each in found.by_edit]
    return told


def _plain_spot(spot: Spot) -> dict[str, object]:
    plain: dict[str, object] = {
        "block": spot.block,
        "kind": spot.kind,
        "path": list(spot.path),
        "source": spot.place,
    }
    numbers = {"row": spot.row, "column": spot.column}
    plain |= {"pages": list(spot.pages)} if spot.pages else {}
    return plain | {name: number for name, number in numbers.items() if number >= 0}


def lines(
    events: Sequence[Event], full: bool = False, who: Mapping[str, Attribution] | None = None
) -> Iterator[str]:
    """Yield what a terminal shows: counts, then the differences under their sections.

    Differences of signs only are counted, and folded away; long words are cut. ``full``: neither.
    ``who`` made a difference is told below it.
    """
    longest = sys.maxsize if full else LONGEST
    told = ", ".join(f"{level} {count}" for level, count in counts(events).items())
    yield told or "no difference"
    section: tuple[str, ...] | None = None
    for event in events:
        if event.level == "typography" and not full:
            continue
        path = event.path
        if path != section:
            section = path
            yield ""
            yield " / ".join(path) or "(the work)"
        yield from _event(event, longest)
        if who and event.id in who:
            yield from (f"      by {_by(commit)}" for commit in who[event.id].commits)


def _by(commit: Commit) -> str:
    told = (commit.author, commit.day, commit.short)
    return f"{', '.join(each for each in told if each)}: {_short(commit.subject, LONGEST)}"


def tell_words(counts: Sequence[ChapterWords]) -> Iterator[str]:
    """Yield how many words came and went: in all, then by chapter."""
    if counts:
        total = (sum(c.added for c in counts), sum(c.removed for c in counts))
        yield from ("", f"words: {total[0]:,} added, {total[1]:,} removed")
    for each in counts:
        if each.title:
            size = f" of {each.words:,}" if each.words else ""
            yield f"  {each.title}: {each.added:,} added, {each.removed:,} removed{size}"


def tell_vanished(old: Manuscript, new: Manuscript) -> Iterator[str]:
    """Yield which ids are gone, for a terminal."""
    found = find_vanished(old, new)
    if found:
        yield ""
        yield "ids that are gone; links from outside to them break:"
    for name, spot in found:
        yield f"  #{name}  {_place(spot)}"


def _event(event: Event, longest: int) -> Iterator[str]:
    places = " → ".join(_places(spots) for spots in (event.old, event.new) if spots)
    what = CHANGES.get(event.change, event.change)
    sure = share_in_common(event)
    what = f"{what}, perhaps: {sure} % of its words are the same" if sure < SURE else what
    is_named = event.name.strip(".,:;!?- ") and not _is_gathered(event)
    name = f" {event.name}" if is_named else ""
    number = event.numbers[1] or event.numbers[0]
    name = f" {number} ({event.name})" if number and is_named else name
    words = " ".join(f"{_kind(event)}{name} {what}{_size(event)}".split())
    yield f"  {event.level}: {words}" + (f"  {places}" if places else "")
    yield from (f"      {line}" for line in _tell_words(event, longest) if line)


def _tell_words(event: Event, longest: int) -> Iterator[str]:
    """Yield what an event says of words."""
    if event.change == "moved":
        yield _short(event.after, longest)
        yield f"now after “{event.stands[1]}”" if event.stands[1] else ""
    if event.level == "code" and event.edits:
        yield from (_line_change(edit, longest) for edit in event.edits)
    elif event.edits and event.change != "renamed":
        yield from (_edit(edit, event.before, event.after, longest) for edit in event.edits)
    elif event.change in ("split", "merged"):
        yield _short(event.after, longest)
    elif event.change not in (*ORDERED, "moved"):
        said = _plain(event)
        longest = sys.maxsize if event.change == "throughout" else longest
        yield _change(said[0], said[1], longest)
        yield _short(event.name, longest) if _is_gathered(event) else ""


def _plain(event: Event) -> tuple[str, str]:
    """Return what an event says was, and is, in words that name no element."""
    said = event.before, event.after
    if event.level == "mark":
        return LOOKS.get(said[0], said[0]), LOOKS.get(said[1], said[1])
    is_form = event.level == "structure" and event.change in SET_OTHERWISE
    return name_forms(*said) if is_form else said


def _is_gathered(event: Event) -> bool:
    """Tell whether an event stands for many, of marks, links, or languages of code."""
    return not REPEATED.isdisjoint((event.level, event.change)) and event.count > 1


def _size(event: Event) -> str:
    """Return how much an event says of: blocks of a section, times, items, pieces."""
    if event.change == "throughout":
        return f", {event.count} times"
    if event.change in ORDERED:
        return f", {event.count} moved"
    if event.level == "structure" and event.count > 1:
        return f", {event.count} blocks"
    return f", {event.count} times" if _is_gathered(event) else _pieces(event)


def _pieces(event: Event) -> str:
    """Return into how many pieces something was cut, or from how many it was joined; and which."""
    pieces = event.new if event.change == "split" else event.old
    if event.change not in ("split", "merged") or len(pieces) < 3:
        return ""
    kinds = Counter(KINDS.get(spot.kind, spot.kind) for spot in pieces)
    told = "; ".join(f"{kind} {count}" for kind, count in kinds.items()) if len(kinds) > 1 else ""
    said = "in" if event.change == "split" else "from"
    return f" {said} {len(pieces)}" + (f" ({told})" if told else "")


def _places(spots: Sequence[Spot]) -> str:
    """Return where something stands; of many places the first and the last."""
    found = list(dict.fromkeys(_place(spot) for spot in spots))
    return ", ".join(found) if len(found) <= MOST_PLACES else f"{found[0]} … {found[-1]}"


def _place(spot: Spot) -> str:
    """Return a place in the source, with the page of the PDF where it is known."""
    page = f"p. {spot.pages[0]}" if spot.pages else ""
    return " ".join(part for part in (page, spot.place) if part)


def _kind(event: Event) -> str:
    """Return what has changed: paragraph, heading, row …; the word that ``level`` lacks."""
    spots = {"added": event.new, "removed": event.old, "split": event.old}.get(
        event.change, event.new or event.old
    )
    kind = spots[0].kind if spots else ""
    if event.change in ORDERED:
        return "rows" if kind == "row" else "list"
    is_silent = _is_gathered(event) or (event.level == "structure" and event.name in (HEADING, BOX))
    if is_silent or event.change == "throughout" or kind == event.level:
        return ""
    return KINDS.get(kind, kind)


def _change(before: str, after: str, longest: int) -> str:
    old, new = _short(before, longest), _short(after, longest)
    parts = [f"[-{old}-]" if before else "", f"[+{new}+]" if after else ""]
    return " ".join(part for part in parts if part)


def _line_change(edit: Edit, longest: int) -> str:
    """Return a change of lines of code with where they stand."""
    places = " → ".join(place for place in edit.places if place)
    return "  ".join(part for part in (_change(edit.before, edit.after, longest), places) if part)


def _edit(edit: Edit, old: str, text: str, longest: int) -> str:
    """Return a change with the words around it in the new text, and space where a text has it."""
    start, end = edit.new_start, edit.new_start + len(edit.after)
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    before = f"…{before.partition(' ')[2]}" if first and " " in before else before
    after = f"{after.rpartition(' ')[0]}…" if last < len(text) and " " in after else after
    sides = [(old, edit.old_start, edit.before)] if edit.before else []
    sides += [(text, start, edit.after)] if edit.after else []
    at = [(side[:begin][-1:], side[begin + len(own) :][:1]) for side, begin, own in sides]
    gaps = [" " if any(ends[n].isspace() for ends in at) else "" for n in (0, 1)]
    change = _change(edit.before, edit.after, longest)
    return " ".join(f"{before.rstrip()}{gaps[0]}{change}{gaps[1]}{after.strip()}".split())


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
