"""Two PDFs page by page: where words changed, where they stand elsewhere, where a look changed.

Words are compared over the whole book, in runs of three: a paragraph that goes overleaf changes
no page. Running heads and folios are left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops

from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import words_of
from octavo.finished.items import Unreadable
from octavo.finished.pdf_reader import OpenPdf
from octavo.finished.pdf_text import flows_of

CONTENT, REFLOW, LOOK, EQUAL, ADDED, REMOVED = "content reflow look equal added removed".split()
KINDS = (CONTENT, REFLOW, LOOK, ADDED, REMOVED)
"""What can be told of a page, the weightiest first."""
DPI = 100
MOST_PIXELS = 2000
"""Of the longer side of a page's picture."""
TOLERANCE = 24
"""Steps of grey (of 255) by which two pixels may differ, as the edges of letters do."""
CELL = 8
"""Pixels: changes that are nearer to each other make one region."""
_BROKEN = re.compile(r"(\w+)[\u00ad\u2010\u0002\ufffe-]\s*$")
_CALL = re.compile(r"(?<=[^\W\d])([.,;:!?\u201d\u2019)]?)\d{1,3}(?=\s|$)")
_STOPS = ".,;:!?\"'()[]-"
_NUMBER = re.compile(r"^\d{1,3}\s+(?=\D)")

Box = tuple[int, int, int, int]
Run = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its label, and its words."""

    number: int
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of a page. ``old`` or ``new`` is None where one PDF has no such page."""

    kind: str
    old: Leaf | None
    new: Leaf | None


@dataclass(slots=True)
class Book:
    """A PDF that is open, page by page. Use it as a context manager."""

    data: bytes
    name: str
    leaves: tuple[Leaf, ...] = ()
    runs: tuple[tuple[Run, int], ...] = ()
    """Each run of words, with the page that its middle stands on."""
    _pdf: OpenPdf | None = field(default=None, repr=False)

    def __enter__(self) -> "Book":
        """Read the words of all pages; raises Unreadable."""
        self._pdf = OpenPdf(self.data)
        try:
            flows = [_words(lines) for lines in flows_of(self._pdf)]
        except Unreadable:
            self._pdf.close()
            raise
        self.runs = tuple(run for flow in flows for run in _runs(flow))
        words: list[list[str]] = [[] for _ in self._pdf.labels]
        for word, page in (each for flow in flows for each in flow):
            words[page].append(word)
        labels = [label or str(n) for n, label in enumerate(self._pdf.labels, 1)]
        self.leaves = tuple(Leaf(n, label, tuple(words[n])) for n, label in enumerate(labels))
        return self

    def __exit__(self, *_: object) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def picture(self, leaf: Leaf) -> Image.Image:
        """Return a page in grey; a page of unreasonable size is made smaller."""
        assert self._pdf is not None
        with self._pdf.page(leaf.number) as page:
            try:
                drawn = page.picture(min(DPI / 72, MOST_PIXELS / max(*page.size, 1)))
            except Unreadable as error:
                raise Unreadable(f"its page {leaf.label} cannot be shown: {error}") from None
        return Image.frombytes("L", (drawn.width, drawn.height), drawn.grey)


def _words(lines: Sequence[tuple[int, str]]) -> list[tuple[str, int]]:
    """Return the words of a flow, each with its page; a word that was broken is whole again."""
    found: list[tuple[str, int]] = []
    rest = ""
    for page, line in lines:
        text = _CALL.sub(r"\1", rest + _NUMBER.sub("", line))
        broken = _BROKEN.search(text)
        rest = broken[1] if broken else ""
        text = text[: broken.start()] if broken else text
        found += ((word.folded, page) for word in words_of(text) if word.folded.strip(_STOPS))
    return [*found, *((word.folded, lines[-1][0]) for word in words_of(rest))]


