"""The Python API: what it offers is pinned, and every name of it is there."""

import subprocess
import sys
from pathlib import Path

import pytest

import octavo

NAMES = [
    "BuildFailed",
    "Built",
    "Place",
    "Problem",
    "Project",
    "accept",
    "build",
    "check",
    "compare",
    "schema",
    "write",
]


def test_the_api_offers_these_names_and_no_other() -> None:
    assert octavo.__all__ == NAMES == sorted(NAMES, key=lambda name: (name[0].islower(), name))
    assert dir(octavo) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_imported_and_says_what_it_gives(name: str) -> None:
    found = getattr(octavo, name)
    assert callable(found)
    assert (found.__doc__ or "").strip()


def test_a_name_that_is_not_offered_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'octavo' has no attribute 'no_such_name'"):
        _ = octavo.no_such_name


def test_importing_octavo_imports_none_of_its_modules() -> None:
    code = "import sys, octavo; print([n for n in sys.modules if n.startswith('octavo.')])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert ended.stdout.strip() == "[]", ended.stderr


def test_the_example_of_the_api_builds_a_publication(tmp_path: Path) -> None:
    """The four lines of the package's own docstring."""
    (tmp_path / "source").mkdir()
    head = (
        "octavo: 1\ntheme: brief\ntitle: Api\nlanguage: en-GB\ndate: 2024-05-06\neditions: [html]"
    )
    (tmp_path / "source" / "api.md").write_text(f"---\n{head}\n---\nWords.\n", encoding="utf-8")
    project = octavo.Project.at(tmp_path)
    for slug in project.slugs():
        octavo.write(octavo.build(project, slug), project)
    assert b"Words." in (tmp_path / "build" / "api" / "api.html").read_bytes()
