"""What Octavo uses of WeasyPrint beyond its documented interface: all of it, and only here.

Written for one version, and refuses others; tests/editions/pdf/test_weasy.py says what an upgrade
has changed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import pydyf
import weasyprint
import weasyprint.draw.text as drawing
import weasyprint.layout as layout
import weasyprint.layout.block as block
import weasyprint.layout.inline as inline
import weasyprint.layout.preferred as preferred
import weasyprint.layout.table as table
import weasyprint.pdf as pdf_writer
import weasyprint.pdf.fonts as fonts
import weasyprint.svg as svg
from weasyprint.css import (
    ComputedStyle,
    InitialStyle,
    Style,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
)
from weasyprint.css.properties import Dimension
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import BlockLevelBox, InlineBox
from weasyprint.formatting_structure.build import (
    build_formatting_structure,
    create_anonymous_boxes,
    element_to_box,
)
from weasyprint.layout.page import PageType, remake_page
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import replacedbox_layout
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags
from weasyprint.pdf.fonts import Font
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, line_size, strut

__all__ = [
    "PROGRESS_LOGGER",
    "VERSION",
    "BlockLevelBox",
    "ComputedStyle",
    "Dimension",
    "Font",
    "InitialStyle",
    "InlineBox",
    "Layout",
    "Matrix",
    "PangoSettings",
    "Resumption",
    "Style",
    "StyleFor",
    "begin_styles",
    "block",
    "boxes",
    "break_values",
    "build_fonts",
    "declaration_precedence",
    "drawing",
    "ffi",
    "find_style_attributes",
    "font_in_use",
    "fonts",
    "fonts_kept_out",
    "forbid_breaks",
    "go_back",
    "ink_of",
    "inline",
    "layout",
    "line_size",
    "make_all_boxes",
    "make_boxes_of",
    "make_next_page",
    "page_box",
    "pango",
    "pango_settings",
    "preferred",
    "preprocess_declarations",
    "replacedbox_layout",
    "resolve_percentages",
    "strut",
    "style_again",
    "svg",
    "table",
    "tag_by",
    "tagger",
]

VERSION = "70.0"

if weasyprint.__version__ != VERSION:
    raise RuntimeError(
        f"this is WeasyPrint {weasyprint.__version__}; what rests on its inner parts was written "
        f"for {VERSION}: run tests/editions/pdf/test_weasy.py and test_cures.py beside it, read "
        "patches.py anew"
    )

ffi.cdef("PangoAttribute* pango_attr_allow_breaks_new(int);")  # Pango 1.44
ffi.cdef("PangoAttrList* pango_attr_list_copy(PangoAttrList*);")
Tagger = Callable[..., Iterator[Any]]
"""Yields the structure elements of a box."""


def page_box(page: Any) -> Any:
    """Return the box of a laid-out page, which holds all others."""
    return page._page_box


@dataclass(frozen=True, slots=True)
class Resumption:
    """What is known before a page is laid out, for when it is laid out once more."""

    makers: tuple[Any, ...]
    """Where pages begin, up to this one."""
    footnotes: frozenset[Any]
    """The elements of the notes that stand on no page yet."""
    running: tuple[tuple[str, int, tuple[Any, ...]], ...]
    rendered: tuple[Any, ...]
    is_within: bool
    """Whether the page begins with something that the one before it has begun."""

    @classmethod
    def of(cls, context: Any) -> Self:
        """Return what there is before the next page."""
        running = (
            (name, page, tuple(found))
            for name, pages in context.running_elements.items()
            for page, found in pages.items()
        )
        return cls(
            tuple(context.page_maker),
            frozenset(note.element for note in context.footnotes),
            tuple(running),
            tuple(context.rendered_notes),
            bool(context.reported_footnotes or context.broken_out_of_flow),
        )


def begin_styles(styles: Any, sheets: Any, font_config: Any) -> None:
    """Make a ``StyleFor`` ready to be told the styles of a document's elements."""
    styles._cascaded_styles, styles._computed_styles = {}, {}
    styles.initial_page_sizes = {"box": None, "area": None}
    styles._sheets, styles.font_config = sheets, font_config


def make_next_page(context: Any, root: Any, html: Any, index: int) -> tuple[Any, bool]:
    """Lay out the page of an index, behind those before it; tell whether it is the last."""
    PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", index + 1)
    context.page_maker[index][-1].update(
        content_changed=False, pages_wanted=False, anchors=[], content_lookups=[]
    )
    page, resume_at = remake_page(index, context, root, html)
    return page, resume_at is None and not context.reported_footnotes


def style_again(context: Any, html: Any) -> tuple[Any, Any]:
    """Return the styles of a document whose elements have changed places, and the targets that they
    name."""
    before, targets = context.style_for, TargetCollector()
    html.wrapper_element = type(html.wrapper_element).from_html_root(html.etree_element)
    styles = StyleFor(html, before._sheets, False, context.font_config, targets)
    styles.initial_page_sizes = before.initial_page_sizes
    styles._computed_styles |= {
        key: style for key, style in before._computed_styles.items() if isinstance(key[0], PageType)
    }
    return styles, targets


