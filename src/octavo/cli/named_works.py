"""Which publications does a command mean? Names and paths -> projects and publications.

A word is the name of a publication, or a path: of its folder, of a file in it, of source/, of a
project, or of a Markdown file anywhere, which needs no project.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.program_group import Unusable
from octavo.core.progress import Listener, ignore

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.store import Hearer
    from octavo.production.pipeline import Project

METADATA = "publication.yaml"


@dataclass(frozen=True, slots=True)
class Work:
    """A publication that a command means."""

    project: "Project"
    slug: str
    name: str
    """What it is called here: its slug, or the path of a file that is built by itself."""


@dataclass(frozen=True, slots=True)
class Search:
    """Where publications are looked for, and what the command says of files without a project."""

    root: Path
    """The project's folder, or, where there is no project, this one."""
    out: Path | None = None
    no_store: bool = False
    said: Mapping[str, str] | None = None
    tell: Listener = ignore
    """Hears how far builds are."""
    store: str = ""
    """Folder or address of the store, where the command names one."""
    hear: "Hearer | None" = None
    """Hears what builds recall, and what they make again."""

    @staticmethod
    def at(
        root: Path,
        out: Path | None = None,
        no_store: bool = False,
        said: Mapping[str, str] | None = None,
        tell: Listener = ignore,
    ) -> "Search":
        """Return a search from a folder; from this one also in a project in which it lies."""
        return Search(project_above(root), out, no_store, said, tell)

    def works(self, words: Sequence[str], only_projects: bool = False) -> tuple[Work, ...]:
        """Return what is meant, each once, all of the project's where no word is given.

        ``only_projects``: a file that is built by itself is a wrong command. Leaves with a wrong
        command where a word means nothing, or nothing can be meant.
        """
        if not words:
            return tuple(self._all(self.project()))
        found = (work for word in words for work in self._resolve(word))
        works = {
            (each.project.source.resolve(), each.project.loose or each.slug): each for each in found
        }
        _refuse_twins(works.values())
        if only_projects and (loose := [each for each in works.values() if each.project.loose]):
            raise click.UsageError(
                f"{loose[0].name} is built by itself and has no goldens: they are for publications"
            )
        told = [work.name for work in works.values() if not work.project.loose]
        if any((self.said or {}).values()) and told:
            raise click.UsageError(
                f"--title, --language, --date and --theme are for a file that is built by itself; "
                f"{told[0]} has its own metadata"
            )
        return tuple(works.values())

    def project(self) -> "Project":
        """Return the project that is worked in; a wrong command where there is none."""
        return self._project(self.root)

    def _resolve(self, word: str) -> Iterator[Work]:
        root = self.root if (self.root / "source").is_dir() else None
        project = self._project(root) if root else None
        known = project.slugs() if project else ()
        if project and word in known:
            yield Work(project, word, word)
            return
        path = _find(word, [Path(), *([root, root / "source"] if root else [])])
        if path is None:
            _refuse_name(word, known, project is not None)
        elif path.is_dir():
            yield from self._of_folder(path, word)
        else:
            yield self._of_file(path, word)

    def _of_folder(self, path: Path, word: str) -> Iterator[Work]:
        if _holds(path):
            yield self._publication(path)
        elif (path / "source").is_dir():
            yield from self._all(self._project(path))
        elif path.resolve().name == "source":
            yield from self._all(self._project(path.parent))
        else:
            raise click.UsageError(f"{word} is a folder without {METADATA}: {_rest(path)}")

    def _of_file(self, path: Path, word: str) -> Work:
        from octavo.production.pipeline import Project, has_front_matter
        from octavo.source.config.file_heads import MARKDOWN

        real = path.resolve()
        holder = next((each for each in real.parents if _holds(each)), None)
        if holder is not None:
            work = self._publication(_as_written(holder, path))
            if real.name != METADATA:
                click.echo(f"{word} belongs to the publication {work.slug}", err=True)
            return work
        if path.suffix.lower() not in MARKDOWN:
            known = ", ".join(MARKDOWN[:3])
            raise click.UsageError(f"{word} is no Markdown: Octavo reads {known} …")
        if real.parent.name == "source" and real.parent.parent != real.parent:
            project = self._project(_as_written(real.parent.parent, path))
            if path.suffix == ".md" and has_front_matter(real):
                return Work(project, path.stem, path.stem)
            project = replace(project, home=project.source, loose=path.name)
            return Work(replace(project, said=dict(self.said or {})), path.stem, word)
        project = Project.around(path if not path.is_symlink() else real, {}, dict(os.environ))
        said, out = dict(self.said or {}), self.out or project.out
        project = replace(project, said=said, out=out, tell=self.tell)
        return Work(project, path.stem, word)

    def _publication(self, folder: Path) -> Work:
        """Return a publication by its folder, in source/ or anywhere."""
        real = folder.resolve()
        above = _as_written(real.parent, folder)
        if real.parent.name == "source":
            project = self._project(_as_written(real.parent.parent, folder))
        else:
            project = self._project(above, needs_source=False)
            project = replace(project, home=above)
        return Work(project, real.name, real.name)

    def _all(self, project: "Project") -> Iterator[Work]:
        yield from (Work(project, slug, slug) for slug in project.slugs())

    def _project(self, root: Path, needs_source: bool = True) -> "Project":
        from octavo.core.store_places import STORE, store_of
        from octavo.production.pipeline import Project

        if needs_source and not (root / "source").is_dir():
            raise click.UsageError(_no_project(root))
        asked = {**os.environ, STORE: self.store} if self.store else os.environ
        store = None if self.no_store else store_of(root, asked)
        out = self.out or root / "build"
        return Project(root, out, store, dict(os.environ), tell=self.tell, hear=self.hear)


