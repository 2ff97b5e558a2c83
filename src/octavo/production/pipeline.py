"""Build publications: recall or assemble, write aside, put in place. Imports nothing heavy."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path, PurePath, PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING, Any

from octavo.checks.typography.remarks import PageProblem
from octavo.core.inputs import Inputs, Outside, is_plain_file
from octavo.core.installed import themes
from octavo.core.output import PRIVATE, Output, Parcel
from octavo.core.problems import BuildFailed, Place, Problem, stop_on_errors, under
from octavo.core.progress import Listener, ignore
from octavo.core.store import Hearer, Store
from octavo.core.store_folder import Shelves
from octavo.core.store_places import store_of
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import EXTRA
from octavo.fonts.font_fetch import INDEX, fonts_folder
from octavo.pictures.fetch_command import COMMAND
from octavo.production.build import Build
from octavo.production.own_checkout import compare_with_built_in, of_another

if TYPE_CHECKING:
    from octavo.editions.pdf.presses import (
        Presses,  # loads the press's end only where pages are set
    )
    from octavo.model.metadata import Edition

PAPERS = frozenset({"SHA256SUMS", "manifest.json", "edition.json"})
"""What stands beside the editions of a publication."""
PACKAGE = Path(__file__).parent.parent
SHIPPED = PACKAGE / "templates"
"""Where the wheel carries the templates; a checkout has them beside src/."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with source/, and perhaps templates/; where editions and results go."""

    root: Path
    out: Path
    store: Shelves | Path | None
    """Where results are remembered; None where they are not."""
    environ: Mapping[str, str] = field(default_factory=dict)
    """The environment that a build may ask: SOURCE_DATE_EPOCH counts."""
    home: Path | None = None
    """The folder of its sources, where that is not source/."""
    loose: str = ""
    """Name of the one file in it that is built by itself: it needs no metadata."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What the command says of it: title, language, date, theme."""
    tell: Listener = field(default=ignore, compare=False)
    """Hears how far a build is."""
    hear: Hearer | None = field(default=None, compare=False)
    """Hears what is recalled, and what is made again and why."""
    doors: Mapping[str, Inputs] = field(default_factory=dict, compare=False)
    """Publication -> the door through which it was looked at a moment ago: what was seen there
    need not be looked at again."""

    @staticmethod
    def at(root: Path | str, environ: Mapping[str, str] | None = None) -> "Project":
        """Return the project in a folder, with build/ and its store in their usual places."""
        folder, asked = Path(root), environ or {}
        return Project(folder, folder / "build", store_of(folder, asked), asked)

    @staticmethod
    def around(file: Path, said: Mapping[str, str], environ: Mapping[str, str]) -> "Project":
        """Return what stands for a project around a file that is built by itself: its folder, in
        which the editions go too. Nothing is remembered."""
        folder = file.parent
        return Project(folder, folder, None, environ, home=folder, loose=file.name, said=said)

    @property
    def source(self) -> Path:
        return self.home or self.root / "source"

    def path_of(self, slug: str, name: str) -> Path:
        """Return where a file of a publication goes: into a folder of the publication's name, or
        beside the file that it was made of."""
        return self.out / name if self.is_beside else self.out / slug / name

    @property
    def is_beside(self) -> bool:
        """Whether editions go among other files, without papers and list: of a file by itself."""
        return self.out == self.source or (bool(self.loose) and self.home == self.root)

    def slugs(self) -> tuple[str, ...]:
        """Return the publications in source/: folders with publication.yaml, and articles."""
        inputs = Inputs({"source": self.source}, {})
        found = set()
        for path in inputs.listing("", "source"):
            folder, _, name = path.partition("/")
            if path.startswith("."):
                continue  # hidden: an editor's, or the system's
            if name == "publication.yaml":
                found.add(folder)
            elif not name and path.endswith(".md") and has_front_matter(self.source / path):
                found.add(path.removesuffix(".md"))
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one publication."""

    slug: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    recalled: bool
    lengths: Mapping[str, int] = field(default_factory=dict)
    """Name of a paged edition's file -> how many pages it has."""


def templates_folder() -> Path:
    """Return the built-in templates: in the wheel, or beside src/ in a checkout."""
    return SHIPPED if SHIPPED.is_dir() else PACKAGE.parent.parent / "templates"


def workshop_of(project: Project, slug: str) -> Workshop:
    """Return a fresh door to one publication, and the store."""
    known = project.doors.get(slug)
    inputs = known.recorder() if known else _door_to(project, slug)
    return Workshop(inputs, Store(project.store, project.hear), project.tell)


