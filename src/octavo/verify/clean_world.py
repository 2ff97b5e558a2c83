"""A source -> what it makes in a world of its own: another folder, a HOME and a store without
anything in them, an environment that nobody has set."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core import native
from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.checkout import is_safe_name
from octavo.diff.git_files import extract_all, is_revision
from octavo.fonts.font_fetch import fonts_folder
from octavo.production.lock_checks import look_at_lock
from octavo.production.pipeline import PACKAGE, Project
from octavo.production.project_lock import NAME as LOCK
from octavo.verify.release import ReleasedEditions, release_of
from octavo.verify.restored import Exchanged, Restored
from octavo.verify.surroundings import PLAIN, Surroundings
from octavo.verify.toolkit_copy import TEMPLATES, copy_toolkit, place_of_template

PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
EPOCH = "SOURCE_DATE_EPOCH"
SECONDS = 3600
"""How long one build may take."""
ROOTS = ("publication", "project", TEMPLATES)
"""Ingredients of which the world has copies of its own, which can be exchanged."""
NO_EDITION = "E118"
AS_IT_IS = Restored()


@dataclass(frozen=True, slots=True)
class CleanWorld:
    """A copy of a project, with a HOME."""

    folder: Path
    environ: Mapping[str, str]
    slug: str
    around: Surroundings = PLAIN

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def toolkit(self) -> Path:
        """Return where a copy of Octavo stands, once templates or fonts of it are exchanged."""
        return self.folder / "toolkit"

    def departures(self, is_frozen: bool) -> tuple[Problem, ...]:
        """Return what departs from the lock that the source has; raises BuildFailed for it where
        ``is_frozen``. Problems: E920 to E929."""
        own = Project(self.project, self.folder / "made", None, self.environ)
        return look_at_lock(own, (self.slug,), is_frozen).problems

    def file_of(self, ingredient: str) -> Path | None:
        """Return where the world's copy of an ingredient stands, None where it has none."""
        root, _, path = ingredient.partition("/")
        if root not in ROOTS or not all(is_safe_name(part, True) for part in path.split("/")):
            return None
        if root == TEMPLATES:
            return place_of_template(self.toolkit, path)
        own = self.project / "source" / self.slug
        publication = own if own.is_dir() else self.project / "source"
        return (publication if root == "publication" else self.project / "templates") / path

    def build(self, names: tuple[str, ...], restored: Restored = AS_IT_IS) -> ReleasedEditions:
        """Return what the source makes, with others in the place of some; raises BuildFailed.

        ``names``: the editions that are wanted; all are made where the source lacks one of them.
        Problems: E905, and what the build refuses.
        """
        return release_of(self.make(names, restored), Path(self.slug))

    def make(self, names: tuple[str, ...] = (), restored: Restored = AS_IT_IS) -> dict[str, bytes]:
        """Return the files of a build by their names, papers among them; else as ``build``."""
        around = self._around(restored)
        with self._exchange(restored.files):
            options = [f"--edition={name}" for name in names]
            ended = self._run(options, around)
            if ended.returncode and options and NO_EDITION in ended.stdout:
                ended = self._run([], around)
            if ended.returncode:
                raise BuildFailed(_refusals(ended.stdout, ended.stderr, self.slug))
            return self._collect()

    def _around(self, restored: Restored) -> dict[str, str]:
        """Return the variables that lead a build to what takes the place of others."""
        is_own = any(name.startswith(f"{TEMPLATES}/") for name in restored.files)
        package = copy_toolkit(self.toolkit) if is_own else PACKAGE.parent
        found = os.pathsep.join(map(str, [*restored.wheels.values(), package]))
        return {"PYTHONPATH": found, **({EPOCH: restored.epoch} if restored.epoch else {})}

    def _run(
        self, options: list[str], around: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        out = self.folder / "made"
        shutil.rmtree(out, ignore_errors=True)
        words = ["build", self.slug, "--project", str(self.project), "--out", str(out), "--json"]
        try:
            return subprocess.run(
                [*self.around.before, sys.executable, "-m", "octavo", *words, *options],
                cwd=self.folder,
                env={**self.environ, **around},
                umask=self.around.umask,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failure(self.slug, f"the source was not built: {error}", "") from None

    def _collect(self) -> dict[str, bytes]:
        folder = self.folder / "made" / self.slug
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    @contextmanager
    def _exchange(self, exchanged: Exchanged) -> Iterator[None]:
        """Put files in the place of others, until the end of the block."""
        paths = {each: path for each in exchanged if (path := self.file_of(each))}
        before = {path: path.read_bytes() if path.is_file() else None for path in paths.values()}
        try:
            for each, path in paths.items():
                _put(path, exchanged[each])
            yield
        finally:
            for path, data in before.items():
                _put(path, data)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@contextmanager
def clean_world(
    source: str, slug: str, project: Project, around: Surroundings = PLAIN
) -> Iterator[CleanWorld]:
    """Give a world with a copy of the source: the folder of a project, or a revision of git.

    Problems: E904 (there is no such source, or it has no such publication), and those of git.
    """
    with TemporaryDirectory(prefix="octavo-verify-") as folder:
        home = Path(folder).resolve() / around.folder / "home"
        home.mkdir(parents=True)
        passed_on = {name: project.environ[name] for name in PASSED_ON if name in project.environ}
        own = {"HOME": str(home), "USERPROFILE": str(home), **around.environment}
        world = CleanWorld(
            home.parent,
            {
                **passed_on,
                **native.loader_settings(passed_on),
                **own,
                "PYTHONDONTWRITEBYTECODE": "1",
                **({EPOCH: project.environ[EPOCH]} if project.environ.get(EPOCH) else {}),
            },
            slug,
            around,
        )
        world.project.mkdir()
        _fill(world, source, project)
        known = Project(world.project, world.folder / "made", None).slugs()
        if slug not in known:
            hint = f"it has {', '.join(known)}" if known else "name another: --source DIR|REVISION"
            message = f"the source has no publication '{slug}', which the release is of"
            raise _failure(source or str(project.root), message, hint, "E904")
        yield world


def _fill(world: CleanWorld, source: str, project: Project) -> None:
    root = Path(source) if source else project.root
    if (root / "source").is_dir():
        _copy(root, world.project)
    elif source and is_revision(project, source):
        extract_all(project, source, world.project)
    else:
        hint = "name a folder that holds source/, or a revision of git: --source DIR|REVISION"
        message = "this is neither a project nor a revision of one"
        raise _failure(str(root), message, hint, "E904")
    (world.project / "source").mkdir(exist_ok=True)


def _copy(root: Path, target: Path) -> None:
    """Copy what a build may read of a project; links stay links, pipes and their like stay out."""

    def strange(folder: str, names: list[str]) -> list[str]:
        paths = (Path(folder) / name for name in names)
        return [
            each.name
            for each in paths
            if not (each.is_symlink() or each.is_dir() or is_plain_file(each))
        ]

    for name in ("source", "templates", str(fonts_folder(Path()))):
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, symlinks=True, ignore=strange)
    if is_plain_file(root / LOCK):
        shutil.copyfile(root / LOCK, target / LOCK)


def _refusals(told: str, said: str, slug: str) -> list[Problem]:
    """Return why a build was refused, as it told in JSON."""
    try:
        rows = json.loads(told).get("publications", [])
        found = [Problem.from_json(each) for row in rows for each in row["problems"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        found = []
    errors = [each for each in found if each.severity == "error"]
    last = (said.strip().splitlines() or ["no word"])[-1]
    message = "the source does not build, so that nothing can be compared"
    hint = "" if errors else f"it ended with: {last}"
    return [Problem("E905", Place(slug), message, hint), *errors]


def _failure(named: str, message: str, hint: str, code: str = "E905") -> BuildFailed:
    return BuildFailed([Problem(code, Place(named.replace(os.sep, "/")), message, hint)])
