"""Pages of a long PDF, read by a second process beside this one: on two cores in half the time.

The process holds the file, is asked for the pages of unit after unit, and ends when nobody asks any
more, or with the process that began it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from octavo.core.bounds import die_with, limit_memory, look_rarely_for_waste
from octavo.core.messages import receive, send
from octavo.finished.items import Unreadable
from octavo.finished.kept_items import items_to_json
from octavo.finished.pdf_items import PdfReader
from octavo.finished.pdf_reader import OpenPdf
from octavo.finished.pdf_tree import read_tagged_pages

START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    " from octavo.finished.pdf_beside import main; main()"
)
Read = tuple[bytes, Sequence[str]]
"""What pages hold, as ``items_to_json`` writes it; and the words of each, where they are asked."""


def read_unit(pdf: OpenPdf, numbers: Iterable[int], is_searched: bool) -> Read:
    """Return what the pages of a unit hold, and their words if they are to be searched; raises
    Unreadable."""
    reader = PdfReader()
    words: list[str] = []
    heard = words.append if is_searched else None
    for page in read_tagged_pages(pdf, numbers, heard=heard):
        reader.page(page)
    return items_to_json(reader.finish()), words


class SecondReader:
    """A process that reads pages of a PDF; use it as a context manager."""

    def __init__(self, data: bytes) -> None:
        """Start it and hand the file over; raises OSError where that cannot be."""
        watched, self._alive = os.pipe()
        passed = () if sys.platform == "win32" else (watched,)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", START, json.dumps(sys.path), *map(str, passed)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=passed,
            )
        except OSError:
            os.close(self._alive)
            raise
        finally:
            os.close(watched)
        try:
            self._ask({"pdf": data})
        except OSError:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent stays unsent
                if stream is not None:
                    stream.close()
        os.close(self._alive)

    def read(self, numbers: Iterable[int], is_searched: bool) -> Read:
        """Return what ``read_unit`` does; raises Unreadable, and OSError where the process is
        gone."""
        told = {"numbers": list(numbers), "is_searched": is_searched}
        reply = self._ask({"pages": json.dumps(told).encode()})
        if "unreadable" in reply:
            raise Unreadable(reply["unreadable"].decode())
        return reply["items"], json.loads(reply["words"])

    def _ask(self, request: dict[str, bytes]) -> dict[str, bytes]:
        assert self._process.stdin is not None and self._process.stdout is not None
        send(self._process.stdin, request)
        reply = receive(self._process.stdout)
        if not reply:
            raise BrokenPipeError("the process that reads pages is gone")
        return reply


def main() -> None:
    """Answer what ``SecondReader`` asks; its process begins here."""
    for watched in sys.argv[2:]:
        die_with(int(watched))
    limit_memory()
    look_rarely_for_waste()
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    with OpenPdf(receive(inlet)["pdf"]) as pdf:
        send(outlet, {"pages": str(len(pdf)).encode()})
        while request := receive(inlet):
            told = json.loads(request["pages"])
            try:
                items, words = read_unit(pdf, told["numbers"], told["is_searched"])
            except Unreadable as reason:
                send(outlet, {"unreadable": str(reason).encode()})
            else:
                send(outlet, {"items": items, "words": json.dumps(words).encode()})
