"""Passes over a publication with a press that answers what a test makes up."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.compositor import Compositor, Sparing
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.layout_grounds import Ground
from octavo.editions.pdf.passes import Layout, Passes
from octavo.editions.pdf.standing_type import State
from octavo.editions.pdf.worker import Galley, Laid
from octavo.editions.units.render import Pages, Unit
from octavo.languages import Language
from octavo.markup.tree import child, new, parse_xml
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.themes import Theme

ENGLISH = Language("en", {"on_page": "on page {page}"}, (), ("“", "”", "‘", "’"), "")
NAMES_B = '<p data-b="a.1">See <a class="reference" href="#b">B</a>.</p>'
Answer = Callable[[str, int], LayoutFacts | Laid]
"""What the press says of the HTML of a unit in the n-th pass, from 1."""


def facts(
    html: str,
    pages: int = 1,
    tall: tuple[str, ...] = (),
) -> LayoutFacts:
    """Return the facts of one unit, which begins a page."""
    names = re.findall(r"\[(\w+)\]", html)
    anchors = {each: 0 for name in names for each in (f"octavo-unit-{name}", name)}
    found = LayoutFacts(pages, {}, {}, anchors, tall, (), (), ())
    return replace(found, before=("page",))


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
            found.append(Unit(slug, "chapter", slug, body, "body", (slug,)))
        return found

    def render(self, name: str, units: list[dict[str, Any]]) -> str:
        told = [(unit["slug"], "~" if unit["is_drawn"] else "", unit["html"]) for unit in units]
        return "".join(f"[{slug}]{drawn}{html}" for slug, drawn, html in told)


class Press:
    """Stands for the compositor: answers, and notes what it was handed."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.handed: list[list[str]] = []
        """What was laid out anew each time."""
        self.told: list[tuple[str, int]] = []
        self._known: dict[Galley, Laid] = {}

    def lay_out(
        self,
        galleys: Sequence[tuple[str, Galley]],
        always: bool,
        work: str,
        of: int = 0,
        sparing: Sparing | None = None,
    ) -> list[Laid]:
        new = [galley for _, galley in galleys if galley not in self._known]
        self.handed.append([galley.html for galley in new])
        self.told.append((work, of))
        for galley in new:
            found = self._answer(galley.html, len(self.handed))
            self._known[galley] = found if isinstance(found, Laid) else Laid(found, ())
        return [self._known[galley] for _, galley in galleys]

    def set_closer(self, units: Sequence[tuple[str, Galley, Galley, int]]) -> list[Laid]:
        """Lay units out that are set closer."""
        return self.lay_out([(slug, closer) for slug, _, closer, _ in units], False, "closer")

    @property
    def units(self) -> list[str]:
        """Return which units were laid out anew each time."""
        return [
            "".join(name for name in "ab" for html in each if f"[{name}]" in html)
            for each in self.handed
        ]


def passes_of(
    texts: Mapping[str, str], press: Press, run_on: bool = False, css: str = ""
) -> Passes:
    config = Config("w", "w.md", Metadata(1, "W", "en"), {}, 0, "urn:w")
    chapters = tuple(
        Chapter(Text("w.md", ""), slug, "chapter", "body", parse_xml(f"<body>{text}</body>"))
        for slug, text in texts.items()
    )
    theme = Theme("t", run_on, 1, "Book", (), (), {"pdf": ("text",)}, {})
    workshop = cast("Workshop", SimpleNamespace())
    order = Order(Publication(config, chapters), theme, ENGLISH, workshop, "id", Edition("pdf"))
    base = Ground(cast("Pages", Shells()), css, "", {}, {})
    return Passes(order, base, cast("Compositor", press))


def html_of(layout: Layout) -> str:
    return "".join(part.galley.html for part in layout.parts)


def test_a_unit_that_names_a_page_is_set_again_where_the_number_has_other_digits() -> None:
    press = Press(lambda html, n: facts(html, pages=12))
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab", "a"]
    assert [">0<" in html for (html, *_) in press.handed] == [True, False]
    assert 'data-page-of="b">00<' in html_of(layout) and layout.plan.label_of["b"] == "13"


def test_a_number_of_as_many_digits_as_it_was_taken_for_sets_nothing_again() -> None:
    press = Press(lambda html, n: facts(html, pages=8))
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab"] and layout.plan.label_of["b"] == "9"


def test_a_number_is_taken_for_one_of_as_many_digits_as_its_text_lets_expect() -> None:
    press = Press(lambda html, n: facts(html))
    long = f"<p>{'word ' * 9000}</p>"
    passes_of({"a": NAMES_B + long, "b": "<p>B.</p>"}, press).settle()
    assert ">00<" in press.handed[0][0]


