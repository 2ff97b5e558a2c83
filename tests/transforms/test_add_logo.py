"""The mark of the house is a picture like any other, called by the publisher's name."""

from pathlib import Path

import pytest
from by_hand import bench, config_of, of, told

from octavo.transforms.logo import add_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


def test_without_a_mark_nothing_changes(folder: Path) -> None:
    given = of("<p>x</p>")
    assert add_logo(given, bench(folder)) is given


def test_the_mark_joins_the_pictures_under_a_name_of_its_own(folder: Path) -> None:
    (folder / "templates" / "logo.svg").write_text(SVG)
    done = add_logo(of("<p>x</p>", config=config_of(publisher="Ebb")), bench(folder))
    assert {path: each.media_type for path, each in done.assets.items()} == {
        "octavo-logo.svg": "image/svg+xml"
    }


def test_a_mark_of_the_publication_goes_before_that_of_its_theme(folder: Path) -> None:
    (folder / "templates" / "brief").mkdir()
    (folder / "templates" / "brief" / "logo.svg").write_text(SVG.replace("9", "5"))
    given = of("<p>x</p>", config=config_of(publisher="Ebb", theme="brief"))
    assert add_logo(given, bench(folder)).assets["octavo-logo.svg"].width == 5
    (folder / "templates" / "logo.svg").write_text(SVG)
    assert add_logo(given, bench(folder)).assets["octavo-logo.svg"].width == 9


def test_a_mark_without_a_publisher_or_that_is_no_picture_is_told(folder: Path) -> None:
    (folder / "templates" / "logo.svg").write_text("no picture")
    assert told(add_logo(of("<p>x</p>"), bench(folder))) == ["E205 templates/logo.svg"]
    done = add_logo(of("<p>x</p>", config=config_of(publisher="Ebb")), bench(folder))
    assert (told(done), dict(done.assets)) == (["E202 templates/logo.svg"], {})
    assert "octavo-" not in done.problems[0].message