def turn_pages(old: Book, new: Book) -> tuple[Turned, ...]:
    """Return what became of each page, in the order of the new PDF."""
    gone, come = _find_changed(old, new), _find_changed(new, old)
    found: list[Turned] = []
    one = other = 0
    for left, right in [*_pairs(old, new), (len(old.leaves), len(new.leaves))]:
        found += (Turned(REMOVED, leaf, None) for leaf in old.leaves[one:left])
        found += (Turned(ADDED, None, leaf) for leaf in new.leaves[other:right])
        if left < len(old.leaves):
            pair = old.leaves[left], new.leaves[right]
            is_content = left in gone or right in come
            found.append(Turned(CONTENT if is_content else _kind(old, new, *pair), *pair))
        one, other = left + 1, right + 1
    return tuple(found)


def _kind(old: Book, new: Book, one: Leaf, other: Leaf) -> str:
    if one.words != other.words:
        return REFLOW
    return LOOK if regions(old.picture(one), new.picture(other)) else EQUAL


def _find_changed(book: Book, other: Book) -> frozenset[int]:
    """Return the pages that have words, in a run of three, that the other book has nowhere."""
    known = {run for run, _ in other.runs}
    return frozenset(page for run, page in book.runs if run not in known)


def _runs(flow: Sequence[tuple[str, int]]) -> Iterator[tuple[Run, int]]:
    for one, two, three in zip(flow, flow[1:], flow[2:], strict=False):
        yield (one[0], two[0], three[0]), two[1]


def _pairs(old: Book, new: Book) -> list[Pair]:
    """Return which page is which: those that share most of their runs, in one order."""
    homes: dict[Run, int] = {}
    twice: set[Run] = set()
    for run, page in new.runs:
        if homes.setdefault(run, page) != page:
            twice.add(run)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for run, page in old.runs:
        if run in homes and run not in twice:
            shared[page][homes[run]] += 1
    best = {n: min((-weight, m) for m, weight in counts.items()) for n, counts in shared.items()}
    backs: dict[int, tuple[int, int]] = {}
    for n, (weight, m) in best.items():
        backs[m] = min(backs.get(m, (0, n)), (weight, n))
    chosen = sorted((n, m) for n, (_, m) in best.items() if backs[m][1] == n)
    staying = heaviest_run(chosen, [-best[n][0] for n, _ in chosen])
    return list(_fill_gaps(staying, len(old.leaves), len(new.leaves)))


def _fill_gaps(run: Sequence[Pair], olds: int, news: int) -> Iterator[Pair]:
    """Yield the pairs, and those between them where as many pages stand on both sides."""
    one = other = 0
    for left, right in [*run, (olds, news)]:
        if left - one == right - other:
            yield from zip(range(one, left), range(other, right), strict=True)
        if left < olds:
            yield left, right
        one, other = left + 1, right + 1


def regions(old: Image.Image, new: Image.Image) -> list[Box]:
    """Return the boxes, in pixels, inside which two pictures of pages differ."""
    size = max(old.width, new.width), max(old.height, new.height)
    sheets = [_on_paper(each, size) for each in (old, new)]
    mask = ImageChops.difference(*sheets).point([255 * (v > TOLERANCE) for v in range(256)])
    if mask.getbbox() is None:
        return []
    cells = mask.reduce(CELL).point([255 * (v > 0) for v in range(256)])
    return sorted(_grow_boxes(cells, size))


def _on_paper(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    sheet = Image.new("L", size, 255)
    sheet.paste(image)
    return sheet


def _grow_boxes(cells: Image.Image, size: tuple[int, int]) -> Iterator[Box]:
    """Yield the boxes of cells that hang together."""
    width, height = cells.size
    data = cells.tobytes()
    left = {n for n, value in enumerate(data) if value}
    while left:
        todo = [min(left)]
        left.discard(todo[0])
        xs, ys = [], []
        while todo:
            at = todo.pop()
            x, y = at % width, at // width
            xs.append(x)
            ys.append(y)
            near = (
                (y + dy) * width + x + dx
                for dy in (-2, -1, 0, 1, 2)
                for dx in (-2, -1, 0, 1, 2)
                if 0 <= x + dx < width and 0 <= y + dy < height
            )
            for each in near:
                if each in left:
                    left.discard(each)
                    todo.append(each)
        right, bottom = (max(xs) + 1) * CELL, (max(ys) + 1) * CELL
        yield min(xs) * CELL, min(ys) * CELL, min(right, size[0]), min(bottom, size[1])
