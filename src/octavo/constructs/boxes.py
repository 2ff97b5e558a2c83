"""Boxes: titles of admonitions, lines of verse, marks of tasks, who may see what."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from octavo.constructs.construct import Box, Construct, Frame, Vocabulary, is_of
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language, language
from octavo.markup.tree import (
    Element,
    add_class,
    characters,
    child,
    classes,
    elements,
    get_string,
    has_class,
    is_blank,
    move_content,
    new,
    remove,
    replace,
    set_string,
    strings,
    text_of,
    unset,
    unwrap,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication

DONE, OPEN = "☑", "☐"
LINED = frozenset({"dedication", "epigraph"})
"""Roles of files whose lines stay lines, as those of an epigraph do."""
WRAPPED = 60
"""Characters that every line but the last has where an editor has wrapped a paragraph."""
COUNTED = re.compile(r"[1-9]\d{0,3}")
"""By how many lines verse may be numbered."""


def finish_boxes(publication: Publication, workshop: Workshop) -> Publication:
    """Give admonitions their titles, verse its lines, tasks their marks.

    Problems: E222 (a box with a value that it does not know), E290 (warning: words in a page
    break).
    """
    words = language(workshop, publication.config.language)
    declared = (each.name for each in publication.config.metadata.editions)
    names = tuple(dict.fromkeys((*publication.config.formats, *declared)))
    return each_chapter(publication, partial(_finish, words, names))


def _finish(
    words: Language, editions: Sequence[str], chapter: Chapter, body: Element
) -> Sequence[Problem]:
    problems: list[Problem] = []
    for box in elements(body, "aside", "div"):
        if has_class(box, "admonition"):
            _title(words, box)
        elif has_class(box, "verse"):
            problems += _verse(words, chapter, box)
        elif has_class(box, "only"):
            problems += _only(editions, chapter, box)
    for box in elements(body, "div"):
        if has_class(box, "page-break"):
            problems += _empty(chapter, box)
    _keep_lines(chapter, body)
    _mark_tasks_and_keys(body)
    return problems


def _mark_tasks_and_keys(body: Element) -> None:
    for item in elements(body, "li"):
        _task(item)
    for keys in elements(body, "span"):
        if has_class(keys, "keys"):
            _keys(keys)


def _title(words: Language, box: Element) -> None:
    """An admonition without a title of its own is called by its kind."""
    if any(has_class(node, "box-title") for node in box):
        return
    named = (c.removeprefix("admonition-") for c in classes(box) if c.startswith("admonition-"))
    kind = next(named, "")
    if kind not in words.words:
        return  # HTML of an author's own, with a class that is none of our kinds
    box.insert(0, new("p", words.word(kind), class_="box-title generated"))


def _empty(chapter: Chapter, box: Element) -> list[Problem]:
    """Put what stands in a page break behind it: nobody sees what it holds."""
    if not len(box) and is_blank(box.text):
        return []
    first = text_of(box)[:40]
    message = f"a page break holds nothing: what stands in it comes after it: '{first}'"
    hint = "write '/// page-break' on a line of its own, and '///' on the next"
    words, box.text = box.text, None
    inside = list(box)
    for node in reversed(inside):
        box.addnext(node)
    if not is_blank(words):
        box.addnext(new("p", words or ""))
    return [chapter.text.problem("E290", message, hint, line_of(box), first).as_warning()]


def _verse(words: Language, chapter: Chapter, box: Element) -> list[Problem]:
    every, count = box.get("data-value") or "", 0
    problems: list[Problem] = []
    unset(box, "data-value")
    if every and COUNTED.fullmatch(every) is None:
        hint = "write /// verse, or /// verse | 5 to number every fifth line"
        text = chapter.text
        message = f"verse cannot count by '{every}': its lines have no numbers"
        problems = [text.problem("E222", message, hint, line_of(box), every).as_warning()]
        every = ""
    for stanza in [node for node in box if node.tag == "p" and not node.get("class")]:
        add_class(stanza, "stanza")
        for line in _lines(stanza):
            count += 1
            if every and count % int(every) == 0:
                number = new("span", str(count), class_="line-number")
                number.tail = line.text
                line.text = None
                line.insert(0, number)
    return problems


def step_of_numbers(stanza: Element) -> int:
    """Return by how many the lines of a stanza are numbered: the first number of its poem; 0 of
    all else."""
    poem = stanza.getparent() if has_class(stanza, "stanza") else None
    spans = elements(poem, "span") if poem is not None else ()
    first = next((each.text for each in spans if has_class(each, "line-number")), "") or ""
    return int(first) if COUNTED.fullmatch(first) else 0


def _lines(stanza: Element) -> list[Element]:
    """Put each written line of a stanza into a ``<span class="line">`` of its own."""
    content = new("p")
    move_content(stanza, content)
    lines = [child(stanza, "span", class_="line")]
    pieces: list[tuple[str, Element | None]] = [(content.text or "", None)]
    for node in list(content):
        tail, node.tail = node.tail or "", None
        pieces += [("", node), (tail, None)]
    for text, inline in pieces:
        if inline is not None:
            if inline.tag != "br":
                lines[-1].append(inline)
            continue
        first, *rest = re.split(r"[ \t]*\n", text)
        _say(lines[-1], first)
        for words in rest:
            lines[-1].tail = "\n"
            lines.append(child(stanza, "span", class_="line"))
            _say(lines[-1], words)
    for line in lines[:-1]:
        line.addnext(new("br"))
    return lines


def _keep_lines(chapter: Chapter, body: Element) -> None:
    """Let lines of epigraphs stay lines, unless they are as long as lines that were wrapped."""
    boxes = [box for box in elements(body, "div") if has_class(box, "epigraph")]
    for paragraph in [p for box in boxes for p in elements(box, "p")] or _own(chapter, body):
        lines = characters(paragraph).strip().split("\n")
        if has_class(paragraph, "attribution") or min(map(len, lines[:-1]), default=0) >= WRAPPED:
            continue
        for node, is_tail in list(strings(paragraph, frozenset({"code"}))):
            first, *rest = re.split(r"[ \t]*\n[ \t]*", get_string(node, is_tail))
            if is_tail and node.tag == "br" and not first and rest:  # it is broken already
                first, rest = f"\n{rest[0]}", rest[1:]
            set_string(node, is_tail, first)
            for words in reversed(rest):
                line_end = new("br")
                line_end.tail = f"\n{words}"
                if is_tail:
                    node.addnext(line_end)
                else:
                    node.insert(0, line_end)


def _own(chapter: Chapter, body: Element) -> list[Element]:
    return elements(body, "p") if chapter.role in LINED else []


def _say(line: Element, words: str) -> None:
    indent = len(words) - len(words.lstrip(" "))
    if not len(line) and not line.text:
        words = "\u2003" * (indent // 2) + words.lstrip(" ")
    if len(line):
        line[-1].tail = (line[-1].tail or "") + words
    else:
        line.text = (line.text or "") + words


def _only(editions: Sequence[str], chapter: Chapter, box: Element) -> list[Problem]:
    """Check for whom the content is: ``pdf`` (and its variants), ``html epub``, ``not pdf``,
    ``pdf-print``; write down the names of the editions that hold it."""
    value = (box.get("data-value") or "").replace(",", " ").split()
    names = value[1:] if value[:1] == ["not"] else value
    if names and all(name in editions for name in names):
        kept = [
            name
            for name in editions
            if (name in names or name.partition("-")[0] in names) != (value[0] == "not")
        ]
        box.set("data-value", " ".join(kept))
        return []
    hint = f"write /// only | pdf, or /// only | not pdf; editions are {', '.join(editions)}"
    words = " ".join(value) or "nothing"
    return [chapter.text.problem("E222", f"content only for {words}", hint, line_of(box), "only")]


def _task(item: Element) -> None:
    mark = next(iter(elements(item, "input")), None)
    if mark is None or mark.get("type") != "checkbox":
        return
    done = mark.get("checked") is not None
    item.set("class", "task done" if done else "task")
    parent = item.getparent()
    if parent is not None:
        parent.set("class", "tasks")
    replace(mark, new("span", DONE if done else OPEN, class_="task-mark"))


def _keys(keys: Element) -> None:
    """Keys carry no classes of their own; the plus between them stays."""
    keys.set("class", "keys")
    for node in elements(keys):
        unset(node, "class")


def left_out(body: Element, name: str) -> frozenset[str]:
    """Return the ids of what stands only in other editions."""
    boxes = [box for box in elements(body, "div") if has_class(box, "only")]
    others = [box for box in boxes if name not in (box.get("data-value") or "").split()]
    return frozenset(str(node.get("id")) for box in others for node in elements(box))


def for_one(body: Element, name: str) -> None:
    """Drop what other editions say only for themselves, and unwrap what this one may say."""
    for box in elements(body, "div"):
        if not has_class(box, "only"):
            continue
        if name in (box.get("data-value") or "").split():
            unwrap(box)
        else:
            remove(box)


def is_box(node: Any) -> bool:
    """Tell whether an element is a box of this module's."""
    return node.tag == "div" and any(is_of(node, box.kind.split()[-1]) for box in NAMED.values())


ADMONITIONS = ("note", "tip", "important", "warning", "caution", "example")
NAMED = {
    "key-points": Box("div", "key-points", "title"),
    "dialogue": Box("div", "dialogue"),
    "only": Box("div", "only", "value"),
    "page-break": Box("div", "page-break"),
    **{name: Box("div", f"admonition admonition-{name}", "title") for name in ADMONITIONS},
}
BOXES = Construct(
    "box",
    "boxes",
    steps=(finish_boxes,),
    is_at=is_box,
    vocabulary=Vocabulary(
        flow="aside", content={"aside": "FLOW"}, attributes={"div": "data-value"}
    ),
    boxes=NAMED,
    words=ADMONITIONS,
    containers=frozenset({"aside"}),
    tags={"aside": "Div"},
    roles={"admonition-tip": "doc-tip", "admonition": "note"},
    frames=(Frame("aside", "a box", ("admonition", "key-points")),),
    passed=frozenset({"admonition", "dialogue", "key-points", "tasks"}),
    unmarked=frozenset({"aside"}),
)
