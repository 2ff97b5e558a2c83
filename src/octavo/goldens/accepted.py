"""Golden files: accepted editions in a readable form, compared with what is made now.

For Octavo's own tests and for an author's publication alike. Readable projections come first,
hashes last; nothing here writes a golden but ``accept``.
"""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from octavo.core.output import MARKER, Output, Parcel
from octavo.core.problems import BuildFailed, Place, Problem, in_order
from octavo.goldens.projection import SUMS, TOOLCHAIN, project_files
from octavo.goldens.sheets import (
    POOL,
    Parted,
    find_unnamed_sheets,
    part_sheets,
    read_pool,
    refuse_pool,
    sheet_of,
    with_sheet,
)
from octavo.production.pipeline import Built, Project, build

MOST_LINES = 24


def accept(
    project: Project, slug: str, folder: Path | None = None, force: bool = False
) -> tuple[Problem, ...]:
    """Write the publication's goldens as its editions are now; stale files go. Returns warnings.

    Sheets that other publications may share go to the pool beside them, and none leaves it. Raises
    BuildFailed, also where files stand there that are no goldens, or that somebody has changed
    since they were accepted: E801 to E804.
    """
    refuse_pool(slug)
    built = build(project, slug, strict=True)
    root = folder or goldens_of(project)
    made = part_sheets(project_files(built.files))
    own = Parcel(root / slug, made.files, is_whole=True)
    Output(project.root, force).put(own, Parcel(root / POOL, made.sheets))
    return built.problems


def goldens_of(project: Project) -> Path:
    """Return where the goldens of a project are, if nobody names another folder."""
    return project.root / "tests" / "golden"


def sweep(project: Project, folder: Path | None = None, force: bool = False) -> None:
    """Take the sheets out of the pool that no golden names any more; raises as ``accept``."""
    root = folder or goldens_of(project)
    stale = find_unnamed_sheets(root)
    kept = {name: data for name, data in read_pool(root).items() if name not in stale}
    if stale:
        Output(project.root, force).put(Parcel(root / POOL, kept, is_whole=True))


def compare(project: Project, slug: str, folder: Path | None = None) -> tuple[Problem, ...]:
    """Return the build's warnings; raise BuildFailed where editions differ from their goldens.

    Problems: E401 (a difference, with its lines), E402 (no goldens yet), E403 (a golden that no
    edition makes any more), E404 (only hashes differ, with the cause where it is known).
    """
    built = build(project, slug, strict=True)
    root = folder or goldens_of(project)
    problems = compare_build(built, root / slug)
    if any(problem.severity == "error" for problem in problems):
        raise BuildFailed(problems)
    return in_order([*built.problems, *problems])


def compare_build(built: Built, folder: Path) -> tuple[Problem, ...]:
    """Return how a build differs from the goldens in ``folder``, and from the pool beside it."""
    kept = {path: (folder / path).read_bytes() for path in _list_goldens(folder)}
    where = f"tests/golden/{built.slug}"
    if not kept:
        hint = f"look at the editions, then: octavo accept {built.slug}"
        return (Problem("E402", Place(where), "this publication has no goldens yet", hint),)
    made = part_sheets(project_files(built.files))
    problems = _sheet_differences(kept, made, read_pool(folder.parent), built.slug)
    known = _on_equal_sheets(kept, made.files)
    readable = [path for path in sorted({*kept, *made.files}) if path not in (SUMS, TOOLCHAIN)]
    problems += [
        problem
        for path in readable
        for problem in _difference(where, path, known, made.files, built.slug)
    ]
    return in_order(problems or _hashes(where, kept, made.files))


def _pages(kept: Mapping[str, bytes], made: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield each page that has a sheet of the pool then and now: its path, and both names."""
    for path in sorted({*kept} & {*made}):
        old, new = sheet_of(kept[path]), sheet_of(made[path])
        if old and new:
            yield path, old, new


def _sheet_differences(
    kept: Mapping[str, bytes], made: Parted, pool: Mapping[str, bytes], slug: str
) -> list[Problem]:
    """Return how sheets differ from those that were accepted, each pair of them once."""
    pairs = dict.fromkeys((old, new) for _, old, new in _pages(kept, made.files))
    where = f"tests/golden/{POOL}"
    problems = []
    for old, new in pairs:
        before = {old: pool[old]} if old in pool else {}
        problems += _difference(where, old, before, {old: made.sheets[new]}, slug)
    return problems


def _on_equal_sheets(kept: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return goldens whose pages name the sheets that are made now: how those differ is told."""
    pages = {path: with_sheet(kept[path], new) for path, _, new in _pages(kept, made)}
    return {**kept, **pages}


def _difference(
    where: str, path: str, kept: Mapping[str, bytes], made: Mapping[str, bytes], slug: str
) -> list[Problem]:
    place, hint = Place(f"{where}/{path}"), f"if it is meant: octavo accept {slug}, then git diff"
    if path not in made:
        return [Problem("E403", place, "no edition makes this golden any more", hint)]
    if path not in kept:
        return [Problem("E401", place, "an edition makes this; there is no golden for it", hint)]
    if kept[path] == made[path]:
        return []
    if path.endswith(".png"):
        return [Problem("E401", place, "the page looks different", hint)]
    old, new = kept[path].decode().splitlines(), made[path].decode().splitlines()
    lines = list(difflib.unified_diff(old, new, "golden", "made", lineterm="", n=1))[2:]
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), 0)
    shown = [line[:160] for line in lines[:MOST_LINES]]
    more = [f"… and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
    told = "\n    ".join(["the edition differs from its golden:", *shown, *more])
    return [Problem("E401", Place(place.path, first or min(len(old), len(new)) + 1), told, hint)]


def _hashes(where: str, kept: Mapping[str, bytes], made: Mapping[str, bytes]) -> list[Problem]:
    """Compare the bytes when everything that can be read is equal."""
    if kept.get(SUMS) == made[SUMS]:
        return []
    place = Place(f"{where}/{SUMS}")
    if kept.get(TOOLCHAIN) != made[TOOLCHAIN]:
        old, new = (
            kept.get(TOOLCHAIN, b"").decode().splitlines(),
            made[TOOLCHAIN].decode().splitlines(),
        )
        changed = [line for line in difflib.ndiff(old, new) if line[:1] in "+-"]
        cause = "; ".join(" ".join(line.split()) for line in changed)
        hint = f"the tools differ: {cause}"
        return [Problem("E404", place, "editions differ in bytes only", hint, "warning")]
    hint = "the same ingredients gave other bytes: please report this as a fault of Octavo"
    return [Problem("E404", place, "editions differ in bytes, and nothing explains it", hint)]


def _list_goldens(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != MARKER)
