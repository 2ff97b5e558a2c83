"""The HTML edition: one self-contained file, without a script and without a request."""

import base64
from urllib.parse import quote

from markupsafe import Markup

from octavo.constructs.listings import is_code
from octavo.constructs.tables import is_table
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.html.html_traits import PAGE_SHAPE, PICTURES
from octavo.editions.order import Order
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.units.cover import card
from octavo.editions.units.embedded_faces import faces
from octavo.editions.units.facts import Facts, facts
from octavo.editions.units.initial_sizes import lines_for
from octavo.editions.units.render import HOLE, PLACE, Pages, join_bodies
from octavo.finished.page_policy import with_policy
from octavo.fonts.bundled import Cut
from octavo.fonts.face_rules import cut_rule
from octavo.markup.tree import (
    Element,
    elements,
    fill,
    inner,
    move_content,
    new,
    parse_page,
    unset,
)
from octavo.model.made import Made
from octavo.model.publication import Asset
from octavo.pictures.forms import prepare
from octavo.pictures.rooms import use_of

LITERAL = "-._~!*+,;:@/="
"""Signs that an address may hold as they are, and that end none in HTML or CSS."""
STRIP = 3
"""How many times as high as wide a picture may be that has to fit into the window as a whole."""


def make_html(order: Order) -> Made:
    """Return the HTML edition as one file."""

    def make(inside: Workshop) -> bytes:
        html, card = _document(order, inside)
        return pack({order.file: html.encode(), **card})

    return Made(unpack(order.workshop.recall("html", (order.digestible(),), make)))


def _document(order: Order, inside: Workshop) -> tuple[str, dict[str, bytes]]:
    """Return the page, and beside it the card for social media where its address is known."""
    cut = for_edition(order.publication, EditionCut(order.edition, order.words, PAGE_SHAPE))
    told = facts(inside, cut, order, card_name(order))
    sheet = order.theme.sheet(
        inside, "tokens.css", "base.css", "theme.css", "screen.css", "code.css"
    )
    lines = lines_for(sheet, told.derived.direction, told.metadata.language)
    pages = Pages(inside, order.theme, told, order.moulds, lines)
    body = join_bodies(pages.units(cut))
    _embed_pictures(body, order, inside)
    let_keyboard_scroll(body)
    unmark(body)
    text = Markup(inner(body, void_slash=False))
    page = whole(pages.render("html", css="", body=HOLE), body)
    fonts = faces(order, inside, [page], sheet)
    css = "".join(_embed(cut, data) for cut, data in fonts) + sheet
    html = pages.render("html", css=Markup(css), body=text)
    html = with_policy(html.replace("/>\n", ">\n"))
    return html, make_card(order, inside, told)


def whole(shell: str, *bodies: Element) -> Element:
    """Return a page of its shell, made with HOLE for a text, and what bodies hold, moved there."""
    page, content = parse_page(shell), new("body")
    for body in bodies:
        move_content(body, content)
    fill([each for each in elements(page, "div") if each.get("id") == PLACE], content)
    return page


def make_card(order: Order, inside: Workshop, told: Facts) -> dict[str, bytes]:
    """Return the card for social media by its name, {} where its address is not known."""
    if not told.derived.card:
        return {}
    return {card_name(order): card(inside, order.theme, told)}


def card_name(order: Order) -> str:
    """Return the name of the card beside an HTML edition's page."""
    return "card.png" if order.edition.split else f"{order.file.removesuffix('.html')}-card.png"


def _embed_pictures(body: Element, order: Order, inside: Workshop) -> None:
    for image in elements(body, "img"):
        found = order.publication.assets.get(image.get("src") or "")
        if found is None:
            continue  # a template's own picture, which E311 tells of unless it is data
        asset = prepare(inside, order.theme, found, PICTURES, use_of(image))
        put(image, data_url(asset), asset)


def put(image: Element, address: str, asset: Asset) -> None:
    """Let an image show a picture, in the room that it will take: a page must not jump."""
    image.set("src", address)
    if asset.width and asset.height:
        image.set("width", str(asset.width))
        image.set("height", str(asset.height))
        if asset.width < asset.height < STRIP * asset.width and not image.get("style"):
            image.set("style", f"--shape: {asset.width / asset.height:.3g}")


def data_url(asset: Asset) -> str:
    """Return a picture as an address. A drawing stays text, so that a server can pack it well."""
    if asset.media_type == "image/svg+xml":
        return f"data:{asset.media_type},{quote(asset.data, safe=LITERAL)}"
    return f"data:{asset.media_type};base64,{base64.b64encode(asset.data).decode()}"


def let_keyboard_scroll(body: Element) -> None:
    """Boxes that may scroll sideways can be reached by the keyboard (WCAG 2.1.1)."""
    for node in elements(body):
        if is_code(node) or is_table(node):
            node.set("tabindex", "0")


def unmark(body: Element) -> None:
    """Take off the marks that only a build needs."""
    for node in body.iter():
        unset(node, "data-b", "data-label")


def _embed(cut: Cut, data: bytes) -> str:
    url = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
    return f"{cut_rule(cut, url, 'block')}\n"  # it is here: nothing else need be seen first
