"""Units as passes ask for them: what was set once stands, until something of its own changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from octavo.editions.order import Order
from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.pdf_traits import SHAPE
from octavo.editions.shape.bookmarks import name_bookmarks
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition, style_of_notes
from octavo.editions.shape.long_words import part_long_words
from octavo.editions.shape.partings import block_in
from octavo.editions.shape.word_breaks import part_unspaced
from octavo.editions.units.link_aims import aim_links, within_units
from octavo.editions.units.render import Pages, Unit, join_bodies
from octavo.markup.tree import inner
from octavo.model.publication import Chapter, Publication


@dataclass(frozen=True, slots=True)
class State:
    """What one pass tells the next; at first numbers are guessed, and all is as it was written.

    A warm build begins as a cold one does, so that both settle alike.
    """

    labels: Mapping[str, str]
    tall: frozenset[str]
    """Ids of notes that are too long for the foot of a page."""
    tight: Mapping[str, int] = field(default_factory=dict)
    """Blocks that are too wide, and by how many steps each is set tighter."""
    loose: frozenset[str] = frozenset()
    """Names of what may part over pages, as none holds it."""
    sides: Mapping[str, str] = field(default_factory=dict)
    """Slug -> on which side a unit begins, left or right, where that is known."""
    joined: frozenset[str] = frozenset()
    """Slugs of units that go on where the one before them ends."""
    is_spelt: bool = False
    """Whether page numbers have to be rendered as they are."""
    is_beside: bool = False
    """Whether the colophon stands beside the text."""
    drawn: frozenset[str] = frozenset()
    """Slugs of units whose words stand a little closer, so that no page has but a few lines."""

    def as_json(self) -> dict[str, Any]:
        """Return it but for the labels, which whoever keeps it knows."""
        return {
            "tall": sorted(self.tall),
            "tight": dict(self.tight),
            "loose": sorted(self.loose),
            "sides": dict(self.sides),
            "joined": sorted(self.joined),
            "is_spelt": self.is_spelt,
            "is_beside": self.is_beside,
            "drawn": sorted(self.drawn),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any], labels: Mapping[str, str]) -> "State":
        """Return what ``as_json`` gave."""
        sets = {name: frozenset(told[name]) for name in ("tall", "loose", "joined", "drawn")}
        return cls(labels=labels, **{**told, **sets})

    @property
    def of_text(self) -> "State":
        """Return what it says of the text, but for numbers and for where units stand."""
        return State({}, self.tall, self.tight, self.loose)

    def within(self, names: frozenset[str]) -> "State":
        """Return what it says of some ids and blocks, but for numbers: these come afterwards."""
        tight = {name: by for name, by in self.tight.items() if name in names}
        loose = frozenset(name for name in self.loose if block_in(name) in names)
        return State({}, self.tall & names, tight, loose)


@dataclass(frozen=True, slots=True)
class SetUnit(Unit):
    """A unit, its links aimed. Its tree is gone: a book of trees wants hundreds of megabytes."""

    html: str = ""
    """What its body holds, every number of a page still "000"."""


@dataclass(frozen=True, slots=True)
class _Stood:
    """A chapter's unit, and what was said of the chapter when it was set."""

    state: State
    unit: SetUnit


class StandingType:
    """The units of one edition, kept from pass to pass.

    A chapter is set by itself where it begins a page. Where all runs on, or the notes of all
    chapters stand together, one that changes takes all others with it.
    """

    def __init__(self, order: Order, pages: Pages) -> None:
        self._order, self._pages = order, pages
        chapters = order.publication.chapters
        self._chapters = {each.slug: each for each in chapters}
        self._names = {each.slug: _names(each) for each in chapters}
        self._stood: dict[str, _Stood] = {}
        self._units: tuple[SetUnit, ...] = ()
        self._whole: State | None = None
        style = style_of_notes(order.publication, self._cut(State({}, frozenset())))
        self._hangs_together = order.theme.run_on or style == "end"

    def units(self, state: State) -> tuple[SetUnit, ...]:
        """Return all units as a pass with this state sets them."""
        whole = state.of_text
        if self._whole is None or (self._hangs_together and whole != self._whole):
            self._units = self._all(state)
        elif whole != self._whole:
            own = self._chapters
            self._units = tuple(
                self.text(unit.slug, state) if unit.slug in own and not unit.is_piece else unit
                for unit in self._units
            )
        self._whole = whole
        return self._units

    def text(self, slug: str, state: State) -> SetUnit:
        """Return the unit of one chapter, set by itself."""
        own = state.within(self._names[slug])
        stood = self._stood.get(slug)
        if stood is not None and stood.state == own:
            return stood.unit
        part = replace(self._order.publication, chapters=(self._chapters[slug],))
        units = self._pages.text(self._shape(part, state))
        unit = _set(next(each for each in units if each.slug == slug))
        self._stood[slug] = _Stood(own, unit)
        return unit

    def _all(self, state: State) -> tuple[SetUnit, ...]:
        made = self._pages.units(self._shape(self._order.publication, state))
        if self._order.theme.run_on:
            return (_set_as_one(made),)
        units = tuple(map(_set, made))
        for unit in units:
            if unit.slug in self._chapters and not unit.is_piece:
                self._stood[unit.slug] = _Stood(state.within(self._names[unit.slug]), unit)
        return units

    def _shape(self, publication: Publication, state: State) -> Publication:
        return for_edition(publication, self._cut(state))

    def _cut(self, state: State) -> EditionCut:
        edition, words = self._order.edition, self._order.words
        told = (state.tall, state.tight, state.loose)
        return EditionCut(edition, words, SHAPE, *told)


def _names(chapter: Chapter) -> frozenset[str]:
    """Return the ids of a chapter, and its blocks as pages tell of them."""
    nodes = chapter.body.iter()
    return frozenset(str(node.get(key)) for node in nodes for key in ("id", "data-b"))


def _set(unit: Unit) -> SetUnit:
    """Return a unit whose links to others go by an address of their own; words of templates part
    as those of texts do."""
    part_unspaced(unit.body)
    part_long_words(unit.body)
    name_bookmarks(unit.body)
    aim_links(unit.body, within_units(frozenset(unit.ids), ELSEWHERE))
    told = {each.name: getattr(unit, each.name) for each in fields(Unit)}
    html, gone = inner(unit.body), {"body": unit.body.makeelement("body", {})}
    return SetUnit(**{**told, **gone}, html=html)


def _set_as_one(units: Sequence[Unit]) -> SetUnit:
    """Return all units as one: the publication runs on."""
    ids = tuple(name for unit in units for name in unit.ids)
    whole = Unit("text", "article", units[0].title, join_bodies(units), "body", ids)
    return _set(whole)
