"""A woven tree -> either of the revisions that it holds."""

import json
from copy import deepcopy

from octavo.diff.report.redline.marks import (
    DEL,
    FORM,
    FRAME,
    HERE,
    INS,
    JOINS,
    LEVEL,
    MARK,
    MOVE,
    MOVED,
    NEW,
    NOTE,
    OLD,
    OLD_ID,
    ORDER,
    PASSAGE,
    PICTURE,
    SIGN,
    SPELT,
    UNWRAP,
    WAS,
    WRAP,
    mark_of,
)
from octavo.markup.tree import (
    Element,
    add_text,
    is_element,
    move_content,
    parse_xml,
    remove,
    replace,
    unset,
    unwrap,
)


def accept_changes(woven: Element) -> Element:
    """Return the new revision."""
    root = deepcopy(woven)
    for node in _find_marked(root):
        mark = mark_of(node)
        if mark in (OLD, DEL, NOTE, HERE):
            remove(node)
        elif mark in (INS, SPELT, FORM, UNWRAP, FRAME):
            unwrap(node)
        else:
            unset(node, MARK, WAS, MOVE)
    for node in root.iter():
        unset(node, WAS, ORDER, LEVEL, PASSAGE)
    _join(root)
    return root


def reject_changes(woven: Element) -> Element:
    """Return the old revision."""
    root = deepcopy(woven)
    _put_back(root)
    for node in _find_marked(root):
        _reject(node, mark_of(node))
    for node in root.iter():
        was = node.get(WAS)
        if was is not None:
            _restore_attributes(node, json.loads(was))
    for node in root.iter():
        _put_in_order(node, (node.get(ORDER) or "").split())
        unset(node, ORDER, LEVEL, PASSAGE)
    _join(root)
    return root


def _reject(node: Element, mark: str) -> None:
    if mark in (NEW, INS, NOTE):
        remove(node)
    elif mark in (OLD, DEL):
        _rename(node)
        unset(node, MARK)
    elif mark == SPELT:
        node.text = node.get(WAS)
    elif mark in (FORM, SIGN, PICTURE):
        _restore(node, mark)
    elif mark == UNWRAP:
        _rename_one(node)
        unset(node, MARK)
    if mark in (DEL, SPELT, WRAP, FRAME):
        unwrap(node)


def _find_marked(root: Element) -> list[Element]:
    return [node for node in root.iter() if is_element(node) and mark_of(node)]


def _put_back(root: Element) -> None:
    """Put what has moved where it stood."""
    moved = {node.get(MOVE): node for node in root.iter() if mark_of(node) == MOVED}
    for place in [each for each in root.iter() if mark_of(each) == HERE]:
        nodes = [moved[number] for number in (place.get(MOVE) or "").split()]
        for node in nodes:
            unset(node, MARK, MOVE)
            remove(node)
        replace(place, *nodes)


def _rename(root: Element) -> None:
    """Take the redline's prefix off ids and links. Elements inside a block say it themselves."""
    for node in root.iter():
        _rename_one(node)


def _rename_one(node: Element) -> None:
    for name, start in (("id", ""), ("href", "#"), ("src", "")):
        value = node.get(name) or ""
        if value.startswith(start + OLD_ID):
            node.set(name, start + value.removeprefix(start + OLD_ID))


def _restore(node: Element, mark: str) -> None:
    """Put the old content, or the old sign, in the place of the new one."""
    old = parse_xml(node.get(WAS) or "")
    replace(node, old)
    if mark == FORM:
        unwrap(old)


def _put_in_order(section: Element, ids: list[str]) -> None:
    """Put notes in the order of the old revision."""
    places = {name: n for n, name in enumerate(ids)}
    if ids:
        section[:] = sorted(section, key=lambda note: places.get(note.get("id") or "", len(ids)))


def _restore_attributes(node: Element, was: dict[str, str]) -> None:
    unset(node, *(str(name) for name in node.attrib if name != ORDER))
    node.tag = was.pop("tag")
    for name, value in was.items():
        node.set(name, value)


def _join(root: Element) -> None:
    """Join the halves of paragraphs that are one in this revision."""
    for node in [each for each in root.iter() if each.get(JOINS) is not None]:
        first = node.getprevious()
        if first is None:
            continue
        add_text(first, node.get(JOINS) or "")
        move_content(node, first)
        remove(node)
