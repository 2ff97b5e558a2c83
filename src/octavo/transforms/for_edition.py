"""One Publication per edition: notes its way, numbers in headings, source marks off."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from octavo.languages import Language
from octavo.model import Chapter, Format, Publication
from octavo.problems import Problem
from octavo.transforms.boxes import for_format
from octavo.transforms.chapters import each_chapter
from octavo.transforms.headings import is_article
from octavo.tree import (
    HEADINGS,
    Element,
    add_class,
    add_text,
    child,
    elements,
    has_class,
    move_content,
    new,
    remove,
    text_before,
    text_of,
    unset,
)
from octavo.tree import (
    replace as put,
)

WORD_JOINER = "\u2060"
LONG_TABLE = 18
"""Rows from which a table may break over pages."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How an edition wants its publication."""

    format: Format
    words: Language
    endnotes: frozenset[str] = frozenset()
    """PDF: ids of notes too long for the foot of a page; they go to the end of their chapter."""


def for_edition(publication: Publication, cut: Cut) -> Publication:
    """Return the publication in the shape that one edition sets."""
    shift = 1 if cut.format == "html" and not is_article(publication) else 0

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        for_format(body, cut.format)
        _name_levels(body)
        _head_numbers(body)
        _shift(body, shift)
        _NOTES[cut.format](chapter, body, cut)
        if cut.format == "pdf":
            _page_references(body, cut.words)
            _long_tables(body)
        for node in body.iter():
            unset(node, "data-line")
        return ()

    return each_chapter(replace(publication, problems=()), work)


def _name_levels(body: Element) -> None:
    """Give headings a class for their level: style sheets are the same whatever the element."""
    for head in elements(body, *HEADINGS):
        add_class(head, f"level-{head.tag[1]}")


def _head_numbers(body: Element) -> None:
    for head in elements(body, *HEADINGS):
        number = head.attrib.pop("data-number", "")
        if number:
            mark = new("span", str(number), class_="number")
            mark.tail = f" {head.text or ''}"
            head.text = None
            head.insert(0, mark)


def _shift(body: Element, by: int) -> None:
    """Lower the headings: an HTML page has one h1, the publication's title."""
    for head in elements(body, *HEADINGS) if by else ():
        level = int(head.tag[1]) + by
        if level > 6:
            head.set("role", "heading")
            head.set("aria-level", str(level))
        head.tag = f"h{min(level, 6)}"


def _calls(body: Element) -> list[Element]:
    return [a for a in elements(body, "a") if has_class(a, "noteref")]


def _notes_section(body: Element) -> Element | None:
    """Return the chapter's notes, None where this edition calls none of them.

    A note whose calls stand in another edition's content is not this edition's note.
    """
    section = next((s for s in elements(body, "section") if has_class(s, "notes")), None)
    if section is None:
        return None
    called = {(call.get("href") or "").removeprefix("#") for call in _calls(body)}
    for note in [each for each in section if each.get("id") not in called]:
        section.remove(note)
    if not len(section):
        remove(section)
        return None
    return section


def _foot_of_page(chapter: Chapter, body: Element, cut: Cut) -> None:
    """PDF: the first call of a note becomes the note itself, floated to the foot of its page.

    Later calls stay links. A note that holds more than paragraphs, that the page cannot hold, or
    that only another note calls, becomes an endnote of its chapter under the same number.
    """
    section = _notes_section(body)
    if section is None:
        return
    notes = {str(note.get("id")): note for note in section}
    placed: set[str] = set()
    calls = _calls(body)
    for call in calls:
        text_before(call, WORD_JOINER)
        unset(call, "data-label")
    for call in calls:
        name = (call.get("href") or "").removeprefix("#")
        is_in_note = section in call.iterancestors("section")
        if name in placed or name in cut.endnotes or is_in_note or not _is_plain(notes[name]):
            continue
        placed.add(name)
        put(call, _floating(notes[name], call))
    for name in placed:
        remove(notes[name])
    if not len(section):
        remove(section)
        return
    section.set("class", "endnotes")
    section.insert(0, new("p", cut.words.word("notes"), class_="notes-title"))
    for note in list(section)[1:]:
        _number_first(note, None)


def _is_plain(note: Element) -> bool:
    return all(node.tag == "p" for node in note)


def _floating(note: Element, call: Element) -> Element:
    span = new("span", class_="footnote", id=str(note.get("id")))
    span.set("data-b", note.get("data-b") or "")
    span.set("data-number", note.get("data-number") or "")
    span.set("data-call", str(call.get("id")))
    for n, paragraph in enumerate(note):
        block = child(span, "span", class_="note-text" if n == 0 else "note-more")
        move_content(deepcopy(paragraph), block)
    return span


