"""Language files: whole, in their own language, and in letters that a bundled font has."""

import datetime as dt
import string
import unicodedata
from collections.abc import Mapping
from functools import cache

import pytest
import yaml
from conftest import ROOT, environment

from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import coverage
from octavo.languages import Language, available, direction_of, language
from octavo.production.pipeline import Project, workshop_of
from octavo.themes import read_theme
from octavo.transforms.characters import edits

FOLDER = ROOT / "templates" / "words"
TAGS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
BASES = [tag for tag in TAGS if "-" not in tag]
UNBUNDLED = {"bn", "ja", "ko", "ta", "th", "zh"}
"""No font with their characters is bundled: they are fetched."""
SPACINGS = {"", "french", "german", "hebrew", "ordinal", "serbian", "slavic"}
RULES = {"spacing", "dates"}
"""Keys whose values are names of rules."""
KINDS = ("chapter", "part", "appendix", "section", "figure", "table", "listing", "note")

SAME_AS_ENGLISH = {
    "af": {"errata"},
    "ca": {"important", "notes", "part", "text"},
    "cs": {"errata", "licensed", "text", "tip"},
    "da": {"downloads", "tip", "version"},
    "de": {"downloads", "errata", "list_of_listings", "listing", "text"},
    "fr": {"figure", "list_of_figures", "note", "notes", "section", "source", "version"}
    | {"colophon", "errata", "important", "licensed", "page_break", "publications"},
    "it": {"colophon"},
    "lv": {"licensed"},
    "nl": {"downloads", "errata", "tip"},
    "pl": {"errata", "listing"},
    "pt": {"errata"},
    "pt-BR": {"errata"},
    "ro": {"important", "text"},
    "sk": {"text", "tip"},
    "sq": {"draft"},
    "sv": {"text", "version"},
}
"""Words that a language writes as English does; no other value may be that of en.yaml."""


