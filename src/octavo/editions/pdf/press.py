"""The worker that sets pages: the only process that imports WeasyPrint.

Reads requests from standard input and writes replies to standard output, each a packed set of
named bytes behind its length (8 bytes, big endian). Requests hold ``op``:

    load      ``file:PATH`` …, ``fonts``      the files that pages may ask for; names of more fonts
    layout    ``html``, ``css``, ``keep``     -> ``facts`` (JSON: layout_facts.py), ``log``
    proof     ``html``, ``css`` of the furniture -> ``facts`` (JSON: measures.py), ``log``
    write     ``html``, ``css`` of the furniture, ``told`` (JSON: ``labels``, ``standard``,
              ``epoch``), ``source:PATH`` … (files to attach) -> ``pdf``, ``log``

``proof`` and ``write`` work on the pages that ``layout`` kept last. Which those are the worker
knows, and has them laid out again where they are others: what is asked for never depends on it.
Before the reply to ``layout`` or ``write`` come messages ``at``: how many pages are done so far.
The caller fixes the environment (locale, fonts, clock) before this process starts.
"""

import gc
import json
import locale  # noqa: TID251  (fixed here, so that the machine's own never counts)
import logging
import sys
from contextlib import suppress
from typing import IO, Any

from octavo.core.bounds import limit_memory
from octavo.core.native import under_file_names
from octavo.core.progress import Count, ignore
from octavo.core.store import pack, unpack
from octavo.editions.pdf.standards import Source, standard_of

FRAMES = 20_000
"""WeasyPrint calls itself several times for each element that stands in another."""
MOST_SHEETS = 4
"""Body and furniture of two editions."""
STEPS = {"layout": "Creating layout - Page", "write": "Creating PDF - Page"}
"""Request -> how the engine begins to tell of a page that it lays out, or writes."""
OBJECTS = 50_000
"""New objects after which Python looks for waste: by its own measure (700), 5 % of all time."""


def main() -> None:
    """Serve requests until standard input ends."""
    for name in ("C.UTF-8", "C"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            break
    sys.setrecursionlimit(FRAMES)
    limit_memory()
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    press = Press(lambda pages: send(outlet, {"at": str(pages).encode()}))
    while request := receive(inlet):
        send(outlet, press.answer(request))


def send(stream: IO[bytes], files: dict[str, bytes]) -> None:
    data = pack(files)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, bytes]:
    """Return the next message, {} at the end of the stream."""
    head = stream.read(8)
    return unpack(stream.read(int.from_bytes(head, "big"))) if len(head) == 8 else {}


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
        self._fonts = engine.FontConfiguration()
        self._sheets: dict[str, tuple[Any, list[str]]] = {}
        """CSS -> the sheet, and what the engine had to say of it."""
        self._files: dict[str, bytes] = {}
        self._more = b"[]"
        self._document: Any = None

    def answer(self, request: dict[str, bytes]) -> dict[str, bytes]:
        """Return the reply to one request."""
        self._log.lines.clear()
        operation = request["op"].decode()
        self._counter.step = STEPS.get(operation, "")
        if operation == "load":
            files = _pick_named(request, "file:")
            if files != self._files or request["fonts"] != self._more:
                self._sheets.clear()
            if request["fonts"] != self._more:  # the folder of fonts is read once
                self._fonts = self._engine.FontConfiguration()
            self._files, self._more, self._document = files, request["fonts"], None
            return {"facts": json.dumps(self._engine.versions()).encode()}
        if request.get("keep"):
            self._document = None  # two whole books would not find room
        document = self._set(request["html"].decode(), request["css"].decode())
        reply: dict[str, bytes] = {}
        if operation == "layout":
            if request["keep"]:
                self._document = document
            reply["facts"] = self._engine.survey(document.pages).to_json()
        elif operation == "proof":
            reply["facts"] = self._engine.pull_proof(self._document.pages, document.pages)
        else:
            told = json.loads(request["told"])
            files = _pick_named(request, "source:")
            reply["pdf"] = self._engine.write_pdf(
                self._document,
                document,
                told["labels"],
                standard_of(told["standard"]),
                Source(files, told["epoch"]),
            )
        reply["log"] = json.dumps(self._log.lines).encode()
        return reply

    def _set(self, html: str, css: str) -> Any:
        return self._engine.render(html, self._sheet(css), self._files, self._fonts)

    def _sheet(self, css: str) -> Any:
        """Return a style sheet, read once; what was said of it is said each time."""
        if css in self._sheets:
            self._log.lines += self._sheets[css][1]
        else:
            while len(self._sheets) >= MOST_SHEETS:
                del self._sheets[next(iter(self._sheets))]
            before = len(self._log.lines)
            read = self._engine.sheet(css, self._files, self._fonts)
            self._sheets[css] = (read, self._log.lines[before:])
        return self._sheets[css][0]


def _pick_named(request: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    return {
        name.removeprefix(prefix): data for name, data in request.items() if name.startswith(prefix)
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
