"""Caption paragraphs: ``Figure: …``, ``Table: …``, ``Listing: …`` with ``Credit:``, ``Source:``."""

import re
from dataclasses import dataclass, field

from octavo.markup.tree import (
    Element,
    add_text,
    characters,
    elements,
    get_string,
    new,
    set_string,
    strings,
)

_LINE = re.compile(r"\n[ \t]*(Credit|Source):[ \t]*")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a caption paragraph says, each part as an element with its inline markup."""

    words: Element
    id: str
    classes: str
    line: str
    extras: dict[str, Element] = field(default_factory=dict)
    """``credit`` and ``source``."""


def caption_after(node: Element, keyword: str, alone: str = "Source") -> Caption | None:
    """Return the caption that the next paragraph holds, and take that paragraph out.

    A paragraph that begins with ``alone`` is a caption without words.
    """
    following = node.getnext()
    if following is None or following.tag != "p":
        return None
    if is_caption(following, keyword):
        following.text = (following.text or "").lstrip()[len(keyword) + 1 :].lstrip(" \t")
    elif is_caption(following, alone):
        following.text = "\n" + (following.text or "").lstrip()
    else:
        return None
    parts = _split(following)
    caption = Caption(
        parts.pop("words"),
        following.get("id", ""),
        following.get("class", ""),
        following.get("data-line", ""),
        parts,
    )
    parent = following.getparent()
    assert parent is not None
    following.tail = None
    parent.remove(following)
    return caption


def is_caption(node: Element, keyword: str) -> bool:
    return (node.text or "").lstrip().startswith(f"{keyword}:")


def _split(paragraph: Element) -> dict[str, Element]:
    """Return the paragraph's content cut at lines that begin with Credit: or Source:."""
    for node, is_tail in list(strings(paragraph)):
        text = _LINE.sub(lambda m: f"\ue000{m[1].lower()}\ue001", get_string(node, is_tail))
        set_string(node, is_tail, text)
    parts: dict[str, Element] = {}
    current = parts["words"] = new("span")
    pieces: list[tuple[str, Element | None]] = [(paragraph.text or "", None)]
    for each in list(paragraph):
        tail, each.tail = each.tail or "", None
        pieces += [("", each), (tail, None)]
    for text, element in pieces:
        if element is not None:
            current.append(element)
            continue
        head, *rest = text.split("\ue000")
        add_text(current, head)
        for chunk in rest:
            name, _, words = chunk.partition("\ue001")
            current = parts[name] = new("span")
            add_text(current, words)
    return parts


def first_image(paragraph: Element) -> Element | None:
    """Return the image of a paragraph that holds nothing else but places to link to."""
    images = elements(paragraph, "img")
    if len(images) != 1 or characters(paragraph).strip():
        return None
    around = {images[0], *images[0].iterancestors(), *places_beside(paragraph)}
    alone = all(each in around or each.tag in ("br", "wbr") for each in elements(paragraph))
    return images[0] if alone else None


def places_beside(paragraph: Element) -> list[Element]:
    """Return the empty elements with an id in an image's paragraph: places to link to."""
    return [each for each in elements(paragraph, "span") if not len(each) and each.get("id")]
