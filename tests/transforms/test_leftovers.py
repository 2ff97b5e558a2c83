"""A sign of another program that stands in the text is told, with the way here; words are not."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of

from octavo.markup.tree import new
from octavo.transforms.leftovers import tell_leftovers


def told_of(words: str, folder: Path, tag: str = "p") -> list[str]:
    node = new(tag, words, data_line="1")
    chapter = chapter_of("", written=words)
    chapter.body.append(node)
    done = tell_leftovers(of(chapter), bench(folder))
    assert all(each.severity == "warning" and each.hint for each in done.problems)
    return [each.message.partition(" looks like ")[2].partition(",")[0] for each in done.problems]


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("[TOC]", "a table of contents"),
        ("[[_TOC_]]", "a table of contents"),
        ("\\newpage", "a page break of TeX"),
        ("See \\cite{knuth}.", "a command of TeX"),
        ("\\begin{figure}", "a command of TeX"),
        ('{{< figure src="a.png" >}}', "a shortcode"),
        ("{{% notice %}}", "a shortcode"),
        ("{% include a.html %}", "a tag of Liquid or Jinja"),
        ('=== "Tab one"', "a tab or a fold"),
        ("+---+---+ | a |", "a table drawn with lines"),
        ("!!! note", "a remark of MkDocs"),
        ("[!NOTE] Mind", "a remark of GitHub"),
        ("See [the chart][chart].", "a link whose address is nowhere"),
        ("![A chart][chart]", "a link whose address is nowhere"),
        ("A heading {#sec-one", "an id that is not closed"),
        ("Words {.red} here", "attributes that belong to nothing"),
        ("Nice :smile: that", "the name of an emoji"),
        ("See @fig-tides.", "a reference of Quarto"),
        ("As [@knuth, p. 4] says", "a citation"),
        ("<<section-one>>", "a reference of AsciiDoc"),
        ("See ![[tides.png]] there", "a link of a wiki or of Obsidian"),
        ("[[Some page|words]]", "a link of a wiki or of Obsidian"),
        ("{{#include ../a.md}}", "a sign of mdBook"),
        (".. note:: Mind", "a directive of reStructuredText"),
        (".. code-block:: python", "a directive of reStructuredText"),
        ("![](Figure 1.png)", "a link with a blank in its address"),
        ('![](Figure 1.png "Tides")', "a link that is not closed"),
        ("See [the chart](files/the chart.pdf).", "a link with a blank in its address"),
        ("* * *", "a break between scenes"),
        ("\u2042", "a break between scenes"),
        ("#", "a break between scenes"),
        ("See [words](", "a link with a blank in it"),
        ("See [words] (", "a link with a blank in it"),
        ("![A ship](photos/IMG 1 (copy).jpg)", "a link with a blank in its address"),
        ("\\textbf{Salt} is old", "a command of TeX"),
        ("\\noindent Salt is old", "a command of TeX"),
        ("#Pans", "a heading"),
        ("##\u00a0Pans", "a heading"),
        ("== Pans ==", "a heading of AsciiDoc or of a wiki"),
        ("=== Pans", "a heading of AsciiDoc or of a wiki"),
        ("-\u00a0Pans", "an item of a list"),
        ("1.Pans\n2.Salt", "an item of a list"),
        ("-Pans\n-Salt", "an item of a list"),
        ("-- Pans\n-- Salt", "an item of a list"),
        ("Two:\na) pans\nb) salt", "an item of a list"),
        ("Two\n   a) pans", "an item of a list"),
        ("Name\tYear\nAnn\t1904", "a table of a spreadsheet"),
        ("Name;Year;Cost\nAnn;1904;2", "a table of a spreadsheet"),
        ("\u00b9 So they say.", "a note"),
        ("'''python\nx = 1\n'''", "a fence of code"),
        ("\u201c\u201c\u201c\nx = 1\n\u201d\u201d\u201d", "a fence of code"),
        ("#+BEGIN_SRC python", "a line of Org mode"),
        ("Salt %%check this%% is", "a comment of Obsidian"),
        ("%%\ncheck this\n%%", "a comment of Obsidian"),
        ("Salt {++from the pans++} is", "a mark of an editor (CriticMarkup)"),
        ("Salt {>>whose?<<} is", "a mark of an editor (CriticMarkup)"),
        ("See (the market)[https://example.org].", "a link with its brackets exchanged"),
        ("Sch\u00c3\u00b6n", "a letter read in another encoding"),
        ("don\u00e2\u20ac\u2122t", "a letter read in another encoding"),
        ("Salt\ufffdpan", "a letter read in another encoding"),
        ("&copy 2026", "a sign without its semicolon"),
    ],
)
def test_a_sign_of_another_program_is_told(words: str, called: str, tmp_path: Path) -> None:
    assert told_of(words, tmp_path) == [called]


@pytest.mark.parametrize(
    "words",
    [
        "At 12:30:45 the ebb ended.",
        "std::vector and a::b::c",
        "Write to me@example.org, or @anna.",
        "He said [sic] and [so] on.",
        "A {brace} and {{two}}",
        "Ratio 1:2:3; note: this: that",
        "The set {1, 2}.",
        "He came! !!!",
        "C:\\new folder",
        "50 % of {all}",
        "a[[0]] and [[1]]",
        "Shown in [1] (",
        "Words [so] (see below).",
        "It was written by\nA. Smith.",
        "In 1904 it had 1,234,567 people,\nand 2,345,678,901 later",
        "Of 50%% and 60%% nothing is known",
        "AMANH\u00c3\u00bb, he said",
        "#salt is what they call it.",
        "-5 degrees\n-7 degrees",
        "-- Ann",
        "AT&T and R&amp=x",
        "Salt (2019)[sic]",
        "1.5 km\n2.5 km",
    ],
)
def test_words_are_words(words: str, tmp_path: Path) -> None:
    assert told_of(words, tmp_path) == []


def test_code_may_hold_any_sign(tmp_path: Path) -> None:
    for tag in ("code", "pre"):
        assert told_of("[TOC] \\newpage {{< x >}}", tmp_path, tag) == []


def test_a_kind_is_told_once_a_file(tmp_path: Path) -> None:
    assert told_of(":smile: and :wink: and [TOC]", tmp_path) == [
        "a table of contents",
        "the name of an emoji",
    ]


@pytest.mark.parametrize("words", ["See {ref}", "See :ref:", "See :py:class:"])
def test_a_role_before_code_is_told_and_elsewhere_it_is_none(words: str, tmp_path: Path) -> None:
    told = []
    for tag in ("code", "em"):
        chapter = chapter_of(f"<p data-line='1'>{words}<{tag}>x</{tag}></p>")
        told += [each.message for each in tell_leftovers(of(chapter), bench(tmp_path)).problems]
    assert sum("a role of reStructuredText" in each for each in told) == 1


def test_the_hint_for_an_address_with_a_blank_is_the_form_to_write(tmp_path: Path) -> None:
    done = tell_leftovers(of(chapter_of("<p>![](Figure 1.png)</p>")), bench(tmp_path))
    assert [each.hint for each in done.problems] == ["write ![](<Figure 1.png>)"]
