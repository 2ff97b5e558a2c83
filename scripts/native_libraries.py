"""What a session needs of the machine, put there where that may be done, else named to the letter.

The needs and the commands stand in ``octavo.core.platforms``. Runs before anything is installed:
standard library only.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "src"))

from octavo.core import platforms
from octavo.core.platforms import CHROMIUM, JAVA, NODE, OLDEST_PYTHON, PANGO, POPPLER, Command, Need

__all__ = [
    "CHROMIUM",
    "JAVA",
    "NODE",
    "OLDEST_PYTHON",
    "PANGO",
    "POPPLER",
    "Machine",
    "Missing",
    "Need",
    "certificates",
    "ensure",
    "environment",
    "java",
    "this_machine",
]

OLDEST_NODE = 20
"""The first that Ace runs on."""
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/cert.pem",
)
"""Where systems keep the certificates that they trust."""


class Missing(Exception):
    """Raised where something is not there and may not be put there; says the exact command."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine; a test hands over one of its own making."""

    manager: str
    """Its package manager, a key of ``platforms.INSTALL``; '' where there is none."""
    may_install: bool
    has: Callable[[Need], bool]
    run: Callable[[Command], bool]
    """Run a command; True where it ended well."""


def ensure(need: Need, machine: Machine, tell: Callable[[str], object]) -> None:
    """Return when the machine has what is needed; install it where that may be done.

    Raises Missing, with the command that a person can run, where it may not or does not help.
    """
    if machine.has(need):
        return
    missing = f"{need.name} is missing ({need.why})"
    commands = platforms.commands(need, machine.manager) if machine.may_install else ()
    for command in commands:
        tell(f"{missing}: {' '.join(command)}")
        machine.run(command)
    if not commands or not machine.has(need):
        tried = " and could not be installed" if commands else ""
        raise Missing(f"{missing}{tried}.\n{platforms.advice(need, machine.manager)}")


def this_machine() -> Machine:
    """Return the machine that this process runs on.

    The superuser may install, and anybody with brew, whose packages belong to the user.
    """
    manager = platforms.manager()
    return Machine(manager, manager == "brew" or platforms.is_superuser(), is_here, _run)


def is_here(need: Need) -> bool:
    """Return whether the machine can load or run what is needed."""
    if need is JAVA:
        return bool(java() and java("javac"))
    if need is NODE:
        return bool(shutil.which("npm")) and _node_version() >= OLDEST_NODE
    if need is POPPLER:
        return bool(shutil.which("pdfinfo"))
    if need is CHROMIUM:
        return any(shutil.which(name) or Path(name).is_file() for name in platforms.BROWSERS)
    return all(map(platforms.loads, platforms.LIBRARIES))


def _node_version() -> int:
    """Return the major version of Node, 0 where there is none."""
    command = shutil.which("node")
    if command is None:
        return 0
    said = subprocess.run([command, "--version"], capture_output=True, text=True).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def java(program: str = "java") -> str:
    """Return the command that runs a program of the JDK, '' where there is none that works.

    macOS has stubs of these names that only ask to install Java: hence the trial.
    """
    folders = os.pathsep.join([os.environ.get("PATH", ""), *platforms.BREW_JAVA])
    command = shutil.which(program, path=folders)
    return command if command and _run((command, "-version"), quiet=True) else ""


def environment() -> dict[str, str]:
    """Return what must stand in the environment so that the press finds what brew installed."""
    if platform.system() != "Darwin":
        return {}
    return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join([*platforms.BREW_FOLDERS, "/usr/lib"])}


def certificates() -> dict[str, str]:
    """Return what makes uv trust whom the machine trusts: behind a company's proxy, say.

    uv trusts a list of its own otherwise, which is right where a bare machine has none.
    """
    is_desktop = platform.system() in ("Darwin", "Windows")
    has_list = is_desktop or any(Path(file).is_file() for file in CERTIFICATES)
    return {"UV_SYSTEM_CERTS": "true"} if has_list else {}


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
