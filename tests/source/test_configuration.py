"""publication.yaml: each value has its place, each fault its code, and all are told at once."""

from pathlib import Path
from typing import Any

import pytest
from by_hand import FORMATS, bench, told
from pydantic_core import ErrorDetails

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.model.metadata import BodyEntry, Edition, Entry, Metadata
from octavo.production.pipeline import roots_of
from octavo.source.config.configuration import decode, read_config, split_front_matter
from octavo.source.config.edition_options import edition_faults
from octavo.source.config.schema import json_schema, validate
from octavo.source.config.shorthand import normalise
from octavo.source.config.wrong import mend
from octavo.source.config.wrong import tell as told_of
from octavo.source.config.yamls import Marked, read_yaml

LEAST = "octavo: 1\ntitle: Tides\nlanguage: en\n"


def marked(text: str, offset: int = 0) -> Marked:
    return read_yaml("publication.yaml", text, offset)


def faults(text: str) -> list[str]:
    """Return the problems of metadata, each as "E104 key: words"."""
    given = marked(LEAST + text)
    normalise(given)
    return [f"{each.code}:{each.place.line} {each.message}" for each in validate(given, FORMATS)[1]]


def refused(text: str, offset: int = 0) -> list[str]:
    with pytest.raises(BuildFailed) as failure:
        marked(text, offset)
    return told(failure.value.problems)


def test_scalars_stay_words_and_have_places() -> None:
    given = marked("version: 1.10\ndraft: no\nlist:\n  - a\n  - b: ~\n", 2)
    assert given.data == {"version": "1.10", "draft": "no", "list": ["a", {"b": ""}]}
    assert given.places["list.1.b"] == Place("publication.yaml", 7, 8)
    assert given.keys["list.1.b"] == Place("publication.yaml", 7, 5)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\na: 2", 2),
        ("a: &x 1\nb: *x", 1),
        ("a: 1\nb: 'x", 2),
        ("- a", 1),
        ("", 1),
        ("? [a]\n: b", 1),
        ('a: "\\0"', 1),
    ],
)
def test_what_is_no_plain_mapping_is_refused(text: str, line: int) -> None:
    assert refused(text) == [f"E102 publication.yaml:{line}"]


def test_a_problem_without_a_place_of_its_own_is_told_at_its_parent() -> None:
    given = marked("title: A\nidentifiers:\n  isbn: {}\n", 5)
    problem = given.problem("E105", "identifiers.isbn.pdf", "x", "y")
    assert (problem.place.line, problem.excerpt) == (8, "  isbn: {}")
    assert given.problem("E105", "language", "x", "y").place == Place("publication.yaml", 6, 1)


def test_shorthand_is_written_out_and_keeps_its_places() -> None:
    given = marked("body: [a.md, {part: P, chapters: [b.md]}]\neditions: pdf\nkeywords: ''\n")
    normalise(given)
    assert given.data == {
        "body": [{"file": "a.md"}, {"part": "P", "chapters": [{"file": "b.md"}]}],
        "editions": [{"name": "pdf"}],
        "keywords": [],
    }
    assert given.places["body.1.chapters.0.file"] == given.places["body.1.chapters.0"]
    assert given.places["editions.0.name"] == Place("publication.yaml", 2, 11)


def test_the_least_metadata_is_whole() -> None:
    metadata, problems = validate(marked(LEAST), FORMATS)
    assert metadata == Metadata(1, "Tides", "en")
    assert problems == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("subtitel: x", "E103:4 unknown key 'subtitel'"),
        ("date: tomorrow", "E104:4 'date' is no date"),
        ("numbering: all", "E104:4 'numbering' cannot be 'all'"),
        ("draft: [x]", "E104:4 'draft' is neither true nor false"),
        ("contributors: [{role: aut}]", "E105:4 the key 'name' is missing"),
        ("contributors: [{name: A, role: boss}]", "E104:4 'boss' is no MARC relator code"),
        ("identifiers: {isbn: {pdf: 978-0-306-40615-8}}", "E104:4 '978-0-306-40615-8' is no ISBN"),
        ("identifiers: {url: example.org}", "E104:4 'example.org' is no web address"),
        ("body: [{file: a.md, part: P}]", "E104:4 both a chapter and a part"),
        ("body: [{part: P}]", "E104:4 the part 'P' has no chapters"),
        ("back: ['']", "E104:4 an empty file name"),
        ("licence: 'free for all'", "E104:4 this is no SPDX identifier"),
    ],
)
def test_each_fault_is_told_at_its_line(text: str, told: str) -> None:
    assert told in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "identifiers: {isbn: {pdf: 978-0-306-40615-7}}",
        "contributors: [{name: A, role: trl, orcid: 0000-0002-1694-233X}]",
        "identifiers: {doi: 10.5555/12345678}",
        "licence: MIT OR Apache-2.0",
    ],
)
def test_what_holds_is_no_fault(text: str) -> None:
    assert faults(text) == []


