"""Runs of ``*``, ``_``, ``~``, ``^`` and ``=`` -> the elements that they open and close.

Rule: CommonMark 0.31, 6.2 and its appendix; ``~~`` is GFM's. Ours are ``~low~``, ``^high^``,
``^^inserted^^`` and ``==marked==``.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from octavo.source.markdown.plain_signs import is_plainly_meant

RUN = re.compile(r"\*+|_+|~+|\^+|=+")
_BLANK = re.compile(r"\s")
_TAGS = {
    ("*", 1): "em", ("*", 2): "strong", ("_", 1): "em", ("_", 2): "strong", ("~", 1): "sub",
    ("~", 2): "del", ("^", 1): "sup", ("^", 2): "ins", ("=", 2): "mark",
}  # fmt: skip
OURS = frozenset({"sub", "sup", "ins", "mark"})
"""Elements that CommonMark has no signs for."""


@dataclass(slots=True, eq=False)
class DelimiterRun:
    """Signs that may open or close an element."""

    sign: str
    count: int
    """How many are left."""
    typed: int
    may_open: bool
    may_close: bool
    before: str = ""
    after: str = ""
    then: str = ""
    """What follows ``after``."""
    """The signs around it, '' at the ends of a text."""


Piece = str | Element | DelimiterRun


def run_at(text: str, start: int, end: int) -> DelimiterRun:
    """Return the run of signs between two places of a text."""
    sign, before, after = text[start], text[start - 1 : start], text[end : end + 1]
    left, right = _flanks(before, after)
    may_open, may_close = left, right
    if sign == "_":
        may_open = left and (not right or _is_punctuation(before))
        may_close = right and (not left or _is_punctuation(after))
    elif sign in "~^" and end - start == 1:
        may_open, may_close = not _is_space(after), not _is_space(before)
    return DelimiterRun(
        sign, end - start, end - start, may_open, may_close, before, after, text[end + 1 : end + 2]
    )


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a run between two signs leans to the left, and to the right."""
    space_before, space_after = _is_space(before), _is_space(after)
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    return left, right


def _is_space(sign: str) -> bool:
    return not sign or sign.isspace()


def _is_punctuation(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "PS"


class _Open:
    """Pieces so far, and which runs among them may still open something."""

    __slots__ = ("bottoms", "pieces", "places")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.places: list[int] = []
        """Where in ``pieces`` the runs are that may open."""
        self.bottoms: dict[tuple[str, bool, int], int] = {}
        """Kind of a closing run -> how many of the first runs never open for it."""

    def opener(self, closing: DelimiterRun) -> int:
        """Return the index in ``places`` of the nearest run that a run closes, -1 for none."""
        is_plain = closing.sign in "*_"
        key = (closing.sign, closing.may_open, closing.typed % 3 if is_plain else closing.typed)
        bottom = min(self.bottoms.get(key, 0), len(self.places))
        for at in range(len(self.places) - 1, bottom - 1, -1):
            opening = self.pieces[self.places[at]]
            assert isinstance(opening, DelimiterRun)  # places lead to runs only
            if _fit(opening, closing):
                if self._tag(at, closing):
                    return at
                break  # what stands between is none, nor what stands between it and one before
        self.bottoms[key] = len(self.places)
        return -1

    def _tag(self, at: int, closing: DelimiterRun) -> str:
        """Return the name of the element between a run of ``places`` and a closing run."""
        place = self.places[at]
        opening = self.pieces[place]
        assert isinstance(opening, DelimiterRun)  # places lead to runs only
        width = 2 if min(opening.count, closing.count) >= 2 else 1
        tag = _TAGS.get((closing.sign, width), "")
        if tag in OURS and not self._is_meant(tag, place, closing):
            return "del" if tag == "sub" and _is_struck(opening, closing) else ""
        return tag

    def _is_meant(self, tag: str, place: int, closing: DelimiterRun) -> bool:
        """Tell whether the signs from a place on are an extension's, and no others."""
        opening, inside = self.pieces[place], self.pieces[place + 1 :]
        assert isinstance(opening, DelimiterRun)  # places lead to runs only
        if tag in ("sub", "sup") and any(map(_has_blank, inside)):
            return False
        words = "".join(map(_words, inside))
        return is_plainly_meant(tag, opening.before, words, closing.after + closing.then)

    def join(self, at: int, closing: DelimiterRun) -> None:
        """Make an element of what stands between a run of ``places`` and a closing run."""
        place, tag = self.places[at], self._tag(at, closing)
        opening = self.pieces[place]
        assert isinstance(opening, DelimiterRun)  # places lead to runs only
        width = 2 if min(opening.count, closing.count) >= 2 else 1
        element = Element(tag)
        fill_element(element, self.pieces[place + 1 :])
        del self.pieces[place + 1 :], self.places[at + 1 :]
        opening.count -= width
        closing.count -= width
        if not opening.count:
            self.pieces.pop()
            self.places.pop()
        self.pieces.append(element)


def _is_struck(opening: DelimiterRun, closing: DelimiterRun) -> bool:
    """Tell whether single tildes strike words out, as GitHub has it; they stand out from others."""
    stands_out = not opening.may_close or not closing.may_open
    opens, closes = _flanks(opening.before, opening.after), _flanks(closing.before, closing.after)
    return stands_out and opens[0] and closes[1]


def _fit(opening: DelimiterRun, closing: DelimiterRun) -> bool:
    """Tell whether two runs may belong together."""
    if opening.sign != closing.sign:
        return False
    if opening.sign not in "*_":
        return opening.typed == closing.typed <= 2
    is_both = opening.may_close or closing.may_open
    is_third = (opening.typed + closing.typed) % 3 == 0
    return not (is_both and closing.typed % 3 and is_third)


def _has_blank(piece: Piece) -> bool:
    return bool(_BLANK.search(_words(piece)))


def _words(piece: Piece) -> str:
    words = as_words(piece)
    return words if isinstance(words, str) else "".join(words.itertext())


def pair_runs(pieces: Sequence[Piece]) -> list[str | Element]:
    """Return pieces with elements made of their runs; runs that fit nothing are words."""
    made = _Open()
    for piece in pieces:
        if not isinstance(piece, DelimiterRun):
            made.pieces.append(piece)
            continue
        at = made.opener(piece) if piece.may_close else -1
        while at >= 0:
            made.join(at, piece)
            at = made.opener(piece) if piece.count else -1
        if piece.count:
            if piece.may_open:
                made.places.append(len(made.pieces))
            made.pieces.append(piece)
    return [as_words(piece) for piece in made.pieces]


def as_words(piece: Piece) -> str | Element:
    return piece.sign * piece.count if isinstance(piece, DelimiterRun) else piece


def fill_element(element: Element, pieces: Sequence[Piece]) -> None:
    """Append words and elements to what an element holds."""
    for piece in map(as_words, pieces):
        if not isinstance(piece, str):
            element.append(piece)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece
