"""Addresses and paths, for the PDF: words that may part anywhere, since no line may hold them."""

import re

from octavo.constructs.listings import BLOCK
from octavo.markup.tree import Element, get_string, new, strings

_LONG = re.compile(r"((?=\S*[/._=&?#])\S{24,})")
"""What is as long as that and no word of a language, which hyphens part."""


def part_long_words(body: Element) -> None:
    """Put each long word into ``<span class="long-word">``.

    To let every word part would let WeasyPrint 70 part short ones at the end of a line, wherever
    an element begins. Test: test_only_long_words_part_without_a_hyphen.
    """
    for node, is_tail in list(strings(body, BLOCK)):
        pieces = _LONG.split(get_string(node, is_tail))
        if len(pieces) == 1:
            continue
        spans = []
        for word, after in zip(pieces[1::2], pieces[2::2], strict=True):
            span = new("span", word, class_="long-word")
            span.tail = after
            spans.append(span)
        if is_tail:
            node.tail = pieces[0]
            for span in reversed(spans):
                node.addnext(span)
        else:
            node.text = pieces[0]
            for n, span in enumerate(spans):
                node.insert(n, span)
