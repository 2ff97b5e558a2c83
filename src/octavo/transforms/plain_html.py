"""HTML of other days and other programs -> the elements that editions have; words always stay."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, add_class, elements, is_blank, remove, unset, unwrap
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication

SAME: Mapping[str, str] = {
    "acronym": "abbr",
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
QUIET = frozenset({"article", "main", "picture", "time"})
"""Of these, those whose leaving nobody sees."""


def adopt_html(publication: Publication, workshop: Workshop) -> Publication:
    """Put the elements that editions have in the place of others that mean the same or nothing.

    ``<details>`` is a box, open everywhere, since nobody can open one on paper; ``<a name>`` is an
    id. Problems: E214 (warning: an element whose look goes).
    """
    return each_chapter(publication, _adopt)


def _adopt(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems = []
    for node in elements(body):
        tag = str(node.tag)
        if tag in ("a", "img") and node.get("name"):
            _name(node)
        if tag not in SAME and tag not in BARE and tag not in ("details", "summary", "source"):
            continue
        if tag in SAME or (tag in BARE and tag not in QUIET):
            problems += _told(chapter, node, tag)
        _change(node, tag)
    return problems


def _change(node: Element, tag: str) -> None:
    if tag in SAME:
        node.tag = SAME[tag]
    elif tag == "details":
        node.tag = "div"
        unset(node, "open", "name")
        add_class(node, "details")
    elif tag == "summary":
        node.tag = "p"
        add_class(node, "box-title")
    elif tag == "source":
        remove(node)
    else:
        unwrap(node)


def _told(chapter: Chapter, node: Element, tag: str) -> list[Problem]:
    if tag in QUIET:
        return []
    message = f"<{tag}> has no look in editions: its words stay"
    hint = "looks belong to the theme's style sheets: give a class, as in {.note}"
    found = chapter.text.problem("E214", message, hint, line_of(node), f"<{tag}")
    return [replace(found, severity="warning")]


def _name(node: Element) -> None:
    """Take a name for an id; an anchor that holds nothing is a place in the text."""
    if not node.get("id"):
        node.set("id", str(node.get("name")))
    unset(node, "name")
    if node.tag == "a" and node.get("href") is None and not len(node) and is_blank(node.text):
        node.tag = "span"
