"""What Octavo uses of WeasyPrint beyond its documented interface: all of it, and only here.

Written for one version, and refuses others; tests/editions/pdf/test_weasy.py says what an upgrade
has changed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint
import weasyprint.draw.text as drawing
import weasyprint.layout.block as block
import weasyprint.layout.inline as inline
import weasyprint.layout.table as table
import weasyprint.pdf.fonts as fonts
import weasyprint.svg as svg
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import BlockLevelBox, InlineBox
from weasyprint.layout.replaced import replacedbox_layout
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout, line_size

__all__ = [
    "PROGRESS_LOGGER",
    "VERSION",
    "BlockLevelBox",
    "Font",
    "InlineBox",
    "Layout",
    "Matrix",
    "block",
    "boxes",
    "drawing",
    "ffi",
    "fonts",
    "inline",
    "leave_untagged",
    "line_size",
    "page_box",
    "pango",
    "replacedbox_layout",
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

Tagger = Callable[..., Iterator[Any]]
"""Yields the structure elements of a box."""


def page_box(page: Any) -> Any:
    """Return the box of a laid-out page, which holds all others."""
    return page._page_box


def tagger() -> Tagger:
    """Return what makes structure elements of boxes."""
    return tags._build_box_tree  # type: ignore[no-any-return]


@contextmanager
def tag_by(other: Tagger) -> Iterator[None]:
    """Let something else make structure elements of boxes meanwhile."""
    before = tags._build_box_tree
    tags._build_box_tree = other
    try:
        yield
    finally:
        tags._build_box_tree = before


@contextmanager
def leave_untagged(stream: Any) -> Iterator[None]:
    """Keep what is painted meanwhile out of the tag tree."""
    before, stream._tags = stream._tags, None
    try:
        yield
    finally:
        stream._tags = before
