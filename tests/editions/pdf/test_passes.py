"""Passes over a publication with a press that answers what a test makes up."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from octavo.core.progress import Count, Progress
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.passes import Passes
from octavo.editions.pdf.standing_type import State
from octavo.editions.pdf.worker import Laid, Worker
from octavo.editions.units.render import Pages, Unit
from octavo.languages import Language
from octavo.markup.tree import child, new, parse_xml
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.themes import Theme

ENGLISH = Language("en", {"on_page": "on page {page}"}, (), ("“", "”", "‘", "’"), "")
NAMES_B = '<p data-b="a.1">See <a class="reference" href="#b">B</a>.</p>'
Answer = Callable[[str, int], LayoutFacts]
"""What the press says of HTML that it is handed the n-th time, from 1."""


def float_(name: str, kind: str = "figure") -> str:
    return f'<figure class="{kind}" data-b="{name}"><p><span class="label">1</span></p></figure>'


def facts(
    holes: Mapping[str, float] | None = None,
    heights: Mapping[str, float] | None = None,
    at: int = 1,
    tall: tuple[str, ...] = (),
) -> LayoutFacts:
    anchors = {"octavo-unit-text": 0, "octavo-unit-a": 0, "octavo-unit-b": 1, "b": at}
    gaps = tuple((holes or {}).items())
    return LayoutFacts(at + 1, {}, {}, anchors, tall, (), (), (), gaps, heights or {})


class Shells:
    """Templates that add nothing: a section a chapter."""

    def units(self, publication: Publication) -> tuple[Unit, ...]:
        return tuple(self.text(publication))

    def text(self, publication: Publication) -> list[Unit]:
        found = []
        for chapter in publication.chapters:
            body = new("body")
            section = child(body, "section")
            section.extend(chapter.body)
            slug = chapter.slug
            found.append(Unit(slug, "chapter", slug, body, "body", (slug,), text=section))
        return found

    def render(self, name: str, units: list[dict[str, Any]]) -> str:
        return "".join(f"[{unit['slug']}]{unit['html']}" for unit in units)


class Press:
    """Answers, and notes what it was handed: the HTML, and whether to keep its pages."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.handed: list[tuple[str, bool]] = []

    def listen(self, tell: Count) -> AbstractContextManager[None]:
        tell(7)
        return nullcontext()

    def layout(self, html: str, css: str, keep: bool = True) -> Laid:
        self.handed.append((html, keep))
        return Laid(html, css, self._answer(html, len(self.handed)), ())

    @property
    def units(self) -> list[str]:
        """Return which units were laid out each time; those not to be kept in brackets."""
        names = ["".join(name for name in "ab" if f"[{name}]" in html) for html, _ in self.handed]
        return [
            name if keep else f"({name})"
            for name, (_, keep) in zip(names, self.handed, strict=True)
        ]


def passes_of(
    texts: Mapping[str, str], press: Press, run_on: bool = False, told: list[Progress] | None = None
) -> Passes:
    told = [] if told is None else told
    config = Config("w", "w.md", Metadata(1, "W", "en"), {}, 0, "urn:w")
    chapters = tuple(
        Chapter(Text("w.md", ""), slug, "chapter", "body", parse_xml(f"<body>{text}</body>"))
        for slug, text in texts.items()
    )
    theme = Theme("t", run_on, 1, "Book", (), (), {"pdf": ("text",)}, {})
    workshop = cast("Workshop", SimpleNamespace())
    order = Order(Publication(config, chapters), theme, ENGLISH, workshop, "id", Edition("pdf"))
    return Passes(order, cast("Pages", Shells()), cast("Worker", press), "", told.append)


def test_numbers_settle_in_two_passes() -> None:
    press = Press(lambda html, n: facts())
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab", "ab"]
    assert [">000<" in html for html, _ in press.handed] == [True, False]
    assert layout.laid.html == press.handed[1][0] and '"page-number" data-page-of="b">2<' in (
        layout.laid.html
    )


def test_each_pass_tells_its_pages_and_the_second_how_many_the_first_had() -> None:
    press, told = Press(lambda html, n: facts(at=8)), list[Progress]()
    passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press, told=told).settle()
    assert [(each.work, each.edition, each.done, each.of) for each in told] == [
        ("setting pages", "pdf", 7, 0),
        ("setting pages again", "pdf", 7, 9),
    ]


