"""Libraries for a user who is no superuser: the distribution's own packages, unpacked into the
user's cache, from where the press loads them. Debian, Ubuntu and their kin."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core.library_folders import libraries_root
from octavo.core.platforms import PANGO, Need
from octavo.doctor.patient import Patient

APT = "apt-get"
SECONDS = 900
"""How long one command of the package manager may take."""
_WANTED = re.compile(r"^Inst (\S+) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Shop:
    """apt, asked by somebody who may install nothing."""

    folder: Path
    program: str
    environ: dict[str, str]

    def run(self, *words: str, own_lists: bool = False) -> tuple[bool, str]:
        """Return whether a command ended well, and what it said."""
        options = ["-o", f"Dir::Cache={self.folder}/cache", "-o", "Debug::NoLocking=1"]
        options += ["-o", f"Dir::State::Lists={self.folder}/lists"] if own_lists else []
        return _run([self.program, "-q", *options, *words], self.folder, self.environ)

    def list_lacking(self, packages: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """Return the packages that are wanted with all that they need and the system lacks, and
        whether that is known from lists of our own: the system's may be empty, or old."""
        for own_lists in (False, True):
            if own_lists and not self.run("update", own_lists=True)[0]:
                break
            words = ("install", "--simulate", "--no-install-recommends", *packages)
            is_good, said = self.run(*words, own_lists=own_lists)
            if is_good and (found := _WANTED.findall(said)):
                return tuple(found), own_lists
        return (), False

    def download(self, names: Sequence[str], own_lists: bool) -> Iterator[Path]:
        """Yield the files of packages, whose digests apt has held against its signed lists."""
        if self.run("download", *names, own_lists=own_lists)[0]:
            yield from sorted(self.folder.glob("*.deb"))


def unpack_for_user(need: Need, patient: Patient, tell: Callable[[str], object]) -> bool:
    """Return whether the libraries of a need lie in the user's cache now.

    False where the system has other packages, or the network or apt refuses; nothing is changed
    then.
    """
    programs = [patient.which(name) for name in (APT, "dpkg-deb")]
    if need is not PANGO or patient.manager != APT or not all(programs):
        return False
    root = libraries_root()
    tell(f"{need.name} is missing ({need.why}): unpacking the packages of {APT} into {root}")
    with _shop(programs[0], patient) as shop:
        names, own_lists = shop.list_lacking(need.packages[APT])
        files = list(shop.download(names, own_lists)) if names else []
        part = root.with_name(f"{root.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        words = ([programs[1], "--extract", str(each), str(part)] for each in files)
        if not files or not all(_run(each, shop.folder, shop.environ)[0] for each in words):
            shutil.rmtree(part, ignore_errors=True)
            return False
        shutil.rmtree(root, ignore_errors=True)
        part.rename(root)
    return True


@contextmanager
def _shop(program: str, patient: Patient) -> Iterator[_Shop]:
    with TemporaryDirectory(prefix="octavo-apt-") as name:
        folder = Path(name)
        for each in ("lists/partial", "cache/archives/partial"):
            (folder / each).mkdir(parents=True)
        yield _Shop(folder, program, {**patient.environ, "LC_ALL": "C.UTF-8"})


def _run(words: Sequence[str], folder: Path, environ: dict[str, str]) -> tuple[bool, str]:
    try:
        ended = subprocess.run(
            words,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False, ""
    return ended.returncode == 0, ended.stdout
