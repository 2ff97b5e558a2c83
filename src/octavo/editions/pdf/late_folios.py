"""Furniture of a unit's pages -> the few sheets that differ, and which of them each page is given.

Sheets that differ by their folio alone are drawn once, with noughts in its place: binding writes
the number of each page there. So what follows a page more is not drawn again, and a chapter has as
many sheets as it has kinds of pages. A template is taken at its word only where that can be seen:
its sheets are the elements of the class ``sheet``, and with a name in the place of the label each
says what it says with the label itself.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.editions.pdf.plan import Furniture

Render = Callable[[Sequence[Furniture]], str]
"""Sheets -> the document that a template makes of them."""
NAME = "folio.of.page"
_PLACE = f'<div class="s-folio">{NAME}</div>'
_SHEET = re.compile(r'(?=<[a-z]+ class="sheet[ "])')
_END = "</body>"
_COUNTS = re.compile(r"\bcounters?\(|:nth\(", re.IGNORECASE)
"""What tells one sheet from the next in a style sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page is given."""

    drawn: int
    """Which of the sheets that are drawn, counted from 0."""
    folio: str
    """What its noughts stand for; '' where there are none."""


@dataclass(frozen=True, slots=True)
class DrawnSheets:
    """Sheets to draw."""

    html: str
    count: int
    pages: tuple[Sheet, ...]
    """Of each page."""

    @classmethod
    def whole(cls, html: str, count: int) -> "DrawnSheets":
        """Return a sheet for each page, as the template says it."""
        return cls(html, count, tuple(Sheet(n, "") for n in range(count)))


def draw_once(
    render: Render, sheets: Sequence[Furniture], first: int, sides: int, css: str
) -> DrawnSheets:
    """Return the sheets of pages, of which ``first`` is the index of the first one in the whole.

    ``sides``: 2 where it matters on which side a page lies, else 1. There is a sheet for each page
    where the template or the style sheet makes of them what cannot be seen through.
    """
    html = render(sheets)
    whole = DrawnSheets.whole(html, len(sheets))
    if _COUNTS.search(css):
        return whole
    named = [replace(each, label=NAME) if _is_late(each.label) else each for each in sheets]
    before, *parts, end = _split(render(named))
    told = [part.replace(NAME, each.label) for part, each in zip(parts, sheets, strict=False)]
    if len(parts) != len(sheets) or "".join((before, *told, end)) != html:
        return whole
    if any(part.count(NAME) != part.count(_PLACE) for part in (before, *parts, end)):
        return whole
    drawn: dict[tuple[Any, ...], int] = {}
    chosen: list[str] = []
    pages: list[Sheet] = []
    for n, (part, sheet) in enumerate(zip(parts, sheets, strict=True)):
        is_late = NAME in part
        text = part.replace(NAME, "0" * len(sheet.label)) if is_late else part
        key = (first + n == 0, n % sides, text.rstrip())
        if key not in drawn:
            if len(chosen) % sides != n % sides:  # what lies on the other side comes between
                chosen.append(chosen[-1])
            drawn[key] = len(chosen)
            chosen.append(text)
        pages.append(Sheet(drawn[key], sheet.label if is_late else ""))
    return DrawnSheets("".join((before, *chosen, end)), len(chosen), tuple(pages))


def _is_late(label: str) -> bool:
    return label.isascii() and label.isdigit()


def _split(html: str) -> Iterator[str]:
    """Yield what comes before the sheets, each sheet, and what comes after."""
    inside, end, after = html.rpartition(_END)
    yield from _SHEET.split(inside)
    yield end + after
