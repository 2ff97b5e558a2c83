"""Metadata and theme -> a cover and a card for social media: letters as outlines, no fonts."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from octavo.core.workshop import Workshop
from octavo.editions.shape.long_words import MAY_PART
from octavo.editions.shape.word_breaks import with_breaks
from octavo.editions.units.facts import Facts
from octavo.fonts.bundled import letters_of
from octavo.fonts.letters import Letters, letters
from octavo.fonts.raster import Shape, box, png
from octavo.markup.css.flatten import tokens
from octavo.model.publication import Asset
from octavo.themes import Theme, is_colour

WIDTH, HEIGHT, MARGIN = 1600, 2560, 160
ROOM = WIDTH - 2 * MARGIN
CARD = (1200, 630)
"""Pixels of the picture that social media show beside a link."""
CARD_MARGIN = 80
CARD_ROOM = CARD[0] - 2 * CARD_MARGIN
PATH = "octavo-cover"
LOWEST = 1600
"""Pixels: a page that lies on its side has a cover of which it shows the middle."""
_MILLIMETRES = re.compile(r"([\d.]+)mm")
TITLE_SIZES = (230, 200, 175, 150, 130, 110, 96)
CARD_HEIGHT = 350
"""What a title may take of it."""
CARD_LINES = 4
"""Of a title; what goes on is cut."""
CARD_SIZES = (96, 84, 74, 64, 56, 48)


@dataclass(frozen=True, slots=True)
class _Easel:
    """What covers and cards are drawn with."""

    face: Letters
    look: dict[str, str]
    """ground, ink and accent."""
    width: int
    margin: int

    @property
    def room(self) -> int:
        return self.width - 2 * self.margin

    def lines(self, lines: Sequence[str], size: float, top: float, part: str) -> list[Shape]:
        """Return the lines of a paragraph, the first one's baseline at ``top``."""
        drawn = []
        for n, line in enumerate(lines):
            x, y = self._left(line, size), top + n * size * 1.12
            around = "".join(f"{each} " for each in lines[:n]), " ".join(["", *lines[n + 1 :]])
            drawn.append(self.face.path(line, size, x, y, around=around))
        return [Shape(path, self.look[part]) for path in drawn if path]

    def _left(self, line: str, size: float) -> float:
        """Return where a line begins: at the left margin, or so that it ends at the right one."""
        if self.face.is_rtl:
            return self.width - self.margin - self.face.width(line, size)
        return self.margin


def draw_cover(workshop: Workshop, theme: Theme, facts: Facts) -> Asset:
    """Return the cover as an SVG of the page's shape: series, title, subtitle, byline."""
    height = _height(workshop, theme)
    look, shapes = _cover(workshop, theme, facts, height)
    parts = [f'<rect width="{WIDTH}" height="{height}" fill="{look["ground"]}"/>']
    parts += [f'<path fill="{shape.colour}" d="{shape.path}"/>' for shape in shapes]
    label = escape(f"{facts.metadata.title}, {facts.derived.byline}", {'"': "&quot;"})
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}"><title>{label}</title>{"".join(parts)}</svg>\n'
    )
    return Asset(f"{PATH}.svg", svg.encode(), "image/svg+xml", WIDTH, height)


def pixel_cover(workshop: Workshop, theme: Theme, facts: Facts) -> Asset:
    """Return the same cover as a PNG: shops and shelves of reading apps take no drawing."""

    def make(inside: Workshop) -> bytes:
        look, shapes = _cover(inside, theme, facts)
        return png((WIDTH, HEIGHT), look["ground"], shapes)

    data = _recall(workshop, "cover", theme, facts, make)
    return Asset(f"{PATH}.png", data, "image/png", WIDTH, HEIGHT)


def card(workshop: Workshop, theme: Theme, facts: Facts) -> bytes:
    """Return the card for social media as a PNG, 1200 x 630: series, title, byline."""

    def make(inside: Workshop) -> bytes:
        look, shapes = _card(inside, theme, facts)
        return png(CARD, look["ground"], shapes)

    return _recall(workshop, "card", theme, facts, make)


def _recall(
    workshop: Workshop,
    step: str,
    theme: Theme,
    facts: Facts,
    make: Callable[[Workshop], bytes],
) -> bytes:
    """Return a picture, drawn anew only where its words or its looks have changed."""
    words = (
        facts.metadata.title,
        facts.metadata.subtitle,
        facts.derived.byline,
        facts.derived.series,
        facts.metadata.publisher,
    )
    told = json.dumps(
        [theme.name, facts.derived.direction, theme.cover["face"], theme.laid_over, *words]
    )

    def draw(inside: Workshop) -> bytes:
        return make(inside)

    return workshop.recall(step, (told.encode(),), draw)


def _card(workshop: Workshop, theme: Theme, facts: Facts) -> tuple[dict[str, str], list[Shape]]:
    look, face = cover_look(workshop, theme), cover_face(workshop, theme, facts)
    easel = _Easel(face, look, CARD[0], CARD_MARGIN)
    size = _size(face, facts.metadata.title, CARD_SIZES, CARD_ROOM, CARD_LINES, CARD_HEIGHT)
    titles = _first_lines(wrap_words(face, facts.metadata.title, size, CARD_ROOM), CARD_LINES)
    top = 330 - round((len(titles) - 1) * size * 1.12 / 2) + size * 3 // 10
    return look, [
        Shape(box(CARD_MARGIN, 132, CARD_ROOM, 4), look["accent"]),
        *easel.lines([facts.derived.series or facts.metadata.publisher], 32, 106, "ink"),
        *easel.lines(titles, size, top, "ink"),
        *easel.lines(wrap_words(face, facts.derived.byline, 34, CARD_ROOM)[:1], 34, 566, "accent"),
    ]


