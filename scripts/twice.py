"""Build publications in two different worlds; exit 0 when every byte is equal, 1 when one is not.

    python scripts/twice.py                    every publication of source/
    python scripts/twice.py --books            and the tiny ones of tests/books/
    python scripts/twice.py NAME --edition pdf  words go to ``octavo build``
    python scripts/twice.py --seed-fault clock  must fail: a leak is put into the copied code

Editions, SHA256SUMS, edition.json and manifest.json are compared: on one machine all are equal.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from worlds import FAULTS, ROOT, World, build, editions, furnish, two_worlds

from octavo.verify.first_difference import first_difference

Built = Mapping[str, bytes]
"""Path of a file (PUBLICATION/NAME) -> its bytes."""


class Stopped(Exception):
    """Raised where a build did not end well in one of the worlds; holds what it said."""


def main() -> None:
    """Read the command, build twice, tell what came of it, leave with the right code."""
    asked = _arguments()
    projects = [asked.project.resolve()]
    if asked.books:
        projects += sorted(path.parent for path in (ROOT / "tests" / "books").glob("*/source"))
    words = [*asked.publication, *(f"--edition={name}" for name in asked.edition)]
    with tempfile.TemporaryDirectory(prefix="octavo-twice-") as folder:
        worlds = two_worlds(Path(folder), asked.locales or Path(folder) / "locales")
        _tell_worlds(worlds)
        try:
            with ThreadPoolExecutor(2) as pool:
                one, two = pool.map(
                    lambda world: _made(world, projects, words, asked.seed_fault), worlds
                )
        except Stopped as stopped:
            sys.exit(str(stopped))
    sys.exit(_compared(one, two))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("publication", nargs="*", help="only these publications")
    parser.add_argument("--edition", action="append", default=[], help="only this edition")
    parser.add_argument("--project", type=Path, default=ROOT, help="the folder with source/")
    parser.add_argument("--books", action="store_true", help="tests/books/ too")
    parser.add_argument("--locales", type=Path, help="a folder that keeps compiled locales")
    parser.add_argument(
        "--seed-fault", action="append", choices=FAULTS, default=[], help="a leak: must fail"
    )
    return parser.parse_args()


def _made(
    world: World, projects: Sequence[Path], words: Sequence[str], faults: Sequence[str]
) -> Built:
    """Return what all projects give in one world, built by a fresh process each."""
    furnish(world, projects, faults)
    made: dict[str, bytes] = {}
    for project in projects:
        ended = build(world, project, words)
        if ended.returncode != 0:
            raise Stopped(f"{project.name}, world {world.name}:\n{ended.stdout}")
        made |= editions(world, project)
    return made


def _tell_worlds(worlds: Sequence[World]) -> None:
    one, two = worlds
    rows = {"folder": (str(one.toolkit), str(two.toolkit))}
    assert one.told is not None and two.told is not None
    rows |= {name: (said, two.told[name]) for name, said in one.told.items()}
    for name, (left, right) in rows.items():
        print(f"{name:<12} {left}  |  {right}")
    print()


def _compared(one: Built, two: Built) -> int:
    """Print a line for each file; return the exit code."""
    names = sorted({*one, *two})
    width = max(map(len, names), default=0)
    different = 0
    for name in names:
        if name not in one or name not in two:
            said = f"only in world {'one' if name in one else 'two'}"
        else:
            said = first_difference(name, one[name], two[name])
        different += bool(said)
        left, right = (hashlib.sha256(made.get(name, b"")).hexdigest()[:12] for made in (one, two))
        print(f"{name:<{width}}  {left}  {right}  {f'DIFFERS: {said}' if said else 'equal'}")
    if not names:
        print("nothing was built")
        return 1
    print(f"\n{different or 'none'} of {len(names)} files differ between the two worlds")
    return 1 if different else 0


if __name__ == "__main__":
    main()
