"""The HTML edition as a site: a page for each chapter, with navigation, search and downloads.

Every page holds its text and its style; faces, pictures and the script stand beside it. Nothing
comes from elsewhere, and no script is needed to read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.html.html_file import card_name, let_keyboard_scroll, make_card, put, unmark
from octavo.editions.html.html_traits import PICTURES, SITE_SHAPE
from octavo.editions.html.search import search_index
from octavo.editions.html.seen import gather_looks
from octavo.editions.html.stand_ins import stand_ins
from octavo.editions.order import Order
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.units.embedded_faces import faces
from octavo.editions.units.facts import Facts, TocNode, facts
from octavo.editions.units.initial_sizes import lines_for
from octavo.editions.units.link_aims import aim_links, within_files
from octavo.editions.units.render import HOLE, Pages, Unit, join_bodies
from octavo.finished.page_policy import with_policy
from octavo.fonts.face_rules import cut_rule
from octavo.markup.tree import HEADINGS, Element, elements, has_class, inner, text_of
from octavo.model.made import Made
from octavo.pictures.forms import prepare
from octavo.pictures.inside_names import inside_names
from octavo.pictures.rooms import use_of

SCRIPT, INDEX = "site.js", "search.js"
SHEETS = ("tokens.css", "base.css", "theme.css", "screen.css", "site.css", "code.css")


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of the site."""

    file: str
    title: str
    body: Element
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class NavLine:
    """One line of the navigation, for templates."""

    href: str
    title: str
    number: str = ""
    is_here: bool = False
    lines: Sequence["NavLine"] = ()


def make_site(order: Order) -> Made:
    """Return the site's files, all below one folder; its first page is index.html."""
    others = _downloads(order)

    def make(inside: Workshop) -> bytes:
        return pack(_files(order, inside, others))

    told = json.dumps([[each.href, each.title] for each in others]).encode()
    files = unpack(order.workshop.recall("site", (order.digestible(), told), make))
    folder = order.file.removesuffix("index.html")
    return Made({f"{folder}{name}": data for name, data in files.items()})


def _downloads(order: Order) -> list[NavLine]:
    """Return the whole editions that readers may take with them, told from the site's folder."""
    slug = order.publication.config.slug
    return [
        NavLine(f"../{each.file(slug)}", each.title)
        for each in order.publication.config.metadata.editions
        if not (each.split or each.files or each.bleed_mm or each.wraps or not each.cover)
    ]


def _files(order: Order, inside: Workshop, downloads: Sequence[NavLine]) -> dict[str, bytes]:
    cut = for_edition(order.publication, EditionCut(order.edition, order.words, SITE_SHAPE))
    told = facts(inside, cut, order, card_name(order))
    sheet = order.theme.sheet(inside, *SHEETS)
    lines = lines_for(sheet, told.derived.direction, told.metadata.language)
    renderer = Pages(inside, order.theme, told, order.moulds, lines)
    pages = _paginate(renderer.units(cut), order.theme.run_on, told)
    home = {name: page.file for page in pages for name in page.ids}
    for page in pages:
        aim_links(page.body, within_files(home, page.file))
        let_keyboard_scroll(page.body)
        unmark(page.body)
    pictures = _pictures(order, inside, pages)

    filled = [_describe(pages, n, told, home) for n in range(len(pages))]

    def shell(at: int) -> str:
        return renderer.render("site", css="", downloads=downloads, **{**filled[at], "body": HOLE})

    shown = gather_looks([page.body for page in pages], shell, order.words)
    fonts = {
        f"fonts/{PurePosixPath(cut.file).stem}.woff2": (cut, data)
        for cut, data in faces(order, inside, shown, sheet)
    }
    rules = [cut_rule(cut, path, "swap") for path, (cut, _) in fonts.items()]
    own = [cut for cut, _ in fonts.values() if cut.family in order.theme.families]
    sheet = stand_ins(inside, own, sheet)
    shared = {"css": Markup("\n".join([*rules, sheet])), "downloads": downloads}
    html = {
        page.file: renderer.render("site", **shared, **said)
        for page, said in zip(pages, filled, strict=True)
    }
    return {
        **{path: _finish(text) for path, text in html.items()},
        **pictures,
        **make_card(order, inside, told),
        **{path: data for path, (_, data) in fonts.items()},
        INDEX: search_index([(page.file, page.title, page.body) for page in pages]),
        SCRIPT: inside.inputs.find(f"shared/{SCRIPT}", "templates") or b"",  # ours, whoever asks
    }


