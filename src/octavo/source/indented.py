"""Numbered lines -> those that are indented code, as Python-Markdown's blocks have it.

Four spaces make code only where no list, definition or note takes them for its own: so the blocks
are followed here as octavo.source.markdown reads them, with nothing of them kept but their kinds.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from octavo.source.block_lines import (
    DEFINITION,
    TAB,
    Line,
    Lines,
    Shell,
    is_indented,
    line_like,
    moved_out,
    taken,
    terms_apart,
    without_html,
)

DEEPEST = 50
"""Blocks in one another that are followed; text_limits refuses a text long before."""
_ROMAN = "m*(?:c[md]|d?c{0,9})(?:x[cl]|l?x{0,9})(?:i[xv]|v?i{0,9})"
_NUMBER = (
    rf"\d+|#|(?=[ivxlcdm]){_ROMAN}|(?=[IVXLCDM]{{2}}){_ROMAN.upper()}|[a-z]|[A-Z](?=\)|\.[ ]{{2}})"
)
_ITEM = re.compile(rf" {{0,3}}((?:{_NUMBER})[).]|[-*+]) +(.*)")
_INNER_ITEM = re.compile(rf" {{4,7}}(?:(?:{_NUMBER})[).]|[-*+]) +")
_BOX = re.compile(r" {0,3}(/{3,}) *[\w-]+ *(?:\|.*)?")
_OPTIONS = re.compile(r" {4,}attrs:")
_BOX_END = re.compile(r" {0,3}(/{3,}) *")
_HEADING = re.compile(r"#.*")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_RULE = re.compile(r" {0,3}(?>(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,}) *")
_TABLE = re.compile(r" {0,3}(?=.*-)(?=.*\|)[|: -]+")
_QUOTE = re.compile(r" {0,3}> ?(.*)")
_NOTE = re.compile(r" {0,3}\[\^[^\]]*\]: *(.*)")
_AIM = re.compile(r" {0,3}\[[^\[\]]*\]: *\S+ *(?:\".*\" *|'.*' *|\(.*\) *)?|\*\[[^\\\]]*\] ?:.*")
"""The address of a reference link, or an abbreviation."""


@dataclass(slots=True, eq=False)
class _Box:
    """A named box that is open; ``waits`` where its text goes on in a later block."""

    node: Shell
    home: Shell
    length: int
    waits: bool = False


def indented_code(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are indented code, or stand in <pre>.

    A blank line is none.
    """
    written, code = without_html(lines)
    reader = _Blocks(set(code))
    reader.chunk(Shell("body"), list(terms_apart(written)))
    while reader.notes:
        reader.chunk(Shell("div"), reader.notes.popleft())
    return frozenset(reader.code)


@dataclass(slots=True)
class _Blocks:
    """Follows the blocks of a text, each by the first rule that takes it."""

    code: set[int] = field(default_factory=set)
    notes: deque[Lines] = field(default_factory=deque)
    """Texts of notes: they are read last, each for itself."""
    states: list[str] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)
    depth: int = 0

    @property
    def state(self) -> str:
        return self.states[-1] if self.states else ""

    def chunk(self, parent: Shell, lines: Iterable[Line], state: str = "") -> None:
        """Follow lines that blank ones part into blocks; more than one are a block of none."""
        runs = [Lines(part) for _, part in groupby(lines, lambda line: bool(line[1]))]
        blocks = (run if run[0][1] else Lines() for run in runs if run[0][1] or len(run) > 1)
        self.follow(parent, blocks, state)

    def follow(self, parent: Shell, given: Iterable[Lines], state: str = "") -> None:
        """Follow blocks in ``parent``."""
        blocks = deque(given)
        self.states += [state] if state else []
        self.depth += 1
        while blocks and self.depth < DEEPEST:
            while blocks[0] and not blocks[0][0][1]:
                del blocks[0][0]
            if not blocks[0]:
                blocks.popleft()
                continue
            next(rule for rule in RULES if rule(self, parent, blocks))
        self.depth -= 1
        del self.states[len(self.states) - bool(state) :]


Blocks = deque[Lines]
Rule = Callable[[_Blocks, Shell, Blocks], bool]
"""Takes the first block, or a part of it, or leaves it to the next rule."""


