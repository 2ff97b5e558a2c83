"""The bytes of an HTML page or an EPUB -> what they run, or ask of somebody else, in words."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from lxml import etree

from octavo.markup.tree import Element, TooDeep, characters, is_element, parse_html, parse_xml

FORBIDDEN = frozenset("applet base embed fencedframe frame iframe object portal".split())
LOADING = frozenset(
    "action background data formaction manifest ping poster src srcset xlink:href".split()
)
TELLING = frozenset("alternate author canonical cite-as license me next prev up".split())
"""What ``<link rel>`` may say of an address that nobody asks for."""
DATA = ("application/ld+json",)
"""Types of scripts that only hold data."""
_DATA_URL = re.compile(r"data:(?:[\w.+/-]+;base64,[\w+/=]+|image/svg\+xml,[\w.~!*+,;:@/=%-]+)")
_URL = re.compile(r"url\(\s*['\"]?(?!['\"]?\s*(?:#|data:))([^)'\"]{1,60})|@import\s*([^;]{1,60})")
_IN_PAGE = re.compile(r"#|data:")
_IN_PACKAGE = re.compile(r"#|data:|(?!//)[^:?]+$")
"""What an address within an edition is: an id, data, or (in an EPUB) a file beside."""
SCRIPT = '<script src="site.js" defer="defer"></script>'
"""How a page of a site calls the script that Octavo writes beside it; no template can change it."""
_FACE = re.compile(r'url\("fonts/[\w.-]+\.woff2"\)')
_PICTURE = re.compile(r'(?<= )src="pictures/[^":?]+"')


def loads_of_html(data: bytes) -> Iterator[str]:
    """Yield what is wrong, in words that go on after "the edition …"."""
    text = _DATA_URL.sub("data:,", data.decode(errors="replace"))
    with suppress(TooDeep):  # parity has told
        # The parser would drop the head of a page: here its elements stand in the body.
        root = parse_html(re.sub(r"</?(?:html|head|body)\b[^>]*>", "", text))
        yield from _of_tree(root, _IN_PAGE)


def loads_of_page(data: bytes) -> Iterator[str]:
    """Yield what is wrong with a page of a site, which may name the files beside it."""
    text = data.decode(errors="replace").replace(SCRIPT, "")
    yield from loads_of_html(_FACE.sub("", _PICTURE.sub("", text)).encode())


def loads_of_epub(data: bytes) -> Iterator[str]:
    if not data:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".css", ".svg")):
                page = archive.read(name)
                if name.endswith(".css"):
                    yield from _of_style(page.decode(errors="replace"))
                    continue
                with suppress(etree.XMLSyntaxError):  # parity has told
                    yield from _of_tree(parse_xml(page), _IN_PACKAGE)


def _of_style(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        yield f"loads {(match[1] or match[2]).strip()} by its style"


def _of_tree(root: Element, own: re.Pattern[str]) -> Iterator[str]:
    for node in root.iter():
        if is_element(node):
            yield from map(partial(_told, node), _faults(node, own))


def _told(node: Element, what: str) -> str:
    tag = str(node.tag).rpartition("}")[2]
    return what.replace("<>", f"<{tag}>")


def _faults(node: Element, own: re.Pattern[str]) -> Iterator[str]:
    tag = str(node.tag).rpartition("}")[2]
    if tag in FORBIDDEN:
        yield "holds <>"
    if tag == "script" and (node.get("type") not in DATA or node.get("src")):
        yield "holds a script"
    yield from _of_style(f"{node.get('style') or ''} {characters(node) if tag == 'style' else ''}")
    if tag == "meta" and (node.get("http-equiv") or "").lower() == "refresh":
        yield "leads its reader elsewhere"
    for key, value in node.attrib.items():
        name = str(key).lower().replace("{http://www.w3.org/1999/xlink}", "xlink:")
        if name.startswith("on"):
            yield f"runs {name} of <>"
        loads = name in LOADING or (name == "href" and _loads_by_href(node, tag))
        if loads and own.match(str(value).strip()) is None:
            yield f"loads {str(value)[:60]} by <>"


def _loads_by_href(node: Element, tag: str) -> bool:
    relations = set((node.get("rel") or "").lower().split())
    return tag in ("image", "use") or (tag == "link" and not relations <= TELLING)
