"""Lines of a text -> its blocks, one line after the other. Rule: CommonMark 0.31, appendix.

For each line the open blocks are asked whether they go on with it (``continuations``), then what
may begin there is tried (``openings``); what is left are the words of a leaf.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from octavo.source.block_rules.cursor import Cursor
from octavo.source.block_rules.html_kinds import ends_html
from octavo.source.block_rules.link_parts import LinkAim, definition_at, label_key
from octavo.source.block_rules.written_block import WrittenBlock

DEEPEST = 100
"""Blocks in one another that are followed; what would be deeper is taken for words."""
VERBATIM = ("fence", "code", "raw")
ROWS = ("table", "grid")
SEALED = (*VERBATIM, "grid", "lines")
"""Kinds in which no other block begins."""
WORDS = (*VERBATIM, *ROWS, "lines", "paragraph")
"""Kinds whose lines are kept."""
HOLDERS: Mapping[str, tuple[str, ...]] = {"list": ("item",), "entries": ("terms", "definition")}
CONTAINERS = ("document", "quotation", "item", "definition", "note", "box", "div", "remark")
LEAF, CONTAINER, DONE = "leaf", "container", "done"
"""What an opening returns."""
_VERSE = "verse"


@dataclass(slots=True)
class BlockScan:
    """A text on its way to blocks."""

    source: Sequence[str]
    boxes: Mapping[str, bool]
    """Names of boxes, and whether words may stand behind them."""
    document: WrittenBlock = field(default_factory=lambda: WrittenBlock("document", 1))
    tip: WrittenBlock = field(init=False)
    """The innermost open block."""
    before: WrittenBlock = field(init=False)
    """The innermost open block as the line before left it."""
    matched: WrittenBlock = field(init=False)
    """The innermost block that goes on with this line."""
    is_settled: bool = True
    """Whether blocks that do not go on are closed already."""
    number: int = 0
    """Of the line that is read."""
    depth: int = 0
    formula: tuple[int, int] = (0, 0)
    """Line and column behind the last formula of a paragraph; within one no block begins."""
    cursor: Cursor = field(default_factory=lambda: Cursor(""))
    aims: dict[str, LinkAim] = field(default_factory=dict)
    """Key of a label -> where the links of that name lead."""

    def __post_init__(self) -> None:
        self.tip = self.before = self.matched = self.document

    def add(self, kind: str) -> WrittenBlock:
        """Open a block at the line that is read, in the innermost open block that may hold it."""
        self.close_unmatched()
        while not _may_hold(self.tip, kind):
            self.close(self.tip, self.number - 1)
        self.tip = self.tip.add(kind, self.number)
        return self.tip

    def add_words(self, words: str) -> None:
        self.tip.lines.append((self.number, words))

    def close_unmatched(self) -> None:
        """Close the blocks that do not go on with this line."""
        if self.is_settled:
            return
        block = self.before
        while block is not self.matched:
            above = block.above
            assert above is not None  # only the document has none, and it is always matched
            self.close(block, self.number - 1)
            block = above
        self.is_settled = True

    def close(self, block: WrittenBlock, last: int) -> None:
        above = block.above
        block.is_open, block.last = False, last
        finish = _FINISHES.get(block.kind)
        if finish is not None:
            finish(self, block)
        self.tip = above if above is not None else self.document

    def end_line(self, block: WrittenBlock) -> None:
        """Close a block whose last line is the one that is read, with all in it."""
        while self.tip is not block:
            self.close(self.tip, self.number - 1)
        self.close(block, self.number)

    @property
    def in_verse(self) -> bool:
        """Whether the lines of the block are laid out by the author."""
        block: WrittenBlock | None = self.tip if self.is_settled else self.matched
        while block is not None and block.kind not in ("box", "div"):
            block = block.above
        return block is not None and block.name == _VERSE


def _may_hold(block: WrittenBlock, kind: str) -> bool:
    if block.kind in HOLDERS:
        return kind in HOLDERS[block.kind]
    return block.kind in CONTAINERS and kind not in ("item", "terms", "definition")


def take_definitions(scan: BlockScan, paragraph: WrittenBlock) -> None:
    """Take the definitions of links off the beginning of a paragraph."""
    if not paragraph.lines or not paragraph.lines[0][1].startswith("["):
        return
    text, at = paragraph.text, 0
    while text.startswith("[", at) and (found := definition_at(text, at)):
        label, aim, at = found
        scan.aims.setdefault(label_key(label), aim)
    taken = text.count("\n", 0, at) if at < len(text) else len(paragraph.lines)
    del paragraph.lines[:taken]


def _finish_paragraph(scan: BlockScan, block: WrittenBlock) -> None:
    take_definitions(scan, block)
    if not block.lines and block.above is not None:
        block.above.inside.remove(block)


def _finish_code(scan: BlockScan, block: WrittenBlock) -> None:
    while block.lines and not block.lines[-1][1].strip(" \t"):
        block.lines.pop()
    block.last = block.lines[-1][0] if block.lines else block.line


def _finish_container(scan: BlockScan, block: WrittenBlock) -> None:
    block.last = block.inside[-1].last if block.inside else block.line


def _finish_list(scan: BlockScan, block: WrittenBlock) -> None:
    """A list is loose where a blank line parts two of its members, or two blocks of one."""
    _finish_container(scan, block)
    members = block.inside
    block.is_loose = _has_gaps(members) or any(_has_gaps(each.inside) for each in members)


def _finish_entries(scan: BlockScan, block: WrittenBlock) -> None:
    """It is closed behind each definition, and goes on with the next one's terms: only the last of
    what was looked at may have grown."""
    _finish_container(scan, block)
    for each in block.inside[max(block.looked_at - 1, 0) :]:
        each.is_loose = each.is_loose or _has_gaps(each.inside)
    block.looked_at = len(block.inside)


def _has_gaps(blocks: Sequence[WrittenBlock]) -> bool:
    return any(one.last != other.line - 1 for one, other in pairwise(blocks))


_FINISHES: Mapping[str, Callable[[BlockScan, WrittenBlock], None]] = {
    "paragraph": _finish_paragraph,
    "code": _finish_code,
    "raw": _finish_code,
    "item": _finish_container,
    "definition": _finish_container,
    "note": _finish_container,
    "remark": _finish_container,
    "list": _finish_list,
    "entries": _finish_entries,
}


def add_line_of_html(scan: BlockScan, words: str) -> None:
    block = scan.tip
    scan.add_words(words)
    if ends_html(block.level, words):
        scan.close(block, scan.number)


Opening = Callable[[BlockScan, WrittenBlock], str]
"""Takes the text and the block in which the line stands; '' where its kind does not begin."""
