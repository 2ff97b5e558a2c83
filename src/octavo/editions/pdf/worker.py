"""This process's end of the press: starts it with a fixed environment and talks to it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import MappingProxyType, TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

from octavo.core import native, platforms
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Count, ignore
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.press import receive, send
from octavo.editions.pdf.standards import Source

LOADER = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
)
"""What the press inherits: only what finds libraries and a place for temporary files."""
START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from octavo.editions.pdf.press import main; main()"
)
NO_FONTS: Mapping[str, bytes] = MappingProxyType({})
SECONDS, SIGNS_A_SECOND = 600, 1000
"""What a page pass may take: ten minutes, and a second more for each thousand characters."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Pages that were laid out: what they were made of, and what is known of them."""

    html: str
    css: str
    facts: LayoutFacts
    """Where things stand."""
    log: tuple[str, ...]
    """What the engine had to say."""


class Worker:
    """A press in a process of its own; use it as a context manager."""

    def __init__(self, inputs: Inputs, epoch: int) -> None:
        self._is_late = False
        self._tell: Count = ignore
        self._held = ("", "")
        """HTML and CSS of the pages that the press keeps."""
        self._folder = tempfile.TemporaryDirectory(prefix="octavo-press-")
        home = Path(self._folder.name)
        fonts = inputs.folder("templates") / "fonts"
        config = home / "fonts.conf"
        self._more = home / "more"
        self._more.mkdir()
        self._lent: set[str] = set()
        config.write_text(fontconfig(fonts, self._more, home / "cache"), encoding="utf-8")
        asked = inputs.recorder()  # where libraries lie must not decide what is recalled
        inherited = {name: value for name in LOADER if (value := asked.environment(name))}
        environment = (
            native.loader_settings()
            | inherited
            | {
                "LC_ALL": "C.UTF-8",
                "FC_LANG": "en",
                "HOME": str(home),
                "TZ": "UTC",
                "FONTCONFIG_FILE": str(config),
                "SOURCE_DATE_EPOCH": str(epoch),
            }
        )
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._process.communicate()
        self._folder.cleanup()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End the press at once, whatever it is at; whoever waits for it is told."""
        self._process.kill()
        self._process.wait()

    @contextmanager
    def listen(self, tell: Count) -> Iterator[None]:
        """Let ``tell`` hear how many pages are laid out, or written, of what is asked meanwhile."""
        before, self._tell = self._tell, tell
        try:
            yield
        finally:
            self._tell = before

    def load(
        self, files: Mapping[str, bytes], fonts: Mapping[str, bytes] = NO_FONTS
    ) -> dict[str, str]:
        """Hand over the files that pages may ask for; return the engine's versions.

        ``fonts``: those that this publication needs beside the bundled ones.
        """
        self._held = ("", "")
        for name in self._lent - fonts.keys():
            (self._more / name).unlink()
        for name, data in fonts.items():
            (self._more / name).write_bytes(data)
        self._lent = set(fonts)
        request = {f"file:{path}": data for path, data in files.items()}
        told = json.dumps(sorted(fonts)).encode()
        reply = self._ask({"op": b"load", "fonts": told, **request})
        return dict(json.loads(reply["facts"]))

    def layout(self, html: str, css: str, keep: bool = True) -> Laid:
        """Lay pages out. The press keeps them for ``write`` and ``proof``, where that is likely:
        without ``keep`` those that it keeps already stay."""
        if keep:
            self._held = ("", "")
        request = {"op": b"layout", "html": html.encode(), "css": css.encode()}
        reply = self._ask({**request, "keep": b"1" if keep else b""})
        if keep:
            self._held = (html, css)
        facts = LayoutFacts.from_json(reply["facts"])
        return Laid(html, css, facts, tuple(json.loads(reply["log"])))

    def holds(self, laid: Laid) -> bool:
        """Whether the press keeps these pages."""
        return self._held == (laid.html, laid.css)

    def _hold(self, laid: Laid) -> None:
        if not self.holds(laid):
            self.layout(laid.html, laid.css)

    def write(
        self,
        laid: Laid,
        html: str,
        css: str,
        numbering: list[list[Any]],
        standard: str = "",
        source: Source | None = None,
    ) -> tuple[bytes, tuple[str, ...]]:
        """Put furniture on pages; return the PDF and the engine's log.

        ``standard``: which the PDF keeps, '' for the default; ``source``: what it carries.
        """
        self._hold(laid)
        held = source or Source()
        told = {"labels": numbering, "standard": standard, "epoch": held.epoch}
        request = {"op": b"write", "html": html.encode(), "css": css.encode()}
        request["told"] = json.dumps(told).encode()
        reply = self._ask(request | {f"source:{path}": data for path, data in held.files.items()})
        return reply["pdf"], tuple(json.loads(reply["log"]))

    def proof(self, laid: Laid, html: str, css: str) -> bytes:
        """Return the proof of pages with this furniture (JSON: ``Proof.from_json``)."""
        self._hold(laid)
        return self._ask({"op": b"proof", "html": html.encode(), "css": css.encode()})["facts"]

    def _ask(self, request: dict[str, bytes]) -> dict[str, bytes]:
        """Return the press's reply. Problems: E301 (a library is missing), E306 (too much)."""
        assert self._process.stdin is not None and self._process.stdout is not None
        seconds = SECONDS + sum(map(len, request.values())) // SIGNS_A_SECOND
        timer = Timer(seconds, self._give_up)
        timer.start()
        try:
            send(self._process.stdin, request)
            while "at" in (reply := receive(self._process.stdout)):
                self._tell(int(reply["at"]))
        except BrokenPipeError:
            reply = {}
        finally:
            timer.cancel()
        if not reply:
            self.stop()
            _, errors = self._process.communicate()
            why = f"took longer than {seconds} seconds" if self._is_late else ""
            raise _diagnose(errors.decode(errors="replace"), why)
        return reply

    def _give_up(self) -> None:
        self._is_late = True
        self.stop()


