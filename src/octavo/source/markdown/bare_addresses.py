"""Addresses that stand in a text without brackets. Rule: GFM 0.29, 6.9 (autolinks, extended)."""

import re

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_PATH = re.compile(r"[^\s<]*")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_TRAILING = "?!.,:*_~'\""
MAIL = r"(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+(?![\w-])"
"""Pattern of an address of mail; what ends with a hyphen or a low line is none."""
_STARTS = ("https://", "http://", "ftp://")


def bare_address(text: str, at: int, end: str = "") -> str:
    """Return the address that begins at a place, as it is written; '' where none does.

    ``end``: a sign that ends it, such as the bracket behind the words of a link.
    """
    if at and (text[at - 1].isalnum() or text[at - 1] in "/\\"):
        return ""
    start = next((each for each in _STARTS if text.startswith(each, at)), "")
    domain = _DOMAIN.match(text, at + len(start))
    if domain is None or not _is_domain(domain[0], bool(start)):
        return ""
    path = _PATH.match(text, domain.end())
    assert path is not None  # it matches nothing, too
    written = text[at : path.end()]
    return _trim(written.partition(end)[0] if end else written)


def _is_domain(name: str, has_scheme: bool) -> bool:
    parts = name.split(".")
    if any("_" in part for part in parts[-2:]):
        return False
    return len(parts) > 1 or has_scheme


def _trim(address: str) -> str:
    """Return an address without the marks that end the sentence around it."""
    closing = address.count(")") - address.count("(")
    while True:
        if address[-1:] in _TRAILING and address:
            address = address[:-1]
        elif address.endswith(")") and closing > 0:
            address, closing = address[:-1], closing - 1
        elif entity := _ENTITY.search(address):
            address = address[: entity.start()]
        else:
            return address
