"""The woven tree -> CriticMarkup: the new text in Markdown, with {++ ++}, {-- --} and {~~ ~> ~~}.

A plain text for those who review in an editor. It has words and simple structure only; what it
cannot say (a moved block, another form) stands in {>> <<}.
"""

import re
from collections.abc import Iterator

from octavo.constructs.construct_table import CONTAINERS
from octavo.constructs.figures import FIGURES
from octavo.constructs.listings import BLOCK
from octavo.constructs.notes import is_call, is_note
from octavo.constructs.quotations import QUOTATIONS
from octavo.constructs.tables import is_grid, rows_of
from octavo.diff.report.redline.marks import DEL, FORM, HERE, INS, MOVED, NEW, OLD, PICTURE, mark_of
from octavo.languages import Language
from octavo.markup.tree import HEADINGS, Element, is_element

HOLDERS = CONTAINERS | {"section", "div", "dl"}
NO_INLINE = QUOTATIONS.containers | BLOCK | {"ul", "ol", "p", "div"}
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
_PAIR = re.compile(r"\{--((?:(?!--\}).)*)--\}\{\+\+((?:(?!\+\+\}).)*)\+\+\}", re.DOTALL)
_SPACE = re.compile(r"\s+")


def critic(root: Element, words: Language) -> str:
    """Return a woven tree, before it was told, as CriticMarkup."""
    blocks = [text for chapter in root for text in _blocks(chapter, "", words)]
    return "\n\n".join(blocks) + "\n"


def _blocks(node: Element, mark: str, words: Language) -> Iterator[str]:
    """Yield the blocks inside a node; ``mark`` holds for all of them."""
    for each in node:
        if not is_element(each):
            continue
        own = {OLD: DEL, NEW: INS}.get(mark_of(each), mark)
        if mark_of(each) == HERE:
            yield f"{{>>{words.word('change_moved')}<<}}"
        elif each.tag in HOLDERS or is_grid(each):
            yield from _container(each, own, words)
        elif each.tag in ("ul", "ol"):
            yield "\n".join(_items(each, own, words, ""))
        elif each.tag in BLOCK:
            yield f"```\n{_inline(each, own, is_code=True)}\n```"
        elif each.tag == "hr":
            yield "* * *"
        else:
            text = _inline(each, own)
            level = "#" * int(each.tag[1]) + " " if each.tag in HEADINGS else ""
            moved = f"{{>>{words.word('change_moved')}<<}}" if mark_of(each) == MOVED else ""
            yield f"{level}{moved}{text}"


def _container(node: Element, mark: str, words: Language) -> Iterator[str]:
    if is_grid(node):
        yield "\n".join(_rows(node, mark))
    elif node.tag in QUOTATIONS.containers:
        text = "\n\n".join(_blocks(node, mark, words))
        yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    elif is_note(node):
        label = node.get("data-label") or ""
        yield f"[^{label}]: " + "\n\n    ".join(_blocks(node, mark, words))
    else:
        for text in _pictures(node):
            yield text
        yield from _blocks(node, mark, words)


def _pictures(node: Element) -> Iterator[str]:
    for image in node.iter("img"):
        if next(image.iterancestors(*FIGURES.containers, "div"), None) is node:
            note = "{>>!<<}" if mark_of(image) == PICTURE else ""
            yield f"![{image.get('alt') or ''}]({image.get('src') or ''}){note}"


def _items(node: Element, mark: str, words: Language, indent: str) -> Iterator[str]:
    for n, item in enumerate(node, 1):
        own = {OLD: DEL, NEW: INS}.get(mark_of(item), mark)
        sign = f"{n}." if node.tag == "ol" else "-"
        inner = [each for each in item if each.tag in ("ul", "ol", "p")]
        text = _inline(item, own)
        yield f"{indent}{sign} {text}"
        for each in inner:
            if each.tag in ("ul", "ol"):
                yield from _items(each, own, words, indent + "    ")
            else:
                yield f"{indent}    {_inline(each, own)}"


def _rows(table: Element, mark: str) -> Iterator[str]:
    caption = next(table.iter("caption"), None)
    if caption is not None:
        yield f"{_inline(caption, mark)}\n"
    for n, row in enumerate(rows_of(table)):
        own = {OLD: DEL, NEW: INS}.get(mark_of(row), mark)
        cells = [(c, {OLD: DEL, NEW: INS}.get(mark_of(c), own)) for c in row]
        yield "| " + " | ".join(_inline(cell, sign) for cell, sign in cells) + " |"
        if n == 0:
            yield "|" + " --- |" * len(cells)


def _inline(node: Element, mark: str, is_code: bool = False) -> str:
    """Return the words of a node with their marks; of blocks inside it nothing."""
    text = _run(node, is_code)
    if not is_code:
        text = _SPACE.sub(" ", text).strip()
    if mark and text:
        plain = text.replace("{++", "").replace("++}", "").replace("{--", "").replace("--}", "")
        return f"{{++{plain}++}}" if mark == INS else f"{{--{plain}--}}"
    return _PAIR.sub(r"{~~\1~>\2~~}", text)


def _run(node: Element, is_code: bool) -> str:
    parts = [node.text or ""]
    for each in node:
        if is_element(each):
            parts.append(_element(each, is_code))
        parts.append(each.tail or "")
    return "".join(parts)


def _element(node: Element, is_code: bool) -> str:
    if node.tag in NO_INLINE or is_grid(node):
        return ""
    if is_call(node):
        return f"[^{node.get('data-label') or ''}]"
    text = _run(node, is_code)
    mark = mark_of(node)
    if mark in (INS, DEL) and text:
        return f"{{++{text}++}}" if mark == INS else f"{{--{text}--}}"
    if mark == FORM:
        return f"{{=={text}==}}"
    if is_code:
        return text
    if node.tag == "a" and node.get("href"):
        return f"[{text}]({node.get('href')})"
    sign = MARKS.get(str(node.tag), "")
    return f"{sign}{text}{sign}" if text else ""
