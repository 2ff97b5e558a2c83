"""Which lines of a text are code: the one answer for all who read lines before there is a tree."""

from collections.abc import Sequence

from octavo.constructs.construct_table import BOX_ARGUMENTS
from octavo.source.block_rules.block_reading import scan_blocks
from octavo.source.block_rules.written_block import WrittenBlock


def lines_in_fences(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers (from 1) of lines that are fenced code, or open or close it."""
    if not any("```" in line or "~~~" in line for line in lines):
        return frozenset()
    fences = (block for block in _blocks(lines) if block.kind == "fence")
    return frozenset(n for fence in fences for n in range(fence.line, fence.last + 1))


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers (from 1) of lines that are code: fenced, indented, or in ``<pre>``."""
    code = (block for block in _blocks(lines) if block.kind in ("fence", "code") or _is_pre(block))
    return frozenset(n for block in code for n in range(block.line, block.last + 1))


def _is_pre(block: WrittenBlock) -> bool:
    return block.kind == "raw" and block.text.lstrip().lower().startswith("<pre")


def _blocks(lines: Sequence[str]) -> list[WrittenBlock]:
    return list(scan_blocks(lines, BOX_ARGUMENTS).document.walk())
