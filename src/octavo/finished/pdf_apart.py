"""Anybody's PDF, read in a process of its own: what asks for too much ends that process alone."""

import json
import subprocess
import sys
from contextlib import suppress

from octavo.finished.foreign import Files
from octavo.finished.items import Unreadable
from octavo.finished.pdf_text import read_pdf_files
from octavo.markup.tree import canonical, parse_xml

MOST_MEMORY = 2**30
"""Bytes that the process may take, beside four times the file: ten times what a book of 300 pages
takes."""
MOST_SECONDS = 240
"""Of a processor's time, and of the clock."""
START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    " from octavo.finished.pdf_apart import main; main()"
)


def read_pdf_apart(data: bytes, name: str) -> Files:
    """Return what a PDF says, as ``read_pdf_files``; raises Unreadable also where it takes more
    memory or time than any book."""
    memory = MOST_MEMORY + 4 * len(data)
    limits = json.dumps({"memory": memory, "seconds": MOST_SECONDS, "name": name})
    command = [sys.executable, "-I", "-c", START, json.dumps(sys.path), limits]
    try:
        ran = subprocess.run(
            command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"reading it takes more than {MOST_SECONDS} seconds") from None
    told, _, tree = ran.stdout.partition(b"\n")
    if ran.returncode or not told:
        most = f"{memory // 2**20:,} MiB of memory or {MOST_SECONDS} seconds"
        raise Unreadable(f"reading it takes more than {most}, or ends the reader")
    found = json.loads(told)
    if reason := found["unreadable"]:
        raise Unreadable(reason)
    labels, scanned = tuple(found["labels"]), tuple(found["scanned"])
    return Files({name: parse_xml(tree)}, {}, found["told"], frozenset(("title",)), labels, scanned)


def main() -> None:
    """Read a PDF from the standard input, and write what it says; the process of ``read_pdf_apart``
    begins here."""
    limits = json.loads(sys.argv[2])
    _limit(limits["memory"], limits["seconds"])
    name = limits["name"]
    try:
        files = read_pdf_files(sys.stdin.buffer.read(), name)
        found = {"labels": files.labels, "scanned": files.scanned, "told": dict(files.metadata)}
        told, tree = json.dumps(found | {"unreadable": ""}), canonical(files.bodies[name])
    except Unreadable as reason:
        told, tree = json.dumps({"unreadable": str(reason)}), b""
    except (MemoryError, RecursionError):
        told, tree = json.dumps({"unreadable": "it takes more memory than any book"}), b""
    sys.stdout.buffer.write(told.encode() + b"\n" + tree)
    sys.stdout.buffer.flush()


def _limit(memory: int, seconds: int) -> None:
    """Bound this process; does nothing where the system has no such bounds."""
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
