"""Words as outlines: what needs no font where it is shown (covers, pictures with text)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Protocol
from unicodedata import category, combining

import uharfbuzz as hb
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen

from octavo.fonts.bidi import ALL, Around, runs


class Letters(Protocol):
    """Fonts that measure words and draw them as SVG path data."""

    @property
    def is_rtl(self) -> bool:
        """Tell whether lines run from right to left."""

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        """Return the advance of the words at ``size``, with ``spacing`` after each glyph."""

    def path(
        self, words: str, size: float, x: float, y: float, spacing: float = 0, around: Around = ALL
    ) -> str:
        """Return SVG path data, the baseline beginning at (x, y) at the left.

        ``around``: what the paragraph has before and after the words, if they are one of its lines.
        """


@cache
def letters(*fonts: bytes, direction: str = "ltr") -> Letters:
    """Return the letters of font files; a later file serves the signs that the first ones lack.

    ``direction`` is that of the line, ltr or rtl.
    """
    return _Letters(fonts, direction)


def widest_kern(data: bytes, words: str) -> float:
    """Return the most by which a font moves two letters of some words together or apart, in em."""
    font = _Font(data)
    moved = [_advances(font, words, is_kerned) for is_kerned in (True, False)]
    if len(moved[0]) != len(moved[1]) or not moved[0]:
        return 0.0
    farthest = max(abs(a - b) for a, b in zip(*moved, strict=True))
    return float(farthest / font.face.upem)


@cache
def can_stack(data: bytes, cluster: str) -> bool:
    """Tell whether a font sets a letter's marks over it: one glyph for all, or a place for each."""
    font = _Font(data)
    if not font.signs.issuperset(map(ord, cluster)):
        return False
    buffer = hb.Buffer()
    buffer.add_str(cluster)
    buffer.guess_segment_properties()
    hb.shape(font.font, buffer, {})
    return all(
        place.x_advance == 0 and (place.x_offset or place.y_offset)
        for place in (buffer.glyph_positions or ())[1:]
    )


def syllables(data: bytes, words: str) -> list[tuple[str, float]]:
    """Return words that run from left to right in pieces that a font sets by themselves, each with
    its advance in em."""
    font = _Font(data)
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    hb.shape(font.font, buffer, {"kern": True, "liga": True})
    advances: dict[int, int] = {}
    infos, places = buffer.glyph_infos or (), buffer.glyph_positions or ()
    for info, place in zip(infos, places, strict=True):
        advances[info.cluster] = advances.get(info.cluster, 0) + place.x_advance
    starts = sorted(advances)
    ends = [*starts[1:], len(words)]
    return [
        (words[start:end], advances[start] / font.face.upem)
        for start, end in zip(starts, ends, strict=True)
    ]


def _advances(font: "_Font", words: str, is_kerned: bool) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(font.font, buffer, {"kern": is_kerned, "liga": False, "clig": False, "calt": False})
    return [place.x_advance for place in buffer.glyph_positions or ()]


class _Font:
    def __init__(self, data: bytes) -> None:
        self.face = hb.Face(data)
        self.font = hb.Font(self.face)

    @cached_property
    def signs(self) -> frozenset[int]:
        return frozenset(self.face.unicodes)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph of a font; ``step``, ``dx``, ``dy`` in the font's units."""

    font: _Font
    number: int
    step: int
    dx: int
    dy: int


class _Letters:
    def __init__(self, fonts: tuple[bytes, ...], direction: str) -> None:
        self._fonts = [_Font(data) for data in fonts]
        self._direction = direction

    @property
    def is_rtl(self) -> bool:
        return self._direction == "rtl"

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        glyphs = self._shape(words, spacing)
        total = 0.0
        for glyph in glyphs:  # not by sum(): Python 3.12 and later give it other last digits
            total += glyph.step * size / glyph.font.face.upem
        return total + spacing * len(glyphs)

    def path(
        self, words: str, size: float, x: float, y: float, spacing: float = 0, around: Around = ALL
    ) -> str:
        drawn = []
        at = x
        for glyph in self._shape(words, spacing, around):
            scale = size / glyph.font.face.upem
            if outline := _outline(glyph.font, glyph.number, size):
                start = _tenths(at + glyph.dx * scale), _tenths(y - glyph.dy * scale)
                drawn.append(f"M{_pair(start)}{outline}")
            at += glyph.step * scale + spacing
        return "".join(drawn)

    def _shape(self, words: str, spacing: float, around: Around = ALL) -> list[_Glyph]:
        """Return the glyphs from left to right; spaced words have no ligatures."""
        return [
            glyph
            for part, is_rtl in runs(words, self._direction, around)
            for font, piece in self._in_fonts(part, is_rtl)
            for glyph in _shape(font, piece, is_rtl, spacing)
        ]

    def _in_fonts(self, part: str, is_rtl: bool) -> list[tuple[_Font, str]]:
        """Cut a run into stretches of one font, from left to right."""
        fonts = list(self._font_of_each(part))
        stretches = []
        for _, group in groupby(range(len(part)), lambda n: id(fonts[n])):
            places = list(group)
            stretches.append((fonts[places[0]], part[places[0] : places[-1] + 1]))
        return stretches[::-1] if is_rtl else stretches

    def _font_of_each(self, part: str) -> Iterator[_Font]:
        """Yield a font for each sign; marks and spaces stay with the sign before them."""
        last = self._fonts[0]
        for sign in part:
            follows = (sign.isspace() or combining(sign)) and ord(sign) in last.signs
            if not follows and category(sign) != "Cf":  # joiners need no glyph
                last = next((f for f in self._fonts if ord(sign) in f.signs), self._fonts[0])
            yield last


@cache
def _outline(font: _Font, number: int, size: float) -> str:
    """Return a glyph as path data that begins where the path stands.

    All steps are relative: a letter that comes again has the same signs, which packs well.
    """
    scale = size / font.face.upem
    seen = RecordingPen()
    font.font.draw_glyph_with_pen(number, TransformPen(seen, (scale, 0, 0, -scale, 0, 0)))
    at = start = (0, 0)
    drawn = []
    for name, points in seen.value:
        if name == "closePath":
            drawn.append("z")
            at = start
            continue
        ends = [(_tenths(x), _tenths(y)) for x, y in points]
        drawn.append(_COMMANDS[name] + " ".join(_pair((x - at[0], y - at[1])) for x, y in ends))
        at = ends[-1]
        start = at if name == "moveTo" else start
    return "".join(drawn)


_COMMANDS = {"moveTo": "m", "lineTo": "l", "qCurveTo": "q", "curveTo": "c"}


def _tenths(number: float) -> int:
    return round(number * 10)


def _pair(tenths: tuple[int, int]) -> str:
    return " ".join(f"{number / 10:g}" for number in tenths)


def _shape(font: _Font, words: str, is_rtl: bool, spacing: float) -> list[_Glyph]:
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_rtl else "ltr"
    hb.shape(font.font, buffer, {"kern": True, "liga": not spacing})
    infos, positions = buffer.glyph_infos or (), buffer.glyph_positions or ()
    return [
        _Glyph(font, info.codepoint, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(infos, positions, strict=True)
    ]
