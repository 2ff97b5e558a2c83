"""A revision that was read -> the same with the pages of its PDF edition."""

from dataclasses import replace

from octavo.blocks.block import Block
from octavo.blocks.manuscript import blocks_of
from octavo.diff.revision import Opened
from octavo.editions.pdf.presses import Presses
from octavo.production.assembly import page_map


def paginate(found: Opened, presses: Presses) -> Opened:
    """Return a revision whose blocks know their pages; it is laid out for that.

    Raises BuildFailed where it cannot be set. A publication without a PDF edition has no pages.
    """
    pages = page_map(found.workshop, found.publication, presses)
    reads = blocks_of(found.publication, found.manuscript.assets, "", pages)
    blocks = tuple(
        _with_pages(old, new) for old, (new, _) in zip(found.manuscript.blocks, reads, strict=True)
    )
    return replace(found, manuscript=replace(found.manuscript, blocks=blocks))


def _with_pages(block: Block, other: Block) -> Block:
    rows = tuple(
        tuple(_with_pages(*cells) for cells in zip(row, others, strict=True))
        for row, others in zip(block.rows, other.rows, strict=True)
    )
    return replace(block, pages=other.pages, rows=rows)
