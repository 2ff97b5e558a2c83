"""Build publications on other Debians and another processor; compare with this machine's editions.

    python scripts/distros.py --wheels FILE                all roots, every publication of source/
    python scripts/distros.py --wheels FILE trixie sid     only these roots
    python scripts/distros.py --wheels FILE --books        and the tiny ones of tests/books/
    python scripts/distros.py --wheels FILE --only NAME    of source/ this publication alone
    python scripts/distros.py --wheels FILE --edition pdf  this edition alone; may be given again

FILE has the wheels of uv.lock with their hashes: ``nox -s distros`` makes it. Roots are kept
between runs. An emulated one works at a tenth of the pace: let it have one publication. Exit codes:
0 all editions are equal; 1 one differs, or a root could not build; 2 the machine lacks something,
or the command is wrong.
"""

import argparse
import hashlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import roots
from roots import CHECKOUT, PYTHON, ROOTS, Root, Stopped
from worlds import PASSED_ON, ROOT

from octavo.verify.layers import Pair, layers_of

HERE = "this machine"
DIGITS = 12
EMULATED_S = 6 * 3600
"""How long a publication may take on a processor that is emulated."""
COMPARED = (".epub", ".html", ".pdf", "edition.json")
"""manifest.json names the native libraries: it tells causes, and is not compared."""
ASKED = """\
import json, platform, sys, zlib
from octavo.core import native
told = {"python": platform.python_version(), "processor": platform.machine()}
told |= {name: native.version(name) for name in ("pango", "harfbuzz", "fontconfig")}
print(json.dumps({**told, "zlib": zlib.ZLIB_RUNTIME_VERSION}))
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """What one machine made, and with what."""

    name: str
    tools: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """PUBLICATION/NAME -> bytes."""
    stopped: str = ""
    """Why it made nothing."""
    seconds: float = 0

    def publication(self, name: str) -> dict[str, bytes]:
        """Return the files of one publication by their own names."""
        prefix = f"{name}/"
        return {
            path.removeprefix(prefix): data
            for path, data in self.files.items()
            if path.startswith(prefix)
        }


def main() -> None:
    """Read the command, build on every machine, tell what came of it, leave with the right code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwinds: what was started is ended
    asked = arguments(sys.argv[1:])
    chosen = [root for root in ROOTS if root.name in (asked.root or [each.name for each in ROOTS])]
    lacking = roots.missing(chosen, roots.this_host())
    if not asked.wheels.is_file():
        lacking.append(f"There is no list of wheels at {asked.wheels}: nox -s distros makes it")
    if not roots.this_host().has(asked.uv):
        lacking.append(f"{asked.uv} is missing, which chooses wheels: pip install uv, or --uv FILE")
    if lacking:
        print("\n".join(lacking), file=sys.stderr)
        sys.exit(2)
    os.umask(0o022)
    projects = books() if asked.books else [Path()]
    machines = [_here(projects, asked), *(_there(root, asked, projects) for root in chosen)]
    found = differences(machines)
    print("\n".join([*tool_lines(machines), "", *table(machines), "", *told(machines, found)]))
    if asked.json:
        asked.json.write_text(as_json(machines, found), encoding="utf-8")
    sys.exit(outcome(machines, found))


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return what was asked; leaves with 2 where the command is wrong."""
    names = [root.name for root in ROOTS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("root", nargs="*", help=f"of {', '.join(names)} (default: all)")
    parser.add_argument("--wheels", type=Path, required=True, help="pinned wheels with hashes")
    parser.add_argument("--books", action="store_true", help="tests/books/ too")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="these publications of source/"
    )
    parser.add_argument(
        "--edition", action="append", default=[], metavar="NAME", help="these editions alone"
    )
    parser.add_argument("--uv", default="uv", metavar="FILE", help="uv, which chooses wheels")
    parser.add_argument("--keep", type=Path, default=_cache(), help="the folder that keeps roots")
    parser.add_argument("--mirror", default=roots.MIRROR, help="where apt gets Debian")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here too")
    asked = parser.parse_args(words)
    if asked.books and asked.only:
        parser.error("--only is for publications of source/, --books for others")
    unknown = sorted({*asked.root} - {*names})
    if unknown:
        parser.error(f"there is no root {', '.join(unknown)}; there are: {', '.join(names)}")
    return asked


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "octavo" / "distros"


def books() -> list[Path]:
    """Return the folders with a source/, as paths in the checkout; the checkout itself is first."""
    found = sorted((ROOT / "tests" / "books").glob("*/source"))
    return [Path(), *(path.parent.relative_to(ROOT) for path in found)]


def _here(projects: Sequence[Path], asked: argparse.Namespace) -> Machine:
    """Build on this machine, from a fresh copy and with nothing remembered."""
    started = time.monotonic()
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="octavo-distros-") as folder:
        copy = Path(folder) / CHECKOUT
        roots.copy_tracked(ROOT, copy)
        own = {"HOME": folder, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(copy / "src")}
        words = ["env", f"--chdir={copy}", sys.executable, "-B"]
        try:
            for project in projects:
                words[1] = f"--chdir={copy / project}"
                roots.run([*words, *_build(asked)], {**passed_on, **own})
            tools = json.loads(roots.run([*words, "-c", ASKED], {**passed_on, **own}))
        except Stopped as stopped:
            return Machine(HERE, stopped=str(stopped))
        return _machine(HERE, tools, copy, projects, started)


def _there(root: Root, asked: argparse.Namespace, projects: Sequence[Path]) -> Machine:
    """Build in a root, which is made where it is not there."""
    started = time.monotonic()
    folder = asked.keep.resolve() / root.name
    words = [*PYTHON, *_build(asked)]  # may keep what it compiles: emulated, that saves much
    if root.is_emulated:
        words.append(f"--time-limit={EMULATED_S}")
    try:
        _say(root.name, f"{'kept' if folder.is_dir() else 'making a root'} in {folder}")
        roots.make(root, folder, asked.mirror)
        _say(root.name, "installing the wheels of uv.lock")
        roots.furnish(root, folder, ROOT, asked.wheels, asked.uv)
        for project in projects:
            _say(root.name, f"building {project / 'source'}")
            where = f"/{(CHECKOUT / project).as_posix()}"
            roots.inside(folder, words, where)
        tools = json.loads(roots.inside(folder, [*PYTHON, "-c", ASKED]))
    except Stopped as stopped:
        return Machine(root.name, stopped=str(stopped))
    return _machine(root.name, tools, folder / CHECKOUT, projects, started)


def _build(asked: argparse.Namespace) -> tuple[str, ...]:
    editions = (f"--edition={name}" for name in asked.edition)
    return ("-m", "octavo", "build", "--no-store", *asked.only, *editions)


def _say(name: str, words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {name}: {words}", flush=True)


def _machine(
    name: str, tools: Mapping[str, str], copy: Path, projects: Sequence[Path], started: float
) -> Machine:
    files = {}
    for project in projects:
        build = copy / project / "build"
        for path in sorted(each for each in build.glob("*/*") if each.is_file()):
            files[path.relative_to(build).as_posix()] = path.read_bytes()
    return Machine(name, tools, files, seconds=round(time.monotonic() - started, 1))


def differences(machines: Sequence[Machine]) -> dict[str, dict[str, list[str]]]:
    """Return edition -> machine -> the causes, where a machine made other bytes than the first."""
    here, *others = machines
    found: dict[str, dict[str, list[str]]] = {}
    for name in editions(machines):
        publication, _, file = name.partition("/")
        for machine in others:
            if not machine.stopped and machine.files.get(name) != here.files.get(name):
                pair = (here.publication(publication), machine.publication(publication))
                found.setdefault(name, {})[machine.name] = reasons(file, *pair)
    return found


def reasons(name: str, one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[str]:
    """Return on which layers a file of a publication differs, and which tools do."""
    if name not in one or name not in two:
        return [f"only {'the first' if name in one else 'the second'} machine made it"]
    papers = [json.loads(files.get("manifest.json", b"{}")) for files in (one, two)]
    before, after = (str(told.get("edition", "")) for told in papers)
    layers = layers_of(Pair(name, one[name], two[name], (before, after)))
    return [*(f"{layer}: {evidence}" for layer, evidence in layers.items()), *_tools(*papers)]


def _tools(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what manifests say of ingredients, then of tools, that are not the same."""
    for part in ("ingredients", "native", "press"):
        left, right = old.get(part, {}), new.get(part, {})
        for name in sorted({*left, *right}):
            if left.get(name) != right.get(name):
                yield f"{part}: {name} {left.get(name)} / {right.get(name)}"


