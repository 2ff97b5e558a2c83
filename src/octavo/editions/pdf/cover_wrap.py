"""A block's pages -> the cover that goes round them: back, spine and front on one sheet."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from octavo.core.problems import BuildFailed, Problem
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.barcode import HEIGHT_MM, WIDTH_MM, draw_barcode
from octavo.editions.pdf.binding.single import Single, print_single
from octavo.editions.pdf.cover_crop import tell_crop
from octavo.editions.pdf.cover_spine import NARROWEST_MM, SpineWords, draw_spine, spine_width_mm
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.layout_grounds import NATIVE, bleed_rule, find_fonts, font_files
from octavo.editions.pdf.pdf_file import engine_problems
from octavo.editions.pdf.pdf_traits import PICTURES
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.worker import Galley, Worker
from octavo.editions.units.cover import cover_face, cover_look, draw_cover
from octavo.editions.units.facts import Facts, facts
from octavo.editions.units.render import Pages
from octavo.finished.pdf_reader import OpenPdf
from octavo.model.made import Made, PageMap
from octavo.pictures.forms import prepare
from octavo.pictures.inside_names import address_of

POINT_MM = 25.4 / 72
SPINE, BARCODE = "octavo-spine.svg", "octavo-barcode.svg"
MARGIN = 0.11
"""Of the width of a page: what stays free around the words on the back."""
SIZES = ("1.08em", "1em", "0.92em", "0.84em", "0.76em")
"""Sizes of the words on the back, of which the first at which they find room is taken."""


@dataclass(frozen=True, slots=True)
class BoundPages:
    """What is bound: how many pages it has, and how large they are when they are trimmed."""

    pages: int
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class _CoverSheet:
    """A cover as it is set."""

    block: BoundPages
    spine_mm: float
    is_rtl: bool

    def css(self, look: Mapping[str, str], size: str) -> str:
        """Return the page and the places of what stands on it, as rules and tokens.

        The words of the back flow on the page, whose margins leave the back alone; everything
        else stands by its distance from where they begin, which is the same in the mirror.
        """
        wide, high, spine = self.block.width_mm, self.block.height_mm, self.spine_mm
        edge = round(wide * MARGIN, 2)
        foot = HEIGHT_MM + 2 * edge
        beyond = wide + spine + edge
        right, left = (edge, beyond) if self.is_rtl else (beyond, edge)
        tokens = {
            "page-width": f"{wide:g}mm",
            "page-height": f"{high:g}mm",
            "spine": f"{spine:g}mm",
            "to-top": f"{-edge:g}mm",
            "to-front": f"{wide + spine - edge:g}mm",
            "to-spine": f"{wide - edge:g}mm",
            "to-foot": f"{high - 2 * edge - HEIGHT_MM:g}mm",
            "back-room": f"{wide - 2 * edge:g}mm",
            "barcode-width": f"{WIDTH_MM:g}mm",
            "barcode-height": f"{HEIGHT_MM:g}mm",
            "blurb": size,
            **{f"cover-{part}": look[part] for part in ("ground", "ink", "accent")},
        }
        rules = "; ".join(f"--{name}: {value}" for name, value in tokens.items())
        margins = f"{edge:g}mm {right:g}mm {foot:g}mm {left:g}mm"
        page = f"size: {2 * wide + spine:g}mm {high:g}mm; margin: {margins}"
        return f"\n:root {{ --bleed: 0mm; {rules} }}\n@page {{ {page} }}\n"


def make_cover(order: Order, pool: PressPool, block: Made) -> Made:
    """Return the cover of a block: a PDF of one page.

    Problems: E304, E313 (notice: the spine is too narrow for type), E314 (notice: there is no ISBN
    of the printed edition, so no barcode), E315 (notice: no words stand on the back), E316 (those
    that shall stand there find no room), E277 (notice: much of the picture is cut off).
    """
    found = _measure(block)

    def make(inside: Workshop) -> bytes:
        for name in NATIVE:
            inside.inputs.native_version(name)
        return _make(order, inside, pool, found)

    told = json.dumps([found.pages, found.width_mm, found.height_mm]).encode()
    files = unpack(order.workshop.recall("cover-wrap", (order.digestible(), told), make))
    noted: dict[str, Any] = json.loads(files.pop("facts"))
    problems = tuple(Problem.from_json(each) for each in noted["problems"])
    return Made(files, PageMap(("1",)), noted["engines"], problems)


def _measure(block: Made) -> BoundPages:
    """Return the measures of a finished block, as its pages have them."""
    (data,) = block.files.values()
    with OpenPdf(data) as pdf, pdf.page(0) as first:
        left, bottom, right, top = first.trim
        wide, high = (right - left) * POINT_MM, (top - bottom) * POINT_MM
        return BoundPages(len(pdf), round(wide, 2), round(high, 2))


def _make(order: Order, inside: Workshop, pool: PressPool, block: BoundPages) -> bytes:
    told = facts(inside, order.publication, order)
    spine = spine_width_mm(order.edition, block.pages)
    sheet = _CoverSheet(block, spine, told.derived.direction == "rtl")
    told = told.with_cover(address_of(told.derived.cover))
    told, files = _pictures(order, inside, told, sheet)
    pool.load(files, find_fonts(order, inside))
    pages = Pages(inside, order.theme, told, order.moulds)
    body = pages.render(
        "wrap",
        spine=SPINE if SPINE in files else "",
        barcode=BARCODE if BARCODE in files else "",
        paragraphs=told.metadata.description.split("\n\n"),
    )
    unit = {
        "slug": "wrap",
        "kind": "wrap",
        "matter": "body",
        "html": Markup(body),
        "is_drawn": False,
    }
    html = pages.render("pdf", units=[unit])
    empty = pages.render("furniture", sheets=[{"kind": "blank", "label": "", "head": ""}])

    def print_it(worker: Worker) -> bytes:
        galley, found, geometry = _lay_out(order, inside, worker, (html, sheet))
        margins = f"{geometry}\n.sheet {{ display: none }}\n"
        bare = Galley(pages.render("pdf", units=[]), galley.css)
        single = Single(galley, Galley(empty, margins), bare, standard=order.edition.standard)
        pdf, log = print_single(worker, single, partial(font_files, order, inside))
        notices = [*_notices(order, spine), *tell_crop(order, found)]
        problems = [*notices, *engine_problems(order, log)]
        told = [each.as_json() for each in problems]
        noted = {"engines": json.loads(worker.versions()), "problems": told}
        return pack({order.file: pdf, "facts": json.dumps(noted).encode()})

    return pool.give(print_it)


def _lay_out(
    order: Order, inside: Workshop, worker: Worker, what: tuple[str, _CoverSheet]
) -> tuple[Galley, LayoutFacts, str]:
    """Return the sheet with the words of its back as large as they may be. Problems: E316."""
    html, sheet = what
    look = cover_look(inside, order.theme)
    css = order.theme.sheet(inside, "tokens.css", "wrap.css")
    for size in SIZES:
        geometry = sheet.css(look, size) + bleed_rule(order.edition)
        galley = Galley(html, css + geometry)
        found = worker.layout(galley).facts
        if found.pages == 1:
            return galley, found, geometry
    config = order.publication.config
    message = "the description is too long for the back of the cover"
    hint = "shorten it: about 120 words find room on the back of a small book"
    raise BuildFailed([config.problem("E316", "description", message, hint)])


def _pictures(
    order: Order, inside: Workshop, told: Facts, sheet: _CoverSheet
) -> tuple[Facts, dict[str, bytes]]:
    """Return the pictures by their paths: the front, what the spine says, the barcode, a logo."""
    files = {
        path: prepare(inside, order.theme, asset, PICTURES).data
        for path, asset in order.publication.assets.items()
    }
    if not told.derived.cover:
        cover = draw_cover(inside, order.theme, told)
        told, files[cover.path] = told.with_cover(cover.path), cover.data
    face = cover_face(inside, order.theme, told)
    if sheet.spine_mm >= NARROWEST_MM:
        ink = cover_look(inside, order.theme)["ink"]
        words = SpineWords(told.derived.byline, told.metadata.title, told.metadata.publisher)
        size = sheet.spine_mm, sheet.block.height_mm
        files[SPINE] = draw_spine(words, size, face, ink).encode()
    if isbn := told.metadata.identifiers.isbn.print:
        upright = cover_face(inside, order.theme, _from_left(told))
        files[BARCODE] = draw_barcode(isbn, upright).encode()
    return told, files


def _from_left(told: Facts) -> Facts:
    """Return the facts for what runs from left to right in every language: figures."""
    return replace(told, derived=replace(told.derived, direction="ltr"))


def _notices(order: Order, spine_mm: float) -> Iterator[Problem]:
    """Yield what the cover lacks, and why."""
    config, name = order.publication.config, order.edition.name
    data = config.metadata
    at = next(n for n, each in enumerate(data.editions) if each.name == name)

    def notice(code: str, message: str, hint: str) -> Problem:
        problem = config.problem(code, f"editions.{at}.wraps", message, hint)
        return replace(problem, severity="notice")

    if spine_mm < NARROWEST_MM:
        message = f"the spine of '{name}' is {spine_mm:g} mm wide: too narrow for type"
        hint = f"from {NARROWEST_MM:g} mm on it bears author and title"
        yield notice("E313", message, hint)
    if not data.identifiers.isbn.print:
        message = f"'{name}' has no barcode: there is no ISBN of the printed edition"
        yield notice("E314", message, "write identifiers: {isbn: {print: 978-…}}")
    if not data.description:
        message = f"'{name}' has no words on its back: there is no description"
        yield notice("E315", message, "write description: and two or three sentences")
