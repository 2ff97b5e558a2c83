"""Make the README's twelve pictures: pages of the themes, and the editions as readers meet them.

    python scripts/showcase.py [--out FOLDER]

They lie beside the handbook's pictures (images/show-NAME.png). ``nox -s gallery`` makes them, and
writes one only where it shows something else than the one that is there. Screens are drawn in
headless Chromium; where there is none, their pictures stay as they are.
"""

import argparse
import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from gallery import FRAME, GROUND, IMAGES, STORE, differs, packed, sample
from looks import MARGINS, Look, shot, spine
from PIL import Image, ImageOps

from octavo.core import platforms
from octavo.production.pipeline import Project, build

BOOKS = IMAGES.parents[2] / "tests" / "books"
WIDTH, HEIGHT, EDGE = 420, 594, 12
"""Of every picture, in pixels; what it shows leaves EDGE of the ground at least."""
COLOURS, LARGEST = 160, 60_000
"""Of a picture, and its bytes at most."""
LARGE = "{name: pdf-large, style: large-print}"
SITE = "{name: html-site, split: chapters}"
ASKING = """<script>addEventListener("load", () => {
const field = document.querySelector(".search input");
field.value = "paper"; field.dispatchEvent(new Event("input"));
});</script></body>"""
"""Types a word into the search of a site."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a PDF of a theme's sample; of a book of the tests where ``book`` names one."""

    theme: str
    number: int
    """From 0."""
    file: str = ".pdf"
    editions: Sequence[str] = ("pdf",)
    book: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """A file of a theme's sample in a window."""

    theme: str
    file: str
    editions: Sequence[str]
    look: Look
    ending: str = "</body>"
    """What the page ends with."""


PAGES: Mapping[str, Leaf] = {
    "brief": Leaf("brief", 0),
    "brief-second": Leaf("brief", 1),
    "report": Leaf("report", 0),
    "report-chapter": Leaf("report", 5),
    "book": Leaf("book", 0),
    "book-chapter": Leaf("book", 14),
    "large-print": Leaf("book", 14, "-large.pdf", ("pdf", LARGE)),
    "arabic": Leaf("book", 14, book="rtl-arabic"),
}
WINDOW = Look("window", 800, 1131)
NIGHT = Look("night", 800, 1131, ("--blink-settings=preferredColorScheme=0",))
SCREENS: Mapping[str, Screen] = {
    "html": Screen("brief", ".html", ("html",), WINDOW),
    "dark": Screen("book", "-site/second-chapter.html", (SITE, "html"), NIGHT),
    "site": Screen("book", "-site/first-chapter.html", (SITE, "html"), WINDOW, ASKING),
    "epub": Screen("book", ".epub", ("epub",), Look("phone", 480, 679)),
}
EPUB_FILE = "second-chapter"
"""The file of the EPUB that is shown."""


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=IMAGES, help="where to write them")
    folder = parser.parse_args().out
    made = {name: page(name, STORE) for name in PAGES}
    if any(map(shutil.which, platforms.BROWSERS)):
        made |= {name: screen(name, STORE) for name in SCREENS}
    for name, picture in made.items():
        path = folder / f"show-{name}.png"
        if not path.is_file() or differs(Image.open(path), picture):
            path.write_bytes(packed(picture, COLOURS))
            print(f"{path}: {path.stat().st_size} bytes")


def page(name: str, store: Path | None = None) -> Image.Image:
    """Return the picture of a page."""
    leaf = PAGES[name]
    if leaf.book:
        project = Project(BOOKS / leaf.book, BOOKS / "build", store, {})
        data = build(project, leaf.book, ["pdf"]).files[f"{leaf.book}{leaf.file}"]
    else:
        data = sample(leaf.theme, store, leaf.editions)[leaf.file]
    sheet = pypdfium2.PdfDocument(data)[leaf.number]
    scale = min((WIDTH - 2 * EDGE) / sheet.get_width(), (HEIGHT - 2 * EDGE) / sheet.get_height())
    return _on_ground(sheet.render(scale=scale).to_pil().convert("RGB"))


def screen(name: str, store: Path | None = None) -> Image.Image:
    """Return the picture of a window, as Chromium draws it."""
    wanted = SCREENS[name]
    files = sample(wanted.theme, store, wanted.editions)
    with tempfile.TemporaryDirectory(prefix="octavo-showcase-") as home:
        folder = Path(home)
        for name_behind, data in files.items():
            target = folder / "made" / f"work{name_behind}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        file = folder / "made" / f"work{wanted.file}"
        file = _leaf_of(file) if file.suffix == ".epub" else file
        text = file.read_text("utf-8")
        file.write_text(wanted.ending.join(text.rsplit("</body>", 1)), "utf-8")
        seen = shot(file, wanted.look, wanted.look.strip, folder)
    room = (WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)
    return _on_ground(ImageOps.contain(seen, room, Image.Resampling.LANCZOS))


def _leaf_of(epub: Path) -> Path:
    """Unpack an EPUB; return the file of it that is shown, with the margins of a reader's app."""
    home = epub.with_suffix("")
    with zipfile.ZipFile(io.BytesIO(epub.read_bytes())) as archive:
        archive.extractall(home)
    file = next(each for each in spine(home) if EPUB_FILE in each.name)
    text = file.read_text("utf-8")
    file.write_text(text.replace("</head>", f"<style>{MARGINS}</style></head>", 1), "utf-8")
    return file


def _on_ground(seen: Image.Image) -> Image.Image:
    """Return a picture in a thin frame, in the middle of the ground."""
    framed = ImageOps.expand(ImageOps.crop(seen, 1), 1, FRAME)
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    picture.paste(framed, ((WIDTH - framed.width) // 2, (HEIGHT - framed.height) // 2))
    return picture


if __name__ == "__main__":
    main()
