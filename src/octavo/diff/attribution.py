"""Differences and the history between two revisions -> who made each of them, and when."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.blocks.block import Manuscript
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.history import Commit, FileHistory, FileWord, History, history_between
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.wording import words_of
from octavo.diff.match.words import Edit
from octavo.production.pipeline import Project

PUBLICATION = "publication.yaml"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The commits that made a difference, the latest first."""

    commits: tuple[Commit, ...]
    by_edit: tuple[tuple[Commit, ...], ...] = ()
    """Of each of the event's edits, those that made it."""


def attribute(
    events: Iterable[Event], old: Manuscript, new: Manuscript, history: History
) -> dict[str, Attribution]:
    """Return who made each difference, by the event's id.

    Events that no commit of the history can be found for are left out.
    """
    desk = _Desk(history, _Ranges.of(old), _Ranges.of(new), (old.folder, new.folder))
    found = {event.id: desk.attribute(event) for event in events}
    return {name: each for name, each in found.items() if each.commits}


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Knows where blocks begin in their files, so how far each of them goes."""

    starts: Mapping[str, Sequence[int]]

    @staticmethod
    def of(manuscript: Manuscript) -> "_Ranges":
        found: dict[str, set[int]] = defaultdict(set)
        for block in manuscript.every_block():
            found[block.place.path].add(block.place.line)
        return _Ranges({path: sorted(lines) for path, lines in found.items()})

    def end(self, path: str, line: int) -> int:
        """Return the last line before the next block."""
        starts = self.starts.get(path, ())
        n = bisect_right(starts, line)
        return starts[n] - 1 if n < len(starts) else 1 << 60


@dataclass(slots=True)
class _Desk:
    history: History
    old: _Ranges
    new: _Ranges
    folders: tuple[str, str]
    files: dict[str, FileHistory] = field(default_factory=dict)

    def attribute(self, event: Event) -> Attribution:
        if event.level == "metadata":
            return Attribution(self._in_order(self._metadata(event)))
        if event.level == "asset":
            return Attribution(self._in_order(self._picture(event)))
        by_edit = tuple(self._in_order(self._edit(event, each)) for each in event.edits)
        names = {each.name for commits in by_edit for each in commits}
        if not names or not all(by_edit):
            names |= set(self._whole(event))
        return Attribution(self._in_order(names), by_edit)

    def _in_order(self, names: Iterable[str]) -> tuple[Commit, ...]:
        """Return commits, the latest first."""
        found = [self.history.commit(name) for name in set(names) if name]
        order = {name: n for n, (name, _) in enumerate(self.history.graph)}
        return tuple(sorted(found, key=lambda each: -order.get(each.name, 0)))

    def _file(self, path: str) -> FileHistory:
        if path not in self.files:
            self.files[path] = self.history.file(path)
        return self.files[path]

    def _side(self, spots: Sequence[Spot], is_new: bool) -> Iterator[tuple[FileWord, str]]:
        """Yield the words of the blocks of a side, each with the commit that changed it."""
        for spot in spots:
            path, _, line = spot.place.rpartition(":")
            if not line.isdigit():
                continue
            file = self._file(path)
            ranges, words = (self.new, file.new) if is_new else (self.old, file.old)
            last = ranges.end(path, int(line))
            commits = file.putters if is_new else file.takers
            for word, commit in zip(words, commits, strict=True):
                if int(line) <= word.line <= last:
                    yield word, commit

    def _edit(self, event: Event, edit: Edit) -> set[str]:
        """Return who put an edit's words, and who took those that stood there."""
        found: set[str] = set()
        for spots, said, is_new in ((event.new, edit.after, True), (event.old, edit.before, False)):
            if said:
                found |= _find(list(self._side(spots, is_new)), said)
        return found

    def _whole(self, event: Event) -> Iterator[str]:
        """Yield who changed anything in the blocks of an event; of a row that came or went, not in
        the rest of its table."""
        came = event.new if event.change != "removed" else ()
        went = event.old if event.change != "added" or event.level == "mark" else ()
        for spots, is_new in ((came, True), (went, False)):
            yield from (commit for _, commit in self._side(spots, is_new) if commit)

    def _metadata(self, event: Event) -> Iterator[str]:
        """Yield who changed the lines of a key, in the file that has the metadata."""
        key = event.name.partition(".")[0]
        own = f"{self.folders[1]}/{PUBLICATION}".removeprefix("/")
        for path in [own] if self._file(own).new else list(self.new.starts):
            file = self._file(path)
            for words, commits in ((file.new, file.putters), (file.old, file.takers)):
                yield from _under(key, words, commits)

    def _picture(self, event: Event) -> Iterator[str]:
        name = (event.after or event.before).partition(" (")[0]
        yield from self._file(f"{self.folders[1]}/{name}".removeprefix("/")).commits[-1:]


def _under(key: str, words: Sequence[FileWord], commits: Sequence[str]) -> Iterator[str]:
    """Yield the commits of the line that begins with a key, in the head of a file."""
    lines = {w.line for n, w in enumerate(words) if w.folded == key and _is_first(words, n)}
    first = min(lines, default=0)
    yield from (c for w, c in zip(words, commits, strict=True) if c and w.line == first)


def _is_first(words: Sequence[FileWord], n: int) -> bool:
    is_first = n == 0 or words[n - 1].line != words[n].line
    return is_first and n + 1 < len(words) and words[n + 1].folded == ":"


def _find(words: Sequence[tuple[FileWord, str]], said: str) -> set[str]:
    """Return the commits of the place where words stand that somebody changed; signs of Markdown
    may stand between them."""
    for is_word in (False, True):
        own = [w.folded for w in words_of(said) if not is_word or w.folded[:1].isalnum()]
        there = [each for each in words if not is_word or each[0].folded[:1].isalnum()]
        spelt = [word.folded for word, _ in there]
        size = len(own)
        for n in range(len(spelt) - size + 1 if own else 0):
            if spelt[n] == own[0] and spelt[n : n + size] == own:
                found = {commit for _, commit in there[n : n + size] if commit}
                if found:
                    return found
    return set()


def revisions_of(sides: tuple[str, str], asked: str) -> tuple[str, str]:
    """Return the revisions of two things that are compared. Problems: E726 (they are none)."""
    revisions = [named.partition(":")[0] for named in sides if named.partition(":")[2]]
    if len(revisions) != 2:
        hint = f"name two revisions of git: octavo diff A..B PUBLICATION {asked}"
        message = f"{asked} reads the history between two revisions, and this is none of git"
        named = next(each for each in sides if not each.partition(":")[2])
        raise BuildFailed([Problem("E726", Place(named), message, hint)])
    return revisions[0], revisions[1]


def blame(
    sides: tuple[str, str],
    manuscripts: tuple[Manuscript, Manuscript],
    events: Sequence[Event],
    project: Project,
) -> dict[str, Attribution]:
    """Return who made each difference between two revisions of git. Problems: E702, E703, E725,
    E726."""
    with history_between(*revisions_of(sides, "--blame"), project) as history:
        return attribute(events, *manuscripts, history)
