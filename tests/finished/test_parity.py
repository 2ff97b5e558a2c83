"""Each edition holds what the source holds; whatever is taken from one of them is named."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
import yaml
from conftest import ROOT, Desk, Editions
from finished_editions import read_edition
from long_proofs import here
from tiny import GAUGE, Bench, every_publication

from octavo.checks.parity import MOST, compare_edition, parity
from octavo.checks.parity_gaps import in_any_order, in_order, in_running_text
from octavo.checks.source_items import read_source
from octavo.core.problems import Problem
from octavo.finished import epub_container
from octavo.finished.items import Finished, TextBlock, Unreadable, fold, squeeze
from octavo.finished.pdf_running import ReadingRun, mark_page_references
from octavo.finished.pdf_tree import Jump, Run
from octavo.model.metadata import Edition
from octavo.production.pipeline import build

Kept = TypeVar("Kept")
PUBLICATIONS = every_publication()
READ_HERE = (
    *("notes", "figures", "tables", "references", "lists", "raw-html", "boxes"),
    *("rtl-arabic", "book-structure", "editions-only", "plates-and-groups", "variants"),
)
"""Of these the ones that are read among the tests; the session ``long`` reads all."""


@pytest.fixture(scope="session")
def bench(shared: Path, built: Editions, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.getbasetemp() / "tiny", shared / "store", built)


@pytest.mark.parametrize("slug", here(dict(PUBLICATIONS), *READ_HERE))
def test_every_edition_holds_what_its_source_holds(slug: str, bench: Bench) -> None:
    """Each build looks at that itself, whose warnings other tests see: a few are enough here."""
    root = dict(PUBLICATIONS)[slug]
    problems = parity(bench.publication(slug, root), bench.files(slug, root))
    assert not problems, "\n".join(map(str, problems))


LOSSES: Mapping[str, tuple[str, str, str]] = {
    "heading": (r'<h\d[^>]* id="deeper"[^>]*>.*?</h\d>', "", "1.1.1 Deeper"),
    "note": (
        r'<(li|aside)[^>]* id="gauges-note-nested"[^>]*>.*?</\1>',
        "",
        "3 A note called from a list.",
    ),
    "note call": (r'<a [^>]*href="#gauges-note-keeper"[^>]*>2</a>', "", "2 to #gauges-note-keeper"),
    "figure": (r'<figure[^>]* id="fig-hut"[^>]*>.*?</figure>', "", "The gauge hut at Corran"),
    "table": (r"<table>\s*<caption>(?:(?!</table>).)*Mean diff.*?</table>", "", "Mean difference"),
    "caption": (r"<figcaption>(?:(?!</fig).)*How a tide.*?</figcaption>", "", "How a tide"),
    "link": (
        r'<a [^>]*href="https://example.org/quayside[^>]*>the press</a>',
        "the press",
        "press",
    ),
    "link in a note": (r'<a [^>]*href="https://example.org/makers"[^>]*>.*?</a>', "", "makers"),
    "alternative text": (r'alt="A hut on a pier[^"]*"', 'alt=""', "A hut on a pier"),
    "words": (r"<p>Second paragraph of the second item\.</p>", "", "Second paragraph"),
}
"""Kind of thing -> where it stands in HTML and XHTML, what is put there, what a problem says."""


@pytest.mark.parametrize("kind", LOSSES)
def test_what_an_html_edition_lacks_is_named(kind: str, bench: Bench) -> None:
    pattern, other, said = LOSSES[kind]
    html = changed(bench.files("ledgers")["ledgers.html"], pattern, other)
    told = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert names(told, "HTML", kind, said)


@pytest.mark.parametrize("kind", LOSSES)
def test_what_an_epub_edition_lacks_is_named(kind: str, bench: Bench) -> None:
    pattern, other, said = LOSSES[kind]
    data = changed_inside(bench.files("ledgers")["ledgers.epub"], pattern, other)
    told = parity(bench.publication("ledgers"), {"ledgers.epub": data})
    assert names(told, "EPUB", kind, said)


TAKEN: Mapping[str, tuple[Callable[[Finished], Finished], str]] = {
    "heading": (lambda f: replace(f, headings=but(f.headings, "Deeper")), "Deeper"),
    "note": (lambda f: replace(f, notes=but(f.notes, "called from a list")), "called from a list"),
    "figure": (lambda f: replace(f, figures=but(f.figures, "gauge hut")), "The gauge hut"),
    "table": (lambda f: replace(f, tables=but(f.tables, "Mean diff")), "Mean difference"),
    "caption": (lambda f: replace(f, captions=but(f.captions, "How a tide")), "How a tide"),
    "link": (lambda f: replace(f, links=but(f.links, "quayside")), "example.org/quayside"),
    "link in a note": (lambda f: replace(f, links=but(f.links, "makers")), "example.org/makers"),
    "alternative text": (
        lambda f: replace(f, alternatives=but(f.alternatives, "A hut")),
        "A hut on a pier",
    ),
    "words": (lambda f: replace(f, blocks=but(f.blocks, "Second par")), "Second paragraph"),
}
"""Kind of thing -> how it is taken from what a PDF holds, what a problem says."""


@pytest.mark.parametrize("kind", TAKEN)
def test_what_a_pdf_edition_lacks_is_named(kind: str, bench: Bench, book: Finished) -> None:
    take, said = TAKEN[kind]
    publication, edition = bench.publication("ledgers"), Edition("pdf")
    told = compare_edition(publication, edition, take(book), read_source(publication, edition))
    assert names(told, "PDF", kind, said)
    assert len(told) == 1


@pytest.fixture(scope="session")
def book(bench: Bench) -> Finished:
    """The book's PDF as it was read."""
    return read_edition("pdf", bench.files("ledgers")["ledgers.pdf"])