def test_faults_of_kind_and_of_sense_are_told_at_once() -> None:
    found = faults("draft: perhaps\ntheme: no-theme\n")
    assert [each[:6] for each in found] == ["E104:4", "E104:5"]


def test_the_nearest_known_key_is_what_was_meant() -> None:
    given = marked("octavo: 1\nnotes:\n  pfd: end\n")
    error: ErrorDetails = {
        "type": "unexpected_keyword_argument",
        "loc": ("notes", "pfd"),
        "msg": "",
        "input": "end",
    }
    problem = told_of(given, error)
    assert (problem.code, problem.place.line, problem.hint) == ("E103", 3, "did you mean 'pdf'?")


def test_data_is_mended_so_that_the_rest_can_be_looked_at() -> None:
    def wrong(type_: str, *loc: str | int) -> ErrorDetails:
        return {"type": type_, "loc": loc, "msg": "", "input": ""}

    data: dict[str, Any] = {"octavo": "x", "body": ["a", {"file": "b"}], "more": "y"}
    errors = wrong("int_parsing", "octavo"), wrong("missing", "title"), wrong("str", "body", 0)
    assert mend(data, [*errors, wrong("unexpected_keyword_argument", "more")]) == {
        "octavo": "1",
        "title": "-",
        "body": [{"file": "b"}],
    }
    assert data["octavo"] == "x"


def test_the_schema_names_the_editions_that_there_are() -> None:
    schema = json_schema(("html", "docx"))
    short, whole = schema["$defs"]["Edition"]["anyOf"]
    assert short["pattern"] == "^(html|docx)(-[a-z0-9]+)*$"
    assert whole["properties"]["name"]["pattern"] == short["pattern"]
    assert schema["required"] == ["octavo", "title", "language"]


@pytest.mark.parametrize(
    ("edition", "key"),
    [
        (Edition("docx"), "editions.0.name"),
        (Edition("pdf-Large"), "editions.0.name"),
        (Edition("html", notes="foot"), "editions.0.notes"),
        (Edition("html", bleed_mm=3), "editions.0.bleed_mm"),
        (Edition("pdf", bleed_mm=21), "editions.0.bleed_mm"),
        (Edition("epub", split="chapters"), "editions.0.split"),
        (Edition("pdf", style="Large Print"), "editions.0.style"),
        (Edition("pdf", files=("b.md",)), "editions.0.files.0"),
        (Edition("epub", cover=False), "editions.0.cover"),
        (Edition("pdf", paper="90 gsm"), "editions.0.paper"),
        (Edition("pdf", spine_mm=3), "editions.0.spine_mm"),
    ],
)
def test_an_edition_has_the_options_of_its_format_alone(edition: Edition, key: str) -> None:
    metadata = Metadata(1, "Tides", "en", editions=(edition,), body=(BodyEntry("a.md"),))
    assert [where for where, *_ in edition_faults(metadata, FORMATS)] == [key]


BLOCK = Edition("pdf-print", cover=False)


@pytest.mark.parametrize(
    ("cover", "block", "key"),
    [
        (Edition("pdf-c", wraps="pdf-print", paper="90 gsm"), BLOCK, None),
        (Edition("pdf-c", wraps="pdf-print", spine_mm=9), BLOCK, None),
        (Edition("pdf-c", wraps="pdf-print"), BLOCK, "wraps"),
        (Edition("pdf-c", wraps="pdf-print", paper="thick"), BLOCK, "paper"),
        (Edition("pdf-c", wraps="pdf-print", paper="90 gsm", spine_mm=9), BLOCK, "paper"),
        (Edition("pdf-c", wraps="pdf-print", spine_mm=101), BLOCK, "spine_mm"),
        (Edition("pdf-c", wraps="pdf-prnt", spine_mm=9), BLOCK, "wraps"),
        (Edition("pdf-c", wraps="pdf-c", spine_mm=9), BLOCK, "wraps"),
        (Edition("pdf-c", wraps="pdf-print", spine_mm=9), Edition("pdf-print"), "wraps"),
        (Edition("pdf-c", wraps="html", spine_mm=9), Edition("html"), "wraps"),
        (Edition("pdf-c", wraps="pdf-print", spine_mm=9, files=("a.md",)), BLOCK, "files"),
        (Edition("pdf-c", wraps="pdf-print", spine_mm=9, notes="end"), BLOCK, "notes"),
    ],
)
def test_a_cover_goes_round_a_block_and_knows_its_spine(
    cover: Edition, block: Edition, key: str | None
) -> None:
    metadata = Metadata(1, "Tides", "en", editions=(block, cover), body=(BodyEntry("a.md"),))
    found = [where for where, *_ in edition_faults(metadata, FORMATS)]
    assert found == ([f"editions.1.{key}"] if key else [])


