"""The pages of a site -> what they hold together, as one HTML edition does."""

import re

from octavo.finished.epub_container import join_path
from octavo.finished.epub_items import read_files
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Finished, Unreadable
from octavo.markup.tree import Element, TooDeep, body_of

_NEXT = re.compile(r'<link rel="next" href="([^"]+)">')


def read_site(files: FinishedFiles) -> Finished:
    """Return what a site's pages hold, from its first page on and each after the one that names
    it as the next; raises Unreadable."""
    return read_files(_pages(files), "html", files.recall)


def _pages(files: FinishedFiles) -> dict[str, Element]:
    """Return the pages in the order in which a reader turns them."""
    path = next((name for name in files if name.endswith("/index.html")), "")
    trees: dict[str, Element] = {}
    while path:
        if path not in files or path in trees:
            raise Unreadable(f"its pages do not follow one another at {path}")
        try:
            text = files[path].decode()
            trees[path] = body_of(files.page(path))
        except UnicodeDecodeError as error:
            raise Unreadable(f"{path} is not UTF-8: {error}") from None
        except TooDeep:
            raise Unreadable(f"the elements of {path} stand too deep in one another") from None
        following = _NEXT.search(text)
        path = join_path(path, following[1]) if following else ""
    lost = sorted(name for name in files if name.endswith(".html") and name not in trees)
    if lost:
        raise Unreadable(f"no page leads to {lost[0]}")
    return trees
