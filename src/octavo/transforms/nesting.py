"""What stands where it cannot: moved, or made what may stand there, so that all its words stay."""

from collections.abc import Sequence

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    BLOCKS,
    Element,
    any_of,
    elements,
    is_blank,
    is_element,
    new,
    those_with,
    unwrap,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.vocabulary import CONTENT, INLINE, NO_WORDS

_HOLDERS = {"ul": "li", "ol": "li", "tr": "td", "dl": "dd"}
"""Element that has no words of its own -> the one in it that has."""
_MAY_STRAY = those_with(
    "not((self::td or self::th) and parent::tr)"
    " and not(self::tr and (parent::tbody or parent::thead))"
)
"""All elements but cells in rows and rows in tables, of which there may be ten thousand."""
_WITHOUT_WORDS = those_with(
    f"{any_of(NO_WORDS)} and (not(self::tr) or text()[normalize-space()])", has_root=True
)
"""Elements in which no words may stand; of rows those in which some do."""


def mend_nesting(publication: Publication, workshop: Workshop) -> Publication:
    """Give each element and each run of words a place where the vocabulary has it.

    Problems: E214 (warning: something could not stand where it was).
    """
    return each_chapter(publication, _mend)


def _mend(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems = []
    is_sound = all(map(_is_at_home, _MAY_STRAY(body)))
    for node in () if is_sound else elements(body):
        parent = node.getparent()
        if parent is not None and not _is_at_home(node):
            message = f"<{node.tag}> cannot stand in <{parent.tag}>: its words stay, without it"
            hint = "close the outer element first"
            found = chapter.text.problem("E214", message, hint, line_of(node), f"<{node.tag}")
            problems.append(found.as_warning())
            move_element(node, parent)
    for node in _WITHOUT_WORDS(body):
        problems += _tell_words(chapter, node)
        set_words(node)
    return problems


def _is_at_home(node: Element) -> bool:
    """Tell whether an element stands where the vocabulary has it, or is not of the vocabulary."""
    parent = node.getparent()
    if parent is None or node.tag not in CONTENT or parent.tag not in CONTENT:
        return True
    return node.tag in CONTENT[str(parent.tag)]


def _tell_words(chapter: Chapter, node: Element) -> list[Problem]:
    inside = [(node, node.text), *((each, each.tail) for each in node if is_element(each))]
    loose = [(at, words.strip(" \t\r\n")) for at, words in inside if words and not is_blank(words)]
    if not loose:
        return []
    at, words = loose[0]
    first = words.partition("\n")[0]
    message = f"words directly in <{node.tag}>: '{first[:60]}'"
    hint = "put them in a paragraph of their own, with a blank line before and after"
    return [chapter.text.problem("E214", message, hint, line_of(at), first).as_warning()]


def move_element(node: Element, parent: Element) -> None:
    """Make an element one that may stand where it does."""
    allowed = CONTENT.get(str(parent.tag), CONTENT["div"])
    if "div" in allowed and node.tag in BLOCKS:
        node.tag = "div"
    elif "span" in allowed:
        for inside in elements(node):
            if inside is not node and inside.tag in BLOCKS:
                inside.tail = f" {inside.tail or ''}"  # or its words would hang on the next
                unwrap(inside)
        node.tag = "span"
    elif str(parent.tag) in _HOLDERS or (node.tag in INLINE and "p" in allowed):
        holder = new(_HOLDERS.get(str(parent.tag), "p"))
        parent.replace(node, holder)
        holder.tail, node.tail = node.tail, None
        holder.append(node)
    else:
        unwrap(node)


def set_words(node: Element) -> None:
    """Give words that stand where none may an element of their own."""
    if node.tag not in NO_WORDS:
        return
    name = _HOLDERS.get(str(node.tag), "p")
    if name not in CONTENT[str(node.tag)]:
        return _drop_words(node)
    if not is_blank(node.text):
        node.insert(0, new(name, node.text or ""))
        node.text = None
    for inside in list(node):
        if not is_blank(inside.tail):
            words, inside.tail = inside.tail, None
            inside.addnext(new(name, words or ""))
    return None


def _drop_words(node: Element) -> None:
    """Put words between rows and groups of rows before their table's words: its caption."""
    words = [node.text or "", *(inside.tail or "" for inside in node)]
    node.text = None
    for inside in node:
        inside.tail = None
    table = next(node.iterancestors("table"), node) if node.tag != "table" else node
    said = " ".join(each.strip() for each in words if not is_blank(each))
    if said and table.tag == "table":
        caption = table.find("caption")
        if caption is None:
            caption = new("caption")
            table.insert(0, caption)
        caption.text = f"{said} {caption.text or ''}".strip()
