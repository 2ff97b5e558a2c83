"""Two editions that should be equal -> everything that can be told of why they are not."""

import json
import re
from collections.abc import Iterator, Mapping
from zipfile import BadZipFile

import pypdfium2 as pdfium

from octavo.finished.pdf_projection import pdf_projection
from octavo.goldens.projection import project_files
from octavo.verify.first_difference import first_difference
from octavo.verify.layers import objects

Files = Mapping[str, bytes]
"""Name of a file of one publication -> its bytes."""
MOST = 12
"""Lines of one kind that are told; the rest is counted."""
AROUND = 24
"""Characters shown before and after a sign that stands elsewhere."""
TOLERANCE = 0.005
"""Points: a sign that is nearer to its place than this has not moved."""
_KINDS = (
    ("font file", re.compile(rb"OTTO|\x00\x01\x00\x00|true")),
    ("map of a font to Unicode", re.compile(rb".*begincmap", re.DOTALL)),
    ("metadata", re.compile(rb"<\?xpacket")),
    ("content", re.compile(rb".*\b(BT|BDC|Do|re)\s", re.DOTALL)),
)


def causes(name: str, one: Files, two: Files) -> list[str]:
    """Return lines that tell how the two files called ``name`` differ, and which tools do."""
    if name not in one or name not in two:
        return [f"only {'the first' if name in one else 'the second'} machine made it"]
    lines = list(_capped(_readable(name, one, two)))
    if name.endswith(".pdf"):
        lines += _capped(moved(one[name], two[name]))
        lines += _capped(_objects(one[name], two[name]))
    if not lines:
        lines.append(first_difference(name, one[name], two[name]))
    return [*lines, *tools(one, two)]


def tools(one: Files, two: Files) -> list[str]:
    """Return what the manifests say of ingredients and tools that are not the same."""
    manifests = [json.loads(files.get("manifest.json", b"{}")) for files in (one, two)]
    lines = []
    for part in ("ingredients", "native", "press"):
        left, right = (told.get(part, {}) for told in manifests)
        for name in sorted({*left, *right}):
            if left.get(name) != right.get(name):
                lines.append(f"{part}: {name} {left.get(name)} / {right.get(name)}")
    return lines


def _capped(lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    yield from told[:MOST]
    if len(told) > MOST:
        yield f"… and {len(told) - MOST} more of this kind"


def _readable(name: str, one: Files, two: Files) -> Iterator[str]:
    """Yield where the readable forms differ, of those that goldens keep."""
    try:
        left, right = (_projection(name, files) for files in (one, two))
    except (KeyError, ValueError, BadZipFile, pdfium.PdfiumError):
        return
    for path in sorted({*left, *right}):
        old, new = left.get(path, b""), right.get(path, b"")
        if old == new:
            continue
        if path.endswith("text.txt"):
            yield from _pages_of_text(old.decode(), new.decode())
        elif path.endswith(".png"):
            yield f"{path}: the page looks different"
        else:
            yield f"{path}: {first_difference(path, old, new)}"


def _projection(name: str, files: Files) -> dict[str, bytes]:
    if name.endswith(".pdf"):
        return pdf_projection(files[name], "")
    if name.endswith(".json"):
        return {}
    kept = {each: files[each] for each in (name, "manifest.json", "SHA256SUMS")}
    made = project_files(kept)
    return {path: made[path] for path in made if "/" in path}


def _pages_of_text(one: str, two: str) -> Iterator[str]:
    """Yield each page whose words or line ends are not the same, with the first line."""
    left, right = (text.split("--- page ") for text in (one, two))
    for old, new in zip(left, right, strict=False):
        if old != new:
            told = first_difference("text", old.encode(), new.encode())
            yield f"text of page {old.partition(chr(10))[0]}: {told}"
    if len(left) != len(right):
        yield f"{len(left) - 1} / {len(right) - 1} pages"


def moved(one: bytes, two: bytes) -> Iterator[str]:
    """Yield each page on which a sign stands elsewhere, with the first such sign."""
    try:
        left, right = pdfium.PdfDocument(one), pdfium.PdfDocument(two)
    except pdfium.PdfiumError:
        return
    for number in range(min(len(left), len(right))):
        old, new = (_signs(document[number]) for document in (left, right))
        for at, ((sign, where), (other, there)) in enumerate(zip(old, new, strict=False)):
            if sign != other or max(abs(a - b) for a, b in zip(where, there, strict=True)) > (
                TOLERANCE
            ):
                text = "".join(each for each, _ in old[max(0, at - AROUND) : at + AROUND])
                yield (
                    f"page {left.get_page_label(number)}: {sign!r} stands at {_place(where)}, "
                    f"{other!r} at {_place(there)}, in {text!r}"
                )
                break
    left.close()
    right.close()


def _signs(page: pdfium.PdfPage) -> list[tuple[str, tuple[float, ...]]]:
    """Return each character of a page with its box, in points."""
    words = page.get_textpage()
    text = [words.get_text_range(n, 1) for n in range(words.count_chars())]
    return [(sign, words.get_charbox(n)) for n, sign in enumerate(text)]


def _place(box: tuple[float, ...]) -> str:
    return f"{box[0]:.2f} {box[1]:.2f}"


def _objects(one: bytes, two: bytes) -> Iterator[str]:
    """Yield each object of a PDF that is not the same: what it is, and where it differs."""
    left, right = objects(one), objects(two)
    for number in sorted({*left, *right}):
        old, new = left.get(number, b""), right.get(number, b"")
        if old != new:
            kind = next((name for name, sign in _KINDS if sign.match(old)), "object")
            yield f"{kind} {number} 0: {first_difference('', old, new)}"
    if left == right:
        yield "all objects are equal once inflated: the compression differs"
