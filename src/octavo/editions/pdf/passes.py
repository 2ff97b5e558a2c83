"""Units set by the press, pass after pass, until their numbers and notes stay in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise

from markupsafe import Markup

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.editions.order import Order
from octavo.editions.pdf.addresses import NUMBER
from octavo.editions.pdf.compositor import Compositor, Sparing
from octavo.editions.pdf.late_folios import DrawnSheets, draw_once
from octavo.editions.pdf.layout_facts import BESIDE, COLOPHON, LayoutFacts, join_facts
from octavo.editions.pdf.layout_grounds import Ground
from octavo.editions.pdf.page_guess import guess_labels
from octavo.editions.pdf.plan import Furniture, Plan, plan_pages
from octavo.editions.pdf.sequence import Stand, is_sided, place_units, side_of
from octavo.editions.pdf.standing_type import SetUnit, StandingType, State
from octavo.editions.pdf.worker import Galley, Laid
from octavo.editions.shape.long_words import TIGHT
from octavo.editions.units.running_heads import fit_head

MOST_PASSES = 6
"""Passes in which page numbers must settle, once all is as tight and as loose as it has to be."""
PIECE = f'<section class="{COLOPHON}'
"""How the colophon begins."""
FEW_LINES = 3
"""Lines that shall have no page to themselves at the end of a chapter, if words may move closer."""
MOST_ROUNDS = 32
"""Rounds in which things may be set tighter, or part."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Units that are laid out together: one, or those that go on where others end."""

    units: tuple[SetUnit, ...]
    galley: Galley

    @property
    def slug(self) -> str:
        return self.units[0].slug


@dataclass(frozen=True, slots=True)
class Surround:
    """The furniture of a part."""

    galley: Galley
    drawn: DrawnSheets


@dataclass(frozen=True, slots=True)
class Layout:
    """What the last pass gave: the parts set, and where their things stand."""

    parts: tuple[Gathering, ...]
    laid: tuple[Laid, ...]
    """The pages of each part."""
    stands: tuple[Stand, ...]
    plan: Plan
    facts: LayoutFacts
    """Those of all pages, and all notes that were found to be too long."""
    state: State
    """With which it was laid out."""

    @property
    def units(self) -> tuple[SetUnit, ...]:
        return tuple(unit for part in self.parts for unit in part.units)

    def sheets(self) -> list[tuple[Furniture, ...]]:
        """Return the furniture of each part: of the blank pages before it, and of its own."""
        starts = [stand.first - stand.blanks for stand in self.stands]
        ends = pairwise([*starts, len(self.plan.sheets)])
        return [self.plan.sheets[first:after] for first, after in ends]


