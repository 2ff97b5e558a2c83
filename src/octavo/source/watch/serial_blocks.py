"""The blocks of a tree as strings, in a form in which they are equal only if they are read alike.

Most of a text is read alike by both readers, and that is seen here at the cost of comparing
strings. What is not equal may still be alike: it is compared piece by piece.
"""

import re
from collections.abc import Sequence
from html import escape, unescape

from octavo.markup.literals import plain_markup
from octavo.markup.tree import BLOCKS, Element, elements, is_element, serialise
from octavo.source.markdown.plain_signs import ATTRIBUTES

UNSURE = "\x01"
"""Stands before what may hold a sign of an extension: that is compared piece by piece."""
_APART, _CODE_SIGN, _EDGE = "\x00", "\x03", "\x02"
_LABEL = re.compile(r'<li [^>]*?id="fn-([^"]*)"')
_NUMBER = re.compile(r'data-line="(\d+)"')
_CALL = re.compile(
    r'<sup id="fnref\d*-[^"]*"><a class="footnote-ref" href="#fn-([^"]*)">\d+</a></sup>'
)
_BACK = re.compile(r'\xa0?<a class="footnote-backref"[^>]*>[^<]*</a>')
_ATTRIBUTES_OF_TAGS = re.compile(r"<(?!a |img |input |ol |li |div |pre )(\w+) [^>]*?(/?)>")
_LINE = re.compile(r' (?:data-line="\d+"|data-value="[^"]*"|type="1")')
_ITEM = re.compile(r'<li (?:class|id)="[^"]*">')
_LINKS = re.compile(r"<(?:a|img) [^>]*>")
_NOT_COMPARED = re.compile(r' (?:id|class|lang|dir|role|title|width|height)="[^"]*"')
_BLOCK_TAG = re.compile(
    r"<(?:/?p|(/?(?:ul|ol|li|h\d|blockquote|table|thead|tbody|tr|th|td|dl|dt|dd|div)(?: [^<>]*)?))>"
)
_EDGES = re.compile("\x02{2,}")
_NEW_LINE = re.compile(r"\n[ \n]*")
_LIST_OF_ATTRIBUTES = re.compile(rf"{ATTRIBUTES}(?=</(?:h\d|p)>)|(?<=>){ATTRIBUTES}")
_CODE = re.compile(r"\x00<pre[^>]*><code[^>]*>\n*([^\x00]*?)\s*</code></pre>\s*(?=\x00)")
_SIGN = re.compile(r"==|(?<!\[)\^|~|\{|\+\+|[\ue000-\uf8ff]")


def passages_of(tree: Element) -> list[str]:
    """Return each block of a ``<body>`` as it is serialised, notes last, by their labels.

    Words that stand in no block are a paragraph.
    """
    found: list[str] = []
    loose: list[str] = [escape(tree.text or "", quote=False)]
    for node in filter(is_element, tree):
        if node.tag not in BLOCKS:
            loose.append(serialise(node))
        else:
            found += _paragraph(loose)
            loose = []
            notes = [item for item in elements(node, "li") if "fn-" in (item.get("id") or "")]
            found += map(serialise, notes) if node.get("class") == "footnote" else [serialise(node)]
        loose.append(escape(node.tail or "", quote=False))
    return notes_last([plain_markup(each) for each in found + _paragraph(loose)])


def _paragraph(loose: Sequence[str]) -> list[str]:
    words = "".join(loose).strip()
    return [f"<p>{words}</p>"] if words else []


def notes_last(passages: Sequence[str]) -> list[str]:
    """Return passages in their order, and notes after them, by their labels."""
    notes = [(label[1], each) for each in passages if (label := _LABEL.match(each))]
    texts = [each for each in passages if not _LABEL.match(each)]
    return texts + [each for _, each in sorted(notes)]


def whole(passages: Sequence[str]) -> bytes:
    """Return passages as one ``<body>``."""
    return f"<body>{''.join(passages)}</body>".encode()


def labels_of(passages: Sequence[str]) -> frozenset[str]:
    """Return the labels of the notes among passages."""
    found = (_LABEL.match(passage) for passage in passages)
    return frozenset(unescape(note[1]) for note in found if note)


def lines_of(passage: str) -> list[int]:
    """Return the lines of the blocks of a passage."""
    return [int(line) for line in _NUMBER.findall(passage)]


def in_strict_form(passages: Sequence[str], is_second: bool = False) -> list[str]:
    """Return passages in the form in which alike ones are equal.

    ``is_second`` says that a reader made them who knows no signs of extensions.
    """
    joined = _LINE.sub("", _APART.join(["", *passages, ""]))
    code = iter(_CODE.findall(joined))
    joined = _CODE.sub(f"{_APART}{_CODE_SIGN}", joined)
    joined = _BACK.sub("", _CALL.sub(r"[^\1]", joined))
    joined = _ITEM.sub("<li>", _ATTRIBUTES_OF_TAGS.sub(r"<\1\2>", joined))
    joined = _LINKS.sub(lambda tag: _NOT_COMPARED.sub("", tag[0]), joined)
    if is_second:
        joined = _LIST_OF_ATTRIBUTES.sub("", joined)
    formed = _with_edges(joined).split(_APART)[1:-1]
    formed = [f"{_CODE_SIGN}{next(code)}" if each == _CODE_SIGN else each for each in formed]
    return [UNSURE + each if is_second and _is_unsure(each) else each for each in formed]


def _with_edges(joined: str) -> str:
    """Return passages with one sign wherever a block begins or ends, and white space folded."""
    words = _NEW_LINE.sub(" ", joined)
    while "  " in words:
        words = words.replace("  ", " ")
    words = _BLOCK_TAG.sub(_edge, words).replace(f" {_EDGE}", _EDGE).replace(f"{_EDGE} ", _EDGE)
    return _EDGES.sub(_EDGE, words).replace(f" {_APART}", _APART)


def _edge(tag: re.Match[str]) -> str:
    return f"{_EDGE}<{tag[1]}>{_EDGE}" if tag[1] else _EDGE


def _is_unsure(passage: str) -> bool:
    return not passage.startswith(_CODE_SIGN) and _SIGN.search(passage) is not None
