"""The name of a picture's file -> the name that it has within an edition."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from octavo.model.publication import Asset

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/svg+xml": ("svg",),
}
"""Media type -> how names of its files end, the usual ending first."""
LONGEST = 80
"""Signs of a file's name, and of a folder's: many systems hold 255 bytes of a path."""
_ADDRESS = re.compile(r"data:|[A-Za-z][A-Za-z0-9+.-]*://")
_ODD = re.compile(r"[^A-Za-z0-9_./-]+")
_HIDDEN = re.compile(r"(?:^|(?<=/))[._]+|\.+(?=/|$)")
"""Servers keep back what begins with a dot, or an underscore; Windows drops a dot at the end."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows has for devices, whatever the ending."""


def inside_names(assets: Iterable[Asset]) -> dict[str, str]:
    """Return path -> name within an edition; no two are one where case does not count.

    Of several at one path the last counts.
    """
    names: dict[str, str] = {}
    taken = set[str]()
    found = {asset.path: asset for asset in assets}
    for asset in sorted(found.values(), key=lambda each: each.path):
        name = inside_name(asset.path, asset.media_type)
        if name.casefold() in taken:
            name = _plain_name(asset.path, _suffix(asset.path, asset.media_type))
        taken.add(name.casefold())
        names[asset.path] = name
    return names


def address_of(path: str) -> str:
    """Return a picture's path as an address within its publication; an address as it is."""
    return path if _ADDRESS.match(path) else quote(path, safe="/")


def inside_name(path: str, media_type: str) -> str:
    """Return a path that any reader's file system and any address can hold as it is.

    It ends as its kind does. A path of plain letters and figures that does so stays; in another,
    hyphens stand for the rest, and a few digits of its digest keep it apart from its like.
    """
    ending = _suffix(path, media_type)
    parts = path.split("/")
    is_plain = not (_ODD.search(path) or _HIDDEN.search(path) or any(map(_DEVICE.match, parts)))
    if is_plain and path.endswith(ending) and all(len(each) <= LONGEST for each in parts):
        return path
    return _plain_name(path, ending)


def _suffix(path: str, media_type: str) -> str:
    """Return how a file's name ends, or should end, with its dot."""
    stem, _, own = path.rpartition(".")
    known = ENDINGS.get(media_type, (own,))
    return f".{own}" if stem and own.lower() in known else f".{known[0]}"


def _plain_name(path: str, ending: str) -> str:
    digest = hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:6]
    stem = _ODD.sub("-", path.removesuffix(ending))
    return f"{'/'.join(map(_plain_part, stem.split('/')))}-{digest}{ending}"


def _plain_part(part: str) -> str:
    plain = part.strip("._")[:LONGEST] or "x"
    return f"x-{plain}" if _DEVICE.match(plain) else plain
