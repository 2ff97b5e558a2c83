"""Notes stand at the end of their chapter; each is called, each call has one."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml
from conftest import Desk

from octavo.constructs.notes import gather_notes, number_notes
from octavo.markup.tree import elements, has_class, text_of
from octavo.model.publication import Publication


def call(label: str, more: str = "") -> str:
    """Return a call as Python-Markdown writes it."""
    link = f'<a class="footnote-ref" href="#fn-{label}">1</a>'
    return f'<sup id="fnref{more}-{label}">{link}</sup>'


def notes(**words: str) -> str:
    """Return the notes as Python-Markdown writes them."""
    back = '<a class="footnote-backref" href="#fnref-{0}">back</a>'
    items = "".join(
        f'<li id="fn-{label}"><p>{text}\u00a0{back.format(label)}</p></li>'
        for label, text in words.items()
    )
    return f'<div class="footnote"><hr/><ol>{items}</ol></div>'


def numbers(publication: Publication) -> list[tuple[str | None, str | None]]:
    body = publication.chapters[0].body
    every = [each for each in elements(body, "div") if has_class(each, "note")]
    return [(each.get("data-label"), each.get("data-number")) for each in every]


def test_a_note_goes_to_the_end_and_its_call_leads_there(tmp_path: Path) -> None:
    written = "Salt[^a].\n\n[^a]: Dear.\n"
    chapter = chapter_of(f"<p>Salt{call('a')}.</p>{notes(a='Dear.')}", written=written)
    done = gather_notes(of(chapter), bench(tmp_path))
    assert xhtml(done) == (
        '<p>Salt<a class="noteref" id="one-ref-a" href="#one-note-a" data-label="a"></a>.</p>'
        '<section class="notes"><div class="note" id="one-note-a" data-label="a" data-line="3">'
        "<p>Dear.</p></div></section>"
    )
    assert done.problems == ()


def test_a_second_call_of_a_note_has_an_id_of_its_own(tmp_path: Path) -> None:
    given = f"<p>A{call('a')} b{call('a', '2')}</p>{notes(a='Dear.')}"
    done = gather_notes(of(given), bench(tmp_path))
    ids = [each.get("id") for each in elements(done.chapters[0].body, "a")]
    assert ids == ["one-ref-a", "one-ref-a-2"]


def test_a_call_without_note_is_told_but_not_in_code(tmp_path: Path) -> None:
    given = '<p data-line="2">Salt[^b] and <code>x[^c]</code></p>'
    chapter = chapter_of(given, written="\nSalt[^b] and `x[^c]`\n")
    assert told(gather_notes(of(chapter), bench(tmp_path))) == ["E216 one.md:2"]


def test_a_note_that_nothing_calls_is_told_and_left_out(tmp_path: Path) -> None:
    chapter = chapter_of(f"<p>Salt</p>{notes(a='Dear.')}", written="Salt\n\n[^a]: Dear.\n")
    done = gather_notes(of(chapter), bench(tmp_path))
    assert (xhtml(done), told(done)) == ("<p>Salt</p>", ["E216 one.md:3"])


def test_markup_that_calls_itself_a_note_is_told_and_loses_the_name(tmp_path: Path) -> None:
    done = gather_notes(of('<p class="notes x" data-line="1">Words</p>'), bench(tmp_path))
    assert told(done) == ["E214 one.md:1"]
    assert xhtml(done) == '<p class="x" data-line="1">Words</p>'


def test_a_box_that_an_author_calls_footnote_at_the_end_keeps_its_words(tmp_path: Path) -> None:
    box = '<div class="footnote" data-line="1"><ol><li{}>Words</li></ol></div>'
    for item in ("", ' id="fn:1"'):
        done = gather_notes(of(f"<p>A</p>{box.format(item)}"), bench(tmp_path))
        assert "Words" in xhtml(done) and told(done) == ["E214 one.md:1"]


def test_an_item_of_a_list_in_a_note_is_no_note_whatever_its_id(tmp_path: Path) -> None:
    given = notes(a='A.</p><ul><li id="fn-b">B</li></ul><p>C')
    done = gather_notes(of(f"<p>Salt{call('a')}</p>{given}"), bench(tmp_path))
    assert '<ul><li id="fn-b">B</li></ul>' in xhtml(done) and not told(done)


def test_notes_are_numbered_by_their_first_call_those_within_notes_last(tmp_path: Path) -> None:
    words = notes(a="A.", b=f"B{call('c')}.", c="C.")
    given = f"<p>{call('b')} {call('a')} {call('b', '2')}</p>{words}"
    done = number_notes(gather_notes(of(given), bench(tmp_path)), bench(tmp_path))
    assert numbers(done) == [("b", "1"), ("a", "2"), ("c", "3")]
    calls = [each.text for each in elements(done.chapters[0].body, "a")]
    assert calls == ["1", "2", "1", "3"]


def test_a_chapter_without_notes_has_nothing_numbered(tmp_path: Path) -> None:
    assert xhtml(number_notes(of("<p>Salt</p>"), bench(tmp_path))) == "<p>Salt</p>"


@pytest.mark.parametrize(
    "words",
    [
        "p. 34 of it.",
        "c. 1900, when *it* was.",
        "2. Auflage, Berlin 1904.",
        "1871. Then 1904.",
    ],
)
def test_a_note_that_begins_like_a_list_of_one_is_words(words: str, desk: Desk) -> None:
    body = desk.body(f"Salt.[^a] Sea.[^b]\n\n[^a]: {words}\n[^b]: {words}\n\n    More *words*.\n")
    first, second = [each for each in elements(body, "div") if has_class(each, "note")]
    said = words.replace("*", "").replace("p. ", "p.\u00a0")
    assert [(node.tag, text_of(node)) for node in first] == [("p", said)]
    assert [(node.tag, text_of(node)) for node in second] == [("p", said), ("p", "More words.")]


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("- One\n    - Two", "ul"),
        ("1. One\n    2. Two", "ol"),
        ("\n    > Said", "blockquote"),
        ("\n    ```python\n    x = 1\n    ```", "pre"),
        ("\n    | A | B |\n    |---|---|\n    | 1 | 2 |", "div"),
        ("\n    /// verse\n\n    One\n    Two\n\n    ///", "div"),
    ],
)
def test_a_note_may_be_one_block_of_any_kind(words: str, tag: str, desk: Desk) -> None:
    done = desk.read(f"Salt.[^a]\n\n[^a]: {words}\n")
    (note,) = [each for each in elements(done.chapters[0].body, "div") if has_class(each, "note")]
    assert [node.tag for node in note] == [tag]
    assert [each.severity for each in done.problems if each.severity != "notice"] == []
