"""This process's end of the press: starts it with a fixed environment and talks to it."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Timer
from types import MappingProxyType, TracebackType
from typing import Self
from xml.sax.saxutils import escape

from octavo.core import native, platforms
from octavo.core.bounds import limit_memory_of
from octavo.core.inputs import Inputs
from octavo.core.messages import receive, send
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Count, ignore
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.press import NO_PAGES, pick_named
from octavo.editions.pdf.standards import Source
from octavo.fonts.font_table import EMOJI, families_of

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
END_OF_ERRORS = 100_000
"""Bytes of what a press has said, from the end: where its fault stands."""
PATIENCE_S = 5
"""For a press that has closed its pipes to end."""
_FRAME = re.compile(r'File "[^"]*[/\\](weasyprint|editions)[/\\]')
"""Whose a line of a traceback is."""
MOST_SAID = 140
"""Signs of what the engine says of a fault that are handed on."""
SECONDS, SIGNS_A_SECOND = 600, 1000
"""What a page pass may take: ten minutes, and a second more for each thousand characters."""


@dataclass(frozen=True, slots=True)
class Galley:
    """What a press lays out: a unit, or the furniture of its pages."""

    html: str
    css: str
    side: str = ""
    """Where its first page lies, left or right; '' where nothing comes before it."""

    def request(self, prefix: str = "") -> dict[str, bytes]:
        """Return it as the press asks for it."""
        told = {"html": self.html, "css": self.css, "side": self.side}
        return {f"{prefix}{name}": text.encode() for name, text in told.items()}


@dataclass(frozen=True, slots=True)
class Laid:
    """Pages that were laid out."""

    facts: LayoutFacts
    """Where things stand."""
    log: tuple[str, ...]
    """What the engine had to say."""
    cut: Mapping[str, bytes] = field(default_factory=dict)
    """The files of their fragment, where one was asked for."""
    is_spelt: bool = False
    """Whether their page numbers cannot be filled in late."""

    def to_files(self) -> dict[str, bytes]:
        """Return it as named bytes."""
        told = {"log": self.log, "spelt": self.is_spelt}
        files = {f"cut:{name}": data for name, data in self.cut.items()}
        return {"facts": self.facts.to_json(), "told": json.dumps(told).encode(), **files}

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Return what ``to_files`` gave."""
        told = json.loads(files["told"])
        facts = LayoutFacts.from_json(files["facts"])
        return cls(facts, tuple(told["log"]), pick_named(files, "cut:"), told["spelt"])


@dataclass(frozen=True, slots=True)
class PressWork:
    """What a press made, and what the engine had to say of it."""

    files: Mapping[str, bytes]
    log: tuple[str, ...]


class PressLost(Exception):
    """Raised where the system has ended a press: what it was asked for may be asked again."""


