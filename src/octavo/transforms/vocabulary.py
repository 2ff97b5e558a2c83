"""The closed vocabulary: which elements, attributes and nestings an edition may rely on.

The last transform. It checks every tree against the table, and gives each block its name within
the chapter (``data-b``); ``data-line`` stays for places and is dropped in each edition.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from octavo.constructs.construct_table import CONSTRUCTS, NAMED_BOXES
from octavo.core.link_schemes import HINT as SCHEMES_HINT
from octavo.core.link_schemes import refusal
from octavo.core.near_names import near_names
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    BLOCKS,
    UNDECLARED,
    Element,
    elements,
    is_blank,
    is_element,
    those_with,
    unset,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.sound_names import OUTSIDE

GLOBAL = frozenset({"id", "class", "lang", "dir", "data-line", "data-b"})
INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup"
    " u var wbr".split()
)
_ROWS = tuple(each.vocabulary for each in CONSTRUCTS)
FLOW = frozenset("div dl h1 h2 h3 h4 h5 h6 hr ol p section ul".split()).union(
    *(row.flow.split() for row in _ROWS)
)
ANY = INLINE | FLOW
_GROUPS = {"ANY": ANY, "FLOW": FLOW, "INLINE": INLINE}


def _expand(words: str) -> frozenset[str]:
    """Return elements from their names; FLOW, INLINE and ANY name groups of them."""
    return frozenset().union(*(_GROUPS.get(word, frozenset({word})) for word in words.split()))


_OWN_CONTENT = {
    "body": "FLOW",
    "section": "FLOW",
    "div": "ANY",
    "ol": "li",
    "ul": "li",
    "li": "ANY",
    "dl": "dt dd div",
    "dt": "INLINE",
    "dd": "ANY",
    **dict.fromkeys(INLINE, "INLINE"),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), "INLINE"),
    **dict.fromkeys(("hr", "br", "img", "wbr"), ""),
}
_OWN_ATTRIBUTES = {
    "a": "href",
    "abbr": "title",
    "img": "src alt role data-width data-height",
    "ol": "start type reversed",
    "li": "value",
    "ins": "datetime",
    "del": "datetime",
    "dfn": "title",
    **{f"h{n}": "data-number" for n in range(1, 7)},
}


def _merge(own: Mapping[str, str], *others: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return what elements of any text may have, and what constructs add."""
    found: dict[str, frozenset[str]] = {}
    for told in (own, *others):
        for tag, names in told.items():
            found[tag] = found.get(tag, frozenset()) | _expand(names)
    return found


CONTENT = _merge(_OWN_CONTENT, *(row.content for row in _ROWS))
ATTRIBUTES = _merge(_OWN_ATTRIBUTES, *(row.attributes for row in _ROWS))
NO_WORDS = frozenset("ol ul dl section body".split()).union(
    *(row.wordless.split() for row in _ROWS)
)
SCHEMES = ("#", *OUTSIDE)
NUMBERED = BLOCKS.difference(
    "body section div ul ol dl".split(), *(row.unnamed.split() for row in _ROWS)
)
LEFTOVERS = ("///", ":::")
MAY_HAVE_LEFTOVERS = ("p", "li")
_LOOKED_AT = those_with(
    "not((self::td or self::th) and parent::tr and not(@*[name() != 'class'])) and "
    "not(self::tr and (parent::tbody or parent::thead) and not(@*)"
    " and not(text()[normalize-space()]))",
    has_root=True,
)
"""All but cells and rows, of which a table may have ten thousand, that are where they belong."""


def check_vocabulary(publication: Publication, workshop: Workshop) -> Publication:
    """Check each tree, and number its blocks.

    Problems: E214 (an element or address outside the vocabulary, or what could not be moved to
    where it may stand; a warning for an
    attribute, which is left out), E219 (warning: the line of a box is printed as it stands).
    """

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        return [problem for node in _LOOKED_AT(body) for problem in _faults(chapter, node)]

    found = each_chapter(publication, work)
    number_blocks(found.chapters)
    return found


