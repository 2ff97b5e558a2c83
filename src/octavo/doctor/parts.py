"""The parts without which no build succeeds: Python, wheels, libraries, templates, fonts, press."""

import json
import platform
import re
import sys
import zlib
from collections.abc import Iterator

from octavo.core import native, pins, platforms
from octavo.core.problems import BuildFailed
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.doctor.findings import Diagnosis, State, diagnose_need
from octavo.doctor.patient import Patient, pip
from octavo.editions.pdf.worker import Worker
from octavo.fonts.bundled import families
from octavo.production.pipeline import templates_folder


def python() -> Diagnosis:
    """Return whether this Python is new enough."""
    oldest = ".".join(map(str, platforms.OLDEST_PYTHON))
    found = f"{platform.python_version()}, {sys.executable}"
    good = sys.version_info >= platforms.OLDEST_PYTHON
    return diagnose_need(
        "Python", "Python", good, found, f"{oldest} or later", platforms.PYTHON_COMMAND
    )


def wheels(patient: Patient) -> Iterator[Diagnosis]:
    """Yield each wheel against its pin, then those that come with them; one command mends all."""
    pinned = patient.release.wheels
    names = [*pinned, *pins.COMPANIONS]
    found = {name: patient.inputs.version(name) for name in names}
    wrong = {name for name in names if found[name] != pinned.get(name, found[name] or "any")}
    command = pip(*(_requirement(patient, name) for name in names if name in wrong))
    for name in names:
        wanted = f"pinned: {pinned[name]}" if name in pinned else "comes with the others"
        yield diagnose_need("wheels", name, name not in wrong, found[name], wanted, command)


def _requirement(patient: Patient, name: str) -> str:
    """Return what pip is asked for: the pinned requirement with its extras, or a mere name."""
    asked = patient.release.requirements
    return next((each for each in asked if re.split(r"[\[=]", each)[0] == name), name)


def libraries(patient: Patient) -> Iterator[Diagnosis]:
    """Yield each native library that the press loads, with its version where it tells one."""
    command = patient.install(platforms.PANGO)
    for library in native.LIBRARIES:
        handle = native.load(library)
        found = (library.tell(handle) or "found") if handle else ""
        yield diagnose_need(
            "libraries", library.name, bool(found), found, platforms.PANGO.why, command
        )
    probe = f"{zlib.ZLIB_RUNTIME_VERSION}, probe {native.version('zlib')}"
    yield Diagnosis("libraries", "zlib", "ok", probe, "part of Python")


def templates(patient: Patient) -> Diagnosis:
    """Return whether the built-in themes are there, and where."""
    folder = templates_folder()
    themes = sorted(path.parent.name for path in folder.glob("*/theme.yaml"))
    found = f"{folder} ({', '.join(themes)})" if themes else ""
    return diagnose_need(
        "templates", "templates", bool(themes), found, str(folder), patient.restore()
    )


def fonts(patient: Patient) -> Diagnosis:
    """Return whether every bundled cut is there and whole."""
    try:
        known = families(Workshop(patient.inputs, Store(None)))
    except (KeyError, ValueError):
        known = {}
    cuts = [cut.file for family in known.values() for cut in family.cuts]
    broken = [file for file in cuts if not is_whole(patient.inputs.find(file, "templates"))]
    found = f"{len(cuts) - len(broken)} cuts of {len(known)} families" if cuts else ""
    wanted = f"not readable: {', '.join(broken)}" if broken else "the bundled fonts"
    state: State = "broken" if broken else "ok" if cuts else "missing"
    command = "" if state == "ok" else patient.restore()
    return Diagnosis("templates", "fonts", state, found, wanted, True, command)


def is_whole(data: bytes | None) -> bool:
    """Return whether a font file has all the bytes that its table directory tells of.

    Rule: OpenType specification, "Organization of an OpenType Font".
    """
    if data is None or data[:4] not in (b"\0\1\0\0", b"OTTO"):
        return False
    count = int.from_bytes(data[4:6], "big")
    entries = [data[n : n + 16] for n in range(12, 12 + 16 * count, 16)]
    ends = [int.from_bytes(e[8:12], "big") + int.from_bytes(e[12:16], "big") for e in entries]
    return bool(ends) and max(ends) <= len(data)


def press(patient: Patient) -> Diagnosis:
    """Return whether the process that sets pages starts and loads its engine."""
    try:
        with Worker(patient.inputs, 0) as worker:
            engines = json.loads(worker.versions())
    except BuildFailed as failure:
        return _no_press(patient, failure.problems[0].message)
    except (RuntimeError, OSError) as failure:
        return _no_press(patient, str(failure).strip().rpartition("\n")[2])
    found = ", ".join(f"{name} {engines[name]}" for name in ("weasyprint", "pango"))
    return Diagnosis("press", "press", "ok", found, platforms.PANGO.why)


def _no_press(patient: Patient, why: str) -> Diagnosis:
    """Return the finding, with what may let the press start: wheels, libraries, where they lie."""
    parts = (*wheels(patient), *libraries(patient))
    mending = [each.command for each in parts if each.command]
    command = "\n".join(dict.fromkeys(mending)) or patient.install(platforms.PANGO)
    return Diagnosis("press", "press", "broken", "", f"it does not start: {why}", True, command)
