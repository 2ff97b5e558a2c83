"""Which faces the HTML edition carries, and what of each: what the page sets in it, no more."""

import base64
import io
import re
from pathlib import Path

import pytest
from browsing import browsed
from conftest import BOOKS, Desk
from fontTools.ttLib import TTFont

from octavo.fonts.bundled import Cut, Family, match_cut
from octavo.markup.css import cascade
from octavo.markup.css.cascade import Look, set_in
from octavo.markup.tree import parse_page
from octavo.production.pipeline import Project, build, write

SHEET = ":root { --text: Serif } body { font-family: var(--text), Other }"

# --- the cascade ---


def looks(html: str, sheet: str = "") -> dict[str, Look]:
    """Return the look of each character that one look alone sets."""
    found: dict[str, list[Look]] = {}
    for look, signs in set_in(parse_page(html), f"{SHEET}\n{sheet}", "").items():
        for sign in signs:
            found.setdefault(sign, []).append(look)
    return {sign: each[0] for sign, each in found.items() if len(each) == 1}


def look(html: str, sheet: str = "") -> Look:
    """Return how the letter x is set."""
    return looks(html, sheet)["x"]


PLAIN = Look(("Serif", "Other"), "normal", 400, False)


@pytest.mark.parametrize(
    ("html", "sheet", "wanted"),
    [
        ("<p>x</p>", "", PLAIN),
        ("<p><em>x</em></p>", "", PLAIN._replace(style="italic")),
        ("<h2>x</h2>", "", PLAIN._replace(weight=700)),
        ("<h2><strong>x</strong></h2>", "", PLAIN._replace(weight=900)),
        ("<p class=a>x</p>", "p.a { font-weight: 600 } .a { font-weight: 300 }", 600),
        ("<p id=b class=a>x</p>", "#b { font-weight: 600 } p.a { font-weight: 300 }", 600),
        ("<p class=a>x</p>", ".a { font-weight: 600 !important } p.a { font-weight: 300 }", 600),
        ("<p class=a>x</p>", ".a { font-weight: 300 } .a { font-weight: 600 }", 600),
        ("<p style='font-weight: 600'>x</p>", "p { font-weight: 300 }", 600),
        ("<p><b>x</b></p>", "b { font-weight: inherit }", 400),
        ("<p><b>x</b></p>", "p { font-weight: 600 } b { font-weight: initial }", 400),
        ("<p><b>x</b></p>", "b { font-weight: lighter }", 100),
        ("<p>x</p>", "* { font-weight: 600 }", 600),
        ("<h3>x</h3>", "* { font-weight: 600 }", 600),
        ("<p>x</p>", ":root { --text: Own }", PLAIN._replace(families=("Own", "Other"))),
        ("<p>x</p>", "p { --text: Own }", PLAIN),
        (
            "<p lang=ar>q<i>x</i></p>",
            ":lang(ar) { font-style: normal !important; font-family: var(--far, Far) }",
            PLAIN._replace(families=("Far",)),
        ),
        (
            "<p>x</p>",
            "p { font: italic small-caps 600 calc(1rem + 2px) / 1.5 'One Two', serif }",
            Look(("One Two", "serif"), "italic", 600, True),
        ),
        ("<p>x</p>", "p { font: 1em/2 A, B }", PLAIN._replace(families=("A", "B"))),
        ("<p><b>x</b></p>", "p { font: 600 1em A } b { font: inherit }", (("A",), 600)),
        ("<p>x</p>", "p { font-variant: all-small-caps }", PLAIN._replace(has_small_caps=True)),
        ("<p>q</p><p>x</p>", "p + p { font-weight: 600 }", 600),
    ],
)
def test_a_page_is_read_as_a_browser_would(
    html: str, sheet: str, wanted: Look | int | tuple[tuple[str, ...], int]
) -> None:
    seen = look(html, sheet)
    if isinstance(wanted, int):
        assert seen.weight == wanted
    elif len(wanted) == 2:
        assert (seen.families, seen.weight) == wanted
    else:
        assert seen == wanted


@pytest.mark.parametrize(
    "sheet",
    [
        "@media (min-width: 60em) { p { font-weight: 600 } }",
        "@supports (initial-letter: 3) { p { font-weight: 600 } }",
        "p:hover { font-weight: 600 }",
        "p:target { font-weight: 600 }",
        "p:unheard-of { font-weight: 600 }",
        "body { p { font-weight: 600 } }",
        "body { @media print { & > p { font-weight: 600 } } }",
        "p:not(:not(:not(:hover))) { font-weight: 600 }",
    ],
)
def test_what_a_state_may_bring_is_possible_beside_what_holds_without(sheet: str) -> None:
    found = set_in(parse_page("<p>x</p>"), f"{SHEET}\n{sheet}", "")
    assert {each.weight for each, signs in found.items() if "x" in signs} == {400, 600}


