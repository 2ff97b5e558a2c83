"""Octavo in pytest: fixtures that hand each edition of a project to a test of its author.

pytest loads this module wherever Octavo is installed: it imports nothing of Octavo until a test
asks for one of the fixtures.
"""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # the types only: most runs of pytest have no publication
    from octavo.goldens.trials import EditionTrial, Trial
    from octavo.production.pipeline import Project

EDITION, PUBLICATION = "octavo_edition", "octavo_publication"
NOTE = "octavo"
"""Name of the properties of a test's report that are told at the end."""
_TOLD = pytest.StashKey[set[str]]()
"""Publications that cannot be built, and of which this was told."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each edition, or of each publication, where a test asks for it."""
    if EDITION in metafunc.fixturenames:
        cases = list(_editions(metafunc.definition.path))
        names = ["-".join(filter(None, case[1:])) for case in cases]
        metafunc.parametrize(EDITION, cases, indirect=True, ids=names)
    elif PUBLICATION in metafunc.fixturenames:
        works = list(_publications(metafunc.definition.path))
        names = [slug for _, slug in works]
        metafunc.parametrize(PUBLICATION, works, indirect=True, ids=names)


@pytest.fixture
def octavo_project(request: pytest.FixtureRequest) -> "Project":
    """The project in whose folder the test stands."""
    return _project(_root(request.path))


@pytest.fixture
def octavo_publication(request: pytest.FixtureRequest) -> "Trial":
    """Each publication of the project: its files, and a second build of it."""
    root, slug = request.param
    _refuse_none(root)
    return _trial(root, slug)


@pytest.fixture
def octavo_edition(request: pytest.FixtureRequest) -> "EditionTrial":
    """Each edition of each publication: its files, its words, and whether it is golden."""
    root, slug, name = request.param
    _refuse_none(root)
    if not name:  # its metadata cannot be read: building tells why
        _build(request, root, slug)
    return _trial(root, slug).edition(name)


@pytest.fixture
def octavo_compare(request: pytest.FixtureRequest) -> "Callable[[EditionTrial], None]":
    """What compares an edition with the accepted one: the test fails where it differs, and is
    skipped where nothing has been accepted yet."""

    def compare(edition: "EditionTrial") -> None:
        trial = edition.publication
        if not trial.has_goldens:
            pytest.skip(f"no goldens yet; look at the editions, then: octavo accept {trial.slug}")
        _build(request, trial.project.root, trial.slug)
        if told := edition.describe():
            pytest.fail(told, pytrace=False)
        if notes := edition.notes():
            request.node.user_properties.append((NOTE, notes))

    return compare


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell what other tools explain: it fails nothing, and is not to be overlooked."""
    reports = [each for found in terminalreporter.stats.values() for each in found]
    told = {
        words: None
        for each in reports
        for name, words in getattr(each, "user_properties", ())
        if name == NOTE
    }
    if told:
        terminalreporter.section("octavo: explained differences")
        for words in told:
            terminalreporter.write_line(words)


def _root(path: Path) -> Path | None:
    """Return the project above a file of tests, None where there is none."""
    return next((each for each in path.parents if (each / "source").is_dir()), None)


def _refuse_none(root: Path | None) -> None:
    if root is None:
        pytest.fail("there is no project of Octavo here: no folder source above", pytrace=False)


@lru_cache(maxsize=8)
def _project(root: Path | None) -> "Project":
    from octavo.production.pipeline import Project

    _refuse_none(root)
    # The date stands in publication.yaml: a clock that a distribution sets is not asked.
    environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return Project.at(root or Path(), environ)


@lru_cache(maxsize=64)
def _trial(root: Path, slug: str) -> "Trial":
    from octavo.goldens.trials import Trial

    return Trial(_project(root), slug)


def _publications(path: Path) -> Iterator[tuple[Path | None, str]]:
    root = _root(path)
    if root is None:
        yield None, "no-project"
        return
    yield from ((root, slug) for slug in _project(root).slugs())


def _editions(path: Path) -> Iterator[tuple[Path | None, str, str]]:
    for root, slug in _publications(path):
        names = _names(root, slug) if root else ("",)
        yield from ((root, slug, name) for name in names)


def _names(root: Path, slug: str) -> tuple[str, ...]:
    """Return the editions of a publication; one without a name where its metadata are faulty."""
    from octavo.core.problems import BuildFailed

    try:
        return _trial(root, slug).names()
    except BuildFailed:
        return ("",)


def _build(request: pytest.FixtureRequest, root: Path, slug: str) -> None:
    """Build a publication; a test fails where it cannot be built, the first with all that is
    wrong, and those of its other editions in a line."""
    why = _why_not(root, slug)
    told = request.session.stash.setdefault(_TOLD, set())
    if why and slug in told:
        pytest.fail(f"{slug} cannot be built, as is told above", pytrace=False)
    if why:
        told.add(slug)
        pytest.fail(f"{slug} cannot be built:\n{why}", pytrace=False)


@lru_cache(maxsize=64)
def _why_not(root: Path, slug: str) -> str:
    from octavo.core.problems import BuildFailed

    try:
        _ = _trial(root, slug).built
    except BuildFailed as failure:
        return str(failure)
    return ""
