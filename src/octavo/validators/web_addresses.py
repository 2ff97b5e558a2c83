"""An address of the world outside -> what is wrong with how it is written. Nobody is asked."""

import re
from urllib.parse import urlsplit

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
WEB = frozenset({"http", "https", "ftp"})
OTHERS = frozenset("about blob data doi geo info isbn mailto sip sms tel urn xmpp".split())
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]")
"""What an address must write as %XX. Rule: RFC 3986, section 2."""
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_MAIL = re.compile(r"[^@\s?]+@[^@\s?]+(\?.*)?")


def fault_of(address: str) -> str:
    """Return what is wrong with an address that names its scheme, '' where it is sound."""
    scheme, _, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme == "data":
        return ""  # it is its own content
    if found := _FORBIDDEN.search(address):
        return f"holds {found[0]!r}, which an address writes as %{ord(found[0]):02X}"
    if _HALF_ESCAPE.search(address):
        return "holds a % that no two digits follow"
    if scheme in WEB:
        return _fault_of_host(address)
    if scheme == "mailto" and not _MAIL.fullmatch(rest):
        return "names nobody’s mailbox"
    if scheme not in OTHERS:
        return f"begins with {scheme}:, which readers do not follow"
    return "" if rest else "ends after its scheme"


def _fault_of_host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"is not sound: {error}"
    if not host:
        return "names no host"
    labels = host.removesuffix(".").split(".")
    is_named = ":" in host or all(map(_LABEL.fullmatch, labels))
    return "" if is_named else f"names the host {host}, as none can be called"
