"""PDFs that are set while other work is done, by a make that a test holds back."""

from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest

from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.in_background import Setting
from octavo.editions.pdf.presses import PressPool
from octavo.languages import Language
from octavo.markup.tree import parse_xml
from octavo.model.made import Made, PageMap
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.themes import Theme

MAKE = "octavo.editions.pdf.in_background.make_pdf"
Tell = Callable[[PageMap], object]


class Stopped:
    """Presses of which only the end counts."""

    def __init__(self) -> None:
        self.is_stopped, self.is_at_work = Event(), Event()

    def stop(self) -> None:
        self.is_stopped.set()


def order(name: str = "pdf") -> Order:
    config = Config("w", "w.md", Metadata(1, "W", "en"), {}, 0, "urn:w")
    body = parse_xml("<body><p>x</p></body>")
    chapters = (Chapter(Text("w.md", ""), "w", "chapter", "body", body),)
    return Order(
        Publication(config, chapters),
        Theme("t", True, 1, "Article", (), (), {}, {}),
        Language("en", {}, (), ("“", "”", "‘", "’"), ""),
        cast("Workshop", SimpleNamespace()),
        "id",
        Edition(name),
    )


def pages(label: str) -> PageMap:
    return PageMap((label,))


def test_pages_are_known_before_their_pdf_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = Event()

    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        tell(pages("told"))
        assert may_end.wait(120)
        return Made({order.file: b"%PDF"}, pages("made"))

    monkeypatch.setattr(MAKE, make)
    with Setting([order()], cast("PressPool", Stopped())) as setting:
        assert setting.pages().labels == ("told",)
        may_end.set()
        assert setting.deliver(order()).files == {"w.pdf": b"%PDF"}


def test_pages_of_a_pdf_that_is_recalled_are_those_that_it_was_made_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MAKE, lambda order, pool, tell: Made({}, pages("recalled")))
    with Setting([order()], cast("PressPool", Stopped())) as setting:
        assert setting.pages().labels == ("recalled",)


def test_the_first_order_is_the_one_whose_pages_others_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        tell(pages(order.edition.name))
        return Made({}, pages(order.edition.name))

    monkeypatch.setattr(MAKE, make)
    with Setting([order("pdf-print"), order("pdf")], cast("PressPool", Stopped())) as setting:
        assert setting.main().pages.labels == ("pdf-print",)
        assert setting.deliver(order("pdf")).pages.labels == ("pdf",)
        assert setting.pages().labels == ("pdf-print",)


def test_a_pdf_is_set_from_trees_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = order()

    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        order.publication.chapters[0].body.clear()
        return Made({})

    monkeypatch.setattr(MAKE, make)
    with Setting([mine], cast("PressPool", Stopped())) as setting:
        setting.main()
    assert len(mine.publication.chapters[0].body) == 1


def test_a_fault_of_a_pdf_is_raised_where_its_pages_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        raise LookupError("no ink")

    monkeypatch.setattr(MAKE, make)
    with (
        Setting([order()], cast("PressPool", Stopped())) as setting,
        pytest.raises(LookupError, match="no ink"),
    ):
        setting.pages()


def test_a_fault_elsewhere_stops_the_press(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Stopped()

    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        assert cast("Stopped", pool).is_stopped.wait(120)
        return Made({})

    monkeypatch.setattr(MAKE, make)
    with (
        pytest.raises(LookupError, match="elsewhere"),
        Setting([order()], cast("PressPool", worker)),
    ):
        raise LookupError("elsewhere")
    assert worker.is_stopped.is_set()


@pytest.mark.parametrize("is_asked", [True, False])
def test_other_work_waits_until_the_press_has_some_or_needs_none(
    is_asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_waited, may_end = Event(), Event()
    worker = Stopped()

    def make(order: Order, pool: PressPool, tell: Tell) -> Made:
        has_waited.wait(0.2)  # nobody comes before there is work
        seen.append(has_waited.is_set())
        if is_asked:
            pool.is_at_work.set()
            assert may_end.wait(120)
        return Made({})

    seen: list[bool] = []
    monkeypatch.setattr(MAKE, make)
    with Setting([order()], cast("PressPool", worker)) as setting:
        setting.wait_for_press()
        has_waited.set()
        may_end.set()
    assert seen == [False]


def test_without_a_press_nothing_is_set() -> None:
    with Setting([order()], None) as setting:
        setting.wait_for_press()
        assert (setting.pages(), setting.main()) == (PageMap(), Made({}))
