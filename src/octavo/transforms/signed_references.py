"""``@fig-x``, ``[@sec:x]`` and ``[-@tbl:x]``, as Quarto and pandoc-crossref write references.

They are links without words where something has the id; other keys are citations or names.
"""

import re
from collections.abc import Mapping

from octavo.constructs.notes import CODE
from octavo.markup.tree import (
    Element,
    add_text,
    get_string,
    move_content,
    new,
    set_string,
    strings,
    words_below,
)
from octavo.model.publication import Target

KINDS = "fig|tbl|tab|sec|eq|eqn|lst|thm|lem|def|exm|exr|cor|prp|nte|tip|wrn|imp|cau"
"""How ids begin that are called so."""
_KEY = rf"@((?i:{KINDS})[-:]\w(?:[\w:.-]*\w)?)"
_SIGN = re.compile(rf"\[([^\[\]@]*{_KEY}[^\[\]]*)\]|(?<![\w@./-])(-?){_KEY}")
_ONE = re.compile(rf"([^@]*?)(-?){_KEY}([^@]*)")
_NAME = re.compile(r"(?:[^\W\d_]+\.|[A-Z][^\W\d_]*)$")
"""A word that takes the place of the target's own: "Fig.", "Abschnitt"."""


def link_signs(body: Element, targets: Mapping[str, Target]) -> None:
    """Put links in the place of the signs that refer to something of the publication."""
    if "@" not in words_below(body):
        return
    for node, is_tail in list(strings(body, CODE | {"a"})):
        words = get_string(node, is_tail)
        if "@" in words and _SIGN.search(words):
            said = _make_link(words, targets)
            set_string(node, is_tail, said.text or "")
            _insert(node, is_tail, list(said))


def _insert(node: Element, is_tail: bool, links: list[Element]) -> None:
    """Put elements, with what follows each, behind the words of a node or behind itself."""
    for link in reversed(links):
        if is_tail:
            following, node.tail = node.tail, None
            node.addnext(link)
            node.tail = following
        else:
            node.insert(0, link)


def _make_link(words: str, targets: Mapping[str, Target]) -> Element:
    """Return words in which signs are links; those that lead nowhere stay."""
    said, at = new("span"), 0
    for sign in _SIGN.finditer(words):
        add_text(said, words[at : sign.start()])
        several = sign[1].split(";") if sign[1] else [sign[0]]
        links = [_link(each, targets) for each in several]
        found = [each for each in links if each is not None]
        if len(found) < len(links):
            add_text(said, sign[0])
        for n, each in enumerate(found if len(found) == len(links) else ()):
            add_text(said, ", " if n else "")
            move_content(each, said)
        at = sign.end()
    add_text(said, words[at:])
    return said


def _link(sign: str, targets: Mapping[str, Target]) -> Element | None:
    """Return what a sign becomes, with the words around it; None where it leads nowhere."""
    found = _ONE.fullmatch(sign.strip())
    key = found[3] if found else ""
    target = targets.get(key) or targets.get(key[:1].lower() + key[1:])
    if found is None or target is None:
        return None
    is_bare = bool(found[2] or _NAME.search(found[1].rstrip()))
    said = new("span", found[1])
    link = new("a", target.number if is_bare else "", href=f"#{target.id}")
    link.tail = found[4]
    said.append(link)
    return said
