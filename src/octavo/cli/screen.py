"""What a terminal can show: colours, how many signs in a line, a display that changes."""

import os
import re
import shutil
from collections.abc import Mapping
from typing import IO

_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
"""What a terminal obeys instead of showing it, what turns the words beside it round, and halves of
signs."""
LEAST_WIDTH, USUAL_WIDTH = 40, 80


def visible(words: str) -> str:
    """Return words from outside as a terminal may be given them: what it would obey, as ``\\x1b``.

    Line feeds and tabs stay.
    """
    return _UNSEEN.sub(lambda sign: ascii(sign[0])[1:-1], words)


def has_colour(stream: IO[str] | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether words on a stream may be coloured.

    NO_COLOR forbids it (https://no-color.org), FORCE_COLOR asks for it also where words go to a
    file or a pipe; otherwise a terminal decides that is not ``dumb``.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_live(stream, environ)


def is_live(stream: IO[str] | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether a stream is a terminal on which lines can be replaced."""
    has_terminal = stream is not None and stream.isatty()  # None: closed before we began
    return has_terminal and environ.get("TERM") not in (None, "", "dumb", "unknown")


def width_of(stream: IO[str] | None) -> int:
    """Return how many signs a line has on a stream, 0 where it is no terminal: lines stay whole."""
    if stream is None or not stream.isatty():
        return 0
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = shutil.get_terminal_size().columns
    return max(columns or USUAL_WIDTH, LEAST_WIDTH)
