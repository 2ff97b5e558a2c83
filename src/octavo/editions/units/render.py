"""Publication and theme -> XHTML through Jinja templates.

Templates are logic-free: loops and ifs over the ready data of ``Facts``, in a ``Sandbox``.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lxml.etree import XMLSyntaxError
from markupsafe import Markup

from octavo.core.problems import BuildFailed, Problem
from octavo.core.workshop import Workshop
from octavo.editions.shape.for_edition import mark_lead, mark_opening
from octavo.editions.shape.initials import mark_initial
from octavo.editions.units.facts import Facts
from octavo.editions.units.old_names import OLD_NAMES, old_values
from octavo.editions.units.sandbox import Sandbox
from octavo.editions.units.template_faults import FAULTS, fault_of, unsound_problem
from octavo.markup.marked_words import MarkedWords, marks_of
from octavo.markup.moulds import Moulds
from octavo.markup.tree import (
    Element,
    elements,
    fill,
    has_class,
    move_content,
    new,
    parse_xml,
    serialise,
)
from octavo.model.publication import Chapter, Publication
from octavo.themes import Theme

ROLES = {
    "abstract": "doc-abstract",
    "acknowledgements": "doc-acknowledgments",
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "bibliography": "doc-bibliography",
    "chapter": "doc-chapter",
    "conclusion": "doc-conclusion",
    "dedication": "doc-dedication",
    "epigraph": "doc-epigraph",
    "epilogue": "doc-epilogue",
    "foreword": "doc-foreword",
    "glossary": "doc-glossary",
    "index": "doc-index",
    "introduction": "doc-introduction",
    "preface": "doc-preface",
    "notes": "doc-endnotes",
    "prologue": "doc-prologue",
    "summary": "doc-abstract",
}
"""Role of a file -> DPUB-ARIA role of its section."""
PLACE = "octavo-body"
_TAGS = re.compile(r"(<[^>]*>)")
HOLE = Markup(f'<div id="{PLACE}"></div>')
"""What a template is handed in place of a text: the tree itself is put there afterwards."""
FRONT_PIECES = frozenset(
    {"cover", "half-title", "title", "imprint", "dedication", "contents", "lists"}
)

LAST_OF_SAMPLE = "read-on"
"""The piece with which each sample ends, whatever pieces the theme has."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an edition that starts a new page (PDF) or a file of its own (EPUB)."""

    slug: str
    kind: str
    """The piece or ``part`` or ``chapter``."""
    title: str
    body: Element
    """A ``<body>`` that holds the unit's content; whoever is handed the unit may change it."""
    matter: str
    """front, body or back: front matter has roman page numbers."""
    ids: tuple[str, ...] = ()
    is_piece: bool = False
    """Whether a template alone makes it: a title page, a colophon."""
    head: str = ""
    """What running heads call it, where that is not its title."""

    @property
    def file_name(self) -> str:
        """Return the unit's name in letters that every system can have in a path."""
        if self.slug.isascii():
            return re.sub(r"[^\w.-]", "-", self.slug)
        return f"{self.kind}-{hashlib.sha256(self.slug.encode()).hexdigest()[:8]}"


