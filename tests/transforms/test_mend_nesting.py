"""What cannot stand where it stands is moved or made something else: every word stays."""

from pathlib import Path

import pytest
from by_hand import bench, of, told, xhtml

from octavo.markup.tree import text_of
from octavo.transforms.nesting import mend_nesting
from octavo.transforms.vocabulary import check_vocabulary


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<ul><p>x</p></ul>", "<ul><li><p>x</p></li></ul>"),
        ("<ul>x<li>y</li>z</ul>", "<ul><li>x</li><li>y</li><li>z</li></ul>"),
        ("<pre>a <h1>T</h1></pre>", "<pre>a <span>T</span></pre>"),
        ("<p><em><ul><li>a</li><li>b</li></ul></em></p>", "<p><em><span>a b </span></em></p>"),
        ("<p><section>x</section></p>", "<p><span>x</span></p>"),
        ("<dl>x<dt>a</dt><dd>b</dd></dl>", "<dl><dd>x</dd><dt>a</dt><dd>b</dd></dl>"),
    ],
)
def test_an_element_out_of_its_place_is_told_and_its_words_stay(
    given: str, made: str, tmp_path: Path
) -> None:
    done = mend_nesting(of(f'<section data-line="2">{given}</section>'), bench(tmp_path))
    assert xhtml(done) == f'<section data-line="2">{made}</section>'
    assert set(told(done)) == {"E214 one.md:2"}
    assert {each.severity for each in done.problems} == {"warning"}
    checked = check_vocabulary(done, bench(tmp_path))
    assert checked.problems == done.problems


def test_words_directly_in_the_text_are_a_paragraph(tmp_path: Path) -> None:
    given = '<p>a</p>loose <p>b</p><a href="#x">c</a>'
    done = mend_nesting(of(given), bench(tmp_path))
    assert [text_of(each) for each in done.chapters[0].body] == ["a", "loose", "b", "c"]
    assert '<p><a href="#x">c</a></p>' in xhtml(done)


def test_what_no_edition_has_is_left_to_be_refused(tmp_path: Path) -> None:
    given = "<ul><script>x</script></ul>"
    done = mend_nesting(of(given), bench(tmp_path))
    assert (xhtml(done), told(done)) == (given, [])


def test_a_sound_text_is_left_as_it_is(tmp_path: Path) -> None:
    given = "<h1>T</h1><ul><li>a<ul><li>b</li></ul></li></ul><p>a <em>b</em></p>"
    done = mend_nesting(of(given), bench(tmp_path))
    assert (xhtml(done), told(done)) == (given, [])