@cache
def read(tag: str) -> Mapping[str, object]:
    data = yaml.safe_load((FOLDER / f"{tag}.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def workshop() -> Workshop:
    return workshop_of(Project(ROOT, ROOT / "build", None, environment()), "none")


def words_of(tag: str) -> Language:
    return language(workshop(), tag)


def phrases(data: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in data.items() if isinstance(value, str)}


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


ENGLISH = read("en")


def test_there_are_words_for_every_language_that_the_handbook_may_name() -> None:
    asked = "af ar be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu id is"
    asked += " it ja ko lt lv ms nb nl pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh"
    assert asked.split() == BASES
    assert set(TAGS) - set(BASES) == {
        *("de-CH", "en-US", "fr-CH", "it-CH", "pt-BR", "sr-Latn", "zh-Hant")
    }


@pytest.mark.parametrize("tag", BASES)
def test_a_language_has_every_word_that_english_has(tag: str) -> None:
    found = set(read(tag))
    assert set(ENGLISH) - found == set()
    extra = found - set(ENGLISH) - {f"numbered_{kind}" for kind in KINDS}
    assert extra <= {"spacing", "dates"}


@pytest.mark.parametrize("tag", sorted(set(TAGS) - set(BASES)))
def test_a_region_only_has_words_that_its_language_has_and_says_otherwise(tag: str) -> None:
    general = read(tag.partition("-")[0])
    regional = read(tag)
    assert set(regional) <= set(general)


@pytest.mark.parametrize("tag", TAGS)
def test_no_word_is_empty_or_has_space_around_it(tag: str) -> None:
    joints = {"comma", "colon"}
    loose = {key for key, value in phrases(read(tag)).items() if value != value.strip()}
    assert loose <= joints
    assert all(value.strip() for value in phrases(read(tag)).values())


@pytest.mark.parametrize("tag", BASES)
def test_a_language_has_twelve_months_and_four_marks(tag: str) -> None:
    words = words_of(tag)
    assert len(words.months) == 12
    assert len(set(words.months)) == 12
    assert [len(mark.strip("\u00a0\u202f")) for mark in words.quotes] == [1, 1, 1, 1]
    assert words.spacing in SPACINGS


@pytest.mark.parametrize("tag", TAGS)
def test_a_phrase_has_the_places_that_the_english_one_has(tag: str) -> None:
    numbered = {f"numbered_{kind}": "{number}" for kind in KINDS}
    wanted = {**numbered, **phrases(ENGLISH)}
    found = {key: places(value) for key, value in phrases(read(tag)).items() if key not in RULES}
    assert found == {key: places(wanted[key]) for key in found}


@pytest.mark.parametrize("tag", sorted(set(BASES) - {"en"}))
def test_no_english_is_left_over(tag: str) -> None:
    neutral = {key for key, value in phrases(ENGLISH).items() if not _letters(value)}
    neutral |= {"isbn"}
    same = {
        key
        for key, value in phrases(read(tag)).items()
        if key not in neutral and value == ENGLISH.get(key)
    }
    assert same == SAME_AS_ENGLISH.get(tag, set())


def _letters(text: str) -> str:
    """Return the letters of a phrase outside its places."""
    parts = (part for part, _, _, _ in string.Formatter().parse(text))
    return "".join(sign for part in parts for sign in part if sign.isalpha())


def test_the_words_of_a_script_are_in_that_script() -> None:
    """A word of a language without Latin letters has none, but names and formats."""
    names = ("Octavo", "PDF", "ISBN", "DOI")
    for tag in "ar be bg bn el fa he hi ja ko ru sr ta th uk ur zh".split():
        for key, value in phrases(read(tag)).items():
            if key in RULES:
                continue
            bare = "".join(part for part, _, _, _ in string.Formatter().parse(value))
            for name in names:
                bare = bare.replace(name, "")
            latin = [sign for sign in bare if "LATIN" in unicodedata.name(sign, "")]
            assert not latin, (tag, key, value)


@pytest.mark.parametrize("theme", ["book", "brief"])
@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag.partition("-")[0] not in UNBUNDLED])
def test_a_bundled_font_has_every_letter_of_the_words(tag: str, theme: str) -> None:
    at = workshop()
    found = read_theme(at, theme, Problem("E104", Place("here"), "no such theme")).in_language(tag)
    covered = coverage(at, found.all_families)
    data = read(tag)
    text = "".join([*phrases(data).values(), *map(str, data.get("months") or ())])
    text += "".join(map(str, data.get("quotes") or ()))
    lacking = {sign for sign in text if ord(sign) not in covered}
    assert {sign for sign in lacking if unicodedata.category(sign) not in ("Cf", "Zs")} == set()


