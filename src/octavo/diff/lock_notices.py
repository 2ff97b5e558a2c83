"""Publications that are compared -> what departs from the lock of their project."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from octavo.core.problems import BuildFailed, Problem
from octavo.production.lock_checks import look_at_lock
from octavo.production.pipeline import Project
from octavo.production.project_lock import NAME


def lock_notices(sides: Sequence[str], project: Project) -> tuple[Problem, ...]:
    """Return what departs from octavo.lock as it stands, where a side is a publication of the
    project: either revision is read and set with what is here, whatever lock it had.

    It ends no comparison, nor does a lock that cannot be read. Problems: E920, E921, E929, as
    notices.
    """
    slugs = sorted({slug for side in sides for slug in _slugs_of(side, project)})
    if not slugs or not (project.root / NAME).is_file():
        return ()
    now = [slug for slug in slugs if not all(":" in side for side in sides)]
    try:
        return look_at_lock(project, now).problems
    except BuildFailed as failure:
        return tuple(replace(each, severity="notice") for each in failure.problems)


def _slugs_of(side: str, project: Project) -> Iterator[str]:
    """Yield the publication of the project that is meant, now or in a revision of git."""
    if not project.source.is_dir():
        return
    _, colon, inside = side.partition(":")
    places = [project.root / inside] if colon else [Path(side), project.source / side]
    place = next((each for each in places if colon or each.exists()), places[-1])
    slug = place.stem if place.suffix == ".md" else place.name
    is_own = place.parent.resolve() == project.source.resolve()
    yield from (each for each in project.slugs() if is_own and each == slug)