class Passes:
    """Lays a publication out until nothing moves any more."""

    def __init__(self, order: Order, base: Ground, compositor: Compositor) -> None:
        self._order, self._base, self._compositor = order, base, compositor
        self._type = StandingType(order, base.pages)
        self._fit = cache(partial(fit_head, order.workshop, order.theme))
        self._is_rtl = order.words.direction == "rtl"
        self._is_sided = is_sided(base.css + base.margins)

    def settle(self) -> Layout:
        """Return the layout in which all stays as it is. Problems: E302 (numbers change on)."""
        layout = self._settle(State(self._guess(), frozenset()))
        if drawn := self._spare_lines(layout):
            layout = self._settle(replace(layout.state, drawn=drawn))
        return self._spare_page(layout)

    def _settle(self, state: State) -> Layout:
        layout: Layout | None = None
        rounds = passes = 0
        while passes < MOST_PASSES:
            parts = self.parts(state)
            if layout is not None and _galleys(parts) == _galleys(layout.parts):
                return layout
            work = "setting pages again" if layout else "setting pages"
            layout = self._lay_out(parts, state, work, layout.facts.pages if layout else 0)
            found = layout.facts
            tight = _tighter(state.tight, found)
            loose = state.loose | frozenset(found.parted)
            waits = (tight, loose) != (state.tight, state.loose) and rounds < MOST_ROUNDS
            passes, rounds = (passes, rounds + 1) if waits else (passes + 1, rounds)
            last, state = (
                state,
                replace(
                    state,
                    labels=layout.plan.label_of,
                    tall=frozenset(found.tall),
                    tight=tight,
                    loose=loose,
                    sides=self._sides(layout),
                    joined=state.joined | _list_joined(layout),
                    is_spelt=state.is_spelt or any(each.is_spelt for each in layout.laid),
                ),
            )
            if state == last:
                return layout
        hint = "shorten the text near a reference to a page, or remove the reference"
        message = f"page numbers do not settle in {MOST_PASSES} passes"
        place = Place(self._order.publication.config.path)
        raise BuildFailed([Problem("E302", place, message, hint)])

    def cut(self, layout: Layout) -> tuple[Laid, ...]:
        """Return the pages of all parts, each with its fragment."""
        both = zip(layout.parts, layout.laid, strict=True)
        missing = [part for part, laid in both if not laid.cut]
        asked = [(part.slug, part.galley) for part in missing]
        made = iter(self._compositor.lay_out(asked, True, "writing"))
        return tuple(laid if laid.cut else next(made) for laid in layout.laid)

    def around(self, layout: Layout) -> list[Surround]:
        """Return the furniture of each part, sheets that differ by their folio once."""
        sides = 2 if self._is_sided else 1
        made = []
        for stand, sheets in zip(layout.stands, layout.sheets(), strict=True):
            first = stand.first - stand.blanks
            drawn = draw_once(self._sheets, sheets, first, sides, self._base.margins)
            made.append(Surround(self._galley(drawn.html, first), drawn))
        return made

    def around_whole(self, layout: Layout, part: int) -> Galley:
        """Return the furniture of one part, a sheet for each page."""
        stand = layout.stands[part]
        return self.around_part(stand.first - stand.blanks, layout.sheets()[part])

    def around_part(self, first: int, sheets: Sequence[Furniture]) -> Galley:
        """Return the furniture of pages, a sheet for each, as the press lays it out."""
        return self._galley(self._sheets(sheets), first)

    def _sheets(self, sheets: Sequence[Furniture]) -> str:
        return self._base.pages.render("furniture", sheets=sheets)

    def _galley(self, html: str, first: int) -> Galley:
        return Galley(html, self._base.margins, self._side(first))

    def parts(self, state: State) -> tuple[Gathering, ...]:
        """Return what is laid out by itself, as a pass with this state sets it."""
        groups: list[list[SetUnit]] = []
        for unit in self._type.units(state):
            if groups and unit.slug in state.joined:
                groups[-1].append(unit)
            else:
                groups.append([unit])
        parts = []
        for n, units in enumerate(groups):
            side = state.sides.get(units[0].slug, side_of(0, self._is_rtl)) if n else ""
            galley = Galley(self.html(units, state), self._base.css, side)
            parts.append(Gathering(tuple(units), galley))
        return tuple(parts)

    def html(self, units: Sequence[SetUnit], state: State) -> str:
        """Return what the press lays out for some units."""
        is_drawn = not state.drawn.isdisjoint(each.slug for each in units)
        told = [
            {
                "slug": each.slug,
                "kind": each.kind,
                "matter": each.matter,
                "html": Markup(each.html),
                "is_drawn": is_drawn,
            }
            for each in units
        ]
        html = _number(self._base.pages.render("pdf", units=told), state)
        return html.replace(PIECE, f"{PIECE} {BESIDE}") if state.is_beside else html

    def _guess(self) -> Mapping[str, str]:
        """Return what numbers of pages are taken for in the first pass."""
        run_on = self._order.theme.run_on
        return guess_labels(self._order.publication, self._base.css, run_on)

    def _lay_out(self, parts: tuple[Gathering, ...], state: State, work: str, of: int) -> Layout:
        asked = [(part.slug, part.galley) for part in parts]
        sparing = self._find_spares(parts, state)
        laid = tuple(self._compositor.lay_out(asked, False, work, of, sparing))
        stands = place_units([each.facts for each in laid], self._is_rtl)
        pages = stands[-1].first + laid[-1].facts.pages
        placed = [(at.first, each.facts) for at, each in zip(stands, laid, strict=True)]
        found = join_facts(placed, pages)
        units = [unit for part in parts for unit in part.units]
        plan = plan_pages(units, found, self._order.words, self._fit)
        tall = tuple(sorted(state.tall | frozenset(found.tall)))
        return Layout(parts, laid, stands, plan, replace(found, tall=tall), state)

    def _spare_lines(self, layout: Layout) -> frozenset[str]:
        """Return the slugs of chapters that leave a few lines on their last page, and end on the
        page before if their words stand a little closer."""
        sparing = self._find_spares(layout.parts, layout.state)
        short = [
            (part.slug, part.galley, sparing.closer(part.slug), laid.facts.pages)
            for part, laid in zip(layout.parts, layout.laid, strict=True)
            if laid.facts.leaves_few(FEW_LINES) and part.slug in sparing.slugs
        ]
        if not short:
            return frozenset()
        made = zip(short, self._compositor.set_closer(short), strict=True)
        return frozenset(slug for (slug, _, _, pages), new in made if new.facts.pages < pages)

    def _find_spares(self, parts: Sequence[Gathering], state: State) -> Sparing:
        """Return the chapters that may be drawn in: none where all runs on."""
        by_slug = {part.slug: part for part in parts}
        chapters = self._order.publication.chapters
        own = {each.slug for each in chapters if not self._order.theme.run_on}

        def closer(slug: str) -> Galley:
            part = by_slug[slug]
            html = self.html(part.units, replace(state, drawn=state.drawn | {slug}))
            return replace(part.galley, html=html)

        return Sparing(frozenset(own & by_slug.keys() - state.drawn), FEW_LINES, closer)

    def _spare_page(self, layout: Layout) -> Layout:
        """Return a work that runs on without its last page, if that has but the colophon and a few
        lines: with the colophon beside the text, where the theme has room for it there, or words
        that stand a little closer, or both."""
        pages, slug = layout.facts.pages, layout.parts[-1].slug
        if not self._order.theme.run_on or not _ends_short(layout):
            return layout
        is_alone = _is_alone(COLOPHON, layout.facts)
        for is_drawn, is_beside in ((False, True), (True, False), (True, True)):
            if not is_drawn and not is_alone:
                continue
            drawn = frozenset([slug] if is_drawn else [])
            spared = self._settle(replace(layout.state, is_beside=is_beside, drawn=drawn))
            if spared.facts.pages < pages and spared.facts.is_beside >= is_beside:
                return spared
        return layout

    def _sides(self, layout: Layout) -> Mapping[str, str]:
        """Return where the parts lie, as far as it matters."""
        placed = zip(layout.parts[1:], layout.stands[1:], strict=True)
        return {part.slug: self._side(stand.first) for part, stand in placed}

    def _side(self, page: int) -> str:
        """Return where a page lies: on the right, where that does not matter; '' for the first."""
        return side_of(page if self._is_sided else 0, self._is_rtl) if page else ""