def _door_to(project: Project, slug: str) -> Inputs:
    folder, own = _folder_of(project, slug), project.root / "templates"
    if own.is_dir() and compare_with_built_in(own, templates_folder()) == "other":
        raise BuildFailed([of_another(own)])
    roots = roots_of(folder, own, project.root)
    said = {**project.said, "file": project.loose} if project.loose else {}
    return Inputs(roots, project.environ, said)


def roots_of(
    publication: Path, own: Path | None = None, project: Path | None = None
) -> dict[str, Path]:
    """Return name -> folder of all that a door leads to: the publication, templates, themes, fonts.

    ``own``: templates of a project, where there are such and they are not the built-in ones;
    ``project``: the folder that may have fetched fonts.
    """
    roots = {"publication": publication, "templates": templates_folder(), **themes()}
    if own and own.is_dir() and compare_with_built_in(own, templates_folder()) != "built-in":
        roots["project"] = own
    fonts = fonts_folder(project) if project else None
    if fonts and (fonts / INDEX).is_file():
        roots[EXTRA] = fonts
    return roots


def build(
    project: Project,
    slug: str,
    editions: Sequence[str] = (),
    strict: bool = False,
    presses: "Presses | None" = None,
    draft: bool = False,
) -> Built:
    """Return one publication's files; nothing is written to ``project.out`` yet.

    ``strict``: warnings stop it as errors do; ``draft``: nothing that can be set at all does, and
    the editions say what they are, and on their last page what stands against them.
    ``presses`` sets the pages; a fresh press for each build where it is left out. Raises
    BuildFailed with every problem, told from the project's folder.
    """
    workshop = workshop_of(project, slug)
    _refuse_name(project, slug)
    asked = tuple(sorted(editions))

    def make(inside: Workshop) -> bytes:
        from octavo.production.assembly import assemble

        return assemble(inside, slug, asked, presses, draft).pack()

    with tell_from(project, slug):
        parts = slug.encode(), ",".join(asked).encode(), b"draft" if draft else b""
        made = Build.unpack(workshop.recall("publication", parts, make, slug))
        if not draft:
            stop_on_errors(made.problems, strict)
    return Built(
        slug,
        made.files,
        tuple(tell_problem(project, slug, each) for each in made.problems),
        not workshop.store.made,
        made.lengths,
    )


def editions_of(project: Project, slug: str) -> "tuple[Edition, ...]":
    """Return the editions that a publication names, variants among them; raises BuildFailed."""
    from octavo.editions.registry import Formats
    from octavo.source.config.configuration import read_config

    with tell_from(project, slug):
        return read_config(workshop_of(project, slug), slug, Formats()).metadata.editions


def check(project: Project, slug: str, strict: bool = False) -> tuple[Problem, ...]:
    """Return the problems of a publication's text that are not fatal; raises BuildFailed."""
    workshop = workshop_of(project, slug)
    _refuse_name(project, slug)
    with tell_from(project, slug):
        from octavo.production.publication_reader import read_publication

        problems = stop_on_errors(read_publication(workshop, slug).problems, strict)
    return tuple(tell_problem(project, slug, each) for each in problems)


def write_listing(project: Project, base: str = "", force: bool = False) -> tuple[Problem, ...]:
    """Write ``out``/index.html, which lists all publications there; with the address ``base`` that
    it will have, also a sitemap and a feed.

    Returns a notice where somebody else's index.html stands there, and stays. Raises BuildFailed.
    """
    from octavo.production import listing

    roots = roots_of(templates_folder() / "starter", project.root / "templates")
    workshop = Workshop(Inputs(roots, {}), Store(project.store))  # templates alone make the list
    try:
        listing.write_listing(project.out, workshop, Output(project.root, force), base)
    except BuildFailed as failure:
        if base or any(problem.code != "E801" for problem in failure.problems):
            raise
        return tuple(replace(problem, severity="notice") for problem in failure.problems)
    return ()


def typography(project: Project, slug: str) -> tuple[PageProblem, ...]:
    """Return the typographic report of a publication's PDF edition, as notices.

    Its pages are laid out as for the edition, and measured; nothing is written. Raises BuildFailed
    where there are no pages to look at.
    """
    workshop = workshop_of(project, slug)

    def make(inside: Workshop) -> bytes:
        from octavo.production.assembly import proofread_pages

        return json.dumps([each.as_json() for each in proofread_pages(inside, slug)]).encode()

    with tell_from(project, slug):
        data = json.loads(workshop.recall("typography", (slug.encode(),), make))
    found = (PageProblem.from_json(each) for each in data)
    return tuple(
        replace(each, problem=place_in_project(project, slug, each.problem)) for each in found
    )


