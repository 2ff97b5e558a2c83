"""A page of the new edition that tells what has changed since the old."""

from pathlib import Path

from conftest import environment
from test_collation import run, written

from octavo.production.pipeline import Project, check

YAML = """octavo: 1
theme: book
title: Tides
language: en-GB
date: 2024-05-06
version: "{version}"
body:
  - gate.md
"""
OLD = "# The Gate\n\nThe gate stood open at night.\n\n## Wall\n\nIt was low.\n"
NEW = (
    "# The Gate\n\nThe gate stood shut at night.\n\n## Rope\n\nThe rope lay there for a year.\n\n"
    "## Wall\n\nIt was low.\n\nA new wall was built of blue stone in that year.\n"
)


def tides(root: Path) -> tuple[Path, Path]:
    """Return the folders of two versions of a book, the new one that of a project."""
    old, new = root / "old", root / "source" / "tides"
    written(old, {"publication.yaml": YAML.format(version="1.0"), "gate.md": OLD})
    written(new, {"publication.yaml": YAML.format(version="2.0"), "gate.md": NEW})
    return old, new


def page(root: Path, old: Path, new: Path) -> str:
    out = root / "changes.md"
    words = (str(old), str(new), "--changes", str(out), "--force", "--project", str(root))
    assert run(*words).exit_code == 1
    return out.read_text(encoding="utf-8")


def test_the_page_tells_what_is_new_and_leads_to_it(tmp_path: Path) -> None:
    assert page(tmp_path, *tides(tmp_path)) == (
        "# Changes since version 1.0\n\n"
        "## The Gate\n\n"
        "- for \u201cgate stood open at night.\u201d read \u201cgate stood shut at night.\u201d\n"
        "- added: [Rope](#gate-rope)\n\n"
        "## The Gate / Wall\n\n"
        "- added: \u201cA new wall was built of blue stone in that year.\u201d\n"
    )


def test_the_page_in_the_publication_is_no_change_and_stays_the_same(tmp_path: Path) -> None:
    old, new = tides(tmp_path)
    first = page(tmp_path, old, new)
    described = YAML.format(version="2.0") + "  - changes.md\n"
    written(new, {"publication.yaml": described, "changes.md": first})
    assert page(tmp_path, old, new) == first
    assert check(Project(tmp_path, tmp_path / "build", None, environment()), "tides") == ()
