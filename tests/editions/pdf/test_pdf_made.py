"""The PDF edition around its press: what is told, when, and what becomes a problem."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from conftest import Desk

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.progress import Progress
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf import pdf_file
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.passes import Layout
from octavo.editions.pdf.pdf_file import DECORATIVE, make_pdf, settle
from octavo.editions.pdf.plan import Furniture, Plan
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.standing_type import State
from octavo.languages import Language
from octavo.markup.tree import parse_xml
from octavo.model.made import PageMap, UnitPages
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.production.pipeline import build
from octavo.themes import Theme

TEXT = Text("w.md", "One.\n\n    wide\n\nTwo.[^n]\n\n[^n]: Long.\n")
BODY = (
    '<body><p data-b="w.1" data-line="1">One.</p><pre data-b="w.2" data-line="3">wide</pre>'
    '<p data-b="w.3" data-line="5">Two.</p><p data-line="7" id="n">Long.</p></body>'
)
FACTS = LayoutFacts(2, {"w.1": 0}, {"w.1": 1}, {"octavo-unit-w": 0, "n": 1}, (), (), (), ())
PLAN = Plan(
    ("i", "1"),
    {"octavo-unit-w": "i", "n": "1"},
    (Furniture("opening", "i", "W"), Furniture("plain", "1", "W")),
    [[0, "r", 1], [1, "D", 1]],
)
STATE = State(PLAN.label_of, frozenset({"n"}))


class Said:
    """A compositor of which only what the engine said is asked."""

    def __init__(self, log: Sequence[str]) -> None:
        self.log = list(log)

    def versions(self) -> Mapping[str, str]:
        return {"weasyprint": "0"}


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
    events: list[object] | None = None,
    **found: Any,
) -> None:
    """Let the pages of every order have been laid out, with these facts."""
    layout = Layout((), (), (), PLAN, replace(FACTS, **found), state)
    passes = SimpleNamespace(settle=lambda: layout)

    def bind(order: Order, *_: object) -> tuple[bytes, tuple[UnitPages, ...], list[str]]:
        if events is not None:
            events.append(f"bound as {order.edition.standard}")
        return b"%PDF", (), list(log)

    monkeypatch.setattr(pdf_file, "ground", lambda order, inside: None)
    monkeypatch.setattr(pdf_file, "Compositor", lambda *_: Said(log))
    monkeypatch.setattr(pdf_file, "Passes", lambda *_: passes)
    monkeypatch.setattr(pdf_file, "_bind", bind)


def made_by(order: Order, events: list[object] | None = None) -> Any:
    def tell(pages: PageMap) -> None:
        if events is not None:
            events.append(pages.labels)

    return make_pdf(order, cast("PressPool", None), tell)


def test_where_things_stand_is_told_before_pages_are_bound(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []
    stand(monkeypatch, events=events)
    made = made_by(order, events)
    assert events == [("i", "1"), "bound as "]
    assert made.files == {"w.pdf": b"%PDF"} and made.facts == {"weasyprint": "0"}
    assert made.pages == PageMap(("i", "1"), FACTS.starts, FACTS.ends, FACTS.anchors)


def test_how_many_pages_are_written_is_told(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch)
    told: list[Progress] = []
    order = replace(order, workshop=replace(order.workshop, tell=told.append))
    made_by(order)
    assert told == [
        Progress("preparing pages", "pdf"),
        Progress("writing", "pdf", 2, 2, "pages"),
    ]


def test_a_second_build_recalls_pages_and_problems_and_binds_nothing(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []
    stand(monkeypatch, events=events, wide=(("w.2", 12.4),))
    first = made_by(order, events)
    count = len(events)
    assert made_by(order, events) == first and len(events) == count
    assert [each.code for each in first.problems] == ["E303"]


def test_how_the_last_pass_stood_is_known_without_a_press(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = replace(STATE, sides={"w": "left"}, joined=frozenset({"x"}), is_spelt=True)
    stand(monkeypatch, state=state)
    made_by(order)
    found = settle(order, cast("PressPool", None))
    assert (found.sheets, found.labels) == (PLAN.sheets, PLAN.labels)
    assert found.state == state


def test_what_does_not_fit_is_told_at_its_line(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch, wide=(("w.2", 12.4), ("t", 3.0)), tall=("n",))
    told = [(each.code, each.severity, each.place.line) for each in made_by(order).problems]
    assert told == [("E303", "warning", 3), ("E303", "warning", 0), ("E305", "notice", 7)]


def test_what_is_off_the_paper_is_an_error_and_what_is_set_smaller_a_notice(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State(PLAN.label_of, frozenset(), {"w.1": 1, "w.2": 2, "w.3": 2})
    stand(monkeypatch, state=state, wide=(("w.2", 40.2),), cut=("w.2",))
    told = [
        (each.severity, each.place.line, each.message.rpartition(": ")[2])
        for each in made_by(order).problems
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
    log = ("Ignored `x` at 3:14", f"Image 'a.png' {DECORATIVE}", "Ignored `x` at 9:2")
    stand(monkeypatch, log=log)
    assert [(each.code, each.message) for each in made_by(order).problems] == [
        ("E304", "the PDF engine says: Ignored `x`")
    ]


def test_a_link_to_what_no_page_has_is_told_at_its_line(desk: Desk) -> None:
    """A template that keeps the words of one chapter back."""
    shown = '{% if chapter.slug != "two" %}{{ body }}{% endif %}'
    files = {
        "one.md": "# One\n\nWords.\n\nSee [there](#deep).\n",
        "two.md": "# Two\n\n## Deep {#deep}\n",
        "templates/book/chapter.html.j2": f'<section id="{{{{ chapter.slug }}}}">{shown}</section>',
    }
    project, slug = desk.write(files, "theme: book\neditions: [pdf]\nbody: [one.md, two.md]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (told,) = [each for each in failure.value.problems if each.code == "E317"]
    assert (told.place.path.rpartition("/")[2], told.place.line) == ("one.md", 5)


def test_facts_of_an_edition_are_no_file_of_it(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch)
    made = made_by(order)
    assert set(made.files) == {"w.pdf"} and json.dumps(dict(made.facts))