def _number_first(note: Element, href: str | None) -> None:
    first = next(iter(elements(note, "p")), note)
    number = new("a" if href else "span", note.get("data-number") or "", class_="note-number")
    if href:
        number.set("href", href)
    number.tail = f" {first.text or ''}"
    first.text = None
    first.insert(0, number)


def _backlinks(note: Element, calls: list[Element], words: Language, first: int) -> None:
    """Append a link back to each call from ``first`` on, at the end of the note."""
    last = note[-1] if len(note) and note[-1].tag == "p" else child(note, "p")
    name = "#" + str(note.get("id"))
    for n, call in enumerate([c for c in calls if c.get("href") == name][first:], first + 1):
        add_text(last, "\u00a0")
        label = note.get("data-number") or ""
        back = child(
            last, "a", "↩\ufe0e", class_="backlink", href=f"#{call.get('id')}", role="doc-backlink"
        )
        spoken = label if n == 1 else f"{label}, {n}"
        back.set("aria-label", words.word("back_to_note", number=spoken))


def _at_end(chapter: Chapter, body: Element, cut: Cut) -> None:
    """HTML: a list of notes at the end of the chapter, each with its way back."""
    section = _notes_section(body)
    if section is None:
        return
    calls = _calls(body)
    items = new("ol")
    for note in list(section):
        _backlinks(note, calls, cut.words, 0)
        item = child(items, "li", id=str(note.get("id")), class_="note")
        item.set("data-b", note.get("data-b") or "")
        item.set("data-label", note.get("data-label") or "")
        for block in list(note):
            item.append(block)
        section.remove(note)
    section.set("role", "doc-endnotes")
    section.set("aria-label", cut.words.word("notes"))
    section.append(items)
    for call in calls:
        call.set("role", "doc-noteref")
        unset(call, "data-label")


def _aside(chapter: Chapter, body: Element, cut: Cut) -> None:
    """EPUB: asides that reading systems open beside the text, with their way back."""
    section = _notes_section(body)
    if section is None:
        return
    calls = _calls(body)
    section.set("aria-label", cut.words.word("notes"))
    for note in section:
        note.tag = "aside"
        note.set("role", "doc-footnote")
        first = next(c for c in calls if c.get("href") == f"#{note.get('id')}")
        _number_first(note, f"#{first.get('id')}")
        number = elements(note, "a")[0]
        number.set("role", "doc-backlink")
        spoken = cut.words.word("back_to_note", number=note.get("data-number") or "")
        number.set("aria-label", spoken)
        _backlinks(note, calls, cut.words, 1)
        unset(note, "data-number")
    for call in calls:
        call.set("role", "doc-noteref")
        unset(call, "data-label")


def _long_tables(body: Element) -> None:
    """Let tables break that no page would hold; the others stay whole."""
    for table in elements(body, "table"):
        box = table.getparent()
        if box is not None and len(elements(table, "tr")) > LONG_TABLE:
            add_class(box, "long")


def _page_references(body: Element, words: Language) -> None:
    """Put "on page 000" after each written-out reference; the planner sets the number."""
    for link in elements(body, "a"):
        if not has_class(link, "reference"):
            continue
        before, _, after = words.word("on_page", page="\ue000").partition("\ue000")
        mark = new("span", f" {before.replace(' ', chr(0xA0))}", class_="page-reference")
        mark.text = " " + before.strip().replace(" ", "\u00a0") + "\u00a0"
        number = child(mark, "span", "000", class_="page-number")
        number.set("data-page-of", (link.get("href") or "").removeprefix("#"))
        number.tail = after
        mark.tail, link.tail = link.tail, None
        link.addnext(mark)


_NOTES = {"pdf": _foot_of_page, "html": _at_end, "epub": _aside}


def first_paragraph(chapter: Chapter) -> Element | None:
    """Return the chapter's first paragraph, which opens without an indent."""
    return next(iter(elements(chapter.body, "p")), None)


def mark_lead(body: Element) -> Element | None:
    """Take the lead picture (``{.lead}``) out of the tree and return it."""
    for figure in elements(body, "figure"):
        if has_class(figure, "lead"):
            remove(figure)
            return figure
    return None


def mark_opening(body: Element) -> None:
    """Give the first paragraph of a chapter the class ``opening``."""
    for node in body:
        if node.tag == "p" and text_of(node):
            add_class(node, "opening")
            return
