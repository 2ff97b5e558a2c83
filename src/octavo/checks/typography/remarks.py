"""A remark on a page, and the kinds of remarks with their codes."""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "E601": "overfull line",
    "E602": "loose line",
    "E603": "widow",
    "E604": "orphan",
    "E605": "heading at a page's foot",
    "E606": "hyphen ladder",
    "E607": "runt",
    "E608": "hole",
    "E609": "coarse picture",
    "E610": "low contrast",
    "E611": "strange glyph",
}
"""Code -> what it is called."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a proofreader writes in the margin."""

    code: str
    page: int
    """Index of the page."""
    block: str
    """Ordinal of the block of the source, '' where it is a template's."""
    words: str
    """The words at fault, as they are set; '' where the whole block is."""
    message: str
    hint: str
