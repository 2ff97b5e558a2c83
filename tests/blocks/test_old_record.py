"""edition.json of schema 1 is read as a record that knows what it lacks."""

import pytest

from octavo.blocks.block import Span
from octavo.blocks.json_fields import JsonValue, Misfit
from octavo.blocks.old_record import LACKS, read_old_record
from octavo.blocks.record import Record
from octavo.core.problems import Place

BLOCK = {"id": "p1", "kind": "p", "text": "Low low", "language": "en", "source": "a.md:3"}
WHOLE = {
    "edition": "ab12",
    "metadata": {
        "title": "Tides",
        "language": "en",
        "contributors": [{"name": "A"}, {"name": "B"}],
    },
    "outputs": {"a.pdf": "00"},
}


def read(**told: object) -> Record:
    """Return the record of one block, of which this is told besides."""
    return read_old_record(JsonValue({**WHOLE, "blocks": [{**BLOCK, **told}]}))


def test_metadata_and_words_come_back_and_what_it_lacks_is_known() -> None:
    record = read()
    (block,) = record.manuscript.blocks
    assert record.manuscript.metadata == {
        "contributors": "A, B",
        "language": "en",
        "title": "Tides",
    }
    assert (block.kind, block.text, block.place) == ("p", "Low low", Place("a.md", 3))
    assert (record.schema, record.manuscript.lacks) == (1, LACKS)
    assert "description" not in (record.manuscript.knows or ())


def test_marks_stand_where_their_words_are_each_after_the_last() -> None:
    told = [["em", "ebb"], ["strong", "low"], ["code", "none"]]
    (block,) = read(text="low ebb low", marks=told).manuscript.blocks
    assert block.marks == (Span("em", 4, 7), Span("strong", 8, 11))


@pytest.mark.parametrize(
    ("kind", "becomes"), [("th", "cell"), ("pre", "code"), ("figcaption", "caption"), ("h2", "h2")]
)
def test_elements_become_kinds_of_blocks(kind: str, becomes: str) -> None:
    assert read(kind=kind).manuscript.blocks[0].kind == becomes


def test_a_heading_does_not_stand_in_itself_and_a_language_is_told_where_it_differs() -> None:
    assert read(kind="h2", path=["One", "Two"]).manuscript.blocks[0].path == ("One",)
    assert read(path=["One", "Two"]).manuscript.blocks[0].path == ("One", "Two")
    languages = [read(language=tag).manuscript.blocks[0].language for tag in ("en", "de")]
    assert languages == ["", "de"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"kind": "part"}, "blocks[0].kind is no kind of block"),
        ({"text": 3}, "blocks[0].text is no string"),
        ({"marks": [["em"]]}, "blocks[0].marks[0] is no pair"),
        ({"marks": [["em", "a", "b"]]}, "blocks[0].marks[0] has more than 2 items"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(told: dict[str, object], reason: str) -> None:
    with pytest.raises(Misfit) as misfit:
        read(**told)
    assert str(misfit.value) == reason


@pytest.mark.parametrize("source", ["a.md", "a.md:x", ":3", "a.md:٣", "a.md:99999999999"])
def test_a_place_without_a_line_is_a_path(source: str) -> None:
    assert read(source=source).manuscript.blocks[0].place == Place(source)
