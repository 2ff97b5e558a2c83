"""What is numbered, in which order, and how the text calls it."""

import pytest
from conftest import Desk

from octavo.core.problems import BuildFailed
from octavo.markup.tree import elements, has_class, text_of
from octavo.model.publication import Publication
from octavo.transforms.numbering import letter, roman

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
FIGURE = "![A view](v.svg){{#fig-{0}}}\n\nFigure: View {0}.\n"
TABLE = "| A |\n|---|\n| {0} |\n\nTable: Table {0}.\n{{#tbl-{0}}}\n"
LISTING = "```python\n{0} = 1\n```\n\nListing: Code {0}.\n{{#lst-{0}}}\n"
BOOK = """\
theme: book
front: [preface.md]
body:
  - introduction.md
  - part: The first part
    chapters: [one.md, two.md]
  - part: The second part
    chapters: [three.md]
back: [appendix-a.md, appendix-b.md, glossary.md]
"""
FILES = {
    "preface.md": f"# Preface\n\n## Before\n\n{FIGURE.format('p')}",
    "introduction.md": "# Introduction\n\n## Aims\n",
    "one.md": f"# One\n\n## Alpha\n\n### Beta\n\n## Gamma\n\n{FIGURE.format('a')}\n"
    f"{FIGURE.format('b')}\n{TABLE.format('a')}\n{LISTING.format('a')}",
    "two.md": f"# Two\n\n## Delta\n\n{FIGURE.format('c')}\n{TABLE.format('b')}",
    "three.md": "# Three\n\n## Epsilon {#epsilon}\n",
    "appendix-a.md": f"# More\n\n## Zeta\n\n{TABLE.format('z')}",
    "appendix-b.md": "# Most\n",
    "glossary.md": "# Words\n",
    "v.svg": SVG,
}


def book(desk: Desk, numbering: str = "sections", extra: str = "") -> Publication:
    return desk.read(FILES, f"{BOOK}numbering: {numbering}\n{extra}")


def heads(publication: Publication) -> list[str]:
    """Return every heading as "number title"."""
    return [
        f"{head.get('data-number') or '-'} {text_of(head)}"
        for chapter in publication.chapters
        for head in elements(chapter.body, "h1", "h2", "h3")
    ]


def labels(publication: Publication) -> list[str]:
    found = [
        node
        for chapter in publication.chapters
        for node in elements(chapter.body, "span")
        if has_class(node, "label")
    ]
    return [text_of(node).replace("\u00a0", " ") for node in found]


def test_chapters_and_sections_are_numbered_when_asked(desk: Desk) -> None:
    assert heads(book(desk)) == [
        "- Preface",
        "- Before",
        "- Introduction",
        "- Aims",
        "1 One",
        "1.1 Alpha",
        "1.1.1 Beta",
        "1.2 Gamma",
        "2 Two",
        "2.1 Delta",
        "3 Three",
        "3.1 Epsilon",
        "A More",
        "A.1 Zeta",
        "B Most",
        "- Words",
    ]


def test_chapters_alone_are_numbered_when_asked(desk: Desk) -> None:
    numbered = [head for head in heads(book(desk, "chapters")) if not head.startswith("-")]
    assert numbered == ["1 One", "2 Two", "3 Three", "A More", "B Most"]


def test_nothing_but_appendices_is_numbered_unless_asked(desk: Desk) -> None:
    numbered = [head for head in heads(book(desk, "none")) if not head.startswith("-")]
    assert numbered == ["A More", "B Most"]


def test_parts_have_roman_numbers_and_chapters_go_on_through_them(desk: Desk) -> None:
    made = book(desk)
    assert [(part.number, part.title) for part in made.parts] == [
        ("I", "The first part"),
        ("II", "The second part"),
    ]
    assert [(chapter.slug, chapter.part) for chapter in made.chapters if chapter.part >= 0] == [
        ("one", 0),
        ("two", 0),
        ("three", 1),
    ]


def test_captions_count_by_kind_and_by_chapter(desk: Desk) -> None:
    assert labels(book(desk)) == [
        "Figure 1",
        "Figure 1.1",
        "Figure 1.2",
        "Table 1.1",
        "Listing 1.1",
        "Figure 2.1",
        "Table 2.1",
        "Table A.1",
    ]


def test_captions_count_through_a_publication_without_numbers(desk: Desk) -> None:
    made = desk.read(
        {
            "text.md": f"{FIGURE.format('a')}\n{TABLE.format('a')}\n{FIGURE.format('b')}",
            "v.svg": SVG,
        },
        "body: [text.md]",
    )
    assert labels(made) == ["Figure 1", "Table 1", "Figure 2"]


