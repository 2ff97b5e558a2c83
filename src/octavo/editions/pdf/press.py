"""The worker that sets pages: the only process that imports WeasyPrint.

Reads requests from standard input and writes replies to standard output, each a packed set of
named bytes behind its length (8 bytes, big endian). Requests hold ``op``:

    load       ``file:PATH`` …, ``fonts``    the files that pages may ask for; names of more fonts
    versions                                 -> ``facts`` (JSON: those of the engine)
    set        ``html``, ``css``, ``side``, ``cut`` (JSON: fields of cutting.Cutting; or nothing)
               -> ``facts`` (JSON: layout_facts.py), ``log``; where they are cut the files of a
               fragment (binding/fragment.py), each as ``cut:NAME``, and ``spelt``
    furniture  ``html``, ``css``, ``side``, ``standard`` -> ``cut:NAME`` …, ``log``
    shell      ``html``, ``css``, ``standard``, ``epoch``, ``source:PATH`` … (files to attach)
               -> ``cut:NAME`` …, ``log``
    fonts      ``uses`` (JSON: fragment.FaceUse), ``version``, ``font:SHA256`` … -> ``fonts``
    proof      ``html``, ``css``, ``side``, and the same of its furniture, ``around:html`` …
               -> ``facts`` (JSON: measures.py), ``log``

Before the reply come messages ``at``: how many pages are laid out so far. The caller fixes the
environment (locale, fonts, clock) before this process starts, and may name the end of a pipe with
whose other end it ends.
"""

import gc
import json
import locale  # noqa: TID251  (fixed here, so that the machine's own never counts)
import logging
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from octavo.core.bounds import die_with, limit_memory, look_rarely_for_waste
from octavo.core.messages import receive, send
from octavo.core.native import under_file_names
from octavo.core.progress import Count, ignore
from octavo.editions.pdf.binding.fragment import FaceUse
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.standards import Source, standard_of

FRAMES = 20_000
"""WeasyPrint calls itself several times for each element that stands in another."""
FEW = 4
"""Pages that may wait to be waste."""
MOST_SHEETS = 6
"""Body, furniture and shell of two editions."""
NO_PAGES = "there are no pages"
STEPS = {"set": "Creating layout - Page"}
"""Request -> how the engine begins to tell of a page that it is at."""


