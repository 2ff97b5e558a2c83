"""Which glyphs of which faces pages use, and fonts that are cut to them."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pydyf

from octavo.editions.pdf.binding.fragment import FaceUse, FontSet
from octavo.editions.pdf.binding.joined_faces import join_uses
from octavo.editions.pdf.binding.templates import Packer
from octavo.editions.pdf.patches import GlyphWords
from octavo.editions.pdf.weasyprint_private import Font, build_fonts

NUMBERS = (
    "index",
    "font_size",
    "style",
    "weight",
    "ascent",
    "descent",
    "bitmap",
    "italic_angle",
    "upem",
    "png",
    "svg",
    "colr",
    "glyph_count",
    "stemv",
    "stemh",
    "flags",
)
"""What the engine knows of a font beside its file, its names and its glyphs."""


def uses_of(fonts: Iterable[Any]) -> tuple[FaceUse, ...]:
    """Return how pages use the engine's fonts, one use for each tag."""
    found: dict[str, FaceUse] = {}
    for font in fonts:
        use = _use(font)
        found[use.tag] = join_uses([found[use.tag], use]) if use.tag in found else use
    return tuple(found.values())


def cut_fonts(uses: Iterable[FaceUse], files: Mapping[str, bytes], version: str) -> FontSet:
    """Return fonts cut to their uses; ``files``: SHA-256 -> the font's file."""
    pdf = pydyf.PDF()
    fonts = {use.tag: _font(use, files[use.file]) for use in uses}
    options = {"hinting": False, "pdf_version": version}
    listed = build_fonts(pdf, fonts, True, True, options)
    pdf.add_object(listed)
    return FontSet(Packer(pdf).pack([listed.number]), listed.number)


def _use(font: Any) -> FaceUse:
    facts = {name: _plain(getattr(font, name)) for name in NUMBERS}
    facts |= {
        "family": font.family,
        "name": font.name.decode("latin-1"),
        "tables": list(font.tables),
        "variations": dict(sorted(font.variations.items())),
        "missing": sorted(font.missing.items()),
    }
    file = hashlib.sha256(font.file_content).hexdigest()
    words = dict(dict.items(font.to_unicode))
    return FaceUse(font.hash, file, facts, dict(font.widths), words)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float)) else int(value)


def _font(use: FaceUse, data: bytes) -> Any:
    """Return a font as the engine has it, made of what was noted of it."""
    font = object.__new__(Font)
    font.__dict__.update({name: use.facts[name] for name in NUMBERS})
    font.family, font.name = use.facts["family"], use.facts["name"].encode("latin-1")
    font.tables, font.variations = list(use.facts["tables"]), dict(use.facts["variations"])
    font.missing = dict(map(tuple, use.facts["missing"]))
    font.hash, font.file_content = use.tag, data
    font.widths, font.used_in_forms = dict(use.widths), False
    font.to_unicode = GlyphWords(use.words)
    return font
