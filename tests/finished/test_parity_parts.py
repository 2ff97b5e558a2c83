"""What parity rests on: when two things are the same, where lists differ, what a PDF's body is."""

import pytest
from small_works import chapter, work

from octavo.checks.kinds import KINDS
from octavo.checks.parity_gaps import Gap, PassageGap, in_any_order, in_order, in_running_text
from octavo.checks.region import body_of, is_worded, join_links
from octavo.checks.source_items import read_source
from octavo.constructs.construct import Kind
from octavo.core.problems import Place
from octavo.finished.items import (
    Cell,
    Figure,
    Finished,
    Heading,
    Link,
    Note,
    NoteCall,
    Table,
    TextBlock,
    Words,
    fold,
    squeeze,
)
from octavo.model.metadata import Edition
from octavo.model.publication import Part, Publication

BY_NAME = {kind.name: kind for kind in KINDS}


def same(kind: str, one: object, other: object) -> bool:
    found: Kind = BY_NAME[kind]
    return found.key(one, fold) == found.key(other, fold)


@pytest.mark.parametrize(
    ("kind", "one", "other", "are_same"),
    [
        ("heading", Heading(1, "A  b"), Heading(1, "A b"), True),
        ("heading", Heading(1, "A"), Heading(2, "A"), False),
        ("note", Note("1", "a"), Note("2", "a"), False),
        ("note call", NoteCall("1", "#a"), NoteCall("1", "#b"), False),
        ("figure", Figure("A hut", "x"), Figure("A hut", "y"), True),
        ("figure", Figure("", "x"), Figure("", "y"), False),
        ("table", Table("", ((Cell("a", True),),)), Table("", ((Cell("a", False),),)), False),
        ("table", Table("", ((Cell("", True),),)), Table("", ((Cell("", False),),)), True),
        ("link", Link("a%20b", "x"), Link("a b", "x"), True),
        ("link", Link("a", "x"), Link("a", "y"), False),
        ("caption", Words("a"), Words("b"), False),
    ],
)
def test_things_are_the_same_where_readers_find_them_so(
    kind: str, one: object, other: object, are_same: bool
) -> None:
    assert same(kind, one, other) is are_same


def test_what_stands_in_notes_is_a_kind_of_its_own_without_order() -> None:
    links = (Link("a", ""), Link("b", "", in_note=True))
    found = Finished("html", links=links)
    assert BY_NAME["link"].items(found) == [links[0]]
    assert BY_NAME["link in a note"].items(found) == [links[1]]
    assert not BY_NAME["link in a note"].keeps_order(found.is_paged)


def test_what_may_stand_in_a_float_keeps_its_order_only_without_pages() -> None:
    page, sheets = Finished("html"), Finished("pdf", is_paged=True)
    ordered = {kind.name for kind in KINDS if kind.keeps_order(page.is_paged)}
    on_pages = {kind.name for kind in KINDS if kind.keeps_order(sheets.is_paged)}
    assert ordered - on_pages == {"link", "alternative text"}


def test_a_message_calls_a_thing_by_all_its_words() -> None:
    table = Table("Tides", ((Cell("Day", True), Cell("1", False)),))
    assert BY_NAME["table"].label(table) == "Tides Day 1"
    assert BY_NAME["link"].label(Link("#a", "there")) == "there to #a"


# --- gaps ---


@pytest.mark.parametrize(
    ("wanted", "found", "gaps"),
    [
        ("abc", "abc", []),
        ("abc", "ac", [("b", None)]),
        ("ac", "abc", [(None, "b")]),
        ("abc", "axc", [("b", "x")]),
        ("abcd", "axyd", [("b", "x"), ("c", "y")]),
        ("abcd", "axd", [("b", None), ("c", None), (None, "x")]),
    ],
)
def test_gaps_in_order_are_what_is_missing_too_many_or_other(
    wanted: str, found: str, gaps: list[tuple[str | None, str | None]]
) -> None:
    assert [(gap.wanted, gap.found) for gap in in_order(wanted, found, str)] == gaps


def test_without_order_only_what_is_lacking_counts() -> None:
    assert in_any_order("abca", "caab", str) == []
    assert in_any_order("aab", "ab", str) == [Gap("a", None)]
    assert in_any_order("ab", "ax", str) == [Gap("b", "x")]
    assert in_any_order("ab", "axy", str) == [Gap("b", None), Gap(None, "x"), Gap(None, "y")]


