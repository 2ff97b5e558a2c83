"""PDF editions being set by the press, one after the other, while this process does other work."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from types import TracebackType
from typing import Any, Self

from octavo.editions.order import Order
from octavo.editions.pdf.cover_wrap import make_cover
from octavo.editions.pdf.pdf_file import make_pdf
from octavo.editions.pdf.presses import PressPool
from octavo.markup.moulds import Moulds
from octavo.model.made import Made, PageMap


class Setting:
    """Sets PDFs by their orders: the first one's pages are those that other editions name.

    Leaving it by an exception stops the press, also where the author or the clock stops the build.
    """

    def __init__(self, orders: Sequence[Order], pool: PressPool | None) -> None:
        self._press = pool
        self._thread = ThreadPoolExecutor(1)
        self._pages: Future[PageMap] = Future()
        self._made: dict[str, Future[Made]] = {}
        """By the names of the editions, in the order of their orders."""
        moulds = Moulds()  # of the one thread of the pool
        if pool:
            pool.is_at_work.clear()
        for n, order in enumerate(orders if pool else ()):
            assert pool is not None
            tell = self._pages.set_result if n == 0 else _nobody
            make = self._cover if order.edition.wraps else make_pdf
            work = partial(_set, make, order, order.trees(), moulds)
            made = self._thread.submit(work, pool, tell)
            self._made[order.edition.name] = made
            made.add_done_callback(partial(_end_waiting, pool))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None and self._press:
            self._press.stop()  # or the pool would wait for its pages
        self._thread.shutdown(cancel_futures=True)

    def _cover(self, order: Order, pool: PressPool, tell: Callable[[PageMap], object]) -> Made:
        """Return a cover; the block that it goes round has been ordered, and so made, before."""
        return make_cover(order, pool, self._made[order.edition.wraps].result())

    def wait_for_press(self) -> None:
        """Wait until a press has something to set, or none has to: other work of this process would
        only keep them waiting."""
        if self._press and self._made:
            self._press.is_at_work.wait()

    def pages(self) -> PageMap:
        """Return where things stand in the first PDF, as soon as that is known; empty without."""
        if not self._made:
            return PageMap()
        first = next(iter(self._made.values()))
        waiting: list[Future[Any]] = [self._pages, first]
        wait(waiting, return_when=FIRST_COMPLETED)
        return self._pages.result() if self._pages.done() else first.result().pages

    def deliver(self, order: Order) -> Made:
        """Return the PDF of one of the orders."""
        return self._made[order.edition.name].result()

    def main(self) -> Made:
        """Return the PDF whose pages others name; nothing where there is none."""
        return next((each.result() for each in self._made.values()), Made({}))


def _end_waiting(pool: PressPool, _: object) -> None:
    pool.is_at_work.set()


def _nobody(pages: PageMap) -> None:
    """Hear the page map of a PDF that no other edition is counted by."""


def _set(
    make: Callable[..., Made],
    order: Order,
    trees: Sequence[bytes],
    moulds: Moulds,
    pool: PressPool,
    tell: Callable[[PageMap], object],
) -> Made:
    """Set an order with trees of this thread."""
    return make(order.copy(trees, moulds), pool, tell)
