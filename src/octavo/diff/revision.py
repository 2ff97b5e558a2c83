"""What an author names (a folder, a file, a publication, a revision of it) -> Manuscript."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.blocks.block import Manuscript
from octavo.blocks.manuscript import manuscript_of
from octavo.constructs.boxes import for_one
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem, under
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.diff.finished_revision import (
    PAPERS,
    Account,
    as_pdf,
    find_finished,
    pdf_in,
    read_account,
    read_finished,
)
from octavo.diff.git_files import extract, is_revision
from octavo.diff.readable_source import (
    drop_addresses,
    is_folder_of_texts,
    read_as_configured,
    read_source,
)
from octavo.editions.registry import formats_with_pages
from octavo.finished.foreign_reader import DOCX
from octavo.markup.tree import Element
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication
from octavo.production.pipeline import Project, roots_of
from octavo.source.config.file_heads import MARKDOWN

BUILT_IN = Path("fonts", "fonts.json")
"""A file of the built-in templates: in an old revision of Octavo itself, today's stand for them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What an author has named, read: as it is set, and as it is compared."""

    workshop: Workshop
    publication: Publication
    manuscript: Manuscript
    format: str = ""
    """Of a finished edition; '' for a source."""
    problems: tuple[Problem, ...] = ()
    """Notices of what stands against building it: it is compared all the same."""


Side = Opened | Account
"""One of two revisions: with its trees, or by its edition.json alone."""


def on_equal_terms(old: Side, new: Side) -> tuple[Side, Side]:
    """Return two revisions as they can be compared.

    Of a source, or an edition.json, that is compared with a finished edition, only what that
    edition has. Against a PDF a source is set, and of the folder of a build the PDF is read.
    Problems: E708 (a PDF and an edition without pages).
    """
    if len({each.format in formats_with_pages() for each in (old, new) if each.format}) > 1:
        raise _unequal((old if old.format in formats_with_pages() else new).manuscript.name)
    if old.format and not new.format:
        return old, _cut(new, old.format)
    if new.format and not old.format:
        return _cut(old, new.format), new
    return old, new


def _unequal(named: str) -> BuildFailed:
    hint = "name two PDFs, a PDF and its source, or two editions of one kind"
    message = "a PDF says less than an EPUB or an HTML file: they cannot be held together"
    return BuildFailed([Problem("E708", Place(named), message, hint)])


def _cut(found: Side, format: str) -> Side:
    """Return a source as an edition of a format has it; a .docx is as whole as a source."""
    if format == DOCX:
        return found
    if isinstance(found, Account):
        return _cut_account(found, format)
    if format in formats_with_pages():
        name = found.manuscript.name
        publication, manuscript = as_pdf(found.workshop, found.publication, name)
        return replace(found, publication=publication, manuscript=manuscript)

    def work(chapter: Chapter, body: Element) -> tuple[Problem, ...]:
        for_one(body, format)
        return ()

    publication = each_chapter(found.publication, work)
    told = found.manuscript
    manuscript = manuscript_of(publication, told.metadata, told.name, told.folder)
    return replace(found, publication=publication, manuscript=manuscript)


def _cut_account(found: Account, format: str) -> Side:
    if format not in formats_with_pages():
        return replace(found, manuscript=found.manuscript.in_edition(format))
    path = pdf_in(found.folder)
    if path is None:
        raise _unequal(found.manuscript.name)
    return Opened(*read_finished(path, path.as_posix(), found.project))


def load(named: str, project: Project) -> Manuscript:
    """Return what ``named`` stands for, as it is compared; raises as ``open_revision``."""
    with account(named, project) as found:
        return found.manuscript


@contextmanager
def account(named: str, project: Project) -> Iterator[Side]:
    """Read what ``named`` stands for as far as a comparison needs it; raises BuildFailed.

    The folder of a build by its edition.json, all else as ``open_revision``.
    """
    told = None if _find(named, project) else read_account(named, project)
    if told is not None:
        yield told
        return
    with open_revision(named, project) as found:
        yield found


@contextmanager
def open_revision(named: str, project: Project) -> Iterator[Opened]:
    """Read what ``named`` stands for; raises BuildFailed.

    A publication's folder; a Markdown file, with or without metadata; a folder of such; the name of
    a publication of the project; an EPUB, an HTML file, a PDF, or the folder of a build;
    ``REV:path``, a source as it was in a revision of git, whose files are there until the end.
    What is wrong in a text itself is a notice. Problems: E701 (nothing of the kind), those of
    ``extract`` and ``read_finished``.
    """
    path = _find(named, project)
    if path is not None:
        yield _load(path, named, project, _folder(path))
        return
    file = find_finished(named)
    if file is not None:
        yield Opened(*read_finished(file, named, project))
        return
    if any((Path(named) / name).is_file() for name in PAPERS):
        raise BuildFailed([_without_editions(named)])
    revision, colon, inside = named.partition(":")
    if not colon or not revision or not inside:
        name = named if not colon else revision
        is_known = not name.startswith("-") and is_revision(project, name)
        raise BuildFailed([_bare_revision(name) if is_known else _unusable(named, project)])
    with TemporaryDirectory(prefix="octavo-diff-") as name:
        root = Path(name).resolve()
        extract(project, revision, inside, root)
        past = Project(root, root / "build", project.store, project.environ)
        path = _find(inside, past, root)
        if path is None:
            raise BuildFailed([_not_in_revision(named, revision)])
        yield _load(path, named, past, path.parent.relative_to(root).as_posix())


