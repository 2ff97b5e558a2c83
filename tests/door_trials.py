"""Changed files handed in by one door after the other: ``nox -s fuzz -- --door all --count 2000``.

    python tests/door_trials.py --door NAME... [--count N] [--seed S] [--keep FOLDER]

Each is taken in a process of its own, with a limit of time and of memory. It is read, or refused
with a problem; an exception that is none, a signal, more time or memory is a fault, and the file
is kept. Says what it found in one line of JSON a door, and ends with 1 where there is a fault.
"""

import argparse
import gc
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from doors import DOORS, REFUSALS, Door
from mutations import mutated

from octavo.core import inputs, installed
from octavo.fonts import bundled

LIMIT_S = 10
"""Of a processor; on the wall thirty times as much, as machines have other work to do."""
MOST_MIB = 1500
_NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")


@dataclass
class Tally:
    """What became of the files of one door."""

    door: str
    count: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    most_mib: int = 0
    cpu_s: float = 0.0

    def told(self) -> str:
        return json.dumps(
            {
                "door": self.door,
                **self.count,
                "faults": self.faults,
                "slowest_s": round(self.slowest_s, 2),
                "most_mib": self.most_mib,
                "cpu_s": round(self.cpu_s),
            }
        )


def attempt(name: str, count: int, seed: int, keep: Path | None = None) -> Tally:
    """Return what becomes of ``count`` files at one door."""
    door, tally = DOORS[name], Tally(name)
    seeds = list(door.seeds())
    warm_up(door if door.is_warm else DOORS["markdown"], seeds)
    gc.freeze()
    for n in range(count):
        data = mutated(random.Random(f"{name} {seed} {n}"), seeds, 1 if name == "git" else 0.8)
        end, usage = end_of(door, data)
        tally.count.update(["faulty" if end not in ("read", "refused") else end])
        spent = usage.ru_utime + usage.ru_stime
        tally.slowest_s = max(tally.slowest_s, spent)
        tally.most_mib = max(tally.most_mib, usage.ru_maxrss // 1024)
        tally.cpu_s += spent
        if end not in ("read", "refused"):
            kind = _NUMBERS.sub("0", end.strip().rpartition("\n")[2])[:200]
            tally.faults.update([kind])
            if keep is not None and tally.faults[kind] == 1:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}-{seed}-{n}").write_bytes(data)
                (keep / f"{name}-{seed}-{n}.txt").write_text(end, encoding="utf-8")
    gc.unfreeze()
    return tally


def stay_warm() -> None:
    """Ask once what is installed here, and pack no faces: that is two thirds of the time.

    Nothing of it depends on the files. What has been loaded is not looked through for what is
    unused in each process anew.
    """
    for module, name in (
        (inputs, "package_digest"),
        (inputs, "code_digest"),
        (installed, "_entries"),
        (metadata, "version"),
    ):
        asked = getattr(module, name)
        if not hasattr(asked, "cache_info"):
            setattr(module, name, cache(asked))
    bundled._woff2 = bytes  # type: ignore[assignment]


def warm_up(door: Door, seeds: list[bytes]) -> None:
    """Take a file in this process, so that the others find all modules there."""
    with tempfile.TemporaryDirectory(prefix="octavo-doors-") as folder:
        try:
            door.take(Path(folder), seeds[0] if door.is_warm else b"")
        except REFUSALS:
            return


def end_of(door: Door, data: bytes) -> tuple[str, resource.struct_rusage]:
    """Return ``read``, ``refused`` or the fault of one file, and what it took."""
    folder = Path(tempfile.mkdtemp(prefix="octavo-doors-"))
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        with os.fdopen(tell, "w", encoding="utf-8", errors="replace") as out:
            out.write(_taken(door, folder, data))
        os._exit(0)
    os.close(tell)
    said, end = b"", time.monotonic() + 30 * LIMIT_S
    while select.select([told], [], [], max(0.0, end - time.monotonic()))[0]:
        if not (piece := os.read(told, 65536)):
            break
        said += piece
    else:
        os.kill(child, signal.SIGKILL)
        said = b"it hangs"
    os.close(told)
    _, status, usage = os.wait4(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    words = said.decode(errors="replace")
    return (words or f"ended by {code}" if code == 0 or words else f"ended by {code}"), usage


def _taken(door: Door, folder: Path, data: bytes) -> str:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MIB * 2**20, MOST_MIB * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        door.take(folder, data)
    except REFUSALS:
        return "refused"
    except BaseException:  # whatever it is
        return traceback.format_exc()
    return "read"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--door", action="append", default=[], choices=[*DOORS, "all"])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    names = list(DOORS) if not asked.door or "all" in asked.door else asked.door
    is_faulty = False
    stay_warm()
    for name in names:
        tally = attempt(name, asked.count, asked.seed, asked.keep)
        is_faulty |= bool(tally.faults)
        sys.stdout.write(f"{tally.told()}\n")
        sys.stdout.flush()
    sys.exit(is_faulty)


if __name__ == "__main__":
    main()
