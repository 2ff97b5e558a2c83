"""Pages laid out one after the other, floats moved on where they leave holes: what stands before a
hole stays, and only the pages from it on are laid out again.

The styles of a text whose order has changed are found anew, as rules may ask what an element
follows, and the boxes of what looks otherwise now (moved_boxes.py); the elements stay the same, so
pages from before and after belong together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.editions.pdf.floats import (
    SMALLEST,
    Hole,
    heights_in,
    hole_between,
    steps_down,
    texts_on,
)
from octavo.editions.pdf.moved_boxes import Rearranged, take_along
from octavo.editions.pdf.weasyprint_private import (
    Resumption,
    go_back,
    make_all_boxes,
    make_next_page,
    style_again,
)
from octavo.editions.shape.page_floats import KEY, move_float

MOST_MOVES = 128
"""Moves of floats in one unit; where they stand after the last, they stay."""
Maker = Callable[..., Iterator[Any]]


def settle_floats(make: Maker, context: Any, root: Any, html: Any, pages: list[Any]) -> Any:
    """Lay pages out as ``make_all_pages`` does, with floats where they leave no hole.

    WeasyPrint 70 has no page floats. Test: test_text_fills_the_page_that_a_float_leaves.
    """
    settling = getattr(context, "settling", None)
    if settling is not None:  # some pages are made once more: floats stand where they stand
        context.footnotes = list(settling.notes)
        return make(context, settling.root, html, pages)
    if not any(each.get(KEY) for each in html.etree_element.iter()):
        return make(context, root, html, pages)
    context.settling = FloatSettling(context, root, html)
    return context.settling.pages()


@dataclass(frozen=True, slots=True)
class _Done:
    """A page that is laid out."""

    page: Any
    texts: Sequence[Any]
    heights: dict[str, float]


class FloatSettling:
    """Lays one document out."""

    def __init__(self, context: Any, root: Any, html: Any) -> None:
        self.root = root
        self.notes = list(context.footnotes)
        """The boxes of all notes."""
        self._context, self._html = context, html
        self._done: list[_Done] = []
        self._marks: list[Resumption] = []
        """Before each page, what going on from there needs."""
        self._holes: list[tuple[int, Hole]] = []
        """Holes that are not filled yet, each with its page."""
        self._moves = 0

    def pages(self) -> Iterator[Any]:
        """Yield all pages."""
        self._context.rendered_notes = []
        is_last = False
        while not is_last:
            self._marks.append(Resumption.of(self._context))
            page, is_last = make_next_page(self._context, self.root, self._html, len(self._done))
            self._add(page)
            if self._fill(is_last):
                is_last = False
        self._context.page_maker = self._context.page_maker[: len(self._done) + 1]
        self._context.broken_out_of_flow.clear()
        self._context.reported_footnotes.clear()
        yield from (each.page for each in self._done)

    def _add(self, page: Any) -> None:
        texts = list(texts_on(page))
        if self._done:
            before = self._done[-1]
            hole = hole_between(before.page, before.texts, texts)
            if hole is not None and hole.room > SMALLEST:
                self._holes.append((len(self._done) - 1, hole))
        self._done.append(_Done(page, texts, heights_in(texts)))

    def _fill(self, is_all: bool) -> bool:
        """Move the first float that leaves a hole and can go down; tell whether there is one.

        Its page and those behind it are to be made again then. ``is_all``: all pages are made; as
        long as they are not, one waits until it is known what would fill its hole.
        """
        while self._holes and self._moves < MOST_MOVES:
            page, hole = self._holes[0]
            by = steps_down(hole, self._heights_from(page, is_all), is_all)
            if by is None:
                return False
            del self._holes[0]
            if by:
                self._go_back(page, hole, by)
                return True
        return False

    def _heights_from(self, page: int, is_all: bool) -> dict[str, float]:
        """Return the heights of blocks on a page and those behind it, but of those that may go on
        on pages that are not made yet."""
        found: dict[str, float] = {}
        for done in self._done[page:]:
            for name, height in done.heights.items():
                found[name] = found.get(name, 0.0) + height
        if not is_all:
            for text in self._done[-1].texts[-1:]:
                found.pop(next(reversed(heights_in([text])), ""), None)
        return found

    def _go_back(self, page: int, hole: Hole, by: int) -> None:
        self._moves += 1
        before = list(hole.text)
        hole.text[:] = move_float(before, hole.float_.get(KEY), by)
        pairs = zip(before, hole.text, strict=True)
        moved = frozenset(each for each, now in pairs if each is not now)
        while page and self._marks[page].is_within:
            page -= 1
        self._make_boxes(hole.text, moved, page)
        del self._done[page:], self._marks[page:]
        self._holes = [each for each in self._holes if each[0] < page]

    def _make_boxes(self, text: Any, moved: frozenset[Any], page: int) -> None:
        """Make the boxes of a text in which some blocks have moved fit to be laid out from a page
        on."""
        context, html = self._context, self._html
        styles, targets = style_again(context, html)
        notes = take_along(context, html, Rearranged(self.root, self.notes, text, moved), styles)
        if notes is None:
            self.root, notes = make_all_boxes(context, html, styles, targets)
        self.notes = notes
        go_back(context, styles, notes, self._marks[page], page)
