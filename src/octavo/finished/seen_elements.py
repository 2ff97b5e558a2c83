"""A page, a drawing or a text of a book -> its elements as a browser makes them, hidden ones too.

No tree that other steps read: these leave out what they do not compare.
"""

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


def seen_in_html(html: str) -> Iterator[SeenElement]:
    """Yield the elements of a page: those in templates and shadow trees too, and those that only a
    browser with scripts sees, or only one without."""
    import turbohtml  # 50 ms: only when something is really read

    readings = (False, True) if "<noscript" in html.lower() else (False,)
    for with_scripts in readings:
        page = turbohtml.parse(
            html, positions=False, scripting=with_scripts, allow_declarative_shadow_roots=False
        )
        for node in page.iter_elements():
            told = {name.lower(): _joined(value) for name, value in node.attrs.items()}
            tag = node.tag.lower()
            words = "".join(map(str, node.strings)) if tag in _WORDED else ""
            yield SeenElement(tag, node.namespace.name.lower(), told, words)


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def seen_in_xml(data: bytes) -> Iterator[Seen]:
    """Yield the elements of a file of XML, and what stands round and between them.

    Of one that is not well-formed, which parity tells, what a browser makes of it before the fault.
    """
    try:
        root: etree._Element | None = etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError:
        root = etree.fromstring(data, _parser(recover=True))
    if root is None:
        return
    yield from _of_doctype(root)
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    if any(isinstance(node, etree._ProcessingInstruction) for node in around):
        yield SeenOddity("holds a processing instruction")
    for node in root.iter():
        if isinstance(node, etree._ProcessingInstruction):
            yield SeenOddity("holds a processing instruction")
        elif isinstance(node.tag, str):
            yield _of_node(node)


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, recover=recover
    )


def _of_doctype(root: etree._Element) -> Iterator[SeenOddity]:
    info = root.getroottree().docinfo
    if elsewhere := info.system_url:  # type: ignore[attr-defined]  # the stubs lack it
        yield SeenOddity(f"names a document type elsewhere, {elsewhere[:60]}")
    own = info.internalDTD
    if own is not None and list(own.entities()):  # type: ignore[attr-defined]
        yield SeenOddity("declares entities of its own")


def _of_node(node: etree._Element) -> SeenElement:
    space, _, tag = str(node.tag).rpartition("}")
    told: dict[str, str] = {}
    for name, value in node.attrib.items():
        plain = str(name).replace(XLINK, "xlink:").replace(XML, "xml:")
        told[plain.lower()] = str(value)
    words = "".join(map(str, node.itertext())) if tag.lower() in _WORDED else ""
    known = _SPACES.get(space.removeprefix("{"), HTML if not space else "")
    return SeenElement(tag.lower(), known, told, words)