class Pages:
    """Renders the templates of one theme for one edition of one publication."""

    def __init__(
        self,
        workshop: Workshop,
        theme: Theme,
        facts: Facts,
        moulds: Moulds,
        initial_lines: int = 0,
        put_initial: Callable[[Element, int], object] = mark_initial,
    ) -> None:
        self._theme, self._facts = theme, facts
        self._workshop = workshop
        self._moulds = moulds
        self._initial_lines, self._put_initial = initial_lines, put_initial
        self._environment = Sandbox(self._source)
        self._environment.filters |= {"end_together": end_together, "marked": show_marks}
        self._shared: Mapping[str, Any] = {
            **old_values(facts),
            **{each.name: getattr(facts, each.name) for each in fields(facts)},
        }

    def render(self, name: str, **values: Any) -> str:
        """Return a template filled in. Problems: E230 (the template is at fault)."""
        try:
            text = self._environment.get_template(f"{name}.html.j2").render(self._shared, **values)
        except FAULTS as error:
            raise BuildFailed([self._fault(error, f"{name}.html.j2")]) from None
        return text.strip() + "\n"

    def document(self, name: str, **values: Any) -> str:
        """Return a template filled in that is a document of XML by itself. Problems: E230."""
        made = self.render(name, **values)
        try:
            parse_xml(made.encode())
        except XMLSyntaxError as error:
            raise self._unsound(error, name, made) from None
        return made

    def units(self, publication: Publication) -> tuple[Unit, ...]:
        """Return the edition's pieces in reading order, chapters and parts in the place of text.

        The chapters' trees go into the units: the publication has none afterwards.
        """
        lead, fills = self._lead(publication)
        found: list[Unit] = []
        for piece in self._theme.pieces_of(self._facts.edition):
            if piece == "text":
                found += self.text(publication)
                continue
            body = self._piece(piece, lead=lead, lead_fills_page=fills)
            if len(body) or (body.text or "").strip():
                matter = "front" if piece in FRONT_PIECES else "back"
                title = self._title(piece)
                found.append(Unit(piece, piece, title, body, matter, is_piece=True))
        if self._facts.derived.is_sample:
            body, title = self._piece(LAST_OF_SAMPLE), self._title(LAST_OF_SAMPLE)
            found.append(Unit(LAST_OF_SAMPLE, LAST_OF_SAMPLE, title, body, "back", is_piece=True))
        return tuple(found)

    def text(self, publication: Publication) -> Iterator[Unit]:
        """Yield the units of the chapters, each behind the part that it opens.

        The chapters' trees go into the units.
        """
        for chapter in publication.chapters:
            self._open(chapter)
            yield from self._chapter(publication, chapter)

    def _open(self, chapter: Chapter) -> None:
        """Mark how a chapter opens: without an indent, in the body with an initial."""
        first = mark_opening(chapter.body)
        if first is None or chapter.matter != "body" or not self._initial_lines:
            return
        self._put_initial(first, self._initial_lines)

    def _piece(self, name: str, **values: Any) -> Element:
        """Return a template filled in, which must be well-formed XML: an EPUB is nothing else."""
        made = self.render(name, **values)
        try:
            return self._moulds.cast(f"<body>{made}</body>")
        except XMLSyntaxError as error:
            raise self._unsound(error, name, made) from None

    def _unsound(self, error: XMLSyntaxError, name: str, made: str) -> BuildFailed:
        found = self._source(f"{name}.html.j2")
        text, path = found[:2] if found else ("", f"{name}.html.j2")
        return BuildFailed([unsound_problem(error, path, text, made)])

    def _title(self, piece: str) -> str:
        """Return how the contents call a piece."""
        key = piece.replace("-", "_")
        if piece == "about":
            key = "about_author" if len(self._facts.derived.biographies) == 1 else "about_authors"
        return self._facts.words.get(key, self._facts.metadata.title)

    def _lead(self, publication: Publication) -> tuple[Markup, bool]:
        """Return the lead picture of a brief, and whether it fills a page."""
        if not self._theme.run_on or not publication.chapters:
            return Markup(""), False
        figure = mark_lead(publication.chapters[0].body)
        if figure is None:
            return Markup(""), False
        return markup(figure), has_class(figure, "full-page")

    def _chapter(self, publication: Publication, chapter: Chapter) -> Iterator[Unit]:
        part = publication.part_opened_by(chapter)
        if part is not None:
            opening = self._piece("part", part=part, label=part.label)
            yield Unit(part.slug, "part", part.title, opening, "body", (part.slug,))
        ids = tuple(str(node.get("id")) for node in chapter.body.iter() if node.get("id"))
        body = self._piece(
            "chapter",
            chapter=chapter,
            role=ROLES.get(chapter.role, "doc-chapter"),
            body=HOLE,
            heading=_heading_id(chapter.body),
        )
        places = [each for each in elements(body, "div") if each.get("id") == PLACE]
        fill(places, chapter.body)
        yield Unit(
            chapter.slug,
            chapter.role,
            chapter.title,
            body,
            chapter.matter,
            (chapter.slug, *ids),
            head=chapter.head,
        )

    def _fault(self, error: Exception, name: str) -> Problem:
        """Return the problem at the line of the template that is at fault."""
        names = [*self._shared, *OLD_NAMES]
        find, filters = self._workshop.template, self._environment.filters
        return fault_of(error, name, find, names, filters)

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template's text and its path below templates/, for error messages."""
        for folder in (self._theme.name, "shared"):
            found = self._workshop.text(f"{folder}/{name}")
            if found is not None:
                return found, f"{folder}/{name}", lambda: True
        return None


def join_bodies(units: Iterable[Unit]) -> Element:
    """Return one ``<body>`` with the content of all units, which are empty afterwards."""
    body = new("body")
    for unit in units:
        move_content(unit.body, body)
    return body


def end_together(words: str, last: int = 3) -> str:
    """Return words whose last ones stay in one line: the last line of a title is never one word."""
    parts = words.split(" ")
    if len(parts) < 2 * last:
        return words
    together = " ".join([*parts[:-last], "\u00a0".join(parts[-last:])])
    if not isinstance(words, MarkedWords):
        return together
    pieces, left = _TAGS.split(words.xhtml), last - 1
    for n in range(len(pieces) - 1, -1, -2):  # the words between the tags, the last first
        bound = pieces[n].rsplit(" ", left)
        pieces[n], left = "\u00a0".join(bound), left - len(bound) + 1
    return MarkedWords(together, "".join(pieces))


def show_marks(words: str) -> Markup:
    """Return a title with its marks, for a page."""
    return Markup(marks_of(words))


def markup(node: Element) -> Markup:
    """Return a tree as text that templates do not escape."""
    return Markup(serialise(node))


def _heading_id(body: Element) -> str:
    head = next(iter(body.iter("h1", "h2")), None)
    return "" if head is None else head.get("id") or ""
