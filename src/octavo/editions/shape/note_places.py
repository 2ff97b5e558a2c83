"""Where an edition sets its notes: foot of the page, beside the text, end of chapter or of all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace

from octavo.constructs.notes import FOOT, is_section, note_calls, notes_section
from octavo.editions.shape.cut import EditionCut
from octavo.languages import Language
from octavo.markup.tree import (
    Element,
    add_text,
    child,
    elements,
    get_string,
    has_class,
    move_content,
    new,
    remove,
    set_string,
    strings,
    text_before,
    unset,
)
from octavo.markup.tree import replace as put
from octavo.model.publication import Chapter, Publication, TocEntry
from octavo.transforms.headings import is_article

_SPACE = re.compile(r"[ \t\r\n]+")
WORD_JOINER = "\u2060"
ENDNOTES = "endnotes"
"""Slug of the chapter that holds the notes of a whole publication."""
BACK = {"ltr": "↩\ufe0e", "rtl": "↪\ufe0e"}
"""Direction of the text -> the sign of a link back to a call."""


def at_foot(chapter: Chapter, body: Element, cut: EditionCut) -> None:
    """The first call of a note becomes the note itself, floated to the foot of its page.

    Later calls stay links. A note that holds more than paragraphs, that the page cannot hold, or
    that only another note calls, becomes an endnote of its chapter under the same number.
    """
    section = notes_section(body)
    if section is None:
        return
    notes = {str(note.get("id")): note for note in section}
    placed: set[str] = set()
    calls = note_calls(body)
    for call in calls:
        text_before(call, WORD_JOINER)
        unset(call, "data-label")
    for call in calls:
        name = (call.get("href") or "").removeprefix("#")
        is_in_note = section in call.iterancestors("section")
        if name in placed or name in cut.endnotes or is_in_note or not _is_plain(notes[name]):
            continue
        placed.add(name)
        put(call, _float(notes[name], call))
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


def _float(note: Element, call: Element) -> Element:
    span = new("span", class_=FOOT, id=str(note.get("id")))
    span.set("data-b", note.get("data-b") or "")
    span.set("data-number", note.get("data-number") or "")
    span.set("data-call", str(call.get("id")))
    for n, paragraph in enumerate(note):
        block = child(span, "span", class_="note-text" if n == 0 else "note-more")
        move_content(deepcopy(paragraph), block)
        _fold(block)
    return span


def _fold(block: Element) -> None:
    """Fold white space: WeasyPrint 70 takes a foot note out of its line before it does so.

    A line of the source would be one of the page. Test: test_the_lines_of_a_foot_note_are_filled.
    """
    behind_space = True
    for node, is_tail in list(strings(block)):
        text = _SPACE.sub(" ", get_string(node, is_tail))
        is_behind_break = is_tail and node.tag == "br"
        set_string(node, is_tail, text.lstrip(" ") if behind_space or is_behind_break else text)
        behind_space = text.endswith(" ")


def _number_first(note: Element, href: str | None) -> None:
    if note[0].tag != "p":  # a list, a table, code: the number stands before it
        note.insert(0, new("p", class_="note-alone"))
    first = note[0]
    number = new("a" if href else "span", note.get("data-number") or "", class_="note-number")
    if href:
        number.set("href", href)
    number.tail = f" {first.text or ''}"
    first.text = None
    first.insert(0, number)


def _by_note(calls: Iterable[Element]) -> Mapping[str, list[Element]]:
    """Return the calls of each note, in order; asked for by ``#`` and its id."""
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for call in calls:
        found[call.get("href") or ""].append(call)
    return found


def _backlinks(note: Element, calls: list[Element], words: Language, first: int) -> None:
    """Append a link back to each of a note's calls from ``first`` on, at the end of the note."""
    own = calls[first:]
    if not own:
        return
    last = note[-1] if len(note) and note[-1].tag == "p" else child(note, "p")
    for n, call in enumerate(own, first + 1):
        add_text(last, "\u00a0")
        label = note.get("data-number") or ""
        sign, href = BACK[words.direction], f"#{call.get('id')}"
        back = child(last, "a", sign, class_="backlink", href=href, role="doc-backlink")
        spoken = label if n == 1 else f"{label}, {n}"
        back.set("aria-label", words.word("back_to_note", number=spoken))


