"""Style sheets of one's own: what means nothing is told, and what is sound is not."""

import pytest
import tinycss2

from octavo.markup.css import letter_sizes
from octavo.markup.css.contrast import LEAST_LARGE, pale_rules, pale_tokens, ratio
from octavo.markup.css.css_grammar import declaration_slips, grammar_of
from octavo.markup.css.dark_rules import dark_again
from octavo.markup.css.selector_names import order_slips, selector_slips
from octavo.markup.css.sheet_rules import Slip, read_rules
from octavo.markup.css.token_names import family_slips, grammar_like, token_slips

SOUND = """
:root { --sea: #123456; --wide: calc(100% - 2rem) }
@media screen and (min-width: 40em) and (prefers-color-scheme: dark) { p { margin: 0 auto } }
@media (width >= 40em), print { p { margin: 0 } }
@media not all and (orientation: landscape) { p { margin: 0 } }
@supports (display: grid) and (not (display: inline-grid)) { p { display: grid } }
@page :first { size: A5 landscape; margin: 2cm 1cm; @top-center { content: "x"; font-size: 8pt } }
@keyframes rise { from { opacity: 0 } 50% { opacity: .5 } to { opacity: 1 } }
@layer own { p { margin: 0 } }
p { font: italic 12pt/1.4 var(--text), serif; animation: rise 1s ease-in-out infinite }
p { transition: color .2s, transform 1s; transform: rotate(3deg) translateX(-50%) }
p { background: linear-gradient(90deg, #fff 0, rgb(0 0 0 / 50%) 100%) no-repeat center / cover }
p { grid-template-areas: "a b" "c d"; grid-template-columns: repeat(2, minmax(0, 1fr)) 12rem }
p { aspect-ratio: 16 / 9; inset: 0; flex: 1 1 auto; z-index: -1; opacity: 50%; order: 2 }
p { filter: drop-shadow(0 0 2px #0003); will-change: transform; columns: 2 12em; tab-size: 4 }
p { font-feature-settings: "smcp" 1, "onum"; text-decoration: underline dotted 1px red }
p { color: hsl(200deg 50% 40%); border: 1px solid currentColor; outline: thin dotted #abc }
p { color: oklch(50% 0.1 200); accent-color: auto; caret-color: transparent; margin: -1em 0 0 }
p::before { content: "\\2192" counter(item) attr(data-n) / "arrow"; quotes: "«" "»" }
li::marker { content: "– "; color: rebeccapurple }
ul { list-style: "– "; list-style-type: lower-alpha; list-style-position: inside }
p:is(.note, #own):not(:first-child):nth-of-type(2n + 1):lang(de) > a:hover { margin: 0 }
a[href^="https:"]::after, h2 + p, h2 ~ ul, :where(em, strong) { hyphens: auto; orphans: 3 }
p { line-height: 1.4; font-weight: 450; font-size: clamp(1rem, .9rem + 1vw, 2rem); order: 0 }
p { string-set: title content(text); bookmark-level: 2; float: footnote; position: running(x) }
p { -webkit-hyphens: auto; -moz-osx-font-smoothing: grayscale; text-wrap: balance }
p { margin: 0 !important; width: min(30em, 100%); scroll-margin-top: 3rem; font-size: larger }
p { & em { color: #333 } .note & { margin: 0 } &:hover { color: #333 } }
p { mask-image: none; hyphenate-limit-chars: 6 3 3; break-inside: avoid; box-shadow: none }
p { font-family: Georgia, "EB Garamond", serif; text-align: start; vertical-align: -2pt }
p { border-radius: 3px / 50%; text-indent: 1em hanging; letter-spacing: .05em; all: unset }
/* a comment; with: signs { and } */
p { content: "a { b ; c: d } \\" /* no */" }
"""


def slips(css: str, classes: frozenset[str] = frozenset({"note"})) -> list[Slip]:
    rules, found = read_rules(css)
    told = [*found, *order_slips(rules)]
    for rule in rules:
        told += selector_slips(rule, classes)
        for each in rule.declared:
            told += declaration_slips(each)
    return told


@pytest.mark.parametrize("line", [line for line in SOUND.split("\n") if line])
def test_what_is_sound_is_not_told_of(line: str) -> None:
    assert slips(line) == []


