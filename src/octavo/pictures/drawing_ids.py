"""An SVG's ids -> ids that XML allows, each once; what refers to them goes with them.

Programs write ids with spaces, colons and digits in front, or the same one twice; browsers shrug,
EPUBs are invalid with them. Sources: XML 1.0, 2.3; Namespaces in XML 1.0, 3 (NCName).
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

import tinycss2
from tinycss2.ast import Node

from octavo.markup.css.css_nodes import parse_component_value_list
from octavo.markup.tree import Element, characters

_VALID = re.compile(r"[^\W\d][\w.\-\u00b7]*")
_STRANGE = re.compile(r"[^\w.\-]")
_URL = re.compile(r"url\(\s*(['\"]?)#(.*?)\1\s*\)")
_LEADING = ("href", "{http://www.w3.org/1999/xlink}href")
_NAMING = ("aria-labelledby", "aria-describedby")


def mend_ids(root: Element, style: str) -> None:
    """Give each element an id that XML allows and no other has; ``style`` is the tag of sheets."""
    renamed = _rename(root)
    if not renamed:
        return
    for node in root.iter():
        for name, value in [(str(k), str(v)) for k, v in node.attrib.items()]:
            if name in _LEADING and value.startswith("#"):
                node.set(name, f"#{_new(value[1:], renamed)}")
            elif name in _NAMING:
                node.set(name, " ".join(renamed.get(each, each) for each in value.split()))
            elif "url(" in value:
                node.set(name, _URL.sub(lambda m: f"url(#{_new(m[2], renamed)})", value))
        if node.tag == style:
            node.text = _rename_in_sheet(characters(node), renamed)


def _rename(root: Element) -> dict[str, str]:
    """Change ids that XML forbids; return old -> new. Of several alike, only the first stays."""
    known = {node.get("id") for node in root.iter() if node.get("id")}
    seen = set[str]()
    renamed: dict[str, str] = {}
    for node in root.iter():
        old = node.get("id")
        if old is None:
            continue
        if old in seen or not old.strip():
            del node.attrib["id"]
            continue
        seen.add(old)
        if not _VALID.fullmatch(old):
            renamed[old] = _free(_STRANGE.sub("_", old), known)
            known.add(renamed[old])
            node.set("id", renamed[old])
    return renamed


def _free(name: str, known: set[str | None]) -> str:
    name = name if _VALID.fullmatch(name) else f"id-{name}"
    number, free = 1, name
    while free in known:
        number += 1
        free = f"{name}-{number}"
    return free


def _new(old: str, renamed: Mapping[str, str]) -> str:
    return renamed.get(old) or renamed.get(unquote(old)) or old


def _rename_in_sheet(sheet: str, renamed: Mapping[str, str]) -> str:
    nodes = parse_component_value_list(sheet)
    waiting: list[Node] = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "hash" and node.value in renamed:
            node.value, node.is_identifier = renamed[node.value], True
        elif node.type in ("url", "string") and node.value.startswith("#"):
            node.value = f"#{_new(node.value[1:], renamed)}"
            quoted = f'"{node.value}"'
            node.representation = f"url({quoted})" if node.type == "url" else quoted
        for inside in ("content", "arguments"):
            waiting += getattr(node, inside, None) or []
    return str(tinycss2.serialize(nodes))
