"""Parts of the watch, each for itself: clear lines, strict forms, pieces, and their alignment."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.markup.tree import parse_xml
from octavo.source.markdown.trees import markdown_tree
from octavo.source.watch import second_reading
from octavo.source.watch.block_wording import wordings_of
from octavo.source.watch.clear_lines import clear_line
from octavo.source.watch.documented import Masks, Printed
from octavo.source.watch.html_names import without_unknown_tags
from octavo.source.watch.lettered_items import with_numbers
from octavo.source.watch.piece_reader import pieces_of
from octavo.source.watch.pieces import ReadPiece, address, in_one_form, letters
from octavo.source.watch.second_reading import second_passages
from octavo.source.watch.serial_blocks import (
    UNSURE,
    in_strict_form,
    labels_of,
    lines_of,
    passages_of,
    whole,
)
from octavo.source.watch.unlike_pieces import MOST_COMPARED, differences, unlike_runs

SIGNS = st.sampled_from([*"aaab .,*_`~[]()<>&!\\^\n\"'é1-", "**", "](x)", "`a`", "*a*", "[^n]"])


@given(st.lists(SIGNS, max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_a_clear_line_is_read_as_markdown_it_reads_it(words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = second_passages(f"a {words} b\n", {})
        patch.setattr(second_reading, "clear_line", lambda content: None)
        assert in_strict_form(quick) == in_strict_form(second_passages(f"a {words} b\n", {}))


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("plain > words", "plain &gt; words"),
        ("*a b* and **c**", "<em>a b</em> and <strong>c</strong>"),
        ("`a < b` or ~~c~~", "<code>a &lt; b</code> or <del>c</del>"),
        ("[a](b?c&d) [](#e)", '<a href="b?c&amp;d">a</a> <a href="#e"></a>'),
        ("a[^b]", "a[^b]"),
        ("2 * 3 * 4", None),
        ("snake_case", None),
        ("![a](b)", None),
        ("a &amp; b", None),
        ("a <b> c", None),
        ("a  \nb", None),
        ("\\*a*", None),
    ],
)
def test_only_lines_whose_marks_are_clear_are_read_quickly(words: str, made: str | None) -> None:
    assert clear_line(words) == made


TEXTS = (
    "# A {#a}\n\nB *c*, `d`.[^n] [e](f)\n\n- g\n    - h\n- i\n\n[^n]: J.\n",
    "3. a\n4. b\n\n> c\n>\n> d\n\n```text\n e\n```\n\n| f | g |\n|---|--:|\n| *h* | i |\n",
    "Ebb\n:   Out.\n\n/// note | So\nWords.\n///\n\n![a](b.png){.wide}\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_most_blocks_are_alike_in_their_strict_form(text: str) -> None:
    ours, theirs = passages_of(markdown_tree(text)), second_passages(text, {})
    assert in_strict_form(ours) == in_strict_form(theirs, is_second=True)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_alike_in_its_strict_form_is_alike_piece_by_piece(text: str) -> None:
    ours, theirs = passages_of(markdown_tree(text)), second_passages(text, {})
    mine = pieces_of(whole(ours), Printed())
    assert mine == pieces_of(whole(theirs), Masks(labels_of(ours)))
    assert len(mine) > 5


@pytest.mark.parametrize("change", ["<p>a</p>", "<h2>a</h2>", "<p>a  b</p>", "<p><em>a b</em></p>"])
def test_other_blocks_words_and_marks_have_other_strict_forms(change: str) -> None:
    forms = in_strict_form(["<p>ab</p>", change])
    assert forms[0] != forms[1]


def test_code_keeps_its_blanks_in_the_strict_form() -> None:
    one, two = "<pre><code>  a\nb</code></pre>", "<pre><code>a\nb</code></pre>"
    same = '<pre class="x" data-line="3"><code>\n  a\nb\n</code></pre>'
    first, second, third = in_strict_form([one, two, same])
    assert first == third != second


def test_what_may_hold_a_sign_is_compared_piece_by_piece() -> None:
    forms = in_strict_form(["<p>x^2^</p>", "<p>x</p>", "<p>[^n]</p>"], is_second=True)
    assert [form.startswith(UNSURE) for form in forms] == [True, False, False]


def test_passages_know_their_lines_and_labels() -> None:
    passages = second_passages("A[^b]\n\n[^b]: C\n\nD\n", {})
    assert [lines_of(each) for each in passages] == [[1], [5], [3, 3]]
    assert labels_of(passages) == {"b"}


def test_words_that_stand_in_no_block_are_a_paragraph() -> None:
    body = parse_xml("<body>a <b>b</b> c<hr/>d</body>")
    assert passages_of(body) == ["<p>a <b>b</b> c</p>", "<hr/>", "<p>d</p>"]


def test_pieces_tell_what_they_stand_in() -> None:
    tree = b"<body><ul><li><p>a</p><blockquote><p>b</p></blockquote></li></ul></body>"
    found = [(each.kind, each.path, each.words) for each in pieces_of(tree, Printed())]
    assert found == [
        ("list", (), ""),
        ("item", (), ""),
        ("paragraph", ("item",), "a"),
        ("quotation", ("item",), ""),
        ("paragraph", ("item", "quotation"), "b"),
    ]


@pytest.mark.parametrize(
    ("style", "marks"),
    [("1", "3 4"), ("a", "c d"), ("A", "C D"), ("i", "iii iv"), ("I", "III IV")],
)
def test_items_have_the_marks_that_are_printed(style: str, marks: str) -> None:
    tree = f'<body><ol start="3" type="{style}"><li>x</li><li>y</li></ol></body>'.encode()
    items = [each.label for each in pieces_of(tree, Printed()) if each.kind == "item"]
    assert items == marks.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“a” -- ‘b’ …", "\"a\" – 'b' ..."),
        ("a\u00a0 b\n c", "a b c"),
        ("u\u0308", "ü"),
        ("a {.b} c{#d}", "a c"),
        ("[X] a", "[x] a"),
        ("Map<String> x</String>", "Map<string> x"),
    ],
)
def test_what_counts_for_nothing_has_one_form(one: str, other: str) -> None:
    def none(words: str, line: int) -> str:
        return words

    assert in_one_form(one, none) == in_one_form(other, none)


def test_letters_are_words_without_marks_and_blanks() -> None:
    tree = b'<body><p>a <em>b</em> <a href="c">d</a><img src="e" alt="f"/></p></body>'
    (piece,) = pieces_of(tree, Printed())
    assert letters(piece) == "abdf"


def test_an_address_is_the_same_encoded_or_not() -> None:
    assert address("a%20b.md") == address("a b.md")


def test_tags_of_html_stay_words_and_unknown_ones_lose_their_ends() -> None:
    assert without_unknown_tags('<b>x</b> <Foo a="b">y</Foo> a < b') == "<b>x</b> <foo>y a < b"


def test_numbers_stand_for_letters_where_octavo_reads_items() -> None:
    text = "a. one\nb. two\n\nA. Petrel\n\n    a. code\n\n```\na. one\n```\n"
    ours = ['<ol type="a"><li>one</li><li>two</li></ol>']
    numbered, marks = with_numbers(text, ours)
    assert numbered.split("\n")[:4] == ["1. one", "1. two", "", "A. Petrel"]
    assert (marks, numbered.count("a. one")) == ({1: "a", 2: "b"}, 1)
    marked = "* a) one\n* b) `<two>` *x*\n"
    ours = ['<ol type="a"><li>one</li><li><code>&lt;two&gt;</code> x</li></ol>']
    assert with_numbers(marked, ours)[0] == "* 1) one\n* 1) `<two>` *x*\n"
    assert with_numbers(text, ["<p>a. one</p>"]) == (text, {})


def test_runs_that_differ_are_found_between_what_occurs_once() -> None:
    ours = [f"{n}" for n in range(2_000)]
    theirs = [*ours[:500], "x", *ours[501:1_500], *ours[1_502:]]
    assert len(ours) * len(theirs) > MOST_COMPARED
    assert list(unlike_runs(ours, theirs)) == [(500, 501, 500, 501), (1_500, 1_502, 1_500, 1_500)]


def paragraph(words: str, line: int = 0) -> ReadPiece:
    return ReadPiece("paragraph", (), "", words, line)


def test_a_difference_within_a_piece_stands_apart_from_one_of_blocks() -> None:
    ours = [paragraph("a b"), paragraph("c - d"), paragraph("e")]
    theirs = [
        paragraph("a x", 1),
        paragraph("c", 3),
        ReadPiece("list", (), "*", "", 4),
        ReadPiece("item", (), "*", "", 4),
        ReadPiece("paragraph", ("item",), "", "d", 4),
        paragraph("e", 6),
    ]
    found = [(each.line, each.is_within) for each in differences(ours, theirs)]
    assert found == [(1, True), (3, False)]


WORDS: tuple[tuple[Callable[[], list[ReadPiece]], str], ...] = (
    (lambda: [paragraph("a"), paragraph("b"), paragraph("c")], "three paragraphs"),
    (lambda: [ReadPiece("heading", (), "2", "a")], "a heading of level 2"),
    (lambda: [ReadPiece("code", (), "", "a")], "a code block"),
    (lambda: [ReadPiece("rule", (), "", "")], "a rule"),
    (lambda: [ReadPiece("box", (), "verse", ""), paragraph("a")], "a box and a paragraph"),
    (
        lambda: [
            ReadPiece("table", (), "", ""),
            ReadPiece("row", (), "", "a"),
            ReadPiece("row", (), "", "b"),
        ],
        "a table of two rows",
    ),
)


@pytest.mark.parametrize(("pieces", "words"), WORDS)
def test_blocks_are_told_in_words(pieces: Callable[[], list[ReadPiece]], words: str) -> None:
    (difference,) = differences([ReadPiece("term", (), "", "z")], pieces())
    (said,) = wordings_of(difference)
    assert said.message == f"read as a term; GitHub and CommonMark read {words}"


def test_code_that_differs_in_empty_lines_at_its_end_is_told_by_its_lines() -> None:
    mine, other = (ReadPiece("code", (), "", words) for words in ("a", "a\n\n"))
    (difference,) = differences([mine], [other])
    (said,) = wordings_of(difference)
    assert said.message == "code read with 1 lines; GitHub and CommonMark read 3"
