"""Lines of letters that several faces draw, as far apart as lines of one face.

WeasyPrint 70 puts a run of letters into its line by the heights of all faces that draw it, browsers
by those of the face that its style names: a word that another face draws moves its line down.
Test: test_lines_with_letters_of_other_faces_are_as_far_apart.
"""

from typing import Any

from octavo.editions.pdf.weasyprint_private import ink_of, strut

Laid = tuple[Any, int, int | None, float, float, float]
"""What WeasyPrint's split_first_line gives: a layout, its length in bytes, where the next begins,
width, height and baseline."""
SLACK = 0.15
"""Of the size of type: how far a letter may stand out of its line, into the white of the next."""
LEAST = 0.01
"""Pixels that a baseline may be off."""


def even(laid: Laid, style: Any) -> Laid:
    """Return a run with its baseline where its style's own face has it.

    One with letters that stand out of its line, as Tibetan ones do among Latin, keeps its room.
    """
    layout, length, resume_at, width, height, baseline = laid
    line_height, own = strut(style)
    level = own - (line_height - height) / 2
    if abs(level - baseline) < LEAST or not length:
        return laid
    above, below = ink_of(layout, style)
    room = style["font_size"] * SLACK
    if above > own + room or below > line_height - own + room:
        return laid
    return layout, length, resume_at, width, height, level
