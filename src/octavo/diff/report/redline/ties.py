"""What the collation has found -> ties between the elements and words of two revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from octavo.blocks.block import Block
from octavo.blocks.chapter_blocks import Read
from octavo.constructs.figures import is_figure
from octavo.constructs.tables import cells_of, rows_of
from octavo.diff.match.correspondence import Correspondence
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.table_matches import align_table
from octavo.diff.match.wording import Alphabet, Word, common
from octavo.diff.match.words import find_changed_runs, unequal
from octavo.diff.report.redline.marks import JOINS
from octavo.diff.report.redline.nodes import Item, Node, Nodes, Token, words_below
from octavo.markup.tree import Element

Line = Sequence[Token]
CONTAINERS = frozenset(("ul", "ol", "dl", "blockquote", "div"))
"""Tags of what moves with the blocks that it holds."""
LEAST_ALIKE = 0.5
"""Share of words that two lines of code have in common of which one became the other."""
MOST_LINES = 250_000
"""Pairs of lines that are looked at."""
LOOKED_AT = 6
"""Words on either side of a cut by which its place is found."""


@dataclass(slots=True)
class Side:
    """One revision: its blocks, each with its element, and the items that stand for elements."""

    blocks: Sequence[Read]
    nodes: Nodes
    parents: dict[int, Node] = field(default_factory=dict)
    """``id()`` of an item -> the node that holds it."""
    units: frozenset[int] = frozenset()
    """``id()`` of the items that are blocks of the manuscript, cells of tables among them."""

    @staticmethod
    def of(blocks: Sequence[Read], nodes: Nodes) -> "Side":
        parents = {
            id(item): node
            for node in nodes.values()
            if isinstance(node, Node)
            for item in node.items
        }
        units = {id(nodes[node]) for _, node in blocks if node is not None}
        units |= {
            id(nodes[c]) for b, n in blocks if n is not None for r in grid_of(b, n) for c in r
        }
        return Side(blocks, nodes, parents, frozenset(units))

    def item(self, n: int) -> Item | None:
        node = self.blocks[n][1]
        return None if node is None else self.nodes[node]

    def figure(self, item: Item) -> Item | None:
        """Return the figure that a caption or a picture stands in; None for one of a group.

        All else is returned as it is.
        """
        found: Item | None = item
        above = self.parents.get(id(item))
        while above is not None and (above.tag == "a" or is_figure(above)):
            found, is_whole = above, is_figure(above)
            above = self.parents.get(id(above))
            if is_whole:
                return found if above is None or not is_figure(above) else None
        return found if isinstance(found, Node) else None

    def moves_above(self, item: Item | None) -> set[int]:
        """Return the moves of an item and of all that it stands in."""
        found: set[int] = set()
        node = item if isinstance(item, Node) else self.parents.get(id(item))
        while node is not None:
            found |= {node.move} - {-1}
            node = self.parents.get(id(node))
        return found

    def containers(self, item: Item | None) -> list[Node]:
        """Return the lists, boxes and quotations in which an item stands, the innermost first."""
        found: list[Node] = []
        node = self.parents.get(id(item))
        while node is not None:
            if node.tag in CONTAINERS and id(node) not in self.units:
                found.append(node)
            node = self.parents.get(id(node))
        return found

    def own_words(self, item: Item) -> list[Token]:
        """Return the words of a block: those of blocks inside it are theirs."""
        return list(words_below(item, self.units - {id(item)}))


def grid_of(block: Block, node: Element) -> list[list[Element]]:
    """Return the elements of a table's cells, as the manuscript reads them."""
    if not block.rows:
        return []
    return [cells_of(row) for row in rows_of(node)]


def _by_container(side: Side, places: Sequence[int]) -> list[tuple[Node, list[int]]]:
    """Return which of some blocks each list, box and quotation holds, the outermost first."""
    found: dict[int, tuple[Node, list[int]]] = {}
    for n in sorted(places):
        for node in reversed(side.containers(side.item(n))):
            found.setdefault(id(node), (node, []))[1].append(n)
    return list(found.values())