def test_a_problem_tells_the_place_in_the_source(bench: Bench) -> None:
    pattern, other, _ = LOSSES["figure"]
    html = changed(bench.files("ledgers")["ledgers.html"], pattern, other)
    problems = parity(bench.publication("ledgers"), {"ledgers.html": html})
    (figure,) = [problem for problem in problems if "the figure" in problem.message]
    text = (bench.project().source / "ledgers" / figure.place.path).read_text(encoding="utf-8")
    assert "images/hut.svg" in text.splitlines()[figure.place.line - 1]


def test_what_an_edition_has_twice_is_named(bench: Bench) -> None:
    pattern = LOSSES["figure"][0]
    html = changed(bench.files("ledgers")["ledgers.html"], f"({pattern})", r"\1\1")
    told = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert any("has a figure too many: 'Figure 1.1" in problem.message for problem in told)


def test_other_words_are_shown_beside_those_of_the_source(bench: Bench) -> None:
    html = changed(bench.files("ledgers")["ledgers.html"], "Second paragraph of", "Third line of")
    (problem,) = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert "'Second paragraph of the second item.' as 'Third line of the" in problem.message


def test_a_heading_of_another_level_is_named(bench: Bench) -> None:
    html = changed(
        bench.files("ledgers")["ledgers.html"], r'<h4([^>]* id="deeper".*?)</h4>', r"<h5\1</h5>"
    )
    (problem,) = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert "Deeper (level 3)" in problem.message
    assert "(level 4)" in problem.message


def test_a_cell_that_is_no_header_any_more_is_named(bench: Bench) -> None:
    html = changed(
        bench.files("ledgers")["ledgers.html"], "<th([^>]*>)Ostrey</th>", r"<td\1Ostrey</td>"
    )
    (problem,) = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert "other header cells" in problem.message


def test_a_link_into_the_void_is_named(bench: Bench) -> None:
    html = bench.files("ledgers")["ledgers.html"]
    html = changed(
        html, r'<a ([^>]*)href="#gauges"([^>]*)>the first', r'<a \1href="#gauge"\2>the first'
    )
    told = parity(bench.publication("ledgers"), {"ledgers.html": html})
    assert any("#gauge (which is nowhere)" in problem.message for problem in told)


def test_many_faults_of_one_kind_are_counted_not_listed(bench: Bench, book: Finished) -> None:
    blocks = tuple(block for number, block in enumerate(book.blocks) if number % 2)
    publication, edition = bench.publication("ledgers"), Edition("pdf")
    found = replace(book, blocks=blocks, headings=())
    problems = compare_edition(publication, edition, found, read_source(publication, edition))
    headings = [problem for problem in problems if "heading" in problem.message]
    assert len(headings) <= MOST


def test_editions_that_were_not_made_are_not_missed(bench: Bench) -> None:
    assert parity(bench.publication("bare"), {}) == ()


@pytest.mark.parametrize("format", ["html", "epub", "pdf"])
def test_an_edition_that_cannot_be_read_is_a_problem(format: str, bench: Bench) -> None:
    (problem,) = parity(bench.publication("bare"), {f"bare.{format}": b"\xff nothing of the kind"})
    assert problem.code == "E310"
    assert "cannot be read" in problem.message


