"""A bundle's files -> a statement of where they come from: in-toto Statement 1, with the predicate
of SLSA Provenance 1. Times are those of the text; it names no machine and no user."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping

from octavo.verify.bundle.released_work import ReleasedWork

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:octavo:release:1"
BUILDER = "urn:octavo:builder:release"
WHEEL = "wheel/"
DIGEST = 64
"""Signs of a SHA-256."""


def provenance(work: ReleasedWork, files: Mapping[str, bytes]) -> bytes:
    """Return the statement about all ``files``: which commit and which ingredients made them."""
    when = dt.datetime.fromtimestamp(work.epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": hashlib.sha256(data).hexdigest()}}
            for name, data in sorted(files.items())
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {
                    "publication": work.slug,
                    "tag": work.state.tag,
                    "version": work.version,
                    "editions": [each.name for each in work.editions],
                },
                "internalParameters": {"edition": work.edition, "epoch": work.epoch},
                "resolvedDependencies": list(_dependencies(work)),
            },
            "runDetails": {
                "builder": {"id": BUILDER, "version": {"octavo": _version(work)}},
                "metadata": {
                    "invocationId": work.edition,
                    "startedOn": when,
                    "finishedOn": when,
                },
            },
        },
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def _ingredients(work: ReleasedWork) -> Mapping[str, str]:
    found = work.manifest["ingredients"]
    assert isinstance(found, dict)
    return found


def _version(work: ReleasedWork) -> str:
    return str(_ingredients(work)[f"{WHEEL}octavo"])


def _dependencies(work: ReleasedWork) -> Iterator[dict[str, object]]:
    """Yield the commit, then the ingredients: files by digest, wheels by version."""
    yield {"name": "source", "digest": {"gitCommit": work.state.commit}}
    for name, value in _ingredients(work).items():
        if name.startswith(WHEEL):
            wheel = name.removeprefix(WHEEL)
            yield {"name": name, "uri": f"pkg:pypi/{wheel}@{value}"}
        elif len(value) == DIGEST:
            yield {"name": name, "digest": {"sha256": value}}