class Ties:
    """Ties the items of two revisions to each other."""

    def __init__(self, old: Side, new: Side, found: Correspondence) -> None:
        self._old, self._new, self._found = old, new, found
        self._numbers = count()
        self.moves: dict[int, tuple[Node, Node]] = {}
        self.moved_blocks: list[tuple[Block, Block]] = []

    def tie_all(self) -> None:
        """Tie the blocks that are one in both revisions, and the words inside them."""
        self._move_containers()
        for pair in self._found.pairs:
            one, other = self._old.item(pair[0]), self._new.item(pair[1])
            if one is None or other is None:
                continue
            if pair in self._found.moved:
                self._move(pair, one, other)
            if pair[0] in self._found.splits:
                self._part(pair, one, self._found.splits[pair[0]], self._new)
            elif pair[1] in self._found.merges:
                self._part(pair, other, self._found.merges[pair[1]], self._old)
            self._tie_blocks(pair, one, other)

    def _move_containers(self) -> None:
        """Note lists, boxes and quotations of which all that both revisions have has moved, from
        one to one: such a thing moves with what it holds."""
        olds, news = (
            _by_container(side, [pair[n] for pair in self._found.pairs])
            for n, side in enumerate((self._old, self._new))
        )
        forth = dict(self._found.pairs)
        homes = {(node.tag, tuple(own)): node for node, own in reversed(news)}
        for node, held in olds:
            places = [forth[n] for n in held]
            other = homes.get((node.tag, tuple(places)))
            has_moved = all((n, forth[n]) in self._found.moved for n in held)
            if other is None or not has_moved:
                continue
            if not self._old.moves_above(node) and not self._new.moves_above(other):
                node.move = other.move = len(self.moves)
                self.moves[node.move] = (node, other)
                first = self._old.blocks[held[0]][0], self._new.blocks[places[0]][0]
                self.moved_blocks.append(first)

    def _tie_blocks(self, pair: Pair, one: Item, other: Item) -> None:
        old, new = self._old.blocks[pair[0]], self._new.blocks[pair[1]]
        if not (isinstance(one, Node) and one.move >= 0):
            self._tie(one, other)
        if old[0].shape == "verbatim":
            self._tie_lines(one, other)
            return
        if old[0].rows and new[0].rows and old[1] is not None and new[1] is not None:
            self._tie_cells(old, new)
        self.tie_words(self._old.own_words(one), self._new.own_words(other))

    def _tie(self, one: Item, other: Item) -> None:
        if one.tie < 0 and other.tie < 0:
            one.tie = other.tie = next(self._numbers)

    def _move(self, pair: Pair, one: Item, other: Item) -> None:
        """Note that a block stands elsewhere: a figure as a whole, a sub-figure never.

        Notes stand where they are called; what is inside something that moved has not moved.
        """
        block = self._old.blocks[pair[0]][0]
        items = self._old.figure(one), self._new.figure(other)
        if block.shape == "blocks" or not all(isinstance(item, Node) for item in items):
            return
        if self._old.moves_above(items[0]) & self._new.moves_above(items[1]):
            return
        old, new = items
        if isinstance(old, Node) and isinstance(new, Node) and old.is_block and new.is_block:
            old.move = new.move = len(self.moves)
            self.moves[old.move] = (old, new)
            self.moved_blocks.append((block, self._new.blocks[pair[1]][0]))

    def tie_words(self, ones: Sequence[Token], others: Sequence[Token]) -> None:
        """Tie the words that two texts have in common, and the space about them."""
        old, new = _pick_words(ones), _pick_words(others)
        at = begin = 0
        runs = find_changed_runs([w for _, w in old], [w for _, w in new])
        for run in [*runs, (len(old), len(old), len(new), len(new))]:
            pairs = zip(old[at : run[0]], new[begin : run[2]], strict=False)
            for (one, _), (other, _) in pairs:
                self._tie(ones[one], others[other])
                self._tie_space(ones, others, one - 1, other - 1)
                self._tie_space(ones, others, one + 1, other + 1)
            at, begin = run[1], run[3]

    def _tie_space(
        self, ones: Sequence[Token], others: Sequence[Token], one: int, other: int
    ) -> None:
        is_there = 0 <= one < len(ones) and 0 <= other < len(others)
        if is_there and not ones[one].key and not others[other].key:
            self._tie(ones[one], others[other])

    def _tie_lines(self, one: Item, other: Item) -> None:
        """Tie the lines of a listing that are equal, and the words of those that are alike: a word
        of a line that is another one is none of it."""
        old: Sequence[Line] = _lines(list(words_below(one)))
        new: Sequence[Line] = _lines(list(words_below(other)))
        lines = Alphabet()
        spelt = [
            lines.spell(["".join(t.text for t in line) for line in each]) for each in (old, new)
        ]
        at = begin = 0
        for run in [*unequal(*spelt), (len(old), len(old), len(new), len(new))]:
            for left, right in zip(old[at : run[0]], new[begin : run[2]], strict=True):
                for a, b in zip(left, right, strict=False):
                    if a.text == b.text:
                        self._tie(a, b)
            at, begin = run[1], run[3]
            for left, right in pair_alike(old[run[0] : at], new[run[2] : begin]):
                self.tie_words(left, right)
                self._tie_ends(left, right)

    def _tie_ends(self, one: Sequence[Token], other: Sequence[Token]) -> None:
        """Tie the ends of two lines, which begin with their space."""
        for at in (0, -1):
            if not one[at].key and one[at].text == other[at].text:
                self._tie(one[at], other[at])

    def _tie_cells(self, old: Read, new: Read) -> None:
        assert old[1] is not None and new[1] is not None
        ones, others = grid_of(*_expect_element(old)), grid_of(*_expect_element(new))
        columns, rows = align_table(old[0].rows, new[0].rows)
        staying = heaviest_run(sorted(columns), [1] * len(columns))  # the same ones in each row
        for one, other in rows:
            self._tie_parents(ones[one], others[other])
            for left, right in staying:
                if left < len(ones[one]) and right < len(others[other]):
                    cell = self._old.nodes[ones[one][left]]
                    cells = cell, self._new.nodes[others[other][right]]
                    self._tie(*cells)
                    self.tie_words(self._old.own_words(cells[0]), self._new.own_words(cells[1]))

    def _tie_parents(self, one: Sequence[Element], other: Sequence[Element]) -> None:
        """Tie two rows."""
        parents = [each[0].getparent() for each in (one, other) if each]
        if len(parents) == 2 and parents[0] is not None and parents[1] is not None:
            self._tie(self._old.nodes[parents[0]], self._new.nodes[parents[1]])

    def _part(self, pair: Pair, whole: Item, cut: tuple[int, ...], side: Side) -> None:
        """Cut a paragraph where the other revision begins a new one, wherever it can be cut."""
        parts = [side.item(n) for n in cut]
        if not isinstance(whole, Node):
            return
        here = self._old if side is self._new else self._new
        halves: list[tuple[Node, Node]] = []
        rest = whole
        for before, later in pairwise(parts):
            if not isinstance(before, Node) or not isinstance(later, Node):
                break
            half = _cut_off(here, rest, side.own_words(before), side.own_words(later))
            if half is not None:
                halves.append((half, later) if here is self._old else (later, half))
                rest = half
        for old, new in halves:
            if whole.move >= 0:
                self._move(pair, old, new)
            else:
                self._tie(old, new)
            self.tie_words(self._old.own_words(old), self._new.own_words(new))


