"""The programs that only some checks need: Java, Node, a browser, Poppler."""

import platform
import re
import subprocess
from pathlib import Path

from octavo.core import platforms
from octavo.doctor.findings import Diagnosis, optional
from octavo.doctor.patient import Patient

PATIENCE_S = 60
"""How long a program may take to tell its version."""


def java(patient: Patient) -> Diagnosis:
    """Return whether a JDK runs: macOS has stubs of its names that only ask to install it."""
    program, compiler = (
        patient.which(name, more=platforms.BREW_JAVA) for name in ("java", "javac")
    )
    found = ask_program(program, "-version") if ask_program(compiler, "-version") else ""
    return _program(patient, platforms.JAVA, found)


def node(patient: Patient) -> Diagnosis:
    """Return whether there are Node, as new as it must be, and npm."""
    need = platforms.NODE
    told = ask_program(patient.which("node"), "--version")
    major = re.match(r"v(\d+)", told)
    if major and int(major[1]) < platforms.OLDEST_NODE:
        return Diagnosis("checks", need.name, "differs", told, need.why, False, need.anywhere)
    return _program(patient, need, told if patient.which("npm") else "")


def chromium(patient: Patient) -> Diagnosis:
    """Return whether there is Chromium, or Chrome."""
    program = patient.which(*platforms.BROWSERS)
    asks_aloud = platform.system() == "Windows"  # there, asking for the version opens a window
    found = program if asks_aloud else ask_program(program, "--version")
    return _program(patient, platforms.CHROMIUM, found)


def poppler(patient: Patient) -> Diagnosis:
    """Return whether there are Poppler's tools."""
    return _program(patient, platforms.POPPLER, ask_program(patient.which("pdftotext"), "-v"))


def _program(patient: Patient, need: platforms.Need, found: str) -> Diagnosis:
    return optional(need.name, found, need.why, patient.install(need))


def ask_program(program: str, option: str) -> str:
    """Return the first line that a program says of itself, '' where it is not there or fails."""
    if not program:
        return ""
    try:
        ended = subprocess.run(
            [program, option],
            cwd=Path(__file__).parent,  # not the folder that we happen to be in
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
