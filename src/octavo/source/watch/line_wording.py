"""A piece that two readers read with other words or marks -> what its problem says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, zip_longest

from octavo.source.watch.pieces import (
    BREAK,
    CALL,
    CALL_END,
    CELL,
    KEYS,
    LINK,
    LINK_END,
    MARKS,
    PICTURE,
    PICTURE_END,
    SHOWS,
    SIGNS,
    TO,
    ReadPiece,
    letters,
)

OTHERS = "GitHub and CommonMark read"
_MOST_SHOWN = 48
_MOST_WORDS = 400
"""Words of either side, from the first that differ, that are compared one by one."""
_MOST_TOLD = 8
"""Differences within one piece that are told."""
_NAMES = {"em": "emphasis", "strong": "strong emphasis", "code": "code", "del": "words struck out"}
_ADDRESSES = re.compile(
    rf"{LINK}[^{TO}]*{TO}|{PICTURE}[^{SHOWS}]*{SHOWS}|{CALL}[^{CALL_END}]*{CALL_END}"
)
_TOKENS = re.compile(
    rf"{LINK}(?P<link>[^{TO}]*){TO}|{PICTURE}(?P<picture>[^{SHOWS}]*){SHOWS}"
    rf"|{CALL}(?P<call>[^{CALL_END}]*){CALL_END}|(?P<sign>[\uee00-\uee3f])"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a difference."""

    code: str
    message: str
    hint: str
    at: str = ""
    """Words of the text by which the place is found."""


def wordings_within(mine: ReadPiece, other: ReadPiece) -> Iterator[Wording]:
    """Yield what is to be said where the words or the marks of one piece differ."""
    if mine.kind == "code":
        yield _code(mine, other)
        return
    if letters(mine) != letters(other):
        most = 1 if mine.kind == "row" else _MOST_TOLD
        yield from islice(_words(mine, other), most)
        return
    ours, theirs = list(_marks(mine.words)), list(_marks(other.words))
    here = [mark for mark in ours if mark not in theirs]
    there = [mark for mark in theirs if mark not in ours]
    if not here and not there:
        here, there = [f"'{show(mine.words)}'"], ["the same words, with blanks or marks elsewhere"]
    hint = "write marks close to their words; put a backslash before a sign meant as such"
    place = _last_alike(mine, other)
    for one, two in islice(zip_longest(here, there, fillvalue="plain words"), _MOST_TOLD):
        yield Wording("E242", f"read as {one}; {OTHERS} {two}", hint, place)


def _code(mine: ReadPiece, other: ReadPiece) -> Wording:
    """Return what is to be said of the first line of code that others read otherwise."""
    ours, theirs = mine.words.split("\n"), other.words.split("\n")
    pairs = zip_longest(ours, theirs, fillvalue="")
    here, there = next(((one, two) for one, two in pairs if one != two), ("", ""))
    if here == there:  # one has more empty lines at its end
        message = f"code read with {len(ours)} lines; {OTHERS} {len(theirs)}"
    elif here.strip() == there.strip():
        blanks = [len(line) - len(line.lstrip()) for line in (here, there)]
        message = f"code read with {blanks[0]} blanks before '{show(here)}'; {OTHERS} {blanks[1]}"
    else:
        message = f"read as '{show(here)}' in code; {OTHERS} '{show(there)}'"
    hint = "close a fence with as many signs as open it; move in all lines of code alike"
    return Wording("E241", message, hint, there.strip())


def quote_head(pieces: Sequence[ReadPiece]) -> str:
    """Return the first words of pieces, in quotation marks."""
    return f"'{show(next((piece.words for piece in pieces if piece.words), ''))}'"


def show(words: str) -> str:
    """Return words in one line, as many as a message may hold."""
    words = SIGNS.sub("", _ADDRESSES.sub("", words.replace(CELL, " | ").replace(BREAK, " ")))
    words = " ".join(words.split()).replace(KEYS, "")
    return words if len(words) <= _MOST_SHOWN else f"{words[: _MOST_SHOWN - 1].rstrip()}…"


def _words(mine: ReadPiece, other: ReadPiece) -> Iterator[Wording]:
    """Yield what is to be said where words are lost, added or others."""
    here, there = _split(mine), _split(other)
    for a, b, c, d in _unlike_words(here, there):
        ours, theirs = " ".join(here[a:b]), " ".join(there[c:d])
        if not ours:
            message = f"the words '{show(theirs)}', which {OTHERS}, are lost"
        elif not theirs:
            message = f"the words '{show(ours)}' are not in what {OTHERS}"
        else:
            message = f"read as '{show(ours)}'; {OTHERS} '{show(theirs)}'"
        yield Wording(
            "E241",
            message,
            _hint(mine, ours + theirs),
            there[c] if c < d else there[c - 1] if c else "",
        )


def _hint(piece: ReadPiece, words: str) -> str:
    if piece.kind == "row":
        return "give each row as many cells as the head; write \\| for a stroke in a cell"
    if "<" in words:
        return "write &lt; for a sign < that begins no tag; close each tag that is meant"
    return "put a backslash before each sign that is meant as such, or make it `code`"


def _split(piece: ReadPiece) -> list[str]:
    shown = _ADDRESSES.sub("", piece.words.replace(CELL, " ").replace(BREAK, " "))
    return SIGNS.sub("", shown).split()


def _unlike_words(here: list[str], there: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield from where to where two lists of words differ."""
    start = 0
    while start < min(len(here), len(there)) and here[start] == there[start]:
        start += 1
    ours, theirs = here[start : start + _MOST_WORDS], there[start : start + _MOST_WORDS]
    for name, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if name != "equal":
            yield start + a, start + b, start + c, start + d


def _marks(words: str) -> Iterator[str]:
    """Yield the marks in words, each told with the words that it marks."""
    plain: list[str] = []
    begun: list[tuple[str, int]] = []
    at = 0
    for token in _TOKENS.finditer(words):
        plain.append(words[at : token.start()])
        at = token.end()
        if token["sign"]:
            yield from _sign(token["sign"], "".join(plain), begun)
        elif token["call"] is not None:
            yield f"a call of note {token['call']}"
        else:
            told = f" to {show(token['link'])}" if token["link"] else ""
            name = f"a link{told}"
            if token["picture"] is not None:
                name = f"the picture {show(token['picture'])}"
            begun.append((name, len("".join(plain))))


_CLOSING = {end: _NAMES[name] for name, (_, end) in MARKS.items()}
_OPENING = {begin: _NAMES[name] for name, (begin, _) in MARKS.items()}


def _sign(sign: str, plain: str, begun: list[tuple[str, int]]) -> Iterator[str]:
    """Yield the mark that a sign ends; remember the one that it begins."""
    if sign in _OPENING:
        begun.append((_OPENING[sign], len(plain)))
    elif sign == BREAK:
        yield f"a line break after '{show(plain[-20:])}'"
    elif begun and (sign in _CLOSING or sign in (LINK_END, PICTURE_END)):
        name, start = begun.pop()
        yield f"{name} on '{show(plain[start:])}'"


def _last_alike(mine: ReadPiece, other: ReadPiece) -> str:
    """Return the last word before two pieces first differ, by which the place is found."""
    start = 0
    while (
        start < min(len(mine.words), len(other.words)) and mine.words[start] == other.words[start]
    ):
        start += 1
    before = SIGNS.sub("", _ADDRESSES.sub("", other.words[:start])).split()
    return before[-1] if before else ""
