"""What Nu says of a page's Content-Security-Policy and is not believed, where the page is right.

Nu 26.9 takes every picture at a ``data:`` address for one that the policy blocks, also where its
directive names ``data:``; browsers show them (Content Security Policy 3, 6.7.2.8: a source that is
a scheme alone matches all addresses with it). Nor does it find a script of several thousand signs
among the digests that allow it (section 6.7.3.3).
"""

import re
from base64 import b64encode
from hashlib import sha256

_BLOCKED = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): .*“data:[^”]*”"
    r" blocked by “((?:img|font|media)-src)” directive",
    re.DOTALL,
)
_INLINE = (
    "Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive"
)
_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_POLICY = re.compile(
    rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', re.IGNORECASE
)


def is_allowed(message: str, page: bytes) -> bool:
    """Tell whether a message blames data or scripts that every policy of the page allows."""
    blocked = _BLOCKED.search(message)
    policies = [found.decode("latin-1") for found in _POLICY.findall(page)]
    if not policies:
        return False
    if message.startswith(_INLINE):
        scripts = [words for head, words in _SCRIPT.findall(page) if b"src=" not in head]
        digests = [f"'sha256-{b64encode(sha256(each).digest()).decode()}'" for each in scripts]
        return all(set(digests) <= set(_sources(policy, "script-src")) for policy in policies)
    return blocked is not None and all(
        "data:" in _sources(policy, blocked[1]) for policy in policies
    )


def _sources(policy: str, name: str) -> list[str]:
    """Return the sources of a directive: of the first of its name, which counts."""
    directives = (each.split() for each in policy.split(";"))
    found = {words[0].lower(): words[1:] for words in reversed([d for d in directives if d])}
    return found.get(name, found.get("default-src", []))