def test_an_epub_that_unpacks_to_too_much_is_not_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bench.files("bare")["bare.epub"]
    monkeypatch.setattr(epub_container, "MOST_BYTES", 500)
    with pytest.raises(Unreadable, match="larger"):
        read_edition("epub", data)


def test_entities_in_an_epub_are_never_followed(bench: Bench) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY boom SYSTEM "file:///etc/passwd">]>'
    data = changed_inside(bench.files("bare")["bare.epub"], "One paragraph", "&boom; paragraph")
    data = changed_inside(data, r"(<\?xml[^>]*>)\s*<!DOCTYPE html>(?=(?s:.*)&boom;)", rf"\1{bomb}")
    found = read_edition("epub", data)
    assert [block.text for block in found.blocks] == [
        "paragraph stands here, and there is nothing else."
    ]


def test_a_note_that_one_edition_leaves_out_does_not_move_the_numbers_of_the_others(
    desk: Desk,
) -> None:
    text = (
        "/// only | pdf\nFor paper.[^a]\n///\n\nFor all.[^b]\n\n"
        "[^a]: The first note.\n[^b]: The second note.\n"
    )
    project, slug = desk.write(text, "theme: brief")
    made = build(project, slug, strict=False)  # parity holds, or it would raise
    html = made.files[f"{slug}.html"].decode()
    assert re.findall(r'class="noteref"[^>]*>(\d+)<', html) == ["2"]


# --- how a PDF is read ----------------------------------------------------------------------------


def test_a_table_over_several_pages_is_one_table(book: Finished) -> None:
    said = ((table, "".join(table.caption.split())) for table in book.tables)
    (long,) = [table for table, words in said if "nopageholds" in words]  # it may be two lines
    assert len(long.rows) == 49


def test_notes_of_the_foot_and_of_the_end_are_read_with_their_numbers(book: Finished) -> None:
    notes = {note.text[:12]: note.number for note in book.notes}
    assert notes["The keeper’s"] == "2"
    assert notes["Entry 1 of t"] == "2"
    assert notes["A note that "] == "1"
    (keeper,) = [note for note in book.notes if note.text.startswith("The keeper")]
    assert squeeze("The keeper’s second paragraph, with “quotes”.") in squeeze(keeper.text)
    (long,) = [note for note in book.notes if note.text.startswith("Entry 1 ")]
    assert squeeze("Entry 39 of the keeper’s log") in squeeze(long.text)


def test_running_heads_and_folios_are_never_read(book: Finished) -> None:
    texts = [squeeze(block.text) for block in book.blocks]
    assert texts.count(squeeze("The Harbour Ledgers")) == 2  # half-title and title page


def test_a_page_number_after_a_reference_counts_only_where_it_is_right() -> None:
    def words(label: str) -> list[bool]:
        link = ReadingRun(Run("Figure 1", Jump("#fig", "12", (0, 0, 1, 1))), 0)
        rest = [ReadingRun(Run(text, None), 2) for text in (" on page ", label)]
        after = ReadingRun(Run("shows 12 of them", None), 1)
        mark_page_references([link, *rest, after])
        return [said.is_page_reference for said in (link, *rest, after)]

    assert words("12") == [False, True, True, False]
    assert words("13") == [False, False, False, False]
    assert words("112") == [False, False, False, False]


ON_PAGE = {
    path.stem: yaml.safe_load(line)["on_page"].partition("{page}")
    for path in sorted((ROOT / "templates" / "words").glob("*.yaml"))
    for line in path.read_text("utf-8").splitlines()
    if line.startswith("on_page:")
}


@pytest.mark.parametrize(
    ("before", "after"), [(before, after) for before, _, after in ON_PAGE.values()], ids=ON_PAGE
)
def test_words_after_the_number_of_a_page_belong_to_it(before: str, after: str) -> None:
    link = ReadingRun(Run("Figure 1", Jump("#fig", "12", (0, 0, 1, 1))), 0)
    told = [(before, 2), ("12", 3), (after[:1], 4), (after[1:], 4)]
    words = [ReadingRun(Run(text, None), spans) for text, spans in told if text]
    marked = ReadingRun(Run("and so on", None), 2)
    mark_page_references([link, *words, marked])
    assert [said.is_page_reference for said in words] == [True] * len(words)
    assert not marked.is_page_reference


