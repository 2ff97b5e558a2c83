"""Differences -> SARIF 2.1.0, which forges and editors show beside the lines of a file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import chain
from types import MappingProxyType

from octavo.diff.match.events import Event
from octavo.diff.report.differences import lines

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(events: Sequence[Event], keys: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the differences that stand in a file, each as a note at its line.

    ``keys``: key of the metadata -> file:line at which it stands, in the new revision if it is
    there.
    """
    told = (event for event in events if event.level != "typography")
    results = [each for event in told for each in _results(event, keys)]
    rules = sorted({str(result["ruleId"]) for result in results})
    driver = {
        "name": "octavo diff",
        "version": version("octavo"),
        "rules": [{"id": rule} for rule in rules],
    }
    run = {"tool": {"driver": driver}, "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _results(event: Event, keys: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Yield a difference; of code each of the changes in it, at its own line."""
    if not any(place for edit in event.edits for place in edit.places):
        places = [spot.place for spot in chain(event.new, event.old)][:1]
        of_key = [keys[event.name]] if event.level == "metadata" and event.name in keys else []
        yield _result(event, places or of_key, event.id)
        return
    for n, edit in enumerate(event.edits, 1):
        own = event.id if len(event.edits) == 1 else f"{event.id}/{n}"
        yield _result(replace(event, edits=(edit,)), [edit.places[1] or edit.places[0]], own)


def _result(event: Event, places: Sequence[str], own: str) -> dict[str, object]:
    _, *told = lines([event])
    text = " ".join(" ".join(told[2:]).split())
    found: dict[str, object] = {
        "ruleId": f"{event.level}/{event.change}",
        "level": "note",
        "message": {"text": text},
        "partialFingerprints": {"octavoEvent/v1": own},
    }
    locations = [each for place in places if (each := _location(place))]
    return {**found, "locations": locations} if locations else found


def _location(place: str) -> dict[str, object] | None:
    path, _, line = place.rpartition(":")
    if not line.isdigit() or not path:
        return None
    region = {"startLine": max(int(line), 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
