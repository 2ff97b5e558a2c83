"""The galleries of the handbook and of the README show the themes as they are."""

import ast
import re
import sys
from pathlib import Path

import gallery
import pytest
import showcase
from PIL import Image


@pytest.mark.handbook
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


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.mark.handbook
@pytest.mark.parametrize("name", showcase.PAGES)
def test_a_page_of_the_readme_is_that_of_today(name: str, store: Path) -> None:
    shown = Image.open(showcase.IMAGES / f"show-{name}.png")
    hint = "the themes have changed: run nox -s gallery, and look at the pictures"
    assert not gallery.differs(shown, showcase.page(name, store)), hint


def test_the_readme_shows_twelve_pictures_that_are_small_and_described() -> None:
    text = (showcase.IMAGES.parents[2] / "README.md").read_text("utf-8")
    found = re.findall(r"!\[([^\]]+)\]\((source/handbook/images/show-([\w-]+)\.png)\)", text)
    assert sorted(name for *_, name in found) == sorted({*showcase.PAGES, *showcase.SCREENS})
    assert len(found) == 12
    for described, path, name in found:
        picture = showcase.IMAGES.parents[2] / path
        assert len(described) > 30, name
        assert picture.stat().st_size <= showcase.LARGEST, name
        with Image.open(picture) as shown:
            assert shown.size == (showcase.WIDTH, showcase.HEIGHT), name


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
    scripts = ["'python' 'scripts/gallery.py'", "'python' 'scripts/showcase.py'"]
    assert commands["gallery"] == scripts
