"""The handbook's gallery shows the themes as they are."""

import gallery
import pytest
from PIL import Image, ImageChops, ImageStat

FARTHEST = 1.0
"""How far pictures may be from one another, of 255, on average: PDFium rounds edges otherwise on
other machines."""


@pytest.mark.parametrize("theme", gallery.WISHES)
def test_a_picture_of_the_gallery_shows_the_pages_of_today(theme: str) -> None:
    shown = Image.open(gallery.IMAGES / f"gallery-{theme}.png").convert("RGB")
    made = gallery.strip(theme)
    assert shown.size == made.size, HINT
    assert max(ImageStat.Stat(ImageChops.difference(shown, made)).mean) < FARTHEST, HINT


def test_another_page_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = gallery.strip("brief")
    monkeypatch.setattr(gallery, "PAGES", {"brief": (1, 0)})
    other = gallery.strip("brief")
    assert max(ImageStat.Stat(ImageChops.difference(shown, other)).mean) > FARTHEST


HINT = "the themes have changed: run python scripts/gallery.py, and look at the pictures"
