"""What readers may see of a site, for its faces: its pages, and what the script adds to them."""

from collections.abc import Callable, Sequence
from copy import deepcopy

from octavo.editions.html.html_file import whole
from octavo.languages import Language
from octavo.markup.css.cascade import clusters
from octavo.markup.tree import (
    Element,
    add_text,
    characters,
    child,
    elements,
    has_class,
    move_content,
    new,
    parse_xml,
)

SCRIPTED = """
<div>
<header class="site-head"><search class="search"><input type="search"/><div class="found">
<p/><ol><li><a href="#"><b/><i/></a></li></ol></div></search></header>
<h2><button class="copy-link"/><button class="copy-link done"/></h2>
</div>
"""
"""What site.js makes, but for notes beside their call."""


def gather_looks(
    bodies: Sequence[Element], shell: Callable[[int], str], words: Language
) -> list[Element]:
    """Return pages in which all looks of a site occur with all that is set in them.

    ``shell`` gives page N with ``HOLE`` for its text. The first page, one between and the last have
    all that shells have, since the rest differ in their titles, which a search may show anyway.
    """
    last = len(bodies) - 1
    groups = {0: bodies[:1], len(bodies) // 2: bodies[1:-1], last: bodies[-1:]}
    pages = [whole(shell(n), *map(deepcopy, group)) for n, group in sorted(groups.items()) if group]
    for node in elements(pages[0], "body"):
        node.append(_imitate_script(bodies, words))
    return pages


def _imitate_script(bodies: Sequence[Element], words: Language) -> Element:
    """Return what the script may add: any words of the site among results, notes, buttons."""
    made = parse_xml(SCRIPTED)
    text = "".join(sorted(frozenset(clusters("".join(map(characters, bodies))))))
    for node in elements(made, "p", "b", "i"):
        add_text(node, text)
        add_text(node, words.word("results", number="0123456789") + words.word("no_results"))
    beside = child(made, "aside", **{"class": "note-beside"})
    child(beside, "button", "\u00d7")
    for body in bodies:
        for notes in elements(body, "section"):
            if has_class(notes, "notes"):
                copied = new("div")
                move_content(deepcopy(notes), copied)
                beside.append(copied)
    return made
