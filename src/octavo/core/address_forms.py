"""An address of the web as somebody wrote it -> the one form in which it is asked for and kept."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

WEB = ("https", "http")
LONGEST = 8_000
"""Signs of an address; servers refuse longer ones."""
_WITH_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):|//")
_PORTS = {"https": 443, "http": 80}
_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = f"{_PATH}?"


class BadAddress(Exception):
    """Raised with the reason, in words for the author, where an address is not to be asked."""


def scheme_of(written: str) -> str:
    """Return the scheme of an address, ``https`` of one that begins with two slashes; '' of what is
    a path."""
    found = _WITH_SCHEME.match(written)
    return (found[1] or "https").lower() if found else ""


def plain_address(written: str, schemes: Collection[str] = WEB) -> str:
    """Return an address of the web in ASCII: its host in small letters, without the port that its
    scheme has anyway, without a fragment; raises BadAddress.

    Two spellings of one address come out alike. What is escaped already stays escaped.
    """
    if scheme_of(written) not in schemes:
        raise BadAddress(f"only {' and '.join(schemes)} are fetched")
    if len(written) > LONGEST:
        raise BadAddress(f"it has more than {LONGEST:,} signs")
    try:
        parts = urlsplit(f"https:{written}" if written.startswith("//") else written.strip())
        host, port = _host(parts), parts.port
    except ValueError:  # a bracket that nothing closes, a port that is no number, no name of a host
        raise BadAddress("its host is none") from None
    if parts.username is not None or parts.password is not None:
        raise BadAddress("it has the name of a user in it, and perhaps a password")
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path, query = quote(parts.path or "/", _PATH), quote(parts.query, _QUERY)
    return urlunsplit((parts.scheme, place, path, query, ""))


def host_of(address: str) -> str:
    """Return the host of a plain address, as it is told."""
    return urlsplit(address).hostname or ""


def _host(parts: SplitResult) -> str:
    """Return the host as addresses have it; raises ValueError."""
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"
    name = host if host.isascii() else host.encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?", name):
        raise ValueError(host)
    return name
