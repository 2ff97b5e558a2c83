"""Publication -> Manuscript: its trees read block by block, in reading order."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from octavo.blocks.block import BlockPicture, Division, Manuscript
from octavo.blocks.chapter_blocks import ChapterReader, Read
from octavo.model.made import PageMap
from octavo.model.publication import Asset, Chapter, Publication


def manuscript_of(
    publication: Publication,
    metadata: Mapping[str, str],
    name: str,
    folder: str = "",
    pages: PageMap | None = None,
) -> Manuscript:
    """Return a publication as it is compared; places are told from ``folder``.

    ``pages`` says on which pages of the PDF its blocks stand; only an edition has them.

    What Markdown leaves open is gone by construction: wrapping, bullets, kinds of quotation marks
    that the typography step sets, reference links.
    """
    assets = {path: look_of(asset) for path, asset in sorted(publication.assets.items())}
    blocks = tuple(block for block, _ in blocks_of(publication, assets, folder, pages))
    told = bare_manuscript(publication, metadata, assets, name, folder, pages)
    return replace(told, blocks=blocks)


def bare_manuscript(
    publication: Publication,
    metadata: Mapping[str, str],
    assets: Mapping[str, BlockPicture],
    name: str,
    folder: str = "",
    pages: PageMap | None = None,
) -> Manuscript:
    """Return a publication as it is compared, without its blocks."""
    return Manuscript(
        metadata,
        (),
        assets,
        name,
        folder,
        language=publication.config.language,
        divisions=tuple(_divisions(publication)),
        labels=pages.labels if pages else (),
    )


def _divisions(publication: Publication) -> Iterator[Division]:
    for chapter in publication.chapters:
        part = publication.part_opened_by(chapter)
        if part:
            yield Division(part.slug, "part", part.title, part.number)
        home = publication.parts[chapter.part].slug if chapter.part >= 0 else ""
        told = (chapter.slug, chapter.role, chapter.title, chapter.number, chapter.matter)
        yield Division(*told, home, chapter.text.path)


def blocks_of(
    publication: Publication,
    assets: Mapping[str, BlockPicture],
    folder: str = "",
    pages: PageMap | None = None,
) -> Iterator[Read]:
    """Yield the blocks of a publication, each with the element that it was read from."""
    seen: Counter[str] = Counter()
    for chapter in publication.chapters:
        reader = ChapterReader(publication, chapter, assets, folder, pages)
        yield from _tell_apart(reader.blocks(), seen)


def blocks_of_chapter(
    publication: Publication,
    chapter: Chapter,
    assets: Mapping[str, BlockPicture],
    folder: str = "",
    pages: PageMap | None = None,
) -> Iterator[Read]:
    """Yield the blocks of one chapter; their ids may be those of other chapters."""
    reader = ChapterReader(publication, chapter, assets, folder, pages)
    return _tell_apart(reader.blocks(), Counter())


def _tell_apart(blocks: Iterable[Read], seen: Counter[str]) -> Iterator[Read]:
    """Number the blocks that have an id which was seen before."""
    for block, node in blocks:
        seen[block.id] += 1
        count = seen[block.id]
        yield (block if count == 1 else replace(block, id=f"{block.id}-{count}")), node


def look_of(asset: Asset) -> BlockPicture:
    """Return a picture by its bytes, its pixels and its look."""
    sha = hashlib.sha256(asset.data).hexdigest()
    if asset.media_type == "image/svg+xml":
        return BlockPicture(asset.path, sha, "", asset.width, asset.height)
    from PIL import Image

    with Image.open(io.BytesIO(asset.data)) as image:
        pixels = image.convert("RGBA")
        look = image.convert("L").resize((16, 16)).tobytes()
    digest = hashlib.sha256(f"{pixels.size}".encode() + pixels.tobytes()).hexdigest()
    return BlockPicture(asset.path, sha, digest, *pixels.size, look)
