"""Laid-out pages -> a fragment: what the engine would write, stopped before it becomes a file."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import unquote

import pydyf

from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.attachments import attach
from octavo.editions.pdf.binding import late_numbers
from octavo.editions.pdf.binding.face_usage import uses_of
from octavo.editions.pdf.binding.fragment import (
    Fragment,
    FurnitureFragment,
    LateNumber,
    Resources,
    Shell,
    Template,
    UnitMark,
)
from octavo.editions.pdf.binding.late_labels import mark
from octavo.editions.pdf.binding.pdf_output import deflate
from octavo.editions.pdf.binding.templates import Packer, content_of, number_of
from octavo.editions.pdf.standards import Source, Standard
from octavo.editions.pdf.tagging import mend
from octavo.editions.pdf.tags_ua2 import modernise
from octavo.editions.pdf.tagtree import TagTree, boxes_kept
from octavo.editions.pdf.weasyprint_private import PROGRESS_LOGGER, fonts_kept_out, page_box
from octavo.editions.pdf.xmp import write_xmp

BOXES = ("MediaBox", "TrimBox", "BleedBox")
LISTS = ("XObject", "Pattern", "Shading", "ExtGState")
"""What resources list by names that content streams use."""
_SHOWS = re.compile(rb"\b(BT|re|Do|sh|l|c)\b")
_NAMED = re.compile(rb"/([^ ]+) (Do|scn|SCN|sh|gs)")
FURNITURE = "F"
"""What stands before the names of resources that furniture uses: others may be the body's."""
SHARED_BY_BINDING = frozenset(
    {"Type", "Pages", "StructTreeRoot", "Outlines", "Names", "PageLabels"}
)
"""Entries of the catalogue that binding writes."""


UNTAGGED = {"pdf/a-2a": "pdf/a-2u"}
"""Variant -> the one that has the same colours, and no tags."""
T = TypeVar("T")


class _Taken(Exception):
    """Stops the engine before it writes a file."""


@dataclass(frozen=True, slots=True)
class CutPages:
    """What came of pages."""

    fragment: Fragment
    is_spelt: bool
    """Whether late numbers did not work: they have to be rendered as they are."""


def cut_fragment(document: Any, slug: str, standard: Standard) -> CutPages:
    """Return the fragment of a unit's pages; ids of structure elements begin with its slug."""
    for number, page in enumerate(document.pages, 1):
        page.paint = partial(_paint, number, page)
    with late_numbers.gather() as late, boxes_kept() as boxes:

        def take(document: Any, pdf: Any) -> Fragment:
            tree = mend(pdf, boxes)
            _lead_links(pdf)
            if standard.ua == 2:
                modernise(tree)
            return _FragmentWriter(document, pdf, slug, tree).fragment(late.places)

        return CutPages(_take_from(document, standard, take), late.is_spelt)


def cut_furniture(document: Any, standard: Standard) -> FurnitureFragment:
    """Return what is painted around the text of pages: an artifact, outside the tag tree."""
    is_plain = late_numbers.mark_folios(document.pages)
    with late_numbers.gather() as late:

        def take(document: Any, pdf: Any) -> FurnitureFragment:
            is_spelt = late.is_spelt or not is_plain
            return replace(_furniture(document, pdf, _mark_late(late.places)), is_spelt=is_spelt)

        return _take_from(document, standard, take, is_tagged=False)


def cut_shell(document: Any, standard: Standard, source: Source) -> Shell:
    """Return what a PDF has beside its pages; ``document`` has one page, and what it says of
    itself."""

    def take(document: Any, pdf: Any) -> Shell:
        root = page_box(document.pages[0]).children[0]
        if root.style["direction"] == "rtl":
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        write_xmp(document, pdf, standard)
        if standard.holds_source:
            attach(pdf, source)
        return _shell(pdf, standard)

    return _take_from(document, standard, take)


def _take_from(
    document: Any, standard: Standard, take: Callable[[Any, Any], T], is_tagged: bool = True
) -> T:
    """Return what ``take`` makes of the engine's document and PDF."""
    found: list[T] = []

    def finish(document: Any, pdf: Any) -> None:
        found.append(take(document, pdf))
        raise _Taken

    variant = standard.variant if is_tagged else UNTAGGED.get(standard.variant, standard.variant)
    try:
        with fonts_kept_out():
            document.write_pdf(
                io.BytesIO(), finisher=finish, pdf_variant=variant, pdf_tags=is_tagged
            )
    except _Taken:
        pass
    return found[0]


