"""The handbook's gallery shows the themes as they are."""

import sys
from pathlib import Path

import gallery
import pytest
from PIL import Image


@pytest.mark.parametrize("theme", gallery.WISHES)
def test_a_picture_of_the_gallery_shows_the_pages_of_today(theme: str) -> None:
    shown = Image.open(gallery.IMAGES / f"gallery-{theme}.png")
    hint = "the themes have changed: run nox -s build, and look at the pictures"
    assert not gallery.differs(shown, gallery.strip(theme)), hint


def test_a_picture_is_written_where_it_shows_other_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is a little different, as on another machine, stays as it is."""
    monkeypatch.setattr(gallery, "WISHES", {"brief": gallery.WISHES["brief"]})
    monkeypatch.setattr(gallery, "STORE", tmp_path / "store")
    monkeypatch.setattr(sys, "argv", ["gallery.py", "--out", str(tmp_path)])
    path = tmp_path / "gallery-brief.png"
    gallery.main()
    first = path.read_bytes()
    near = Image.open(path).convert("RGB")
    near.putpixel((5, 5), (0, 0, 0))
    near.save(path)
    gallery.main()
    assert Image.open(path).convert("RGB").getpixel((5, 5)) == (0, 0, 0)
    monkeypatch.setattr(gallery, "PAGES", {"brief": (1, 0)})
    gallery.main()
    assert path.read_bytes() != first
    assert Image.open(path).convert("RGB").getpixel((5, 5)) != (0, 0, 0)
