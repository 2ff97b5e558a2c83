"""Set the brief and a chapter of the handbook by Pandoc + WeasyPrint, Pandoc + Typst and Octavo.

    python scripts/side_by_side.py

All work with what they bring: nobody's style sheet, template or option is touched. What went in
and came out stands in build/beside/ afterwards; the first two pages of each, side by side, in
source/handbook/images/beside-brief.png and beside-chapter.png.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import yaml
import zopfli.png
from pandoc_markdown import Head, pandoc_markdown
from PIL import Image, ImageDraw, ImageFont

from octavo.production.pipeline import Project, build

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "beside"
PICTURES = ROOT / "source" / "handbook" / "images"
FONT = ROOT / "templates" / "fonts" / "AlegreyaSans-Bold.ttf"
DATE = "23 November 2026"
PAGES = 2
WIDTH, GUTTER, CAPTION = 1560, 24, 50
"""Pixels: of a sheet, between its columns and around its pages, and above its pages."""
FINER = 4
"""How much larger a page is drawn, before each square of pixels becomes one."""
GROUND, EDGE, INK = (228, 228, 226), (178, 178, 174), (34, 34, 34)
COLOURS = 96
MOST_BYTES = 250_000


@dataclass(frozen=True, slots=True)
class Column:
    """One tool's pages of one text."""

    caption: str
    pdf: Path
    first: int
    """Index of the first page shown."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One text to be set by all three."""

    name: str
    publication: str
    file: str
    head: Head
    names: Mapping[str, str]
    outline: str
    """The title in the PDF's outline of where the text begins; '' for the first page."""


def main() -> None:
    """Set both texts with all three, and write the two sheets."""
    shutil.rmtree(OUT, ignore_errors=True)
    environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    project = Project.at(ROOT, environ)
    for slug in ("escalation-2020", "handbook"):
        build(project, slug)
    for sample in (_brief(), _chapter()):
        columns = _columns(sample)
        target = PICTURES / f"beside-{sample.name}.png"
        target.write_bytes(_png(_sheet(columns)))
        size = target.stat().st_size
        print(f"{target.relative_to(ROOT)}: {size / 1000:.0f} kB")
        if size > MOST_BYTES:
            sys.exit(f"{target} is heavier than {MOST_BYTES} bytes")


def _brief() -> Sample:
    slug = "escalation-2020"
    told = yaml.safe_load((ROOT / "source" / slug / "publication.yaml").read_text("utf-8"))
    author = told["contributors"][0]["name"]
    head = Head(told["title"], author, DATE, told["language"], told["subtitle"])
    return Sample("brief", slug, "brief.md", head, _names(slug), "")


def _chapter() -> Sample:
    """Return a chapter with notes, listings, tables and references, as a text of its own."""
    slug, file, title = "handbook", "notes-and-references.md", "Notes and references"
    told = yaml.safe_load((ROOT / "source" / slug / "publication.yaml").read_text("utf-8"))
    head = Head(title, told["contributors"][0]["name"], DATE, told["language"])
    text = (ROOT / "source" / slug / file).read_text("utf-8")
    titles = {
        f"#{id}": f"“{words}”" for words, id in re.findall(r"^##+ (.+) \{#(.+)\}$", text, re.M)
    }
    numbers = {  # captions of a single chapter count from 1
        target: re.sub(r"\d+\.(\d+)$", r"\1", words)
        for target, words in _names(slug).items()
        if target.startswith(("#tbl-", "#fig-", "#lst-")) and f"{{{target}" in text
    }
    return Sample("chapter", slug, file, head, {**_names(slug), **titles, **numbers}, title)


def _names(slug: str) -> dict[str, str]:
    """Return the words of every reference of a publication, as its HTML edition has them."""
    page = (ROOT / "build" / slug / f"{slug}.html").read_text("utf-8")
    found = re.findall(r'<a href="(#[^"]+)" class="reference">([^<]+)</a>', page)
    return {**dict(found), **{f"{target[1:]}.md": words for target, words in found}}