def _height(workshop: Workshop, theme: Theme) -> int:
    """Return the height of a cover as wide as WIDTH that has the shape of the theme's pages."""
    told = tokens(theme.sheet(workshop, "tokens.css"))
    sides = [_MILLIMETRES.fullmatch(told.get(f"--page-{side}", "")) for side in ("width", "height")]
    if not all(sides):
        return HEIGHT
    width, height = (float(each[1]) for each in sides if each)
    return max(round(WIDTH * height / width), LOWEST) if width else HEIGHT


def _cover(
    workshop: Workshop, theme: Theme, facts: Facts, height: int = HEIGHT
) -> tuple[dict[str, str], list[Shape]]:
    look, face = cover_look(workshop, theme), cover_face(workshop, theme, facts)
    easel = _Easel(face, look, WIDTH, MARGIN)
    room = round((height - 480) * 0.62)
    size = _size(face, facts.metadata.title, TITLE_SIZES, ROOM, 5, room)
    people = wrap_words(face, facts.derived.byline, 84)[:8]
    lowest = height - 320 - max(len(people) - 3, 0) * 94
    subtitles = wrap_words(face, facts.metadata.subtitle, 84)[:6]
    end = lowest - 480 - size - 120
    titles = wrap_words(face, facts.metadata.title, size)
    titles = _first_lines(titles, int((end - 94 * min(len(subtitles), 2)) / (size * 1.12)))
    below = 480 + size + round(len(titles) * size * 1.12)
    return look, [
        Shape(box(MARGIN, 300, ROOM, 6), look["accent"]),
        *easel.lines([facts.derived.series or facts.metadata.publisher], 64, 240, "ink"),
        *easel.lines(titles, size, 480 + size, "ink"),
        *easel.lines(_first_lines(subtitles, (lowest - below) // 94 - 1), 84, below + 60, "accent"),
        *easel.lines(people, 84, lowest, "ink"),
    ]


def _first_lines(lines: list[str], most: int) -> list[str]:
    """Return lines, or those that there is room for, one at least; the last says that there are
    more."""
    most = max(most, 1)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def cover_face(workshop: Workshop, theme: Theme, facts: Facts) -> Letters:
    """Return the letters that covers are drawn with."""
    names = dict.fromkeys((theme.cover["face"], *theme.all_families))
    return letters(*letters_of(workshop, names), direction=facts.derived.direction)


def cover_look(workshop: Workshop, theme: Theme) -> dict[str, str]:
    """Return the colours: the theme's, or those of ``--cover-ground``, ``-ink``, ``-accent``."""
    found = tokens(theme.sheet(workshop, "tokens.css"))
    given = {part: found.get(f"--cover-{part}", "") for part in ("ground", "ink", "accent")}
    return {**theme.cover, **{part: each for part, each in given.items() if is_colour(each)}}


def wrap_words(face: Letters, words: str, size: float, room: int = ROOM) -> list[str]:
    """Return the words in as few lines as fit in the room, about equally long."""
    parts = (_parts(word) for word in words.split())
    words = " ".join(
        MAY_PART.join(" ".join(_cut(face, part, size, room)) for part in each) for each in parts
    )
    lines = _fill_lines(face, words, size, room)
    for less in range(room - 40, room // 3, -40):
        narrower = _fill_lines(face, words, size, less)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _fill_lines(face: Letters, words: str, size: float, room: float) -> list[str]:
    """Return the words in lines, each as full as the room allows."""
    lines: list[str] = []
    for word in words.split():
        for n, part in enumerate(word.split(MAY_PART)):
            longer = f"{lines[-1]}{'' if n else ' '}{part}" if lines else part
            if lines and face.width(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines


def _parts(words: str) -> list[str]:
    """Return what no line parts: words, also those of scripts without spaces."""
    return [part for word in words.split() for part in with_breaks(word).split(MAY_PART)]


def _cut(face: Letters, word: str, size: float, room: float) -> list[str]:
    """Return a word, in pieces with hyphens where no line holds it."""
    pieces = []
    while len(word) > 1 and face.width(word, size) > room:
        lengths = range(len(word) - 1, 1, -1)
        most = next((n for n in lengths if face.width(f"{word[:n]}-", size) <= room), 1)
        pieces.append(f"{word[:most]}-")
        word = word[most:]
    return [*pieces, word]


def _size(
    face: Letters, title: str, sizes: Sequence[int], room: int, most: int, height: int = HEIGHT
) -> int:
    """Return the largest size at which a title takes ``most`` lines at most, no word cut."""
    for size in sizes:
        if face.width(title, size) > (most + 1) * room:
            continue
        lines = wrap_words(face, title, size, room)
        fits = len(lines) <= most and len(lines) * size * 1.12 <= height
        if fits and all(face.width(word, size) <= room for word in _parts(title)):
            return size
    return sizes[-1]
