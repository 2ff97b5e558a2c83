"""A PDF's whole contents -> the part that the source answers for.

The tags of a PDF do not tell a title page from a chapter; its words do. The body begins where the
source's first words stand and ends with its last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from octavo.checks.finished import Block, Figure, Finished, Heading, Item, Link, squeezed
from octavo.checks.gaps import window
from octavo.model import Part

Some = TypeVar("Some", bound=Item)
LONG = 80
"""Characters that no table of contents has in the same order as the text."""


def body_of(found: Finished, wanted: Finished, parts: Sequence[Part]) -> Finished:
    """Return ``found`` without title pages, contents, imprint and colophon."""
    found = _without_part_words(found, parts)
    blocks = [block for block in found.blocks if is_worded(block)]
    first, last = _bounds(
        [squeezed(block.text) for block in blocks],
        [squeezed(block.text) for block in wanted.blocks if is_worded(block)],
    )
    low = blocks[first - 1].end if first else 0
    high = blocks[last].at if last < len(blocks) else max((b.end for b in blocks), default=0)
    lead = _lead(found, wanted)
    notes = {call.target for call in wanted.note_calls}

    def inside(item: Item) -> bool:
        in_lead = lead is not None and lead.at <= item.at <= lead.end
        ends = item.at < high if isinstance(item, (Heading, Link)) else item.at <= high
        return item.in_note or in_lead or (low <= item.at and ends)

    return replace(
        found,
        blocks=tuple(blocks[first:last]),
        headings=_kept(found.headings, inside),
        figures=_kept(found.figures, inside),
        tables=_kept(found.tables, inside),
        captions=_kept(found.captions, inside),
        alternatives=_kept(found.alternatives, inside),
        links=joined(
            link
            for link in _kept(found.links, inside)
            if not (link.target in notes and link.text.isdecimal())
        ),
    )


def is_worded(block: Block) -> bool:
    """Tell a block with a letter or digit from an ornament (the stars of a scene break)."""
    return any(sign.isalnum() for sign in block.text)


def joined(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links with neighbours to one address made one: a line's end may have cut them."""
    result: list[Link] = []
    for link in links:
        last = result[-1] if result else None
        if last and (last.target, last.in_note) == (link.target, link.in_note):
            result[-1] = replace(last, text=f"{last.text} {link.text}")
        else:
            result.append(link)
    return tuple(result)


def _kept(items: Sequence[Some], inside: Callable[[Item], bool]) -> tuple[Some, ...]:
    return tuple(item for item in items if inside(item))


def _lead(found: Finished, wanted: Finished) -> Figure | None:
    """Return the lead figure of the edition: it may stand before the first words."""
    for lead in (figure for figure in wanted.figures if figure.is_lead):
        for figure in found.figures:
            if squeezed(figure.caption) == squeezed(lead.caption):
                return figure
    return None


def _bounds(found: Sequence[str], wanted: Sequence[str]) -> tuple[int, int]:
    """Return the first block of the body and the one after its last."""
    text = "".join(found)
    starts = [0, *accumulate(len(each) for each in found)]
    first = _found(wanted, text)
    last = _found([each[::-1] for each in reversed(wanted)], text[::-1])
    if first < 0 or last < 0:
        return 0, len(found)
    end = len(text) - last
    begin_block = max(n for n, start in enumerate(starts[:-1]) if start <= first)
    end_block = next(n for n, start in enumerate(starts) if start >= end)
    return begin_block, end_block


def _found(keys: Sequence[str], text: str) -> int:
    """Return where ``text`` first runs as the blocks do for LONG characters; -1 for nowhere."""
    for block in range(len(keys)):
        at = text.find(window(keys, block, LONG))
        if at >= 0:
            return at
    return -1


def _without_part_words(found: Finished, parts: Sequence[Part]) -> Finished:
    """Take "Part I" from the titles of parts: words of the language, not of the source."""
    titles = {squeezed(part.number + part.title): part.title for part in parts}

    def bare(text: str) -> str:
        whole = squeezed(text)
        return next((title for end, title in titles.items() if whole.endswith(end)), text)

    return replace(
        found,
        blocks=tuple(
            replace(block, text=bare(block.text)) if block.is_heading else block
            for block in found.blocks
        ),
        headings=tuple(_bare_heading(heading, bare) for heading in found.headings),
    )


def _bare_heading(heading: Heading, bare: Callable[[str], str]) -> Heading:
    return replace(heading, text=bare(heading.text)) if heading.level == 1 else heading
