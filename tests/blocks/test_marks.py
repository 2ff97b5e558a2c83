"""Words that are marked: what the vocabulary knows, edition.json, diff and editions read again."""

import json

from conftest import Desk

from octavo.blocks.inline import MARKS
from octavo.blocks.manuscript import manuscript_of
from octavo.blocks.record import Record, encode_record
from octavo.diff.match.compare import compare
from octavo.finished.recovered import KEPT
from octavo.transforms.vocabulary import CONTENT, INLINE

TOLD_OTHERWISE = {"a", "br", "img", "span", "wbr"}
"""Links, line ends, pictures; ``span`` says nothing but its language."""


ALL = sorted(INLINE - TOLD_OTHERWISE)


def text(*tags: str) -> str:
    """Return a chapter with a paragraph for each element."""
    paragraphs = [f"In hall {n} the <{tag}>bell</{tag}> hangs.\n" for n, tag in enumerate(tags)]
    return "\n".join(["# Bells\n", *paragraphs])


def test_every_inline_element_of_the_vocabulary_is_a_mark_or_told_otherwise() -> None:
    assert INLINE - MARKS == TOLD_OTHERWISE
    assert MARKS < INLINE


def test_every_element_of_the_vocabulary_survives_in_an_edition_that_is_read_again() -> None:
    assert CONTENT.keys() - KEPT == {"body"}


def test_edition_json_tells_each_mark(desk: Desk) -> None:
    publication = desk.read(text(*ALL), "theme: book")
    record = json.loads(encode_record(Record(manuscript_of(publication, {}, "work"), "")))
    told = [block for block in record["blocks"] if block["kind"] == "p"]
    for tag, block in zip(ALL, told, strict=True):
        (mark,) = block["marks"]
        words = block["text"][mark["start"] : mark["end"]]
        assert (mark["name"], words) == (tag, "“bell”" if tag == "q" else "bell")


def test_a_mark_that_went_is_a_difference(desk: Desk) -> None:
    old = manuscript_of(desk.read(text(*ALL), "theme: book"), {}, "old")
    new = manuscript_of(desk.read(text(*["span"] * len(ALL)), "theme: book"), {}, "new")
    marks = [each for each in compare(old, new) if each.level == "mark"]
    assert [(each.change, each.name) for each in marks] == [("removed", "bell")] * len(ALL)
