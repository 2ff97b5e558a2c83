"""Units set by the press, pass after pass, until their numbers, notes and floats stay in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from markupsafe import Markup

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Listener, Progress, ignore
from octavo.editions.order import Order
from octavo.editions.pdf.addresses import NUMBER
from octavo.editions.pdf.floats import floats_in, further
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.plan import Plan, plan_pages
from octavo.editions.pdf.standing_type import SetUnit, StandingType, State
from octavo.editions.pdf.worker import Laid, Worker
from octavo.editions.shape.long_words import TIGHT
from octavo.editions.units.render import Pages, Unit
from octavo.editions.units.running_heads import fit_head

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
    state: State
    """With which it was laid out."""


class Passes:
    """Lays a publication out until nothing moves any more; ``tell`` hears how far it is."""

    def __init__(
        self, order: Order, pages: Pages, worker: Worker, css: str, tell: Listener = ignore
    ) -> None:
        self._order, self._pages = order, pages
        self._worker, self._css, self._tell = worker, css, tell
        self._type = StandingType(order, pages)
        self._fit = cache(partial(fit_head, order.workshop, order.theme))

    def settle(self) -> Layout:
        """Return the layout in which all stays as it is. Problems: E302 (numbers change on)."""
        state, before, layout = State({}, frozenset(), {}), "", None
        rounds = passes = 0
        while passes < MOST_PASSES:
            units = self._type.units(state)
            html = self.html(units, state)
            if html == before and layout is not None:
                return layout
            work = "setting pages again" if layout else "setting pages"
            laid = self._lay_out(html, work, layout.facts.pages if layout else 0)
            found = laid.facts
            plan = plan_pages(units, found, self._order.words, self._fit)
            tall = state.tall | frozenset(found.tall)
            layout = Layout(units, plan, replace(found, tall=tuple(sorted(tall))), laid, state)
            tight = _tighter(state.tight, found)
            loose = state.loose | frozenset(found.parted)
            stays = rounds >= MOST_ROUNDS or loose != state.loose  # else the holes are others yet
            moved = state.moved if stays else self._move_floats(units, found, state)
            waits = (moved, tight, loose) != (state.moved, state.tight, state.loose)
            passes, rounds = (passes, rounds + 1) if waits else (passes + 1, rounds)
            state, last = State(plan.label_of, tall, moved, tight, loose), state
            if state == last:
                return layout
            before = html
        hint = "shorten the text near a reference to a page, or remove the reference"
        message = f"page numbers do not settle in {MOST_PASSES} passes"
        place = Place(self._order.publication.config.path)
        raise BuildFailed([Problem("E302", place, message, hint)])

    def _lay_out(self, html: str, work: str, of: int = 0, keep: bool = True) -> Laid:
        """Return pages; whoever listens hears how many are done, ``of`` about so many."""
        name = self._order.edition.name

        def at(pages: int) -> None:
            self._tell(Progress(work, name, pages, of and max(pages, of), "pages"))

        with self._worker.listen(at):
            return self._worker.layout(html, self._css, keep)

    def _move_floats(
        self, units: Sequence[SetUnit], found: LayoutFacts, state: State
    ) -> Mapping[str, int]:
        """Return where floats stand in the next pass.

        A chapter that begins a page is set by itself until its own floats stay: the other chapters
        need not be laid out for that.
        """
        texts = {slug: text for unit in units for slug, text in unit.texts.items()}
        moved: Mapping[str, int] = further(texts.values(), found, state.moved)
        if self._order.theme.run_on:
            return moved
        for slug, text in texts.items():
            if any(moved.get(name) != state.moved.get(name) for name in floats_in(text)):
                moved = self._alone(slug, replace(state, moved=moved))
        return moved

    def _alone(self, slug: str, state: State) -> Mapping[str, int]:
        """Return ``state.moved`` after the floats of one chapter have found their places."""
        before = ""
        for _ in range(MOST_ROUNDS):
            unit = self._type.text(slug, state)
            html = self.html((unit,), state)
            if html == before:
                break  # a float that is to move on stands before what it may not pass
            before = html
            laid = self._lay_out(html, f"placing what floats in {slug}", keep=False)
            moved = further(unit.texts.values(), laid.facts, state.moved)
            if moved == state.moved:
                break
            state = replace(state, moved=moved)
        return state.moved

    def units(self, state: State) -> tuple[SetUnit, ...]:
        """Return the units as a pass with this state sets them."""
        return self._type.units(state)

    def html(self, units: Sequence[SetUnit], state: State) -> str:
        """Return what the press lays out for some units."""
        told = [
            {"slug": each.slug, "kind": each.kind, "matter": each.matter, "html": Markup(each.html)}
            for each in units
        ]
        return _number(self._pages.render("pdf", units=told), state.labels)


def _tighter(tight: Mapping[str, int], found: LayoutFacts) -> Mapping[str, int]:
    """Return what is to be set tighter in the next pass: one step more for what is too wide."""
    more = {name: min(tight.get(name, 0) + 1, len(TIGHT)) for name, _ in found.wide}
    return {**tight, **more}


def _number(html: str, labels: Mapping[str, str]) -> str:
    return NUMBER.sub(lambda m: f"{m[1]}{labels.get(m[2], '000')}{m[4]}", html)
