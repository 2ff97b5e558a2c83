"""A cover drawn from the metadata: an SVG whose letters are outlines, so that it needs no font."""

from xml.sax.saxutils import escape

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from octavo.fonts import data_of, families
from octavo.model import Asset
from octavo.pages.facts import Facts
from octavo.themes import Theme
from octavo.workshop import Workshop

WIDTH, HEIGHT, MARGIN = 1600, 2560, 160
PATH = "octavo-cover.svg"


def drawn_cover(workshop: Workshop, theme: Theme, facts: Facts) -> Asset:
    """Return the cover picture, 1600 x 2560: series, title, subtitle, byline."""
    look = theme.cover
    pen = _Letters(data_of(workshop, families(workshop)[look["face"]].cuts[0]))
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look["ground"]}"/>',
        f'<rect x="{MARGIN}" y="300" width="{WIDTH - 2 * MARGIN}" height="6" fill="{look["accent"]}"/>',
        pen.lines([facts.series or facts.publisher], 64, 240, look["ink"]),
    ]
    size = _title_size(pen, facts.title)
    titles = pen.wrapped(facts.title, size)
    parts.append(pen.lines(titles, size, 480 + size, look["ink"]))
    below = 480 + size + round(len(titles) * size * 1.12)
    subtitles = pen.wrapped(facts.subtitle, 84)[:6]
    parts.append(pen.lines(subtitles, 84, below + 60, look["accent"]))
    parts.append(pen.lines(pen.wrapped(facts.byline, 84)[:3], 84, HEIGHT - 320, look["ink"]))
    label = escape(f"{facts.title}, {facts.byline}", {'"': "&quot;"})
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><title>{label}</title>{"".join(parts)}</svg>\n'
    )
    return Asset(PATH, svg.encode(), "image/svg+xml", WIDTH, HEIGHT)


def _title_size(pen: "_Letters", title: str) -> int:
    """Return the largest size at which the title takes at most five lines and no word is cut."""
    for size in (230, 200, 175, 150, 130, 110):
        lines = pen.wrapped(title, size)
        if len(lines) <= 5 and all(pen.width(line, size) <= WIDTH - 2 * MARGIN for line in lines):
            return size
    return 96


class _Letters:
    """Words as outlines of one font."""

    def __init__(self, data: bytes) -> None:
        self._face = hb.Face(data)
        self._font = hb.Font(self._face)

    def width(self, words: str, size: float) -> float:
        return sum(step for _, step, _, _ in self._shaped(words)) * size / self._face.upem

    def wrapped(self, words: str, size: float) -> list[str]:
        """Return the words in lines that fit between the margins."""
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size) <= WIDTH - 2 * MARGIN:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def lines(self, lines: list[str], size: float, top: float, fill: str) -> str:
        """Return ``<path>`` elements, the first line's baseline at ``top``."""
        paths = [self._path(line, size, top + n * size * 1.12) for n, line in enumerate(lines)]
        return "".join(f'<path fill="{fill}" d="{path}"/>' for path in paths if path)

    def _path(self, words: str, size: float, baseline: float) -> str:
        pen = SVGPathPen(None, lambda number: f"{number:.1f}".removesuffix(".0"))
        scale, at = size / self._face.upem, float(MARGIN)
        for glyph, step, dx, dy in self._shaped(words):
            move = (scale, 0, 0, -scale, at + dx * scale, baseline - dy * scale)
            self._font.draw_glyph_with_pen(glyph, TransformPen(pen, move))
            at += step * scale
        return str(pen.getCommands())

    def _shaped(self, words: str) -> list[tuple[int, int, int, int]]:
        """Return (glyph, advance, x offset, y offset) in font units."""
        buffer = hb.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"kern": True, "liga": True})
        return [
            (info.codepoint, position.x_advance, position.x_offset, position.y_offset)
            for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]
