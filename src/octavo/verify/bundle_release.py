"""A bundle, or the folder of a build -> a release that can be held against its source: first its
signature, then its check sums, then what its papers say."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.verify.bundle_files import ANEW, FACTS, is_bundle, read_files
from octavo.verify.release import (
    MANIFEST,
    SUMS,
    ReleasedEditions,
    ReleaseOrigin,
    read_release,
    release_fault,
    release_in,
    sums_in,
)
from octavo.verify.signatures import KINDS, check_signature

SCHEMA = 1
UNLISTED = frozenset({SUMS, *(SUMS + each.ending for each in KINDS)})
"""Files of a bundle that its check sums do not tell of."""
MOST_TOLD = 100
"""Signs of a version or a tag."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def open_release(named: Path, key: Path | None, environ: Mapping[str, str]) -> ReleasedEditions:
    """Return what a bundle holds, or the folder of a build; raises BuildFailed.

    ``key``: the public key of whoever should have signed it. Problems: E901 to E903 (of a folder,
    and of the papers of either), E910 and E911 (of an archive), E912 (a file too many, or one that
    is missing), E913 (the signature).
    """
    if named.name in (SUMS, MANIFEST) and is_bundle(named.parent):
        named = named.parent
    if is_bundle(named):
        return release_of_bundle(read_files(named), named, key, environ)
    if key is not None:
        message = "the folder of a build has no signature"
        raise release_fault("E913", named, message, "leave --key out, or name a bundle")
    return read_release(named)


def release_of_bundle(
    files: Mapping[str, bytes], place: Path, key: Path | None, environ: Mapping[str, str]
) -> ReleasedEditions:
    """Return what the files of a bundle say; raises BuildFailed as ``open_release``."""
    for paper in (SUMS, MANIFEST, FACTS):
        if paper not in files:
            raise _incomplete(place / paper, "the bundle lacks it")
    signature = check_signature(SUMS, files, key, environ)
    sums = sums_in(_text(files[SUMS], place / SUMS), place / SUMS)
    _hold_sums(files, sums, place)
    facts = _facts(files[FACTS], place / FACTS)
    named = {built: name for name, built in facts.editions.items()}
    if len(named) != len(facts.editions) or not set(named.values()) <= set(sums):
        raise release_fault("E902", place / FACTS, "it names editions that are not there", ANEW)
    own = {built: sums[name] for built, name in named.items()}
    release = release_in(_text(files[MANIFEST], place / MANIFEST), place / MANIFEST, own)
    if (release.slug, release.edition) != (facts.slug, facts.edition):
        message = f"it is of another edition than {MANIFEST}"
        raise release_fault("E902", place / FACTS, message, "take both from one release")
    held = {built: files[name] for built, name in named.items()}
    origin = ReleaseOrigin(facts.version, facts.tag, facts.commit, signature)
    return replace(release, files=held, origin=origin)


def _hold_sums(files: Mapping[str, bytes], sums: Mapping[str, str], place: Path) -> None:
    """Raise BuildFailed where a bundle is not what its check sums say. Problems: E903, E912."""
    for name in sorted({*files, *sums} - UNLISTED):
        if name not in files:
            raise _incomplete(place / name, f"{SUMS} tells of it, and it is not there")
        if name not in sums:
            raise _incomplete(place / name, f"{SUMS} does not tell of it: somebody has added it")
        if hashlib.sha256(files[name]).hexdigest() != sums[name]:
            message = f"it is not the file that {SUMS} tells of: damaged, or changed since"
            raise release_fault("E903", place / name, message, ANEW)


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What a bundle says of itself in release.json."""

    slug: str
    version: str
    tag: str
    commit: str
    edition: str
    """The edition id."""
    editions: Mapping[str, str]
    """Name of a file in the bundle -> its name in a build."""

    @staticmethod
    def of(told: Mapping[str, object]) -> "BundleFacts":
        """Return plain data as facts; raises ValueError where it is no bundle's."""
        words = [told.get(key) for key in ("publication", "version", "tag", "commit", "edition")]
        if not all(isinstance(each, str) and len(each) <= MOST_TOLD for each in words):
            raise ValueError("it does not name publication, version, tag, commit and edition id")
        slug, version, tag, commit, edition = map(str, words)
        if not _COMMIT.fullmatch(commit):
            raise ValueError(f"it names no commit: {commit!r}")
        editions = told.get("editions")
        if not isinstance(editions, dict) or not editions:
            raise ValueError("it names no edition")
        names = {str(name): str(built) for name, built in editions.items()}
        return BundleFacts(slug, version, tag, commit, edition, names)


def _facts(data: bytes, path: Path) -> BundleFacts:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise release_fault("E902", path, "it is no JSON: cut off, or another file", ANEW) from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        hint = "take the Octavo that made it, or a newer one"
        raise release_fault("E902", path, f"its schema is not {SCHEMA}", hint)
    try:
        return BundleFacts.of(told)
    except ValueError as reason:
        raise release_fault("E902", path, str(reason), ANEW) from None


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise release_fault("E902", path, "it is not UTF-8", ANEW) from None


def _incomplete(path: Path, message: str) -> BuildFailed:
    return BuildFailed([Problem("E912", Place(path.as_posix()), message, ANEW)])
