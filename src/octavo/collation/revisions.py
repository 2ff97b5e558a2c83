"""A revision of git -> its files in a folder: fixed commands, no shell, no network, bounded."""

import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from octavo.pipeline import Project
from octavo.problems import BuildFailed, Place, Problem

MOST_BYTES = 500_000_000
MOST_FILES = 50_000
SECONDS = 120
"""How long one command of git may take."""
QUIET = {
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""git asks nobody, writes nothing, and fetches nothing."""


def extract(project: Project, revision: str, path: str, target: Path) -> None:
    """Write what ``path`` needs, as it was in a revision, below ``target``.

    That is the publication's folder, or the folder of the Markdown file, and the project's
    templates. Problems: E702 (no git, or no repository), E703 (no such revision), E704 (the
    revision does not have the path), E705 (too much, or files that lead elsewhere).
    """
    named = f"{revision}:{path}"
    git = _Git(project, named)
    commit = git.commit(revision)
    wanted = git.wanted(commit, path)
    if not wanted:
        hint = f"git ls-tree -r --name-only {revision} lists what is there"
        raise git.failure("E704", "the revision has no publication there", hint)
    git.unpack(commit, wanted, target)


def file_in(project: Project, revision: str, path: str) -> str:
    """Return a text file as it was in a revision, '' where there was none. Problems: as extract."""
    git = _Git(project, f"{revision}:{path}")
    return git.shown(git.commit(revision), path)


def object_of(project: Project, revision: str, path: str) -> str:
    """Return git's name for what a file or folder was, '' where there was none. Problems: E703."""
    git = _Git(project, f"{revision}:{path}")
    return git.named(git.commit(revision), path)


def extract_all(project: Project, revision: str, target: Path) -> None:
    """Write all files of the project as they were, below ``target``. Problems: as extract."""
    git = _Git(project, revision)
    git.unpack(git.commit(revision), (".",), target)


class _Git:
    """The commands that are asked of git, in the project's folder."""

    def __init__(self, project: Project, named: str) -> None:
        self._named = named
        self._environ = {**project.environ, **QUIET}
        program = shutil.which("git", path=project.environ.get("PATH"))
        if program is None:
            raise self.failure("E702", "git is not installed", "install git, or name two folders")
        self._command = [program, "-C", str(project.root), "-c", "core.fsmonitor=false"]
        self._command += ["-c", "protocol.allow=never", *self._without_filters()]

    def _without_filters(self) -> list[str]:
        """Return options that turn off the programs through which git would hand out files."""
        words = ("config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.")
        found = self._asked(*words).split("\0")
        names = sorted({name.rpartition(".")[0] for name in found if name})
        off = ("smudge=", "process=", "required=false")
        return [word for name in names for each in off for word in ("-c", f"{name}.{each}")]

    def failure(self, code: str, message: str, hint: str) -> BuildFailed:
        return BuildFailed([Problem(code, Place(self._named), message, hint)])

    def commit(self, revision: str) -> str:
        """Return the full name of a commit."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        found = "" if revision.startswith("-") else self._asked(*words)
        if found:
            return found.strip()
        if not self._asked("rev-parse", "--git-dir"):
            hint = "run octavo diff in a repository, or give its folder: --project DIR"
            raise self.failure("E702", "there is no git repository here", hint)
        hint = "git log --oneline and git tag list revisions; a shallow clone lacks old ones"
        raise self.failure("E703", f"there is no revision '{revision}'", hint)

    def wanted(self, commit: str, path: str) -> tuple[str, ...]:
        """Return the paths to take from a commit; none where it lacks the publication."""
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\0" in path:
            return ()
        found = self._listed(commit, f"{path}/publication.yaml")
        files = [path] if pure.suffix == ".md" else [f"{path}.md"]
        if found:
            folder = path
        elif any(self._listed(commit, file) for file in files):
            folder = str(pure.parent)
        else:
            return ()
        templates = ("templates",) if self._listed(commit, "templates") else ()
        return (folder, *(each for each in templates if folder not in (".", each)))

    def shown(self, commit: str, path: str) -> str:
        return self._asked("cat-file", "blob", f"{commit}:{path}")

    def named(self, commit: str, path: str) -> str:
        """Return git's name for a file or folder of the project, '' where there is none."""
        return self._asked("rev-parse", "--verify", "--quiet", f"{commit}:./{path}").strip()

    def _listed(self, commit: str, path: str) -> str:
        return self._asked("ls-tree", "--name-only", "-z", commit, "--", path)

    def _asked(self, *words: str) -> str:
        """Return what a command says, '' where it fails."""
        try:
            ended = subprocess.run(
                [*self._command, *words],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return ""
        return ended.stdout.decode("utf-8", "replace") if ended.returncode == 0 else ""

    def unpack(self, commit: str, paths: Sequence[str], target: Path) -> None:
        """Write the files of a commit below a folder while git hands them out."""
        words = ["archive", "--format=tar", commit, "--", *(f":(literal){path}" for path in paths)]
        with subprocess.Popen(
            [*self._command, *words],
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            try:
                assert running.stdout is not None
                self._read(running.stdout, target)
            except tarfile.TarError as error:
                hint = "name a folder of the publication that you have checked out instead"
                message = f"the revision cannot be unpacked: {error}"
                raise self.failure("E705", message, hint) from None
            finally:
                running.kill()

    def _read(self, archive: IO[bytes], target: Path) -> None:
        size = count = 0
        with tarfile.open(fileobj=archive, mode="r|") as tar:
            for member in tar:
                size, count = size + member.size, count + 1
                if size > MOST_BYTES or count > MOST_FILES:
                    limits = f"{MOST_BYTES // 1_000_000} MB or {MOST_FILES} files"
                    raise tarfile.TarError(f"it has more than {limits}")
                tar.extract(member, target, filter="data")
