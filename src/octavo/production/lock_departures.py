"""What a lock has settled, and what there is -> all that departs from it, as problems."""

from collections.abc import Iterator, Mapping, Sequence

from octavo.core.problems import Place, Problem
from octavo.production.pipeline import Project, prefix_of
from octavo.production.project_lock import (
    NAME,
    LockedPublication,
    ProjectLock,
    Table,
    is_within,
    line_of,
)

AGREE = "or octavo lock takes it as it is now"
NONE = "none"
BROUGHT = "templates"
"""Root of the templates and fonts that Octavo brings."""
NEW, GONE = "used, and not in the lock", "in the lock, and not there"
ANOTHER = "not what it was when it was locked"


def departures(
    locked: ProjectLock, now: ProjectLock, project: Project, data: bytes
) -> Iterator[Problem]:
    """Yield an error for each thing that is not as a lock has it, at its place.

    ``data``: the file of the lock. Problems: E922 to E927.
    """
    yield from _of_octavo(locked.octavo, now.octavo, data)
    for name, was, found in _differences(locked.wheels, now.wheels):
        hint = f"pip install {name}=={was}, {AGREE}" if was else AGREE.removeprefix("or ")
        yield _departure(f"the wheel {name}", ("E923", was, found), hint, data, "wheels", name)
    for name, was, found in _differences(locked.plugins, now.plugins):
        hint = f"install the wheel that brought it, {AGREE}"
        yield _departure(f"the code of {name}", ("E923", was, found), hint, data, "plugins", name)
    yield from _of_libraries(locked.native, now.native, data)
    yield from _of_files(locked.files, now.files, data)
    for slug, own in now.publications.items():
        yield from _of_publication(slug, locked.publications.get(slug), own, project)


def _differences(locked: Table, now: Table) -> Iterator[tuple[str, str, str]]:
    """Yield (name, locked, now); '' where there is none."""
    for name in sorted({*locked, *now}):
        if locked.get(name, "") != now.get(name, ""):
            yield name, locked.get(name, ""), now.get(name, "")


def _departure(
    what: str, differing: tuple[str, str, str], hint: str, data: bytes, *keys: str
) -> Problem:
    """Return that something is another; ``differing``: code, as it was locked, as it is."""
    code, was, found = differing
    if not was:
        return _at("E927", f"{what} ({_short(found)}) is not in the lock", hint, data, *keys[:1])
    message = f"{what} is {_short(found)}, and {_short(was)} is locked"
    return _at(code, message if found else f"{what} is not here", hint, data, *keys)


def _short(value: str) -> str:
    return value[:12] if len(value) == 64 else value or NONE


def _at(code: str, message: str, hint: str, data: bytes, *keys: str) -> Problem:
    return Problem(code, Place(NAME, line_of(data, *keys)), message, hint)


def _of_octavo(locked: Table, now: Table, data: bytes) -> Iterator[Problem]:
    was, found = locked.get("version", ""), now["version"]
    if was != found:
        hint = f"pip install octavo=={was}, {AGREE}"
        message = f"this is Octavo {found}, and {was or NONE} is locked"
        yield _at("E922", message, hint, data, "octavo", "version")
    elif locked.get("sha256", "") != now["sha256"]:
        hint = f"install the Octavo that the lock was written with, {AGREE}"
        message = f"this Octavo {found} has other code than the one that is locked"
        yield _at("E922", message, hint, data, "octavo", "sha256")


def _of_libraries(locked: Table, now: Table, data: bytes) -> Iterator[Problem]:
    for name, version in sorted(now.items()):
        words = locked.get(name, "")
        if not words:
            hint = AGREE.removeprefix("or ")
            yield _departure(f"the library {name}", ("E927", "", version), hint, data, "native")
        elif not is_within(version, words):
            hint = f"install one of these, write a wider range, {AGREE}"
            message = f"the library {name} is {version or NONE}, and {words} is locked"
            yield _at("E924", message, hint, data, "native", name)


