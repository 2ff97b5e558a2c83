"""What git keeps of a project: the name of a commit, the entries of its tree, their bytes.

A repository may come from a stranger, and its configuration may name programs: filters, hooks,
fsmonitor, text conversions, helpers of remotes from which missing objects would be fetched. Only
``rev-parse`` and ``check-ignore`` read that configuration, with all that it could start turned off.
Objects are read through an empty repository of our own that has the other's objects: it has no
configuration, no attributes, no index, no remotes, so bytes are handed out as they were committed.
"""

import os
import subprocess
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import Timer
from typing import IO

from octavo.core import platforms
from octavo.production.pipeline import Project

SECONDS = 120
"""How long one command of git may take."""
MOST_NAMES = 50_000_000
"""Bytes of a listing: of its names, above all."""
LONGEST_NAME = 1 << 20
CHUNK = 1 << 20
MOST_TAGS = 2_000
MOST_COMMITS = 20_000
"""Commits between two revisions that are looked through."""
MOST_TOUCHING = 1_000
"""Commits whose state of one file is looked at."""
MOST_READ = 20_000_000
"""Bytes of an object that is read as a whole."""
LITERAL = "GIT_LITERAL_PATHSPECS"
"""What is said to check-ignore are names as they are; it refuses to be told so."""
QUIET: Mapping[str, str] = {
    "GIT_ALLOC_LIMIT": "1g",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    LITERAL: "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""git asks nobody, writes nothing, fetches nothing, and takes no more memory than that at once.

The list of protocols binds where the configuration allows one, and in versions of git that do not
know the variable about fetching."""
OFF: Mapping[str, str] = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "protocol.allow": "never",
}
"""Settings that no configuration of the repository overrides."""
OF_A_REPOSITORY = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"),
    *("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_NAMESPACE"),
    *("GIT_CONFIG", "GIT_ATTR_SOURCE", "GIT_INTERNAL_SUPER_PREFIX"),
)
"""Variables that name a repository or a part of it, as git sets them for its hooks.

The project's folder says which repository is meant, also in a hook of another."""


class GitFailure(Exception):
    """Raised with the reason where git does not give what it is asked for."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What a tree has under one path."""

    path: str
    """From the project's folder on, as the tree spells it: not to be trusted."""
    kind: str
    """blob, tree, or commit: a submodule."""
    is_link: bool
    name: str
    """git's name for the object."""
    size: int
    """Bytes of a blob, else 0."""


class Repository:
    """The repository that a folder lies in; raises GitFailure where there is no git, or none."""

    def __init__(self, project: Project) -> None:
        environ = project.environ.items()
        own = {name: value for name, value in environ if name not in OF_A_REPOSITORY}
        self._environ = {**own, **QUIET}
        self._program = platforms.program({"PATH": os.defpath, **project.environ}, "git")
        if not self._program:
            raise GitFailure("git is not installed")
        self._root = project.root.absolute()
        self._line("--git-dir")

    def commit(self, revision: str) -> str:
        """Return the full name of a commit, '' where there is none that is called so."""
        if revision.startswith("-") or "\0" in revision:
            return ""
        words = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        try:
            return self._line(*words)
        except GitFailure:
            return ""

    def tags(self) -> dict[str, str]:
        """Return the names of tags, each with the full name of its commit; those that name
        something else are left out."""
        names = self._line("--symbolic", "--tags").split("\n")
        if len(names) > MOST_TAGS:
            raise GitFailure(f"it has more than {MOST_TAGS} tags")
        found = {name: self.commit(f"refs/tags/{name}") for name in names if name}
        return {name: commit for name, commit in found.items() if commit}

    def ignores(self, paths: Sequence[str]) -> set[str]:
        """Return which of these paths below the project the repository's rules leave out."""
        words = ("check-ignore", "--no-index", "-z", "--stdin")
        told = os.fsencode("".join(f"{path}\0" for path in paths))
        ended = self._git(words, told)
        if ended.returncode not in (0, 1):  # 1: none of them
            raise GitFailure(_reason(ended.stderr))
        return {os.fsdecode(each) for each in ended.stdout.split(b"\0") if each}

    @contextmanager
    def objects(self, commit: str) -> Iterator["Objects"]:
        """Give the objects of a commit; what is found of it is there until the end."""
        prefix = self._line("--show-prefix")
        found = self._root / self._line("--git-path", "objects")
        with TemporaryDirectory(prefix="octavo-git-") as home:
            format_ = "sha256" if len(commit) == 64 else "sha1"
            _make_empty(Path(home), format_)
            environ = {
                **self._environ,
                "GIT_DIR": home,
                "GIT_OBJECT_DIRECTORY": str(found),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
            }
            yield Objects([self._program, "--no-pager"], environ, commit, prefix)

    def _line(self, *words: str) -> str:
        """Return what rev-parse says; raises GitFailure with git's reason."""
        ended = self._git(("rev-parse", *words))
        if ended.returncode:
            raise GitFailure(_reason(ended.stderr))
        return os.fsdecode(ended.stdout.removesuffix(b"\n"))

    def _git(self, words: Sequence[str], said: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Run a command by the repository's configuration, with all off that it could start."""
        off = [word for name, value in OFF.items() for word in ("-c", f"{name}={value}")]
        command = [self._program, "--no-pager", "-C", str(self._root), *off, *words]
        try:
            return subprocess.run(
                command,
                env={n: v for n, v in self._environ.items() if not said or n != LITERAL},
                input=said,
                capture_output=True,
                timeout=SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitFailure(f"git does not answer: {error}") from None


class Objects:
    """The objects of one commit, read without the settings of the repository they are in."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], commit: str, prefix: str
    ) -> None:
        self._command, self._environ = [*command], dict(environ)
        self._commit, self._prefix = commit, prefix

    def at(self, path: str) -> TreeEntry | None:
        """Return what is at a path of the project, None where there is nothing."""
        whole = str(PurePosixPath(self._prefix, path))
        if whole == ".":  # the root of the tree has no entry
            return None
        found = list(self._list("-l", "-z", self._commit, "--", whole))
        return found[0] if len(found) == 1 else None

    def below(self, *paths: str) -> Generator[TreeEntry, None, None]:
        """Yield the entries at and below paths of the project, folders before what they hold.

        Close it where not all are taken: git waits until then.
        """
        whole = [str(PurePosixPath(self._prefix, path)) for path in paths]
        named = [] if "." in whole else whole
        with closing(self._list("-r", "-t", "-l", "-z", self._commit, "--", *named)) as found:
            yield from (entry for entry in found if entry.path)

    @contextmanager
    def reader(self) -> Iterator["BlobReader"]:
        """Give a reader of the bytes: one process for all of them."""
        with self._run("cat-file", "--batch", stdin=subprocess.PIPE) as running:
            yield BlobReader(running)

    @contextmanager
    def names(self) -> Iterator["NameReader"]:
        """Give a reader of git's names for objects: one process for all of them."""
        with self._run("cat-file", "--batch-check", stdin=subprocess.PIPE) as running:
            yield NameReader(running)

    def since(self, old: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the commits that this one has and ``old`` has not, each with its parents, none
        before its parents. Raises GitFailure where some of them are not there: a shallow clone."""
        words = ("--topo-order", "--reverse", "--parents", f"--max-count={MOST_COMMITS + 1}")
        with self._run(
            "rev-list", *words, f"{old}..{self._commit}", stdin=subprocess.DEVNULL
        ) as running:
            assert running.stdout is not None
            found = [line.decode("ascii").split() for line in running.stdout]
            if running.wait():
                raise GitFailure("its history is not whole")
        if len(found) > MOST_COMMITS:
            raise GitFailure(f"there are more than {MOST_COMMITS} commits between them")
        return [(name, tuple(parents)) for name, *parents in found]

    def ancestors(self) -> list[str]:
        """Return this commit and those that it comes of, none before its children."""
        words = ("rev-list", "--topo-order", f"--max-count={MOST_COMMITS}", self._commit)
        with self._run(*words, stdin=subprocess.DEVNULL) as running:
            assert running.stdout is not None
            return [line.decode("ascii").strip() for line in running.stdout]

    def commits_of(self, path: str) -> list[str]:
        """Return the commits up to this one that changed a path of the project, the newest first,
        as many as are looked at."""
        words = ("rev-list", f"--max-count={MOST_TOUCHING}", self._commit, "--", self.path(path))
        with self._run(*words, stdin=subprocess.DEVNULL) as running:
            assert running.stdout is not None
            return [line.decode("ascii").strip() for line in running.stdout]

    def path(self, path: str) -> str:
        """Return a path of the project as trees spell it."""
        return str(PurePosixPath(self._prefix, path))

    def name_before(self, parent: str, commit: str, path: str) -> str:
        """Return what a file that a commit has was called in its parent; '' where it was not."""
        words = ("-r", "-M", "-z", "--name-status", "--diff-filter=R", parent, commit)
        with self._run("diff-tree", *words, stdin=subprocess.DEVNULL) as running:
            assert running.stdout is not None
            told = [os.fsdecode(record) for record in _records(running.stdout)]
        pairs = zip(told[1::3], told[2::3], strict=False)
        return next((old for old, new in pairs if new == path), "")

    def _list(self, *words: str) -> Generator[TreeEntry, None, None]:
        with self._run("ls-tree", "--full-tree", *words, stdin=subprocess.DEVNULL) as running:
            assert running.stdout is not None
            yield from map(self._entry, _records(running.stdout))
            if running.wait():
                raise GitFailure("git lacks a part of it, or what it has is broken")

    def _entry(self, record: bytes) -> TreeEntry:
        """Return an entry of ``MODE KIND NAME SIZE<tab>PATH``."""
        about, _, path = record.partition(b"\t")
        mode, kind, name, size = about.decode("ascii").split()
        if size == "BAD":
            raise GitFailure("git lacks a file of it")
        inside = os.fsdecode(path)
        if not inside.startswith(self._prefix):  # a folder above the project's
            inside = ""
        count = int(size) if kind == "blob" else 0
        return TreeEntry(inside[len(self._prefix) :], kind, mode == "120000", name, count)

    @contextmanager
    def _run(self, *words: str, stdin: int) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a command that is ended when the block is, and when its time is over."""
        with subprocess.Popen(
            [*self._command, *words],
            env=self._environ,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            clock = Timer(SECONDS, running.kill)
            clock.start()
            try:
                yield running
            finally:
                clock.cancel()
                running.kill()
                if running.stdin:
                    with suppress(OSError):  # a question that nobody hears any more
                        running.stdin.close()


class BlobReader:
    """Hands out the bytes of blobs, one after the other."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        assert running.stdin is not None and running.stdout is not None
        self._asked, self._said = running.stdin, running.stdout

    def copy(self, entry: TreeEntry, target: IO[bytes]) -> None:
        """Write a blob to a file; raises GitFailure where git does not hand out what it listed."""
        try:
            self._asked.write(f"{entry.name}\n".encode())
            self._asked.flush()
        except OSError:
            raise GitFailure("git has ended before its time") from None
        if self._said.readline(200) != f"{entry.name} blob {entry.size}\n".encode():
            raise GitFailure(f"git does not hand out {entry.path!r}")
        left = entry.size
        while left:
            data = self._said.read(min(left, CHUNK))
            if not data:
                raise GitFailure(f"git ends within {entry.path!r}")
            target.write(data)
            left -= len(data)
        self._said.read(1)  # the line end after each

    def read(self, name: str) -> bytes:
        """Return the bytes of an object by git's name for it; b'' where there is none.

        Raises GitFailure where it is larger than texts are.
        """
        found = _ask(self._asked, self._said, name)
        if found is None:
            return b""
        size = int(found[2])
        if size > MOST_READ:
            raise GitFailure(f"{name!r} has more than {MOST_READ // 1_000_000} MB")
        data = self._said.read(size)
        self._said.read(1)  # the line end after each
        return data


class NameReader:
    """Tells git's names for objects, one after the other."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        assert running.stdin is not None and running.stdout is not None
        self._asked, self._said = running.stdin, running.stdout

    def find(self, name: str) -> str:
        """Return git's name for what is called COMMIT:PATH, '' where nothing is."""
        found = _ask(self._asked, self._said, name)
        return found[0] if found else ""


def _ask(asked: IO[bytes], said: IO[bytes], name: str) -> tuple[str, str, str] | None:
    """Return what git says of an object: its name, kind and size; None where there is none."""
    if "\n" in name:
        return None
    try:
        asked.write(os.fsencode(f"{name}\n"))
        asked.flush()
    except OSError:
        raise GitFailure("git has ended before its time") from None
    head = said.readline(LONGEST_NAME).decode("utf-8", "replace").split()
    if len(head) != 3 or not head[2].isdigit():
        return None
    return head[0], head[1], head[2]


def _records(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what NUL bytes end; raises GitFailure where there is too much of it."""
    rest, count = b"", 0
    while data := stream.read(1 << 16):
        count += len(data)
        *records, rest = (rest + data).split(b"\0")
        if count > MOST_NAMES or len(rest) > LONGEST_NAME:
            raise GitFailure("its names are longer than any project's")
        yield from records


def _make_empty(home: Path, format_: str) -> None:
    """Make a bare repository without anything, for objects of either format."""
    (home / "refs").mkdir()
    (home / "HEAD").write_bytes(b"ref: refs/heads/none\n")
    version = 0 if format_ == "sha1" else 1
    text = f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n"
    text += f"[extensions]\n\tobjectformat = {format_}\n" * version
    (home / "config").write_bytes(text.encode())


def _reason(said: bytes) -> str:
    """Return the first line in which git says what is wrong, of printable characters."""
    line = next(iter(said.decode("utf-8", "replace").splitlines()), "").removeprefix("fatal: ")
    return "".join(sign for sign in line if sign.isprintable()) or "git gives no reason"
