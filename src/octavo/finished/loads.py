"""Finished files of an HTML page, a site or an EPUB -> what they run, or ask of somebody else."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from zipfile import BadZipFile

from lxml import etree

from octavo.finished.epub_container import Container
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Unreadable
from octavo.markup.tree import Element, TooDeep, characters, is_element

FORBIDDEN = frozenset("applet base embed fencedframe frame iframe object portal".split())
LOADING = frozenset(
    "action background data formaction manifest ping poster src srcset xlink:href".split()
)
TELLING = frozenset("alternate author canonical cite-as license me next prev up".split())
"""What ``<link rel>`` may say of an address that nobody asks for."""
DATA = ("application/ld+json",)
"""Types of scripts that only hold data."""
SCRIPT = {"src": "site.js", "defer": "defer"}
"""How a page of a site calls the script that Octavo writes beside it; no template can change it."""
_URL = re.compile(r"url\(\s*['\"]?(?!['\"]?\s*(?:#|data:))([^)'\"]{1,60})|@import\s*([^;]{1,60})")
_OWN_FACE = re.compile(r'url\("\.\./fonts/[\w.-]+\.woff2"\)')
_FACE = re.compile(r'url\("fonts/[\w.-]+\.woff2"\)')


@dataclass(frozen=True, slots=True)
class _Within:
    """What an edition may name, because it is its own."""

    addresses: re.Pattern[str]
    """An id, data, or (in an EPUB) a file beside."""
    pictures: re.Pattern[str] = re.compile("(?!)")
    """Files that pictures may be."""
    is_site: bool = False
    """Whether its script and its faces stand beside it."""

    def is_called(self, node: Element) -> bool:
        """Tell the script of a site."""
        attributes = {str(name): str(value) for name, value in node.attrib.items()}
        is_ours = node.tag == "script" and attributes == SCRIPT
        return self.is_site and is_ours and not characters(node)

    def style(self, node: Element, tag: str) -> str:
        """Return what of an element asks for something as style sheets do."""
        sheet = characters(node) if tag == "style" else ""
        return f"{node.get('style') or ''} {_FACE.sub('', sheet) if self.is_site else sheet}"

    def holds(self, attribute: str, value: str) -> bool:
        if attribute == "src" and self.pictures.fullmatch(value):
            return True
        return self.addresses.match(value.strip()) is not None


_PAGE = _Within(re.compile(r"#|data:"))
_SITE = _Within(re.compile(r"#|data:"), re.compile(r'pictures/[^":?]+'), is_site=True)
_PACKAGE = _Within(re.compile(r"#|data:|(?!//)[^:?]+$"))


def loads_of_html(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong, in words that go on after "the edition …"."""
    return _of_html(files, name, _PAGE)


def loads_of_page(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong with a page of a site, which may name the files beside it."""
    return _of_html(files, name, _SITE)


def _of_html(files: FinishedFiles, name: str, own: _Within) -> Iterator[str]:
    with suppress(TooDeep):  # parity has told
        yield from _of_tree(files.page(name), own)


def loads_of_epub(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong with the texts, drawings and style sheets of a book."""
    with suppress(BadZipFile):  # parity has told
        book = files.book(name)
        for path in book.names:
            if path.endswith((".xhtml", ".css", ".svg")):
                yield from _of_entry(book, path)


def _of_entry(book: Container, path: str) -> Iterator[str]:
    try:
        if path.endswith(".css"):
            yield from _of_style(_without_own(book, path))
        else:
            yield from _of_tree(book.tree(path), _PACKAGE)
    except etree.XMLSyntaxError:
        return  # parity has told
    except Unreadable as reason:
        yield f"cannot be looked through: {reason}"


def _without_own(book: Container, path: str) -> str:
    """Return a style sheet of a book without the faces that the book holds itself."""
    own = {f'url("../{name.partition("/")[2]}")' for name in book.names if name.endswith(".woff2")}
    sheet = book.file(path).decode(errors="replace")
    return _OWN_FACE.sub(lambda found: "" if found[0] in own else found[0], sheet)


def _of_style(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        yield f"loads {(match[1] or match[2]).strip()} by its style"


def _of_tree(root: Element, own: _Within) -> Iterator[str]:
    for node in root.iter():
        if is_element(node) and not own.is_called(node):
            yield from map(partial(_tell, node), _faults(node, own))


def _tell(node: Element, what: str) -> str:
    tag = str(node.tag).rpartition("}")[2]
    return what.replace("<>", f"<{tag}>")


def _faults(node: Element, own: _Within) -> Iterator[str]:
    tag = str(node.tag).rpartition("}")[2]
    if tag in FORBIDDEN:
        yield "holds <>"
    if tag == "script" and (node.get("type") not in DATA or node.get("src")):
        yield "holds a script"
    yield from _of_style(own.style(node, tag))
    if tag == "meta" and (node.get("http-equiv") or "").lower() == "refresh":
        yield "leads its reader elsewhere"
    for key, value in node.attrib.items():
        name = str(key).lower().replace("{http://www.w3.org/1999/xlink}", "xlink:")
        if name.startswith("on"):
            yield f"runs {name} of <>"
        loads = name in LOADING or (name == "href" and _loads_by_href(node, tag))
        if loads and not own.holds(name, str(value)):
            yield f"loads {str(value)[:60]} by <>"


def _loads_by_href(node: Element, tag: str) -> bool:
    relations = set((node.get("rel") or "").lower().split())
    return tag in ("image", "use") or (tag == "link" and not relations <= TELLING)
