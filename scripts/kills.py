"""Kill builds at random moments, and see what is left: ``python scripts/kills.py --count 100``.

Each build is of one publication with four editions, of which a paragraph changes every time. The
program, or a press of it, gets KILL, TERM or INT somewhere on its way. Two seconds later no process
and no folder of it may be left, the editions are whole (SHA256SUMS says it), and at the end a build
gives the bytes that a build nobody disturbed gives. Prints a figure a signal; ends with 1 where one
of it does not hold. A machine with other work to do wants more ``--patience``.
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
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
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

    def editions(self) -> dict[str, str]:
        folder = self.project / "build" / "w"
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def faults(self, patience_s: float) -> Iterator[str]:
        """Yield what is left that may not be, and what is not whole."""
        end = time.monotonic() + patience_s
        while (self.processes() or any(self.tmp.iterdir())) and time.monotonic() < end:
            time.sleep(0.05)
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


def strike(room: Room, number: signal.Signals, at_s: float, at_press: bool) -> None:
    """Begin a build, and send a signal to it or to a press of it after a while."""
    build = room.build()
    time.sleep(at_s)
    aims = [each for each in room.processes() if each != build.pid] if at_press else [build.pid]
    with suppress(ProcessLookupError):
        os.kill(aims[-1] if aims else build.pid, number)
    build.wait()


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
        faults: dict[str, list[str]] = {each.name: [] for each in SIGNALS}
        for n in range(said.count):
            number, at_press = SIGNALS[n % 3], n % 2 == 1
            room.write(n + 1)
            strike(room, number, chance.uniform(0, length_s), at_press)
            found = [f"{n}: {each}" for each in room.faults(said.patience)]
            faults[number.name] += found
            print(
                "\n".join(found) or f"{n}: {number.name} {'press' if at_press else 'build'}: well"
            )
        ends = []
        for _ in range(2):
            room.build().wait()
            ends.append(room.editions())
            for path in sorted((Path(folder) / "c").rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
    are_alike = bool(ends[0]) and ends[0] == ends[1]
    counts = {name: len(found) for name, found in faults.items()}
    print(f"{said.count} kills, faults: {counts}; bytes afterwards alike: {are_alike}")
    return 1 if any(counts.values()) or not are_alike else 0


if __name__ == "__main__":
    sys.exit(main())
