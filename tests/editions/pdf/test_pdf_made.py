"""The PDF edition around its press: what is told, when, and what becomes a problem."""

import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from octavo.core.inputs import Inputs
from octavo.core.progress import Count, Progress
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf import pdf_file
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.passes import Layout, State
from octavo.editions.pdf.pdf_file import DECORATIVE, Standing, make_pdf, settle
from octavo.editions.pdf.plan import Furniture, Plan
from octavo.editions.pdf.standards import Source
from octavo.editions.pdf.worker import Laid, Worker
from octavo.editions.units.render import Pages
from octavo.languages import Language
from octavo.markup.tree import parse_xml
from octavo.model.made import PageMap
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.themes import Theme

TEXT = Text("w.md", "One.\n\n    wide\n\nTwo.[^n]\n\n[^n]: Long.\n")
BODY = (
    '<body><p data-b="w.1" data-line="1">One.</p><pre data-b="w.2" data-line="3">wide</pre>'
    '<p data-b="w.3" data-line="5">Two.</p><p data-line="7" id="n">Long.</p></body>'
)
FACTS = LayoutFacts(2, {"w.1": 0}, {"w.1": 1}, {"octavo-unit-w": 0, "n": 1}, (), (), (), (), (), {})
PLAN = Plan(
    ("i", "1"),
    {"octavo-unit-w": "i", "n": "1"},
    (Furniture("opening", "i", "W"), Furniture("plain", "1", "W")),
    [[0, "r", 1], [1, "D", 1]],
)
STATE = State(PLAN.label_of, frozenset({"n"}), {"f": 2})


class Furnisher:
    """Pages that render nothing but how many sheets they are handed."""

    def render(self, name: str, sheets: tuple[Furniture, ...]) -> str:
        return f"{name} of {len(sheets)}"


class Writer:
    """A press that notes what it is to write."""

    def __init__(self, events: list[object], log: tuple[str, ...] = ()) -> None:
        self._events, self._log = events, log

    def listen(self, tell: Count) -> AbstractContextManager[None]:
        tell(2)
        return nullcontext()

    def write(
        self,
        laid: Laid,
        html: str,
        css: str,
        numbering: object,
        standard: str,
        source: Source | None,
    ) -> tuple[bytes, tuple[str, ...]]:
        files = sorted(source.files) if source else None
        self._events.append((html, css, numbering, standard, files))
        return b"%PDF", self._log


@pytest.fixture
def order(tmp_path: Path) -> Order:
    (tmp_path / "w.md").write_text(TEXT.content, encoding="utf-8")
    inputs = Inputs({"publication": tmp_path}, {})
    config = Config("w", "w.md", Metadata(1, "W", "en"), {}, 0, "urn:w")
    chapters = (Chapter(TEXT, "w", "chapter", "body", parse_xml(BODY)),)
    return Order(
        Publication(config, chapters),
        Theme("t", True, 1, "Article", (), (), {}, {}),
        Language("en", {}, (), ("“", "”", "‘", "’"), ""),
        Workshop(inputs, Store(tmp_path / "store")),
        "id",
        Edition("pdf"),
    )


def stand(
    monkeypatch: pytest.MonkeyPatch,
    log: tuple[str, ...] = (),
    state: State = STATE,
    **found: Any,
) -> None:
    """Let the pages of every order have been laid out, with these facts."""
    laid = Laid("html", "css", FACTS, log)
    layout = Layout((), PLAN, replace(FACTS, **found), laid, state)
    standing = Standing(layout, cast("Pages", Furnisher()), "margins", {"weasyprint": "0"})
    monkeypatch.setattr(pdf_file, "set_up", lambda order, inside, worker: standing)


def made_by(order: Order, worker: object, events: list[object]) -> Any:
    def tell(pages: PageMap) -> None:
        events.append(pages.labels)

    return make_pdf(order, cast("Worker", worker), tell)


def test_where_things_stand_is_told_before_pages_are_written(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch)
    events: list[object] = []
    made = made_by(order, Writer(events), events)
    assert events == [
        ("i", "1"),
        ("furniture of 2", "margins", PLAN.numbering, "a-2a", None),
    ]
    assert made.files == {"w.pdf": b"%PDF"} and made.facts == {"weasyprint": "0"}
    assert made.pages == PageMap(("i", "1"), FACTS.starts, FACTS.ends, FACTS.anchors)


def test_how_many_pages_are_written_is_told(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch)
    told: list[Progress] = []
    order = replace(order, workshop=replace(order.workshop, tell=told.append))
    made_by(order, Writer([]), [])
    assert told == [Progress("writing", "pdf", 2, 2, "pages")]


def test_a_second_build_recalls_pages_and_problems_and_asks_no_press(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch, wide=(("w.2", 12.4),))
    events: list[object] = []
    first = made_by(order, Writer(events), events)
    count = len(events)
    assert made_by(order, None, events) == first and len(events) == count
    assert [each.code for each in first.problems] == ["E303"]


def test_how_the_last_pass_stood_is_known_without_a_press(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch)
    made_by(order, Writer([]), [])
    found = settle(order, cast("Worker", None))
    assert (found.sheets, found.labels) == (PLAN.sheets, PLAN.labels)
    assert found.state == State(PLAN.label_of, frozenset({"n"}), {"f": 2})


def test_an_archive_of_pdf_a_3_is_handed_the_text_that_it_was_made_from(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch)
    events: list[Any] = []
    made_by(replace(order, edition=Edition("pdf", standard="a-3a")), Writer(events), events)
    assert events[-1][-2:] == ("a-3a", ["w.md"])


def test_what_does_not_fit_is_told_at_its_line(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch, wide=(("w.2", 12.4), ("t", 3.0)), tall=("n",))
    told = [
        (each.code, each.severity, each.place.line)
        for each in made_by(order, Writer([]), []).problems
    ]
    assert told == [("E303", "warning", 3), ("E303", "warning", 0), ("E305", "notice", 7)]


def test_what_is_off_the_paper_is_an_error_and_what_is_set_smaller_a_notice(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(PLAN.label_of, frozenset(), {}, {"w.1": 1, "w.2": 2, "w.3": 2})
    stand(monkeypatch, state=state, wide=(("w.2", 40.2),), cut=("w.2",))
    told = [
        (each.severity, each.place.line, each.message.rpartition(": ")[2])
        for each in made_by(order, Writer([]), []).problems
        if each.code == "E303"
    ]
    assert told == [
        ("error", 3, "its end is off the paper"),
        ("notice", 1, "it is set smaller"),
        ("notice", 5, "it is set smaller, and its words part anywhere"),
    ]


def test_what_the_engine_says_is_told_once_and_of_decorations_never(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The joined style sheets have lines that no author can look up."""
    stand(monkeypatch, log=("Ignored `x` at 3:14", f"Image 'a.png' {DECORATIVE}"))
    problems = made_by(order, Writer([], ("Ignored `x` at 9:2",)), []).problems
    assert [(each.code, each.message) for each in problems] == [
        ("E304", "the PDF engine says: Ignored `x`")
    ]


def test_facts_of_an_edition_are_no_file_of_it(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch)
    made = made_by(order, Writer([]), [])
    assert set(made.files) == {"w.pdf"} and json.dumps(dict(made.facts))
