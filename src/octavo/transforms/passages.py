"""Passages in another language: which one a word is in, and in which direction it runs."""

from collections.abc import Callable, Sequence

from octavo.constructs.listings import VERBATIM
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language, available, direction_of, language
from octavo.markup.tree import Element, any_of, has_class, those_with
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication

_MAY_TURN = those_with(f"@lang or contains(@class, 'keys') or {any_of(VERBATIM)}")


def direct_passages(publication: Publication, workshop: Workshop) -> Publication:
    """Give ``dir`` to what runs against the text around it: passages by ``lang``, code, keys.

    Code and keys run from left to right whatever the language around them.
    """
    base = direction_of(publication.config.language)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        for node in _MAY_TURN(body):
            tag = "en" if node.tag in VERBATIM or has_class(node, "keys") else node.get("lang")
            if tag and not node.get("dir") and direction_of(tag) != _around(node, base):
                node.set("dir", direction_of(tag))
        return ()

    return each_chapter(publication, work)


def _around(node: Element, base: str) -> str:
    return next((str(each.get("dir")) for each in node.iterancestors() if each.get("dir")), base)


def tag_of(node: Element, otherwise: str) -> str:
    """Return the language tag that is in force in a node."""
    for each in (node, *node.iterancestors()):
        if each.get("lang"):
            return str(each.get("lang"))
    return otherwise


def speaker(publication: Publication, workshop: Workshop) -> Callable[[str], Language]:
    """Return what gives the words of a tag; those of the publication where it has none."""
    own = language(workshop, publication.config.language)
    known = {publication.config.language: own}
    bases = available(workshop)

    def speak(tag: str) -> Language:
        if tag not in known:
            has_words = tag.split("-")[0].lower() in bases
            known[tag] = language(workshop, tag) if has_words else own
        return known[tag]

    return speak
