"""See that what goes to PyPI is whole: the same wheel from the sdist and from here, by the rules of
the index, with the version of the tag; and that it makes editions where nothing else is.

    python scripts/package.py SDIST_AND_WHEEL WHEEL ENVIRONMENT

Folders: of the sdist and the wheel that was made of it; of the wheel that was made here; of an
environment that has that wheel and what it asks for.
"""

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("html", "epub", "pdf")
TWICE = "W002"
"""Families of one designer have one licence, and a copy each."""


def main() -> None:
    """Tell each fault, or that there is none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("sdist", "wheel", "environment"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    found = [*faults_of_files(asked.sdist, asked.wheel), *faults_of_version(asked.sdist)]
    found += faults_of_use(asked.environment)
    print("\n".join(found) or "sdist and wheel are whole")
    sys.exit(bool(found))


def faults_of_files(sdist: Path, wheel: Path) -> Iterator[str]:
    """Yield where the two wheels differ, and what programs have against all of it."""
    (theirs,), (ours,) = sdist.glob("*.whl"), wheel.glob("*.whl")
    if theirs.read_bytes() != ours.read_bytes():
        yield "the wheel that the sdist makes is not the one that is made here"
    files = [str(each) for each in (*sdist.glob("*.tar.gz"), theirs)]
    for words in (
        ["-m", "twine", "check", "--strict", *files],
        ["-m", "check_wheel_contents", "--ignore", TWICE, str(theirs)],
    ):
        code, said = run([sys.executable, *words], ROOT)
        if code:
            yield f"{words[1]}: {said}"


def faults_of_version(sdist: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield where name, tag and CHANGELOG do not tell the version of pyproject.toml."""
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if not (sdist / f"octavo-{version}.tar.gz").is_file():
        yield f"there is no sdist of version {version}"
    code, said = run(["git", "tag", "--points-at", "HEAD", "v*"], root)
    tags = said.split() if code == 0 else []
    if tags and f"v{version}" not in tags:
        yield f"the tag is {tags[0]}, and the version is {version}"
    if tags and f"## [{version}]" not in (root / "CHANGELOG.md").read_text("utf-8"):
        yield f"CHANGELOG.md has no heading [{version}]"


def faults_of_use(environment: Path) -> Iterator[str]:
    """Yield what a new project lacks that was made and built with the wheel alone."""
    folder = "Scripts" if sys.platform == "win32" else "bin"
    octavo = str(environment.absolute() / folder / "octavo")
    with TemporaryDirectory() as name:
        for words in (["new", "tides"], ["build", "--strict", "--project", "tides", "--no-store"]):
            code, said = run([octavo, *words], Path(name))
            if code:
                yield f"octavo {words[0]}: {said}"
        made = Path(name) / "tides" / "build" / "tides"
        yield from (f"no {each}" for each in EDITIONS if not (made / f"tides.{each}").is_file())


def run(words: Sequence[str], folder: Path) -> tuple[int, str]:
    """Return how a command ended, and what it said."""
    ended = subprocess.run(
        words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    return ended.returncode, (ended.stdout + ended.stderr).strip()


if __name__ == "__main__":
    main()
