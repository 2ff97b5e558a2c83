"""Ids that a revision no longer has: links from outside to them lead nowhere."""

import re
from collections.abc import Iterator

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.events import Spot

_MADE_UP = re.compile(r"[0-9a-f]{12}(-\d+)?")
"""Names of headings that have none in their file: no link can lead to them."""


def find_vanished(old: Manuscript, new: Manuscript) -> tuple[tuple[str, Spot], ...]:
    """Return the ids that readers could link to in ``old`` and not in ``new``, in reading order.

    Those are the ids that an author gave, and the ids that headings have from their words: a
    renamed section breaks links to it. A file that was renamed alone breaks none inside it.
    """
    left = {name for block in new.blocks for name in _names(block)}
    found: dict[str, Spot] = {}
    for block in old.blocks:
        for name in _names(block):
            if name not in left:
                found.setdefault(name, Spot.of(block))
    return tuple(found.items())


def _names(block: Block) -> Iterator[str]:
    if block.anchor:
        yield block.anchor
    elif block.level >= 0:
        name = block.id.removeprefix(f"{block.chapter}-")
        if not _MADE_UP.fullmatch(name):
            yield name
