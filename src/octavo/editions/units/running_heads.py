"""A title -> what a running head says of it: the whole, where it fits in one line, or its head.

How much of the text's width a head may take, a theme's tokens say: ``--head-room`` for chapters,
``--title-room`` for the title of the whole.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import families, letters_of
from octavo.fonts.letters import Letters, letters
from octavo.markup.css.flatten import tokens
from octavo.themes import Theme

CHAPTER, WORK = "--head-room", "--title-room"
"""Tokens that say how much room there is."""
SHORT = 20
"""Signs that fit in any head."""
LEAST = 0.3
"""Share of the room that a phrase must fill to stand for a whole title."""
_PHRASE = re.compile(r"[:;.!?](?=\s)|\s[\u2013\u2014(]|\s?\u2014|[\u3002\uff1a\uff01\uff1f]")
"""Where a title has said something whole."""
_WORD = re.compile(r"\s+|(?<=[\u2e80-\u9fff\uac00-\ud7af])")
_LENGTH = re.compile(r"([\d.]+)(mm|cm|in|pt|px)")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}


def fit_head(workshop: Workshop, theme: Theme, title: str, token: str = CHAPTER) -> str:
    """Return a title as a running head has it: cut at a phrase, else at a word, where it is too
    long for one line."""
    if len(title) <= SHORT:
        return title
    css = theme.sheet(workshop, "tokens.css")
    told = tokens(css)
    room, size = _room(told, token), _points(told.get("--furniture", ""))
    if not room or not size:
        return title
    faces = list(_faces(workshop, theme, told))

    def fits(words: str) -> bool:
        return all(face.width(words, size) <= room for face in faces)

    if fits(title):
        return title
    least = LEAST * room

    def fills(words: str) -> bool:
        return any(face.width(words, size) >= least for face in faces)

    def is_near(words: str) -> bool:
        return any(face.width(words, size) <= 2 * room for face in faces)

    phrases = (title[: found.start()].rstrip() for found in _PHRASE.finditer(title))
    whole = [each for each in takewhile(is_near, phrases) if fits(each) and fills(each)]
    parts = (title[: found.start()].rstrip(" ,") for found in _WORD.finditer(title))
    cut = [f"{each} …" for each in takewhile(is_near, parts) if each and fits(f"{each} …")]
    return (whole or cut or [title])[-1]


def _faces(workshop: Workshop, theme: Theme, told: Mapping[str, str]) -> Iterator[Letters]:
    """Yield the faces in which a theme may set its heads, each with what it lacks."""
    known = families(workshop)
    for name in ("--text", "--sans"):
        family = told.get(name, "").strip("\"' ")
        if family in known:
            names = dict.fromkeys((family, *theme.all_families))
            yield letters(*letters_of(workshop, names))


def _room(told: Mapping[str, str], token: str) -> float:
    """Return the room of a head in points, 0 where the tokens do not say it."""
    share = told.get(token, "")
    width, start, end = (
        _points(told.get(name, "")) for name in ("--page-width", "--margin-start", "--margin-end")
    )
    if not re.fullmatch(r"[\d.]+", share) or not width:
        return 0
    return (width - start - end) * float(share)


def _points(length: str) -> float:
    found = _LENGTH.fullmatch(length.strip())
    return float(found[1]) * _POINTS[found[2]] if found else 0
