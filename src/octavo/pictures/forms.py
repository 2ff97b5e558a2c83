"""A publication's picture -> the form in which one edition holds it."""

import json
from dataclasses import replace

from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.model.formats import PictureNeeds, Room, Use
from octavo.model.publication import Asset
from octavo.pictures.containers import bare
from octavo.pictures.drawn_words import carry_faces, for_press
from octavo.pictures.rooms import fit
from octavo.themes import Theme

SVG = "image/svg+xml"
COVER = Room(2560, 2560, 5_600_000)
"""Of a drawing's pixels, where an edition says none."""


def prepare(
    workshop: Workshop, theme: Theme, asset: Asset, needs: PictureNeeds, use: Use = "text"
) -> Asset:
    """Return the picture as an edition holds it: an SVG with its faces, a raster scaled."""
    if asset.media_type == SVG:
        return (for_press if needs.keeps_faces else carry_faces)(workshop, theme, asset)
    found = bare(asset.data)
    assert found is not None  # an asset was read by the same function
    size = found.width, found.height
    wanted = fit(size, needs, use) if needs.is_still or not found.is_animated else size
    has_own_colours = needs.is_still and found.has_profile
    if not (has_own_colours or found.asks_for_change(wanted, needs.is_still)):
        return asset

    def make(inside: Workshop) -> bytes:
        from octavo.pictures.pixels import scale

        return scale(found, wanted, needs.is_still).data

    facts = f"{needs.is_still} {wanted[0]} {wanted[1]}"
    data = workshop.recall("picture", (facts.encode(), asset.data), make, asset.path)
    return replace(asset, data=data, width=wanted[0], height=wanted[1])


def as_pixels(workshop: Workshop, theme: Theme, asset: Asset, needs: PictureNeeds) -> Asset:
    """Return a cover's drawing as a PNG in the room of covers; a raster, and what cannot be drawn,
    as it is."""
    if asset.media_type != SVG:
        return asset

    def make(inside: Workshop) -> bytes:
        from octavo.pictures.drawn_words import as_outlines
        from octavo.pictures.raster_drawing import draw_pixels
        from octavo.pictures.resvg import NotDrawn

        drawn = as_outlines(inside, theme, asset.data)
        try:
            data, size = draw_pixels(drawn, needs.rooms.get("cover", COVER))
        except NotDrawn:
            return pack({})
        return pack({"png": data, "size": json.dumps(size).encode()})

    families = json.dumps([theme.families, theme.all_families])
    files = unpack(
        workshop.recall("drawing as pixels", (families.encode(), asset.data), make, asset.path)
    )
    if not files:
        return asset
    width, height = json.loads(files["size"])
    return Asset(asset.path, files["png"], "image/png", width, height)
