"""The table of constructs: each row is whole, and agrees with what rooms keep for themselves."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from octavo.blocks.block import KINDS as KINDS_OF_BLOCKS
from octavo.blocks.record import record_schema
from octavo.checks.kinds import KINDS
from octavo.constructs.construct import Construct
from octavo.constructs.construct_table import (
    CONSTRUCTS,
    FORMS,
    FRAMES,
    NAMED_BOXES,
    construct_at,
    form_at,
    title_of,
)
from octavo.diff.levels import LEVELS
from octavo.markup.tree import BLOCKS, elements, parse_xml
from octavo.transforms.steps import ORDER, PLACED
from octavo.transforms.vocabulary import ATTRIBUTES, CONTENT, FLOW

ROOT = Path(__file__).parents[2]
WORDS = sorted((ROOT / "templates" / "words").glob("*.yaml"))
BASES = [path for path in WORDS if "-" not in path.stem]
rows = pytest.mark.parametrize("row", CONSTRUCTS, ids=lambda row: row.name)


def test_no_two_rows_have_one_name() -> None:
    assert len({each.name for each in CONSTRUCTS}) == len(CONSTRUCTS)
    assert len({each.plural for each in CONSTRUCTS}) == len(CONSTRUCTS)


def test_nothing_belongs_to_two_rows() -> None:
    for found in (
        [name for each in CONSTRUCTS for name in each.boxes],
        [frame.element for frame in FRAMES],
        [name for frame in FRAMES for name in frame.classes],
        [each.form.kind for each in CONSTRUCTS if each.form],
        [step.__name__ for step in ORDER],
        [kind.name for kind in KINDS],
    ):
        assert [name for name, count in Counter(found).items() if count > 1] == []


@rows
def test_a_row_names_its_module(row: Construct) -> None:
    assert row.steps
    assert {step.__module__ for step in row.steps} == {f"octavo.constructs.{row.plural}"}


@rows
def test_each_step_of_a_row_has_its_place_in_the_order(row: Construct) -> None:
    assert set(row.steps) <= set(PLACED)
    assert ORDER == PLACED


@rows
def test_the_vocabulary_has_what_a_row_adds(row: Construct) -> None:
    added = row.vocabulary
    assert set(added.flow.split()) <= FLOW & BLOCKS & CONTENT.keys()
    assert set(added.content) <= CONTENT.keys()
    for tag, names in added.attributes.items():
        assert set(names.split()) <= ATTRIBUTES[tag]
    for box in row.boxes.values():
        assert box.tag in CONTENT


@cache
def words(path: Path) -> Mapping[str, object]:
    found: Mapping[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@rows
def test_every_language_has_the_words_of_a_row(row: Construct) -> None:
    wanted = [*row.words, *([row.name] if row.is_called else [])]
    wanted += [row.list_word] if row.is_counted else []
    lacking = [f"{path.stem}: {key}" for path in BASES for key in wanted if key not in words(path)]
    assert lacking == []


@rows
def test_what_is_counted_can_be_called(row: Construct) -> None:
    assert row.is_called or not row.is_counted
    assert row.is_counted or not row.floats


def test_each_form_has_a_level_of_differences_and_a_kind_of_block() -> None:
    assert {form.level for form in FORMS.values()} <= set(LEVELS)
    assert set(FORMS) <= set(KINDS_OF_BLOCKS)


def test_the_schema_of_edition_json_knows_every_kind_of_block() -> None:
    told = record_schema()["$defs"]["block"]["properties"]["kind"]["enum"]
    assert set(told) == set(KINDS_OF_BLOCKS) - {"cell"}


@pytest.mark.parametrize(
    ("xhtml", "name", "form", "title"),
    [
        ('<figure><img src="a"/></figure>', "figure", "", "figure"),
        ('<figure class="lead"><img src="a"/></figure>', "figure", "", "lead"),
        ("<figure><p>no picture</p></figure>", "figure", "", ""),
        ('<figure class="listing"><pre/></figure>', "listing", "", "listing"),
        ('<figure class="quotation"><blockquote/></figure>', "quotation", "", ""),
        ('<div class="table"><table/></div>', "table", "", "table"),
        ("<table/>", "", "table", ""),
        ("<pre/>", "", "code", ""),
        ('<pre class="code note"/>', "note", "code", ""),
        ('<table class="note"/>', "note", "table", ""),
        ('<figure class="note"/>', "figure", "note", ""),
        ('<div class="note"/>', "note", "note", ""),
        ('<li class="note"/>', "note", "note", ""),
        ('<figcaption class="attribution"/>', "", "quotation", ""),
        ('<div class="admonition admonition-note"/>', "box", "", ""),
        ('<div class="key-points mine"/>', "box", "", ""),
        ("<div/>", "", "", ""),
        ("<p/>", "", "", ""),
    ],
)
def test_a_node_is_one_construct_at_the_most(xhtml: str, name: str, form: str, title: str) -> None:
    node = elements(parse_xml(f"<body>{xhtml}</body>"))[0]
    found, read = construct_at(node), form_at(node)
    assert (found.name if found else "") == name
    assert (read.kind if read else "") == form
    assert title_of(node) == title


def test_every_box_that_can_be_written_is_of_a_row() -> None:
    assert len(NAMED_BOXES) == sum(len(each.boxes) for each in CONSTRUCTS) > 10
