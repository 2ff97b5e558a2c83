"""Trial after trial of made-up documents: one worker of ``nox -s fuzz`` (scripts/fuzz.py).

    python tests/fuzzing.py --count N --seed S --keep FOLDER

Says what it found in one line of JSON, the last of its output. Each kind of fault is told once, by
its smallest document, which is kept in FOLDER as a project that ``octavo build`` can build.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from generated import PICTURES, Document, sound
from generated_faults import broken
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from smaller import smaller
from trial import Trials, Verdict

SMALLER_S = 15
"""How long a document with a fault is made smaller."""


@dataclass
class Tally:
    """What became of the documents so far."""

    count: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    faults: dict[str, tuple[Document, Verdict]] = field(default_factory=dict)
    """The smallest document of each kind of fault."""
    times: Counter[str] = field(default_factory=Counter)

    def add(self, document: Document, verdict: Verdict) -> None:
        kind = "sound" if document.is_sound else "broken"
        end = "faulty" if verdict.fault else "refused" if verdict.codes else "built"
        self.count.update([f"{kind} {end}"])
        self.slowest_s = max(self.slowest_s, verdict.seconds)
        if not verdict.fault:
            self.codes.update(verdict.codes)
            return
        self.times.update([verdict.fault])
        known = self.faults.get(verdict.fault)
        if known is None or _size(document) < _size(known[0]):
            self.faults[verdict.fault] = document, verdict


def _size(document: Document) -> int:
    return sum(map(len, document.files.values()))


def tried(trials: Trials, count: int, start: int) -> Tally:
    """Return what became of ``count`` documents, of which half are broken."""
    tally = Tally()

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(document=st.one_of(sound(), broken()))
    def run(document: Document) -> None:
        tally.add(document, trials(document))
        done = sum(tally.count.values())
        if done % 50 == 0:
            sys.stderr.write(f"{done} of {count}, {len(tally.faults)} kinds of fault\n")

    run()
    return tally


def kept(home: Path, document: Document, fault: str) -> str:
    """Write a document as a project; return the folder."""
    texts = {path: text.encode(errors="replace") for path, text in document.files.items()}
    for path, data in {**texts, **PICTURES}.items():
        target = home / "source" / "work" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (home / "fault.txt").write_text(f"{fault}\n", encoding="utf-8")
    return str(home)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    asked = parser.parse_args()
    start = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="octavo-fuzz-") as folder,
        Trials(Path(folder)) as trials,
    ):
        tally = tried(trials, asked.count, asked.seed)
        seconds = time.monotonic() - start
        told = []
        for number, (fault, (document, _)) in enumerate(tally.faults.items()):
            least = smaller(document, lambda d, f=fault: trials(d).fault == f, SMALLER_S)
            verdict = trials(least)
            place = kept(asked.keep / f"{asked.seed}-{number}", least, f"{fault}\n\n{verdict.told}")
            told.append([fault, tally.times[fault], place, repr(least), verdict.told])
    found = {
        "count": tally.count,
        "codes": tally.codes,
        "slowest": tally.slowest_s,
        "seconds": seconds,
        "faults": told,
    }
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