@pytest.mark.parametrize(
    ("css", "at", "word"),
    [
        ("p { text-align: middle }", (1, 17), "start"),
        ("p { display: blok }", (1, 14), "block"),
        ("p { font-weight: blod }", (1, 18), "bold"),
        ("p { font-style: italics }", (1, 17), "italic"),
        ("p {\n margin: 3 auto }", (2, 10), "3px"),
        ("p { border: 1 solid red }", (1, 13), "1px"),
        ("p { line-height: 14 pt }", (1, 18), "14pt"),
        ("p { z-index: 3px }", (1, 14), "z-index: 3"),
        ("p { width: 50percent }", (1, 12), "50"),
        ("p { color: rbg(0, 0, 0) }", (1, 12), "rgb"),
        ("p { color: #ggg }", (1, 12), "#1f4e79"),
        ("p { margin: 0 !importent }", (1, 15), "!important"),
        ("p { color: red\n  margin: 0 }", (1, 12), ";"),
        ("p { margn: 0 }", (1, 5), "margin"),
        ("p { color: darken(red, 10%) }", (1, 12), "value"),
        ("p { font-size: 1,5em }", (1, 16), "1.5em"),
        ("p { transition: color 2 }", (1, 23), "1s"),
        (".note, .nots { margin: 0 }", (1, 9), ".note"),
        ("p:frist-child { margin: 0 }", (1, 3), ":first-child"),
        ("paragraph { margin: 0 }", (1, 1), "point"),
        ("note { margin: 0 }", (1, 1), ".note"),
        ("@media (max-wdith: 3em) { p { margin: 0 } }", (1, 9), "max-width"),
        ("@media (prefers-color-scheme: drak) { p { margin: 0 } }", (1, 31), "dark"),
        ("@media screeen { p { margin: 0 } }", (1, 8), "screen"),
        ("@medai print { p { margin: 0 } }", (1, 1), "@media"),
        ("@page { size: Lettre }", (1, 15), "LETTER"),
        ("p { color: red; // no\n margin: 0 }", (1, 17), "/*"),
        ("@use 'a';", (1, 1), "no rule"),
        ("p { margin: 0", (1, 3), "}"),
        ("p { margin: (1px }", (1, 3), "}"),
    ],
)
def test_what_means_nothing_is_told_at_its_place(css: str, at: tuple[int, int], word: str) -> None:
    (found, *_) = slips(css)
    assert (found.line, found.column) == at
    assert word in f"{found.message} {found.hint}"


def test_a_property_may_hold_what_the_grammar_says() -> None:
    grammar = grammar_of("margin-top")
    assert grammar is not None and grammar.kinds == "lp" and grammar.words == {"auto"}
    assert grammar_of("no-such-thing") is None


@pytest.mark.parametrize(
    ("default", "kinds"),
    [("10pt", "lp"), ("#fff", "c"), ("1", "n"), ("26mm 24mm", "lp"), ('"Literata"', None)],
)
def test_a_token_takes_what_it_has_in_the_theme(default: str, kinds: str | None) -> None:
    found = grammar_like("--token", default)
    assert (found.kinds if found else None) == kinds


def test_tokens_are_told_that_nothing_asks_for_and_that_nobody_sets() -> None:
    rules, _ = read_rules(":root { --acent: red; --own: red }\np { color: var(--inc, var(--ikn)) }")
    found = list(token_slips(rules, {"--accent", "--own", "--ink"}, {"--ink": "#000"}))
    assert [(each.line, each.hint) for each in found] == [
        (1, "did you mean --accent?"),
        (2, "did you mean --ink?"),
    ]


def test_a_face_is_told_that_no_edition_has() -> None:
    rules, _ = read_rules('p { font-family: Literata, "EB Garmond", serif, var(--text) }')
    (found,) = family_slips(rules[0].declared[0], {"Literata", "EB Garamond"}, False)
    assert "EB Garmond" in found.message and "EB Garamond" in found.hint


