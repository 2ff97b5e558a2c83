"""Golden files: accepted editions in a readable form, compared with what is made now.

For Octavo's own tests and for an author's publication alike. Readable projections come first,
hashes last; nothing here writes a golden but ``accept``.
"""

from pathlib import Path

from octavo.core.output import Output, Parcel
from octavo.core.problems import BuildFailed, Problem, in_order
from octavo.goldens.comparison import compare_editions
from octavo.goldens.projection import project_files
from octavo.goldens.sheets import POOL, find_unnamed_sheets, part_sheets, read_pool, refuse_pool
from octavo.production.pipeline import Built, Project, build


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
    edition makes any more), E404 (bytes differ, or lines and pages by other tools, with the cause
    where it is known), E405 to E408 (a golden is damaged or lost).
    """
    built = build(project, slug, strict=True)
    root = folder or goldens_of(project)
    problems = compare_build(built, root / slug)
    if any(problem.severity == "error" for problem in problems):
        raise BuildFailed(problems)
    return in_order([*built.problems, *problems])


def compare_build(built: Built, folder: Path) -> tuple[Problem, ...]:
    """Return how a build differs from the goldens in ``folder``, and from the pool beside it."""
    return compare_editions(built, folder).problems
