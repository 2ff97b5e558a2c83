"""The PDF edition: units planned in passes, set by presses side by side, bound with furniture."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.core.problems import BuildFailed, Place, Problem, Severity
from octavo.core.progress import Progress
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.binding.binder import Binding, BoundUnit, bind, dead_links
from octavo.editions.pdf.binding.fragment import Folios, Fragment, FurnitureFragment
from octavo.editions.pdf.binding.joined_faces import join_all
from octavo.editions.pdf.binding.made_of import tell_bound
from octavo.editions.pdf.compositor import Compositor
from octavo.editions.pdf.cover_crop import tell_crop
from octavo.editions.pdf.layout_grounds import NATIVE, ground
from octavo.editions.pdf.passes import Layout, Passes
from octavo.editions.pdf.plan import Furniture
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.standards import Source, standard_of
from octavo.editions.pdf.standing_type import State
from octavo.editions.shape.long_words import TIGHT
from octavo.markup.css.css_grammar import grammar_of
from octavo.markup.css.faults import place_of
from octavo.markup.tree import elements
from octavo.model.chapters import line_of
from octavo.model.made import Made, PageMap, UnitPages

DECORATIVE = "has no required alt description"
"""How WeasyPrint ends its complaint of a picture with alt="": such pictures only decorate (of
others E205 tells) and become artifacts (tagging.py)."""
_DATA = re.compile(r"(data:[\w/+.;-]*,[^\s'\"]{,20})[^'\"]*")
"""A picture in an address: 150,000 signs that say nothing."""
_POSITION = re.compile(r" at \d+:\d+")
"""Where in the joined style sheets: a place that no author can look up."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How the last pass of an edition stood, for whoever lays out parts of it again."""

    state: State
    sheets: tuple[Furniture, ...]
    anchors: Mapping[str, int]
    labels: tuple[str, ...]


def make_pdf(order: Order, pool: PressPool, tell: Callable[[PageMap], object]) -> Made:
    """Return the PDF edition and its page map; ``tell`` hears the map before pages are written.

    Problems: E301 (native libraries are missing), E302 (page numbers do not settle), E303 (a
    table or code is off the paper; warning: wider than its page; notice: set smaller), E304 (the
    engine's own warnings), E305 (notice: a long note went to the end of its chapter), E277
    (notice: much of the cover's picture is cut off), E317 (a link leads to what is on no page).
    """
    files, told = _recall(order, pool, tell)
    pages = PageMap.of(told["labels"], told)
    problems = tuple(Problem.from_json(each) for each in told["problems"])
    bound = tuple(UnitPages(*each) for each in told["bound"])
    return Made(files, pages, told["engines"], problems, bound)


def settle(order: Order, pool: PressPool) -> Settled:
    """Return how the edition's pages stand; it is made where it is not recalled.

    Problems: as ``make_pdf``.
    """
    _, told = _recall(order, pool, lambda pages: None)
    anchors, labels = told["anchors"], tuple(told["labels"])
    named = {name: labels[page] for name, page in anchors.items()}
    state = State.from_json(told["state"], named)
    return Settled(state, tuple(Furniture(*each) for each in told["sheets"]), anchors, labels)


