"""A PDF's pages, unit by unit -> what they hold; units that were read before are not read again."""

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from threading import Lock

from octavo.finished.items import Finished
from octavo.finished.kept_items import Recall, items_from_json
from octavo.finished.pdf_beside import SecondReader, read_unit
from octavo.finished.pdf_reader import OpenPdf
from octavo.model.made import UnitPages

Read = Callable[[Iterable[int], bool], tuple[bytes, Sequence[str]]]
"""Reads pages, as ``read_unit`` does."""
WORTH = 150
"""Pages that are worth a second process."""


class PdfByUnit:
    """A PDF whose pages are known unit by unit; use it as a context manager.

    ``bound`` are all its pages; where they are not known, it is one unit. The file is opened where
    a page of it has to be read.
    """

    def __init__(self, data: bytes, bound: Sequence[UnitPages], recall: Recall) -> None:
        self._data, self._recall = data, recall
        self._stack = ExitStack()
        self._opened: OpenPdf | None = None
        self._turn = Lock()
        self._bound = bound or (self._whole(),)

    def __enter__(self) -> "PdfByUnit":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def items(self, is_searched: bool = False) -> Finished:
        """Return what the pages hold, as ``read_pdf`` does; raises Unreadable.

        ``is_searched``: their words will be asked for too, and are read while the pages are open.
        """
        read = self._read_all(is_searched)
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

    def _read_all(self, is_searched: bool) -> list[Finished]:
        """Return what each unit holds; of many pages, a second process reads what waits last."""
        units = self._bound
        found: dict[int, Finished] = {}
        waiting = deque(range(len(units)))

        def work(take: Callable[[], int], make: Read) -> None:
            with suppress(IndexError):  # nothing waits any more
                while True:
                    n = take()
                    found[n] = self._items(units[n], make, is_searched)

        def work_beside() -> None:
            with self._beside() as make:
                work(waiting.pop, make)

        pages = sum(unit.count for unit in units)
        is_worth = pages >= WORTH and (os.cpu_count() or 1) > 1
        with ThreadPoolExecutor(1) as threads:
            other = threads.submit(work_beside) if is_worth else None
            try:
                work(waiting.popleft, self._read_here)
            finally:
                waiting.clear()
            if other:
                other.result()
        return [found[n] for n in range(len(units))]

    def _items(self, unit: UnitPages, read: Read, is_searched: bool) -> Finished:
        def make() -> bytes:
            items, words = read(unit.numbers, is_searched)
            if is_searched:
                self._recall("page words", key, lambda: json.dumps(words).encode())
            return items

        key = unit.made_of.encode()
        return items_from_json(self._recall("reading", key, make))

    def _read_here(self, numbers: Iterable[int], is_searched: bool) -> tuple[bytes, Sequence[str]]:
        with self._turn:  # PDFium does one thing at a time
            return read_unit(self._pdf(), numbers, is_searched)

    @contextmanager
    def _beside(self) -> Iterator[Read]:
        """Return what reads pages in another process, which is started when it has to; here, where
        that is gone."""
        with ExitStack() as stack:
            started: list[SecondReader] = []

            def read(numbers: Iterable[int], is_searched: bool) -> tuple[bytes, Sequence[str]]:
                wanted = tuple(numbers)
                try:
                    if not started:
                        started.append(stack.enter_context(SecondReader(self._data)))
                    return started[0].read(wanted, is_searched)
                except OSError:
                    return self._read_here(wanted, is_searched)

            yield read

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