def editions(machines: Sequence[Machine]) -> list[str]:
    """Return what is compared, by name: all that any machine made."""
    made = {name for machine in machines for name in machine.files}
    return sorted(name for name in made if name.endswith(COMPARED))


def table(machines: Sequence[Machine]) -> list[str]:
    """Return a line an edition: the first digits of its check sum on each machine; equal or not."""
    names = editions(machines)
    widths = [max(DIGITS, len(machine.name)) for machine in machines]
    first = max(map(len, names), default=0)
    lines = ["  ".join([" " * first, *_padded([each.name for each in machines], widths)]).rstrip()]
    for name in names:
        sums = [_sum(machine.files.get(name)) for machine in machines]
        lines.append(
            "  ".join([name.ljust(first), *_padded(sums, widths), verdict(name, machines)])
        )
    return lines


def verdict(name: str, machines: Sequence[Machine]) -> str:
    """Return what the machines that could build say of an edition."""
    made = [machine.files.get(name) for machine in machines if not machine.stopped]
    if len(made) < 2:
        return "not compared"
    return "equal" if len({*made}) == 1 else "DIFFERS"


def _padded(words: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [word.ljust(width) for word, width in zip(words, widths, strict=True)]


def _sum(data: bytes | None) -> str:
    return "-" if data is None else hashlib.sha256(data).hexdigest()[:DIGITS]


def tool_lines(machines: Sequence[Machine]) -> list[str]:
    """Return a line a machine: the versions that it built with, and how long it took."""
    width = max(len(machine.name) for machine in machines)
    return [
        f"{each.name:<{width}}  "
        + ", ".join(f"{name} {version}" for name, version in each.tools.items())
        + (f"STOPPED: {each.stopped}" if each.stopped else f"; {each.seconds:.0f} s")
        for each in machines
    ]


def told(machines: Sequence[Machine], found: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    """Return every difference with its causes, and one line that sums up."""
    lines = []
    for name, by_machine in found.items():
        for machine, reasons in by_machine.items():
            lines += [f"{name}, {HERE} / {machine}:", *(f"    {each}" for each in reasons)]
    built = [each.name for each in machines if not each.stopped]
    stopped = [each.name for each in machines if each.stopped]
    if len(built) > 1:
        count = len(editions(machines))
        lines.append(f"{len(found) or 'none'} of {count} files differ between {', '.join(built)}")
    if stopped:
        lines.append(f"not compared, for it could not build: {', '.join(stopped)}")
    return lines


def as_json(machines: Sequence[Machine], found: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Return the results for programs."""
    data = {
        "machines": {
            each.name: {"tools": each.tools, "stopped": each.stopped, "seconds": each.seconds}
            for each in machines
        },
        "editions": {
            name: {each.name: _whole_sum(each.files.get(name)) for each in machines}
            for name in editions(machines)
        },
        "differences": found,
    }
    return json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _whole_sum(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def outcome(machines: Sequence[Machine], found: Mapping[str, object]) -> int:
    """Return the exit code: 0 only where every machine built something and all of it is equal."""
    is_whole = all(machine.files and not machine.stopped for machine in machines)
    return 0 if is_whole and not found and editions(machines) else 1


if __name__ == "__main__":
    main()
