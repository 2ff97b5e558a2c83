"""The kinds of things that every edition holds alike: how each is compared and called."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from octavo.finished.items import Figure, Finished, Heading, Link, Note, NoteCall, Table, Words

Normal = Callable[[str], str]
"""What makes two texts of one edition comparable: ``folded`` or ``squeezed``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing; ``Any`` is the Item class that ``items`` gives."""

    name: str
    items: Callable[[Finished], Sequence[Any]]
    key: Callable[[Any, Normal], Hashable]
    """Equal for things that are the same in two editions."""
    label: Callable[[Any], str]
    """What a message calls it: all its words, as they tell where two of them differ."""
    is_ordered: bool = True
    floats: bool = False
    """Whether such things may stand in a figure, which on pages may float out of their order."""

    def is_ordered_in(self, found: Finished) -> bool:
        return self.is_ordered and not (self.floats and found.is_paged)


def _heading_key(heading: Heading, normal: Normal) -> Hashable:
    return heading.level, normal(heading.text)


def _note_key(note: Note, normal: Normal) -> Hashable:
    return note.number, normal(note.text)


def _call_key(call: NoteCall, normal: Normal) -> Hashable:
    return call.number, call.target


def _call_label(call: NoteCall) -> str:
    return f"{call.number} to {call.target}"


def _figure_key(figure: Figure, normal: Normal) -> Hashable:
    return normal(figure.caption or figure.alternative)


def _table_key(table: Table, normal: Normal) -> Hashable:
    rows = tuple(
        tuple((normal(cell.text), cell.is_header and bool(cell.text)) for cell in row)
        for row in table.rows
    )
    return normal(table.caption), rows


def _table_label(table: Table) -> str:
    return " ".join([table.caption, *(cell.text for row in table.rows for cell in row)])


def _words_key(words: Words, normal: Normal) -> Hashable:
    return normal(words.text)


def _link_key(link: Link, normal: Normal) -> Hashable:
    return unquote(link.target), normal(link.text)


def _link_label(link: Link) -> str:
    return f"{link.text} to {link.target}".strip()


KINDS = (
    Kind("heading", lambda f: f.headings, _heading_key, lambda h: f"{h.text} (level {h.level})"),
    Kind("note", lambda f: f.notes, _note_key, lambda n: f"{n.number} {n.text}", is_ordered=False),
    Kind(
        "note call",
        lambda f: [x for x in f.note_calls if not x.in_note],
        _call_key,
        _call_label,
    ),
    Kind(
        "note call in a note",
        lambda f: [x for x in f.note_calls if x.in_note],
        _call_key,
        _call_label,
        is_ordered=False,
    ),
    Kind("figure", lambda f: f.figures, _figure_key, lambda each: each.caption or each.alternative),
    Kind("table", lambda f: f.tables, _table_key, _table_label),
    Kind("caption", lambda f: f.captions, _words_key, lambda each: each.text),
    Kind(
        "link",
        lambda f: [x for x in f.links if not x.in_note],
        _link_key,
        _link_label,
        floats=True,
    ),
    Kind(
        "link in a note",
        lambda f: [x for x in f.links if x.in_note],
        _link_key,
        _link_label,
        is_ordered=False,
    ),
    Kind(
        "alternative text",
        lambda f: f.alternatives,
        _words_key,
        lambda each: each.text,
        floats=True,
    ),
)
