"""Block quotations: a last paragraph that begins with a dash says who spoke.

The attribution stands outside the quotation, as HTML asks:
``<figure class="quotation"><blockquote>…</blockquote><figcaption>…</figcaption></figure>``.
"""

import re
from collections.abc import Sequence
from typing import Any

from octavo.constructs.construct import BlockForm, Box, Construct, Frame, Vocabulary, is_of
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    add_text,
    child,
    elements,
    has_class,
    move_content,
    new,
    remove,
    wrap,
)
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication

BOXES = {
    "pull-quote": Box("div", "pull-quote"),
    "epigraph": Box("div", "epigraph"),
    "verse": Box("div", "verse", "value"),
    "letter": Box("div", "letter"),
}
"""Boxes that are somebody's words."""
_DASH = re.compile(r"\s*(?:---?|—|–)\s+")
_LINE = re.compile(r"(?:^|\n)[ \t]*(?:---?|—|–)[ \t]+(?=\S)")
"""The beginning of a line that may say who spoke."""
_SENTENCE = re.compile(r"[.!?…][\"'”’»«“‘)\]]*\s*$")


def attribute_quotations(publication: Publication, workshop: Workshop) -> Publication:
    """Set apart the attributions of block quotations."""
    return each_chapter(publication, _quotations)


def _quotations(chapter: Chapter, body: Element) -> Sequence[Problem]:
    for words in elements(body, "q"):
        _write_marks(words)
    boxes = [div for div in elements(body, "div") if any(has_class(div, name) for name in BOXES)]
    for quotation in [*elements(body, "blockquote", "aside"), *boxes]:
        _part_last_line(quotation)
        last = quotation[-1] if len(quotation) else None
        if last is None or not _names_speaker(last):
            continue
        if quotation.tag != "blockquote":
            last.set("class", "attribution")
            last.text = _DASH.sub("", last.text or "", count=1)
            continue
        figure = new("figure", class_="quotation")
        if quotation.get("data-line"):
            figure.set("data-line", quotation.attrib.pop("data-line"))
        wrap(quotation, figure)
        last.text = _DASH.sub("", last.text or "", count=1)
        move_content(last, child(figure, "figcaption", class_="attribution"))
        remove(last)
    return []


def _part_last_line(quotation: Element) -> None:
    """Make a paragraph of the line that says who spoke, where no empty line stands before it.

    It is the last line of its paragraph, the only one that begins with a dash, and follows the end
    of a sentence or of a line that was broken on purpose: else it is speech, or a dash within a
    sentence.
    """
    last = quotation[-1] if len(quotation) else None
    if last is None or last.tag != "p" or _DASH.match(last.text or ""):
        return
    found = [
        (node, mark)
        for node in (None, *last)
        for mark in _LINE.finditer(_words_at(last, node))
        if mark.start() or mark[0].startswith("\n") or (node is not None and node.tag == "br")
    ]
    if len(found) != 1:
        return
    node, mark = found[0]
    words = _words_at(last, node)
    after = list(last) if node is None else list(node.itersiblings())
    said = words[: mark.start()]
    is_broken = node is not None and node.tag == "br" and not said.strip()
    goes_on = "\n" in words[mark.end() :] or any(
        each.tag == "br" or "\n" in (each.tail or "") for each in after
    )
    if goes_on or not (is_broken or _SENTENCE.search(said)):
        return
    named = new("p", words[mark.start() :].lstrip())
    named.extend(after)
    if node is None:
        last.text = said.rstrip()
    else:
        node.tail = said.rstrip() or None
    if is_broken and node is not None:
        remove(node)
    last.addnext(named)


def _names_speaker(last: Element) -> bool:
    """Tell whether the last block of a quotation says who spoke: after other words, none of which
    are speech behind dashes."""
    lines = [each for each in (last, *last.itersiblings(preceding=True)) if each.tag == "p"]
    is_speech = any(_DASH.match(each.text or "") for each in lines[1:])
    is_named = last.tag == "p" and bool(_DASH.match(last.text or ""))
    return is_named and not is_speech and last.getprevious() is not None


def _words_at(paragraph: Element, node: Element | None) -> str:
    """Return the words behind a node of a paragraph, those at its beginning for None."""
    return (paragraph.text if node is None else node.tail) or ""


def _write_marks(words: Element) -> None:
    """Put the marks of ``<q>`` into the text, where typography sets them like typed ones."""
    depth = sum(1 for each in words.iterancestors("q"))
    mark = "\"'"[depth % 2]
    words.text = mark + (words.text or "")
    add_text(words, mark)


def is_quotation(node: Any) -> bool:
    """Tell whether an element is a quotation with the name of who spoke."""
    return node.tag == "figure" and is_of(node, "quotation")


def is_attribution(node: Any) -> bool:
    """Tell whether an element says who spoke."""
    return is_of(node, "attribution")


QUOTATIONS = Construct(
    "quotation",
    "quotations",
    steps=(attribute_quotations,),
    is_at=is_quotation,
    vocabulary=Vocabulary(
        flow="blockquote",
        content={"blockquote": "FLOW"},
        attributes={"blockquote": "cite", "q": "cite"},
        wordless="blockquote",
    ),
    boxes=BOXES,
    form=BlockForm("quotation", "line", is_attribution),
    containers=frozenset({"blockquote"}),
    roles={"pull-quote": "doc-pullquote"},
    frames=(Frame("blockquote", "a quotation", ("quotation",)),),
    passed=frozenset({"blockquote", "letter", "pull-quote", "quotation", "verse"}),
)
