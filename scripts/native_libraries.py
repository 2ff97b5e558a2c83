"""What a session needs of the machine, put there where that may be done, else named to the letter.

Pango sets the pages of the PDF edition; Java runs EPUBCheck. Neither comes from PyPI. Standard
library only: this runs before anything is installed.
"""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Command = tuple[str, ...]


class Missing(Exception):
    """Raised where something is not there and may not be put there; says the exact command."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a session cannot do without."""

    name: str
    why: str
    packages: Mapping[str, Command]
    """Package manager -> names of its packages."""
    by_hand: str
    """What to do where there is none of these package managers (Windows)."""


PANGO = Need(
    "Pango",
    "it sets the pages of the PDF edition",
    {
        "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0"),
        "dnf": ("pango",),
        "apk": ("pango", "fontconfig"),
        "pacman": ("pango",),
        "brew": ("pango",),
    },
    "Windows: install MSYS2 (https://www.msys2.org), then in its terminal: "
    "pacman -S mingw-w64-ucrt-x86_64-pango",
)
JAVA = Need(
    "Java",
    "it runs EPUBCheck",
    {
        "apt-get": ("default-jre-headless",),
        "dnf": ("java-latest-openjdk-headless",),
        "apk": ("openjdk21-jre-headless",),
        "pacman": ("jre-openjdk-headless",),
        "brew": ("openjdk",),
    },
    "Windows: winget install Microsoft.OpenJDK.21",
)
INSTALL: Mapping[str, tuple[Command, ...]] = {
    "apt-get": (
        ("apt-get", "update"),
        ("apt-get", "install", "-y", "--no-install-recommends"),
    ),
    "dnf": (("dnf", "install", "-y"),),
    "apk": (("apk", "add"),),
    "pacman": (("pacman", "-Sy", "--noconfirm", "--needed"),),
    "brew": (("brew", "install"),),
}
"""Package manager -> its commands; the packages follow the last. The first manager found counts."""
SYSTEMS = {
    "apt-get": "Debian, Ubuntu",
    "dnf": "Fedora",
    "apk": "Alpine",
    "pacman": "Arch",
    "brew": "macOS",
}
LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "fontconfig", "pangoft2-1.0")
BREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")
BREW_JAVA = ("/opt/homebrew/opt/openjdk/bin", "/usr/local/opt/openjdk/bin")


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine; a test hands over one of its own making."""

    manager: str
    """Its package manager, a key of INSTALL; '' where there is none."""
    may_install: bool
    """True for the superuser, and for anybody where brew is the manager."""
    has: Callable[[Need], bool]
    run: Callable[[Command], bool]
    """Run a command; True where it ended well."""


def ensure(need: Need, machine: Machine, tell: Callable[[str], None]) -> None:
    """Return when the machine has what is needed; install it where that may be done.

    Raises Missing, with the command that a person can run, where it may not or does not help.
    """
    if machine.has(need):
        return
    if not machine.manager or not machine.may_install:
        raise Missing(f"{need.name} is missing ({need.why}).\n{advice(need, machine.manager)}")
    for command in commands(need, machine.manager):
        tell(f"{need.name} is missing ({need.why}): {' '.join(command)}")
        machine.run(command)
    if not machine.has(need):
        raise Missing(
            f"{need.name} is missing ({need.why}) and could not be installed.\n"
            f"{advice(need, machine.manager)}"
        )


def commands(need: Need, manager: str) -> tuple[Command, ...]:
    """Return the commands that install what is needed."""
    *first, last = INSTALL[manager]
    return (*first, (*last, *need.packages[manager]))


def advice(need: Need, manager: str) -> str:
    """Return the command for this system, or the table for all where it is not known."""
    managers = [manager] if manager else list(INSTALL)
    lines = [f"{SYSTEMS[name]}: {_by_a_person(need, name)}" for name in managers]
    return "\n".join(lines if manager else [*lines, need.by_hand])


def _by_a_person(need: Need, manager: str) -> str:
    sudo = "" if manager == "brew" else "sudo "
    return " && ".join(sudo + " ".join(command) for command in commands(need, manager))


def this_machine() -> Machine:
    """Return the machine that this process runs on."""
    manager = next((name for name in INSTALL if shutil.which(name)), "")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return Machine(manager, manager == "brew" or is_root, is_here, _run)


def is_here(need: Need) -> bool:
    """Return whether the machine can load or run what is needed."""
    if need is JAVA:
        return bool(java())
    return all(_loads(name) for name in LIBRARIES)


def java() -> str:
    """Return the command that runs Java, '' where there is none that works.

    macOS has a stub of that name that only asks to install Java: hence the trial.
    """
    folders = os.pathsep.join([os.environ.get("PATH", ""), *BREW_JAVA])
    command = shutil.which("java", path=folders)
    return command if command and _run((command, "-version"), quiet=True) else ""


def environment() -> dict[str, str]:
    """Return what must stand in the environment so that engines find what brew installed."""
    if platform.system() != "Darwin":
        return {}
    return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join([*BREW_FOLDERS, "/usr/lib"])}


def file_names(library: str, system: str) -> tuple[str, ...]:
    """Return the names under which a system's loader may know a library, best first."""
    major = {"harfbuzz": "0", "fontconfig": "1"}.get(library, "0")
    if system == "Windows":
        return (f"lib{library}-{major}.dll",)
    if system == "Darwin":
        file = f"lib{library}.{major}.dylib"
        return (file, *(f"{folder}/{file}" for folder in BREW_FOLDERS))
    return (f"lib{library}.so.{major}",)


def _loads(library: str) -> bool:
    for name in file_names(library, platform.system()):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _run(command: Sequence[str], quiet: bool = False) -> bool:
    where = subprocess.DEVNULL if quiet else None
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=where, stderr=where, env=settings
        )
    except OSError:
        return False
    return ended.returncode == 0


def main() -> None:
    """Ensure what the arguments name (``pango``, ``java``); both without arguments."""
    asked = sys.argv[1:] or ["pango", "java"]
    for need in [each for each in (PANGO, JAVA) if each.name.lower() in asked]:
        try:
            ensure(need, this_machine(), print)
        except Missing as missing:
            sys.exit(str(missing))


if __name__ == "__main__":
    main()
