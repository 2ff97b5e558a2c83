"""Remembers bytes by what they were made from; safe to delete at any time.

An entry is a file of two parts: a line of JSON ({"asked": [[question, digest], ...],
"sha256": digest of the value}) and the value. Entries of one key differ in their answers.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from octavo.core.inputs import Inputs
from octavo.core.output import leads_inside, write_whole

KEPT_PER_KEY = 4
FORMAT = b"octavo store 1"


class Store:
    """A folder of results; ``folder`` None keeps nothing and recalls nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.made: list[str] = []

    def recall(
        self,
        step: str,
        parts: tuple[bytes, ...],
        inputs: Inputs,
        make: Callable[[Inputs], bytes],
    ) -> bytes:
        """Return ``make(inputs)``, or what it returned while all that it asked had these answers.

        ``parts`` are the step's arguments as bytes. Everything else that the step reads it must
        ask of the Inputs it is handed; the questions also count as asked of ``inputs``.
        """
        slot = None if self._folder is None else self._folder / step / _key(parts)
        if slot is not None:
            for entry in _entries(slot):
                value = _valid(entry, inputs)
                if value is not None:
                    return value
        recorder = inputs.recorder()
        value = make(recorder)
        inputs.asked.update(recorder.asked)
        self.made.append(step)
        if slot and self._folder and leads_inside(slot, self._folder):
            _keep(slot, recorder.asked, value)
        return value


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


def _key(parts: tuple[bytes, ...]) -> str:
    key = hashlib.sha256(FORMAT)
    for part in parts:
        key.update(len(part).to_bytes(8, "big") + part)
    return key.hexdigest()


def _entries(slot: Path) -> list[Path]:
    try:
        return sorted(entry for entry in slot.iterdir() if not entry.name.endswith(".part"))
    except OSError:
        return []


def _valid(entry: Path, inputs: Inputs) -> bytes | None:
    try:
        head, _, value = entry.read_bytes().partition(b"\n")
        facts = json.loads(head)
        asked = dict(facts["asked"])
        sound = facts["sha256"] == hashlib.sha256(value).hexdigest()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not sound or any(inputs.answer(q) != digest for q, digest in asked.items()):
        return None
    inputs.asked.update(asked)
    return value


def _keep(slot: Path, asked: Mapping[str, str], value: bytes) -> None:
    answers = sorted(asked.items())
    facts = {"asked": answers, "sha256": hashlib.sha256(value).hexdigest()}
    name = hashlib.sha256(json.dumps(answers).encode()).hexdigest()[:24]
    try:
        write_whole(slot / name, json.dumps(facts).encode() + b"\n" + value)
        for old in _oldest(slot):
            old.unlink(missing_ok=True)
    except OSError:
        return  # a full or read-only disk costs speed, never an edition


def _oldest(slot: Path) -> list[Path]:
    """Return the entries beyond KEPT_PER_KEY; age decides what to forget, never what is valid."""
    by_age = sorted(_entries(slot), key=lambda entry: entry.stat().st_mtime_ns)
    return by_age[:-KEPT_PER_KEY]
