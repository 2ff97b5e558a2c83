"""Print the figures of the house: rooms, floors, arrows, names, and who says what of whom.

    python scripts/house_figures.py [PATH]           of a checkout, this one by itself
    python scripts/house_figures.py --against OTHER  the other one before, this one after
    python scripts/house_figures.py --build          and the parses and copies of a build, too
    python scripts/house_figures.py --json           with what is counted, for a program

Everything but ``--build`` is read from the text alone. A build runs with the Python of the
checkout's own environment (.nox/tests, .nox/build or .venv), where it has one.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path

from house_imports import House, chain, cycles, floors, rooms
from house_names import (
    CONSTRUCTS,
    literals,
    names_of_classes,
    names_of_modules,
    participles,
    twice,
    who_names_a_format,
    who_touches,
)

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = "handbook"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and what was counted for it."""

    name: str
    count: int
    which: tuple[str, ...] = ()


def main() -> None:
    """Read the command, print the figures."""
    asked = _arguments()
    after = figures(asked.path, asked.build)
    before = figures(asked.against, asked.build) if asked.against else ()
    if asked.json:
        told = {"after": after, "before": before} if before else {"figures": after}
        print(json.dumps({k: [asdict(each) for each in v] for k, v in told.items()}, indent=1))
        return
    print("\n".join(beside(before, after) if before else one_house(after)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path, default=ROOT, help="a checkout")
    parser.add_argument("--against", type=Path, help="the checkout that was before")
    parser.add_argument("--build", action="store_true", help=f"build the {HANDBOOK}, count parses")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def figures(root: Path, with_build: bool = False) -> tuple[Figure, ...]:
    """Return the figures of a checkout, in the order in which they are told."""
    house = House.at(root)
    built = tuple(of_a_build(root)) if with_build else ()
    return (*of_imports(house), *of_names(house), *of_tests(house), *built)


def of_imports(house: House) -> Iterator[Figure]:
    """Yield how the house stands: its rooms, floors and arrows."""
    arrows = house.arrows()
    between = rooms(arrows)
    yield Figure("modules", len(house.modules))
    yield Figure("lines", house.lines)
    yield Figure("rooms at the top", len(between), tuple(between))
    levels = floors(between)
    told = tuple(f"{n} {' '.join(level)}" for n, level in reversed([*enumerate(levels, 1)]))
    yield Figure("floors of rooms", len(levels), told)
    yield Figure("arrows between rooms", sum(map(len, between.values())))
    yield Figure("arrows between modules", sum(map(len, arrows.values())))
    for name, graph in (("rooms", between), ("modules", arrows)):
        way = chain(graph)
        yield Figure(f"longest chain of {name}", len(way), way)
    for name, graph in (("rooms", between), ("modules", arrows)):
        rings = cycles(graph)
        yield Figure(f"import cycles of {name}", len(rings), tuple(map(" ".join, rings)))


def of_names(house: House) -> Iterator[Figure]:
    """Yield what is called twice or wrongly, and in how many files one thing is named."""
    spoken = {path: literals(tree) for path, tree in house.modules.items()}
    for name, found in (
        ("module names that occur twice", twice(names_of_modules(house.modules))),
        ("class names that occur twice", twice(names_of_classes(house.modules))),
        ("functions named by participles", participles(house.modules)),
        ("files that name a format", who_names_a_format(spoken)),
    ):
        yield Figure(name, len(found), found)
    for construct in CONSTRUCTS:
        touched = who_touches(spoken, construct)
        yield Figure(f"files that {construct} touch", len(touched), touched)


def of_tests(house: House) -> Iterator[Figure]:
    """Yield which modules no test imports."""
    found = house.untested()
    yield Figure("modules that no test imports", len(found), found)


def of_a_build(root: Path, slug: str = HANDBOOK) -> Iterator[Figure]:
    """Yield what becomes of trees in a build with an empty store; the press is not counted.

    Raises CalledProcessError where the checkout cannot build the publication.
    """
    script = str(ROOT / "scripts" / "house_parses.py")
    words = [python_of(root), script, str(root), slug]
    told = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    for name, counts in told.items():
        rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        which = tuple(f"{times} {module}" for module, times in rows)
        yield Figure(f"{name} of trees in a build", sum(counts.values()), which)


def python_of(root: Path) -> str:
    """Return the Python of a checkout's environment, this one where it has none."""
    for name in (".nox/tests", ".nox/build", ".venv"):
        for path in (root / name / "bin" / "python", root / name / "Scripts" / "python.exe"):
            if path.exists():
                return str(path)
    return sys.executable


def one_house(told: Sequence[Figure]) -> Iterator[str]:
    """Yield the lines of one checkout: a table, then what was counted."""
    width = max(len(each.name) for each in told)
    for each in told:
        yield f"{each.name:<{width}}  {each.count:>6}"
    for each in told:
        if each.which:
            yield f"\n{each.name}:"
            yield from (f"    {row}" for row in each.which)


def beside(before: Sequence[Figure], after: Sequence[Figure]) -> Iterator[str]:
    """Yield the lines of two checkouts: a table of both; what was counted is in the JSON."""
    width = max(len(each.name) for each in after)
    yield f"{'':<{width}}  {'before':>7} {'after':>7}"
    for old, new in zip_longest(before, after):
        yield f"{new.name:<{width}}  {old.count:>7} {new.count:>7}"


if __name__ == "__main__":
    main()
