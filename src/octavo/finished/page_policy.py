"""How the pages of an edition begin: their encoding, and what a browser may do with them.

Browsers hold a page to the policy from where it stands, so it stands before all that could ask or
run anything, and behind nothing but the encoding, by which the rest is read.
Source: Content Security Policy 3, section 3.3 (meta).
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from html import escape

_START = re.compile(
    r"(?P<top>\s*<!doctype html>(?:\s|<!--[^<>]*-->)*<html(?:\s[^<>]*)?>"
    r"(?:\s|<!--[^<>]*-->)*<head>)"
    r"(?:\s|<!--[^<>]*-->|<meta charset=\"?utf-8\"?\s*/?>"
    r"|<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"<>]*\">)*",
    re.IGNORECASE,
)
_WHOLE = "default-src 'none'; img-src data:; media-src data:; font-src data:; {}{}"
_SITE = (
    "default-src 'none'; img-src {0} data:; media-src data:; font-src {0} data:;"
    " script-src {0}; {1}"
)
_BESIDE = "'self' file:"
"""The files of a site beside its pages: also where it is opened from a disk."""
_CHARSET = '<meta charset="utf-8">'
_ALWAYS = "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_WITHIN_BYTES = 1024
"""Where browsers look for the encoding of a page before they read it."""


def policy_of_page(scripts: Sequence[str] = ()) -> str:
    """Return the policy of a page that holds all that it shows, and runs these scripts at most."""
    return _WHOLE.format(
        f"script-src {' '.join(map(_hash, scripts))}; " if scripts else "", _ALWAYS
    )


def policy_of_site() -> str:
    """Return the policy of a page of a site, whose script, faces and pictures stand beside it."""
    return _SITE.format(_BESIDE, _ALWAYS)


def with_policy(html: str, policy: str) -> str:
    """Return a page that begins with its encoding and its policy; one that does not begin as pages
    do is left as it is, and ``begins_soundly`` is false of it."""
    start = _START.match(html)
    if start is None:
        return html
    return f"{start['top']}\n{_head(policy)}\n{html[start.end() :].lstrip()}"


def begins_soundly(data: bytes, policy: str) -> bool:
    """Tell whether a finished page names its encoding and its policy before anything else."""
    text = data[: 4 * _WITHIN_BYTES].decode(errors="replace")
    start = _START.match(text)
    if start is None or not text.startswith(_head(policy), start.end("top") + 1):
        return False
    return len(text[: start.end("top")].encode()) + len(_CHARSET) < _WITHIN_BYTES


def _head(policy: str) -> str:
    told = escape(policy, quote=False)
    return f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{told}">'


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
