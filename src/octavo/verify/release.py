"""A folder with SHA256SUMS and manifest.json -> a release that can be held against its source."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.checkout import is_safe_name
from octavo.production.manifest import edition_id

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
SCHEMA = 1
MOST_BYTES = 512 * 2**20
"""Of an edition."""
MOST_PAPER = 32 * 2**20
"""Bytes of SHA256SUMS, or of a manifest."""
TOOLS = ("native", "press")
"""Tables of a manifest that no edition id is made of."""
ANEW = "take the release anew from its source"
HOW = f"name the folder that holds {SUMS} and {MANIFEST}, as octavo build writes them"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class ReleaseOrigin:
    """What a bundle tells of where it comes from."""

    version: str
    tag: str
    commit: str
    signature: str
    """What is known of its signature, in words."""

    def as_data(self) -> dict[str, str]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReleasedEditions:
    """What a release says of itself, and the editions that lie with it."""

    slug: str
    edition: str
    """The edition id."""
    sums: Mapping[str, str]
    """Name of an edition's file -> its digest."""
    names: tuple[str, ...]
    """Editions that it holds: html, epub, pdf …"""
    ingredients: Mapping[str, str]
    tools: Mapping[str, str]
    """Native libraries, and what the press tells of itself."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Those of its files that are there."""
    origin: ReleaseOrigin | None = None
    """Of a bundle; None of the folder of a build."""

    @property
    def papers(self) -> Mapping[str, str]:
        """Return name -> value of all that can have shaped a byte."""
        return {**self.ingredients, **self.tools}


def read_release(named: Path) -> ReleasedEditions:
    """Return the release in a folder, or beside one of its two papers; raises BuildFailed.

    Problems: E901 (there is none), E902 (a paper cannot be read, or names what no release does),
    E903 (an edition, or the manifest, is not what SHA256SUMS tells of it).
    """
    folder = named if named.is_dir() else named.parent
    if named.is_file() and named.name not in (SUMS, MANIFEST):
        raise release_fault("E901", named, "no release is read from such a file", HOW)
    papers = {name: _paper(folder / name) for name in (SUMS, MANIFEST)}
    sums = sums_in(papers[SUMS], folder / SUMS)
    release = release_in(papers[MANIFEST], folder / MANIFEST, sums)
    files = {name: data for name in sums if (data := _edition(folder, name)) is not None}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != sums[name]:
            message = f"it is not the file that {SUMS} tells of: damaged, or changed since"
            raise release_fault("E903", folder / name, message, ANEW)
    return replace(release, files=files)


def release_of(files: Mapping[str, bytes], place: Path) -> ReleasedEditions:
    """Return what a build has made, as a release. Problems: E902."""
    sums = sums_in(files[SUMS].decode(), place)
    release = release_in(files[MANIFEST].decode(), place, sums)
    held = {name: files[name] for name in sums}
    return replace(release, files=held)


def _paper(path: Path) -> str:
    if not is_plain_file(path):
        raise release_fault("E901", path, "there is no such file: this is no release", HOW)
    with path.open("rb") as file:
        data = file.read(MOST_PAPER + 1)
    if len(data) > MOST_PAPER:
        raise release_fault("E902", path, f"it has more than {MOST_PAPER // 2**20} MiB", HOW)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise release_fault("E902", path, "it is not UTF-8", HOW) from None


def sums_in(text: str, path: Path) -> dict[str, str]:
    """Return name -> digest, as the lines of sha256sum tell it. Problems: E902."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match:
            raise release_fault("E902", path, "the line is none of sha256sum", HOW, number)
        digest, name = match.groups()
        if name in found or not all(is_safe_name(part, True) for part in name.split("/")):
            what = "is named twice" if name in found else "leads elsewhere"
            raise release_fault("E902", path, f"the file {name!r} {what}", HOW, number)
        found[name] = digest
    if not found:
        raise release_fault("E902", path, "it names no edition", HOW)
    return found


def release_in(text: str, path: Path, sums: Mapping[str, str]) -> ReleasedEditions:
    """Return what a manifest says, once it agrees with itself and with the sums of its editions.

    Problems: E902, E903.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise release_fault("E902", path, "it is no JSON: cut off, or another file", HOW) from None
    told = told if isinstance(told, dict) else {}
    slug, edition = (str(told.get(key, "")) for key in ("publication", "edition"))
    if told.get("schema") != SCHEMA:
        hint = "take the Octavo that made it, or a newer one"
        raise release_fault("E902", path, f"its schema is not {SCHEMA}", hint)
    tables = {key: _table(told.get(key)) for key in ("ingredients", "native", "press")}
    if not is_safe_name(slug, True) or slug.startswith("-"):
        raise release_fault("E902", path, f"it names no publication: {slug!r}", HOW)
    if edition_id(tables["ingredients"]) != edition:
        message = f"its ingredients do not give the edition id {edition!r}: it was changed"
        raise release_fault("E902", path, message, ANEW)
    outputs = _table(told.get("outputs"))
    if differing := sorted(name for name in sums if outputs.get(name) != sums[name]):
        message = f"it tells another digest of {differing[0]} than {SUMS} does"
        raise release_fault("E903", path, message, "take both from one release")
    tools = {f"{part}/{name}": each for part in TOOLS for name, each in tables[part].items()}
    return ReleasedEditions(
        slug, edition, sums, _names(told.get("work")), tables["ingredients"], tools
    )


def _table(found: object) -> dict[str, str]:
    """Return an object of a manifest as name -> value; of outputs, name -> digest."""
    if not isinstance(found, dict):
        return {}
    return {
        str(name): str(value.get("sha256")) if isinstance(value, dict) else str(value)
        for name, value in found.items()
    }


def _names(work: object) -> tuple[str, ...]:
    editions = work.get("editions") if isinstance(work, dict) else None
    found = editions if isinstance(editions, list) else []
    return tuple(str(each["name"]) for each in found if isinstance(each, dict) and "name" in each)


def _edition(folder: Path, name: str) -> bytes | None:
    """Return the bytes of a file of the release; None where it is not with it."""
    path = folder / name
    if not is_plain_file(path):
        return None
    if not path.resolve().is_relative_to(folder.resolve()):
        raise release_fault("E902", path, "the link leads out of the release", HOW)
    if path.stat().st_size > MOST_BYTES:
        raise release_fault("E902", path, f"it has more than {MOST_BYTES // 2**20} MiB", HOW)
    return path.read_bytes()


def release_fault(code: str, path: Path, message: str, hint: str, line: int = 0) -> BuildFailed:
    """Return the failure for a release that is none, or is damaged."""
    return BuildFailed([Problem(code, Place(path.as_posix(), line), message, hint)])
