"""The redline's tree -> the same with words that say what the marks mean.

Changes are never told by colour or by a line alone: brackets and short notes stand in the text,
since few screen readers tell insertions and deletions, and no PDF reader does.
"""

import json
from collections.abc import Iterator, Mapping

from octavo.blocks.block import Block
from octavo.constructs.construct_table import CAPTIONS, form_at
from octavo.constructs.tables import CELLS, is_row
from octavo.diff.report.entries import in_quotes
from octavo.diff.report.redline.filled_rows import fill_rows
from octavo.diff.report.redline.marks import (
    FORM,
    HERE,
    JOINS,
    LEVEL,
    MARK,
    MOVE,
    MOVED,
    NOTE,
    PICTURE,
    SIGN,
    UNWRAP,
    WAS,
    WRAP,
    mark_of,
)
from octavo.diff.report.redline.spoken_passages import CAME, WENT, name_last, tell_passages
from octavo.diff.report.redline.spoken_pictures import (
    SIGNS,
    RegionOf,
    no_region,
    outermost,
    tell_picture,
)
from octavo.diff.report.redline.woven import Woven
from octavo.languages import Language
from octavo.markup.tree import (
    HEADINGS,
    Element,
    add_class,
    child,
    has_class,
    is_blank,
    new,
    parse_xml,
    remove,
    text_of,
)

NOT_OLD, NOT_NEW = CAME | {MOVED}, WENT | {HERE}
"""Marks of what is no part of a revision where it stands."""
OUTSIDE = ("http:", "https:", "mailto:", "tel:")
LISTS = ("ul", "ol")
LINES = frozenset((*HEADINGS, "p", "li", "dt", "dd", *CELLS, *CAPTIONS))
"""Elements that begin with words, or could."""


def tell(cloth: Woven, words: Language, region: RegionOf = no_region) -> None:
    """Put brackets and notes into a woven tree; ``region`` says where a picture has changed."""
    root = cloth.root
    _tell_moves(root, cloth.moves, words)
    tell_passages(root, words, _head)
    for node in list(root.iter()):
        mark = mark_of(node)
        _tell_form(node, mark, words)
        if mark == PICTURE:
            tell_picture(node, cloth.pictures, words, region)
        elif mark:
            _tell_mark(node, mark, words)
        if mark in ("", SIGN, MOVED):
            for text in _was(node, mark, words):
                _put_after(node, text)
        if mark:
            node.set(LEVEL, level_of(node, mark))
    fill_rows(root)


def _tell_form(node: Element, mark: str, words: Language) -> None:
    """Say that a paragraph begins where none began, or that one does no longer; or that something
    else stands around words."""
    was_half = mark in ("", MOVED) and JOINS in json.loads(node.get(WAS) or "{}")
    if node.get(JOINS) is not None or was_half:
        _head(node, words.word("paragraph_split" if was_half else "paragraph_joined"))
    if _is_set_otherwise(node, mark):
        _head(node, words.word("form_changed"))


def _is_set_otherwise(node: Element, mark: str) -> bool:
    """Tell whether a reader sees that something else stands around words than did: a quotation, a
    box, numbers for bullets."""
    if mark in (WRAP, UNWRAP):
        return node.tag != "section"
    was = json.loads(node.get(WAS) or "{}") if node.tag in LISTS and mark in ("", MOVED) else {}
    return bool(was) and was["tag"] != node.tag


def _tell_mark(node: Element, mark: str, words: Language) -> None:
    if mark in SIGNS:
        _bracket(node, mark)
    elif mark == FORM and next(node.iterancestors("pre"), None) is None:
        node.append(_note(words.word("form_changed")))


def level_of(node: Element, mark: str) -> str:
    """Return to which level of differences a mark belongs."""
    if mark == FORM:
        return "mark"
    for each in (node, *node.iterancestors()):
        form = form_at(each)
        is_apart = bool(each.get("data-label"))
        if form is not None and form.shape != "line" and (is_apart or form.shape != "blocks"):
            return form.level
        if each.tag in HEADINGS:
            return "structure"
    return "structure" if mark in (MOVED, HERE) else "text"


def _bracket(node: Element, mark: str) -> None:
    """Put signs around words of one revision."""
    if is_blank(text_of(node)) and not any(each.tag == "img" for each in node.iter()):
        return
    numbers = [each for each in node.iter("span") if has_class(each, "line-number")]
    if len(numbers) == 1 and text_of(node) == text_of(numbers[0]):
        node = numbers[0]  # a line's number, which stands in the margin: the signs go with it
    opening, closing = (new("span", sign, class_="redline-sign") for sign in SIGNS[mark])
    for sign in (opening, closing):
        sign.set(MARK, NOTE)
    _put_first(node, opening)
    _put_last(node, closing)


def _put_first(node: Element, sign: Element) -> None:
    """Put a sign before the first words: behind the ends of lines that stand there."""
    ends: list[Element] = []
    for each in node if is_blank(node.text or "") else ():
        if not _is_end_of_line(each):
            break
        ends.append(each)
        if not is_blank(each.tail or ""):
            break
    if ends and not is_blank(ends[-1].tail or ""):
        sign.tail, ends[-1].tail = ends[-1].tail, None
        ends[-1].addnext(sign)
        return
    first = node[len(ends)] if is_blank(node.text or "") and len(node) > len(ends) else None
    if first is not None and has_class(first, "line"):
        _put_first(first, sign)
        return
    if ends:
        ends[-1].addnext(sign)
        return
    text = node.text or ""
    cut = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    node.text, sign.tail = text[:cut] or None, text[cut:] or None
    node.insert(0, sign)


