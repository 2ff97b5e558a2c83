"""The rules by which style sheets set the scripts that were fetched, made from their table."""

from octavo.fonts.font_table import font_table
from octavo.fonts.script_rules import face_tokens, families_by_script, lead_rules

SCRIPTS = font_table().scripts
TOLD = {"--text-more": '"Noto Serif", "Amiri"', "--sans-more": '"Noto Sans"'}


def test_fetched_faces_come_behind_those_that_a_theme_has() -> None:
    rules = face_tokens([SCRIPTS["th"], SCRIPTS["kn"]], TOLD)
    assert rules.startswith(
        ':root { --text-more: "Noto Serif", "Amiri", "Noto Serif Thai", "Noto Sans Kannada"; '
        '--sans-more: "Noto Sans", "Noto Sans Thai", "Noto Sans Kannada" }\n'
    )


def test_a_language_has_its_faces_and_no_slope_and_ends_its_lines_as_its_books_do() -> None:
    thai, bengali = (face_tokens([SCRIPTS[key]], TOLD) for key in ("th", "bn"))
    assert ':root:lang(th) { --text: "Noto Serif Thai"; --display: "Noto Serif Thai"; ' in thai
    assert "--align: start }" in thai and ":lang(th) { hyphens: manual }" in thai
    assert '[lang|="th"]:not(html) { font-family: "Noto Serif Thai", ' in thai
    assert ":root:lang(bn), :root:lang(as) { --text: " in bengali
    assert "--align" not in bengali and "hyphens" not in bengali
    assert ":lang(bn), :lang(as) { font-style: normal !important" in bengali


def test_lines_of_high_letters_stand_further_apart_on_pages_and_screens() -> None:
    khmer, georgian = ([SCRIPTS[key]] for key in ("km", "ka"))
    assert "{ --lead: 18.56pt; --note-lead: 14.46pt; line-height: 18.56pt }" in "\n".join(
        lead_rules(khmer, ("base.css", "print.css"))
    )
    assert "html:lang(km) h2, " in "\n".join(lead_rules(khmer, ("base.css",)))
    assert [*lead_rules(khmer, ("screen.css",))] == [":root:lang(km) { --lead: 2.05rem }"]
    assert [*lead_rules(khmer, ("epub.css",))] == [*lead_rules(georgian, ("print.css",))] == []


def test_latin_letters_stand_in_noto_beside_another_script_but_not_beside_east_asia() -> None:
    known = {"Noto Serif Thai", "Noto Sans Thai", "Noto Serif JP", "Noto Sans JP"}
    found = families_by_script(known, ("Noto Serif", "Noto Sans", "Amiri"), ("Fira Code",))
    assert found == {
        "th": ("Noto Serif Thai", "Noto Sans Thai", "Noto Serif", "Noto Sans", "Fira Code"),
        "ja": ("Noto Serif JP", "Noto Sans JP", "Fira Code"),
    }


def test_pictures_of_several_signs_are_set_in_the_face_of_emoji_where_it_was_fetched() -> None:
    rule = '.emoji { font-family: "Noto Emoji", var(--text), var(--text-more) }'
    assert rule in face_tokens([SCRIPTS["th"], SCRIPTS["emoji"]], TOLD).splitlines()
    assert ".emoji" not in face_tokens([SCRIPTS["th"]], TOLD)
