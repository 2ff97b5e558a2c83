"""A file that is built by itself: its title, which its first heading may be, and what it leaves
unsaid."""

import json
import re
from copy import deepcopy
from dataclasses import replace
from urllib.parse import unquote

from octavo.constructs.notes import is_call_as_read
from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.markup.literals import plain
from octavo.markup.tree import HEADINGS, Element, elements, remove
from octavo.model.publication import Config, Publication
from octavo.source.config.configuration import identifier_of
from octavo.transforms.heading_slugs import slugs_of
from octavo.transforms.headings import heading_words

_BARE = re.compile(r"[^\W\d_][\w ,.()’–—-]*[\w.)]")
"""Words that YAML takes for what they are, without quotation marks."""
_WORDS_OF_YAML = frozenset(("null", "true", "false", "yes", "no", "on", "off"))
_TAKEN = {"title": "the title {of}", "language": "the language 'en'", "date": "no date"}


def title_loose_file(publication: Publication, workshop: Workshop) -> Publication:
    """Take the title of a loose file from its first heading, where nobody gives one, and let the
    other headings stand below it; leave all other publications as they are.

    Problems: E121 (notice: title, language or date are not said).
    """
    config = publication.config
    if not config.is_loose or not publication.chapters:
        return publication
    chapter, *others = publication.chapters
    body = deepcopy(chapter.body)
    head = _title(body) if "title" in config.unsaid else None
    words = config.metadata.title
    if head is not None:
        words = heading_words(head)
        _take_out(body, head, chapter.slug)
    _lower(body, words)
    metadata = replace(config.metadata, title=words)
    told = replace(config, metadata=metadata, identifier=identifier_of(metadata))
    problems = [_tell(told, head is not None)] if config.unsaid else []
    return replace(
        publication,
        config=told,
        chapters=(replace(chapter, body=body), *others),
        problems=(*publication.problems, *problems),
    )


def _title(body: Element) -> Element | None:
    """Return the heading that is the title: the first, if it is of the first level, or if none
    beside it stands as high. One with a picture or a note stays where it is."""
    heads = elements(body, *HEADINGS)
    if not heads or not heading_words(heads[0]).strip():
        return None
    if elements(heads[0], "img", "svg") or any(map(is_call_as_read, elements(heads[0], "a"))):
        return None
    first, *others = (int(str(head.tag)[1]) for head in heads)
    return heads[0] if first == 1 or first < min([*others, 7]) else None


def _take_out(body: Element, head: Element, slug: str) -> None:
    """Take the title out of a text: those below move up with it, and links to it lead to the
    beginning."""
    names = slugs_of(plain(heading_words(head))) | {str(head.get("id", ""))} - {""}
    steps = int(str(head.tag)[1]) - 1
    remove(head)
    for each in elements(body, *HEADINGS):
        each.tag = f"h{max(int(str(each.tag)[1]) - steps, 1)}"
    for link in elements(body, "a"):
        if unquote(link.get("href", "")).removeprefix("#") in names:
            link.set("href", f"#{slug}")


def _lower(body: Element, title: str) -> None:
    """Move all headings down where some stand as high as the title; they may not skip then."""
    heads = elements(body, *HEADINGS)
    if any(head.tag == "h1" and heading_words(head) != title for head in heads):
        for head in heads:
            if head.tag == "h1" and heading_words(head) == title:
                continue  # it goes, as the title of any article
            head.tag = f"h{min(int(str(head.tag)[1]) + 1, 6)}"


def _tell(config: Config, is_heading: bool) -> Problem:
    """Return the one notice of what is not said, with the lines that say it."""
    metadata = config.metadata
    given = {
        "title": _quote(metadata.title),
        "language": metadata.language,
        "date": metadata.date.isoformat() if metadata.date else "YYYY-MM-DD",
    }
    lines = [f"{key}: {given[key]}" for key in config.unsaid]
    if config.lines and config.lines[0].startswith("%"):
        hint = "write in place of the lines with %:"
        people = [_quote(each.name) for each in metadata.contributors]
        given |= {"author": f"[{', '.join(people)}]"} if people else {}
        lines = ["---", *(f"{key}: {given[key]}" for key in given), "---"]
    elif config.lines:
        hint = "add to the lines at the head of the file:"
    else:
        hint = "begin the file with these lines:"
        lines = ["---", "octavo: 1", *(f"{key}: {given[key]}" for key in given), "---"]
    of = "of the first heading" if is_heading else "made of the file's name"
    told = [_TAKEN[key].format(of=of) for key in config.unsaid]
    message = f"the file does not say everything; it is set with {', '.join(told)}"
    return Problem("E121", Place(config.path, 1), message, "\n".join([hint, *lines]), "notice")


def _quote(words: str) -> str:
    """Return words as YAML reads them, in quotation marks where they need them."""
    if _BARE.fullmatch(words) and words.lower() not in _WORDS_OF_YAML:
        return words
    return json.dumps(words, ensure_ascii=False)