def _columns(sample: Sample) -> list[Column]:
    """Set the text with all three tools."""
    home = OUT / sample.name
    shutil.copytree(ROOT / "source" / sample.publication / "images", home / "images")
    text = (ROOT / "source" / sample.publication / sample.file).read_text("utf-8")
    plain = pandoc_markdown(text, sample.head, sample.names)
    (home / "text.md").write_text(plain, encoding="utf-8")
    pandoc = _run(home, "pandoc", "--version").split()[1]
    _run(
        home,
        "pandoc",
        "-s",
        "text.md",
        "-t",
        "html5",
        "--pdf-engine=weasyprint",
        "-o",
        "weasyprint.pdf",
    )
    _run(home, "pandoc", "-s", "text.md", "-t", "typst", "-o", "text.typ")
    _run(home, sys.executable, "-c", "import typst; typst.compile('text.typ', output='typst.pdf')")
    ours = ROOT / "build" / sample.publication / f"{sample.publication}.pdf"
    return [
        Column(f"Pandoc {pandoc} + WeasyPrint {version('weasyprint')}", home / "weasyprint.pdf", 0),
        Column(f"Pandoc {pandoc} + Typst {version('typst')}", home / "typst.pdf", 0),
        Column(f"Octavo {version('octavo')}", ours, _page(ours, sample.outline)),
    ]


def _run(folder: Path, *command: str) -> str:
    """Run a command in a folder, with the programs of this environment first; return its words."""
    path = os.pathsep.join([str(Path(sys.executable).parent), str(_pandoc()), os.environ["PATH"]])
    print(" ".join(command))
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    if ended.returncode:
        sys.exit(f"{' '.join(command)}\n{ended.stderr}")
    return ended.stdout


def _pandoc() -> Path:
    """Return the folder of the Pandoc that its wheel brings."""
    wheel = find_spec("pypandoc")
    if not wheel or not wheel.origin:
        sys.exit("Pandoc is missing: nox -s beside")
    return Path(wheel.origin).parent / "files"


def _page(pdf: Path, title: str) -> int:
    """Return the index of the page that an entry of the outline leads to."""
    if not title:
        return 0
    with pypdfium2.PdfDocument(pdf) as document:
        for entry in document.get_toc():
            if entry.get_title().endswith(title):
                return int(entry.get_dest().get_index())
    sys.exit(f"{pdf}: its outline has no {title}")


def _sheet(columns: Sequence[Column]) -> Image.Image:
    """Return the pages of each column below its caption, all at one scale."""
    shown = [_pages(column) for column in columns]
    widest = sum(max(page.get_width() for page in pages) for pages in shown)
    scale = (WIDTH - GUTTER * (len(columns) + 1)) / widest
    pictures = [[_picture(page, scale) for page in pages] for pages in shown]
    deep = max(sum(picture.height + GUTTER for picture in column) for column in pictures)
    sheet = Image.new("RGB", (WIDTH, CAPTION + deep), GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(FONT), 25)
    left = GUTTER
    for column, drawn in zip(columns, pictures, strict=True):
        pen.text((left, CAPTION - 14), column.caption, INK, font, anchor="ls")
        top = CAPTION
        for picture in drawn:
            edge = (left - 1, top - 1, left + picture.width, top + picture.height)
            pen.rectangle(edge, outline=EDGE)
            sheet.paste(picture, (left, top))
            top += picture.height + GUTTER
        left += max(picture.width for picture in drawn) + GUTTER
    return sheet


def _pages(column: Column) -> list[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(column.pdf)
    return [document[column.first + n] for n in range(PAGES)]


def _picture(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    """Return a page, drawn larger and made smaller, so that thin strokes keep their weight."""
    drawn: Image.Image = page.render(scale=scale * FINER, draw_annots=False).to_pil().convert("RGB")
    size = (round(page.get_width() * scale), round(page.get_height() * scale))
    return drawn.resize(size, Image.Resampling.BOX)


def _png(sheet: Image.Image) -> bytes:
    few = sheet.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return bytes(zopfli.png.optimize(buffer.getvalue()))


if __name__ == "__main__":
    main()
