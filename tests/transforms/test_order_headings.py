"""Headings: each has an id of its own, each chapter its title; levels go down one by one."""

import re
from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.transforms.file_titles import title_of_file
from octavo.transforms.headings import is_untitled, order_headings, slugify


def test_headings_are_named_by_their_chapter_and_words(tmp_path: Path) -> None:
    done = order_headings(of("<h1>Ledger</h1><h2>Low Tides</h2>"), bench(tmp_path))
    assert xhtml(done) == ('<h1 id="one-ledger">Ledger</h1><h2 id="one-low-tides">Low Tides</h2>')
    assert done.chapters[0].title == "Ledger"
    assert done.problems == ()


def test_a_second_heading_of_the_same_words_is_counted(tmp_path: Path) -> None:
    done = order_headings(of("<h1>T</h1><h2>Tide</h2><h2>Tide</h2>"), bench(tmp_path))
    assert '<h2 id="one-tide">Tide</h2><h2 id="one-tide-2">Tide</h2>' in xhtml(done)


def test_an_id_that_is_written_stays_and_none_repeats_it(tmp_path: Path) -> None:
    given = '<h1>T</h1><h2 id="one-tide">First</h2><h2>Tide</h2>'
    assert '<h2 id="one-tide-2">Tide</h2>' in xhtml(order_headings(of(given), bench(tmp_path)))


def test_the_numbers_of_notes_are_no_words_of_a_heading_wherever_they_stand(
    tmp_path: Path,
) -> None:
    call = '<a class="noteref" href="#n">1</a>'
    given = f"<h1>T{call}</h1><h2>A <em>b{call}c</em>{call} d <a href='#x'>e</a></h2>"
    done = order_headings(of(given), bench(tmp_path))
    assert done.chapters[0].title == "T" and 'id="one-a-bc-d-e"' in xhtml(done)
    assert xhtml(done).count('class="noteref"') == 3  # they still stand in it


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ("<h2>T</h2><p>x</p><h3>A</h3><h4>B</h4><h3>C</h3>", "1232"),
        ("<h3>T</h3><p>x</p><h5>A</h5>", "12"),
        ('<p><a id="x"></a></p><h2>T</h2><p>x</p>', "1"),
    ],
)
def test_the_one_highest_heading_that_a_chapter_begins_with_is_its_title(
    tmp_path: Path, given: str, levels: str
) -> None:
    done = order_headings(of(given), bench(tmp_path))
    assert "".join(re.findall(r"<h(\d)", xhtml(done))) == levels
    assert done.chapters[0].title == "T"
    first = done.problems[0]
    assert (first.code, first.severity) == ("E215", "notice")


@pytest.mark.parametrize(
    "given",
    [
        "<h2>A</h2><p>x</p><h2>B</h2>",
        "<h3>A</h3><p>x</p><h2>B</h2>",
        "<p>Words</p><h2>A</h2>",
        '<p><img src="a.svg" alt="A"/></p><h2>A</h2>',
        "<div><h2>A</h2></div>",
        "<p>No heading at all</p>",
    ],
)
def test_a_chapter_without_a_title_of_its_own_is_called_after_its_file(
    tmp_path: Path, given: str
) -> None:
    done = order_headings(of(given), bench(tmp_path))
    assert xhtml(done).startswith('<h1 data-line="1" id="one-one">One</h1>')
    assert xhtml(done).count("<h1") == 1 and done.chapters[0].title == "One"
    first = done.problems[0]
    assert (first.code, first.severity) == ("E215", "warning") and "'One'" in first.message


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("applications.md", "Applications"),
        ("a/01-learn-to_debug.md", "Learn to debug"),
        ("2.1_The API.md", "The API"),
        ("2024-review.md", "2024 review"),
        ("10.md", "10"),
        ("FAQ.md", "FAQ"),
        ("guide/index.md", "Guide"),
        ("guide/README.md", "Guide"),
        ("index.md", ""),
        ("über-uns.md", "Über uns"),
    ],
)
def test_the_name_of_a_file_is_a_title_as_mkdocs_makes_it(path: str, title: str) -> None:
    assert title_of_file(path) == title


def test_the_first_file_of_all_is_called_as_the_publication(tmp_path: Path) -> None:
    given = of(chapter_of("<p>x</p>", "index"), config=config_of(title="Work"))
    assert order_headings(given, bench(tmp_path)).chapters[0].title == "Work"


def test_no_heading_takes_the_name_of_a_note(tmp_path: Path) -> None:
    done = order_headings(of("<h1>T</h1><h2>Note a</h2>"), bench(tmp_path))
    assert 'id="one-section-note-a"' in xhtml(done)


def test_an_id_in_two_chapters_is_told_at_the_second(tmp_path: Path) -> None:
    first = chapter_of('<h1>A</h1><p id="x">A</p>')
    second = chapter_of('<h1>B</h1><p data-line="3" id="x">B</p>', "two")
    done = order_headings(of(first, second), bench(tmp_path))
    assert told(done) == ["E211 two.md:3"] and done.problems[0].severity == "warning"
    assert [each.renamed for each in done.chapters] == [(), (("x", "two-x"),)]
    assert 'id="two-x"' in xhtml(done, 1)


def test_another_name_is_nobody_elses(tmp_path: Path) -> None:
    first = chapter_of('<h1>A</h1><p id="x">A</p><p id="two-x">B</p>')
    second = chapter_of('<h1>B</h1><h2>X</h2><p id="x">B</p><p id="x">C</p>', "two")
    done = order_headings(of(first, second), bench(tmp_path))
    names = [each.get("id") for chapter in done.chapters for each in chapter.body]
    assert names == ["one-a", "x", "two-x", "two-b", "two-x-3", "two-x-2", None]
    assert dict(done.chapters[1].renamed) == {"x": "two-x-2"}


