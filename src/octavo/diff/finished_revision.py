"""A finished edition, or the folder of a build -> a revision that can be compared."""

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from octavo.blocks.block import Block, Manuscript
from octavo.blocks.manuscript import manuscript_of
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.finished.foreign import Files, read_epub_files, read_html_files
from octavo.finished.foreign_publication import work_of
from octavo.finished.items import Unreadable
from octavo.finished.pdf_text import read_pdf_files
from octavo.model.metadata import FORMATS
from octavo.model.publication import Publication
from octavo.production.assembly import set_publication
from octavo.production.pipeline import Project, roots_of

RECORD = "edition.json"
ENDINGS = (".epub", ".html", ".htm", ".xhtml", ".pdf")
MOST_BYTES = 512 * 2**20
"""Of a finished file."""


def finished(named: str) -> Path | None:
    """Return the file that holds a finished edition; of the folder of a build, the best of them."""
    path = Path(named)
    if path.is_file() and path.suffix.lower() in ENDINGS:
        return path
    if not (path / RECORD).is_file():
        return None
    slug = path.resolve().name
    for ending in (".epub", ".html", ".pdf"):
        if (path / f"{slug}{ending}").is_file():
            return path / f"{slug}{ending}"
    others = sorted(p for p in path.iterdir() if p.suffix in ENDINGS)
    sites = sorted(path.glob("*/index.html"))
    return next(iter([*others, *sites]), None)


def read_finished(
    path: Path, named: str, project: Project
) -> tuple[Workshop, Publication, Manuscript, str]:
    """Return what a finished edition says, and its format; raises BuildFailed.

    Problems: E706 (the file cannot be read, or is too large), E707 (it holds no text).
    """
    try:
        files = _files(path)
    except (Unreadable, OSError) as reason:
        hint = "see whether it opens in a browser or a reading system; make it anew if it does not"
        raise _failure("E706", path, f"the file cannot be read: {reason}", hint) from None
    workshop = Workshop(Inputs(roots_of(path.parent), project.environ), Store(project.store))
    publication, pages = work_of(workshop, path.stem, files)
    if not publication.chapters:
        hint = "a scanned book has pictures of pages only: run a text recognition over it first"
        raise _failure("E707", path, "there is no text in the file", hint)
    manuscript = manuscript_of(publication, files.metadata, named, "", pages)
    manuscript = _as_set(replace(manuscript, knows=files.knows))
    record = path.parent / RECORD
    if Path(named).is_dir() and record.is_file():
        manuscript = _with_pages(manuscript, record)
    ending = path.suffix.lower().removeprefix(".")
    return workshop, publication, manuscript, ending if ending in FORMATS else "html"


def as_pdf(
    workshop: Workshop, publication: Publication, name: str
) -> tuple[Publication, Manuscript]:
    """Return what the PDF edition of a source says, read as any PDF is; raises BuildFailed."""
    data = next(d for n, d in set_publication(workshop, publication).items() if n.endswith(".pdf"))
    files = read_pdf_files(data, name)
    work, pages = work_of(workshop, publication.config.slug, files)
    manuscript = manuscript_of(work, files.metadata, name, "", pages)
    return work, replace(manuscript, knows=files.knows)


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
    data = path.read_bytes()
    if path.suffix.lower() == ".epub":
        return read_epub_files(data)
    if path.suffix.lower() == ".pdf":
        return read_pdf_files(data, path.name)
    return read_html_files(data, path.name)


def _with_pages(manuscript: Manuscript, record: Path) -> Manuscript:
    """Return a manuscript whose blocks know the pages that the build has told of them."""
    try:
        told = json.loads(record.read_bytes())["blocks"]
        pages = [(str(each["text"]), tuple(map(str, each["pages"]))) for each in told]
    except (OSError, ValueError, LookupError, TypeError):
        return manuscript
    places: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text, labels in reversed(pages):
        if labels:
            places[" ".join(text.split())].append(labels)
    return _placed(manuscript, places)


def _placed(manuscript: Manuscript, places: dict[str, list[tuple[str, ...]]]) -> Manuscript:
    def placed(block: Block) -> Block:
        found = places.get(" ".join(block.text.split()))
        rows = tuple(tuple(placed(cell) for cell in row) for row in block.rows)
        pages = found.pop() if found else next((c.pages for r in rows for c in r if c.pages), ())
        return replace(block, pages=pages, rows=rows)

    return replace(manuscript, blocks=tuple(map(placed, manuscript.blocks)))
