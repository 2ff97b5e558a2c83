"""Markdown text -> one XHTML tree a chapter; the only place that knows Python-Markdown.

Blocks carry ``data-line``, the line of the text they come from.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element as PlainElement

from markdown import Markdown
from markdown.extensions.footnotes import NBSP_PLACEHOLDER as SPACE_BACK

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.literals import without_literals
from octavo.markup.tree import (
    Element,
    TooDeep,
    canonical,
    elements,
    is_blank,
    parse_html,
    parse_xml,
    remove,
)
from octavo.model.publication import Text
from octavo.source.markdown.attribute_lists import narrow_attributes
from octavo.source.markdown.block_elements import RAW_BLOCK
from octavo.source.markdown.block_parser import BlocksExtension, CommonParser
from octavo.source.markdown.depth import DEEPEST, deepest_line, is_too_deep
from octavo.source.markdown.note_calls import KnownNotes
from octavo.source.markdown.raw_tags import RawTag, stray_tags, with_strays
from octavo.source.markdown.reading import RawHtml, ReaderRemark

_RAW = re.compile(rf"<{RAW_BLOCK}>\x02octavo:(\d+)\x03</{RAW_BLOCK}>\n?|\x02octavo:(\d+)\x03")
_FIRST_TAG = re.compile(r"[ \t\n]*<[a-zA-Z][^\s/>]*")
_SEPARATORS = re.compile("[\u2028\u2029\x0b\x0c\x85]")
"""Of lines and paragraphs, as word processors write them: no face has them."""
_ONE_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_MARKS = re.compile("[\x00\x02\x03]")


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a text says, and what is to be told of how it is written."""

    body: Element | None
    """None where the text cannot be read."""
    problems: tuple[Problem, ...] = ()


def read_text(workshop: Workshop, text: Text) -> ReadText:
    """Return the ``<body>`` of a text; recalled while the text and the engines are the same.

    Problems: E115 (nested too deep), E213 (a row with too many cells), E214 (warning: a tag that
    ends nothing, or is never closed), E219 (warning: a box without an end), E236 to E239 (fences,
    titles, numbers), E258 (a box that is none of ours).
    """
    read: Element | None = None

    def make(inside: Workshop) -> bytes:
        nonlocal read
        read, remarks = markdown_reading(text.content)
        told = json.dumps([asdict(remark) for remark in remarks])
        return told.encode() + b"\n" + canonical(read)

    try:
        data = workshop.recall("reader", (text.content.encode(),), make, text.path)
    except (TooDeep, RecursionError):
        return ReadText(None, (_too_deep(text),))
    told, _, tree = data.partition(b"\n")
    remarks = [ReaderRemark(**each) for each in json.loads(told)]
    return ReadText(parse_xml(tree) if read is None else read, tuple(_problems(text, remarks)))


def _problems(text: Text, remarks: list[ReaderRemark]) -> Iterator[Problem]:
    """Yield what is told: of each kind of notice the first."""
    met: set[tuple[str, str]] = set()
    for each in remarks:
        kind = (each.code, each.message if each.severity != "notice" else each.kind)
        if kind in met and each.severity == "notice":
            continue
        met.add(kind)
        found = text.problem(each.code, each.message, each.hint, each.line, each.words)
        yield Problem(
            found.code, found.place, found.message, found.hint, each.severity, found.excerpt
        )


def _too_deep(text: Text) -> Problem:
    message = f"more than {DEEPEST} elements in one another"
    hint = "close the outer ones; write \\* or &lt; for a sign that is meant as such"
    return text.problem("E115", message, hint, deepest_line(text.content, DEEPEST))


def markdown_tree(content: str) -> Element:
    """Return the ``<body>`` of Markdown, each block with its ``data-line``; raises TooDeep."""
    return markdown_reading(content)[0]


def markdown_reading(content: str) -> tuple[Element, list[ReaderRemark]]:
    """Return the ``<body>`` of Markdown, and what is to be told of how it is written.

    Raises TooDeep, or RecursionError where Python-Markdown itself cannot follow.
    """
    engine = _engine()
    engine.reset()
    html = engine.convert(_legible(content))
    assert isinstance(engine.parser, CommonParser)  # put there by ours
    reading = engine.parser.reading
    strays = stray_tags(reading.raw)

    def raw(mark: re.Match[str]) -> str:
        number = int(mark[1] or mark[2])
        return _raw(reading.raw[number], bool(mark[1]), strays.tags.get(number, ()))

    body = parse_html(_RAW.sub(raw, html))
    if is_too_deep(body):
        raise TooDeep
    _tidy(body)
    return body, sorted([*reading.remarks, *strays.remarks], key=lambda each: each.line)


def _legible(content: str) -> str:
    """Return a text without signs that mean something to the reader alone, or break lines."""
    return without_literals(_MARKS.sub("\ufffd", _SEPARATORS.sub(" ", content)))


def _raw(piece: RawHtml, is_block: bool, strays: Sequence[RawTag]) -> str:
    """Return raw HTML, a block with its line; tags that a browser would drop as words."""
    if strays:
        return with_strays(piece.html, strays, is_block, piece.line)
    if not is_block:
        return piece.html
    if not piece.line:
        return f"{piece.html}\n"
    html = _FIRST_TAG.sub(lambda m: f'{m[0]} data-line="{piece.line}"', piece.html, count=1)
    goes_on = _ONE_TAG.fullmatch(piece.html) or not piece.html.endswith(">")
    return f"{html}\n" if goes_on else f"{html}\n\n"  # as Python-Markdown parts them


@lru_cache(maxsize=1)
def _engine() -> Markdown:
    """Return the one Markdown instance of a process; building it costs 30 ms, reset() nothing."""
    engine = Markdown(
        extensions=[
            *("abbr", "attr_list"),
            KnownNotes(SEPARATOR="-", UNIQUE_IDS=False),
            *("pymdownx.keys", "pymdownx.tasklist"),
            BlocksExtension(),
        ],
        output_format="html",
    )
    narrow_attributes(engine)
    engine.serializer = _write
    return engine


def _write(root: PlainElement) -> str:
    """Return a tree as HTML; unlike Python-Markdown's own, ``&lt;`` typed as code stays so."""
    for node in root.iter():
        if not node.attrib:
            continue  # as most cells of long tables
        attributes = sorted(node.items())
        node.attrib.clear()
        node.attrib.update({name: name if value is None else value for name, value in attributes})
    # Python-Markdown puts a space for the link back into words that are read already.
    return ElementTree.tostring(root, encoding="unicode", method="html").replace(SPACE_BACK, "")


def _tidy(body: Element) -> None:
    """Drop the empty paragraphs that HTML left open leaves."""
    for paragraph in elements(body, "p"):
        if not len(paragraph) and is_blank(paragraph.text):
            remove(paragraph)
