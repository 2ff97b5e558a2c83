"""Mistakes in a text: each is told at its line with the form to write, or built right."""

from pathlib import Path

import pytest
from mistakes import METADATA, Mistake, is_told, text, told

MISTAKES = (
    text(
        "a reference to a figure without a caption",
        "![A pan](images/pan.svg){#pan}\n\nSee [](#pan).",
        5,
        "no caption",
        "Figure: …",
    ),
    Mistake(
        "numbers of headings typed",
        {
            "publication.yaml": METADATA + "numbering: sections\n",
            "text.md": "## 1. Salt\n\nThe road.\n\n### 1.1 Pans\n\nOn.\n",
        },
        "text.md:5",
        ("typed", "1.1"),
    ),
    text("a list with numbers and no blanks", "1.Salt\n2.Pans", 3, "1. Salt"),
    text("a list with letters in a paragraph", "Two:\na) salt\nb) pans", 4, "blank line"),
    text("rows of a spreadsheet", "Name\tYear\nAnn\t1904", 3, "|---|---|"),
    text("a comment of Obsidian", "Salt %%check%% is.", 3, "<!--"),
    text("a heading with a blank of the web", "##\u00a0Pans", 3, "## Pans"),
    text("a note with a raised figure", "Salt.\u00b9\n\n\u00b9 So they say.", 5, "[^1]"),
    text("letters in another encoding", "Sch\u00c3\u00b6n", 3, "UTF-8"),
    text("marks of an editor", "{++added++} {--gone--}", 3, "CriticMarkup"),
    text("an entity without its semicolon", "&copy 2026", 3, "&copy;"),
    text("brackets exchanged", "See (the market)[https://example.org].", 3, "exchanged"),
    text("no blank behind the sign of a heading", "##Pans\n\nWords.", 3, "## Pans"),
    text("a level of headings skipped", "## Salt\n\n#### Pans\n\nWords.\n", 3, "#"),
    text("a heading without words", "##\n\nWords.", 3, "heading"),
    text("an id without its sign", "## Pans {pans}\n\nWords.", 3, "{#pans}"),
    text("a picture without words for it", "![](images/pan.svg)", 3, "alternative"),
    text("a picture that is not there", "![A pan](images/pen.svg)", 3, "path"),
    text("a picture with a capital", "![A pan](images/Pan.svg)", 3, "images/pan.svg"),
    text("a path with strokes of Windows", "![A pan](images\\pan.svg)", 3, "images/pan.svg"),
    text("a path from the root", "![A pan](/images/pan.svg)", 0, has="<img"),
    text("a path of a whole machine", "![A pan](C:/Users/Ann/pan.svg)", 3, "copy"),
    text("a picture of the web", "![A pan](https://example.org/pan.svg)", 3, "octavo fetch"),
    text("a blank between the brackets of a picture", "![A pan] (images/pan.svg)", 3, "images"),
    text("a blank between the brackets of a link", "The [road] (https://example.org).", 3, "]("),
    text("a path with a blank", "![A pan](images/the pan.svg)", 3, "(<images/the pan.svg>)"),
    text(
        "a path with a blank and no words", "![](images/the pan.svg)", 3, "(<images/the pan.svg>)"
    ),
    text(
        "a row without its last stroke",
        "| a | b\n|---|---\n| 1 | 2 |\n| 3 | 4\n| 5 | 6 |",
        0,
        has="<td>5</td>",
    ),
    text("a break of scenes as Word has it", "One.\n\n\\* \\* \\*\n\nTwo.", 5, "* * *"),
    text("a break of scenes as manuscripts have it", "One.\n\n#\n\nTwo.", 5, "* * *"),
    text("a box of mdBook", "```admonish tip\nWords.\n```", 3, "/// note"),
    text("a diagram", "```mermaid\ngraph TD; A-->B;\n```", 3, "SVG"),
    text("a directive of Sphinx", ".. note:: Words.", 3, "/// note"),
    text("a file taken in as mdBook does", "{{#include more.md}}", 3, "include: other.md"),
    text("a picture in another folder", "![A pan](pictures/pan.svg)", 3, "images/pan.svg"),
    text("a width without its unit", "![A pan](images/pan.svg){width=50}", 0, has="<img"),
    text("a width that is none", "![A pan](images/pan.svg){width=half}", 3, "width=50%"),
    text("a class mistyped", "![A pan](images/pan.svg){.wdie}\n\nFigure: A pan.", 3, ".wide"),
    text("a link to a chapter that is not there", "The [road](raod.md).", 3, "raod.md"),
    text("a link to an id that is not there", "The [road](#raod).", 3, "raod"),
    text("a call of a note without a note", "Salt.[^1]", 3, "[^1]:"),
    text("a note without its call", "Salt.\n\n[^1]: From the sea.", 5, "[^1]"),
    text("a note twice", "Salt.[^1]\n\n[^1]: Sea.\n\n[^1]: Lake.", 7, "label"),
    text("a note without its colon", "Salt.[^1]\n\n[^1] From the sea.", 3, "[^1]:"),
    text("code never ended", "```python\nprint(1)\n\nWords.", 3, "```"),
    text("a language mistyped", "```pyhton\nprint(1)\n```", 3, "python"),
    text("code in a line never ended", "Write `print(1) and go.", 3, "`"),
    text("bold never ended", "This is **bold and goes on.", 3, "**"),
    text("bold with blanks inside", "This is ** bold ** here.", 3, "**bold**"),
    text("emphasis over two paragraphs", "*This begins.\n\nThis ends.*", 3, "*"),
    text("a table without its second line", "| a | b |\n| 1 | 2 |\n| 3 | 4 |", 3, "|---|"),
    text("a row with too many cells", "| a | b |\n|---|---|\n| 1 | 2 | 3 |", 5, "cell"),
    text("a stroke within a cell", "| a | b |\n|---|---|\n| x|y | 2 |", 5, "\\|"),
    text(
        "a table without a blank line before it",
        "Words:\n| a | b |\n|---|---|\n| 1 | 2 |",
        0,
        has="<table",
    ),
    text("a caption without a figure", "Figure: A pan.", 3, "caption"),
    text(
        "a caption with a number, right below its picture",
        "![A pan](images/pan.svg)\nFigure 1: A pan.",
        4,
        "Figure: …",
    ),
    text(
        "a caption with a number, of a table",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nTable 2. Pans.",
        7,
        "Table: …",
    ),
    text("a path with a blank, and no words", "![](<images/a pan.svg>)", 3, "(<images/a pan.svg>)"),
    text(
        "a caption apart from its picture",
        "![A pan](images/pan.svg)\n\nWords.\n\nFigure: A pan.",
        7,
    ),
    text("a list without a blank line before it", "Salt is\n- white\n- dry", 0, has="<li>"),
    text("a list with points of a typewriter", "• white\n• dry", 3, "- white"),
    text("a number that begins a paragraph", "Words end in\n1871. Then others.", 0, has="in\n1871"),
    text("a list that begins again with another number", "1. one\n2. two\n4. four", 5, "3"),
    text("members of a list in one step too few", "1. one\n  - inner\n2. two", 4, "   - inner"),
    text(
        "a paragraph that is code by its indent",
        "Words.\n\n    The road runs on, from the pans.",
        5,
        "four",
    ),
    text(
        "a paragraph that is a heading by a rule",
        "The road runs from the pans to the sea.\n---\n\nMore.",
        3,
        "blank line",
    ),
    text("a box that never ends", "::: note\nWords.", 3, ":::"),
    text("a box with another name", "::: notes\nWords.\n:::", 3, "note"),
    text("a box of MkDocs with no such name", "!!! hinweis\n    Words.", 0, has="Hinweis"),
    text("an id twice", "## Pans {#x}\n\n## Roads {#x}", 5, "x"),
    text("a reference to a figure that is not there", "See @fig-pan here.", 3, "fig-pan"),
    text("a reference without its address", "See the [road][road].", 3, "[label]:"),
    text("a link of a wiki", "See [[Road]] here.", 3, "]("),
    text("a citation", "As said [@smith2020].", 3, "@smith2020"),
    text("a command of LaTeX", "Words.\n\n\\newpage\n\nMore.", 5, "\\newpage"),
    text("a formula", "With $x^2 + 1$ here.", 3, "formula"),
    text("a short code of a picture", "Good :smile: here.", 3, ":smile:"),
    text("a variable that is not there", "By {{auhtor}} alone.", 3, "auhtor"),
    text("a file taken in that is not there", "{{include: mroe.md}}", 3, "mroe.md"),
    text("a tag never closed", "<div>\n\nWords.", 3, "</div>"),
    text("a comment never closed", "Words.\n\n<!-- later\n\nMore words.", 5, "-->"),
    text("a script", "<script>alert(1)</script>", 3, "script"),
    text("a tag of old", "<center>Words</center>", 3, "center"),
    text("a tag that is none", "Press <enter> now.", 3, "enter"),
    text("a break of lines", "One<br>two", 0, has="<br"),
    text(
        "an address by itself",
        "See https://example.org/a now.",
        0,
        has='href="https://example.org/a"',
    ),
    text("an address of mail in a link", "Write to [me](ann@example.org).", 3, "address"),
    text(
        "an address without its beginning",
        "See [it](www.example.org).",
        3,
        "https://",
    ),
    text("a sign that no font has", "The sign \U00013000 stands here.", 3, "U+13000"),
    text(
        "keys at the head that mean nothing",
        "---\nlayout: post\n---\n\n## Salt\n\nWords.\n",
        1,
        "layout",
    ),
    text("a list of tasks", "- [ ] salt\n- [x] road", 0, has="salt"),
    text("a chapter of two titles", "## Salt\n\nWords.\n\n# Pans\n\nWords.\n", 0, has="Pans"),
    text("an ellipsis and dashes of a typewriter", 'It -- the "road" -- ends...', 0, has="“road”"),
    text("a heading underlined too short", "Pans\n-\n\nWords.", 0, has="Pans</h2>"),
    text("a mark of an editor", "<<<<<<< HEAD\nSalt\n=======\nPans\n>>>>>>> other", 3, "git"),
    text(
        "words of a template left over",
        "TODO: write this\n\nLorem ipsum dolor sit amet.",
        0,
        has="Lorem",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_a_mistake_in_a_text_is_told_or_built_right(mistake: Mistake, tmp_path: Path) -> None:
    problems, page = told(mistake, tmp_path)
    if mistake.at:
        assert is_told(mistake, problems), problems
    else:
        assert mistake.has in page, problems


def test_the_mistakes_have_names_of_their_own() -> None:
    assert len({each.name for each in MISTAKES}) == len(MISTAKES) >= 30