def _paint(number: int, page: Any, stream: Any, scale: float = 1) -> None:
    PROGRESS_LOGGER.info("Step 6 - Creating PDF - Page %d", number)
    type(page).paint(page, stream, scale)


def _lead_links(pdf: Any) -> None:
    """Lead links between units to their destinations; whether these are there binding sees."""
    for item in pdf.objects:
        if not isinstance(item, dict) or item.get("Subtype") != "/Link" or "A" not in item:
            continue
        address = str(item["A"]["URI"].string) if "URI" in item["A"] else ""
        if address.startswith(ELSEWHERE):
            del item["A"]
            item["Dest"] = pydyf.String(unquote(address.removeprefix(ELSEWHERE)))


class _FragmentWriter:
    """Takes a fragment from the engine's PDF of a unit."""

    def __init__(self, document: Any, pdf: Any, slug: str, tree: TagTree) -> None:
        self._document, self._pdf, self._slug, self._tree = document, pdf, slug, tree
        self._pages = [number_of(each) for each in pdf.page_references]
        self._dictionary = number_of(pdf.objects[self._pages[0]]["Resources"])
        resources = pdf.objects[self._dictionary]
        self._globals = {
            "pages": number_of(pdf.objects[self._pages[0]]["Parent"]),
            "fonts": number_of(resources["Font"]),
            "root": number_of(pdf.catalog["StructTreeRoot"]),
            "document": tree.document.number,
        }
        if "Namespaces" in tree.root:
            self._globals["namespace"] = number_of(tree.root["Namespaces"][0])
        self._packer = Packer(pdf, f"{slug}.", self._globals.values())

    def fragment(self, places: Sequence[tuple[Any, int, LateNumber]]) -> Fragment:
        """Return the fragment."""
        streams = [self._open_page(page) for page in self._pages]
        late = _mark_late(places)
        resources = resources_of(self._pdf.objects[self._dictionary], self._packer)
        kids = tuple(number_of(each) for each in self._tree.document["K"])
        used = [n for each in _templates(resources) for n in each.numbers]
        roots = [*self._pages, *streams, *kids, *used]
        objects = self._packer.pack(roots, [self._dictionary])
        live = {*objects.order, *(each.number for each in objects.streams)}
        parents = tuple(self._parents(live))
        return Fragment(
            objects,
            self._globals,
            tuple(zip(self._pages, streams, strict=True)),
            kids,
            parents,
            1 + max((key for key, _ in parents), default=-1),
            tuple(self._ids(objects.order)),
            tuple(self._names()),
            tuple(self._marks()),
            self._links(),
            late,
            (self._dictionary, resources),
            uses_of(self._document.fonts.values()),
        )

    def _open_page(self, page: int) -> int:
        """Take the contents out of a page, which binding puts in; return their number."""
        item = self._pdf.objects[page]
        stream = number_of(item.pop("Contents"))
        lines = self._pdf.objects[stream].stream
        lines[0] = b"q " + lines[0]  # what turns the page must not turn its furniture
        lines.append(b"Q")
        return stream

    def _parents(self, live: set[int]) -> Iterator[tuple[int, Template]]:
        nums = self._tree.numbers
        for key, value in zip(nums[::2], nums[1::2], strict=True):
            if isinstance(value, list):
                held = [each if _is_live(each, live) else "null" for each in value]
                yield key, self._packer.template(held)
            elif number_of(value) in live:
                yield key, self._packer.template(value)

    def _ids(self, order: Sequence[int]) -> Iterator[tuple[str, int]]:
        for number in order:
            item = self._pdf.objects[number]
            if isinstance(item, dict) and isinstance(item.get("ID"), pydyf.String):
                yield f"{self._slug}.{item['ID'].string}", number

    def _names(self) -> Iterator[tuple[str, Template]]:
        names = self._pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, value in zip(names[::2], names[1::2], strict=True):
            yield str(name.string), self._packer.template(value)

    def _marks(self) -> Iterator[UnitMark]:
        """Yield the bookmarks with their levels, which the engine's outline no longer has."""
        told = [each for page in self._document.pages for each in page.bookmarks]
        for (level, _, _, state), item in zip(told, self._outline(), strict=True):
            key = "Dest" if "Dest" in item else "A"
            aim = self._packer.entries({key: item[key]})
            yield UnitMark(level, item["Title"].data, state == "closed", aim)

    def _outline(self) -> Iterator[Any]:
        """Yield the items of the engine's outline, as they follow each other in the text."""
        if "Outlines" in self._pdf.catalog:
            yield from self._items(self._pdf.objects[number_of(self._pdf.catalog["Outlines"])])

    def _items(self, parent: Any) -> Iterator[Any]:
        reference = parent.get("First")
        while reference is not None:
            item = self._pdf.objects[number_of(reference)]
            yield item
            yield from self._items(item)
            reference = item.get("Next")

    def _links(self) -> tuple[str, ...]:
        found = {
            str(item["Dest"].string)
            for item in self._pdf.objects
            if isinstance(item, dict)
            and item.get("Subtype") == "/Link"
            and isinstance(item.get("Dest"), pydyf.String)
        }
        return tuple(sorted(found))


