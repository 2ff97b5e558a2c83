"""The style sheets of goldens: each once, in a pool beside the folders of the publications.

The sheet in a page is that of its theme, the same in most publications. A golden keeps the faces
of its page, which are its own, and names the file of the pool that holds the other rules. A file
of the pool is called by its digest: two publications that share it cannot take it from each other.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.core.problems import BuildFailed, Place, Problem

POOL = "shared-sheets"
_STYLE = re.compile(rb"<style>\n((?:@font-face [^\n]*\n)*)(.+?)</style>(?=.*</head>)", re.DOTALL)
_NAMED = re.compile(rb"/\* the rules are in %s/([0-9a-f]{16}\.css) \*/" % POOL.encode())


@dataclass(frozen=True, slots=True)
class Parted:
    """Goldens of one publication whose pages name their sheets, and those sheets."""

    files: Mapping[str, bytes]
    sheets: Mapping[str, bytes]
    """Name in the pool -> rules."""


def part_sheets(files: Mapping[str, bytes]) -> Parted:
    """Take the sheets out of the pages among a publication's readable files."""
    made, sheets = dict(files), {}
    for path, data in files.items():
        found = _STYLE.search(data) if path.endswith(".html") else None
        if found:
            faces, rules = found.groups()
            name = name_of_sheet(rules)
            sheets[name] = rules
            style = b"<style>\n%s%s\n</style>" % (faces, _line(name))
            made[path] = data[: found.start()] + style + data[found.end() :]
    return Parted(made, sheets)


def name_of_sheet(rules: bytes) -> str:
    """Return what the pool calls a sheet: by its digest."""
    return f"{hashlib.sha256(rules).hexdigest()[:16]}.css"


def _line(name: str) -> bytes:
    return f"/* the rules are in {POOL}/{name} */".encode()


def sheet_of(page: bytes) -> str:
    """Return the name of the sheet that a golden page has in the pool, '' where it has none."""
    found = _NAMED.search(page)
    return found[1].decode() if found else ""


def with_sheet(page: bytes, name: str) -> bytes:
    """Return a golden page that names another sheet of the pool."""
    return _NAMED.sub(_line(name), page, count=1)


def read_pool(folder: Path) -> dict[str, bytes]:
    """Return the sheets in the pool of a folder of goldens, by name."""
    return {
        path.name: path.read_bytes().replace(b"\r\n", b"\n")
        for path in sorted((folder / POOL).glob("*.css"))
    }


def find_unnamed_sheets(folder: Path) -> tuple[str, ...]:
    """Return the sheets of a folder's pool that no golden there names."""
    pages = (path.read_bytes() for path in sorted(folder.rglob("*.html")) if path.is_file())
    named = {sheet_of(page) for page in pages}
    return tuple(name for name in read_pool(folder) if name not in named)


def refuse_pool(slug: str) -> None:
    """Raise BuildFailed where a publication has the pool's name. Problems: E119."""
    if slug.casefold() == POOL:
        hint = "give the folder or file in source/ another name"
        message = f"'{slug}' is what Octavo calls a folder of its own among goldens"
        raise BuildFailed([Problem("E119", Place(f"source/{slug}"), message, hint)])
