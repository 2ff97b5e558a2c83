"""The title at the head of a chapter's file -> the chapter's first heading, with its marks."""

from collections.abc import Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.marked_words import tree_of
from octavo.markup.tree import Element, is_blank, move_content, new, text_of
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication
from octavo.source.markdown.line_marks import read_line
from octavo.transforms.headings import slugify


def set_head_titles(publication: Publication, workshop: Workshop) -> Publication:
    """Head each text with the title that its file gives, where it has no heading of its own above
    all else. Problems: E256 (notice: a title that gives way to other words)."""
    return each_chapter(publication, _set)


def _set(chapter: Chapter, body: Element) -> Sequence[Problem]:
    if not chapter.title:
        return []
    words = read_line(chapter.title)
    first = next((node for node in body if len(node) or not is_blank(node.text)), None)
    if first is None or first.tag != "h1":
        title = new("h1", data_line="1")
        move_content(tree_of(words), title)
        body.insert(0, title)
        return []
    if slugify(text_of(first)) == slugify(words):
        return []
    message = f"the title at the head of the file, '{words}', gives way to that of the text"
    hint = f"take '# {text_of(first)}' out, or the title; one of them heads the chapter"
    return [replace(chapter.text.problem("E256", message, hint, 1), severity="notice")]
