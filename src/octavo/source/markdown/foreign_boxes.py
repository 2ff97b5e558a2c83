"""Boxes between strokes that are none of ours -> what they mean in PyMdown, or plain divs.

``/// admonition | Title``, ``/// details``, ``/// tab``, ``/// html | div.name``, ``/// caption``.
Problems: E219 (warning: a box that nothing ends, or whose name is nearly one of ours), E258
(notice: a box without a look).
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from octavo.constructs.construct_table import NAMED_BOXES
from octavo.core.near_names import near_names
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.emphasis import fill_element
from octavo.source.markdown.link_brackets import inline_pieces
from octavo.source.markdown.reading import ReaderRemark, Reading
from octavo.source.markdown.remark_elements import NAMES_OF_REMARKS, remark_element

_OPTION = re.compile(r" {4,}([\w-]+):[ \t]*(.*?)[ \t]*$")
_CAPTIONS = {"figure-caption": "Figure: ", "table-caption": "Table: ", "caption": ""}
"""Name of a box that holds a caption -> how a caption of ours begins; '' by what it belongs to."""
_CAPTION_OF = {"table": "Table: ", "grid": "Table: ", "fence": "Listing: ", "code": "Listing: "}
_SELECTOR = re.compile(r"([.#])([^\s.#\[\]]+)")
_KNOWN = ("admonition", "details", "html", "tab", *_CAPTIONS)


def foreign_element(reading: Reading, parent: Element, block: WrittenBlock) -> Element:
    """Append what a box of another program becomes; return the element for its blocks."""
    options = _take_options(block)
    name = block.name.lower()
    if name in NAMES_OF_REMARKS or (name == "admonition" or "type" in options):
        kind = options.get("type") or ("note" if name in ("admonition", "details") else name)
        block.name = kind.split()[0]
        return remark_element(reading, parent, block)
    if name in _CAPTIONS:
        _begin_caption(block, _CAPTIONS[name])
        return parent
    made = ElementTree.SubElement(parent, "div", {"data-line": str(block.line)})
    if name == "html":
        _set_selector(made, block.words)
        return made
    made.set("class", block.name)
    if block.words:
        title = {"class": "box-title"} if name in ("details", "tab") else {}
        line = ElementTree.SubElement(made, "p", title)
        fill_element(line, inline_pieces(block.words, block.line, reading))
    if name not in _KNOWN:
        _tell_unknown(reading, block)
    return made


def tell_open_box(reading: Reading, block: WrittenBlock) -> None:
    """Tell of a box that goes on to the end of the text, or of what it stands in."""
    above = block.above
    while above is not None and not (above.kind == "box" and above.is_closed):
        above = above.above
    if block.is_closed or above is not None:
        return
    signs = "/" * block.level
    line = f"{signs} {block.name}" + (f" | {block.words}" if block.words else "")
    hint = f"write '{signs}' on a line of its own after its text"
    message = f"a box that is never closed: '{line}'"
    reading.tell(ReaderRemark("E219", block.line, message, hint, signs, "warning"))


def _take_options(block: WrittenBlock) -> dict[str, str]:
    """Take the options off the lines below the one that opens a box, which are moved in."""
    first = block.inside[0] if block.inside else None
    options: dict[str, str] = {}
    if first is None or first.kind != "code" or first.line != block.line + 1:
        return options
    while first.lines and (option := _OPTION.match(f"    {first.lines[0][1]}")):
        options[option[1]] = option[2].strip("\"'")
        del first.lines[0]
    if not first.lines:
        block.inside.remove(first)
    return options


def _begin_caption(block: WrittenBlock, word: str) -> None:
    """Let the words of a box be the caption of what stands before it."""
    beside = block.above.inside if block.above is not None else [block]
    at = beside.index(block)
    kind = beside[at - 1].kind if at else ""
    first = block.inside[0] if block.inside else None
    if first is not None and first.kind == "paragraph":
        number, words = first.lines[0]
        first.lines[0] = number, f"{word or _CAPTION_OF.get(kind, 'Figure: ')}{words}"


def _set_selector(made: Element, words: str) -> None:
    """Take the id and the classes of ``div.name#id``."""
    names = [name for sign, name in _SELECTOR.findall(words) if sign == "."]
    ids = [name for sign, name in _SELECTOR.findall(words) if sign == "#"]
    if names:
        made.set("class", " ".join(names))
    if ids:
        made.set("id", ids[-1])


def _tell_unknown(reading: Reading, block: WrittenBlock) -> None:
    signs = "/" * block.level
    near = near_names(block.name, NAMED_BOXES, 1)
    message = f"'{signs} {block.name}' is no box of Octavo: its text stands without a look"
    if near:
        hint = f"did you mean {near[0]}?"
        reading.tell(ReaderRemark("E219", block.line, message, hint, signs, "warning"))
        return
    hint = "give its class a look in a theme of your own, or write '/// note', text, '///'"
    told = ReaderRemark("E258", block.line, message, hint, signs, "notice", block.name)
    reading.tell(told)
