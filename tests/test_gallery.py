"""The handbook's gallery shows the themes as they are."""

import ast
import sys
from pathlib import Path

import gallery
import pytest
from PIL import Image


@pytest.mark.parametrize("theme", gallery.WISHES)
def test_a_picture_of_the_gallery_shows_the_pages_of_today(theme: str) -> None:
    shown = Image.open(gallery.IMAGES / f"gallery-{theme}.png")
    hint = "the themes have changed: run nox -s gallery, and look at the pictures"
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


def test_the_build_of_the_repository_runs_octavo_build_and_nothing_else() -> None:
    """Nothing of it may write into source/: a build that changes its own text is no build."""
    sessions = ast.parse((gallery.IMAGES.parents[2] / "noxfile.py").read_bytes()).body
    commands = {
        session.name: [
            " ".join(map(ast.unparse, node.args[:2]))
            for node in ast.walk(session)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "session.run"
        ]
        for session in sessions
        if isinstance(session, ast.FunctionDef)
    }
    assert commands["build"] == ["'octavo' 'build'"]
    assert commands["gallery"] == ["'python' 'scripts/gallery.py'"]
