"""Where a link to a file or a page leads: the Markdown file of the publication that is meant."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

_PAGE = re.compile(r"\.(?:md|markdown|mdx?|qmd|rmd|ipynb|html?|xhtml|rst)$", re.IGNORECASE)
_ROOTS = ("index", "README", "_index")
"""Names of the file that stands for its folder."""


def file_meant(path: str, own: str, files: Mapping[str, str]) -> str:
    """Return the file of ``files`` to which a path leads from the file ``own``, '' for none.

    It may be written from the file's folder or the publication's, as an address (%20), with
    another program's ending (.html, .qmd), as a folder (``x/``), and from a site's root (``/x/``).
    """
    known = {_bare(each): each for each in reversed(list(files))}
    for place in _places(unquote(path.partition("?")[0]), own):
        found = next((known[each] for each in _bares(place) if each in known), "")
        if found:
            return found
    return ""


def _places(path: str, own: str) -> Iterator[str]:
    """Yield where a path may lead, as paths from the publication's folder, the likeliest first."""
    folder = PurePosixPath(own).parent
    if not path.startswith("/"):
        yield normpath(folder / path)
        yield normpath(path)
        if not _PAGE.search(path) or path.endswith("/index.html"):  # each page is a folder
            yield normpath(folder / PurePosixPath(own).stem / path)
        return
    parts = path.strip("/").split("/")
    for n in range(len(parts)):
        yield normpath("/".join(parts[n:]) or ".")


def _bares(place: str) -> Iterator[str]:
    bare = _bare(place)
    yield bare
    folder = "" if bare in (".", "") else f"{bare}/"
    for name in _ROOTS:
        if bare.endswith(f"/{name}") or bare == name:
            yield bare.removesuffix(name).rstrip("/")
            folder = bare.removesuffix(name)
    for name in _ROOTS:
        yield f"{folder}{name}"


def _bare(path: str) -> str:
    return unicodedata.normalize("NFC", _PAGE.sub("", path))