def test_a_number_that_moves_its_page_takes_a_pass_more() -> None:
    press = Press(lambda html, n: facts(at=min(n, 2)))
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert len(press.handed) == 3 and ">3</span>" in layout.laid.html


def test_a_text_that_names_no_page_is_laid_out_once() -> None:
    press = Press(lambda html, n: facts())
    layout = passes_of({"a": "<p>A.</p>", "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab"] and layout.plan.label_of["b"] == "2"


def test_a_note_that_was_too_long_once_stays_told() -> None:
    press = Press(lambda html, n: facts(tall=("n",) if n == 1 else ()))
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert layout.facts.tall == ("n",) and layout.state.tall == {"n"}


FLOATING = {"a": f'{float_("f")}<p data-b="a.1">Behind.</p>', "b": "<p>B.</p>"}


def hole_unless_moved(html: str, n: int) -> LayoutFacts:
    is_moved = html.index("Behind.") < html.index('data-float="f"')
    return facts({} if is_moved else {"f": 100.0}, {"a.1": 90.0})


def test_a_float_that_moves_is_set_with_its_chapter_alone_and_not_kept() -> None:
    press = Press(hole_unless_moved)
    layout = passes_of(FLOATING, press).settle()
    assert press.units == ["ab", "(a)", "ab"]
    assert layout.laid.html == press.handed[2][0] and layout.state.moved == {"f": 1}


def test_a_float_of_a_work_that_runs_on_is_set_with_all_of_it() -> None:
    press = Press(hole_unless_moved)
    passes_of(FLOATING, press, run_on=True).settle()
    assert [keep for _, keep in press.handed] == [True, True]
    assert all(html.startswith("[text]") for html, _ in press.handed)


def test_a_float_that_wants_to_move_and_cannot_ends_the_rounds() -> None:
    """Behind its paragraph stands a table, which it may not pass in the text as it is written."""
    text = f'{float_("f")}<p data-b="a.1">x</p>{float_("t", "table")}<p data-b="a.2">y</p>'
    press = Press(lambda html, n: facts({"f": 100.0}, {"a.1": 90.0, "a.2": 90.0}))
    passes_of({"a": text, "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab", "(a)", "ab", "(a)"]


LINKS = {
    "a": '<p><a href="#b">B</a> <a href="#here">H</a></p>',
    "b": '<p><a href="#a">A</a></p>',
}


def test_a_link_to_another_unit_names_no_place_in_its_own() -> None:
    passes = passes_of(LINKS, Press(lambda html, n: facts()))
    state = State({}, frozenset(), {})
    html = passes.html(passes.units(state), state)
    assert f'"{ELSEWHERE}b"' in html and f'"{ELSEWHERE}a"' in html


def test_a_work_that_runs_on_is_one_unit_whose_links_stay_in_it() -> None:
    passes = passes_of(LINKS, Press(lambda html, n: facts()), run_on=True)
    state = State({}, frozenset(), {})
    (unit,) = units = passes.units(state)
    assert (unit.slug, unit.kind, unit.title, unit.ids) == ("text", "article", "a", ("a", "b"))
    html = passes.html(units, state)
    assert 'href="#a"' in html and 'href="#b"' in html


TABLE = {"a": '<table data-b="a.1"><tr><td>x</td></tr></table>', "b": "<p>B.</p>"}


def test_a_table_that_is_too_wide_is_set_tighter_until_it_fits() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        wide = () if 'class="tight tightest"' in html else (("a.1", 4.0),)
        return replace(facts(), wide=wide)

    press = Press(answer)
    layout = passes_of(TABLE, press).settle()
    assert [html.count("tight") for html, _ in press.handed] == [0, 1, 2]
    assert (layout.facts.wide, layout.state.tight) == ((), {"a.1": 2})


def test_what_has_parted_may_part_in_the_next_pass() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        return replace(facts(), parted=("a.1",) if "break-inside: auto" not in html else ())

    press = Press(answer)
    layout = passes_of(TABLE, press).settle()
    assert [html.count("break-inside: auto") for html, _ in press.handed] == [0, 1]
    assert layout.state.loose == {"a.1"}


def test_what_stays_too_wide_is_told_and_ends_no_build() -> None:
    press = Press(lambda html, n: replace(facts(), wide=(("a.1", 4.0),)))
    layout = passes_of(TABLE, press).settle()
    assert len(press.handed) == 3 and layout.facts.wide == (("a.1", 4.0),)
