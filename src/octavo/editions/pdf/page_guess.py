"""About which page everything stands on, before any is set: so that numbers of pages are given as
many digits at first as they will have in the end, mostly.

A guess that is wrong costs a pass, never a page: what the press lays out counts.
"""

import re
from collections.abc import Iterator, Mapping
from math import ceil

from octavo.markup.css.flatten import tokens
from octavo.markup.tree import Element
from octavo.model.publication import Publication

_LENGTH = re.compile(r"([\d.]+)(mm|pt)")
_RECTO = re.compile(r"break-before:\s*(recto|right)")
_POINTS = {"mm": 72 / 25.4, "pt": 1.0}
LETTER = 0.45
"""Width of a letter of a text, in em."""
LINES, LETTERS = 34.0, 56.0
"""Of a page and of a line, where a theme's tokens do not tell."""
ROOM = {
    "h1": 7.0,
    "h2": 3.0,
    "h3": 2.0,
    "h4": 2.0,
    "figure": 2.5,
    "img": 12.0,
    "table": 2.0,
    "tr": 0.6,
    "p": 0.5,
    "li": 0.7,
    "dt": 0.5,
    "dd": 0.5,
    "pre": 1.5,
}
"""Lines that an element takes beside its words."""


def guess_labels(publication: Publication, css: str, run_on: bool = False) -> dict[str, str]:
    """Return id -> about the number of its page, for what stands behind the front matter.

    ``css``: the style sheet of the pages; ``run_on``: chapters begin no pages.
    """
    lines, letters = _measure(css)
    leaf = 2 if _RECTO.search(css) else 1
    labels: dict[str, str] = {}
    first = 0.0
    for chapter in publication.chapters:
        if chapter.matter == "front" and not run_on:
            continue
        part = publication.part_opened_by(chapter)
        if part is not None:
            labels.setdefault(part.slug, str(int(first) + 1))
            first += leaf
        labels.setdefault(chapter.slug, str(int(first) + 1))
        filled = 0.0
        for name, filled in _places(chapter.body, letters):
            labels.setdefault(name, str(int(first + filled / lines) + 1))
        first += filled / lines if run_on else max(1, ceil(filled / lines / leaf)) * leaf
    return labels


def _measure(css: str) -> tuple[float, float]:
    """Return how many lines a page has, and how many letters a line."""
    found = tokens(css)
    size, lead = _points(found, "--size"), _points(found, "--lead")
    width, height = (
        _points(found, f"--page-{side}") - sum(_points(found, f"--margin-{each}") for each in ends)
        for side, ends in (("width", ("start", "end")), ("height", ("top", "bottom")))
    )
    if min(size, lead, width, height) <= 0:
        return LINES, LETTERS
    return max(1.0, height / lead), max(1.0, width / (LETTER * size))


def _points(found: Mapping[str, str], name: str) -> float:
    told = _LENGTH.fullmatch(found.get(name, ""))
    return float(told[1]) * _POINTS[told[2]] if told else 0.0


def _places(body: Element, letters: float) -> Iterator[tuple[str, float]]:
    """Yield the ids of a text, each with the lines before it; at the end '' with those of all."""
    filled = 0.0
    for node in body.iter():
        if node.get("id"):
            yield str(node.get("id")), filled
        filled += ROOM.get(str(node.tag), 0.0)
        filled += _lines(node.text, letters) + _lines(node.tail, letters)
    yield "", filled


def _lines(words: str | None, letters: float) -> float:
    """Return about how many lines words take; code has its own, and a wide sign the room of two."""
    if not words:
        return 0.0
    wide = 0 if words.isascii() else sum(sign >= "\u2e80" for sign in words)
    parted = words.strip("\n").count("\n") if "\n" in words else 0
    return max((len(words) + wide) / letters, float(parted))