@pytest.mark.parametrize(
    ("letters", "ground", "expected"),
    [
        ("#000", "#fff", 21),
        ("#777", "#fff", 4.48),
        ("#1f4e79", "#171614", 2.08),
        ("red", "red", 1),
        ("rgb(0 0 0 / 50%)", "#fff", 3.98),
        ("#00000088", "#fff", 4.48),
        ("oklch(50% 0 0)", "#fff", 6.0),
        ("lab(50% 20 20)", "#fff", 4.48),
        ("hsl(0 0% 47%)", "#fff", 4.43),
        ("#777", "transparent", 4.48),
        ("#000", "rgba(0, 0, 0, .5)", 5.28),
    ],
)
def test_contrast_is_that_of_wcag(letters: str, ground: str, expected: float) -> None:
    found = ratio(letters, ground)
    assert found is not None and abs(found - expected) < 0.01


@pytest.mark.parametrize("colour", ["transparent", "rgb(0 0 0 / 0)", "no", ""])
def test_nothing_is_said_of_what_has_no_colour_of_its_own(colour: str) -> None:
    assert ratio(colour, "#fff") is None


THEME = """:root { --ink: #111; --paper: #fff; --link: #147 }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #111; --link: #9cf } }
"""


def test_tokens_are_held_against_their_ground_in_the_light_and_in_the_dark() -> None:
    assert list(pale_tokens(read_rules(THEME)[0], on_white=True)) == []
    own = f"{THEME}:root {{ --link: #147 }}"
    (found,) = pale_tokens(read_rules(own)[0], on_white=False)
    assert found.is_dark and found.names[0] == "--link" and found.ratio < 4.5


def test_pages_are_white_whatever_the_ground_of_a_screen_is() -> None:
    rules = read_rules(f"{THEME}:root {{ --ink: #eee; --paper: #111; --link: #9cf }}")[0]
    assert list(pale_tokens(rules, on_white=False)) == []
    assert {each.names[0] for each in pale_tokens(rules, on_white=True)} == {"--ink", "--link"}


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("p { color: #aaa }", [("color", False)]),
        ("p { color: #333 }", [("color", True)]),
        ("p { color: var(--ink) }", []),
        ("p { background: #ddd }", [("background", True)]),
        ("p { color: #333; background: #fff }", []),
        ("h1 { color: #888 }", []),
        ("p { color: #333 }\n@media (prefers-color-scheme: dark) { p { color: #ddd } }", []),
        ("@media print { p { color: #aaa } }", []),
        ("p { color: #0008 }", [("color", False)]),
        ("p { color: rgba(0, 0, 0, .9); background: transparent }", [("color", True)]),
        ("p { opacity: .4 }", [("opacity", False)]),
        ("p { color: #111; background: #fff; opacity: 40% }", [("opacity", False)]),
        ("p { opacity: .9 }", []),
        ("p { opacity: 0 }", []),
        ("figure img { opacity: .3 }", []),
        ("a:hover { opacity: .3 }", []),
        ("p::before { opacity: .3 }", []),
    ],
)
def test_a_rule_is_told_whose_letters_are_like_their_ground(
    css: str, told: list[tuple[str, bool]]
) -> None:
    own = read_rules(css)[0]
    found = pale_rules(own, read_rules(f"{THEME}{css}")[0])
    assert [(each.name, each.is_dark) for each in found] == told


SIZES = """html { font-size: calc(clamp(1.06rem, .9rem + .4vw, 1.3rem) * var(--screen)) }
.level-1 { font-size: 1.9em } .level-2 { font-size: 1.25em; font-weight: 400 }
.level-3 { font-size: 1.25em } .side { font-size: .8em } .page .level-1 { font-size: .5em }
"""
"""16.96 pixels are those of running text."""


