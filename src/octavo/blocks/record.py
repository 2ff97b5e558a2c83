"""A publication as it was built -> edition.json: its manuscript as JSON, one block a line.

Schema 2; schema.json beside this module describes it. What has nothing to say is left out.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from octavo.blocks.block import Block, BlockPicture, Division, Manuscript, Span
from octavo.constructs.construct_table import FORMS
from octavo.core.problems import Place

SCHEMA = 2
NAMED = {**{kind: form.name for kind, form in FORMS.items() if form.name}, "image": "target"}
"""Kind of a block -> what its name is called: a label, a language, where a picture leads."""


@dataclass(frozen=True, slots=True)
class Record:
    """What edition.json says: a manuscript, and which build of it this is."""

    manuscript: Manuscript
    edition: str
    """The edition id, twelve hexadecimal digits."""
    octavo: str = ""
    """Version of the Octavo that built it."""
    identifier: str = ""
    date: str = ""
    """YYYY-MM-DD, as the build dates it; '' of a file without a date."""
    direction: str = ""
    """ltr or rtl."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Name of a file -> sha256 of its bytes."""
    schema: int = SCHEMA


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of edition.json."""
    text = files("octavo.blocks").joinpath("schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def encode_record(record: Record, blocks: Sequence[str] | None = None) -> bytes:
    """Return edition.json; ``blocks`` are those of the manuscript, each written already."""
    told = record.manuscript
    written = map(line_of_block, told.blocks) if blocks is None else blocks
    lines = [
        f'"schema": {SCHEMA}',
        *(
            f'"{name}": {_json(value)}'
            for name, value in (
                ("octavo", record.octavo),
                ("edition", record.edition),
                ("identifier", record.identifier),
                ("date", record.date),
                ("language", told.language),
                ("direction", record.direction),
            )
        ),
        f'"metadata": {_object(told.metadata)}',
        f'"outputs": {_object(record.outputs)}',
        f'"pages": {_json(list(told.labels))}',
        f'"contents": {_list(map(_division, told.divisions))}',
        f'"assets": {_object({path: _picture(each) for path, each in told.assets.items()})}',
        f'"blocks": {_list_of(written)}',
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(values: Mapping[str, object]) -> str:
    """Return an object with one line a key."""
    lines = (f" {_json(name)}: {_json(values[name])}" for name in sorted(values))
    return "{\n" + ",\n".join(lines) + "\n}" if values else "{}"


def line_of_block(block: Block) -> str:
    """Return a block as JSON, in one line."""
    return _json(_block(block))


def _list(values: Iterable[object]) -> str:
    """Return a list with one line an item."""
    return _list_of(map(_json, values))


def _list_of(lines: Iterable[str]) -> str:
    """Return a list of items that are written already, one a line."""
    joined = ",\n".join(f" {line}" for line in lines)
    return f"[\n{joined}\n]" if joined else "[]"


def _drop_empty(**values: object) -> dict[str, object]:
    """Return what says something."""
    return {name: value for name, value in values.items() if value not in ("", [], None, False)}


def _division(told: Division) -> dict[str, object]:
    must = {"id": told.id, "role": told.role, "title": told.title, "matter": told.matter}
    return {**must, **_drop_empty(number=told.number, part=told.part, file=told.file)}


def _picture(told: BlockPicture) -> dict[str, object]:
    size = {"width": told.width, "height": told.height}
    look = base64.b64encode(told.look).decode()
    return {
        "sha256": told.sha256,
        **_drop_empty(pixels=told.pixels),
        **size,
        **_drop_empty(look=look),
    }


def _block(block: Block) -> dict[str, object]:
    head = {"id": block.id, "kind": block.kind}
    level = {"level": block.level} if block.level >= 0 else {}
    where = _drop_empty(chapter=block.chapter, path=list(block.path), inside=list(block.container))
    return {**head, **level, **where, **_content(block), **_around(block)}


def _content(block: Block) -> dict[str, object]:
    """Return what a block says."""
    if block.shape == "grid":
        return {"rows": [[_cell(cell) for cell in row] for row in block.rows]}
    words: dict[str, object] = {"alt" if block.kind == "image" else "text": block.text}
    return {
        **words,
        **_drop_empty(
            asset=block.picture.path if block.picture else "",
            **({NAMED[block.kind]: block.name} if block.kind in NAMED else {}),
            lines=list(block.marked),
            marks=[_span(each, "value") for each in block.marks],
            links=[_span(each, "target") for each in block.links],
            notes=list(block.notes),
            calls=list(block.calls),
            blocks=[_inner(each) for each in block.blocks],
        ),
    }


def _around(block: Block) -> dict[str, object]:
    """Return what holds for a block as a whole."""
    return _drop_empty(
        anchor=block.anchor,
        language=block.language,
        direction=block.direction,
        items=list(block.items),
        editions=list(block.editions),
        source=_place(block.place),
        pages=list(block.pages),
    )


def _cell(cell: Block) -> dict[str, object]:
    """Return a cell; where it stands is where its table stands."""
    spans = {"width": cell.width} if cell.width != 1 else {}
    spans |= {"height": cell.height} if cell.height != 1 else {}
    return {
        "id": cell.id,
        **_content(cell),
        **_drop_empty(header=cell.is_header),
        **spans,
    } | _around(cell)


def _inner(block: Block) -> dict[str, object]:
    """Return a block of a note, whose chapter is the note's."""
    return {name: value for name, value in _block(block).items() if name != "chapter"}


def _span(span: Span, value: str) -> dict[str, object]:
    places = {"start": span.start, "end": span.end}
    return {"name": span.name, **places, **_drop_empty(**{value: span.value})}


def _place(place: Place) -> dict[str, object] | None:
    numbers = {"line": place.line, "column": place.column}
    told = {name: number for name, number in numbers.items() if number}
    return {"file": place.path, **told} if place.path else None
