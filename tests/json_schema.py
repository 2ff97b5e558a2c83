"""The part of JSON Schema that Octavo's own schemas are written in, held against values."""

import re
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "integer": int}


def faults(value: Any, rule: Any, whole: Any) -> None:
    """Fail where ``value`` breaks a rule of the schema ``whole``."""
    if "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].rpartition("/")[2]]
    assert isinstance(value, TYPES.get(rule.get("type"), object)), value
    assert value in rule.get("enum", [value]) and value == rule.get("const", value), value
    if isinstance(value, str):
        assert re.search(rule.get("pattern", ""), value), value
    if isinstance(value, int):
        assert rule.get("type") != "integer" or not isinstance(value, bool), value
        assert value >= rule.get("minimum", value), value
    if isinstance(value, list):
        assert rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)), value
        for each in value:
            faults(each, rule["items"], whole)
    if isinstance(value, dict):
        _faults_of_object(value, rule, whole)


def _faults_of_object(value: dict[str, Any], rule: Any, whole: Any) -> None:
    assert set(rule.get("required", ())) <= set(value), (sorted(value), rule["required"])
    for name, each in value.items():
        faults(name, rule.get("propertyNames", {}), whole)
        inside = rule.get("properties", {}).get(name, rule["additionalProperties"])
        assert inside, name
        faults(each, inside, whole)
