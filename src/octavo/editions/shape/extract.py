"""Publication -> what an edition holds of it: all, or only the files that the edition names."""

from copy import deepcopy
from dataclasses import replace

from octavo.constructs.notes import is_call
from octavo.markup.tree import elements, unwrap
from octavo.model.metadata import Edition
from octavo.model.publication import Chapter, Publication


def extract(publication: Publication, edition: Edition) -> Publication:
    """Return the publication with the edition's files only; links to the others become words.

    Numbers stay as they are in the whole: the third chapter is still the third. A cover that goes
    round another edition has no text at all.
    """
    if edition.wraps:
        return replace(publication, chapters=(), parts=(), toc=(), captions=())
    if not edition.files:
        return publication
    kept = [each for each in publication.chapters if each.text.path in edition.files]
    slugs = {each.slug for each in kept}
    parts = {publication.parts[each.part].slug for each in kept if each.part >= 0}
    ids = slugs | parts | {str(n.get("id")) for each in kept for n in elements(each.body)}
    is_whole = len(kept) == len(publication.chapters)
    return replace(
        publication,
        whole_title="" if is_whole else str(publication.config.metadata.title),
        chapters=tuple(_unlink(each, ids) for each in kept),
        toc=tuple(each for each in publication.toc if each.id in ids),
        captions=tuple(each for each in publication.captions if each.id in ids),
    )


def _unlink(chapter: Chapter, ids: set[str]) -> Chapter:
    body = deepcopy(chapter.body)
    for link in elements(body, "a"):
        target = link.get("href") or ""
        if target.startswith("#") and target[1:] not in ids and not is_call(link):
            unwrap(link)
    return replace(chapter, body=body)