def passages(text: str, *wanted: str) -> list[tuple[list[str], str]]:
    """Return the passages where a text does not run as blocks do."""
    blocks = [TextBlock(each) for each in wanted]
    found: list[PassageGap] = in_running_text(blocks, text, str, " ")
    return [([block.text for block in gap.wanted], gap.found) for gap in found]


def test_running_text_that_runs_as_its_blocks_has_no_gap() -> None:
    assert passages("one two three ", "one", "two three") == []


def test_a_gap_in_running_text_ends_where_both_run_alike_again() -> None:
    assert passages("one tow three four ", "one", "two", "three", "four") == [(["two"], "tow")]
    assert passages("one three ", "one", "two", "three") == [(["two"], "")]
    assert passages("one new two ", "one", "two") == [([], "new")]


def test_words_behind_the_last_block_and_a_text_that_never_agrees_are_told() -> None:
    assert passages("one more ", "one") == [([], "more")]
    assert passages("other ", "one", "two") == [(["one", "two"], "other")]


# --- the body of a PDF ---


def test_furniture_of_a_pdf_is_not_held_against_the_source() -> None:
    blocks = (
        TextBlock("Imprint"),
        TextBlock("Words", in_text=True),
        TextBlock("* *", in_text=True),
    )
    links = (
        Link("#n1", "1", in_text=True),
        Link("#n1", "the note", in_text=True),
        Link("#toc", "Contents"),
    )
    wanted = Finished("pdf", note_calls=(NoteCall("1", "#n1"),))
    found = body_of(Finished("pdf", blocks, links=links), wanted, ())
    assert [block.text for block in found.blocks] == ["Words"]
    assert [(link.target, link.text) for link in found.links] == [("#n1", "the note")]


def test_the_words_of_a_part_are_taken_off_its_title_only() -> None:
    headings = tuple(
        Heading(level, text, in_text=True)
        for level, text in ((1, "Part I The sea"), (1, "Seaside"), (2, "Part I The sea"))
    )
    found = body_of(
        Finished("pdf", headings=headings), Finished("pdf"), (Part("The sea", "I", "p"),)
    )
    assert [head.text for head in found.headings] == ["The sea", "Seaside", "Part I The sea"]


def test_links_that_lines_have_cut_are_one() -> None:
    links = (Link("a", "one"), Link("b", "x"), Link("a", "two"), Link("a", "n", in_note=True))
    assert [each.text for each in join_links(links)] == ["one two", "x", "n"]


@pytest.mark.parametrize(("text", "is_one"), [("* * *", False), ("7", True), ("«é»", True)])
def test_an_ornament_has_no_letter_and_no_digit(text: str, is_one: bool) -> None:
    assert is_worded(TextBlock(text)) is is_one


def test_squeezed_texts_leave_hyphens_and_spaces_of_lines_out() -> None:
    assert squeeze("wa\u00adter \ufb01sh") == "waterfish"


# --- the source ---

ONLY = (
    '<p data-line="3">All<a class="noteref" href="#n1">1</a></p>'
    '<div class="only" data-value="pdf"><p>Paper<a class="noteref" href="#n2">2</a></p></div>'
    '<section class="notes"><div class="note" id="n1" data-number="1"><p>One</p></div>'
    '<div class="note" id="n2" data-number="2"><p>Two</p></div></section>'
)


def test_the_source_is_read_for_each_edition_with_the_notes_that_it_calls() -> None:
    publication = work(chapter("ebb", ONLY))
    pdf, html = (read_source(publication, Edition(name)) for name in ("pdf", "html"))
    assert [block.text for block in pdf.blocks] == ["All1", "Paper2"]
    assert [block.text for block in html.blocks] == ["All1"]
    assert [[note.text for note in each.notes] for each in (pdf, html)] == [["One", "Two"], ["One"]]


def test_what_the_source_says_has_its_place_and_parts_open_their_chapters() -> None:
    chapters = (chapter("ebb", ONLY, part=0), chapter("flood", "<p>More</p>", part=0))
    publication = Publication(work().config, chapters, (Part("The sea", "I", "sea"),))
    found = read_source(publication, Edition("html"))
    assert [head.text for head in found.headings] == ["The sea"]
    assert [block.text for block in found.blocks] == ["The sea", "All1", "More"]
    assert found.blocks[1].place == Place("ebb.md", 3)
