"""One publication from its files to its finished editions: the order of the steps."""

import json
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from octavo.checks.outside import outside
from octavo.checks.parity import parity
from octavo.checks.typography.remarks import Finding
from octavo.checks.typography.report import proofread
from octavo.config import read_config
from octavo.editions.epub.edition import make_epub
from octavo.editions.html import make_html
from octavo.editions.order import Order
from octavo.editions.pdf.edition import make_pdf
from octavo.editions.pdf.proofs import pull_proof
from octavo.editions.pdf.worker import Worker
from octavo.languages import language
from octavo.manifest import edition_id, ingredients, manifest, sha256sums
from octavo.model import Chapter, Made, PageMap, Part, Publication
from octavo.pages.sheets import sheet_faults
from octavo.problems import BuildFailed, Problem, in_order, stop_on_errors
from octavo.reader import read_tree
from octavo.record import edition_record
from octavo.source import read_texts
from octavo.store import pack
from octavo.themes import read_theme
from octavo.transforms import transformed
from octavo.transforms.headings import slugified
from octavo.workshop import Workshop


def read_publication(workshop: Workshop, slug: str) -> Publication:
    """Return the publication after every transform; raises BuildFailed with all its errors."""
    config = read_config(workshop, slug)
    name, hint = config.metadata.theme, "the built-in themes are brief and book"
    fault = config.problem("E104", "theme", f"there is no theme '{name}'", hint)
    read_theme(workshop, name, fault)
    listed = read_texts(workshop, config)
    chapters = tuple(
        Chapter(
            each.text,
            each.slug,
            each.role,
            each.matter,
            read_tree(workshop, each.text),
            part=each.part,
        )
        for each in listed
    )
    titles = [entry.part for entry in config.metadata.body if entry.part]
    parts = tuple(Part(title, "", f"part-{slugified(title)}") for title in titles)
    publication = transformed(Publication(config, chapters, parts), workshop)
    problems = stop_on_errors([*publication.problems, *sheet_faults(workshop)])
    return replace(publication, problems=problems)


def assembled(workshop: Workshop, slug: str, editions: tuple[str, ...] = ()) -> bytes:
    """Return the publication's files, packed, with its warnings and notices as ``problems``.

    ``editions`` limits what is returned, never what its bytes are: the EPUB's page list comes
    from the PDF whether or not the PDF is asked for.
    """
    with ExitStack() as stack:
        worker = None
        if not editions or set(editions) != {"html"}:
            epoch = read_config(workshop, slug).epoch
            worker = stack.enter_context(Worker(workshop.inputs, epoch))
        publication = read_publication(workshop, slug)
        made = _editions(workshop, publication, editions, worker)
    return pack(made)


def proofread_pages(workshop: Workshop, slug: str) -> tuple[Finding, ...]:
    """Return the typographic report of the PDF edition, () where the publication has none."""
    publication = read_publication(workshop, slug)
    if "pdf" not in publication.config.metadata.editions:
        return ()
    order, _ = _order(workshop, publication)
    with Worker(workshop.inputs, publication.config.epoch) as worker:
        return proofread(publication, pull_proof(order, worker), order.theme.all_families)


def _order(workshop: Workshop, publication: Publication) -> tuple[Order, dict[str, str]]:
    """Return what editions are handed, and the ingredients that their id stands for."""
    config = publication.config
    theme = read_theme(workshop, config.metadata.theme, Problem("E104", config.place("theme"), ""))
    theme = theme.in_language(config.language)
    found = ingredients(workshop, publication, theme)
    words = language(workshop, config.language)
    return Order(publication, theme, words, workshop, edition_id(found)), found


def _editions(
    workshop: Workshop, publication: Publication, asked: tuple[str, ...], worker: Worker | None
) -> dict[str, bytes]:
    config = publication.config
    order, found = _order(workshop, publication)
    wanted = [name for name in config.metadata.editions if not asked or name in asked]
    epub = "epub" in wanted
    files: dict[str, bytes] = {}
    faults: list[Problem] = []
    with ThreadPoolExecutor(1) as pool:
        # The press works in a process of its own: while it sets pages, this one makes the HTML
        # and holds it against the source; while it writes them, this one makes the EPUB.
        setting: Future[Made] | None = None
        pages: Future[PageMap] = Future()
        if worker is not None and "pdf" in config.metadata.editions:
            setting = pool.submit(make_pdf, order.copied(), worker, pages.set_result)
        try:
            if "html" in wanted:
                files |= make_html(order).files
                faults += _faults(publication, files)
            others = dict(make_epub(order, _page_map(pages, setting)).files) if epub else {}
            pdf = setting.result() if setting else Made({})
        except BaseException:  # also when the author or the clock stops the build
            if worker:
                worker.stop()  # or the pool would wait for its pages
            raise
    others |= pdf.files if "pdf" in wanted else {}
    faults += _faults(publication, others)
    problems = stop_on_errors(in_order([*publication.problems, *pdf.problems, *faults]))
    told = json.dumps([problem.as_json() for problem in problems]).encode()
    papers = _papers(workshop, order, found, files | others, pdf)
    return {**files, **others, **papers, "problems": told}


def _page_map(pages: "Future[PageMap]", setting: "Future[Made] | None") -> PageMap:
    """Return where things stand in the PDF, as soon as that is known; empty where there is none."""
    if setting is None:
        return PageMap()
    waiting: list[Future[Any]] = [pages, setting]
    wait(waiting, return_when=FIRST_COMPLETED)
    return pages.result() if pages.done() else setting.result().pages


def _faults(publication: Publication, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what is wrong with finished editions.

    Problems: E310 (one lacks something that the source has, or has too much), E311 (one runs
    something, or asks somebody else for it).
    """
    return [*parity(publication, files), *outside(publication, files)]


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
        "edition.json": edition_record(publication, order.edition_id, pages, files),
    }


__all__ = ["BuildFailed", "assembled", "proofread_pages", "read_publication"]