class Presses:
    """Gives a press to each build that asks; leaving it by its context ends what still runs."""

    @contextmanager
    def press(self, inputs: Inputs, epoch: int) -> Iterator[Worker]:
        """Give a fresh press, which ends with its build."""
        with Worker(inputs, epoch) as worker:
            yield worker


class LastingPresses(Presses):
    """Keeps its press for the next build of the same date: a start takes half a second."""

    def __init__(self, start: Callable[[Inputs, int], Worker] = Worker) -> None:
        self._start = start
        self._worker: Worker | None = None
        self._epoch = -1

    @contextmanager
    def press(self, inputs: Inputs, epoch: int) -> Iterator[Worker]:
        """Give the press of the build before, or a fresh one where it is gone."""
        worker = self._worker
        if worker is None or epoch != self._epoch or not worker.is_running:
            self.end()
            worker = self._worker = self._start(inputs, epoch)
            self._epoch = epoch
        yield worker

    def end(self) -> None:
        """End the press."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.__exit__(None, None, None)


def fontconfig(fonts: Path, more: Path, cache: Path) -> str:
    """Return a fontconfig file that knows the bundled fonts, those in ``more``, and no other."""
    folders = "".join(f"<dir>{escape(str(each))}</dir>" for each in (fonts, more))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><reset-dirs/>'
        f"{folders}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )


def _diagnose(errors: str, why: str) -> Exception:
    """Return what to raise when the press is gone: a Problem where its reason is known.

    ``why`` says what the press did too long, '' where it went by itself.
    """
    if "MemoryError" in errors:
        why = "needed more memory than a build may take"
    if why:
        hint = "divide what is large: chapters into files, tables of thousands of rows into several"
        return BuildFailed([Problem("E306", Place("pdf"), f"setting the pages {why}", hint)])
    if "cannot load library" in errors or "could not import some external libraries" in errors:
        message = "the native libraries that WeasyPrint needs are missing (Pango, HarfBuzz)"
        return BuildFailed([Problem("E301", Place("pdf"), message, _install())])
    return RuntimeError(f"the press stopped:\n{errors}")


def _install() -> str:
    """Return what brings Pango to this machine; to each system where this one is not known."""
    told = platforms.advice(platforms.PANGO, platforms.manager(), platforms.is_superuser())
    return "; ".join(told.splitlines()) + "; octavo doctor --install does it where it may"
