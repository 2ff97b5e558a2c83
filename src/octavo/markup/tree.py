"""The XHTML tree that every step works on: parsing, writing, and moving nodes without losing words.

HTML elements carry no namespace inside Octavo; SVG and MathML keep theirs.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import cast

from lxml import etree

Element = etree._Element

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
XHTML = "http://www.w3.org/1999/xhtml"
_SPACE = re.compile(r"[ \t\r\n]+")
_NAME = re.compile(r"(?!xmlns$)[A-Za-z_][\w.-]*", re.ASCII)


_EMPTY = etree.XPath("descendant-or-self::*[not(node())]")
"""Elements that hold nothing at all."""


class TooDeep(Exception):
    """Raised for a tree in which too many elements stand in one another."""


UNDECLARED = "urn:undeclared:"
KNOWN_PREFIXES = frozenset({"xml", "xmlns", "xlink"})
_TAGS = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r'"[^"]*"')
_PREFIXES = re.compile(r"(?:[<\s]|</)([A-Za-z_][\w.-]*):[A-Za-z_]")


def parse_html(html: str) -> Element:
    """Return ``<body>`` of an HTML5 fragment, parsed as a browser would; raises TooDeep."""
    import turbohtml  # 50 ms: only when Markdown is really read

    body = turbohtml.parse(f"<!DOCTYPE html><html><body>{html}").select_one("body")
    assert body is not None  # the line above wrote it
    return _of_browser("body", body.inner_xml)


def parse_document(html: str) -> Element:
    """Return ``<html>`` of a whole page, parsed as a browser would; raises TooDeep."""
    import turbohtml

    page = turbohtml.parse(html).select_one("html")
    assert page is not None  # the parser makes one where there is none
    root = _of_browser("html", page.inner_xml)
    for name, value in page.attrs.items():
        if _NAME.fullmatch(name):
            root.set(name, " ".join(value) if isinstance(value, list) else value or "")
    return without_xhtml(root)


def _of_browser(tag: str, xml: str) -> Element:
    """Return an element that holds what a browser's parser has written as XML."""
    try:
        return parse_xml(f"<{tag}>{xml}</{tag}>")
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):  # 256 elements
            raise TooDeep from None
        whole = f"<{tag}{_declare_prefixes(xml)}>{xml}</{tag}>"
        return _without_odd_names(parse_xml(whole, recover=True))


def body_of(page: Element) -> Element:
    """Return ``<body>`` of a page's tree, all of it where it has none."""
    return next(page.iter("body"), page)


def without_xhtml(root: Element) -> Element:
    """Take the namespace of XHTML off a tree: inside Octavo, HTML elements carry none."""
    for node in root.iter(f"{{{XHTML}}}*"):
        node.tag = str(node.tag).removeprefix(f"{{{XHTML}}}")
    return root


def _without_odd_names(root: Element) -> Element:
    """Take away attributes whose names no XML may have, such as ``a:1``; browsers know none."""
    for node in root.iter():
        for name in [str(each) for each in node.attrib if ":" in str(each)]:
            if not name.startswith("{"):
                node.attrib.pop(name, "")
    return root


def _declare_prefixes(xml: str) -> str:
    """Return declarations for prefixes of names that nothing declares, such as those of ``<o:p>``.

    HTML knows no prefixes: a name may hold a colon. The vocabulary has none of them (E214). The
    text is serialised, so no ">" stands in an attribute.
    """
    found = {name for tag in _TAGS.findall(xml) for name in _PREFIXES.findall(_QUOTED.sub("", tag))}
    return "".join(f' xmlns:{name}="{UNDECLARED}{name}"' for name in sorted(found - KNOWN_PREFIXES))


def depth_of(root: Element, skip: frozenset[str] = frozenset()) -> int:
    """Return how many elements below ``root`` stand in one another at the deepest place."""
    depth = deepest = -1
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag not in skip:
            depth += 1 if event == "start" else -1
            deepest = max(deepest, depth)
    return deepest


