"""The inline content of an element -> its words in one line, and what holds for some of them."""

import re
from dataclasses import dataclass, field

from octavo.blocks.block import Span
from octavo.constructs.notes import is_call
from octavo.markup.tree import BLOCKS, Element, classes, has_class, is_element
from octavo.transforms.vocabulary import INLINE

MARKS = INLINE - frozenset("a br img span wbr".split())
"""Elements that are told of words by their name; the others are links, pictures, line ends, and
``span``, whose class or language is told, if anything."""
LOOKS = frozenset(
    "centre dialogue end key-points lead plate pull-quote signature small-caps unlisted unnumbered"
    " verse wide".split()
)
"""Classes with a look that every edition shows."""
NO_LOOKS = frozenset(
    "abbreviation attribution box-title breaks call caption code-line compound credit first"
    " initial initial-rest keys label line line-number long-word marked number page"
    " page-reference pages paired reference source stanza task-mark title".split()
)
"""Classes that steps give, and no author."""
_MADE = re.compile(r"level-\d|redline-.*")
_PIECE = re.compile(r"[a-z][a-z0-9]{0,2}")
"""Classes of parts of code."""
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Line:
    """One line of words while it is being gathered."""

    words: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Span] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    """Characters before each call of a note."""
    pictures: list[tuple[Element, str]] = field(default_factory=list)
    """Pictures among the words, each with where it leads."""
    home: str = ""
    """How derived ids of the chapter begin: a renamed file changes no link inside it."""
    has_own_looks: bool = False

    @property
    def text(self) -> str:
        return "".join(self.words).rstrip(" ")

    def write(self, words: str | None) -> None:
        """Append words; white space folds."""
        folded = _SPACE.sub(" ", words or "")
        if folded.startswith(" ") and (not self.words or self.words[-1].endswith(" ")):
            folded = folded[1:]
        if folded:
            self.words.append(folded)
            self.length += len(folded)

    def target(self, node: Element) -> str:
        """Return where a link leads."""
        href = (node.get("href") or "") if node.tag == "a" else ""
        return f"#{href.removeprefix(self.home)}" if href.startswith(self.home or "\0") else href

    def spans(self, found: list[Span]) -> tuple[Span, ...]:
        """Return spans that hold at least one character of the finished line."""
        most = len(self.text)
        cut = [Span(s.name, s.start, min(s.end, most), s.value) for s in found]
        return tuple(sorted({s for s in cut if s.start < s.end}, key=_order))


def looks_of(node: Element, start: int, end: int, only_known: bool = False) -> list[Span]:
    """Return what an element's classes say of how its words look; a class of a theme's own by
    its name, unless only those are asked for that every theme has."""
    return [
        Span(name, start, end) if name in LOOKS else Span("look", start, end, name)
        for name in classes(node)
        if name in LOOKS or not (only_known or name in NO_LOOKS or _is_made(node, name))
    ]


def _is_made(node: Element, name: str) -> bool:
    """Tell whether a step has given a class: to levels of headings, to parts of code."""
    is_piece = _PIECE.fullmatch(name) is not None
    return bool(_MADE.fullmatch(name)) or (
        is_piece and next(node.iterancestors("code", "pre"), None) is not None
    )


def _order(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.name, span.value


def line_of(
    node: Element, whole: bool = False, chapter: str = "", has_own_looks: bool = False
) -> Line:
    """Return the words of a node: its inline content, or ``whole`` with blocks inside it.

    ``has_own_looks``: classes that no theme has are an author's, not a program's.
    """
    line = Line(home=f"#{chapter}-" if chapter else "", has_own_looks=has_own_looks)
    _write_inside(node, line, whole, "")
    return line


def code_of(node: Element) -> str:
    """Return a listing as it was written, without the numbers of its lines."""
    parts = [node.text or ""]
    for each in node:
        parts.append("" if has_class(each, "line-number") else code_of(each))
        parts.append(each.tail or "")
    return "".join(parts)


def _write_inside(node: Element, line: Line, whole: bool, target: str) -> None:
    line.write(node.text)
    for each in node:
        if is_element(each):
            _write_element(each, line, whole, target)
        line.write(each.tail)


def _write_element(node: Element, line: Line, whole: bool, target: str) -> None:
    if is_call(node):
        line.notes.append(node.get("data-label") or "")
        line.calls.append(len(line.text))
    elif node.tag == "img":
        line.pictures.append((node, target))
    elif has_class(node, "label") or has_class(node, "line-number"):
        return  # "Figure 3": counted by the build, not written by the author
    elif node.tag in BLOCKS or node.tag == "br":
        _end_line(node, line)
        line.write(" ")
        if whole:
            _write_inside(node, line, whole, target)
            line.write(" ")
    else:
        _write_marked(node, line, whole, target)


def _end_line(node: Element, line: Line) -> None:
    """Mark the character before the end of a line that the author has set."""
    at = len(line.text)
    if node.tag == "br" and at:
        line.marks.append(Span("br", at - 1, at))


def _write_marked(node: Element, line: Line, whole: bool, target: str) -> None:
    start = line.length
    href = line.target(node)
    if has_class(node, "reference"):
        line.write(f"[{href}]")  # words that are made of numbers: what the source says
        return
    _write_inside(node, line, whole, href or target)
    if node.tag in MARKS:
        value = node.get("title") or ""
        line.marks.append(Span(str(node.tag), start, line.length, value))
    line.marks.extend(looks_of(node, start, line.length, not line.has_own_looks))
    if node.get("lang"):
        line.marks.append(Span("lang", start, line.length, node.get("lang") or ""))
    if href:
        line.links.append(Span("link", start, line.length, href))
