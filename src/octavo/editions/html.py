"""The HTML edition: one self-contained file, without a script and without a request."""

import base64

from markupsafe import Markup

from octavo.editions.order import Order
from octavo.fonts import Cut, coverage, families, woff2_subset
from octavo.model import Asset, Made
from octavo.pages import Pages
from octavo.pages.facts import facts
from octavo.pages.outlines import outlined
from octavo.transforms.for_edition import Cut as EditionCut
from octavo.transforms.for_edition import for_edition
from octavo.tree import Element, characters, elements, has_class, inner, parse_xml, unset
from octavo.workshop import Workshop

CODE = (
    "editions/html.py",
    "pages",
    "transforms/for_edition.py",
    "canonical.py",
    "fonts.py",
    "tree.py",
)
ENGINES = ("jinja2", "markupsafe", "lxml", "tinycss2")
ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789 "
"""Characters that style sheets and markers may bring in."""


def make_html(order: Order) -> Made:
    """Return the HTML edition as one file."""

    def make(inside: Workshop) -> bytes:
        inside.knows(CODE, ENGINES)
        return _document(order, inside).encode()

    data = order.workshop.recall("html", (order.digestible(),), make)
    return Made({f"{order.publication.config.slug}.html": data})


def _document(order: Order, inside: Workshop) -> str:
    cut = for_edition(order.publication, EditionCut("html", order.words))
    told = facts(inside, order.publication, order.theme, order.words, "html", order.edition_id)
    pages = Pages(inside, order.theme, told)
    body = parse_xml(f"<body>{''.join(unit.html for unit in pages.units(cut))}</body>")
    _embed_pictures(body, order, inside)
    _let_keyboard_scroll(body)
    for node in body.iter():
        for name in ("data-b", "data-label"):
            unset(node, name)
    sheet = order.theme.sheet(
        inside, "tokens.css", "base.css", "theme.css", "screen.css", "code.css"
    )
    words = frozenset(characters(body) + ALWAYS)
    css = _font_faces(order, inside, words) + sheet
    html = pages.render("html", css=Markup(css), body=Markup(inner(body, void_slash=False)))
    return html.replace("/>\n", ">\n")


def _embed_pictures(body: Element, order: Order, inside: Workshop) -> None:
    for image in elements(body, "img"):
        asset = outlined(inside, order.theme, order.publication.assets[image.get("src") or ""])
        image.set("src", data_url(asset))
        if asset.width and asset.height:
            image.set("width", str(asset.width))
            image.set("height", str(asset.height))


def data_url(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{base64.b64encode(asset.data).decode()}"


def _let_keyboard_scroll(body: Element) -> None:
    """Boxes that may scroll sideways can be reached by the keyboard (WCAG 2.1.1)."""
    for node in elements(body, "pre", "div"):
        if node.tag == "pre" or has_class(node, "table"):
            node.set("tabindex", "0")


def _font_faces(order: Order, inside: Workshop, words: frozenset[str]) -> str:
    """Return ``@font-face`` rules with the subset of each face that the text can need.

    Companion families (Noto) carry only what the faces of the theme lack.
    """
    known = families(inside)
    points = frozenset(map(ord, words))
    own = [name for name in order.theme.families if not name.startswith("Noto")]
    lacking = points - coverage(inside, own)
    rules = []
    for name in order.theme.families:
        wanted = points if name in own else lacking
        for cut in known[name].cuts:
            data = woff2_subset(inside, cut, wanted)
            if data:
                rules.append(
                    font_face(cut, f"data:font/woff2;base64,{base64.b64encode(data).decode()}")
                )
    return "\n".join(rules) + "\n"


def font_face(cut: Cut, url: str) -> str:
    return (
        f'@font-face {{ font-family: "{cut.family}"; font-weight: {cut.weight}; '
        f'font-style: {cut.style}; font-display: swap; src: url("{url}") format("woff2") }}'
    )
