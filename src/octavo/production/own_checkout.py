"""A folder of templates -> whether it is Octavo's own: that of a checkout, in which another works.

The program may be installed from a clone, and used in it; then the clone's templates are the
built-in ones once more, no changes of a project.
"""

from pathlib import Path
from typing import Literal

from octavo.core.problems import Place, Problem

MARK = Path("fonts", "fonts.json")
"""A file that the built-in templates have, and no project's."""


def compare_with_built_in(own: Path, built_in: Path) -> Literal["project", "built-in", "other"]:
    """Return what the folder ``own`` is: a project's; the built-in templates, or a copy of them
    byte for byte; or those of another Octavo."""
    if own.resolve() == built_in.resolve():
        return "built-in"
    if not (own / MARK).is_file():
        return "project"
    names = _names(own)
    is_same = names == _names(built_in) and all(_is_equal(own / e, built_in / e) for e in names)
    return "built-in" if is_same else "other"


def of_another(own: Path) -> Problem:
    """Return what to say of templates of another Octavo than the one that works."""
    message = "these are templates of Octavo itself, and not those of the Octavo that runs"
    hint = "in a clone of Octavo run .venv/bin/nox -s build, or install it again: uv tool install"
    return Problem("E324", Place(own.name), message, f"{hint} --reinstall .")


def _names(folder: Path) -> list[str]:
    found = (each.relative_to(folder) for each in sorted(folder.rglob("*")) if each.is_file())
    plain = (each for each in found if not any(part.startswith((".", "__")) for part in each.parts))
    return [each.as_posix() for each in plain]


def _is_equal(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
