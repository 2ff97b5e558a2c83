"""What other wheels bring along: themes, by the entry point group ``octavo.themes``.

A wheel says ``NAME = "package"`` (or ``"package.folder"``): the theme's files are data in that
folder, as a theme in a project's templates/ would be. None of the wheel's code is run.
"""

from collections.abc import Mapping
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from pathlib import Path

GROUP = "octavo.themes"
PREFIX = "theme-"
"""Begins the name of a root that an installed theme has."""


def themes() -> Mapping[str, Path]:
    """Return root name (``theme-NAME``) -> folder, for every theme that a wheel brings."""
    found = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        folder = _folder(entry.module)
        if folder is not None:
            found[f"{PREFIX}{entry.name}"] = folder
    return found


def _folder(module: str) -> Path | None:
    """Return where a package lies, without importing it; None where there is none."""
    top, *below = module.split(".")
    spec = PathFinder.find_spec(top)
    places = (spec.submodule_search_locations if spec else None) or ()
    folders = (Path(place).joinpath(*below) for place in places)
    return next((folder for folder in folders if folder.is_dir()), None)
