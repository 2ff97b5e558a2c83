"""A revision -> its files as they lie there, cut where blocks of the text begin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from octavo.blocks.manuscript import blocks_of
from octavo.core.inputs import Outside
from octavo.diff.revision import Opened

_ASIDE = re.compile(r" {0,3}(?:\[(?!\^)[^\[\]]+\]:|<!--.*-->\s*$)")
"""A line that no block shows: where links of one label lead, a remark."""
_LABEL_ALONE = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]:\s*$")
"""Such a line whose address stands on the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Lines of a file from the beginning of a block to that of the next."""

    file: str
    text: str
    is_code: bool = False
    is_aside: bool = False
    """Whether it is no block: where links lead, remarks."""


@dataclass(slots=True)
class SourceFiles:
    """The files of one revision."""

    segments: list[Segment] = field(default_factory=list)
    of_block: dict[int, int] = field(default_factory=dict)
    """Index of a block -> that of its segment."""

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(each.file for each in self.segments))

    def within(self, file: str) -> Iterator[int]:
        return (n for n, each in enumerate(self.segments) if each.file == file)


def read_sources(side: Opened) -> SourceFiles:
    """Return the files of a source with their segments, in reading order."""
    blocks = [block for block, _ in blocks_of(side.publication, side.manuscript.assets)]
    publication = side.publication
    names = [publication.config.path, *(each.text.path for each in publication.chapters)]
    names += [block.place.path for block in blocks]
    found = SourceFiles()
    for name in dict.fromkeys(names):
        text = _text(side, name)
        if text is None:
            continue
        own = [(n, b.place.line) for n, b in enumerate(blocks) if b.place.path == name]
        codes = {block.place.line for block in blocks if block.shape == "verbatim"}
        _cut(found, name, text, own, codes)
    return found


def _text(side: Opened, name: str) -> str | None:
    try:
        data = side.workshop.inputs.find(name)
    except Outside:
        return None
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _cut(
    found: SourceFiles, name: str, text: str, blocks: Sequence[tuple[int, int]], codes: set[int]
) -> None:
    lines = text.split("\n")
    lines = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    starts = sorted({1} | {line for _, line in blocks if 1 < line <= len(lines)})
    at: dict[int, int] = {}
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        at[start] = len(found.segments)
        aside = _find_aside(lines, start, end)
        words = "".join(lines[start - 1 : aside - 1])
        found.segments.append(Segment(name, words, start in codes))
        if aside < end:
            found.segments.append(Segment(name, "".join(lines[aside - 1 : end - 1]), False, True))
    for number, line in blocks:
        found.of_block[number] = at.get(line, at[1])


def _find_aside(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line behind a block from which on nothing is text: ``end`` where all of it is.

    Lines count from 1. What it begins with stands behind an empty line.
    """
    found = end
    for number in range(end - 1, start, -1):
        line, before = lines[number - 1], lines[number - 2]
        if _ASIDE.match(line):
            found = number if not before.strip() else found
        elif line.strip() and not _LABEL_ALONE.match(before):
            break
    return found
