"""Selectors and queries -> the classes, elements and states in them that there are not."""

from bisect import bisect_right, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from tinycss2.ast import FunctionBlock, Node, ParenthesesBlock

from octavo.core.near_names import near_names
from octavo.markup.css.css_grammar import states
from octavo.markup.css.sheet_rules import BLANK, SheetRule, Slip

SELECTOR, QUERY = "E268", "E270"
ELEMENTS = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas"
    " caption cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe"
    " img input ins kbd label legend li link main map mark menu meta meter nav noscript object ol"
    " optgroup option output p param picture pre progress q rp rt ruby s samp script search section"
    " select slot small source span strong style sub summary sup svg table tbody td template"
    " textarea tfoot th thead time title tr track u ul var video wbr tt"
    # drawings and formulas
    " circle clippath defs desc ellipse filter g image line lineargradient marker mask path pattern"
    " polygon polyline radialgradient rect stop symbol text textpath tspan use"
    " math annotation annotation-xml menclose merror mfrac mi mmultiscripts mn mo mover mpadded"
    " mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr"
    " munder munderover semantics".split()
)
LISTS = frozenset("is not where has matches host slotted".split())
"""Functions of selectors that hold selectors."""
OF_EDITIONS = frozenset("footnote-call footnote-marker first-letter".split())
AT_RULES = frozenset(
    "charset color-profile container counter-style font-face font-feature-values"
    " font-palette-values footnote import keyframes layer media namespace page position-try"
    " property scope starting-style supports view-transition document".split()
)
EDGES = frozenset(
    f"{edge}{corner}"
    for edge, corners in (
        ("top", ("-left-corner", "-left", "-center", "-right", "-right-corner")),
        ("bottom", ("-left-corner", "-left", "-center", "-right", "-right-corner")),
        ("left", ("-top", "-middle", "-bottom")),
        ("right", ("-top", "-middle", "-bottom")),
    )
    for corner in corners
)
"""Boxes in the margins of a page."""
FEATURES = frozenset(
    "any-hover any-pointer aspect-ratio color color-gamut color-index device-aspect-ratio"
    " device-height device-width display-mode dynamic-range forced-colors grid height hover"
    " inverted-colors monochrome orientation overflow-block overflow-inline pointer"
    " prefers-color-scheme prefers-contrast prefers-reduced-data prefers-reduced-motion"
    " prefers-reduced-transparency resolution scan scripting update width".split()
)
SAYS: Mapping[str, frozenset[str]] = {
    "prefers-color-scheme": frozenset(("dark", "light")),
    "prefers-reduced-motion": frozenset(("reduce", "no-preference")),
    "prefers-contrast": frozenset(("more", "less", "custom", "no-preference")),
    "orientation": frozenset(("portrait", "landscape")),
    "hover": frozenset(("hover", "none")),
    "pointer": frozenset(("coarse", "fine", "none")),
}
MEDIA = frozenset("all screen print speech and not only or".split())
WORDS_OF_SIZE = frozenset(
    "a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 b0 b1 b2 b3 b4 b5 b6 jis-b4 jis-b5 letter legal ledger"
    " auto landscape portrait".split()
)
"""What the size of a page may be in words."""
_MOST_DEEP = 20


def selector_slips(rule: SheetRule, classes: Collection[str]) -> Iterator[Slip]:
    """Yield what a rule's selector, or the query behind its @, asks for in vain."""
    if not rule.at:
        if not any(each.startswith("keyframes") for each in rule.around):
            yield from _selector(rule.prelude, classes, 0)
    elif rule.at not in AT_RULES | EDGES and not rule.at.startswith("-"):
        near = near_names(rule.at, AT_RULES | EDGES, 1)
        hint = f"did you mean @{near[0]}?" if near else "write selector { property: value; }"
        yield Slip(QUERY, rule.line, rule.column, f"there is no rule @{rule.at}", hint)
    elif rule.at == "media":
        yield from _query(rule)
    elif rule.at == "page":
        yield from _size(rule)


def _selector(nodes: Sequence[Node], classes: Collection[str], depth: int) -> Iterator[Slip]:
    words = [*(node for node in nodes if node.type != "comment")]
    for before, node in pairwise([None, *words]):
        if node.type == "ident":
            yield from _name(before, node, classes)
        elif isinstance(node, FunctionBlock) and node.lower_name in LISTS and depth < _MOST_DEEP:
            yield from _selector(node.arguments, classes, depth + 1)


