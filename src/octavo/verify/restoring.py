"""Ingredients that are others than in a release -> what the world has to have for them to be the
same, where that can be had, and what each of them changes by itself."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed
from octavo.diff.git_files import find_version, is_revision
from octavo.production.pipeline import Project
from octavo.verify.clean_world import CleanWorld, Exchanged
from octavo.verify.release import ReleasedEditions

DATE = "epoch"
MOST_RESTORED = 8
"""Ingredients that are restored one by one: each takes a build."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What takes the place of ingredients."""

    files: Exchanged
    epoch: str = ""
    """Seconds that count as the date; '' where the source's own does."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ingredients that are as in the release."""
        return (*self.files, *([DATE] if self.epoch else []))

    def without(self, ingredient: str) -> "Restored":
        """Return the same, with one ingredient as the source has it."""
        if ingredient == DATE:
            return replace(self, epoch="")
        return replace(self, files={k: v for k, v in self.files.items() if k != ingredient})


def departures(old: ReleasedEditions, new: ReleasedEditions) -> tuple[str, ...]:
    """Return the names of ingredients and tools that are not the same, sorted."""
    before, after = old.papers, new.papers
    return tuple(n for n in sorted({*before, *after}) if before.get(n) != after.get(n))


def restorable(
    names: tuple[str, ...],
    release: ReleasedEditions,
    world: CleanWorld,
    source: str,
    project: Project,
) -> Restored:
    """Return what makes ingredients those of the release: files that git remembers, files that the
    release had not, its date."""
    files: dict[str, bytes | None] = {}
    for name in names:
        path = world.file_of(name)
        if path is None or len(files) == MOST_RESTORED:
            continue
        wanted = release.ingredients.get(name)
        if wanted is None:
            files[name] = None
        elif (found := _recall(path, wanted, world, source, project)) is not None:
            files[name] = found
    return Restored(files, release.ingredients.get(DATE, "") if DATE in names else "")


def _recall(
    path: Path, wanted: str, world: CleanWorld, source: str, project: Project
) -> bytes | None:
    """Return the bytes of a digest that a file once had."""
    inside = path.relative_to(world.project).as_posix()
    is_folder = bool(source) and (Path(source) / "source").is_dir()
    own = replace(project, root=Path(source)) if is_folder else project
    for revision in dict.fromkeys(("HEAD", source)):
        if not revision or not is_revision(own, revision):
            continue
        try:
            found = find_version(own, revision, inside, partial(_has_digest, wanted))
        except BuildFailed:  # what git does not hand out cannot be restored
            found = None
        if found is not None:
            return found
    return None


def _has_digest(wanted: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == wanted


def each_alone(
    restored: Restored, world: CleanWorld, names: tuple[str, ...], plain: ReleasedEditions | None
) -> Iterator[tuple[str, ReleasedEditions]]:
    """Yield each restored ingredient with what is made where it alone is as the source has it.

    ``plain``: what is made where nothing is restored, which is that of the only one.
    """
    for name in restored.names:
        rest = restored.without(name)
        if plain is not None and not rest.names:
            yield name, plain
            continue
        try:
            yield name, world.build(names, rest.files, rest.epoch)
        except BuildFailed:
            continue  # the two go together: what one changes alone is not known


def current(world: CleanWorld, ingredient: str) -> bytes | None:
    """Return the bytes that the source has of an ingredient."""
    path = world.file_of(ingredient)
    return path.read_bytes() if path is not None and is_plain_file(path) else None
