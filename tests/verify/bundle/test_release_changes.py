"""What has changed since earlier releases: by page and line where the edition has pages."""

import os
from pathlib import Path

import pytest
from bundled import SLUG, edit, three_releases
from releases import git

from octavo.core.problems import BuildFailed
from octavo.production.pipeline import Project
from octavo.verify.bundle.release_changes import release_changes
from octavo.verify.bundle.tagged_state import project_at_tag


def test_errata_name_page_and_line_of_the_release_that_readers_hold(tmp_path: Path) -> None:
    root = three_releases(tmp_path / "project")
    edit(root, "source/tides/publication.yaml", "[html]", "[pdf]")
    git(root, "commit", "-q", "-a", "-m", "pages")
    git(root, "tag", "v2.0")
    edit(root, "source/tides/one.md", "float", "buoy")
    git(root, "commit", "-q", "-a", "-m", "v2.1")
    git(root, "tag", "v2.1")
    project = Project(root, root / "build", None, dict(os.environ))
    with project_at_tag(project, "") as (_, state):
        work = _Work(state)
        found, tags = release_changes(work, project, "source/tides", "v2.0")
        with pytest.raises(BuildFailed, match="E703"):
            release_changes(work, project, "source/tides", "v9")
    assert tags == ("v2.0",) and set(found) == {"CHANGES.md", "ERRATA.md"}
    errata = found["ERRATA.md"].decode()
    assert "Page 1, line" in errata and "float" in errata and "buoy" in errata


class _Work:
    """As much of a work as changes are asked for."""

    slug = SLUG

    def __init__(self, state: object) -> None:
        self.state = state
