"""Fragments, their furniture, fonts and a shell -> one PDF: a pure function, which sets nothing."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.editions.pdf.binding.fragment import (
    Folios,
    FontSet,
    Fragment,
    FurnitureFragment,
    PdfObjects,
    Resources,
    Shell,
    Template,
)
from octavo.editions.pdf.binding.late_labels import FOLIO, fill_in
from octavo.editions.pdf.binding.outline_tree import OutlineItem, nest, write_outline
from octavo.editions.pdf.binding.pdf_output import PdfOutput, deflate, pdf_string

A_LEAF = 64
"""Names that share a leaf of a name tree."""


@dataclass(frozen=True, slots=True)
class BoundUnit:
    """A unit as it is bound."""

    fragment: Fragment
    furniture: FurnitureFragment
    folios: Folios
    blanks: int
    """How many pages are blank before it."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What is bound."""

    units: tuple[BoundUnit, ...]
    fonts: FontSet
    shell: Shell
    numbering: Sequence[Sequence[Any]]
    """Runs of page labels: [index, PDF style (r or D), first number]."""
    labels: Mapping[str, str]
    """Id -> the label of its page, for late numbers."""


def dead_links(fragments: Iterable[Fragment]) -> tuple[str, ...]:
    """Return the names that links lead to and that are on no page."""
    there: set[str] = set()
    wanted: set[str] = set()
    for each in fragments:
        there |= {name for name, _ in each.names}
        wanted |= set(each.links)
    return tuple(sorted(wanted - there))


def bind(binding: Binding) -> bytes:
    """Return the PDF."""
    return _Binder(binding).bind()


class _Numbers:
    """The numbers of one fragment's objects in the file."""

    def __init__(self, of: dict[int, int], keys: int = 0) -> None:
        self.of = of
        self._keys = keys
        """The first of its keys of the parent tree."""

    def number(self, local: int) -> int:
        return self.of[local] if local >= 0 else self._keys - local - 1

    def fill(self, template: Template) -> bytes:
        return template.text % tuple(self._all(template.numbers))

    def objects(self, objects: PdfObjects) -> Iterator[tuple[int, bytes]]:
        """Yield all that are no streams."""
        if len(objects.order):
            filled = objects.text % tuple(self._all(objects.numbers))
            yield from zip(self._all(objects.order), filled.split(b"\0"), strict=True)

    def _all(self, numbers: Iterable[int]) -> list[int]:
        """Return what ``number`` does, of each."""
        of, last = self.of, self._keys - 1
        return [of[each] if each >= 0 else last - each for each in numbers]


