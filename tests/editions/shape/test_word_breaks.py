"""Lines of scripts without spaces end between words, and nothing else of them changes."""

import unicodedata

import pytest
from by_hand import chapter_of

from octavo.editions.shape.word_breaks import SCRIPTS, part_unspaced, with_breaks
from octavo.markup.tree import inner

PARTED = {
    "th": "มนุษย์|ทั้ง|หลาย|เกิด|มา|มี|อิสระ|และ|เสมอ|ภาค|กัน",
    "lo": "ມະນຸດ|ທຸກຄົນ|ເກີດ|ມາ|ມີ|ກຽດສັກສີ",
    "km": "មនុស្ស|ទាំងអស់ កើតមក|មាន|សេរីភាព",
    "my": "လူ|တိုင်း|သည် တူညီ လွတ်လပ်|သော",
    "jv": "ꦱ|ꦧꦼ|ꦤ꧀ꦲꦸ|ꦮꦺꦴꦁ",
}
STRANGE = "ฤๅ฿ๆฯ ๆๆ ะา เแ กฺ่ ្ក ្្ក ာါ ္က က္ ຯໆ ᬓ᭄ᬓ ꦏ꧀ ๐๑๒ ១២ abc"


@pytest.mark.parametrize("language", PARTED)
def test_words_are_told_apart(language: str) -> None:
    words = PARTED[language]
    assert with_breaks(words.replace("|", "")).replace("\u200b", "|") == words


@pytest.mark.parametrize(
    "text", [*PARTED.values(), STRANGE, STRANGE[::-1], "Latin, Ελληνικά, 漢字"]
)
def test_what_is_read_stays_and_a_second_time_changes_nothing(text: str) -> None:
    plain = text.replace("|", "")
    once = with_breaks(plain)
    assert once.replace("\u200b", "") == plain
    assert with_breaks(once) == once


@pytest.mark.parametrize("text", [*PARTED.values(), STRANGE, STRANGE[::-1]])
def test_no_line_begins_with_a_mark_or_ends_before_what_it_stacks(text: str) -> None:
    for first, second in zip(
        (words := with_breaks(text.replace("|", "")).split("\u200b")), words[1:], strict=False
    ):
        assert not unicodedata.category(second[0]).startswith("M"), (first, second)
        assert first[-1] not in "\u17d2\u1039\u0e40\u0e41\u0e42\u0e43\u0e44"
        assert second[0] not in "\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f\u0ec6\u0eaf\u17d7"


def test_a_name_that_no_dictionary_has_is_one_word() -> None:
    assert "\u200b" not in with_breaks("ฆฐฌฒ")


def test_text_is_parted_and_code_is_not() -> None:
    words = PARTED["th"].replace("|", "")
    body = chapter_of(f"<p>{words} <em>{words}</em> {words}</p><pre>{words}</pre>").body
    part_unspaced(body)
    parted = PARTED["th"].replace("|", "\u200b")
    assert inner(body) == f"<p>{parted} <em>{parted}</em> {parted}</p><pre>{words}</pre>"


def test_a_long_stretch_takes_time_by_its_length_only() -> None:
    words = PARTED["km"].replace("|", "").replace(" ", "") * 500
    assert with_breaks(words).replace("\u200b", "") == words


def test_each_script_without_spaces_is_parted_by_words_or_by_syllables() -> None:
    assert [script.words for script in SCRIPTS] == ["thai", "lao", "khmer", "burmese", "", ""]