def _put_last(node: Element, sign: Element) -> None:
    """Put a sign behind the last words: before the end of the line that stands there."""
    last = node[-1] if len(node) else None
    is_last = last is not None and is_blank(last.tail or "")
    if last is not None and is_last and _is_end_of_line(last):
        last.addprevious(sign)
        return
    if last is not None and is_last and has_class(last, "line"):
        _put_last(last, sign)
        return
    text = (last.tail if last is not None else node.text) or ""
    kept = text.rstrip()
    cut = text.find("\n", len(kept))
    if cut < 0:
        node.append(sign)
        return
    sign.tail = text[cut:]
    if last is None:
        node.text = text[:cut]
    else:
        last.tail = text[:cut]
    node.append(sign)


def _is_end_of_line(node: Element) -> bool:
    text = "".join(map(str, node.itertext()))
    return node.tag == "br" or (is_blank(text) and "\n" in text)


def _note(text: str) -> Element:
    found = new("span", f"[{text}]", class_="redline-note")
    found.set(MARK, NOTE)
    return found


def _was(node: Element, mark: str, words: Language) -> Iterator[str]:
    """Yield what is to be told of an element that the old revision had otherwise."""
    if mark == SIGN:
        if node.tag == "img":
            alt = parse_xml(node.get(WAS) or "").get("alt") or ""
            if alt != (node.get("alt") or ""):
                yield words.word("alt_was", text=words.word("titled", title=alt))
        return
    was = json.loads(node.get(WAS) or "{}")
    if not was:
        return
    href = was.get("href", "")
    if href != node.get("href", "") and (href + (node.get("href") or "")).startswith(OUTSIDE):
        yield words.word("link_was", target=href)
    if was["tag"] != node.tag and node.tag in LINES:
        yield words.word("form_changed")


def _put_after(node: Element, text: str) -> None:
    """Put a note at the end of a heading, behind a figure, or behind an element in a line."""
    note = _note(text)
    figure = outermost(node) if node.tag == "img" else None
    if figure is not None:
        line = new("p", class_="redline-line")
        line.set(MARK, NOTE)
        line.append(note)
        line.tail, figure.tail = figure.tail, None
        figure.addnext(line)
        return
    if node.tag in LINES:
        child(node, "span", " ").set(MARK, NOTE)
        node.append(note)
        return
    note.tail, node.tail = node.tail, None
    node.addnext(note)


def _tell_moves(root: Element, moves: Mapping[str, tuple[Block, Block]], words: Language) -> None:
    """Say where something stood, and where it stands; of neighbours that moved together once."""
    heres = {node.get(MOVE): node for node in root.iter() if mark_of(node) == HERE}
    moved = {node.get(MOVE): node for node in root.iter() if mark_of(node) == MOVED}
    for number, here in heres.items():
        if number not in moves or number is None:
            continue
        old, new_ = moves[number]
        before = here.getprevious()
        last = (before.get(MOVE) or "").split()[-1:] if before is not None else []
        is_next = before is not None and mark_of(before) == HERE
        if is_next and moved[last[0]].getnext() is moved[number] and before is not None:
            before.set(MOVE, f"{before.get(MOVE)} {number}")
            remove(here)
            continue
        ends = name_last(here, NOT_OLD), name_last(moved[number], NOT_NEW)
        stood, stands = ends if old.path == new_.path else ("", "")
        _fill(here, words.word("moved_to", place=_place(new_, words, stands)))
        _head(moved[number], words.word("moved_from", place=_place(old, words, stood)))


def _place(block: Block, words: Language, behind: str) -> str:
    """Return how readers are told where a block stands: under which heading, or behind which words
    where that is the same; on which page."""
    titles = [behind] if behind else block.path[-1:]
    parts = [in_quotes(title, words) for title in titles]
    parts += [words.word("page_break", page=block.pages[0])] if block.pages else []
    return words.word("comma").join(parts) or "…"


def _fill(here: Element, text: str) -> None:
    """Write a note where something stood, in a form that may stand there."""
    add_class(here, "redline-here")
    line = here
    if is_row(here):
        rows = here.getparent()
        most = (
            max((len(row) for row in rows if row is not here), default=1) if rows is not None else 1
        )
        line = child(here, CELLS[0], colspan=str(most))
    line.append(_note(text))


def _head(moved: Element, text: str) -> None:
    """Write a note where something stands that stood elsewhere."""
    note = _note(text)
    if is_row(moved):
        moved = moved[0] if len(moved) else moved
    if moved.tag in LINES:
        space = new("span", " ")
        space.set(MARK, NOTE)
        space.tail, moved.text = moved.text, None
        moved.insert(0, note)
        note.addnext(space)
        return
    line = new("p", class_="redline-line")
    line.set(MARK, NOTE)
    line.append(note)
    moved.addprevious(line)
