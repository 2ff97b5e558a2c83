"""A PDF's bytes -> a body like that of an HTML file: from its tags, else from where lines stand."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from octavo.finished.foreign import Files
from octavo.finished.pdf_answers import without_controls
from octavo.finished.pdf_lines import drop_furniture, lines_of_page
from octavo.finished.pdf_paragraphs import blocks_of_pages
from octavo.finished.pdf_reader import OpenPdf
from octavo.finished.pdf_tags import NUMBER
from octavo.finished.pdf_tree import Page, Run, TagNode, read_tagged_pages
from octavo.markup.tree import Element, child, last_child, new

SMALL = 0.93
"""Size of type, in that of the text, below which lines are a flow of their own."""
SHOWN = ("image", "form", "path")
"""Kinds of what stands on a page without words that shows something."""
PAGE = "data-page"
"""On a block: indices of the pages on which it begins and ends."""
TEXT = ("chapter", "text", "part", "lead")
"""Titles of what the author wrote, in PDFs of Octavo's; all else there is furniture."""
BLOCKS = {"P": "p", "Caption": "p", "LI": "li", "TD": "td", "TH": "td", "BlockQuote": "blockquote"}
GROUPS = {"L": "ul", "Table": "table", "TR": "tr"}
_HYPHEN = re.compile(
    r"(?<=\w)[\u00ad\u0002\ufffe]\s*(?=\w)|(?<=\w)\u2010\s*\n\s*(?=\w)|(?<=[a-z])-\s*\n\s*(?=[a-z])"
)
_FIRST_NUMBER = re.compile(r"^\W*\d+\W*\s*")
_SIGN = re.compile(r"\W*|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_SPACE = re.compile(r"\s+")


def read_pdf_files(data: bytes, name: str) -> Files:
    """Return what a PDF says; raises Unreadable."""
    with OpenPdf(data) as pdf:
        labels = tuple(label or str(n) for n, label in enumerate(pdf.labels, 1))
        pages = list(read_tagged_pages(pdf, with_lines=True)) if pdf.is_tagged else []
        scanned: tuple[int, ...] = ()
        if any(page.roots for page in pages):
            body = _read_tagged(pages)
        else:
            body, scanned = _read_untagged(pdf)
        told = {"title": pdf.title} if pdf.title else {}
    pictures = tuple(labels[n] for n in scanned)
    return Files({name: body}, {}, told, frozenset(("title",)), labels, pictures)


def _read_tagged(pages: Sequence[Page]) -> Element:
    has_text = any(_is_text(node) for page in pages for node in page.roots)
    reader = _TagReader(has_text)
    for number, page in enumerate(pages):
        reader.number = number
        for root in page.roots:
            reader.visit(root, reader.body, not has_text)
    reader.put_notes()
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
        self._notes: list[Element] = []
        """Of the section: they follow its text, which goes on around them."""

    def put_notes(self) -> None:
        """Write the notes of the section that ends here."""
        self.body.extend(self._notes)
        self._notes = []

    def visit(self, node: TagNode, parent: Element, in_text: bool) -> None:
        in_text = in_text or node.title in TEXT
        level = re.fullmatch(r"H([1-6])?", node.kind)
        tag = f"h{level[1] or 1}" if level else BLOCKS.get(node.kind, "")
        if node.kind == "Figure":
            self._picture(node, parent, in_text)
        elif node.kind in GROUPS and in_text:
            self._group(node, parent)
        elif tag and in_text and (tag == "td" or not _holds_blocks(node)):
            if level:
                self.put_notes()
            self._block(node, tag, parent)
            for note in _notes_in(node):
                self._note(note)
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
        last = last_child(parent)
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
        text = _FIRST_NUMBER.sub("", _plain("".join(_texts(node))))
        if text:
            self._notes.append(new("p", text))
            self._page(self._notes[-1])

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


def _notes_in(node: TagNode) -> Iterator[TagNode]:
    """Yield the notes that stand where they are called, as Typst has them."""
    for each in node.children:
        if isinstance(each, TagNode):
            if each.kind == "Note":
                yield each
            else:
                yield from _notes_in(each)


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
    legible = "".join(each for each in text if each >= " " or each in "\n\t\u0002")
    return _SPACE.sub(" ", without_controls(_HYPHEN.sub("", legible))).strip()


def _read_untagged(pdf: OpenPdf) -> tuple[Element, tuple[int, ...]]:
    """Return what lines make, without running heads, running feet and folios; and the pages that
    are pictures."""
    body = new("body")
    pages, scanned = [], []
    for n, page in enumerate(pdf.pages()):
        pages.append(list(lines_of_page(page, n)))
        if not pages[-1] and any(thing.kind in SHOWN for thing in page.objects()):
            scanned.append(n)
    for found in blocks_of_pages(drop_furniture(pages)):
        text = _plain(found.text)
        if text:
            child(body, found.tag, text).set(PAGE, f"{found.first} {found.last}")
    return body, tuple(scanned)


def flows_of(pdf: OpenPdf) -> Iterator[list[tuple[int, str]]]:
    """Yield the text, and each note, table or caption, which is set smaller, as a flow of its own.

    A flow is lines, each with its page. Running heads, folios and the signs of lists are left out.
    """
    pages = drop_furniture([list(lines_of_page(page, n)) for n, page in enumerate(pdf.pages())])
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
