"""Exceptions of hyphenation, for the PDF: words that break only where the author says."""

import re
from collections.abc import Sequence

from octavo.constructs.listings import VERBATIM
from octavo.markup.tree import Element, get_string, new, strings

SOFT_HYPHEN = "\u00ad"


def set_exceptions(body: Element, exceptions: Sequence[str]) -> None:
    """Set each word of the list (``ta-ble``) with its own breaks and no others."""
    broken = {word.replace("-", "").lower(): word for word in exceptions if word.strip("-")}
    if not broken:
        return
    words = "|".join(map(re.escape, sorted(broken, key=len, reverse=True)))
    pattern = re.compile(rf"\b({words})\b", re.IGNORECASE)
    for node, is_tail in list(strings(body, VERBATIM)):
        _set(node, is_tail, pattern, broken)


def _set(node: Element, is_tail: bool, pattern: re.Pattern[str], broken: dict[str, str]) -> None:
    """Wrap every match in ``<span class="breaks">`` with soft hyphens at its breaks."""
    pieces = pattern.split(get_string(node, is_tail))
    if len(pieces) == 1:
        return
    spans = []
    for found, after in zip(pieces[1::2], pieces[2::2], strict=True):
        span = new("span", _with_breaks(found, broken[found.lower()]), class_="breaks")
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


def _with_breaks(found: str, pattern: str) -> str:
    """Return the word as it is written, with soft hyphens where the pattern has hyphens."""
    letters = iter(found)
    return "".join(SOFT_HYPHEN if sign == "-" else next(letters) for sign in pattern)
