"""The PDF edition: units planned in passes, set by the press, furniture put on its own sheets."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from octavo.core.problems import Place, Problem, Severity
from octavo.core.progress import Progress
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.passes import Layout, Passes
from octavo.editions.pdf.pdf_traits import PICTURES, SHAPE
from octavo.editions.pdf.plan import Furniture
from octavo.editions.pdf.standards import Source, standard_of
from octavo.editions.pdf.standing_type import State
from octavo.editions.pdf.worker import Worker
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.shape.initials import set_initial
from octavo.editions.shape.long_words import TIGHT
from octavo.editions.units import initial_sizes
from octavo.editions.units.cover import draw_cover
from octavo.editions.units.facts import facts
from octavo.editions.units.render import Pages
from octavo.fonts.bundled import BUNDLED, families
from octavo.markup.css.css_grammar import grammar_of
from octavo.markup.css.faults import place_of
from octavo.model.chapters import line_of
from octavo.model.made import Made, PageMap
from octavo.model.metadata import Edition
from octavo.pictures.forms import prepare

NATIVE = ("pango", "harfbuzz", "fontconfig", "zlib")
DECORATIVE = "has no required alt description"
"""How WeasyPrint ends its complaint of a picture with alt="": such pictures only decorate (the
others are errors, E205) and become artifacts (tagging.py)."""
_DATA = re.compile(r"(data:[\w/+.;-]*,[^\s'\"]{,20})[^'\"]*")
"""A picture in an address: 150,000 signs that say nothing."""
_POSITION = re.compile(r" at \d+:\d+")
"""Where in the joined style sheets: a place that no author can look up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Pages that are laid out, and what is to be put on them."""

    layout: Layout
    pages: Pages
    margins: str
    """The style sheet of the furniture."""
    engines: Mapping[str, str]

    def furniture(self) -> str:
        """Return the sheets with running heads and folios, as HTML."""
        return self.pages.render("furniture", sheets=self.layout.plan.sheets)


@dataclass(frozen=True, slots=True)
class Ground:
    """What pages are laid out with, before they are."""

    pages: Pages
    css: str
    margins: str
    """The style sheet of the furniture."""
    files: Mapping[str, bytes]
    fonts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Settled:
    """How the last pass of an edition stood, for whoever lays out parts of it again."""

    state: State
    sheets: tuple[Furniture, ...]
    anchors: Mapping[str, int]
    labels: tuple[str, ...]


def make_pdf(order: Order, worker: Worker, tell: Callable[[PageMap], object]) -> Made:
    """Return the PDF edition and its page map; ``tell`` hears the map before pages are written.

    Problems: E301 (native libraries are missing), E302 (page numbers do not settle), E303 (a
    table or code is off the paper; warning: wider than its page; notice: set smaller), E304 (the
    engine's own warnings), E305 (notice: a long note went to the end of its chapter).
    """
    files, told = _recall(order, worker, tell)
    pages = PageMap.of(told["labels"], told)
    problems = tuple(Problem.from_json(each) for each in told["problems"])
    return Made(files, pages, told["engines"], problems)


def settle(order: Order, worker: Worker) -> Settled:
    """Return how the edition's pages stand; it is made where it is not recalled.

    Problems: as ``make_pdf``.
    """
    _, told = _recall(order, worker, lambda pages: None)
    anchors, labels = told["anchors"], tuple(told["labels"])
    named = {name: labels[page] for name, page in anchors.items()}
    tall, loose = frozenset(told["tall"]), frozenset(told["loose"])
    state = State(named, tall, told["moved"], told["tight"], loose)
    return Settled(state, tuple(Furniture(*each) for each in told["sheets"]), anchors, labels)


def _recall(
    order: Order, worker: Worker, tell: Callable[[PageMap], object]
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the edition's files, and what was noted of its pages."""

    def make(inside: Workshop) -> bytes:
        for name in NATIVE:
            inside.inputs.native_version(name)
        return _make(order, inside, worker, tell)

    files = unpack(order.workshop.recall("pdf", (order.digestible(),), make))
    return files, json.loads(files.pop("facts"))


def _make(
    order: Order, inside: Workshop, worker: Worker, tell: Callable[[PageMap], object]
) -> bytes:
    standing = set_up(order, inside, worker)
    layout = standing.layout
    facts = layout.facts
    labels = tuple(layout.plan.labels)
    tell(PageMap(labels, facts.starts, facts.ends, facts.anchors, facts.openings))
    standard = standard_of(order.edition.standard)
    source = _source(order, inside) if standard.holds_source else None
    numbering = layout.plan.numbering
    name, count = order.edition.name, facts.pages

    def at(done: int) -> None:
        inside.tell(Progress("writing", name, done, count, "pages"))

    with worker.listen(at):
        pdf, log = worker.write(
            layout.laid, standing.furniture(), standing.margins, numbering, standard.name, source
        )
    problems = _problems(order, layout, (*layout.laid.log, *log))
    told_facts = {
        "labels": layout.plan.labels,
        "engines": standing.engines,
        "starts": facts.starts,
        "ends": facts.ends,
        "anchors": facts.anchors,
        "openings": facts.openings,
        "problems": [problem.as_json() for problem in problems],
        "tall": sorted(layout.state.tall),
        "moved": dict(layout.state.moved),
        "tight": dict(layout.state.tight),
        "loose": sorted(layout.state.loose),
        "sheets": [[each.kind, each.label, each.head] for each in layout.plan.sheets],
    }
    return pack({order.file: pdf, "facts": json.dumps(told_facts).encode()})


def set_up(order: Order, inside: Workshop, worker: Worker) -> Standing:
    """Lay the publication out. Problems: E301, E302."""
    inside.tell(Progress("preparing pages", order.edition.name))
    base = ground(order, inside)
    engines = worker.load(base.files, base.fonts)
    layout = Passes(order, base.pages, worker, base.css, inside.tell).settle()
    return Standing(layout, base.pages, base.margins, engines)


def ground(order: Order, inside: Workshop) -> Ground:
    """Return what an order's pages are laid out with."""
    whole = for_edition(order.publication, EditionCut(order.edition, order.words, SHAPE))
    told = facts(inside, whole, order)
    files = {
        path: prepare(inside, order.theme, asset, PICTURES).data
        for path, asset in order.publication.assets.items()
    }
    if not told.derived.cover and "cover" in order.theme.pieces_of(order.edition.format):
        cover = draw_cover(inside, order.theme, told)
        told, files[cover.path] = told.with_cover(cover.path), cover.data
    theme = order.theme
    geometry = theme.sheet(inside, "tokens.css", *_name_sheets("page", told.derived.direction))
    geometry += bleed_rule(order.edition)
    css = geometry + theme.sheet(inside, "base.css", "theme.css", "print.css", "code.css")
    lines = initial_sizes.lines_for(css, told.derived.direction, told.metadata.language)
    pages = Pages(inside, theme, told, order.moulds, lines, set_initial)
    css += initial_sizes.rule(inside, css)
    over = theme.sheet(inside, *_name_sheets("furniture", told.derived.direction))
    return Ground(pages, css, geometry + over, files, find_fonts(order, inside))


def find_fonts(order: Order, inside: Workshop) -> dict[str, bytes]:
    """Return the fonts that the press has not, all of them ingredients: those that were fetched,
    and the house's."""
    cuts = [cut for name in order.theme.all_families for cut in families(inside)[name].cuts]
    found = {cut: inside.inputs.find(cut.file, cut.root) or b"" for cut in cuts}
    return {
        f"{cut.root}-{PurePosixPath(cut.file).name}": data
        for cut, data in found.items()
        if cut.root != BUNDLED
    }


def _source(order: Order, inside: Workshop) -> Source:
    """Return the texts that the edition was made from: metadata, Markdown, what it takes in."""
    publication = order.publication
    texts = [chapter.text for chapter in publication.chapters]
    taken_in = {place.path for text in texts for place in text.origins}
    paths = {publication.config.path, *(text.path for text in texts), *taken_in}
    files = {path: inside.inputs.find(path) or b"" for path in sorted(paths)}
    return Source(files, publication.config.epoch)


def bleed_rule(edition: Edition) -> str:
    """Return the rule that gives each sheet its bleed; printers trim by the boxes, not by marks."""
    if not edition.bleed_mm:
        return ""
    return f"\n:root {{ --bleed: {edition.bleed_mm:g}mm }} @page {{ bleed: var(--bleed) }}\n"


def _name_sheets(name: str, direction: str) -> tuple[str, ...]:
    """Return a style sheet's names; one more where pages turn from right to left.

    Pages and their margin boxes know left and right only: they have no logical properties.
    """
    return (f"{name}.css", f"{name}-rtl.css") if direction == "rtl" else (f"{name}.css",)


def engine_problems(order: Order, log: Sequence[str]) -> Iterator[Problem]:
    """Yield what the engine has to say, once each. Problems: E304."""
    for line in dict.fromkeys(_DATA.sub(r"\1…", _POSITION.sub("", line)) for line in log):
        if not line.endswith(DECORATIVE):
            yield from _of_engine(order, line)


_IGNORED = re.compile(r"Ignored `([^`]+)`")
MOST = 180
"""Signs of what the engine says that are handed on."""


def _tell_wide(layout: Layout) -> Iterator[tuple[str, str, str, str, Severity]]:
    """Yield what there is to say of tables and code that were too wide: block, code, message, hint,
    severity. Problems: E303."""
    hint = "shorten its lines, or give the table fewer columns"
    wide = dict(layout.facts.wide)
    for name, beyond in wide.items():
        if name in layout.facts.cut:
            message = f"a table or code block is {beyond:.0f} mm too wide: its end is off the paper"
            yield name, "E303", message, hint, "error"
        else:
            message = f"a table or code block is {beyond:.0f} mm wider than the page"
            yield name, "E303", message, hint, "warning"
    for name, step in sorted(layout.state.tight.items()):
        if name not in wide:
            parted = ", and its words part anywhere" if step == len(TIGHT) else ""
            message = f"a table or code block is too wide: it is set smaller{parted}"
            yield name, "E303", message, f"to have it in full size, {hint}", "notice"


def _problems(order: Order, layout: Layout, log: Sequence[str]) -> list[Problem]:
    chapters = order.publication.chapters
    nodes = {
        str(node.get(key)): (chapter, node)
        for chapter in chapters
        for node in chapter.body.iter()
        for key in ("data-b", "id")
        if node.get(key)
    }

    def at(name: str, code: str, message: str, hint: str, severity: Severity) -> Problem:
        if name not in nodes:
            return Problem(code, Place(order.publication.config.path), message, hint, severity)
        chapter, node = nodes[name]
        return replace(chapter.text.problem(code, message, hint, line_of(node)), severity=severity)

    problems = []
    problems += [at(*words) for words in _tell_wide(layout)]
    problems += engine_problems(order, log)
    for name in sorted(layout.facts.tall):
        message = "a note is too long for the foot of a page"
        hint = "it stands at the end of its chapter in the PDF, under the same number"
        problems.append(at(name, "E305", message, hint, "notice"))
    return problems


def _of_engine(order: Order, line: str) -> list[Problem]:
    """Return what the engine says, at the declaration in one's own sheets that it speaks of.

    A property that nobody knows is told of as E269, wherever it stands.
    """
    words = _IGNORED.search(line)
    place = place_of(order.workshop, order.theme.name, words[1]) if words else None
    if words and place and grammar_of(words[1].partition(":")[0].strip().lower()) is None:
        return []
    hint = "take it out, or say it in another way: the engine of the PDF does not know it"
    line = line.rstrip(".")
    message = f"the PDF engine says: {line if len(line) <= MOST else f'{line[: MOST - 1]}…'}"
    where = place or Place(order.publication.config.path)
    return [Problem("E304", where, message, hint, "warning")]
