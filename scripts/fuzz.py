"""Try made-up publications, on all cores, and tell what became of them; exit 1 where one failed.

    python scripts/fuzz.py --count 2000 [--seed N] [--edition html]...

Each builds to editions with its words preserved, or is refused with a problem; a traceback, a
document that takes too long, a lost word are faults. Each kind is kept below ``build/fuzz`` when it
is met, as a project that ``octavo build --project`` can build, and told at the end, made small.
Whoever stops the trials (SIGINT, SIGTERM) is told at once what they have found.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "fuzz"
LONGEST = 3000
"""Characters of a document that are printed."""


def main() -> None:
    """Start a worker on each core, add up what they say, leave with the right code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="documents (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed: other documents")
    parser.add_argument("--edition", action="append", default=[], help="only these: quicker")
    asked = parser.parse_args()
    cores = max(1, min(os.cpu_count() or 1, asked.count))
    share = -(-asked.count // cores)
    workers = [_worker(share, asked.seed * cores + n, asked.edition) for n in range(cores)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    said = _said(workers)
    if any(worker.returncode for worker in workers):
        sys.exit("a worker of the trials stopped: its traceback stands above")
    found = [json.loads(each.splitlines()[-1]) for each in said]
    for line in _report(found):
        print(line)
    sys.exit(any(each["faults"] for each in found))


def _worker(count: int, seed: int, editions: list[str]) -> "subprocess.Popen[str]":
    words = ("--count", str(count), "--seed", str(seed), "--keep", str(KEPT))
    only = [word for each in editions for word in ("--edition", each)]
    command = [sys.executable, str(ROOT / "tests" / "fuzzing.py"), *words, *only]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _said(workers: "list[subprocess.Popen[str]]") -> list[str]:
    """Return what each worker says at its end, which comes at once where this is stopped."""
    said = []
    for worker in workers:
        try:
            said.append(worker.communicate()[0])
        except KeyboardInterrupt:
            for each in workers:
                each.terminate()
            said.append(worker.communicate()[0])
    return said


def _report(found: list[dict[str, Any]]) -> list[str]:
    count, codes = (sum((Counter(each[key]) for each in found), Counter()) for key in KEYS)
    seconds = max(each["seconds"] for each in found)
    slowest = max(each["slowest"] for each in found)
    lines = [f"{sum(count.values())} documents in {seconds:.0f} s, the slowest in {slowest:.1f} s"]
    lines += [f"    {name:16}{number:7}" for name, number in sorted(count.items())]
    told = ", ".join(f"{code} {number}" for code, number in sorted(codes.items()))
    lines.append(f"refused with: {told or 'nothing'}")
    met: set[str] = set()
    for fault, times, place, document, problem in (f for each in found for f in each["faults"]):
        if fault not in met:
            lines += ["", f"FAULT ({times} times): {fault}", problem.strip()[-LONGEST:]]
            lines += [document[:LONGEST], f"again: octavo build --project {place}"]
        met.add(fault)
    return lines


KEYS = ("count", "codes")


if __name__ == "__main__":
    main()
