"""Notes: Python-Markdown's footnotes become calls and notes that every edition can place.

Call: ``<a class="noteref" id="SLUG-ref-LABEL[-K]" href="#SLUG-note-LABEL">N</a>``.
Note: ``<div class="note" id="SLUG-note-LABEL" data-label="LABEL" data-number="N">`` with blocks,
gathered in one ``<section class="notes">`` at the end of its chapter, in order of first call.
Numbers come after figures and tables are made: a table's caption then stands before its cells.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, takewhile
from typing import Any

from octavo.constructs.construct import BlockForm, Construct, Kind, Normal, Vocabulary, is_of
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    BLOCKS,
    Element,
    child,
    classes,
    drop_class,
    elements,
    get_string,
    has_class,
    is_blank,
    move_content,
    new,
    remove,
    replace,
    strings,
    those_with,
    unwrap,
    words_below,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication

_UNDEFINED = re.compile(r"\[\^([^\]]+)\]")
_MARKER = re.compile(r"^ {0,3}\[\^[^\]]+\]:[ \t]*([^\s\[\]]+[.)])[ \t]")
"""What stands at the head of a note as if it began a numbered list."""
_LABELS = re.compile(r"(?=\[\^([^\]\n]{1,200})\]:)")
"""Where a note may begin."""
_SIGN = re.compile(r"[^\w.-]")
CODE = frozenset({"code", "pre"})
IDS = ("note", "ref")
"""How the ids of notes and of their calls go on after the chapter's name."""
CALL, SECTION = "noteref", "notes"
"""The classes of a call, and of what holds a chapter's notes."""
FOOT = "footnote"
"""The class of a note that stands where it is called, to float to the foot of its page."""
OURS = frozenset({"footnote", "footnote-ref", "footnote-backref", "noteref", "notes"})
"""Classes by which calls and notes are known."""
_CLASSED = those_with("@class")


def gather_notes(publication: Publication, workshop: Workshop) -> Publication:
    """Put the notes of each chapter at its end, with links from their calls; no numbers yet.

    Problems: E216 (a note that nothing calls; a warning for a call without its note), E214 (markup
    that calls itself a note).
    """
    return each_chapter(publication, _gather)


