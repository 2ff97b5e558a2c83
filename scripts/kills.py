"""Kill builds at random moments, and see what is left: ``python scripts/kills.py --count 100``.

Each build is of one publication with four editions, of which a paragraph changes every time. The
program, or a press of it, gets KILL, TERM or INT somewhere on its way. Two seconds later no process
and no folder of it may be left, the editions are whole (SHA256SUMS says it), and at the end a build
gives the bytes that a build nobody disturbed gives. Prints a figure a signal; ends with 1 where one
of it does not hold. Where a machine has other work to do, what is late counts as a fault only if it
has had a processor for half of its ``--patience`` meanwhile.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
LONGEST_S = 30
"""After which it is not waited for."""
METADATA = (
    "octavo: 1\ntitle: Kills\ndate: 2024-05-01\nlanguage: en-GB\ntheme: book\n"
    "body: [a.md, b.md]\neditions: [html, html-site, epub, pdf]\n"
)


class Room:
    """A project, the place for what is temporary, and what works there."""

    def __init__(self, folder: Path) -> None:
        self.project, self.tmp = folder / "p", folder / "tmp"
        self.source = self.project / "source" / "w"
        self.source.mkdir(parents=True)
        self.tmp.mkdir()
        (self.source / "publication.yaml").write_text(METADATA, encoding="utf-8")
        self.write(0)
        self.environ = {**os.environ, "TMPDIR": str(self.tmp), "XDG_CACHE_HOME": str(folder / "c")}
        self.environ.pop("SOURCE_DATE_EPOCH", None)

    def write(self, n: int) -> None:
        text = "\n\n".join(f"Paragraph {k} of text {n}." for k in range(60))
        for name in ("a.md", "b.md"):
            (self.source / name).write_text(f"# Chapter {name[0]}\n\n{text}\n", encoding="utf-8")

    def build(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "octavo", "build", "w", "-q"]
        return subprocess.Popen(
            words,
            cwd=self.project,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def processes(self) -> list[int]:
        """Return the processes that work in this room."""
        own = os.fsencode(self.tmp)
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if own in path.read_bytes():
                    found.append(int(path.parent.name))
        return sorted(found)

    def cpu_s(self) -> dict[int, float]:
        """Return the processor time that each process of this room has taken so far."""
        found = {}
        for each in self.processes():
            with suppress(OSError, ValueError):
                stat = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
                found[each] = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return found

    def editions(self) -> dict[str, str]:
        folder = self.project / "build" / "w"
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def end(self, patience_s: float, before_s: Mapping[int, float]) -> "End":
        """Return how long it takes until nothing works here, and what it takes of processors.

        ``before_s``: what had been taken when the signal came.
        """
        begun, spent_s = time.monotonic(), dict[int, float]()
        while self.processes() or any(self.tmp.iterdir()):
            now_s = self.cpu_s()
            spent_s |= {each: now_s[each] - before_s.get(each, 0) for each in now_s}
            if time.monotonic() > begun + max(patience_s, LONGEST_S):
                break
            time.sleep(0.02)
        return End(time.monotonic() - begun, sum(spent_s.values()))

    def faults(self, patience_s: float, end: "End") -> Iterator[str]:
        """Yield what is left that may not be, and what is not whole.

        Where the machine is busy with others, what is late may have had no processor: then its
        own time counts, of which it may take half of its patience.
        """
        if end.wall_s > patience_s and (end.cpu_s > patience_s / 2 or not is_busy()):
            yield f"it ended after {end.wall_s:.1f} s, and {end.cpu_s:.2f} s of a processor"
        if left := self.processes():
            yield f"processes are left: {left}"
        if folders := [path.name for path in self.tmp.iterdir()]:
            yield f"folders are left: {folders}"
        sums = self.project / "build" / "w" / "SHA256SUMS"
        found = self.editions()
        lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
        for digest, name in (line.split(maxsplit=1) for line in lines):
            if found.get(name) != digest:
                yield f"{name} is not whole"
        aside = [path.name for path in (self.project / "build").iterdir() if path.name[:1] == "."]
        if others := [name for name in aside if name not in (".octavo-lock", ".octavo-files.json")]:
            yield f"something is left aside: {others}"


class End(NamedTuple):
    """How long a build went on after a signal, on the wall and of processors."""

    wall_s: float
    cpu_s: float


def is_busy() -> bool:
    """Tell whether others want more of the machine than it has."""
    return os.getloadavg()[0] > 2 * (os.cpu_count() or 1)


def strike(
    room: Room, number: signal.Signals, at_s: float, at_press: bool, patience_s: float
) -> End:
    """Begin a build, and send a signal to it or to a press of it after a while."""
    build = room.build()
    time.sleep(at_s)
    aims = [each for each in room.processes() if each != build.pid] if at_press else [build.pid]
    before_s = room.cpu_s()
    with suppress(ProcessLookupError):
        os.kill(aims[-1] if aims else build.pid, number)
    Thread(target=build.wait).start()  # no zombie is left that counts as a process
    if at_press:  # a build goes on with another press
        build.wait()
        before_s = room.cpu_s()
    return room.end(patience_s, before_s)


def main() -> int:
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--count", type=int, default=100)
    wishes.add_argument("--seed", type=int, default=7)
    wishes.add_argument("--patience", type=float, default=2.0, help="seconds until all has ended")
    said = wishes.parse_args()
    chance = random.Random(said.seed)
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        started = time.monotonic()
        room.build().wait()
        length_s = time.monotonic() - started
        ends_s: list[End] = []
        faults: dict[str, list[str]] = {each.name: [] for each in SIGNALS}
        for n in range(said.count):
            number, at_press = SIGNALS[n % 3], n % 2 == 1
            room.write(n + 1)
            end = strike(room, number, chance.uniform(0, length_s), at_press, said.patience)
            ends_s.append(end)
            found = [f"{n}: {each}" for each in room.faults(said.patience, end)]
            faults[number.name] += found
            aim = "press" if at_press else "build"
            told = f"{number.name} {aim}: well, {end.wall_s:.1f} s ({end.cpu_s:.2f} of CPU)"
            print("\n".join(found) or f"{n}: {told}", flush=True)
        ends = []
        for _ in range(2):
            room.build().wait()
            ends.append(room.editions())
            for path in sorted((Path(folder) / "c").rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
    are_alike = bool(ends[0]) and ends[0] == ends[1]
    late = [each for each in ends_s if each.wall_s > said.patience]
    slowest = max(each.wall_s for each in ends_s), max(each.cpu_s for each in ends_s)
    print(f"{len(late)} ended late; the slowest took {slowest[0]:.1f} s, {slowest[1]:.2f} s of CPU")
    counts = {name: len(found) for name, found in faults.items()}
    print(f"{said.count} kills, faults: {counts}; bytes afterwards alike: {are_alike}")
    return 1 if any(counts.values()) or not are_alike else 0


if __name__ == "__main__":
    sys.exit(main())
