"""Two finished editions byte by byte: which files differ, and which ingredient made them differ."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.finished.epub_container import MOST_FILES, UNSOUND
from octavo.source.config.file_heads import MARKDOWN

MANIFEST = "manifest.json"
KINDS = {"publication": "text", "templates": "template", "project": "template", "wheel": "library"}
"""First part of an ingredient's name -> what it is called; all else by its own name."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """What differs in two builds, or in two files."""

    differing: tuple[str, ...]
    """Files; in an EPUB its entries."""
    causes: tuple[str, ...]
    """Ingredients that are others; () where none is known."""
    is_explained: bool
    """False where the bytes differ although everything that went in is equal."""

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        if not self.differing:
            yield "bytes: equal"
            return
        yield f"bytes: {', '.join(self.differing)} differ"
        if self.causes:
            yield f"  because of {', '.join(self.causes)}"
        elif not self.is_explained:
            yield "  although all ingredients are equal: please report this as a fault of Octavo"

    def as_data(self) -> dict[str, object]:
        """Return it as plain data, as schema.json describes it."""
        return {
            "differing": list(self.differing),
            "causes": list(self.causes),
            "explained": self.is_explained,
        }


def bytes_of(old: str, new: str) -> Bytes | None:
    """Return how two finished editions differ in bytes; None where one of them is a source."""
    one, other = Path(old), Path(new)
    if (one / MANIFEST).is_file() and (other / MANIFEST).is_file():
        return _builds(one, other)
    is_text = any(each.suffix.lower() in MARKDOWN for each in (one, other))
    if one.is_file() and other.is_file() and not is_text:
        return Bytes(tuple(_files(one, other)), (), True)
    return None


def _builds(old: Path, new: Path) -> Bytes:
    before, after = (_manifest(folder) for folder in (old, new))
    outputs = [_read_table(each, "outputs") for each in (before, after)]
    names = sorted({*outputs[0], *outputs[1]})
    differing = tuple(name for name in names if outputs[0].get(name) != outputs[1].get(name))
    ingredients = [_read_table(each, "ingredients") for each in (before, after)]
    tools = [
        {**_read_table(each, "native"), **_read_table(each, "press")} for each in (before, after)
    ]
    causes = (*_tell_changes(*ingredients), *_tell_changes(*tools))
    return Bytes(differing, causes, bool(causes) or not differing)


def _manifest(folder: Path) -> Mapping[str, object]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _read_table(manifest: Mapping[str, object], key: str) -> dict[str, str]:
    found = manifest.get(key)
    if not isinstance(found, dict):
        return {}
    return {
        str(name): str(value.get("sha256")) if isinstance(value, dict) else str(value)
        for name, value in found.items()
    }


def _tell_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """Yield the ingredients that are others, in words."""
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        kind, slash, rest = name.partition("/")
        told = f"{KINDS.get(kind, kind)} {rest}" if slash else name
        has_versions = kind == "wheel" or not slash
        yield f"{told} ({before or 'none'} → {after or 'none'})" if has_versions else told


def _files(old: Path, new: Path) -> Iterator[str]:
    """Yield what differs in two files: entries of EPUBs, else the file itself."""
    data = [path.read_bytes() for path in (old, new)]
    if data[0] == data[1]:
        return
    try:
        entries = [_entries(each) for each in data]
    except UNSOUND:
        entries = []
    if not entries:
        yield new.name
        return
    found = [
        n for n in sorted({*entries[0], *entries[1]}) if entries[0].get(n) != entries[1].get(n)
    ]
    yield from found or ["order, dates or packing of the entries"]


def _entries(data: bytes) -> dict[str, str]:
    """Return the digest of each entry of an archive, read piece by piece."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist()[:MOST_FILES]:
            sha = hashlib.sha256()
            with archive.open(entry) as file:
                while piece := file.read(1 << 20):
                    sha.update(piece)
            found[entry.filename] = sha.hexdigest()
    return found
