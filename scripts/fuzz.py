"""Try made-up publications, on all cores, and tell what became of them; exit 1 where one failed.

    python scripts/fuzz.py --count 2000 [--seed N] [--edition html]... [--check]
    python scripts/fuzz.py --door all --count 2000 [--seed N]

Each builds to editions with its words preserved, or is refused with a problem; a traceback, a
document that takes too long, a lost word are faults; with ``--check`` so is what EPUBCheck finds in
any of the EPUBs. Each kind is kept below ``build/fuzz`` when it
is met, as a project that ``octavo build --project`` can build, and told at the end, made small.
With ``--door`` real files are changed at random and handed in by the doors of that name
(``tests/doors.py``: Markdown, metadata, sheets, templates, pictures, finished files of anybody …).
Whoever stops the trials (SIGINT, SIGTERM) is told at once what they have found.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "fuzz"
AT_ONCE = 100
"""EPUBs that validators are handed at once."""
LONGEST = 3000
"""Characters of a document that are printed."""


def main() -> None:
    """Start a worker on each core, add up what they say, leave with the right code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="documents (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed: other documents")
    parser.add_argument("--edition", action="append", default=[], help="only these: quicker")
    parser.add_argument("--check", action="store_true", help="hand the EPUBs to EPUBCheck")
    parser.add_argument("--door", action="append", default=[], help="changed files instead; or all")
    asked = parser.parse_args()
    if asked.door:
        sys.exit(_try_doors(asked.door, asked.count, asked.seed))
    cores = max(1, min(os.cpu_count() or 1, asked.count))
    share = -(-asked.count // cores)
    shutil.rmtree(KEPT / "epubs", ignore_errors=True)
    more = [word for each in asked.edition for word in ("--edition", each)]
    more += ["--epubs"] if asked.check else []
    workers = [_worker(share, asked.seed * cores + n, more) for n in range(cores)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    said = _said(workers)
    if any(worker.returncode for worker in workers):
        sys.exit("a worker of the trials stopped: its traceback stands above")
    found = [json.loads(each.splitlines()[-1]) for each in said]
    for line in _report(found):
        print(line)
    invalid = _invalid(sorted((KEPT / "epubs").glob("*.epub"))) if asked.check else []
    for line in invalid:
        print(line)
    sys.exit(any(each["faults"] for each in found) or bool(invalid))


def _try_doors(names: list[str], count: int, seed: int) -> int:
    """Hand in changed files; return 1 where one goes wrong. What did is kept below ``KEPT``."""
    doors = [word for name in names for word in ("--door", name)]
    words = (*doors, "--count", str(count), "--seed", str(seed), "--keep", str(KEPT / "doors"))
    command = [sys.executable, str(ROOT / "tests" / "door_trials.py"), *words]
    return subprocess.run(command, check=False).returncode


def _invalid(epubs: list[Path]) -> list[str]:
    """Return what validators say of EPUBs, and where the project of each stands."""
    found = []
    for at in range(0, len(epubs), AT_ONCE):
        some = [str(each) for each in epubs[at : at + AT_ONCE]]
        command = [sys.executable, "-m", "octavo", "check", "--json", *some]
        told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)
        if not any("EPUBCheck" in str(each) for each in told["validators"]):
            return ["INVALID: nobody knows: EPUBCheck is not installed (octavo check --install)"]
        for each in told["publications"]:
            wrong = [p["message"] for p in each["problems"] if p["severity"] != "notice"]
            project = each["publication"].removesuffix(".epub")
            found += [f"INVALID: {words}\n    {project}" for words in wrong]
    return found


def _worker(count: int, seed: int, more: list[str]) -> "subprocess.Popen[str]":
    words = ("--count", str(count), "--seed", str(seed), "--keep", str(KEPT))
    command = [sys.executable, str(ROOT / "tests" / "fuzzing.py"), *words, *more]
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
