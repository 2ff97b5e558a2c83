"""Two trees whose words are tied -> one tree that holds both.

Whatever is tied, and however badly: what the tree gives back is either revision, whole.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from octavo.constructs.construct import is_of
from octavo.constructs.construct_table import SHELLS
from octavo.constructs.notes import SECTION
from octavo.constructs.tables import ROW, holds_rows
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.report.redline.marks import (
    FORM,
    HERE,
    JOINS,
    MARK,
    MOVE,
    MOVED,
    NEW,
    OLD,
    OLD_ID,
    ORDER,
    PICTURE,
    SIGN,
    SPELT,
    UNWRAP,
    WAS,
    WRAP,
    WRAPPERS,
)
from octavo.diff.report.redline.nodes import Item, Node, Token, words_below
from octavo.diff.report.redline.recoloured_code import is_coloured_otherwise, pair_code_lines
from octavo.markup.tree import HEADINGS, Element, add_text, child, new, parse_xml, serialise

GROUP = "data-group"
"""On what stands for several items that the other revision puts into one."""
LISTS = frozenset(("ul", "ol"))
LINES = frozenset((*HEADINGS, "p", "li", "dt", "dd"))
"""Tags of which each may have become another where it says the same."""
ALIKE = (frozenset(HEADINGS), LISTS)
"""Tags of which one may have become the other."""
WRAPPING = frozenset(("section", "div", "blockquote", *LISTS))
"""Tags of what may be put around what stands there."""
FRAMES = SHELLS | {"section", "div", "code"}
"""Elements that are taken for one where nothing but their place says so."""


class Loom:
    """Weaves two revisions into one tree."""

    def __init__(
        self,
        moves: Mapping[int, tuple[Node, Node]],
        ids: frozenset[str],
        pictures: frozenset[str] = frozenset(),
    ) -> None:
        self._moves = moves
        self._ids = ids
        """Ids of the new revision."""
        self._pictures = pictures
        """Paths of pictures that show something else in the old revision."""
        self._ties: dict[int, tuple[int, ...]] = {}
        self._groups: list[Node] = []
        """Kept, since what is known of nodes is known by their ``id()``."""
        self.made: dict[int, Element] = {}
        """``id()`` of a node of either revision -> the element that it became."""

    def weave(self, old: Node, new_: Node) -> Element:
        """Return an element that holds both."""
        if GROUP in old.attributes or GROUP in new_.attributes:
            return self._weave_wrapper(old, new_)
        found = self.made[id(old)] = self.made[id(new_)] = _shell(new_)
        if (old.tag, old.attributes) != (new_.tag, new_.attributes):
            found.set(WAS, json.dumps({"tag": old.tag, **old.attributes}, ensure_ascii=False))
        if is_of(new_.attributes, SECTION):
            self._weave_notes(found, old.items, new_.items)
        elif old.tag == new_.tag == "code":
            for ones, others in pair_code_lines(old.items, new_.items):
                self._weave_code(found, ones, others)
        else:
            self._weave(found, old.items, new_.items)
        return found

    def _weave_code(self, parent: Element, old: Sequence[Item], new_: Sequence[Item]) -> None:
        """Write lines of code; the same words in other colours are the same words."""
        if is_coloured_otherwise(old, new_) and _is_another_form(old, new_):
            self._emit_gap(parent, old, new_)
        else:
            self._weave(parent, old, new_)

    def _weave_wrapper(self, old: Node, new_: Node) -> Element:
        """Return what one revision alone puts around something, with what both have in it."""
        is_new = GROUP in old.attributes
        wrapper = new_ if is_new else old
        found = self._shell(wrapper, NEW if is_new else OLD)
        if wrapper.tag in LISTS and not is_new:
            found.set(WAS, json.dumps({"tag": old.tag, **old.attributes}, ensure_ascii=False))
            found.tag = "div"  # its items are none now
        found.set(MARK, WRAP if is_new else UNWRAP)
        self._weave(found, old.items, new_.items)
        return found

    def _group(
        self, old: Sequence[Item], new_: Sequence[Item]
    ) -> tuple[Sequence[Item], Sequence[Item]]:
        """Return the items, those as one that the other revision puts into a section, a box or a
        quotation: with the tag of that."""
        if not any(map(_may_wrap, (*old, *new_))):
            return old, new_
        old = self._group_side(old, new_)
        return old, self._group_side(new_, old)

    def _group_side(self, items: Sequence[Item], others: Sequence[Item]) -> Sequence[Item]:
        found = list(items)
        for wrapper in others:
            if not isinstance(wrapper, Node) or not _may_wrap(wrapper):
                continue
            span = self._span_of(found, wrapper)
            if span is not None:
                group = Node(wrapper.tag, {GROUP: "1"}, found[span[0] : span[1]])
                self._groups.append(group)
                found[span[0] : span[1]] = [group]
        return found

    def _span_of(self, items: Sequence[Item], wrapper: Node) -> tuple[int, int] | None:
        """Return from where to where items stand in a wrapper; None where one of them is it, or
        where they hold as much that stands elsewhere."""
        inside = set(self._ties_of(wrapper))
        shared = [sum(tie in inside for tie in self._ties_of(item)) for item in items]
        places = [n for n, count in enumerate(shared) if count]
        if not places or any(isinstance(item, Token) for item in items):
            return None
        start, end = places[0], places[-1] + 1
        if wrapper.tag in LISTS and not all(_is_line(item) for item in items[start:end]):
            return None
        whole = sum(len(self._ties_of(item)) for item in items[start:end])
        is_one = any(
            _can_be_one(items[n], wrapper) and 2 * shared[n] >= sum(shared) for n in places
        )
        is_grouped = any(isinstance(i, Node) and GROUP in i.attributes for i in items[start:end])
        is_inside = end - start == 1 and _may_wrap(items[start]) and whole > len(inside)
        is_other = is_one or is_grouped or is_inside or 2 * sum(shared) < whole
        return None if is_other else (start, end)

    def _weave_notes(self, parent: Element, old: Sequence[Item], new_: Sequence[Item]) -> None:
        """Write notes in the new order, then those that only the old revision has."""
        others = {item.tie: item for item in old if isinstance(item, Node) and item.tie >= 0}
        both: set[int] = set()
        for item in new_:
            one = others.get(item.tie) if isinstance(item, Node) else None
            if isinstance(item, Node) and one is not None:
                both.add(item.tie)
                parent.append(self.weave(one, item))
            else:
                self._emit(parent, item, NEW)
        for item in old:
            if item.tie not in both:
                self._emit(parent, item, OLD)
        order = [item.attributes.get("id", "") for item in old if isinstance(item, Node)]
        parent.set(ORDER, " ".join(order))

    def _weave(self, parent: Element, old: Sequence[Item], new_: Sequence[Item]) -> None:
        old, new_ = self._group(old, new_)
        one = other = 0
        for left, right in [*self._pairs(old, new_), (len(old), len(new_))]:
            self._emit_gap(parent, old[one:left], new_[other:right])
            if left < len(old):
                self._emit_both(parent, old[left], new_[right])
            one, other = left + 1, right + 1

    def _pairs(self, old: Sequence[Item], new_: Sequence[Item]) -> list[Pair]:
        """Return the items that are woven into one, in order."""
        owners = {tie: n for n, item in enumerate(new_) for tie in self._ties_of(item)}
        best: dict[int, tuple[int, int]] = {}
        backs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for n, item in enumerate(old):
            shared = Counter(owners[tie] for tie in self._ties_of(item) if tie in owners)
            options = [(-w, m) for m, w in shared.items() if _can_be_one(item, new_[m])]
            if options:
                weight, m = min(options)
                best[n] = (m, -weight)
                backs[m].append((weight, n))
        chosen = [(n, m) for n, (m, _) in sorted(best.items()) if min(backs[m])[1] == n]
        run = heaviest_run(chosen, [best[n][1] for n, _ in chosen])
        return list(_with_frames(run, old, new_))

    def _ties_of(self, item: Item) -> tuple[int, ...]:
        """Return the ties of an item and of all that it holds."""
        if isinstance(item, Token):
            return (item.tie,) if item.tie >= 0 else ()
        if item.move >= 0:
            return ()
        found = self._ties.get(id(item))
        if found is None:
            own = (item.tie,) if item.tie >= 0 else ()
            found = (*own, *(tie for each in item.items for tie in self._ties_of(each)))
            self._ties[id(item)] = found
        return found

    def _emit_gap(self, parent: Element, old: Sequence[Item], new_: Sequence[Item]) -> None:
        """Write what only one revision has, the old first."""
        if _is_another_form(old, new_):
            span = child(parent, "span")
            span.set(MARK, FORM)
            holder = new("span")
            for item in old:
                self._plain(holder, item)
            span.set(WAS, serialise(holder))
            for item in new_:
                self._plain(span, item)
            return
        for side, items in ((OLD, old), (NEW, new_)):
            for item in items:
                self._emit(parent, item, side)

    def _emit(self, parent: Element, item: Item, side: str) -> None:
        """Write what one revision has, and say so."""
        if isinstance(item, Token) or not item.is_block:
            self._plain(_wrapper(parent, side), item, side)
        elif item.move >= 0:
            self._emit_moved(parent, item, side)
        else:
            found = self._shell(item, side)
            found.set(MARK, side)
            parent.append(found)
            for each in item.items:
                self._emit(found, each, side)

    def _emit_moved(self, parent: Element, item: Node, side: str) -> None:
        if side == OLD:
            here = child(parent, _tag_of_place(parent))
            here.set(MARK, HERE)
            here.set(MOVE, str(item.move))
            return
        moved = self.weave(*self._moves[item.move])
        moved.set(MARK, MOVED)
        moved.set(MOVE, str(item.move))
        parent.append(moved)

    def _plain(self, parent: Element, item: Item, side: str = "") -> None:
        """Write an item and what it holds as one revision has it."""
        if isinstance(item, Token):
            if item.is_element:
                parent.append(self._name_apart(parse_xml(item.text), side))
            else:
                add_text(parent, item.text)
            return
        found = self._shell(item, side)
        parent.append(found)
        for each in item.items:
            self._plain(found, each, side)

    def _shell(self, node: Node, side: str) -> Element:
        found = self.made[id(node)] = self._name_apart(_shell(node), side)
        return found

    def _name_apart(self, element: Element, side: str) -> Element:
        """Give what only the old revision has ids of its own, and links to these."""
        for node in element.iter() if side == OLD else ():
            if node.get("id"):
                node.set("id", OLD_ID + str(node.get("id")))
            href = node.get("href") or ""
            if href.startswith("#") and href[1:] not in self._ids:
                node.set("href", f"#{OLD_ID}{href[1:]}")
            if node.get("src") in self._pictures:
                node.set("src", OLD_ID + str(node.get("src")))
        return element

    def _emit_both(self, parent: Element, old: Item, new_: Item) -> None:
        if isinstance(old, Node) and isinstance(new_, Node):
            parent.append(self.weave(old, new_))
        elif isinstance(old, Token) and isinstance(new_, Token):
            self._emit_tokens(parent, old, new_)

    def _emit_tokens(self, parent: Element, old: Token, new_: Token) -> None:
        if new_.is_element:
            sign = parse_xml(new_.text)
            if old.text != new_.text or old.key != new_.key:
                sign.set(MARK, SIGN if old.key == new_.key else PICTURE)
                sign.set(WAS, old.text)
            parent.append(sign)
        elif old.text == new_.text:
            add_text(parent, new_.text)
        else:
            span = child(parent, "span", new_.text)
            span.set(MARK, SPELT)
            span.set(WAS, old.text)


def plain(node: Node) -> Element:
    """Return one revision as it is."""
    holder = new("holder")
    Loom({}, frozenset())._plain(holder, node)
    return holder[0]


def _shell(node: Node) -> Element:
    found = new(node.tag)
    for name, value in node.attributes.items():
        found.set(name, value)
    return found


def _wrapper(parent: Element, side: str) -> Element:
    """Return the element at the end of ``parent`` that holds words of one revision."""
    name = WRAPPERS[side]
    last = parent[-1] if len(parent) else None
    if last is not None and last.get(MARK) == name and not last.tail:
        return last
    found = child(parent, name)
    found.set(MARK, name)
    return found


def _can_be_one(old: Item, new_: Item) -> bool:
    if isinstance(old, Token) or isinstance(new_, Token):
        return isinstance(old, Token) and isinstance(new_, Token)
    if any(old.tag in kind and new_.tag in kind for kind in ALIKE):
        return True
    if old.tie == new_.tie >= 0 and old.tag in LINES and new_.tag in LINES:
        return True
    return old.tag == new_.tag and (JOINS in old.attributes) + (JOINS in new_.attributes) < 2


def _may_wrap(item: Item) -> bool:
    is_node = isinstance(item, Node) and item.tag in WRAPPING
    return is_node and isinstance(item, Node) and item.tie < 0 and item.move < 0


def _is_line(item: Item) -> bool:
    return isinstance(item, Node) and item.tag in LINES and item.tag != "li"


def _with_frames(run: Sequence[Pair], old: Sequence[Item], new_: Sequence[Item]) -> Iterator[Pair]:
    """Yield the pairs and, between them, frames of which both sides have as many of a kind."""
    one = other = 0
    for left, right in [*run, (len(old), len(new_))]:
        last = -1
        ones, others = _frames(old, one, left), _frames(new_, other, right)
        alike = [zip(ones[f], others[f], strict=True) for f in ones if _size(ones, others, f)]
        for at, n in sorted((pair for pairs in alike for pair in pairs), key=lambda p: p[::-1]):
            if at > last:
                last = at
                yield at, n
        if left < len(old):
            yield left, right
        one, other = left + 1, right + 1


def _frames(items: Sequence[Item], start: int, end: int) -> dict[str, list[int]]:
    """Return the frames between two places, each kind with where it stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for n in range(start, end):
        frame = _frame(items[n])
        if frame:
            found[frame].append(n)
    return found


