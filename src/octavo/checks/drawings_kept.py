"""Drawings of a publication -> E310 problems: words of theirs that an edition has lost.

The source says which words a drawing shows; they have to be in one drawing of the finished
edition: in an SVG of an EPUB or a site, in one that a page holds; or on one page of a PDF, where
they are searched and copied. The cover of an EPUB is a raster, whose words are its alternative
text.
"""

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import unquote_to_bytes

from octavo.checks.source_items import pictures_of
from octavo.core.problems import Problem
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import SHAPED, squeeze
from octavo.finished.pdf_reader import OpenPdf
from octavo.languages import direction_of
from octavo.model.metadata import Edition
from octavo.model.publication import Publication
from octavo.pictures.words_seen import words_seen

_DATA = re.compile(r"data:image/svg\+xml(;base64)?,([\w.~!*+,;:@/=%-]+)")
_PAGES = (".html", ".xhtml")
_KNOWN = (*_PAGES, ".epub", ".pdf", ".svg")
"""Files in which drawings can be found; an edition of others has none."""
MOST_NAMED = 6
"""Words that a message names."""
HINT = (
    "a word of a drawing is not where readers look for it: export the drawing anew, with plain "
    "words or with words as paths; where that does not help, this is a fault of Octavo: report it"
)


def drawings_kept(
    publication: Publication, edition: Edition, files: FinishedFiles
) -> Iterator[Problem]:
    """Yield a problem for each drawing whose words an edition lacks. Problems: E310."""
    shown = dict(reversed(list(pictures_of(publication, edition))))
    as_raster = publication.config.metadata.cover if edition.format == "epub" else ""
    wanted = {
        path: _words(files, asset.data)
        for path, asset in publication.assets.items()
        if path in shown and asset.media_type == "image/svg+xml" and path != as_raster
    }
    if not any(name.endswith(_KNOWN) for name in files):
        return
    texts = _texts(files) if any(wanted.values()) else ()
    is_turned = direction_of(publication.config.language) == "rtl"
    seen = [DrawnText(text, is_turned) for text in texts]
    for path, words in wanted.items():
        lost = _losses(words, seen)
        if lost:
            lost = _losses(lost, [DrawnText(text, is_turned) for text in _read_as_painted(files)])
        if lost:
            named = ", ".join(f"'{word}'" for word in lost[:MOST_NAMED])
            more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
            message = (
                f"the {edition.label} edition lacks words of the drawing {path}: {named}{more}"
            )
            yield Problem("E310", shown[path], message, HINT, "warning")


class DrawnText:
    """The words of a drawing in an edition, without spaces and cases."""

    def __init__(self, words: str, is_turned: bool = False) -> None:
        self._words, self._is_turned = words, is_turned

    @cached_property
    def letters(self) -> str:
        return squeeze(self._words).casefold()

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self._words.casefold())

    @cached_property
    def _is_mixed(self) -> bool:
        """Whether it stands among letters that join or run to the left, which readers mix."""
        return self._is_turned or SHAPED in self.letters

    def holds(self, word: str) -> bool:
        """Tell whether a word is there; of scripts that join, whether its letters are."""
        plain = squeeze(word).casefold()
        if SHAPED in plain or self._is_mixed:
            return Counter(word.casefold()) <= self.counts
        return (
            plain in self.letters or plain[::-1] in self.letters
        )  # so PDFium reads what is turned


def _losses(words: Sequence[str], seen: Sequence[DrawnText]) -> list[str]:
    """Return the words that the drawing of an edition lacks that has most of them."""
    lost = list(words)
    for text in seen:
        without = [word for word in words if not text.holds(word)]
        if len(without) < len(lost):
            lost = without
        if not lost:
            break
    return list(dict.fromkeys(lost))


def _texts(files: FinishedFiles) -> Iterator[str]:
    """Yield the words of each drawing in the files of an edition, those of each page of a PDF."""
    for name, data in files.items():
        if name.endswith(".pdf"):
            with files.pdf(name) as pages:
                yield from pages.words()
        elif name.endswith(".epub"):
            book = files.book(name)
            drawings = [path for path in book.names if path.lower().endswith(".svg")]
            yield from (" ".join(_words(files, book.file(path))) for path in drawings)
        elif name.lower().endswith(".svg"):
            yield " ".join(_words(files, data))
        elif name.endswith(_PAGES):
            for packed, body in _DATA.findall(data.decode(errors="replace")):
                yield " ".join(_words(files, _unpack(body, bool(packed))))


def _read_as_painted(files: FinishedFiles) -> Iterator[str]:
    """Yield the words of each page of a PDF as they are painted, one text after the other: such as
    lie over one another are mixed where a page is read."""
    for name, data in files.items():
        if name.endswith(".pdf"):
            with OpenPdf(data) as pdf:
                yield from ("".join(page.words_in_order()) for page in pdf.pages())


def _words(files: FinishedFiles, drawing: bytes) -> tuple[str, ...]:
    def make() -> bytes:
        return json.dumps(words_seen(drawing)).encode()

    return tuple(json.loads(files.recall("words of a drawing", drawing, make)))


def _unpack(body: str, is_base64: bool) -> bytes:
    plain = unquote_to_bytes(body)
    try:
        return base64.b64decode(plain) if is_base64 else plain
    except binascii.Error:
        return b""
