"""Mistakes in publication.yaml: each is told at its line with the form to write, or built right."""

from pathlib import Path

import pytest
from mistakes import Mistake, is_told, told, yaml

PERSON = "contributors:\n  - name: Ann Smith\n"
MISTAKES = (
    yaml(
        "a file of an edition in other letters",
        "editions: [{name: html-s, files: [Text.md]}]",
        1,
        "text.md",
    ),
    yaml("a value that begins with an ampersand", "publisher: &Co Press", 1, "'&Co …'"),
    yaml("a name that nothing calls", "keywords:\n  - &first salt", 2, "&first"),
    yaml("a key mistyped", "titel: Salt", 1, "title"),
    yaml("an author as in other programs", "author: Ann Smith", 1, "contributors:"),
    yaml("authors as a list of names", "authors: [Ann, Bo]", 1, "contributors:"),
    yaml("an isbn outside its key", "isbn: 978-0-306-40615-7", 1, "identifiers:"),
    yaml("lang as in HTML", "lang: en", 1, "language"),
    yaml("license as in America", "license: MIT", 1, "licence"),
    yaml("chapters as in other programs", "chapters: [text.md]", 1, "body"),
    yaml("tags as in blogs", "tags: [salt]", 1, "keywords"),
    yaml("an output format as in Quarto", "format: pdf", 1, "editions"),
    yaml("a template as in Pandoc", "template: book", 1, "theme"),
    yaml("a person without a list", "contributors:\n  name: Ann Smith", 2, "- name:"),
    yaml("a person as plain text", "contributors: Ann Smith", 1, "- name:"),
    yaml("people as plain names", "contributors:\n  - Ann Smith", 2, "name:"),
    yaml("a role in a member of its own", f"{PERSON}  - role: edt", 3, "name"),
    yaml("a role by its English word", f"{PERSON}    role: editor", 3, "edt"),
    yaml("a role that is none", f"{PERSON}    role: boss", 3, "aut"),
    yaml("an ORCID as an address", f"{PERSON}    orcid: https://orcid.org/0000-0002-1825-0097", 3),
    yaml("a title cut by a sign of comments", "title: Rule #1", 1, '"Rule #1"'),
    yaml("a title cut behind a word", "title: Salt in C # and F", 1, "quotation marks"),
    yaml("a publisher cut", "publisher: House #9", 1, '"House #9"'),
    yaml("a name cut", "contributors:\n  - name: Agent #9 #10", 2, "quotation marks"),
    yaml("a comment behind a plain value", "theme: brief  # the design", 0, has="Salt"),
    yaml("a date as in Germany", "date: 31.5.2026", 1, "2026-05-31"),
    yaml("a date as in America", "date: 05/31/2026", 1, "2026-05-31"),
    yaml("a date in words", "date: May 31, 2026", 1, "2026-05-31"),
    yaml("a date without noughts", "date: 2026-5-3", 1, "2026-05-03"),
    yaml("a date that is a year", "date: 2026", 1, "YYYY-MM-DD"),
    yaml("a date that is a number", "date: 86400", 1, "YYYY-MM-DD"),
    yaml("a day that is not there", "date: 2026-02-30", 1, "YYYY-MM-DD"),
    yaml("a tab before a key", "identifiers:\n\turl: https://example.org", 2, "tab", "spaces"),
    yaml("a tab behind a colon", "title:\tSalt", 0, has="<title>Salt"),
    yaml("a language in words", "language: English", 1, "en"),
    yaml("a language with an underscore", "language: en_GB", 1, "en-GB"),
    yaml("a country for a language", "language: jp", 1, "ja"),
    yaml("a country for a language again", "language: cz", 1, "cs"),
    yaml("a language as a list", "language: [en, de]", 1, "one"),
    yaml("a key twice", "publisher: Salt\npublisher: Pepper", 2, "twice"),
    yaml("a list for a text", "title: [Salt, Road]", 1, "one text"),
    yaml("a colon without quotation marks", "title: Salt: a history", 1, '"Salt: a history"'),
    yaml("quotation marks in quotation marks", 'subtitle: "He said "no""', 1, "quotation marks"),
    yaml("a mark of quotation not closed", 'rights: "(c) 2026\npublisher: Salt', 1, "quotation"),
    yaml("a bracket not closed", "keywords: [salt, road\npublisher: Salt", 1, "bracket"),
    yaml("an asterisk first", "subtitle: *Salt* and more", 1, "quotation marks"),
    yaml("an at sign first", "publisher: @salt", 1, "quotation marks"),
    yaml("a percent sign first", "subtitle: %salt", 1, "quotation marks"),
    yaml("a subtitle indented by chance", "title: Salt\n  subtitle: A road", 2, "indent"),
    yaml("no space behind a colon", "title:Salt", 1, "space"),
    yaml("keywords with commas in one text", "keywords: salt, road, pans", 1, "[salt, road, pans]"),
    yaml(
        "an ISBN with a wrong digit", "identifiers:\n  isbn:\n    epub: 978-0-306-40615-8", 3, "978"
    ),
    yaml(
        "an ISBN of ten digits",
        "identifiers:\n  isbn:\n    epub: 0-306-40615-2",
        3,
        "978-0-306-40615-7",
    ),
    yaml("one ISBN for all", "identifiers:\n  isbn: 978-0-306-40615-7", 2, "epub:"),
    yaml("identifiers as a list", "identifiers:\n  - isbn: 978-0-306-40615-7", 2, "key: value"),
    yaml("a DOI as an address", "identifiers: {doi: https://doi.org/10.5555/1}", 1, "10.5555/1"),
    yaml(
        "an address without its beginning",
        "identifiers: {url: example.org/a}",
        1,
        "https://example.org/a",
    ),
    yaml("a licence in words", "licence: CC BY 4.0", 1, "CC-BY-4.0"),
    yaml("a licence in small letters", "licence: cc-by-4.0", 1, "CC-BY-4.0"),
    yaml("a licence without its version", "licence: CC-BY", 1, "CC-BY-4.0"),
    yaml("a series as plain text", "series: Salt Papers 2", 1, "name:"),
    yaml("a version of the schema that is none", "octavo: 2", 1, "octavo: 1"),
    yaml("a theme with a capital", "theme: Brief", 1, "brief"),
    yaml("a theme that is none", "theme: novel", 1, "book"),
    yaml("draft with a word that is none", "draft: perhaps", 1, "true"),
    yaml("draft as YAML has it", "draft: yes", 0, has="Draft"),
    yaml("numbering that is none", "numbering: chapter", 1, "chapters"),
    yaml("notes at a place that is none", "notes: {html: foot}", 1, "chapter"),
    yaml("a list that is none", "lists: [figure]", 1, "figures"),
    yaml("a claim in other words", "accessibility: {conforms_to: WCAG 2.2 AA}", 1, "EPUB Acc"),
    yaml("an edition misnamed", "editions: [html, ebook]", 1, "epub"),
    yaml("an edition with capitals", "editions: [HTML]", 1, "html"),
    yaml("an edition with an underscore", "editions: [html, pdf_print]", 1, "pdf-print"),
    yaml("an edition of Word", "editions: [html, docx]", 1, "epub"),
    yaml("editions as keys", "editions:\n  html:\n  pdf:", 2, "[html, pdf]"),
    yaml("an edition with a measure", "editions:\n  - name: pdf\n    bleed: 3mm", 3, "bleed_mm"),
    yaml("a bleed with its unit", "editions:\n  - name: pdf\n    bleed_mm: 3mm", 3, "bleed_mm: 3"),
    yaml("an option of another format", "editions:\n  - {name: html, bleed_mm: 3}", 2, "html"),
    yaml(
        "a style that is not there", "editions:\n  - {name: html, style: large}", 2, "large-print"
    ),
    yaml("a body that is one file", "body: text.md", 0, has="<title>The Salt Road"),
    yaml("a file that is not there", "body: [test.md]", 1, "text.md"),
    yaml("a file without its ending", "body: [text]", 1, "text.md"),
    yaml("a file with a capital", "body: [Text.md]", 1, "text.md"),
    yaml("a file listed twice", "body: [text.md, text.md]", 1, "once"),
    yaml("a file outside the folder", "body: [text.md, ../more.md]", 1, "folder"),
    yaml("a part without chapters", "body:\n  - text.md\n  - part: One", 3, "chapters:"),
    yaml("a cover that is not there", "cover: cover.jpg", 1, "cover.jpg"),
    yaml("variables as a list", "variables: [name]", 1, "key: value"),
    yaml("a second document", "publisher: Salt\n---\nplace: Corran", 2, "---"),
    yaml("a title that is a number", "title: 1984", 0, has="<title>1984"),
    yaml("a title that YAML takes for no", "title: No", 0, has="<title>No"),
    yaml("an empty title", "title:", 1, "title:"),
    yaml("a version that is a number", "version: 1.10", 0, has="1.10"),
    yaml(
        "one ISBN for two editions",
        "identifiers: {isbn: {html: 978-3-16-148410-0, epub: 978-3-16-148410-0}}",
        1,
        "of its own",
    ),
    yaml("an edition that is another by its name alone", "editions: [html, html-site]", 1, "split"),
    yaml("a country that no tag has", "language: en-UK", 1, "en-GB"),
    yaml("HTML in a title", "title: The <b>Salt</b> Road", 1, "<b>"),
    yaml("an entity in a title", "title: Salt &amp; Road", 1, "&amp;"),
    yaml("a file for a dedication", "dedication: dedication.md", 1, "front: [dedication.md]"),
    yaml("a name turned round", 'contributors: [{name: "Smith, Ann", role: aut}]', 1, "Ann Smith"),
    yaml("two names in one", 'contributors: [{name: "Ann Smith; Bob"}]', 1, "for each"),
    yaml("a house with its form", 'contributors: [{name: "Salt, Inc."}]', 0, has="Salt, Inc."),
    yaml("blanks of the web", "contributors:\n\u00a0\u00a0- name: Ann", 2, "anew"),
    yaml("a list behind a colon", "contributors: - name: Ann", 1, "line of its own"),
    yaml("no comma in a list", 'keywords: ["salt" "road"]', 1, "comma"),
    yaml("drop caps as a key", "drop-caps: true", 1, "--initial-lines"),
    yaml("a font as a key", "font: Georgia", 1, "--text"),
    yaml("margins as a key", "margins: 2cm", 1, "--margin-top"),
    yaml("a header as a key", "header: Salt", 1, "templates/README.md"),
    yaml("a logo as a key", "logo: logo.png", 1, "templates"),
    yaml("curly marks of quotation", "title: “Salt”", 0, has="Salt"),
    Mistake(
        "the file with another ending",
        {"publication.yaml": "", "publication.yml": "octavo: 1\n"},
        "publication.yml",
        ("publication.yaml",),
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_a_mistake_in_the_metadata_is_told_or_built_right(mistake: Mistake, tmp_path: Path) -> None:
    problems, page = told(mistake, tmp_path)
    if mistake.at:
        assert is_told(mistake, problems), problems
    else:
        assert mistake.has in page, problems


def test_the_mistakes_have_names_of_their_own() -> None:
    assert len({each.name for each in MISTAKES}) == len(MISTAKES) >= 30
