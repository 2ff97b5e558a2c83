"""Two publications -> the trees of one that holds both."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from octavo.blocks.block import Block
from octavo.blocks.manuscript import blocks_of
from octavo.diff.match.correspondence import Correspondence, correspondence
from octavo.diff.report.redline.moved_words import number_passages
from octavo.diff.report.redline.nodes import Key, Node, Nodes, Token, lay_out
from octavo.diff.report.redline.ties import Side, Ties, grid_of, same_ids
from octavo.diff.report.redline.weave import Loom, plain
from octavo.diff.revision import Opened
from octavo.markup.tree import Element, classes, elements, serialise
from octavo.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Woven:
    """Both revisions in one tree."""

    root: Element
    """``<book>`` with a ``<chapter>`` for each chapter of either revision."""
    moves: Mapping[str, tuple[Block, Block]]
    """``data-move`` -> the block where it stood, and where it stands."""
    pictures: frozenset[str]
    """Paths of pictures that show something else in the old revision."""
    places: Mapping[str, Element]
    """Id of a block of either revision, the new one first -> its element."""
    elements: tuple[tuple[Element | None, ...], tuple[Element | None, ...]] = ((), ())
    """Of each block of the old revision, and of the new one, its element."""


def weave(old: Opened, new: Opened) -> Woven:
    """Return two revisions as one tree."""
    found = correspondence(old.manuscript, new.manuscript)
    sides, roots = _sides(old, new, found)
    ties = Ties(*sides, found)
    ties.tie_all()
    pictures = _other_pictures(old, new)
    loom = Loom(ties.moves, _ids(new.publication), pictures)
    moves = {str(n): blocks for n, blocks in enumerate(ties.moved_blocks)}
    root = loom.weave(*roots)
    number_passages(root)
    places = {**_places(sides[0], loom), **_places(sides[1], loom)}
    both = tuple(_elements(sides[0], loom)), tuple(_elements(sides[1], loom))
    return Woven(root, moves, pictures, places, both)


def _elements(side: Side, loom: Loom) -> Iterator[Element | None]:
    """Yield the element of each block; of a picture, that which it stands in."""
    for _, element in side.blocks:
        item = side.nodes.get(element) if element is not None else None
        home = side.parents.get(id(item)) if isinstance(item, Token) else item
        yield loom.made.get(id(home)) if home is not None else None


def _places(side: Side, loom: Loom) -> dict[str, Element]:
    """Return the element of each block; of a picture, that which it stands in."""
    found: dict[str, Element] = {}
    for block, element in side.blocks:
        item = side.nodes.get(element) if element is not None else None
        home = side.parents.get(id(item)) if isinstance(item, Token) else item
        if home is not None and id(home) in loom.made:
            found[block.id] = loom.made[id(home)]
        rows = zip(grid_of(block, element), block.rows, strict=True) if element is not None else ()
        for cells, blocks in rows:
            for cell, told in zip(cells, blocks, strict=True):
                made = loom.made.get(id(side.nodes[cell]))
                if made is not None:
                    found[told.id] = made
    return found


def book(publication: Publication) -> Element:
    """Return a revision as it is given back: accepted or rejected, the redline is equal to it."""
    return plain(_root(publication, _key({}, {}), {}))


def _sides(
    old: Opened, new: Opened, found: Correspondence
) -> tuple[tuple[Side, Side], tuple[Node, Node]]:
    reads = [list(blocks_of(each.publication, each.manuscript.assets)) for each in (old, new)]
    ids = same_ids(reads[0], reads[1], found)
    nodes: tuple[Nodes, Nodes] = ({}, {})
    roots = (
        _root(old.publication, _key(_digests(old), ids), nodes[0]),
        _root(new.publication, _key(_digests(new), {}), nodes[1]),
    )
    return (Side.of(reads[0], nodes[0]), Side.of(reads[1], nodes[1])), roots


def _root(publication: Publication, key: Key, nodes: Nodes) -> Node:
    root = Node("book", {})
    for chapter in publication.chapters:
        found = lay_out(chapter.body, key, nodes)
        part = publication.parts[chapter.part].title if chapter.part >= 0 else ""
        told = {"slug": chapter.slug, "role": chapter.role, "matter": chapter.matter}
        told |= {"title": chapter.title, "number": chapter.number, "part": part}
        found.tag = "chapter"
        found.attributes |= {f"data-{name}": value for name, value in sorted(told.items())}
        root.items.append(found)
    return root


def _key(digests: Mapping[str, str], ids: Mapping[str, str]) -> Key:
    """Return by what signs are compared; ``ids`` translates those of the old revision."""

    def key(element: Element) -> str:
        if element.tag == "img":
            path = element.get("src") or ""
            return f"img {digests.get(path, path)}"
        href = (element.get("href") or "").removeprefix("#")
        if href:
            return f"{' '.join(classes(element))} {ids.get(href, href)}"
        if "label" in classes(element):
            return "label"
        return serialise(element)

    return key


def _digests(revision: Opened) -> dict[str, str]:
    """Return by what each picture is known: its pixels, so that one that was stored anew is the
    same; a drawing by its bytes."""
    known = revision.manuscript.assets
    return {
        path: known[path].pixels
        if path in known and known[path].pixels
        else hashlib.sha256(asset.data).hexdigest()
        for path, asset in revision.publication.assets.items()
    }


def _other_pictures(old: Opened, new: Opened) -> frozenset[str]:
    before, after = _digests(old), _digests(new)
    return frozenset(path for path in before if before[path] != after.get(path))


def _ids(publication: Publication) -> frozenset[str]:
    nodes: Iterable[Element] = (n for c in publication.chapters for n in elements(c.body))
    slugs = {chapter.slug for chapter in publication.chapters}
    parts = {part.slug for part in publication.parts}
    return frozenset(slugs | parts | {str(n.get("id")) for n in nodes if n.get("id")})
