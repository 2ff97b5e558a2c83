"""Two sources and which block of one is which of the other -> their files as slices."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from octavo.diff.match.correspondence import Correspondence, correspondence
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import Alphabet
from octavo.diff.match.words import unequal
from octavo.diff.report.sources.source_files import Segment, SourceFiles, read_sources
from octavo.diff.report.sources.source_slices import CHANGED, FROM, KEPT, TO, Slice, SlicedFile
from octavo.diff.revision import Opened

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_HARD = re.compile(r"  \n|\\\n")
_BLANK = re.compile(r"\s*")
FEW = 8
"""Pieces that a line may stand in to tell anything about one of them."""
UNSEEN = "unseen"
"""The change that holds all that no reader of the text sees: where lines end, how signs are
written."""


@dataclass(slots=True)
class SlicedSources:
    """Two sources as slices, and which changes are in which block."""

    files: tuple[SlicedFile, ...]
    old: SourceFiles
    new: SourceFiles
    found: Correspondence
    of_old: dict[int, list[str]] = field(default_factory=dict)
    """Index of a segment of the old revision -> the changes in it, in order."""
    of_new: dict[int, list[str]] = field(default_factory=dict)
    moves: dict[int, str] = field(default_factory=dict)
    """Index of a segment of the new revision that has moved -> its change."""


def slice_sources(old: Opened, new: Opened) -> SlicedSources:
    """Return two sources as slices."""
    found = correspondence(old.manuscript, new.manuscript)
    olds = _with_pieces_as_one(read_sources(old), found.merges.values())
    news = _with_pieces_as_one(read_sources(new), found.splits.values())
    return _Slicer(olds, news, found).slice()


def _with_pieces_as_one(files: SourceFiles, cuts: Iterable[Sequence[int]]) -> SourceFiles:
    """Return files in which the pieces of a block that was cut, or joined from them, are one
    segment: where nothing else stands between them."""
    first: dict[int, int] = {}
    for pieces in cuts:
        run = sorted({files.of_block[n] for n in pieces if n in files.of_block})
        is_whole = bool(run) and run[-1] - run[0] == len(run) - 1
        if is_whole and len({files.segments[n].file for n in run}) == 1:
            first |= dict.fromkeys(run[1:], run[0])
    if not first:
        return files
    found, at = SourceFiles(), dict[int, int]()
    for n, segment in enumerate(files.segments):
        if n in first:
            whole = found.segments.pop()
            segment = replace(whole, text=whole.text + segment.text)
        at[n] = len(found.segments)
        found.segments.append(segment)
    found.of_block |= {block: at[n] for block, n in files.of_block.items()}
    return found


class _Slicer:
    def __init__(self, old: SourceFiles, new: SourceFiles, found: Correspondence) -> None:
        self._old, self._new, self._found = old, new, found
        self._numbers = count(1)
        self._partners = dict(self._pair_blocks())
        self._files = self._pair_files()
        self._pair_heads()
        self._pair_asides()
        self._origins = {new: old for old, new in self._partners.items()}
        self._made = SlicedSources((), old, new, found)
        self._inner: dict[Pair, tuple[Slice, ...]] = {}
        self._moved: dict[Pair, str] = {}

    def slice(self) -> SlicedSources:
        names = [(self._files.get(name, ""), name) for name in self._new.names]
        taken = {old for old, _ in names}
        names += [(name, "") for name in self._old.names if name not in taken]
        spines = {pair: self._spine(*pair) for pair in names}
        settled = {each for spine in spines.values() for each in spine}
        for pair in sorted(self._partners.items()):
            if pair not in settled:
                self._moved[pair] = self._name()
        files = [SlicedFile(*pair, tuple(self._weave(*pair, spines[pair]))) for pair in names]
        self._made.files = tuple(files)
        self._made.moves = {new: name for (_, new), name in self._moved.items()}
        return self._made

    def _name(self) -> str:
        return f"c{next(self._numbers)}"

    def _pair_blocks(self) -> Iterator[Pair]:
        """Yield the segments that are one, each once."""
        olds: set[int] = set()
        news: set[int] = set()
        for one, other in self._found.pairs:
            pair = self._old.of_block.get(one, -1), self._new.of_block.get(other, -1)
            if min(pair) >= 0 and pair[0] not in olds and pair[1] not in news:
                olds.add(pair[0])
                news.add(pair[1])
                yield pair

    def _pair_files(self) -> dict[str, str]:
        """Return new path -> old path of files that are one."""
        votes: Counter[Pair | tuple[str, str]] = Counter()
        for one, other in self._partners.items():
            votes[self._old.segments[one].file, self._new.segments[other].file] += 1
        same = [(name, name) for name in self._new.names if name in self._old.names]
        firsts = [(self._old.names[0], self._new.names[0])] if self._old.names else []
        found: dict[str, str] = {}
        ranked = [pair for pair, _ in sorted(votes.items(), key=lambda each: (-each[1], each[0]))]
        for old, new in [*ranked, *same, *firsts]:
            if new not in found and old not in found.values():
                found[str(new)] = str(old)
        return found

    def _pair_heads(self) -> None:
        for new, old in self._files.items():
            heads = next(self._old.within(old), -1), next(self._new.within(new), -1)
            is_free = heads[0] not in self._partners and heads[1] not in self._partners.values()
            if min(heads) >= 0 and is_free:
                self._partners[heads[0]] = heads[1]

    def _pair_asides(self) -> None:
        """Pair what is no block."""
        for new, old in self._files.items():
            ones = [n for n in self._old.within(old) if self._old.segments[n].is_aside]
            others = [n for n in self._new.within(new) if self._new.segments[n].is_aside]
            texts = [self._old.segments[n].text for n in ones]
            same = [self._new.segments[n].text for n in others]
            self._partners |= {ones[n]: others[m] for n, m in pair_pieces(texts, same)}

    def _spine(self, old: str, new: str) -> list[Pair]:
        """Return the pairs of a file that stand in the order of one another."""
        inside = set(self._new.within(new))
        pairs = [
            (one, self._partners[one])
            for one in self._old.within(old)
            if self._partners.get(one) in inside
        ]
        weights = [len(self._old.segments[one].text) + 1 for one, _ in pairs]
        return list(heaviest_run(pairs, weights))

    def _weave(self, old: str, new: str, spine: Sequence[Pair]) -> Iterator[Slice]:
        olds, news = list(self._old.within(old)), list(self._new.within(new))
        at = begin = 0
        ends = (len(olds), len(news))
        of_old, of_new = ({n: k for k, n in enumerate(side)} for side in (olds, news))
        places = [(of_old[one], of_new[other]) for one, other in spine]
        for left, right in [*places, ends]:
            for one in olds[at:left]:
                yield from self._remove(one)
            for other in news[begin:right]:
                yield from self._add(other)
            if left < len(olds):
                yield from self._both((olds[left], news[right]))
            at, begin = left + 1, right + 1

    def _remove(self, one: int) -> Iterator[Slice]:
        pair = (one, self._partners.get(one, -1))
        if pair in self._moved:
            yield Slice(FROM, self._moved[pair], inside=self._edits(pair))
            return
        name = self._name()
        self._made.of_old[one] = [name]
        yield Slice(CHANGED, name, self._old.segments[one].text, "")

    def _add(self, other: int) -> Iterator[Slice]:
        pair = (self._origins.get(other, -1), other)
        if pair in self._moved:
            yield Slice(TO, self._moved[pair], inside=self._edits(pair))
            return
        name = self._name()
        self._made.of_new[other] = [name]
        yield Slice(CHANGED, name, "", self._new.segments[other].text)

    def _both(self, pair: Pair) -> Iterator[Slice]:
        yield from self._edits(pair)

    def _edits(self, pair: Pair) -> tuple[Slice, ...]:
        found = self._inner.get(pair)
        if found is None:
            old, new = self._old.segments[pair[0]], self._new.segments[pair[1]]
            found = tuple(self._compare(old, new))
            names = [each.change for each in found if each.change and each.change != UNSEEN]
            self._made.of_old[pair[0]] = self._made.of_new[pair[1]] = names
            self._inner[pair] = found
        return found

    def _compare(self, old: Segment, new: Segment) -> Iterator[Slice]:
        """Yield what two segments have in common, and what not."""
        if old.text == new.text:
            yield Slice(KEPT, "", old.text, new.text)
            return
        is_code = old.is_code or new.is_code
        for before, after in compare_texts(old.text, new.text):
            if before == after:
                yield Slice(KEPT, "", before, after)
            else:
                is_soft = not is_code and is_soft_space(before) and is_soft_space(after)
                yield Slice(CHANGED, UNSEEN if is_soft else self._name(), before, after)


def pair_pieces(olds: Sequence[str], news: Sequence[str]) -> list[Pair]:
    """Return which piece of lines is which, each in one pair at most: first the equal ones, in
    order; then those that have most lines in common which few others have; then what is left."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for n, text in enumerate(news):
        places[text].append(n)
    found = {n: places[text].popleft() for n, text in enumerate(olds) if places[text]}
    free = dict.fromkeys(sorted(n for left in places.values() for n in left))
    of_line: dict[str, list[int]] = defaultdict(list)
    for n in free:
        for line in dict.fromkeys(news[n].split("\n")):
            of_line[line].append(n)
    for one in (n for n in range(len(olds)) if n not in found):
        lines = dict.fromkeys(olds[one].split("\n"))
        near = (of_line[line] for line in lines if line and len(of_line[line]) <= FEW)
        shared = Counter(n for some in near for n in some if n in free)
        if shared:
            found[one] = min(shared, key=lambda n: (-shared[n], n))
            del free[found[one]]
    left = (n for n in range(len(olds)) if n not in found)
    return sorted([*found.items(), *zip(left, free, strict=False)])


