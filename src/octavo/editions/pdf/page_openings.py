"""Laid-out pages, one after the other -> with which word of which block each begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from octavo.editions.pdf.box_walk import Visit
from octavo.editions.shape.page_floats import NEXT
from octavo.editions.shape.page_places import count_letters, is_added

HEADS = ("thead", "tfoot")
"""What tables repeat on each of their pages."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of a box from those around it."""

    block: str = ""
    is_own: bool = True
    """Whether its words are the block's own."""
    is_moved: bool = False
    """Whether it stands in a float that has left its place in the text."""

    def within(self, visit: Visit, is_repeated: bool) -> "_Place":
        is_added_here = is_repeated or "::" in visit.tag or is_added(visit.classes)
        element = visit.element
        is_moved = element is not None and element.get(NEXT) is not None
        return replace(
            self,
            block=visit.block or self.block,
            is_own=self.is_own and not is_added_here,
            is_moved=self.is_moved or is_moved,
        )


class PageOpenings:
    """Counts the letters of blocks from page to page."""

    def __init__(self) -> None:
        self._letters: dict[str, int] = {}
        """Block -> the letters of it that stand on the pages so far."""
        self._heads: set[int] = set()
        """The heads of tables, by their elements, that stand on the pages so far."""

    def read(self, page: Iterable[Visit]) -> tuple[str, int] | None:
        """Return the block with whose words the next page begins, and how many of its letters
        stand on pages before; None of a page without words.

        Floats that have moved count only where a page has nothing else.
        """
        opening: tuple[str, int] | None = None
        has_moved_only = True
        for place, letters in self._words(page):
            seen = self._letters.get(place.block, 0)
            if opening is None or (has_moved_only and not place.is_moved):
                opening, has_moved_only = (place.block, seen), place.is_moved
            self._letters[place.block] = seen + letters
        return opening

    def _words(self, page: Iterable[Visit]) -> Iterator[tuple[_Place, int]]:
        """Yield the places of a page's running words, and how many letters they have."""
        above: list[_Place] = []
        heads: set[int] = set()
        for visit in page:
            if visit.region != "body":
                break
            del above[visit.depth :]
            is_head = visit.tag in HEADS
            around = above[-1] if above else _Place()
            above.append(around.within(visit, is_head and id(visit.element) in self._heads))
            heads |= {id(visit.element)} if is_head else set()
            place = above[-1]
            is_told = visit.kind == "text" and place.is_own and place.block
            if is_told and (letters := count_letters(visit.box.text)):
                yield place, letters
        self._heads |= heads
