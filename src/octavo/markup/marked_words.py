"""Words that know their marks: a title is plain text to a catalogue and *marked* on a page.

``MarkedWords`` is a text like any other: what compares, sorts or writes plain words need not know.
"""

from collections.abc import Sequence
from copy import deepcopy
from html import escape

from octavo.markup.tree import Element, add_text, elements, inner, new, parse_xml, text_of, unwrap

MARKS = frozenset(
    "abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u"
    " var".split()
)
"""What may stand in a title: neither links nor pictures, which lead away or have no words."""
KEPT = frozenset({"class", "lang", "dir"})
RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
"""Signs that have a raised, a lowered form of their own."""


class MarkedWords(str):
    """Plain words whose form on a page is ``xhtml``."""

    __slots__ = ("xhtml",)
    xhtml: str

    def __new__(cls, plain: str, xhtml: str) -> "MarkedWords":
        found = super().__new__(cls, plain)
        found.xhtml = xhtml
        return found

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str takes one
        return str(self), self.xhtml


def in_lines(lines: Sequence[str]) -> str:
    """Return lines that stay lines."""
    if len(lines) == 1:
        return lines[0]
    return MarkedWords("\n".join(lines), "<br/>".join(map(marks_of, lines)))


def lines_of(words: str) -> list[str]:
    """Return the lines that ``in_lines`` was given."""
    plain, marks = words.split("\n"), marks_of(words).split("<br/>")
    return [MarkedWords(line, mark) for line, mark in zip(plain, marks, strict=True)]


def words_of(node: Element) -> str:
    """Return the words of a node in one line, with their marks where it has any."""
    if not len(node):
        return text_of(node)
    bare = deepcopy(node)
    for each in elements(bare):
        if each.tag in MARKS:
            for name in set(each.attrib) - KEPT:
                each.attrib.pop(name, "")
            continue
        if each.tag == "br":
            each.text = " "
        elif each.tag == "img":
            each.text = each.get("alt") or ""
        unwrap(each)
    plain = plain_words(bare)
    if not len(bare):
        return plain
    line = new("span")
    add_text(line, (bare.text or "").lstrip())
    line.extend(list(bare))
    line[-1].tail = (line[-1].tail or "").rstrip()
    return MarkedWords(plain, inner(line).replace("\n", " "))


def plain_words(node: Element) -> str:
    """Return the words of a node in one line; 10⁶ and CO₂ where it raises and lowers figures."""
    if not any(each.tag in ("sup", "sub") for each in elements(node)):
        return text_of(node)
    plain = deepcopy(node)
    for each in elements(plain, "sup", "sub"):
        table = RAISED if each.tag == "sup" else LOWERED
        words = text_of(each)
        if all(ord(sign) in table for sign in words):
            each.text = words.translate(table)
            each[:] = []
    return text_of(plain)


def marks_of(words: str) -> str:
    """Return words as XHTML."""
    return words.xhtml if isinstance(words, MarkedWords) else escape(words, quote=False)


def tree_of(words: str) -> Element:
    """Return words as a ``<span>`` with their marks in it."""
    return parse_xml(f"<span>{marks_of(words)}</span>")
