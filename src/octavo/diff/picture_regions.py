"""Two states of a picture -> how much of it has changed, and where.

A manuscript knows a picture by a few greys; here the pictures themselves are held together.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING

from octavo.diff.match.events import Event
from octavo.diff.revision import Opened
from octavo.model.publication import Asset
from octavo.pictures.resvg import NotDrawn, pixels

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 640
"""Pixels of the longer side in which two pictures are held together."""
DARKER, UNLIKE = 40, 110
"""Steps of light, and of a colour, that are another colour, and not what an encoder makes of it:
JPEG keeps colours roughly about an edge, and light well."""
SAME_SHAPE = 0.02
"""By which share of it the proportion of sides may differ: beyond, nothing stands in one place."""
DRAWING = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Region:
    """What has changed in a picture: its share, and the box around it, all as per cent."""

    share: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def words(self) -> str:
        """Return how much, and from where to where across and down, in no language."""
        box = f"{self.left}–{self.right} % × {self.top}–{self.bottom} %"
        return f"{self.share} %, {box}"


def region_of(old: Asset, new: Asset) -> Region | None:
    """Return what has changed in a picture; None where they show the same, or have other shapes."""
    from PIL import ImageChops

    both = [_on_white(each) for each in (old, new)]
    if both[0] is None or both[1] is None:
        return None
    before, after = both[0], both[1]
    shapes = [each.width / each.height for each in (before, after)]
    if abs(shapes[0] - shapes[1]) > SAME_SHAPE * shapes[1]:
        return None
    before = before if before.size == after.size else before.resize(after.size)
    red, green, blue = ImageChops.difference(before, after).split()
    colour = _over(ImageChops.lighter(ImageChops.lighter(red, green), blue), UNLIKE)
    light = ImageChops.difference(before.convert("L"), after.convert("L"))
    unlike = ImageChops.lighter(colour, _over(light, DARKER))
    box = unlike.getbbox()
    if box is None:
        return None
    share = 100 * unlike.histogram()[255] / (after.width * after.height)
    left, top = (floor(100 * at / size) for at, size in zip(box[:2], after.size, strict=True))
    right, bottom = (ceil(100 * at / size) for at, size in zip(box[2:], after.size, strict=True))
    return Region(max(round(share), 1), left, top, right, bottom)


def _over(steps: "Image", least: int) -> "Image":
    """Return white where there are as many steps, and black."""
    return steps.point([0] * least + [255] * (256 - least))


def _on_white(asset: Asset) -> "Image | None":
    """Return a picture on white, as small as is enough; None where it cannot be drawn."""
    from PIL import Image

    data = asset.data
    if asset.media_type == DRAWING:
        longest = max(asset.width, asset.height)
        try:
            data = pixels(data, LONGEST / longest) if longest else b""
        except NotDrawn:
            return None
    if not data:
        return None
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGBA")
    image.thumbnail((LONGEST, LONGEST))
    ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def with_regions(events: Sequence[Event], old: Opened, new: Opened) -> tuple[Event, ...]:
    """Return the differences, those of pictures with how much of these has changed, and where."""
    return tuple(_with_region(each, old, new) for each in events)


def _with_region(event: Event, old: Opened, new: Opened) -> Event:
    if (event.level, event.change) != ("asset", "changed"):
        return event
    before = old.publication.assets.get(_path(event.before))
    after = new.publication.assets.get(_path(event.after))
    region = region_of(before, after) if before and after else None
    if region is None:
        return event
    across, down = f"{region.left}–{region.right}", f"{region.top}–{region.bottom}"
    told = f"({region.share} % of it other: {across} % across, {down} % down)"
    return replace(event, name=told, words=region.words)


def _path(told: str) -> str:
    """Return the path of a picture that is told with its size."""
    return told.rpartition(" (")[0]
