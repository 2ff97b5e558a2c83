"""Outlines in flat colours -> PNG. All arithmetic is of whole numbers: the same bytes everywhere.

Coverage of pixels by exact areas, as in FreeType's smooth rasterizer: each edge adds the height
and the area that it covers to the cells that it crosses.
"""

import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

ONE = 256
"""Parts of a pixel."""
LEVELS = 15
"""Steps from the ground to the full colour, on the edges of letters."""
MOST_COLOURS = 256
SEGMENTS = ((6, 2), (24, 4))
"""Pixels that a curve is long at the most -> straight lines that stand for it."""
MOST_SEGMENTS = 8
_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
Point = tuple[int, int]
Cells = dict[int, dict[int, list[int]]]
"""Row -> column -> [height, twice the area], of the cells that edges cross."""


@dataclass(frozen=True, slots=True)
class Shape:
    """SVG path data (M, m, l, h, v, q, c and z; steps of a tenth) and its colour, #rrggbb."""

    path: str
    colour: str


def png(size: Point, ground: str, shapes: Sequence[Shape]) -> bytes:
    """Return a picture of ``size`` pixels; later shapes lie over earlier ones. Where there are more
    of them than a palette has room for, those of one colour share theirs."""
    width, height = size
    rows = [bytearray(width) for _ in range(height)]
    palette = [_rgb(ground)]
    has_room = len(shapes) * LEVELS < MOST_COLOURS
    known: dict[str, int] = {}
    for shape in shapes:
        if has_room or shape.colour not in known:
            known[shape.colour] = len(palette)
            palette += [_blend(_rgb(ground), _rgb(shape.colour), n) for n in range(1, LEVELS + 1)]
        first = known[shape.colour]
        for y, x, end, level in _spans(_cells(shape.path), size):
            rows[y][x:end] = bytes([first + level - 1]) * (end - x)
    return _file(size, palette, rows)


def box(x: int, y: int, width: int, height: int) -> str:
    """Return a rectangle as path data."""
    return f"M{x} {y}h{width}v{height}h{-width}z"


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _blend(ground: tuple[int, ...], ink: tuple[int, ...], level: int) -> tuple[int, ...]:
    return tuple(
        (a * (LEVELS - level) + b * level) // LEVELS for a, b in zip(ground, ink, strict=True)
    )


def _cells(path: str) -> Cells:
    cells: Cells = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for start, end in _edges(path):
        _cross(cells, start, end)
    return cells


def _edges(path: str) -> Iterator[tuple[Point, Point]]:
    """Yield the straight edges of path data, curves cut up, in parts of a pixel."""
    at = start = (0, 0)
    for command, values in _commands(path):
        if command == "z":
            yield at, start
            at = start
        elif command in "Mm":
            at = start = values[0] if command == "M" else _move(at, values[0])
        else:
            points = [at, *(_move(at, each) for each in values)]
            count = _segments(points)
            for n in range(1, count + 1):
                place = _on_curve(points, n, count)
                yield at, place
                at = place


def _commands(path: str) -> Iterator[tuple[str, list[Point]]]:
    """Yield each command once, with the points that it takes."""
    takes = {"M": 2, "m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}
    tokens = _TOKEN.findall(path)
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
        count = takes[command]
        parts = [_parts(each) for each in tokens[place : place + count]]
        place += count
        if command in "hv":
            parts = [*parts, 0] if command == "h" else [0, *parts]
        yield command, list(zip(parts[::2], parts[1::2], strict=True))


def _parts(number: str) -> int:
    """Return a number of tenths in parts of a pixel."""
    return (round(float(number) * 10) * ONE * 2 + 10) // 20


def _move(at: Point, by: Point) -> Point:
    return at[0] + by[0], at[1] + by[1]


def _segments(points: Sequence[Point]) -> int:
    """Return how many straight lines a curve is cut into."""
    if len(points) == 2:
        return 1
    far = max(abs(x - points[0][0]) + abs(y - points[0][1]) for x, y in points) // ONE
    return next((count for size, count in SEGMENTS if far < size), MOST_SEGMENTS)


def _on_curve(points: Sequence[Point], n: int, count: int) -> Point:
    """Return the point of a Bézier curve of any degree at ``n`` of ``count``."""
    found, scale = points, 1
    while len(found) > 1:
        m = count - n
        found = [(a * m + c * n, b * m + d * n) for (a, b), (c, d) in pairwise(found)]
        scale *= count
    return found[0][0] // scale, found[0][1] // scale


def _cross(cells: Cells, start: Point, end: Point) -> None:
    """Add an edge to the cells that it crosses, row by row."""
    sign = 1 if start[1] < end[1] else -1
    (x0, y0), (x1, y1) = (start, end) if sign > 0 else (end, start)
    x, y = x0, y0
    while y < y1:
        below = min((y // ONE + 1) * ONE, y1)
        there = x0 + (x1 - x0) * (below - y0) // (y1 - y0)
        _across(cells[y // ONE], min(x, there), max(x, there), sign * (below - y))
        x, y = there, below


def _across(row: dict[int, list[int]], left: int, right: int, height: int) -> None:
    """Add a piece of an edge within a row: its height, shared out over the columns it crosses."""
    done, column = 0, left // ONE
    while True:
        edge = column * ONE
        begin, end = max(left, edge), min(right, edge + ONE)
        share = height * (end - left) // (right - left) if right > left else height
        cell = row[column]
        cell[0] += share - done
        cell[1] += (share - done) * (begin + end - 2 * edge)
        if end >= right:
            return
        done, column = share, column + 1


def _spans(cells: Cells, size: Point) -> Iterator[tuple[int, int, int, int]]:
    """Yield (row, first column, column after the last, level) of what is covered."""
    width, height = size
    for y in sorted(cells):
        if not 0 <= y < height:
            continue
        total, last = 0, 0
        for x, (cover, area) in sorted(cells[y].items()):
            yield from _span(y, last, min(x, width), total * ONE)
            total += cover
            yield from _span(y, x, min(x + 1, width), total * ONE - area // 2)
            last = x + 1
        yield from _span(y, last, width, total * ONE)


def _span(y: int, x: int, end: int, covered: int) -> Iterator[tuple[int, int, int, int]]:
    level = min((abs(covered) * LEVELS + ONE * ONE // 2) // (ONE * ONE), LEVELS)
    if level and max(x, 0) < end:
        yield y, max(x, 0), end, level


def _file(size: Point, palette: Sequence[tuple[int, ...]], rows: Sequence[bytearray]) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, 3, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", bytes(part for colour in palette for part in colour)),
        (b"IDAT", data),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