def _name(before: Node | None, node: Node, classes: Collection[str]) -> Iterator[Slip]:
    """Yield the class, state or element that a word of a selector names in vain."""
    place, name = (node.source_line, node.source_column), node.lower_value
    if before == ".":
        if node.value not in classes:
            yield _no_class(node, classes)
    elif before == ":":
        if name not in states() | OF_EDITIONS and not name.startswith("-"):
            near = near_names(name, states(), 1)
            hint = f"did you mean :{near[0]}?" if near else "take it out"
            yield Slip(SELECTOR, *place, f"there is no state ':{node.value}'", hint)
    elif name not in ELEMENTS and "-" not in name:
        near = near_names(name, ELEMENTS, 1)
        hint = f"did you mean {near[0]}?" if near else "a class has a point before it"
        hint = f"write .{node.value} for the class" if node.value in classes else hint
        yield Slip(SELECTOR, *place, f"there is no element '{node.value}'", hint)


def _no_class(node: Node, classes: Collection[str]) -> Slip:
    near = near_names(node.value, frozenset(classes), 1, 0.7)
    other = near_names(node.value, ELEMENTS, 1, 0.8)
    message = f"nothing has the class '.{node.value}'"
    hint = f"give it in the text: {{.{node.value}}}, or take it out"
    if near or other:
        hint = f"did you mean {f'.{near[0]}' if near else other[0]}?"
    return Slip(SELECTOR, node.source_line, node.source_column, message, hint)


def _query(rule: SheetRule) -> Iterator[Slip]:
    for node in rule.prelude:
        place = node.source_line, node.source_column
        if isinstance(node, ParenthesesBlock):
            yield from _feature(node)
        elif node.type == "ident" and node.lower_value not in MEDIA:
            if _plain(node.lower_value) in FEATURES:
                hint = f"write @media ({rule.selector})"
                yield Slip(QUERY, *place, "a query without its brackets never holds", hint)
            else:
                near = near_names(node.lower_value, MEDIA, 1)
                hint = f"did you mean {near[0]}?" if near else "write screen, print or (…)"
                yield Slip(QUERY, *place, f"there is no medium '{node.value}'", hint)


def _plain(feature: str) -> str:
    return feature.removeprefix("min-").removeprefix("max-").removeprefix("-webkit-")


def _feature(block: ParenthesesBlock) -> Iterator[Slip]:
    words = [node for node in block.content if node.type not in BLANK]
    for node in words:
        if isinstance(node, ParenthesesBlock):
            yield from _feature(node)
    named = [node for node in words if node.type == "ident"]
    asked = next((node for node in named if _plain(node.lower_value) in FEATURES), None)
    if asked is None:
        for node in named[:1]:
            if node.lower_value in MEDIA:
                continue
            ways = sorted(
                {*FEATURES, *(f"{end}{each}" for end in ("min-", "max-") for each in FEATURES)}
            )
            near = near_names(node.lower_value, ways, 1)
            hint = f"did you mean {near[0]}?" if near else "write (min-width: 40em)"
            message = f"nothing answers to '{node.value}'"
            yield Slip(QUERY, node.source_line, node.source_column, message, hint)
        return
    allowed = SAYS.get(asked.lower_value)
    for node in named:
        if allowed and node is not asked and node.lower_value not in allowed:
            hint = f"write {' or '.join(sorted(allowed))}"
            message = f"'{asked.value}' is never '{node.value}'"
            yield Slip(QUERY, node.source_line, node.source_column, message, hint)


def _size(rule: SheetRule) -> Iterator[Slip]:
    for each in rule.declared:
        if each.name != "size":
            continue
        for node in each.value:
            if node.type == "ident" and node.lower_value not in WORDS_OF_SIZE:
                near = near_names(node.lower_value, WORDS_OF_SIZE, 1)
                hint = f"did you mean {near[0].upper()}?" if near else "write A4, A5 or 148mm 210mm"
                message = f"there is no page size '{node.value}'"
                yield Slip(QUERY, node.source_line, node.source_column, message, hint)


def order_slips(rules: Sequence[SheetRule]) -> Iterator[Slip]:
    """Yield what an @media rule says and a rule behind it of the same selector takes back."""
    behind: dict[tuple[str, str], list[int]] = {}
    for rule in rules:
        if not rule.at and not rule.around:
            selector = rule.selector
            for name in {each.name for each in rule.declared}:
                insort(behind.setdefault((selector, name), []), rule.line)
    for rule in rules:
        if rule.at or not any(each.startswith("media") for each in rule.around):
            continue
        selector = rule.selector
        for each in rule.declared:
            lines = behind.get((selector, each.name), [])
            later = bisect_right(lines, rule.line)
            if later < len(lines):
                message = f"line {lines[later]} takes '{each.name}' of '{selector}' back"
                hint = (
                    f"put the @{rule.around[0].partition(' ')[0]} rule behind line {lines[later]}"
                )
                yield Slip(QUERY, each.line, each.column, message, hint)