def make_all_boxes(context: Any, html: Any, styles: Any, targets: Any) -> tuple[Any, list[Any]]:
    """Return the boxes of a document that has these styles, and those of all its notes."""
    notes: list[Any] = []
    root = build_formatting_structure(
        html.etree_element,
        styles,
        context.get_image_from_uri,
        html.base_url,
        targets,
        context.counter_style,
        notes,
    )
    context.target_collector = targets
    return root, notes


def make_boxes_of(
    context: Any, html: Any, styles: Any, block: Any, is_after_space: bool
) -> tuple[list[Any], list[Any]]:
    """Return the boxes of one block, which no counter reaches, and those of its notes."""
    notes: list[Any] = []
    state: Any = ([0], {"footnote": [0], "note": [0]}, [{"footnote", "note"}, set()], [])
    made = element_to_box(
        block,
        styles,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        context.counter_style,
        notes,
        state,
    )
    for box in made:
        box.process_whitespace(is_after_space)
        box.process_text_transform()
    return [create_anonymous_boxes(box) for box in made], notes


def go_back(context: Any, styles: Any, notes: Iterable[Any], mark: Resumption, index: int) -> None:
    """Have the pages from the one of an index on laid out once more, with these styles and
    ``notes``, the boxes of all: those before it stay."""
    context.style_for = styles
    context.footnotes = [note for note in notes if note.element in mark.footnotes]
    context.reported_footnotes, context.broken_out_of_flow = [], {}
    context.rendered_notes = list(mark.rendered)
    context.running_elements.clear()
    for name, page, found in mark.running:
        context.running_elements[name][page] = list(found)
    context.page_maker = list(mark.makers[: index + 1])
    context.tables.clear()


def tagger() -> Tagger:
    """Return what makes structure elements of boxes."""
    return tags._build_box_tree  # type: ignore[no-any-return]


def ink_of(layout: Any, style: Any) -> tuple[float, float]:
    """Return how far the letters of a layout's first line go above and below the baseline."""
    layout.reactivate(style)
    line, _ = layout.get_first_line()
    ink = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, ffi.NULL)
    layout.deactivate()
    return -ink.y * FROM_UNITS, (ink.y + ink.height) * FROM_UNITS


def forbid_breaks(layout: Any, spans: Iterable[tuple[int, int]]) -> None:
    """Let no line of a layout's text end within some spans of its characters."""
    found = pango.pango_layout_get_attributes(layout.layout)
    if found == ffi.NULL:
        found = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in spans:
        attribute = pango.pango_attr_allow_breaks_new(0)
        attribute.start_index = len(layout.text[: start + 1].encode())
        attribute.end_index = len(layout.text[:end].encode())
        pango.pango_attr_list_change(found, attribute)
    pango.pango_layout_set_attributes(layout.layout, found)


@contextmanager
def tag_by(other: Tagger) -> Iterator[None]:
    """Let something else make structure elements of boxes meanwhile."""
    before = tags._build_box_tree
    tags._build_box_tree = other
    try:
        yield
    finally:
        tags._build_box_tree = before


def break_values(box: Any, side: str) -> list[str]:
    """Return what a box and the first, or last, ones in it say of a break ``before`` or ``after``
    them."""
    return list(block._add_break_values(box, side))


def font_in_use(stream: Any) -> Any:
    """Return the font in which a content stream showed text last."""
    tag = stream._current_font[0]
    return next(font for font in stream._fonts.values() if font.hash == tag)


build_fonts = pdf_writer.build_fonts_dictionary
"""Writes fonts, each cut to its glyphs; returns the dictionary that lists them."""


@contextmanager
def fonts_kept_out() -> Iterator[None]:
    """Let PDFs that are written meanwhile have an empty list of fonts: they are cut for all units
    at once."""
    before = pdf_writer.build_fonts_dictionary
    pdf_writer.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    try:
        yield
    finally:
        pdf_writer.build_fonts_dictionary = before


@dataclass(frozen=True, slots=True)
class PangoSettings:
    """What Pango is told of a style."""

    context: Any
    description: Any
    """Of the font."""
    language: Any
    features: Any
    """A list of attributes, None where a font has no features."""
    held: Any
    """Words that Pango does not copy."""

    def new_layout(self) -> Any:
        """Return a layout without text."""
        layout = ffi.gc(pango.pango_layout_new(self.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout, False)
        pango.pango_layout_set_font_description(layout, self.description)
        if self.features is not None:  # each its own: words that are spaced add to it
            own = ffi.gc(pango.pango_attr_list_copy(self.features), pango.pango_attr_list_unref)
            pango.pango_layout_set_attributes(layout, own)
        return layout


def pango_settings(style: Any) -> PangoSettings:
    """Return what Pango is told of a style, as ``Layout.setup`` of WeasyPrint tells it."""
    new = pango.pango_font_map_create_context(style.font_config.font_map)
    context = ffi.gc(new, gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    language, words = pango.pango_language_get_default(), None
    if name:
        words = unicode_to_char_p(name)
        language = pango.pango_language_from_string(words[0])
        pango.pango_context_set_language(context, language)
    description = get_font_description(style)
    found = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    features = None
    if found:
        told = ",".join(f"{key} {value}" for key, value in found.items()).encode()
        features = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(features, pango.pango_attr_font_features_new(told))
    return PangoSettings(context, description, language, features, words)
