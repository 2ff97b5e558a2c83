"""edition.json of schema 1, which Octavo wrote until November 2026 -> a record.

What schema 1 does not say is absent: tables are cells one by one, notes are paragraphs, and
nothing is told of boxes, lists, ids that an author gave, or languages of code.
"""

from collections.abc import Iterator, Sequence

from octavo.blocks.block import HEADINGS, Block, BlockPicture, Manuscript, Span
from octavo.blocks.json_fields import JsonValue
from octavo.blocks.record import Record
from octavo.core.problems import Place

OTHERS = {
    "p": "p",
    "li": "li",
    "dt": "dt",
    "dd": "dd",
    "td": "cell",
    "th": "cell",
    "pre": "code",
    "figcaption": "caption",
    "caption": "caption",
    "hr": "break",
    "img": "image",
}
"""Name of an element -> kind of a block; headings are called alike."""
KNOWS = frozenset(("title", "subtitle", "language", "date", "version", "contributors"))
LACKS = frozenset(("recast", "id", "look", "numbers", "call", "marked", "line-numbers"))
UNTOLD = "tables and notes as such, boxes, lists, ids, languages of code and some metadata"
"""What cannot be compared by it."""


def read_old_record(found: JsonValue) -> Record:
    """Return what an edition.json of schema 1 says; raises Misfit."""
    told = found.field("metadata")
    names = [each.text("name") for each in told.items("contributors")]
    keys = sorted(KNOWS - {"contributors"})
    metadata = {key: told.text(key, "") for key in keys} | {"contributors": ", ".join(names)}
    language = told.text("language")
    blocks = tuple(_block(each, language) for each in found.items("blocks"))
    manuscript = Manuscript(
        {key: value for key, value in metadata.items() if value},
        blocks,
        {each.picture.path: each.picture for each in blocks if each.picture},
        knows=KNOWS,
        lacks=LACKS,
        language=language,
        labels=found.texts("pages"),
    )
    outputs = {name: each.is_text() for name, each in found.field("outputs").fields()}
    made = found.text("edition"), "", told.text("identifier", ""), told.text("date", "")
    return Record(manuscript, *made, outputs=outputs, schema=1)


def _block(found: JsonValue, language: str) -> Block:
    tag = found.text("kind")
    if tag not in OTHERS and tag not in HEADINGS[1:]:
        raise found.field("kind").misfit("is no kind of block")
    kind, text, own = OTHERS.get(tag, tag), found.text("text"), found.text("language")
    path = found.texts("path")
    return Block(
        found.text("id"),
        kind,
        path[:-1] if kind in HEADINGS else path,
        (),
        found.text("alt", "") if kind == "image" else text.strip("\n") if kind == "code" else text,
        _place(found.text("source")),
        marks=tuple(_spans(text, [(name, "", words) for name, words in _pairs(found, "marks")])),
        links=tuple(_spans(text, [("link", to, words) for to, words in _pairs(found, "links")])),
        notes=found.texts("notes"),
        picture=_picture(found.field("asset")) if found.has("asset") else None,
        language="" if own == language else own,
        pages=found.texts("pages"),
    )


def _pairs(found: JsonValue, key: str) -> Iterator[tuple[str, str]]:
    for each in found.items(key):
        pair = [item.is_text() for item in each.each(2)]
        if len(pair) != 2:
            raise each.misfit("is no pair")
        yield pair[0], pair[1]


def _spans(text: str, told: Sequence[tuple[str, str, str]]) -> Iterator[Span]:
    """Yield where words stand that schema 1 only repeats: each after the beginning of the last."""
    start = 0
    for name, value, words in told:
        at = text.find(words, start) if words else -1
        if at >= 0:
            start = at
            yield Span(name, at, at + len(words), value)


def _picture(found: JsonValue) -> BlockPicture | None:
    if not found.has("path"):
        return None
    return BlockPicture(found.text("path"), found.text("sha256"), found.text("pixels", ""))


def _place(told: str) -> Place:
    """Return the place that is written as ``text.md:12``."""
    path, _, line = told.rpartition(":")
    is_line = path and line.isascii() and line.isdecimal() and len(line) < 10
    return Place(path, int(line)) if is_line else Place(told)
