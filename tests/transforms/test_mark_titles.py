"""Titles in the metadata know their marks from the first step on."""

from pathlib import Path

from by_hand import bench, chapter_of, config_of, of
from conftest import Desk

from octavo.markup.marked_words import marks_of
from octavo.model.publication import Part
from octavo.transforms.titles import mark_titles


def test_title_subtitle_dedication_and_parts_know_their_marks(tmp_path: Path) -> None:
    config = config_of(title="*A*", subtitle="B^2^", dedication="To *a*\nand b\n")
    given = of(chapter_of("<p>x</p>"), config=config, parts=(Part("`C`", "I", "part-c"),))
    done = mark_titles(given, bench(tmp_path))
    data = done.config.metadata
    assert (data.title, data.subtitle, data.dedication) == ("A", "B²", "To a\nand b")
    assert [marks_of(each) for each in done.titles()] == [
        "<em>A</em>",
        "B<sup>2</sup>",
        "To <em>a</em><br/>and b",
        "<code>C</code>",
    ]


def test_marks_and_characters_of_titles_go_together(desk: Desk) -> None:
    texts = {"a.md": '# "*Of* it" 10^6^\n\n## It\'s *so* -- CO~2~\n\nWords.\n'}
    metadata = "theme: book\ntitle: '\"*Its*\" -- own'\nbody: [a.md]".replace("title:", "subtitle:")
    done = desk.read(texts, metadata)
    assert marks_of(done.config.metadata.subtitle) == "“<em>Its</em>”\u00a0– own"
    assert marks_of(done.chapters[0].title) == "“<em>Of</em> it” 10<sup>6</sup>"
    assert done.chapters[0].title == "“Of it” 10⁶"
    assert [marks_of(each.title) for each in done.toc] == [
        "“<em>Of</em> it” 10<sup>6</sup>",
        "It’s <em>so</em>\u00a0– CO<sub>2</sub>",
    ]
