"""Where the editions of a publication lie, how long they are, and how long each took."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.cli.pace import Pace

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition that was made, or stands as it was."""

    name: str
    file: str
    """Its path, as a reader of the terminal can open it."""
    pages: int = 0
    """0 where it has none."""
    seconds: float | None = None
    """None where it was recalled."""

    def __str__(self) -> str:
        pages = f"{self.pages} page{'s' if self.pages > 1 else ''}" if self.pages else ""
        took = "unchanged" if self.seconds is None else f"{self.seconds:.1f} s"
        return " · ".join(filter(None, (self.file, pages, took)))

    def as_json(self) -> dict[str, object]:
        """Return the plain form that ``--json`` prints."""
        return asdict(self)


def list_editions(
    built: Any, place: Callable[[str], Path], pace: Pace
) -> tuple[ListedEdition, ...]:
    """Return the editions of a build, in the order of its manifest, or, without one, by name.

    ``place`` gives the path of a file that was written.
    """
    return tuple(
        ListedEdition(
            name,
            str(place(file)),
            built.lengths.get(file, 0),
            None if built.recalled else pace.took(name),
        )
        for name, file in _names(built.files)
    )


def _names(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return (name of an edition, its file); files that stand alone are named by their formats."""
    if MANIFEST in files:
        listed = json.loads(files[MANIFEST])["work"]["editions"]
        return [(each["name"], each["file"]) for each in listed]
    return [(PurePosixPath(file).suffix.removeprefix("."), file) for file in sorted(files)]
