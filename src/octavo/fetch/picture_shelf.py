"""The folder in which a publication keeps what was fetched: files first, then the lock that names
them, so that whoever is stopped in between leaves a lock that holds."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from octavo.core.inputs import Outside
from octavo.core.output import drop_file, drop_folder, write_whole
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.pictures.data_address import KINDS
from octavo.pictures.fetch_command import LOCK
from octavo.pictures.picture_pins import CHANGED, PicturePin, PicturePins, lock_words

LONGEST_STEM = 40
ATTRIBUTES, AS_IT_IS = ".gitattributes", b"* -text\n"
"""Where git would change the ends of lines, as on Windows, a drawing would be another one."""
_OURS = re.compile(r"[a-z0-9][a-z0-9-]*-([0-9a-f]{8})\.(?:png|jpg|gif|webp|svg|bin)")
_ODD = re.compile(r"[^a-z0-9]+")


class PictureShelf:
    """Holds the pins of a publication, and changes its folder with them."""

    def __init__(self, workshop: Workshop, pins: PicturePins) -> None:
        self._workshop, self._pins = workshop, pins
        self._folder: Path = workshop.inputs.folder("publication") / pins.folder
        self._by_address = dict(pins.by_address)

    @property
    def folder(self) -> Path:
        return self._folder

    def pin(self, address: str) -> PicturePin | None:
        return self._by_address.get(address)

    def stands(self, pin: PicturePin) -> bool | None:
        """Tell whether the file of a pin is what was fetched; None where there is no file."""
        data = self._find(pin.file)
        return None if data is None else pin.holds(data)

    def put(
        self, address: str, data: bytes, media_type: str, replaces: bool
    ) -> PicturePin | Problem:
        """Keep a picture; return its pin, or why it is not kept: a file of somebody else's.

        ``replaces``: a file that is not what was fetched goes.
        """
        digest = hashlib.sha256(data).hexdigest()
        pin = PicturePin(address, file_name(address, digest, media_type), media_type, digest)
        there = self._find(pin.file)
        if there is not None and not pin.holds(there) and not replaces:
            hint = f"give the picture of yours another name, or: {self._pins.command('--again')}"
            message = f"{self._pins.folder}/{pin.file} is not what was fetched"
            return Problem(CHANGED, self._pins.place(pin), message, hint)
        before = self.pin(address)
        write_whole(self._folder / ATTRIBUTES, AS_IT_IS)
        write_whole(self._folder / pin.file, data)
        self._by_address[address] = pin
        self._write_lock()
        if before is not None and before.file != pin.file:
            self._drop_file(before.file)
        return pin

    def find_unshown(self, wanted: dict[str, Problem]) -> list[PicturePin]:
        """Return the pins that no text wants, in their order."""
        return [pin for address, pin in self._by_address.items() if address not in wanted]

    def drop(self, pins: list[PicturePin]) -> None:
        """Take pictures off the shelf, and what an interrupted fetch has left."""
        for pin in pins:
            del self._by_address[pin.address]
        if self._by_address:
            self._write_lock()
        else:
            for name in (LOCK, ATTRIBUTES):
                drop_file(self._folder / name)
        for pin in pins:
            self._drop_file(pin.file)
        for file in self._strays():
            drop_file(self._folder / file)
        if not self._by_address:
            drop_folder(self._folder)

    def _strays(self) -> list[str]:
        """Return files that were fetched, by their names, and that nothing pins."""
        known = {pin.file for pin in self._by_address.values()}
        paths = self._workshop.inputs.listing(self._pins.folder)
        names = (PurePosixPath(path).name for path in paths if path.count("/") == 1)
        return [name for name in names if name not in known and self._is_ours(name)]

    def _is_ours(self, name: str) -> bool:
        found, data = _OURS.fullmatch(name), self._find(name)
        digest = hashlib.sha256(data or b"").hexdigest()
        return found is not None and data is not None and digest.startswith(found[1])

    def _drop_file(self, file: str) -> None:
        if all(pin.file != file for pin in self._by_address.values()):
            drop_file(self._folder / file)

    def _write_lock(self) -> None:
        write_whole(self._folder / LOCK, lock_words(self._by_address.values()).encode())

    def _find(self, file: str) -> bytes | None:
        try:
            return self._workshop.inputs.find(f"{self._pins.folder}/{file}")
        except Outside:
            return None


def file_name(address: str, digest: str, media_type: str) -> str:
    """Return the name of a fetched picture's file: that of the address in plain letters, digits of
    the digest, so that two of one name stay two, and the ending of what it is."""
    parts = urlsplit(address)
    last = unquote(PurePosixPath(parts.path).name).lower()
    stem = _ODD.sub("-", last.rpartition(".")[0] or last).strip("-")[:LONGEST_STEM].strip("-")
    return f"{stem or 'picture'}-{digest[:8]}.{KINDS.get(media_type, 'bin')}"
