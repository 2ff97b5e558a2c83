"""Units set by the press, pass after pass, until their numbers, notes and floats stay in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.editions.order import Order
from octavo.editions.pdf.addresses import ELSEWHERE, NUMBER
from octavo.editions.pdf.floats import floats_in, further
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.pdf_traits import SHAPE
from octavo.editions.pdf.plan import Plan, planned
from octavo.editions.pdf.worker import Laid, Worker
from octavo.editions.shape.bookmarks import name_bookmarks
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.shape.long_words import TIGHT, part_long_words
from octavo.editions.units.link_aims import aim_links, within_units
from octavo.editions.units.render import Pages, Unit, joined_body
from octavo.markup.tree import Element, inner
from octavo.model.publication import Publication

MOST_PASSES = 6
"""Passes in which page numbers must settle, once the floats stay where they are."""
MOST_ROUNDS = 8
"""Rounds in which floats may move on; where they stand after the last, they stay."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the last pass gave: the units set, and where their things stand."""

    units: tuple[Unit, ...]
    plan: Plan
    facts: LayoutFacts
    """Those of the pages, and all notes that were found to be too long."""
    laid: Laid
    """The pages."""
    state: "State"
    """With which it was laid out."""


@dataclass(frozen=True, slots=True)
class State:
    """What one pass tells the next; at first every number is "000" and all is where it was written.

    A warm build begins as a cold one does, so that both settle alike.
    """

    labels: Mapping[str, str]
    tall: frozenset[str]
    """Ids of notes that are too long for the foot of a page."""
    moved: Mapping[str, int]
    """Floats, and by how many blocks each has moved down."""
    tight: Mapping[str, int] = field(default_factory=dict)
    """Blocks that are too wide, and by how many steps each is set tighter."""


class Passes:
    """Lays a publication out until nothing moves any more."""

    def __init__(self, order: Order, pages: Pages, worker: Worker, css: str) -> None:
        self._order, self._pages = order, pages
        self._worker, self._css = worker, css

    def settled(self) -> Layout:
        """Return the layout in which all stays as it is. Problems: E302 (numbers change on)."""
        state, before, layout = State({}, frozenset(), {}), "", None
        rounds = passes = 0
        while passes < MOST_PASSES:
            pieces = self._units(self._order.publication, state)
            texts = _texts(pieces)
            units = _joined(pieces, self._order.theme.run_on)
            html = self.html(units, state)
            if html == before and layout is not None:
                return layout
            laid = self._worker.layout(html, self._css)
            found = laid.facts
            plan = planned(units, found, self._order.words)
            tall = state.tall | frozenset(found.tall)
            layout = Layout(units, plan, replace(found, tall=tuple(sorted(tall))), laid, state)
            moved = self._moved(texts, found, state) if rounds < MOST_ROUNDS else state.moved
            tight = _tighter(state.tight, found)
            waits = moved != state.moved or tight != state.tight
            passes, rounds = (passes, rounds + 1) if waits else (passes + 1, rounds)
            state, last = State(plan.label_of, tall, moved, tight), state
            if state == last:
                return layout
            before = html
        hint = "shorten the text near a reference to a page, or remove the reference"
        message = f"page numbers do not settle in {MOST_PASSES} passes"
        place = Place(self._order.publication.config.path)
        raise BuildFailed([Problem("E302", place, message, hint)])

    def _moved(
        self, texts: Mapping[str, Element], found: LayoutFacts, state: State
    ) -> Mapping[str, int]:
        """Return where floats stand in the next pass.

        A chapter that begins a page is set by itself until its own floats stay: the other chapters
        need not be laid out for that.
        """
        moved: Mapping[str, int] = further(texts.values(), found, state.moved)
        if self._order.theme.run_on:
            return moved
        for slug, text in texts.items():
            if any(moved.get(name) != state.moved.get(name) for name in floats_in(text)):
                moved = self._alone(slug, replace(state, moved=moved))
        return moved

    def _alone(self, slug: str, state: State) -> Mapping[str, int]:
        """Return ``state.moved`` after the floats of one chapter have found their places."""
        whole = self._order.publication
        own = tuple(each for each in whole.chapters if each.slug == slug)
        before = ""
        for _ in range(MOST_ROUNDS):
            pieces = self._units(replace(whole, chapters=own), state)
            units = [unit for unit in pieces if unit.slug == slug]
            html = self.html(units, state)
            if html == before:
                break  # a float that is to move on stands before what it may not pass
            before = html
            laid = self._worker.layout(html, self._css, keep=False)
            moved = further(_texts(units).values(), laid.facts, state.moved)
            if moved == state.moved:
                break
            state = replace(state, moved=moved)
        return state.moved

    def _units(self, publication: Publication, state: State) -> tuple[Unit, ...]:
        """Return the units of a publication; long words of templates part as those of texts do."""
        units = self._pages.units(self._cut(publication, state))
        for unit in units:
            part_long_words(unit.body)
            name_bookmarks(unit.body)
        return units

    def _cut(self, publication: Publication, state: State) -> Publication:
        edition, words = self._order.edition, self._order.words
        cut = EditionCut(edition, words, SHAPE, state.tall, state.moved, state.tight)
        return for_edition(publication, cut)

    def units(self, state: State) -> tuple[Unit, ...]:
        """Return the units as a pass with this state sets them."""
        pieces = self._units(self._order.publication, state)
        return _joined(pieces, self._order.theme.run_on)

    def html(self, units: Sequence[Unit], state: State) -> str:
        """Return what the press lays out for some units."""
        return _numbered(self._pages.render("pdf", units=_linked(units)), state.labels)


def _tighter(tight: Mapping[str, int], found: LayoutFacts) -> Mapping[str, int]:
    """Return what is to be set tighter in the next pass: one step more for what is too wide."""
    more = {name: min(tight.get(name, 0) + 1, len(TIGHT)) for name, _ in found.wide}
    return {**tight, **more}


def _texts(units: Sequence[Unit]) -> dict[str, Element]:
    """Return the texts of chapters by their slugs."""
    return {unit.slug: unit.text for unit in units if unit.text is not None}


def _joined(units: tuple[Unit, ...], run_on: bool) -> tuple[Unit, ...]:
    """Return the units as they are, or all as one where the publication runs on."""
    if not run_on:
        return units
    ids = tuple(name for unit in units for name in unit.ids)
    return (Unit("text", "article", units[0].title, joined_body(units), "body", ids),)


def _linked(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the units for the template; links to other units go by an address of their own."""
    found = []
    for unit in units:
        aim_links(unit.body, within_units(frozenset(unit.ids), ELSEWHERE))
        html = Markup(inner(unit.body))
        found.append({"slug": unit.slug, "kind": unit.kind, "matter": unit.matter, "html": html})
    return found


def _numbered(html: str, labels: Mapping[str, str]) -> str:
    return NUMBER.sub(lambda m: f"{m[1]}{labels.get(m[2], '000')}{m[4]}", html)
