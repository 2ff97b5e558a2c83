"""Style sheets of finished files -> what they ask for, by the tokens that browsers make of them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

import tinycss2
from tinycss2.ast import FunctionBlock, Node, URLToken

from octavo.markup.css.css_nodes import parse_component_value_list

DEEPEST = 200
"""Brackets in one another; a sheet with more is not looked through but told."""
_ASKING = re.compile(r"\\|url|src|image|@import|cross-fade|element|paint", re.IGNORECASE)
"""What stands in every sheet that asks for something; a backslash may write any letter."""
_OWN = re.compile(r"#|data:", re.IGNORECASE)
_DATA = re.compile(r"url\(\"data:(?:font/woff2|image/(?:png|jpeg));base64,[A-Za-z0-9+/=]*\"\)")
"""Embedded files as Octavo writes them: megabytes that nobody need take apart."""
_IDLE = re.compile(r"(?<=[;{}\n\r\f])[^;{}\"'\\()\[\]@/\n\r\f]+(?=[;{}\n\r\f])")
"""What stands alone between semicolons, braces and ends of lines, and holds nothing that begins or
ends a string, a comment, a function or a rule with @: it asks for nothing, and without it the rest
means what it meant. Most of a sheet is of this kind."""
_SPREAD = re.compile(r"\(\s*[\n\r\f]")
"""An address may go over lines, and stand alone in one."""
_QUOTED = frozenset(
    "url src image image-set -webkit-image-set cross-fade -webkit-cross-fade".split()
)
"""Functions in which a string is an address."""
_NO_ADDRESS = frozenset({"type", "format", "tech", "local"})
"""Functions in those whose strings are none."""
_MADE = re.compile(
    r"(?:repeating-)?(?:linear|radial|conic)-gradient|calc|min|max|rgba?|hsla?|color"
)
"""Functions in those that draw a picture, or say how large it is."""


@lru_cache(maxsize=8)
def loads_of_style(css: str) -> tuple[str, ...]:
    """Return the addresses that a sheet, or a value, asks for, as they are told."""
    plain = _DATA.sub("url(#)", css)
    if not _ASKING.search(plain):
        return ()
    asking = plain if _SPREAD.search(plain) else _IDLE.sub("", plain)
    return tuple(_ask(parse_component_value_list(asking)))


def _ask(nodes: Sequence[Node]) -> Iterator[str]:
    waiting: list[tuple[Sequence[Node], int, bool]] = [(nodes, 1, False)]
    while waiting:
        run, depth, is_address = waiting.pop()
        if depth > DEEPEST:
            yield f"more than {DEEPEST} brackets in one another"
            return
        at_rule = ""
        for place, node in enumerate(run):
            if node.type == "at-keyword":
                at_rule = node.lower_value
                yield from _import(at_rule, run[place + 1 :])
            elif node == ";" or node.type == "{} block":
                at_rule = ""
            if at_rule not in ("namespace", "import"):
                yield from _address(node, is_address)
            if inside := _content(node):
                waiting.append((inside, depth + 1, _is_address_within(node, is_address)))


def _import(at_rule: str, rest: Sequence[Node]) -> Iterator[str]:
    if at_rule == "import":
        told = [
            node for node in takewhile(lambda node: node != ";", rest) if node.type != "comment"
        ]
        named = next((node.value for node in told if node.type in ("string", "url")), "")
        yield (
            f"'{named[:60]}'"
            if named
            else str(tinycss2.serialize(told)).strip()[:60] or "another sheet"
        )


def _content(node: Node) -> Sequence[Node]:
    for name in ("arguments", "content"):
        if inside := getattr(node, name, None):
            return list(inside)
    return ()


def _is_address_within(node: Node, is_address: bool) -> bool:
    """Tell whether a string in a node is an address."""
    if not isinstance(node, FunctionBlock):
        return is_address
    name = node.lower_name
    return name in _QUOTED or (is_address and name not in _NO_ADDRESS and not _MADE.fullmatch(name))


def _address(node: Node, is_address: bool) -> Iterator[str]:
    """Yield what a node asks for, or might."""
    is_told = isinstance(node, URLToken) or (is_address and node.type == "string")
    if is_told and not _OWN.match(node.value.strip()):
        yield node.value.strip()[:60] or "the page itself"
    if isinstance(node, FunctionBlock):
        name = node.lower_name
        is_drawn = name in ("element", "paint", "-moz-element")
        is_known = name in _QUOTED | _NO_ADDRESS or _MADE.fullmatch(name)
        if is_drawn or (is_address and not is_known):
            yield f"what {name}() says"
