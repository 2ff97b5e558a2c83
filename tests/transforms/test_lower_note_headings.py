"""A heading in a note is no section of the text."""

from pathlib import Path

from by_hand import bench, of, told, xhtml

from octavo.transforms.note_headings import lower_note_headings


def test_a_heading_in_a_note_becomes_strong_words_and_others_stay(tmp_path: Path) -> None:
    given = (
        '<h2>a</h2><div class="footnote"><ol><li id="fn-1"><h3 data-line="3">b <em>c</em></h3></li>'
        "</ol></div>"
    )
    done = lower_note_headings(of(given), bench(tmp_path))
    assert xhtml(done) == (
        '<h2>a</h2><div class="footnote"><ol><li id="fn-1"><p data-line="3">'
        "<strong>b <em>c</em></strong></p></li></ol></div>"
    )
    assert told(done) == ["E215 one.md:3"]
