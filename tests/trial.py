"""One generated document on trial: built with a press that lasts, its editions searched for words.

A ``Verdict`` says what became of it. A fault is an exception that is no BuildFailed, a document
that takes too long, a problem that says Octavo is at fault, or a word that is not in an edition.
"""

import os
import re
import shutil
import signal
import time
import traceback
import zipfile
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from types import FrameType
from urllib.parse import unquote_to_bytes

import pypdfium2
import pypdfium2.raw as raw
from finished_editions import read_edition
from generated import PICTURES, Document
from generated_text import MARK, Mark

from octavo.core.problems import BuildFailed, Problem
from octavo.editions.pdf.presses import LastingPresses
from octavo.finished.items import Figure, Finished, Table
from octavo.production.assembly import assemble
from octavo.production.build import Build
from octavo.production.pipeline import Project, workshop_of

LIMIT_S = 30
_SVG = re.compile(r"data:image/svg\+xml(;base64)?,([\w.~!*+,;:@/=%-]+)")
TURNED = re.compile(r"q(\d{4,})w")
FORMATS = ("html", "epub", "pdf")
OURS = frozenset({"E301", "E302", "E310"})
"""Codes that no text of an author should bring about."""


@dataclass(frozen=True)
class Verdict:
    """What became of a document."""

    codes: frozenset[str] = frozenset()
    """Of the problems that refused it."""
    fault: str = ""
    """What kind of fault it is, the same for two documents that suffer from one cause."""
    told: str = ""
    """All about the fault."""
    seconds: float = field(default=0.0, compare=False)


class TookTooLong(Exception):
    """A document was not done within its time."""


