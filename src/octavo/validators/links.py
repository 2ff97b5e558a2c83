"""Links of HTML pages and EPUBs: where each leads is there, once.

The network is asked only by who hands over ``ask``. Rules: ``fragment`` and ``reference`` (no
such id), ``file`` (no such file), ``id`` (one twice), ``address`` (unsound), ``online`` (a host
that does not know it), ``manifest`` (a file that the manifest lacks), ``unreadable``.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote

from octavo.core.problems import Severity
from octavo.finished.epub_container import (
    MOST_BYTES,
    MOST_FILES,
    MOST_TEXT,
    UNSOUND,
    XHTML_TYPE,
    Container,
    file_of,
    join_path,
    package_of,
)
from octavo.finished.items import Unreadable
from octavo.markup.tree import Element, is_element, parse_xml
from octavo.validators.verdicts import Finding, Job
from octavo.validators.web_addresses import SCHEME, fault_of

LEADING = frozenset("action cite data formaction href longdesc manifest poster src".split())
REFERRING = frozenset(
    "aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage"
    " aria-flowto aria-labelledby aria-owns for headers".split()
)
"""Attributes that hold ids of the same page, with spaces between them."""
PAGES = (XHTML_TYPE, "image/svg+xml", "application/x-dtbncx+xml")
STYLE = "text/css"
UNLISTED = re.compile(r"mimetype|META-INF/.*")
"""Files that an EPUB holds and its manifest does not. Rule: EPUB 3.3, sections 4.2 and 5.6.2."""
_OWN_WAYS = re.compile(r"|top|epubcfi\(.*|svgView\(.*|:~:.*|(?:t|xywh|page)=.*")
"""Fragments that need no id."""
_DATA_URL = re.compile(r"data:[\w.+/;=-]+,[\w+/=%.-]*")
_STYLE_URL = re.compile(r"url\(\s*['\"]?([^)'\"\s]+)")
_CANDIDATE = re.compile(r"[\s,]*(\S+?)(?:,+(?=\s|$)|\s+[^,]*(?:,|$)|$)")
"""An address of a ``srcset``, which may hold commas but not end with one."""

Ask = Callable[[str], str]
Tag = tuple[int, str, list[tuple[str, str]]]
"""Line, name and attributes of a start tag."""


@dataclass(frozen=True, slots=True)
class Use:
    """One attribute that leads somewhere."""

    attribute: str
    value: str
    line: int
    id: str
    """Of the element, or the last one before it."""
    tag: str


@dataclass(slots=True)
class LinkedPage:
    """What a file has to offer to links, and which links it has."""

    ids: dict[str, int] = field(default_factory=dict)
    """Id -> the line of the first element that has it."""
    twice: list[tuple[str, int]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All files that a link within may lead to."""

    pages: Mapping[str, LinkedPage]
    """By path: those that were read."""
    holds: Callable[[str], bool]
    ask: Ask


class Links:
    """Follows every link of HTML pages and EPUBs, as far as it leads within the file.

    ``ask`` says what is wrong with an address outside; by default nobody is asked.
    """

    validators: tuple[str, ...] = ("links",)

    def __init__(self, ask: Ask = lambda address: "") -> None:
        self._ask = ask

    def lack(self, validator: str) -> str:
        return ""

    def version(self, validator: str) -> str:
        return metadata.version("octavo")

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; what cannot be read is a finding too."""
        read = cache(_page_of)
        return [finding for job in jobs for finding in _findings(job.path, self._ask, read)]


def _findings(path: Path, ask: Ask, read: Callable[[Path], LinkedPage]) -> Iterator[Finding]:
    try:
        if path.suffix == ".epub":
            yield from _of_epub(path, ask)
        else:
            yield from _of_html(path, ask, read)
    except (*UNSOUND, Unreadable, OSError) as error:
        message = f"the file cannot be read: {error}"
        yield Finding("links", "unreadable", "error", message, path)


def _of_html(path: Path, ask: Ask, read: Callable[[Path], LinkedPage]) -> Iterator[Finding]:
    """Yield what is wrong in a page; it may be one of a site, whose pages lead to each other."""
    page = read(path)
    named = {join_path(path.name, unquote(use.value.partition("#")[0])) for use in page.uses}
    beside = sorted(n for n in named if n.endswith(".html") and _is_beside(path, n))
    pages = {name: read(path.parent / name) for name in beside}
    shelf = Shelf({**pages, path.name: page}, partial(_is_beside, path), ask)
    yield from _of_page(path.name, page, shelf, path)


def _page_of(path: Path) -> LinkedPage:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 2**20} MiB")
    return _page(_html_tags(path.read_text(encoding="utf-8", errors="replace")))


def _is_beside(path: Path, name: str) -> bool:
    """Tell whether a file stands in the page's folder or, as a site's downloads do, just above."""
    inner = name.removeprefix("../")
    return not inner.startswith(("..", "/")) and (path.parent / name).is_file()


def _of_epub(path: Path, ask: Ask) -> Iterator[Finding]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if len(names) > MOST_FILES:
            raise Unreadable(f"it holds more than {MOST_FILES:,} files")
        opf, package = package_of(Container(archive))
        items = list(package.iter("{*}item"))
        listed = {join_path(opf, str(item.get("href"))): item for item in items}
        told = partial(Finding, "links", path=path, inside=opf)
        for name, item in listed.items():
            if name not in names and not SCHEME.match(str(item.get("href"))):
                yield told("file", "error", f"the book has no file {name}", line=_line(item))
        for name in names:
            if name not in listed and name != opf and not UNLISTED.fullmatch(name):
                yield told("manifest", "warning", f"the manifest lacks {name}")
        types = {name: str(item.get("media-type")) for name, item in listed.items()}
        pages = _pages(archive, {name: types[name] for name in names if name in types})
    shelf = Shelf(pages, listed.__contains__, ask)
    for name, page in pages.items():
        yield from _of_page(name, page, shelf, path, inside=name)


def _pages(archive: zipfile.ZipFile, types: Mapping[str, str]) -> dict[str, LinkedPage]:
    """Return the texts and style sheets of a book by path; raises Unreadable, and as UNSOUND."""
    pages: dict[str, LinkedPage] = {}
    read = 0
    for name, media_type in types.items():
        if media_type not in (*PAGES, STYLE):
            continue
        data = file_of(archive, name)
        read += len(data)
        if read > MOST_TEXT:
            raise Unreadable(f"its texts are larger than {MOST_TEXT // 2**20} MiB")
        pages[name] = _sheet(data) if media_type == STYLE else _page(_xml_tags(data))
    return pages


def _sheet(data: bytes) -> LinkedPage:
    text = data.decode(errors="replace")
    uses = [
        Use("url()", found[1], text.count("\n", 0, found.start()) + 1, "", "")
        for found in _STYLE_URL.finditer(text)
    ]
    return LinkedPage(uses=uses)


def _page(tags: Iterable[Tag]) -> LinkedPage:
    page = LinkedPage()
    last = ""
    for line, tag, attributes in tags:
        held = dict(attributes)
        if name := held.get("id", ""):
            last = name
            if name in page.ids:
                page.twice.append((name, line))
            page.ids.setdefault(name, line)
        if tag == "a" and held.get("name"):
            page.ids.setdefault(held["name"], line)
        for attribute, value in attributes:
            page.uses += [Use(*each, line, last, tag) for each in _leads(tag, attribute, value)]
    return page


def _leads(tag: str, attribute: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield an attribute's addresses or ids, one by one."""
    if attribute in LEADING and (attribute != "data" or tag == "object"):
        yield attribute, value.strip()
    elif attribute == "srcset":
        yield from ((attribute, each) for each in _CANDIDATE.findall(value))
    elif attribute in REFERRING:
        yield from ((attribute, each) for each in value.split())


