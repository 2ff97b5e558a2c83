"""What the reading of a text gathers: where links lead, raw HTML put aside, what is to be told."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor

from octavo.core.problems import Severity
from octavo.source.block_rules.link_parts import LinkAim
from octavo.source.block_rules.written_block import WrittenBlock

RAW = "\x02octavo:{}\x03"
"""Stands for raw HTML until the tree is written out."""
_RAW_MARK = re.compile(RAW.format(r"(\d+)"))


@dataclass(frozen=True, slots=True)
class ReaderRemark:
    """Something in a text that its author should know of."""

    code: str
    line: int
    message: str
    hint: str
    words: str = ""
    """To be looked for from the line on."""
    severity: Severity = "error"
    kind: str = ""
    """Of a notice: what those have in common of which one is told."""


@dataclass(frozen=True, slots=True)
class RawHtml:
    """HTML as it is written."""

    html: str
    line: int


class NoteWords(str):
    """The words of a note, which know its blocks."""

    __slots__ = ("block", "read")
    block: WrittenBlock
    read: list[Element]
    """What became of them."""

    @classmethod
    def of(cls, block: WrittenBlock) -> "NoteWords":
        words = cls(block.name)
        words.block, words.read = block, []
        return words


@dataclass(slots=True)
class Reading:
    """One text on its way to a tree."""

    aims: Mapping[str, LinkAim]
    patterns: Mapping[str, InlineProcessor] = field(default_factory=dict)
    """Python-Markdown's own, by the sign with which they begin and their name."""
    remarks: list[ReaderRemark] = field(default_factory=list)
    raw: list[RawHtml] = field(default_factory=list)

    def tell(self, remark: ReaderRemark) -> None:
        self.remarks.append(remark)

    def put_aside(self, html: str, line: int) -> str:
        """Return the mark that stands for raw HTML."""
        self.raw.append(RawHtml(html, line))
        return RAW.format(len(self.raw) - 1)

    def take_back(self, words: str, say: Callable[[str], str]) -> str:
        """Return words in which something is said in the place of raw HTML."""
        return _RAW_MARK.sub(lambda mark: say(self.raw[int(mark[1])].html), words)
