"""A publisher's theme comes in a wheel: as data, by its entry point, and nothing of it is run."""

import shutil
from pathlib import Path

import pytest
from conftest import Desk

from octavo.core.problems import BuildFailed
from octavo.production.pipeline import build, templates_folder

TEXT = "## Ledger\n\nOne paragraph.\n"
METADATA = "theme: acme\neditions: [html]"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the theme's folder in a place where wheels are installed."""
    site = tmp_path / "site"
    theme = site / "acme_house" / "theme"
    shutil.copytree(templates_folder() / "brief", theme)
    (site / "acme_house" / "__init__.py").write_text("raise RuntimeError('run')\n")
    record = site / "acme_house-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-house\nVersion: 1\n")
    (record / "entry_points.txt").write_text("[octavo.themes]\nacme = acme_house.theme\n")
    monkeypatch.syspath_prepend(str(site))
    return theme


def page(desk: Desk) -> str:
    project, slug = desk.write(TEXT, METADATA)
    return build(project, slug).files[f"{slug}.html"].decode()


def test_a_publication_names_the_theme_of_a_wheel(desk: Desk, wheel: Path) -> None:
    tokens = wheel / "tokens.css"
    tokens.write_text(tokens.read_text() + ":root { --accent: #123456 }\n")
    assert "#123456" in page(desk)


def test_what_the_theme_lacks_is_taken_from_the_shared_one(desk: Desk, wheel: Path) -> None:
    (wheel / "colophon.html.j2").unlink()
    assert "One paragraph." in page(desk)


def test_another_state_of_the_theme_is_another_edition(desk: Desk, wheel: Path) -> None:
    project, slug = desk.write(TEXT, METADATA)
    before = build(project, slug).files["edition.json"]
    (wheel / "theme.css").write_text("p { color: red }\n")
    assert build(project, slug).files["edition.json"] != before


def test_a_sheet_of_the_wheel_that_loads_something_is_refused(desk: Desk, wheel: Path) -> None:
    (wheel / "theme.css").write_text("p { background: url(https://example.org/x.png) }\n")
    with pytest.raises(BuildFailed) as failure:
        page(desk)
    errors = [each for each in failure.value.problems if each.severity == "error"]
    assert [(each.code, str(each.place)) for each in errors] == [
        ("E232", "source/work-1/acme/theme.css:1:17")
    ]


def test_a_theme_that_no_wheel_brings_is_told(desk: Desk) -> None:
    with pytest.raises(BuildFailed) as failure:
        page(desk)
    assert [each.code for each in failure.value.problems] == ["E104"]
