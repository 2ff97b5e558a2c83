"""Headings -> the names that other programs make of their words, by which links may call them.

GitHub's rule (and mdBook's, Docusaurus', Hugo's) keeps each blank and drops signs; Pandoc's begins
with the first letter and keeps stops; MkDocs' knows ASCII alone. A second one is ``-1`` (``_1``).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy

from octavo.constructs.notes import is_call
from octavo.markup.literals import plain
from octavo.markup.tree import HEADINGS, Element, elements, has_class, text_of
from octavo.model.publication import Publication
from octavo.transforms.headings import heading_words, slugify
from octavo.transforms.named_signs import SIGN

_EMOJI_JOINERS = re.compile("[\\u200d\\ufe0e\\ufe0f]")


def headings_by_slug(publication: Publication) -> dict[str, dict[str, str]]:
    """Return path of a file -> slug -> id of the heading; a file's first heading of a slug."""
    tables: dict[str, dict[str, str]] = {}
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for chapter in publication.chapters:
        table = tables.setdefault(chapter.text.path, {})
        count = counts.setdefault(chapter.text.path, Counter())
        for head in elements(chapter.body, *HEADINGS):
            calls = any(map(is_call, elements(head, "a")))
            typed = _as_typed(head)
            words = plain(heading_words(typed) if calls else text_of(typed))
            for name in _names(words, count):
                table.setdefault(name, str(head.get("id")))
    return tables


def _as_typed(head: Element) -> Element:
    """Return a heading in which names of signs are signs, which programs leave out."""
    if not any(has_class(each, SIGN) for each in elements(head, "span")):
        return head
    typed = deepcopy(head)
    for each in elements(typed, "span"):
        if has_class(each, SIGN):
            each.text = "\N{BULLET}"
    return typed


def _names(words: str, count: Counter[tuple[str, str]]) -> list[str]:
    """Return the names of a heading, and count them."""
    names = []
    for rule, (slug, mark) in _RULES.items():
        base = slug(words)
        before = count[rule, base]
        count[rule, base] += 1
        names.append(f"{base}{mark}{before}" if before else base)
    return names


def slugs_of(words: str) -> frozenset[str]:
    """Return every name by which a link may call a heading of these words."""
    return frozenset(slug(words) for slug, _ in _RULES.values())


def comparable(name: str) -> str:
    """Return an id or slug in the form in which links are compared with it."""
    return unicodedata.normalize("NFC", name)


def _github(words: str) -> str:
    kept = _EMOJI_JOINERS.sub("", comparable(words)).lower().strip()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", kept))


def _pandoc(words: str) -> str:
    kept = "-".join(re.sub(r"[^\w\s.-]", "", comparable(words)).lower().split())
    return re.sub(r"^[\W\d_]+", "", kept) or "section"


def _mkdocs(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", bare).strip().lower())


def _collapse(words: str) -> str:
    return re.sub(r"-{2,}", "-", _github(words)).strip("-")


_RULES: Mapping[str, tuple[Callable[[str], str], str]] = {
    "github": (_github, "-"),
    "pandoc": (_pandoc, "-"),
    "mkdocs": (_mkdocs, "_"),
    "collapsed": (_collapse, "-"),
    "octavo": (slugify, "-"),
}
"""Whose rule -> how it makes a name, and what parts the number of a second one."""
