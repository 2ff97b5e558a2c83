"""Ingredients that are others than in a release -> what the world has to have for them to be the
same, where that can be had, and what each of them changes by itself.

Templates that the release had not are left: the source asks for them, and they go with it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed
from octavo.diff.git_files import find_version, is_revision
from octavo.production.pipeline import Project, templates_folder
from octavo.verify.clean_world import CleanWorld
from octavo.verify.library_probes import is_unknown_probe
from octavo.verify.release import ReleasedEditions
from octavo.verify.released_wheels import fetch_wheel, is_fetchable
from octavo.verify.restored import DATE, Restored
from octavo.verify.toolkit_copy import TEMPLATES, checkout_of_templates

FETCH = "octavo verify --wheels fetches it, to see whether it is"
MOST_RESTORED = 100
"""Files that are looked for: a manifest may name as many as it likes."""
MOST_ALONE = 8
"""Ingredients that are restored one by one: each takes a build."""


def departures(old: ReleasedEditions, new: ReleasedEditions) -> tuple[str, ...]:
    """Return the names of ingredients and tools that are not the same, sorted."""
    before, after = old.papers, new.papers
    found = (n for n in sorted({*before, *after}) if before.get(n) != after.get(n))
    return tuple(name for name in found if not is_unknown_probe(name, old, new))


def restorable(
    names: tuple[str, ...],
    release: ReleasedEditions,
    world: CleanWorld,
    wanted: "WantedSource",
) -> Restored:
    """Return what makes ingredients those of the release: files that git remembers, files that the
    release had not, its date; wheels that are fetched, where that is wanted."""
    wheels, reasons = wanted.wheels(names, release, world)
    files: dict[str, bytes | None] = {}
    for name in names:
        was = release.ingredients.get(name)
        path = world.file_of(name)
        if path is None or len(files) == MOST_RESTORED:
            continue
        if name.startswith(f"{TEMPLATES}/"):
            held = wanted.recall_own(name, was) if was and not _stands(name, was) else None
            files |= {name: held} if held is not None else {}
        elif was is None:
            files[name] = None
        elif (held := wanted.recall(path, was, world)) is not None:
            files[name] = held
    date = release.ingredients.get(DATE, "") if DATE in names else ""
    return Restored(files, date, wheels, reasons)


@dataclass(frozen=True, slots=True)
class WantedSource:
    """Where ingredients of a release are looked for."""

    source: str
    """The folder or the revision that is built; '' for the project."""
    project: Project
    fetches_wheels: bool = False

    def wheels(
        self, names: tuple[str, ...], release: ReleasedEditions, world: CleanWorld
    ) -> tuple[dict[str, Path], dict[str, str]]:
        """Return wheel -> the folder it is fetched to, and wheel -> why it is not to be had."""
        folders: dict[str, Path] = {}
        reasons: dict[str, str] = {}
        for name in names:
            version = release.ingredients.get(name, "")
            if not is_fetchable(name, version):
                continue
            found: Path | str = FETCH
            if self.fetches_wheels:
                target = world.folder / "wheels"
                found = fetch_wheel(name, version, target, self.project.environ)
            if isinstance(found, Path):
                folders[name] = found
            else:
                reasons[name] = found
        return folders, reasons

    def recall(self, path: Path, digest: str, world: CleanWorld) -> bytes | None:
        """Return the bytes of a digest that a file of the source once had."""
        inside = path.relative_to(world.project).as_posix()
        is_folder = bool(self.source) and (Path(self.source) / "source").is_dir()
        own = replace(self.project, root=Path(self.source)) if is_folder else self.project
        return _recall(own, inside, digest, ("HEAD", self.source))

    def recall_own(self, name: str, digest: str) -> bytes | None:
        """Return the bytes of a digest that a template of Octavo once had, in its repository."""
        root = checkout_of_templates()
        if root is None:
            return None
        return _recall(replace(self.project, root=root), name, digest, ("HEAD",))


def _stands(name: str, digest: str) -> bool:
    """Tell whether a template or font is as in the release: a source that asks for others does not
    use it."""
    path = templates_folder() / name.removeprefix(f"{TEMPLATES}/")
    return is_plain_file(path) and _has_digest(digest, path.read_bytes())


def _recall(project: Project, path: str, digest: str, revisions: tuple[str, ...]) -> bytes | None:
    """Return the bytes of a digest that a file had up to one of these revisions."""
    for revision in dict.fromkeys(revisions):
        if not revision or not is_revision(project, revision):
            continue
        try:
            found = find_version(project, revision, path, partial(_has_digest, digest))
        except BuildFailed:  # what git does not hand out cannot be restored
            found = None
        if found is not None:
            return found
    return None


def _has_digest(wanted: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == wanted


def each_alone(
    restored: Restored, world: CleanWorld, names: tuple[str, ...], plain: ReleasedEditions | None
) -> Iterator[tuple[tuple[str, ...], ReleasedEditions]]:
    """Yield each restored ingredient with what is made where it alone is as the source has it; of
    very many all those together that are left.

    ``plain``: what is made where nothing is restored, which is that of the only one.
    """
    told = restored.names
    groups: list[tuple[str, ...]] = [(name,) for name in told[:MOST_ALONE]]
    if told[MOST_ALONE:]:
        groups.append(told[MOST_ALONE:])
    for group in groups:
        rest = restored.without(*(name for name in told if name in group))
        if plain is not None and not rest.names:
            yield group, plain
            continue
        try:
            yield group, world.build(names, rest)
        except BuildFailed:
            continue  # the two go together: what one changes alone is not known


def current(world: CleanWorld, ingredient: str) -> bytes | None:
    """Return the bytes that the source has of an ingredient."""
    path = world.file_of(ingredient)
    if ingredient.startswith(f"{TEMPLATES}/"):
        path = templates_folder() / ingredient.removeprefix(f"{TEMPLATES}/")
    return path.read_bytes() if path is not None and is_plain_file(path) else None
