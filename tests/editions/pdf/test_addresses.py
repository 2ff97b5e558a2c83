"""Addresses of the press's own, and the places that page numbers are put in."""

from urllib.parse import urlsplit

from octavo.editions.pdf.addresses import BASE, ELSEWHERE, NUMBER
from octavo.editions.pdf.pdf_traits import SHAPE
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.languages import Language
from octavo.markup.tree import parse_xml, serialise
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text

ENGLISH = Language("en", {"on_page": "on page {page}"}, (), ("“", "”", "‘", "’"), "")


def test_no_address_of_the_press_can_be_one_of_the_network() -> None:
    """RFC 6761 keeps .invalid out of every name server."""
    hosts = [urlsplit(address).hostname for address in (BASE, ELSEWHERE)]
    assert len(set(hosts)) == 2 and all(str(host).endswith(".invalid") for host in hosts)


def test_a_reference_leaves_a_place_for_the_page_that_it_names() -> None:
    body = parse_xml('<body><p>See <a class="reference" href="#hall">the hall</a>.</p></body>')
    config = Config("w", "w.md", Metadata(1, "W", "en"), {}, 0, "urn:w")
    whole = Publication(config, (Chapter(Text("w.md", ""), "w", "chapter", "body", body),))
    (made,) = for_edition(whole, EditionCut(Edition("pdf"), ENGLISH, SHAPE)).chapters
    html = serialise(made.body)
    assert [(name, number) for _, name, number, _ in NUMBER.findall(html)] == [("hall", "000")]
    assert NUMBER.sub(r"\g<1>7\4", html) == html.replace(">000<", ">7<")


def test_a_number_that_names_no_page_is_left_alone() -> None:
    assert not NUMBER.search('<span class="page-number">000</span>')
    assert not NUMBER.search('<span class="number" data-page-of="hall">000</span>')
