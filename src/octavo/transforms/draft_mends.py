"""What an edition could not hold is made such that a draft can: shown as its words, never lost.

Every mend stands for a problem that has been told; a sound publication comes out as it went in.
"""

from octavo.markup.tree import (
    Element,
    elements,
    is_element,
    new,
    remove,
    replace,
    text_of,
    unset,
    unwrap,
)
from octavo.model.publication import Publication
from octavo.transforms.nesting import move_element, set_words
from octavo.transforms.vocabulary import ATTRIBUTES, CONTENT, GLOBAL, SCHEMES, number_blocks

WORDLESS = frozenset({"script", "style", "template", "noscript"})
"""Elements whose content no reader is meant to see."""


def mend_for_draft(publication: Publication) -> Publication:
    """Return the publication with trees that every edition can hold. Its trees are changed.

    An element, attribute or address outside the vocabulary goes, and its words stay; a picture that
    could not be read is its alternative text in brackets; of an id that occurs twice, the first
    stays.
    """
    names: set[str] = set()
    for chapter in publication.chapters:
        for node in list(chapter.body.iter()):
            if is_element(node) and node.getparent() is not None:
                _mend(node, publication, names)
        for node in (chapter.body, *elements(chapter.body)):
            set_words(node)
    number_blocks(publication.chapters)
    return publication


def _mend(node: Element, publication: Publication, names: set[str]) -> None:
    """Mend one element: its attributes, its place, itself."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tag in WORDLESS:
        remove(node)
        return
    if node.tag not in CONTENT:
        unwrap(node)
        return
    if node.tag not in CONTENT.get(str(parent.tag), CONTENT["div"]):
        move_element(node, parent)
    if node.tag == "img" and node.get("src") not in publication.assets:
        replace(node, new("span", f"[{node.get('alt') or node.get('src') or ''}]"))
        return
    _mend_attributes(node, names)


def _mend_attributes(node: Element, names: set[str]) -> None:
    known = GLOBAL | ATTRIBUTES.get(str(node.tag), frozenset())
    unset(node, *(str(name) for name in node.attrib if name not in known))
    address = node.get("href")
    if address is not None and not address.startswith(SCHEMES):
        unset(node, "href")
    if node.tag == "a" and node.get("href") is None and not text_of(node) and not len(node):
        node.text = "[?]"  # words that a reference would have had
    name = node.get("id")
    if name is not None and (name in names or not name.strip()):
        unset(node, "id")
    elif name is not None:
        names.add(name)
