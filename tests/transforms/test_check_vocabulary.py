"""The vocabulary is closed: what stands outside it is told, what stands in it has its name."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.transforms.vocabulary import check_vocabulary


def test_blocks_are_named_by_their_chapter_and_calls_of_notes_too(tmp_path: Path) -> None:
    second = chapter_of('<p>x<a data-label="a" href="#n">1</a></p><ul><li>y</li></ul>', "two")
    done = check_vocabulary(of("<h1>T</h1><p>x</p>", second), bench(tmp_path))
    assert done.problems == ()
    assert xhtml(done) == '<h1 data-b="one.1">T</h1><p data-b="one.2">x</p>'
    assert xhtml(done, 1) == (
        '<p data-b="two.1">x<a data-label="a" href="#n" data-b="two.2">1</a></p>'
        '<ul><li data-b="two.3">y</li></ul>'
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("<center>x</center>", "<center> is outside the vocabulary"),
        ('<p style="x">x</p>', "the attribute 'style' has no meaning here, and is left out"),
        ('<p onclick="x">x</p>', "the attribute 'onclick' has no meaning here, and is left out"),
        ("<ul><p>x</p></ul>", "<p> cannot stand in <ul>"),
        ('<p><a href="javascript:x">x</a></p>', "no edition leads to javascript: addresses"),
        ("<ul>x<li>y</li></ul>", "words directly in <ul>: 'x'"),
        ("<p><svg/></p>", "<svg> is outside the vocabulary"),
    ],
)
def test_what_is_outside_is_told_at_its_line(given: str, message: str, tmp_path: Path) -> None:
    done = check_vocabulary(of(f'<section data-line="2">{given}</section>'), bench(tmp_path))
    assert (told(done), done.problems[0].message) == (["E214 one.md:2"], message)


def test_a_box_of_an_unknown_name_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    done = check_vocabulary(of('<p data-line="3">/// vers</p>'), bench(tmp_path))
    assert (told(done), done.problems[0].hint) == (["E219 one.md:3"], "did you mean verse?")
    assert done.problems[0].severity == "warning" and "/// vers" in xhtml(done)
