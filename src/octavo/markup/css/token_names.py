"""Tokens of somebody's style sheets -> those that nothing asks for, and those that nobody sets."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tinycss2.ast import FunctionBlock, Node

from octavo.core.near_names import near_names
from octavo.markup.css.css_grammar import Grammar, grammar_of
from octavo.markup.css.css_nodes import parse_component_value_list
from octavo.markup.css.custom_properties import WIDE
from octavo.markup.css.sheet_rules import BLANK, BROKEN, Declared, SheetRule, Slip

TOKEN = "E267"
GENERIC = frozenset(
    "serif sans-serif monospace cursive fantasy system-ui math emoji fangsong ui-serif"
    " ui-sans-serif ui-monospace ui-rounded".split()
)
LIKE = {"--align": "text-align", "--hyphens": "hyphens"}
"""Token -> the property whose words it takes."""

_SAME_USE = {
    **dict.fromkeys(
        "arial|helvetica|helvetica neue|calibri|verdana|tahoma|trebuchet ms|segoe ui|roboto|aptos"
        "|open sans|lato|inter|montserrat|futura|gill sans|myriad pro|source sans pro".split("|"),
        "Fira Sans",
    ),
    **dict.fromkeys(
        "courier|courier new|consolas|menlo|monaco|jetbrains mono|source code pro|inconsolata"
        "|lucida console|cascadia code|sf mono|ubuntu mono".split("|"),
        "Fira Code",
    ),
}
"""Face of machines, in small letters -> the family here that serves for the same."""
_NUMBER, _LENGTH, _COLOUR = (Grammar(kinds, frozenset()) for kinds in ("n", "lp", "c"))


def variables_in(nodes: Sequence[Node]) -> Iterator[tuple[Node, bool]]:
    """Yield the name in each var() of a value, and whether something stands in its place."""
    waiting = [*nodes]
    while waiting:
        node = waiting.pop()
        inside = getattr(node, "arguments", None) or getattr(node, "content", None) or []
        waiting += inside
        if isinstance(node, FunctionBlock) and node.lower_name == "var":
            words = [each for each in inside if each.type not in BLANK]
            if words and words[0].type == "ident":
                yield words[0], len(words) > 1


def token_slips(
    rules: Sequence[SheetRule], asked: Collection[str], defaults: Mapping[str, str]
) -> Iterator[Slip]:
    """Yield what is wrong with the tokens in a sheet.

    ``asked``: the names for which any sheet asks; ``defaults``: token -> its value in any sheet.
    """
    known, given = sorted(asked), sorted(defaults)
    for rule in rules:
        for each in rule.declared:
            if each.name.startswith("--") and each.name not in asked:
                near = _nearest(each.name.lower(), known)
                hint = f"did you mean {near}?" if near else "the handbook lists the tokens"
                message = f"nothing asks for the token '{each.name}'"
                yield Slip(TOKEN, each.line, each.column, message, hint)
            for node, has_other in variables_in(each.value):
                if node.value not in defaults and not has_other:
                    near = _nearest(node.value.lower(), given)
                    hint = f"did you mean {near}?" if near else f"write :root {{ {node.value}: … }}"
                    message = f"nobody sets the token '{node.value}'"
                    yield Slip(TOKEN, node.source_line, node.source_column, message, hint)


def _nearest(name: str, known: Sequence[str]) -> str:
    """Return the token that was meant, '' where none is like it: the one of which ``name`` says
    more (--accent-color), one that begins alike (--page-size), or one spelled alike."""
    stem = name.rpartition("-")[0]
    if stem in known:
        return stem
    first = name.lstrip("-").partition("-")[0]
    alike = [each for each in known if each.lstrip("-").partition("-")[0] == first]
    near = near_names(name, alike, 1, 0.6) or near_names(name, known, 1, 0.7)
    return near[0] if near else ""


def grammar_like(name: str, default: str) -> Grammar | None:
    """Return what a token may be, by its value in the theme; None where that says nothing."""
    if name in LIKE:
        return grammar_of(LIKE[name])
    kinds = {node.type for node in parse_component_value_list(default) if node.type not in BLANK}
    for found, grammar in (("hash", _COLOUR), ("dimension", _LENGTH), ("number", _NUMBER)):
        if kinds == {found}:
            return grammar
    return None


def family_slips(each: Declared, families: Collection[str], is_token: bool) -> Iterator[Slip]:
    """Yield a face that no edition has, in ``font-family`` or in a token for faces."""
    if not is_token and each.name != "font-family":
        return
    for node, name in _families(each.value):
        if name in families or name.lower() in GENERIC | WIDE or name in own_names(families):
            continue
        low = {known.lower(): known for known in families}
        near = near_names(name.lower(), low, 1, 0.5)
        more = [known for key, known in low.items() if name.lower() in key]
        same = [each for each in (_SAME_USE.get(name.lower(), ""),) if each in low.values()]
        good = (more or same or [low[key] for key in near] or ["EB Garamond"])[0]
        message = f"no edition has the face '{name}'"
        place = node.source_line, node.source_column
        yield Slip(BROKEN, *place, message, f'write "{good}", or another family of the handbook')


def own_names(families: Collection[str]) -> frozenset[str]:
    """Return the families without their marks of quotation."""
    return frozenset(each.strip("\"'") for each in families)


def _families(value: Sequence[Node]) -> Iterator[tuple[Node, str]]:
    """Yield each family of a list with its first token; a function stands for none."""
    words: list[Node] = []
    for node in [*value, None]:
        if node is not None and node != ",":
            words += [node] if node.type not in BLANK else []
            continue
        if words and all(each.type in ("ident", "string") for each in words):
            yield words[0], " ".join(each.value for each in words)
        words = []