def _gather(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems = [
        chapter.text.problem(
            "E216",
            f"there is no note '{label}'",
            f"write [^{label}]: the note's text",
            line_of(node),
            f"[^{label}]",
        ).as_warning()
        for node, is_tail in (strings(body, CODE) if "[^" in words_below(body) else ())
        for label in _UNDEFINED.findall(get_string(node, is_tail))
    ]
    problems += _drop_feigned(chapter, body)
    written = _take_out(body)
    labels = _link_calls(chapter, body, written)
    _put(chapter, body, written, labels)
    return problems + [
        chapter.text.problem(
            "E216",
            f"nothing calls the note '{label}'",
            f"write [^{label}] where it belongs, or delete it",
            1,
            f"[^{label}]:",
        )
        for label in written
        if label not in labels
    ]


def notes_as_read(box: Element) -> list[Element]:
    """Return the notes that a ``<div class="footnote">`` holds; none where an author wrote it.

    A list within a note has items, too, which are no notes.
    """
    items = box.findall("./ol/li")
    return items if all(str(item.get("id")).startswith("fn-") for item in items) else []


def _drop_feigned(chapter: Chapter, body: Element) -> list[Problem]:
    """Find raw HTML with a class by which notes are known, and take the class away."""
    last = body[-1] if len(body) else body
    box = set(elements(last)) if has_class(last, "footnote") else set()
    known = {f"#{node.get('id')}" for node in notes_as_read(last)} if box else set()
    problems = []
    for node in _CLASSED(body):
        parent = node.getparent()
        mark = "" if parent is None or parent.tag != "sup" else parent.get("id") or ""
        is_call = node.get("href") in known and mark.startswith("fnref")
        is_back = node in box and has_class(node, "footnote-backref")
        is_box = node is last and bool(known)
        for name in classes(node):
            if name in OURS and not (is_call or is_back or is_box):
                message, hint = f"the class '{name}' is Octavo's own", "choose another"
                text = chapter.text
                problems.append(text.problem("E214", message, hint, line_of(node), name))
                drop_class(node, name)
    return problems


def number_notes(publication: Publication, workshop: Workshop) -> Publication:
    """Number the notes of each chapter from 1, by first call in reading order.

    The calls of the text come first, then those inside the notes, in the notes' own order.
    """
    return each_chapter(publication, _number)


def _number(chapter: Chapter, body: Element) -> Sequence[Problem]:
    for section in sections_of(body):
        notes = {str(note.get("data-label")): note for note in section}
        remove(section)
        order: list[str] = []
        numbers: dict[str, str] = {}
        for place in chain((body,), _notes_in_turn(notes, order)):
            for call in note_calls(place):
                label = str(call.get("data-label"))
                if label not in numbers:
                    order.append(label)
                    numbers[label] = str(len(order))
                call.text = numbers[label]
        for number, label in enumerate(order, 1):
            notes[label].set("data-number", str(number))
            section.append(notes[label])
        body.append(section)
    return []


def _notes_in_turn(notes: dict[str, Element], order: list[str]) -> Iterator[Element]:
    """Yield the notes in ``order``, which may grow while they are looked through."""
    for label in order:
        yield notes[label]


def _link_calls(chapter: Chapter, body: Element, written: dict[str, Element]) -> Counter[str]:
    """Make every call a link to its note, in notes that are called too; count calls by label."""
    calls: Counter[str] = Counter()
    places = [body]
    for place in places:
        for call in [a for a in elements(place, "a") if is_call_as_read(a)]:
            label = (call.get("href") or "").removeprefix("#fn-")
            calls[label] += 1
            if calls[label] == 1 and label in written:
                places.append(written[label])
            sup = call.getparent()
            assert sup is not None
            replace(sup, _call(chapter, label, calls[label]))
    return calls


def _call(chapter: Chapter, label: str, nth: int) -> Element:
    name = f"{chapter.slug}-ref-{_id_part(label)}" + (f"-{nth}" if nth > 1 else "")
    href = f"#{chapter.slug}-note-{_id_part(label)}"
    return new("a", class_="noteref", id=name, href=href, data_label=label)


def _id_part(label: str) -> str:
    """Return a label as a part of an id: signs such as ``*`` and spaces as their code points."""
    return _SIGN.sub(lambda match: f"-{ord(match[0]):x}", label)


def _take_out(body: Element) -> dict[str, Element]:
    """Return the notes (``li``) by label, taken out of the tree."""
    found: dict[str, Element] = {}
    for box in [div for div in elements(body, "div") if has_class(div, "footnote")]:
        found |= {str(item.get("id")).removeprefix("fn-"): item for item in notes_as_read(box)}
        remove(box)
    for item in found.values():
        for back in [a for a in elements(item, "a") if has_class(a, "footnote-backref")]:
            remove(back)
        for paragraph in elements(item, "p"):
            _trim_end(paragraph)
            if not len(paragraph) and is_blank(paragraph.text):
                remove(paragraph)
    return found


def _trim_end(paragraph: Element) -> None:
    """Drop the white space that stood between the last word and the backlink."""
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(" \n\u00a0")
    else:
        paragraph.text = (paragraph.text or "").rstrip(" \n\u00a0")


def _put(
    chapter: Chapter, body: Element, written: dict[str, Element], labels: Counter[str]
) -> None:
    if not labels:
        return
    section = child(body, "section", class_="notes")
    for label in labels:
        note = child(
            section,
            "div",
            class_="note",
            id=f"{chapter.slug}-note-{_id_part(label)}",
            data_label=label,
        )
        line = _line(chapter, label, written.get(label))
        note.set("data-line", str(line))
        if label in written:
            move_content(written[label], note)
            _unlist(note, chapter.text.line(line))
        if not any(node.tag in BLOCKS for node in note):
            paragraph = new("p")
            move_content(note, paragraph)
            note.append(paragraph)


def _line(chapter: Chapter, label: str, item: Element | None) -> int:
    """Return the line of a note; one that is written within a line has no label of its own."""
    known = _lines_of_labels(chapter.text.content)
    if label in known:
        return known[label]
    mark = f"[^{label}]:"
    if item is not None and len(item) and mark not in chapter.text.content:
        return line_of(item[0])
    return chapter.text.find(1, mark)[0]


@lru_cache(maxsize=4)
def _lines_of_labels(content: str) -> Mapping[str, int]:
    """Return the labels with which notes of a text may begin -> the first line that has one."""
    found: dict[str, int] = {}
    for number, line in enumerate(content.split("\n"), 1):
        for label in _LABELS.findall(line):
            found.setdefault(label, number)
    return found


def _unlist(note: Element, line: str) -> None:
    """Make a note's first words of a list of one item: ``[^1]: p. 34`` means no list."""
    items = list(note[0]) if len(note) and note[0].tag == "ol" and is_blank(note.text) else []
    marker = _MARKER.search(line)
    if marker is None or len(items) != 1:
        return
    item = items[0]
    if not len(item) or item[0].tag != "p":
        paragraph = new("p")
        inside = list(takewhile(lambda node: node.tag not in BLOCKS, item))
        paragraph.text, item.text = item.text, None
        paragraph.extend(inside)
        item.insert(0, paragraph)
    item[0].text = f"{marker[1]} {(item[0].text or '').lstrip()}"
    unwrap(note[0])
    unwrap(item)


def notes_section(body: Element) -> Element | None:
    """Return the chapter's notes, None where this edition calls none of them.

    A note whose calls stand in another edition's content is not this edition's note.
    """
    section = next(iter(sections_of(body)), None)
    if section is None:
        return None
    notes = {str(note.get("id")): note for note in section}
    remove(section)
    called = dict.fromkeys(_names(note_calls(body)))
    for name in _follow(called):
        called.update(dict.fromkeys(_names(note_calls(notes[name]))))
    for name in notes.keys() - called.keys():
        section.remove(notes[name])
    body.append(section)
    if not len(section):
        remove(section)
        return None
    return section


def sections_of(body: Element) -> list[Element]:
    """Return what holds the notes of chapters, in order of the text."""
    return [node for node in elements(body, "section") if is_section(node)]


def note_calls(body: Element) -> list[Element]:
    """Return the calls of notes, in order of the text."""
    return [a for a in elements(body, "a") if is_call(a)]


def _names(calls: Sequence[Element]) -> list[str]:
    return [(call.get("href") or "").removeprefix("#") for call in calls]


def _follow(names: Mapping[str, None]) -> Iterator[str]:
    """Yield the keys of a mapping that grows while it is gone through."""
    at = 0
    while at < len(names):
        yield list(names)[at]
        at += 1


def is_call(node: Any) -> bool:
    """Tell whether an element calls a note."""
    return is_of(node, CALL)


def is_call_as_read(node: Any) -> bool:
    """Tell whether an element calls a note, as the reader of Markdown wrote it."""
    return is_of(node, "footnote-ref")


def is_note(node: Any) -> bool:
    """Tell whether an element is a note, in whatever form an edition sets it."""
    return is_of(node, "note")


def is_section(node: Any) -> bool:
    """Tell whether an element holds the notes of a chapter."""
    return node.tag == "section" and is_of(node, SECTION)


def _key(note: Any, normal: Normal) -> Hashable:
    return note.number, normal(note.text)


def _call_key(call: Any, normal: Normal) -> Hashable:
    return call.number, call.target


def _call_label(call: Any) -> str:
    return f"{call.number} to {call.target}"


KINDS = (
    Kind("note", lambda f: f.notes, _key, lambda n: f"{n.number} {n.text}", is_ordered=False),
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
)
NOTES = Construct(
    "note",
    "notes",
    steps=(gather_notes, number_notes),
    is_at=is_note,
    vocabulary=Vocabulary(attributes={"a": "data-label", "div": "data-label data-number"}),
    words=("notes", "back_to_note"),
    is_called=True,
    kinds=KINDS,
    form=BlockForm("note", "blocks", is_note, "label", "note"),
)
