"""Lines of text that the press has broken before, and what Pango is told of a style: once each.

A unit is laid out several times, and most of its lines stand as they stood. No cure: the pages are
the same, sooner.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from octavo.editions.pdf.weasyprint_private import Layout, PangoSettings, pango_settings

FACE = (
    "direction",
    "lang",
    "font_language_override",
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variation_settings",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
"""Properties that decide what Pango is told of a style."""
BREAKS = (
    "letter_spacing",
    "word_spacing",
    "white_space",
    "overflow_wrap",
    "word_break",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "tab_size",
    "line_height",
)
"""Properties that, beside these, decide where lines end, and how high words stand in them."""
MOST_LINES = 20_000
"""Lines that a press remembers: some 500 pages."""
face_of = itemgetter(*FACE)
"""Style -> the values of these."""
_breaks = itemgetter(*BREAKS)
_setup = Layout.setup


class KnownLines:
    """Breaks text as ``split`` does, and remembers the lines.

    They are kept with the fonts with which they were set: other fonts know none of them.
    """

    def __init__(self, split: Callable[..., Any]) -> None:
        self._split = split

    def __call__(  # noqa: PLR0913  (WeasyPrint's own signature)
        self,
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        """Return the first line of a text, its layout its own; one with a stroke is broken anew."""
        if style["text_decoration_line"] != "none":
            return self._split(text, style, context, max_width, spacing, is_line_start, minimum)
        known = style.font_config.__dict__.setdefault("known_lines", {})
        same = style.font_config.__dict__.setdefault("known_looks", {})
        look = (face_of(style), _breaks(style))
        look = same.setdefault(look, look)
        key = (self._split, text, look, max_width, spacing, is_line_start, minimum)
        if key not in known:
            made = self._split(text, style, context, max_width, spacing, is_line_start, minimum)
            while len(known) >= MOST_LINES:
                del known[next(iter(known))]
            held = made[0].__dict__
            names = tuple(held)
            known[key] = (same.setdefault(names, names), tuple(held.values()), made[1:])
            return made
        names, values, rest = known[key]
        layout = Layout.__new__(Layout)  # one of its own: words are cut off of some
        layout.__dict__.update(zip(names, values, strict=True))
        return (layout, *rest)


class StretchedLine(Layout):  # type: ignore[misc]
    """A line with more room between its words, of which Pango is told when it is drawn."""

    def __init__(self, text: str, spacing: float) -> None:
        self.text, self.justification_spacing, self.max_width = text, spacing, None
        self.first_line_direction = 0
        self.ascent = self.underline_position = self.strikethrough_position = None

    def deactivate(self) -> None:
        if "layout" in self.__dict__:
            super().deactivate()


def create_layout(
    create: Callable[..., Any],
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
) -> Any:
    """Return the layout of a line that is justified: WeasyPrint 70 lays it out, and throws away
    what it has but for the words."""
    is_plain = style["text_decoration_line"] == "none" and not style["word_spacing"]
    if max_width is None and is_plain and "\n" not in text:
        return StretchedLine(text, justification_spacing)
    return create(text, style, context, max_width, justification_spacing)


def setup(self: Any, style: Any) -> None:
    """Make a layout of Pango's for a style, of whose fonts it was told before.

    WeasyPrint 70 tells it everything anew for each line, and loses a list of attributes with each
    (some 100 bytes, never freed): a press that sets a thousand pages has lost 100 MB.
    Test: test_pango_is_told_of_a_style_once.
    """
    is_drawn = isinstance(style["font_family"], list)  # words of a drawing
    if is_drawn or style["text_decoration_line"] != "none":
        _setup(self, style)
        return
    known = style.font_config.__dict__.setdefault("known_settings", {})
    key = face_of(style)
    if key not in known:
        known[key] = pango_settings(style)
    settings: PangoSettings = known[key]
    self.style, self.first_line_direction = style, 0
    self.language = settings.language
    self.layout = settings.new_layout()
    self.ascent = self.underline_position = self.strikethrough_position = None
