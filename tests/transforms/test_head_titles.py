"""The title at the head of a file heads its text, with its marks, or gives way and is told."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.transforms.head_titles import set_head_titles


@pytest.mark.parametrize(
    ("title", "given", "made", "problems"),
    [
        ("Tides", "<p>x</p>", "<h1>Tides</h1><p>x</p>", []),
        ("*T* and 10^6^", "<p>x</p>", "<h1><em>T</em> and 10<sup>6</sup></h1><p>x</p>", []),
        ("Tides", "<p>x</p><h1>Later</h1>", "<h1>Tides</h1><p>x</p><h1>Later</h1>", []),
        ("Tides", "<h2>a</h2>", "<h1>Tides</h1><h2>a</h2>", []),
        ("the tides", "<h1>The <em>Tides</em></h1>", "<h1>The <em>Tides</em></h1>", []),
        ("Other", "<h1>Tides</h1><p>x</p>", "<h1>Tides</h1><p>x</p>", ["E256 one.md:1"]),
        ("", "<p>x</p>", "<p>x</p>", []),
    ],
)
def test_a_title_at_the_head_of_a_file_is_printed_or_told(
    title: str, given: str, made: str, problems: list[str], tmp_path: Path
) -> None:
    done = set_head_titles(of(chapter_of(given, title=title)), bench(tmp_path))
    assert xhtml(done).replace(' data-line="1"', "") == made
    assert told(done) == problems
