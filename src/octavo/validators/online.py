"""An address of the world outside -> what its host says of it. Asked only where a person wants it.

Each address is asked once, with HEAD, and with GET where the host does not know HEAD.
"""

from functools import cache
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

SECONDS = 15
AGENT = "octavo-check (asks whether links lead somewhere)"
NO_HEAD = frozenset({403, 405, 501})
"""What hosts answer that know GET only."""
CLOSED = frozenset({401, 403, 429, 503})
"""What a host answers that is there, and lets programs wait outside."""


@cache
def ask(address: str) -> str:
    """Return what is wrong with a web address, '' where its host knows it."""
    code = _answer(address, "HEAD")
    if code in map(str, NO_HEAD):
        code = _answer(address, "GET")
    if not code.isdecimal():
        return f"cannot be reached: {code}"
    number = int(code)
    return f"is answered with {number}" if number >= 400 and number not in CLOSED else ""


def _answer(address: str, method: str) -> str:
    """Return the status that a host answers with, or why it did not answer."""
    request = Request(address.partition("#")[0], method=method, headers={"User-Agent": AGENT})
    try:
        with urlopen(request, timeout=SECONDS) as reply:
            return str(reply.status)
    except HTTPError as error:
        return str(error.code)
    except URLError as error:
        return str(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        return str(error) or type(error).__name__
