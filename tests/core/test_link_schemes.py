"""Which addresses the links of an edition may have, however they are spelled."""

import pytest
from conftest import Desk

from octavo.core.link_schemes import is_followed, scheme_in
from octavo.transforms.sound_names import sound_address

REFUSED = ("javascript:x", "JAVASCRIPT:x", "java\tscript:x", "\x01javascript:x", " vbscript:x")
REFUSED += ("data:text/html,x", "file:///etc/passwd", "File:x", "blob:x", "about:blank", "x-y.z+:a")


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_with_another_scheme_is_followed_by_nobody(address: str) -> None:
    assert scheme_in(address) and not is_followed(address)


@pytest.mark.parametrize(
    "address",
    "https://a HTTP://a ftp://a sms:1 tel:+1 mailto:a@b urn:isbn:1 doi:10/1 #a a.md a/b:c //a ?a:b"
    " 1a:b \ufffdjavascript:x".split(),
)
def test_a_scheme_of_the_list_or_none_is_followed(address: str) -> None:
    assert is_followed(address)


@pytest.mark.parametrize("written", ["doi:10.1000/182", "DOI:10.1000/182", "doi://10.1000/182"])
def test_a_doi_leads_to_its_resolver(written: str) -> None:
    assert sound_address(written) == "https://doi.org/10.1000/182"


@pytest.mark.parametrize(
    "written", ["javascript:x", "JaVaScRiPt:x", "java&#9;script:x", "data:x", "FILE:///x", "file:x"]
)
def test_a_text_is_told_which_scheme_no_edition_leads_to(desk: Desk, written: str) -> None:
    publication = desk.read(f"A [word]({written}) here.")
    (told,) = [each for each in publication.problems if each.code == "E221"]
    assert "no edition leads to" in told.message and "https" in told.hint
