"""How deep elements may stand in one another, and the line of a text that is to blame."""

import re
from itertools import accumulate

from octavo.markup.tree import VOID, Element, depth_of, those_with

DEEPEST, DEEPEST_LISTS = 28, 100
"""Elements in one another that a text may have, lists and their members not counted, and counted.

PDFium, which reads finished pages again, stops at 32 levels of tags; libxml2 at 256 elements.
"""
LISTS = frozenset("ol ul li dl dd dt".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_MARKS = re.compile(r"[*_~^=+]+|[>:]|\[")
_DEEP = those_with(f"count(ancestor::*) > {DEEPEST}")
"""Finds the elements that stand in so many others, lists counted."""


def is_too_deep(body: Element) -> bool:
    if not _DEEP(body):
        return False  # nearly every text
    return depth_of(body, LISTS) > DEEPEST or depth_of(body) > DEEPEST_LISTS


def deepest_line(content: str, most: int) -> int:
    """Return the number of the line at which more than ``most`` tags are open.

    Where tags are not to blame, it is the line with the most marks that open something.
    """
    lines = content.split("\n")
    for number, depth in enumerate(accumulate(map(_count_open, lines)), 1):
        if depth > most:
            return number
    marks = [sum(len(mark) for mark in _MARKS.findall(line)) for line in lines]
    return marks.index(max(marks)) + 1


def _count_open(line: str) -> int:
    """Return how many more tags a line opens than it closes."""
    return sum(-1 if slash else 1 for slash, name in _TAG.findall(line) if name.lower() not in VOID)
