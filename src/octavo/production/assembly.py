"""One publication from its files to its finished editions: the order of the steps."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

from octavo.blocks.description import describe
from octavo.blocks.kept_blocks import recall_lines, recall_pictures
from octavo.blocks.manuscript import bare_manuscript
from octavo.blocks.record import Record, encode_record
from octavo.checks.outside import outside
from octavo.checks.parity import parity
from octavo.checks.plugin_checks import plugin_problems
from octavo.checks.source_items import SourceItems
from octavo.checks.typography.remarks import PageProblem
from octavo.checks.typography.typographic_report import proofread
from octavo.core.bounds import give_memory_back
from octavo.core.problems import Problem, in_order, stop_on_errors
from octavo.core.progress import Progress
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.in_background import Setting
from octavo.editions.pdf.measured_units import pull_proof
from octavo.editions.pdf.presses import Presses, PressPool
from octavo.editions.registry import Formats, format_of
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.kept_items import recall_by
from octavo.languages import language
from octavo.model.made import Made, PageMap
from octavo.model.metadata import Edition
from octavo.model.publication import Config, Publication
from octavo.production.build import Build
from octavo.production.manifest import edition_id, ingredients, manifest, sha256sums
from octavo.production.publication_reader import draft_of, publication_of, read_publication
from octavo.source.config.configuration import look_at_config
from octavo.themes import read_theme
from octavo.transforms.glyphs import signs_of


def _find_asked(config: Config, asked: Sequence[str]) -> None:
    """Raise BuildFailed where a variant is asked for that the publication has not.

    A publication may well lack a format: others that are built with it have that. Problems: E118.
    """
    known = [*config.formats, *(each.name for each in config.metadata.editions)]
    hint = f"its editions are {', '.join(each.name for each in config.metadata.editions)}"
    stop_on_errors(
        config.problem("E118", "editions", f"the publication has no edition '{name}'", hint)
        for name in asked
        if name not in known
    )


def assemble(
    workshop: Workshop,
    slug: str,
    editions: tuple[str, ...] = (),
    presses: Presses | None = None,
    is_draft: bool = False,
) -> Build:
    """Return what comes of a publication; raises BuildFailed.

    ``is_draft``: errors stop nothing that can be set, and are told on the editions' last page and
    among the problems. ``editions`` limits what is returned, never what its bytes are: the EPUB's
    page list comes from the PDF whether or not the PDF is asked for.
    """
    with ExitStack() as stack:
        config = look_at_config(workshop, slug, Formats())
        is_sound = all(each.severity != "error" for each in config.problems)
        if is_sound:
            _find_asked(config, editions)
        pool = None
        if is_sound and any(_needs_press(each) for each in _choose_editions(config, editions)):
            found = presses or Presses()
            pool = stack.enter_context(found.press(workshop.inputs, config.epoch))
        publication = (draft_of if is_draft else publication_of)(workshop, config)
        return _editions(workshop, publication, editions, pool, is_draft)


def set_publication(
    workshop: Workshop,
    publication: Publication,
    presses: Presses | None = None,
    asked: tuple[str, ...] = (),
    is_draft: bool = False,
) -> Build:
    """Return what comes of a publication that no folder holds; raises BuildFailed.

    ``asked``: names of the editions that are to be made, all where none is named. A draft comes
    with what stands against it among its problems.
    """
    found = presses or Presses()
    with found.press(workshop.inputs, publication.config.epoch) as pool:
        return _editions(workshop, publication, asked, pool, is_draft)


def page_map(workshop: Workshop, publication: Publication, presses: Presses) -> PageMap:
    """Return where things stand in the PDF edition: nowhere, where the publication has none."""
    order = main_pdf(workshop, publication)
    if order is None:
        return PageMap()
    epoch = publication.config.epoch
    with presses.press(workshop.inputs, epoch) as pool, Setting([order], pool) as setting:
        return setting.main().pages


def proofread_pages(workshop: Workshop, slug: str) -> tuple[PageProblem, ...]:
    """Return the typographic report of the PDF edition, () where the publication has none."""
    publication = read_publication(workshop, slug)
    order = main_pdf(workshop, publication)
    if order is None:
        return ()
    with PressPool(workshop.inputs, publication.config.epoch) as pool:
        return proofread(publication, pull_proof(order, pool), order.theme.all_families)


def ingredients_of(workshop: Workshop, slug: str) -> tuple[Config, dict[str, str]]:
    """Return a publication's metadata and what its editions are made from; raises BuildFailed."""
    publication = read_publication(workshop, slug)
    return publication.config, _order(workshop, publication)[1]


def main_pdf(workshop: Workshop, publication: Publication) -> Order | None:
    """Return the order for the PDF edition that pages are counted by, None where there is none."""
    whole, _ = _order(workshop, publication)
    return next(iter(_to_set(whole, [])), None)


def _order(workshop: Workshop, publication: Publication) -> tuple[Order, dict[str, str]]:
    """Return what editions are handed, and the ingredients that their id stands for."""
    config = publication.config
    theme = read_theme(workshop, config.metadata.theme, Problem("E104", config.place("theme"), ""))
    theme = theme.in_language(config.language).with_faces(workshop, config.language)
    theme = theme.extend_to(workshop, signs_of(publication), config.language)
    found = ingredients(workshop, publication, theme)
    words = language(workshop, config.language)
    edition = config.metadata.editions[0]
    return Order(publication, theme, words, workshop, edition_id(found), edition), found


def _choose_editions(config: Config, asked: Sequence[str]) -> list[Edition]:
    """Return the publication's editions that are to be made: all where none is asked for."""
    return [each for each in config.metadata.editions if not asked or each.name in asked]


