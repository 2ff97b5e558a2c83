"""Differences -> SARIF 2.1.0, which forges and editors show beside the lines of a file."""

import json
from collections.abc import Sequence
from importlib.metadata import version
from itertools import chain

from octavo.diff.match.events import Event
from octavo.diff.report.differences import lines

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(events: Sequence[Event]) -> str:
    """Return the differences that stand in a file, each as a note at its line."""
    results = [_result(each) for each in events if each.level != "typography"]
    rules = sorted({str(result["ruleId"]) for result in results})
    driver = {
        "name": "octavo diff",
        "version": version("octavo"),
        "rules": [{"id": rule} for rule in rules],
    }
    run = {"tool": {"driver": driver}, "results": results}
    told = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _result(event: Event) -> dict[str, object]:
    _, *told = lines([event])
    text = " ".join(" ".join(told[2:]).split())
    spots = list(chain(event.new, event.old))[:1]
    found: dict[str, object] = {
        "ruleId": f"{event.level}/{event.change}",
        "level": "note",
        "message": {"text": text},
        "partialFingerprints": {"octavoEvent/v1": event.id},
    }
    locations = [each for spot in spots if (each := _location(spot.place))]
    return {**found, "locations": locations} if locations else found


def _location(place: str) -> dict[str, object] | None:
    path, _, line = place.rpartition(":")
    if not line.isdigit() or not path:
        return None
    region = {"startLine": max(int(line), 1)}
    return {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
