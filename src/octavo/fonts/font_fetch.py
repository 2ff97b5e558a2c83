"""A script -> its families in the project's folder ``.octavo/fonts``, held against their pins."""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

from octavo.core.output import write_whole
from octavo.fonts.font_table import FontPackage, families_of, font_table
from octavo.fonts.woff import MOST_BYTES, NoWoff, unpack

SECONDS = 300
INDEX = "fonts.json"
Ask = Callable[[str], bytes]
"""Returns what an address holds; raises NotFetched."""


class NotFetched(Exception):
    """Raised with the reason, in words for the author, where fonts cannot be fetched."""


def fonts_folder(root: Path) -> Path:
    """Return where a project keeps what was fetched."""
    return root / ".octavo" / "fonts"


def list_fetched(folder: Path) -> tuple[str, ...]:
    """Return the keys of the scripts whose families are all there, and are what was pinned."""
    known = {name for name in _index(folder) if _is_whole(name, folder)}
    return tuple(key for key in font_table().scripts if known.issuperset(families_of(key)))


def _is_whole(family: str, folder: Path) -> bool:
    package = font_table().packages.get(family)
    return package is not None and all(
        (folder / face.file).is_file() and is_pinned((folder / face.file).read_bytes(), face.sha256)
        for face in package.faces
    )


def is_pinned(data: bytes, sha256: str) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256


def fetch(key: str, folder: Path, ask: Ask | None = None) -> None:
    """Fetch a script's families to a folder; raises NotFetched.

    ``ask`` is the network where it is left out. Nothing is kept of a package that is not what was
    pinned, or whose faces are not.
    """
    for family in families_of(key):
        package = font_table().packages[family]
        data = (ask or _ask)(package.url)
        digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
        if digest != package.sha512:
            raise NotFetched(f"{package.url} is not what it was: its digest is {digest}")
        for name, content in _files(package, data).items():
            write_whole(folder / name, content)
        index = sorted({*_index(folder), family})
        told = json.dumps({"families": index}, indent=1, ensure_ascii=False)
        write_whole(folder / INDEX, f"{told}\n".encode())


def read_index(data: bytes) -> tuple[str, ...]:
    """Return the families that an index names; () where it is none."""
    try:
        found = json.loads(data)["families"]
        return tuple(str(each) for each in found)
    except (ValueError, LookupError, TypeError):
        return ()


def _index(folder: Path) -> tuple[str, ...]:
    try:
        return read_index((folder / INDEX).read_bytes())
    except OSError:
        return ()


def _ask(url: str) -> bytes:
    from octavo.core.download import Bounds, NotDownloaded, download  # which no build needs

    # of any host and by any way: what comes is held against its digest
    bounds = Bounds(MOST_BYTES, SECONDS, schemes=("https", "http"), allows_private=True)

    try:
        return download(url, bounds)
    except NotDownloaded as reason:
        raise NotFetched(f"{url} cannot be fetched: {reason}") from None


def _files(package: FontPackage, data: bytes) -> Mapping[str, bytes]:
    """Return the files that are kept of a package; raises NotFetched."""
    wanted = {face.path: face.file for face in package.faces}
    wanted[package.licence] = package.licence_file
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name in wanted else None
            if file is not None and member.size <= MOST_BYTES:
                found[wanted[member.name]] = _unpack_face(member.name, file.read())
    if len(found) != len(wanted):
        raise NotFetched(f"{package.url} lacks some of its files")
    for face in package.faces:
        if not is_pinned(found[face.file], face.sha256):
            raise NotFetched(f"{face.path} of {package.url} is not the face that it was")
    return found


def _unpack_face(name: str, data: bytes) -> bytes:
    try:
        return unpack(data) if name.endswith(".woff") else data
    except NoWoff as error:
        raise NotFetched(f"{name} cannot be unpacked: {error}") from None