class Worker:
    """A press in a process of its own; use it as a context manager."""

    def __init__(self, inputs: Inputs, epoch: int) -> None:
        self._is_late = False
        self._tell: Count = ignore
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
            inherited
            | native.loader_settings(inherited)
            | {
                "LC_ALL": "C.UTF-8",
                "FC_LANG": "en",
                "HOME": str(home),
                "TZ": "UTC",
                "FONTCONFIG_FILE": str(config),
                "SOURCE_DATE_EPOCH": str(epoch),
            }
        )
        self._errors = home / "errors"
        watched, self._alive = os.pipe()  # closes with this process, and so the press ends
        passed = () if sys.platform == "win32" else (watched,)
        with self._errors.open("wb") as errors:  # a pipe that nobody reads would stop it
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", START, json.dumps(sys.path), *map(str, passed)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                pass_fds=passed,
            )
        os.close(watched)
        limit_memory_of(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent stays unsent
                if stream is not None:
                    stream.close()
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1
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

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes] = NO_FONTS) -> None:
        """Hand over the files that pages may ask for.

        ``fonts``: those that this publication needs beside the bundled ones.
        """
        for name in self._lent - fonts.keys():
            (self._more / name).unlink()
        for name, data in fonts.items():
            (self._more / name).write_bytes(data)
        self._lent = set(fonts)
        request = {f"file:{path}": data for path, data in files.items()}
        told = json.dumps(sorted(fonts)).encode()
        self._ask({"op": b"load", "fonts": told, **request})

    def versions(self) -> bytes:
        """Return the versions of the engine and what it rests on (JSON)."""
        return self._ask({"op": b"versions"})["facts"]

    def layout(self, galley: Galley, cutting: Cutting | None = None) -> Laid:
        """Lay pages out, and cut their fragment where that is asked for."""
        told = {} if cutting is None else asdict(cutting)
        reply = self._ask({"op": b"set", "cut": json.dumps(told).encode(), **galley.request()})
        facts, log = LayoutFacts.from_json(reply["facts"]), tuple(json.loads(reply["log"]))
        return Laid(facts, log, pick_named(reply, "cut:"), bool(reply.get("spelt")))

    def furniture(self, galley: Galley, standard: str = "") -> PressWork:
        """Return a fragment of furniture (``binding.fragment.FurnitureFragment``)."""
        return self._print("furniture", {"standard": standard.encode(), **galley.request()})

    def shell(self, galley: Galley, standard: str = "", source: Source | None = None) -> PressWork:
        """Return what a PDF has beside its pages (``binding.fragment.Shell``); ``source``: what
        it carries, where its standard has it carry something."""
        held = source or Source()
        told = {"standard": standard.encode(), "epoch": str(held.epoch).encode()}
        files = {f"source:{path}": data for path, data in held.files.items()}
        return self._print("shell", {**told, **galley.request(), **files})

    def cut_fonts(self, uses: bytes, files: Mapping[str, bytes], version: str) -> bytes:
        """Return fonts cut to their uses (``binding.fragment.FontSet``).

        ``uses``: as ``binding.fragment.FaceUse`` writes them; ``files``: SHA-256 -> font.
        """
        told = {"op": b"fonts", "uses": uses, "version": version.encode()}
        return self._ask({**told, **{f"font:{sha}": data for sha, data in files.items()}})["fonts"]

    def proof(self, galley: Galley, around: Galley) -> bytes:
        """Return the proof of pages with this furniture (JSON: ``Proof.from_json``)."""
        return self._ask({"op": b"proof", **galley.request(), **around.request("around:")})["facts"]

    def _print(self, operation: str, request: dict[str, bytes]) -> PressWork:
        reply = self._ask({"op": operation.encode(), **request})
        return PressWork(pick_named(reply, "cut:"), tuple(json.loads(reply["log"])))

    def _ask(self, request: dict[str, bytes]) -> dict[str, bytes]:
        """Return the press's reply. Problems: E294 (the engine is at fault), E295 (no pages),
        E301 (a library is missing), E306 (too much).

        Raises PressLost where the system has ended the press, or somebody else.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        seconds = SECONDS + sum(map(len, request.values())) // SIGNS_A_SECOND
        timer = Timer(seconds, self._give_up)
        timer.start()
        try:
            send(self._process.stdin, request)
            while "at" in (reply := receive(self._process.stdout)):
                self._tell(int(reply["at"]))
        except OSError:  # the press is gone, and its pipes with it
            reply = {}
        finally:
            timer.cancel()
        if not reply:
            with suppress(subprocess.TimeoutExpired):  # it ends, or is about to
                self._process.wait(PATIENCE_S)
            is_lost = (self._process.poll() or 0) < 0 and not self._is_late
            self.stop()
            why = f"took longer than {seconds} seconds" if self._is_late else ""
            raise _diagnose(self._read_errors(), why, self._process.returncode if is_lost else 0)
        return reply

    def _read_errors(self) -> str:
        """Return the end of what the press has said of faults."""
        with self._errors.open("rb") as file:
            file.seek(max(0, self._errors.stat().st_size - END_OF_ERRORS))
            return file.read().decode(errors="replace")

    def _give_up(self) -> None:
        self._is_late = True
        self.stop()


EMOJI_ALIAS = (
    '<match target="pattern"><test name="family"><string>emoji</string></test><edit name="family" '
    f'mode="assign" binding="same"><string>{escape(families_of(EMOJI)[0])}</string></edit></match>'
)
"""Pango asks for this family first where signs make one picture; one that nobody knows lets
fontconfig take any that has the first of them."""


def fontconfig(fonts: Path, more: Path, cache: Path) -> str:
    """Return a fontconfig file that knows the bundled fonts, those in ``more``, and no other."""
    folders = "".join(f"<dir>{escape(str(each))}</dir>" for each in (fonts, more))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><reset-dirs/>'
        f"{folders}<cachedir>{escape(str(cache))}</cachedir>{EMOJI_ALIAS}</fontconfig>\n"
    )


def _diagnose(errors: str, why: str, ended: int = 0) -> Exception:
    """Return what to raise when the press is gone: a Problem where its reason is known.

    ``why`` says what the press did too long, '' where it went by itself; ``ended``: by which signal
    it was ended, less than 0.
    """
    if "MemoryError" in errors:
        why = "needed more memory than a build may take"
    if why:
        hint = "divide what is large: chapters into files, tables of thousands of rows into several"
        return BuildFailed([Problem("E306", Place("pdf"), f"setting the pages {why}", hint)])
    if "cannot load library" in errors or "could not import some external libraries" in errors:
        message = "the native libraries that WeasyPrint needs are missing (Pango, HarfBuzz)"
        return BuildFailed([Problem("E301", Place("pdf"), message, _install())])
    if ended:
        return PressLost(f"the press was ended by signal {-ended}")
    if NO_PAGES in errors:
        message = "there is no page: a style sheet or a template hides all of it"
        hint = "take display: none off html, body and .sheet"
        return BuildFailed([Problem("E295", Place("pdf"), message, hint)])
    if _FRAME.findall(errors)[-1:] == ["weasyprint"]:
        said = errors.strip().rpartition("\n")[2][:MOST_SAID]
        hint = "take out what own.css or a template says last; if there is none, please report it"
        message = f"the engine of the PDF stopped: {said}"
        return BuildFailed([Problem("E294", Place("pdf"), message, hint)])
    return RuntimeError(f"the press stopped:\n{errors}")


def _install() -> str:
    """Return what brings Pango to this machine; to each system where this one is not known."""
    told = platforms.advice(platforms.PANGO, platforms.manager(), platforms.is_superuser())
    return "; ".join(told.splitlines()) + "; octavo doctor --install does it where it may"
