"""An SVG's bytes -> the words that it shows, as somebody reads them."""

from collections.abc import Iterator, Mapping

from lxml import etree

from octavo.markup.tree import Element, parse_xml
from octavo.pictures.drawing_style import SVG, Style, styles

_SHELVED = frozenset(f"{SVG}{name}" for name in ("defs", "symbol", "clipPath", "mask", "pattern"))
"""What draws only where something refers to it."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Signs that take no room."""


def words_seen(drawing: bytes) -> tuple[str, ...]:
    """Return the words of a drawing's texts, in their order; () for what is no drawing."""
    if b"<text" not in drawing:
        return ()
    try:
        root = parse_xml(drawing)
    except etree.XMLSyntaxError:
        return ()
    found = styles(root)
    words: list[str] = []
    for text in root.iter(f"{SVG}text"):
        shelved = any(each.tag in _SHELVED for each in text.iterancestors())
        hidden = [each for each in (text, *text.iterancestors()) if _is_hidden(found.get(each, {}))]
        if not shelved and not hidden:
            words += "".join(_words_of(text, found)).translate(_UNSEEN).split()
    return tuple(words)


def _is_hidden(style: Style) -> bool:
    return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")


def _words_of(node: Element, found: Mapping[Element, Style]) -> Iterator[str]:
    """Yield the words of a text; a new place is no new word: letters are placed one by one."""
    if _is_hidden(found.get(node, {})):
        return
    yield node.text or ""
    for each in node:
        if each.tag in (f"{SVG}tspan", f"{SVG}textPath"):
            if _begins_line(each):
                yield " "
            yield from _words_of(each, found)
        yield each.tail or ""


def _begins_line(node: Element) -> bool:
    """Tell whether a place of its own sets words on another line."""
    return any(node.get(name) for name in ("x", "y", "dy"))
