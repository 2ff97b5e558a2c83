"""Show the HTML and EPUB of the three themes the way readers meet them, for a person to judge.

    python scripts/looks.py [--only PART_OF_NAME]

Writes build/looks/NAME-LOOK.png: the top of a page in strips side by side, in headless Chromium:
wide, narrow, dark, at twice the size, printed; of an EPUB its first files, plain and on a dark
ground as a reader's app would lay it. The thirty points are in source/handbook/thirty-points.md.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from octavo.core import platforms
from octavo.markup.tree import parse_xml
from octavo.production.pipeline import Project, build

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "looks"
BRIEF, BOOK, REPORT = "escalation-2020", "handbook", "report"
STRIPS, GAP = 4, 16
"""How many strips a picture has, and the pixels between them."""
EPUB_FILES = 8
GROUND = (150, 150, 150)
MARGINS = "html { padding: 24px }"
NIGHT = f"{MARGINS} html {{ background: #121212; color: #dcdcdc }} a {{ color: #8ab4f8 }}"
"""What a reader's app does to a book that sets no margins of the page and no colours."""


@dataclass(frozen=True, slots=True)
class Look:
    """A window to see a page through; its sizes in CSS pixels."""

    name: str
    width: int
    strip: int
    """How much of the page a strip shows."""
    words: tuple[str, ...] = ()
    """Said to Chromium."""
    scale: float = 1


LOOKS = (
    Look("wide", 1100, 1500),
    Look("dark", 1100, 1500, ("--blink-settings=preferredColorScheme=0",)),
    Look("narrow", 320, 1100),
    Look("zoom", 550, 750, scale=2),
)
READER = Look("", 420, 720, scale=1.5)


def main() -> None:
    """Build what is looked at, and write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="only pages whose name has this in it")
    wanted = parser.parse_args().only
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="octavo-looks-") as home:
        folder = Path(home)
        made = _built(folder)
        for name, page in _pages(made):
            if wanted in name:
                _look_at(name, page, folder)
        for slug in (BRIEF, BOOK, REPORT):
            if wanted in f"{slug}-epub":
                _read(slug, made / slug / f"{slug}.epub", folder)


def _built(folder: Path) -> Path:
    """Build the three publications; return where they are."""
    environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    ours, theirs = Project.at(ROOT, environ), Project.at(ROOT / "tests" / "books" / REPORT, environ)
    for project, slug in ((ours, BRIEF), (ours, BOOK), (theirs, REPORT)):
        for name, data in build(project, slug).files.items():
            target = folder / "made" / slug / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return folder / "made"


def _pages(made: Path) -> Iterator[tuple[str, Path]]:
    yield "brief", made / BRIEF / f"{BRIEF}.html"
    yield "report", made / REPORT / f"{REPORT}.html"
    yield "book", made / BOOK / f"{BOOK}.html"
    for page in ("index", "getting-started", "figures-tables-code"):
        yield f"site-{page}", made / BOOK / f"{BOOK}-site" / f"{page}.html"


def _look_at(name: str, page: Path, folder: Path) -> None:
    """Write a picture for each look at a page, and one of it printed."""
    for look in LOOKS:
        seen = shot(page, look, look.strip * STRIPS, folder)
        high = round(look.strip * look.scale)
        parts = [seen.crop((0, top, seen.width, top + high)) for top in range(0, seen.height, high)]
        _save(f"{name}-{look.name}", parts)
    printed = folder / "printed.pdf"
    _chromium(folder, f"--print-to-pdf={printed}", "--no-pdf-header-footer", page.as_uri())
    with pypdfium2.PdfDocument(printed) as document:
        pages = [document[n] for n in range(min(STRIPS, len(document)))]
        _save(f"{name}-print", [each.render(scale=1.4).to_pil() for each in pages])


def _read(slug: str, epub: Path, folder: Path) -> None:
    """Write pictures of the first files of an EPUB, as they are and on a dark ground."""
    for mode, style in (("plain", MARGINS), ("night", NIGHT)):
        home = folder / f"{slug}-{mode}"
        with zipfile.ZipFile(io.BytesIO(epub.read_bytes())) as archive:
            archive.extractall(home)
        files = spine(home)[:EPUB_FILES]
        for file in files:
            text = file.read_text(encoding="utf-8")
            more = f"<style>{style}</style></head>"
            file.write_text(text.replace("</head>", more, 1), encoding="utf-8")
        _save(f"{slug}-epub-{mode}", [shot(file, READER, READER.strip, folder) for file in files])


def spine(home: Path) -> list[Path]:
    """Return the files of an unpacked EPUB in the order of reading."""
    (package,) = home.rglob("*.opf")
    root = parse_xml(package.read_bytes())
    files = {item.get("id"): item.get("href", "") for item in root.iter("{*}item")}
    return [package.parent / files[item.get("idref")] for item in root.iter("{*}itemref")]


def shot(page: Path, look: Look, height: int, folder: Path) -> Image.Image:
    target = folder / "shot.png"
    _chromium(
        folder,
        f"--window-size={look.width},{height}",
        f"--force-device-scale-factor={look.scale:g}",
        "--hide-scrollbars",
        f"--screenshot={target}",
        *look.words,
        page.as_uri(),
    )
    return Image.open(target).convert("RGB")


def _chromium(folder: Path, *words: str) -> None:
    browser = os.environ.get("CHROME_PATH") or next(
        filter(None, map(shutil.which, platforms.BROWSERS)), ""
    )
    command = [browser, "--headless", "--no-sandbox", f"--user-data-dir={folder / 'home'}", *words]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"{' '.join(command)}\n{ended.stderr}")


def _save(name: str, parts: Sequence[Image.Image]) -> None:
    """Write the parts side by side."""
    width = sum(part.width for part in parts) + GAP * (len(parts) - 1)
    sheet = Image.new("RGB", (width, max(part.height for part in parts)), GROUND)
    left = 0
    for part in parts:
        sheet.paste(part, (left, 0))
        left += part.width + GAP
    target = OUT / f"{name}.png"
    sheet.save(target)
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
