"""Markdown text -> one XHTML tree a chapter; the only place that knows Python-Markdown.

Blocks carry ``data-line``, the line of the text they come from.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from markdown import Markdown

from octavo.core.problems import BuildFailed, Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    TooDeep,
    canonical,
    elements,
    get_string,
    is_blank,
    parse_html,
    parse_xml,
    remove,
    set_string,
    strings,
)
from octavo.model.publication import Text
from octavo.source.markdown.definition_lists import TermsExtension
from octavo.source.markdown.depth import DEEPEST, deepest_line, is_too_deep
from octavo.source.markdown.extension_signs import SignsExtension, narrow_attributes
from octavo.source.markdown.named_blocks import BoxesExtension
from octavo.source.markdown.source_lines import LineParser, LinesExtension

EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.betterem",
    "pymdownx.bracketspan",
    "pymdownx.caret",
    "pymdownx.fancylists",
    "pymdownx.highlight",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
SETTINGS: dict[str, dict[str, object]] = {
    "footnotes": {"SEPARATOR": "-", "UNIQUE_IDS": False},
    "pymdownx.highlight": {"use_pygments": False},
}


def read_tree(workshop: Workshop, text: Text) -> Element:
    """Return the ``<body>`` of a text; recalled while the text and the engines are the same.

    Problems: E115 (nested too deep), E214 (a tag that is never closed).
    """

    def make(inside: Workshop) -> bytes:
        try:
            return canonical(markdown_tree(text.content))
        except (TooDeep, RecursionError):
            raise BuildFailed([_too_deep(text)]) from None
        except Unclosed as tag:
            raise BuildFailed([_unclosed(text, tag)]) from None

    return parse_xml(workshop.recall("reader", (text.content.encode(),), make))


class Unclosed(Exception):
    """Raised where a tag takes all the rest of a text for HTML."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name, self.line = name, line


def _unclosed(text: Text, tag: Unclosed) -> Problem:
    message = f"<{tag.name}> is never closed: all that follows would be taken for HTML"
    hint = f"write </{tag.name}> where it ends"
    return text.problem("E214", message, hint, tag.line, f"<{tag.name}")


def _too_deep(text: Text) -> Problem:
    message = f"more than {DEEPEST} elements in one another"
    hint = "close the outer ones; write \\* or &lt; for a sign that is meant as such"
    return text.problem("E115", message, hint, deepest_line(text.content, DEEPEST))


def markdown_tree(content: str) -> Element:
    """Return the ``<body>`` of Markdown, each block with its ``data-line``.

    Raises TooDeep, or RecursionError where Python-Markdown itself cannot follow, and Unclosed.
    """
    parser = _parser()
    parser.reset()
    html = parser.convert(content)
    if isinstance(parser.parser, LineParser) and parser.parser.unclosed:
        raise Unclosed(*parser.parser.unclosed)
    body = parse_html(html)
    if is_too_deep(body):
        raise TooDeep
    _tidy(body)
    return body


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    """Return the one Markdown instance of a process; building it costs 30 ms, reset() nothing."""
    parser = Markdown(
        extensions=[
            SignsExtension(),
            *EXTENSIONS,
            BoxesExtension(),
            TermsExtension(),
            LinesExtension(),
        ],
        extension_configs=SETTINGS,
        output_format="html",
    )
    narrow_attributes(parser)
    # pymdown-extensions 13.1 takes every fence of a block that begins with indented code for its
    # part: test_a_fence_directly_below_indented_code_is_a_fence.
    code = parser.parser.blockprocessors["code"]
    code.revert_greedy_fences = _at_the_beginning(code.revert_greedy_fences)  # type: ignore[attr-defined]
    return parser


def _at_the_beginning(revert: Callable[[str], str]) -> Callable[[str], str]:
    """Return ``revert`` for the indented lines with which a block begins, and no others."""

    def revert_first(block: str) -> str:
        lines = block.split("\n")
        first = list(takewhile(lambda line: line.startswith(" " * 4) or not line.strip(), lines))
        return "\n".join([revert("\n".join(first)), *lines[len(first) :]])

    return revert_first


def _tidy(body: Element) -> None:
    """Undo what Python-Markdown wraps around stashed HTML: empty paragraphs before and after it.

    The first of them carries the line of the block that follows: the block inherits it.
    """
    for paragraph in elements(body, "p"):
        if len(paragraph) or not is_blank(paragraph.text):
            continue
        block, line = paragraph.getnext(), paragraph.get("data-line")
        if block is not None and line and is_blank(paragraph.tail) and not block.get("data-line"):
            block.set("data-line", line)
        remove(paragraph)
    for node, is_tail in list(strings(body)):
        text = get_string(node, is_tail)
        if "\u0002" in text or "\u0003" in text:  # Python-Markdown's own marks for stashed text
            set_string(node, is_tail, text.replace("\u0002", "").replace("\u0003", ""))
