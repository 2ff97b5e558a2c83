"""Words as outlines: what needs no font where it is shown (covers, pictures with text)."""

from functools import cache
from typing import Protocol

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen


class Letters(Protocol):
    """One font that measures words and draws them as SVG path data."""

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        """Return the advance of the words at ``size``, with ``spacing`` after each glyph."""

    def path(self, words: str, size: float, x: float, y: float, spacing: float = 0) -> str:
        """Return SVG path data, the baseline beginning at (x, y)."""


@cache
def letters(data: bytes) -> Letters:
    """Return the letters of a font file."""
    return _Letters(data)


class _Letters:
    def __init__(self, data: bytes) -> None:
        self._face = hb.Face(data)
        self._font = hb.Font(self._face)

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        steps = [step for _, step, _, _ in self._shaped(words, spacing)]
        return float(sum(steps) * size / self._face.upem + spacing * len(steps))

    def path(self, words: str, size: float, x: float, y: float, spacing: float = 0) -> str:
        pen = SVGPathPen(None, lambda number: f"{number:.1f}".removesuffix(".0"))
        scale, at = size / self._face.upem, x
        for glyph, step, dx, dy in self._shaped(words, spacing):
            move = (scale, 0, 0, -scale, at + dx * scale, y - dy * scale)
            self._font.draw_glyph_with_pen(glyph, TransformPen(pen, move))
            at += step * scale + spacing
        return str(pen.getCommands())

    def _shaped(self, words: str, spacing: float) -> list[tuple[int, int, int, int]]:
        """Return (glyph, advance, x, y) in font units; spaced words have no ligatures."""
        buffer = hb.Buffer()
        buffer.add_str(words)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"kern": True, "liga": not spacing})
        return [
            (info.codepoint, position.x_advance, position.x_offset, position.y_offset)
            for info, position in zip(
                buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True
            )
        ]
