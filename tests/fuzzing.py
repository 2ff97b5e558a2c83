"""Trial after trial of made-up documents: one worker of ``nox -s fuzz`` (scripts/fuzz.py).

    python tests/fuzzing.py --count N --seed S --keep FOLDER [--edition html]... [--epubs]

Says what it found in one line of JSON, the last of its output, also where it is stopped (SIGINT,
SIGTERM). Each kind of fault is kept in FOLDER as soon as it is met, and told once, by its smallest
document, which is a project that ``octavo build`` can build. With ``--epubs`` each EPUB is kept,
beside the project that it was made from.
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from generated import PICTURES, Document, sound
from generated_faults import broken
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from smaller import smaller
from trial import FORMATS, Trials, Verdict

EPUBS = "epubs"
"""Folder of EPUBs among what is kept."""
SMALLER_S = 15
"""How long a document with a fault is made smaller."""


@dataclass
class Tally:
    """What became of the documents so far."""

    home: Path
    """Where faults are kept; a number is put after its name."""
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
            self.keep(document, verdict)
        if known is None:  # what is made smaller may have another cause
            place = self.place(verdict.fault)
            kept(place.with_name(f"{place.name}-as-met"), document, verdict.told)

    def keep(self, document: Document, verdict: Verdict) -> None:
        """Write the document of a kind of fault down, in place of a larger one."""
        self.faults[verdict.fault] = document, verdict
        kept(self.place(verdict.fault), document, f"{verdict.fault}\n\n{verdict.told}")

    def place(self, fault: str) -> Path:
        return self.home.with_name(f"{self.home.name}-{list(self.faults).index(fault)}")

    def make_smaller(self, trials: Trials) -> None:
        """Make the document of each kind of fault as small as it becomes in its time."""
        for fault, (document, _) in list(self.faults.items()):
            least = smaller(document, lambda d, f=fault: trials(d).fault == f, SMALLER_S)
            verdict = trials(least)
            if verdict.fault == fault:
                self.keep(least, verdict)


def _size(document: Document) -> int:
    return sum(map(len, document.files.values()))


def tried(tally: Tally, trials: Trials, count: int, start: int, epubs: Path | None = None) -> None:
    """Add to the tally what becomes of ``count`` documents, of which half are broken.

    ``epubs``: where to keep their EPUBs.
    """

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
        trials.epub = b""
        tally.add(document, trials(document))
        done = sum(tally.count.values())
        if epubs is not None and trials.epub:
            kept(epubs / f"{start}-{done}", document, "")
            (epubs / f"{start}-{done}.epub").write_bytes(trials.epub)
        if done % 50 == 0:
            sys.stderr.write(f"{done} of {count}, {len(tally.faults)} kinds of fault\n")

    run()


def kept(home: Path, document: Document, fault: str) -> None:
    """Write a document as a project."""
    shutil.rmtree(home, ignore_errors=True)
    texts = {path: text.encode(errors="replace") for path, text in document.files.items()}
    for path, data in {**texts, **PICTURES}.items():
        target = home / "source" / "work" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (home / "fault.txt").write_text(f"{fault}\n", encoding="utf-8")


def stop_once() -> None:
    """Let the first SIGINT or SIGTERM raise KeyboardInterrupt, and no other after it."""

    def ring(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, ring)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--edition", action="append", choices=FORMATS, help="only these")
    parser.add_argument("--epubs", action="store_true", help="keep the EPUBs")
    asked = parser.parse_args()
    stop_once()
    tally = Tally(asked.keep / str(asked.seed))
    start = time.monotonic()
    seconds = None
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory(prefix="octavo-fuzz-") as folder,
        Trials(Path(folder), formats=asked.edition or FORMATS) as trials,
    ):
        tried(tally, trials, asked.count, asked.seed, asked.keep / EPUBS if asked.epubs else None)
        seconds = time.monotonic() - start
        tally.make_smaller(trials)
    found = {
        "count": tally.count,
        "codes": tally.codes,
        "slowest": tally.slowest_s,
        "seconds": seconds or time.monotonic() - start,
        "faults": [
            [fault, tally.times[fault], str(tally.place(fault)), repr(document), verdict.told]
            for fault, (document, verdict) in tally.faults.items()
        ],
    }
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
