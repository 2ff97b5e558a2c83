"""What stands at the head of a chapter's file for other programs is no text."""

from pathlib import Path

import pytest
from by_hand import bench, config_of, told

from octavo.model.metadata import BodyEntry
from octavo.model.publication import Text
from octavo.source.chapter_matter import chapter_matter
from octavo.source.chapter_reader import read_chapters


def test_a_title_and_an_id_are_taken_and_the_rest_is_told() -> None:
    found = chapter_matter(Text("a.md", "---\ntitle: Ebb\nid: low\ndate: 2020\n---\n\nText.\n"))
    assert (found.title, found.id, found.text.content) == ("Ebb", "low", "\nText.\n")
    assert found.text.place(2).line == 7
    (notice,) = found.problems
    assert (notice.code, notice.severity, notice.place.line) == ("E256", "notice", 1)
    assert notice.message.endswith(": date")


def test_toml_between_pluses_is_read_too() -> None:
    found = chapter_matter(Text("a.md", '+++\ntitle = "Ebb"\ndraft = true\n+++\nText.\n'))
    assert (found.title, found.text.content, found.text.place(1).line) == ("Ebb", "Text.\n", 5)
    assert (found.is_draft, found.problems) == (True, ())


@pytest.mark.parametrize(
    ("line", "is_draft", "is_told"),
    [
        ("draft: true", True, False),
        ("draft: True", True, False),
        ("draft: false", False, False),
        ("draft: second", False, True),
        ("status: draft", False, True),
    ],
)
def test_a_draft_is_what_says_so(line: str, is_draft: bool, is_told: bool) -> None:
    found = chapter_matter(Text("a.md", f"---\n{line}\n---\nText.\n"))
    assert (found.is_draft, bool(found.problems)) == (is_draft, is_told)


@pytest.mark.parametrize(
    ("head", "title", "left"),
    [
        ("% Ebb\n", "Ebb", ""),
        ("% Ebb\n% Anna; Bo\n% 2020\n", "Ebb", ": author, date"),
        ("% Ebb and\n  flood\n% Anna\n  Bo\n", "Ebb and flood", ": author"),
        ("%\n%\n% 2020\n", "", ": date"),
        ("%Ebb\n", "Ebb", ""),
    ],
)
def test_the_title_block_of_pandoc_gives_the_title(head: str, title: str, left: str) -> None:
    for text in ("\nText.\n", "Text.\n"):
        found = chapter_matter(Text("a.md", head + text))
        assert (found.title, found.text.content) == (title, text)
        assert found.text.place(1).line == head.count("\n") + 1
        assert "".join(each.message for each in found.problems).endswith(left)
        assert [each.severity for each in found.problems] == ["notice"] * bool(left)


@pytest.mark.parametrize(
    "content",
    [
        "%% a comment\n",
        "Text\n% Ebb\n",
        "---\n\nA rule above, a heading below\n---\n",
        "---\n\n---\n",
        "# Title\n\n---\ntitle: no\n---\n",
        "---\nTwo words here\n---\nText\n",
        "+++ not closed\n",
        "Text\n",
    ],
)
def test_rules_and_headings_are_text(content: str) -> None:
    found = chapter_matter(Text("a.md", content))
    assert (found.text.content, found.problems) == (content, ())


@pytest.mark.parametrize(
    "content", ["---\ntitle: [a\n---\nText\n", "+++\ntitle = x y\n+++\nText\n"]
)
def test_a_broken_head_is_told_and_is_no_text(content: str) -> None:
    found = chapter_matter(Text("a.md", content))
    assert ([each.code for each in found.problems], found.text.content) == (["E102"], "Text\n")
    assert 0 < found.problems[0].place.line <= 3


def test_an_id_names_the_chapter_and_is_there_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"---\nid: low tide\ntitle: {name}\n---\nText.\n")
    config = config_of(body=(BodyEntry("a.md"), BodyEntry("b.md")))
    found = read_chapters(bench(tmp_path), config)
    assert [(each.slug, each.title) for each in found.chapters] == [("low-tide", "a")]
    assert told(found.problems) == ["E112 b.md:1"]
