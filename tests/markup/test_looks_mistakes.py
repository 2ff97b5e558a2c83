"""Mistakes in looks: style sheets, templates, themes, words, and files that nothing reads.

Each is told at its line with the form to write, or built right; also where only HTML is made.
"""

from pathlib import Path

import pytest
from mistakes import METADATA, PICTURE, Mistake, is_told, sheet, told

OWN = METADATA.replace("editions", "theme: house\neditions")
THEME = """\
run_on: true
families: [Literata, Fira Sans, Fira Code]
embedded: []
pieces:
  html: [title, text]
cover: {ground: "#16324a", ink: "#f3e6cf", accent: "#c9a66b", face: Literata}
"""


def beside(name: str, path: str, text: str, at: str, *says: str) -> Mistake:
    """Return a mistake in another file than a style sheet."""
    return Mistake(name, {path: text}, at, says)


def theme(name: str, text: str, at: str, *says: str) -> Mistake:
    """Return a mistake in the description of a theme of one's own."""
    return Mistake(name, {"publication.yaml": OWN, "/templates/house/theme.yaml": text}, at, says)


def piece(name: str, text: str, line: int, *says: str) -> Mistake:
    """Return a mistake in a template."""
    path = "templates/brief/title.html.j2"
    return Mistake(name, {path: text}, f"{path}:{line}", says)


