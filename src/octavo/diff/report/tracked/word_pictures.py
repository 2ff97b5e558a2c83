"""Pictures of either revision -> files in a document's package, and drawings that show them."""

from dataclasses import dataclass, field

from octavo.diff.report.redline.marks import OLD_ID
from octavo.diff.report.tracked.tracked_runs import IMAGE, Revision, WordPart
from octavo.diff.report.tracked.word_markup import parse_markup, word
from octavo.markup.tree import Element
from octavo.model.formats import Room
from octavo.model.publication import Asset, Publication
from octavo.pictures.resvg import NotDrawn

PIXEL = 9525
"""Of a picture, in units of drawings."""
WIDEST = 5_760_000
"""Of the text, in units of drawings: 16 cm."""
TALLEST = 7_200_000
ENDINGS = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
SHARP = Room(1600, 2000, 4_000_000)
"""Pixels of a drawing of lines."""
_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(slots=True)
class WordPictures:
    """Keeps the files of pictures."""

    old: Publication
    new: Publication
    revision: Revision
    files: dict[str, bytes] = field(default_factory=dict)
    """Path below word/ -> bytes."""
    _shown: dict[str, tuple[str, int, int] | None] = field(default_factory=dict)

    def runs(self, image: Element, part: WordPart) -> list[Element]:
        """Return the run that shows a picture, or that says what it shows where it cannot be."""
        source = image.get("src") or ""
        if source not in self._shown:
            self._shown[source] = self._file(source)
        found = self._shown[source]
        alt = image.get("alt") or ""
        if found is None:
            text = word("t")
            text.text = f"[{alt or source.removeprefix(OLD_ID)}]"
            return [word("r", text)]
        path, width, height = found
        wide, tall = _fit(width or 400, height or 300)
        drawing = parse_markup(_DRAWING.format(wide=wide, tall=tall, number=self.revision.number()))
        drawing[0].find("{*}docPr").set("descr", alt)  # type: ignore[union-attr]
        blip = next(drawing.iter("{*}blip"))
        blip.attrib.update(word("x", r_embed=part.relate(IMAGE, path)).attrib)
        return [word("r", drawing)]

    def _file(self, source: str) -> tuple[str, int, int] | None:
        """Return the path of a picture's file, its width and its height."""
        is_old = source.startswith(OLD_ID)
        name = source.removeprefix(OLD_ID)
        asset = None if is_old else self.new.assets.get(name)
        asset = asset or self.old.assets.get(name)
        data = _as_known(asset) if asset else None
        if asset is None or data is None:
            return None
        ending = ENDINGS.get(asset.media_type, "png")
        path = f"media/picture{len(self.files) + 1}.{ending}"
        self.files[path] = data
        return path, asset.width, asset.height


def _as_known(asset: Asset) -> bytes | None:
    """Return a picture in a form that every word processor knows; None where there is none."""
    if asset.media_type in ENDINGS:
        return asset.data
    if asset.media_type != "image/svg+xml":
        return _as_png(asset.data)
    from octavo.pictures.raster_drawing import draw_pixels

    try:
        return draw_pixels(asset.data, SHARP)[0]
    except (NotDrawn, ValueError):
        return None


def _as_png(data: bytes) -> bytes | None:
    import io

    from octavo.pictures.containers import Damaged, bare
    from octavo.pictures.pixels import open_picture

    try:
        plain = bare(data)
        image = open_picture(plain) if plain is not None else None
    except (Damaged, ValueError, OSError, KeyError):
        return None
    if image is None:
        return None
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _fit(width: int, height: int) -> tuple[int, int]:
    wide, tall = width * PIXEL, height * PIXEL
    zoom = min(1.0, WIDEST / wide, TALLEST / tall)
    return max(1, int(wide * zoom)), max(1, int(tall * zoom))


_DRAWING = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{wide}" cy="{tall}"/><wp:docPr id="{number}" name="Picture {number}"/>'
    f'<a:graphic><a:graphicData uri="{_GRAPHIC}"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    "<pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
    "</w:drawing>"
)
