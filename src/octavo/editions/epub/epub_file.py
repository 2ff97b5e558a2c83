"""Publication and page map -> one EPUB 3.3 file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import fields as dataclass_fields
from pathlib import PurePosixPath

from markupsafe import Markup

from octavo.core.archive import zip_container
from octavo.core.workshop import Workshop
from octavo.editions.epub.epub_traits import PICTURES, SHAPE
from octavo.editions.epub.package import ManifestItem, Package, make_package
from octavo.editions.epub.xhtml_files import Document, split
from octavo.editions.order import Order
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.units.cover import pixel_cover
from octavo.editions.units.embedded_faces import faces
from octavo.editions.units.facts import Facts, faces_in_words, facts
from octavo.editions.units.render import FRONT_PIECES, LAST_OF_SAMPLE, Pages
from octavo.fonts.bundled import Cut, coverage, families, list_lacking, variants, woff2_subset
from octavo.fonts.face_rules import cut_rule
from octavo.markup.css.flatten import flatten
from octavo.markup.tree import Element, characters, child, elements, new, parse_xml, serialise
from octavo.model.made import Made, PageMap
from octavo.model.publication import Asset
from octavo.pictures.drawn_words import text_of_drawing
from octavo.pictures.forms import as_pixels, prepare
from octavo.pictures.inside_names import inside_names
from octavo.themes import Theme

TEXT_FACE = "html { font-family: var(--text) }"
ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789 "


def make_epub(order: Order, pages: PageMap) -> Made:
    """Return the EPUB edition; ``pages`` of the PDF gives its page list (empty: none)."""

    def make(inside: Workshop) -> bytes:
        inside.inputs.native_version("zlib")
        return _make(order, inside, pages)

    told = {each.name: getattr(pages, each.name) for each in dataclass_fields(pages)}
    map_ = json.dumps(told, sort_keys=True, default=dict).encode()
    data = order.workshop.recall("epub", (order.digestible(), map_), make)
    return Made({order.file: data})


def _make(order: Order, inside: Workshop, pages: PageMap) -> bytes:
    publication = order.publication
    cut = for_edition(publication, EditionCut(order.edition, order.words, SHAPE))
    told = facts(inside, cut, order)
    cover = publication.assets.get(publication.config.metadata.cover)
    cover = cover or pixel_cover(inside, order.theme, told)
    words = text_of_drawing(cover)
    cover = as_pixels(inside, order.theme, cover, PICTURES)
    told = told.with_faces(*faces_in_words(inside, _list_carried(order, inside), order.words))
    renderer = Pages(inside, order.theme, told.with_cover(cover.path), order.moulds)
    names = inside_names([*publication.assets.values(), cover])
    documents = split(renderer.units(cut), order.edition, pages, order.words, names)
    _describe_cover(documents, words)
    nav = renderer.document(
        "nav",
        entries=_entries(told, documents),
        page_list=_page_list(documents),
        landmarks=_landmarks(told, documents),
    )
    css, fonts = _sheet(order, inside, _whole(told, documents, nav))
    items = [ManifestItem("style/edition.css", "text/css", css.encode()), *fonts]
    theme = order.theme
    drawn = [prepare(inside, theme, each, PICTURES) for each in publication.assets.values()]
    front = prepare(inside, theme, cover, PICTURES, "cover")
    items += _pictures(drawn, front, documents, names)
    for document in documents:
        html = renderer.document(
            "epub", page_title=document.title, body=Markup(serialise(document.tree))
        )
        items.append(
            ManifestItem(document.file, "application/xhtml+xml", html.encode(), document.properties)
        )
    items.append(ManifestItem("nav.xhtml", "application/xhtml+xml", nav.encode(), ("nav",)))
    package = Package(
        publication,
        order.identifier,
        told,
        tuple(items),
        _spine(documents),
        names[cover.path],
    )
    return zip_container(
        make_package(package, documents, bool(pages.labels)), publication.config.epoch
    )


def _describe_cover(documents: Sequence[Document], words: str) -> None:
    """Say what stands in a cover's drawing, whose words have become pixels."""
    covers = (document.tree for document in documents if document.kind == "cover" and words)
    for image in (image for tree in covers for image in elements(tree, "img")):
        image.set("alt", f"{image.get('alt') or ''} ({words})")