def at_end(chapter: Chapter, body: Element, cut: EditionCut) -> None:
    """A list of notes at the end of the chapter, each with its way back."""
    section = notes_section(body)
    if section is None:
        return
    calls = note_calls(body)
    own = _by_note(calls)
    items = new("ol")
    for position, note in enumerate(list(section), 1):
        _backlinks(note, own.get(f"#{note.get('id')}", []), cut.words, 0)
        item = child(items, "li", id=str(note.get("id")), class_="note")
        item.set("data-b", note.get("data-b") or "")
        item.set("data-label", note.get("data-label") or "")
        if note.get("data-number") != str(position):  # another edition has a note more
            item.set("value", note.get("data-number") or "")
        for block in list(note):
            item.append(block)
        section.remove(note)
    section.set("role", "doc-endnotes")
    section.set("aria-label", cut.words.word("notes"))
    section.append(items)
    for call in calls:
        call.set("role", "doc-noteref")
        unset(call, "data-label")


def in_asides(chapter: Chapter, body: Element, cut: EditionCut) -> None:
    """Asides that reading systems open beside the text, with their way back."""
    section = notes_section(body)
    if section is None:
        return
    calls = note_calls(body)
    own = _by_note(calls)
    section.set("aria-label", cut.words.word("notes"))
    for note in section:
        note.tag = "aside"
        note.set("role", "doc-footnote")
        called = own[f"#{note.get('id')}"]
        _number_first(note, f"#{called[0].get('id')}")
        number = elements(note, "a")[0]
        number.set("role", "doc-backlink")
        spoken = cut.words.word("back_to_note", number=note.get("data-number") or "")
        number.set("aria-label", spoken)
        _backlinks(note, called, cut.words, 1)
        unset(note, "data-number")
    for call in calls:
        call.set("role", "doc-noteref")
        unset(call, "data-label")


def in_list(chapter: Chapter, body: Element, cut: EditionCut) -> None:
    """Every note stands at the end of its chapter."""
    section = notes_section(body)
    names = [] if section is None else [str(note.get("id")) for note in section]
    at_foot(chapter, body, replace(cut, endnotes=frozenset(names)))


def tell_apart(publication: Publication, words: Language) -> None:
    """Name each chapter's notes by the chapter: in one page, "Notes" alone would name several."""
    sections = [
        (chapter, section)
        for chapter in publication.chapters
        for section in elements(chapter.body, "section")
        if section.get("role") == "doc-endnotes"
    ]
    if len(sections) > 1:
        for chapter, section in sections:
            section.set("aria-label", f"{words.word('notes')}: {chapter.title}")


def _name_apart(name: str, body: Element) -> str:
    """Return the name of one more section; the chapters of a brief have no titles of their own."""
    names = {section.get("aria-label") for section in elements(body, "section")}
    numbered = (f"{name} ({n})" for n in range(2, len(names) + 3))
    return next(each for each in (name, *numbered) if each not in names)


def gather_at_end(publication: Publication, cut: EditionCut) -> Publication:
    """Return the publication with the notes of all chapters in a last chapter of their own."""
    body = new("body")
    level = 2 if is_article(publication) else cut.shape.endnotes_level
    title = cut.words.word("notes")
    look = f"level-{2 if is_article(publication) else 1} generated"
    child(body, f"h{level}", title, class_=look, id="octavo-endnotes")
    for chapter in publication.chapters:
        for section in elements(chapter.body, "section"):
            if not (is_section(section) or has_class(section, "endnotes")):
                continue
            remove(section)
            unset(section, "role")
            section.set("aria-label", _name_apart(f"{title}: {chapter.title}", body))
            for own in [node for node in section if has_class(node, "notes-title")]:
                section.remove(own)
            if not is_article(publication):
                child(body, "p", chapter.title, class_="notes-title generated")
            body.append(section)
    if len(body) == 1:
        return publication
    last = publication.chapters[-1]
    notes = Chapter(last.text, ENDNOTES, "notes", "back", body, title)
    return replace(
        publication,
        chapters=(*publication.chapters, notes),
        toc=publication.toc if is_article(publication) else (*publication.toc, _entry(title)),
    )


def _entry(title: str) -> TocEntry:
    """Return the line of the contents for the notes of the whole."""
    return TocEntry(1, ENDNOTES, ENDNOTES, title, closes_part=True)
