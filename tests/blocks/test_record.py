"""edition.json: the one model of blocks as JSON, written, read back, and read from anybody."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tiny
from conftest import Desk, Editions, environment, homes
from generated import PICTURES, Document, sound
from hypothesis import HealthCheck, Phase, assume, given, settings
from json_schema import faults
from long_proofs import here

from octavo.blocks import json_fields
from octavo.blocks.block import KINDS, Block, Manuscript
from octavo.blocks.description import describe
from octavo.blocks.manuscript import manuscript_of
from octavo.blocks.record import Record, encode_record, record_schema
from octavo.blocks.record_reader import read_record
from octavo.core.problems import BuildFailed, Problem
from octavo.model.publication import Publication
from octavo.production.pipeline import Project, workshop_of
from octavo.production.publication_reader import read_publication

OLD = (Path(__file__).parents[1] / "edition-schema-1.json").read_bytes()
"""What Octavo wrote of tests/books/notes when edition.json was of schema 1."""
BOOK = """\
# Gauges

A *gauge* has [numbers](https://example.org/).[^one]

![A hut](hut.svg){#fig-hut}

Figure: The hut.

3. third
4. fourth
    - inner

Ebb
:   The water goes.

> It is so.
>
> --- Harbour saying

```python {hl_lines="2"}
low = 1
high = 2
```

* * *

<p dir="rtl" lang="he">שלום</p>

/// only | pdf
Pages say this.
///

| Port | Range |
|------|------:|
| Ard  | 3     |

Table: Ranges.

<table><tr><th colspan="2">Both</th></tr><tr><td>One</td><td>Two</td></tr></table>

## Two
### Three
#### Four
##### Five
###### Six

[^one]: First.

    - Second.
"""


def manuscript(publication: Publication) -> Manuscript:
    return manuscript_of(publication, describe(publication.config.metadata), "")


def record(told: Manuscript) -> Record:
    return Record(
        told, "0123456789ab", "0.1.0", "urn:octavo:x", "2024-05-01", "ltr", {"x.html": "0" * 64}
    )


def returned(told: Record) -> Record:
    """Return a record that was written and read again; what was written keeps to the schema."""
    data = encode_record(told)
    faults(json.loads(data), record_schema(), record_schema())
    return read_record(data, "edition.json")


def book(desk: Desk, **texts: str) -> Manuscript:
    files = {f"{name}.md": text for name, text in texts.items()}
    project, slug = desk.write(files, "theme: book")
    (project.source / slug / "hut.svg").write_text(tiny.GAUGE, encoding="utf-8")
    return manuscript(read_publication(workshop_of(project, slug), slug))


@pytest.fixture
def whole(desk: Desk) -> Manuscript:
    project, slug = desk.write(
        {"gauges.md": BOOK, "hut.svg": tiny.GAUGE},
        "theme: book\nbody: [{part: Water, chapters: [gauges.md]}]",
    )
    return manuscript(read_publication(workshop_of(project, slug), slug))


def only(told: Manuscript, kind: str) -> Block:
    [found] = [each for each in told.blocks if each.kind == kind]
    return found


# Written and read


def test_every_kind_of_block_is_written_and_read(whole: Manuscript) -> None:
    assert {each.kind for each in whole.every_block()} == set(KINDS)
    assert returned(record(whole)) == record(whole)


@pytest.mark.parametrize("slug", sorted(homes()))
def test_each_publication_is_written_and_read(slug: str, built: Editions) -> None:
    found = record(manuscript(read_publication(workshop_of(built.project(slug), slug), slug)))
    assert found.manuscript.blocks
    assert returned(found) == found


@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(document=sound())
def test_made_up_publications_are_written_and_read(
    document: Document, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(not document.must)
    root = tmp_path_factory.mktemp("made-up")
    files = {name: text.encode() for name, text in document.files.items()} | PICTURES
    for name, data in files.items():
        path = root / "source" / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    project = Project(root, root / "build", None, environment())
    try:
        found = record(manuscript(read_publication(workshop_of(project, "work"), "work")))
    except BuildFailed as failure:
        assert {each.code for each in failure.problems if each.severity == "error"} <= document.may
        return
    assert returned(found) == found


def test_what_a_build_writes_keeps_to_the_schema(built: Editions) -> None:
    for slug in ("book-structure", "notes"):
        data = built[slug].files["edition.json"]
        faults(json.loads(data), record_schema(), record_schema())
        found = read_record(data, "edition.json")
        assert encode_record(found) == data
        assert found.manuscript.labels and any(each.pages for each in found.manuscript.blocks)
    with pytest.raises(AssertionError):
        faults({**json.loads(data), "blocks": [{"id": "x"}]}, record_schema(), record_schema())


# What is written


def test_a_listing_has_its_language_and_its_marked_lines(whole: Manuscript) -> None:
    listing = only(whole, "code")
    assert (listing.name, listing.marked, listing.text) == ("python", (2,), "low = 1\nhigh = 2")


def test_no_number_of_a_line_is_a_word_of_its_text(desk: Desk) -> None:
    text = '```python {linenums="7"}\nlow = 1\n```\n\n/// verse | 1\nThe tide\n///\n'
    blocks = book(desk, tides=f"# Tides\n\n{text}").blocks
    assert [each.text for each in blocks] == ["Tides", "low = 1", "The tide"]


def test_a_table_has_its_rows_headers_and_spans(whole: Manuscript) -> None:
    plain, spanned = (each for each in whole.blocks if each.kind == "table")
    assert [[cell.text for cell in row] for row in plain.rows] == [["Port", "Range"], ["Ard", "3"]]
    assert [cell.is_header for row in plain.rows for cell in row] == [True, True, False, False]
    assert [(cell.width, cell.height) for cell in spanned.rows[0]] == [(2, 1)]


def test_an_item_knows_its_number_in_each_list(whole: Manuscript) -> None:
    items = [(each.container, each.items) for each in whole.blocks if each.kind == "li"]
    assert items == [(("ol",), (3,)), (("ol",), (4,)), (("ol", "ul"), (4, 1))]


def test_a_note_holds_its_blocks(whole: Manuscript) -> None:
    note = only(whole, "note")
    assert note.text == "First. Second."
    assert [(each.id, each.kind, each.text) for each in note.blocks] == [
        ("gauges-note-one.1", "p", "First."),
        ("gauges-note-one.2", "li", "Second."),
    ]


def test_a_passage_has_its_language_direction_and_editions(whole: Manuscript) -> None:
    [passage] = [each for each in whole.blocks if each.language]
    assert (passage.language, passage.direction) == ("he", "rtl")
    [paged] = [each for each in whole.blocks if each.editions]
    assert (paged.text, paged.editions) == ("Pages say this.", ("pdf",))
    assert paged not in whole.in_edition("html").blocks
    assert [b.container for b in whole.in_edition("pdf").blocks if b.text == paged.text] == [()]


def test_parts_and_files_are_listed_in_order(whole: Manuscript) -> None:
    told = [(each.id, each.role, each.part, each.file) for each in whole.divisions]
    assert told == [
        ("part-water", "part", "", ""),
        ("gauges", "chapter", "part-water", "gauges.md"),
    ]


def test_a_paragraph_more_in_one_chapter_changes_no_id_of_another(desk: Desk) -> None:
    """Neither do a picture, a heading and words that the other has too."""
    more = "It is so.\n\n![A hut](hut.svg)\n\n## The same\n\n| A |\n|---|\n| It is so. |\n\n"
    second = f"# Second\n\n{more}Words.[^n]\n\n[^n]: Note.\n"
    before = book(desk, first="# First\n\nWords.\n", second=second)
    after = book(desk, first=f"# First\n\nNew.\n\n{more}It is so.\n\nWords.\n", second=second)
    ids = [
        [each.id for each in told.every_block() if each.chapter == "second"]
        for told in (before, after)
    ]
    assert ids[0] == ids[1] and len(ids[0]) > 8
    both = [each.id for each in after.blocks]
    assert len(set(both)) == len(both) > len(before.blocks)


def test_what_is_read_twice_is_written_alike(whole: Manuscript) -> None:
    turned = dict(reversed(list(whole.metadata.items())))
    assert encode_record(record(replace(whole, metadata=turned))) == encode_record(record(whole))


# Read from anybody


def refused(data: bytes) -> Problem:
    with pytest.raises(BuildFailed) as failure:
        read_record(data, "there/edition.json")
    [problem] = failure.value.problems
    assert (problem.code, problem.place.path) == ("E706", "there/edition.json")
    assert problem.hint
    return problem


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JSON"),
        (b'{"schema": 2', "no JSON"),
        (b"[]", "the whole is no object"),
        (b"{}", "schema is missing"),
        (b'{"schema": "2"}', "schema is no whole number"),
        (b'{"schema": true}', "schema is no whole number"),
        (b'{"schema": NaN}', "NaN is no number"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "no JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 1_000_000, "too deep"),
        (b'{"a":' * 1_000_000, "too deep"),
        (b'{"schema": 2}', "assets is missing"),
    ],
)
def test_what_is_no_record_is_refused_with_its_reason(data: bytes, words: str) -> None:
    assert words in refused(data).message


@pytest.mark.parametrize("schema", [0, 3, 4711])
def test_a_schema_that_is_not_known_yet_is_refused_as_that(schema: int) -> None:
    problem = refused(json.dumps({"schema": schema, "blocks": "of another kind"}).encode())
    assert problem.message == f"it is written in schema {schema}, and this Octavo knows 1 to 2"
    assert "newer" in problem.hint


def test_a_record_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_fields, "MOST_BYTES", 9)
    assert "larger than" in refused(b'{"schema": 2}').message


def test_a_list_without_end_is_refused(whole: Manuscript, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.loads(encode_record(record(whole)))
    data["blocks"][1]["path"] = ["x"] * 1001
    assert "blocks[1].path has more than 1000 items" in refused(json.dumps(data).encode()).message


STRANGE: tuple[Any, ...] = (
    None, True, False, -1, 2**40, 1.5, "", "\x1b[2J", "\ud800", [], [None], [[]], {}, {"": 1},
)  # fmt: skip
"""Values of every type, most of them wrong wherever they stand."""


def places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to each value that stands in another."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield (*at, key)
        if isinstance(each, dict | list):
            yield from places(each, (*at, key))


def with_value(data: Any, place: tuple[str | int, ...], value: Any) -> bytes:
    """Return data as JSON with another value at a place; the data stay what they were."""
    *way, last = place
    inner = data
    for key in way:
        inner = inner[key]
    before, inner[last] = inner[last], value
    written = json.dumps(data).encode()
    inner[last] = before
    return written


def shortened(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with one block of each kind: each of its values is to be replaced."""
    first = {each["kind"]: each for each in reversed(data["blocks"])}
    return {**data, "blocks": list(first.values())}


@pytest.mark.parametrize("step", here([1, 4], 4))
@pytest.mark.parametrize("schema", [1, 2])
def test_every_value_of_a_wrong_type_is_a_problem_with_its_place(
    schema: int, step: int, whole: Manuscript
) -> None:
    """Each value at each place, or at each place some of them, others than at the next."""
    data = shortened(json.loads(OLD if schema == 1 else encode_record(record(whole))))
    tried = wrong = 0
    for n, place in enumerate(tuple(places(data))):
        *_, name = [key for key in place if isinstance(key, str)]
        for value in STRANGE[n % step :: step]:
            tried += 1
            try:
                found = read_record(with_value(data, place, value), "edition.json")
            except BuildFailed as failure:
                [problem] = failure.problems
                assert problem.code == "E706" and problem.place.path == "edition.json"
                assert name in problem.message or "two blocks" in problem.message, problem
                wrong += 1
            else:
                assert found.manuscript.digest()
    assert wrong > tried / 2 > 1000 / step


def test_every_key_that_is_needed_is_asked_for(whole: Manuscript) -> None:
    data = json.loads(encode_record(record(whole)))
    needed = set(record_schema()["required"]) - {"pages", "contents", "blocks"}  # type: ignore[call-overload]
    for key in needed:
        left = {name: value for name, value in data.items() if name != key}
        assert f"{key} is missing" in refused(json.dumps(left).encode()).message


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data["blocks"].append(data["blocks"][0]), "two blocks have the id"),
        (lambda data: data["assets"].clear(), "is none of the assets"),
        (lambda data: data["blocks"][2]["marks"][0].update(end=9999), "marks[0] does not lie"),
        (lambda data: data["blocks"][2].update(kind="marquee"), "blocks[2].kind is no kind"),
        (lambda data: data["blocks"][2].update(kind="cell"), "blocks[2].kind is no kind"),
        (lambda data: data["blocks"][-1]["blocks"][0].update(kind="note"), "kind is no kind"),
        (lambda data: data["blocks"][2].update(pages=["1"] * 3), "more than 2 items"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    spoil: Callable[[Any], None], words: str, whole: Manuscript
) -> None:
    data = json.loads(encode_record(record(whole)))
    spoil(data)
    assert words in refused(json.dumps(data).encode()).message


# Schema 1


def test_schema_1_is_read_as_far_as_it_goes() -> None:
    found = read_record(OLD, "edition.json")
    told = found.manuscript
    plain = json.loads(OLD)
    assert (found.schema, found.edition, told.labels) == (
        1,
        plain["edition"],
        tuple(plain["pages"]),
    )
    assert [each.text for each in told.blocks if each.kind not in ("image", "code")] == [
        each["text"] for each in plain["blocks"] if each["kind"] not in ("img", "pre")
    ]
    assert [b.text for b in told.blocks if b.kind == "image"] == [
        each["alt"] for each in plain["blocks"] if each["kind"] == "img"
    ]
    assert told.metadata["contributors"] == "Ines Calder, Tomas Reed"
    assert all(each.place.path == "notes.md" for each in told.blocks)


def test_marks_and_links_of_schema_1_are_found_in_the_text() -> None:
    blocks = read_record(OLD, "edition.json").manuscript.blocks
    said = [
        (s.name, b.text[s.start : s.end], s.value) for b in blocks for s in (*b.marks, *b.links)
    ]
    assert ("em", "Merrow", "") in said
    assert ("link", "link", "https://example.org/margins") in said
