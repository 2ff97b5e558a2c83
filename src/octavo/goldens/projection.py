"""Finished files -> the readable files that a golden keeps."""

import json
from collections.abc import Iterator, Mapping

from octavo.editions.edition_format import Whole
from octavo.editions.registry import format_of
from octavo.finished.pdf_projection import find_scrambled
from octavo.model.metadata import Edition, Split

SUMS, TOOLCHAIN = "SHA256SUMS", "toolchain.json"


def project_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return path -> readable bytes for one publication's files (editions, SHA256SUMS, manifest).

    The edition id, a digest of all ingredients, is written as dots: every change would change it.
    """
    made: dict[str, bytes] = {}
    manifest = json.loads(files["manifest.json"])
    edition = manifest["edition"]
    whole = Whole(manifest["publication"], edition, frozenset(files))
    for named, own in _editions(files):
        found = format_of(named).project(own, whole)
        made |= {f"{named.name}/{path}": data for path, data in found.items()}
    dots = {
        path: _write_dots(data, edition) for path, data in made.items() if not path.endswith(".png")
    }
    made |= dots
    made[SUMS] = files[SUMS]
    made[TOOLCHAIN] = _toolchain(files["manifest.json"])
    return made


def files_of_editions(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Return name of an edition -> names of its files, in the order of the manifest."""
    return {named.name: tuple(own) for named, own in _editions(files)}


def _editions(files: Mapping[str, bytes]) -> Iterator[tuple[Edition, Mapping[str, bytes]]]:
    """Yield the editions that have files of their own, and those files."""
    manifest = json.loads(files["manifest.json"])
    for each in manifest["work"]["editions"]:
        split: Split = "chapters" if each["file"].endswith("/index.html") else ""
        named = Edition(each["name"], split=split)
        own = named.files_of(manifest["publication"], files)
        if own:
            yield named, own


def _write_dots(data: bytes, edition: str) -> bytes:
    """Write the edition id as dots; lines from right to left hold its signs in another order."""
    dots = b"." * len(edition)
    text = data.replace(edition.encode(), dots).decode()
    for start, end in reversed(find_scrambled(text, edition)):
        text = text[:start] + dots.decode() + text[end:]
    return text.encode()


def _toolchain(manifest: bytes) -> bytes:
    """Return what explains why bytes may differ: the versions of tools, and the edition id."""
    told = json.loads(manifest)
    wheels = {
        name.removeprefix("wheel/"): value
        for name, value in told["ingredients"].items()
        if name.startswith("wheel/") and name != "wheel/octavo"
    }
    found = {"edition": told["edition"], "native": told["native"], "wheels": wheels}
    return (json.dumps(found, indent=1, sort_keys=True) + "\n").encode()
