"""edition.json, of this Octavo or an older one -> a record; nothing in it is trusted."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace

from octavo.blocks.block import (
    KINDS,
    Block,
    BlockPicture,
    Division,
    Manuscript,
    Span,
    words_of_table,
)
from octavo.blocks.json_fields import MOST, MOST_ITEMS, JsonValue, Misfit, read_json
from octavo.blocks.old_record import read_old_record
from octavo.blocks.record import NAMED, SCHEMA, Record
from octavo.core.problems import BuildFailed, Place, Problem

DEEPEST = 1000
"""Sections, boxes and lists that a block may stand in."""
LOOK = 16 * 16
"""Grey values of a picture's look."""
Assets = Mapping[str, BlockPicture]


def read_record(data: bytes, path: str) -> Record:
    """Return what edition.json says; raises BuildFailed.

    Problems: E706 (it is no edition.json, or one of a schema that is not known yet).
    """
    hint = "build the publication again"
    try:
        found = read_json(data)
        schema = found.number("schema", least=-1)
        if schema == 1:
            return read_old_record(found)
        if schema == SCHEMA:
            return _record(found)
    except Misfit as reason:
        message = f"the file cannot be read: {reason}"
        raise BuildFailed([Problem("E706", Place(path), message, hint)]) from None
    hint = "use the Octavo that built it, or a newer one; or build it again with this one"
    message = f"it is written in schema {schema}, and this Octavo knows 1 to {SCHEMA}"
    raise BuildFailed([Problem("E706", Place(path), message, hint)])


def _record(found: JsonValue) -> Record:
    assets = {path: _picture(path, each) for path, each in found.field("assets").fields()}
    manuscript = Manuscript(
        _strings(found.field("metadata")),
        tuple(_block(each, assets) for each in found.items("blocks")),
        assets,
        language=found.text("language"),
        divisions=tuple(map(_division, found.items("contents"))),
        labels=found.texts("pages"),
    )
    _refuse_twins(manuscript)
    return Record(
        manuscript,
        found.text("edition"),
        found.text("octavo"),
        found.text("identifier"),
        found.text("date"),
        found.text("direction"),
        _strings(found.field("outputs")),
    )


def _strings(found: JsonValue) -> dict[str, str]:
    return {key: each.is_text() for key, each in found.fields()}


def _refuse_twins(manuscript: Manuscript) -> None:
    """Raise Misfit where two blocks have one id."""
    seen: set[str] = set()
    for block in manuscript.blocks:
        if block.id in seen:
            raise Misfit(f"two blocks have the id '{block.id}'")
        seen.add(block.id)


def _division(found: JsonValue) -> Division:
    return Division(
        found.text("id"),
        found.text("role"),
        found.text("title"),
        found.text("number", ""),
        found.text("matter"),
        found.text("part", ""),
        found.text("file", ""),
    )


def _picture(path: str, found: JsonValue) -> BlockPicture:
    told = found.text("look", "")
    try:
        look = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        raise found.field("look").misfit("is no base64") from None
    if len(look) not in (0, LOOK):
        raise found.field("look").misfit(f"has not {LOOK} bytes")
    size = found.number("width"), found.number("height")
    return BlockPicture(path, found.text("sha256"), found.text("pixels", ""), *size, look)


def _block(found: JsonValue, assets: Assets, note: Block | None = None) -> Block:
    """Return a block, of the text or of a note."""
    kind = found.text("kind")
    shape = Block("", kind, (), (), "", Place("")).shape
    if kind not in KINDS or kind == "cell" or (note and shape == "blocks"):
        raise found.field("kind").misfit("is no kind of block that can stand there")
    chapter = note.chapter if note else found.text("chapter", "")
    path, container = found.texts("path", DEEPEST), found.texts("inside", DEEPEST)
    frame = Block("", kind, path, container, "", Place(""), chapter=chapter)
    if shape == "grid":
        rows = _rows(found, replace(frame, kind="cell"), assets)
        return replace(_read_frame(found, frame), rows=rows, text=words_of_table(rows))
    block = _read_words(found, _read_frame(found, frame), assets)
    if shape != "blocks":
        return block
    return replace(block, blocks=tuple(_block(e, assets, block) for e in found.items("blocks")))


def _rows(found: JsonValue, frame: Block, assets: Assets) -> tuple[tuple[Block, ...], ...]:
    return tuple(
        tuple(
            _cell(each, replace(frame, row=n, column=m), assets)
            for m, each in enumerate(row.each())
        )
        for n, row in enumerate(found.items("rows"))
    )


def _cell(found: JsonValue, frame: Block, assets: Assets) -> Block:
    return replace(
        _read_words(found, _read_frame(found, frame), assets),
        is_header=found.flag("header"),
        width=found.number("width", 1),
        height=found.number("height", 1),
    )


def _read_frame(found: JsonValue, frame: Block) -> Block:
    """Return a block with what holds for it as a whole."""
    return replace(
        frame,
        id=found.text("id"),
        anchor=found.text("anchor", ""),
        language=found.text("language", ""),
        direction=found.text("direction", ""),
        items=found.numbers("items", DEEPEST, -MOST),
        editions=found.texts("editions"),
        place=_place(found.field("source")) if found.has("source") else Place(""),
        pages=found.texts("pages", 2),
    )


def _read_words(found: JsonValue, frame: Block, assets: Assets) -> Block:
    """Return a block with what it says."""
    text = found.text("alt" if frame.kind == "image" else "text")
    path = found.text("asset", "")
    if path and path not in assets:
        raise found.field("asset").misfit("is none of the assets")
    return replace(
        frame,
        text=text,
        picture=assets.get(path),
        name=found.text(NAMED[frame.kind], "") if frame.kind in NAMED else "",
        marked=found.numbers("lines", MOST_ITEMS, 1),
        marks=tuple(_span(each, text, "value") for each in found.items("marks")),
        links=tuple(_span(each, text, "target") for each in found.items("links")),
        notes=found.texts("notes"),
        calls=found.numbers("calls", MOST_ITEMS),
    )


def _span(found: JsonValue, text: str, value: str) -> Span:
    start, end = found.number("start"), found.number("end")
    if not start < end <= len(text):
        raise found.misfit("does not lie in the text")
    return Span(found.text("name"), start, end, found.text(value, ""))


def _place(found: JsonValue) -> Place:
    return Place(found.text("file"), found.number("line", 0), found.number("column", 0))
