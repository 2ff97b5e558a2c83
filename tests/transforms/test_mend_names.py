"""Ids and addresses of any kind become such as EPUB and PDF can hold; links still find them."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.markup.literals import plain
from octavo.transforms.sound_names import mend_names, sound_address, sound_id


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("a%20b", "a-20b"),
        ("100%", "100-"),
        ("with space", "with-space"),
        ("a\u2003b", "a-b"),
        ('d"q<r>', "d-q-r-"),
        ("a|b{c}[d]#e^f", "a-b-c-d-e-f"),
        ("sec:a.b-c_d", "sec:a.b-c_d"),
        ("ümlaut", "ümlaut"),
        ("u\u0308", "ü"),
    ],
)
def test_an_id_holds_no_blank_and_no_sign_that_an_address_would_have_to_encode(
    written: str, sound: str
) -> None:
    assert sound_id(written) == sound


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a|b{c}^d", "https://example.org/a%7Cb%7Bc%7D%5Ed"),
        ("https://example.org/[x]?[y]#[z]", "https://example.org/%5Bx%5D?%5By%5D#%5Bz%5D"),
        ("https://example.org/%zz%20", "https://example.org/%25zz%20"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("HTTPS://Example.org/X", "https://Example.org/X"),
        (" https://example.org/ ", "https://example.org/"),
        ("//example.org/x", "https://example.org/x"),
        ("https://[::1]:80/x", "https://[::1]:80/x"),
        ("mailto:a b@example.org", "mailto:a%20b@example.org"),
        ("other.md#a b", "other.md#a b"),
        ("#a%b", "#a%b"),
        ("https://example.org:port/", ""),
        ("https:///x", ""),
        ("http://", ""),
        ("mailto:", ""),
        ("https://ex%20ample.org/", ""),
    ],
)
def test_an_address_is_encoded_and_one_without_a_host_is_none(written: str, sound: str) -> None:
    assert sound_address(written) == sound


def test_ids_and_addresses_of_a_text_are_mended_and_notes_keep_theirs(tmp_path: Path) -> None:
    note = '<p id="fn-a b"><a href="#fnref-a b">y</a></p>'
    done = mend_names(of(f'<p id="a b"><a href="//e.org/x y">x</a></p>{note}'), bench(tmp_path))
    assert xhtml(done) == f'<p id="a-b"><a href="https://e.org/x%20y">x</a></p>{note}'


def test_a_link_to_no_host_keeps_its_words_and_is_told(tmp_path: Path) -> None:
    done = mend_names(of('<p>See <a href="https:///x">there</a>.</p>'), bench(tmp_path))
    assert xhtml(done) == "<p>See there.</p>"
    assert told(done) == ["E221 one.md"]
    assert done.problems[0].severity == "warning"


@pytest.mark.parametrize("name", ["isbn:978-3", "a+b:c", "C:x", "std:vector"])
def test_what_only_looks_like_an_address_in_angle_brackets_is_printed(
    name: str, tmp_path: Path
) -> None:
    given = f'<p>The <a href="{name}">{name}</a> x</p>'
    done = mend_names(of(chapter_of(given, written=f"The <{name}> x")), bench(tmp_path))
    assert plain(xhtml(done)) == f"<p>The <{name}> x</p>"