def _continuation(items: Sequence[str], lists: Sequence[str]) -> Rule:
    """Return the rule by which indented blocks belong to the item before them."""

    def level_and_place(reader: _Blocks, parent: Shell, line: str) -> tuple[int, Shell]:
        wanted = (len(line) - len(line.lstrip(" "))) // TAB
        level, place = int(reader.state == "list"), parent
        while wanted > level and place.last is not None and place.last.tag in (*lists, *items):
            place = place.last
            level += place.tag in lists
        return level, place

    def rule(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
        is_item, last = parent.tag in items, parent.last
        is_list = last is not None and last.tag in lists
        if not is_indented(blocks[0]) or reader.state == "detabbed" or not (is_item or is_list):
            return False
        level, place = level_and_place(reader, parent, blocks[0][0][1])
        if is_item:
            place = last if is_list and last is not None else parent
        elif place.tag not in items:
            last = place.last
            place = last if last is not None and last.tag in items else place.add(items[0])
        reader.follow(place, [moved_out(blocks.popleft(), level)], "detabbed")
        return True

    return rule


def _box(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    """Open a box, or go on with one."""
    home: Shell | None = parent
    while home is not None and reader.boxes:
        if reader.boxes[-1].waits and reader.boxes[-1].home is home:
            waiting = next(box for box in reader.boxes if box.waits and box.home is home)
            waiting.waits = False
            _fill(reader, home, blocks)
            return True
        home = home.last
    at = line_like(_BOX, blocks[0])
    options = blocks[0][at + 1 : at + 2]
    if at < 0 or (options and is_indented(options) and not _OPTIONS.match(options[0][1])):
        return False
    block = blocks.popleft()
    reader.follow(parent, [taken(block, at)])
    head = block.pop(0)[1]
    while block and is_indented(block):
        del block[0]
    blocks.appendleft(block)
    length = len(head.strip(" ")) - len(head.strip(" ").lstrip("/"))
    reader.boxes.append(_Box(parent.add("div"), parent, length))
    _fill(reader, parent, blocks)
    return True


def _fill(reader: _Blocks, home: Shell, blocks: Blocks) -> None:
    """Follow blocks in the innermost box until it, and those around it, are closed."""
    while blocks and reader.boxes:
        box = reader.boxes[-1]
        block = blocks.popleft()
        depth = _items_between(box.node, home) * TAB if len(reader.boxes) > 1 else 0
        inside = next((n for n, line in enumerate(block) if line[1][:depth].strip()), len(block))
        if depth and inside:
            within = taken(block, inside)
            blocks.appendleft(block)
            block = Lines((number, line[depth:]) for number, line in within)
        ends = (n for n, (_, line) in enumerate(block) if _closes(line, box.length))
        at = next(ends, -1)
        if at < 0:
            reader.chunk(box.node, block, "blocks")
            continue
        within = taken(block, at)
        del block[0]
        blocks.appendleft(block)
        reader.chunk(box.node, within, "blocks")
        reader.boxes.pop()
    if reader.boxes:
        reader.boxes[-1].waits = True


def _closes(line: str, length: int) -> bool:
    end = _BOX_END.fullmatch(line)
    return end is not None and len(end[1]) == length


def _items_between(node: Shell, home: Shell) -> int:
    """Return how many items of lists stand around a node, up to ``home``."""
    count = 0
    while node is not home and node.above is not None:
        node = node.above
        count += node.tag in ("li", "dd")
    return count


def _code(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    if not is_indented(blocks[0]):
        return False
    reader.code |= {number for number, _ in taken(blocks[0], _indented_lines(blocks[0]))}
    parent.last_or_new("pre")
    return True


def _indented_lines(block: Lines) -> int:
    """Return how many lines at the beginning of a block are moved in."""
    return next((n for n, line in enumerate(block) if not is_indented([line])), len(block))


def _table(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    block = blocks[0]
    if len(block) < 2 or "|" not in block[0][1] or not _TABLE.fullmatch(block[1][1]):
        return False
    blocks.popleft()
    parent.add("table")
    return True


def _line_of_its_own(pattern: re.Pattern[str], tag: str) -> Rule:
    """Return the rule for a line that stands alone wherever in a block it is found."""

    def rule(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
        at = line_like(pattern, blocks[0])
        if at < 0:
            return False
        rest = blocks.popleft()
        reader.follow(parent, [taken(rest, at)])
        del rest[0]
        parent.add(tag)
        is_loose = tag == "h1" and reader.state == "looselist"
        blocks.appendleft(moved_out(rest, 1) if is_loose else rest)
        return True

    return rule


def _underlined(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    block = blocks[0]
    if len(block) < 2 or not _UNDERLINE.fullmatch(block[1][1]):
        return False
    parent.add("h1")
    del block[:2]
    return True


def _list(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    first = _ITEM.match(blocks[0][0][1])
    if first is None:
        return False
    style = _style(first[1])
    items, rest = _items(blocks.popleft(), style)
    blocks.appendleft(rest)
    last = parent.last
    if last is not None and last.tag == "ul" and last.style == style:
        place = last
        reader.follow(place.add("li"), [items.pop(0)], "looselist")
    else:
        place = parent if parent.tag == "ul" else parent.add("ul", style)
    reader.states.append("list")
    for item in items:
        inner = place.last if is_indented(item) else None
        reader.follow(inner or place.add("li"), [item])
    reader.states.pop()
    return True


def _items(block: Lines, style: str) -> tuple[list[Lines], Lines]:
    """Return the items of a list, and what follows from the first of another kind."""
    items: list[Lines] = []
    for n, (number, line) in enumerate(block):
        item = _ITEM.match(line)
        if item and items and _style(item[1]) != style:
            return items, Lines(block[n:])
        if item:
            items.append(Lines([(number, item[2])]))
        elif _INNER_ITEM.match(line) and not is_indented(items[-1]):
            items.append(Lines([(number, line)]))
        else:
            items[-1].append((number, line))
    return items, Lines()


def _style(mark: str) -> str:
    """Return what the marks of one list have in common."""
    if mark in "-*+":
        return ""
    return mark[-1] + ("1" if mark[0].isdigit() or mark[0] == "#" else mark[0].isupper() * "A")


def _definition(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    at = line_like(DEFINITION, blocks[0])
    last = parent.last
    if at < 0 or (at == 0 and last is None):
        return False
    rest, state = blocks.popleft(), "list"
    terms = taken(rest, at)
    number, head = rest.pop(0)
    if not terms and last is not None and last.tag == "p":
        parent.inside.pop()
        state = "looselist"
    place = parent.last_or_new("dl")
    if not terms and place.last is not None and place.last.inside:
        state = "looselist"
    is_lazy = bool(rest) and not re.match(r" {4}| {0,3}:", rest[0][1])
    more = taken(rest, len(rest)) if is_lazy else moved_out(taken(rest, _indented_lines(rest)), 1)
    words = DEFINITION.fullmatch(head)
    definition = Lines([(number, words[1] if words else ""), *more])
    reader.follow(place.add("dd"), [definition], state)
    blocks.appendleft(rest)
    return True


def _quotation(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    at = line_like(_QUOTE, blocks[0])
    if at < 0:
        return False
    block = blocks.popleft()
    reader.follow(parent, [taken(block, at)])
    bare = [(number, _unquoted(line)) for number, line in block]
    reader.chunk(parent.last_or_new("blockquote"), bare, "blockquote")
    return True


def _unquoted(line: str) -> str:
    if line.strip() == ">":
        return ""
    quoted = _QUOTE.fullmatch(line)
    return quoted[1] if quoted else line


def _note(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    """Lay a note's text aside: what follows in its block, and indented blocks after it."""
    at = line_like(_NOTE, blocks[0])
    if at < 0:
        return False
    block = blocks.popleft()
    before = taken(block, at)
    number, head = block.pop(0)
    words = _NOTE.fullmatch(head)
    text = Lines([(number, words[1] if words else "")])
    is_whole = True
    while is_whole:
        end = line_like(_NOTE, block)
        is_whole = end < 0 and bool(blocks) and bool(blocks[0]) and is_indented(blocks[0])
        text += [*moved_out(taken(block, end if end >= 0 else len(block)), 1), (0, "")]
        block = blocks.popleft() if is_whole else block
    blocks.extendleft((block, before))
    reader.notes.append(text)
    return True


def _aim(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    at = line_like(_AIM, blocks[0])
    if at < 0:
        return False
    block = blocks.popleft()
    before = taken(block, at)
    del block[0]
    blocks.extendleft((block, before))
    return True


def _paragraph(reader: _Blocks, parent: Shell, blocks: Blocks) -> bool:
    blocks.popleft()
    if reader.state != "list":
        parent.add("p")
    return True


RULES: tuple[Rule, ...] = (
    _continuation(("li",), ("ul",)),
    _box,
    _continuation(("dd", "li"), ("dl", "ul")),
    _code,
    _table,
    _line_of_its_own(_HEADING, "h1"),
    _underlined,
    _line_of_its_own(_RULE, "hr"),
    _list,
    _definition,
    _quotation,
    _note,
    _aim,
    _paragraph,
)
"""In the order in which Python-Markdown asks; the last takes whatever is left."""
