"""Source lines for Python-Markdown, which keeps none: blocks are stamped with ``data-line``.

The lines that preprocessors leave are aligned with the source lines by equal words; each block
handed to the block processors is a ``str`` that knows its line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Block(str):
    """A block of Markdown that knows the number of its first source line."""

    __slots__ = ("line",)
    line: int


class LinesExtension(Extension):
    """Puts a BlockParser that stamps lines in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:
        parser = LineParser(md)
        parser.blockprocessors = md.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        md.parser = parser
        md.preprocessors.register(_KeepSource(md, parser), "octavo-source-lines", 1000)


class _KeepSource(Preprocessor):
    """The first preprocessor: keeps the lines as the author wrote them."""

    def __init__(self, md: Markdown, parser: "LineParser") -> None:
        super().__init__(md)
        self._parser = parser

    def run(self, lines: list[str]) -> list[str]:
        self._parser.source = list(lines)
        return lines


class LineParser(BlockParser):
    """A BlockParser whose blocks know their lines, and whose elements carry them."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.source: list[str] = []

    def parseDocument(self, lines: Iterable[str]) -> Any:
        lines = list(lines)
        numbers = aligned(self.source, lines)
        self.root = ElementTree.Element(self.md.doc_tag)
        blocks: list[str] = []
        at = 0
        for words in "\n".join(lines).split("\n\n"):
            block = Block(words)
            blank = len(words) - len(words.lstrip("\n"))
            block.line = numbers[min(at + blank, len(numbers) - 1)] if numbers else 1
            blocks.append(block)
            at += words.count("\n") + 2
        self.parseBlocks(self.root, blocks)
        return ElementTree.ElementTree(self.root)

    def parseBlocks(self, parent: Any, blocks: list[str]) -> None:
        while blocks:
            line = getattr(blocks[0], "line", None)
            before = len(parent)
            for processor in self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
            if line is not None:
                for element in list(parent)[min(before, max(len(parent) - 1, 0)) :]:
                    if "data-line" not in element.attrib:
                        element.set("data-line", str(line))


def aligned(source: Sequence[str], lines: Sequence[str]) -> list[int]:
    """Return for each of ``lines`` the number (from 1) of the source line that it comes from.

    Greedy and monotone, by equal trimmed words; a line without an equal (a placeholder of a
    fence, say) gets the first line after its forerunner that no other line claims.
    """
    positions: dict[str, list[int]] = {}
    for number, line in enumerate(source, 1):
        positions.setdefault(line.strip(), []).append(number)
    numbers: list[int] = []
    last = 0
    for line in lines:
        words = line.strip()
        later = positions.get(words, []) if words else []
        index = bisect_right(later, last)
        if index < len(later):
            last = later[index]
            numbers.append(last)
        elif words:
            numbers.append(-_next_written(source, last))
        else:
            numbers.append(-last or -1)
    return [abs(number) for number in numbers]


def _next_written(source: Sequence[str], after: int) -> int:
    """Return the number of the first line after ``after`` that is not blank."""
    for number in range(after + 1, len(source) + 1):
        if source[number - 1].strip():
            return number
    return max(after, 1)
