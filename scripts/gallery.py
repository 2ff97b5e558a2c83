"""Make the handbook's gallery: pages of the samples that ``octavo new`` gives, theme by theme.

    python scripts/gallery.py [--out FOLDER]

The pictures are part of the handbook's source (images/gallery-THEME.png). ``nox -s gallery`` makes
them, and writes one only where it shows other pages than the one that is there: PDFium rounds edges
otherwise on other machines, which must not change the handbook.
"""

import argparse
import datetime as dt
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from octavo.production.pipeline import Project, build
from octavo.starter.new_project import Wishes, make

IMAGES = Path(__file__).resolve().parent.parent / "source" / "handbook" / "images"
WISHES = {
    "brief": ("article", "A Stone at the Quay", "Ines Calder"),
    "report": ("report", "Water at the Door", "Ines Calder"),
    "book": ("book", "The Tide Ledgers", "Ines Calder"),
}
"""Theme -> kind, title and author of the sample that shows it."""
PAGES: Mapping[str, Sequence[int]] = {
    "brief": (0, 1),
    "report": (0, 3, 5),
    "book": (0, 14, 15, 17),
}
"""Theme -> the pages that are shown, from 0. None has the edition's identifier, which changes with
every theme and font."""
HEIGHT, GAP, EDGE = 720, 24, 1
GROUND, FRAME = (226, 222, 214), (170, 164, 154)
COLOURS = 96
FAR, FEW = 96, 30
"""Two pictures of the same pages have no more than FEW pixels that are FAR apart, of 255."""
STORE = Path(__file__).resolve().parent.parent / ".octavo"


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=IMAGES, help="where to write them")
    folder = parser.parse_args().out
    for theme in WISHES:
        path = folder / f"gallery-{theme}.png"
        made = strip(theme, STORE)
        if not path.is_file() or differs(Image.open(path), made):
            path.write_bytes(packed(made))
            print(f"{path}: {path.stat().st_size} bytes")


def differs(shown: Image.Image, made: Image.Image) -> bool:
    """Tell whether two pictures show different pages."""
    if shown.size != made.size:
        return True
    between = ImageChops.difference(shown.convert("RGB"), made).convert("L")
    return sum(between.histogram()[FAR:]) > FEW


def packed(picture: Image.Image, colours: int = COLOURS) -> bytes:
    """Return a picture as PNG, of few colours."""
    few = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    target = io.BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def strip(theme: str, store: Path | None = None) -> Image.Image:
    """Return the chosen pages of a theme's sample side by side."""
    sheets = [_framed(page) for page in pages(theme, store)]
    width = sum(sheet.width for sheet in sheets) + GAP * (len(sheets) + 1)
    found = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for sheet in sheets:
        found.paste(sheet, (left, GAP))
        left += sheet.width + GAP
    return found


def pages(theme: str, store: Path | None = None) -> list[Image.Image]:
    """Return the chosen pages of a theme's sample, HEIGHT pixels high."""
    document = pypdfium2.PdfDocument(sample(theme, store)[".pdf"])
    found = []
    for number in PAGES[theme]:
        page = document[number]
        scale = HEIGHT / page.get_height()
        found.append(page.render(scale=scale).to_pil().convert("RGB"))
    return found


def sample(theme: str, store: Path | None, editions: Sequence[str] = ("pdf",)) -> dict[str, bytes]:
    """Return the editions of the sample that ``octavo new`` makes for a theme.

    Editions are members of the list in YAML; names of files lack that of the publication: ``.pdf``,
    ``-site/index.html``.
    """
    kind, title, author = WISHES[theme]
    with tempfile.TemporaryDirectory(prefix="octavo-gallery-") as folder:
        root = Path(folder) / "sample"
        make(root, Wishes(kind, title, author, "en-GB", dt.date(2026, 1, 2)))
        project = Project(root, root / "build", store, {})
        (slug,) = project.slugs()
        path = root / "source" / slug / "publication.yaml"
        path.write_text(f"{path.read_text('utf-8')}editions: [{', '.join(editions)}]\n", "utf-8")
        made = build(project, slug).files
        return {name.removeprefix(slug): data for name, data in made.items()}


def _framed(page: Image.Image) -> Image.Image:
    page.paste(FRAME, (0, 0, page.width, EDGE))
    page.paste(FRAME, (0, page.height - EDGE, page.width, page.height))
    page.paste(FRAME, (0, 0, EDGE, page.height))
    page.paste(FRAME, (page.width - EDGE, 0, page.width, page.height))
    return page


if __name__ == "__main__":
    main()
