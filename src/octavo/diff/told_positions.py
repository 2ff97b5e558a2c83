"""The blocks of a finished file -> the same, each with its place: an id, and how far behind it.

Such files have no lines that anybody would count. ``text.html#gate`` is what has that id,
``text.html#gate ¶3`` the third block behind it, ``text.html ¶3`` the third of a file before any id.
"""

import re
from dataclasses import replace

from octavo.blocks.block import Block, Manuscript
from octavo.core.problems import Place

_MADE_UP = re.compile(r"-[0-9a-f]{12}(-\d+)?\Z|-(image|note)-")
"""How names end that only a comparison gives."""


def tell_positions(manuscript: Manuscript) -> Manuscript:
    """Return a manuscript whose blocks tell where in their file they stand; cells stand where
    their table does."""
    file, name, count = "", "", 0
    blocks: list[Block] = []
    for block in manuscript.blocks:
        if block.place.path != file:
            file, name, count = block.place.path, "", 0
        if block.id and not _MADE_UP.search(block.id):
            name, count = f"#{block.id}", 0
        else:
            count += 1
        told = f"{file}{name} ¶{count}" if count else f"{file}{name}"
        blocks.append(_put(block, Place(told)))
    return replace(manuscript, blocks=tuple(blocks))


def _put(block: Block, place: Place) -> Block:
    rows = tuple(tuple(replace(cell, place=place) for cell in row) for row in block.rows)
    inside = tuple(_put(each, place) for each in block.blocks)
    return replace(block, place=place, rows=rows, blocks=inside, lines=())
