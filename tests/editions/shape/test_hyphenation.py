"""Exceptions of hyphenation: which words are set apart, with which breaks."""

from small_works import tree

from octavo.editions.shape.hyphenation import set_exceptions
from octavo.markup.tree import inner


def excepted(xml: str, *words: str) -> str:
    body = tree(xml)
    set_exceptions(body, words)
    return inner(body).replace("\u00ad", "-")


def test_a_word_breaks_where_its_exception_says_and_keeps_its_capitals() -> None:
    found = excepted("<p>Octavo, OCTAVO.</p>", "Oc-ta-vo")
    assert found == (
        '<p><span class="breaks">Oc-ta-vo</span>, <span class="breaks">OC-TA-VO</span>.</p>'
    )


def test_a_word_without_a_hyphen_never_breaks() -> None:
    assert excepted("<p>tables</p>", "tables") == '<p><span class="breaks">tables</span></p>'


def test_parts_of_longer_words_are_none() -> None:
    assert excepted("<p>tables table-d</p>", "ta-ble").startswith("<p>tables <span")


def test_words_behind_an_element_keep_their_order() -> None:
    found = excepted("<p><b>A</b> table or table.</p>", "ta-ble")
    assert found == (
        '<p><b>A</b> <span class="breaks">ta-ble</span> or <span class="breaks">ta-ble</span>.</p>'
    )


def test_code_is_never_hyphenated() -> None:
    xml = "<p><code>table</code><kbd>table</kbd></p><pre>table</pre>"
    assert excepted(xml, "ta-ble") == xml


def test_of_two_exceptions_the_longer_word_goes_first() -> None:
    found = excepted("<p>tea-room</p>", "tea", "tea-room")
    assert found == '<p><span class="breaks">tea</span>-room</p>'


def test_an_empty_list_changes_nothing() -> None:
    assert excepted("<p>table</p>") == excepted("<p>table</p>", "-") == "<p>table</p>"