def test_editions_are_there_and_have_names_of_their_own() -> None:
    part = BodyEntry(part="P", chapters=(Entry("a.md"),))
    twice = (Edition("pdf", files=("a.md",)), Edition("pdf"))
    for editions, keys in (((), ["editions"]), (twice, ["editions.1.name"])):
        metadata = Metadata(1, "Tides", "en", editions=editions, body=(part,))
        assert [where for where, *_ in edition_faults(metadata, FORMATS)] == keys


def test_front_matter_ends_at_its_second_rule() -> None:
    assert split_front_matter("---\na: 1\n---\n\nText\n---\n") == ("a: 1", "\nText\n---\n", 4)
    assert split_front_matter("---\na: 1\n") == ("", "---\na: 1\n", 1)
    assert split_front_matter("Text\n---\n---\n") == ("", "Text\n---\n---\n", 1)


def test_bytes_become_text_with_plain_line_ends() -> None:
    assert decode("a.md", b"\xef\xbb\xbfa\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a\n\xc3\xa9\xff", Place("a.md", 2, 2)),
        (b"a\nb\x07", Place("a.md", 2, 2)),
    ],
)
def test_bytes_that_are_no_text_are_told_at_their_place(data: bytes, place: Place) -> None:
    with pytest.raises(BuildFailed) as failure:
        decode("a.md", data)
    assert [(each.code, each.place) for each in failure.value.problems] == [("E110", place)]


def written(folder: Path, text: str, name: str = "publication.yaml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_the_clock_of_a_publication_is_its_date_or_that_of_the_build(tmp_path: Path) -> None:
    written(tmp_path, f"{LEAST}date: 1970-01-02\n")
    assert read_config(bench(tmp_path), "t", FORMATS).epoch == 86400
    told_so = Workshop(Inputs(roots_of(tmp_path), {"SOURCE_DATE_EPOCH": "7"}), Store(None))
    assert read_config(told_so, "t", FORMATS).epoch == 7


def test_an_article_is_its_own_body_and_counts_its_lines_from_the_file(tmp_path: Path) -> None:
    written(tmp_path, f"---\n{LEAST}date: 1970-01-02\n---\nText\n", "t.md")
    config = read_config(bench(tmp_path), "t", FORMATS)
    assert (config.is_single_file, config.metadata.body) == (True, (BodyEntry("t.md"),))
    assert config.problem("E104", "title", "", "").place.line == 3
    assert config.problem("E104", "title", "", "").excerpt == "title: Tides"


def test_the_same_work_has_the_same_identifier_and_its_own_before(tmp_path: Path) -> None:
    def identifier(more: str = "") -> str:
        written(tmp_path, f"{LEAST}date: 1970-01-02\n{more}")
        return read_config(bench(tmp_path), "t", FORMATS).identifier

    assert identifier().startswith("urn:uuid:")
    assert identifier() == identifier("draft: true") != identifier("contributors: [{name: A}]")
    assert identifier("identifiers: {doi: 10.5555/1}") == "https://doi.org/10.5555/1"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (None, ["E101 t"]),
        (LEAST, ["E106 publication.yaml:1"]),
        ("octavo: 1\ntitle: T\nlanguage: qq\ndate: 1970-01-02\n", ["E107 publication.yaml:3"]),
        ("octavo: 1\n", [*["E105 publication.yaml:1"] * 2, "E106 publication.yaml:1"]),
    ],
)
def test_what_a_publication_lacks_is_told(
    text: str | None, problems: list[str], tmp_path: Path
) -> None:
    if text is not None:
        written(tmp_path, text)
    with pytest.raises(BuildFailed) as failure:
        read_config(bench(tmp_path), "t", FORMATS)
    assert sorted(told(failure.value.problems)) == sorted(problems)


def test_there_are_lists_of_what_is_counted_only() -> None:
    assert faults("lists: [figures, tables, listings]") == []
    assert faults("lists: [figures, notes]") == ["E104:4 'lists.1' cannot be 'notes'"]
    allowed = json_schema(FORMATS)["properties"]["lists"]["items"]["enum"]
    assert allowed == ["figures", "tables", "listings"]
