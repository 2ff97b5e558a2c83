"""Fragments of a PDF: what one unit gives to it, with places where numbers of objects come in.

Numbers of objects, keys of the parent tree and pages are known when units are bound; until then
bytes hold ``%d`` for each of them (and ``%%`` for a per cent sign), and a ``Template`` tells which
they are. All of it is bytes and JSON: a fragment that lies in a store is data, never code.
"""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from octavo.core.store import pack, unpack

LATIN = "latin-1"
"""Bytes as text, one for one: what JSON holds of them."""


def key_number(key: int) -> int:
    """Return how a template names a key of the parent tree: below 0, where no object is."""
    return -key - 1


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with ``%d`` for each of some numbers."""

    text: bytes
    numbers: tuple[int, ...] = ()
    """Objects of the fragment; a key of the parent tree as ``key_number`` gives it."""

    def as_json(self) -> list[Any]:
        return [self.text.decode(LATIN), list(self.numbers)]

    @classmethod
    def from_json(cls, told: Sequence[Any]) -> Self:
        return cls(told[0].encode(LATIN), tuple(told[1]))


@dataclass(frozen=True, slots=True)
class StreamObject:
    """A stream: its dictionary, and its data as they lie in the file."""

    number: int
    extra: Template
    data: bytes


@dataclass(frozen=True, slots=True)
class PdfObjects:
    """Objects of one fragment."""

    order: Sequence[int] = ()
    """Numbers of those that are no streams, as ``text`` has them."""
    text: bytes = b""
    """Them all as templates, with a NUL between them."""
    numbers: Sequence[int] = ()
    """What stands for each ``%d`` of the text."""
    streams: tuple[StreamObject, ...] = ()

    def to_files(self) -> dict[str, bytes]:
        told = [[each.number, each.extra.as_json(), len(each.data)] for each in self.streams]
        return {
            "order": array("i", self.order).tobytes(),
            "text": self.text,
            "numbers": array("i", self.numbers).tobytes(),
            "streams": json.dumps(told).encode(),
            "data": b"".join(each.data for each in self.streams),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        order, numbers = array("i"), array("i")
        order.frombytes(files["order"])
        numbers.frombytes(files["numbers"])
        streams, at = [], 0
        for number, extra, length in json.loads(files["streams"]):
            data = files["data"][at : at + length]
            streams.append(StreamObject(number, Template.from_json(extra), data))
            at += length
        return cls(order, files["text"], numbers, tuple(streams))


@dataclass(frozen=True, slots=True)
class FaceUse:
    """How a unit uses a face: which glyphs, for which words."""

    tag: str
    """Under which content streams name it."""
    file: str
    """SHA-256 of the font's file."""
    facts: Mapping[str, Any]
    """What the engine knows of it beside glyphs, as JSON holds it."""
    widths: Mapping[int, int]
    """Glyph -> its advance in thousandths of an em."""
    words: Mapping[int, str]
    """Glyph -> the words that it stands for."""

    def as_json(self) -> list[Any]:
        widths, words = list(self.widths.items()), list(self.words.items())
        return [self.tag, self.file, dict(self.facts), widths, words]

    @classmethod
    def from_json(cls, told: Sequence[Any]) -> Self:
        tag, file, facts, widths, words = told
        return cls(tag, file, facts, dict(map(tuple, widths)), dict(map(tuple, words)))


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A bookmark: a heading, as the outline lists it."""

    level: int
    title: bytes
    """As a PDF string."""
    is_closed: bool
    aim: Template
    """Where it leads: an entry of a dictionary, ``/Dest`` or ``/A``."""


@dataclass(frozen=True, slots=True)
class LateNumber:
    """A page number that is drawn as noughts until it is known; its digits are as wide."""

    target: str
    """The id whose page it is."""
    digits: tuple[str, ...]
    """The glyphs of 0 to 9, in hexadecimal."""
    operator: str
    """What draws the noughts."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What content streams name: kind (XObject, ExtGState, ...) -> name -> object or dictionary."""

    kinds: Mapping[str, Mapping[str, Template]]
    others: Mapping[str, Template]
    """Entries that are no lists of names: fonts, the colour spaces."""

    def as_json(self) -> Any:
        kinds = {
            kind: {name: each.as_json() for name, each in names.items()}
            for kind, names in self.kinds.items()
        }
        return [kinds, {name: each.as_json() for name, each in self.others.items()}]

    @classmethod
    def from_json(cls, told: Any) -> Self:
        kinds = {
            kind: {name: Template.from_json(each) for name, each in names.items()}
            for kind, names in told[0].items()
        }
        return cls(kinds, {name: Template.from_json(each) for name, each in told[1].items()})


