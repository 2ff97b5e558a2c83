"""Remarks and divs of other programs -> boxes of ours, or plain divs that keep their words.

GitHub's and Obsidian's ``> [!NOTE]``, MkDocs' ``!!! note``, and ``::: note`` of Pandoc, Quarto,
MyST and Docusaurus. Problems: E219 (warning: a div that nothing ends), E258 (notice: a div without
a look).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.constructs.construct_table import NAMED_BOXES
from octavo.source.block_rules.written_block import DivMark, WrittenBlock
from octavo.source.markdown.emphasis import fill_element
from octavo.source.markdown.link_brackets import inline_pieces
from octavo.source.markdown.reading import ReaderRemark, Reading

_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)(?:\|[^\]]*)?\][+-]?(?:[ \t]+(.*?))?[ \t]*$")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*?)[ \t]*$")
_SAME = {
    **dict.fromkeys(("note", "info", "information", "callout", "admonition"), "note"),
    **dict.fromkeys(("tip", "hint"), "tip"),
    "important": "important",
    **dict.fromkeys(("warning", "attention"), "warning"),
    **dict.fromkeys(("caution", "danger", "error"), "caution"),
    "example": "example",
}
"""Name of a remark elsewhere -> ours that says the same."""
NAMES_OF_REMARKS = frozenset(_SAME)
_NEAR = {
    **dict.fromkeys(("success", "check", "done"), "tip"),
    **dict.fromkeys(("failure", "fail", "missing", "bug"), "caution"),
}
"""Name of a remark that is headed by it -> the look that it has here; others are notes."""
_BOXES = {"keypoints": "key-points", "pullquote": "pull-quote"}
"""Name of a div elsewhere -> the box of ours."""


def quotation_element(reading: Reading, parent: Element, block: WrittenBlock) -> Element:
    """Append a quotation, or the remark that its first line makes of it; return it."""
    first = block.inside[0] if block.inside else None
    is_text = first is not None and first.kind in ("paragraph", "heading") and first.lines
    found = _CALLOUT.match(first.lines[0][1]) if first and is_text else None
    if first is None or found is None or first.kind == "heading":
        return _make(parent, "blockquote", block)
    del first.lines[0]
    if not first.lines:
        block.inside.remove(first)
    return _remark_of(reading, parent, block, found[1], found[2] or "")


def remark_element(reading: Reading, parent: Element, block: WrittenBlock) -> Element:
    """Append the box of a remark; return it."""
    return _remark_of(reading, parent, block, block.name, block.words)


def _remark_of(
    reading: Reading, parent: Element, block: WrittenBlock, name: str, title: str
) -> Element:
    kind = _SAME.get(name.lower(), "")
    if not kind:
        kind, title = _NEAR.get(name.lower(), "note"), title or name.replace("-", " ").capitalize()
    return _box(reading, parent, block, kind, title)


def _make(parent: Element, tag: str, block: WrittenBlock) -> Element:
    return ElementTree.SubElement(parent, tag, {"data-line": str(block.line)})


def _box(reading: Reading, parent: Element, block: WrittenBlock, name: str, words: str) -> Element:
    """Append a box of ours; return it."""
    box = NAMED_BOXES[name]
    made = _make(parent, box.tag, block)
    made.set("class", box.kind)
    if words and box.argument == "value":
        made.set("data-value", words)
    elif words:
        title = {"class": "box-title"} if box.argument == "title" else {}
        line = ElementTree.SubElement(made, "p", title)
        fill_element(line, inline_pieces(words, block.line, reading))
    return made


def div_element(reading: Reading, parent: Element, block: WrittenBlock) -> Element:
    """Append a box, or a plain div; return it."""
    assert block.div is not None  # every block of this kind has one
    mark = _with_options(block, block.div)
    _tell_end(reading, block)
    name = _name_of_box(mark.names)
    if name:
        words = mark.title or _heading_of(block, mark)
        made = _box(reading, parent, block, name, words)
        _set_attributes(made, mark, [each for each in mark.names if not _name_of_box([each])])
        return made
    made = _make(parent, "div", block)
    _set_attributes(made, mark, mark.names)
    if mark.title:
        line = ElementTree.SubElement(made, "p")
        fill_element(line, inline_pieces(mark.title, block.line, reading))
    if mark.names:
        message = f"'::: {mark.names[0]}' is no box of Octavo: its text stands without a look"
        hint = "give its class a look in a theme of your own, or write '/// note', text, '///'"
        words = ":" * block.level
        told = ReaderRemark("E258", block.line, message, hint, words, "notice", mark.names[0])
        reading.tell(told)
    return made


def _name_of_box(names: Sequence[str]) -> str:
    """Return the box of ours that the classes of a div ask for, '' for none."""
    for name in names:
        bare = name.lower().removeprefix("callout-")
        found = _SAME.get(bare) or _BOXES.get(bare) or (bare if bare in NAMED_BOXES else "")
        if found:
            return found
    return ""


def _with_options(block: WrittenBlock, mark: DivMark) -> DivMark:
    """Take the options of a directive off the lines below it."""
    first = block.inside[0] if block.inside else None
    if not mark.is_directive or first is None or first.kind != "paragraph":
        return mark
    while first.lines and (option := _OPTION.match(first.lines[0][1])):
        if option[1] == "class":
            names = option[2].split()
            is_plain = mark.names[0] == "admonition" and _name_of_box(names)
            mark = replace(mark, names=(*names, *mark.names) if is_plain else (*mark.names, *names))
        elif option[1] in ("name", "label"):
            mark = replace(mark, id=option[2])
        del first.lines[0]
    if not first.lines:
        block.inside.remove(first)
    return mark


def _heading_of(block: WrittenBlock, mark: DivMark) -> str:
    """Take the heading with which a remark of Quarto's begins, and return its words."""
    first = block.inside[0] if block.inside else None
    is_callout = any(name.startswith("callout") for name in mark.names)
    if not is_callout or first is None or first.kind != "heading":
        return ""
    block.inside.remove(first)
    return first.text


def _set_attributes(made: Element, mark: DivMark, names: Sequence[str]) -> None:
    given = {
        "id": mark.id,
        "class": " ".join(dict.fromkeys([*(made.get("class") or "").split(), *names])),
        "lang": mark.language,
        "dir": mark.direction,
    }
    for name, value in given.items():
        if value:
            made.set(name, value)


def _tell_end(reading: Reading, block: WrittenBlock) -> None:
    if block.is_closed:
        return
    signs = ":" * block.level
    message = f"a box that is never closed: '{signs} {block.name}'"
    hint = f"write '{signs}' on a line of its own after its text"
    reading.tell(ReaderRemark("E219", block.line, message, hint, signs, "warning"))
