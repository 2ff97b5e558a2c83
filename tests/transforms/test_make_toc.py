"""The contents list parts, chapters and sections in reading order."""

from pathlib import Path

from by_hand import bench, chapter_of, of

from octavo.model.publication import Part, Publication
from octavo.transforms.toc import make_toc

HEADS = '<h1 id="t">T</h1><h2 id="a" data-number="1.1">A</h2><h3 id="b">B</h3><h4 id="c">C</h4>'


def lines(publication: Publication) -> list[tuple[int, str, str]]:
    return [(each.level, each.number, each.title) for each in publication.toc]


def test_sections_are_listed_to_the_third_level(tmp_path: Path) -> None:
    done = make_toc(of(chapter_of(HEADS, title="Title", number="1")), bench(tmp_path))
    assert lines(done) == [(1, "1", "Title"), (2, "1.1", "A"), (3, "", "B")]


def test_a_section_that_is_unlisted_has_no_line(tmp_path: Path) -> None:
    heads = '<h2 id="a" class="unlisted">A</h2><h2 id="b" class="unnumbered">B</h2>'
    done = make_toc(of(heads, first_heading=2), bench(tmp_path))
    assert lines(done) == [(2, "", "B")]


def test_an_article_lists_its_sections_alone(tmp_path: Path) -> None:
    done = make_toc(of('<h2 id="a">A</h2>', first_heading=2), bench(tmp_path))
    assert lines(done) == [(2, "", "A")]


def test_a_chapter_without_title_has_no_line(tmp_path: Path) -> None:
    assert make_toc(of("<p>For A.</p>"), bench(tmp_path)).toc == ()


def test_a_part_stands_before_its_first_chapter_and_is_closed_by_one_outside(
    tmp_path: Path,
) -> None:
    head = "<h1>T</h1>"
    chapters = (
        chapter_of(head, "zero", title="Zero"),
        chapter_of(head, "one", title="One", part=0),
        chapter_of(head, "two", title="Two", part=0),
        chapter_of(head, "end", title="End"),
    )
    done = make_toc(of(*chapters, parts=(Part("First", "I", "part-first"),)), bench(tmp_path))
    assert [each.title for each in done.toc] == ["Zero", "First", "One", "Two", "End"]
    assert [each.title for each in done.toc if each.closes_part] == ["End"]


def test_a_call_of_a_note_is_no_word_of_the_contents(tmp_path: Path) -> None:
    given = '<h2 id="a">A<a class="noteref" href="#n">1</a></h2>'
    done = make_toc(of(given, first_heading=2), bench(tmp_path))
    assert lines(done) == [(2, "", "A")]
