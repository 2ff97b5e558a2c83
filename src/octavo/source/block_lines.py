"""What a reader of blocks needs: numbered lines, where blocks begin, and shells of elements."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

TAB = 4
Line = tuple[int, str]
"""Its number in the text, its words."""
DEFINITION = re.compile(r" {0,3}: {1,3}(.*)")
_TAG = re.compile(r" {0,3}<([a-zA-Z][\w-]*)(?=[\s/>])([^>]*)")
_HTML = frozenset(
    "address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that take whole lines for HTML where one begins a line."""
STAND_IN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where a fence or HTML was, as a word that nobody takes for a mark."""


class Lines(list[Line]):
    """A block: lines without a blank one among them."""

    __slots__ = ("lacks",)

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        super().__init__(lines)
        self.lacks: set[re.Pattern[str]] = set()
        """What no line of it matches."""


@dataclass(slots=True, eq=False)
class Shell:
    """An element of which only the kind is known."""

    tag: str
    above: "Shell | None" = None
    inside: list["Shell"] = field(default_factory=list)
    style: str = ""
    """How the items of a list are marked."""

    @property
    def last(self) -> "Shell | None":
        return self.inside[-1] if self.inside else None

    def add(self, tag: str, style: str = "") -> "Shell":
        self.inside.append(Shell(tag, self, style=style))
        return self.inside[-1]

    def last_or_new(self, tag: str) -> "Shell":
        return self.last if self.last is not None and self.last.tag == tag else self.add(tag)


def line_like(pattern: re.Pattern[str], block: Lines) -> int:
    """Return the index of the first line that a pattern matches whole, -1 where there is none.

    That is remembered: a block grows no lines, and thousands may be taken from it one by one.
    """
    if pattern in block.lacks:
        return -1
    for n, (_, line) in enumerate(block):
        if pattern.fullmatch(line):
            return n
    block.lacks.add(pattern)
    return -1


def taken(block: Lines, count: int) -> Lines:
    """Return the first lines of a block, which are taken from it."""
    first = Lines(block[:count])
    del block[:count]
    return first


def is_indented(block: Sequence[Line]) -> bool:
    return block[0][1].startswith(" " * TAB)


def moved_out(block: Iterable[Line], levels: int) -> Lines:
    """Return lines moved to the left, those that are moved in so far."""
    tabs = " " * TAB * levels
    return Lines((number, line.removeprefix(tabs)) for number, line in block)


def terms_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with a blank one before each term that follows a definition directly."""
    in_definition = False
    for n, (number, line) in enumerate(lines):
        following = lines[n + 1][1] if n + 1 < len(lines) else ""
        is_term = line and line[0] not in " :>|" and DEFINITION.match(following)
        if in_definition and is_term:
            yield 0, ""
        in_definition = bool(line) and (in_definition or bool(DEFINITION.match(line)))
        yield number, line


def without_html(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """Return the lines with a word for each block of HTML, and the numbers of those in <pre>.

    What has Markdown inside (``markdown="1"``) keeps its inner lines.
    """
    left: list[Line] = []
    code: set[int] = set()
    at = 0
    while at < len(lines):
        tag = _TAG.match(lines[at][1])
        if tag is None or tag[1].lower() not in _HTML:
            left.append(lines[at])
            at += 1
            continue
        end = _end_of_html(lines, at, tag[1].lower())
        if end < 0:  # never closed, and refused as such
            left += lines[at:]
            break
        has_markdown = "markdown" in tag[2]
        left += [(0, ""), (lines[at][0], STAND_IN), (0, "")]
        if has_markdown:
            left += [*lines[at + 1 : end], (0, ""), (lines[end][0], STAND_IN), (0, "")]
        elif tag[1].lower() == "pre":
            code |= {number for number, _ in lines[at : end + 1]}
        at = end + 1
    return left, frozenset(code)


def _end_of_html(lines: Sequence[Line], at: int, name: str) -> int:
    """Return the index of the line that closes an element, -1 where none does."""
    depth = 0
    for n in range(at, len(lines)):
        for slash in re.findall(rf"<(/?){name}(?=[\s/>])", lines[n][1], re.IGNORECASE):
            depth += -1 if slash else 1
        if depth <= 0:
            return n
    return -1
