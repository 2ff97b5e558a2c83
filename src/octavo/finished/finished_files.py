"""Finished files by name; each page among them is parsed once, for all who read it in one step."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING

from octavo.core.workshop import Workshop
from octavo.finished.epub_container import Container
from octavo.finished.kept_items import recall_by
from octavo.markup.tree import Element, parse_document
from octavo.model.made import UnitPages

if TYPE_CHECKING:
    from octavo.finished.pdf_by_unit import PdfByUnit

_TAG_WITH_DATA = re.compile(r"<style\b.*?</style>|<[A-Za-z](?=[^<>]*?data:)[^<>]*+>", re.DOTALL)
_DATA_URL = re.compile(r"data:(?:[\w.+/-]+;base64,[\w+/=]+|image/svg\+xml,[\w.~!*+,;:@/=%-]+)")


class FinishedFiles(Mapping[str, bytes]):
    """The files of editions, with the trees of those that were asked for.

    A tree belongs to all who read it: nobody changes it. It stays as long as the files do, so they
    are opened for one step alone, and by one thread.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        bound: Mapping[str, Sequence[UnitPages]] = MappingProxyType({}),
        workshop: Workshop | None = None,
    ) -> None:
        """``bound``: the pages of PDFs among them, by unit; with a workshop, what was read of the
        same before is recalled."""
        self._files, self._bound, self._workshop = files, bound, workshop
        self.recall = recall_by(workshop)
        """Returns what a step reads, recalled where it was read of the same before."""
        self._pages: dict[str, Element] = {}
        self._books: dict[str, Container] = {}

    def __getitem__(self, name: str) -> bytes:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def only(self, names: Mapping[str, bytes]) -> "FinishedFiles":
        """Return some of the files, which share their trees with these."""
        files = {name: self._files[name] for name in names}
        some = FinishedFiles(files, self._bound, self._workshop)
        some._pages, some._books = self._pages, self._books
        return some

    def page(self, name: str) -> Element:
        """Return ``<html>`` of a page, in which embedded files are empty; raises TooDeep."""
        if name not in self._pages:
            text = self._files[name].decode(errors="replace")
            self._pages[name] = parse_document(_without_data(text))
        return self._pages[name]

    def book(self, name: str) -> Container:
        """Return an EPUB's files; raises BadZipFile."""
        if name not in self._books:
            self._books[name] = Container(zipfile.ZipFile(io.BytesIO(self._files[name])))
        return self._books[name]

    def pdf(self, name: str) -> AbstractContextManager["PdfByUnit"]:
        """Return the pages of a PDF."""
        from octavo.finished.pdf_by_unit import PdfByUnit  # 80 ms: PDFium

        return PdfByUnit(self._files[name], self._bound.get(name, ()), self.recall)


def open_files(files: Mapping[str, bytes]) -> FinishedFiles:
    """Return files that remember their trees: the same ones, where they are such already."""
    return files if isinstance(files, FinishedFiles) else FinishedFiles(files)


def _without_data(html: str) -> str:
    """Return a page without the files that its tags and style sheets hold; its words may well
    speak of such."""
    return _TAG_WITH_DATA.sub(lambda tag: _DATA_URL.sub("data:,", tag[0]), html)
