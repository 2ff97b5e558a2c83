"""An EPUB's bytes -> what its spine holds, and what its metadata claim."""

import io
import zipfile
from collections.abc import Mapping
from functools import partial

from octavo.finished.epub_container import UNSOUND, Container, join_path, package_of, spine_of
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.html_items import HtmlReader, mark_if_nowhere
from octavo.finished.items import Finished, Unreadable
from octavo.finished.kept_items import Recall
from octavo.markup.tree import Element


def read_epub(files: FinishedFiles, name: str) -> Finished:
    """Return what an EPUB's files hold, in the order of its spine; raises Unreadable."""
    try:
        trees = spine_of(files.book(name))
    except UNSOUND as error:
        raise Unreadable(f"it is no sound EPUB: {error}") from None
    return read_files(trees, "epub", files.recall)


def read_files(trees: Mapping[str, Element], format: str, recall: Recall) -> Finished:
    """Return what files hold that lead to each other: path -> body, in reading order."""
    ids = {
        path: frozenset(str(node.get("id")) for node in tree.iter() if node.get("id"))
        for path, tree in trees.items()
    }
    reader = HtmlReader(recall=recall)
    for path, tree in trees.items():
        reader.resolve = partial(_resolve, path=path, ids=ids)
        reader.edition(tree)
    return reader.finish(format)


def claims_of(data: bytes) -> tuple[str, ...]:
    """Return the claims of conformance in a book's metadata; () for what is no sound EPUB."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _, package = package_of(Container(archive))
    except (*UNSOUND, Unreadable):
        return ()
    metas = (node for node in package.iter("{*}meta"))
    claims = (node.text for node in metas if node.get("property") == "dcterms:conformsTo")
    return tuple(filter(None, claims))


def _resolve(href: str, path: str, ids: dict[str, frozenset[str]]) -> str:
    """Return ``#id`` for an address inside, as in the editions of one file."""
    if ":" in href.partition("#")[0]:
        return href
    file, _, name = href.partition("#")
    target = join_path(path, file) if file else path
    return mark_if_nowhere(f"#{name}", ids.get(target, frozenset()))
