"""A body of XHTML, Octavo's own or anybody's -> chapters in the vocabulary of Octavo's trees.

What an edition adds to a tree is taken off again: ways back from notes, numbers of headings, marks
of pages, levels that were shifted. Of foreign files, what is text stays, and what it stands in.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from octavo.finished.others_notes import take_notes
from octavo.markup.tree import (
    BLOCKS,
    HEADINGS,
    Element,
    child,
    classes,
    drop_class,
    elements,
    has_class,
    is_blank,
    is_element,
    last_child,
    new,
    remove,
    text_of,
    unset,
    unwrap,
)
from octavo.transforms.headings import slugify
from octavo.transforms.vocabulary import CONTENT

GONE = frozenset(
    "script style template nav link meta title form input button select textarea iframe object"
    " embed video audio canvas dialog noscript".split()
)
"""Elements that hold no text of the work."""
ADDED = ("backlink", "note-number", "skip", "page-reference")
"""Classes of what an edition adds."""
COUNTED = ("label", "line-number", "reference")
"""Classes of words that Octavo's builds count; in pages of others they are words as any."""
FURNITURE = frozenset(("navigation", "search", "banner", "contentinfo"))
"""Roles of what stands around the text of a page."""
KEPT = frozenset(CONTENT) - {"body"} | {"math"}
OURS = ("chapter", "text")
"""Classes of the sections that hold chapters in Octavo's editions."""
TAKEN_OFF = re.compile(
    r"(?:aria-|on|data-(?!label|number|value|page))|role$|tabindex$|style$|.*[:{}]"
)
_LEVEL = re.compile(r"level-([1-6])")
_HIDDEN = frozenset(("doc-pagebreak", "doc-backlink"))


@dataclass(frozen=True, slots=True)
class RecoveredPart:
    """A chapter as it was found, or a part's title."""

    slug: str
    title: str
    role: str
    body: Element
    file: str
    is_part: bool = False


def recover(bodies: Mapping[str, Element]) -> list[RecoveredPart]:
    """Return the chapters of files: of Octavo's those that it marks, of others each file."""
    own = [part for path, body in bodies.items() for part in _ours(path, body)]
    if not own:
        return [part for path, body in bodies.items() for part in _foreign(path, body)]
    for body in bodies.values():
        _put_lead(body, own)
    for part in own:
        if not part.is_part:
            _settle(part.body)
    gather_notes(own)
    return own


def _foreign(path: str, body: Element) -> Iterator[RecoveredPart]:
    slug = slugify(posixpath.splitext(posixpath.basename(path))[0])
    take_notes(body, slug)
    for node in elements(body):
        if node.get("role") in FURNITURE:
            remove(node)
        for name in COUNTED:
            drop_class(node, name)
    for node in elements(body, "header", "footer"):
        if next(node.iterancestors("article", "section", "main"), None) is None:
            remove(node)
    _settle(body)
    for box in [body, *elements(body, "div", "section")]:
        _wrap_words(box)
    if text_of(body) or elements(body, "img"):
        title = text_of(next(iter(elements(body, *HEADINGS)), new("p")))
        yield RecoveredPart(slug, title, "chapter", body, path)


def _ours(path: str, body: Element) -> Iterator[RecoveredPart]:
    for section in elements(body, "section"):
        name = section.get("id") or ""
        if has_class(section, "part"):
            head = next(iter(elements(section, *HEADINGS)), section)
            for mark in [node for node in head if has_class(node, "number")]:
                remove(mark)
            yield RecoveredPart(name, text_of(head), "part", section, path, True)
        elif any(has_class(section, each) for each in OURS):
            role = next((each for each in classes(section) if each not in OURS), "chapter")
            title = section.get("aria-label") or ""
            inside = new("body")
            inside.text = section.text
            inside[:] = list(section)
            first = next(iter(elements(inside, *HEADINGS)), None)
            is_named = first is not None and has_class(first, "level-1")
            yield RecoveredPart(name, _words(first) if is_named else title, role, inside, path)


def _words(head: Element | None) -> str:
    """Return a heading's words without its number."""
    bare = deepcopy(head) if head is not None else new("h1")
    for mark in [node for node in bare if has_class(node, "number")]:
        remove(mark)
    return text_of(bare)


def _put_lead(body: Element, parts: Sequence[RecoveredPart]) -> None:
    """Put a lead picture, which a theme sets with the title, before the text again."""
    for figure in elements(body, "figure"):
        first = next((part for part in parts if not part.is_part), None)
        if has_class(figure, "lead") and first is not None:
            remove(figure)
            first.body.insert(0, figure)


