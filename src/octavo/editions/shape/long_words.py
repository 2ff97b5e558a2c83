"""Words that no line may hold, for the PDF: compounds, addresses, names in code.

A compound is hyphenated where its language can; code parts behind its signs; whatever is left
over parts anywhere. What still leaves the page is set smaller by the passes (``tighten``).
"""

import re
from collections.abc import Iterator, Mapping

from octavo.constructs.listings import BLOCK
from octavo.markup.tree import (
    HEADINGS,
    Element,
    add_class,
    add_text,
    elements,
    get_string,
    has_class,
    new,
    strings,
)

_WORDS = re.compile(r"(\s+)")
_MAY_BE_LONG = re.compile(r"\S{18}")
"""What each long word has, and most texts have not."""
LONG = 24
"""Characters from which an address or a name in code is long."""
_SIGN = re.compile(r"[/._=&?#][^\s.,;:!?)\]”’“»«]")
"""What no word of a language has inside it, which hyphens part."""
_JOINT, _JOINT_OF_LONGEST = (
    re.compile(rf"(?<=[^\W_][{signs}])\u2060?(?=[^\W_])|(?<=[a-z0-9])(?=[A-Z][a-z])")
    for signs in (r"/._:=&?,;|+@(\[{", r"/._:=&?,;|+@(\[{\-")
)
"""Where a name in code may part: behind its signs, before a hump; behind hyphens, as options and
names of packages have them, only where no line may hold it whole."""
LONGEST = 40
MAY_PART = "\u200b"
_NEVER = (
    r"\s\-\u200b\u2010\u2013\u2014\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\uff00-\uffef"
)
"""Signs at which a line may end anyway: spaces, hyphens, unseen breaks, letters of scripts without
spaces."""
_COMPOUND, _COMPOUND_BESIDE = (re.compile(rf"[^{_NEVER}]{{{most}}}") for most in (30, 18))
"""A compound of the text; one where lines are short or letters large."""
BESIDE = frozenset({*HEADINGS, "td", "th", "caption", "figcaption", "dt", "li"})
APART = frozenset({"long-word", "compound", "breaks"})
CODE = frozenset({"code", "kbd", "samp"})
TIGHT = ("tight", "tightest")
"""Classes of what is set smaller to fit its page, and of what may part anywhere besides."""


def part_long_words(body: Element) -> None:
    """Put each long word into a ``<span>``: ``long-word`` (anywhere), ``compound`` (by hyphens).

    To let every word part would let WeasyPrint 70 part short ones at the end of a line, wherever
    an element begins. Test: test_only_long_words_part_without_a_hyphen.
    """
    for node, is_tail in list(strings(body, BLOCK | {"svg"})):
        text = get_string(node, is_tail)
        around = node.getparent() if is_tail else node
        if around is None or not _MAY_BE_LONG.search(text):
            continue
        if any(has_class(around, name) for name in APART):
            continue
        spans = list(_part(text, around))
        if any(not isinstance(each, str) for each in spans):
            _put(node, is_tail, spans)


def _part(text: str, around: Element) -> Iterator[str | Element]:
    """Yield words as they stand, and long ones in their spans."""
    ancestors = {each.tag for each in (around, *around.iterancestors())}
    compound = _COMPOUND_BESIDE if ancestors & BESIDE else _COMPOUND
    for word in _WORDS.split(text):
        if ancestors & CODE:
            yield _name(word) if len(word) >= LONG and not word.isspace() else word
        elif len(word) >= LONG and _SIGN.search(word):
            yield new("span", word, class_="long-word")
        elif compound.search(word):
            yield new("span", word, class_="compound")
        else:
            yield word


def _name(word: str) -> Element:
    """Return a long name of code, which may part at its joints."""
    joint = _JOINT_OF_LONGEST if len(word) >= LONGEST else _JOINT
    return new("span", joint.sub(MAY_PART, word), class_="long-word")


def _put(node: Element, is_tail: bool, pieces: list[str | Element]) -> None:
    """Put words and spans in place of words."""
    holder = new("span")
    for piece in pieces:
        if isinstance(piece, str):
            add_text(holder, piece)
        else:
            holder.append(piece)
    if is_tail:
        node.tail = holder.text
        for span in reversed(list(holder)):
            node.addnext(span)
    else:
        node.text = holder.text
        for n, span in enumerate(list(holder)):
            node.insert(n, span)


def tighten(body: Element, tight: Mapping[str, int]) -> None:
    """Set tables and code smaller by as many steps as they were found too wide."""
    for node in elements(body, "table", "pre"):
        names = (str(each.get("data-b")) for each in (node, *elements(node)))
        step = max((tight[name] for name in names if name in tight), default=0)
        if step:
            add_class(node, *TIGHT[:step])