def _spine(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """Return the files in reading order; the contents stand after the title pages."""
    first = next((n for n, d in enumerate(documents) if d.kind not in FRONT_PIECES), 0)
    files = [document.file for document in documents]
    return (*files[:first], "nav.xhtml", *files[first:])


def _list_carried(order: Order, inside: Workshop) -> tuple[str, ...]:
    """Return the families of the theme that the EPUB carries for running text."""
    theme = order.theme
    mine = {*theme.embedded, *theme.chosen, *list_lacking(inside, theme.families)}
    return tuple(name for name in theme.families if name in mine)


def _whole(told: Facts, documents: Sequence[Document], nav: str) -> Element:
    """Return all documents as one page, with the words of the contents."""
    root = new("html", lang=told.metadata.language, dir=told.derived.direction)
    body = child(root, "body")
    body.extend(deepcopy(document.tree) for document in documents)
    child(body, "p", characters(parse_xml(nav.encode())))
    return root


def _sheet(order: Order, inside: Workshop, page: Element) -> tuple[str, list[ManifestItem]]:
    """Return the style sheet and the fonts that it names.

    Never the text face of a theme; but that of the house, which ``own.css`` names, and those that
    had to be fetched, as the reader's device may lack them: of these the cuts that set something.
    """
    theme = order.theme
    css = theme.sheet(inside, "tokens.css", "base.css", "theme.css", "epub.css", "code.css")
    own = tuple(dict.fromkeys((*theme.embedded, *theme.chosen)))
    lacking = _find_lacking(inside, theme)
    reading = ""
    if theme.families[0] in theme.chosen:
        reading = TEXT_FACE
    elif theme.families[0] in lacking:
        reading = f'html {{ font-family: "{theme.families[0]}" }}'
    css = f"{reading}\n{css}"
    cuts = [*_own_cuts(inside, theme, own, css, page)]
    if lacking:
        cuts += faces(order, inside, [page], flatten(css, tuple(lacking)), lacking)
    rules, items = [], []
    for cut, data in cuts:
        path = f"fonts/{PurePosixPath(cut.file).stem}.woff2"
        items.append(ManifestItem(path, "font/woff2", data))
        rules.append(cut_rule(cut, f"../{path}"))
    named = dict.fromkeys((*own, *(cut.family for cut, _ in cuts)))
    known = families(inside)
    for path, root in sorted({(known[name].licence, known[name].root) for name in named}):
        text = inside.inputs.find(path, root) or b""
        items.append(ManifestItem(f"fonts/{path.rpartition('/')[2]}", "text/plain", text))
    return flatten("\n".join([*rules, css]), tuple(named)), items


def _find_lacking(inside: Workshop, theme: Theme) -> dict[str, frozenset[int]]:
    """Return the families that the reader's device may lack, each with the characters that it
    shall not draw: in a text in other letters, all that the other families have."""
    names = [name for name in list_lacking(inside, theme.all_families) if name not in theme.chosen]
    if not names:
        return {}
    others = coverage(inside, [name for name in theme.all_families if name not in names])
    return {name: frozenset[int]() if name in theme.families else others for name in names}


def _own_cuts(
    inside: Workshop, theme: Theme, own: Sequence[str], css: str, page: Element
) -> Iterator[tuple[Cut, bytes]]:
    """Yield the cuts of the house's own families, and of those that a theme always embeds."""
    if not own:
        return
    points = frozenset(map(ord, characters(page) + ALWAYS))
    covered = coverage(inside, theme.families[:1])
    for name in own:
        for cut in families(inside)[name].cuts:
            data = woff2_subset(inside, cut, points, variants(css, name))
            is_own = name in theme.chosen or (name != theme.families[0] and covered)
            if data and is_own:
                yield cut, data


def _pictures(
    assets: Sequence[Asset],
    cover: Asset,
    documents: tuple[Document, ...],
    names: Mapping[str, str],
) -> list[ManifestItem]:
    used = {path for document in documents for path in document.pictures}
    named = {names[asset.path]: asset for asset in assets}
    front = names[cover.path]
    found = {path: asset for path, asset in named.items() if path in used} | {front: cover}
    return [
        ManifestItem(path, asset.media_type, asset.data, ("cover-image",) if path == front else ())
        for path, asset in sorted(found.items())
    ]


def _entries(told: Facts, documents: tuple[Document, ...]) -> list[dict[str, object]]:
    """Return the contents for nav.xhtml, nested, with file and fragment."""
    home = {name: document.file for document in documents for name in document.ids}

    def lines(nodes: object) -> list[dict[str, object]]:
        return [
            {
                "href": f"{home[node.entry.id]}#{node.entry.id}",
                "title": " ".join(each for each in (node.entry.number, node.entry.title) if each),
                "children": lines(node.children),
            }
            for node in nodes  # type: ignore[attr-defined]
        ]

    start = next((d for d in documents if d.kind == "title"), documents[0])
    first: dict[str, object] = {"href": start.file, "title": told.metadata.title, "children": []}
    named = [d for d in documents if d.kind in ("about", "colophon", LAST_OF_SAMPLE)]
    back: list[dict[str, object]] = [
        {"href": d.file, "title": d.title, "children": []} for d in named
    ]
    return [first, *lines(told.derived.toc), *back]


def _page_list(documents: tuple[Document, ...]) -> list[dict[str, str]]:
    return [
        {"href": f"{document.file}#{name}", "label": label}
        for document in documents
        for name, label in document.page_breaks
    ]


def _landmarks(told: Facts, documents: tuple[Document, ...]) -> list[dict[str, str]]:
    words = told.words
    marks = [{"type": "toc", "href": "nav.xhtml#toc", "title": words["contents"]}]
    for kind, type_, title in (
        ("cover", "cover", words["cover"]),
        ("title", "titlepage", words["title_page"]),
    ):
        marks += [
            {"type": type_, "href": d.file, "title": title} for d in documents if d.kind == kind
        ][:1]
    first = next((d for d in documents if d.matter == "body"), documents[0])
    return [*marks, {"type": "bodymatter", "href": first.file, "title": words["start"]}]
