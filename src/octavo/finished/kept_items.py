"""What a finished edition holds <-> JSON, for results that are remembered."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from octavo.core.problems import Place
from octavo.core.workshop import Workshop
from octavo.finished.items import (
    Cell,
    Figure,
    Finished,
    Heading,
    Item,
    Link,
    Note,
    NoteCall,
    Table,
    TextBlock,
    Words,
)

Recall = Callable[[str, bytes, Callable[[], bytes]], bytes]
"""Step, what its result depends on, what makes it -> the result."""
KINDS: Mapping[str, type[Item]] = {
    "blocks": TextBlock,
    "headings": Heading,
    "notes": Note,
    "note_calls": NoteCall,
    "figures": Figure,
    "tables": Table,
    "captions": Words,
    "links": Link,
    "alternatives": Words,
}
"""Field of ``Finished`` -> what it holds; items of an edition have no place in the source."""


def recall_by(workshop: Workshop | None) -> Recall:
    """Return what recalls results that were made of the same before; makes each, without one."""

    def recall(step: str, made_of: bytes, make: Callable[[], bytes]) -> bytes:
        if workshop is None:
            return make()
        return workshop.recall(step, (made_of,), lambda _: make())

    return recall


def items_to_json(found: Finished) -> bytes:
    """Return what an edition holds as bytes; of places the lines."""
    told: dict[str, Any] = {
        "format": found.format,
        "is_paged": found.is_paged,
        "lacks": sorted(found.lacks),
    }
    for name, kind in KINDS.items():
        tell = _teller(kind)
        told[name] = [tell(each) for each in getattr(found, name)]
    return json.dumps(told, ensure_ascii=False).encode()


def items_from_json(data: bytes) -> Finished:
    """Return what ``items_to_json`` was given."""
    told = json.loads(data)
    for table in told["tables"]:
        table["rows"] = tuple(tuple(Cell(*cell) for cell in row) for row in table["rows"])
    held: dict[str, Any] = {
        name: tuple([kind(**_with_place(each)) for each in told[name]])
        for name, kind in KINDS.items()
    }
    return Finished(
        told["format"], is_paged=told["is_paged"], lacks=frozenset(told["lacks"]), **held
    )


def _with_place(told: dict[str, Any]) -> dict[str, Any]:
    if "line" in told:
        told["place"] = Place("", told.pop("line"))
    return told


def _teller(kind: type[Item]) -> Callable[[Item], dict[str, Any]]:
    """Return what tells of an item of a kind all that is not as usual."""
    usual = {each.name: each.default for each in fields(kind) if each.name != "place"}

    def tell(item: Item) -> dict[str, Any]:
        told = {name: getattr(item, name) for name in usual}
        told = {name: value for name, value in told.items() if value != usual[name]}
        if item.place is not None:
            told["line"] = item.place.line
        if isinstance(item, Table):
            told["rows"] = [[[cell.text, cell.is_header] for cell in row] for row in item.rows]
        return told

    return tell
