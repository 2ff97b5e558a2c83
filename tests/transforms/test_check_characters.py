"""Each character has a bundled font, or is told of once."""

from pathlib import Path

from by_hand import bench, chapter_of, config_of, of, told

from octavo.transforms.glyphs import check_characters, signs_of

DESERET = "\U00010400"


def test_words_that_the_fonts_have_are_well(tmp_path: Path) -> None:
    given = of("<p>Tide, Ебб, soft\u00adhyphen, no\u00a0break</p>")
    assert check_characters(given, bench(tmp_path)).problems == ()


def test_a_character_without_font_is_told_once_where_it_first_stands(tmp_path: Path) -> None:
    body = f'<p data-line="2">{DESERET}</p><p data-line="4">{DESERET}</p>'
    chapter = chapter_of(body, written=f"\n{DESERET}\n\n{DESERET}\n")
    done = check_characters(of(chapter), bench(tmp_path))
    assert told(done) == ["E220 one.md:2"]
    assert "U+10400 DESERET CAPITAL LETTER LONG I" in done.problems[0].message


def test_all_of_east_asia_is_told_once_with_the_command_that_helps(tmp_path: Path) -> None:
    done = check_characters(of('<p data-line="1">漢字かな</p>'), bench(tmp_path))
    assert told(done) == ["E220 one.md:1"]
    assert done.problems[0].hint.startswith("octavo fonts ja")


def test_metadata_is_looked_at_too_but_no_path_of_a_file(tmp_path: Path) -> None:
    words = config_of(subtitle=DESERET, cover=f"{DESERET}.png")
    done = check_characters(of("<p>x</p>", config=words), bench(tmp_path))
    assert told(done) == ["E220 publication.yaml"]


def test_the_signs_of_a_publication_are_those_of_text_and_metadata() -> None:
    signs = signs_of(of("<p>ab</p>", config=config_of(title="cd", cover="z.png")))
    assert {ord(sign) for sign in "abcd"} <= signs
    assert ord("z") not in signs
