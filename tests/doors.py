"""The twelve doors by which somebody's bytes come in, each with real files to begin from."""

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from octavo.core.output import Output
from octavo.core.problems import BuildFailed
from octavo.diff.git_files import extract_all
from octavo.finished.foreign_publication import work_of
from octavo.finished.foreign_reader import read_foreign
from octavo.finished.items import Unreadable
from octavo.finished.pdf_text import read_pdf_files
from octavo.production.assembly import assemble
from octavo.production.listing import write_listing
from octavo.production.pipeline import Project, build, workshop_of

ROOT = Path(__file__).parent.parent
HEAD = "octavo: 1\ntitle: Work\ndate: 2024-05-01\nlanguage: en-GB\n"
METADATA = f"{HEAD}theme: book\nbody: [a.md, b.md]\neditions: [html, epub]\n"
TEXTS = {
    "a.md": "# A {#sea}\n\nWords[^1], `code`, [link](#isle), *stress*.\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n",
    "b.md": "# B {#isle}\n\n> Quoted.\n\n1. one\n2. two\n\n![A dot](p.png)\n\nFigure: A dot.\n\n"
    "```python\nx = 1\n```\n",
}
REFUSALS = (BuildFailed, Unreadable)
Take = Callable[[Path, bytes], object]
"""Hands bytes in, with a folder to work in; raises REFUSALS where they are refused."""


@dataclass(frozen=True)
class Door:
    """A way in."""

    seeds: Callable[[], Sequence[bytes]]
    take: Take
    is_warm: bool = True
    """Whether one may be taken before others are, in the process that they are divided from."""
    is_pressed: bool = False
    """Whether pages are set: a press waits for each, which is started once for many."""


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    image = Image.new("RGB", (16, 12), "teal")
    image.putpixel((3, 4), (250, 20, 30))
    image.save(target, kind)
    return target.getvalue()


WITH_PAGES = {"source/w/publication.yaml": METADATA.replace("epub", "pdf").encode()}
DRAWN = {"source/w/b.md": b"# B {#isle}\n\n![A line](c.svg)\n"}
"""A text with a drawing; others have none: what draws it does not live on in a forked process."""


def into(
    path: str,
    more: Mapping[str, bytes] = MappingProxyType({}),
    editions: tuple[str, ...] = ("html",),
) -> Take:
    """Return a door: the bytes are a file of a project, which is built, by default to a page."""

    def take(folder: Path, data: bytes) -> object:
        own = f"source/w/{path}" if path[0] != "/" else path[1:]
        project = write(folder, {**more, own: data})
        return assemble(workshop_of(project, "w"), "w", editions)

    return take


EDITIONS = {
    "site.html.j2": "html-site",
    **dict.fromkeys(("epub.html.j2", "nav.html.j2", "cover.html.j2"), "epub"),
    **dict.fromkeys(("pdf.html.j2", "furniture.html.j2", "half-title.html.j2"), "pdf"),
}
"""Templates that other editions than a page ask for."""
OF_LISTS = ("index.html.j2", "feed.atom.j2", "sitemap.xml.j2")


@cache
def templates() -> Mapping[str, bytes]:
    """Return the built-in templates of publications by name."""
    paths = sorted((ROOT / "templates" / "shared").glob("*.j2"))
    return {path.name: path.read_bytes() for path in paths if path.name not in OF_LISTS}


def take_template(folder: Path, data: bytes) -> object:
    """Take them for the template with which they have most lines in common."""
    lines = set(data.splitlines())
    shared = {name: len(lines & set(own.splitlines())) for name, own in templates().items()}
    name = max(shared, key=lambda each: shared[each])
    edition = EDITIONS.get(name, "html")
    files = {
        f"templates/shared/{name}": data,
        "source/w/publication.yaml": METADATA.replace("html, epub", edition).encode(),
    }
    return assemble(workshop_of(write(folder, files), "w"), "w", (edition,))


