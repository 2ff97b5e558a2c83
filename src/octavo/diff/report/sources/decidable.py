"""A woven tree and its sources as slices -> which marks of the one are which changes of the other.

Each mark that can be decided names its change (``data-change``); what no mark shows is one change
that all other decisions leave alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.diff.match.spine import Pair
from octavo.diff.report.redline.marks import HERE, JOINS, MOVE, MOVED, NOTE, mark_of
from octavo.diff.report.redline.woven import Woven
from octavo.diff.report.sources.sliced_sources import UNSEEN, SlicedSources
from octavo.diff.report.sources.source_slices import SlicedFile
from octavo.markup.tree import Element, is_blank, is_element

CHANGE = "data-change"


def name_changes(cloth: Woven, sources: SlicedSources) -> tuple[SlicedFile, ...]:
    """Let the marks of a woven tree name their changes; return the files with these names."""
    naming = _Naming(sources)
    for segment, runs in _runs_by_segment(cloth, sources).items():
        naming.name(segment, runs)
    _name_moves(cloth, sources, naming)
    naming.join_parts()
    names = naming.settle()
    return tuple(
        replace(file, slices=tuple(each.rename(names) for each in file.slices))
        for file in sources.files
    )


@dataclass(slots=True)
class _Naming:
    """Which changes are one, and which marks show them."""

    sources: SlicedSources
    parents: dict[str, str] = field(default_factory=dict)
    marked: list[tuple[Element, str]] = field(default_factory=list)

    def changes(self, segment: Pair) -> Sequence[str]:
        """Return the changes in a segment: -1 for the side that lacks it."""
        old, new = segment
        return self.sources.of_new.get(new) or self.sources.of_old.get(old) or ()

    def name(self, segment: Pair, runs: Sequence[Sequence[Element]]) -> None:
        found = self.changes(segment)
        if not found:
            return
        if len(found) != len(runs):
            self.join(found)
            found = [found[0]] * len(runs)
        for run, name in zip(runs, found, strict=True):
            self.marked += [(node, name) for node in run]

    def join(self, names: Sequence[str]) -> None:
        for name in names[1:]:
            self.parents[self.root(name)] = self.root(names[0])

    def root(self, name: str) -> str:
        while self.parents.get(name, name) != name:
            name = self.parents[name]
        return name

    def join_parts(self) -> None:
        """Let the halves of a paragraph that was cut be decided together."""
        old, new = self.sources.old.of_block, self.sources.new.of_block
        found = self.sources.found
        for one, halves in found.splits.items():
            segments = [(old.get(one, -1), -1), *((-1, new.get(each, -1)) for each in halves)]
            self.join([name for each in segments for name in self.changes(each)])
        for other, halves in found.merges.items():
            segments = [(-1, new.get(other, -1)), *((old.get(each, -1), -1) for each in halves)]
            self.join([name for each in segments for name in self.changes(each)])

    def settle(self) -> dict[str, str]:
        """Write the names of changes to their marks; return name -> the name it has there."""
        shown = set()
        for node, name in self.marked:
            node.set(CHANGE, self.root(name))
            shown.add(self.root(name))
        names = {name for each in self.sources.files for s in each.slices for name in s.changes()}
        return {n: self.root(n) if self.root(n) in shown else UNSEEN for n in sorted(names)}


def _runs_by_segment(cloth: Woven, sources: SlicedSources) -> dict[Pair, list[list[Element]]]:
    """Return the marks in each segment, those that stand side by side as one."""
    homes = _homes(cloth, sources)
    found: dict[Pair, list[list[Element]]] = defaultdict(list)
    within: dict[Element, Pair] = {}
    for node in cloth.root.iter():
        mark = mark_of(node) if is_element(node) else ""
        if (not mark and node.get(JOINS) is None) or mark in (HERE, MOVED, NOTE):
            continue
        segment = next((homes[n] for n in (node, *node.iterancestors()) if n in homes), None)
        if segment is None:
            continue
        within[node] = segment
        if any(within.get(above) == segment for above in node.iterancestors()):
            continue
        runs = found[segment]
        before = node.getprevious()
        is_next = runs and before is runs[-1][-1] and is_blank(before.tail) and not before.tail
        if is_next:
            runs[-1].append(node)
        else:
            runs.append([node])
    return found


def _homes(cloth: Woven, sources: SlicedSources) -> dict[Element, Pair]:
    """Return the element of each block -> its segments in both revisions."""
    found: dict[Element, Pair] = {}
    for number, element in enumerate(cloth.elements[0]):
        if element is not None and number in sources.old.of_block:
            found.setdefault(element, (sources.old.of_block[number], -1))
    for number, element in enumerate(cloth.elements[1]):
        if element is not None and number in sources.new.of_block:
            found[element] = (found.get(element, (-1, -1))[0], sources.new.of_block[number])
    return found


def _name_moves(cloth: Woven, sources: SlicedSources, naming: _Naming) -> None:
    """Let what has moved, and the places where it stood, name their change."""
    names = dict(_moves(cloth, sources))
    for node in cloth.root.iter():
        if mark_of(node) in (HERE, MOVED) and (node.get(MOVE) or "") in names:
            naming.marked.append((node, names[str(node.get(MOVE))]))


def _moves(cloth: Woven, sources: SlicedSources) -> Iterator[tuple[str, str]]:
    homes = _homes(cloth, sources)
    for node in cloth.root.iter():
        if mark_of(node) == MOVED:
            inside = (homes[each] for each in node.iter() if each in homes)
            name = next((sources.moves[s[1]] for s in inside if s[1] in sources.moves), None)
            if name is not None:
                yield str(node.get(MOVE)), name