def _needs_press(edition: Edition) -> bool:
    format = format_of(edition)
    return format.is_paged or format.needs_pages


def _editions(
    workshop: Workshop,
    publication: Publication,
    asked: tuple[str, ...],
    pool: PressPool | None,
    is_draft: bool = False,
) -> Build:
    whole, found = _order(workshop, publication)
    wanted = [whole.of(each) for each in _choose_editions(publication.config, asked)]
    made, main, faults = _make(whole, wanted, pool)
    lengths = {
        order.file: len(each.pages.labels)
        for order in wanted
        for each in made
        if order.file in each.files and each.pages.labels
    }
    files = {name: data for each in made for name, data in each.files.items()}
    told = [problem for each in made for problem in each.problems]
    faults = [*faults, *_not_made(wanted, files), *plugin_problems(publication, files)]
    problems = in_order([*publication.problems, *told, *faults])
    if not is_draft:
        stop_on_errors(problems)
    files |= _papers(workshop, whole, found, files, main)
    return Build(files, problems, main.pages, lengths)


def _make(
    whole: Order, wanted: Sequence[Order], pool: PressPool | None
) -> tuple[list[Made], Made, list[Problem]]:
    """Return the editions, the one that pages are counted by, and what parity has against them.

    The press works in a process of its own: once it sets pages, this one makes what needs none
    and holds it against the source; while it writes them, this one makes what names pages.
    """
    publication = whole.publication
    first = [order for order in wanted if not _needs_press(order.edition)]
    then = [order for order in wanted if format_of(order.edition).needs_pages]
    last = [order for order in wanted if format_of(order.edition).is_paged]
    with Setting(_to_set(whole, wanted) if pool else [], pool) as setting:
        setting.wait_for_press()
        made = [_render(order, setting) for order in first]
        source = SourceItems(recall_by(whole.workshop))
        faults = _faults(publication, made, first, source)
        others = [_render(order, setting) for order in (*then, *last)]
        main = setting.main()
    faults += _faults(publication, others, (*then, *last), source)
    return [*made, *others], main, faults


def _render(order: Order, setting: Setting) -> Made:
    """Return an edition; whoever listens hears that it is being made."""
    format, name, tell = format_of(order.edition), order.edition.name, order.workshop.tell
    if format.needs_pages:
        tell(Progress("waiting for pages", name, is_waiting=True))
        setting.pages()
    if not format.is_paged:  # the press tells of its own
        tell(Progress("making", name))
    made = format.render(order, setting)
    give_memory_back()
    return made


def _not_made(wanted: Sequence[Order], files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield a problem for each edition that is named and was not made. Problems: E312."""
    hint = "the format comes from a plugin: report it to those who made that"
    for order in wanted:
        if order.file not in files:
            message = f"the {order.edition.label} edition was not made: there is no {order.file}"
            yield order.publication.config.problem("E312", "editions", message, hint)


def _to_set(whole: Order, wanted: Sequence[Order]) -> list[Order]:
    """Return the orders for paged editions; first the one that gives its pages to others, asked
    for or not; behind those whose pages they count, covers."""
    editions = whole.publication.config.metadata.editions
    paged = [each for each in editions if format_of(each).is_paged and not each.wraps]
    main = next((each for each in paged if not each.variant), next(iter(paged), None))
    covers = [order for order in wanted if order.edition.wraps]
    asked = {order.edition.name for order in wanted} | {order.edition.wraps for order in covers}
    others = [each for each in paged if each.name in asked and each != main]
    return [*map(whole.of, [main] if main else []), *map(whole.of, others), *covers]


def _faults(
    publication: Publication,
    made: Sequence[Made],
    orders: Sequence[Order],
    source: SourceItems,
) -> list[Problem]:
    """Return what is wrong with finished editions.

    Problems: E310 (one lacks something that the source has, or has too much), E311 (one runs
    something, or asks somebody else for it).
    """
    lacks: list[Problem] = []
    loads: list[Problem] = []
    for each, order in zip(made, orders, strict=True):
        tell, name = order.workshop.tell, order.edition.name
        tell(Progress("comparing with the source", name))
        files = FinishedFiles(each.files, {order.file: each.bound}, order.workshop)
        lacks += parity(publication, files, source)
        loads += outside(publication, files)  # the trees go when both have read them
        tell(Progress("made", name, is_made=True))
        del files
        give_memory_back()
    return [*lacks, *loads]


def _papers(
    workshop: Workshop,
    order: Order,
    found: dict[str, str],
    files: Mapping[str, bytes],
    pdf: Made,
) -> dict[str, bytes]:
    """Return SHA256SUMS, manifest.json and edition.json."""
    publication = order.publication
    pages: PageMap = pdf.pages
    return {
        "SHA256SUMS": sha256sums(files),
        "manifest.json": manifest(workshop, publication, found, files, pdf.facts),
        "edition.json": _record(workshop, order, files, pages),
    }


def _record(workshop: Workshop, order: Order, files: Mapping[str, bytes], pages: PageMap) -> bytes:
    """Return edition.json."""
    publication, config = order.publication, order.publication.config
    pictures = recall_pictures(publication, workshop)
    told = bare_manuscript(publication, describe(config.metadata), pictures, "", "", pages)
    record = Record(
        told,
        order.edition_id,
        workshop.inputs.version("octavo"),
        config.identifier,
        config.date.isoformat() if config.date else "",
        order.words.direction,
        {name: hashlib.sha256(made).hexdigest() for name, made in files.items()},
    )
    return encode_record(record, recall_lines(publication, workshop, pictures, pages))