def write(folder: Path, files: Mapping[str, bytes]) -> Project:
    """Return a project of METADATA and TEXTS in which these files stand instead."""
    texts = {f"source/w/{name}": text.encode() for name, text in TEXTS.items()}
    usual = {"source/w/publication.yaml": METADATA.replace(", epub", "").encode(), **texts}
    usual["source/w/p.png"] = picture("png")
    for name, data in {**usual, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return Project(folder, folder / "build", None)


def take_listing(folder: Path, data: bytes) -> None:
    """Take them for the template of the list, or for what a build has left of itself."""
    is_told = data.lstrip()[:1] in (b"{", b"[") and b"{%" not in data[:200]
    name = "build/w/manifest.json" if is_told else "templates/shared/index.html.j2"
    project = write(folder, {"build/w/manifest.json": manifest(), name: data})
    workshop = workshop_of(project, "")
    write_listing(project.out, workshop, Output(folder, True))


def take_file(name: str) -> Take:
    """Return a door: the bytes are a finished file of anybody's, given to ``octavo diff``."""

    def take(folder: Path, data: bytes) -> object:
        files = read_foreign(Path(name), data)
        return work_of(workshop_of(Project(folder, folder / "build", None), ""), "w", files)

    return take


def take_pdf(folder: Path, data: bytes) -> object:
    """As ``read_pdf_apart``, in a process that is bounded already."""
    files = read_pdf_files(data, "a.pdf")
    return work_of(workshop_of(Project(folder, folder / "build", None), ""), "w", files)


def take_repository(folder: Path, data: bytes) -> None:
    """Take them for files of a repository, one after the other, and read its commit."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            path = folder / "p" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
    project = Project(folder / "p", folder / "build", None, dict(os.environ))
    (folder / "out").mkdir()
    extract_all(project, "HEAD", folder / "out")


@cache
def made() -> Mapping[str, bytes]:
    """Return finished files by ending."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="octavo-doors-") as home:
        metadata = METADATA.replace("epub", "epub, pdf").encode()
        project = write(Path(home), {"source/w/publication.yaml": metadata})
        files = build(project, "w").files
    return {name.rpartition(".")[2]: data for name, data in sorted(files.items())} | {
        "manifest": files["manifest.json"]
    }


def manifest() -> bytes:
    return made()["manifest"]


@cache
def a_docx() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for style, words in (("Heading1", "A"), ("Normal", "Words of it"), ("Quote", "Quoted"))
    )
    changed = (
        f'<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins></w:p>{paragraphs}'
    )
    office = "http://schemas.openxmlformats.org"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship '
        f'Id="r" Type="{office}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{changed}</w:body></w:document>",
        "word/footnotes.xml": f'<w:footnotes {space}><w:footnote w:id="2">{paragraphs}'
        "</w:footnote></w:footnotes>",
    }
    return packed({name: text.encode() for name, text in files.items()})


@cache
def a_repository() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="octavo-doors-") as home:
        write(Path(home), {".gitattributes": b"*.md text eol=crlf ident\n"})
        quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "One")):
            subprocess.run(
                ["git", *named, *words], cwd=home, env=quiet, check=True, capture_output=True
            )
        shutil.rmtree(Path(home) / ".git" / "hooks", ignore_errors=True)
        found = sorted(path for path in Path(home, ".git").rglob("*") if path.is_file())
        files = {path.relative_to(home).as_posix(): path.read_bytes() for path in found}
    return packed(files)


def packed(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def found(pattern: str, most: int = 60_000) -> Callable[[], Sequence[bytes]]:
    """Return the files of this repository that match, but for large ones."""

    def read() -> Sequence[bytes]:
        paths = sorted(ROOT.glob(pattern))
        return [path.read_bytes() for path in paths if path.stat().st_size < most]

    return read


LISTING = "templates/shared/index.html.j2"
DOORS: Mapping[str, Door] = {
    "markdown": Door(found("tests/books/*/source/*/*.md"), into("a.md")),
    "yaml": Door(
        lambda: 40 * [METADATA.encode()] + [*found("tests/books/*/source/*/publication.yaml")()],
        into("publication.yaml"),
    ),
    "css": Door(
        found("templates/*/*.css"),
        into("/templates/book/theme.css", WITH_PAGES, ("html", "pdf")),
        is_pressed=True,
    ),
    "templates": Door(lambda: [*templates().values()], take_template),
    "pictures": Door(
        lambda: [picture(kind) for kind in ("png", "jpeg", "gif", "webp", "tiff", "bmp")],
        into("p.png"),
    ),
    "svg": Door(found("tests/pictures/programs/*.svg"), into("c.svg", DRAWN), False),
    "listing": Door(lambda: [(ROOT / LISTING).read_bytes(), manifest()], take_listing),
    "epub": Door(lambda: [made()["epub"]], take_file("a.epub")),
    "html": Door(lambda: [made()["html"], *found("tests/golden/*/*.html")()], take_file("a.html")),
    "pdf": Door(lambda: [made()["pdf"]], take_pdf),
    "git": Door(lambda: [a_repository()], take_repository),
    "docx": Door(lambda: [a_docx()], take_file("a.docx")),
}
