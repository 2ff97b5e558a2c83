"""One element as browsers have it -> what it runs, or asks of somebody else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from octavo.core.link_schemes import as_browsers_read, is_followed
from octavo.finished.seen_elements import HTML, SVG, SeenElement
from octavo.markup.css.style_loads import loads_of_style

FORBIDDEN = frozenset(
    "applet base bgsound controlledframe embed fencedframe frame handler iframe listener"
    " model noscript object portal select webview".split()
)
LOADING = frozenset(
    "action altimg archive attributionsrc background classid codebase data dynsrc formaction icon"
    " imagesrcset lowsrc manifest ping poster src srcset xlink:href".split()
)
"""Attributes that a browser follows by itself, or when something is sent."""
SETS = ("srcset", "imagesrcset")
"""Those of them that name several addresses."""
TELLING = frozenset("alternate author canonical cite-as license me next prev up".split())
"""What ``<link rel>`` may say of an address that nobody asks for."""
_ICONS = frozenset({"apple-touch-icon", "icon", "shortcut"})
"""What ``<link rel>`` may say of data: a sheet may load others."""
DATA = ("application/ld+json",)
"""Types of scripts that only hold data."""
SCRIPT = {"src": "site.js", "defer": "defer"}
"""How a page of a site calls the script that Octavo writes beside it; no template can change it."""
_TOLD = frozenset(
    {"content-security-policy", "content-type", "content-language", "x-ua-compatible"}
)
"""What ``<meta http-equiv>`` may say."""
_LOOKS = frozenset(
    "clip-path color-profile cursor fill filter from marker marker-end marker-mid marker-start mask"
    " stroke style to values by".split()
)
"""Attributes that are read as a style sheet is; those of animations among them."""
_PICTURES = ("feimage", "image")
_CHANGES = frozenset("animate animatecolor animatemotion animatetransform set".split())
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]*)", re.IGNORECASE)
_CANDIDATE = re.compile(r"[ \t\n\f\r,]*([^ \t\n\f\r]+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*\)?|[^,(])*,?")
_FACE = re.compile(r'url\("fonts/[\w.-]+\.woff2"\)')


@dataclass(frozen=True, slots=True)
class Within:
    """What an edition may name, because it is its own."""

    addresses: re.Pattern[str]
    """An id, data, or (in an EPUB) a file beside."""
    pictures: re.Pattern[str] = re.compile("(?!)")
    """Files that pictures may be."""
    is_site: bool = False
    """Whether its script and its faces stand beside it."""

    def is_called(self, node: SeenElement) -> bool:
        """Tell the script of a site."""
        is_ours = node.tag == "script" and node.space == HTML and dict(node.attributes) == SCRIPT
        return self.is_site and is_ours and not node.words

    def sheet(self, node: SeenElement) -> str:
        return _FACE.sub("url(#)", node.words) if self.is_site else node.words

    def holds(self, attribute: str, value: str) -> bool:
        if attribute == "src" and self.pictures.fullmatch(value):
            return True
        return self.addresses.match(as_browsers_read(value)) is not None


def faults_of(node: SeenElement, own: Within) -> Iterator[str]:
    """Yield what is wrong, in words that go on after "the edition …"."""
    if own.is_called(node):
        return
    yield from _of_kind(node)
    if node.tag == "style":
        yield from (f"loads {each} by its style" for each in loads_of_style(own.sheet(node)))
    for name, value in node.attributes.items():
        yield from _of_attribute(node, own, name, value)


def _of_kind(node: SeenElement) -> Iterator[str]:
    attributes = node.attributes
    if node.tag in FORBIDDEN:
        yield f"holds <{node.tag}>"
    if node.tag == "script" and (attributes.get("type") not in DATA or "src" in attributes):
        yield "holds a script"
    if node.tag == "meta":
        yield from _of_meta(attributes)
    if node.tag in _CHANGES:
        changed = attributes.get("attributename", "").lower().rpartition(":")[2]
        if changed == "href" or changed.startswith("on"):
            yield f"changes {changed} by <{node.tag}>"


def _of_meta(attributes: Mapping[str, str]) -> Iterator[str]:
    said = attributes.get("http-equiv", "").strip().lower()
    if said == "refresh":
        yield "leads its reader elsewhere"
    elif said and said not in _TOLD:
        yield f"tells browsers {said[:60]}"
    named = _CHARSET.search(attributes.get("content", "")) if said == "content-type" else None
    charset = attributes.get("charset", named[1] if named else "utf-8")
    if not _UTF_8.fullmatch(charset.strip()):
        yield f"names another encoding, {charset[:60]}"


def _of_attribute(node: SeenElement, own: Within, name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"runs {name} of <{node.tag}>"
    if name in ("srcdoc", "xml:base"):
        yield f"holds {name} of <{node.tag}>"
    if name in _LOOKS:
        yield from (f"loads {each} by its style" for each in loads_of_style(value))
    if name in LOADING or (name == "href" and _loads_by_href(node)):
        asked = _candidates(value) if name in SETS else [value]
        if not all(_is_own(node, own, name, each) for each in asked):
            yield f"loads {_show(value)} by <{node.tag}>"
    elif name == "href" and not is_followed(value):
        yield f"leads to {_show(value)} by <{node.tag}>"


def _is_own(node: SeenElement, own: Within, name: str, value: str) -> bool:
    if node.space == SVG and node.tag == "a" and name == "xlink:href":
        return is_followed(value)
    if node.space == SVG and node.tag not in _PICTURES and name.endswith("href"):
        return as_browsers_read(value).startswith("#")
    if node.tag == "link" and as_browsers_read(value)[:5].lower() == "data:":
        return set(node.attributes.get("rel", "").lower().split()) <= _ICONS
    return own.holds(name, value)


def _loads_by_href(node: SeenElement) -> bool:
    """Tell whether a browser asks for what ``href`` names."""
    if node.tag == "link" and node.space == HTML:
        relations = set(node.attributes.get("rel", "").lower().split())
        return not relations <= TELLING
    return node.space == SVG and node.tag != "a"


def _candidates(value: str) -> list[str]:
    """Return the addresses of a set of pictures. Rule: HTML, section 4.8.4.3.10."""
    found: list[str] = []
    at = 0
    while first := _CANDIDATE.match(value, at):
        found.append(first[1].rstrip(","))
        at = first.end()
        if not first[1].endswith(","):
            at = _DESCRIPTORS.match(value, at).end()  # type: ignore[union-attr]  # it matches all
    return found


def _show(value: str) -> str:
    return as_browsers_read(value)[:60]
