"""One file's Markdown -> its pieces in reading order, by markdown-it and not by Octavo.

It knows the constructs of the handbook (captions, boxes, attribute lists …) from their
description only. Words that Octavo generates are left open: ``CALL``, ``REFERENCE``, ``TITLE``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

CALL, REFERENCE, TITLE = "\ue001", "\ue002", "\ue003"
"""Around the label of a note's call; around the id of a link without words; a title of a box."""
OPEN, CLOSE = "\ue010", "\ue011"
ALL = frozenset({"html", "epub", "pdf"})
ADMONITIONS = ("note", "tip", "important", "warning", "caution", "example")
SIGNED = ("pull-quote", "epigraph", "verse", "letter")
_DASH = re.compile(r"\s*(?:---?|—|–)\s+")
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[^\s}\"']+)"
_ATTRIBUTES = re.compile(
    rf"\s*\{{:?\s*(?:[#.][\w-]+|[\w-]+={_VALUE})(?:\s+(?:[#.][\w-]+|[\w-]+={_VALUE}))*\s*\}}"
)
_ENUMERATED = re.compile(r"(?:[a-zA-Z]|[ivxIVX]+)\.\s")
_MARKS = (
    (re.compile(r"\^\^(.+?)\^\^"), r"\1"),
    (re.compile(r"==(.+?)=="), r"\1"),
    (re.compile(r"\^([^\s^]+)\^"), r"\1"),
    (re.compile(r"~([^\s~]+)~"), r"\1"),
)
_KEYS = re.compile(r"\+\+([\w+-]+)\+\+")
_SEVERAL_TERMS = re.compile(r"^(\w.*)\n(?=\w.*\n:   )", re.MULTILINE)
"""markdown-it knows one term before its meaning, Octavo several: here they become one."""
_ELEMENTS = {"<q>": '"', "</q>": '"', "<br>": "\n"}
"""Elements in a line that stand for signs; the others are passed over."""
_TASK = re.compile(r"\[([ xX])\]\s")


@dataclass(frozen=True)
class Piece:
    """One thing of a file in reading order."""

    kind: str
    """block, heading, picture, figure, table, caption or note."""
    text: str = ""
    cells: tuple[str, ...] = ()
    label: str = ""
    formats: frozenset[str] = ALL
    is_lead: bool = False


