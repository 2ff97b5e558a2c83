"""Notes: Python-Markdown's footnotes become calls and notes that every edition can place.

Call: ``<a class="noteref" id="SLUG-ref-LABEL[-K]" href="#SLUG-note-LABEL">N</a>``.
Note: ``<div class="note" id="SLUG-note-LABEL" data-label="LABEL" data-number="N">`` with blocks,
gathered in one ``<section class="notes">`` at the end of its chapter, in order of first call.
"""

import re
from collections import Counter
from collections.abc import Sequence

from octavo.model import Chapter, Publication
from octavo.problems import Problem
from octavo.transforms.chapters import each_chapter, line_of
from octavo.tree import (
    Element,
    child,
    elements,
    get_string,
    has_class,
    is_blank,
    move_content,
    new,
    remove,
    replace,
    strings,
)
from octavo.workshop import Workshop

_UNDEFINED = re.compile(r"\[\^([^\]\s]+)\]")
_SIGN = re.compile(r"[^\w.-]")
CODE = frozenset({"code", "pre"})


def gather_notes(publication: Publication, workshop: Workshop) -> Publication:
    """Number the notes of each chapter from 1, by first call.

    Problems: E216 (a call without its note, or a note that nothing calls).
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
        )
        for node, is_tail in strings(body, CODE)
        for label in _UNDEFINED.findall(get_string(node, is_tail))
    ]
    written = _taken_out(body)
    numbers = _called(chapter, body, written)
    _put(chapter, body, written, numbers)
    return problems + [
        chapter.text.problem(
            "E216",
            f"nothing calls the note '{label}'",
            f"write [^{label}] where it belongs, or delete it",
            1,
            f"[^{label}]:",
        )
        for label in written
        if label not in numbers
    ]


def _called(chapter: Chapter, body: Element, written: dict[str, Element]) -> dict[str, int]:
    """Make every call a link to its note; return label -> number, by first call.

    The calls of the text come first, then those inside the notes, in the notes' own order.
    """
    numbers: dict[str, int] = {}
    calls: Counter[str] = Counter()
    places = [body]
    for place in places:
        for call in [a for a in elements(place, "a") if has_class(a, "footnote-ref")]:
            label = (call.get("href") or "").removeprefix("#fn-")
            if label not in numbers:
                numbers[label] = len(numbers) + 1
                places += [written[label]] if label in written else []
            calls[label] += 1
            sup = call.getparent()
            assert sup is not None
            replace(sup, _call(chapter, label, numbers[label], calls[label]))
    return numbers


def _call(chapter: Chapter, label: str, number: int, nth: int) -> Element:
    name = f"{chapter.slug}-ref-{_id_part(label)}" + (f"-{nth}" if nth > 1 else "")
    href = f"#{chapter.slug}-note-{_id_part(label)}"
    return new("a", str(number), class_="noteref", id=name, href=href, data_label=label)


def _id_part(label: str) -> str:
    """Return a label as a part of an id: signs such as ``*`` and spaces as their code points."""
    return _SIGN.sub(lambda match: f"-{ord(match[0]):x}", label)


def _taken_out(body: Element) -> dict[str, Element]:
    """Return the notes (``li``) by label, taken out of the tree."""
    found: dict[str, Element] = {}
    for box in [div for div in elements(body, "div") if has_class(div, "footnote")]:
        for item in elements(box, "li"):
            name = item.get("id") or ""
            if name.startswith("fn-"):
                found[name.removeprefix("fn-")] = item
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
    chapter: Chapter, body: Element, written: dict[str, Element], numbers: dict[str, int]
) -> None:
    if not numbers:
        return
    section = child(body, "section", class_="notes")
    for label, number in numbers.items():
        note = child(
            section,
            "div",
            class_="note",
            id=f"{chapter.slug}-note-{_id_part(label)}",
            data_label=label,
            data_number=str(number),
        )
        line, _ = chapter.text.find(1, f"[^{label}]:")
        note.set("data-line", str(line))
        if label in written:
            move_content(written[label], note)
        if not any(node.tag == "p" for node in note):
            paragraph = new("p")
            move_content(note, paragraph)
            note.append(paragraph)
