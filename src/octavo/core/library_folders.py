"""Where native libraries lie that no system has installed: in a wheel, or in the user's cache.

Standard library only: it is asked before anything is installed.
"""

import os
from importlib.machinery import PathFinder
from pathlib import Path

BREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")
CARRIERS = ("gstreamer_libs", "gstreamer_ext_runtime")
"""Packages whose wheels carry Pango and all that it needs: for Windows in bin, for macOS in lib."""
FOLDER_OF = {"Windows": "bin", "Darwin": "lib"}
USUAL = ("usr/lib", "lib", "usr/lib64", "lib64")
"""Folders of libraries in what packages of a distribution unpack to."""


def folders_of_wheels(system: str) -> tuple[str, ...]:
    """Return the folders of libraries that wheels have brought; none of their code is run."""
    inside = FOLDER_OF.get(system, "")
    if not inside:
        return ()
    specs = (PathFinder.find_spec(name) for name in CARRIERS)
    places = (place for each in specs if each for place in each.submodule_search_locations or ())
    return tuple(str(path) for each in places if (path := Path(each, inside)).is_dir())


def libraries_root() -> Path:
    """Return where ``octavo doctor --install`` unpacks what no superuser can install: the root of a
    file system in the user's cache."""
    told = os.environ.get("XDG_CACHE_HOME", "")  # noqa: TID251  (of the loader, as PATH is)
    base = Path(told) if Path(told).is_absolute() else Path.home() / ".cache"
    return base / "octavo" / "libraries"


def user_folders() -> tuple[str, ...]:
    """Return the folders of libraries that were unpacked there."""
    root = libraries_root()
    if not root.is_dir():
        return ()
    usual = [root / each for each in USUAL]
    found = [*usual, *(path for each in usual for path in sorted(each.glob("*-linux-*")))]
    return tuple(str(each) for each in found if any(each.glob("*.so.*")))