def test_numbers_that_cannot_come_late_are_rendered() -> None:
    def answer(html: str, n: int) -> Laid:
        return Laid(facts(html), (), is_spelt="[a]" in html and ">0" in html)

    press = Press(answer)
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert layout.state.is_spelt and 'data-page-of="b">2<' in html_of(layout)


def test_each_pass_tells_its_pages_and_the_second_how_many_the_first_had() -> None:
    press = Press(lambda html, n: facts(html, pages=14))
    passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert press.told == [("setting pages", 0), ("setting pages again", 28)]


def test_a_number_that_moves_its_page_takes_a_pass_more() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        return facts(html, pages=10 if ">0<" in html else 9)

    press = Press(answer)
    layout = passes_of({"a": NAMES_B, "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab", "a"] and layout.plan.label_of["b"] == "10"


def test_a_text_that_names_no_page_is_laid_out_once() -> None:
    press = Press(lambda html, n: facts(html))
    layout = passes_of({"a": "<p>A.</p>", "b": "<p>B.</p>"}, press).settle()
    assert press.units == ["ab"] and layout.plan.label_of["b"] == "2"


def test_a_note_that_was_too_long_once_stays_told() -> None:
    press = Press(lambda html, n: facts(html, 12, ("n",) if n == 1 else ()))
    layout = passes_of({"a": f'<p id="n">x</p>{NAMES_B}', "b": "<p>B.</p>"}, press).settle()
    assert layout.facts.tall == ("n",) and layout.state.tall == {"n"}


def test_what_asks_for_no_page_of_its_own_goes_on_where_the_unit_before_ends() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        return replace(facts(html), before=() if html.startswith("[b]") else ("page",))

    press = Press(answer)
    layout = passes_of({"a": "<p>A.</p>", "b": "<p>B.</p>"}, press).settle()
    assert [[unit.slug for unit in part.units] for part in layout.parts] == [["a", "b"]]
    assert press.units == ["ab", "ab"] and layout.facts.pages == 1


THREE = {"a": "<p>A.</p>", "b": "<p>B.</p>", "c": "<p>C.</p>"}


def test_a_unit_that_asks_for_a_recto_has_a_blank_page_before_it() -> None:
    press = Press(lambda html, n: replace(facts(html), before=("recto",)))
    layout = passes_of(THREE, press).settle()
    assert [(stand.first, stand.blanks) for stand in layout.stands] == [(0, 0), (2, 1), (4, 1)]
    kinds = [[sheet.kind for sheet in sheets] for sheets in layout.sheets()]
    assert kinds == [["opening"], ["blank", "opening"], ["blank", "opening"]]


def test_the_side_of_a_unit_counts_only_where_sheets_tell_sides_apart() -> None:
    for css, sides in (
        ("p { margin: 0 }", ["", "right", "right"]),
        ("@page :left { margin: 0 }", ["", "left", "right"]),
    ):
        layout = passes_of(THREE, Press(lambda html, n: facts(html)), css=css).settle()
        assert [part.galley.side for part in layout.parts] == sides


COLOPHON = '<section class="colophon" data-b="colophon"><p>Made.</p></section>'


def ending(html: str, pages: int, is_beside: bool, others: int = 0) -> LayoutFacts:
    """Return facts in which the colophon has the last page, and the text ends on another."""
    found = replace(facts(html, pages=pages), is_beside=is_beside)
    return replace(found, starts={"colophon": pages - 1}, ends={"a.1": others, "colophon": 1})


@pytest.mark.parametrize(
    ("run_on", "others", "after", "handed"),
    [
        (True, 0, (1, True), 2),
        (True, 0, (1, False), 4),  # it would cover something, with words closer, too
        (True, 0, (2, True), 4),  # it spares nothing
        (True, 1, (1, True), 1),  # text stands there too
        (False, 0, (1, True), 1),
    ],
)
def test_a_colophon_alone_on_the_last_page_stands_beside_the_text_where_that_is_free(
    run_on: bool, others: int, after: tuple[int, bool], handed: int
) -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        return ending(html, *after) if "beside" in html else ending(html, 2, False, others)

    press = Press(answer)
    layout = passes_of({"a": f"<p data-b='a.1'>A.</p>{COLOPHON}"}, press, run_on).settle()
    is_spared = (run_on, others, after) == (True, 0, (1, True))
    assert len([each for each in press.handed if each]) == handed
    assert layout.facts.pages == (1 if is_spared else 2)
    assert ("beside" in html_of(layout)) == is_spared == layout.state.is_beside


@pytest.mark.parametrize(
    ("lines", "closer", "is_spared"),
    [
        (2, (True, False), True),  # closer words alone
        (3, (True, True), True),  # closer words, and the colophon beside them
        (2, (False, False), False),
        (4, (True, False), False),  # not a few
        (0, (True, False), False),  # a table, say
    ],
)
def test_a_few_lines_above_the_colophon_move_to_the_page_before(
    lines: int, closer: tuple[bool, bool], is_spared: bool
) -> None:
    is_enough, needs_beside = closer

    def answer(html: str, n: int) -> LayoutFacts:
        is_beside = "beside" in html
        fits = is_enough and "~" in html and is_beside >= needs_beside
        pages = 1 if fits else 2
        return replace(ending(html, pages, is_beside, pages - 1), last_lines=lines * (pages - 1))

    layout = passes_of({"a": f"<p>A.</p>{COLOPHON}"}, Press(answer), run_on=True).settle()
    assert layout.facts.pages == (1 if is_spared else 2)
    assert layout.state.is_beside == (is_spared and needs_beside)
    assert layout.state.drawn == (frozenset(["text"]) if is_spared else frozenset())


def test_a_chapter_that_ends_with_a_few_lines_is_drawn_in_where_that_spares_a_page() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        pages = 1 if html.startswith("[a]~") else 2
        lines = {"a": 3, "b": 3, "c": 4}[html[1]]
        return replace(facts(html, pages), last_lines=lines * (pages - 1))

    press = Press(answer)
    texts = {"a": "<p>A.</p>", "b": f"<p>B.</p>{NAMES_B.replace('#b', '#c')}", "c": "<p>C.</p>"}
    layout = passes_of(texts, press).settle()
    assert layout.state.drawn == {"a"} and layout.facts.pages == 5
    assert layout.plan.label_of["c"] == "4", "numbers are those of the pages that are left"
    tried = [html[:4] for each in press.handed[1:] for html in each]
    assert tried == ["[a]~", "[b]~"], "each is laid out once more, and what stands never again"


LINKS = {
    "a": '<p><a href="#b">B</a> <a href="#here">H</a></p>',
    "b": '<p><a href="#a">A</a></p>',
}


def test_a_link_to_another_unit_names_no_place_in_its_own() -> None:
    passes = passes_of(LINKS, Press(lambda html, n: facts(html)))
    state = State({}, frozenset())
    html = "".join(part.galley.html for part in passes.parts(state))
    assert f'"{ELSEWHERE}b"' in html and f'"{ELSEWHERE}a"' in html


def test_a_work_that_runs_on_is_one_unit_whose_links_stay_in_it() -> None:
    passes = passes_of(LINKS, Press(lambda html, n: facts(html)), run_on=True)
    state = State({}, frozenset())
    (part,) = passes.parts(state)
    (unit,) = part.units
    assert (unit.slug, unit.kind, unit.title, unit.ids) == ("text", "article", "a", ("a", "b"))
    html = part.galley.html
    assert 'href="#a"' in html and 'href="#b"' in html


TABLE = {"a": '<table data-b="a.1"><tr><td>x</td></tr></table>', "b": "<p>B.</p>"}


def test_a_table_that_is_too_wide_is_set_tighter_until_it_fits() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        is_wide = "<table" in html and 'class="tight tightest"' not in html
        return replace(facts(html), wide=(("a.1", 4.0),) if is_wide else ())

    press = Press(answer)
    layout = passes_of(TABLE, press).settle()
    assert [html.count("tight") for (html, *_) in press.handed] == [0, 1, 2]
    assert (layout.facts.wide, layout.state.tight) == ((), {"a.1": 2})


def test_what_has_parted_may_part_in_the_next_pass() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        is_whole = "<table" in html and "break-inside: auto" not in html
        return replace(facts(html), parted=("a.1",) if is_whole else ())

    press = Press(answer)
    layout = passes_of(TABLE, press).settle()
    assert [html.count("break-inside: auto") for (html, *_) in press.handed] == [0, 1]
    assert layout.state.loose == {"a.1"}


def test_what_stays_too_wide_is_told_and_ends_no_build() -> None:
    def answer(html: str, n: int) -> LayoutFacts:
        return replace(facts(html), wide=(("a.1", 4.0),) if "<table" in html else ())

    press = Press(answer)
    layout = passes_of(TABLE, press).settle()
    assert press.units == ["ab", "a", "a"] and layout.facts.wide == (("a.1", 4.0),)