def _recall(
    order: Order, pool: PressPool, tell: Callable[[PageMap], object]
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the edition's files, and what was noted of its pages."""

    def make(inside: Workshop) -> bytes:
        for name in NATIVE:
            inside.inputs.native_version(name)
        return _make(order, inside, pool, tell)

    files = unpack(order.workshop.recall("pdf", (order.digestible(),), make, order.edition.name))
    return files, json.loads(files.pop("facts"))


def _make(
    order: Order, inside: Workshop, pool: PressPool, tell: Callable[[PageMap], object]
) -> bytes:
    inside.tell(Progress("preparing pages", order.edition.name))
    base = ground(order, inside)
    compositor = Compositor(order, inside, base, pool)
    passes = Passes(order, base, compositor)
    layout = passes.settle()
    facts, plan = layout.facts, layout.plan
    tell(PageMap(plan.labels, facts.starts, facts.ends, facts.anchors, facts.openings))
    pdf, bound, log = _bind(order, inside, passes, layout, compositor)
    inside.tell(Progress("writing", order.edition.name, facts.pages, facts.pages, "pages"))
    told_facts = {
        "labels": plan.labels,
        "engines": compositor.versions(),
        "starts": facts.starts,
        "ends": facts.ends,
        "anchors": facts.anchors,
        "openings": facts.openings,
        "problems": [problem.as_json() for problem in _problems(order, layout, log)],
        "state": layout.state.as_json(),
        "bound": [[each.first, each.count, each.made_of] for each in bound],
        "sheets": [[each.kind, each.label, each.head] for each in plan.sheets],
    }
    return pack({order.file: pdf, "facts": json.dumps(told_facts).encode()})


def _bind(
    order: Order, inside: Workshop, passes: Passes, layout: Layout, compositor: Compositor
) -> tuple[bytes, tuple[UnitPages, ...], list[str]]:
    """Return the PDF, its pages by unit, and what the engine had to say.

    Problems: E295 (running heads of other pages), E317 (a dead link).
    """
    laid = passes.cut(layout)
    fragments = [Fragment.from_files(each.cut) for each in laid]
    if dead := dead_links(fragments):
        raise BuildFailed([_dead_link(order, name) for name in dead])
    around = _furnish(passes, layout, compositor)
    sheets = [len(pages) for _, pages in around]
    both = zip(layout.stands, fragments, strict=True)
    if sheets != (pages := [at.blanks + len(each.pages) for at, each in both]):
        raise BuildFailed([_uneven_sheets(order, sum(sheets), sum(pages))])
    standard = standard_of(order.edition.standard)
    source = _source(order, inside) if standard.holds_source else None
    uses = [face for each in fragments for face in each.faces]
    uses += [face for furniture, _ in around for face in furniture.faces]
    joined, labels = join_all(uses), layout.plan.label_of
    parts = zip(fragments, around, layout.stands, strict=True)
    binding = Binding(
        tuple(BoundUnit(unit, *furniture, at.blanks) for unit, furniture, at in parts),
        compositor.fonts(joined, standard.version),
        compositor.shell(passes.html((), layout.state), source),
        layout.plan.numbering,
        labels,
    )
    units = zip(
        fragments, [each.cut for each in laid], [at.blanks for at in layout.stands], strict=True
    )
    bound = tell_bound(units, joined, labels, standard.version)
    return bind(binding), bound, [*(line for each in laid for line in each.log), *compositor.log]


def _furnish(
    passes: Passes, layout: Layout, compositor: Compositor
) -> list[tuple[FurnitureFragment, Folios]]:
    """Return the furniture of each part, and what each of its pages is given: sheets that differ by
    their folio are drawn once, where it can be written into them."""
    around = passes.around(layout)
    made = compositor.furniture([each.galley for each in around])
    spelt = {
        n
        for n, (each, furniture) in enumerate(zip(around, made, strict=True))
        if furniture.is_spelt or len(furniture.contents) != each.drawn.count
    }
    whole = iter(compositor.furniture([passes.around_whole(layout, n) for n in sorted(spelt)]))
    found: list[tuple[FurnitureFragment, Folios]] = []
    for n, (each, furniture) in enumerate(zip(around, made, strict=True)):
        if n in spelt:
            furniture = next(whole)
            found.append((furniture, furniture.page_by_page()))
        else:
            found.append((furniture, [(at.drawn, at.folio) for at in each.drawn.pages]))
    return found


def _uneven_sheets(order: Order, sheets: int, pages: int) -> Problem:
    """Return the problem of furniture that is not that of the pages."""
    message = f"there are running heads and folios of {sheets} pages, and {pages} pages"
    hint = (
        "furniture.html.j2 gives each of its sheets one element of the class sheet; no rule of"
        " a style sheet breaks within them, joins or hides them"
    )
    return Problem("E295", Place(order.publication.config.path), message, hint)


def _dead_link(order: Order, name: str) -> Problem:
    """Return the problem at the link that leads to what is on no page."""
    message = f"a link leads to '{name}', which is on no page of the PDF"
    hint = "a template leaves it out: take the link out too, or show what it leads to"
    for chapter in order.publication.chapters:
        for node in elements(chapter.body, "a"):
            if node.get("href") == f"#{name}":
                return chapter.text.problem("E317", message, hint, line_of(node))
    return Problem("E317", Place(order.publication.config.path), message, hint)


def _source(order: Order, inside: Workshop) -> Source:
    """Return the texts that the edition was made from: metadata, Markdown, what it takes in."""
    publication = order.publication
    texts = [chapter.text for chapter in publication.chapters]
    taken_in = {place.path for text in texts for place in text.origins}
    paths = {publication.config.path, *(text.path for text in texts), *taken_in}
    files = {path: inside.inputs.find(path) or b"" for path in sorted(paths)}
    return Source(files, publication.config.epoch)


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
    problems += [*tell_crop(order, layout.facts), *engine_problems(order, log)]
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
