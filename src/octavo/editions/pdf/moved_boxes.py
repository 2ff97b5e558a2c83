"""The boxes of a text whose blocks have changed places, taken along: only those are made anew that
rules give another look now, such as a paragraph that no longer follows a figure.

Where counters, or what is written in other places, could tell of the order, all are made anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.editions.pdf.weasyprint_private import boxes, make_boxes_of
from octavo.editions.shape.page_floats import KEY

LISTS = frozenset({"ol", "ul", "li"})
"""Elements whose counters end where their list does."""
FROM_ELSEWHERE = ("counter", "target", "quote", "element")
"""How kinds of content begin that depend on what stands in other places."""
NO_COUNTERS = ("auto", "none", ())
Styles = Mapping[tuple[Any, str | None], Any]
"""(Element, pseudo-element or None) -> style."""


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A document of which some blocks have changed places, and its boxes from before."""

    root: Any
    notes: Sequence[Any]
    """The boxes of all notes, in the order of the text."""
    text: Any
    """The element whose blocks have changed places."""
    moved: frozenset[Any]
    """The blocks that have another place now."""


def take_along(context: Any, html: Any, document: Rearranged, new: Any) -> list[Any] | None:
    """Put boxes into the order of their elements, and make those anew that look otherwise; return
    the boxes of all notes. None, with all as it was, where what stands elsewhere may matter.

    ``new``: the styles of all elements as they stand now; afterwards those of boxes that stay are
    the ones that they were made with, which WeasyPrint has changed.
    """
    was, now = context.style_for.get_computed_styles(), new.get_computed_styles()
    block_of = {node: block for block in document.text for node in block.iter()}
    others = [key for key, style in now.items() if not _is_same(was.get(key), style)]
    changed = frozenset(block_of.get(node, document.text) for node, _ in others)
    home = _home_of(document.root, document.text)
    concerned = document.moved | changed
    if home is None or document.text in changed or len(was) != len(now):
        return None
    if context.target_collector.counter_lookup_items or not all(
        _stands_alone(node, style, block_of[node].get(KEY) is not None)
        for (node, pseudo), style in now.items()
        if block_of.get(node) in concerned and _is_shown(pseudo, now[node, None])
    ):
        return None
    made: dict[Any, list[Any]] = {}
    notes: dict[Any, Any] = {note.element: note for note in document.notes}
    for block, is_after_space in _with_space(document.text):
        if block in changed:
            made[block], of_it = make_boxes_of(context, html, new, block, is_after_space)
            notes |= {note.element: note for note in of_it}
    now.update({key: was[key] for key in now if block_of.get(key[0]) not in changed})
    stayed: dict[Any, list[Any]] = {}
    for box in home.children:
        stayed.setdefault(box.element, []).append(box)
    home.children = [
        box for block in document.text for box in made.get(block, stayed.get(block, ()))
    ]
    return list(notes.values())


def _is_same(was: Any, now: Any) -> bool:
    base = getattr(now, "base", None)
    return was is now or (base is not None and getattr(was, "base", None) is base)


def _home_of(root: Any, text: Any) -> Any:
    """Return the box that holds one of each block of a text, and nothing else; None for none."""
    found = [box for box in _parents(root) if box.element is text and _holds_blocks(box, text)]
    return found[0] if len(found) == 1 else None


def _parents(box: Any) -> Iterator[Any]:
    yield box
    for child in box.children:
        if isinstance(child, boxes.ParentBox):
            yield from _parents(child)


def _holds_blocks(box: Any, text: Any) -> bool:
    own = frozenset(text)
    return bool(box.children) and all(
        isinstance(child, boxes.BlockLevelBox) and child.element in own for child in box.children
    )


def _is_shown(pseudo: str | None, style: Any) -> bool:
    """Tell whether a pseudo-element of an element with some style can have a box."""
    match str(pseudo).partition("-")[0]:
        case "footnote":
            return bool(style["float"] == "footnote")
        case "note":
            return bool(style["position"][0] == "note()")
    return True


def _stands_alone(node: Any, style: Any, is_of_float: bool) -> bool:
    """Tell whether no counter of an element, and nothing that it shows, has to do with others."""
    if style["float"] == "footnote" and is_of_float:
        return False
    counters = (style["counter_reset"], style["counter_set"], style["counter_increment"])
    if node.tag not in LISTS and any(each not in NO_COUNTERS for each in counters):
        return False
    shown = [style["content"], style["bookmark_label"], style["string_set"]]
    kinds = [str(kind) for kind in _words_in(shown)]
    return not any(kind.startswith(FROM_ELSEWHERE) for kind in kinds)


def _words_in(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from _words_in(each)
    else:
        yield value


def _with_space(text: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the blocks of a text, each with whether white space stands before it."""
    before = text.text
    for block in text:
        yield block, bool(before)
        before = block.tail
