"""A publication's picture -> the form in which one edition holds it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from octavo.core.workshop import Workshop
from octavo.model.publication import Asset
from octavo.pictures.containers import Bare, bare
from octavo.pictures.drawn_words import outlined, with_faces
from octavo.pictures.rooms import Use, fitted
from octavo.themes import Theme

SVG = "image/svg+xml"
WORDS: Mapping[str, Callable[[Workshop, Theme, Asset], Asset]] = {
    "html": outlined,
    "epub": outlined,
    "pdf": with_faces,
}
"""Edition -> what becomes of the words in an SVG."""


def prepared(
    workshop: Workshop, theme: Theme, asset: Asset, edition: str, use: Use = "text"
) -> Asset:
    """Return the picture as an edition holds it: words of an SVG outlined, a raster scaled.

    An animation stays whole in HTML and EPUB; the PDF holds its first frame.
    """
    if asset.media_type == SVG:
        return WORDS[edition](workshop, theme, asset)
    found = bare(asset.data)
    assert found is not None  # an asset was read by the same function
    size = found.width, found.height
    wanted = fitted(size, edition, use) if edition == "pdf" or not found.is_animated else size
    is_shallow = edition == "pdf"
    if wanted == size and not _is_changed(found, edition):
        return asset

    def make(inside: Workshop) -> bytes:
        from octavo.pictures.pixels import scaled

        return scaled(found, wanted, is_shallow).data

    facts = f"{edition} {wanted[0]} {wanted[1]}"
    data = workshop.recall("picture", (facts.encode(), asset.data), make)
    return replace(asset, data=data, width=wanted[0], height=wanted[1])


def _is_changed(picture: Bare, edition: str) -> bool:
    """Tell whether the press needs other bytes though it has room for the picture."""
    return edition == "pdf" and (picture.is_deep or picture.is_animated)
