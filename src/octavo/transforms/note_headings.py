"""Headings within notes -> paragraphs of strong words: no contents and no outline can have them."""

from collections.abc import Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import HEADINGS, Element, elements, has_class, move_content, new
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.divided_files import BOX


def lower_note_headings(publication: Publication, workshop: Workshop) -> Publication:
    """Make strong words of the headings in notes. Problems: E215 (notice)."""
    return each_chapter(publication, _lower)


def _lower(chapter: Chapter, body: Element) -> Sequence[Problem]:
    boxes = [node for node in body if has_class(node, BOX)]
    heads = [head for box in boxes for head in elements(box, *HEADINGS)]
    for head in heads:
        words = new("strong")
        move_content(head, words)
        head.tag, head.text = "p", None
        head.append(words)
    message = "a heading in a note is set as strong words"
    hint = "write **words** in the note: what has a heading is a section of the text"
    return [
        replace(chapter.text.problem("E215", message, hint, line_of(head)), severity="notice")
        for head in heads[:1]
    ]
