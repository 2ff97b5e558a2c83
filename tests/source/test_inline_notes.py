"""``^[words]``: a note that is written where it is called."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of
from common_reading import told

from octavo.constructs.notes import gather_notes, note_calls, number_notes, sections_of
from octavo.markup.tree import Element, characters, elements, inner, text_of
from octavo.source.markdown.trees import markdown_tree


def gathered(text: str, folder: Path) -> Element:
    chapter = chapter_of("", written=text)
    chapter.body.extend(markdown_tree(text))
    workshop = bench(folder)
    done = number_notes(gather_notes(of(chapter), workshop), workshop)
    assert done.problems == ()
    return done.chapters[0].body


def notes_in(body: Element) -> list[str]:
    return [characters(note).strip() for section in sections_of(body) for note in section]


def test_notes_within_the_line_are_numbered_with_the_others(tmp_path: Path) -> None:
    text = "One^[First.] two[^a] three^[Third.]\n\n[^a]: Second."
    body = gathered(text, tmp_path)
    assert [text_of(call) for call in note_calls(body)] == ["1", "2", "3"]
    assert notes_in(body) == ["First.", "Second.", "Third."]


def test_a_note_within_the_line_has_marks_links_and_brackets(tmp_path: Path) -> None:
    text = "One^[A *b* [c](d.md), `]` and \\] [e], $f_1$\nover two lines.]."
    body = gathered(text, tmp_path)
    (note,) = sections_of(body)[0]
    assert [each.tag for each in elements(note[0])] == ["em", "a", "code", "span"]
    assert text_of(note).endswith("over two lines.")
    assert note_calls(body)[0].tail == "."


def test_a_note_may_stand_in_a_note_a_cell_and_a_heading(tmp_path: Path) -> None:
    text = "# A^[One.]\n\n| b^[Two.] |\n|---|\n| c |\n\nd[^d]\n\n[^d]: Three^[Four.]"
    body = gathered(text, tmp_path)
    assert [each.replace("\n", " ")[:5] for each in notes_in(body)] == [
        "One.", "Two.", "Three", "Four.",
    ]  # fmt: skip


def test_a_note_knows_its_line_and_no_label_is_taken_twice(tmp_path: Path) -> None:
    text = "a[^inline-1]\n\nb^[Mine.]\n\n[^inline-1]: Yours."
    (section,) = sections_of(gathered(text, tmp_path))
    found = [(note.get("data-label"), note.get("data-line")) for note in section]
    assert found == [("inline-1", "5"), ("inline-2", "3")]


def test_notes_side_by_side_are_two(tmp_path: Path) -> None:
    assert notes_in(gathered("a^[One.]^[Two.]", tmp_path)) == ["One.", "Two."]


@pytest.mark.parametrize(
    "text",
    ["x^[1](https://example.org/)^", "x^[a]^", "x^[ ]", "x^[open", "x\\^[a]", "`^[a]`", "^^[a]^^"],
)
def test_what_is_raised_or_open_is_no_note(text: str) -> None:
    assert "footnote" not in inner(markdown_tree(text))
    assert told(text) == []