def _cut_off(
    here: Side, whole: Node, first: Sequence[Token], second: Sequence[Token]
) -> Node | None:
    """Take off the second half of a paragraph and put it behind it; None where it is not cut."""
    cut = _cut(whole, here.own_words(whole), first, second)
    parent = here.parents.get(id(whole))
    if cut is None or parent is None:
        return None
    half, rest = cut
    at = next(n for n, item in enumerate(parent.items) if item is whole)
    parent.items.insert(at + 1, half)
    whole.items = rest
    here.parents |= {id(half): parent} | {id(item): half for item in half.items}
    here.units |= {id(half)}
    return half


def _expect_element(read: Read) -> tuple[Block, Element]:
    assert read[1] is not None
    return read[0], read[1]


def _pick_words(tokens: Sequence[Token]) -> list[tuple[int, Word]]:
    """Return the words among tokens, each with its index."""
    return [(n, Word(each.key, n, n + 1)) for n, each in enumerate(tokens) if each.key]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line; a line ends with the token that holds its end."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if "\n" in token.text:
            lines.append([])
    return [line for line in lines if line]


def pair_alike(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Return lines of code that are one, edited: those most alike, in order."""
    if len(old) * len(new) > MOST_LINES:
        return []
    spell = Alphabet().spell
    ones, others = ([spell([t.key for t in line if t.key]) for line in each] for each in (old, new))
    shares = {
        (n, m): share
        for n, one in enumerate(ones)
        for m, other in enumerate(others)
        if one and other and (share := common(one, other, LEAST_ALIKE)) >= LEAST_ALIKE
    }
    best: dict[int, tuple[float, int]] = {}
    for (n, m), share in shares.items():
        best[n] = max(best.get(n, (0.0, 0)), (share, -m))
    taken: dict[int, tuple[float, int]] = {}
    for n, (share, m) in best.items():
        taken[-m] = max(taken.get(-m, (0.0, 0)), (share, -n))
    pairs = sorted((-n, m) for m, (_, n) in taken.items())
    run = heaviest_run(pairs, [round(100 * shares[pair]) for pair in pairs])
    return [(old[n], new[m]) for n, m in run]


def _cut(
    whole: Node, words: Sequence[Token], first: Sequence[Token], second: Sequence[Token]
) -> tuple[Node, list[Item]] | None:
    """Return the second half of a paragraph, and the items that stay in the first.

    It is cut after the words that the first half has; None where that is inside another element.
    """
    kept = _share_until(words, first, second)
    own = (n for n, item in enumerate(whole.items) if _begins_with(item, words[kept]))
    at = next(own, 0) if kept else 0
    if not at:
        return None
    before, after = whole.items[:at], whole.items[at:]
    space = ""
    last = before[-1]
    if isinstance(last, Token) and not last.key:
        space, before = last.text, before[:-1]
    return Node(whole.tag, {JOINS: space}, after), before


def _begins_with(item: Item, word: Token) -> bool:
    """Tell whether an item is a word, or begins with it: a clause whose head is strong."""
    return next((each for each in words_below(item) if each.key), None) is word


def _share_until(words: Sequence[Token], first: Sequence[Token], second: Sequence[Token]) -> int:
    """Return the index of the word at which the second half begins, 0 where that is in doubt."""
    spelt = [(n, each.key) for n, each in enumerate(words) if each.key]
    head = [each.key for each in first if each.key]
    tail = [each.key for each in second if each.key]
    keys = [key for _, key in spelt]
    best, at = 0, 0
    for cut in range(1, len(keys)):
        score = _ends(keys[max(cut - LOOKED_AT, 0) : cut], head)
        score += _begins(keys[cut : cut + LOOKED_AT], tail)
        if score > best:
            best, at = score, cut
    return spelt[at][0] if best else 0


def _begins(words: Sequence[str], wanted: Sequence[str]) -> int:
    return sum(a == b for a, b in zip(words, wanted, strict=False))


def _ends(words: Sequence[str], wanted: Sequence[str]) -> int:
    return _begins(words[::-1], wanted[: -LOOKED_AT - 1 : -1])


def same_ids(old: Sequence[Read], new: Sequence[Read], found: Correspondence) -> Mapping[str, str]:
    """Return the id of each element that is in both revisions: of the old one -> of the new one."""
    pairs = ((old[n][1], new[m][1]) for n, m in found.pairs)
    both = [(a.get("id"), b.get("id")) for a, b in pairs if a is not None and b is not None]
    return {str(one): str(other) for one, other in both if one and other}
