"""The program on a terminal of its own, as somebody at the keys has it."""

import os
import pty
import re
from dataclasses import dataclass
from pathlib import Path
from struct import pack

import pytest
from forked import become, fork, leave, program

try:
    import fcntl
    import termios
except ImportError:  # Windows has no such terminals
    pytest.skip("needs a terminal of POSIX", allow_module_level=True)

_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COLOUR = re.compile(r"\x1b\[[0-9;]+m")


@dataclass(frozen=True, slots=True)
class Played:
    """What a terminal was sent."""

    code: int
    sent: str

    @property
    def words(self) -> str:
        """Return it without what moves the cursor or colours."""
        return _SEQUENCE.sub("", self.sent).replace("\r", "\n")

    @property
    def left(self) -> list[str]:
        """Return the lines that stay: those behind the last display."""
        return _SEQUENCE.sub("", self.sent.rpartition("\x1b[2K")[2]).replace("\r", "").splitlines()

    @property
    def has_colour(self) -> bool:
        bold_or_dim = {"\x1b[0m", "\x1b[1m", "\x1b[2m"}
        return any(each not in bold_or_dim for each in _COLOUR.findall(self.sent))


def play(folder: Path, *words: str, columns: int = 80, **environ: str) -> Played:
    """Run ``octavo WORDS`` in a folder on a terminal so wide; return what it was sent."""
    own = {name: each for name, each in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    own |= {"TERM": "xterm-256color", **environ}
    pid, terminal = fork(pty.fork)
    if pid == 0:
        become(folder, own)
        leave(lambda: program(words))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, pack("HHHH", 40, columns, 0, 0))
    sent = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not more:
            break
        sent += more
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    return Played(os.waitstatus_to_exitcode(status), sent.decode())
