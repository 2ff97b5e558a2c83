"""What an edition could not hold is made such that a draft can: shown as its words, never lost.

Every mend stands for a problem that has been told; a sound publication comes out as it went in.
"""

from octavo.markup.tree import (
    BLOCKS,
    Element,
    elements,
    is_blank,
    is_element,
    new,
    remove,
    replace,
    text_of,
    unset,
    unwrap,
)
from octavo.model.publication import Publication
from octavo.transforms.vocabulary import (
    ATTRIBUTES,
    CONTENT,
    GLOBAL,
    NO_WORDS,
    SCHEMES,
    number_blocks,
)

WORDLESS = frozenset({"script", "style", "template", "noscript"})
"""Elements whose content no reader is meant to see."""
_HOLDERS = {"ul": "li", "ol": "li", "tr": "td", "dl": "dd"}
"""Element that has no words of its own -> the one in it that has."""


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
        for node in elements(chapter.body):
            _mend_words(node)
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
        _move(node, parent)
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


def _move(node: Element, parent: Element) -> None:
    """Make an element one that may stand where it does."""
    allowed = CONTENT.get(str(parent.tag), CONTENT["div"])
    if "div" in allowed and node.tag in BLOCKS:
        node.tag = "div"
    elif "span" in allowed:
        for inside in elements(node):
            if inside is not node and inside.tag in BLOCKS:
                unwrap(inside)
        node.tag = "span"
    elif str(parent.tag) in _HOLDERS:
        holder = new(_HOLDERS[str(parent.tag)])
        parent.replace(node, holder)
        holder.tail, node.tail = node.tail, None
        holder.append(node)
    else:
        unwrap(node)


def _mend_words(node: Element) -> None:
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