@pytest.mark.parametrize(
    ("css", "least"),
    [
        ("h1", 3),
        (".level-1", 3),
        ("h2", 4.5),  # as a section
        (".level-2", 4.5),
        (".level-3", 3),  # 21.2 pixels, bold
        ("h3, p", 4.5),
        (".side", 4.5),
        ("h4", 4.5),
        ("p { font-size: 24px }", 3),
        ("p { font-size: 23.9px }", 4.5),
        ("p { font-size: 18pt }", 3),
        ("p { font-size: 19px; font-weight: 700 }", 3),
        ("p { font-size: 19px; font-weight: 600 }", 4.5),
        ("p { font-size: 18px; font-weight: bold }", 4.5),
        ("p { font: bold 14pt/1.2 Literata }", 3),
        ("p { font: 14pt/1.2 Literata }", 4.5),
        ("p { font-size: 150% }", 3),
        ("p { font-size: var(--grand) } :root { --grand: 2rem }", 3),
        (".level-1 { font-size: 14px }", 4.5),
        (".level-1 { font-size: small }", 4.5),
        (".page p { font-size: 2em }", 3),
        ("p::first-line { font-size: 2em }", 3),
        (":is(p, li)", 4.5),
        ("[lang] { font-size: 24px }", 3),
        ("main > h1", 3),
        ("p { margin: 0 } :root { font-size: 30px }", 3),
        ("b { font-size: 30px } @media print { b { font-size: 9pt } }", 3),
    ],
)
def test_large_letters_need_a_contrast_of_three_and_others_of_four_and_a_half(
    css: str, least: float
) -> None:
    """Large are 24 pixels, or 18 2/3 of bold letters (WCAG 2.2)."""
    css = css if "{" in css else f"{css} {{ margin: 0 }}"
    selector = css.partition(" {")[0]
    for grey, is_told in (("#bbb", True), ("#888", least == 4.5), ("#707070", False)):
        coloured = f"{css} {selector} {{ color: {grey}; background: #fff }}"
        own = read_rules(coloured)[0]
        found = [*pale_rules(own, read_rules(f"{THEME}{SIZES}{coloured}")[0])]
        assert [(each.name, each.least) for each in found] == [("color", least)] * is_told


def test_what_a_rule_says_of_many_names_counts_for_all_who_have_them() -> None:
    many = "".join(f".n{n}" for n in range(12))
    css = f"{THEME}{many} {{ color: #bbb; background: #fff }} .n3.n7 {{ font-size: 24px }}"
    rules = read_rules(css)[0]
    assert [each.least for each in pale_rules(rules, rules)] == [LEAST_LARGE]


def test_sizes_are_looked_up_by_what_a_rule_asks_and_not_in_all_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    last = letter_sizes._last

    def count(selector: str) -> set[str]:
        asked.append(selector)
        return last(selector)

    monkeypatch.setattr(letter_sizes, "_last", count)
    for n in (100, 200):
        asked.clear()
        css = THEME + "".join(
            f".a{k} {{ font-size: {k}px; color: #bbb; background: #fff }}" for k in range(n)
        )
        rules = read_rules(css)[0]
        assert len([*pale_rules(rules, rules)]) > n // 2
        assert len(asked) <= 6 * n


def test_the_dark_colours_that_an_own_sheet_takes_away_are_said_again() -> None:
    again = dark_again(THEME, ":root { --link: #258; --size: 11pt }")
    assert again == "@media (prefers-color-scheme: dark) { :root { --link: #9cf } }"
    dark = "@media (prefers-color-scheme: dark) { :root { --link: #adf } }"
    assert dark_again(THEME, f":root {{ --link: #258 }} {dark}") == ""
    assert dark_again(THEME, "p { margin: 0 }") == ""
    assert dark_again(":root { --link: #147 }", ":root { --link: #258 }") == ""


@pytest.mark.parametrize("opened", ["(", "calc(", "var(--a, ", "[", ":is(", "{", "p {"])
def test_brackets_that_nobody_could_follow_end_nothing(opened: str) -> None:
    closed = {"[": "]", "{": "}"}.get(opened[-1], ")")
    css = f"p {{ margin: {opened * 3000}0{closed * 3000} }}"
    assert read_rules(css) == ((), ())
    assert dark_again(THEME, f":root {{ --link: #258 }} {css}") == ""


def test_each_selector_is_written_out_once_to_find_what_is_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    css = "@media print {\n p { margin: 0; color: red }\n}\n" * 200 + "p { margin: 1em }\n" * 200
    rules, _ = read_rules(css)
    written: list[object] = []
    serialize = tinycss2.serialize
    monkeypatch.setattr(
        tinycss2, "serialize", lambda nodes: (written.append(1), serialize(nodes))[1]
    )
    found = list(order_slips(rules))
    assert len(found) == 200 and {each.message for each in found} == {
        "line 601 takes 'margin' of 'p' back"
    }
    assert len(written) <= len(rules)
