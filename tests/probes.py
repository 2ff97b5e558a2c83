"""Small texts that ask one thing of an edition each, where validators and engines go wrong.

They come from what WeasyPrint and EbookLib were seen to spoil, and from what Markdown's authors
do every day. ``nox -s check`` hands them to every validator; its own tests to the quick ones before.

    python tests/probes.py FOLDER     makes FOLDER a project, each probe a publication
"""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" viewBox="0 0 90 60">'
    '<rect width="90" height="60" fill="#dde"/><path d="M0 60L45 10L90 60Z" fill="#345"/></svg>'
)
HEAD = "octavo: 1\ntitle: Probe of {}\nlanguage: en-GB\ndate: 2024-05-06\nbody: [text.md]\n"
OPENING = (
    "The keeper begins with a sentence, as every page does. It has every sign, so that one cut of a"
    " face serves many probes: “Just pack my FOUR, Quiz NICHE; GLOW, BVDXYZ!” (1234567890).\n\n"
)
_ROWS = "\n".join(f"| Week {n} | {n * 7} |" for n in range(1, 90))
_LONG = " ".join(f"Entry {n} of the log names a wind and a doubt." for n in range(1, 90))
_HILL = "![A hill](hill.svg)"

NAMES = (
    "a hill.svg",
    "hill#1.svg",
    "100%.svg",
    "hill [1].svg",
    "hügel.svg",
    "a+b&c's.svg",
    "q?.svg",
)
"""Names of the same picture as authors call theirs."""

