"""Publication and page map -> one EPUB 3.3 file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
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
from octavo.editions.units.facts import Facts, facts
from octavo.editions.units.render import FRONT_PIECES, LAST_OF_SAMPLE, Pages
from octavo.fonts.bundled import coverage, families, variants, woff2_subset
from octavo.fonts.face_rules import cut_rule
from octavo.markup.css.flatten import flatten
from octavo.markup.tree import characters, elements, serialise
from octavo.model.made import Made, PageMap
from octavo.model.publication import Asset
from octavo.pictures.drawn_words import text_of_drawing
from octavo.pictures.forms import as_pixels, prepare
from octavo.pictures.inside_names import inside_names

TEXT_FACE = "html { font-family: var(--text) }"
ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789 "


def make_epub(order: Order, pages: PageMap) -> Made:
    """Return the EPUB edition; ``pages`` of the PDF gives its page list (empty: none)."""

    def make(inside: Workshop) -> bytes:
        inside.inputs.native_version("zlib")
        return _make(order, inside, pages)

    map_ = json.dumps(asdict(pages), sort_keys=True, default=dict).encode()
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
    renderer = Pages(inside, order.theme, told.with_cover(cover.path), order.moulds)
    names = inside_names([*publication.assets.values(), cover])
    documents = split(renderer.units(cut), order.edition, pages, order.words, names)
    _describe_cover(documents, words)
    css, fonts = _sheet(order, inside, documents)
    items = [ManifestItem("style/edition.css", "text/css", css.encode()), *fonts]
    theme = order.theme
    drawn = [prepare(inside, theme, each, PICTURES) for each in publication.assets.values()]
    front = prepare(inside, theme, cover, PICTURES, "cover")
    items += _pictures(drawn, front, documents, names)
    for document in documents:
        html = renderer.render(
            "epub", page_title=document.title, body=Markup(serialise(document.tree))
        )
        items.append(
            ManifestItem(document.file, "application/xhtml+xml", html.encode(), document.properties)
        )
    nav = renderer.render(
        "nav",
        entries=_entries(told, documents),
        page_list=_page_list(documents),
        landmarks=_landmarks(told, documents),
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


def _sheet(
    order: Order, inside: Workshop, documents: tuple[Document, ...]
) -> tuple[str, list[ManifestItem]]:
    """Return the style sheet and the fonts that it names: never the text face of a theme, but that
    of the house, which ``own.css`` names."""
    theme = order.theme
    embedded = tuple(dict.fromkeys((*theme.embedded, *theme.chosen)))
    css = theme.sheet(inside, "tokens.css", "base.css", "theme.css", "epub.css", "code.css")
    points = frozenset(ord(c) for d in documents for c in characters(d.tree) + ALWAYS)
    known, faces, items = families(inside), [], []
    covered = coverage(inside, theme.families[:1])
    for name in embedded:
        for cut in known[name].cuts:
            data = woff2_subset(inside, cut, points, variants(css, name))
            is_own = name in theme.chosen or (name != theme.families[0] and covered)
            if data and is_own:
                path = f"fonts/{PurePosixPath(cut.file).stem}.woff2"
                items.append(ManifestItem(path, "font/woff2", data))
                faces.append(cut_rule(cut, f"../{path}"))
    for path, root in sorted({(known[name].licence, known[name].root) for name in embedded}):
        text = inside.inputs.find(path, root) or b""
        items.append(ManifestItem(f"fonts/{path.rpartition('/')[2]}", "text/plain", text))
    reading = [TEXT_FACE] if theme.families[0] in theme.chosen else []
    return flatten("\n".join([*faces, *reading, css]), embedded), items


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