def test_words_of_the_text_after_the_number_of_a_page_stay_however_deep_their_spans_are() -> None:
    link = ReadingRun(Run("Figure 1", Jump("#fig", "12", (0, 0, 1, 1))), 0)
    words = [ReadingRun(Run(text, None), n, outer=1) for n, text in ((2, " on page "), (3, "12"))]
    cited = ReadingRun(Run("The Keeper of the Light", None), 4, outer=2)
    mark_page_references([link, *words, cited])
    assert [said.is_page_reference for said in (*words, cited)] == [True, True, False]


def test_the_blank_before_the_number_of_a_page_may_be_lost_where_sides_change() -> None:
    link = ReadingRun(Run("Figura 1", Jump("#fig", "12", (0, 0, 1, 1))), 1)
    words = [
        ReadingRun(Run(text, None), n) for n, text in ((3, "\xa0en\xa0la\xa0página"), (4, "12"))
    ]
    mark_page_references([link, *words])
    assert all(said.is_page_reference for said in words)


def test_words_of_a_drawing_that_lie_over_one_another_are_read_as_they_are_painted(
    desk: Desk,
) -> None:
    words = '<text x="4" y="12" font-size="8"{}>{}</text>'
    drawn = words.format(' opacity="0.5"', "Seab") + words.format("", "wharf")
    box = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="60" height="20">'
    files = {"text.md": "![A wharf](one.svg)\n", "one.svg": f"{box}{drawn}</svg>"}
    project, slug = desk.write(files, "body: [text.md]")
    assert build(project, slug).problems == ()


def test_the_number_of_a_heading_or_note_is_no_page_number() -> None:
    link = ReadingRun(Run("3", Jump("#note", "2", (0, 0, 1, 1))), 0)
    for opens in (True, False):
        number = ReadingRun(Run("2", None), 2, opens=opens)
        mark_page_references([link, number])
        assert number.is_page_reference is not opens


def test_the_call_of_one_note_behind_that_of_another_is_no_page_number() -> None:
    call = Jump("#one-note-a", "2", (0, 0, 1, 1))
    first = [ReadingRun(Run(text, call), n) for text, n in (("1", 0), ("", 2))]
    second = ReadingRun(Run("2", None), 2)
    mark_page_references([*first, second])
    assert not second.is_page_reference


def test_links_are_read_with_their_addresses_and_words(book: Finished) -> None:
    links = {(link.target, fold(link.text)) for link in book.links}
    assert ("https://example.org/quayside?a=1&b=2", "the press") in links
    assert ("#paper", "link of two kinds") in links


def test_words_of_other_scripts_count_in_any_order_in_a_pdf() -> None:
    assert squeeze("Ab שלום עולם 12") == squeeze("12 עולם שלום Ab")
    assert squeeze("Ab שלום") != squeeze("Ab")
    assert squeeze("Ab שלום") != squeeze("Abc שלום")
    assert squeeze("a\u0308b שלום") == squeeze("ab\u0308 שלום")


@pytest.mark.parametrize(
    ("source", "pdf"),
    [
        ("general", "gen\u2010eral"),
        ("well-known", "well\u0002known"),
        ("efficiency", "e\ufb03ciency"),
        ("ta\u00adble of", "table\u00a0of"),
        ("P a r t", "Part"),
        ("a (b)", "a )b("),
        ("a\u200cb\u200e\U000e0041c", "abc"),
    ],
)
def test_line_ends_ligatures_and_spaces_do_not_count_in_a_pdf(source: str, pdf: str) -> None:
    assert squeeze(source) == squeeze(pdf)


# --- how lists are compared -----------------------------------------------------------------------


def test_gaps_of_ordered_lists_are_missing_added_or_changed() -> None:
    gaps = in_order("abcdef", "abXdfg", str)
    assert [(gap.wanted, gap.found) for gap in gaps] == [("c", "X"), ("e", None), (None, "g")]
    assert in_order("ab", "ba", str)


def test_gaps_of_unordered_lists_count_how_often() -> None:
    assert not in_any_order("aab", "baa", str)
    (gap,) = in_any_order("aab", "ab", str)
    assert (gap.wanted, gap.found) == ("a", None)
    (gap,) = in_any_order("aab", "abc", str)
    assert (gap.wanted, gap.found) == ("a", "c")


