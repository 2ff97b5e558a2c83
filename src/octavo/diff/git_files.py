"""A revision of git -> its files in a folder: as they were committed, bounded, no program run."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.checkout import write_entries
from octavo.diff.git import GitFailure, Objects, Repository, TreeEntry
from octavo.production.pipeline import Project
from octavo.source.config.file_heads import MARKDOWN

MOST_BYTES = 500_000_000
MOST_FILES = 50_000
MOST_TEXT = 50_000_000
"""Bytes of a file that is read as a whole."""


def extract(project: Project, revision: str, path: str, target: Path) -> None:
    """Write what ``path`` needs, as it was in a revision, below ``target``.

    That is the publication's folder, or the folder of the Markdown file, and the project's
    templates. Problems: E702 (no git, or no repository), E703 (no such revision), E704 (the
    revision does not have the path), E705 (too much, or files that lead elsewhere).
    """
    named = f"{revision}:{path}"
    with _objects(project, revision, named) as objects:
        wanted = _choose_paths(objects, path)
        if not wanted:
            hint = f"git ls-tree -r --name-only {revision} lists what is there"
            raise _failure(named, "E704", "the revision has no publication there", hint)
        _unpack(objects, wanted, target)


def extract_all(project: Project, revision: str, target: Path) -> None:
    """Write all files of the project as they were, below ``target``. Problems: as extract."""
    with _objects(project, revision, revision) as objects:
        _unpack(objects, (".",), target)


def file_in(project: Project, revision: str, path: str) -> str:
    """Return a text file as it was in a revision, '' where there was none. Problems: as extract."""
    with _objects(project, revision, f"{revision}:{path}") as objects:
        entry = objects.at(path)
        if entry is None or entry.kind != "blob" or entry.is_link:
            return ""
        if entry.size > MOST_TEXT:
            raise GitFailure(f"{path} has more than {MOST_TEXT // 1_000_000} MB")
        held = BytesIO()
        with objects.reader() as reader:
            reader.copy(entry, held)
        return held.getvalue().decode("utf-8", "replace")


def find_version(
    project: Project, revision: str, path: str, is_wanted: Callable[[bytes], bool]
) -> bytes | None:
    """Return the newest state of a file, up to a revision, that is wanted; None where none is.

    Problems: as extract.
    """
    with (
        _objects(project, revision, f"{revision}:{path}") as objects,
        objects.names() as names,
        objects.reader() as reader,
    ):
        seen: set[str] = set()
        for commit in objects.commits_of(path):
            name = names.find(f"{commit}:{objects.path(path)}")
            if not name or name in seen:
                continue
            seen.add(name)
            if is_wanted(data := reader.read(name)):
                return data
    return None


def is_revision(project: Project, name: str) -> bool:
    """Tell whether a repository around the project knows a revision of this name."""
    try:
        return bool(Repository(project).commit(name))
    except GitFailure:
        return False


def object_of(project: Project, revision: str, path: str) -> str:
    """Return git's name for what a file or folder was, '' where there was none. Problems: E703."""
    with _objects(project, revision, f"{revision}:{path}") as objects:
        entry = objects.at(path)
        return entry.name if entry else ""


@contextmanager
def _objects(project: Project, revision: str, named: str) -> Iterator[Objects]:
    """Give the objects of a revision; what git does not give is a problem of it."""
    try:
        repository = Repository(project)
    except GitFailure as reason:
        raise _no_repository(named, str(reason)) from None
    commit = repository.commit(revision)
    if not commit:
        hint = "git log --oneline and git tag list revisions; a shallow clone lacks old ones"
        raise _failure(named, "E703", f"there is no revision '{revision}'", hint)
    try:
        with repository.objects(commit) as objects:
            yield objects
    except GitFailure as reason:
        hint = "name a folder of the publication that you have checked out instead"
        message = f"the revision cannot be unpacked: {reason}"
        raise _failure(named, "E705", message, hint) from None


def _no_repository(named: str, reason: str) -> BuildFailed:
    if reason == "git is not installed":
        return _failure(named, "E702", reason, "install git, or name two folders")
    hint = "run octavo diff in a repository, or give its folder: --project DIR"
    if reason.startswith("not a git repository"):
        return _failure(named, "E702", "there is no git repository here", hint)
    return _failure(named, "E702", f"git does not open the repository here: {reason}", hint)


def _failure(named: str, code: str, message: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(code, Place(named), message, hint)])


def _choose_paths(objects: Objects, path: str) -> tuple[str, ...]:
    """Return the paths to take from a commit; none where it lacks the publication."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path:
        return ()
    is_text = pure.suffix.lower() in MARKDOWN
    entry = objects.at(path)
    if _is_file(objects, f"{path}/publication.yaml"):
        folder = path
    elif _is_file(objects, path if is_text else f"{path}.md"):
        folder = str(pure.parent)
    elif path in ("", ".") or (entry is not None and entry.kind == "tree"):
        folder = path or "."
    else:
        return ()
    has_templates = objects.at("templates") is not None and folder != "."
    return (folder, "templates") if has_templates else (folder,)


def _is_file(objects: Objects, path: str) -> bool:
    entry = objects.at(path)
    return entry is not None and entry.kind == "blob"


def _unpack(objects: Objects, paths: tuple[str, ...], target: Path) -> None:
    """Write what is at the paths below a folder, once it is known how much that is."""
    entries = _list_within_bounds(objects, paths)
    with objects.reader() as reader:
        write_entries(entries, reader, target)


def _list_within_bounds(objects: Objects, paths: tuple[str, ...]) -> list[TreeEntry]:
    """Return the entries; raises GitFailure where they are too many, or too large together."""
    entries, size = [], 0
    with closing(objects.below(*paths)) as found:
        for entry in found:
            entries.append(entry)
            size += entry.size
            if size > MOST_BYTES or len(entries) > MOST_FILES:
                limits = f"{MOST_BYTES // 1_000_000} MB or {MOST_FILES} files"
                raise GitFailure(f"it has more than {limits}")
    return entries
