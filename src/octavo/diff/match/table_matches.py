"""One table in both revisions -> rows, columns and cells that differ, one event each."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from octavo.blocks.block import Block
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.pairs import differences, words_folded
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import Alphabet, common
from octavo.diff.match.words import unequal

LEAST = 0.5
"""Share of equal cells of a row or a column that is the same, edited; between two that have stayed,
share of words in common."""
MOST_LOOKED_AT = 250_000
"""Pairs of free rows that are looked at."""

Line = Sequence[Block]
Grid = Sequence[Line]


def table_events(old: Block, new: Block) -> Iterator[Event]:
    """Yield what differs between two tables."""
    columns, rows = align_table(old.rows, new.rows)
    yield from _lines(_transpose(old.rows), _transpose(new.rows), columns, old, new, "column")
    yield from _lines(old.rows, new.rows, rows, old, new, "row")
    heads = _heads(new.rows)
    yield from _spans(old, new, rows, columns)
    for one, other in rows:
        for left, right in columns:
            before, after = _cell(old.rows[one], left), _cell(new.rows[other], right)
            if before and after and _says_else(before, after):
                name = ", ".join(dict.fromkeys((_first(new.rows[other]), heads(other, right))))
                for event in differences(before, after, old.told_as):
                    yield event if event.name else replace(event, name=name)


def _heads(rows: Grid) -> Callable[[int, int], str]:
    """Return what says of a cell, by its row and its place there, what heads it: the lowest head
    above it, where cells span others."""
    if not _has_spans(rows):
        first = [_first(column) for column in _transpose(rows)]
        return lambda row, at: first[at]
    heads: dict[int, str] = {}
    taken: set[Pair] = set()
    found: dict[Pair, str] = {}
    for row, cells in enumerate(rows):
        at, is_head = 0, row == 0 or all(cell.is_header for cell in cells)
        for n, cell in enumerate(cells):
            while (row, at) in taken:
                at += 1
            places = range(at, at + max(cell.width, 1))
            found[row, n] = heads.get(at, "")
            taken |= {
                (row + down, place) for down in range(max(cell.height, 1)) for place in places
            }
            heads |= dict.fromkeys(places, cell.text) if is_head else {}
            at = places.stop
    return lambda row, at: found[row, at]


def _has_spans(rows: Grid) -> bool:
    return any((cell.width, cell.height) != (1, 1) for row in rows for cell in row)


def _spans(
    old: Block, new: Block, rows: Sequence[Pair], columns: Sequence[Pair]
) -> Iterator[Event]:
    """Yield cells that take other room, or head what they did not; a column or a row as one."""
    found: dict[tuple[str, str], list[tuple[Block, Block]]] = {}
    for one, other in rows:
        for left, right in columns:
            before, after = _cell(old.rows[one], left), _cell(new.rows[other], right)
            if before and after and _is_otherwise(before, after):
                found.setdefault((_room(before), _room(after)), []).append((before, after))
    for change, cells in sorted(found.items()):
        before, after = cells[0]
        spots = (Spot.of(before),), (Spot.of(after),)
        yield Event(old.told_as, "recast", *spots, *change, after.text, count=len(cells))


def _is_otherwise(old: Block, new: Block) -> bool:
    """Tell whether a cell takes other room, or heads what it did not."""
    if old.width != new.width or old.height != new.height:
        return True
    return old.is_header != new.is_header


def _room(cell: Block) -> str:
    """Return how a cell is set."""
    size = f"{cell.width} x {cell.height}" if (cell.width, cell.height) != (1, 1) else "cell"
    return f"{size}, header" if cell.is_header else size


def _says_else(old: Block, new: Block) -> bool:
    """Tell whether there is anything to look for in a cell."""
    if old.text != new.text:
        return True
    if old.marks != new.marks or old.links != new.links:
        return True
    return old.notes != new.notes or old.language != new.language


def align_table(old: Grid, new: Grid) -> tuple[list[Pair], list[Pair]]:
    """Return which column is which, and which row."""
    columns = _columns(old, new)
    return columns, _rows(old, new, columns)


def _cell(row: Sequence[Block], column: int) -> Block | None:
    return row[column] if column < len(row) else None


def _first(line: Sequence[Block]) -> str:
    return line[0].text if line else ""


def _transpose(rows: Grid) -> list[list[Block]]:
    """Return the columns of a table."""
    width = max(map(len, rows), default=0)
    return [[row[n] for row in rows if n < len(row)] for n in range(width)]


class _Keys:
    """Folds the words of cells, equal ones once: in most rows nothing has changed."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, cells: Sequence[Block]) -> str:
        """Return the words of a line of cells, folded."""
        return "\0".join([self._fold(cell.text) for cell in cells])

    def _fold(self, text: str) -> str:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = " ".join(words_folded(text))
        return found


