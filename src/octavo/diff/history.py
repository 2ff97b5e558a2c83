"""The commits between two revisions of git, and which of them put or took each word of a file.

Everything is read as ``git`` reads revisions: objects only, through a repository of our own, so
that no hook, filter, text conversion or mail map of the repository has a part in it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.git import BlobReader, GitFailure, NameReader, Objects, Repository
from octavo.diff.match.wording import Alphabet, words_of
from octavo.diff.match.words import unequal
from octavo.production.pipeline import Project

LONGEST = 200
"""Characters of a name or a subject that are told."""
MOST_WORDS = 400_000
"""Words of a file whose history is looked through."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Who changed something, when, and what they said of it."""

    name: str
    """In full."""
    author: str
    date: str
    """When it was written: ISO 8601, with the author's offset from UTC."""
    subject: str

    @property
    def short(self) -> str:
        return self.name[:10]

    @property
    def day(self) -> str:
        return self.date.partition("T")[0]


@dataclass(frozen=True, slots=True)
class FileWord:
    """A word or sign of a file, in its line."""

    folded: str
    line: int


@dataclass(frozen=True, slots=True)
class FileHistory:
    """A file in two revisions, with the commit that changed each word; '' where none did."""

    old: tuple[FileWord, ...] = ()
    takers: tuple[str, ...] = ()
    """Of each word of ``old``: the commit that took it away."""
    new: tuple[FileWord, ...] = ()
    putters: tuple[str, ...] = ()
    """Of each word of ``new``: the commit that put it there."""
    commits: tuple[str, ...] = ()
    """All that changed the file."""


@dataclass(frozen=True, slots=True)
class _State:
    """A file as a commit has it."""

    blob: str
    words: tuple[FileWord, ...]
    putters: tuple[str, ...]
    origins: tuple[int, ...]
    """Of each word: its index in the old revision, -1 where it was not in it."""


class History:
    """What has happened between two revisions."""

    def __init__(
        self, objects: Objects, names: NameReader, reader: BlobReader, old: str, new: str
    ) -> None:
        self._objects, self._names, self._reader = objects, names, reader
        self.old, self.new = old, new
        self.graph = objects.since(old)
        self._commits: dict[str, Commit] = {}

    def commit(self, name: str) -> Commit:
        """Return what a commit says of itself."""
        if name not in self._commits:
            self._commits[name] = _read_commit(name, self._reader.read(name))
        return self._commits[name]

    def descend_from_old(self) -> set[str]:
        """Return the commits between that have the old revision among their ancestors."""
        found = {self.old}
        for name, parents in self.graph:
            if not found.isdisjoint(parents):
                found.add(name)
        return found - {self.old}

    def file(self, path: str) -> FileHistory:
        """Return what happened to a file that the new revision has at this path of the project.

        Of a path that it lacks, what happened to the old revision's.
        """
        paths = self._paths(self._objects.path(path))
        blobs = {commit: self._names.find(f"{commit}:{at}") for commit, at in paths.items() if at}
        return _WordWalk(self.old, self.new, self.graph, blobs, self._reader).history()

    def _paths(self, path: str) -> dict[str, str]:
        """Return what a file is called in each commit, and in each parent of one; '' where it was
        not there."""
        paths = {self.new: path}
        for name, parents in reversed(self.graph):
            own = paths.get(name, path)
            for parent in parents:
                if parent not in paths:
                    paths[parent] = self._path_before(parent, name, own)
        paths.setdefault(self.old, path)
        return paths

    def _path_before(self, parent: str, commit: str, path: str) -> str:
        if not path or self._names.find(f"{parent}:{path}"):
            return path
        if not self._names.find(f"{commit}:{path}"):
            return path  # neither has it: another branch may
        return self._objects.name_before(parent, commit, path) or path


@dataclass(slots=True)
class _WordWalk:
    """Goes from the old revision to the new one, and remembers who put and took words."""

    old: str
    new: str
    graph: Sequence[tuple[str, tuple[str, ...]]]
    blobs: Mapping[str, str]
    """Commit -> git's name for the file in it; '' where it has none."""
    reader: BlobReader
    states: dict[str, _State] = field(default_factory=dict)
    takers: dict[int, str] = field(default_factory=dict)
    merges: dict[int, str] = field(default_factory=dict)
    """Words that a merge took, where no commit of a branch did."""
    commits: list[str] = field(default_factory=list)

    def history(self) -> FileHistory:
        start = self._read(self.old, is_origin=True)
        self.states[self.old] = start
        waiting = Counter(parent for _, parents in self.graph for parent in parents)
        for name, parents in self.graph:
            self._step(name, parents)
            waiting.subtract(parents)
            for each in parents:
                if not waiting[each] and each != self.new:
                    self.states.pop(each, None)
        end = self.states.get(self.new, start)
        kept = set(end.origins)
        takers = tuple(
            "" if n in kept else self.takers.get(n, self.merges.get(n, ""))
            for n in range(len(start.words))
        )
        return FileHistory(start.words, takers, end.words, end.putters, tuple(self.commits))

    def _step(self, name: str, parents: Sequence[str]) -> None:
        for each in parents:
            if each not in self.states:  # from before the old revision
                self.states[each] = self._read(each)
        ones = [self.states[each] for each in parents]
        blob = self.blobs.get(name, "")
        same = next((each for each in ones if each.blob == blob), None)
        if same is not None:
            self.states[name] = same
            return
        self.commits.append(name)
        own = self._read(name)
        putters, origins = [name] * len(own.words), [-1] * len(own.words)
        for one in reversed(ones):
            for n, m in _same_words(one.words, own.words):
                putters[m], origins[m] = one.putters[n], one.origins[n]
        self.states[name] = _State(own.blob, own.words, tuple(putters), tuple(origins))
        gone = {each for one in ones for each in one.origins} - set(origins)
        found = self.takers if len(parents) < 2 else self.merges
        for lost in gone - {-1}:
            found.setdefault(lost, name)

    def _read(self, commit: str, is_origin: bool = False) -> _State:
        blob = self.blobs.get(commit, "")
        data = self.reader.read(blob) if blob else b""
        words = words_of_file(data.decode("utf-8", "replace"))
        origins = range(len(words)) if is_origin else [-1] * len(words)
        return _State(blob, words, ("",) * len(words), tuple(origins))


