"""Units one after the other: on which page each begins, on which side it lies, what is blank."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.editions.pdf.layout_facts import LayoutFacts

SIDES = ("left", "right", "recto", "verso")
NO_BREAK = frozenset({"auto", "avoid", "avoid-page", "avoid-column", "column"})
_SIDED = re.compile(
    r"@page\b[^{]*:(?:left|right)\b|break-(?:before|after)\s*:\s*(?:left|right|recto|verso)\b"
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a unit stands in the whole."""

    first: int
    """Index of its first page."""
    blanks: int
    """Pages before it that are blank."""
    is_joined: bool = False
    """Whether it asks for no page of its own: it goes on where the one before it ends."""


def side_of(page: int, is_rtl: bool) -> str:
    """Return on which side a page lies; the first one of a book is a recto."""
    return "left" if (page % 2 == 0) == is_rtl else "right"


def is_sided(css: str) -> bool:
    """Tell whether it matters to pages on which side they lie."""
    return _SIDED.search(css) is not None


def place_units(facts: Sequence[LayoutFacts], is_rtl: bool) -> tuple[Stand, ...]:
    """Return where units stand that have these pages."""
    stands: list[Stand] = []
    at = 0
    for n, each in enumerate(facts):
        asked = _break_between(facts[n - 1].after if n else (), each.before)
        blank = int(n > 0 and asked in SIDES and side_of(at, is_rtl) != _physical(asked, is_rtl))
        stands.append(Stand(at + blank, blank, n > 0 and asked in NO_BREAK))
        at += blank + each.pages
    return tuple(stands)


def _break_between(after: Iterable[str], before: Iterable[str]) -> str:
    """Return the break that wins between two units: sides before pages, the last one said."""
    found = "auto"
    for value in (*after, *before):
        if value in SIDES or (value not in NO_BREAK and found in NO_BREAK):
            found = value
    return found


def _physical(value: str, is_rtl: bool) -> str:
    return {"recto": side_of(0, is_rtl), "verso": side_of(1, is_rtl)}.get(value, value)
