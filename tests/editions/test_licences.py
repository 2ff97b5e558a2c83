"""Licences by name, and imprints of trade books and of works for reference."""

import pytest
from conftest import Desk
from lxml import etree

from octavo.editions.units.licences import licence_address, licence_name
from octavo.production.pipeline import build

NAMES = {
    ("CC-BY-4.0", "en-GB"): "Creative Commons Attribution 4.0 International",
    ("CC-BY-NC-SA-3.0", "en"): "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported",
    ("CC-BY-SA-4.0", "de"): "CC BY-SA 4.0",
    ("CC0-1.0", "fr-CH"): "CC0 1.0",
    ("CC0-1.0", "en-US"): "Creative Commons Zero 1.0 Universal",
    ("GFDL-1.3-or-later", "en"): "GNU Free Documentation License 1.3 or later",
    ("Artistic-2.0", "en"): "Artistic-2.0",
    ("CC-BY-9.9", "en"): "CC-BY-9.9",
    ("", "en"): "",
}


@pytest.mark.parametrize(("code", "language"), NAMES)
def test_a_licence_is_called_by_its_name(code: str, language: str) -> None:
    assert licence_name(code, language) == NAMES[code, language]


def test_licences_of_creative_commons_have_addresses_and_others_none() -> None:
    base = "https://creativecommons.org"
    assert licence_address("CC-BY-ND-3.0") == f"{base}/licenses/by-nd/3.0/"
    assert licence_address("CC0-1.0") == f"{base}/publicdomain/zero/1.0/"
    assert [licence_address(each) for each in ("MIT", "CC-BY-1.0", "CC-XX-4.0", "")] == [""] * 4


HOUSE = """\
contributors: [{name: Ada Quill}]
publisher: Quayside Press
place: Corran
rights: © 2024 Ada Quill
licence: CC-BY-4.0
editions: [html]
"""


def lines(desk: Desk, metadata: str, piece: str = "imprint") -> list[str]:
    head = "##" if "brief" in metadata else "#"
    project, slug = desk.write(f"{head} One\n\nWords.\n", f"{HOUSE}{metadata}")
    tree = etree.HTML(build(project, slug).files[f"{slug}.html"])
    (section,) = tree.xpath(f"//section[contains(@class, '{piece}')]")
    return [" ".join("".join(each.itertext()).split()) for each in section.iter("p")]


@pytest.mark.parametrize("numbering", ["none", "chapters"])
def test_a_novels_imprint_is_a_trade_books(desk: Desk, numbering: str) -> None:
    url = 'identifiers: {url: "https://quayside.example"}'
    found = lines(desk, f'theme: book\nversion: "1.0"\nnumbering: {numbering}\n{url}')
    assert found == [
        "Quayside Press, Corran",
        "https://quayside.example",
        "© 2024 Ada Quill",
        "Creative Commons Attribution 4.0 International",
        "Set in EB Garamond, Alegreya Sans and Fira Code.",
    ]


def test_a_version_in_words_is_the_edition(desk: Desk) -> None:
    assert "Second edition, revised" in lines(desk, "theme: book\nversion: Second edition, revised")


@pytest.mark.parametrize(
    "mark", ["numbering: sections", "lists: [tables]", "identifiers: {doi: 10.5555/12345678}"]
)
def test_a_book_for_reference_is_cited_and_has_a_version(desk: Desk, mark: str) -> None:
    found = lines(desk, f'theme: book\nversion: "1.0"\n{mark}')
    assert found[:2] == ["Published 1 May 2024, Corran, Quayside Press", "Version 1.0"]
    assert found[-1].startswith("Cite as: Ada Quill (2024), Work")


@pytest.mark.parametrize(("theme", "piece"), [("report", "imprint"), ("brief", "colophon")])
def test_rights_and_licence_stand_apart(desk: Desk, theme: str, piece: str) -> None:
    found = lines(desk, f"theme: {theme}", piece)
    assert "© 2024 Ada Quill · Creative Commons Attribution 4.0 International" in found


@pytest.mark.parametrize(("theme", "piece"), [("report", "imprint"), ("brief", "colophon")])
def test_a_licence_alone_has_no_separator(desk: Desk, theme: str, piece: str) -> None:
    metadata = f"{HOUSE}theme: {theme}".replace("rights: © 2024 Ada Quill\n", "")
    project, slug = desk.write("# One\n\nWords.\n", metadata)
    html = build(project, slug).files[f"{slug}.html"].decode()
    assert "· Creative" not in html and "· <a" not in html
    assert piece in html