def test_a_stronger_rule_leaves_no_room_for_a_state() -> None:
    sheet = "@media print { p { font-weight: 600 } } p.a { font-weight: 500 }"
    assert look("<p class=a>x</p>", sheet).weight == 500


def test_pseudo_elements_markers_and_capitals_have_their_letters() -> None:
    sheet = """
        li::before { content: "§" attr(data-n); font-weight: 600 }
        .up { text-transform: uppercase; font-weight: 300 }
        .first::first-letter { font-weight: 200 }
        ol { font-weight: 500 } q { quotes: "‹" "›" }
    """
    html = (
        '<p>a</p><ol type="I"><li data-n="7">b</li></ol><p class="up">c</p>'
        '<p class="first">dé</p><script>let e</script>'
    )
    found = set_in(parse_page(html), f"{SHEET}\n{sheet}", "")
    letters = {each.weight: signs for each, signs in found.items()}
    assert {"§", "7"} <= letters[600] and {"b", *"IVXLCDM"} <= letters[500]
    assert {"c", "C"} <= letters[300] and {"d", "é"} <= letters[200]
    assert all({"‹", "›"} <= signs and "e" not in signs for signs in letters.values())


def test_boxes_that_set_nothing_themselves_need_no_face() -> None:
    found = set_in(parse_page("<h2> <i>x</i>\n</h2>"), SHEET, "0")
    assert [(each.style, each.weight) for each in found] == [("italic", 700)]


def test_a_page_has_its_looks_whatever_pages_were_looked_at_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = f"{SHEET} p {{ font-weight: 600 }} i {{ font-weight: bolder }}"
    pages = [
        f'<p>a<i>b</i></p><h2><i style="font-weight: {n}00">c</i></h2>' for n in (1, 2, 3, 2, 1)
    ]
    alone = []
    for page in pages:
        cascade._heirs_of.cache_clear()
        alone.append(set_in(parse_page(page), sheet, ""))
    assert alone[0] == alone[4] != alone[1] == alone[3] != alone[2]
    assert [set_in(parse_page(page), sheet, "") for page in pages] == alone
    cascade._heirs_of.cache_clear()
    monkeypatch.setattr(cascade, "MOST_MADE", 2)
    assert [set_in(parse_page(page), sheet, "") for page in pages] == alone
    assert len(cascade._heirs_of(sheet)._made) <= 2


def test_a_sheet_of_endless_promises_ends() -> None:
    """Sixty values in each of five steps would be more than the machine holds."""
    steps = (f"--a{n}: {f'var(--a{n + 1}) ' * 60};" for n in range(5))
    sheet = f":root {{ {''.join(steps)} --a5: x }} p {{ font-family: var(--a0) }}"
    assert look("<p>x</p>", sheet).families == PLAIN.families
    nested = f"{'@media all {' * 3000} p {{ font-weight: 600 }} {'}' * 3000}"
    assert {each.weight for each in set_in(parse_page("<p>x</p>"), nested, "")} >= {400}
    deep = f"{':not(' * 400}p{')' * 400} {{ font-weight: 600 }}"
    assert {each.weight for each in set_in(parse_page("<p>x</p>"), deep, "")} >= {400}


@pytest.mark.parametrize(
    ("root", "rule", "families"),
    [
        ("--a: One, Two", "font-family: var(--a), Three", ("One", "Two", "Three")),
        ("--a: var(--b, One)", "font-family: var(--none, var(--a))", ("One",)),
        ("--a: var(--b); --b: One", "--b: Two; font-family: var(--a)", ("One",)),
        ("--a: One", "--b: var(--a); --a: Two; font-family: var(--b)", ("Two",)),
        ("--a: var(--a)", "font-family: var(--a)", PLAIN.families),
        ("--a: var(--b, One); --b: var(--a, Two)", "font-family: var(--a, Three)", ("Three",)),
        ("--a: 'var(--b)'; --b: One", "font-family: var(--a)", ("var(--b)",)),
        ("--a: One", "--a: initial; font-family: var(--a, Two)", ("Two",)),
        ("--a: One", "font-family: var(--none, inherit)", PLAIN.families),
        ("--a: 2em One", "font: italic var(--a), Two", ("One", "Two")),
        ("--a: italic 600 2em/1.5 One", "font: var(--a)", ("One",)),
        ("--a: 600", "font: var(--a) 2em One", ("One",)),
        ("--a: 600", "font: var(--a)", PLAIN.families),
        ("--a: 600", "font: var(--none) 2em One", PLAIN.families),
    ],
)
def test_families_are_found_through_custom_properties(
    root: str, rule: str, families: tuple[str, ...]
) -> None:
    assert look("<p>x</p>", f":root {{ {root} }} p {{ {rule} }}").families == families