def _html_tags(text: str) -> Iterator[Tag]:
    reader = _LinkReader()
    reader.feed(_DATA_URL.sub("data:,0", text))
    reader.close()
    yield from reader.tags


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((self.getpos()[0], tag, [(name, value or "") for name, value in attrs]))


def _xml_tags(data: bytes) -> Iterator[Tag]:
    for node in parse_xml(data).iter():
        if is_element(node):
            attributes = [(_local(str(name)), str(value)) for name, value in node.attrib.items()]
            yield _line(node), _local(str(node.tag)), attributes


def _line(node: Element) -> int:
    line: object = node.sourceline
    return line if isinstance(line, int) else 0


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _of_page(
    name: str, page: LinkedPage, shelf: Shelf, path: Path, inside: str = ""
) -> Iterator[Finding]:
    """Yield what is wrong with the ids and the links of one page."""
    told = partial(Finding, "links", path=path, inside=inside)
    for twice, line in page.twice:
        message = f"the id {twice} stands on line {page.ids[twice]} already"
        yield told("id", "error", message, line=line, id=twice)
    for use in page.uses:
        if fault := _fault(use, name, shelf):
            rule, severity, message = fault
            excerpt = f'<{use.tag} {use.attribute}="{use.value}">' if use.tag else use.value
            yield told(rule, severity, message, line=use.line, id=use.id, excerpt=excerpt[:300])


def _fault(use: Use, here: str, shelf: Shelf) -> tuple[str, Severity, str] | None:
    """Return rule, severity and message where a link leads nowhere."""
    if use.attribute in REFERRING:
        there = use.value in shelf.pages[here].ids
        return None if there else ("reference", "error", f"there is no id {use.value}")
    if use.value.startswith("//"):
        return "address", "error", f"{use.value} names no scheme, such as https:"
    if SCHEME.match(use.value):
        return _fault_outside(use, shelf.ask)
    return _fault_within(use.value, here, shelf)


def _fault_outside(use: Use, ask: Ask) -> tuple[str, Severity, str] | None:
    if fault := fault_of(use.value):
        return "address", "error", f"{use.value} {fault}"
    is_link = use.tag == "a" and use.value.lower().startswith(("http:", "https:"))
    if is_link and (fault := ask(use.value)):
        return "online", "warning", f"{use.value} {fault}"
    return None


def _fault_within(address: str, here: str, shelf: Shelf) -> tuple[str, Severity, str] | None:
    file, _, fragment = address.partition("#")
    target = join_path(here, file.partition("?")[0]) if file else here
    if target not in shelf.pages and not shelf.holds(target):
        return "file", "error", f"{address} leads to {target}, which is not there"
    if target not in shelf.pages or _OWN_WAYS.fullmatch(fragment):
        return None
    ids = shelf.pages[target].ids
    if fragment in ids or unquote(fragment) in ids:
        return None
    return "fragment", "error", f"{address} leads to an id that is not there"
