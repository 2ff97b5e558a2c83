"""A page, a drawing or a text of a book -> its elements as a browser makes them, hidden ones too.

No tree that other steps read: these leave out what they do not compare.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HTML, SVG, MATHML = "html", "svg", "mathml"
_SPACES = {
    "http://www.w3.org/1999/xhtml": HTML,
    "http://www.w3.org/2000/svg": SVG,
    "http://www.w3.org/1998/Math/MathML": MATHML,
}
_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?<\?xml\s+version=[\"'][^\"'<>]*[\"'](?:\s+encoding=[\"']([^\"'<>]*)[\"'])?"
    rb"[^<>?]*\?>"
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^>]*>?", re.IGNORECASE)
_WORDED = ("style", "script")
"""Elements whose words say what a browser does."""


@dataclass(frozen=True, slots=True)
class SeenElement:
    """An element as a browser has it."""

    tag: str
    """In small letters, without a namespace."""
    space: str
    """HTML, SVG or MATHML; '' of another."""
    attributes: Mapping[str, str]
    """By names in small letters: as they are written, or in a namespace as Clark has them; those of
    XLink and of XML begin with their usual prefixes."""
    words: str = ""
    """What a style sheet or a script says."""


@dataclass(frozen=True, slots=True)
class SeenOddity:
    """Something beside elements that a browser obeys, in words that go on after "the edition"."""

    what: str


Seen = SeenElement | SeenOddity


def see_html(html: str) -> Iterator[SeenElement]:
    """Yield the elements of a page: those in templates and shadow trees too, and those that only a
    browser with scripts sees, or only one without."""
    import turbohtml  # 50 ms: only when something is really read

    readings = (False, True) if "<noscript" in html.lower() else (False,)
    for with_scripts in readings:
        page = turbohtml.parse(
            html, positions=False, scripting=with_scripts, allow_declarative_shadow_roots=False
        )
        for node in page.iter_elements():
            told = {name.lower(): _in_one(value) for name, value in node.attrs.items()}
            tag = node.tag.lower()
            words = "".join(map(str, node.strings)) if tag in _WORDED else ""
            yield SeenElement(tag, node.namespace.name.lower(), told, words)


def _in_one(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def see_xml(data: bytes, root: etree._Element | None = None) -> Iterator[Seen]:
    """Yield the elements of a file of XML, and what stands round and between them.

    ``root``: its tree, where it is parsed already. Of one that is not well-formed, which parity
    tells, what a browser makes of it before the fault.
    """
    yield from map(SeenOddity, _oddities(data))
    if root is None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(data, parser)
    for node in () if root is None else root.iter("*"):
        yield _of_node(node)


def _oddities(data: bytes) -> Iterator[str]:
    """Yield what of a file a browser obeys before it sees an element.

    No tag, no word and no attribute holds ``<?`` or ``<!`` as they are.
    """
    head = _DECLARATION.match(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield "is written in another encoding"
    if head and head[1] and head[1].lower() != b"utf-8":
        yield "is written in another encoding"
    if data.find(b"<?", head.end() if head else 0) >= 0:
        yield "holds a processing instruction"
    if any(found != b"<!DOCTYPE html>" for found in _DOCTYPE.findall(data)):
        yield "names a document type of its own"


def _of_node(node: etree._Element) -> SeenElement:
    space, _, tag = str(node.tag).rpartition("}")
    told: dict[str, str] = {}
    for name, value in node.attrib.items():
        plain = str(name).replace(XLINK, "xlink:").replace(XML, "xml:")
        told[plain.lower()] = str(value)
    words = "".join(map(str, node.itertext())) if tag.lower() in _WORDED else ""
    known = _SPACES.get(space.removeprefix("{"), HTML if not space else "")
    return SeenElement(tag.lower(), known, told, words)