def test_a_shorthand_gives_its_longhands_when_its_properties_are_known() -> None:
    root = ":root { --all: italic 600 2em One; --less: lighter; --caps: small-caps }"
    rules = (
        "p { font: var(--all); font-weight: 900; font-variant: var(--caps) }"
        "b { font-weight: var(--less) } i { font-weight: 300; font: var(--none) }"
    )
    assert look("<p>x</p>", root + rules) == Look(("One",), "italic", 900, True)
    assert look("<p><b>x</b></p>", root + rules).weight == 700
    assert look("<p><i>x</i></p>", root + rules).weight == 900


def test_a_property_that_may_not_be_set_leaves_room_for_what_stands_in_its_place() -> None:
    sheet = "@media print { :root { --a: One } } p { font-family: var(--a, Two) }"
    found = {each.families for each in set_in(parse_page("<p>x</p>"), sheet, "")}
    assert found == {("One",), ("Two",)}


@pytest.mark.parametrize(
    ("weight", "taken"), [(100, 400), (400, 400), (450, 500), (500, 500), (600, 700), (900, 700)]
)
def test_a_cut_is_found_as_browsers_find_it(weight: int, taken: int) -> None:
    cuts = tuple(Cut("A", "", each, "normal") for each in (400, 500, 700))
    family = Family("A", "", "", cuts)
    assert match_cut(family, "normal", weight).weight == taken
    assert match_cut(family, "italic", weight).style == "normal"


# --- what an edition carries ---

FACE = re.compile(
    r'font-family: "([^"]+)"; font-weight: (\d+); font-style: (\w+);[^}]*base64,([^"]+)"'
)


def carried(html: str) -> dict[tuple[str, int, str], TTFont]:
    return {
        (name, int(weight), style): TTFont(io.BytesIO(base64.b64decode(data)))
        for name, weight, style, data in FACE.findall(html)
    }


def made(
    desk: Desk, text: str, metadata: str = "", style: str = ""
) -> dict[tuple[str, int, str], TTFont]:
    project, slug = desk.write({"text.md": text}, metadata)
    if style:
        folder = project.root / "source" / slug / "templates"
        folder.mkdir()
        (folder / "own.css").write_text(style, encoding="utf-8")
    return carried(build(project, slug, ["html"]).files[f"{slug}.html"].decode())


def features(font: TTFont) -> set[str]:
    return {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}


def test_a_cut_comes_only_where_something_is_set_in_it(desk: Desk) -> None:
    plain = made(desk, "Some words.\n")
    assert ("Literata", 400, "normal") in plain
    assert ("Literata", 400, "italic") not in plain
    assert ("Literata", 700, "normal") not in plain
    marked = made(desk, "Some *words* and **others**.\n")
    assert {("Literata", 400, "italic"), ("Literata", 700, "normal")} <= marked.keys()
    assert ("Literata", 700, "italic") not in marked
    crossed = made(desk, "Some ***words***.\n")
    assert ("Literata", 700, "italic") in crossed
    styled = made(desk, "Some words.\n", style="p { font-style: italic }")
    assert ("Literata", 400, "italic") in styled


def test_a_cut_has_the_letters_set_in_it(desk: Desk) -> None:
    """And the rest of an alphabet where it sets most of it: a changed word is no new face."""
    faces = made(desk, "The quick brown fox jumps over the *lazy* dog: Ő and *ż*.\n")
    text, italic = (faces["Literata", 400, style].getBestCmap() for style in ("normal", "italic"))
    assert ord("Ő") in text and ord("Ő") not in italic
    assert ord("ż") in italic and ord("ż") not in text
    assert all(ord(letter) in text for letter in "abcdefghijklmnopqrstuvwxyz")
    assert ord("q") not in italic


