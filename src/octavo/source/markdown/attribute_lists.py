"""Python-Markdown takes braces for attributes only where they are plainly meant.

The rule itself stands in octavo.source.markdown.plain_signs.
"""

import re
from typing import Any

from markdown import Markdown

from octavo.source.markdown.plain_signs import ATTRIBUTES


def narrow_attributes(engine: Markdown) -> None:
    """Let lists of attributes be what has their form, in all places that may have one."""
    lists: Any = engine.treeprocessors["attr_list"]
    lists.HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTES}[ ]*$")
    lists.BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")
    # Python-Markdown 3.11 looks for the last brace of the line and moves the words between:
    # test_a_brace_later_in_the_line_moves_no_words.
    lists.INLINE_RE = re.compile(rf"^{ATTRIBUTES}")
