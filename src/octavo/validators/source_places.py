"""A finding in an edition -> the line of the source that brought it about, where it can be told.

Ids lead there: an element's own, one in its markup, or the last one before its line. A PDF knows
pages only; there the first block of the page is named.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from octavo.core.problems import Place
from octavo.markup.tree import text_of
from octavo.model.chapters import line_of
from octavo.model.publication import Publication
from octavo.validators.verdicts import Finding

_ID = re.compile(r"\bid=[\"']([^\"']+)[\"']")
_TAG = re.compile(r"<[^>]*>")
SHORTEST = 12
"""Characters of an excerpt that are enough to look for it in the text."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """The places of one publication that findings can be led to."""

    by_id: Mapping[str, Place]
    by_words: Mapping[str, Place]
    """Words of a block, without white space."""
    by_page: Mapping[int, Place]
    """Page of the PDF, counted from 1 -> its first block."""


def atlas(publication: Publication, starts: Mapping[int, Place]) -> Atlas:
    """Return the places of a publication; ``starts``: page -> place of its first block."""
    by_id: dict[str, Place] = {}
    by_words: dict[str, Place] = {}
    for chapter in publication.chapters:
        by_id[chapter.slug] = chapter.text.place(1)
        for node in chapter.body.iter():
            place = chapter.text.place(line_of(node))
            if node.get("id"):
                by_id[str(node.get("id"))] = place
            if node.get("data-b"):
                by_words.setdefault(_bare(text_of(node)), place)
    return Atlas(by_id, by_words, starts)


def locate(finding: Finding, places: Atlas, data: bytes) -> Place | None:
    """Return where the source says what a finding in ``data`` complains of; None if unknown."""
    for name in _ids(finding, data):
        if name in places.by_id:
            return places.by_id[name]
    words = _bare(_TAG.sub("", finding.excerpt))
    if len(words) >= SHORTEST:
        for text, place in places.by_words.items():
            if words in text:
                return place
    return places.by_page.get(finding.page)


def _ids(finding: Finding, data: bytes) -> Iterator[str]:
    """Yield the ids that may lead to the source, the nearest first."""
    if finding.id:
        yield finding.id
    yield from _ID.findall(finding.excerpt)
    if finding.line:
        before = _text(finding, data).split("\n")[: finding.line]
        yield from reversed(_ID.findall("\n".join(before)))


def _text(finding: Finding, data: bytes) -> str:
    if finding.path.suffix == ".epub":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = archive.read(finding.inside)
        except (KeyError, zipfile.BadZipFile):
            return ""
    return data.decode(errors="replace")


def _bare(words: str) -> str:
    return "".join(words.split())