def parse_xml(text: str | bytes, recover: bool = False) -> Element:
    """Return the root of well-formed XML; entities, DTDs and the network are never followed.

    ``recover`` makes the best of what is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    return _read(text, parser)


def parse_page(html: str) -> Element:
    """Return ``<html>`` of a whole HTML page, such as a template gives; an empty one of nothing."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    with suppress(etree.ParserError, etree.XMLSyntaxError):  # libxml2 says so where nothing is
        root: Element | None = _read(html, parser)
        if root is not None:
            return root
    return new("html")


def _read(text: str | bytes, parser: "etree.XMLParser | etree.HTMLParser") -> Element:
    """Return the root of what a parser reads; raises MemoryError where it had not enough.

    libxml2 takes that for a fault of the text, and gives what it had read where it may mend faults.
    """
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as fault:
        if getattr(fault, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise
    if any(each.type == etree.ErrorTypes.ERR_NO_MEMORY for each in parser.error_log):
        raise MemoryError
    return root


def serialise(element: Element, void_slash: bool = True) -> str:
    """Return the element without its tail, as XHTML, or as HTML where ``void_slash`` is False.

    Empty elements that are not void keep an end tag, so that both parsers agree on the result.
    """
    for node in cast("list[Element]", _EMPTY(element)):
        if node.tag not in VOID:
            node.text = ""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return text if void_slash else text.replace("/>", ">")


def inner(element: Element, void_slash: bool = True) -> str:
    """Return what stands between the element's tags, serialised."""
    text = serialise(element, void_slash)
    return text[text.index(">") + 1 : text.rindex("<")]


def canonical(element: Element) -> bytes:
    """Return the tree as bytes, the form in which trees are kept and cross processes."""
    return serialise(element).encode()


def bytes_of(element: Element) -> bytes:
    """Return a tree as bytes, to tell it from others: it stays as it is."""
    return bytes(etree.tostring(element, with_tail=False))


def is_element(node: Element) -> bool:
    return isinstance(node.tag, str)


def elements(root: Element, *tags: str) -> list[Element]:
    """Return descendants of ``root`` with one of the tags (all when none is given), in order."""
    found = list(root.iter(*tags or ("*",)))  # by its name, no comment and no instruction
    return found[1:] if found and found[0] is root else found


def those_with(condition: str, has_root: bool = False) -> Callable[[Element], list[Element]]:
    """Return what finds the descendants of a root for which a condition of XPath holds, in order:
    many times quicker than to look at each of them, in a table of ten thousand rows.

    ``has_root``: the root itself is looked at, too.
    """
    axis = "descendant-or-self" if has_root else "descendant"
    return cast("Callable[[Element], list[Element]]", etree.XPath(f"{axis}::*[{condition}]"))


def any_of(tags: Iterable[str]) -> str:
    """Return the condition of XPath that an element has one of the tags."""
    return f"({' or '.join(f'self::{tag}' for tag in sorted(tags))})"


def text_of(node: Element) -> str:
    """Return the words below a node in one line: white space folded, ends trimmed."""
    return in_one_line(characters(node))


def in_one_line(words: str) -> str:
    """Return words with their white space folded and their ends trimmed."""
    return _SPACE.sub(" ", words).strip(" ")


def characters(node: Element) -> str:
    """Return the words below a node as they stand, white space included."""
    return "".join(map(str, node.itertext()))


def words_below(root: Element) -> str:
    """Return the words below a root as they stand: quicker than ``characters`` for a whole text."""
    return str(etree.tostring(root, encoding="unicode", method="text", with_tail=False))


def classes(node: Element) -> list[str]:
    return (node.get("class") or "").split()


def has_class(node: Element, name: str) -> bool:
    return name in classes(node)


def add_class(node: Element, *names: str) -> None:
    node.set("class", " ".join(dict.fromkeys([*classes(node), *names])))


def drop_class(node: Element, name: str) -> None:
    rest = [each for each in classes(node) if each != name]
    if rest:
        node.set("class", " ".join(rest))
    else:
        unset(node, "class")


def unset(node: Element, *names: str) -> None:
    """Take attributes away, where they are there."""
    for name in names:
        if name in node.attrib:
            node.attrib.pop(name, "")


def new(tag: str, text: str = "", **attributes: str) -> Element:
    """Return a new element; ``class_`` and ``data_b`` become ``class`` and ``data-b``."""
    node = etree.Element(tag)
    node.text = text or None
    for name, value in attributes.items():
        node.set(name.rstrip("_").replace("_", "-"), value)
    return node


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append a new element to ``parent`` and return it."""
    node = new(tag, text, **attributes)
    parent.append(node)
    return node


def add_text(parent: Element, text: str) -> None:
    """Append words at the end of ``parent``."""
    last = last_child(parent)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def last_child(parent: Element) -> Element | None:
    """Return the last of an element's children, None where it has none.

    ``len`` counts all of them each time: whoever asks for it at each of n children counts n² / 2.
    """
    return next(parent.iterchildren(reversed=True), None)


def move_content(source: Element, target: Element) -> None:
    """Move the words and children of ``source`` to the end of ``target``."""
    add_text(target, source.text or "")
    source.text = None
    for node in list(source):
        target.append(node)


def fill(places: Sequence[Element], content: Element) -> None:
    """Put what an element holds in the place of each node; it is empty afterwards."""
    for n, place in enumerate(places, 1):
        wrapper = new("div")
        move_content(content if n == len(places) else deepcopy(content), wrapper)
        text_before(place, wrapper.text or "")
        replace(place, *wrapper)


def text_before(node: Element, text: str) -> None:
    """Put words directly before a node."""
    parent, previous = node.getparent(), node.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def remove(node: Element) -> None:
    """Take a node out of its tree; what follows it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        text_before(node, node.tail)
        node.tail = None
    parent.remove(node)


def replace(node: Element, *others: Element) -> None:
    """Put ``others`` in the place of a node; what followed it follows the last of them."""
    tail, node.tail = node.tail, None
    for other in others:
        node.addprevious(other)
    if others:
        others[-1].tail = (others[-1].tail or "") + (tail or "")
    else:
        text_before(node, tail or "")
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def wrap(node: Element, wrapper: Element) -> Element:
    """Put ``wrapper`` in the node's place and the node into it; return the wrapper."""
    replace(node, wrapper)
    node.tail = None
    wrapper.append(node)
    return wrapper


def unwrap(node: Element) -> None:
    """Replace a node by what it holds."""
    parent = node.getparent()
    if parent is None:
        return
    text_before(node, node.text or "")
    tail, node.tail = node.tail, None
    for each in list(node):
        node.addprevious(each)
    text_before(node, tail or "")
    parent.remove(node)


def ancestors(node: Element, *tags: str) -> Iterable[Element]:
    return node.iterancestors(*tags)


def is_blank(text: str | None) -> bool:
    return not (text or "").strip(" \t\r\n")


def strings(root: Element, skip: frozenset[str] = frozenset()) -> Iterator[tuple[Element, bool]]:
    """Yield (node, is_tail) for each run of words below ``root`` in reading order.

    Words inside elements whose tag is in ``skip`` are left out; their tails are not.
    """
    if root.tag in skip:
        return
    if root.text:
        yield root, False
    for node in root:
        if is_element(node):
            if len(node):
                yield from strings(node, skip)
            elif node.text and node.tag not in skip:
                yield node, False
        if node.tail:
            yield node, True


def get_string(node: Element, is_tail: bool) -> str:
    return (node.tail if is_tail else node.text) or ""


def set_string(node: Element, is_tail: bool, text: str) -> None:
    if is_tail:
        node.tail = text
    else:
        node.text = text