def resources_of(resources: Any, packer: Packer, prefix: str = "") -> Resources:
    """Return what a dictionary of resources lists; names begin with ``prefix``."""
    kinds = {
        kind: {f"{prefix}{name}": packer.template(each) for name, each in resources[kind].items()}
        for kind in LISTS
        if resources.get(kind)
    }
    others = {
        key: packer.template(value)
        for key, value in resources.items()
        if key not in LISTS and key != "Font"
    }
    return Resources(kinds, others)


def _templates(resources: Resources) -> Iterator[Template]:
    for names in resources.kinds.values():
        yield from names.values()
    yield from resources.others.values()


def _is_live(entry: Any, live: set[int]) -> bool:
    return not isinstance(entry, bytes) or entry == b"null" or number_of(entry) in live


def _mark_late(
    places: Sequence[tuple[Any, int, LateNumber]],
) -> dict[int, tuple[LateNumber, ...]]:
    """Put a mark where each late number stands; its stream is compressed when it is filled in."""
    late: dict[int, list[LateNumber]] = {}
    for stream, at, number in places:
        found = late.setdefault(stream.number, [])
        stream.stream[at] = mark(len(found))
        stream.compress = False
        found.append(number)
    return {stream: tuple(found) for stream, found in late.items()}


def _furniture(
    document: Any, pdf: Any, late: Mapping[int, tuple[LateNumber, ...]]
) -> FurnitureFragment:
    pages = [pdf.objects[number_of(each)] for each in pdf.page_references]
    resources = pdf.objects[number_of(pages[0]["Resources"])]
    shared = {"fonts": number_of(resources["Font"])}
    packer = Packer(pdf, shared=shared.values())
    contents, boxes, numbers = [], [], []
    for page in pages:
        stream = pdf.objects[number_of(page["Contents"])]
        stream.stream[:] = [_rename(line) for line in stream.stream]
        data = content_of(stream)
        framed = b"/Artifact <</Type /Pagination>> BDC\nq\n%s\nQ\nEMC" % data
        numbers.append(late.get(stream.number, ()))
        framed = framed if numbers[-1] else deflate(framed)
        contents.append(framed if _SHOWS.search(data) else b"")
        boxes.append(packer.entries({name: page[name] for name in BOXES if name in page}).text)
    found = resources_of(resources, packer, FURNITURE)
    objects = packer.pack([n for each in _templates(found) for n in each.numbers])
    faces = uses_of(document.fonts.values())
    return FurnitureFragment(
        objects, shared, tuple(contents), tuple(boxes), found, faces, tuple(numbers)
    )


def _rename(line: Any) -> Any:
    """Return an operator that names a resource with furniture's own name."""
    if isinstance(line, bytes) and (found := _NAMED.fullmatch(line)):
        return b"/%s%s %s" % (FURNITURE.encode(), found[1], found[2])
    return line


def _shell(pdf: Any, standard: Standard) -> Shell:
    catalog = pdf.catalog
    root = pdf.objects[number_of(catalog["StructTreeRoot"])]
    document = pdf.objects[number_of(root["K"][0])]
    packer = Packer(pdf)
    parts = (
        packer.entries(catalog, SHARED_BY_BINDING),
        packer.entries(pdf.info),
        packer.entries(root, ("K", "ParentTree", "IDTree")),
        packer.entries(document, ("K", "P")),
        packer.entries(catalog.get("Names", {}), ("Dests",)),
    )
    objects = packer.pack([n for part in parts for n in part.numbers])
    namespace = number_of(root["Namespaces"][0]) if "Namespaces" in root else 0
    return Shell(objects, standard.version, *parts, namespace)