def test_running_text_agrees_again_after_what_is_lost() -> None:
    texts = [f"Paragraph {number} of a text that says {number * 7} things." for number in range(9)]
    blocks = [TextBlock(text) for text in texts]
    for lost in range(9):
        rest = "".join(f"{text}\n" for text in texts if text != texts[lost])
        (passage,) = in_running_text(blocks, rest, fold, "\n")
        assert [block.text for block in passage.wanted] == [texts[lost]]
        assert not passage.found


def test_running_text_agrees_again_after_what_is_too_many() -> None:
    blocks = [TextBlock("The first of two."), TextBlock("The second of two.")]
    (passage,) = in_running_text(
        blocks, "The first of two.\nNobody wrote this.\nThe second of two.\n", fold, "\n"
    )
    assert passage.wanted == ()
    assert passage.found == "Nobody wrote this."


def names(
    problems: "tuple[Problem, ...] | list[Problem]", edition: str, kind: str, said: str
) -> bool:
    """Tell whether an E310 of this edition lacks this kind of thing, and says which."""
    return any(
        problem.code == "E310"
        and problem.message.startswith(f"the {edition} edition lacks the {kind} ")
        and said in problem.message
        for problem in problems
    )


def but(items: tuple[Kept, ...], words: str) -> tuple[Kept, ...]:
    """Return the items without the one that holds these words."""
    kept = tuple(item for item in items if squeeze(words) not in squeeze(str(item)))
    assert len(kept) == len(items) - 1
    return kept


def changed(data: bytes, pattern: str, other: str) -> bytes:
    """Return text with the one match of a pattern replaced."""
    text, count = re.subn(pattern, other, data.decode(), flags=re.DOTALL)
    assert count == 1
    return text.encode()


def changed_inside(data: bytes, pattern: str, other: str) -> bytes:
    """Return an EPUB with the one match of a pattern in its chapters replaced."""
    target = io.BytesIO()
    hits = 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            is_text = name.endswith(".xhtml") and not name.endswith("nav.xhtml")
            if is_text and re.search(pattern, content.decode(), re.DOTALL):
                content, hits = changed(content, pattern, other), hits + 1
            new.writestr(name, content)
    assert hits == 1
    return target.getvalue()


KEPT = {
    "an item that goes on after a list": "- a\n\n    - b\n\n    c\n\n    - d\n\n    e\n\n- f\n",
    "code after a list in an item": "1. a\n\n    - b\n\n    ```text\n    c\n    ```\n\n2. d\n",
    "marks within marks beside Hebrew": "One <small>^^two שלום^^</small> three.\n\nEnd.\n",
    "an ornament with a credit": "![](one.svg){role=presentation}\n\nCredit: A hand\n",
    "a lowered word in a link": "[_a_ H~2~O](https://example.org/) and x^2^.\n",
    "a signed quotation in a note": "Text.[^1]\n\n[^1]: A\n\n    > B\n    >\n    > -- C\n",
    "a note called twice at once": "Text.[^1][^1] Text.[^1]\n\n[^1]: A note.\n",
    "notes that only notes of one edition call": (
        "Text.\n\n/// only | pdf\nText.[^1]\n///\n\n[^1]: One.[^2]\n\n[^2]: Two.[^1]\n"
    ),
    "a heading and a table that other editions lack": (
        "Text.\n\n/// only | pdf\n## Here {#x}\n\n| a |\n|--|\n| b |\n\n"
        "Table: T\n{#y}\n\n[](#y)\n///\n"
    ),
    "a table after a table without a head": (
        "<table><tr><td>a</td></tr></table>\n\n"
        "<table><thead><tr><th>b</th></tr></thead><tr><td>c</td></tr></table>\n\nEnd.\n"
    ),
    "a group of one picture": "/// figures\n![A gauge](one.svg)\n\nFigure: One\n///\n\nEnd.\n",
    "words beside a picture of a group": (
        "/// figures\nWords.\n\n![A gauge](one.svg)\n\nFigure: One\n///\n\nEnd.\n"
    ),
    "words directly in a group": (
        '<div class="figures">\n<p><img src="one.svg" alt="A gauge"> B</p>\nbare\n</div>\n\nEnd.\n'
    ),
    "a picture in the words of a signed quotation": "> A ![B](one.svg){width=9}\n>\n> -- C\n",
    "a picture in the title of a listing": "```\na\n```\n\nListing: B ![C](one.svg){width=9}\n",
    "a word of one letter that others hold": (
        "w1q (a) [b]\n\n(c) w2q and [d] (e) w3q\n\n```text\nw4q (( x )) no\n```\n\nw\n"
    ),
    "a reference before the number of the group that holds it": (
        "/// figures\n![A gauge](one.svg)\n\nFigure: See [it](#x)\n\nFigures: All\n{#x}\n///\n"
    ),
    "a reference before a cell that begins with the number of its page": (
        "| [it](#x) | **1** and |\n|---|---|\n| [it](#x) | **1** and |\n\nTable: T\n{#x}\n"
    ),
    "characters without a glyph": "".join(
        f"One{sign}word{n}.\n\n" for n, sign in enumerate("\u034f\u200d\u2066\ufe00\U000e0041")
    ),
}


