"""Python-Markdown takes a sign of an extension only where it is plainly meant.

The rule itself stands in octavo.source.markdown.plain_signs.
"""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.delimiterprocessor import Delimiter, DelimiterProcessor

from octavo.source.markdown.plain_signs import ATTRIBUTES, is_plainly_meant

_SIGNS = {("^", 1): "sup", ("~", 1): "sub", ("^", 2): "ins", ("=", 2): "mark"}
"""A sign and how often it stands -> what it makes; the others are Markdown's own."""
PRIORITY = 60
"""That of pymdown-extensions for marks within a line."""


class SignsExtension(Extension):
    """Stands before the extensions of marks, which add their signs to its processor."""

    def extendMarkdown(self, md: Markdown) -> None:
        marks = PlainMarks(Delimiter("=", "mark", double=True), md)
        md.inlinePatterns.register(marks, "delimiter", PRIORITY)


class PlainMarks(DelimiterProcessor):  # type: ignore[misc]
    """Pairs signs, and leaves alone those pairs that are not plainly meant."""

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        self.data = data
        found: tuple[ElementTree.Element | None, int | None, int | None]
        found = super().handleMatch(m, data)
        return found

    def add_region(self, delim: Delimiter, a: int, b: int, c: int, d: int, size: int) -> None:
        """Keep a pair: from ``a`` to ``b`` and from ``c`` to ``d`` stand its signs."""
        tag = _SIGNS.get((delim.token, size), "")
        before, after = self.data[a - 1 : a], self.data[d : d + 1]
        if not tag or is_plainly_meant(tag, before, self.data[b:c], after):
            super().add_region(delim, a, b, c, d, size)


def narrow_attributes(md: Markdown) -> None:
    """Let lists of attributes be what has their form, in all places that may have one."""
    lists: Any = md.treeprocessors["attr_list"]
    lists.HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTES}[ ]*$")
    lists.BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")
    # Python-Markdown 3.11 looks for the last brace of the line and moves the words between:
    # test_a_brace_later_in_the_line_moves_no_words.
    lists.INLINE_RE = re.compile(rf"^{ATTRIBUTES}")
    spans: Any = md.inlinePatterns["bracket_span"]
    spans.ATTR_RE = re.compile(ATTRIBUTES)
