"""edition.json: what a publication says, block by block, for comparing revisions.

Schema 1. ``blocks`` in reading order: {id, kind, path, text, marks, links, notes, language, alt,
asset, source, pages}; ``id`` is the element's own or derived from its chapter, kind and words.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping

from octavo.blocks.inline import MARKS
from octavo.markup.tree import HEADINGS, Element, elements, has_class, text_of
from octavo.model.publication import Asset, Chapter, PageMap, Publication

LEAVES = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "pre", "figcaption", "caption", "hr", "img", *HEADINGS)
)


def edition_record(
    publication: Publication, edition_id: str, pages: PageMap, outputs: Mapping[str, bytes]
) -> bytes:
    """Return edition.json."""
    data = publication.config.metadata
    record = {
        "schema": 1,
        "metadata": {
            "title": data.title,
            "subtitle": data.subtitle,
            "language": data.language,
            "date": publication.config.date.isoformat(),
            "version": data.version,
            "identifier": publication.config.identifier,
            "contributors": [{"name": each.name, "role": each.role} for each in data.contributors],
        },
        "edition": edition_id,
        "outputs": {
            name: hashlib.sha256(made).hexdigest() for name, made in sorted(outputs.items())
        },
        "pages": list(pages.labels),
        "blocks": _blocks(publication, pages),
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def _blocks(publication: Publication, pages: PageMap) -> list[dict[str, object]]:
    blocks: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for chapter in publication.chapters:
        path = [chapter.title]
        for node in elements(chapter.body):
            if node.tag in HEADINGS:
                path = [*path[: int(node.tag[1]) - 1], text_of(node)]
            if node.tag in LEAVES and not _holds_leaf(node):
                blocks.append(_block(publication, chapter, node, tuple(path), pages, seen))
    return blocks


def _holds_leaf(node: Element) -> bool:
    return any(each.tag in LEAVES and each.tag != "img" for each in elements(node))


def _block(
    publication: Publication,
    chapter: Chapter,
    node: Element,
    path: tuple[str, ...],
    pages: PageMap,
    seen: Counter[str],
) -> dict[str, object]:
    text = text_of(node)
    digest = hashlib.sha256(f"{chapter.slug}\0{node.tag}\0{text}".encode()).hexdigest()[:12]
    name = node.get("id") or f"{chapter.slug}-{digest}"
    seen[name] += 1
    ordinal = _ordinal(node)
    at = [pages.labels[n[ordinal]] for n in (pages.starts, pages.ends) if ordinal in n]
    block: dict[str, object] = {
        "id": name if seen[name] == 1 else f"{name}-{seen[name]}",
        "kind": str(node.tag),
        "path": list(path),
        "text": text,
        "marks": [[str(each.tag), text_of(each)] for each in elements(node) if each.tag in MARKS],
        "links": [
            [each.get("href"), text_of(each)]
            for each in elements(node, "a")
            if not has_class(each, "noteref")
        ],
        "notes": [
            each.get("data-label") for each in elements(node, "a") if has_class(each, "noteref")
        ],
        "language": _language(node) or publication.config.language,
        "source": str(chapter.text.place(_line(node))),
        "pages": at,
    }
    if node.tag == "img":
        asset = publication.assets.get(node.get("src") or "")
        block |= {"alt": node.get("alt") or "", "asset": _asset(asset) if asset else {}}
    return block


def _ordinal(node: Element) -> str:
    for each in (node, *node.iterancestors()):
        if each.get("data-b"):
            return str(each.get("data-b"))
    return ""


def _line(node: Element) -> int:
    for each in (node, *node.iterancestors()):
        if each.get("data-line"):
            return int(each.get("data-line") or 0)
    return 0


def _language(node: Element) -> str:
    return next(
        (str(each.get("lang")) for each in (node, *node.iterancestors()) if each.get("lang")), ""
    )


def _asset(asset: Asset) -> dict[str, str]:
    """Return the picture's path, digest of its bytes, and digest of its pixels (rasters)."""
    found = {"path": asset.path, "sha256": hashlib.sha256(asset.data).hexdigest()}
    if asset.media_type != "image/svg+xml":
        from PIL import Image

        with Image.open(io.BytesIO(asset.data)) as image:
            pixels = image.convert("RGBA").tobytes()
        found["pixels"] = hashlib.sha256(pixels).hexdigest()
    return found