def _refuse_twins(works: Iterable[Work]) -> None:
    """Refuse files whose editions would have the same names."""
    seen: dict[Path, str] = {}
    for work in works:
        place = work.project.path_of(work.slug, "").absolute() / work.slug
        other = seen.setdefault(place, work.name)
        if other != work.name:
            raise click.UsageError(
                f"the editions of {other} and {work.name} would have the same names: "
                "build them one by one, with -o"
            )


def one_work(search: Search, word: str) -> Work:
    """Return the one publication that is meant; in a folder below source/ it is the one there."""
    works = search.works((word,) if word else ())
    here = Path.cwd().resolve()
    within = [
        each for each in works if here.is_relative_to(each.project.source.resolve() / each.slug)
    ]
    chosen = works if len(works) == 1 else within
    if len(chosen) == 1:
        return chosen[0]
    if not works:
        from octavo.production.source_folder import look_over_source

        raise Unusable(look_over_source(search.project()))
    raise click.UsageError(f"name one of the publications: {', '.join(w.name for w in works)}")


def project_above(root: Path) -> Path:
    """Return the folder of the project in which this folder lies, as git finds its own; which is
    told where it is another. ``root`` itself where there is none, or where it was named."""
    if (root / "source").is_dir() or root != Path():
        return root
    here = Path.cwd()
    for above in here.parents:
        if _is_project(above):
            found = Path(os.path.relpath(above, here))
            click.echo(f"in the project {above}", err=True)
            return found
    return root


def path_in_project(root: Path, name: str) -> str:
    """Return the path of a publication in its project, as git calls it, whether or not it is there
    today: of a name that is no path it lies in source/."""
    if "/" not in name and not name.endswith(".md") and name.strip("."):
        return f"source/{name}"
    real, here = root.resolve(), Path(name)
    found = here if here.exists() or here.is_absolute() else real / name
    path = Path(os.path.normpath(found.absolute()))
    return path.relative_to(real).as_posix() if path.is_relative_to(real) else name


def _is_project(folder: Path) -> bool:
    """Whether a folder above is a project of Octavo's: many others have a folder source."""
    from octavo.production.pipeline import has_front_matter

    try:
        source = folder / "source"
        return source.is_dir() and (
            any(source.glob(f"*/{METADATA}")) or any(map(has_front_matter, source.glob("*.md")))
        )
    except OSError:
        return False


def _holds(folder: Path) -> bool:
    return (folder / METADATA).is_file()


def _find(word: str, places: Iterable[Path]) -> Path | None:
    """Return the file or folder of a path, which may leave ``.md`` out."""
    for place in places:
        for path in (place / word, place / f"{word}.md"):
            if path.exists():
                return path
    return None


def _as_written(folder: Path, path: Path) -> Path:
    """Return a folder from the root of the system as it is told from here, where the path was."""
    return folder if path.is_absolute() else Path(os.path.relpath(folder))


def _rest(path: Path) -> str:
    """Return what can be done with a folder that is no publication."""
    texts = sorted(each for each in path.glob("*.md") if each.is_file())
    if not texts:
        return "there is no text in it either"
    from octavo.production.source_folder import body_of

    body = body_of([each.name for each in texts])
    return (
        f"write one (octavo: 1, title, language, date, body: [{body}]), "
        f"or build a file by itself: octavo build {texts[0]}"
    )


def _no_project(root: Path) -> str:
    """Return what to say, and to do, where there is no source/."""
    said = f"there is no folder source in {root.resolve()}"
    if _holds(root):
        return f"{said}; to build this publication: octavo build {root}"
    texts = sorted(root.glob("*.md")) if root.is_dir() else []
    one = f"octavo build {texts[0]}" if texts else "octavo build notes.md"
    return f"{said}; to build one file: {one}; to begin a project: octavo new DIR"


def _refuse_name(word: str, known: Sequence[str], has_project: bool) -> None:
    """Leave with what may have been meant."""
    from octavo.production.pipeline import no_such_publication

    path = Path(word)
    if path.suffix or (not has_project and "/" in word):
        there = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
        beside = {each.name: each for each in there if not each.name.startswith(".")}
        near = get_close_matches(path.name, beside, 1)
        guess = f"; did you mean {beside[near[0]]}?" if near else ""
        raise click.UsageError(f"there is no file or folder {word}{guess}")
    if not has_project:
        raise click.UsageError(_no_project(Path()))
    raise Unusable(no_such_publication(word, known).problems)