REMEDIES: Mapping[str, str] = {
    BROUGHT: "install Octavo anew, which brings it",
    "project": "git restore",
    "fonts": "octavo fonts fetches it anew",
}
"""Root of a file -> how it becomes again what it was."""


def _of_files(locked: Table, now: Table, data: bytes) -> Iterator[Problem]:
    """Yield what departs of files that publications share; what comes with Octavo at once: where
    its version is another, all of it may be."""
    brought: dict[str, list[tuple[str, str]]] = {}
    for name, was, found in _differences(locked, now):
        root, _, path = name.partition("/")
        told = f"templates/{path}" if root == "project" else name
        remedy = REMEDIES.get(root, "install the wheel that brought it")
        if root == "project":
            yield _file_problem(told, was, found, f"{remedy} {told}", Place(told))
        elif root == BROUGHT or not was:
            brought.setdefault(_state(was, found), []).append((name, remedy))
        else:
            place = Place(NAME, line_of(data, "files", name))
            yield _file_problem(told, was, found, remedy, place)
    for state, files in brought.items():
        yield _as_one(state, files, data)


def _as_one(state: str, files: Sequence[tuple[str, str]], data: bytes) -> Problem:
    """Return that files which came with Octavo, or were fetched, depart in the same way."""
    first, remedy = files[0]
    code = "E927" if state == NEW else "E925"
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    hint = AGREE.removeprefix("or ") if state == NEW else f"{remedy}, {AGREE}"
    return _at(code, f"{first}{more}: {state}", hint, data, "files", first)


def _file_problem(told: str, was: str, found: str, remedy: str, place: Place) -> Problem:
    state = _state(was, found)
    code, remedy = ("E925", remedy) if was else ("E927", "take it away")
    return Problem(code, place, f"{told}: {state}", f"{remedy}, {AGREE}")


def _state(was: str, found: str) -> str:
    return (ANOTHER if found else GONE) if was else NEW


def _of_publication(
    slug: str, locked: LockedPublication | None, now: LockedPublication, project: Project
) -> Iterator[Problem]:
    if locked is None:
        yield _no_entry(slug)
        return
    folder = prefix_of(project, slug)
    for path, was, found in _differences(locked.templates, now.templates):
        told = f"{folder}/{path}" if folder else path
        yield _file_problem(told, was, found, f"git restore {told}", Place(told))
    for key, was, found in _differences(locked.options, now.options):
        name = next(iter(now.metadata), "")
        place = now.places.get(key) or Place(f"{folder}/{name}" if folder else name)
        message = f"{key} is '{found}', and '{was}' is locked"
        message = message.replace("''", "left out")
        yield Problem("E926", place, message, f"write it as it was, {AGREE}")


def find_unknown(locked: ProjectLock, slugs: Sequence[str]) -> Iterator[Problem]:
    """Yield the publications that a lock does not know. Problems: E927."""
    yield from (_no_entry(slug) for slug in slugs if slug not in locked.publications)


def _no_entry(slug: str) -> Problem:
    message = f"the publication '{slug}' is not in the lock"
    return Problem("E927", Place(NAME), message, "octavo lock takes it in")


def notice_of(found: Sequence[Problem]) -> Problem:
    """Return all that departs, as one thing to know. Problems: E929."""
    count = f"in {len(found)} points" if len(found) > 1 else "in one point"
    lines = [f"    {each.place}: {each.message}: {each.hint}" for each in found]
    message = "\n".join([f"what is used here departs from it {count}:", *lines])
    hint = "octavo lock takes all as it is now; octavo build --frozen refuses it"
    return Problem("E929", Place(NAME), message, hint, "notice")


def find_gone(locked: ProjectLock, slugs: Sequence[str], data: bytes) -> Iterator[Problem]:
    """Yield the publications that a lock alone knows. Problems: E927."""
    hint = f"put it back, {AGREE}"
    for slug in sorted({*locked.publications} - {*slugs}):
        yield _at("E927", f"the publication '{slug}' is gone", hint, data, "publications", slug)
