"""Pydantic's errors -> Problems in an author's words, and the data without what is wrong in it."""

import re
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

from octavo.core.problems import Problem
from octavo.model.metadata import Metadata
from octavo.source.config.other_forms import ELSEWHERE, date_of, shape_of
from octavo.source.config.unlikely_values import hint_for_signs
from octavo.source.config.yamls import Data, Marked

_CODES = {"extra_forbidden": "E103", "unexpected_keyword_argument": "E103", "missing": "E105"}
_KINDS: Mapping[str, tuple[str, str]] = {
    "date": ("is no date", "write YYYY-MM-DD, as in 2024-05-31"),
    "int": ("is no whole number", "write digits only"),
    "bool": ("is neither true nor false", "write true or false"),
    "string": ("is more than plain text", "write one text after the colon"),
    "tuple": ("is no list", "write each entry on a line of its own that begins with '- '"),
    "dict": ("has no keys of its own", "write them below it, indented: 'key: value'"),
    "dataclass": ("has no keys of its own", "write them below it, indented: 'key: value'"),
}
"""First word of a pydantic error type -> what is wrong, and what to write."""
MOST_KEYS = 14
"""Keys that a hint lists."""
_STAND_INS: Mapping[str, Data] = {
    "octavo": "1",
    "title": "-",
    "language": "en",
    "date": "2000-01-01",
    "name": "-",
    "file": "-",
}
"""Key -> a value that holds, so that the rest can be looked at too."""


def tell(marked: Marked, error: ErrorDetails) -> Problem:
    """Return one error as a Problem: E103 (unknown key), E104 (wrong value), E105 (missing key)."""
    key = _key(error)
    code = _CODES.get(error["type"], "E104")
    name = key.rpartition(".")[2]
    if code == "E103" and key in marked.keys:
        known = sorted(_keys_beside(key))
        near = get_close_matches(name.lower(), known, 1)
        hint = f"did you mean '{near[0]}'?" if near else _keys(known)
        hint = ELSEWHERE.get(name.lower().replace("_", "-"), hint) if key == name else hint
        hint = hint_for_signs(name) or hint
        return marked.at(code, marked.keys[key], f"unknown key '{name}'", hint)
    if code == "E105":
        return marked.problem(code, key, f"the key '{name}' is missing", f"write {name}: …")
    message, hint = _say(error)
    hint = shape_of(key, error["input"]) or hint
    return marked.problem(code, key, f"'{key}' {message}", hint)


def _keys(known: Collection[str]) -> str:
    """Return a hint with the keys that there are, or where they stand if they are many."""
    if len(known) <= MOST_KEYS:
        return f"known keys: {', '.join(known)}"
    return "take it out, or compare it with the keys that 'octavo schema' prints"


def mend(data: Mapping[str, Data], errors: Iterable[ErrorDetails]) -> dict[str, Data]:
    """Return the data without the values at fault, with stand-ins where a value is needed."""
    whole = dict(deepcopy(data))
    for error in errors:
        parent: Any = whole
        *path, last = error["loc"]
        for step in path:
            inside = isinstance(parent, (dict, list)) and _has(parent, step)
            parent = parent[step] if inside else None
        if isinstance(parent, dict):
            parent.pop(str(last), None)
            if str(last) in _STAND_INS and _CODES.get(error["type"]) != "E103":
                parent[str(last)] = _STAND_INS[str(last)]
        elif isinstance(parent, list) and isinstance(last, int):
            parent[last] = None
    return dict(_close_up(whole))


def _close_up(data: Any) -> Any:
    """Return the data without the gaps (None) in its lists."""
    if isinstance(data, dict):
        return {key: _close_up(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_close_up(value) for value in data if value is not None]
    return data


def _key(error: ErrorDetails) -> str:
    return ".".join(str(each) for each in error["loc"])


def _has(parent: dict[str, Data] | list[Data], step: int | str) -> bool:
    if isinstance(parent, dict):
        return step in parent
    return isinstance(step, int) and step < len(parent)


def _say(error: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with a value, and what to write."""
    if error["type"] == "literal_error":
        allowed = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        near = get_close_matches(str(error["input"]), allowed.split(", "), 1)
        hint = f"did you mean {near[0]}?" if near else f"write one of: {allowed}"
        return f"cannot be {error['input']!r}", hint
    if error["type"].startswith("date") and (date := date_of(str(error["input"]))):
        return "is no date", f"write {date}"
    if error["type"].startswith("float"):
        number = re.match(r"[\d.]+", str(error["input"]))
        name = str(error["loc"][-1])
        return "is no number", f"write {name}: {number[0] if number else 3}, without a unit"
    said, hint = _KINDS.get(error["type"].partition("_")[0], ("", ""))
    if said:
        return said, hint
    return error["msg"][:1].lower() + error["msg"][1:], f"it is {error['input']!r} now"


@cache
def _schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the metadata; making it costs as much as reading a chapter."""
    return TypeAdapter(Metadata).json_schema()


def _keys_beside(key: str) -> set[str]:
    """Return the keys that may stand where ``key`` stands, read from the JSON Schema."""
    schema = _schema()
    node: Mapping[str, Any] = schema
    for step in key.split(".")[:-1]:
        node = (
            node.get("items", node)
            if step.isdecimal()
            else node.get("properties", {}).get(step, {})
        )
        node = next((each for each in node.get("anyOf", []) if "$ref" in each), node)
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return set(node.get("properties", {}))
