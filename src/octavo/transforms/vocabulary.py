"""The closed vocabulary: which elements, attributes and nestings an edition may rely on.

The last transform. It checks every tree against the table, and gives each block its name within
the chapter (``data-b``); ``data-line`` stays for places and is dropped in each edition.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import count

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import BLOCKS, UNDECLARED, Element, elements, is_blank, is_element
from octavo.model.publication import Chapter, Publication
from octavo.source.fences import fenced_lines
from octavo.source.named_blocks import BOXES
from octavo.transforms.chapters import each_chapter, line_of

GLOBAL = frozenset({"id", "class", "lang", "dir", "data-line", "data-b"})
INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup"
    " u var wbr".split()
)
FLOW = frozenset(
    "aside blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split()
)
PHRASING = INLINE
ANY = INLINE | FLOW

CONTENT: dict[str, frozenset[str]] = {
    "body": FLOW,
    "section": FLOW,
    "div": ANY,
    "aside": FLOW,
    "blockquote": FLOW,
    "figure": frozenset(
        {"img", "a", "figcaption", "pre", "table", "blockquote", "p", "div", "figure"}
    ),
    "figcaption": ANY,
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    "li": ANY,
    "dl": frozenset({"dt", "dd", "div"}),
    "dt": PHRASING,
    "dd": ANY,
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}),
    "caption": PHRASING,
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "td": ANY,
    "th": ANY,
    "pre": PHRASING,
    "hr": frozenset(),
    "br": frozenset(),
    "img": frozenset(),
    "wbr": frozenset(),
    "col": frozenset(),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), PHRASING),
    **dict.fromkeys(INLINE - {"br", "img", "wbr"}, PHRASING),
}
NO_WORDS = frozenset("ol ul dl table thead tbody tfoot tr colgroup section blockquote body".split())
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "data-label"}),
    "abbr": frozenset({"title"}),
    "img": frozenset({"src", "alt", "role", "width", "height"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "scope", "headers"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "div": frozenset({"data-label", "data-number", "data-value"}),
    "pre": frozenset({"data-language"}),
    "q": frozenset({"cite"}),
    "blockquote": frozenset({"cite"}),
    "ins": frozenset({"datetime"}),
    "del": frozenset({"datetime"}),
    "dfn": frozenset({"title"}),
    **{f"h{n}": frozenset({"data-number"}) for n in range(1, 7)},
}
SCHEMES = ("#", "http://", "https://", "mailto:", "tel:")
NUMBERED = BLOCKS - {"body", "section", "div", "thead", "tbody", "tfoot", "ul", "ol", "dl", "table"}
LEFTOVERS = ("///", ":::")
_BOX = re.compile(r" {0,3}(/{3,})[ \t]*([\w-]*)")


def check_vocabulary(publication: Publication, workshop: Workshop) -> Publication:
    """Check each tree, and number its blocks.

    Problems: E214 (an element, attribute, nesting or address outside the vocabulary), E219 (a
    box that was not closed or has an unknown name).
    """

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        problems = [problem for node in body.iter() for problem in _faults(chapter, node)]
        return problems + _unclosed(chapter)

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
    tag, parent = _as_written(str(node.tag)), node.getparent()
    if node.tag not in CONTENT:
        hint = f"write it in Markdown; for the sign itself write &lt;{tag}>"
        return [_fault(chapter, node, f"<{tag}> is outside the vocabulary", hint, f"<{tag}")]
    problems = []
    if parent is not None and parent.tag in CONTENT and node.tag not in CONTENT[str(parent.tag)]:
        message = f"<{tag}> cannot stand in <{parent.tag}>"
        problems.append(_fault(chapter, node, message, "close the outer element first", f"<{tag}"))
    for name, value in node.attrib.items():
        problems += _attribute(chapter, node, str(name), str(value))
    return problems + _words(chapter, node)


def _attribute(chapter: Chapter, node: Element, name: str, value: str) -> list[Problem]:
    if name not in GLOBAL and name not in ATTRIBUTES.get(str(node.tag), ()):
        name = _as_written(name)
        message = f"<{node.tag}> may not have the attribute '{name}'"
        hint = "looks belong to the theme's style sheets: give a class, as in {.note}"
        if name == "title":
            hint = "few readers ever see a title: write its words in the text"
        return [_fault(chapter, node, message, hint, name)]
    if name == "href" and not value.startswith(SCHEMES):
        message = f"a link to '{value[:60]}'"
        return [_fault(chapter, node, message, "links lead to https://…, mailto:… or #id", value)]
    return []


def _as_written(name: str) -> str:
    """Return a name without its namespace; with its prefix, where nothing declared that."""
    space, _, local = name.rpartition("}")
    prefix = space.removeprefix(f"{{{UNDECLARED}")
    return f"{prefix}:{local}" if prefix != space else local


def _words(chapter: Chapter, node: Element) -> list[Problem]:
    text = (node.text or "").lstrip()
    if node.tag in ("p", "li") and text.startswith(LEFTOVERS):
        first = text.splitlines()[0]
        message = f"a box that does not open or close: '{first}'"
        return [chapter.text.problem("E219", message, _box_hint(first), line_of(node), first)]
    inside = [(node, node.text), *((each, each.tail) for each in node)]
    loose = [(at, words.strip(" \t\r\n")) for at, words in inside if words and not is_blank(words)]
    if node.tag not in NO_WORDS or not loose:
        return []
    at, words = loose[0]
    first = words.partition("\n")[0]
    message = f"words directly in <{node.tag}>: '{first[:60]}'"
    hint = "put them in a paragraph of their own, with a blank line before and after"
    return [_fault(chapter, at, message, hint, first)]


def _box_hint(line: str) -> str:
    name = line.strip("/: ").partition(" ")[0]
    near = get_close_matches(name, BOXES, 1)
    if name and name not in BOXES:
        return f"did you mean {near[0]}?" if near else f"boxes: {', '.join(BOXES)}"
    return "a box is: a blank line, '/// name', a blank line, text, a blank line, '///'"


def _unclosed(chapter: Chapter) -> list[Problem]:
    """Look for boxes that swallow the rest of the file: only the text still shows them."""
    still_open: list[tuple[str, int, str]] = []
    lines = chapter.text.content.split("\n")
    fenced = fenced_lines(lines)
    for number, line in enumerate(lines, 1):
        box = None if number in fenced else _BOX.match(line)
        if box and box[2] in BOXES:
            still_open.append((box[1], number, line.strip()))
        elif box and not line.strip(" /") and still_open:
            matching = [at for at, (sign, *_) in enumerate(still_open) if sign == box[1]]
            del still_open[matching[-1] if matching else len(still_open) :]
    hint = "write '///' on a line of its own after its text"
    return [
        chapter.text.problem("E219", f"a box that is never closed: '{line}'", hint, number, line)
        for _, number, line in still_open
    ]


def _fault(chapter: Chapter, node: Element, message: str, hint: str, words: str) -> Problem:
    return chapter.text.problem("E214", message, hint, line_of(node), words)
