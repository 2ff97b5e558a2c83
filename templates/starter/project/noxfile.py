"""The list of commands: ``nox -l`` shows it, ``nox -s NAME`` runs one, ``-- …`` hands words on.

The version of Octavo stands in pyproject.toml. It is installed from the folder wheels, if a wheel
of that version is there, else from the index. If the environment variable OCTAVO_WHEEL names a
wheel (an absolute path), that wheel is installed instead.
"""

import os
import sys
from pathlib import Path

import nox

OLDEST = (3, 11, 5)
if sys.version_info < OLDEST:
    sys.exit(
        "Octavo needs Python 3.11.5 or later; this is "
        + ".".join(map(str, sys.version_info[:3]))
        + ". uv fetches one:\n    .venv/bin/uvx --python 3.13 --with uv nox "
        + " ".join(sys.argv[1:])
    )

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["build", "tests"]

PROJECT = nox.project.load_toml("pyproject.toml")
PINS = PROJECT["project"]["dependencies"]
LISTS = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)
if sys.platform in ("darwin", "win32") or any(map(os.path.isfile, LISTS)):
    os.environ.setdefault("UV_SYSTEM_CERTS", "true")  # uv trusts whom the machine trusts
WHEELS = [*Path("wheels").glob(f"{PINS[0].replace('==', '-')}-*.whl")]
WHEEL = os.environ.get("OCTAVO_WHEEL") or (str(WHEELS[0]) if WHEELS else "")
OCTAVO = [WHEEL, *PINS[1:]] if WHEEL else PINS
TESTS = nox.project.dependency_groups(PROJECT, "tests")


@nox.session
def build(session: nox.Session) -> None:
    """Build every publication of source/ to build/; words after -- go to ``octavo build``."""
    session.install(*OCTAVO)
    session.run("octavo", "build", "--strict", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Compare the editions with the accepted ones; words after -- go to pytest."""
    session.install(*OCTAVO, *TESTS)
    session.run("pytest", *session.posargs)


@nox.session
def octavo(session: nox.Session) -> None:
    """Run any command of Octavo: ``nox -s octavo -- accept``, ``nox -s octavo -- doctor``."""
    session.install(*OCTAVO)
    session.run("octavo", *session.posargs)
