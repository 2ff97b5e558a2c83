"""Two texts -> the lines that differ, word by word, with a line of what stands around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
LONGEST = 240
"""Characters of equal words between two changes that are shown."""
MOST_TOKENS = 4000
"""Words of a place beyond which it is shown as a whole: nobody reads more by words."""
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class WordPiece:
    """Words that are equal in both texts, or stand in one alone."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A place at which two texts differ."""

    line: int
    """In the golden, counted from 1."""
    pieces: tuple[WordPiece, ...]


def find_changes(old: str, new: str) -> Iterator[Changed]:
    """Yield each place at which two texts differ, with a line before and after it."""
    before, after = old.splitlines(), new.splitlines()
    lines = SequenceMatcher(None, before, after, autojunk=False)
    for group in lines.get_grouped_opcodes(1):
        pieces: list[WordPiece] = []
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                pieces.append(WordPiece("same", _lines(before[i1:i2])))
            else:
                pieces += _words(_lines(before[i1:i2]), _lines(after[j1:j2]))
        yield Changed(group[0][1] + 1, tuple(_abridge(pieces)))


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _words(old: str, new: str) -> Iterator[WordPiece]:
    """Yield the words of two places; a change that leaves next to nothing equal, as a whole."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    is_long = max(len(before), len(after)) > MOST_TOKENS
    found = SequenceMatcher(None, before, after, autojunk=False)
    if is_long or found.ratio() < 0.4:
        yield from _one("gone", old)
        yield from _one("new", new)
        return
    for kind, i1, i2, j1, j2 in found.get_opcodes():
        if kind == "equal":
            yield from _one("same", "".join(before[i1:i2]))
        else:
            yield from _one("gone", "".join(before[i1:i2]))
            yield from _one("new", "".join(after[j1:j2]))


def _one(kind: Kind, words: str) -> Iterator[WordPiece]:
    if words:
        yield WordPiece(kind, words)


def _abridge(pieces: Sequence[WordPiece]) -> Iterator[WordPiece]:
    """Yield pieces with the middle of long equal ones left out; before the first change and after
    the last, what is far from it."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        words, half = piece.words, LONGEST // 2
        if piece.kind == "same" and len(words) > LONGEST:
            head, tail = words[:half] if number else "", words[-half:] if number < last else ""
            words = f"{head} … {tail}"
        yield WordPiece(piece.kind, words)
