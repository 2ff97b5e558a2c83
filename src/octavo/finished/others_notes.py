"""Notes as others write them in HTML -> notes of Octavo's trees: a section at the end, and calls.

Sphinx and docutils, old and new, Pandoc, Markdown readers, DocBook, word processors: whatever
elements they take, a call is a raised number, or is marked as a call, that leads to a note, and the
note leads back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from octavo.markup.tree import (
    BLOCKS,
    Element,
    child,
    classes,
    elements,
    has_class,
    is_blank,
    last_child,
    new,
    remove,
    text_of,
    unset,
    unwrap,
)

CALL = "noteref"
"""The class of a call in Octavo's trees."""
_NUMBER = re.compile(r"[\[(]?\s*(\d{1,4}|[*†‡§¶]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])]?")
_MARKED = frozenset(("footnote-reference", "footnote-ref", "footnote", "noteref", "fn"))
"""Classes of calls."""
_BACK = frozenset(
    "label backrefs fn-backref footnote-backref footnote-back reversefootnote fn-bracket".split()
)
"""Classes of what stands in a note for its number, or leads back from it."""
_NOTES = frozenset(("doc-footnote", "doc-endnote"))
_HOLDERS = ("li", "aside", "p", "dd", "div", "tr")
"""Elements that hold a note; of one that is called by an anchor inside it the nearest."""
_RULES = frozenset(("hr", "colgroup", "col"))
"""What may be left of a list of notes when they are gone."""


@dataclass(frozen=True, slots=True)
class OthersNote:
    """A note of others: what holds it, and its content."""

    holder: tuple[Element, ...]
    content: tuple[Element, ...]
    """Elements whose content is the note's."""


def take_notes(body: Element, slug: str) -> None:
    """Put the notes of a page to its end, named as those of Octavo's chapters."""
    if any(has_class(node, CALL) for node in elements(body, "a")):
        return  # it is known already which they are
    names = {str(node.get("id")): node for node in elements(body) if node.get("id")}
    called: dict[Element, tuple[OthersNote, list[Element]]] = {}
    inside: set[Element] = set()
    for call in elements(body, "a"):
        note = None if call in inside else _note_of(call, names)
        if note is not None:
            called.setdefault(note.holder[0], (note, []))[1].append(call)
            inside |= {each for holder in note.holder for each in holder.iter()}
    if not called:
        return
    section = new("section", class_="notes")
    for n, (note, calls) in enumerate(called.values(), 1):
        name = f"{slug}-note-{n}"
        section.append(_take_out(note, name, {each for call in calls for each in _names(call)}))
        for call in calls:
            _set_call(call, name)
    body.append(section)


def _note_of(call: Element, names: Mapping[str, Element]) -> OthersNote | None:
    """Return the note that a link calls; None where it is no call."""
    href = call.get("href") or ""
    target = names.get(href[1:]) if href.startswith("#") else None
    if target is None or not _NUMBER.fullmatch(text_of(call)) or not _looks_like_call(call):
        return None
    found = _holder_of(target)
    if found is None or any(call in set(each.iter()) for each in found.holder):
        return None
    own = {f"#{name}" for name in _names(call)}
    back = {a.get("href") for each in found.holder for a in each.iter("a")}
    return found if own & back or found.holder[0].get("role") in _NOTES else None


def _looks_like_call(call: Element) -> bool:
    is_raised = call.getparent() is not None and call.getparent().tag == "sup"  # type: ignore[union-attr]
    is_raised = is_raised or call.find("sup") is not None
    return is_raised or bool(_MARKED & set(classes(call))) or call.get("role") == "doc-noteref"


def _names(call: Element) -> Iterable[str]:
    """Return the ids by which a note leads back to a call: its own, or of what is about it."""
    around = [each for each in list(call.iterancestors())[:2] if each.tag in ("sup", "span")]
    return [str(each.get("id")) for each in (*call.iter(), *around) if each.get("id")]


def _holder_of(target: Element) -> OthersNote | None:
    """Return what holds a note that is called by its id."""
    if target.tag == "dt":
        told = []
        for each in target.itersiblings():
            if each.tag != "dd":
                break
            told.append(each)
        return OthersNote((target, *told), tuple(told)) if told else None
    if target.tag in _HOLDERS or (target.tag == "table" and has_class(target, "footnote")):
        holder: Element | None = target
    elif target.tag in BLOCKS:
        return None
    else:
        holder = next(target.iterancestors(*_HOLDERS), None)
    if holder is None:
        return None
    cells = elements(holder, "td") if holder.tag in ("tr", "table") else []
    return OthersNote((holder,), (cells[-1],) if cells else (holder,))


def _take_out(found: OthersNote, name: str, calls: Iterable[str]) -> Element:
    """Return a note without its number and what leads back, and take it from where it stood."""
    note = new("div", class_="note", id=name)
    backs = {f"#{each}" for each in calls}
    for holder in found.holder:
        for node in [each for each in elements(holder) if _leads_back(each, backs)]:
            _drop(node)
    for each in found.content:
        _put_content(each, note)
    for paragraph in elements(note, "p"):
        _trim_end(paragraph)
    parent = found.holder[0].getparent()
    for holder in found.holder:
        remove(holder)
    _drop_empty(parent)
    return note


def _trim_end(paragraph: Element) -> None:
    """Take off the blanks that stood before a way back."""
    last = last_child(paragraph)
    if last is None:
        paragraph.text = (paragraph.text or "").rstrip(" \u00a0\n")
    else:
        last.tail = (last.tail or "").rstrip(" \u00a0\n")


def _leads_back(node: Element, backs: set[str]) -> bool:
    is_marked = bool(_BACK & set(classes(node))) or node.get("role") == "doc-backlink"
    return is_marked or (node.tag == "a" and node.get("href") in backs)


def _drop(node: Element) -> None:
    """Take an element away, and what held nothing else."""
    parent = node.getparent()
    if parent is None:
        return
    remove(node)
    if parent.tag in ("sup", "span", "p") and not len(parent) and is_blank(parent.text):
        remove(parent)


def _put_content(source: Element, note: Element) -> None:
    """Move what an element holds to the end of a note, words that stand loose as a paragraph."""
    if source.tag == "p" or not any(each.tag in BLOCKS for each in source):
        paragraph = child(note, "p", (source.text or "").lstrip())
        paragraph.extend(list(source))
        return
    if not is_blank(source.text):
        child(note, "p", (source.text or "").strip())
    for each in list(source):
        if each.tag in BLOCKS:
            each.tail = None
        note.append(each)
    first = note.find("p")
    if first is not None:
        first.text = (first.text or "").lstrip()


def _drop_empty(node: Element | None) -> None:
    """Take away a list of notes that is empty, with its rule, and what held it alone."""
    while node is not None and node.tag != "body":
        above = node.getparent()
        rest = [each for each in node if each.tag not in _RULES]
        if rest or above is None or not is_blank("".join(map(str, node.itertext()))):
            return
        remove(node)
        node = above


def _set_call(call: Element, name: str) -> None:
    """Make a link a call of ours: its number, without brackets, raised by its look."""
    number = _NUMBER.fullmatch(text_of(call))
    said = number[1] if number else ""
    tail = call.tail
    for each in list(call):
        call.remove(each)
    call.text, call.tail = said, tail
    unset(call, "id", "role", "title")
    call.set("class", CALL)
    call.set("href", f"#{name}")
    parent = call.getparent()
    if parent is not None and parent.tag == "sup" and text_of(parent) == said:
        unwrap(parent)
