"""A text of an EPUB as a reading app shows it: with Readium CSS around the book's own sheets.

The files are those of npm's ``@readium/css``, which ``octavo check --install`` fetches; what the
EPUB holds is never changed, only what is shown of it.
"""

import re
from pathlib import Path

from octavo.validators.packages import Packages

FOLDER = Path("node", "node_modules", "@readium", "css", "css", "dist")
"""Where they lie in the folder of tools."""
SHEETS = ("before", "after")
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>")
_FROM_THE_RIGHT = re.compile(rb"<(?:html|body)\b[^>]*\sdir=\"rtl\"")


def sheets_in(tools: Path) -> dict[str, bytes]:
    """Return address -> style sheet, {} where they are not installed, byte for byte."""
    if Packages(tools / "node").fault():
        return {}
    found = {
        f"{folder}{name}.css": tools / FOLDER / folder / f"ReadiumCSS-{name}.css"
        for folder in ("", "rtl/")
        for name in SHEETS
    }
    if not all(path.is_file() for path in found.values()):
        return {}
    return {address: path.read_bytes() for address, path in found.items()}


def dress(text: bytes) -> bytes:
    """Return an XHTML text with links to ``/readium/…`` before and after those of its own."""
    folder = b"rtl/" if _FROM_THE_RIGHT.search(text) else b""
    first, last = (
        b'<link rel="stylesheet" href="/readium/' + folder + name.encode() + b'.css"/>'
        for name in SHEETS
    )
    text = _HEAD.sub(lambda head: head[0] + first, text, count=1)
    return text.replace(b"</head>", last + b"</head>", 1)
