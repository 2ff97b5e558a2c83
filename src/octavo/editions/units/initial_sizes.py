"""Tokens of a style sheet and the metrics of a face -> where an initial stands, in points."""

import re
from dataclasses import dataclass

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import data_of, families
from octavo.fonts.font_table import script_key
from octavo.markup.css.flatten import tokens

MOST_LINES = 6
_POINTS = re.compile(r"([\d.]+)pt")


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a face says of itself, in em."""

    ascender: float
    descender: float
    """Below the baseline: a positive number."""
    capital: float
    """Height of an H."""


def lines_for(css: str, direction: str, language: str) -> int:
    """Return over how many lines an initial stands in a publication: 0 in scripts without one."""
    return lines_of(css) if direction == "ltr" and not script_key(language) else 0


def lines_of(css: str) -> int:
    """Return what the token ``--initial-lines`` says; 0 for none."""
    told = tokens(css).get("--initial-lines", "0")
    return min(int(told), MOST_LINES) if told.isdecimal() and int(told) > 1 else 0


def rule(workshop: Workshop, css: str) -> str:
    """Return the rule that lets capitals of the text face stand on the last line of an initial.

    Their tops are as high as those of the first line's capitals. '' where there are no initials,
    or where size and lead are not in points, or the face is not one of ours.
    """
    lines, found = lines_of(css), tokens(css)
    size, lead = (_POINTS.fullmatch(found.get(name, "")) for name in ("--size", "--lead"))
    family = families(workshop).get(found.get("--text", "").strip("\"' "))
    if not lines or size is None or lead is None or family is None:
        return ""
    face = metrics(data_of(workshop, family.cuts[0]))
    return _rule(face, float(size[1]), float(lead[1]), lines)


def metrics(font: bytes) -> Metrics:
    """Return the metrics of a font file."""
    import uharfbuzz

    face = uharfbuzz.Face(font)
    opened = uharfbuzz.Font(face)
    extents = opened.get_font_extents("ltr")
    glyph = opened.get_nominal_glyph(ord("H"))
    shape = opened.get_glyph_extents(glyph) if glyph else None
    capital = shape.y_bearing if shape is not None else extents.ascender * 0.7
    upem = face.upem
    return Metrics(extents.ascender / upem, -extents.descender / upem, capital / upem)


def _rule(face: Metrics, size: float, lead: float, lines: int) -> str:
    """Return the rule: a float whose baseline is that of the last line beside it.

    Its height is a little less than the lines: rounded up, it would push away one line more.
    """
    height = face.ascender + face.descender
    big = ((lines - 1) * lead + face.capital * size) / face.capital
    baseline = (lines - 1) * lead + (lead - size * height) / 2 + size * face.ascender
    line_height = 2 * (baseline - big * (face.ascender - face.descender) / 2)
    return (
        f".initial {{ float: left; font-size: {big:.3f}pt; line-height: {line_height:.3f}pt; "
        f"height: {lines * lead - 0.5:.3f}pt }} .has-initial {{ orphans: {lines} }}\n"
    )