def is_soft_space(text: str) -> bool:
    """Tell whether a text is space that parts words, and no more."""
    is_space = bool(text) and _BLANK.fullmatch(text) is not None
    return is_space and text.count("\n") < 2 and not _HARD.search(text)


def compare_texts(old: str, new: str) -> list[tuple[str, str]]:
    """Return the runs of two texts in order: of what is common twice the same."""
    lines = _runs(old.splitlines(keepends=True), new.splitlines(keepends=True))
    found: list[tuple[str, str]] = []
    for before, after in lines:
        if before == after:
            found.append((before, after))
        else:
            found += _runs(_TOKEN.findall(before), _TOKEN.findall(after))
    return _tidy(found)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    alphabet = Alphabet()
    runs = unequal(alphabet.spell(old), alphabet.spell(new))
    found: list[tuple[str, str]] = []
    at = 0
    for run in [*runs, (len(old), len(old), len(new), len(new))]:
        same = "".join(old[at : run[0]])
        found += [(same, same)] if same else []
        pair = "".join(old[run[0] : run[1]]), "".join(new[run[2] : run[3]])
        found += [pair] if pair != ("", "") else []
        at = run[1]
    return found


def _tidy(runs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the runs, changes as one between which there is only a space."""
    found: list[tuple[str, str]] = []
    for run in runs:
        is_change = run[0] != run[1]
        is_near = len(found) > 1 and found[-1] == (" ", " ") and found[-2][0] != found[-2][1]
        if is_change and found and found[-1][0] != found[-1][1]:
            last = found.pop()
            run = (last[0] + run[0], last[1] + run[1])
        elif is_change and is_near and not any(map(is_soft_space, (*found[-2], *run))):
            space, last = found.pop(), found.pop()
            run = (last[0] + space[0] + run[0], last[1] + space[1] + run[1])
        found.append(run)
    return found


def names_in(files: Sequence[SlicedFile]) -> Mapping[str, None]:
    """Return the names of all changes, in order, each once."""
    return dict.fromkeys(name for file in files for each in file.slices for name in each.changes())
