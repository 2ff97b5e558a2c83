"""Addresses and paths may part; words of a language may not."""

from small_works import tree

from octavo.editions.shape.long_words import part_long_words
from octavo.markup.tree import inner

ADDRESS = "example.org/a/very/long/path"
SPAN = f'<span class="long-word">{ADDRESS}</span>'


def parted(xml: str) -> str:
    body = tree(xml)
    part_long_words(body)
    return inner(body)


def test_an_address_may_part_wherever_it_stands() -> None:
    assert parted(f"<p>At {ADDRESS} it is.</p>") == f"<p>At {SPAN} it is.</p>"
    assert parted(f"<p><b>At</b> {ADDRESS} it is.</p>") == f"<p><b>At</b> {SPAN} it is.</p>"


def test_several_addresses_keep_their_order() -> None:
    assert parted(f"<p>{ADDRESS} or {ADDRESS}</p>") == f"<p>{SPAN} or {SPAN}</p>"
    assert parted(f"<p><i/>{ADDRESS} or {ADDRESS}</p>") == f"<p><i></i>{SPAN} or {SPAN}</p>"


def test_a_word_of_a_language_and_a_short_address_stay() -> None:
    xml = "<p>Donaudampfschifffahrtsgesellschaft example.org/a</p>"
    assert parted(xml) == xml


def test_a_block_of_code_stays_and_what_follows_it_does_not() -> None:
    assert parted(f"<pre>{ADDRESS}</pre>{ADDRESS}") == f"<pre>{ADDRESS}</pre>{SPAN}"
