"""Objects of the engine's PDF -> templates, whose numbers come when units are bound."""

from array import array
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import pydyf
from pydyf import _to_bytes

from octavo.editions.pdf.binding.fragment import PdfObjects, StreamObject, Template, key_number
from octavo.editions.pdf.binding.pdf_output import deflate

_END = b" 0 R"
"""Of a reference to an object."""
KEYS = ("StructParent", "StructParents")
"""Entries that name a key of the parent tree."""
OWN = frozenset((*KEYS, "ID", "Headers"))
"""Entries that mean something within a unit only."""


def number_of(reference: bytes) -> int:
    """Return the number in a reference to an object."""
    return int(reference.split()[0])


def content_of(stream: Any) -> bytes:
    """Return what a stream holds, not compressed."""
    return b"\n".join(_to_bytes(item) for item in stream.stream)


class Packer:
    """Turns objects of a PDF into templates. ``prefix`` stands before ids of structure elements,
    which are the unit's own; ``shared`` are objects that stand for those of the whole."""

    def __init__(self, pdf: Any, prefix: str = "", shared: Iterable[int] = ()) -> None:
        self._pdf, self._prefix = pdf, prefix
        self._shared = frozenset(shared)

    def pack(self, roots: Iterable[int], without: Collection[int] = ()) -> PdfObjects:
        """Return all objects that can be reached from ``roots``."""
        todo, seen = list(roots), {*self._shared, *without}
        plain: list[tuple[int, Template]] = []
        streams: list[StreamObject] = []
        while todo:
            number = todo.pop()
            if number in seen:
                continue
            seen.add(number)
            item = self._pdf.objects[number]
            if isinstance(item, pydyf.Stream):
                made = self._stream(number, item)
                streams.append(made)
                numbers = made.extra.numbers
            else:
                template = self.template(item)
                plain.append((number, template))
                numbers = template.numbers
            todo += [each for each in numbers if each >= 0 and each not in seen]
        plain.sort(key=lambda pair: pair[0])
        streams.sort(key=lambda each: each.number)
        places = array("i", (n for _, template in plain for n in template.numbers))
        order = array("i", (number for number, _ in plain))
        text = b"\0".join(template.text for _, template in plain)
        return PdfObjects(order, text, places, tuple(streams))

    def template(self, value: Any) -> Template:
        """Return a value of a PDF as a template."""
        numbers: list[int] = []
        return Template(self._text(value, numbers), tuple(numbers))

    def entries(self, values: Any, without: Collection[str] = ()) -> Template:
        """Return the entries of a dictionary, without its brackets."""
        kept = {key: value for key, value in values.items() if key not in without}
        made = self.template(pydyf.Dictionary(kept))
        return Template(made.text[2:-2], made.numbers)

    def _stream(self, number: int, stream: Any) -> StreamObject:
        extra, data = dict(stream.extra), content_of(stream)
        if stream.compress:
            data = deflate(data)
            extra["Filter"] = "/FlateDecode"
        extra["Length"] = len(data)
        return StreamObject(number, self.template(extra), data)

    def _text(self, value: Any, numbers: list[int]) -> bytes:
        kind = type(value)
        if kind is bytes:
            if value.endswith(_END) and value[: -len(_END)].isdigit():
                numbers.append(int(value[: -len(_END)]))
                return b"%d 0 R"
            return _escape(value)
        if kind is int:
            return b"%d" % value
        if isinstance(value, dict):
            entries = [_key(key) + self._entry(key, each, numbers) for key, each in value.items()]
            return b"<<" + b"".join(entries) + b">>"
        if isinstance(value, (list, tuple)):
            return b"[" + b" ".join([self._text(each, numbers) for each in value]) + b"]"
        return _escape(_to_bytes(value))

    def _entry(self, key: str, value: Any, numbers: list[int]) -> bytes:
        if key not in OWN:
            return self._text(value, numbers)
        if key in KEYS:
            numbers.append(key_number(int(value)))
            return b"%d"
        if key == "ID" and isinstance(value, pydyf.String):
            return self._text(self._own(value), numbers)
        if key == "Headers":
            return self._text([self._own(each) for each in value], numbers)
        return self._text(value, numbers)

    def _own(self, name: Any) -> Any:
        return pydyf.String(f"{self._prefix}{name.string}")


@cache
def _key(name: str) -> bytes:
    return b"/%s " % _escape(_to_bytes(name))


def _escape(data: bytes) -> bytes:
    return data.replace(b"%", b"%%")