def _finish(html: str) -> bytes:
    return with_policy(html.replace("/>\n", ">\n"), is_site=True).encode()


def _paginate(units: Sequence[Unit], run_on: bool, told: Facts) -> list[SitePage]:
    """Return the pages: title and contents first, then parts and chapters, then what ends it."""
    text = [n for n, unit in enumerate(units) if not unit.is_piece]
    if run_on or not text:
        return [_page("index.html", told.metadata.title, units)]
    first, last = text[0], text[-1]
    pages = [_page("index.html", told.metadata.title, units[:first])]
    taken = {"index.html", "about.html"}
    for unit in units[first : last + 1]:
        file = f"{unit.file_name}.html"
        file = f"chapter-{file}" if file in taken else file
        pages.append(_page(file, unit.title, [unit]))
    rest = units[last + 1 :]
    return [*pages, _page("about.html", rest[0].title, rest)] if rest else pages


def _page(file: str, title: str, units: Sequence[Unit]) -> SitePage:
    body = join_bodies(units)
    ids = frozenset(str(node.get("id")) for node in elements(body) if node.get("id"))
    return SitePage(file, title, body, ids)


def _pictures(order: Order, inside: Workshop, pages: Sequence[SitePage]) -> dict[str, bytes]:
    """Return the pictures that pages show, each as it is prepared for its place."""
    found: dict[str, bytes] = {}
    names = inside_names(order.publication.assets.values())
    for page in pages:
        for image in elements(page.body, "img"):
            asset = order.publication.assets.get(image.get("src") or "")
            if asset is None:
                continue  # a template's own picture, which E311 tells of unless it is data
            ready = prepare(inside, order.theme, asset, PICTURES, use_of(image))
            path = f"pictures/{names[ready.path]}"
            if found.setdefault(path, ready.data) != ready.data:
                path = f"pictures/{use_of(image)}/{names[ready.path]}"
                found[path] = ready.data
            put(image, path, ready)
    return found


def _describe(
    pages: Sequence[SitePage], at: int, told: Facts, home: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the template says of one page."""
    page = pages[at]
    return {
        "body": Markup(inner(page.body, void_slash=False)),
        "here": page.file,
        "page_title": page.title,
        "has_heading": any(node.tag == "h1" for node in page.body.iter()),
        "contents": list(_contents(told.derived.toc, home, page.file)),
        "sections": list(_sections(page)),
        "before": _turn(pages[at - 1]) if at else None,
        "after": _turn(pages[at + 1]) if at + 1 < len(pages) else None,
    }


def _turn(page: SitePage) -> NavLine:
    return NavLine(page.file, page.title)


def _contents(nodes: Sequence[TocNode], home: Mapping[str, str], here: str) -> Iterator[NavLine]:
    """Yield parts and chapters with their pages; sections stand on the page itself."""
    for node in nodes:
        entry = node.entry
        file = home.get(entry.id, "")
        if file and entry.level < 2:
            lines = tuple(_contents(node.children, home, here))
            yield NavLine(file, entry.title, entry.number, file == here, lines)


def _sections(page: SitePage) -> Iterator[NavLine]:
    """Yield the sections of a page that have an id, below its first heading."""
    for head in elements(page.body, *HEADINGS):
        if head.tag == "h2" and head.get("id"):
            yield _line(head)


def _line(head: Element) -> NavLine:
    number = next(
        (text_of(each) for each in elements(head, "span") if has_class(each, "number")), ""
    )
    return NavLine(f"#{head.get('id')}", text_of(head).removeprefix(number).strip(), number)