def _galleys(parts: Sequence[Gathering]) -> list[Galley]:
    return [part.galley for part in parts]


def _list_joined(layout: Layout) -> frozenset[str]:
    placed = zip(layout.parts, layout.stands, strict=True)
    return frozenset(part.slug for part, stand in placed if stand.is_joined)


def _ends_short(layout: Layout) -> bool:
    """Tell whether the last page has but a few lines, or the colophon alone."""
    facts = layout.laid[-1].facts
    return facts.leaves_few(FEW_LINES) or _is_alone(COLOPHON, layout.facts)


def _is_alone(block: str, facts: LayoutFacts) -> bool:
    """Tell whether a block has the last page to itself."""
    last = facts.pages - 1
    others = (page for name, page in facts.ends.items() if name != block)
    return last > 0 and facts.starts.get(block) == last and all(page < last for page in others)


def _tighter(tight: Mapping[str, int], found: LayoutFacts) -> Mapping[str, int]:
    """Return what is to be set tighter in the next pass: one step more for what is too wide."""
    more = {name: min(tight.get(name, 0) + 1, len(TIGHT)) for name, _ in found.wide}
    return {**tight, **more}


def _number(html: str, state: State) -> str:
    """Return pages with noughts in the place of numbers, which binding fills in; what cannot be
    filled in stands there as it is."""

    def put(label: str) -> str:
        is_late = label.isascii() and label.isdigit() and not state.is_spelt
        return "0" * len(label) if is_late else label

    return NUMBER.sub(lambda m: f"{m[1]}{put(state.labels.get(m[2], '000'))}{m[4]}", html)
