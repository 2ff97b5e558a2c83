"""The publications of this project: their editions are made, are accepted, and never vary.

If a test fails, read what differs. If it is meant: octavo accept, then git diff.
"""

import os
from pathlib import Path

import pytest

from octavo import BuildFailed, Project, build, compare

ROOT = Path(__file__).resolve().parent.parent
GOLDENS = ROOT / "tests" / "golden"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
PROJECT = Project.at(ROOT, ENVIRONMENT)
FORGETFUL = Project(ROOT, ROOT / "build", None, ENVIRONMENT)
"""The same project without its memory of earlier builds: it makes everything anew."""
SLUGS = PROJECT.slugs()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_editions_are_those_that_were_accepted(slug: str) -> None:
    try:
        compare(PROJECT, slug)
    except BuildFailed as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.mark.parametrize("slug", SLUGS)
def test_two_builds_give_the_same_bytes(slug: str) -> None:
    assert build(FORGETFUL, slug).files == build(PROJECT, slug).files


def test_there_is_a_publication_and_every_golden_belongs_to_one() -> None:
    kept = {path.name for path in GOLDENS.iterdir()} if GOLDENS.is_dir() else set()
    assert SLUGS
    assert kept <= {*SLUGS, "shared-sheets"}, "delete the folders of publications that are gone"
