"""The publication itself -> what every edition of it has to hold, with places in the source."""

from copy import deepcopy
from functools import partial

from octavo.checks.finished import Block, Finished, Heading
from octavo.checks.html import Reader
from octavo.model import Chapter, Format, Publication
from octavo.problems import Place
from octavo.transforms.boxes import for_format
from octavo.transforms.chapters import line_of
from octavo.tree import Element, elements, has_class, remove


def read_source(publication: Publication, format: Format) -> Finished:
    """Return what the chapters' trees hold for one edition; a part's title opens its chapters."""
    reader = Reader()
    for chapter in publication.chapters:
        part = publication.part_opened_by(chapter)
        if part is not None:
            place = publication.config.place("body")
            reader.headings.append(Heading(1, part.title, place=place))
            reader.blocks.append(Block(part.title, True, place=place))
        reader.place = partial(_place, chapter)
        reader.content(_said_in(chapter.body, format))
    return reader.finished(format)


def _place(chapter: Chapter, node: Element) -> Place:
    return chapter.text.place(line_of(node))


def _said_in(body: Element, format: Format) -> Element:
    """Return a chapter without what is only for other editions, and without its notes."""
    if not any(has_class(box, "only") for box in elements(body, "div")):
        return body
    body = deepcopy(body)
    for_format(body, format)
    calls = [link for link in elements(body, "a") if has_class(link, "noteref")]
    called = {(call.get("href") or "").removeprefix("#") for call in calls}
    for note in [each for each in elements(body, "div") if has_class(each, "note")]:
        if note.get("id") not in called:
            remove(note)
    return body
