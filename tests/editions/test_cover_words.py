"""Titles on covers are drawn in lines: words are never cut where a line can hold them."""

from pathlib import Path

from by_hand import bench

from octavo.editions.units.cover import wrap_words
from octavo.fonts.bundled import letters_of
from octavo.fonts.letters import letters

THAI = "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน"


def test_a_title_without_spaces_is_wrapped_between_its_words(tmp_path: Path) -> None:
    face = letters(*letters_of(bench(tmp_path), ("Noto Serif",)))
    lines = wrap_words(face, THAI, 100, 600)
    assert "".join(lines) == THAI and len(lines) > 2
    assert not any(line[0] in "ะาำ" or line.endswith("-") for line in lines)
    assert all(face.width(line, 100) <= 600 for line in lines)


def test_spaces_stay_within_lines_and_a_word_that_is_too_long_is_cut(tmp_path: Path) -> None:
    face = letters(*letters_of(bench(tmp_path), ("Noto Serif",)))
    assert wrap_words(face, "The harbour ledgers", 40, 1000) == ["The harbour ledgers"]
    cut = wrap_words(face, "Internationalisation", 100, 600)
    assert len(cut) > 1 and "".join(cut).replace("-", "") == "Internationalisation"