PROBES: Mapping[str, str] = {
    # lists
    "list-of-paragraphs": "- One.\n\n    And more.\n\n- Two.\n\n    And more.\n",
    "list-of-code": "- One:\n\n    ```\n    plain text\n    ```\n\n- Two.\n",
    "list-with-figure": f"- One.\n\n    {_HILL}\n\n    Figure: A hill.\n\n- Two.\n",
    "list-with-quotation": "- One.\n\n    > Said by nobody.\n\n- Two.\n",
    "list-with-table": "- One.\n\n    | a | b |\n    |---|---|\n    | c | d |\n\n- Two.\n",
    "lists-nested": "- One\n    - Two\n        - Three\n            1. Four\n                a. Five\n- Six\n",
    "list-loose-in-tight": "1. One\n\n    - Two\n\n    - Three\n\n2. Four\n",
    "list-that-starts-late": "7. Seven\n8. Eight\n",
    "list-of-letters": "a. One\nb. Two\n\nText.\n\niv. Four\nv. Five\n",
    "list-of-tasks": "- [x] Done\n- [ ] Open\n    - [ ] Open, too\n",
    "list-over-pages": f"- {_LONG} {_LONG} {_LONG} {_LONG}\n- Last.\n",
    "definitions": "Ebb\n:   It goes.\n\n    It has gone.\n\nFlood\n:   It comes.\n:   It came.\n",
    "definition-with-list": "Ebb\n:   It goes:\n\n    - out,\n    - away.\n",
    # links
    "link-around-emphasis": "Read [the *whole* of **it**](https://example.org/) now.\n",
    "link-around-code": "Read [`lamp --on`](https://example.org/) now.\n",
    "link-around-picture": f"[{_HILL}](https://example.org/)\n\nFigure: A hill that leads away.\n",
    "link-over-lines": "Read [" + "a very long link " * 12 + "](https://example.org/a?b=1&c=2).\n",
    "link-in-heading": "## A [linked](https://example.org/) section\n\nText.\n",
    "link-in-note": "Word.[^a]\n\n[^a]: See [there](https://example.org/).\n",
    "link-in-cell": "| a | b |\n|---|---|\n| [c](https://example.org/) | [](#here) |\n\n## Here {#here}\n",
    "link-to-mail": "Write to [the keeper](mailto:keeper@example.org).\n",
    "links-side-by-side": "[One](https://example.org/1)[two](https://example.org/2) and on.\n",
    "reference-to-page": f"## Here {{#here}}\n\nText.\n\n{_LONG} {_LONG}\n\nSee [](#here).\n",
    # quotations and boxes
    "quotations-nested": "> One.\n>\n> > Two.\n> >\n> > > Three.\n>\n> Four.\n",
    "quotation-attributed": "> One.\n>\n> - a\n> - b\n>\n> --- Nobody\n",
    "quotation-of-heading": "> **Bold beginning.** And on.\n>\n> ```\n> code\n> ```\n",
    "boxes": "/// note\nRemark.\n///\n\n/// warning | Mind *this*\nIt is.\n\n- a\n- b\n///\n",
    "box-in-box": "//// tip\nOuter.\n\n/// caution\nInner.\n///\n////\n",
    "verse": "/// verse | 1\nOne line,\n  and another;\n\na second stanza.\n\n--- Nobody\n///\n",
    "epigraph-and-letter": "/// epigraph\nOne.\n\n--- Nobody\n///\n\n/// letter\nDear Sir,\n\nYes.\n///\n",
    "pull-quote": "/// pull-quote\nSaid once more.\n///\n",
    "key-points": "/// key-points\n- One.\n- Two.\n///\n",
    "scene-break": "One.\n\n* * *\n\nTwo.\n",
    # notes
    "note-called-twice": "One[^a] and two[^a].\n\n[^a]: The note.\n",
    "note-of-paragraphs": "One.[^a]\n\n[^a]: First.\n\n    Second.\n",
    "note-with-list": "One.[^a]\n\n[^a]: First:\n\n    - a\n    - b\n",
    "note-with-table": "One.[^a]\n\n[^a]: First:\n\n    | a | b |\n    |---|---|\n    | c | d |\n",
    "note-in-cell": "| a | b |\n|---|---|\n| c[^a] | d |\n\n[^a]: The note.\n",
    "note-in-caption": f"{_HILL}\n\nFigure: A hill.[^a]\n\n[^a]: The note.\n",
    "note-in-heading": "## Section[^a]\n\nText.\n\n[^a]: The note.\n",
    "note-in-quotation": "> One.[^a]\n\n[^a]: The note.\n",
    "note-in-list": "- One.[^a]\n- Two.[^b]\n\n[^a]: The note.\n[^b]: Another.\n",
    "note-in-note": "One.[^a]\n\n[^a]: See the next.[^b]\n[^b]: The next.\n",
    "note-too-long": f"One.[^a]\n\nTwo.\n\n[^a]: {_LONG} {_LONG}\n",
    "notes-many": " ".join(f"Word.[^{n}]" for n in range(40))
    + "\n\n"
    + "\n".join(f"[^{n}]: Note {n}." for n in range(40)),
    # tables
    "table-with-caption": "| a | b |\n|---|---|\n| c | d |\n\nTable: Words.\nSource: nobody.\n",
    "table-of-empty-cells": "|   | b |\n|---|---|\n| c |   |\n|   | e |\n",
    "table-with-row-heads": "| a | b |\n|---|---|\n| c | d |\n\nTable: Words.\n{.row-headers}\n",
    "table-over-pages": f"| Week | Height |\n|------|-------:|\n{_ROWS}\n\nTable: Heights.\n",
    "table-with-spans": "<table><thead><tr><th colspan='2'>a</th><th>b</th></tr></thead><tbody><tr>"
    "<td rowspan='2'>c</td><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></tbody></table>\n",
    "table-without-head": "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>\n",
    "table-with-markup": "| *a* | `b` |\n|---|---|\n| **c** | ~~d~~ x^2^ |\n",
    # pictures
    "picture-in-line": f"A word {_HILL} and on.\n",
    "picture-that-decorates": "![](hill.svg){role=presentation}\n",
    "picture-with-credit": f"{_HILL}\n\nFigure: A hill.\nCredit: Nobody\n",
    "picture-without-caption": f"{_HILL}\n",
    "picture-plate": "![A hill](hill.svg){.plate}\n\nFigure: A hill.\n",
    "pictures-in-a-group": f"/// figures\n{_HILL}\n\nFigure: One.\n\n{_HILL}\n\nFigure: Two.\n\n"
    "Figures: Two hills.\n///\n",
    # code
    "code-in-line": "Say `lamp --on` and ++ctrl+alt+del++.\n",
    "code-with-numbers": '```python {linenums="1" hl_lines="2"}\na = 1\nb = 2\n```\n\nListing: Two lines.\n',
    "code-with-long-lines": "```\n" + "word " * 60 + "\n```\n",
    "code-over-pages": "```\n" + "\n".join(f"line {n}" for n in range(120)) + "\n```\n",
    "code-with-blank-lines": "```\none\n\n\n    two\n```\n",
    # words
    "marks": "~~a~~ ^^b^^ ==c== d^2^ e~2~ [f]{.small-caps} *g **h** i* **j *k* l**\n",
    "abbreviation": "The WMO wrote to the WMO.\n\n*[WMO]: World Meteorological Organization\n",
    "languages": "He said [guten Tag]{lang=de}, [bonjour]{lang=fr} and [قال]{lang=ar} in one line.\n",
    "right-to-left": "<div lang='ar' dir='rtl'><p>قال الحارس: نور 12، ثم lamp.</p></div>\n",
    "hebrew": "<p lang='he' dir='rtl'>אמר השומר: אור (12).</p>\n",
    "signs": "→ ← ✓ ★ § ¶ † ‡ … – — “ ” „ « » × ÷ ≤ ≥ ½ ² °\n",
    "line-breaks": "One line  \nand another  \nand a third.\n",
    "long-word": "A " + "donaudampfschifffahrts" * 12 + " here.\n",
    "empty-quotation-marks": '"\'"\'" and \'\' and "".\n',
    "raw-elements": "<section><h2 id='raw'>Raw</h2><p>A <small>small</small> <i>word</i>.</p></section>\n",
    "comment": "One <!-- not said --> two.\n\n<!-- nor\n\nthis -->\n\nThree.\n",
    # headings
    "headings-deep": "## a\n\n### b\n\n#### c\n\n##### d\n\n###### e\n\nText.\n",
    "heading-alone": "## The last line\n",
    "headings-alike": "## Same\n\nText.\n\n## Same\n\nText.\n",
    "heading-with-markup": "## A *b* `c` x^2^\n\nText.\n",
    "heading-underlined": "Section\n---\n\nText.\n\n### Closed ###\n\nText.\n",
    "heading-without-number": "## Aside {-}\n\nText.\n\n## Not listed {.unlisted .unnumbered}\n\nText.\n",
    # what other programs write
    "remark-of-github": "> [!NOTE]\n> One.\n>\n> - a\n> - b\n\n> [!tip]- Folded\n> Two.\n",
    "remark-of-mkdocs": '!!! warning "Mind *this*"\n    One.\n\n    | a | b |\n    |---|---|\n    | c | d |\n',
    "remark-of-quarto": '::: {.callout-important title="Mind"}\nOne.\n\n:::: note\nTwo.\n::::\n:::\n',
    "remark-of-myst": ":::{tip} A title\nOne.\n:::\n\n```{note}\nTwo.\n```\n",
    "div-of-pandoc": "::: {.exercise #first lang=de}\nEins.\n\n1. zwei\n2. drei\n\n:::\n\nSee [it](#first).\n",
    "note-in-the-line": "One.^[See *there*, p. 34.] Two.^[And [here](https://example.org/).]\n",
    "notes-that-begin-like-lists": "A[^a] b[^b] c[^c].\n\n[^a]: p. 34.\n[^b]: c. 1900.\n[^c]:\n    - x\n    - y\n",
    "heading-in-a-note": "One.[^a]\n\n[^a]: First.\n\n    ## Not a section\n\n    Second.\n",
    "formulas": "Let $a_1^*<b$ and\n\n$$\n\\frac{1}{2} & x\n$$\n\n\\begin{align}\na &= b\n\\end{align}\n\nfor $5 or $10.\n",
    "table-drawn": "+-----+-----+\n| a   | b   |\n+:====+====:+\n| - c | d   |\n| - e |     |\n+-----+-----+\n\nTable: Drawn. {#tbl:drawn}\n\nSee @tbl:drawn.\n",
    "table-drawn-with-spans": "+---+---+---+\n| a | b | c |\n+===+===+===+\n| d | e     |\n|   +---+---+\n|   | f | g |\n+---+---+---+\n",
    "table-without-strokes": "a | b\n--|:-:\n`x \\| y` | c\nd\nTable: Close by.\n",
    "lines-of-pandoc": "| One line,\n|   and another\n| *and* a third\n",
    "figure-of-quarto": '![A caption](hill.svg){#fig-hill fig-alt="A hill" width=50%}\n\nSee @fig-hill and [-@fig-hill].\n',
    "picture-sizes": f"{_HILL}{{width=50%}}\n\n{_HILL}{{width=24}} in a line\n\n<img src='hill.svg' alt='A' width='40'>\n",
    "picture-names": "\n\n".join(f"![A hill](<{name}>)" for name in NAMES) + "\n",
    "details": "<details>\n<summary>More</summary>\n\nOne.\n\n- a\n\n</details>\n\n<details open><summary>Open</summary><p>Two.</p></details>\n",
    "lists-close": "We need:\n- bread\n  - rye\n- milk\n\n  In bottles.\n\n1) one\n   ```\n   code\n   ```\n2) two\n   > said\n",
    "code-of-others": '```js {1,3} title="a.js"\na\nb\nc\n```\n\n~~~ {.python .numberLines startFrom="7"}\nx = 1\n~~~\n',
    "addresses-odd": "See [the first](<https://example.org/a b>), [the second](https://example.org/a|b{c}^d), [the third](https://example.org/[x]?%zz#y#z), [the next](HTTPS://EXAMPLE.ORG/ü), [the last](//example.org/x), <https://example.org/a--b?q='x'> www.example.org <isbn:978-3>\n",
    "ids-odd": "## A {#a%20b}\n\n## B {#100%}\n\n<p id='with space'>C</p>\n\n## Ü {#ümlaut}\n\nSee [the first](#a%20b), [the second](#100%), [the third](<#with space>) and [the last](#ümlaut). <a name='old \"one\"'></a>\n",
    "terms-odd": "Text:\n\n: no term\n\n<dl><div><dt>a</dt><dd>b</dd></div><dt>c</dt></dl>\n",
    "entities": "&copy; &region; &notit; &#x3b1; &lt;b> AT&T &amp;amp;\n",
    "backslashes": 'Street\\\nCorran \\"x\\" \\-- \\# \\[y\\] \\*z\\*\n',
    "titles-in-a-quotation": "> ## Said\n>\n> - ### Deeper\n>\n>   x\n",
    "links-defined": "[One][a], [two][] and [three].\n\n[a]: https://example.org/\n[two]: <https://example.org/b c>\n[three]: #here\n\n## Here {#here}\n",
}
"""Name -> Markdown of an article, which OPENING precedes."""


def write_probe(source: Path, slug: str, name: str, title: str = "") -> None:
    """Write a probe as the publication ``slug`` below ``source``, which may not have it yet.

    ``title``: for many whose covers shall be drawn once; its own where it is left out.
    """
    home = source / slug
    home.mkdir(parents=True)
    (home / "publication.yaml").write_text(HEAD.format(title or name), encoding="utf-8")
    (home / "text.md").write_text(OPENING + PROBES[name], encoding="utf-8")
    for file in ("hill.svg", *(NAMES if name == "picture-names" else ())):
        (home / file).write_text(PICTURE, encoding="utf-8")


def write_all(folder: Path) -> None:
    """Make a folder a project of all probes; those of before, which may have gone, go."""
    for home in sorted(folder.glob("source/probe-*")):
        shutil.rmtree(home)
    for name in PROBES:
        write_probe(folder / "source", f"probe-{name}", name)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
