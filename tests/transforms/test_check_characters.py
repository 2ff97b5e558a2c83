"""Each character has a bundled font, or is told of once."""

from pathlib import Path

from by_hand import bench, chapter_of, config_of, of, told

from octavo.transforms.glyphs import check_characters, scripts_to_fetch, signs_of

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


def test_letters_of_one_script_are_told_together_and_signs_too(tmp_path: Path) -> None:
    body = '<p data-line="1">\u0995\u09be\U0001f600</p><p data-line="2">\u0996\U0001f601\u0e01</p>'
    done = check_characters(of(body), bench(tmp_path))
    assert [each.message for each in done.problems] == [
        "3 letters of Bengali have no face, such as U+0995 BENGALI LETTER KA",
        "no font of the theme 'brief' has U+1F600 GRINNING FACE, nor 1 more: U+1F601",
        "1 letter of Thai has no face, such as U+0E01 THAI CHARACTER KO KAI",
    ]
    assert done.problems[0].hint == "octavo fonts bn fetches one"


def test_a_script_is_told_once_a_publication_with_the_count_of_all_its_letters(
    tmp_path: Path,
) -> None:
    one = chapter_of('<p data-line="2">\u0995\u0995 and 漢</p>', written="\n\u0995\u0995\n")
    two = chapter_of("<p>" + "\u0995" * 1200 + " 字</p>", slug="two")
    words = config_of(subtitle="\u0996\u0997")
    done = check_characters(of(one, two, config=words), bench(tmp_path))
    assert told(done) == ["E220 one.md:2", "E220 one.md:2"]
    assert done.problems[0].message.startswith("1,204 letters of Bengali have no face")


def test_the_scripts_that_are_lacking_are_those_of_all_letters(tmp_path: Path) -> None:
    words = config_of(subtitle="\u0996")
    given = of("<p>\u0e01 and \U0001f600, Ω, \u304b</p>", config=words)
    assert scripts_to_fetch(given, bench(tmp_path)) == ("ja", "th", "bn", "emoji")
    chinese = of("<p>漢</p>", config=config_of(language="zh-TW"))
    assert scripts_to_fetch(chinese, bench(tmp_path)) == ("zh-Hant",)
    assert scripts_to_fetch(of("<p>漢</p>"), bench(tmp_path)) == ("zh",)
    assert scripts_to_fetch(of("<p>한</p>"), bench(tmp_path)) == ("ko",)


def test_many_signs_are_counted_and_some_are_named(tmp_path: Path) -> None:
    signs = "".join(chr(0x1F600 + n) for n in range(20))
    done = check_characters(of(f'<p data-line="1">{signs}</p>'), bench(tmp_path))
    assert "nor 19 more: U+1F601, " in done.problems[0].message
    assert done.problems[0].message.endswith("U+1F608 …")


def test_a_sign_that_chooses_a_form_is_not_missed(tmp_path: Path) -> None:
    done = check_characters(of('<p data-line="1">A\ufe0f and \u2713\ufe0e</p>'), bench(tmp_path))
    assert done.problems == ()


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
