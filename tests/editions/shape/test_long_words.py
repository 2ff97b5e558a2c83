"""Addresses, names in code and compounds may part; other words of a language may not."""

import pytest
from small_works import tree

from octavo.editions.shape.long_words import part_long_words, tighten
from octavo.markup.tree import inner

ADDRESS = "example.org/a/very/long/path"
SPAN = f'<span class="long-word">{ADDRESS}</span>'
COMPOUND = "Donaudampfschifffahrtsgesellschaft"
PARTS = f'<span class="compound">{COMPOUND}</span>'


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


@pytest.mark.parametrize(
    "words",
    [
        "Rechtsschutzversicherung example.org/a",
        "first-class-and-second-class-and-third-class-words",
        "港の番人は毎朝、水位を書き留めた。港の番人は毎朝、水位を書き留めた。",
        "one\u00a0two\u00a0three\u00a0four\u00a0five\u00a0six\u00a0seven",
    ],
)
def test_what_ends_a_line_of_the_text_by_itself_stays(words: str) -> None:
    xml = f"<p>{words}</p>"
    assert parted(xml) == xml


@pytest.mark.parametrize("tag", ["p", "h1", "h4", "td", "figcaption", "dt", "li"])
def test_a_compound_is_hyphenated_wherever_it_stands(tag: str) -> None:
    assert parted(f"<{tag}>Die {COMPOUND}.</{tag}>") == (
        f'<{tag}>Die <span class="compound">{COMPOUND}.</span></{tag}>'
    )


def test_shorter_compounds_part_where_lines_are_short_or_letters_large() -> None:
    word = "Rechtsschutzversicherung"
    assert parted(f"<h2>{word}</h2>") == f'<h2><span class="compound">{word}</span></h2>'
    assert parted(f"<td>„{word}“</td>") == f'<td><span class="compound">„{word}“</span></td>'


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("octavo.editions.pdf_file.made", "octavo.~editions.~pdf_~file.~made"),
        ("src/octavo/editions/pdf.py", "src/~octavo/~editions/~pdf.~py"),
        ("aVeryLongCamelCaseIdentifier", "a~Very~Long~Camel~Case~Identifier"),
        (
            "--with-\u2060a-\u2060very-\u2060long-\u2060name",
            "--with-\u2060a-\u2060very-\u2060long-\u2060name",
        ),
        ("one-\u2060" * 9 + "end", "one-~" * 9 + "end"),
        ("HTTPServerRequestHandler", "HTTPServer~Request~Handler"),
    ],
)
def test_a_long_name_in_code_parts_at_its_joints(name: str, made: str) -> None:
    span = f'<span class="long-word">{made.replace("~", chr(0x200B))}</span>'
    assert parted(f"<p><code>{name}</code> x</p>") == f"<p><code>{span}</code> x</p>"


def test_a_short_name_in_code_stays() -> None:
    xml = "<p><code>pdf_file.make_pdf()</code></p>"
    assert parted(xml) == xml


def test_a_block_of_code_stays_and_what_follows_it_does_not() -> None:
    assert parted(f"<pre>{ADDRESS}</pre>{ADDRESS}") == f"<pre>{ADDRESS}</pre>{SPAN}"


def test_what_is_parted_is_not_parted_again() -> None:
    once = parted(f"<h1>{COMPOUND} {ADDRESS} <code>{ADDRESS}</code></h1>")
    assert parted(once) == once


def test_what_is_too_wide_is_set_tighter_step_by_step() -> None:
    table = '<div data-b="a.1"><table><tr><td data-b="a.2">x</td></tr></table></div>'
    body = tree(f'{table}<pre data-b="a.3">x</pre>')
    tighten(body, {"a.2": 1, "a.3": 2})
    assert [node.get("class") for node in body.iter("table", "pre")] == ["tight", "tight tightest"]
    tighten(body, {})
    assert body[0][0].get("class") == "tight"
