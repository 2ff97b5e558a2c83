"""A text as Octavo reads it and as others do, in one form: what ``ours`` and ``theirs`` have alike.

The form is HTML without what means nothing: blanks between blocks, how addresses are encoded, the
number of the source line, and what is Octavo's own (``type`` of a numbered list, boxes of tasks).
"""

import re
from urllib.parse import unquote

from markdown_it import MarkdownIt

from octavo.markup.literals import plain
from octavo.markup.tree import Element, elements, is_blank, parse_html, remove, serialise
from octavo.source.markdown.reading import ReaderRemark
from octavo.source.markdown.trees import markdown_reading

_BLOCKS = (
    "p|ul|ol|li|blockquote|h[1-6]|hr|pre|div|table|thead|tbody|tr|td|th|body|br|dl|dd|dt|section"
)
_BETWEEN = re.compile(rf" ?(</?(?:{_BLOCKS})(?: [^>]*)?/?>) ?")
_VERBATIM = re.compile(r"(<pre(?: [^>]*)?>.*?</pre>)", re.DOTALL)
_OURS = frozenset(
    "align alt class data-line disabled hl_lines href id linenums src start style title"
    " type".split()
)
_COMMON = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def ours(text: str) -> str:
    """Return what Octavo reads."""
    return form(markdown_reading(text)[0])


def remarks(text: str) -> list[ReaderRemark]:
    return markdown_reading(text)[1]


def told(text: str) -> list[str]:
    """Return each remark of the reader as "E214 3", with its line."""
    return [f"{each.code} {each.line}" for each in remarks(text)]


def theirs(text: str) -> str:
    """Return what markdown-it-py reads, with GFM's tables and strokes."""
    return of_html(_COMMON.render(text))


def of_html(html: str) -> str:
    return form(parse_html(html))


def form(body: Element) -> str:
    """Return a tree in the form in which readings are compared."""
    for node in elements(body):
        _simplify(node)
        node.text, node.tail = plain(node.text or ""), plain(node.tail or "")
    for node in elements(body, "p", "tbody"):
        if not len(node) and is_blank(node.text):
            remove(node)
    parts = _VERBATIM.split(serialise(body))
    return "".join(part if part.startswith("<pre") else _folded(part) for part in parts)


def _folded(html: str) -> str:
    html = re.sub(r"[ \t\n]+", " ", html)
    return _BETWEEN.sub(r"\1", html)


def _simplify(node: Element) -> None:
    """Keep what a reading says: tag, address, alternative text, language, alignment."""
    align = node.attrib.pop("align", "") or re.sub(r".*:|[ ;]", "", node.get("style") or "")
    language = (node.get("class") or "") if node.tag == "code" else ""
    said = {
        "align": str(align),
        "alt": str(node.get("alt") or "") if node.tag == "img" else "",
        "href": unquote(node.get("href") or ""),
        "language": language.removeprefix("language-").partition(" ")[0],
        "src": unquote(node.get("src") or ""),
        "start": str(node.get("start") or ""),
    }
    others = {str(name): str(value) for name, value in node.attrib.items() if name not in _OURS}
    node.tag = {"s": "del"}.get(str(node.tag), str(node.tag))
    node.attrib.clear()
    for name, value in sorted({**others, **said}.items()):
        if value:
            node.set(name, value)
