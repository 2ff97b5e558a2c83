"""Python-Markdown takes braces for attributes only where they are plainly meant.

The rule itself stands in octavo.source.markdown.plain_signs.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import NBSP_PLACEHOLDER as SPACE_BACK
from markdown.treeprocessors import Treeprocessor

from octavo.source.markdown.plain_signs import ATTRIBUTES


def narrow_attributes(engine: Markdown) -> None:
    """Let lists of attributes be what has their form, in all places that may have one."""
    lists: Any = engine.treeprocessors["attr_list"]
    lists.HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTES}[ ]*$")
    lists.BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")
    # Python-Markdown 3.11 looks for the last brace of the line and moves the words between:
    # test_a_brace_later_in_the_line_moves_no_words.
    lists.INLINE_RE = re.compile(rf"^{ATTRIBUTES}")
    given = lists.run

    def run(root: Element) -> None:
        if any("{" in words for words in root.itertext()):  # in a long table it takes its time
            given(root)

    lists.run = run
    engine.treeprocessors.register(NoteEnds(engine), "note-ends", BEFORE_LISTS)


BEFORE_LISTS = 8.5
"""Between the signs within lines and the lists of attributes."""


class NoteEnds(Treeprocessor):
    """Takes the attributes of a note's last paragraph, behind which Python-Markdown has put
    the links back: test_the_last_paragraph_of_a_note_may_have_attributes."""

    def run(self, root: Element) -> None:
        lists: Any = self.md.treeprocessors["attr_list"]
        for block in root.iter("p"):
            inside = list(block)
            while inside and inside[-1].get("class") == "footnote-backref":
                inside.pop()
            if len(inside) == len(block):
                continue
            before = inside[-1] if inside else None
            words = (block.text if before is None else before.tail) or ""
            found = lists.BLOCK_RE.search(words.removesuffix(SPACE_BACK))
            if found is None:
                continue
            lists.assign_attrs(block, found[1])
            if before is None:
                block.text = words[: found.start()]
            else:
                before.tail = words[: found.start()]
