"""The HTML edition: one self-contained file, without a script and without a request."""

import base64

from markupsafe import Markup

from octavo.editions.order import Order
from octavo.fonts import Cut, coverage, families, is_sans, woff2_subset
from octavo.model import Asset, Made
from octavo.pages import Pages
from octavo.pages.facts import facts
from octavo.pages.pictures import prepared
from octavo.transforms.for_edition import for_edition
from octavo.transforms.note_places import Cut as EditionCut
from octavo.transforms.pictures.rooms import use_of
from octavo.tree import Element, characters, elements, has_class, inner, parse_xml, unset
from octavo.workshop import Workshop

CODE = (
    "editions/html.py",
    "pages",
    "transforms",
    "canonical.py",
    "fonts.py",
    "tree.py",
)
ENGINES = ("jinja2", "markupsafe", "lxml", "tinycss2")
CODE_FACES = ("Code", "Mono")
"""How the families end that set code; where there is none, they are companions."""
CODE_TAGS = ("code", "pre", "kbd", "samp")
ITALIC = ("em", "i", "cite", "dfn", "var")
BOLD = ("strong", "b", "th", "dt", "h1", "h2", "h3", "h4")
BOOK = 500
"""Weight up to which a cut counts as not bold."""
ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789abcdef "
"""Characters that style sheets, markers and any edition id may bring in."""


def make_html(order: Order) -> Made:
    """Return the HTML edition as one file."""

    def make(inside: Workshop) -> bytes:
        inside.knows(CODE, ENGINES)
        return _document(order, inside).encode()

    data = order.workshop.recall("html", (order.digestible(),), make)
    return Made({order.file: data})


def _document(order: Order, inside: Workshop) -> str:
    cut = for_edition(order.publication, EditionCut(order.edition, order.words))
    told = facts(inside, cut, order.theme, order.words, order.edition, order.edition_id)
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
    css = _font_faces(order, inside, body) + sheet
    html = pages.render("html", css=Markup(css), body=Markup(inner(body, void_slash=False)))
    return html.replace("/>\n", ">\n")


def _embed_pictures(body: Element, order: Order, inside: Workshop) -> None:
    for image in elements(body, "img"):
        found = order.publication.assets.get(image.get("src") or "")
        if found is None:
            continue  # a template's own picture, which E311 tells of unless it is data
        asset = prepared(inside, order.theme, found, "html", use_of(image))
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


def _font_faces(order: Order, inside: Workshop, body: Element) -> str:
    """Return ``@font-face`` rules with the subset of each face that the text can need.

    Companions (and the code face where there is no code) carry only what the faces of the theme
    lack, each what no companion before it has; a bold italic comes only where bold and italic meet.
    """
    known = families(inside)
    points = frozenset(map(ord, characters(body) + ALWAYS))
    has_code, is_crossed = bool(elements(body, *CODE_TAGS)), _is_crossed(body)
    own = [name for name in order.theme.families if not name.endswith(CODE_FACES)]
    others = [name for name in order.theme.companions if name not in own]
    shares = _shares(inside, others, points - coverage(inside, own))
    coded = [name for name in order.theme.families if name.endswith(CODE_FACES) and has_code]
    needs = dict.fromkeys(own, points) | shares | dict.fromkeys(coded, points)
    rules = []
    for name, wanted in needs.items():
        for cut in known[name].cuts:
            if cut.style != "normal" and cut.weight > BOOK and not is_crossed:
                continue
            data = woff2_subset(inside, cut, wanted)
            if data:
                url = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
                rules.append(font_face(cut, url))
    return "\n".join(rules) + "\n"


def _shares(
    inside: Workshop, names: list[str], lacking: frozenset[int]
) -> dict[str, frozenset[int]]:
    """Return what each companion carries: the text asks all in turn, captions ask the sans."""
    shares = {name: frozenset[int]() for name in names}
    sans = [name for name in names if is_sans(name) or name.endswith(CODE_FACES)]
    for chain in (names, sans):
        left = lacking
        for name in chain:
            has = left & coverage(inside, [name])
            shares[name] |= has
            left -= has
    return shares


def _is_crossed(body: Element) -> bool:
    """Tell whether something is bold and italic at once."""
    return any(
        (node.tag in ITALIC and any(parent.tag in BOLD for parent in node.iterancestors()))
        or (node.tag in BOLD and any(parent.tag in ITALIC for parent in node.iterancestors()))
        for node in elements(body, *ITALIC, *BOLD)
    )


def font_face(cut: Cut, url: str) -> str:
    return (
        f'@font-face {{ font-family: "{cut.family}"; font-weight: {cut.weight}; '
        f'font-style: {cut.style}; font-display: swap; src: url("{url}") format("woff2") }}'
    )
