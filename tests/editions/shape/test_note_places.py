"""Where notes go: each place on a chapter of two or three notes."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_works import chapter, cut, work

from octavo.editions.epub.epub_traits import SHAPE as EPUB_SHAPE
from octavo.editions.html.html_traits import PAGE_SHAPE
from octavo.editions.shape.cut import Placing
from octavo.editions.shape.note_places import (
    at_end,
    at_foot,
    gather_at_end,
    in_asides,
    in_list,
    tell_apart,
)
from octavo.markup.tree import Element, elements, has_class, serialise, text_of
from octavo.model.publication import TocEntry

CALL = '<a class="noteref" href="#n{0}" id="r{1}" data-label="{0}">{0}</a>'
NOTE = '<div class="note" id="n{0}" data-b="c-{0}" data-number="{0}" data-label="{0}">{1}</div>'


def called(*notes: int) -> str:
    """Return a paragraph that calls notes; ids of calls count from 1."""
    return f"<p>Words{''.join(CALL.format(note, n) for n, note in enumerate(notes, 1))}.</p>"


def noted(*notes: str) -> str:
    """Return the section of a chapter's notes."""
    told = "".join(NOTE.format(n, note) for n, note in enumerate(notes, 1))
    return f'<section class="notes">{told}</section>'


TWO = called(1, 2, 1) + noted("<p>First.</p>", "<p>Second.</p><p>More.</p>")
PLACES = (at_foot, at_end, in_asides, in_list)


