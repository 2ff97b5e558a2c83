"""The packages a revision is pinned to (uv.lock, pyproject.toml) -> its editions made by them.

They are installed by uv from wheels, with the hashes of the lock, for this one time. Only the
project itself is built, where it is Octavo.
"""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from octavo.core import platforms
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.git_files import extract_all, file_in, object_of
from octavo.production.pipeline import Project

LOCK, PINS = "uv.lock", "pyproject.toml"
OWN_FOLDERS = ("src", "templates")
"""What else shapes bytes in the repository of Octavo itself."""
SECONDS = 1800
"""How long one command may take."""
ASIDE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "UV_PROJECT", "OCTAVO_WHEEL")
"""Variables that would lead a program to other packages than those of the lock."""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The packages that make the editions of one revision."""

    revision: str
    """'' for the project as it stands, whose packages are those that run now."""
    identity: str
    """Equal for two revisions whose packages are equal."""
    versions: Mapping[str, str]
    is_octavo: bool
    """Whether the project is Octavo's own repository."""

    @property
    def is_running(self) -> bool:
        """Whether these packages run now, as far as the project tells."""
        return not self.revision


def toolchain(named: str, project: Project) -> Toolchain:
    """Return the toolchain of what ``octavo diff`` compares: REV:path, or something on disk."""
    revision, colon, _ = named.partition(":")
    revision = revision if colon else ""
    lock, pins = (_file(revision, path, project) for path in (LOCK, PINS))
    packages = _packages(lock)
    is_octavo = any(each.get("name") == "octavo" and _is_own(each) for each in packages)
    versions = {str(each.get("name")): str(each.get("version")) for each in packages}
    versions = versions or _read_pins(pins)
    identity = lock or pins
    if revision and is_octavo:
        identity += "".join(object_of(project, revision, folder) for folder in OWN_FOLDERS)
    elif revision and identity == (_file("", LOCK, project) or _file("", PINS, project)):
        revision = "" if versions.get("octavo") == metadata.version("octavo") else revision
    return Toolchain(revision, identity, versions, is_octavo)


def compare_versions(old: Toolchain, new: Toolchain) -> Iterator[str]:
    """Yield the packages whose version is another: ``pillow 12.1.0 → 13.0.0``."""
    before, after = old.versions, new.versions
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name, 'none')} → {after.get(name, 'none')}"


def make_with(tools: Toolchain, named: str, project: Project) -> dict[str, bytes]:
    """Return the files that the packages of a revision make of ``named``, ``REV:source/NAME``.

    Problems: E710 (uv is missing, the packages cannot be installed, or what they install refuses
    the text).
    """
    revision, _, path = named.partition(":")
    pure = PurePosixPath(path)
    name = pure.with_suffix("").name
    if pure.parts[:-1] != ("source",):
        raise _failure(named, "its packages build what lies in source/, nothing else", "")
    with TemporaryDirectory(prefix="octavo-tools-") as folder:
        home, work = Path(folder).resolve() / "tools", Path(folder).resolve() / "work"
        for each, target in ((tools.revision, home), (revision, work)):
            target.mkdir()
            extract_all(project, each, target)
        if tools.is_octavo:  # its templates are among the tools
            shutil.rmtree(work / "templates", ignore_errors=True)
        program = _install(tools, home, project)
        _run(named, [str(program), "build", name, "--project", str(work)], project, work)
        made = work / "build" / name
        return {file.name: file.read_bytes() for file in sorted(made.iterdir()) if file.is_file()}


def _install(tools: Toolchain, home: Path, project: Project) -> Path:
    """Return the program ``octavo`` of an environment with the packages of a revision."""
    named = f"{tools.revision}:{LOCK}"
    found = platforms.program(project.environ, "uv")
    beside = Path(sys.executable).with_name("uv")
    if not found and not beside.is_file():
        raise _failure(named, "uv is not here, which installs the packages", "pip install uv")
    sync = [
        str(Path(found or beside).absolute()),
        "sync",
        "--project",
        str(home),
        "--python",
        sys.executable,
    ]
    sync += ["--no-default-groups", "--no-progress", "--no-python-downloads"]
    sync += ["--frozen"] if (home / LOCK).is_file() else []
    _run(named, [*sync, "--no-install-project", "--no-build"], project, home)
    if tools.is_octavo:
        _run(named, sync, project, home)
    program = home / ".venv" / "bin" / "octavo"
    if not program.is_file():
        program = home / ".venv" / "Scripts" / "octavo.exe"
    if not program.is_file():
        raise _failure(named, "Octavo is not among the packages of the revision", "")
    return program


def _run(named: str, words: Sequence[str], project: Project, folder: Path) -> None:
    environ = {name: value for name, value in project.environ.items() if name not in ASIDE}
    try:
        ended = subprocess.run(
            words,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failure(named, f"{Path(words[0]).name} {words[1]}: {error}", "") from None
    if ended.returncode:
        said = (ended.stderr or ended.stdout).decode("utf-8", "replace").strip().splitlines()
        told = said[-1].strip() if said else f"it ended with {ended.returncode}"
        raise _failure(named, f"{Path(words[0]).name} {words[1]}: {told}", "")


def _failure(named: str, message: str, hint: str) -> BuildFailed:
    hint = hint or "the packages that differ are named all the same"
    return BuildFailed([Problem("E710", Place(named), message, hint)])


def _file(revision: str, path: str, project: Project) -> str:
    if revision:
        return file_in(project, revision, path)
    file = project.root / path
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _packages(lock: str) -> list[dict[str, object]]:
    found = _toml(lock).get("package")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _is_own(package: Mapping[str, object]) -> bool:
    source = package.get("source")
    return isinstance(source, dict) and source.get("editable") == "."


def _read_pins(pins: str) -> dict[str, str]:
    """Return the versions that pyproject.toml names by itself, where there is no lock."""
    project = _toml(pins).get("project")
    found = project.get("dependencies") if isinstance(project, dict) else None
    pairs = [str(each).split("==") for each in found] if isinstance(found, list) else []
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
