"""The list of commands: ``nox -l`` shows it, ``nox -s NAME`` runs one, ``-- …`` hands words on.

The version of Octavo stands in pyproject.toml. If the environment variable OCTAVO_WHEEL names a
wheel (an absolute path), that wheel is installed instead.
"""

import os

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["build", "tests"]

PROJECT = nox.project.load_toml("pyproject.toml")
WHEEL = os.environ.get("OCTAVO_WHEEL")
OCTAVO = [WHEEL] if WHEEL else PROJECT["project"]["dependencies"]
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
