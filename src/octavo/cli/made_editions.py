"""Where the editions of a publication lie, how long they are, and how long each took."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
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


def list_editions(built: Any, folder: Path, pace: Pace) -> tuple[ListedEdition, ...]:
    """Return the editions of a build that lie in a folder, by name; () where it has no manifest."""
    if MANIFEST not in built.files:
        return ()
    listed = json.loads(built.files[MANIFEST])["work"]["editions"]
    return tuple(
        ListedEdition(
            each["name"],
            str(folder / each["file"]),
            built.lengths.get(each["file"], 0),
            None if built.recalled else pace.took(each["name"]),
        )
        for each in listed
    )
