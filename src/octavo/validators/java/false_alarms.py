"""What Nu says of a page's Content-Security-Policy and is not believed, where the page is right.

Nu 26.9 takes every picture at a ``data:`` address for one that the policy blocks, also where its
directive names ``data:``; browsers show them (Content Security Policy 3, 6.7.2.8: a source that is
a scheme alone matches all addresses with it). So it takes what lies beside a page for foreign, also
where ``'self'`` allows it. Nor does it find a script of several thousand signs among the digests
that allow it (section 6.7.3.3).
"""

import re
from base64 import b64encode
from hashlib import sha256

_BLOCKED = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): [^“]*“([^”]*)”"
    r" blocked by “((?:img|font|media|script|style)-src)” directive",
)
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
"""How an address begins that leads away from where the page lies."""
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
    if blocked is None:
        return False
    address, name = blocked.groups()
    wanted = "data:" if address.startswith("data:") else "'self'"
    is_near = wanted == "data:" or _ELSEWHERE.match(address) is None
    return is_near and all(wanted in _sources(policy, name) for policy in policies)


def _sources(policy: str, name: str) -> list[str]:
    """Return the sources of a directive: of the first of its name, which counts."""
    directives = (each.split() for each in policy.split(";"))
    found = {words[0].lower(): words[1:] for words in reversed([d for d in directives if d])}
    return found.get(name, found.get("default-src", []))
