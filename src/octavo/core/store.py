"""Remembers bytes by what they were made from; safe to delete at any time.

An entry is a line and the value. The line is a seal (HMAC-SHA256 of the rest of the line), a blank,
and JSON: {"slot": step and key, "asked": [[question, digest], ...], "sha256": digest of the value}.
Entries of one slot differ in their answers. What has no seal of ours, lies in another slot, or is
not whole, is as good as none.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from octavo.core.inputs import Inputs
from octavo.core.store_folder import Shelves
from octavo.core.store_places import shelves_in

FORMAT = b"octavo store 2"
LONGEST_HEAD = 50_000_000
"""Bytes of the line of an entry; a longer one is none of ours."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """What became of one question to the store, for whoever wants to know why."""

    step: str
    unit: str
    """What it is made for: a chapter, a picture; '' where the step says it all."""
    is_recalled: bool
    changed: tuple[str, ...] = ()
    """Questions that have other answers than when it was made last; where there are none, nothing
    is remembered of what it is made from."""


Hearer = Callable[[Recollection], object]


class Store:
    """Results on shelves, or in a folder; ``None`` keeps nothing and recalls nothing.

    ``hear`` is told of each result, before it is made.
    """

    def __init__(self, place: Shelves | Path | None, hear: Hearer | None = None) -> None:
        self._shelves = shelves_in(place) if isinstance(place, Path) else place
        self._hear = hear
        self.made: list[str] = []

    def recall(
        self,
        step: str,
        parts: tuple[bytes, ...],
        inputs: Inputs,
        make: Callable[[Inputs], bytes],
        unit: str = "",
    ) -> bytes:
        """Return ``make(inputs)``, or what it returned while all that it asked had these answers.

        ``parts`` are the step's arguments as bytes. Everything else that the step reads it must
        ask of the Inputs it is handed; the questions also count as asked of ``inputs``.
        """
        slot, shelves = f"{step}/{_key(parts)}", self._shelves
        if shelves is not None:
            for name in shelves.names(slot):
                value = _recall(shelves, slot, name, inputs)
                if value is not None:
                    self._tell(Recollection(step, unit, True))
                    return value
        if self._hear is not None:
            self._tell(Recollection(step, unit, False, self._changes(slot, inputs)))
        recorder = inputs.recorder()
        value = make(recorder)
        inputs.asked.update(recorder.asked)
        self.made.append(step)
        if shelves is not None:
            _keep(shelves, slot, recorder.asked, value)
        return value

    def _tell(self, told: Recollection) -> None:
        if self._hear is not None:
            self._hear(told)

    def _changes(self, slot: str, inputs: Inputs) -> tuple[str, ...]:
        """Return the questions that have other answers than those of the entry that is nearest."""
        found: list[tuple[str, ...]] = []
        for name in self._shelves.names(slot) if self._shelves else ():
            file = self._shelves.open(slot, name) if self._shelves else None
            if self._shelves and file is not None:
                with file:
                    known = _read_head(self._shelves, slot, file)
                asked = known.asked if known else {}
                found.append(tuple(q for q in asked if inputs.answer(q) != asked[q]))
        return min((each for each in found if each), key=len, default=())


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return named bytes as one: a line of JSON with names and lengths, then the bytes."""
    head = json.dumps([[name, len(data)] for name, data in files.items()])
    return b"\n".join([head.encode(), b"".join(files.values())])


def unpack(data: bytes) -> dict[str, bytes]:
    """Return what ``pack`` was given."""
    head, _, rest = data.partition(b"\n")
    files, start = {}, 0
    for name, length in json.loads(head):
        files[name] = rest[start : start + length]
        start += length
    return files


@dataclass(frozen=True, slots=True)
class _Head:
    """What the line of an entry says."""

    asked: Mapping[str, str]
    sha256: str


def _key(parts: tuple[bytes, ...]) -> str:
    key = hashlib.sha256(FORMAT)
    for part in parts:
        key.update(len(part).to_bytes(8, "big") + part)
    return key.hexdigest()


def _seal(secret: bytes, told: bytes) -> bytes:
    return hmac.digest(secret, FORMAT + b"\n" + told, "sha256").hex().encode()


def _recall(shelves: Shelves, slot: str, name: str, inputs: Inputs) -> bytes | None:
    """Return the value of an entry that is ours and whose questions have the same answers."""
    file = shelves.open(slot, name)
    if file is None:
        return None
    try:
        with file:
            head = _read_head(shelves, slot, file)
            if head is None or _differs(head.asked, inputs):
                return None
            value = file.read()
    except OSError:
        return None
    if hashlib.sha256(value).hexdigest() != head.sha256:
        return None
    inputs.asked.update(head.asked)
    shelves.note_use(slot, name)
    return value


def _differs(asked: Mapping[str, str], inputs: Inputs) -> bool:
    return any(inputs.answer(question) != digest for question, digest in asked.items())


def _read_head(shelves: Shelves, slot: str, file: IO[bytes]) -> _Head | None:
    """Return what the line of an entry says; None where it is not ours, or of another slot."""
    try:
        seal, _, told = file.readline(LONGEST_HEAD).removesuffix(b"\n").partition(b" ")
        if not hmac.compare_digest(seal, _seal(shelves.secret, told)):
            return None
        facts = json.loads(told)  # of our own: nobody else can seal it
        return _Head(dict(facts["asked"]), facts["sha256"]) if facts["slot"] == slot else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(shelves: Shelves, slot: str, asked: Mapping[str, str], value: bytes) -> None:
    answers = sorted(asked.items())
    facts = {"slot": slot, "asked": answers, "sha256": hashlib.sha256(value).hexdigest()}
    told = json.dumps(facts).encode()
    name = hashlib.sha256(json.dumps(answers).encode()).hexdigest()[:24]
    shelves.keep(slot, name, b"%b %b\n%b" % (_seal(shelves.secret, told), told, value))