def number_blocks(chapters: Iterable[Chapter]) -> None:
    """Give blocks, and calls of notes, a name that no other chapter can change: ``slug.n``."""
    for chapter in chapters:
        ordinals = count(1)
        for node in elements(chapter.body):
            if node.tag in NUMBERED or node.get("data-label"):
                node.set("data-b", f"{chapter.slug}.{next(ordinals)}")


def _faults(chapter: Chapter, node: Element) -> list[Problem]:
    if not is_element(node):
        return []
    parent = node.getparent()
    if node.tag not in CONTENT:
        tag = _as_written(str(node.tag))
        hint = f"write it in Markdown; for the sign itself write &lt;{tag}>"
        return [_fault(chapter, node, f"<{tag}> is outside the vocabulary", hint, f"<{tag}")]
    problems: list[Problem] = []
    if parent is not None and parent.tag in CONTENT and node.tag not in CONTENT[str(parent.tag)]:
        tag = _as_written(str(node.tag))
        message = f"<{tag}> cannot stand in <{parent.tag}>"
        problems.append(_fault(chapter, node, message, "close the outer element first", f"<{tag}"))
    for name, value in node.items():
        problems += _attribute(chapter, node, str(name), str(value))
    if node.tag in MAY_HAVE_LEFTOVERS or node.tag in NO_WORDS:
        problems += _words(chapter, node)
    return problems


def _attribute(chapter: Chapter, node: Element, name: str, value: str) -> list[Problem]:
    if name not in GLOBAL and name not in ATTRIBUTES.get(str(node.tag), ()):
        unset(node, name)
        return [_left_out(chapter, node, _as_written(name))]
    if name == "href" and not value.startswith(SCHEMES):
        message = refusal(value) or f"a link to '{value[:60]}'"
        return [_fault(chapter, node, message, SCHEMES_HINT, value)]
    return []


def _left_out(chapter: Chapter, node: Element, name: str) -> Problem:
    """Return what to say of an attribute that no edition has: the same wherever it stands."""
    message = f"the attribute '{name}' has no meaning here, and is left out"
    hint = "looks belong to the theme's style sheets: give a class, as in {.note}"
    if name == "title":
        hint = "few readers ever see a title: write its words in the text"
    return replace(_fault(chapter, node, message, hint, name), severity="warning")


def _as_written(name: str) -> str:
    """Return a name without its namespace; with its prefix, where nothing declared that."""
    space, _, local = name.rpartition("}")
    prefix = space.removeprefix(f"{{{UNDECLARED}")
    return f"{prefix}:{local}" if prefix != space else local


def _words(chapter: Chapter, node: Element) -> list[Problem]:
    text = (node.text or "").lstrip() if node.tag in MAY_HAVE_LEFTOVERS else ""
    if text.startswith(LEFTOVERS):
        first = text.splitlines()[0]
        message = f"a box that does not open or close: '{first}' is printed as it stands"
        found = chapter.text.problem("E219", message, _box_hint(first), line_of(node), first)
        return [found.as_warning()]
    if node.tag not in NO_WORDS:
        return []
    inside = [(node, node.text), *((each, each.tail) for each in node)]
    loose = [(at, words.strip(" \t\r\n")) for at, words in inside if words and not is_blank(words)]
    if not loose:
        return []
    at, words = loose[0]
    first = words.partition("\n")[0]
    message = f"words directly in <{node.tag}>: '{first[:60]}'"
    hint = "put them in a paragraph of their own, with a blank line before and after"
    return [_fault(chapter, at, message, hint, first)]


def _box_hint(line: str) -> str:
    name = line.strip("/: ").partition(" ")[0]
    near = near_names(name, NAMED_BOXES, 1)
    if name and name not in NAMED_BOXES:
        return f"did you mean {near[0]}?" if near else f"boxes: {', '.join(NAMED_BOXES)}"
    return "a box is: a blank line, '/// name', a blank line, text, a blank line, '///'"


def _fault(chapter: Chapter, node: Element, message: str, hint: str, words: str) -> Problem:
    return chapter.text.problem("E214", message, hint, line_of(node), words)
