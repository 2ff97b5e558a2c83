"""The lock of pictures by address: which file holds what an address gave, and what it must be.

A line a picture, so that versions merge and a fault has a line: digest, file, media type, address.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from octavo.core.address_forms import BadAddress, plain_address, scheme_of
from octavo.core.inputs import Outside
from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.model.publication import Config
from octavo.pictures.fetch_command import FOLDER, LOCK, fetch_command
from octavo.pictures.found import BadPicture, Picture
from octavo.pictures.picture import read_picture

UNFETCHED, CHANGED, DAMAGED = "E280", "E281", "E282"
HEAD = (
    "# Pictures that the text names by address, as octavo fetch found them: SHA-256, file, media\n"
    "# type, address. Keep this folder with the text; no build asks the network.\n"
)
_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9._-]*)  ([a-z]+/[a-z0-9.+-]+)  (\S+)")


@dataclass(frozen=True, slots=True)
class PicturePin:
    """What an address gave."""

    address: str
    file: str
    """Its name in the folder of fetched pictures."""
    media_type: str
    sha256: str
    line: int = 0
    """Where it stands in the lock."""

    @property
    def written(self) -> str:
        return f"{self.sha256}  {self.file}  {self.media_type}  {self.address}"

    def holds(self, data: bytes) -> bool:
        """Tell whether these bytes are those that were fetched."""
        return hashlib.sha256(data).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class PicturePins:
    """The pictures that were fetched for a publication."""

    folder: str
    """Told from the publication's folder."""
    publication: str
    """What ``octavo fetch`` calls the publication: its name, or that of its file."""
    by_address: Mapping[str, PicturePin] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.folder}/{LOCK}"

    def command(self, *options: str) -> str:
        """Return the command that fetches this publication's pictures."""
        return fetch_command(self.publication, *options)

    def place(self, pin: PicturePin) -> Place:
        return Place(self.path, pin.line)


def read_pins(workshop: Workshop, config: Config) -> PicturePins:
    """Return what was fetched for a publication; ``problems`` say where its lock is none.

    Problems: E282.
    """
    folder, name = folder_of(config), config.path if config.is_loose else config.slug
    try:
        data = workshop.inputs.find(f"{folder}/{LOCK}")
    except Outside:
        message, hint = "the lock of fetched pictures leads out of the publication", "take it away"
        problem = Problem(DAMAGED, Place(f"{folder}/{LOCK}"), message, hint)
        return PicturePins(folder, name, problems=(problem,))
    pins = PicturePins(folder, name)
    return _read(pins, data.decode("utf-8", "replace")) if data else pins


def folder_of(config: Config) -> str:
    """Return where a publication keeps what was fetched: a file by itself in a folder of its name,
    since others may lie beside it."""
    stem = PurePosixPath(config.path).stem
    return f"{stem}.{FOLDER}" if config.is_single_file else FOLDER


def lock_words(pins: Iterable[PicturePin]) -> str:
    """Return the lock, in the order of addresses: the same pictures give the same file."""
    return HEAD + "".join(f"{pin.written}\n" for pin in sorted(pins, key=lambda pin: pin.address))


def is_by_address(source: str) -> bool:
    """Tell whether a picture is named by an address, and not by its path."""
    return bool(scheme_of(source))


def read_pinned(workshop: Workshop, pins: PicturePins, source: str) -> Picture:
    """Return the picture that was fetched from an address; raises BadPicture.

    Its digest is held against the lock. Codes: E203 (an address that is never fetched), E280 (not
    fetched yet), E281 (not what was fetched).
    """
    try:
        address = plain_address(source)
    except BadAddress as fault:
        hint = "copy the picture into the publication: editions hold all that they show"
        message = f"the picture {source} is not in the publication: {fault}"
        raise BadPicture("E203", message, hint) from None
    pin = pins.by_address.get(address)
    if pin is None:
        message = f"the picture {address} is not in the publication yet"
        raise BadPicture(UNFETCHED, message, f"{pins.command()} brings it in")
    path = f"{pins.folder}/{pin.file}"
    data = _bytes_of(workshop, path)
    if data is None:
        hint = f"{pins.command()} fetches it again"
        raise BadPicture(CHANGED, f"{path} is missing", hint, pins.place(pin))
    if not pin.holds(data):
        hint = f"{pins.command('--again')} fetches it anew; a picture of yours wants another name"
        message = f"{path} is not what was fetched: its digest is another"
        raise BadPicture(CHANGED, message, hint, pins.place(pin))
    return read_picture(workshop, path)


def _bytes_of(workshop: Workshop, path: str) -> bytes | None:
    """Return what a file of the folder holds, None where it is none, or a link that leads out."""
    try:
        return workshop.inputs.find(path)
    except Outside:
        return None


def _read(pins: PicturePins, text: str) -> PicturePins:
    found: dict[str, PicturePin] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line.rstrip("\r"))
        message = "this is no line of a picture" if parts is None else ""
        if parts is not None and parts[4] in found:
            message = "the address stands here twice"
        if message or parts is None:
            hint = f"take the line out, then run {pins.command()}"
            place = Place(pins.path, number, 1)
            problems.append(Problem(DAMAGED, place, message, hint, excerpt=line))
            continue
        digest, file, media_type, address = parts.groups()
        found[address] = PicturePin(address, file, media_type, digest, number)
    return PicturePins(pins.folder, pins.publication, found, tuple(problems))
