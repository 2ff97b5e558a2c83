"""The lines on which signs of other programs stand that Octavo understands, and GitHub does not.

Of them the second reader says nothing: the handbook has them in one table (#elsewhere).
"""

import re
from collections.abc import Iterator

from octavo.constructs.construct_table import BOX_ARGUMENTS
from octavo.source.block_rules.block_reading import scan_blocks
from octavo.source.block_rules.written_block import WrittenBlock

_ANY = re.compile(
    r"\$|\\[(\[]|\\begin\{|\^\[|@|:::|!!!|\?\?\?|\[!|\+[-=]|^[ >]*\|[ \t]|\{-\}|^[ >]*:[ \t]"
    r"|^[ >]*(?:```+|~~~+)\{|^[ >]*///"
    r"|[ \t]#+[ \t]+\{",
    re.MULTILINE,
)
_INLINE = re.compile(r"\$|\\[(\[]|\\begin\{|\^\[|@|\{-\}")
_CAPTION = re.compile(r":[ \t]")
_CLOSED_HEADING = re.compile(r"[ \t]#+[ \t]+\{[^{}]*\}[ \t]*$")
"""``## Title ## {#id}``: the signs that end a heading stand before its attributes."""
_CALLOUT = re.compile(r"\[![A-Za-z]")
_INLINE_NOTE = re.compile(r"<li\b[^>]*\bid=\"fn-(inline-\d+)\"")
WHOLE = frozenset({"remark", "grid", "lines"})
"""Kinds of blocks of which every line is read otherwise; of others, those that open and close."""


def lines_of_neighbours(content: str) -> frozenset[int]:
    """Return the numbers of such lines, from 1."""
    if not _ANY.search(content):
        return frozenset()
    document = scan_blocks(content.split("\n"), BOX_ARGUMENTS).document
    return frozenset(line for block in document.walk() for line in _lines(block))


def is_inline_note(passage: str, content: str) -> bool:
    """Tell whether a passage is a note that is written where it is called: ``^[words]``."""
    found = _INLINE_NOTE.match(passage)
    return found is not None and f"[^{found[1]}]:" not in content


def _lines(block: WrittenBlock) -> Iterator[int]:
    is_foreign = block.kind == "box" and block.name not in BOX_ARGUMENTS
    if block.kind in WHOLE or is_foreign or _is_fenced_remark(block) or _is_callout(block):
        yield from range(block.line, block.last + 1)
    elif block.kind == "div":
        yield from (block.line, block.last, *_lines_above_end(block))
    elif block.kind == "heading" and _CLOSED_HEADING.search(block.text):
        yield block.line
    elif block.kind == "paragraph" and _CAPTION.match(block.text):
        yield from _with_the_one_before(block)
    elif block.lines and block.kind not in ("fence", "code") and _INLINE.search(block.text):
        yield from range(block.line, max(block.last, block.lines[-1][0]) + 1)


def _is_fenced_remark(block: WrittenBlock) -> bool:
    return block.kind == "div" and block.fence is not None


def _is_callout(block: WrittenBlock) -> bool:
    """Tell whether a quotation is a remark of GitHub's or Obsidian's."""
    first = block.inside[0] if block.kind == "quotation" and block.inside else None
    return first is not None and bool(first.lines and _CALLOUT.match(first.lines[0][1]))


def _lines_above_end(div: WrittenBlock) -> Iterator[int]:
    """Yield the lines of words directly above the end of a div, with which others read its signs
    on."""
    last = div
    while last.inside:
        last = last.inside[-1]
        if last.line <= last.last == div.last - 1:
            yield from range(last.line, last.last + 1) if last.kind == "paragraph" else (last.line,)


def _with_the_one_before(caption: WrittenBlock) -> Iterator[int]:
    """Yield the lines of a caption and of the block before it, which others take for its term."""
    beside = caption.above.inside if caption.above is not None else [caption]
    before = beside[max(beside.index(caption) - 1, 0)]
    yield from range(before.line, caption.last + 1)
