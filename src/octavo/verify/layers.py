"""Two files that should be equal -> the layers on which they differ, the smallest that tell it.

The edition id, a digest of all ingredients, stands in every edition and is an other wherever one
ingredient is: it is a layer of its own, and passed over in all others.
"""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from octavo.core.problems import BuildFailed
from octavo.diff.page_changes import ADDED, CONTENT, REMOVED, Book, Leaf, turn_pages
from octavo.finished.epub_container import MOST_FILES, UNSOUND
from octavo.finished.items import Unreadable
from octavo.finished.pdf_projection import pdf_projection
from octavo.verify.first_difference import first_difference
from octavo.verify.unpacked_pictures import unpack_page, unpack_png

CONTAINER, COMPRESSION, EDITION_ID = "container", "compression", "edition id"
METADATA, STYLE, FONT, PICTURE = "metadata", "style", "font", "picture"
TEXT, MARKUP, LINES, PIXELS = "text", "markup", "line breaks", "pixels"
NOT_MADE, UNKNOWN = "not made", "unknown"
LAYERS_OF_PAGE = (TEXT, FONT, PICTURE, STYLE, METADATA, MARKUP)
MEANINGS = {
    CONTAINER: "the entries hold the same; their order, dates or rights are others",
    COMPRESSION: "all is equal once it is unpacked: the compression differs",
    EDITION_ID: "nothing but the edition id, and what follows from it",
}
MOST_ENTRY = 256 * 2**20
"""Bytes of an entry that is unpacked."""
MOST_NAMED = 12
"""Pages that are named."""
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b")
_LISTS = re.compile(rb"/Type\s*/XRef\b")
_LENGTH = re.compile(rb"/Length \d+")
_STYLE = re.compile(rb"<(style|script)\b(?![^>]*ld\+json).*?</\1>", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(rb"<head\b.*?</head>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(r"^line \d+: ")
"""Of a part of a page: no line of the file."""
_TAG = re.compile(rb"<[^>]*>")
_DATA = re.compile(rb"data:(?:image|font|application)/[\w.+-]+(?:;[\w=-]+)*,[^\"'\s()<>]*")
_DRAWING = re.compile(rb"<svg\b.*?</svg>", re.DOTALL)
_POLICY = re.compile(rb"'sha(?:256|384|512)-[A-Za-z0-9+/=]+'")
_KINDS = {
    "opf": METADATA,
    "ncx": METADATA,
    "css": STYLE,
    "js": STYLE,
    "otf": FONT,
    "ttf": FONT,
    "woff": FONT,
    "woff2": FONT,
    "xml": METADATA,
    "json": METADATA,
}
_PAGES = ("html", "xhtml", "htm")
_INFORMATION = re.compile(rb"<<[^<>]*/Producer[^<>]*>>")
_PDF_FONT = re.compile(rb"OTTO|\x00\x01\x00\x00|true|.*begincmap", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """A file as it was released and as it was made, each with its edition id."""

    name: str
    old: bytes
    new: bytes
    ids: tuple[str, str]

    def without_id(self) -> "Pair":
        """Return the same with the newer id in either."""
        before, after = (each.encode() for each in self.ids)
        return Pair(self.name, self.old.replace(before, after), self.new, (self.ids[1],) * 2)


def layers_of(pair: Pair) -> dict[str, str]:
    """Return the layers on which a file differs, each with where it first does; {} where none."""
    if pair.old == pair.new:
        return {}
    ending = pair.name.rpartition(".")[2].lower()
    if ending in ("epub", "zip"):
        return _of_archive(pair)
    if ending == "pdf":
        return _of_pdf(pair)
    return _of_entry(pair)


def _of_entry(pair: Pair) -> dict[str, str]:
    """Return the layers of a file that is not packed."""
    if pair.old == pair.new:
        return {}
    plain = pair.without_id()
    if plain.old == plain.new:
        return {EDITION_ID: f"{pair.ids[0]} / {pair.ids[1]}"}
    ending = pair.name.rpartition(".")[2].lower()
    unpack = unpack_page if ending in _PAGES else unpack_png
    if unpack(plain.old) == unpack(plain.new):
        return {COMPRESSION: f"{pair.name}: its pictures show the same"}
    if ending in _PAGES:
        return dict(_of_page(plain))
    kind = _KINDS.get(ending, PICTURE)
    return {kind: f"{pair.name}: {first_difference(pair.name, plain.old, plain.new)}"}


def _of_page(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield the layers of a page: its words, what it embeds, its sheets, its head, its tags."""
    one, two = (_PageParts.of(data) for data in (pair.old, pair.new))
    parts = zip(LAYERS_OF_PAGE, one.as_tuple(), two.as_tuple(), strict=True)
    is_read_alike = one.read == two.read
    found = [e for e in parts if e[1] != e[2] and not (e[0] == TEXT and is_read_alike)]
    for layer, before, after in found or [(MARKUP, pair.old, pair.new)]:
        told = first_difference("", before, after)
        yield layer, f"{pair.name}: {_LINE.sub('', told)}"


@dataclass(frozen=True, slots=True)
class _PageParts:
    """A page, taken apart."""

    words: bytes
    fonts: bytes
    pictures: bytes
    sheets: bytes
    head: bytes
    tags: bytes
    read: bytes
    """Its words as they are read, whatever stands among them: a mark where a page begins, say."""

    @staticmethod
    def of(data: bytes) -> "_PageParts":
        held = [match[0] for found in (_DATA, _DRAWING) for match in found.finditer(data)]
        fonts = b"\n".join(each for each in held if b"font" in each[:40])
        pictures = b"\n".join(each for each in held if b"font" not in each[:40])
        data = _POLICY.sub(b"", _DRAWING.sub(b"<svg>", _DATA.sub(b"data:", data)))
        sheets = b"\n".join(match[0] for match in _STYLE.finditer(data))
        data = _STYLE.sub(b"", data)
        head = b"\n".join(match[0] for match in _HEAD.finditer(data))
        body = _HEAD.sub(b"", data)
        lines = (b" ".join(each.split()) for each in _TAG.sub(b"\n", body).splitlines())
        words = b"\n".join(each for each in lines if each)
        tags, read = b"\n".join(_TAG.findall(body)), b" ".join(_TAG.sub(b"", body).split())
        return _PageParts(words, fonts, pictures, sheets, head, tags, read)

    def as_tuple(self) -> tuple[bytes, ...]:
        """Return the parts in the order of LAYERS_OF_PAGE."""
        return self.words, self.fonts, self.pictures, self.sheets, self.head, self.tags


def _of_archive(pair: Pair) -> dict[str, str]:
    try:
        old, new = (_entries(data) for data in (pair.old, pair.new))
    except (*UNSOUND, BadZipFile) as reason:
        return {UNKNOWN: f"it cannot be unpacked: {reason}"}
    found: dict[str, str] = {}
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            found.setdefault(CONTAINER, f"{name} is in one of them only")
        else:
            each = _of_entry(Pair(name, old[name], new[name], pair.ids))
            found |= {layer: told for layer, told in each.items() if layer not in found}
    if found:
        return {each: found[each] for each in found if each != EDITION_ID or len(found) == 1}
    if _heads(pair.old) != _heads(pair.new):
        return {CONTAINER: first_difference(pair.name, pair.old, pair.new)}
    return {COMPRESSION: first_difference("", pair.old, pair.new)}


def _entries(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist()[:MOST_FILES]:
            with archive.open(entry) as file:
                found[entry.filename] = file.read(MOST_ENTRY)
    return found


def _heads(data: bytes) -> list[tuple[object, ...]]:
    """Return all that an archive says of its entries, in their order, but for how they are
    packed."""
    with ZipFile(io.BytesIO(data)) as archive:
        return [
            (each.filename, each.date_time, each.external_attr, each.extra, each.create_system)
            for each in archive.infolist()
        ]


def _of_pdf(pair: Pair) -> dict[str, str]:
    try:
        old, new = (
            pdf_projection(data, edition)
            for data, edition in zip((pair.old, pair.new), pair.ids, strict=True)
        )
        found = dict(_of_projection(old, new, pair))
    except (Unreadable, BuildFailed, ValueError, RuntimeError, OSError) as reason:
        return {UNKNOWN: f"it cannot be read: {reason}"}
    if found:
        return found
    left, right = (_without_list(objects(data)) for data in (pair.old, pair.new))
    if left == right:
        return {COMPRESSION: "all objects are equal once they are inflated"}
    told = [
        _description(each, edition) for each, edition in zip((left, right), pair.ids, strict=True)
    ]
    if told[0] != told[1]:
        return {METADATA: first_difference("", *told)}
    if pair.ids[0] == pair.ids[1]:
        return dict(_of_objects(left, right))
    return {EDITION_ID: "words, links, tags and pictures of all pages are equal but for it"}


def _description(held: Mapping[int, bytes], edition: str) -> bytes:
    """Return what a PDF says of itself, in its XMP packet and its information dictionary."""
    told = [data for data in held.values() if data.startswith(b"<?xpacket")]
    told += [match[0] for data in held.values() for match in _INFORMATION.finditer(data)]
    return b"\n".join(told).replace(edition.encode(), b"")


def _of_projection(
    old: Mapping[str, bytes], new: Mapping[str, bytes], pair: Pair
) -> Iterator[tuple[str, str]]:
    """Yield the layers on which two readable forms of a PDF differ."""
    ids = pair.ids
    one, two = (_pages(each["text.txt"], id_) for each, id_ in zip((old, new), ids, strict=True))
    labels = sorted(label for label in {*one, *two} if one.get(label) != two.get(label))
    if labels:
        yield _of_text(pair, labels)
    for part in ("outline", "links", "tags", "pages"):
        before, after = (
            each[f"{part}.txt"].replace(id_.encode(), b".")
            for each, id_ in zip((old, new), ids, strict=True)
        )
        if before != after and not labels:
            yield MARKUP, f"{part}: {first_difference('', before, after)}"
    seen = sorted(path for path in {*old, *new} if path.endswith(".png"))
    looks = [path for path in seen if old.get(path) != new.get(path)]
    if looks and not labels:
        yield (
            PIXELS,
            f"pages {_name_pages([path[6:-4].lstrip('0') for path in looks])} look different",
        )


def _pages(text: bytes, edition: str) -> dict[str, str]:
    found = {}
    for number, page in enumerate(text.decode().split("--- page ")[1:], 1):
        label, _, words = page.partition("\n")
        found[label or str(number)] = words.replace(edition, "…")
    return found


def _of_text(pair: Pair, labels: list[str]) -> tuple[str, str]:
    """Return whether the words of two PDFs are others, or are set anew, with the pages.

    Running heads and folios are left out, and words that are broken at an end of a line are whole.
    """
    with Book(pair.old, pair.name) as one, Book(pair.new, pair.name) as two:
        turned = turn_pages(one, two)
        before, after = (_count(book.leaves, pair.ids) for book in (one, two))
    if before == after:
        return LINES, f"reflowed on pages {_name_pages(labels)}"
    changed = [each for each in turned if each.kind in (CONTENT, ADDED, REMOVED)]
    named = [
        str((each.new or each.old).label)  # type: ignore[union-attr]
        for each in changed
        if not (each.old and each.new)
        or _count([each.old], pair.ids) != _count([each.new], pair.ids)
    ]
    words = sorted(((before - after) + (after - before)).elements())
    return TEXT, f"words of pages {_name_pages(named or labels)}: {', '.join(words[:MOST_NAMED])}"


def _count(leaves: Iterable[Leaf], ids: tuple[str, str]) -> Counter[str]:
    return Counter(word for leaf in leaves for word in leaf.words if word not in ids)


def _name_pages(labels: list[str]) -> str:
    more = f" … ({len(labels)} in all)" if len(labels) > MOST_NAMED else ""
    return ", ".join(labels[:MOST_NAMED]) + more


def _of_objects(left: Mapping[int, bytes], right: Mapping[int, bytes]) -> Iterator[tuple[str, str]]:
    for number in sorted({*left, *right}):
        old, new = left.get(number, b""), right.get(number, b"")
        if old != new:
            kind = FONT if _PDF_FONT.match(old) else MARKUP
            yield kind, f"object {number}: {first_difference('', old, new)}"


def objects(data: bytes) -> dict[int, bytes]:
    """Return number -> what an object of a PDF holds: its stream, inflated, then its dictionary."""
    starts = [*_OBJECT.finditer(data)]
    ends = [*(match.start() for match in starts[1:]), len(data)]
    held = {}
    for match, end in zip(starts, ends, strict=True):
        head, stream, body = data[match.end() : end].partition(b"stream")
        content = _inflate(body.lstrip(b"\r\n")) + b"\n" if stream else b""
        held[int(match[1])] = content + _LENGTH.sub(b"", head)
    return held


def _without_list(held: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return the objects without the list of where they lie, and without a digest of the file:
    both follow from how all else is packed."""
    return {number: data for number, data in held.items() if not _LISTS.search(data)}


def _inflate(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body)
    except zlib.error:
        return body
