"""How the pages of an edition begin: their encoding, and what a browser may do with them.

Browsers hold a page to the policy from where it stands, so it stands before all that could ask or
run anything, and behind nothing but the encoding, by which the rest is read.
Source: Content Security Policy 3, section 3.3 (meta).
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import escape

_BETWEEN = r"(?:\s|<!--[^<>]*-->)*"
_START = re.compile(
    rf"(?P<top>\s*<!doctype html>{_BETWEEN}<html(?:\s[^<>]*)?>{_BETWEEN}<head>)"
    r"(?:\s|<!--[^<>]*-->|<meta charset=\"?utf-8\"?\s*/?>"
    r"|<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"<>]*\">)*",
    re.IGNORECASE,
)
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
_WITHIN_BYTES = 1024
"""Where browsers look for the encoding of a page before they read it."""


def with_policy(html: str, is_site: bool = False, script: str = "") -> str:
    """Return a page that begins with its encoding and its policy; one that does not begin as pages
    do is left as it is, and ``begins_soundly`` is false of it.

    A page holds all that it shows, and runs ``script`` at most; a page of a site has a script,
    faces and pictures beside it.
    """
    start = _START.match(html)
    if start is None:
        return html
    rest = html[start.end() :].lstrip()
    return f"{start['top']}\n{_head(_policy(rest, is_site, script))}\n{rest}"


def begins_soundly(page: bytes, is_site: bool = False, script: str = "") -> bool:
    """Tell whether a finished page names its encoding and its policy before anything else."""
    html = page.decode(errors="replace")
    start = _START.match(html)
    if start is None:
        return False
    head = _head(_policy(html[start.end() :], is_site, script))
    before = len(html[: start.end("top")].encode()) + len(_CHARSET)
    return html.startswith(head, start.end("top") + 1) and before < _WITHIN_BYTES


def _head(policy: str) -> str:
    told = escape(policy, quote=False)
    return f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{told}">'


def _policy(html: str, is_site: bool, script: str) -> str:
    beside = "'self' file: " if is_site else ""  # also where a site is opened from a disk
    scripts = f"{beside}{' '.join(_hashes(html, script))}".strip() or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline';"
        f" img-src {beside}data:; font-src {beside}data:; media-src data:;"
        " form-action 'none'; base-uri 'none'"
    )


def _hashes(html: str, script: str) -> Iterator[str]:
    """Yield the hashes of our script, and of data about the page, which validators ask for: JSON
    does nothing if it is run."""
    if script:
        yield _hash(script)
    for data in _DATA.findall(html):
        with suppress(ValueError):
            json.loads(data)
            yield _hash(data)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
