"""Headings whose plain words are others than those that stand in them: 10⁶ for a raised 6."""

from copy import deepcopy

from octavo.editions.shape.long_words import MAY_PART
from octavo.markup.marked_words import plain_words
from octavo.markup.tree import Element, characters, elements, has_class, remove


def name_bookmarks(body: Element) -> None:
    """Give such headings the words by which the bookmarks of a PDF call them."""
    for head in elements(body, "h1", "h2", "h3"):
        if MAY_PART in characters(head) or elements(head, "sup", "sub"):
            bare = deepcopy(head)
            for note in elements(bare, "span", "a"):
                if has_class(note, "footnote") or has_class(note, "noteref"):
                    remove(note)
            head.set("data-plain", plain_words(bare).replace(MAY_PART, ""))
