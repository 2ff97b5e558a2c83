"""A publication's picture -> the form in which one edition holds it."""

from dataclasses import replace

from octavo.core.workshop import Workshop
from octavo.model.formats import PictureNeeds, Use
from octavo.model.publication import Asset
from octavo.pictures.containers import bare
from octavo.pictures.drawn_words import carry_faces, for_press
from octavo.pictures.rooms import fit
from octavo.themes import Theme

SVG = "image/svg+xml"


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
    data = workshop.recall("picture", (facts.encode(), asset.data), make)
    return replace(asset, data=data, width=wanted[0], height=wanted[1])
