"""What an edition's pages are laid out with: templates, style sheets, pictures, fonts."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.pdf_traits import PICTURES, SHAPE
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import contents_for
from octavo.editions.shape.initials import set_initial
from octavo.editions.units import initial_sizes
from octavo.editions.units.cover import draw_cover
from octavo.editions.units.facts import facts
from octavo.editions.units.render import Pages
from octavo.fonts.bundled import BUNDLED, EXTRA, data_of, families
from octavo.model.metadata import Edition
from octavo.pictures.forms import prepare
from octavo.pictures.inside_names import address_of

NATIVE = ("pango", "harfbuzz", "fontconfig", "zlib")
MARGIN_BOXES = (
    "top-left",
    "top-center",
    "top-right",
    "bottom-left",
    "bottom-center",
    "bottom-right",
)
"""Where furniture stands."""
PLAIN = "font-style: normal !important; font-variant-caps: normal !important; letter-spacing: 0"
"""How letters stand that have neither slope nor small capitals: their digits, too."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What pages are laid out with, before they are."""

    pages: Pages
    css: str
    margins: str
    """The style sheet of the furniture."""
    files: Mapping[str, bytes]
    fonts: Mapping[str, bytes]


def ground(order: Order, inside: Workshop) -> Ground:
    """Return what an order's pages are laid out with."""
    cut = EditionCut(order.edition, order.words, SHAPE)
    told = facts(inside, contents_for(order.publication, cut), order)
    told = told.with_cover(address_of(told.derived.cover))
    files = {
        path: prepare(inside, order.theme, asset, PICTURES).data
        for path, asset in order.publication.assets.items()
    }
    if not told.derived.cover and "cover" in order.theme.pieces_of(order.edition.format):
        cover = draw_cover(inside, order.theme, told)
        told, files[cover.path] = told.with_cover(cover.path), cover.data
    theme = order.theme
    geometry = theme.sheet(inside, "tokens.css", *_name_sheets("page", told.derived.direction))
    geometry += bleed_rule(order.edition)
    css = geometry + theme.sheet(inside, "base.css", "theme.css", "print.css", "code.css")
    lines = initial_sizes.lines_for(css, told.derived.direction, told.metadata.language)
    pages = Pages(inside, theme, told, order.moulds, lines, set_initial)
    css += initial_sizes.rule(inside, css)
    over = theme.sheet(inside, *_name_sheets("furniture", told.derived.direction))
    over += _plain_margins(order, inside)
    return Ground(pages, css, geometry + over, files, find_fonts(order, inside))


def find_fonts(order: Order, inside: Workshop) -> dict[str, bytes]:
    """Return the fonts that the press has not, all of them ingredients: those that were fetched,
    and the house's."""
    cuts = [cut for name in order.theme.all_families for cut in families(inside)[name].cuts]
    found = {cut: data_of(inside, cut) for cut in cuts}  # ingredients, those of Octavo too
    return {
        f"{cut.root}-{PurePosixPath(cut.file).name}": data
        for cut, data in found.items()
        if cut.root != BUNDLED
    }


def font_files(order: Order, inside: Workshop, digests: Collection[str]) -> dict[str, bytes]:
    """Return the fonts of these SHA-256, by it; first of all the theme's are looked through."""
    known = families(inside)
    names = dict.fromkeys([*order.theme.all_families, *sorted(known)])
    found: dict[str, bytes] = {}
    for cut in (cut for name in names if name in known for cut in known[name].cuts):
        if len(found) == len(digests):
            break
        data = data_of(inside, cut)
        digest = hashlib.sha256(data).hexdigest()
        if digest in digests:
            found[digest] = data
    return found


def bleed_rule(edition: Edition) -> str:
    """Return the rule that gives each sheet its bleed; printers trim by the boxes, not by marks."""
    if not edition.bleed_mm:
        return ""
    return f"\n:root {{ --bleed: {edition.bleed_mm:g}mm }} @page {{ bleed: var(--bleed) }}\n"


def _plain_margins(order: Order, inside: Workshop) -> str:
    """Return the rule by which running heads are neither sloped nor spaced apart, '' where the
    face of the text has a slope; margin boxes know no languages. A face of the house is its own.
    """
    face = families(inside)[order.theme.families[0]]
    if face.root not in (BUNDLED, EXTRA) or any(cut.style != "normal" for cut in face.cuts):
        return ""
    boxes = " ".join(f"@{name} {{ {PLAIN} !important }}" for name in MARGIN_BOXES)
    return f"\n@page {{ {boxes} }}\n"


def _name_sheets(name: str, direction: str) -> tuple[str, ...]:
    """Return a style sheet's names; one more where pages turn from right to left.

    Pages and their margin boxes know left and right only: they have no logical properties.
    """
    return (f"{name}.css", f"{name}-rtl.css") if direction == "rtl" else (f"{name}.css",)