MISTAKES = (
    sheet("a token without its hyphens", "p { color: var(accent) }", 1, "accent"),
    sheet("a token that says more", "p { color: var(--accent-color) }", 1, "--accent?"),
    sheet("a token of the page", ":root { --page-size: 148mm }", 1, "--page-"),
    sheet("a face without feet", "p { font-family: Calibri }", 1, "Fira Sans"),
    sheet("a face of terminals", "code { font-family: Consolas }", 1, "Fira Code"),
    sheet("a sum without blanks", "p { width: calc(100%-2em) }", 1, "100% - 2em"),
    sheet("a sum with one blank", "p { width: calc(100% -2em) }", 1, "100% - 2em"),
    sheet("a sum behind a token", "p { width: calc(var(--size)+2pt) }", 1, "+ 2pt"),
    sheet("a token that is itself", ":root { --accent: var(--accent) }", 1, "asks for itself"),
    sheet(
        "tokens that ask for each other",
        ":root {\n  --accent: var(--link);\n  --link: var(--accent);\n}",
        2,
        "asks for itself",
    ),
    sheet("a face before its size", "p { font: Literata 12pt }", 1, "font: 12pt Literata"),
    sheet("a face of the machine in font", "p { font: italic 12pt/1.4 Georgia }", 1, "Georgia"),
    sheet("paragraphs that are not shown", "p { display: none }", 1, "takes the words away"),
    sheet("words of no size", "li, p { font-size: 0 }", 1, "takes the words away"),
    sheet("a page for ants", ":root { --page-width: 10mm }", 1, "35mm"),
    sheet("type that nobody reads", ":root { --size: 1pt }", 1, "5pt"),
    sheet("a token mistyped", ":root {\n  --acent: #123456;\n}", 2, "--accent"),
    sheet("a token with a capital", ":root { --Accent: #123456 }", 1, "--accent"),
    sheet("a token that there is not", ":root { --sidebar: 3em }", 1, "--sidebar", "token"),
    sheet("a token asked for that nobody sets", "p { color: var(--acent) }", 1, "--accent"),
    sheet(
        "a token of one's own", ":root { --sea: #123456 }\nh2 { color: var(--sea) }", 0, has="--sea"
    ),
    sheet("a token without var", "p { color: --accent }", 1, "var(--accent)"),
    sheet("a token that is no size", ":root { --size: 11 }", 1, "11pt"),
    sheet("a token of a page without its unit", ":root { --page-width: 148 }", 1, "148mm"),
    sheet("a token that is no number", ":root { --initial-lines: three }", 1, "--initial-lines: 3"),
    sheet("a colour of five digits", ":root { --accent: #12345 }", 1, "#12345"),
    sheet("a colour without its sign", ":root { --accent: 1f4e79 }", 1, "#1f4e79"),
    sheet("a colour that there is not", "h2 { color: bleu }", 1, "blue"),
    sheet("a colour of the cover in a word", ":root { --cover-ground: navy }", 1, "#"),
    sheet("a face that Octavo has not", ':root { --text: "Garamond" }', 1, "EB Garamond"),
    sheet("a face of the machine", 'p { font-family: "Helvetica Neue" }', 1, "Helvetica Neue"),
    sheet("a face loaded", '@font-face { font-family: A; src: url("a.woff2") }', 1, "font"),
    sheet("a sheet loaded", '@import "other.css";', 1, "copy"),
    sheet("a picture loaded", "body {\n  background: url(paper.png)\n}", 2, "paper.png"),
    sheet("a class mistyped", ".captoin { color: #333 }", 1, "caption"),
    sheet("a class of a box mistyped", ".admoniton { margin: 0 }", 1, ".admonition"),
    sheet("a class of other programs", ".quarto-title { color: #333 }", 1, ".quarto-title"),
    sheet("an element that there is not", "blokquote { margin: 0 }", 1, "blockquote"),
    sheet("an element of more levels", "h7 { margin: 0 }", 1, "h7"),
    sheet("a state that there is not", "a:hoover { color: #333 }", 1, ":hover"),
    sheet("a property mistyped", "p { colour: #333 }", 1, "color"),
    sheet(
        "a property mistyped within", "p {\n  margin: 0;\n  font-wieght: bold;\n}", 3, "font-weight"
    ),
    sheet("a measure without its unit", "p { margin-top: 10 }", 1, "10px"),
    sheet("a size without its unit", "h2 { font-size: 14 }", 1, "14px"),
    sheet("a unit apart from its number", "h2 { font-size: 14 pt }", 1, "14pt"),
    sheet("a unit that there is not", "h2 { font-size: 14pts }", 1, "14pt"),
    sheet("a comma for a point", "h2 { font-size: 1,2em }", 1, "1.2em"),
    sheet("an equals sign for a colon", "h2 { color = #333 }", 1, "color: #333"),
    sheet("no semicolon", "h2 {\n  color: #333\n  margin: 0;\n}", 2, ";"),
    sheet(
        "no semicolon between tokens", ":root {\n  --accent: #333333\n  --link: #222222;\n}", 2, ";"
    ),
    sheet("no brace at the end", "h2 { color: #333;\np { margin: 0 }\n", 1, "}"),
    sheet("a brace too many", "h2 { color: #333 } }\np { margin: 0 }", 1, "brace"),
    sheet("a comment as in other languages", "// blue\nh2 { color: #00f }", 1, "/*"),
    sheet("a comment within, as in other languages", "h2 {\n  // blue\n  color: #00f\n}", 2, "/*"),
    sheet("a comment never closed", "h2 { color: #333 } /* later\np { margin: 0 }", 1, "*/"),
    sheet("a name of Sass", "$sea: #123456;\nh2 { color: $sea }", 1, ":root"),
    sheet("important mistyped", "h2 { color: #333 !importnat }", 1, "!important"),
    sheet(
        "a query mistyped",
        "@media (prefer-color-scheme: dark) { p { margin: 0 } }",
        1,
        "prefers-color-scheme",
    ),
    sheet(
        "a query of a width mistyped",
        "@media (min-widht: 40em) { p { margin: 0 } }",
        1,
        "min-width",
    ),
    sheet("a query without brackets", "@media min-width: 40em { p { margin: 0 } }", 1, "("),
    sheet("a rule with @ mistyped", "@meida print { p { margin: 0 } }", 1, "@media"),
    sheet("a page size that there is not", "@page { size: A55 }", 1, "A5"),
    sheet(
        "a dark rule before one for the light",
        "@media (prefers-color-scheme: dark) {\n  h2 { color: #eee }\n}\nh2 { color: #222 }",
        2,
        "behind",
    ),
    sheet("links too pale", ":root { --link: #9cc3e6 }", 1, "--link", "4.5"),
    sheet("text too pale", ":root {\n  --muted: #bbbbbb;\n}", 2, "4.5"),
    sheet("a ground too dark", ":root { --paper: #5b5b5b }", 1, "4.5"),
    sheet("a dark link too dark", ":root { --accent-dark: #1f3050 }", 1, "dark", "4.5"),
    sheet("a colour for the light only", ":root { --link: #1f4e79 }", 0, has="--link: #1f4e79"),
    sheet("a rule too pale", ".note { color: #aaa }", 1, "4.5"),
    sheet("letters that let their ground through", ".note { color: #00000070 }", 1, "4.5"),
    sheet("links that let their ground through", ":root { --link: rgb(0 0 0 / .4) }", 1, "4.5"),
    sheet("letters with an opacity", ".note { opacity: .35 }", 1, "opacity"),
    sheet("letters too like their own ground", "th { color: #777; background: #555 }", 1, "4.5"),
    sheet("HTML in a sheet", "<style>\nh2 { color: #333 }\n</style>", 1, "<style>"),
    Mistake(
        "the sheet outside its folder",
        {"own.css": "p { margin: 0 }"},
        "own.css",
        ("templates/own.css",),
    ),
    Mistake(
        "the folder misnamed",
        {"template/own.css": "p { margin: 0 }"},
        "template/own.css",
        ("templates",),
    ),
    Mistake(
        "the sheet misnamed",
        {"templates/style.css": "p { margin: 0 }"},
        "templates/style.css",
        ("own.css",),
    ),
    Mistake(
        "the sheet misnamed in the project",
        {"/templates/custom.css": "p { margin: 0 }"},
        "templates/custom.css",
        ("own.css",),
    ),
    Mistake(
        "the folder of a theme with a capital",
        {"templates/Brief/tokens.css": ":root { --size: 11pt }"},
        "templates/Brief/tokens.css",
        ("brief/tokens.css",),
    ),
    Mistake(
        "the folder of a theme that is not this one",
        {"templates/brieff/tokens.css": ":root { --size: 11pt }"},
        "templates/brieff/tokens.css",
        ("brief/tokens.css",),
    ),
    Mistake(
        "a sheet of the theme misnamed",
        {"templates/brief/token.css": ":root { --size: 11pt }"},
        "templates/brief/token.css",
        ("tokens.css",),
    ),
    Mistake(
        "a mark of the house of another kind",
        {"templates/logo.jpg": "x"},
        "templates/logo.jpg",
        ("logo.svg",),
    ),
    Mistake(
        "a mark of the house outside its folder",
        {"logo.svg": PICTURE},
        "logo.svg",
        ("templates/logo.svg",),
    ),
    Mistake(
        "a template outside a theme",
        {"templates/imprint.html.j2": "<p>x</p>"},
        "templates/imprint.html.j2",
        ("shared/imprint.html.j2",),
    ),
    Mistake(
        "a template with another ending",
        {"templates/brief/title.html": "<p>x</p>"},
        "templates/brief/title.html",
        ("title.html.j2",),
    ),
    Mistake(
        "a template mistyped",
        {"templates/brief/tilte.html.j2": "<p>x</p>"},
        "templates/brief/tilte.html.j2",
        ("title.html.j2",),
    ),
    Mistake(
        "a font that nothing reads", {"fonts/House.woff2": "x"}, "fonts/House.woff2", ("font",)
    ),
    Mistake(
        "words misnamed",
        {"templates/words/english.yaml": "figure: Plate\n"},
        "templates/words/english.yaml",
        ("en",),
    ),
    Mistake("a picture that nothing shows", {"images/pan.svg": PICTURE}, "images/pan.svg", ("![",)),
    piece("a name mistyped", "<h1>{{ metadata.titel }}</h1>", 1, "title"),
    piece("a name that there is not", "<h1>x</h1>\n<p>{{ subtitel }}</p>", 2, "subtitle"),
    piece("a name of another program", "<h1>{{ page.title }}</h1>", 1, "metadata.title"),
    piece("a condition never ended", "{% if metadata.title %}\n<h1>x</h1>", 1, "endif"),
    piece("a brace too few", "<h1>x</h1>\n<p>{{ metadata.title }</p>", 2, "}}"),
    piece("a filter that there is not", "<h1>{{ metadata.title|uper }}</h1>", 1, "upper"),
    piece(
        "a template taken in that is not there",
        "<h1>x</h1>\n{% include 'logo.html' %}",
        2,
        "logo.html",
    ),
    piece("a tag as in HTML", "<h1>x</h1>\n<p>a<br>b</p>", 2, "<br/>"),
    piece("an ampersand", "<h1>x</h1>\n<p>Salt & Sons</p>", 2, "&amp;"),
    piece("a tag of Jinja that there is not", "<h1>x</h1>\n{% fi metadata.title %}", 2, "if"),
    theme(
        "a key missing in the description",
        THEME.replace("embedded: []\n", ""),
        "templates/house/theme.yaml",
        "embedded",
    ),
    theme(
        "a key mistyped in the description",
        THEME.replace("families", "familes"),
        "templates/house/theme.yaml:2",
        "families",
    ),
    theme(
        "a face that there is not in the description",
        THEME.replace("Literata,", "Garamond,"),
        "templates/house/theme.yaml:2",
        "EB Garamond",
    ),
    theme(
        "a colour that is none in the description",
        THEME.replace('"#16324a"', "navy"),
        "templates/house/theme.yaml:6",
        "#",
    ),
    theme(
        "no YAML in the description",
        THEME.replace("[title, text]", "[title, text"),
        "templates/house/theme.yaml:5",
    ),
    theme(
        "a piece that has no template",
        THEME.replace("[title, text]", "[titel, text]"),
        "templates/house/theme.yaml:5",
        "title",
    ),
    theme(
        "a piece of text missing",
        THEME.replace("[title, text]", "[title]"),
        "templates/house/theme.yaml:5",
        "text",
    ),
    beside(
        "a word mistyped",
        "templates/words/en-GB.yaml",
        "figgure: Plate\n",
        "templates/words/en-GB.yaml:1",
        "figure",
    ),
    beside(
        "a place in a word that nothing fills",
        "templates/words/en-GB.yaml",
        "figure: Plate\nnumbered: '{word} {nr}'\n",
        "templates/words/en-GB.yaml:2",
        "{number}",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_a_mistake_in_looks_is_told_or_built_right(mistake: Mistake, tmp_path: Path) -> None:
    problems, page = told(mistake, tmp_path)
    if mistake.at:
        assert is_told(mistake, problems), problems
    else:
        assert mistake.has in page, problems


def test_the_mistakes_have_names_of_their_own() -> None:
    assert len({each.name for each in MISTAKES}) == len(MISTAKES) >= 30