def test_what_has_no_caption_has_no_number(desk: Desk) -> None:
    text = f"![A view](v.svg)\n\n{FIGURE.format('a')}\n| A |\n|---|\n| 1 |\n\n{TABLE.format('a')}"
    assert labels(desk.read({"text.md": text, "v.svg": SVG}, "body: [text.md]")) == [
        "Figure 1",
        "Table 1",
    ]


def test_sections_of_an_article_are_numbered_without_a_chapter(desk: Desk) -> None:
    made = desk.read("## A\n\n### B\n\n## C\n\nText.", "numbering: sections")
    assert heads(made) == ["1 A", "1.1 B", "2 C"]


REFERENCES = {
    "one": "Chapter 1",
    "one-alpha": "Section 1.1",
    "introduction": "“Introduction”",
    "introduction-aims": "“Aims”",
    "epsilon": "Section 3.1",
    "appendix-a": "Appendix A",
    "appendix-a-zeta": "Section A.1",
    "part-the-first-part": "Part I",
    "fig-b": "Figure 1.2",
    "tbl-z": "Table A.1",
    "lst-a": "Listing 1.1",
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_link_without_words_says_what_it_leads_to(name: str, desk: Desk) -> None:
    files = {**FILES, "three.md": f"{FILES['three.md']}\nSee [](#{name}).\n"}
    made = desk.read(files, f"{BOOK}numbering: sections\n")
    three = next(chapter for chapter in made.chapters if chapter.slug == "three")
    (link,) = elements(three.body, "a")
    assert text_of(link).replace("\u00a0", " ") == REFERENCES[name]
    assert link.get("href") == f"#{name}"


def test_references_speak_the_publications_language(desk: Desk) -> None:
    files = {"text.md": f"Siehe [](#fig-a).\n\n{FIGURE.format('a')}", "v.svg": SVG}
    made = desk.read(files, "language: de\nbody: [text.md]")
    assert text_of(elements(made.chapters[0].body, "a")[0]) == "Abbildung\u00a01"


def test_links_to_files_lead_to_their_chapters(desk: Desk) -> None:
    files = {
        "one.md": "# One\n\n[a](sub/two.md) [](sub/two.md#there)\n",
        "sub/two.md": "# Two\n\n## There {#there}\n\n[b](../one.md) [c](two.md)\n",
    }
    made = desk.read(files, "theme: book\nnumbering: sections\nbody: [one.md, sub/two.md]")
    found = [
        (link.get("href"), text_of(link))
        for chapter in made.chapters
        for link in elements(chapter.body, "a")
    ]
    assert found == [
        ("#sub-two", "a"),
        ("#there", "Section\u00a02.1"),
        ("#one", "b"),
        ("#sub-two", "c"),
    ]


NOTES = """\
A.[^b] B.[^a] A again.[^b]

| C[^c] |
|-------|
| D[^d] |

Table: E.[^e]

[^a]: First written.
[^b]: Second written, with one more.[^inner]
[^c]: C.
[^d]: D.
[^e]: E.
[^inner]: Inner.
"""


def test_notes_are_numbered_as_they_are_read(desk: Desk) -> None:
    body = desk.body(NOTES)
    calls = [(text_of(a), a.get("data-label")) for a in elements(body, "a")]
    assert calls == [
        ("1", "b"),
        ("2", "a"),
        ("1", "b"),
        ("3", "e"),  # a table's caption stands before its cells
        ("4", "c"),
        ("5", "d"),
        ("6", "inner"),
    ]
    notes = [node for node in elements(body, "div") if has_class(node, "note")]
    assert [(note.get("data-number"), note.get("data-label")) for note in notes] == [
        ("1", "b"),
        ("2", "a"),
        ("3", "e"),
        ("4", "c"),
        ("5", "d"),
        ("6", "inner"),
    ]


def test_each_call_of_a_note_has_an_id_of_its_own(desk: Desk) -> None:
    ids = [a.get("id") for a in elements(desk.body(NOTES), "a") if a.get("data-label") == "b"]
    assert ids == ["text-ref-b", "text-ref-b-2"]


def test_notes_count_anew_in_each_chapter(desk: Desk) -> None:
    files = {name: f"# {name}\n\nA.[^1]\n\n[^1]: B.\n" for name in ("one.md", "two.md")}
    made = desk.read(files, "theme: book\nbody: [one.md, two.md]")
    found = [(a.text, a.get("id")) for c in made.chapters for a in elements(c.body, "a")]
    assert found == [("1", "one-ref-1"), ("1", "two-ref-1")]


def test_any_label_gives_an_id_without_spaces(desk: Desk) -> None:
    body = desk.body("A.[^*] B.[^a b] C.[^ä]\n\n[^*]: A.\n[^a b]: B.\n[^ä]: C.\n")
    ids = [a.get("id") for a in elements(body, "a")]
    assert ids == ["text-ref--2a", "text-ref-a-20b", "text-ref-ä"]


def test_headings_have_ids_from_their_words_that_never_meet(desk: Desk) -> None:
    heads = ("Same", "Same", "Other {#text-same-3}", "Same", "Note 1", "Ünï!", "Ω?")
    text = "\n\n".join(f"## {head}" for head in heads)
    body = desk.body(f"{text}\n\nA.[^1]\n\n[^1]: B.\n")
    names = [str(node.get("id")) for node in elements(body) if node.get("id")]
    assert names[:7] == [
        "text-same",
        "text-same-2",
        "text-same-3",
        "text-same-4",
        "text-section-note-1",
        "text-ünï",
        "text-ω",
    ]
    assert len(set(names)) == len(names)


def test_a_title_may_repeat_the_name_of_its_file(desk: Desk) -> None:
    files = {"one.md": "# One {#one}\n\n[](#one)\n"}
    made = desk.read(files, "theme: book\nnumbering: chapters")
    assert made.chapters[0].slug == "one"
    assert [node.get("id") for node in elements(made.chapters[0].body, "h1")] == ["one-one"]
    assert text_of(elements(made.chapters[0].body, "a")[0]) == "Chapter\u00a01"


def test_titles_and_contents_leave_out_the_numbers_of_notes(desk: Desk) -> None:
    files = {"one.md": "# One[^1]\n\n## Two[^1]\n\n[^1]: A.\n"}
    made = desk.read(files, "theme: book")
    assert made.chapters[0].title == "One"
    assert [(entry.title, entry.id) for entry in made.toc] == [("One", "one"), ("Two", "one-two")]


def test_the_contents_list_parts_chapters_and_sections(desk: Desk) -> None:
    entries = [(entry.level, entry.number, entry.title) for entry in book(desk).toc]
    assert entries == [
        (1, "", "Preface"),
        (2, "", "Before"),
        (1, "", "Introduction"),
        (2, "", "Aims"),
        (0, "I", "The first part"),
        (1, "1", "One"),
        (2, "1.1", "Alpha"),
        (3, "1.1.1", "Beta"),
        (2, "1.2", "Gamma"),
        (1, "2", "Two"),
        (2, "2.1", "Delta"),
        (0, "II", "The second part"),
        (1, "3", "Three"),
        (2, "3.1", "Epsilon"),
        (1, "A", "More"),
        (2, "A.1", "Zeta"),
        (1, "B", "Most"),
        (1, "", "Words"),
    ]


def test_markup_that_calls_itself_a_note_is_refused_and_never_lost(desk: Desk) -> None:
    with pytest.raises(BuildFailed) as failure:
        desk.read('A.[^1]\n\n<div class="footnote"><p>Mine.</p></div>\n\n[^1]: B.\n')
    assert [(each.code, each.place.line) for each in failure.value.problems] == [("E214", 3)]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (1999, "mcmxcix"),
        (3999, "mmmcmxcix"),
    ],
)
def test_roman_numerals(number: int, text: str) -> None:
    assert roman(number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_letters_go_on_after_z(number: int, text: str) -> None:
    assert letter(number) == text


def test_a_chapter_without_a_title_is_called_by_its_number_wherever_it_is_named(
    desk: Desk,
) -> None:
    files = {"one.md": "#\n\nSee [](two.md).\n", "two.md": "#\n\n## A\n", "three.md": "# End\n"}
    meta = "theme: book\nlanguage: de\nnumbering: sections\nbody: [one.md, two.md, three.md]"
    work = desk.read(files, meta)
    heads = [text_of(head) for each in work.chapters for head in elements(each.body, "h1")]
    assert heads == ["Kapitel\u00a01", "Kapitel\u00a02", "End"]
    assert [(each.title, each.number) for each in work.toc if each.level == 1] == [
        ("Kapitel\u00a01", ""),
        ("Kapitel\u00a02", ""),
        ("End", "3"),
    ]
    assert [each.number for each in work.toc if each.level == 2] == ["2.1"]
    assert "Kapitel\u00a02" in text_of(elements(work.chapters[0].body, "a")[0])


def test_a_part_whose_chapters_are_all_left_out_is_not_counted(desk: Desk) -> None:
    meta = "theme: book\nbody:\n- {part: First, chapters: [{file: one.md, draft: true}]}\n"
    meta += "- {part: Second, chapters: [two.md]}"
    work = desk.read({"one.md": "# One\n", "two.md": "# Two\n"}, meta)
    assert [(each.title, each.number) for each in work.toc] == [("Second", "I"), ("Two", "")]
