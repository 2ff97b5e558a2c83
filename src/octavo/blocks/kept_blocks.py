"""Publication -> the blocks of edition.json as lines, those of chapters that were seen recalled."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from octavo.blocks.block import BlockPicture
from octavo.blocks.chapter_blocks import place_of_part
from octavo.blocks.manuscript import blocks_of, blocks_of_chapter, look_of
from octavo.blocks.record import line_of_block
from octavo.core.workshop import Workshop
from octavo.markup.tree import elements
from octavo.model.chapters import digestible
from octavo.model.made import PageMap
from octavo.model.publication import Asset, Chapter, Publication


def recall_pictures(publication: Publication, workshop: Workshop) -> dict[str, BlockPicture]:
    """Return the pictures of a publication by path; a photograph is taken apart once."""
    return {
        path: _recall_picture(asset, workshop) for path, asset in sorted(publication.assets.items())
    }


def recall_lines(
    publication: Publication,
    workshop: Workshop,
    pictures: Mapping[str, BlockPicture],
    pages: PageMap,
) -> Sequence[str]:
    """Return the blocks of a publication, in reading order, each as a line of JSON."""
    found: list[tuple[str, str]] = []
    for chapter in publication.chapters:

        def make(_: Workshop, chapter: Chapter = chapter) -> bytes:
            blocks = blocks_of_chapter(publication, chapter, pictures, "", pages)
            return json.dumps([(block.id, line_of_block(block)) for block, _ in blocks]).encode()

        told = json.dumps(_around(publication, chapter, pictures, pages)).encode()
        made = workshop.recall("blocks", (told, digestible(chapter)), make, chapter.slug)
        found += json.loads(made)
    if len({own for own, _ in found}) < len(found):  # chapters share an id: they are told apart
        return [line_of_block(block) for block, _ in blocks_of(publication, pictures, "", pages)]
    return [line for _, line in found]


def _around(
    publication: Publication,
    chapter: Chapter,
    pictures: Mapping[str, BlockPicture],
    pages: PageMap,
) -> list[object]:
    """Return what blocks of a chapter say that the chapter does not know."""
    part = publication.part_opened_by(chapter)
    home = publication.parts[chapter.part].title if chapter.part >= 0 else ""
    shown = sorted({image.get("src") or "" for image in elements(chapter.body, "img")})
    return [
        publication.config.language,
        [part.title, part.slug, *_place_of_part(publication, chapter)] if part else [],
        home,
        [[path, _facts(pictures[path])] for path in shown if path in pictures],
        [*_labels(chapter, pages)],
    ]


def _place_of_part(publication: Publication, chapter: Chapter) -> tuple[str, int, int]:
    """Return where the metadata name the part that a chapter opens."""
    place = place_of_part(publication, chapter)
    return place.path, place.line, place.column


def _labels(chapter: Chapter, pages: PageMap) -> Iterator[list[str | None]]:
    """Yield the labels of the pages on which each block begins and ends."""
    names = (str(node.get("data-b")) for node in chapter.body.iter() if node.get("data-b"))
    for name in names if pages.labels else ():
        marks = (pages.starts.get(name), pages.ends.get(name))
        yield [None if each is None else pages.labels[each] for each in marks]


def _recall_picture(asset: Asset, workshop: Workshop) -> BlockPicture:
    if asset.media_type == "image/svg+xml":
        return look_of(asset)

    def make(_: Workshop) -> bytes:
        return json.dumps(_facts(look_of(asset))).encode()

    told = json.dumps([asset.path, asset.media_type, asset.width, asset.height]).encode()
    found = json.loads(workshop.recall("glance", (told, asset.data), make, asset.path))
    return BlockPicture(**{**found, "look": base64.b64decode(found["look"])})


def _facts(picture: BlockPicture) -> dict[str, object]:
    return {**asdict(picture), "look": base64.b64encode(picture.look).decode()}