@dataclass(frozen=True, slots=True)
class Fragment:
    """The pages of a unit, but for their furniture."""

    objects: PdfObjects
    globals: Mapping[str, int]
    """What stands for what all units share: pages, fonts, root, document, namespace."""
    pages: tuple[tuple[int, int], ...]
    """Of each page its dictionary, whose contents are still open, and its content stream."""
    kids: tuple[int, ...]
    """Structure elements directly below the document."""
    parents: tuple[tuple[int, Template], ...]
    """The parent tree: key -> what it holds."""
    keys: int
    """How many keys of the parent tree the unit takes."""
    ids: tuple[tuple[str, int], ...]
    """Ids of structure elements."""
    names: tuple[tuple[str, Template], ...]
    """Named destinations."""
    marks: tuple[UnitMark, ...]
    links: tuple[str, ...]
    """The names that links lead to."""
    late: Mapping[int, tuple[LateNumber, ...]]
    """Content stream -> its late numbers, whose places it marks ``@0@``, ``@1@`` …"""
    resources: tuple[int, Resources]
    """Of all pages: the number of the dictionary, which is no object of ``objects``."""
    faces: tuple[FaceUse, ...]

    def to_files(self) -> dict[str, bytes]:
        """Return it as named bytes (``core.store.pack``)."""
        told = {
            "globals": dict(self.globals),
            "pages": self.pages,
            "kids": self.kids,
            "parents": [[key, each.as_json()] for key, each in self.parents],
            "keys": self.keys,
            "ids": self.ids,
            "names": [[name, each.as_json()] for name, each in self.names],
            "marks": [
                [each.level, each.title.decode(LATIN), each.is_closed, each.aim.as_json()]
                for each in self.marks
            ],
            "links": self.links,
            "late": [[number, _late_json(every)] for number, every in self.late.items()],
            "resources": [self.resources[0], self.resources[1].as_json()],
            "faces": _faces_json(self.faces),
        }
        return {**self.objects.to_files(), "told": json.dumps(told).encode()}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Return what ``to_files`` gave."""
        told = json.loads(files["told"])
        number, resources = told["resources"]
        return cls(
            PdfObjects.from_files(files),
            told["globals"],
            tuple((page, stream) for page, stream in told["pages"]),
            tuple(told["kids"]),
            tuple((key, Template.from_json(each)) for key, each in told["parents"]),
            told["keys"],
            tuple((name, at) for name, at in told["ids"]),
            tuple((name, Template.from_json(each)) for name, each in told["names"]),
            tuple(
                UnitMark(level, title.encode(LATIN), is_closed, Template.from_json(aim))
                for level, title, is_closed, aim in told["marks"]
            ),
            tuple(told["links"]),
            {stream: _late(every) for stream, every in told["late"]},
            (number, Resources.from_json(resources)),
            _faces(told["faces"]),
        )


Folios = Sequence[tuple[int, str]]
"""Of each page of a unit, the blank ones before it first: which page of the furniture lies over it,
and its folio; '' where none comes late."""


@dataclass(frozen=True, slots=True)
class FurnitureFragment:
    """What is painted around the text of some pages, one after the other."""

    objects: PdfObjects
    globals: Mapping[str, int]
    contents: tuple[bytes, ...]
    """Of each page its content stream, deflated if it has no late numbers; b"" where there is
    nothing."""
    boxes: tuple[bytes, ...]
    """Of each page its boxes, as entries of a dictionary."""
    resources: Resources
    faces: tuple[FaceUse, ...]
    late: tuple[tuple[LateNumber, ...], ...]
    """Of each page its late numbers, whose places the stream marks ``@0@``, ``@1@`` …"""
    is_spelt: bool = False
    """Whether late numbers did not work: they have to be rendered as they are."""

    def page_by_page(self) -> Folios:
        """Return what each page is given where there is one here for each."""
        return [(n, "") for n in range(len(self.contents))]

    def to_files(self) -> dict[str, bytes]:
        """Return it as named bytes."""
        told = {
            "globals": dict(self.globals),
            "lengths": [len(each) for each in self.contents],
            "boxes": [each.decode(LATIN) for each in self.boxes],
            "resources": self.resources.as_json(),
            "faces": _faces_json(self.faces),
            "late": [_late_json(every) for every in self.late],
            "is_spelt": self.is_spelt,
        }
        contents = b"".join(self.contents)
        files = self.objects.to_files()
        return {**files, "contents": contents, "told": json.dumps(told).encode()}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Return what ``to_files`` gave."""
        told, at, contents = json.loads(files["told"]), 0, []
        for length in told["lengths"]:
            contents.append(files["contents"][at : at + length])
            at += length
        return cls(
            PdfObjects.from_files(files),
            told["globals"],
            tuple(contents),
            tuple(each.encode(LATIN) for each in told["boxes"]),
            Resources.from_json(told["resources"]),
            _faces(told["faces"]),
            tuple(_late(every) for every in told["late"]),
            told["is_spelt"],
        )


