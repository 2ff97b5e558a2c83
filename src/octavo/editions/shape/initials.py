"""The first paragraph of a chapter -> its first letter set apart, to stand over several lines."""

import re
import unicodedata

from octavo.markup.tree import Element, add_class, new, text_of

SIGNS_A_LINE = 66
"""A paragraph shorter than this for each line of the initial has too few lines beside it."""
AROUND = frozenset("b cite em i span strong".split())
"""What a paragraph may begin with and still begin with a letter: no link, no abbreviation."""
SPOKEN = "data-spoken"
"""What a piece of text says, where that is not its letters."""
_WORD = re.compile(r"[^\s\u00a0\u2009\u202f]*")


def mark_initial(paragraph: Element, lines: int) -> bool:
    """Give a paragraph the class ``has-initial`` where a letter can stand over ``lines`` lines.

    None stands where a paragraph is too short or begins with a mark, a figure, a link, or a
    letter of a script that has no capitals.
    """
    place = _first_text(paragraph)
    is_long = len(text_of(paragraph)) >= SIGNS_A_LINE * lines
    if place is None or not is_long or not _letter(place.text or ""):
        return False
    add_class(paragraph, "has-initial")
    return True


def set_initial(paragraph: Element, lines: int) -> None:
    """Set the first letter in a box of its own, the rest of its word in small capitals.

    The word is told whole with its rest: a reader's ear and the clipboard never get "T he".
    """
    place = _first_text(paragraph)
    if not mark_initial(paragraph, lines) or place is None:
        return
    text = place.text or ""
    letter = _letter(text)
    word = _WORD.match(text)
    assert word is not None
    rest = word[0][len(letter) :]
    place.text = None
    box = new("span", letter, class_="initial")
    place.insert(0, box)
    if not rest:  # a word by itself: the space behind it is not drawn
        box.set(SPOKEN, f"{letter} ")
        box.tail = text[len(letter) :]
        return
    box.set(SPOKEN, " ")
    name = "initial-rest small-caps" if _is_latin(rest) else "initial-rest"
    tail = new("span", rest, class_=name)
    tail.set(SPOKEN, letter + rest)
    tail.tail = text[len(letter) + len(rest) :]
    place.insert(1, tail)


def _first_text(node: Element) -> Element | None:
    """Return the element whose text a paragraph begins with."""
    while not (node.text or "").strip():
        if not len(node) or node[0].tag not in AROUND:
            return None
        node = node[0]
    return node


def _letter(text: str) -> str:
    """Return the capital that a text begins with, with what stands on it; '' for none."""
    if (
        not text
        or unicodedata.category(text[0]) != "Lu"
        or unicodedata.bidirectional(text[0]) != "L"
    ):
        return ""
    end = 1
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return text[:end]


def _is_latin(word: str) -> bool:
    """Tell whether the letters of a word are Latin: only those have small capitals everywhere."""
    letters = [sign for sign in word if sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