def words_of_file(text: str) -> tuple[FileWord, ...]:
    """Return the words and signs of a file, each with its line."""
    lines = enumerate(text.split("\n"), 1)
    found = tuple(FileWord(word.folded, n) for n, line in lines for word in words_of(line))
    return found[:MOST_WORDS]


def _same_words(old: Sequence[FileWord], new: Sequence[FileWord]) -> Iterator[tuple[int, int]]:
    """Yield which word of one text is which of the other: by equal lines first, then by words."""
    ones, others = _lines(old), _lines(new)
    told, letters = Alphabet(), Alphabet()
    left = told.spell([" ".join(w.folded for w in old[s:e]) for s, e in ones])
    right = told.spell([" ".join(w.folded for w in new[s:e]) for s, e in others])
    one = other = 0
    for run in [*unequal(left, right), (len(ones), len(ones), len(others), len(others))]:
        for (start, end), (begin, _) in zip(
            ones[one : run[0]], others[other : run[2]], strict=False
        ):
            yield from ((start + n, begin + n) for n in range(end - start))
        first, here = _start(ones, run[0], run[1]), _start(others, run[2], run[3])
        spelt = letters.spell([word.folded for word in old[slice(*first)]])
        spoken = letters.spell([word.folded for word in new[slice(*here)]])
        yield from ((first[0] + n, here[0] + m) for n, m in _equal(spelt, spoken))
        one, other = run[1], run[3]


def _equal(old: str, new: str) -> Iterator[tuple[int, int]]:
    one = other = 0
    for run in [*unequal(old, new), (len(old), len(old), len(new), len(new))]:
        yield from zip(range(one, run[0]), range(other, run[2]), strict=False)
        one, other = run[1], run[3]


def _lines(words: Sequence[FileWord]) -> list[tuple[int, int]]:
    """Return where each line that has words begins and ends among them."""
    starts = [n for n in range(len(words)) if n == 0 or words[n].line != words[n - 1].line]
    return list(pairwise([*starts, len(words)]))


def _start(lines: Sequence[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    return (lines[first][0], lines[last - 1][1]) if first < last else (0, 0)


def _read_commit(name: str, data: bytes) -> Commit:
    head, _, message = data.decode("utf-8", "replace").partition("\n\n")
    line = next((each[7:] for each in head.split("\n") if each.startswith("author ")), "")
    author = line.partition(" <")[0]
    seconds, zone, *_ = (*line.rpartition("> ")[2].split(" "), "", "")
    return Commit(name, _plain(author), _date(seconds, zone), _plain(message.split("\n")[0]))


def _plain(text: str) -> str:
    """Return words of somebody's without signs that a terminal obeys."""
    return "".join(sign for sign in text.strip() if sign.isprintable())[:LONGEST]


def _date(seconds: str, zone: str) -> str:
    """Return a date in ISO 8601; '' for one that is none."""
    try:
        hours, minutes = int(zone[:3]), int(zone[0] + zone[3:5])
        offset = dt.timezone(dt.timedelta(hours=hours, minutes=minutes))
        return dt.datetime.fromtimestamp(int(seconds), offset).isoformat()
    except (ValueError, OverflowError, OSError, IndexError):
        return ""


@contextmanager
def history_between(old: str, new: str, project: Project) -> Iterator[History]:
    """Give what happened between two revisions. Problems: E725 (their history is not whole), E703
    (there is no such revision), E702 (no git, or no repository)."""
    try:
        repository = Repository(project)
    except GitFailure as reason:
        raise _failure("E702", old, str(reason), "run it in a repository: --project DIR") from None
    names = [repository.commit(each) for each in (old, new)]
    for told, name in zip((old, new), names, strict=True):
        if not name:
            hint = "git tag and git log list revisions; a shallow clone lacks old ones"
            raise _failure("E703", told, f"there is no revision '{told}'", hint)
    try:
        with ExitStack() as stack:
            objects = stack.enter_context(repository.objects(names[1]))
            finder = stack.enter_context(objects.names())
            reader = stack.enter_context(objects.reader())
            yield History(objects, finder, reader, *names)
    except GitFailure as reason:
        hint = "git fetch --unshallow --tags brings what a shallow clone lacks"
        message = f"the history from {old} to {new} cannot be read: {reason}"
        raise _failure("E725", f"{old}..{new}", message, hint) from None


def printings_between(old: str, new: str, project: Project) -> tuple[str, ...]:
    """Return the tags between two revisions that lead from one to the other, in their order; one a
    commit. Problems: as ``history_between``."""
    with history_between(old, new, project) as history:
        among = history.descend_from_old() - {history.new}
        order = {name: n for n, (name, _) in enumerate(history.graph)}
        tags = Repository(project).tags()
        found = {commit: tag for tag, commit in sorted(tags.items()) if commit in among}
        return tuple(found[commit] for commit in sorted(found, key=lambda each: order[each]))


def _failure(code: str, named: str, message: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(code, Place(named), message, hint)])
