"""Named bytes through a pipe to another process of ours, and back."""

from collections.abc import Mapping
from typing import IO

from octavo.core.store import pack, unpack

HEAD = 8
"""Bytes of the length that stands before a message, big endian."""


def send(stream: IO[bytes], files: Mapping[str, bytes]) -> None:
    """Write a message; raises OSError where the other end is gone."""
    data = pack(dict(files))
    stream.write(len(data).to_bytes(HEAD, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, bytes]:
    """Return the next message, {} at the end of the stream."""
    head = stream.read(HEAD)
    return unpack(stream.read(int.from_bytes(head, "big"))) if len(head) == HEAD else {}
