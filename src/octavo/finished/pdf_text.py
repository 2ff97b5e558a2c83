"""A PDF's bytes -> a body like that of an HTML file: from its tags, else from where lines stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from octavo.finished.foreign import Files
from octavo.finished.pdf_answers import without_controls
from octavo.finished.pdf_reader import OpenPage, OpenPdf
from octavo.finished.pdf_tags import NUMBER
from octavo.finished.pdf_tree import Page, Run, TagNode, read_tagged_pages
from octavo.markup.tree import Element, child, new

SMALL = 0.93
"""Size of type, in that of the text, below which lines are a flow of their own."""
PAGE = "data-page"
"""On a block: indices of the pages on which it begins and ends."""
TEXT = ("chapter", "text", "part", "lead")
"""Titles of what the author wrote, in PDFs of Octavo's; all else there is furniture."""
BLOCKS = {"P": "p", "Caption": "p", "LI": "li", "TD": "td", "TH": "td", "BlockQuote": "blockquote"}
GROUPS = {"L": "ul", "Table": "table", "TR": "tr"}
_HYPHEN = re.compile(
    r"(?<=\w)[\u00ad\u0002\ufffe]\s*(?=\w)|(?<=\w)\u2010\s*\n\s*(?=\w)|(?<=[a-z])-\s*\n\s*(?=[a-z])"
)
_LINE_HYPHEN = re.compile("[\u0002\ufffe](?=.)")
_FIRST_NUMBER = re.compile(r"^\W*\d+\W*\s*")
_SIGN = re.compile(r"\W*|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_DIGITS = re.compile(r"[\divxlc]+")
_SPACE = re.compile(r"\s+")


def read_pdf_files(data: bytes, name: str) -> Files:
    """Return what a PDF says; raises Unreadable."""
    with OpenPdf(data) as pdf:
        labels = tuple(label or str(n) for n, label in enumerate(pdf.labels, 1))
        pages = list(read_tagged_pages(pdf, with_lines=True)) if pdf.is_tagged else []
        body = _read_tagged(pages) if any(page.roots for page in pages) else _read_untagged(pdf)
        told = {"title": pdf.title} if pdf.title else {}
    return Files({name: body}, {}, told, frozenset(("title",)), labels)


def _read_tagged(pages: Sequence[Page]) -> Element:
    has_text = any(_is_text(node) for page in pages for node in page.roots)
    reader = _TagReader(has_text)
    for number, page in enumerate(pages):
        reader.number = number
        for root in page.roots:
            reader.visit(root, reader.body, not has_text)
    return reader.body


def _is_text(node: TagNode) -> bool:
    return node.title in TEXT or any(
        isinstance(each, TagNode) and _is_text(each) for each in node.children
    )


class _TagReader:
    """Walks the tags of the pages in order; what goes on overleaf is one block again."""

    def __init__(self, is_ours: bool) -> None:
        self.body = new("body")
        self.number = 0
        self._is_ours = is_ours
        self._last: Element | None = None

    def visit(self, node: TagNode, parent: Element, in_text: bool) -> None:
        in_text = in_text or node.title in TEXT
        level = re.fullmatch(r"H([1-6])?", node.kind)
        tag = f"h{level[1] or 1}" if level else BLOCKS.get(node.kind, "")
        if node.kind == "Figure":
            self._picture(node, parent, in_text)
        elif node.kind in GROUPS and in_text:
            self._group(node, parent)
        elif tag and in_text and (tag == "td" or not _holds_blocks(node)):
            self._block(node, tag, parent)
        elif node.kind == "Note" and in_text:
            self._note(node)
        elif node.kind not in ("Lbl", "Artifact"):
            self._inside(node, parent, in_text)

    def _inside(self, node: TagNode, parent: Element, in_text: bool) -> None:
        for each in node.children:
            if isinstance(each, TagNode):
                self.visit(each, parent, in_text)
            elif each is not None and in_text and each.text.strip():
                self._words(each.text, parent)

    def _picture(self, node: TagNode, parent: Element, in_text: bool) -> None:
        if node.alternative and in_text:
            self._page(child(parent, "p", without_controls(node.alternative)))

    def _group(self, node: TagNode, parent: Element) -> None:
        tag = GROUPS[node.kind]
        last = parent[-1] if len(parent) else None
        goes_on = (
            last is not None
            and last.tag == tag
            and tag == "table"
            and _pages(last)[1] < self.number
        )
        group = last if goes_on and last is not None else child(parent, tag)
        self._page(group)
        for each in node.children:
            if isinstance(each, TagNode):
                self.visit(each, group, True)

    def _block(self, node: TagNode, tag: str, parent: Element) -> None:
        text = _plain("".join(_texts(node)))
        if not text and tag != "td":
            return
        last = self._last
        if last is not None and tag == "p" and last.tag == "p" and self._goes_on(last, text):
            words = (last.text or "").rstrip()
            joined = words.rstrip("\u00ad\u2010")
            last.text = f"{words} {text}" if joined == words else f"{joined}{text}"
            self._page(last)
            return
        self._last = child(parent, tag, text)
        self._page(self._last)

    def _note(self, node: TagNode) -> None:
        """Read a note as a paragraph, without its number: a new note renumbers all that follow."""
        before, self._last = self._last, None
        self._block(node, "p", self.body)
        if self._last is not None:
            self._last.text = _FIRST_NUMBER.sub("", self._last.text or "")
        self._last = before

    def _words(self, text: str, parent: Element) -> None:
        self._last = child(parent, "p", _plain(text))
        self._page(self._last)

    def _goes_on(self, last: Element, text: str) -> bool:
        """Tell whether a paragraph goes on that the last page has begun."""
        words = (last.text or "").rstrip()
        is_next = _pages(last)[1] == self.number - 1
        return is_next and words[-1:] not in '.!?:”"’)' and text[:1].islower()

    def _page(self, element: Element) -> None:
        first = _pages(element)[0] if element.get(PAGE) else self.number
        element.set(PAGE, f"{first} {self.number}")


def _pages(element: Element) -> tuple[int, int]:
    first, _, last = (element.get(PAGE) or "0 0").partition(" ")
    return int(first), int(last)


def _holds_blocks(node: TagNode) -> bool:
    inner = {"L", "Table"} if node.kind == "LI" else {"P", "L", "LI", "Table", "BlockQuote"}
    return any(
        isinstance(each, TagNode) and (each.kind in inner or _holds_blocks(each))
        for each in node.children
    )


def _texts(node: TagNode) -> Iterator[str]:
    """Yield the words of a block, without the numbers by which it calls notes."""
    for n, each in enumerate(node.children):
        if isinstance(each, Run):
            yield each.text
        elif isinstance(each, TagNode) and each.kind not in ("Lbl", "Note"):
            after = node.children[n + 1] if n + 1 < len(node.children) else None
            is_call = isinstance(after, TagNode) and after.kind == "Note"
            text = "".join(_texts(each))
            yield "" if is_call and NUMBER.fullmatch(text) else text


def _plain(text: str) -> str:
    return _SPACE.sub(" ", without_controls(_HYPHEN.sub("", text))).strip()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, in points."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


def flows_of(pdf: OpenPdf) -> Iterator[list[tuple[int, str]]]:
    """Yield the text, and each note, table or caption, which is set smaller, as a flow of its own.

    A flow is lines, each with its page. Running heads, folios and the signs of lists are left out.
    """
    pages = _drop_furniture(pdf)
    lines = [line for page in pages for line in page if not _SIGN.fullmatch(line.text)]
    usual = median([line.size for line in lines for _ in range(len(line.text))] or [0.0])
    small: list[tuple[int, str]] = []
    text: list[tuple[int, str]] = []
    for line in lines:
        if line.size < SMALL * usual:
            small.append((line.page, line.text))
            continue
        text.append((line.page, line.text))
        if small:
            yield small
        small = []
    yield from (flow for flow in (small, text) if flow)


def _drop_furniture(pdf: OpenPdf) -> list[list[_Line]]:
    lines = [list(_lines(page, n)) for n, page in enumerate(pdf.pages())]
    furniture = _furniture(lines)
    return [[line for line in page if _key(line) not in furniture] for page in lines]


def _read_untagged(pdf: OpenPdf) -> Element:
    """Return the paragraphs that lines make, running heads and folios left out."""
    body = new("body")
    flow = [line for page in _drop_furniture(pdf) for line in page]
    if not flow:
        return body
    gaps = [a.bottom - b.bottom for a, b in pairwise(flow) if a.page == b.page]
    leading = median([gap for gap in gaps if gap > 0] or [12.0])
    right = sorted(line.right for line in flow)[len(flow) * 9 // 10]
    left = sorted(line.left for line in flow)[len(flow) // 10]
    last: _Line | None = None
    blocks: list[list[_Line]] = []
    for line in flow:
        if last is None or _begins(last, line, leading, (left, right)):
            blocks.append([])
        blocks[-1].append(line)
        last = line
    for lines in blocks:
        block = child(body, "p", _plain("\n".join(line.text for line in lines)))
        block.set(PAGE, f"{lines[0].page} {lines[-1].page}")
    return body


def _begins(last: _Line, line: _Line, leading: float, sides: tuple[float, float]) -> bool:
    """Tell whether a paragraph begins with a line: by an indent, a gap, or a short line before."""
    is_short = last.right < sides[1] - 0.12 * (sides[1] - sides[0])
    if last.page != line.page:
        return is_short or not line.text[:1].islower()
    gap = last.bottom - line.bottom
    return gap > 1.4 * leading or gap < 0 or line.left > last.left + 4 or is_short


def _lines(page: OpenPage, number: int) -> Iterator[_Line]:
    for at, text in _pieces(page):
        if text.strip():
            first = at + len(text) - len(text.lstrip())
            last = at + len(text.rstrip()) - 1
            start, middle, end = map(page.character, (first, (first + last) // 2, last))
            if start and middle and end:
                sides = start.box[0], end.box[2], start.box[1]
                yield _Line(text.strip(), number, *sides, middle.size)


def _pieces(page: OpenPage) -> Iterator[tuple[int, str]]:
    """Yield what stands in a line, and where in the page's text.

    PDFium ends no line after the sign by which it tells a hyphen that ends one.
    """
    at = 0
    for whole in page.text.split("\n"):
        begin = 0
        for sign in _LINE_HYPHEN.finditer(whole):
            here, after = page.character(at + sign.start()), page.character(at + sign.end())
            if here and after and after.box[0] < here.box[0]:
                yield at + begin, whole[begin : sign.end()]
                begin = sign.end()
        yield at + begin, whole[begin:].rstrip("\r")
        at += len(whole) + 1


def _furniture(pages: Sequence[Sequence[_Line]]) -> frozenset[tuple[str, int]]:
    """Return the lines that stand at the same height on many pages, numbers aside."""
    edges = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:2], *page[-2:])}
    )
    least = max(3, len(pages) // 4)
    return frozenset(key for key, count in edges.items() if count >= least)


def _key(line: _Line) -> tuple[str, int]:
    return _DIGITS.sub("", line.text.lower()).strip(" ·|–-"), round(line.bottom / 4)