@pytest.mark.parametrize("language", here(["en-GB", "he"], "en-GB"))
@pytest.mark.parametrize("name", KEPT)
def test_every_edition_holds(name: str, language: str, desk: Desk) -> None:
    metadata = f"language: {language}\nlists: [tables]\nbody: [text.md]"
    files = {"text.md": KEPT[name]}
    files |= {"one.svg": GAUGE} if "one.svg" in KEPT[name] else {}
    project, slug = desk.write(files, metadata)
    assert build(project, slug).problems == ()


def test_a_long_title_is_not_taken_for_its_line_in_the_contents(desk: Desk) -> None:
    long = " ".join(f"title{n}" for n in range(20))
    project, slug = desk.write(f"# {long}\n\nText.\n", "theme: book")
    assert build(project, slug).problems == ()


def test_a_parts_title_in_a_hebrew_book_is_found(desk: Desk) -> None:
    body = "body:\n  - part: A “part”\n    chapters: [text.md]"
    metadata = f"theme: book\nlanguage: he\n{body}"
    project, slug = desk.write("# One, two & “three”\n\nText.\n", metadata)
    assert build(project, slug).problems == ()


def test_a_note_called_from_a_note_before_another_chapter_is_found(desk: Desk) -> None:
    texts = {
        "one.md": "# One\n\nText.[^1]\n\n[^1]: A note.[^2]\n\n[^2]: Another.\n",
        "two.md": "# Two\n\nText.[^1]\n\n[^1]: A note.\n",
    }
    for place in ("chapter", "end"):
        notes = f"theme: book\nnotes: {{pdf: {place}, epub: {place}, html: {place}}}"
        project, slug = desk.write(texts, notes)
        assert build(project, slug).problems == ()


def test_brackets_in_a_book_by_a_hebrew_author_are_found(desk: Desk) -> None:
    metadata = "theme: book\ncontributors: [{name: אדה}]"
    project, slug = desk.write('# A\n\n"[b (seen)](https://example.org/) *c*"\n', metadata)
    assert build(project, slug).problems == ()


def test_notes_at_the_end_of_all_have_a_title_with_an_id_of_its_own(desk: Desk) -> None:
    notes = "notes: {pdf: end, epub: end, html: end}"
    project, slug = desk.write("Text.[^1]\n\n[^1]: A note.\n", notes)
    made = build(project, slug)
    assert made.problems == ()
    assert made.files[f"{slug}.html"].count(b'id="octavo-endnotes"') == 1


QUOTED = "data:image/png;base64,AQIDBA=="


def test_a_text_may_speak_of_embedded_files_in_every_kind_of_page(desk: Desk) -> None:
    text = f'`{QUOTED}` and\n\n```html\n<img src="{QUOTED}">\n```\n\n    url("{QUOTED}")\n'
    editions = "theme: book\neditions: [html, {name: html-site, split: chapters}]"
    project, slug = desk.write({"one.md": f"# One\n\n{text}"}, editions)
    made = build(project, slug)
    assert made.problems == () and QUOTED in made.files[f"{slug}.html"].decode()


NOTED = "[^1]: A\n\n    > B\n    >\n    > -- C\n\n    | a |\n    |---|\n    | b |\n"
THINGS = "```\nx\n```\n\nListing: D\n\n| c |\n|---|\n| d |\n"


@pytest.mark.parametrize("place", ["chapter", "end"])
def test_what_stands_in_notes_keeps_an_order_of_its_own(place: str, desk: Desk) -> None:
    notes = f"notes: {{html: chapter, epub: {place}, pdf: {place}}}"
    files = {"a.md": f"# One\n\nText.[^1]\n\n{NOTED}", "b.md": f"# Two\n\n{THINGS}"}
    project, slug = desk.write(files, f"theme: book\nbody: [a.md, b.md]\n{notes}")
    assert build(project, slug).problems == ()
