"""Trees as they are woven: elements, and their words and signs one by one."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from octavo.constructs.listings import is_code
from octavo.constructs.notes import CALL
from octavo.diff.match.wording import words_and_pictures_of
from octavo.markup.tree import BLOCKS, Element, has_class, is_element, serialise, unset

WHOLE = frozenset(("img", "br", "wbr"))
"""Elements that are taken as one sign."""
COUNTED = (CALL, "label", "reference")
"""Classes of elements whose words the build counts: they are taken as one sign as well."""
OWN_MARKS = ("data-line", "data-b", "data-language")
"""Attributes that only a build needs."""
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True, eq=False)
class Token:
    """A word or sign, the space between two, or an element that is taken as one sign."""

    text: str
    """As it stands; an element as XML."""
    key: str
    """What it is compared by; '' for space."""
    is_element: bool = False
    tie: int = -1


@dataclass(slots=True, eq=False)
class Node:
    """An element of one revision. Its space is folded as a browser would, but in listings."""

    tag: str
    attributes: dict[str, str]
    items: "list[Item]" = field(default_factory=list)
    tie: int = -1
    """Equal for two elements, or two words, of which one became the other in its place."""
    move: int = -1
    """Equal for two elements of which one became the other elsewhere."""

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS or self.tag in ("chapter", "colgroup", "col")


Item = Node | Token
Nodes = dict[Element, Item]
Key = Callable[[Element], str]


def lay_out(element: Element, key: Key, nodes: Nodes) -> Node:
    """Return an element and what it holds; ``nodes`` takes in which item stands for which element.

    ``key`` says by what an element that is taken as one sign is compared.
    """
    found = Node(str(element.tag), own_attributes(element))
    nodes[element] = found
    is_listing = any(map(is_code, (element, *element.iterancestors())))
    children = [each for each in element if is_element(each)]
    texts = [element.text, *(each.tail for each in children)]
    for n, words in enumerate(texts):
        before = children[n - 1] if n else None
        after = children[n] if n < len(children) else None
        text = words or ""
        if not is_listing:
            text = _fold(text, element, before, after)
        found.items += tokens(text)
        if after is not None:
            found.items.append(_item(after, key, nodes))
    return found


def own_attributes(element: Element) -> dict[str, str]:
    """Return the attributes that belong to the work, sorted by name."""
    return {
        str(name): str(value)
        for name, value in sorted(element.attrib.items())
        if name not in OWN_MARKS
    }


def _item(element: Element, key: Key, nodes: Nodes) -> Item:
    if element.tag in WHOLE or not str(element.tag).islower() or is_counted(element):
        token = Token(_xml(element), key(element), True)
        nodes[element] = token
        return token
    return lay_out(element, key, nodes)


def is_counted(element: Element) -> bool:
    return any(has_class(element, name) for name in COUNTED)


def _xml(element: Element) -> str:
    """Return an element as XML without the marks of the build."""
    copy = deepcopy(element)
    copy.tail = None
    for node in copy.iter():
        unset(node, *OWN_MARKS)
    return serialise(copy)


def _fold(text: str, parent: Element, before: Element | None, after: Element | None) -> str:
    """Return words with their space folded; beside blocks there is none."""
    folded = _SPACE.sub(" ", text)
    in_block = parent.tag in BLOCKS
    if (before is None and in_block) or _is_block(before):
        folded = folded.removeprefix(" ")
    if (after is None and in_block) or _is_block(after):
        folded = folded.removesuffix(" ")
    return folded


def _is_block(element: Element | None) -> bool:
    return element is not None and element.tag in BLOCKS


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and signs of a text, and what stands between them."""
    at = 0
    for word in words_and_pictures_of(text):
        if word.start > at:
            yield Token(text[at : word.start], "")
        yield Token(text[word.start : word.end], word.folded)
        at = word.end
    if at < len(text):
        yield Token(text[at:], "")


def words_below(item: Item, stop: frozenset[int] = frozenset()) -> Iterator[Token]:
    """Yield the tokens of an item in order; nothing of the items whose ``id()`` is in ``stop``."""
    if isinstance(item, Token):
        yield item
        return
    for each in item.items:
        if id(each) not in stop:
            yield from words_below(each, stop)