@contextmanager
def open_dressed(text: str, templates: str, project: Project) -> Iterator[Opened]:
    """Read the source ``text`` with the project's templates as they are with ``templates``.

    Raises BuildFailed, as ``open_revision``.
    """
    with open_revision(templates, project) as other, open_revision(text, project) as found:
        doors = other.workshop.inputs
        own = doors.folder("project") if doors.has_root("project") else None
        roots = roots_of(found.workshop.inputs.folder("publication"), own, project.root)
        workshop = Workshop(Inputs(roots, project.environ), Store(project.store), project.tell)
        config = found.publication.config
        publication = read_as_configured(workshop, config).publication
        drop_addresses(publication)
        yield replace(found, workshop=workshop, publication=publication)


def _find(named: str, project: Project, root: Path | None = None) -> Path | None:
    """Return the folder or the file that is meant, None where there is neither."""
    places = [root / named] if root else [Path(named), project.source / named]
    for place in places:
        for path in (place, place.parent / f"{place.name}.md"):
            if path.is_file() and path.suffix.lower() in MARKDOWN:
                return path
            if (path / "publication.yaml").is_file():
                return path
    return next((place for place in places if is_folder_of_texts(place)), None)


def _folder(path: Path) -> str:
    """Return the folder of a file, the parent of a publication's folder, as the author sees it."""
    found = path.parent.as_posix()
    return "" if found == "." else found


def _unusable(named: str, project: Project) -> Problem:
    known = ", ".join(project.slugs()) if project.source.is_dir() else ""
    hint = "name a publication, a Markdown file, a .docx, an EPUB, an HTML file, a PDF, the folder"
    hint += " of a build"
    hint += ", or REVISION:source/NAME"
    hint += f"; publications here: {known}" if known else ""
    return Problem("E701", Place(named), "there is nothing of this name to compare", hint)


def _bare_revision(name: str) -> Problem:
    hint = f"write {name}..OTHER for two revisions of git; octavo diff {name} NAME to compare it "
    hint += f"with a publication as it is now; or {name}:source/NAME for one as it was in it"
    return Problem("E701", Place(name), "this is a revision of git, and names no publication", hint)


def _without_editions(named: str) -> Problem:
    hint = "build it again, or leave --redline, --errata, --critic and --comment out"
    message = "the folder of a build holds no EPUB, no HTML file and no PDF"
    return Problem("E701", Place(named), message, hint)


def _not_in_revision(named: str, revision: str) -> Problem:
    hint = f"git ls-tree -r --name-only {revision} lists what is there"
    return Problem("E704", Place(named), "the revision has no publication there", hint)


def _load(path: Path, named: str, project: Project, folder: str) -> Opened:
    home = path.parent if path.is_file() else path
    folder = folder if path.is_file() else f"{folder}/{path.name}" if folder else path.name
    folder = "" if folder == "." else folder.removeprefix("./")
    workshop = _workshop(home, project)
    revision = f"{named.partition(':')[0]}:" if named.partition(":")[1] else ""

    def tell(problems: Iterable[Problem]) -> tuple[Problem, ...]:
        told = (e if _is_shared(e.place.path, home) else under(folder, e) for e in problems)
        return tuple(_prefix(revision, each) for each in told)

    try:
        found = read_source(path, workshop)
    except BuildFailed as failure:
        raise BuildFailed(tell(failure.problems)) from None
    publication, metadata = found.publication, found.metadata
    manuscript = manuscript_of(publication, metadata, named, folder)
    drop_addresses(publication)
    return Opened(workshop, publication, manuscript, problems=tell(found.problems))


def _is_shared(path: str, home: Path) -> bool:
    """Tell whether a file is a template that all publications of a project share."""
    return path.startswith("templates/") and not (home / path).exists()


def _prefix(revision: str, problem: Problem) -> Problem:
    if not revision:
        return problem
    place = Place(revision + problem.place.path, problem.place.line, problem.place.column)
    return Problem(
        problem.code, place, problem.message, problem.hint, problem.severity, problem.excerpt
    )


def _workshop(home: Path, project: Project) -> Workshop:
    """Return a door to one publication wherever it lies, with the templates of its project."""
    places = (
        (above / "source", above / "templates") for above in (home.parent.parent, home.parent)
    )
    near = next((own for source, own in places if source.is_dir() and own.is_dir()), None)
    own = None if near and (near / BUILT_IN).is_file() else near
    inputs = Inputs(roots_of(home, own, project.root), project.environ)
    return Workshop(inputs, Store(project.store), project.tell)
