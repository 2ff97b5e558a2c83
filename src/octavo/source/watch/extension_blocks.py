"""Octavo's own blocks as rules of markdown-it: notes, definitions, boxes and abbreviations.

Each is read from its description in the handbook, not as source/markdown reads it.
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from octavo.constructs.construct_table import NAMED_BOXES as BOXES

INDENT = 4
"""Columns by which what belongs to a note or a definition is moved in."""
DEEPEST = 30
"""Boxes in one another; text_limits refuses a text before."""
_OPEN = "open definitions"
"""How many stand around what is read."""
_NOTE = re.compile(r"\[\^([^\]\n]+)\]:[ \t]*")
_DEFINITION = re.compile(r":(?=[ \t]+\S)[ \t]{1,3}")
_ABBREVIATION = re.compile(r"\*\[[^\]\n]+\] ?:[ \t]*(.*)$")
_BOX = re.compile(r"(/{3,})[ \t]*([\w-]+)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")
_BOX_END = re.compile(r"(/{3,})[ \t]*$")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


def add_blocks(parser: MarkdownIt) -> None:
    """Let a parser read Octavo's own blocks."""
    ruler = parser.block.ruler
    ends = ["paragraph", "reference", "blockquote"]
    ruler.before("reference", "note", _note, {"alt": ends})
    ruler.before("paragraph", "definition", _definition, {"alt": ["paragraph"]})
    ruler.before("definition", "term", _term, {"alt": ["paragraph"]})
    ruler.before("reference", "abbreviation", _abbreviation, {"alt": ends})
    ruler.before("reference", "caption", _caption, {"alt": ["blockquote"]})
    ruler.before("fence", "box", _box, {"alt": [*ends, "list"]})


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = None if state.is_code_block(start) else _NOTE.match(_line(state, start))
    if found is None:
        return False
    if not silent:
        _contain(state, start, end, _Container("note", found[1], found.end()))
    return True


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = None if state.is_code_block(start) else _DEFINITION.match(_line(state, start))
    if found is None:
        return False
    if silent:
        return True
    if not state.tokens or state.tokens[-1].type not in ("paragraph_close", "definition_close"):
        return False
    width = state.sCount[start] - state.blkIndent + found.end()
    inset = _inset(state, start, end, width)
    state.env[_OPEN] = state.env.get(_OPEN, 0) + 1
    _contain(state, start, end, _Container("definition", "", found.end(), inset))
    state.env[_OPEN] -= 1
    return True


def _inset(state: StateBlock, start: int, end: int, width: int) -> int:
    """Return by how much the blocks of a definition are moved in, as the first of them shows: to
    its first word, or by four."""
    for line in range(start + 1, end):
        indent = state.sCount[line] - state.blkIndent
        if not state.isEmpty(line):
            return width if indent < INDENT or width + INDENT <= indent < 2 * INDENT else INDENT
    return INDENT


def _term(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End the last paragraph of a definition above the term of the next."""
    is_outside = state.sCount[start] < state.blkIndent and start + 1 < end
    is_open = silent and is_outside and bool(state.env.get(_OPEN))
    return is_open and _DEFINITION.match(_line(state, start + 1)) is not None


@dataclass(frozen=True, slots=True)
class _Container:
    """A block that holds what is moved in below its first line."""

    kind: str
    label: str
    mark: int
    """Characters of its mark, blanks after it included."""
    inset: int = INDENT
    """Columns by which what belongs to it is moved in."""


def _contain(state: StateBlock, start: int, end: int, given: _Container) -> None:
    """Read the blocks of a container: those on its first line, and what is moved in after it."""
    token = state.push(f"{given.kind}_open", "div", 1)
    token.meta = {"label": given.label}
    token.map = [start, start]
    kept = state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType
    state.bMarks[start] += state.tShift[start] + given.mark
    state.tShift[start] = 0
    state.blkIndent += given.inset
    state.sCount[start] = state.blkIndent
    state.parentType = given.kind
    if state.isEmpty(start) and state.isEmpty(start + 1):
        state.line = start + 1
    else:
        state.md.block.tokenize(state, start, end)
    state.blkIndent -= given.inset
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = kept
    token.map[1] = state.line
    state.push(f"{given.kind}_close", "div", -1)


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = None if state.is_code_block(start) else _ABBREVIATION.match(_line(state, start))
    if found is None:
        return False
    if not silent:
        state.line = start + (1 if found[1] else 2)
    return True


def _caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """End a table above its caption, which is a paragraph."""
    line = _line(state, start)
    is_caption = line.startswith(("Table:", "Source:")) and "|" not in line
    return silent and state.parentType == "table" and is_caption


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = None if state.is_code_block(start) else _BOX.match(_line(state, start))
    if found is None or found[2] not in BOXES:
        return False
    close = _find_end(state, start, end, found[1])
    if close < 0:  # told as such elsewhere
        return False
    if silent:
        return True
    box = BOXES[found[2]]
    token = state.push("box_open", "div", 1)
    token.map = [start, close + 1]
    token.attrs = {"class": box.kind}
    if found[3] and box.argument == "title":
        state.push("box_title_open", "p", 1).map = [start, start + 1]
        title = state.push("inline", "", 0)
        title.content, title.map, title.children = found[3], [start, start + 1], []
        state.push("box_title_close", "p", -1)
    kept = state.parentType, state.lineMax
    state.parentType, state.lineMax = "box", close
    state.md.block.tokenize(state, _after_options(state, start + 1, close), close)
    state.parentType, state.lineMax = kept
    state.line = close + 1
    state.push("box_close", "div", -1)
    return True


def _find_end(state: StateBlock, start: int, end: int, signs: str) -> int:
    """Return the line that closes a box, past those within it; -1 where there is none."""
    inside, fence = [signs], ""
    for number in range(start + 1, end):
        line = _line(state, number)
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
            continue
        if mark:
            fence = mark[1]
            continue
        opening, closing = _BOX.match(line), _BOX_END.match(line)
        if opening and opening[2] in BOXES:
            inside.append(opening[1])
            if len(inside) > DEEPEST:
                return -1
        elif closing and closing[1] == inside[-1]:
            inside.pop()
            if not inside:
                return number
    return -1


def _after_options(state: StateBlock, line: int, close: int) -> int:
    """Return the first line of a box that is none of its options."""
    while line < close and not state.isEmpty(line) and state.is_code_block(line):
        line += 1
    return line