def test_the_first_of_several_keeps_the_id_and_a_heading_has_another(tmp_path: Path) -> None:
    given = '<h1>T</h1><h2 id="x">A</h2><h2 id="x">B</h2><p id="octavo-a">C</p>'
    done = order_headings(of(given), bench(tmp_path))
    assert xhtml(done).endswith('<h2 id="x">A</h2><h2 id="one-b">B</h2><p>C</p>')
    assert told(done) == ["E211 one.md", "E211 one.md"]


@pytest.mark.parametrize(("asked", "codes"), [("", ["E212 one.md:3"]), ("shift", [])])
def test_a_level_that_is_skipped_is_closed_up_and_told_where_nobody_asked_for_it(
    asked: str, codes: list[str], tmp_path: Path
) -> None:
    given = '<h1>T</h1><h3 data-line="3">A</h3><h5>B</h5><h3>C</h3><h2>D</h2>'
    config = config_of(headings=asked) if asked else config_of()
    done = order_headings(of(given, config=config), bench(tmp_path))
    assert re.findall(r"<h(\d)", xhtml(done)) == list("12322")
    assert told(done) == codes and all(each.severity == "warning" for each in done.problems)


def test_a_chapter_has_one_title_and_an_article_none(tmp_path: Path) -> None:
    two, none = '<h1>A</h1><h1 data-line="5">B</h1>', "<p>Words.</p>"
    done = order_headings(of(two), bench(tmp_path))
    assert told(done) == ["E215 one.md:5"] and '<h2 data-line="5" id="one-b">B</h2>' in xhtml(done)
    assert told(order_headings(of(none), bench(tmp_path))) == ["E215 one.md:1"]
    assert told(order_headings(of(none, first_heading=2), bench(tmp_path))) == []
    done = order_headings(of('<h1 data-line="2">A</h1>', first_heading=2), bench(tmp_path))
    assert told(done) == ["E215 one.md:2"]


def test_an_article_may_repeat_the_title_of_its_metadata_which_is_dropped(tmp_path: Path) -> None:
    article = of("<h1>Work</h1><p>Words.</p>", config=config_of(title="Work"), first_heading=2)
    done = order_headings(article, bench(tmp_path))
    assert (xhtml(done), done.chapters[0].title, done.problems) == ("<p>Words.</p>", "Work", ())


def test_a_summary_without_title_is_called_so_in_the_language(tmp_path: Path) -> None:
    chapter = chapter_of("<p>Words.</p>", role="summary", matter="front")
    done = order_headings(of(chapter, config=config_of(language="fr")), bench(tmp_path))
    assert done.chapters[0].title == "Résumé"


@pytest.mark.parametrize(
    ("heading", "left"),
    [
        ('<h2 data-line="4"/>', ""),
        ('<h2 data-line="4">\u200b</h2>', ""),
        ('<h2 data-line="4" id="x"/>', '<div data-line="4" id="x"></div>'),
        (
            '<h2 data-line="4"><a href="https://example.org/"/></h2>',
            '<p data-line="4"><a href="https://example.org/"></a></p>',
        ),
    ],
)
def test_a_heading_without_words_goes_and_what_it_holds_stays(
    heading: str, left: str, tmp_path: Path
) -> None:
    done = order_headings(of(f"<h1>T</h1>{heading}"), bench(tmp_path))
    assert told(done) == ["E215 one.md:4"] and done.problems[0].severity == "warning"
    assert xhtml(done).partition("</h1>")[2] == left


def test_ids_keep_letters_of_any_script_and_never_are_empty() -> None:
    assert slugify("L’Été, à Zürich!") == "lété-à-zürich"
    assert slugify("?!") == "section"


@pytest.mark.parametrize(
    ("given", "slug", "numbering", "problems"),
    [
        ("<h1></h1><p>x</p>", "one", "chapters", []),
        ("<h1> </h1><p>x</p><h2>A</h2>", "one", "sections", []),
        ("<p>x</p>", "03", "chapters", ["E215 notice"]),
        ("<p>x</p>", "tides", "chapters", ["E215 warning"]),
        ("<h1></h1><p>x</p>", "one", "none", ["E215 warning"] * 2),
        ("<p>x</p>", "03", "none", ["E215 warning"]),
        ('<h1 class="unnumbered"></h1><p>x</p>', "one", "chapters", ["E215 warning"] * 2),
        ("<p>x</p><h2>A</h2><p>y</p><h2>B</h2>", "one", "chapters", ["E215 warning"]),
    ],
)
def test_a_numbered_chapter_may_have_no_title(
    tmp_path: Path, given: str, slug: str, numbering: str, problems: list[str]
) -> None:
    work = of(chapter_of(given, slug), config=config_of(numbering=numbering))
    done = order_headings(work, bench(tmp_path))
    assert [f"{each.code} {each.severity}" for each in done.problems] == problems
    assert is_untitled(done.chapters[0].body) is (not problems or problems == ["E215 notice"])


def test_a_short_title_is_taken_from_its_heading(tmp_path: Path) -> None:
    given = '<h1 short="Ledgers">The ledgers of Corran</h1><h2>A</h2>'
    done = order_headings(of(given), bench(tmp_path))
    assert (done.chapters[0].title, done.chapters[0].head) == ("The ledgers of Corran", "Ledgers")
    assert "short" not in xhtml(done)
