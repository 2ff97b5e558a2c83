"""Source lines for Python-Markdown, which keeps none: blocks are stamped with ``data-line``.

The lines that preprocessors leave are aligned with the source lines by equal words; each block
handed to the block processors is a ``str`` that knows its line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from octavo.source.fences import fences

_STASHED = re.compile("\x02wzxhzdk:(\\d+)\x03")
"""Python-Markdown's placeholder of a block that it has put aside."""
_TAG = re.compile(r"\s*<(\w+)")
_BLANK_LINE = re.compile(r"\n\s*\n\s*\S")


class MarkdownBlock(str):
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
        self.unclosed: tuple[str, int] | None = None
        """The name and the line of a tag that takes all the rest of the text for HTML."""

    def parseDocument(self, lines: Iterable[str]) -> Any:
        lines = list(lines)
        stash = self.md.htmlStash.rawHtmlBlocks
        heights = [each.strip().count("\n") + 1 if isinstance(each, str) else 0 for each in stash]
        numbers = aligned(self.source, lines, heights)
        self.unclosed = _unclosed(lines, numbers, stash)
        self.root = ElementTree.Element(self.md.doc_tag)
        blocks: list[str] = []
        at = 0
        for words in "\n".join(lines).split("\n\n"):
            block = MarkdownBlock(words)
            block.line = numbers[min(at + _blank(words), len(numbers) - 1)] if numbers else 1
            blocks.append(block)
            at += words.count("\n") + 2
        self.parseBlocks(self.root, blocks)
        return ElementTree.ElementTree(self.root)

    def parseBlocks(self, parent: Any, blocks: list[str]) -> None:
        while blocks:
            block, before = blocks[0], len(parent)
            for processor in self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
            if isinstance(block, MarkdownBlock):
                if blocks and not isinstance(blocks[0], MarkdownBlock) and blocks[0] in block:
                    blocks[0] = _rest(block, blocks[0])
                _stamp(block, list(parent)[min(before, max(len(parent) - 1, 0)) :])


def _unclosed(
    lines: Sequence[str], numbers: Sequence[int], stash: Sequence[object]
) -> tuple[str, int] | None:
    """Return the name and the line of a tag that is open to the end, over a blank line."""
    for line, number in zip(lines, numbers, strict=True):
        stashed = _STASHED.search(line)
        html = stash[int(stashed[1])] if stashed and int(stashed[1]) < len(stash) else None
        tag = _TAG.match(html) if isinstance(html, str) else None
        if tag is None or not isinstance(html, str) or not _BLANK_LINE.search(html):
            continue
        opened, closed = (
            len(re.findall(rf"<{slash}{tag[1]}\b", html, re.IGNORECASE)) for slash in ("", "/")
        )
        if opened > closed:
            return tag[1], number
    return None


def _rest(block: MarkdownBlock, words: str) -> MarkdownBlock:
    """Return what a processor left of a block for the next, with its line."""
    rest = MarkdownBlock(words)
    start = block.rindex(words) + _blank(words)
    rest.line = block.line + block[:start].count("\n") - _blank(block)
    return rest


def _stamp(block: MarkdownBlock, elements: Sequence[Any]) -> None:
    """Give the block's elements their lines: a heading may follow a paragraph in one block."""
    lines, at = block.strip("\n").split("\n"), 0
    for element in elements:
        words = (element.text or "").strip().partition("\n")[0]
        at = next((n for n in range(at, len(lines)) if words and words in lines[n]), at)
        if "data-line" not in element.attrib:
            element.set("data-line", str(block.line + at))


def _blank(words: str) -> int:
    """Return the number of line ends before the first word."""
    return len(words) - len(words.lstrip("\n"))


def aligned(source: Sequence[str], lines: Sequence[str], heights: Sequence[int] = ()) -> list[int]:
    """Return for each of ``lines`` the number (from 1) of the source line that it comes from.

    Greedy and monotone, by equal trimmed words. A placeholder of a fence or of raw HTML has no
    equal: it gets the next written line, and what follows is looked for behind the block, which
    ends at its closing fence, or after as many lines as ``heights`` has for it (0: at its closing
    tag).
    """
    positions: dict[str, list[int]] = {}
    for number, line in enumerate(source, 1):
        positions.setdefault(line.strip(), []).append(number)
    ends = {fence.first: fence.last for fence in fences(source)}
    numbers: list[int] = []
    last = 0
    for line in lines:
        words = line.strip()
        later = positions.get(words, []) if words else []
        index = bisect_right(later, last)
        if index < len(later):
            last = later[index]
            numbers.append(last)
        elif stashed := _STASHED.search(words):
            numbers.append(_next_written(source, last))
            first = numbers[-1]
            last = ends.get(first) or _end(source, first, int(stashed[1]), heights)
        else:
            numbers.append(_next_written(source, last) if words else max(last, 1))
    return numbers


def _end(source: Sequence[str], first: int, index: int, heights: Sequence[int]) -> int:
    """Return the number of the last line of HTML that preprocessors took out."""
    if first > len(source):
        return len(source)
    tag = _TAG.match(source[first - 1])
    height = heights[index] if index < len(heights) else 1
    if height or tag is None:
        return min(first + max(height, 1) - 1, len(source))
    depth = 0
    for number in range(first, len(source) + 1):
        line = source[number - 1]
        depth += line.count(f"<{tag[1]}") - line.count(f"</{tag[1]}")
        if depth <= 0:
            return number
    return first


def _next_written(source: Sequence[str], after: int) -> int:
    """Return the number of the first line after ``after`` that is not blank."""
    for number in range(after + 1, len(source) + 1):
        if source[number - 1].strip():
            return number
    return max(after, 1)