DATES = {
    "af": "3 Maart 2024",
    "ar": "3 مارس 2024",
    "be": "3 сакавіка 2024 г.",
    "bg": "3 март 2024 г.",
    "bn": "3 মার্চ, 2024",
    "ca": "3 de març del 2024",
    "cs": "3. března 2024",
    "cy": "3 Mawrth 2024",
    "da": "3. marts 2024",
    "de": "3. März 2024",
    "de-CH": "3. März 2024",
    "el": "3 Μαρτίου 2024",
    "en": "3 March 2024",
    "en-US": "March 3, 2024",
    "eo": "la 3-an de marto 2024",
    "es": "3 de marzo de 2024",
    "et": "3. märts 2024",
    "eu": "2024ko martxoaren 3a",
    "fa": "3 مارس 2024",
    "fi": "3. maaliskuuta 2024",
    "fr": "3 mars 2024",
    "fr-CH": "3 mars 2024",
    "ga": "3 Márta 2024",
    "gl": "3 de marzo de 2024",
    "he": "3 במרץ 2024",
    "hi": "3 मार्च 2024",
    "hr": "3. ožujka 2024.",
    "hu": "2024. március 3.",
    "id": "3 Maret 2024",
    "is": "3. mars 2024",
    "it": "3 marzo 2024",
    "it-CH": "3 marzo 2024",
    "ja": "2024年3月3日",
    "ko": "2024년 3월 3일",
    "lt": "2024 m. kovo 3 d.",
    "lv": "2024. gada 3. marts",
    "ms": "3 Mac 2024",
    "nb": "3. mars 2024",
    "nl": "3 maart 2024",
    "pl": "3 marca 2024",
    "pt": "3 de março de 2024",
    "pt-BR": "3 de março de 2024",
    "ro": "3 martie 2024",
    "ru": "3 марта 2024 г.",
    "sk": "3. marca 2024",
    "sl": "3. marec 2024",
    "sq": "3 mars 2024",
    "sr": "3. март 2024.",
    "sr-Latn": "3. mart 2024.",
    "sv": "3 mars 2024",
    "sw": "3 Machi 2024",
    "ta": "3 மார்ச், 2024",
    "th": "3 มีนาคม ค.ศ. 2024",
    "tr": "3 Mart 2024",
    "uk": "3 березня 2024 р.",
    "ur": "3 مارچ 2024ء",
    "vi": "3 tháng 3 năm 2024",
    "zh": "2024年3月3日",
    "zh-Hant": "2024年3月3日",
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_date_is_written_as_its_language_writes_it(tag: str) -> None:
    assert words_of(tag).date(dt.date(2024, 3, 3)) == DATES[tag]


@pytest.mark.parametrize(
    ("tag", "kind", "said"),
    [
        ("en", "figure", "Figure\u00a03"),
        ("hu", "figure", "3.\u00a0ábra"),
        ("hu", "note", "Megjegyzés\u00a03"),
        ("ja", "chapter", "第3章"),
        ("ja", "figure", "図3"),
        ("zh-Hant", "section", "第3節"),
        ("zh-Hant", "part", "第3部分"),
        ("ar", "table", "الجدول\u00a03"),
        ("eu", "figure", "3.\u00a0irudia"),
        ("eu", "appendix", "3\u00a0eranskina"),
        ("lt", "figure", "3\u00a0pav."),
        ("lv", "chapter", "3.\u00a0nodaļa"),
        ("et", "part", "3\u00a0osa"),
        ("is", "chapter", "3.\u00a0kafli"),
        ("th", "figure", "รูปที่\u00a03"),
    ],
)
def test_a_number_stands_where_the_language_puts_it(tag: str, kind: str, said: str) -> None:
    assert words_of(tag).number(kind, "3") == said


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "A, B and C"),
        ("de", "A, B und C"),
        ("ar", "A،\u200f B وC"),
        ("he", "A, B ו־C"),
        ("ja", "A、B、C"),
        ("zh", "A、B和C"),
        ("cy", "A, B & C"),
        ("th", "A, B และC"),
        ("ur", "A،\u200f B اور C"),
    ],
)
def test_names_are_joined_as_in_their_language(tag: str, said: str) -> None:
    words = words_of(tag)
    assert words.join(["A", "B", "C"]) == said
    assert words.join(["A"]) == "A"
    assert words.join([]) == ""


