"""A PDF's whole contents -> the part that the source answers for.

The tags of the PDF name the sections that hold what the author wrote (``pdf_tags.TEXT``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from octavo.finished.items import (
    Finished,
    Heading,
    Item,
    Link,
    TextBlock,
    is_turned,
    squeeze,
    turn,
)
from octavo.model.publication import Part

Some = TypeVar("Some", bound=Item)


def body_of(found: Finished, wanted: Finished, parts: Sequence[Part]) -> Finished:
    """Return ``found`` without title pages, contents, imprint and colophon."""
    found = _without_part_words(found, parts)
    notes = {call.target for call in wanted.note_calls}
    return replace(
        found,
        blocks=tuple(block for block in _keep(found.blocks) if is_worded(block)),
        headings=_keep(found.headings),
        figures=_keep(found.figures),
        tables=_keep(found.tables),
        captions=_keep(found.captions),
        alternatives=_keep(found.alternatives),
        links=join_links(
            link
            for link in _keep(found.links)
            if not (link.target in notes and link.text.replace(" ", "").isdecimal())
        ),
    )


def is_worded(block: TextBlock) -> bool:
    """Tell a block with a letter or digit, and code, from an ornament (stars of a scene break)."""
    return block.is_code or any(sign.isalnum() for sign in block.text)


def join_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links to one address made one: a line's end may have cut them, and the words between
    two of them may have floated away."""
    result: dict[tuple[str, bool], Link] = {}
    for link in links:
        key = link.target, link.in_note
        first = result.get(key)
        result[key] = replace(first, text=f"{first.text} {link.text}") if first else link
    return tuple(result.values())


def _keep(items: Sequence[Some]) -> tuple[Some, ...]:
    return tuple(item for item in items if item.in_text or item.in_note)


def _without_part_words(found: Finished, parts: Sequence[Part]) -> Finished:
    """Take "Part I" from the titles of parts: words of the language, not of the source."""
    titles = {(part.label or part.number) + part.title: part.title for part in parts}

    def bare(text: str) -> str:
        whole, letters = squeeze(text), turn(text)
        for end, title in titles.items():
            if whole.endswith(squeeze(end)) or (is_turned(text) and letters == turn(end)):
                return title
        return text

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