@contextmanager
def tell_from(project: Project, slug: str) -> Iterator[None]:
    """Tell the places of problems from the project's folder."""
    try:
        yield
    except BuildFailed as failure:
        raise BuildFailed(
            [tell_problem(project, slug, each) for each in failure.problems]
        ) from None
    except Outside as path:
        hint = "a publication reads files of its own folder only: put the file itself there"
        message = "it is a link that leads out of the publication"
        problem = Problem("E111", Place(str(path)), message, hint)
        raise BuildFailed([tell_problem(project, slug, problem)]) from None


def tell_problem(project: Project, slug: str, problem: Problem) -> Problem:
    """Return a problem as it is told from the project's folder; the command that its hint names, of
    sources that lie elsewhere, is the one to be typed here."""
    prefix = prefix_of(project, slug)
    found = place_in_project(project, slug, problem)
    if project.home is None or COMMAND not in found.hint:
        return found
    name = project.loose or slug
    path = str(PurePosixPath(prefix, project.loose)) if project.loose else prefix or name
    words = rf"({COMMAND}(?: --[a-z]+)*) {re.escape(quote(name))}(?!\S)"
    return replace(found, hint=re.sub(words, lambda each: f"{each[1]} {quote(path)}", found.hint))


def write(built: Built, project: Project, force: bool = False) -> None:
    """Write a publication's files to ``project.out``/SLUG, whole or not at all.

    Raises BuildFailed where that would replace what Octavo did not write: E801 to E804.
    """
    if project.is_beside:
        write_beside(built, project.out, project, force)
        return
    Output(project.root, force).swap(project.out, built.slug, built.files)


def write_beside(built: Built, folder: Path, project: Project, force: bool = False) -> None:
    """Write the editions of a publication into a folder among other files, without the papers.

    Raises BuildFailed as ``write``.
    """
    Output(project.root, force).put(Parcel(folder, without_papers(built.files)))


def without_papers(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the editions among the files of a publication."""
    return {name: data for name, data in files.items() if name not in PAPERS}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of publication.yaml."""
    from octavo.editions.registry import Formats
    from octavo.source.config.schema import json_schema

    return json_schema(Formats())


def no_such_publication(slug: str, known: Sequence[str]) -> BuildFailed:
    """Return the failure for a publication that is not there."""
    near = get_close_matches(PurePath(slug).stem, known, 1)
    hint = f"there are: {', '.join(known)}" if known else "octavo new --in . NAME adds one"
    hint = f"did you mean {near[0]}? {hint}" if near else hint
    place = Place(slug if "/" in slug else f"source/{slug}")
    return BuildFailed([Problem("E101", place, "there is no such publication", hint)])


def _refuse_name(project: Project, slug: str) -> None:
    """Raise BuildFailed where build/ has another use for a publication's name. Problems: E119."""
    from octavo.production.listing import TAKEN

    if project.is_beside:
        return  # a file's editions go beside it, not into build/
    if slug.casefold() in TAKEN or slug.startswith(PRIVATE):
        hint = "give the folder or file in source/ another name"
        message = f"'{slug}' is what Octavo calls a file of its own in build/"
        raise BuildFailed([Problem("E119", Place(prefix_of(project, slug)), message, hint)])


def _folder_of(project: Project, slug: str) -> Path:
    """Return the folder of a publication's files: its own, or the one in which its file lies."""
    folder = project.source / slug
    return folder if folder.is_dir() and not project.loose else project.source


def prefix_of(project: Project, slug: str) -> str:
    """Return the folder of a publication's files as problems name it: told from the project's, and
    where the sources lie elsewhere as the author writes it."""
    folder = _folder_of(project, slug)
    told = folder if project.home else folder.relative_to(project.root)
    return "" if told == Path() else told.as_posix()


def place_in_project(project: Project, slug: str, problem: Problem) -> Problem:
    """Return a problem with its place told from the project's folder: that of a template which all
    publications share, or of one's own."""
    path, shared = problem.place.path, project.root / problem.place.path
    is_own = not path.startswith("templates/") or (_folder_of(project, slug) / path).exists()
    if is_own or not shared.exists():
        return under(prefix_of(project, slug), problem)
    told = shared.as_posix() if project.home else path
    return replace(problem, place=replace(problem.place, path=told))


def has_front_matter(path: Path) -> bool:
    """Whether a file begins with a line that opens metadata."""
    if not is_plain_file(path):
        return False
    with path.open("rb") as file:
        return file.read(4) in (b"---\n", b"---\r", b"\xef\xbb\xbf-")
