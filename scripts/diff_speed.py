"""Time octavo diff on books made for it: the text levels, and the pages of two PDFs.

    python scripts/diff_speed.py words FOLDER       two books of 300,000 words, also as text files
    python scripts/diff_speed.py pages COUNT        two PDFs of so many pages
    python scripts/diff_speed.py plot FILE.svg      the pages, from 50 to 1,000, drawn

Prints seconds and megabytes as JSON.
"""

import io
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

SYLLABLES = "ta ren mo vi kel sa dor li pan esh u gri no bal tir fe".split()
PARAGRAPHS, WORDS = 2_800, 107
EDITED = 0.04
COUNTS = (50, 100, 250, 500, 1_000)
LINES = 30


def book(seed: int, count: int = PARAGRAPHS) -> list[str]:
    """Return paragraphs of made-up words, with a sentence every dozen of them."""
    made = random.Random(seed)
    known = ["".join(made.choices(SYLLABLES, k=made.randint(1, 4))) for _ in range(9_000)]
    return [
        " ".join(
            word + ("." if n % 12 == 11 else "")
            for n, word in enumerate(made.choices(known, k=WORDS))
        )
        for _ in range(count)
    ]


def revised(old: Sequence[str], seed: int) -> list[str]:
    """Return the book with a word changed in some paragraphs, some gone, some moved."""
    made = random.Random(seed)
    new = []
    for text in old:
        if made.random() < EDITED:
            words = text.split()
            words[made.randrange(len(words))] = "changed"
            text = " ".join(words)
        if made.random() > 0.005:
            new.append(text)
    for _ in range(len(old) // 200):
        new.insert(made.randrange(len(new)), new.pop(made.randrange(len(new))))
    return new


def words_time(folder: Path) -> dict[str, float]:
    """Return what comparing two long books takes; the same texts are written to files."""
    from octavo.blocks.block import Block, Manuscript
    from octavo.core.problems import Place
    from octavo.diff.match.compare import compare

    def manuscript(texts: Iterable[str]) -> Manuscript:
        blocks = (Block(f"b{n}", "p", (), (), t, Place("b", n)) for n, t in enumerate(texts))
        return Manuscript({}, tuple(blocks), {}, "book")

    old = book(1)
    new = revised(old, 2)
    for name, texts in (("old", old), ("new", new)):
        (folder / f"{name}.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    one, other = manuscript(old), manuscript(new)
    start = time.perf_counter()
    events = compare(one, other)
    return {"seconds": time.perf_counter() - start, "events": len(events), **_memory()}


def pages_time(count: int) -> dict[str, float]:
    """Return what comparing the pages of two PDFs takes."""
    from octavo.diff.page_pictures import leaf_through

    old = book(3, count * LINES * 10 // WORDS)
    data = [_pdf(" ".join(texts).split()) for texts in (old, revised(old, 4))]
    start = time.perf_counter()
    found, _ = leaf_through(data[0], data[1], ("old", "new"), False)
    return {"seconds": time.perf_counter() - start, "pages": len(found), **_memory()}


def _memory() -> dict[str, float]:
    return {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}


def _pdf(words: Sequence[str]) -> bytes:
    """Return a PDF of lines of ten words: no engine takes part, so that only reading is timed."""
    lines = [" ".join(words[n : n + 10]) for n in range(0, len(words), 10)]
    pages = [lines[n : n + LINES] for n in range(0, len(lines), LINES)]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, page in enumerate(pages):
        text = "".join(
            f"BT /F1 9 Tf 60 {780 - 22 * k} Td ({line}) Tj ET\n" for k, line in enumerate(page)
        )
        font = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}endstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for n, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{n} 0 obj\n{each}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def plot(target: Path) -> None:
    """Draw seconds against pages, each count measured in a process of its own."""
    measured = []
    for count in COUNTS:
        command = [sys.executable, __file__, "pages", str(count)]
        told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        measured.append((count, float(told["seconds"]), float(told["megabytes"])))
        print(f"{count} pages: {told['seconds']:.1f} s, {told['megabytes']:.0f} MB", flush=True)
    target.write_text(drawing(measured), encoding="utf-8")


def drawing(measured: Sequence[tuple[int, float, float]]) -> str:
    """Return the curve as SVG."""
    most = max(seconds for _, seconds, _ in measured)
    top = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200) if n >= most)

    def place(count: float, seconds: float) -> tuple[float, float]:
        return 60 + 500 * count / COUNTS[-1], 250 - 220 * seconds / top

    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in (place(n, s) for n, s, _ in measured))
    style = 'font-family="Fira Sans" font-size="13" fill="#1b1a18"'
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" width="600" height="300">',
        '<g stroke="#b9b3a8"><path d="M60 250H570"/>',
        *(f'<path d="M60 {place(0, top * k / 4)[1]:.0f}H570"/>' for k in range(1, 5)),
        "</g>",
        f'<polyline points="60,250 {line}" fill="none" stroke="#0b5c5e" stroke-width="2"/>',
    ]
    for count, seconds, _ in measured:
        x, y = place(count, seconds)
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="#0b5c5e"/>')
        parts.append(f'<text x="{x:.0f}" y="270" text-anchor="middle" {style}>{count}</text>')
    for k in range(5):
        y = place(0, top * k / 4)[1] + 4
        parts.append(f'<text x="52" y="{y:.0f}" text-anchor="end" {style}>{top * k / 4:g} s</text>')
    parts.append(f'<text x="315" y="292" text-anchor="middle" {style}>pages of each PDF</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    kind, value = sys.argv[1:3]
    if kind == "plot":
        plot(Path(value))
        return
    told = words_time(Path(value)) if kind == "words" else pages_time(int(value))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
