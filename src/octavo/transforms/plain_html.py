"""HTML of other days and other programs -> the elements that editions have; words always stay."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from octavo.constructs.tables import WITHIN_TABLES
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    BLOCKS,
    Element,
    add_class,
    any_of,
    is_blank,
    remove,
    those_with,
    unset,
    unwrap,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.source.watch.html_names import HTML
from octavo.transforms.term_lists import order_terms
from octavo.transforms.vocabulary import CONTENT, NO_WORDS

SAME: Mapping[str, str] = {
    "acronym": "abbr",
    "address": "div",
    "article": "section",
    "center": "div",
    "dir": "ul",
    "footer": "div",
    "header": "div",
    "hgroup": "div",
    "main": "div",
    "menu": "ul",
    "nav": "div",
    "strike": "s",
    "tt": "code",
}
"""Element -> the one that says the same."""
BARE = frozenset("big blink data font label nobr picture time".split())
"""Elements that say nothing but how things look, or what programs need."""
HOLDING = frozenset(
    "dialog fieldset marquee noembed noframes noscript object portal slot template xmp".split()
)
"""Elements of HTML of other times and for programs, of whose content nobody knows who sees it."""
QUIET = frozenset({"article", "main", "picture", "time"})
"""Of these, those whose leaving nobody sees."""
_CHANGED = frozenset({*SAME, *BARE, "details", "summary", "source"})
_MAY_CHANGE = those_with(f"not({any_of({'p', *WITHIN_TABLES})})")


def adopt_html(publication: Publication, workshop: Workshop) -> Publication:
    """Put the elements that editions have in the place of others that mean the same or nothing.

    ``<details>`` is a box, which HTML folds again, and nobody could open on paper; ``<a name>`` is
    an id. Of an element that no HTML has, such as other programs know, the content stays. Problems:
    E214 (warning: an element that goes, or its look).
    """
    return each_chapter(publication, _adopt)


def _adopt(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems = []
    for node in _MAY_CHANGE(body):
        tag = str(node.tag)
        if tag in ("a", "img") and node.get("name"):
            _name(node)
        if _is_foreign(node, tag):
            problems += _left(
                chapter, node, f"<{tag}> is no HTML: what it holds stays, and it goes"
            )
            _open_up(node)
            continue
        if tag == "dl" and order_terms(node):
            message = "<dd> without a <dt> before it explains no term: its words stay"
            problems += _left(chapter, node, message)
        if tag == "style" or (tag == "br" and tag not in _find_allowed(node)):
            problems += _tell_dropped(chapter, node, tag)
            remove(node)
            continue
        if tag not in _CHANGED and not (tag == "figcaption" and tag not in _find_allowed(node)):
            continue
        if tag == "figcaption" or tag in SAME or (tag in BARE and tag not in QUIET):
            problems += _tell(chapter, node, tag)
        _change(node, tag)
    return problems


def _change(node: Element, tag: str) -> None:
    if tag == "figcaption":
        node.tag = "div" if any(str(each.tag) in BLOCKS for each in node.iterdescendants()) else "p"
    elif tag in SAME:
        node.tag = SAME[tag]
    elif tag == "details":
        node.tag = "div"
        add_class(node, "details", *(("open",) if node.get("open") is not None else ()))
        unset(node, "open", "name")
    elif tag == "summary":
        node.tag = "p"
        add_class(node, "box-title")
    elif tag == "source":
        remove(node)
    else:
        unwrap(node)


def _is_foreign(node: Element, tag: str) -> bool:
    """Tell whether an element is one of no HTML, and holds something that can stay."""
    if tag in HTML or tag in CONTENT or tag in HOLDING or "}" in tag:
        return False
    return bool(len(node)) or not is_blank(node.text)


def _find_allowed(node: Element) -> frozenset[str]:
    parent = node.getparent()
    return CONTENT.get("" if parent is None else str(parent.tag), CONTENT["div"])


def _open_up(node: Element) -> None:
    """Leave what an element holds: as a block where it holds blocks, or stands among them."""
    parent = node.getparent()
    is_block = any(str(inside.tag) in BLOCKS for inside in node.iterdescendants())
    is_block = is_block or (parent is not None and parent.tag in NO_WORDS)
    if is_block and "div" in _find_allowed(node):
        unset(node, *(str(name) for name in node.attrib if name not in ("id", "data-line")))
        node.tag = "div"
    else:
        unwrap(node)


def _tell_dropped(chapter: Chapter, node: Element, tag: str) -> list[Problem]:
    if tag == "br":
        return _left(chapter, node, "<br> between blocks is left out: it ends lines")
    return _left(chapter, node, "the rules of <style> are left out")


def _tell(chapter: Chapter, node: Element, tag: str) -> list[Problem]:
    if tag in QUIET:
        return []
    if tag == "figcaption":
        return _left(chapter, node, "<figcaption> stands in no <figure>: its words stay")
    return _left(chapter, node, f"<{tag}> has no look in editions: its words stay")


def _left(chapter: Chapter, node: Element, message: str) -> list[Problem]:
    hint = "looks belong to the theme's style sheets: give a class, as in {.note}"
    found = chapter.text.problem("E214", message, hint, line_of(node), f"<{node.tag}")
    return [replace(found, severity="warning")]


def _name(node: Element) -> None:
    """Take a name for an id; an anchor that holds nothing is a place in the text."""
    if not node.get("id"):
        node.set("id", str(node.get("name")))
    unset(node, "name")
    if node.tag == "a" and node.get("href") is None and not len(node) and is_blank(node.text):
        node.tag = "span"