def classed(body: Element, name: str) -> list[Element]:
    return [node for node in elements(body) if has_class(node, name)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_chapter_without_notes_is_left_alone(tmp_path: Path, place: object) -> None:
    one = chapter("c", "<p>Words.</p>")
    assert callable(place)
    place(one, one.body, cut(tmp_path))
    assert [(node.tag, node.text) for node in one.body] == [("p", "Words.")]


def test_the_first_call_becomes_the_note_and_the_next_a_link(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    at_foot(one, one.body, cut(tmp_path))
    first, second, again = one.body[0]
    assert (first.get("class"), first.get("id")) == ("footnote", "n1")
    assert (first.get("data-call"), first.get("data-number")) == ("r1", "1")
    assert [node.get("class") for node in second] == ["note-text", "note-more"]
    assert (again.tag, again.get("href"), again.tail) == ("a", "#n1", ".")
    assert len(one.body) == 1  # no section is left


def test_no_call_at_the_foot_begins_a_line(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    at_foot(one, one.body, cut(tmp_path))
    before = [one.body[0].text, one.body[0][0].tail, one.body[0][1].tail]
    assert before == ["Words\u2060", "\u2060", "\u2060"]


def test_a_note_that_no_page_holds_becomes_an_endnote_of_its_number(tmp_path: Path) -> None:
    one = chapter("c", called(1, 2) + noted("<p>First.</p>", "<ul><li>Item</li></ul>"))
    at_foot(one, one.body, cut(tmp_path))
    (section,) = elements(one.body, "section")
    assert section.get("class") == "endnotes" and section[0].text == "Notes"
    assert [note.get("id") for note in section[1:]] == ["n2"]
    assert text_of(section[1]) == "2 Item"
    assert [node.tag for node in one.body[0]] == ["span", "a"]


def test_notes_that_the_press_sent_away_stand_at_the_end(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    at_foot(one, one.body, cut(tmp_path, endnotes=frozenset({"n1"})))
    (section,) = elements(one.body, "section")
    assert [note.get("id") for note in section[1:]] == ["n1"]
    assert [node.get("id") for node in classed(one.body, "footnote")] == ["n2"]


def test_a_note_that_only_a_note_calls_is_no_footnote(tmp_path: Path) -> None:
    inside = f"<p>First{CALL.format(2, 9)}.</p>"
    one = chapter("c", called(1) + noted(inside, "<p>Second.</p>"))
    at_foot(one, one.body, cut(tmp_path))
    (section,) = elements(one.body, "section")
    assert [note.get("id") for note in section[1:]] == ["n2"]


def test_listed_notes_all_stand_at_the_end_of_their_chapter(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    in_list(one, one.body, cut(tmp_path))
    assert classed(one.body, "footnote") == []
    section = elements(one.body, "section")[0]
    assert [text_of(note) for note in section] == ["Notes", "1 First.", "2 Second.More."]


def test_a_note_at_the_end_leads_back_to_each_of_its_calls(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    at_end(one, one.body, cut(tmp_path, PAGE_SHAPE, "html"))
    first, second = elements(one.body, "li")
    back = elements(first, "a")
    assert [link.get("href") for link in back] == ["#r1", "#r3"]
    assert [link.get("aria-label") for link in back] == [
        "Back to reference 1",
        "Back to reference 1, 2",
    ]
    assert [link.get("href") for link in elements(second, "a")] == ["#r2"]


def test_notes_at_the_end_keep_the_numbers_that_their_list_does_not_count(tmp_path: Path) -> None:
    one = chapter("c", called(2) + noted("<p>First.</p>", "<p>Second.</p>"))
    at_end(one, one.body, cut(tmp_path, PAGE_SHAPE, "html"))
    (item,) = elements(one.body, "li")
    assert (item.get("id"), item.get("value")) == ("n2", "2")
    two = chapter("c", TWO)
    at_end(two, two.body, cut(tmp_path, PAGE_SHAPE, "html"))
    assert [item.get("value") for item in elements(two.body, "li")] == [None, None]


def test_what_notes_at_the_end_are_is_said(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    at_end(one, one.body, cut(tmp_path, PAGE_SHAPE, "html"))
    (section,) = elements(one.body, "section")
    assert (section.get("role"), section.get("aria-label")) == ("doc-endnotes", "Notes")
    assert [call.get("role") for call in classed(one.body, "noteref")] == ["doc-noteref"] * 3


def test_asides_lead_back_by_their_number_and_further_calls_by_a_sign(tmp_path: Path) -> None:
    one = chapter("c", TWO)
    in_asides(one, one.body, cut(tmp_path, EPUB_SHAPE, "epub"))
    first, second = elements(one.body, "aside")
    assert first.get("role") == "doc-footnote" and first.get("data-number") is None
    number, again = elements(first, "a")
    assert (number.get("class"), number.get("href"), number.text) == ("note-number", "#r1", "1")
    assert (again.get("class"), again.get("href")) == ("backlink", "#r3")
    assert [link.get("href") for link in elements(second, "a")] == ["#r2"]


def test_a_way_back_points_against_the_direction_of_the_text(tmp_path: Path) -> None:
    signs = {}
    for tag in ("en", "he"):
        given = cut(tmp_path, PAGE_SHAPE, "html")
        one = chapter("c", TWO)
        at_end(one, one.body, replace(given, words=replace(given.words, tag=tag)))
        signs[tag] = (classed(one.body, "backlink")[0].text or "")[0]
    assert signs == {"en": "↩", "he": "↪"}


OWN = '<section role="doc-endnotes" aria-label="Notes"/><section aria-label="Other"/>'


def test_notes_of_several_chapters_are_told_apart_by_their_chapters(tmp_path: Path) -> None:
    publication = work(chapter("a", OWN, "Ebb"), chapter("b", OWN, "Flood"))
    tell_apart(publication, cut(tmp_path).words)
    names = [node.get("aria-label") for each in publication.chapters for node in each.body]
    assert names == ["Notes: Ebb", "Other", "Notes: Flood", "Other"]


def test_the_notes_of_one_chapter_alone_need_no_name_but_notes(tmp_path: Path) -> None:
    publication = work(chapter("a", OWN, "Ebb"), chapter("b", "<p/>", "Flood"))
    tell_apart(publication, cut(tmp_path).words)
    assert publication.chapters[0].body[0].get("aria-label") == "Notes"


END = '<p>Words.</p><section class="endnotes"><p class="notes-title">Notes</p><p>One.</p></section>'


def test_gathered_notes_stand_in_a_last_chapter_under_the_titles_of_theirs(tmp_path: Path) -> None:
    publication = work(chapter("a", END, "Ebb"), chapter("b", "<p/>"), chapter("c", END, "Flood"))
    found = gather_at_end(publication, cut(tmp_path))
    last = found.chapters[-1]
    assert (last.slug, last.role, last.matter) == ("endnotes", "notes", "back")
    assert [text_of(node) for node in last.body] == ["Notes", "Ebb", "One.", "Flood", "One."]
    sections = elements(last.body, "section")
    assert [each.get("aria-label") for each in sections] == ["Notes: Ebb", "Notes: Flood"]
    assert [len(elements(each.body, "section")) for each in found.chapters[:-1]] == [0, 0, 0]
    entry = TocEntry(1, "endnotes", "endnotes", "Notes", closes_part=True)
    assert found.toc == (entry,)


def test_chapters_of_one_title_get_notes_of_different_names(tmp_path: Path) -> None:
    publication = work(chapter("a", END, "Ebb"), chapter("b", END, "Ebb"))
    last = gather_at_end(publication, cut(tmp_path)).chapters[-1]
    names = [each.get("aria-label") for each in elements(last.body, "section")]
    assert names == ["Notes: Ebb", "Notes: Ebb (2)"]


def test_without_notes_nothing_is_gathered(tmp_path: Path) -> None:
    publication = work(chapter("a", "<p>Words.</p>"))
    assert gather_at_end(publication, cut(tmp_path)) is publication


def test_a_briefs_notes_stand_below_its_title_and_not_in_its_contents(tmp_path: Path) -> None:
    publication = replace(work(chapter("a", END)), first_heading=2)
    found = gather_at_end(publication, cut(tmp_path))
    assert [node.tag for node in found.chapters[-1].body] == ["h2", "section"]
    assert found.toc == ()


def test_the_lines_of_a_foot_note_are_filled(tmp_path: Path) -> None:
    """Lines of the source are none of the page; those that the author breaks are."""
    words = "<p>\nA narrow\n  <em>measure\nof</em>\nwords<br/>\nand \n<b> verse</b>.</p>"
    one = chapter("c", called(1) + noted(words))
    at_foot(one, one.body, cut(tmp_path))
    (text,) = classed(one.body, "note-text")
    assert serialise(text) == (
        '<span class="note-text">A narrow <em>measure of</em> words<br/>and <b>verse</b>.</span>'
    )


@pytest.mark.parametrize("block", ["<ul><li><p>x</p></li></ul>", "<pre>x</pre>", "<table/>"])
@pytest.mark.parametrize("place", [in_list, in_asides], ids=lambda place: place.__name__)
def test_the_number_of_a_note_without_words_of_its_own_stands_before_it(
    tmp_path: Path, place: Placing, block: str
) -> None:
    one = chapter("c", called(1) + noted(block))
    place(one, one.body, cut(tmp_path))
    (note,) = classed(one.body, "note")
    assert (note[0].tag, text_of(note[0])) == ("p", "1")
    assert len(note) == 2 and not elements(note[1], "a")
    assert [node.get("class") for node in elements(note[1], "span")] == []


def test_a_way_back_stands_behind_a_note_that_is_a_list(tmp_path: Path) -> None:
    one = chapter("c", called(1) + noted("<ul><li>x</li></ul>"))
    at_end(one, one.body, cut(tmp_path, PAGE_SHAPE, "html"))
    (note,) = classed(one.body, "note")
    assert [node.tag for node in note] == ["ul", "p"]
    assert [node.get("href") for node in elements(note[1], "a")] == ["#r1"]