@pytest.mark.parametrize(
    ("tag", "contents"),
    [
        ("no", "Innhold"),
        ("zh-TW", "目錄"),
        ("zh-Hant-HK", "目錄"),
        ("zh-CN", "目录"),
        ("pt-PT", "Índice"),
        ("sr-Latn", "Sadržaj"),
        ("sr-Latn-RS", "Sadržaj"),
        ("sr-RS", "Садржај"),
        ("zh-hant", "目錄"),
    ],
)
def test_a_tag_finds_the_words_of_its_language(tag: str, contents: str) -> None:
    words = words_of(tag)
    assert words.word("contents") == contents
    assert words.tag == tag
    assert tag.partition("-")[0] in available(workshop())


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("he", "rtl"),
        ("hi", "ltr"),
        ("ru", "ltr"),
        ("ur", "rtl"),
        ("ur-Latn", "ltr"),
        ("sr-Latn", "ltr"),
    ],
)
def test_a_language_knows_its_direction(tag: str, direction: str) -> None:
    assert words_of(tag).direction == direction


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *(("syr", "rtl"), ("nqo", "rtl"), ("dv-MV", "rtl"), ("ff-Adlm", "rtl"), ("ff", "ltr")),
        *(("az-Arab", "rtl"), ("az", "ltr"), ("ku-Latn", "ltr"), ("yi-Hebr", "rtl"), ("th", "ltr")),
    ],
)
def test_the_script_of_a_tag_says_the_direction_before_the_language(
    tag: str, direction: str
) -> None:
    assert direction_of(tag) == direction


def edited(text: str, tag: str) -> str:
    for start, end, value in sorted(edits(text, words_of(tag)), reverse=True):
        text = text[:start] + value + text[end:]
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("tag", "text", "said"),
    [
        ("cs", "v lese a k vodě 6. května", "v~lese a~k~vodě 6.~května"),
        ("cs", 'Řekl: "Kdo?"', "Řekl: „Kdo?“"),
        ("pl", "w lesie i nad wodą", "w~lesie i~nad wodą"),
        ("ru", "в лесу и у воды, № 5, 1871 г.", "в~лесу и~у~воды, №~5, 1871~г."),
        ("uk", "у лісі й біля води", "у~лісі й~біля води"),
        ("sv", 'Han sade "nej".', "Han sade ”nej”."),
        ("da", "\"Ja, 'nej'\"", "»Ja, ›nej‹«"),
        ("hu", '"Igen"', "„Igen”"),
        ("fa", '"شب"', "«شب»"),
        ("he", 'ד"ר כהן אמר "שלום" בעמ\' 5', "ד״ר כהן אמר ”שלום” בעמ׳ 5"),
        ("he", "ג'ון אמר 'שלום'", "ג׳ון אמר ’שלום’"),
        ("et", "Täna on 3. märts.", "Täna on 3.~märts."),
        ("lt", "2024 m. kovo 3 d. Vilniuje", "2024~m. kovo 3~d. Vilniuje"),
        ("lv", "2024. gada 3. marts. Otrs", "2024.~gada 3.~marts. Otrs"),
        ("sr", "у кући 3. март 2024.", "у~кући 3.~март 2024."),
        ("sk", "v lese 3. marca", "v~lese 3.~marca"),
        ("be", "у лесе ў 2024 г.", "у~лесе ў 2024~г."),
    ],
)
def test_marks_and_spaces_follow_the_language(tag: str, text: str, said: str) -> None:
    assert edited(text, tag) == said


@pytest.mark.parametrize("tag", BASES)
def test_no_built_in_language_borrows_a_word(tag: str) -> None:
    assert words_of(tag).borrowed == ()


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2025-03-01", "2025eko martxoaren 1a"),
        ("2011-01-11", "2011ko urtarrilaren 11"),
        ("2010-12-31", "2010eko abenduaren 31"),
        ("1900-02-10", "1900eko otsailaren 10a"),
        ("2000-02-21", "2000ko otsailaren 21a"),
        ("2021-06-30", "2021eko ekainaren 30a"),
        ("2035-06-05", "2035eko ekainaren 5a"),
        ("2026-06-05", "2026ko ekainaren 5a"),
    ],
)
def test_basque_puts_endings_to_the_numbers_of_a_date(date: str, said: str) -> None:
    assert words_of("eu").date(dt.date.fromisoformat(date)) == said


@pytest.mark.parametrize("tag", ["de-../../x", "en-\\", "../x", ""])
def test_a_tag_that_is_none_leads_to_no_file_outside(tag: str) -> None:
    assert words_of(tag).months
