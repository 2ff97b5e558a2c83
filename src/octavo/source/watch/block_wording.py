"""A difference of two readings -> what its problem says: both readings in words, and a hint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from octavo.source.watch.line_wording import OTHERS, Wording, quote_head, wordings_within
from octavo.source.watch.pieces import ReadPiece
from octavo.source.watch.unlike_pieces import Difference

_NUMBERS = "no one two three four five six seven eight nine ten".split()
_NAMES = {
    "paragraph": "paragraph",
    "code": "code block",
    "rule": "rule",
    "quotation": "quotation",
    "table": "table",
    "row": "row of a table",
    "term": "term",
    "definition": "definition",
    "note": "note",
    "box": "box",
    "list": "list",
}
_INSIDE = {
    "item": "a list item",
    "quotation": "a quotation",
    "definition": "a definition",
    "note": "a note",
    "box": "a box",
}


def wordings_of(difference: Difference) -> Iterator[Wording]:
    """Yield what is to be said of a difference."""
    if difference.is_within:
        yield from wordings_within(difference.ours[0], difference.theirs[0])
    else:
        yield _numbers(difference) or _blocks(difference)


def _numbers(difference: Difference) -> Wording | None:
    """Return what is to be said where nothing but numbers of items differ."""
    ours, theirs = difference.ours, difference.theirs
    pairs = [
        (mine, other)
        for mine, other in zip(ours, theirs, strict=False)
        if mine.label != other.label
    ]
    if len(ours) != len(theirs) or not pairs:
        return None
    if any(
        replace(mine, label=other.label) != other for mine, other in zip(ours, theirs, strict=True)
    ):
        return None
    mine, other = pairs[0][0].label, pairs[0][1].label
    if pairs[0][0].kind != "item" or "*" in (mine, other):
        return None
    message = f"an item is numbered {mine} in print, and {other} in the text"
    hint = f"number the items one after the other; for words, not a list, write {other}\\."
    return Wording("E243", message, hint, other)


def _blocks(difference: Difference) -> Wording:
    """Return what is to be said where the two see different blocks."""
    ours, theirs = difference.ours, difference.theirs
    mine, other = _story(ours), _story(theirs)
    if mine == other or _around(ours) != _around(theirs):
        mine, other = _place(ours, mine), _place(theirs, other)
    if mine == other:
        mine, other = f"{mine}: {quote_head(ours)}", f"{other}: {quote_head(theirs)}"
    hint = _hint({each.kind for each in ours}, {each.kind for each in theirs}, difference)
    return Wording("E240", f"read as {mine}; {OTHERS} {other}", hint)


def _story(pieces: Sequence[ReadPiece]) -> str:
    """Return what pieces are, in words: 'a paragraph and a list of two items'."""
    if not pieces:
        return "nothing"
    told = [_count(kind, len(list(run))) for kind, run in groupby(_outermost(pieces))]
    if len(told) > 3:
        told = [*told[:3], "more"]
    return " and ".join([", ".join(told[:-1]), told[-1]]) if told[1:] else told[0]


def _outermost(pieces: Sequence[ReadPiece]) -> Iterator[str]:
    """Yield the names of the pieces that no other of them holds."""
    least = min(len(piece.path) for piece in pieces)
    outer = [piece for piece in pieces if len(piece.path) == least]
    at = 0
    while at < len(outer):
        piece = outer[at]
        parts = {"list": "item", "table": "row"}.get(piece.kind, "")
        at += 1
        count = 0
        while parts and at < len(outer) and outer[at].kind == parts:
            at, count = at + 1, count + 1
        if piece.kind == "item":
            yield "item of the list before"
        elif count:
            yield f"{_NAMES[piece.kind]} of {_count(parts, count, False)}"
        elif piece.kind == "heading":
            yield f"heading of level {piece.label}"
        else:
            yield _NAMES[piece.kind]


def _count(name: str, count: int, has_article: bool = True) -> str:
    """Return 'a list', 'two list items'."""
    if count == 1:
        return f"{'an' if name[0] in 'ai' else 'a'} {name}" if has_article else f"one {name}"
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {_plural(name)}"


def _plural(name: str) -> str:
    first, of, rest = name.partition(" of ")
    return f"{first[:-1]}ies{of}{rest}" if first.endswith("y") else f"{first}s{of}{rest}"


def _around(pieces: Sequence[ReadPiece]) -> tuple[str, ...]:
    """Return what all the pieces stand in."""
    return min((piece.path for piece in pieces), key=len, default=())


def _place(pieces: Sequence[ReadPiece], story: str) -> str:
    """Return a story with what the pieces stand in."""
    path = _around(pieces)
    if not pieces or not path:
        return story
    depth = path.count("item")
    if depth > 1 and path[-1] == "item":
        return f"{story} within {_NUMBERS[min(depth, 10)]} list items"
    return f"{story} within {_INSIDE[path[-1]]}"


_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        "",
        "code",
        "close a fence with as many signs as open it; move in code of an item by four more",
    ),
    (
        "code",
        "",
        "move in by fewer than four columns what is no code; fence code: ``` above and below",
    ),
    ("", "table", "leave a blank line before and after a table, and give each row as many cells"),
    ("table", "", "leave a blank line after a table; write \\| for a stroke that is meant as such"),
    ("", "heading", "leave a blank line before and after a heading, and a space behind its signs"),
    ("heading", "", "write \\# or \\- where the sign is meant as such, with a blank line after"),
    ("", "list", "leave a blank line before a list; move in by four columns what an item holds"),
    (
        "list",
        "",
        "write \\-, \\* or 1\\. where no list is meant; move in by four what an item holds",
    ),
    (
        "",
        "quotation",
        "leave a blank line before and after a quotation, and > before all its lines",
    ),
    (
        "quotation",
        "",
        "leave a blank line before and after a quotation, and > before all its lines",
    ),
    ("", "rule", "leave a blank line before and after a rule"),
    ("rule", "", "write \\*, \\- or \\_ where the sign is meant as such"),
)
"""A kind that Octavo alone sees, or the others alone, and how to write what all read alike."""


def _hint(ours: set[str], theirs: set[str], difference: Difference) -> str:
    for mine, other, hint in _HINTS:
        if (mine and mine in ours - theirs) or (other and other in theirs - ours):
            return hint
    paths = {each.path for each in (*difference.ours, *difference.theirs)}
    if any("item" in path for path in paths):
        return "move in by four columns what a list item holds, with a blank line before it"
    return "leave blank lines around each block, and close each tag that begins a line"
