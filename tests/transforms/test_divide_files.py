"""A book in one file is a chapter a first-level heading; an article's headings are its sections."""

from pathlib import Path

from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.transforms.divided_files import divide_files

CALL = '<sup id="fnref-{0}"><a class="footnote-ref" href="#fn-{0}">1</a></sup>'
NOTE = '<li id="fn-{0}"><p>Note {0}.</p></li>'


def test_each_first_level_heading_begins_a_chapter(tmp_path: Path) -> None:
    given = "<p>Before.</p><h1>One</h1><p>A</p><h1>Two words</h1><h2>In</h2><h1>Two words</h1>"
    done = divide_files(of(given), bench(tmp_path))
    assert [each.slug for each in done.chapters] == ["one", "one-two-words", "one-two-words-2"]
    assert xhtml(done, 0) == "<p>Before.</p><h1>One</h1><p>A</p>"
    assert xhtml(done, 1) == "<h1>Two words</h1><h2>In</h2>"
    assert xhtml(done, 2) == "<h1>Two words</h1>"
    assert {each.text.path for each in done.chapters} == {"one.md"}


def test_a_hash_sign_alone_below_a_title_is_a_break_between_scenes(tmp_path: Path) -> None:
    given = '<h1>One</h1><p>A</p><h1 data-line="5"></h1><p>B</p><h1 id="two"></h1><p>C</p>'
    done = divide_files(of(given), bench(tmp_path))
    assert xhtml(done, 0) == '<h1>One</h1><p>A</p><hr data-line="5"/><p>B</p>'
    assert xhtml(done, 1) == '<h1 id="two"></h1><p>C</p>'
    ((problem),) = done.problems
    assert (problem.code, problem.severity, problem.place.line) == ("E215", "notice", 5)
    assert "* * *" in problem.hint


def test_a_second_hash_sign_alone_is_a_break_where_each_chapter_has_its_file(
    tmp_path: Path,
) -> None:
    given = chapter_of("<h1></h1><p>A</p><h1></h1><p>B</p>")
    done = divide_files(of(given, chapter_of("<h1>Two</h1>", slug="two")), bench(tmp_path))
    assert xhtml(done, 0) == '<h1></h1><p>A</p><hr data-line="0"/><p>B</p>'
    assert len(done.chapters) == 2 and [each.code for each in done.problems] == ["E215"]


def test_hash_signs_alone_before_any_title_begin_chapters(tmp_path: Path) -> None:
    done = divide_files(of("<h1></h1><p>A</p><h1></h1><p>B</p>"), bench(tmp_path))
    assert len(done.chapters) == 2 and not done.problems


def test_a_slug_that_another_file_has_is_not_taken(tmp_path: Path) -> None:
    other = chapter_of("<h1>X</h1>", slug="one-b")
    done = divide_files(of(chapter_of("<h1>A</h1><h1>B</h1>"), other), bench(tmp_path))
    assert [each.slug for each in done.chapters] == ["one", "one-b-2", "one-b"]


def test_notes_go_with_the_chapters_that_call_them(tmp_path: Path) -> None:
    box = f'<div class="footnote"><ol>{"".join(map(NOTE.format, "abcd"))}</ol></div>'
    box = box.replace("Note b.", f"Note b{CALL.format('c')}.")
    given = f"<h1>A</h1><p>{CALL.format('a')}</p><h1>B</h1><p>{CALL.format('b')}</p>"
    given += f"<h1>C</h1><p>{CALL.format('a')}</p>{box}"
    done = divide_files(of(given), bench(tmp_path))
    held = [[name for name in "abcd" if f'id="fn-{name}"' in xhtml(done, n)] for n in range(3)]
    assert held == [["a"], ["b", "c"], ["a", "d"]]  # nobody calls d: it is told at the end


def test_a_list_within_a_note_is_no_note_that_nothing_calls(tmp_path: Path) -> None:
    note = '<li id="fn-a"><p>Note</p><ul><li>one</li><li>two</li></ul></li>'
    given = f"<h1>A</h1><p>{CALL.format('a')}</p><h1>B</h1>"
    done = divide_files(of(f'{given}<div class="footnote"><ol>{note}</ol></div>'), bench(tmp_path))
    assert note in xhtml(done, 0) and xhtml(done, 1) == "<h1>B</h1>"


def test_a_file_with_one_title_stays_as_it_is(tmp_path: Path) -> None:
    given = of("<h1>One</h1><div><h1>Inside</h1></div>")
    assert divide_files(given, bench(tmp_path)).chapters == given.chapters


def test_headings_of_an_article_move_down_and_its_title_goes(tmp_path: Path) -> None:
    given = "<h1>Work</h1><p>A</p><h1>One</h1><h2>Two</h2><h6>Six</h6>"
    done = divide_files(of(given, config=config_of(), first_heading=2), bench(tmp_path))
    assert xhtml(done) == "<p>A</p><h2>One</h2><h3>Two</h3><h6>Six</h6>"
    assert told(done) == ["E215 one.md"] and done.problems[0].severity == "notice"


def test_an_article_with_no_heading_but_its_title_stays_as_it_is(tmp_path: Path) -> None:
    given = of("<h1>Work</h1><h2>One</h2>", first_heading=2)
    done = divide_files(given, bench(tmp_path))
    assert (done.chapters, done.problems) == (given.chapters, ())
