"""A finished edition, or the folder of a build -> a revision that can be compared."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.blocks.block import Block, Manuscript
from octavo.blocks.json_fields import MOST_BYTES as MOST_BYTES_OF_JSON
from octavo.blocks.manuscript import manuscript_of
from octavo.blocks.old_record import UNTOLD
from octavo.blocks.record import SCHEMA, Record
from octavo.blocks.record_reader import read_record
from octavo.core.bounds import at_file
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.diff.told_positions import tell_positions
from octavo.editions.registry import format_of, formats_with_pages
from octavo.finished.docx_reader import NeedsExtra
from octavo.finished.foreign import Files
from octavo.finished.foreign_publication import work_of
from octavo.finished.foreign_reader import DOCX, FORMATS, format_of_file, read_foreign
from octavo.finished.items import Unreadable
from octavo.finished.pdf_text import read_pdf_files
from octavo.model.publication import Publication
from octavo.production.assembly import set_publication
from octavo.production.pipeline import Project, roots_of

RECORD = "edition.json"
PAPERS = (RECORD, "manifest.json")
"""Files of which the folder of a build has one at least."""
MOST_BYTES = 512 * 2**20
"""Of a finished file."""
MOST_NAMED = 12
"""Pages that a notice names."""
SILENT = frozenset(("language", "look", "marked"))
"""Changes that no finished edition tells: it has no languages of listings, and classes that are
made anew."""
UNTOLD_OF_PAGES = frozenset(("line-numbers",))
SCANNED = "a scanned book has pictures of pages only: run a text recognition over it first"
WITHOUT_WORDS = "open it and see whether words stand in it; those of pictures are not read"


@dataclass(frozen=True, slots=True)
class Account:
    """What the folder of a build says of its text by edition.json alone: there are no trees."""

    manuscript: Manuscript
    folder: Path
    project: Project
    problems: tuple[Problem, ...] = ()
    """A notice where an old edition.json says less than one of today."""

    @property
    def format(self) -> str:
        """Return '': it says what its source says."""
        return ""


def read_account(named: str, project: Project) -> Account | None:
    """Return what edition.json in the folder of a build says; raises BuildFailed.

    None where there is none, and where there is one of schema 1 beside an EPUB or an HTML file,
    which say more. Problems: E706 (it cannot be read), E711 (a notice: of schema 1).
    """
    folder = Path(named)
    record = _record_in(folder)
    edition = find_finished(named)
    if record is None or (record.schema < SCHEMA and edition and not _is_paged(edition)):
        return None
    lacks = record.manuscript.lacks | {"line-numbers"}
    manuscript = replace(record.manuscript, name=named, lacks=lacks)
    if record.schema == SCHEMA:
        return Account(manuscript, folder, project)
    hint = "build it again, or put its EPUB or its HTML file beside it"
    message = f"an older Octavo wrote it, of schema {record.schema}; it does not tell {UNTOLD}"
    place = Place((folder / RECORD).as_posix())
    notice = Problem("E711", place, message, hint, "notice")
    return Account(manuscript, folder, project, (notice,))


def _record_in(folder: Path) -> Record | None:
    path = folder / RECORD
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_record(file.read(MOST_BYTES_OF_JSON + 1), path.as_posix())


def find_finished(named: str) -> Path | None:
    """Return the file that holds a finished edition; of the folder of a build, the best of them."""
    path = Path(named)
    if path.is_file() and format_of_file(path):
        return path
    if not any((path / name).is_file() for name in PAPERS):
        return None
    slug = path.resolve().name
    for format in FORMATS:
        if (path / f"{slug}.{format}").is_file():
            return path / f"{slug}.{format}"
    others = sorted(each for each in path.iterdir() if format_of_file(each))
    sites = sorted(path.glob("*/index.html"))
    return next(iter([*others, *sites]), None)


def pdf_in(folder: Path) -> Path | None:
    """Return the PDF edition in the folder of a build: that of all pages, before its variants."""
    slug = folder.resolve().name
    found = (each for each in folder.iterdir() if each.is_file() and _is_paged(each))
    return min(found, key=lambda each: (each.stem != slug, each.name), default=None)


def _is_paged(path: Path) -> bool:
    return format_of_file(path) in formats_with_pages()


def read_finished(
    path: Path, named: str, project: Project
) -> tuple[Workshop, Publication, Manuscript, str, tuple[Problem, ...]]:
    """Return what a finished edition says, its format, and notices; raises BuildFailed.

    Problems: E706 (the file cannot be read, or is too large), E707 (it holds no text), E715 (what
    reads a .docx is not installed), E716 (a .docx cannot be read); notices E712 (pages that are
    pictures), E713 (a text in it that is ill-formed, or is not there), E717 (tracked changes), E718
    (pictures that lie elsewhere).
    """
    try:
        with at_file(path.as_posix()):
            files = _files(path)
    except NeedsExtra as reason:
        message = "a .docx is read by a package that is not installed"
        raise _failure("E715", path, message, str(reason)) from None
    except (Unreadable, OSError, MemoryError) as reason:
        reason = reason if str(reason) else Unreadable("it needs more memory than it may take")
        if format_of_file(path) == DOCX:
            hint = "see whether a word processor opens it, and let it write the document anew"
            raise _failure("E716", path, f"the .docx cannot be read: {reason}", hint) from None
        hint = "see whether it opens in a browser or a reading system; make it anew if it does not"
        raise _failure("E706", path, f"the file cannot be read: {reason}", hint) from None
    inputs = Inputs(roots_of(path.parent), project.environ)
    workshop = Workshop(inputs, Store(project.store), project.tell)
    publication, pages = work_of(workshop, path.stem, files)
    if not publication.chapters:
        hint = SCANNED if format_of_file(path) in formats_with_pages() else WITHOUT_WORDS
        raise _failure("E707", path, "there is no text in the file", hint)
    manuscript = manuscript_of(publication, files.metadata, named, "", pages)
    manuscript = _as_set(replace(manuscript, knows=files.knows, lacks=_lacks(path)))
    if format_of_file(path) not in formats_with_pages():
        manuscript = tell_positions(manuscript)
    record = _record_in(Path(named))
    manuscript = _with_pages(manuscript, record.manuscript) if record else manuscript
    return workshop, publication, manuscript, format_of_file(path), tuple(_remarks(path, files))


def _lacks(path: Path) -> frozenset[str]:
    """Return the changes that a file of its format does not tell."""
    if format_of_file(path) == DOCX:
        return SILENT | {"id"}
    return SILENT | UNTOLD_OF_PAGES if format_of_file(path) in formats_with_pages() else SILENT


def _remarks(path: Path, files: Files) -> Iterator[Problem]:
    """Yield what of a file is not compared, or not as its maker meant it."""
    if files.scanned:
        pages = f"{len(files.scanned)} of {len(files.labels)}"
        named = ", ".join(files.scanned[:MOST_NAMED])
        named += " …" if len(files.scanned) > MOST_NAMED else ""
        message = f"{pages} pages are pictures, and hold no words: {named}"
        hint = "run a text recognition over them; their words are not compared"
        yield Problem("E712", Place(path.as_posix()), message, hint, "notice")
    for code, message, hint in files.remarks:
        yield Problem(code, Place(path.as_posix()), message, hint, "notice")
    for inside, fault in files.faulty:
        hint = "it is compared as a browser would read it; mend it where it was made"
        yield Problem("E713", Place(f"{path.as_posix()}/{inside}"), fault, hint, "notice")


def as_pdf(
    workshop: Workshop, publication: Publication, name: str
) -> tuple[Publication, Manuscript]:
    """Return what the PDF edition of a source says, read as any PDF is; raises BuildFailed."""
    files = read_pdf_files(set_paged_edition(workshop, publication), name)
    work, pages = work_of(workshop, publication.config.slug, files)
    manuscript = manuscript_of(work, files.metadata, name, "", pages)
    return work, replace(manuscript, knows=files.knows, lacks=SILENT | UNTOLD_OF_PAGES)


def set_paged_edition(workshop: Workshop, publication: Publication) -> bytes:
    """Return the edition of a source that holds pages, made alone. Problems: E709 (it has none)."""
    config = publication.config
    for edition in config.metadata.editions:
        if format_of(edition).is_paged and not edition.wraps:
            made = set_publication(workshop, publication, asked=(edition.name,))
            return made.files[edition.file(config.slug)]
    hint = "name two PDFs, two folders of builds that hold PDFs, or sources"
    message = "there is no PDF whose pages to compare"
    raise BuildFailed([Problem("E709", Place(config.path), message, hint)])


def _as_set(manuscript: Manuscript) -> Manuscript:
    """Return a manuscript whose pictures are known to be those of an edition."""
    assets = {path: replace(each, is_set=True) for path, each in manuscript.assets.items()}
    blocks = tuple(
        replace(b, picture=replace(b.picture, is_set=True)) if b.picture else b
        for b in manuscript.blocks
    )
    return replace(manuscript, blocks=blocks, assets=assets)


def _failure(code: str, path: Path, message: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(code, Place(path.as_posix()), message, hint)])


def _files(path: Path) -> Files:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 2**20} MiB")
    return read_foreign(path, path.read_bytes())


def _with_pages(manuscript: Manuscript, record: Manuscript) -> Manuscript:
    """Return a manuscript whose blocks know the pages that the build has told of them."""
    places: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for block in reversed(list(record.every_block())):
        if block.pages:
            places[" ".join(block.text.split())].append(block.pages)
    return _place_blocks(manuscript, places)


def _place_blocks(manuscript: Manuscript, places: dict[str, list[tuple[str, ...]]]) -> Manuscript:
    def place(block: Block) -> Block:
        found = places.get(" ".join(block.text.split()))
        rows = tuple(tuple(place(cell) for cell in row) for row in block.rows)
        pages = found.pop() if found else next((c.pages for r in rows for c in r if c.pages), ())
        return replace(block, pages=pages, rows=rows)

    return replace(manuscript, blocks=tuple(map(place, manuscript.blocks)))