def pieces_of(lines: Sequence[str]) -> list[Piece]:
    """Return the pieces of Markdown whose boxes are marked by ``OPEN`` and ``CLOSE``."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(attrs_plugin, spans=True)
    parser.disable("text_join")  # what a backslash has made plain stays apart: it is no mark
    text = _SEVERAL_TERMS.sub(r"\1 ", "\n".join(lines))
    tree = SyntaxTreeNode(parser.parse(text))
    return list(_blocks(tree.children))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Piece]:
    """Yield the pieces of sibling blocks; captions stand with what they belong to."""
    at = 0
    while at < len(nodes):
        node, after = nodes[at], nodes[at + 1] if at + 1 < len(nodes) else None
        opening = _text(node) if node.type == "paragraph" else ""
        if opening.startswith(OPEN):
            end = _closing(nodes, at)
            yield from _box(opening[1:], nodes[at + 1 : end])
            at = end + 1
            continue
        kind = _captioned(node)
        caption = _text(after) if kind and after is not None and after.type == "paragraph" else ""
        if caption.startswith(f"{kind}:"):
            yield from _with_caption(node, kind, caption.removeprefix(f"{kind}:"))
            at += 2
        else:
            yield from _with_caption(node, kind, None) if kind else _block(node)
            at += 1


def _closing(nodes: Sequence[SyntaxTreeNode], start: int) -> int:
    depth = 0
    for at in range(start, len(nodes)):
        text = _text(nodes[at]) if nodes[at].type == "paragraph" else ""
        depth += text.startswith(OPEN) - text.startswith(CLOSE)
        if not depth:
            return at
    raise ValueError("a box that is not closed")


def _captioned(node: SyntaxTreeNode) -> str:
    """Return the word that a caption after this block begins with."""
    if node.type in ("fence", "code_block"):
        return "Listing"
    if node.type == "table" or (node.type == "html_block" and "<table" in node.content):
        return "Table"
    return "Figure" if node.type == "paragraph" and _lone_image(node) is not None else ""


def _lone_image(paragraph: SyntaxTreeNode) -> SyntaxTreeNode | None:
    images = [node for node in paragraph.walk() if node.type == "image"]
    return images[0] if len(images) == 1 and not _text(paragraph) else None


def _with_caption(node: SyntaxTreeNode, kind: str, caption: str | None) -> Iterator[Piece]:
    first, *rest = re.split(r"\n(?:Credit|Source):", caption or "")
    if kind == "Figure":
        image = _lone_image(node)
        assert image is not None
        is_lead = "lead" in str(image.attrs.get("class", "")).split()
        yield Piece("picture", _alternative(image), is_lead=is_lead)
        yield Piece("figure", " ".join([first, *rest]), is_lead=is_lead)
    elif kind == "Listing":
        if caption is not None:
            yield Piece("caption", first)
        yield Piece("block", node.content)
    else:
        yield Piece("table", cells=(first, *_cells(node)))
        yield from (Piece("block", each) for each in rest)


def _alternative(image: SyntaxTreeNode) -> str:
    return "" if image.attrs.get("role") == "presentation" else _image_words(image)


def _image_words(image: SyntaxTreeNode) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in image.walk(include_self=False)
        if not child.children
    )


def _cells(table: SyntaxTreeNode) -> list[str]:
    if table.type == "html_block":
        return _Html(table.content).cells
    return [_text(cell) for cell in table.walk() if cell.type in ("th", "td")]


def _block(node: SyntaxTreeNode) -> Iterator[Piece]:
    if node.type == "heading":
        yield Piece("heading", _text(node))
    elif node.type == "paragraph":
        yield from _inline_pictures(node)
        yield Piece("block", _without_marks_of_lists(_text(node)))
    elif node.type == "html_block":
        yield Piece("block", " ".join(_Html(node.content).words))
    elif node.type == "blockquote":
        yield from _quotation(node)
    elif node.type == "footnote":
        words = " ".join(piece.text for piece in _blocks(_children(node)))
        yield Piece("note", words, label=str(node.meta["label"]))
    elif node.type == "dt":
        yield Piece("block", _text(node))
    elif node.type != "hr":
        yield from _blocks(_children(node))


def _children(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [child for child in node.children if child.type != "footnote_anchor"]


def _inline_pictures(node: SyntaxTreeNode) -> Iterator[Piece]:
    for image in (each for each in node.walk() if each.type == "image"):
        yield Piece("picture", _alternative(image))


def _without_marks_of_lists(text: str) -> str:
    """Drop ``a.`` and ``i.`` before each line of a lettered list; give tasks their boxes."""
    if _ENUMERATED.match(text) and all(map(_ENUMERATED.match, text.split("\n"))):
        text = "\n".join(_ENUMERATED.sub("", line, count=1) for line in text.split("\n"))
    return (
        _TASK.sub(lambda m: "☐ " if m[1] == " " else "☑ ", text, count=1)
        if _TASK.match(text)
        else text
    )


def _quotation(node: SyntaxTreeNode) -> Iterator[Piece]:
    """A last paragraph that begins with a dash says who spoke: a caption of the quotation."""
    *most, last = node.children
    if last.type != "paragraph" or not _DASH.match(_text(last)):
        yield from _blocks(node.children)
        return
    yield from _blocks(most)
    yield Piece("caption", _DASH.sub("", _text(last), count=1))


def _box(opening: str, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Piece]:
    name, _, argument = opening.partition("|")
    pieces = list(_blocks(nodes))
    if name == "only":
        formats = _only(argument)
        pieces = [replace(piece, formats=piece.formats & formats) for piece in pieces]
    elif name in ADMONITIONS:
        pieces.insert(0, Piece("block", argument or TITLE))
    elif name == "key-points" and argument:
        pieces.insert(0, Piece("block", argument))
    elif name == "figures":
        pieces = [_group_caption(piece) for piece in pieces]
    elif name in SIGNED and pieces and _DASH.match(pieces[-1].text):
        pieces[-1] = replace(pieces[-1], text=_DASH.sub("", pieces[-1].text, count=1))
    return iter(pieces)


def _only(argument: str) -> frozenset[str]:
    names = argument.replace(",", " ").split()
    return ALL - set(names[1:]) if names[:1] == ["not"] else frozenset(names)


def _group_caption(piece: Piece) -> Piece:
    if piece.kind == "block" and piece.text.startswith("Figures:"):
        return Piece("figure", piece.text.removeprefix("Figures:"))
    return piece


def _text(node: SyntaxTreeNode) -> str:
    """Return the words of a block's inline content, lines kept, attribute lists taken off."""
    inline = (
        node
        if node.type == "inline"
        else next((c for c in node.children if c.type == "inline"), None)
    )
    if inline is None:
        return ""
    return "".join(_said(child) for child in inline.children).strip()


def _said(node: SyntaxTreeNode) -> str:
    if node.type == "text":
        return _unmarked(node.content)
    if node.type in ("code_inline", "text_special"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "footnote_ref":
        return f"{CALL}{node.meta['label']}{CALL}"
    if node.type in ("image", "html_inline"):
        return _ELEMENTS.get(node.content, "")
    words = "".join(_said(child) for child in node.children)
    if node.type == "link" and not words and not any(c.type == "image" for c in node.walk()):
        return f"{REFERENCE}{_inner(str(node.attrs['href']))}{REFERENCE}"
    return words


def _inner(href: str) -> str:
    """Return ``#id`` for a place of the publication; a file has the id of its name."""
    path, _, name = href.partition("#")
    return f"#{name or path.removesuffix('.md').replace('/', '-')}"


def _unmarked(text: str) -> str:
    """Take off marks and attribute lists: ``==x==``, ``^x^``, ``~x~``, ``{#id}``."""
    text = _ATTRIBUTES.sub("", text)
    for pattern, words in _MARKS:
        text = pattern.sub(words, text)
    return _KEYS.sub(lambda m: "+".join(key.capitalize() for key in m[1].split("+")), text)


class _Html(HTMLParser):
    """The words of a block of HTML, and of its cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("td", "th"):
            self.cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_cell:
            self.cells[-1] += data
