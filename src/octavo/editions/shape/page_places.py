"""How far into a block a page begins, counted so that pages and texts that flow agree.

Letters and figures are counted: what typesetting adds and drops (hyphens, spaces at the ends of
lines, joiners) is none. Calls of notes and references to pages are not the block's own words.
"""

from collections.abc import Iterator, Sequence
from unicodedata import category

from octavo.constructs.notes import CALL
from octavo.markup.tree import Element, classes

ADDED = frozenset({CALL, "page-reference"})
"""Classes of words that some editions have and others not."""
DRAWN = frozenset({"svg", "math"})
UNSEEN = frozenset({"Mn", "Mc", "Cf"})
"""Signs that part no word: marks on letters, soft hyphens, joiners."""
SPACELESS = "\u2e80"
"""From here on stand the scripts of China, Japan and Korea."""
Segment = tuple[Element, bool, str]
"""An element, whether the words stand behind it rather than in it first, and the words."""


def count_letters(words: str) -> int:
    """Return how many letters and figures there are."""
    return sum(map(str.isalnum, words))


def is_added(names: Sequence[str]) -> bool:
    """Tell words that are not a block's own by the classes of their element."""
    return not ADDED.isdisjoint(names)


def own_segments(block: Element) -> Iterator[Segment]:
    """Yield the words of a block in their order, without those of blocks in it."""
    yield from _within(block)


def _within(node: Element) -> Iterator[Segment]:
    if node.text:
        yield node, False, node.text
    for child in node:
        if isinstance(child.tag, str) and not _is_left_out(child):
            yield from _within(child)
        if child.tail:
            yield child, True, child.tail


def _is_left_out(node: Element) -> bool:
    tag = str(node.tag).rpartition("}")[2]
    return bool(node.get("data-b")) or tag in DRAWN or is_added(classes(node))


def insert_mark(block: Element, letters: int, mark: Element) -> bool:
    """Put a mark into a block before its first word after so many letters; False if it has none.

    A word that goes on from page to page stays whole before the mark.
    """
    seen, before = 0, ""
    for node, is_tail, words in list(own_segments(block)):
        for n, sign in enumerate(words):
            if seen >= letters and sign.isalnum() and not _goes_on(before, sign):
                _put(node, is_tail, (words[:n], words[n:]), mark)
                return True
            seen += sign.isalnum()
            before = before if category(sign) in UNSEEN else sign
    return False


def _goes_on(before: str, sign: str) -> bool:
    """Tell whether a sign stands in the same word as that before it; scripts without spaces have
    words of a sign."""
    return before.isalnum() and sign < SPACELESS and before < SPACELESS


def _put(node: Element, is_tail: bool, words: tuple[str, str], mark: Element) -> None:
    before, mark.tail = words
    if not is_tail:
        node.text = before
        node.insert(0, mark)
        return
    node.tail = before
    parent = node.getparent()
    assert parent is not None  # what has words behind it stands in something
    parent.insert(parent.index(node) + 1, mark)
