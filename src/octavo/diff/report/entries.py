"""Differences -> what readers are told of them, in the words of the publication's language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.diff.match.events import Event, Spot
from octavo.diff.match.words import Edit
from octavo.languages import Language
from octavo.model.publication import Publication

AROUND = 2
"""Words on either side that a change is told with, so that it can be found on its page."""
LONGEST = 240
"""Characters of a passage that are told."""
FOLDED = frozenset(("typography",))
"""Levels that no reader takes for a change."""
_REFERENCE = re.compile(r"\[#([^\s\]]+)\]")
_BEFORE_STOP = re.compile(r" ([,.;:!?)])")
WHOLE = {"added": "errata_add", "removed": "errata_delete"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of what is told: plain words, or a passage of the publication."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One difference for readers."""

    event: Event
    path: tuple[str, ...]
    """Titles of the sections it stands in."""
    pages: tuple[str, str]
    """Labels of the page in the old edition, and in the new one; '' where there is none."""
    lines: tuple[tuple[Phrase, ...], ...]
    """What is told, one line for each correction."""


def entries(
    events: Sequence[Event], words: Language, names: Mapping[str, str]
) -> Iterator[ReportEntry]:
    """Yield the differences in reading order; those of signs only are left out.

    ``names`` says how things are called that the text refers to by their ids.
    """
    for event in events:
        if event.level in FOLDED:
            continue
        spots = (*event.new, *event.old)
        path = spots[0].path if spots else ()
        lines = tuple(
            tuple(replace(said, text=_name_references(said.text, names)) for said in line)
            for line in _lines(event, words)
        )
        yield ReportEntry(event, path, (_page(event.old), _page(event.new)), lines)


def names_of(publication: Publication, words: Language) -> dict[str, str]:
    """Return how things that can be referred to are called, by id."""
    found: dict[str, str] = {}
    for target in publication.targets.values():
        kind = target.within or target.kind
        name = words.number(kind, target.number) if target.number else target.title
        found[target.id] = found[target.id.removeprefix(f"{target.chapter}-")] = name
    return found


def _name_references(text: str, names: Mapping[str, str]) -> str:
    """Return words with references as readers see them."""
    return _REFERENCE.sub(lambda found: names.get(found[1]) or "…", text)


def place_of(entry: ReportEntry, words: Language) -> str:
    """Return the page in the old edition, then that in the new one where it is another.

    What stands in no place has a name: a key of the metadata.
    """
    old, new = entry.pages
    if not entry.event.new and not entry.event.old:
        return entry.event.name
    pages = f"{old} → {new}" if old and new and old != new else old or new
    return words.word("page_break", page=pages) if pages else ""


def _page(spots: Sequence[Spot]) -> str:
    return next((spot.pages[0] for spot in spots if spot.pages), "")


def _lines(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    if event.change in WHOLE and event.level not in ("mark", "metadata"):
        yield _fill(words, WHOLE[event.change], text=event.after or event.before)
    elif event.change in ("moved", "split", "merged"):
        key = {"moved": "change_moved", "split": "paragraph_split", "merged": "paragraph_joined"}
        title = words.word("colon")
        yield (
            Phrase(f"{words.word(key[event.change])}{title}"),
            Phrase(_short(event.after or event.before), True),
        )
        yield from _edits(event, words)
    elif event.level == "mark":
        yield (
            Phrase(f"{words.word('form_changed')}{words.word('colon')}"),
            Phrase(event.name, True),
        )
    elif event.edits and event.level != "code":
        yield from _edits(event, words)
    else:
        yield from _others(event, words)


def _others(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    """Yield what has another value: a key of the metadata, a link, lines of code, a picture."""
    pairs = [(e.before, e.after) for e in event.edits] or [(event.before, event.after)]
    for before, after in pairs:
        if before and after:
            yield _fill(words, "errata_read", old=before, new=after)
        elif before or after:
            yield _fill(words, "errata_add" if after else "errata_delete", text=after or before)


def _edits(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    for edit in event.edits:
        old, new = _around(edit, event)
        yield _fill(words, "errata_read", old=old, new=new)


def _around(edit: Edit, event: Event) -> tuple[str, str]:
    """Return what stood and what stands, each with some words around it."""
    if min(len(edit.before.split()), len(edit.after.split())) > AROUND:
        return _short(edit.before), _short(edit.after)
    before = _last(event.before[: edit.old_start])
    after = _first(event.before[edit.old_start + len(edit.before) :])
    old = f"{before.rstrip()} {edit.before} {after.lstrip()}"
    new = f"{before.rstrip()} {edit.after} {after.lstrip()}"
    return _tidy(old), _tidy(new)


def _tidy(text: str) -> str:
    """Return words in one line, without space before a stop."""
    return _BEFORE_STOP.sub(r"\1", " ".join(text.split()))


def _last(text: str) -> str:
    parts = text.split(" ")
    return " ".join(parts[-AROUND - 1 :])


def _first(text: str) -> str:
    parts = text.split(" ")
    return " ".join(parts[: AROUND + 1])


def _fill(words: Language, key: str, **values: str) -> tuple[Phrase, ...]:
    """Return a sentence of the language with passages in its places."""
    marks = {name: f"\ue000{name}\ue000" for name in values}
    parts = words.word(key, **marks).split("\ue000")
    return tuple(
        Phrase(_short(values[part]), True) if n % 2 else Phrase(part)
        for n, part in enumerate(parts)
        if part
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