def test_small_capitals_come_where_they_are_set(desk: Desk) -> None:
    assert "smcp" not in features(made(desk, "Some words.\n")["Literata", 400, "normal"])
    faces = made(desk, "The [words]{.small-caps} and **others**.\n")
    assert {"smcp", "c2sc"} <= features(faces["Literata", 400, "normal"])
    assert "smcp" not in features(faces["Literata", 700, "normal"])


def test_superior_figures_come_where_a_sheet_asks_for_them(desk: Desk) -> None:
    regular = ("Literata", 400, "normal")
    assert "sups" not in features(made(desk, "Some 12 words.\n")[regular])
    style = "p { font-variant-position: super }"
    assert "sups" in features(made(desk, "Some 12 words.\n", style=style)[regular])
    style = 'p { font-feature-settings: "smcp" }'
    assert "smcp" in features(made(desk, "Some 12 words.\n", style=style)[regular])


def test_blanks_that_no_face_has_bring_none(desk: Desk) -> None:
    """A face without a drawing is refused by browsers, which then look on through all others."""
    faces = made(desk, "Some\u2003words.\n")
    assert not [name for name, *_ in faces if name.startswith("Noto")]


def test_a_sign_and_its_mark_are_drawn_by_one_face(desk: Desk) -> None:
    """Literata has no ring to stand below; a browser takes r and ring from the same face."""
    metadata = "editions: [html, {name: html-site, split: chapters}]"
    project, slug = desk.write("The word vr\u0325ka.\n", metadata)
    files = build(project, slug).files
    site = TTFont(io.BytesIO(files[f"{slug}-site/fonts/NotoSerif-Regular.woff2"]))
    for face in (carried(files[f"{slug}.html"].decode())["Noto Serif", 400, "normal"], site):
        assert {ord("r"), 0x325} <= face.getBestCmap().keys()
        assert ord("k") not in face.getBestCmap()


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(
    "books", [("code", "lists", "scripts-mixed"), ("openings", "rtl-hebrew"), ("report",)]
)
def test_a_browser_draws_every_letter_in_a_face_that_came_along(
    tmp_path: Path, books: tuple[str, ...]
) -> None:
    """No face is refused or idle, and no letter comes from the machine's own fonts."""
    for name in books:
        project = Project(BOOKS / name, tmp_path, None)
        write(build(project, name, ["html"]), project)
    files = [tmp_path / name / f"{name}.html" for name in books]
    for file, seen in browsed("faces_seen.cjs", *files).items():
        assert seen["faces"] and not [each for each in seen["faces"] if each["status"] != "loaded"]
        assert seen["foreign"] == [], file


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_a_browser_draws_every_letter_of_a_site_in_a_face_that_came_along(tmp_path: Path) -> None:
    project = Project(BOOKS / "variants", tmp_path, None)
    write(build(project, "variants", ["html-site"]), project)
    pages = sorted((tmp_path / "variants" / "variants-site").glob("*.html"))
    for file, seen in browsed("faces_seen.cjs", *pages).items():
        assert seen["foreign"] == [], file
        ours = [each for each in seen["faces"] if " as " not in each["family"]]
        assert ours and not [each for each in ours if each["status"] == "error"]


def test_code_in_any_letters_is_set_in_faces_that_come_along(desk: Desk) -> None:
    text = "Words and `x של`.\n\n```python\na = 1  # नम مر ⇒\n```\n"
    carried: list[frozenset[int]] = []
    for each in (text, "Words and `x`.\n\n```python\na = 1\n```\n"):
        project, slug = desk.write(each, "editions: [html]")
        html = build(project, slug).files[f"{slug}.html"].decode()
        faces = map(base64.b64decode, re.findall(r"data:font/woff2;base64,([^\"]+)", html))
        letters = [TTFont(io.BytesIO(face)).getBestCmap() for face in faces]
        carried.append(frozenset().union(*letters))
    assert frozenset(map(ord, "שלनमمر⇒")) <= carried[0]
    assert max(carried[1]) < 0x2200 and 0x5E9 not in carried[1]


def test_a_site_has_what_its_search_may_show(desk: Desk) -> None:
    """Any word may stand among the results, in bold or not."""
    metadata = "editions: [{name: html-site, split: chapters}]"
    project, slug = desk.write("Some words with \u0151.\n", metadata)
    files = build(project, slug).files
    for cut in ("Regular", "Bold"):
        face = TTFont(io.BytesIO(files[f"{slug}-site/fonts/FiraSans-{cut}.woff2"]))
        assert 0x151 in face.getBestCmap()
