"""A file with several first-level headings: a chapter each, as Pandoc reads a book in one file.

In an article, whose title comes from the metadata, they are its sections: all headings move down.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from octavo.constructs.notes import notes_as_read
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import HEADINGS, Element, elements, has_class, new, remove, text_of
from octavo.markup.tree import replace as replace_node
from octavo.model.chapters import line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.headings import heading_words, is_article, slugify
from octavo.transforms.taken_ids import TakenIds

BOX, CALL = "footnote", "footnote-ref"
"""Classes of what holds a text's notes, and of their calls, as they are read."""


def divide_files(publication: Publication, workshop: Workshop) -> Publication:
    """Make a chapter of each first-level heading of a book's file, a section in an article.

    Problems: E215 (notices: an article's headings moved down, a sign for a break).
    """
    title, problems = publication.config.metadata.title, list(publication.problems)
    article = is_article(publication)
    several = sum(each.matter == "body" for each in publication.chapters) > 1
    broken = [_with_breaks(each, article, several, problems) for each in publication.chapters]
    if not article:
        taken = TakenIds({each.slug for each in broken})
        chapters = [part for each in broken for part in _divide(each, taken)]
        return replace(publication, chapters=tuple(chapters), problems=tuple(problems))
    lowered = []
    for chapter in broken:
        others = [head for head in elements(chapter.body, "h1") if text_of(head) != title]
        lowered.append(_lower(chapter, title) if others else chapter)
        problems += [_tell_moved(chapter, head) for head in others[:1]]
    return replace(publication, chapters=tuple(lowered), problems=tuple(problems))


def _tell_moved(chapter: Chapter, head: Element) -> Problem:
    words = text_of(head)
    message = "first-level headings in an article: all headings are set a level lower"
    hint = "the title comes from the metadata: begin sections with ##"
    problem = chapter.text.problem("E215", message, hint, line_of(head), words)
    return replace(problem, severity="notice")


def _with_breaks(
    chapter: Chapter, article: bool, several: bool, problems: list[Problem]
) -> Chapter:
    """Return a chapter in which a hash sign alone, below a heading with words, is the break between
    scenes that manuscripts mark so; in an article below any words, and below any title where
    ``several`` files are chapters."""
    begun, bare = False, []
    for n, node in enumerate(chapter.body):
        words = text_of(node).strip()
        if begun and node.tag == "h1" and not (len(node) or words or node.get("id")):
            bare.append(n)
        is_title = several and node.tag == "h1"
        begun = begun or is_title or bool(words and (article or node.tag in HEADINGS))
    if not bare:
        return chapter
    body = deepcopy(chapter.body)
    message = "a hash sign alone is set as a break between scenes"
    hint = "write * * * for it; # {#some-name} begins a chapter that has a number and no title"
    for n in bare:
        found = chapter.text.problem("E215", message, hint, line_of(body[n]), "#")
        problems.append(replace(found, severity="notice"))
        replace_node(body[n], new("hr", data_line=str(line_of(body[n]))))
    return replace(chapter, body=body)


def _lower(chapter: Chapter, title: str) -> Chapter:
    """Return a chapter whose headings begin at the second level, without the article's title."""
    body = deepcopy(chapter.body)
    heads = elements(body, *HEADINGS)
    if text_of(heads[0]) == title:
        remove(heads.pop(0))
    for head in heads:
        head.tag = f"h{min(int(str(head.tag)[1]) + 1, 6)}"
    return replace(chapter, body=body)


def _divide(chapter: Chapter, taken: TakenIds) -> Iterator[Chapter]:
    if sum(node.tag == "h1" for node in chapter.body) < 2:
        yield chapter
        return
    body = deepcopy(chapter.body)
    boxes = [node for node in body if has_class(node, BOX)]
    for box in boxes:
        body.remove(box)
    parts = list(_parts(body))
    notes = {str(note.get("id")): note for box in boxes for note in notes_as_read(box)}
    called = [_find_called(part, notes) for part in parts]
    called[-1] |= notes.keys() - frozenset().union(*called)  # what nothing calls is told there
    for n, part in enumerate(parts):
        slug = chapter.slug if n == 0 else _slug(chapter.slug, part, taken)
        part.extend(_with_notes(box, called[n]) for box in boxes if called[n])
        yield replace(chapter, body=part, slug=slug)


def _parts(body: Element) -> Iterator[Element]:
    """Yield the parts of a text, each from its first-level heading on; what stands before the first
    belongs to it."""
    part, has_head = new("body"), False
    for node in list(body):
        if node.tag == "h1" and has_head:
            yield part
            part, has_head = new("body"), False
        has_head = has_head or node.tag == "h1"
        part.append(node)
    yield part


def _slug(slug: str, part: Element, taken: TakenIds) -> str:
    head = elements(part, "h1")[0]
    return taken.fresh(f"{slug}-{slugify(head.get('id') or heading_words(head))}")


def _find_called(part: Element, notes: dict[str, Element]) -> set[str]:
    """Return the ids of the notes that a part calls, and of those that these call."""
    found: set[str] = set()
    waiting: list[Element] = [part]
    while waiting:
        place = waiting.pop()
        for call in (a for a in elements(place, "a") if has_class(a, CALL)):
            name = (call.get("href") or "").removeprefix("#")
            if name in notes and name not in found:
                found.add(name)
                waiting.append(notes[name])
    return found


def _with_notes(box: Element, names: set[str]) -> Element:
    """Return what holds the notes of these ids, and no others."""
    kept = deepcopy(box)
    for note in notes_as_read(kept):
        if note.get("id") not in names:
            remove(note)
    return kept
