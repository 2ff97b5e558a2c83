"""What a project has now of all that its lock names, and what came to the same folders since.

Nothing heavy is imported, and no text is read: each build with a lock begins so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from octavo.core.inputs import Inputs, Outside
from octavo.core.installed import plugin_digests
from octavo.core.native import LIBRARIES
from octavo.production.pipeline import Project, workshop_of
from octavo.production.project_lock import LockedPublication, ProjectLock

METADATA = "publication.yaml"
OCTAVO = "octavo"
FIRST = ("own.css", "logo.svg", "logo.png")
"""Templates of a project that count for every theme."""
NATIVE = frozenset({"zlib", *(each.known_as for each in LIBRARIES if each.known_as)})

Doors = Mapping[str, Inputs]
"""Publication -> the door to it."""
ReadOptions = Callable[[LockedPublication, Project, str], LockedPublication]


def open_doors(project: Project, slugs: Iterable[str]) -> Doors:
    """Return a door to each publication, by which builds may look as well."""
    return {slug: workshop_of(project, slug).inputs for slug in slugs}


def any_door(project: Project, doors: Doors) -> Inputs:
    """Return a door to what all publications share."""
    return next(iter(doors.values()), None) or workshop_of(project, "").inputs


def octavo_of(door: Inputs) -> dict[str, str]:
    """Return the version of this Octavo, and the digest of its code."""
    return {"version": door.version(OCTAVO), "sha256": door.package()}


def see_again(
    locked: ProjectLock, project: Project, doors: Doors, read: ReadOptions
) -> ProjectLock:
    """Return what there is now of what a lock names, and what came to its folders since: in a few
    milliseconds, for no text is read. Of publications that it does not name, nothing.

    ``read`` gives the options of a publication whose metadata are not those that are locked."""
    door = any_door(project, doors)
    files = {name: _digest(door, *_split_name(name)) for name in locked.files}
    files |= {name: _digest(door, *_split_name(name)) for name in _find_new(locked, door)}
    plugins = plugin_digests() if locked.plugins else {}
    return ProjectLock(
        octavo_of(door),
        {name: door.version(name) for name in locked.wheels},
        {name: plugins.get(name, "") for name in locked.plugins},
        {name: door.native_version(name) if name in NATIVE else "" for name in locked.native},
        {name: digest for name, digest in files.items() if digest or name in locked.files},
        {
            slug: _see_publication(locked.publications[slug], project, slug, each, read)
            for slug, each in doors.items()
            if slug in locked.publications
        },
    )


def _split_name(name: str) -> tuple[str, str]:
    root, _, path = name.partition("/")
    return root, path


def _digest(door: Inputs, root: str, path: str) -> str:
    try:
        return door.digest(path, root)
    except Outside:
        return ""


def _find_new(locked: ProjectLock, door: Inputs) -> Iterator[str]:
    """Yield what lies among the project's templates where its themes look first."""
    if not door.has_root("project"):
        return
    themes = {own.options.get("theme", "") for own in locked.publications.values()} - {""}
    for folder in ("shared", *sorted(themes)):
        yield from (f"project/{path}" for path in door.listing(folder, "project"))
    yield from (f"project/{path}" for path in FIRST)


def _see_publication(
    locked: LockedPublication, project: Project, slug: str, door: Inputs, read: ReadOptions
) -> LockedPublication:
    templates = {path: _digest(door, "publication", path) for path in locked.templates}
    if METADATA in locked.metadata:
        templates |= {path: door.digest(path) for path in door.listing("templates")}
    metadata = {path: _digest(door, "publication", path) for path in locked.metadata}
    if metadata == locked.metadata:
        return locked._replace(templates=templates)
    return read(locked, project, slug)._replace(templates=templates)
