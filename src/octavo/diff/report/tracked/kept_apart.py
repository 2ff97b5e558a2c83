"""Paragraphs with tracked changes -> the same, of which no word processor takes two for one change.

LibreOffice (7.4, SwRedlineTable) joins changes of one kind, author and minute that end one
paragraph and begin the next, also where the end of the first paragraph itself has not changed: it
is decided with them then, and both paragraphs become one. Two minutes keep them apart;
of a change without a date they are counted from where LibreOffice puts it, the first of 1970.
Test: test_an_insertion_before_another_paragraph_of_them_has_a_moment_of_its_own.
"""

from collections.abc import Iterator

from octavo.diff.report.tracked.word_markup import full_name
from octavo.markup.tree import Element

KINDS = frozenset(map(full_name, ("ins", "del", "moveFrom", "moveTo")))
PARAGRAPH, LINK, DATE = map(full_name, ("p", "hyperlink", "date"))
NO_WORDS = frozenset(map(full_name, ("pPr", "bookmarkStart", "bookmarkEnd")))


def keep_apart(root: Element, usual: str, aside: str) -> None:
    """Date the changes with which a paragraph ends ``aside``, or as usual, where the next one
    begins with their like and the end between them is no change."""
    after: Element | None = None
    for paragraph in reversed(list(root.iter(PARAGRAPH))):
        first = _first_change(after) if after is not None else None
        if first is not None and _mark(paragraph) is None:
            _set_apart(paragraph, first, aside if (first.get(DATE) or "") == usual else usual)
        after = paragraph


def _set_apart(paragraph: Element, first: Element, date: str) -> None:
    items = list(_items(paragraph))
    if not items or items[-1].tag != first.tag or items[-1].get(DATE) != first.get(DATE):
        return
    for item in reversed(items):
        if item.tag != first.tag:
            return
        if DATE in item.attrib:
            del item.attrib[DATE]
        if date:
            item.set(DATE, date)


def _items(paragraph: Element) -> Iterator[Element]:
    """Yield what stands in a paragraph: runs, and changes that hold runs."""
    for each in paragraph:
        if each.tag == LINK:
            yield from each
        elif each.tag not in NO_WORDS:
            yield each


def _first_change(paragraph: Element) -> Element | None:
    """Return the change with which a paragraph begins; that of its end where it says nothing."""
    first = next(_items(paragraph), None)
    if first is None:
        return _mark(paragraph)
    return first if first.tag in KINDS else None


def _mark(paragraph: Element) -> Element | None:
    """Return the change of a paragraph's end."""
    own = paragraph.find(f"{full_name('pPr')}/{full_name('rPr')}")
    return next((each for each in own if each.tag in KINDS), None) if own is not None else None