def _columns(old: Grid, new: Grid) -> list[Pair]:
    """Return the columns that are one: by their headers, then by what they hold."""
    ones, others = _transpose(old), _transpose(new)
    if len(ones) == len(others) and (_has_spans(old) or _has_spans(new)):
        return [(n, n) for n in range(len(ones))]  # the first cells of columns are no heads there
    keys = _Keys()
    pairs = _equal([keys.of(c[:1]) for c in ones], [keys.of(c[:1]) for c in others])
    pairs = _with_alike(pairs, ones, others, _share_of_bag)
    is_one = len(ones) == len(others) == 1
    return [(0, 0)] if is_one else _with_reworded(pairs, ones, others)


def _rows(old: Grid, new: Grid, columns: Sequence[Pair]) -> list[Pair]:
    """Return the rows that are one, seen without the columns that only one table has."""
    ones = [[c for n, _ in columns if (c := _cell(row, n))] for row in old]
    others = [[c for _, n in columns if (c := _cell(row, n))] for row in new]
    keys = _Keys()
    pairs = _equal(list(map(keys.of, ones)), list(map(keys.of, others)))
    pairs = _with_heads(_with_same_head(pairs, ones, others, keys), old, new)
    return _with_reworded(_with_alike(pairs, ones, others, _share), ones, others)


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return equal lines in order, then equal ones that occur once and have moved."""
    keys = Alphabet()
    pairs: list[Pair] = []
    one = other = 0
    ends = (len(old), len(old), len(new), len(new))
    for run in [*unequal(keys.spell(old), keys.spell(new)), ends]:
        pairs += zip(range(one, run[0]), range(other, run[2]), strict=True)
        one, other = run[1], run[3]
    free = _free(pairs, len(old), len(new))
    return sorted([*pairs, *_once([old[n] for n in free[0]], [new[n] for n in free[1]], free)])


def _free(pairs: Sequence[Pair], rows: int, others: int) -> tuple[list[int], list[int]]:
    taken, used = {one for one, _ in pairs}, {other for _, other in pairs}
    return (
        [n for n in range(rows) if n not in taken],
        [n for n in range(others) if n not in used],
    )


def _once(
    old: Sequence[str], new: Sequence[str], free: tuple[list[int], list[int]]
) -> Iterator[Pair]:
    """Yield the lines whose key occurs once on either side."""
    counts, others = Counter(old), Counter(new)
    places = {key: free[1][n] for n, key in enumerate(new)}
    for n, key in enumerate(old):
        if key.strip("\0") and counts[key] == others[key] == 1:
            yield free[0][n], places[key]


def _with_same_head(pairs: list[Pair], ones: Grid, others: Grid, keys: _Keys) -> list[Pair]:
    """Return the pairs and those of free rows that begin with the same cell."""
    free = _free(pairs, len(ones), len(others))
    heads = [keys.of(ones[n][:1]) for n in free[0]], [keys.of(others[n][:1]) for n in free[1]]
    return sorted([*pairs, *_once(*heads, free)])


def _with_heads(pairs: list[Pair], old: Grid, new: Grid) -> list[Pair]:
    """Return the pairs and that of the two heads: a table has one, whatever it says."""
    is_free = not any(0 in pair for pair in pairs)
    return [(0, 0), *pairs] if is_free and _has_head(old) and _has_head(new) else pairs


def _has_head(rows: Grid) -> bool:
    """Tell whether the first row, and no other, has nothing but headers."""
    first, *others = (all(cell.is_header for cell in row) for row in rows[:2])
    return first and not any(others)


def _with_alike(
    pairs: list[Pair], ones: Grid, others: Grid, share_of: Callable[[Line, Line], float]
) -> list[Pair]:
    """Return the pairs and, the most similar first, lines of which most cells are equal."""
    free = _free(pairs, len(ones), len(others))
    if len(free[0]) * len(free[1]) > MOST_LOOKED_AT:
        return pairs
    shares = [
        (share, one, other)
        for one in free[0]
        for other in free[1]
        if (share := share_of(ones[one], others[other])) >= LEAST
    ]
    found, taken, used = list(pairs), set[int](), set[int]()
    for _, one, other in sorted(shares, key=lambda each: (-each[0], each[1], each[2])):
        if one not in taken and other not in used:
            found.append((one, other))
            taken.add(one)
            used.add(other)
    return sorted(found)


def _with_reworded(pairs: list[Pair], ones: Grid, others: Grid) -> list[Pair]:
    """Return the pairs and, between those that have stayed, lines of which most words are the same
    although few cells are."""
    free = _free(pairs, len(ones), len(others))
    if not free[0] or not free[1] or len(free[0]) * len(free[1]) > MOST_LOOKED_AT:
        return pairs
    letters = Alphabet()
    old = {n: _spell(ones[n], letters) for n in free[0]}
    new = {n: _spell(others[n], letters) for n in free[1]}
    found = list(pairs)
    at = begin = 0
    for end, stop in [*heaviest_run(pairs, [1] * len(pairs)), (len(ones), len(others))]:
        until, to = bisect_left(free[0], end), bisect_left(free[1], stop)
        shares = {
            (one, other): common(old[one], new[other], LEAST)
            for one in free[0][at:until]
            for other in free[1][begin:to]
        }
        alike = [pair for pair, share in shares.items() if share]
        found += heaviest_run(alike, [round(1000 * shares[pair]) for pair in alike])
        at, begin = until, to
    return sorted(found)


def _spell(line: Line, letters: Alphabet) -> str:
    return letters.spell([word for cell in line for word in words_folded(cell.text)])


def _share_of_bag(old: Line, new: Line) -> float:
    """Return the share of cells that two columns have in common, in whichever rows."""
    common = Counter(c.text for c in old) & Counter(c.text for c in new)
    most = max(len(old), len(new))
    return common.total() / most if most else 0.0


def _share(old: Line, new: Line) -> float:
    most = max(len(old), len(new))
    return sum(a.text == b.text for a, b in zip(old, new, strict=False)) / most if most else 0.0


def _lines(
    ones: Grid, others: Grid, pairs: Sequence[Pair], old: Block, new: Block, what: str
) -> Iterator[Event]:
    """Yield rows or columns that came, went or moved."""
    free = _free(pairs, len(ones), len(others))
    here, there = Spot.of(old), Spot.of(new)
    for n in free[0]:
        spot = _spot(ones[n], here, what, n)
        yield Event(
            old.told_as, "removed", (spot,), (there,), _words_of(ones[n]), "", _first(ones[n]),
            count=len(ones[n]),
        )  # fmt: skip
    for n in free[1]:
        spot = _spot(others[n], there, what, n)
        yield Event(
            new.told_as, "added", (here,), (spot,), "", _words_of(others[n]), _first(others[n]),
            count=len(others[n]),
        )  # fmt: skip
    if all(a[1] < b[1] for a, b in pairwise(pairs)):
        return  # pairs are in the order of the first table: all stay
    staying = set(heaviest_run(list(pairs), [1] * len(pairs)))
    for one, other in pairs:
        if (one, other) not in staying:
            spots = _spot(ones[one], here, what, one), _spot(others[other], there, what, other)
            told = _words_of(ones[one]), _words_of(others[other])
            stands = (
                _first(ones[one - 1]) if one else "",
                _first(others[other - 1]) if other else "",
            )
            name = _first(others[other])
            yield Event(old.told_as, "moved", (spots[0],), (spots[1],), *told, name, stands=stands)


def _spot(line: Sequence[Block], table: Spot, what: str, n: int) -> Spot:
    place = Spot.of(line[0]).place if line and what == "row" else table.place
    row, column = (n, -1) if what == "row" else (-1, n)
    return replace(table, kind=what, place=place, row=row, column=column)


def _words_of(line: Sequence[Block]) -> str:
    return " | ".join(cell.text for cell in line)