def _settle(body: Element) -> None:
    """Bring a tree into the vocabulary."""
    for node in elements(body):
        if _is_added(node):
            remove(node)
    for node in elements(body):
        if node.tag in HEADINGS:
            _heading(node)
        elif has_class(node, "note") and node.tag in ("li", "aside"):
            _note(node)
    for node in elements(body):
        _bare(node)
    for section in [node for node in elements(body, "section") if has_class(node, "notes")]:
        _notes(section)


def _is_added(node: Element) -> bool:
    if node.tag in GONE or node.get("role") in _HIDDEN:
        return True
    return any(has_class(node, name) for name in ADDED)


def _heading(node: Element) -> None:
    """Give a heading the level that its source has; its number becomes an attribute again."""
    level = next((m[1] for each in classes(node) if (m := _LEVEL.fullmatch(each))), "")
    if not level:
        return
    node.tag = f"h{level}"
    drop_class(node, f"level-{level}")
    first = node[0] if len(node) and is_blank(node.text) else None
    if first is not None and has_class(first, "number"):
        first.tail = (first.tail or "").removeprefix(" ")
        remove(first)


def _note(node: Element) -> None:
    """Make a note of an edition the ``div`` that it was."""
    node.tag = "div"
    unset(node, "value")
    for paragraph in elements(node, "p"):
        last = last_child(paragraph)
        if last is None:
            paragraph.text = (paragraph.text or "").rstrip(" \u00a0")
        else:
            last.tail = (last.tail or "").rstrip(" \u00a0")
        if not len(paragraph) and is_blank(paragraph.text):
            remove(paragraph)


def _notes(section: Element) -> None:
    """Take notes out of the list in which an edition has set them."""
    for each in list(section):
        if each.tag == "ol":
            unwrap(each)


def _bare(node: Element) -> None:
    """Take off attributes that an edition needs and the work does not; unknown elements go."""
    for name in list(node.attrib):
        if TAKEN_OFF.match(str(name)):
            unset(node, str(name))  # a namespace with braces in it has no name that lxml takes
    drop_class(node, "opening")
    if node.tag in KEPT or not str(node.tag).islower() or "}" in str(node.tag):
        return
    if node.tag in BLOCKS:
        node.tag = "div"
    elif next(node.iterancestors("math", "svg"), None) is None:
        unwrap(node)


def _wrap_words(box: Element) -> None:
    """Put words that stand beside blocks into paragraphs of their own."""
    if not any(each.tag in BLOCKS for each in box):
        return
    run: Element | None = None
    if not is_blank(box.text):
        run = new("p", box.text or "")
        box.insert(0, run)
    box.text = None
    for each in [node for node in box if node is not run]:
        tail, each.tail = each.tail, None
        if is_element(each) and each.tag not in BLOCKS:
            if run is None:
                run = new("p")
                each.addprevious(run)
            run.append(each)
            each.tail = tail
            continue
        run = None
        if not is_blank(tail):
            run = new("p", tail or "")
            each.addnext(run)


def gather_notes(parts: Sequence[RecoveredPart]) -> None:
    """Put each note into the chapter that calls it, wherever an edition has set it."""
    homes = [(f"{part.slug}-note-", part.body) for part in parts if part.slug]
    for part in parts:
        for section in [s for s in elements(part.body, "section") if has_class(s, "notes")]:
            for note in list(section):
                name = note.get("id") or ""
                home = next((b for start, b in homes if name.startswith(start)), part.body)
                if home is not part.body:
                    _section(home).append(note)
            if not len(section):
                remove(section)


def _section(body: Element) -> Element:
    last = last_child(body)
    if last is not None and last.tag == "section" and has_class(last, "notes"):
        return last
    return child(body, "section", class_="notes")


def name_notes(part: RecoveredPart) -> None:
    """Give notes and calls the labels that their ids were made of, and notes their numbers."""
    start = f"{part.slug}-note-"
    calls = [node for node in elements(part.body, "a") if has_class(node, "noteref")]
    numbers = {(call.get("href") or "").removeprefix("#"): text_of(call) for call in calls[::-1]}
    for call in calls:
        _name(call, (call.get("href") or "").removeprefix("#"), start)
    for note in [node for node in elements(part.body, "div") if has_class(node, "note")]:
        name = note.get("id") or ""
        _name(note, name, start)
        if name in numbers:
            note.set("data-number", numbers[name])


def _name(node: Element, name: str, start: str) -> None:
    if name.startswith(start):
        node.set("data-label", _label(name.removeprefix(start)))


def _label(name: str) -> str:
    """Return the label that a part of an id was made of."""
    return re.sub(r"-([0-9a-f]{2,6})(?![\w])", lambda m: _sign(m[1]) or m[0], name)


def _sign(number: str) -> str:
    code = int(number, 16)
    found = chr(code) if code < 0x110000 else ""
    return found if found and not re.match(r"[\w.-]", found) else ""