def _size(ones: Mapping[str, list[int]], others: Mapping[str, list[int]], frame: str) -> int:
    """Return how many frames of a kind there are, 0 where the sides differ in it."""
    return len(ones[frame]) if len(ones[frame]) == len(others.get(frame, ())) else 0


def _frame(item: Item) -> str:
    """Return by what a frame is known: '' for all else, and for what has moved."""
    if isinstance(item, Token):
        return ""
    if item.tag == "chapter":
        return f"chapter {item.attributes.get('data-slug')}"
    is_frame = item.tag in FRAMES and item.move < 0 and item.tie < 0
    return f"{item.tag} {item.attributes.get('class', '')}" if is_frame else ""


def _is_another_form(old: Sequence[Item], new_: Sequence[Item]) -> bool:
    """Tell whether two runs are the same words, set otherwise."""
    if not old or not new_ or any(isinstance(i, Node) and i.is_block for i in (*old, *new_)):
        return False
    signs = [[t for item in items for t in words_below(item)] for items in (old, new_)]
    if any(token.is_element for token in signs[0]):
        return False
    words = ["".join(token.text for token in each) for each in signs]
    return words[0] == words[1] and bool(words[0].strip())


def _tag_of_place(parent: Element) -> str:
    """Return what may stand in a place from which something has moved away."""
    if parent.tag in ("ul", "ol"):
        return "li"
    if holds_rows(parent):
        return ROW
    return "dd" if parent.tag == "dl" else "p"
