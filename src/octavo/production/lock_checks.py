"""Is a project made with what its octavo.lock has settled? Each build with a lock begins here."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

from octavo.core.inputs import Inputs, Outside, is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem, in_order, stop_on_errors
from octavo.production.lock_sight import Doors, open_doors, see_again
from octavo.production.pipeline import Project
from octavo.production.project_lock import (
    MOST_BYTES,
    NAME,
    LockedPublication,
    ProjectLock,
    decode,
    is_within,
    series_of,
)


class LockLook(NamedTuple):
    """What came of looking at a lock before a build."""

    problems: tuple[Problem, ...] = ()
    doors: Doors = MappingProxyType({})
    """By which the build need not look at the same things again."""


def look_at_lock(project: Project, slugs: Sequence[str], is_frozen: bool = False) -> LockLook:
    """Return what is to be told before publications are built: one notice of all that departs.

    ``is_frozen``: raise BuildFailed for it, each at its place; then texts are read, too, so that
    all is known that they need. Problems: E920 to E929.
    """
    data = _find_lock(project)
    if data is None:
        stop_on_errors([no_lock()] if is_frozen else ())
        return LockLook()
    locked = decode(data)
    doors = open_doors(project, slugs)
    now = (_see_all if is_frozen else see_named)(locked, project, doors)
    if _is_kept(locked, now, slugs):
        return LockLook((), doors)
    from octavo.production.lock_departures import departures, find_unknown, notice_of

    found = in_order(departures(locked, now, project, data))
    if is_frozen:
        stop_on_errors(found)
    found = in_order([*found, *find_unknown(locked, slugs)])
    return LockLook((notice_of(found),) if found else (), doors)


def _is_kept(locked: ProjectLock, now: ProjectLock, slugs: Sequence[str]) -> bool:
    """Tell, without looking for words, that nothing departs."""
    tables = ("octavo", "wheels", "plugins", "files")
    own = ((locked.publications.get(slug), now.publications.get(slug)) for slug in slugs)
    return (
        all(getattr(locked, name) == getattr(now, name) for name in tables)
        and locked.native.keys() == now.native.keys()
        and all(is_within(version, locked.native[n]) for n, version in now.native.items())
        and all(a and b and a[1:3] == b[1:3] for a, b in own)
    )


def check_lock(project: Project) -> tuple[Problem, ...]:
    """Return nothing where a project is what its lock says; a warning where it has none. Raises
    BuildFailed with all that departs. Problems: E920 to E928."""
    data = _find_lock(project)
    if data is None:
        return (no_lock().as_warning(),)
    from octavo.production.lock_departures import departures, find_gone

    locked, slugs = decode(data), project.slugs()
    doors = open_doors(project, slugs)
    now = _see_all(locked, project, doors)
    gone = find_gone(locked, slugs, data)
    return stop_on_errors([*departures(locked, now, project, data), *gone])


def make_lock(project: Project, force: bool = False) -> ProjectLock:
    """Return the lock of a project as it stands; raises BuildFailed where a text cannot be read.

    Ranges of native libraries that somebody has widened stay, while they hold. Problems: E920 and
    E921 of the lock that stands there, unless ``force``.
    """
    data = _find_lock(project)
    before = decode(data).native if data is not None and not force else {}
    from octavo.production.settled_parts import parts_of

    now = parts_of(project, open_doors(project, project.slugs()))
    ranges = {
        name: before[name]
        if name in before and is_within(version, before[name])
        else series_of(version)
        for name, version in now.native.items()
    }
    return now._replace(native=ranges)


def no_lock() -> Problem:
    return Problem("E928", Place(NAME), "there is no lock of this project", "octavo lock writes it")


def _find_lock(project: Project) -> bytes | None:
    """Return the bytes of a project's lock, None where it has none. Problems: E920, E805."""
    if project.loose or not is_plain_file(project.root / NAME):
        return None
    try:
        found = Inputs({"root": project.root}, {}).find(NAME, "root")
    except Outside:
        hint = "put the file itself there"
        message = "it is a link that leads out of the project"
        raise BuildFailed([Problem("E920", Place(NAME), message, hint)]) from None
    return found if found is None else found[: MOST_BYTES + 1]


def see_named(locked: ProjectLock, project: Project, doors: Doors) -> ProjectLock:
    """Return what there is of what a lock names, as ``see_again`` does; what reads metadata is
    imported where it is needed."""

    def read(own: LockedPublication, project: Project, slug: str) -> LockedPublication:
        from octavo.production.settled_parts import read_options

        return read_options(own, project, slug)

    return see_again(locked, project, doors, read)


def _see_all(locked: ProjectLock, project: Project, doors: Doors) -> ProjectLock:
    """Return what there is of what a lock names, and what else is used; raises BuildFailed."""
    from octavo.production.settled_parts import parts_of

    again, used = see_named(locked, project, doors), parts_of(project, doors)
    publications = {
        slug: own._replace(templates={**again.publications[slug].templates, **own.templates})
        if slug in again.publications
        else own
        for slug, own in used.publications.items()
    }
    return used._replace(
        wheels={**again.wheels, **used.wheels},
        plugins={**again.plugins, **used.plugins},
        files={**again.files, **used.files},
        publications=publications,
    )
