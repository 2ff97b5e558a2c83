"""Two small pictures of a page -> one that shows what has moved."""

import io

from PIL import Image, ImageChops, ImageDraw

FRAME = (176, 0, 32)
"""Of the rectangle around all that differs."""
FAINT = 56
"""Steps of grey by which pictures of few greys may differ where nothing has moved."""
MARGIN = 3
"""Pixels between what differs and its frame."""


def lay_over(old: bytes, new: bytes) -> bytes:
    """Return a PNG: ink of both pages in black, of the first alone in red, of the second in blue,
    and a frame around what differs."""
    pages = [Image.open(io.BytesIO(data)).convert("L") for data in (old, new)]
    size = max(each.width for each in pages), max(each.height for each in pages)
    before, after = (_on_paper(each, size) for each in pages)
    both = ImageChops.darker(before, after)
    picture = Image.merge("RGB", (after, both, before))
    unlike = ImageChops.difference(before, after)
    box = unlike.point([0] * FAINT + [255] * (256 - FAINT)).getbbox() or unlike.getbbox()
    if box:
        left, top, right, bottom = box
        frame = (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, size[0] - 1),
            min(bottom + MARGIN, size[1] - 1),
        )
        ImageDraw.Draw(picture).rectangle(frame, outline=FRAME)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _on_paper(page: Image.Image, size: tuple[int, int]) -> Image.Image:
    paper = Image.new("L", size, 255)
    paper.paste(page, (0, 0))
    return paper
