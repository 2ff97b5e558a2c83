"""A project in git -> the state that is released: a tag, its commit, what was released before."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.git import GitFailure, Repository
from octavo.diff.git_files import extract_all
from octavo.fonts.font_fetch import fonts_folder
from octavo.production.pipeline import Project

READ = ("source", "templates", str(fonts_folder(Path())))
"""Folders of a project of which a build may read files."""
MOST_TOLD = 20
"""Files that are told one by one."""
_NUMBER = r"v?(\d[0-9A-Za-z+_.-]{0,59})"
_PLAIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z+_.-]{0,58}[0-9A-Za-z])?")
_SIGNS = "-/@_"
"""What stands in a tag between the name of a publication and its version."""


@dataclass(frozen=True, slots=True)
class TaggedState:
    """What is released."""

    tag: str
    commit: str
    earlier: tuple[str, ...]
    """Tags of its ancestors, the oldest first, one a commit."""

    def version(self, slug: str) -> str:
        """Return the version of a publication as names of files can have it.

        Problems: E915 (the tag has signs that no name of a file should have).
        """
        found = version_of(self.tag, slug) or self.tag
        if not _PLAIN.fullmatch(found):
            hint = "name it v1.0, or NAME-v1.0 where the project has several publications"
            message = "the tag is no name for files: it has other signs than letters, digits, +_.-"
            raise _failure("E915", self.tag, message, hint)
        return found

    def printings(self, slug: str, since: str = "") -> tuple[str, ...]:
        """Return the earlier tags that are releases of a publication, the oldest first; with
        ``since``, which need not be one, that and those behind it."""
        found = tuple(each for each in self.earlier if version_of(each, slug))
        if not since:
            return found
        if since not in self.earlier:
            return (since,)
        later = self.earlier[self.earlier.index(since) + 1 :]
        return (since, *(each for each in later if each in found))

    def among(self, slugs: Sequence[str]) -> tuple[str, ...]:
        """Return which publications the tag is for: the one that it names, else all."""
        named = [each for each in slugs if self.tag.startswith(each) and version_of(self.tag, each)]
        return (max(named, key=len),) if named else tuple(slugs)


def version_of(tag: str, slug: str) -> str:
    """Return the number in a tag, v1.0 or tides-v1.0; '' where it has none for a publication."""
    found = re.fullmatch(rf"(?:{re.escape(slug)}[{_SIGNS}])?{_NUMBER}", tag)
    return found[1] if found and _PLAIN.fullmatch(found[1]) else ""


@contextmanager
def project_at_tag(project: Project, tag: str) -> Iterator[tuple[Project, TaggedState]]:
    """Give a copy of the project as a tag has it, and what is known of the tag.

    ``tag``: '' for the one that stands on the commit that is checked out. Problems: E906 (there is
    no tag), E907 (the tag stands elsewhere), E908 (the files are not those of the commit), E702 and
    E705 (of git).
    """
    try:
        state = _state(Repository(project), project, tag)
    except GitFailure as reason:
        hint = "a release is made of a tag: git init, git add, git commit, git tag v1.0"
        raise _failure("E702", str(project.root), str(reason), hint) from None
    with TemporaryDirectory(prefix="octavo-release-") as folder:
        root = Path(folder).resolve() / "project"
        root.mkdir()
        extract_all(project, state.commit, root)
        _refuse_changes(project, root, state)
        (root / "source").mkdir(exist_ok=True)
        yield replace(project, root=root, out=root.parent / "made"), state


def _state(repository: Repository, project: Project, tag: str) -> TaggedState:
    head, tags = repository.commit("HEAD"), repository.tags()
    here = sorted(name for name, commit in tags.items() if commit == head)
    if not tag and len(here) == 1:
        tag = here[0]
    elif not tag:
        told = f"several tags: {', '.join(here)}" if here else "no tag"
        hint = f"name one: --tag {here[0]}" if here else "give it one: git tag v1.0"
        raise _failure(
            "E906", str(project.root), f"the commit that is checked out has {told}", hint
        )
    if tag not in tags:
        known = ", ".join(sorted(tags)[-MOST_TOLD:])
        hint = f"there are: {known}" if known else f"make it: git tag {tag}"
        raise _failure("E906", tag, "there is no tag of this name", hint)
    if tags[tag] != head:
        hint = f"check it out: git checkout {tag}; or tag what is checked out"
        message = f"the tag stands on {tags[tag][:12]}, and {head[:12]} is checked out"
        raise _failure("E907", tag, message, hint)
    with repository.objects(head) as objects:
        order = {commit: n for n, commit in enumerate(objects.ancestors())}
    older = {commit: name for name, commit in sorted(tags.items(), reverse=True)}
    found = sorted((c for c in older if c in order and c != head), key=lambda c: -order[c])
    return TaggedState(tag, head, tuple(older[commit] for commit in found))


def _refuse_changes(project: Project, copy: Path, state: TaggedState) -> None:
    """Raise BuildFailed where files are not as the commit has them. Problems: E908."""
    found = [*_find_changes(project.root, copy), *_find_strangers(project, copy)]
    hint = "commit it and move the tag, or put it back: git status, git stash"
    problems = [Problem("E908", Place(path), f"{what} {state.tag}", hint) for path, what in found]
    if problems:
        raise BuildFailed(problems[:MOST_TOLD])


def _find_changes(root: Path, copy: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of a commit that the project has otherwise, each with what is wrong."""
    for path in sorted(copy.rglob("*")):
        name = path.relative_to(copy)
        here = root / name
        if path.is_symlink():
            is_same = here.is_symlink() and here.readlink() == path.readlink()
        elif path.is_dir():
            continue
        else:
            is_plain = is_plain_file(here) and not here.is_symlink()
            is_same = is_plain and here.read_bytes() == path.read_bytes()
        if not is_same:
            is_there = os.path.lexists(here)
            yield name.as_posix(), "it is not as in" if is_there else "it is not there, but in"


def _find_strangers(project: Project, copy: Path) -> Iterator[tuple[str, str]]:
    """Yield files that a build might read and the commit lacks; not what is hidden or ignored."""
    names = []
    for folder in READ:
        for path in sorted((project.root / folder).rglob("*")):
            name = path.relative_to(project.root)
            is_hidden = any(part.startswith(".") for part in name.relative_to(folder).parts)
            if not (is_hidden or path.is_dir() or os.path.lexists(copy / name)):
                names.append(name.as_posix())
    if not names:
        return
    try:
        ignored = Repository(project).ignores(names)
    except GitFailure:
        ignored = set()
    yield from ((name, "it is not in") for name in names if name not in ignored)


def _failure(code: str, named: str, message: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(code, Place(named), message, hint)])
