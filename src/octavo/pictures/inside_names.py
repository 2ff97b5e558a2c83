"""The name of a picture's file -> the name that it has within an edition."""

import hashlib
import re

_ADDRESS = re.compile(r"data:|[A-Za-z][A-Za-z0-9+.-]*://")
_ODD = re.compile(r"[^A-Za-z0-9_./-]+")


def inside_name(path: str) -> str:
    """Return a path that any reader's file system and any address can hold as it is.

    A path of plain letters and figures stays; in another, hyphens stand for the rest, and a few
    digits of its digest keep it apart from its like. An address is left as it is.
    """
    plain = _ODD.sub("-", path)
    if plain == path or _ADDRESS.match(path):
        return path
    stem, stop, kind = plain.rpartition(".")
    digest = hashlib.sha256(path.encode()).hexdigest()[:6]
    return f"{stem}-{digest}.{kind}" if stop else f"{plain}-{digest}"
