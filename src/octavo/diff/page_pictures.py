"""The pages of two revisions: their PDFs, what became of each page, and pictures of those."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.finished_revision import Account, pdf_in, set_paged_edition
from octavo.diff.page_changes import EQUAL, KINDS, Book, Turned, regions, turn_pages
from octavo.diff.revision import Side
from octavo.editions.registry import formats_with_pages
from octavo.finished.foreign_reader import format_of_file
from octavo.finished.items import Unreadable

GAP = 24
"""Pixels between two pages, and around them."""
FRAME, PAPER, INK = (176, 0, 32), (232, 232, 232), (27, 26, 24)


def pdf_of(found: Side) -> bytes:
    """Return the PDF of a revision: as it lies there, or set from its source.

    Problems: E709 (there is none).
    """
    named = found.manuscript.name
    if isinstance(found, Account) or found.format:
        path = pdf_in(Path(named)) if Path(named).is_dir() else _beside(Path(named))
        if path is not None:
            return path.read_bytes()
    else:
        return set_paged_edition(found.workshop, found.publication)
    hint = "name two PDFs, two folders of builds that hold PDFs, or sources"
    raise BuildFailed(
        [Problem("E709", Place(named), "there is no PDF whose pages to compare", hint)]
    )


def _beside(path: Path) -> Path | None:
    """Return a PDF, or the one that lies beside another edition under its name."""
    formats = formats_with_pages()
    beside = [path.with_suffix(f".{name}") for name in formats]
    paths = [path] if format_of_file(path) in formats else beside
    return next((each for each in paths if each.is_file()), None)


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page that differs, before and after: PNGs of one size, None where there is none."""

    kind: str
    label: str
    old: bytes | None
    new: bytes | None


def leaf_through(
    old: bytes, new: bytes, names: tuple[str, str], with_pictures: bool
) -> tuple[tuple[Turned, ...], tuple[PagePair, ...]]:
    """Return what became of each page, and pictures of the changed ones.

    Problems: E706 (a PDF cannot be read).
    """
    at = names[0]
    try:
        with Book(old, names[0]) as one:
            at = names[1]
            with Book(new, names[1]) as other:
                found = turn_pages(one, other)
                return found, tuple(_sheets(found, one, other)) if with_pictures else ()
    except Unreadable as reason:
        hint = "see whether it opens in a reader; make it anew if it does not"
        message = f"the file cannot be read: {reason}"
        raise BuildFailed([Problem("E706", Place(at), message, hint)]) from None


def page_lines(found: Sequence[Turned]) -> Iterator[str]:
    """Yield what a terminal shows: how many pages of each kind, and which they are."""
    counts = Counter(each.kind for each in found)
    told = ", ".join(f"{kind} {counts[kind]}" for kind in (*KINDS, EQUAL) if counts[kind])
    sizes = (sum(bool(each.old) for each in found), sum(bool(each.new) for each in found))
    yield f"pages {sizes[0]} → {sizes[1]}: {told or 'none'}"
    for kind in KINDS:
        pages = list(_runs(found, kind))
        if pages:
            yield f"  {kind}: {', '.join(pages)}"


def _runs(found: Sequence[Turned], kind: str) -> Iterator[str]:
    """Yield the pages of a kind; of more than two in a row the first and the last."""
    for is_kind, group in groupby(found, lambda each: each.kind == kind):
        labels = [_label(each) for each in group] if is_kind else []
        if len(labels) > 2 and not any(" → " in each for each in labels):
            yield f"{labels[0]}–{labels[-1]}"
        else:
            yield from labels


def _label(each: Turned) -> str:
    labels = [leaf.label for leaf in (each.old, each.new) if leaf]
    return labels[0] if len(set(labels)) == 1 else " → ".join(labels)


def as_data(found: Sequence[Turned]) -> dict[str, object]:
    """Return the pages as plain data, as schema.json describes them."""
    return {
        "old": sum(bool(each.old) for each in found),
        "new": sum(bool(each.new) for each in found),
        "leaves": [
            {
                "kind": each.kind,
                "old": each.old.label if each.old else None,
                "new": each.new.label if each.new else None,
            }
            for each in found
        ],
    }


def _sheets(found: Sequence[Turned], old: Book, new: Book) -> Iterator[PagePair]:
    for each in found:
        if each.kind == EQUAL:
            continue
        shown = [
            book.picture(leaf) if leaf else None
            for book, leaf in ((old, each.old), (new, each.new))
        ]
        yield PagePair(each.kind, _label(each), _png(shown[0]), _png(shown[1]))


def _png(image: Image.Image | None) -> bytes | None:
    """Return a page in sixteen greys: as sharp as it has to be, and a fourth of the size."""
    if image is None:
        return None
    target = io.BytesIO()
    grey = image.point([min(255, round(v / 17) * 17) for v in range(256)])
    grey.save(target, "PNG", compress_level=9)
    return target.getvalue()


def beside(sheet: PagePair) -> bytes:
    """Return a page before and after in one PNG, with frames around what differs."""
    font = ImageFont.load_default(16)
    both = [
        Image.open(io.BytesIO(data)).convert("L") if data else None
        for data in (sheet.old, sheet.new)
    ]
    shown = [each for each in both if each]
    width, height = max(s.width for s in shown), max(s.height for s in shown)
    table = Image.new("RGB", (2 * width + 3 * GAP, height + 3 * GAP), PAPER)
    draw = ImageDraw.Draw(table)
    draw.text((GAP, GAP // 3), f"{sheet.kind}: {sheet.label}", INK, font)
    boxes = regions(shown[0], shown[1]) if len(shown) == 2 else []
    for n, page in enumerate(both):
        left, top = GAP + n * (width + GAP), 2 * GAP
        if page is None:
            draw.rectangle((left, top, left + width - 1, top + height - 1), outline=INK)
            continue
        table.paste(page, (left, top))
        for number, box in enumerate(boxes, 1):
            place = (left + box[0] - 3, top + box[1] - 3, left + box[2] + 3, top + box[3] + 3)
            draw.rectangle(place, outline=FRAME, width=2)
            draw.text((place[0] + 2, max(place[1] - 18, top)), str(number), FRAME, font)
    target = io.BytesIO()
    table.save(target, "PNG", compress_level=9)
    return target.getvalue()


def pictures_of(sheets: Sequence[PagePair]) -> dict[str, bytes]:
    """Return file name -> a picture of each page that differs."""
    return {f"page-{n:04}-{each.kind}.png": beside(each) for n, each in enumerate(sheets, 1)}
