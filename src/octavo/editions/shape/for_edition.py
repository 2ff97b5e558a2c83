"""One Publication per edition: notes its way, numbers in headings, source marks off."""

from collections.abc import Sequence
from dataclasses import replace

from octavo.constructs.boxes import for_one, left_out
from octavo.constructs.figures import lead_in
from octavo.constructs.picture_sizes import limit_parts, set_sizes
from octavo.core.problems import Problem
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.note_places import gather_at_end, tell_apart
from octavo.editions.shape.table_room import give_room
from octavo.markup.tree import (
    HEADINGS,
    Element,
    add_class,
    elements,
    has_class,
    new,
    remove,
    text_of,
    unset,
)
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication
from octavo.transforms.headings import is_article


def for_edition(publication: Publication, cut: EditionCut) -> Publication:
    """Return the publication in the shape that one edition sets."""
    shape, style = cut.shape, style_of_notes(publication, cut)
    shift = 1 if shape.is_one_page and not is_article(publication) else 0

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        for_one(body, cut.edition.name)
        _name_levels(body)
        _head_numbers(body)
        _keep_labels(body)
        _shift(body, shift)
        set_sizes(body)
        limit_parts(body, publication.assets)
        give_room(body)
        shape.note_places[style](chapter, body, cut)
        for step in shape.steps:
            step(publication, body, cut)
        for node in body.iter():
            unset(node, "data-line", "data-language")
        return ()

    done = each_chapter(_without_others(publication, cut.edition.name), work)
    if shape.tells_notes_apart:
        tell_apart(done, cut.words)
    return gather_at_end(done, cut) if style == "end" else done


def contents_for(publication: Publication, cut: EditionCut) -> Publication:
    """Return the publication with the contents and lists of one edition; its texts may be in any
    shape."""
    if style_of_notes(publication, cut) == "end":
        return for_edition(publication, cut)  # notes of their own may stand in the contents
    return _without_others(publication, cut.edition.name)


def style_of_notes(publication: Publication, cut: EditionCut) -> str:
    """Return where an edition sets its notes, by the name of the place."""
    usual = next(iter(cut.shape.note_places))
    chosen: str = getattr(publication.config.metadata.notes, cut.edition.format, usual)
    return cut.edition.notes or chosen


def _without_others(publication: Publication, name: str) -> Publication:
    """Return the publication whose contents and lists do not name what other editions hold."""
    gone = frozenset[str]().union(*(left_out(each.body, name) for each in publication.chapters))
    toc = tuple(entry for entry in publication.toc if entry.id not in gone)
    captions = tuple(each for each in publication.captions if each.id not in gone)
    return replace(publication, problems=(), toc=toc, captions=captions)


def _name_levels(body: Element) -> None:
    """Give headings a class for their level: style sheets are the same whatever the element."""
    for head in elements(body, *HEADINGS):
        add_class(head, f"level-{head.tag[1]}")


def _head_numbers(body: Element) -> None:
    for head in elements(body, *HEADINGS):
        number = head.attrib.pop("data-number", "")
        if number:
            mark = new("span", str(number), class_="number")
            mark.tail = f" {head.text or ''}"
            head.text = None
            head.insert(0, mark)


def _keep_labels(body: Element) -> None:
    """Let references by a number part nowhere but before it: no "Fig-ure 2.1"."""
    for link in elements(body, "a"):
        if has_class(link, "reference") and any(map(str.isdigit, text_of(link))):
            add_class(link, "whole-words")


def _shift(body: Element, by: int) -> None:
    """Lower the headings: an HTML page has one h1, the publication's title."""
    for head in elements(body, *HEADINGS) if by else ():
        level = int(head.tag[1]) + by
        if level > 6:
            head.set("role", "heading")
            head.set("aria-level", str(level))
        head.tag = f"h{min(level, 6)}"


def mark_lead(body: Element) -> Element | None:
    """Take the lead picture (``{.lead}``) out of the tree and return it."""
    figure = lead_in(body)
    if figure is not None:
        remove(figure)
    return figure


def mark_opening(body: Element) -> Element | None:
    """Give the first paragraph of a chapter the class ``opening``, and return it."""
    for node in body:
        if node.tag == "p" and text_of(node):
            add_class(node, "opening")
            return node
    return None