def main() -> None:
    """Serve requests until standard input ends."""
    for name in ("C.UTF-8", "C"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            break
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks ends it
    for watched in sys.argv[2:]:
        die_with(int(watched))
    sys.setrecursionlimit(FRAMES)
    limit_memory()
    look_rarely_for_waste()
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    press = Press(lambda pages: send(outlet, {"at": str(pages).encode()}))
    gc.freeze()  # the engine is no waste, and need not be looked at
    while request := receive(inlet):
        send(outlet, press.answer(request))


@dataclass(frozen=True, slots=True)
class _Held:
    """The pages that were laid out last, of what, and what the engine had to say."""

    parts: tuple[str, str, str]
    document: Any
    said: list[str]


class Press:
    """Keeps pages that were laid out between requests; ``tell`` hears how many are done."""

    def __init__(self, tell: Count = ignore) -> None:
        with under_file_names():
            from octavo.editions.pdf import engine

        self._engine = engine
        self._log = _Log()
        logging.getLogger("weasyprint").addHandler(self._log)
        logging.getLogger("weasyprint").propagate = False
        self._counter = _Counter(tell)
        steps = logging.getLogger("weasyprint.progress")
        steps.setLevel(logging.INFO)
        steps.addHandler(self._counter)
        self._font_settings = engine.FontConfiguration()
        self._sheets: dict[str, tuple[Any, list[str]]] = {}
        """CSS -> the sheet, and what the engine had to say of it."""
        self._files: dict[str, bytes] = {}
        self._more = b"[]"
        self._held: list[_Held] = []

    def answer(self, request: dict[str, bytes]) -> dict[str, bytes]:
        """Return the reply to one request."""
        self._log.lines.clear()
        operation = request["op"].decode()
        self._counter.step = STEPS.get(operation, "")
        reply = getattr(self, f"_{operation}")(request)
        reply["log"] = json.dumps(self._log.lines).encode()
        return dict(reply)

    def _load(self, request: dict[str, bytes]) -> dict[str, bytes]:
        files = pick_named(request, "file:")
        if files != self._files or request["fonts"] != self._more:
            self._sheets.clear()
        if request["fonts"] != self._more:  # the folder of fonts is read once
            self._font_settings = self._engine.FontConfiguration()
        self._files, self._more = files, request["fonts"]
        self._held.clear()
        return {}

    def _versions(self, request: dict[str, bytes]) -> dict[str, bytes]:
        return {"facts": json.dumps(self._engine.versions()).encode()}

    def _set(self, request: dict[str, bytes]) -> dict[str, bytes]:
        told = json.loads(request["cut"] or b"{}")
        cutting = Cutting(**told) if told else None
        document = self._lay_out(request, cutting is not None and cutting.below > 0)
        facts = self._engine.survey(document.pages)
        reply = {"facts": facts.to_json()}
        if cutting is not None and cutting.wants(facts):
            standard = standard_of(cutting.standard)
            cut = self._engine.cut_fragment(document, cutting.slug, standard)
            reply |= {f"cut:{name}": data for name, data in cut.fragment.to_files().items()}
            reply["spelt"] = b"1" if cut.is_spelt else b""
            del document
            self._let_go()  # what was cut is not to be cut again
        return reply

    def _furniture(self, request: dict[str, bytes]) -> dict[str, bytes]:
        standard = standard_of(request["standard"].decode())
        cut = self._engine.cut_furniture(self._render(request), standard)
        return {f"cut:{name}": data for name, data in cut.to_files().items()}

    def _shell(self, request: dict[str, bytes]) -> dict[str, bytes]:
        standard = standard_of(request["standard"].decode())
        source = Source(pick_named(request, "source:"), int(request["epoch"]))
        cut = self._engine.cut_shell(self._render(request), standard, source)
        return {f"cut:{name}": data for name, data in cut.to_files().items()}

    def _fonts(self, request: dict[str, bytes]) -> dict[str, bytes]:
        uses = [FaceUse.from_json(each) for each in json.loads(request["uses"])]
        files, version = pick_named(request, "font:"), request["version"].decode()
        return {"fonts": self._engine.cut_fonts(uses, files, version).to_bytes()}

    def _proof(self, request: dict[str, bytes]) -> dict[str, bytes]:
        document = self._lay_out(request)
        around = self._render(pick_named(request, "around:"))
        return {"facts": self._engine.pull_proof(document.pages, around.pages)}

    def _lay_out(self, request: dict[str, bytes], is_beside: bool = False) -> Any:
        """Return pages, which are kept for the next request that asks for the same; what was said
        of them is said again. ``is_beside``: those that are kept already stay, too."""
        parts = (request["html"].decode(), request["css"].decode(), request["side"].decode())
        for held in self._held:
            if held.parts == parts:
                self._log.lines += held.said
                return held.document
        if not is_beside:
            self._let_go()  # two whole books would not find room
        before = len(self._log.lines)
        document = self._render(request)
        self._held.append(_Held(parts, document, self._log.lines[before:]))
        return document

    def _let_go(self) -> None:
        """Let go of the pages that are held, and of all in them that refers to each other: where
        Python looks for waste by itself, it does so when several units have become waste."""
        is_large = any(len(held.document.pages) > FEW for held in self._held)
        self._held.clear()
        if is_large:
            gc.collect()

    def _render(self, request: dict[str, bytes]) -> Any:
        html, side = request["html"].decode(), request["side"].decode()
        sheet = self._sheet(request["css"].decode())
        document = self._engine.render(html, sheet, self._files, self._font_settings, side)
        if not document.pages:
            raise ValueError(NO_PAGES)
        return document

    def _sheet(self, css: str) -> Any:
        """Return a style sheet, read once; what was said of it is said each time."""
        if css in self._sheets:
            self._log.lines += self._sheets[css][1]
        else:
            while len(self._sheets) >= MOST_SHEETS:
                del self._sheets[next(iter(self._sheets))]
            before = len(self._log.lines)
            read = self._engine.sheet(css, self._files, self._font_settings)
            self._sheets[css] = (read, self._log.lines[before:])
        return self._sheets[css][0]


def pick_named(files: Mapping[str, bytes], prefix: str) -> dict[str, bytes]:
    """Return the named bytes whose names begin with a prefix, without it."""
    return {
        name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)
    }


class _Log(logging.Handler):
    """Gathers what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class _Counter(logging.Handler):
    """Tells of the pages that the engine is at."""

    def __init__(self, tell: Count) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self.step = ""
        """What of the engine's steps is of interest, '' for none."""

    def emit(self, record: logging.LogRecord) -> None:
        match record.args:
            case (int(page),) if self.step and self.step in str(record.msg):
                self._tell(page)


if __name__ == "__main__":
    main()