@dataclass(frozen=True, slots=True)
class Shell:
    """What a PDF has beside its pages: metadata, output intent, what it carries."""

    objects: PdfObjects
    version: str
    catalog: Template
    """Entries of the catalogue, but for those that binding writes."""
    info: Template
    """Entries of the information dictionary; empty where the standard knows none."""
    root: Template
    """Entries of the root of the structure tree, but for its kids and its parent tree."""
    document: Template
    """Entries of the structure element of the document, but for its kids and its parent."""
    names: Template
    """Entries of the catalogue's names beside destinations."""
    namespace: int
    """The object of PDF 2.0's namespace, 0 without."""

    def to_files(self) -> dict[str, bytes]:
        """Return it as named bytes."""
        parts = ("catalog", "info", "root", "document", "names")
        told: dict[str, Any] = {part: getattr(self, part).as_json() for part in parts}
        told |= {"version": self.version, "namespace": self.namespace}
        return {**self.objects.to_files(), "told": json.dumps(told).encode()}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Return what ``to_files`` gave."""
        told = json.loads(files["told"])
        parts = ("catalog", "info", "root", "document", "names")
        catalog, info, root, document, names = (Template.from_json(told[part]) for part in parts)
        objects = PdfObjects.from_files(files)
        version, namespace = told["version"], told["namespace"]
        return cls(objects, version, catalog, info, root, document, names, namespace)


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts of a PDF, each cut to its glyphs."""

    objects: PdfObjects
    fonts: int
    """The object that lists them."""

    def to_bytes(self) -> bytes:
        return pack({**self.objects.to_files(), "fonts": str(self.fonts).encode()})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        files = unpack(data)
        return cls(PdfObjects.from_files(files), int(files["fonts"]))


def _faces_json(faces: Iterable[FaceUse]) -> list[Any]:
    return [each.as_json() for each in faces]


def _faces(told: Iterable[Sequence[Any]]) -> tuple[FaceUse, ...]:
    return tuple(FaceUse.from_json(each) for each in told)


def _late_json(numbers: Iterable[LateNumber]) -> list[Any]:
    return [[each.target, each.digits, each.operator] for each in numbers]


def _late(told: Iterable[Sequence[Any]]) -> tuple[LateNumber, ...]:
    return tuple(LateNumber(target, tuple(digits), operator) for target, digits, operator in told)
