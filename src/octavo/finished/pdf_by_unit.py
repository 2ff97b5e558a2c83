"""A PDF's pages, unit by unit -> what they hold; units that were read before are not read again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from octavo.finished.items import Finished
from octavo.finished.kept_items import items_from_json, items_to_json
from octavo.finished.pdf_items import PdfReader
from octavo.finished.pdf_reader import OpenPdf
from octavo.finished.pdf_tree import read_tagged_pages
from octavo.model.made import UnitPages

Recall = Callable[[str, bytes, Callable[[], bytes]], bytes]
"""Step, what its result depends on, what makes it -> the result."""


class PdfByUnit:
    """A PDF whose pages are known unit by unit; use it as a context manager.

    ``bound`` are all its pages; where they are not known, it is one unit. The file is opened where
    a page of it has to be read.
    """

    def __init__(self, data: bytes, bound: Sequence[UnitPages], recall: Recall) -> None:
        self._data, self._recall = data, recall
        self._stack = ExitStack()
        self._opened: OpenPdf | None = None
        self._bound = bound or (self._whole(),)

    def __enter__(self) -> "PdfByUnit":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def items(self) -> Finished:
        """Return what the pages hold, as ``read_pdf`` does; raises Unreadable."""
        read = [self._items(unit) for unit in self._bound]
        links = [each for held in read for each in held.links]
        return replace(
            read[0],
            blocks=tuple(each for held in read for each in held.blocks),
            headings=tuple(each for held in read for each in held.headings),
            notes=tuple(each for held in read for each in held.notes),
            figures=tuple(each for held in read for each in held.figures),
            tables=tuple(each for held in read for each in held.tables),
            captions=tuple(each for held in read for each in held.captions),
            links=tuple(sorted(links, key=lambda each: each.in_note)),
            alternatives=tuple(each for held in read for each in held.alternatives),
        )

    def words(self) -> Iterator[str]:
        """Yield the words of each page; raises Unreadable."""
        for unit in self._bound:
            data = self._recall("page words", unit.made_of.encode(), partial(self._words, unit))
            yield from json.loads(data)

    def _whole(self) -> UnitPages:
        return UnitPages(0, len(self._pdf()), hashlib.sha256(self._data).hexdigest())

    def _items(self, unit: UnitPages) -> Finished:
        def make() -> bytes:
            reader = PdfReader()
            for page in read_tagged_pages(self._pdf(), unit.numbers):
                reader.page(page)
            return items_to_json(reader.finish())

        return items_from_json(self._recall("reading", unit.made_of.encode(), make))

    def _words(self, unit: UnitPages) -> bytes:
        pdf, found = self._pdf(), []
        for number in unit.numbers:
            with pdf.page(number) as page:
                found.append(page.text)
        return json.dumps(found).encode()

    def _pdf(self) -> OpenPdf:
        if self._opened is None:
            self._opened = self._stack.enter_context(OpenPdf(self._data))
        return self._opened