class Trials:
    """Tries documents, one after the other, in a folder of its own; a context manager."""

    def __init__(
        self, folder: Path, limit_s: float = LIMIT_S, formats: Sequence[str] = FORMATS
    ) -> None:
        self._folder, self._limit_s, self._formats = folder, limit_s, formats
        self._presses = LastingPresses()
        """All documents have one date, so that one press does for all."""
        self.epub = b""
        """The EPUB of the last document that was built."""

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_press()

    def __call__(self, document: Document) -> Verdict:
        """Return what becomes of a document."""
        start = time.monotonic()
        try:
            with self._limited():
                verdict = self._tried(document)
        except Exception as error:
            self._stop_press()
            verdict = Verdict(fault=_signature(error), told=traceback.format_exc())
        return Verdict(verdict.codes, verdict.fault, verdict.told, time.monotonic() - start)

    def _tried(self, document: Document) -> Verdict:
        try:
            build = self._build(document)
        except BuildFailed as failure:
            return _refused(document, failure.problems)
        problems, files = build.problems, dict(build.files)
        if document.must:
            return Verdict(fault=f"built in spite of {sorted(document.must)}", told=repr(document))
        faults = [*_ours(problems), *lost(document, files, self._formats)]
        self.epub = files.get("work.epub", b"")
        if not faults:
            return Verdict()
        return Verdict(fault=faults[0][0], told="\n".join(told for _, told in faults))

    def _build(self, document: Document) -> Build:
        shutil.rmtree(self._folder / "source", ignore_errors=True)
        home = self._folder / "source" / "work"
        texts = {name: text.encode(errors="replace") for name, text in document.files.items()}
        for name, data in {**texts, **PICTURES}.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)
        project = Project(self._folder, self._folder / "build", self._folder / "store")
        return assemble(workshop_of(project, "work"), "work", self._formats, self._presses)

    def _stop_press(self) -> None:
        self._presses.end()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Raise TookTooLong where the time is over; the press is stopped, or it would be waited
        for."""

        limit = self._limit_s * _share()

        def ring(number: int, frame: FrameType | None) -> None:
            self._stop_press()
            raise TookTooLong(f"more than {limit:.0f} s")

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _signature(error: BaseException) -> str:
    """Return the error's type and the innermost place of our own code, the cause's first."""
    frames = [
        each for each in traceback.extract_tb(error.__traceback__) if "octavo" in each.filename
    ]
    if isinstance(error, TookTooLong | RecursionError) or not frames:
        return type(error).__name__
    last = frames[-1]
    name = "/".join(Path(last.filename).parts[-2:])
    detail = str(error).strip().splitlines()[-1][:80] if str(error).startswith("the press") else ""
    return f"{type(error).__name__} in {name}:{last.name} {detail}".strip()


def _refused(document: Document, problems: tuple[Problem, ...]) -> Verdict:
    codes = frozenset(problem.code for problem in problems if problem.severity == "error")
    told = "\n".join(map(str, problems))
    faults = _ours(problems)
    if faults:
        return Verdict(codes, faults[0][0], told)
    allowed = document.must | document.may
    is_stopped_early = bool(document.may & codes)
    if not document.is_sound or ((document.must <= codes or is_stopped_early) and codes <= allowed):
        return Verdict(codes)
    wrong = sorted(codes - allowed) or sorted(document.must - codes)
    return Verdict(codes, f"refused with {wrong}", told)


def _ours(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    found = []
    for problem in problems:
        if problem.code in OURS:
            kind = re.sub(r"['‘\"].*", "", problem.message)
            found.append((f"{problem.code} {re.sub(r'[0-9]+', 'N', kind)}", str(problem)))
    return found


_TURNED = re.compile(r"^language: (?:ar|fa|he|ur)", re.MULTILINE)


def lost(
    document: Document, files: Mapping[str, bytes], formats: Sequence[str] = FORMATS
) -> list[tuple[str, str]]:
    """Return (kind of fault, words) for each mark that is not where it must be, as often."""
    found = []
    is_turned = _TURNED.search(document.files["publication.yaml"]) is not None
    for format in formats:
        data = files[f"work.{format}"]
        seen = SEEN[format](data)
        shaped = _gathered(read_edition(format, data)) + _drawn(format, data)
        for mark in document.marks:
            is_there = format in mark.formats
            if is_turned and format == "pdf" and mark.kind == "caption" and is_there:
                continue  # PDFium mixes what is raised with its line; parity compares the letters
            wrong = _wrong(mark, is_there, seen[mark.word], shaped[mark.word], format)
            if wrong == "words lost" and is_turned and format == "pdf":
                wrong = "" if _is_parted(mark.word, data) else wrong
            if wrong == "words too many" and is_turned and format == "pdf":
                other = f"w{mark.word[-2:0:-1]}q"  # PDFium turned it, and left its digits
                wrong = "" if other in {each.word for each in document.marks} else wrong
            if wrong:
                found.append((f"{wrong} of a {mark.kind} in {format}", f"{mark} {wrong} {format}"))
    return found


def _wrong(mark: Mark, is_there: bool, seen: int, shaped: int, format: str) -> str:
    if not is_there:
        return "words too many" if seen or shaped else ""
    if mark.kind == "drawn":
        return "" if seen or shaped else "words lost"
    if not shaped or (not seen and mark.kind != "alternative"):
        return "words lost"
    if mark.kind in ("text", "note") and max(shaped, seen) > mark.times:
        return "words twice"
    return ""


def _gathered(edition: Finished) -> Counter[str]:
    """Return how often each mark stands in the content of an edition, as its reader has it."""
    is_pdf = edition.format == "pdf"
    items = (
        edition.blocks,
        edition.figures,
        edition.tables,
        edition.captions,
        edition.alternatives,
    )
    texts = [each.text for each in edition.notes]
    for each in (item for kind in items for item in kind):
        if is_pdf and not (each.in_text or each.in_note):
            continue
        if isinstance(each, Table):
            texts += [each.caption, *(cell.text for row in each.rows for cell in row)]
        else:
            texts.append(each.caption if isinstance(each, Figure) else each.text)
    joined = "\n".join(re.sub(r"\s+", "", text) if is_pdf else text for text in texts)
    return _either_way(joined) if is_pdf else _marks(joined)


def _drawn(format: str, data: bytes) -> Counter[str]:
    """Return how often each mark stands in the drawings of pages; those of a PDF are seen."""
    found: Counter[str] = Counter()
    if format == "html":
        for base, words in _SVG.findall(data.decode()):
            found += _letters(b64decode(words) if base else unquote_to_bytes(words))
    if format == "epub":
        with zipfile.ZipFile(BytesIO(data)) as box:
            drawings = [name for name in box.namelist() if name.lower().endswith(".svg")]
            for name in drawings:
                found += _letters(box.read(name))
    return found


def _letters(drawing: bytes) -> Counter[str]:
    """Return the marks of a drawing, whose letters may be placed one by one."""
    return _marks(re.sub(r"\s+", "", _Seen(drawing.decode()).text))


def _marks(text: str) -> Counter[str]:
    return Counter(MARK.findall(text.lower()))


def _either_way(text: str) -> Counter[str]:
    """Return how often each mark stands in a PDF, whose lines may be turned.

    PDFium turns the letters of some lines and leaves their digits; such a mark is there, once.
    """
    plain = _marks(text) + _marks(text[::-1])
    turned = {f"w{digits}q" for digits in TURNED.findall(text)}
    return plain + Counter(turned - plain.keys())


def _is_parted(mark: str, data: bytes) -> bool:
    """Tell whether a mark stands in a PDF in two pieces, at the end of a line and the beginning of
    the next, both turned but for their digits; or with an accent of its neighbour in it."""
    edition = read_edition("pdf", data)
    parts = (*edition.blocks, *edition.notes, *edition.captions)
    text = re.sub(r"\s+", "", "".join(each.text for each in parts))
    if re.search(rf"q{mark[1:-1]}[^ -~]{{1,2}}w", text):
        return True
    pieces = ((mark[:n], mark[n:]) for n in range(2, len(mark) - 1))
    return any(head[1:] + head[0] in text and tail[-1] + tail[:-1] in text for head, tail in pieces)


def _share() -> float:
    """Return among how many a core of the machine is shared at the moment, 1 at the least."""
    waiting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 1.0
    return max(1.0, waiting / (os.cpu_count() or 1))


def seen_in_html(data: bytes) -> Counter[str]:
    """Return how often each mark stands between the tags of a page's body."""
    text = data.decode()
    return _marks(_Seen(text[text.index("<body") :]).text)


def seen_in_epub(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    with zipfile.ZipFile(BytesIO(data)) as box:
        for name in box.namelist():
            if name.endswith(".xhtml") and not name.endswith("nav.xhtml"):
                found += seen_in_html(box.read(name))
    return found


def seen_in_pdf(data: bytes) -> Counter[str]:
    """Return how often each mark stands on the pages.

    PDFium mixes the letters of raised and lowered words with those beside them where lines run from
    right to left; such a mark is there if one object of a page has it.
    """
    document = pypdfium2.PdfDocument(data)
    texts, pieces = [], []
    for page in document:
        words = page.get_textpage()
        texts.append(words.get_text_range())
        for each in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], textpage=words):
            with suppress(UnicodeDecodeError):  # half of a sign beyond U+FFFF, of which no mark is
                pieces.append(each.extract())
        words.close()
        page.close()
    document.close()
    flow, single = (_either_way(re.sub(r"\s+", "", "\n".join(each))) for each in (texts, pieces))
    return flow + Counter(single.keys() - flow.keys())


SEEN = {"html": seen_in_html, "epub": seen_in_epub, "pdf": seen_in_pdf}


class _Seen(HTMLParser):
    """The words between tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.text += data