class _Binder:
    """Gathers what units give to the whole, and writes it."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self._out = PdfOutput(binding.shell.version)
        self._catalog, self._pages, self._root, self._document = self._out.numbers(4)
        self._same: dict[tuple[bytes, bytes], int] = {}
        """Dictionary and digest of a stream that refers to nothing -> its number."""
        self._sheets: list[int] = []
        self._kids: list[int] = []
        self._keys = 0
        self._leaves: list[int] = []
        """Of the parent tree."""
        self._ids: list[tuple[str, bytes]] = []
        self._names: dict[str, bytes] = {}
        self._marks: list[tuple[int, OutlineItem]] = []

    def bind(self) -> bytes:
        """Write everything; return the file."""
        binding, out = self._binding, self._out
        shell = self._give_numbers(binding.shell.objects, {})
        out.put(shell.objects(binding.shell.objects))
        fonts = self._give_numbers(binding.fonts.objects, {})
        out.put(fonts.objects(binding.fonts.objects))
        shared = {
            "pages": self._pages,
            "fonts": fonts.number(binding.fonts.fonts),
            "root": self._root,
            "document": self._document,
            "namespace": shell.of.get(binding.shell.namespace, 0),
        }
        for unit in binding.units:
            self._unit(unit, shared)
        kids, count = _references(self._sheets), len(self._sheets)
        out.put([(self._pages, b"<</Type /Pages/Kids [%s]/Count %d>>" % (kids, count))])
        self._structure(shell)
        out.put([(self._catalog, b"<<%s>>" % b"".join(self._entries(shell)))])
        info = shell.fill(binding.shell.info)
        return out.finish(self._catalog, out.add(b"<<%s>>" % info) if info else 0)

    def _give_numbers(
        self,
        objects: PdfObjects,
        shared: Mapping[int, int],
        late: Collection[int] = (),
        keys: int = 0,
    ) -> _Numbers:
        """Give numbers to objects, and write their streams but for ``late`` ones."""
        of, fresh = dict(shared), []
        for stream in objects.streams:
            key = (stream.extra.text, hashlib.sha256(stream.data).digest())
            refers = bool(stream.extra.numbers) or stream.number in late
            if not refers and key in self._same:
                of[stream.number] = self._same[key]
                continue
            number = of[stream.number] = self._out.number()
            if not refers:
                self._same[key] = number
            fresh.append(stream)
        of.update(zip(objects.order, self._out.numbers(len(objects.order)), strict=True))
        numbers = _Numbers(of, keys)
        for stream in fresh:
            if stream.number not in late:
                extra = numbers.fill(stream.extra)
                self._out.put_stream(of[stream.number], extra, stream.data)
        return numbers

    def _unit(self, unit: BoundUnit, shared: Mapping[str, int]) -> None:
        fragment, out = unit.fragment, self._out
        local = {of: shared[name] for name, of in fragment.globals.items()}
        dictionary = local[fragment.resources[0]] = out.number()
        late = fragment.late
        numbers = self._give_numbers(fragment.objects, local, late, self._keys)
        for stream in fragment.objects.streams:
            if stream.number in late:
                data = fill_in(stream.data, late[stream.number], self._binding.labels)
                self._put_content(numbers.of[stream.number], deflate(data))
        objects = dict(numbers.objects(fragment.objects))
        around = self._furniture(unit, objects, numbers, dictionary, shared)
        for (page, own_stream), content in zip(fragment.pages, around, strict=True):
            number = numbers.of[page]
            own = b"%d 0 R" % numbers.of[own_stream]
            contents = b"[%s %d 0 R]" % (own, content) if content else own
            objects[number] = b"%s/Contents %s>>" % (objects[number][:-2], contents)
            self._sheets.append(number)
        out.put(objects.items())
        self._gather(fragment, numbers)

    def _furniture(
        self,
        unit: BoundUnit,
        objects: dict[int, bytes],
        numbers: _Numbers,
        dictionary: int,
        shared: Mapping[str, int],
    ) -> list[int]:
        """Add resources and blank pages; return of each page the stream of its furniture, 0 for
        none."""
        furniture, out = unit.furniture, self._out
        local = {of: shared[name] for name, of in furniture.globals.items()}
        own = self._give_numbers(furniture.objects, local)
        objects |= dict(own.objects(furniture.objects))
        streams = [self._content(_with_folio(furniture, *each)) for each in unit.folios]
        resources = unit.fragment.resources[1]
        parts = [(numbers, resources), (own, furniture.resources)]
        objects[dictionary] = _resources(parts, resources, numbers, shared["fonts"])
        for n in range(unit.blanks):
            number = out.number()
            content = b"/Contents %d 0 R" % streams[n] if streams[n] else b""
            told = (self._pages, furniture.boxes[unit.folios[n][0]], dictionary, content)
            objects[number] = b"<</Type /Page/Parent %d 0 R%s/Resources %d 0 R/Tabs /S%s>>" % told
            self._sheets.append(number)
        return streams[unit.blanks :]

    def _content(self, data: bytes) -> int:
        """Return the number of a content stream, which is written once."""
        if not data:
            return 0
        key = (b"", hashlib.sha256(data).digest())
        if key not in self._same:
            self._same[key] = self._out.number()
            self._put_content(self._same[key], data)
        return self._same[key]

    def _put_content(self, number: int, data: bytes) -> None:
        extra = b"<</Filter /FlateDecode/Length %d>>" % len(data)
        self._out.put_stream(number, extra, data)

    def _gather(self, fragment: Fragment, numbers: _Numbers) -> None:
        """Take what a unit gives to the whole: tags, names, bookmarks."""
        self._kids += [numbers.of[each] for each in fragment.kids]
        if fragment.parents:
            first = self._keys + fragment.parents[0][0]
            last = self._keys + fragment.parents[-1][0]
            held = b" ".join(
                b"%d %s" % (self._keys + key, numbers.fill(each)) for key, each in fragment.parents
            )
            leaf = b"<</Limits [%d %d]/Nums [%s]>>" % (first, last, held)
            self._leaves.append(self._out.add(leaf))
        self._keys += fragment.keys
        self._ids += [(name, b"%d 0 R" % numbers.of[at]) for name, at in fragment.ids]
        for name, aim in fragment.names:
            self._names.setdefault(name, numbers.fill(aim))
        self._marks += [
            (mark.level, OutlineItem(mark.title, numbers.fill(mark.aim), mark.is_closed))
            for mark in fragment.marks
        ]

    def _structure(self, shell: _Numbers) -> None:
        """Write the root of the structure tree, its document, the trees of parents and of ids."""
        out, told = self._out, self._binding.shell
        parents = out.add(b"<</Kids [%s]>>" % _references(self._leaves))
        entries = [shell.fill(told.root), b"/K [%d 0 R]" % self._document]
        entries.append(b"/ParentTree %d 0 R/ParentTreeNextKey %d" % (parents, self._keys))
        if self._ids:
            entries.append(b"/IDTree %d 0 R" % self._tree(self._ids))
        kids = _references(self._kids)
        whole = (shell.fill(told.document), self._root, kids)
        out.put([(self._root, b"<<%s>>" % b"".join(entries))])
        out.put([(self._document, b"<<%s/P %d 0 R/K [%s]>>" % whole)])

    def _entries(self, shell: _Numbers) -> Iterator[bytes]:
        """Yield the entries of the catalogue."""
        told = self._binding.shell
        yield b"/Type /Catalog/Pages %d 0 R" % self._pages
        yield shell.fill(told.catalog)
        yield b"/StructTreeRoot %d 0 R" % self._root
        names = shell.fill(told.names)
        if self._names:
            names += b"/Dests %d 0 R" % self._tree(self._names.items())
        if names:
            yield b"/Names <<%s>>" % names
        outline = write_outline(self._out, nest(self._marks))
        if outline:
            yield b"/Outlines %d 0 R" % outline
        runs = [
            b"%d <</S /%s/St %d>>" % (at, s.encode(), n) for at, s, n in self._binding.numbering
        ]
        yield b"/PageLabels <</Nums [%s]>>" % b" ".join(runs)

    def _tree(self, names: Iterable[tuple[str, bytes]]) -> int:
        """Write a name tree; return its number.

        Names are in the order of their letters: by that PDFium looks them up, and whoever goes by
        bytes (letters beyond ASCII come last) looks through all of them then.
        """
        told = [(name, pdf_string(name), at) for name, at in sorted(names)]
        leaves = []
        for n in range(0, len(told), A_LEAF):
            part = told[n : n + A_LEAF]
            held = b" ".join(b"%s %s" % (written, at) for _, written, at in part)
            limits = (part[0][1], part[-1][1], held)
            leaves.append(self._out.add(b"<</Limits [%s %s]/Names [%s]>>" % limits))
        return self._out.add(b"<</Kids [%s]>>" % _references(leaves))


def _with_folio(furniture: FurnitureFragment, page: int, folio: str) -> bytes:
    """Return the content stream of a page of furniture, deflated."""
    data, late = furniture.contents[page], furniture.late[page]
    return deflate(fill_in(data, late, {FOLIO: folio})) if late and data else data


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join([b"%d 0 R" % each for each in numbers])


def _resources(
    parts: Sequence[tuple[_Numbers, Resources]], main: Resources, numbers: _Numbers, fonts: int
) -> bytes:
    """Return a dictionary of resources: what all parts list, and the other entries of the main."""
    kinds: dict[str, list[bytes]] = {}
    for own, resources in parts:
        for kind, names in resources.kinds.items():
            listed = [b"/%s %s" % (name.encode(), own.fill(each)) for name, each in names.items()]
            kinds.setdefault(kind, []).extend(listed)
    entries = [b"/%s <<%s>>" % (kind.encode(), b"".join(held)) for kind, held in kinds.items()]
    entries += [b"/%s %s" % (key.encode(), numbers.fill(e)) for key, e in main.others.items()]
    return b"<<%s/Font %d 0 R>>" % (b"".join(entries), fonts)
