"""A file's path -> the title of a chapter that has none of its own, as MkDocs makes it."""

import re
from pathlib import PurePosixPath

_ROOTS = frozenset({"index", "_index", "readme"})
"""Names of files that stand for their folder."""
_PLACE = re.compile(r"\A\d{1,3}(?:\.\d+)*[-_. ]+(?=.*[^\W\d_])")
"""A number that gives a file its place among others; years have four digits."""
_PARTS = re.compile(r"[-_\s]+")


def title_of_file(path: str) -> str:
    """Return "Learn to debug" for ``text/01-learn-to-debug.md``, '' for the first file of all.

    Words in capitals stay so; a file that stands for its folder is called by that.
    """
    file = PurePosixPath(path)
    name = file.parent.name if file.stem.lower() in _ROOTS else file.stem
    words = " ".join(filter(None, _PARTS.split(_PLACE.sub("", name))))
    return words[:1].upper() + words[1:] if words == words.lower() else words
