"""Where a project's results are kept: in the user's cache, or where somebody says."""

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.store_folder import MOST_BYTES, Shelves, StoreFolder
from octavo.core.store_secret import FILE, WORDS, read_secret, user_secret

STORE, LIMIT = "OCTAVO_STORE", "OCTAVO_STORE_LIMIT"
"""Variables of the environment: a folder or an address; how much a store may hold."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:(?:/|:)")
_UNITS = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4}


def cache_folder() -> Path | None:
    """Return Octavo's folder in the user's cache, None where the user has none."""
    if (
        sys.platform == "linux"
    ):  # as platformdirs has it, whose import costs a tenth of a warm build
        named = os.environ.get("XDG_CACHE_HOME", "").strip()  # noqa: TID251  (no ingredient)
        home = named if named.startswith("/") else os.path.expanduser("~/.cache")  # noqa: PTH111
        folder = Path(home) / "octavo"
    else:
        import platformdirs

        folder = platformdirs.user_cache_path("octavo")
    return folder if folder.is_absolute() else None


def store_top(environ: Mapping[str, str]) -> Path | None:
    """Return the folder whose size is bounded; None where there is none, or it is far away."""
    named = environ.get(STORE, "")
    if named:
        return None if _ADDRESS.match(named) else Path(named).absolute()
    home = cache_folder()
    return home and home / "store"


def store_of(root: Path, environ: Mapping[str, str]) -> Shelves | None:
    """Return where the results of a project are kept, None where nothing can be.

    Each project has a folder of its own in the user's cache, by the digest of its path: what a
    stranger's project had made is never asked by another one. A folder that somebody names is one
    for all projects for which it is named. Raises BuildFailed: E320.
    """
    most, named = read_bound(environ), environ.get(STORE, "")
    if _ADDRESS.match(named):
        return _far(named, environ)
    home = cache_folder()
    secret = read_secret(environ) or (user_secret(home) if home else None)
    if secret is None:
        return None
    top = store_top(environ)
    if top is None:
        return None
    if named:
        return StoreFolder(top, secret, most_bytes=most)
    own = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return StoreFolder(top / own, secret, top, most)


def shelves_in(folder: Path) -> Shelves | None:
    """Return a folder as a store whose results are sealed by the user's secret."""
    home = cache_folder()
    secret = user_secret(home) if home else None
    return StoreFolder(folder, secret) if secret else None


def read_bound(environ: Mapping[str, str]) -> int:
    """Return how many bytes a store may hold. Raises BuildFailed: E320."""
    words = environ.get(LIMIT, "")
    if not words:
        return MOST_BYTES
    try:
        return bytes_of(words)
    except ValueError as fault:
        hint = "write a number and a unit: 500MB, 2GB"
        raise BuildFailed([Problem("E320", Place(LIMIT), str(fault), hint)]) from None


def bytes_of(words: str) -> int:
    """Return what a size in words means: ``500MB``, ``2 GB``; raises ValueError."""
    found = _SIZE.fullmatch(words.strip())
    if not found:
        raise ValueError(f"'{words}' is no size")
    return int(float(found[1]) * _UNITS[found[2].lower()])


def _far(address: str, environ: Mapping[str, str]) -> Shelves:
    secret = read_secret(environ)
    if secret is None:
        hint = f"give all machines that share it one secret, in {WORDS}, or a file in {FILE}"
        message = "a store that machines share needs a secret that they share"
        raise BuildFailed([Problem("E320", Place(address), message, hint)])
    from octavo.core.store_address import StoreAddress  # only where there is one

    return StoreAddress(address, secret)
