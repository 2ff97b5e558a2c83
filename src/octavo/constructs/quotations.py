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


def attribute_quotations(publication: Publication, workshop: Workshop) -> Publication:
    """Set apart the attributions of block quotations."""
    return each_chapter(publication, _quotations)


def _quotations(chapter: Chapter, body: Element) -> Sequence[Problem]:
    for words in elements(body, "q"):
        _write_marks(words)
    boxes = [div for div in elements(body, "div") if any(has_class(div, name) for name in BOXES)]
    for quotation in [*elements(body, "blockquote", "aside"), *boxes]:
        last = quotation[-1] if len(quotation) else None
        if last is None or last.tag != "p" or not _DASH.match(last.text or ""):
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
