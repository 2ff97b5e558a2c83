"""What other wheels bring along, by entry points: themes as data; formats, transforms and checks as
code, which runs only where a publication names it.

A theme: group ``octavo.themes``, ``NAME = "package"`` (or ``"package.folder"``). Its files are data
in that folder, as a theme in a project's templates/ would be; none of the wheel's code is run.
Code: ``octavo.editions``, ``octavo.transforms``, ``octavo.checks``, ``NAME = "module:name"``.

What is installed is looked up once, while Python looks in the same folders: the code that runs is
that of the first look.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from pathlib import Path
from typing import Any

THEMES = "octavo.themes"
CODE = ("octavo.checks", "octavo.editions", "octavo.transforms")
PREFIX = "theme-"
"""Begins the name of a root that an installed theme has."""


class Unloadable(Exception):
    """Raised where a wheel does not give what its entry point promises."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the wheel that brings '{name}' cannot be used: {why}")


def themes() -> Mapping[str, Path]:
    """Return root name (``theme-NAME``) -> folder, for every theme that a wheel brings."""
    found = {}
    for entry in _entries(THEMES):
        folder = _folder(entry.module)
        if folder is not None:
            found[f"{PREFIX}{entry.name}"] = folder
    return found


def plugin_names(group: str) -> tuple[str, ...]:
    """Return the names that wheels bring to a group, in order of name; nothing is loaded."""
    return tuple(dict.fromkeys(entry.name for entry in _entries(group)))


def plugin(group: str, name: str) -> Any:
    """Load and return what an entry point names; raises Unloadable."""
    entry = next((entry for entry in _entries(group) if entry.name == name), None)
    if entry is None:
        raise Unloadable(name, f"no wheel brings it to {group}")
    try:
        return entry.load()
    except Exception as error:  # whatever a stranger's module may raise
        raise Unloadable(name, repr(error)) from None


def plugin_digest() -> str:
    """Return a digest of the code that wheels bring, found without running it."""
    found = hashlib.sha256()
    for name, digest in plugin_digests().items():
        found.update(f"{name} {digest}\n".encode())
    return found.hexdigest()


def plugin_digests() -> dict[str, str]:
    """Return ``GROUP/NAME`` -> digest of its code and of where in it it begins; nothing is run."""
    found: dict[str, str] = {}
    for group in CODE:
        for entry in _entries(group):
            name = f"{group}/{entry.name}"
            code = hashlib.sha256(f"{found.get(name, '')}{entry.value}\n".encode())
            for path in _modules(entry.module):
                code.update(hashlib.sha256(path.read_bytes()).digest())
            found[name] = code.hexdigest()
    return found


def version(name: str) -> str:
    """Return the version of an installed distribution, '' where it is not installed."""
    return _version(name, tuple(sys.path))


@cache
def _version(name: str, places: tuple[str, ...]) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ""
    head = (found.read_text("METADATA") or "").partition("\n\n")[0]  # behind it: pages of prose
    said = next((line for line in head.splitlines() if line.startswith("Version: ")), "")
    return said.removeprefix("Version: ").strip() or found.version


def _entries(group: str) -> list[EntryPoint]:
    return _entries_in(tuple(sys.path))[group]


@cache
def _entries_in(places: tuple[str, ...]) -> dict[str, list[EntryPoint]]:
    """Return the entry points of each of our groups, in order of name."""
    found = entry_points()
    return {
        group: sorted(found.select(group=group), key=lambda entry: (entry.name, entry.value))
        for group in (THEMES, *CODE)
    }


def _modules(module: str) -> Iterator[Path]:
    """Yield the Python files of the top package, or the one file, that a module is in."""
    spec = PathFinder.find_spec(module.partition(".")[0])
    for place in (spec.submodule_search_locations if spec else None) or ():
        yield from sorted(Path(place).rglob("*.py"))
    if spec and spec.origin and not spec.submodule_search_locations:
        yield Path(spec.origin)


def _folder(module: str) -> Path | None:
    """Return where a package lies, without importing it; None where there is none."""
    top, *below = module.split(".")
    spec = PathFinder.find_spec(top)
    places = (spec.submodule_search_locations if spec else None) or ()
    folders = (Path(place).joinpath(*below) for place in places)
    return next((folder for folder in folders if folder.is_dir()), None)
