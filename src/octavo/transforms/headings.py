"""Headings: levels checked, titles taken, an id for each; ids are unique over the publication."""

import re
import unicodedata
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from octavo.constructs.notes import IDS, is_call, is_call_as_read
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import language
from octavo.markup.literals import plain
from octavo.markup.marked_words import words_of
from octavo.markup.tree import (
    HEADINGS,
    Element,
    add_class,
    elements,
    has_class,
    new,
    remove,
    text_of,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.transforms.file_titles import title_of_file
from octavo.transforms.taken_ids import TakenIds, ids_of_files, tell_taken_apart, with_ids

UNTITLED = ("dedication", "epigraph")
"""Roles of files that may do without a title: a line or two on a page of their own."""
UNTITLED_HEAD = "untitled"
"""Class of the heading of a chapter that is called by its number alone."""
NAMED = ("summary",)
"""Roles of files whose title is the word for them where they give none of their own."""


def order_headings(publication: Publication, workshop: Workshop) -> Publication:
    """Give each chapter its title and each heading an id.

    Problems, all warnings: E211 (an id twice: the first keeps it, that of another file has another
    name), E212 (a level is skipped), E215 (a chapter without a title of its own, or with several;
    an article with one; a heading without words; a notice where the heading that a chapter begins
    with is taken for its title).
    """
    ids = _gather_ids(publication)
    seen = ids_of_files(publication)
    renamed: dict[str, tuple[tuple[str, str], ...]] = {}
    notes = tuple(f"{each.slug}-{kind}-" for each in publication.chapters for kind in IDS)
    titles: dict[str, str] = {}
    heads: dict[str, str] = {}
    article = is_article(publication)
    data = publication.config.metadata
    words = language(workshop, publication.config.language)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        names, told = tell_taken_apart(chapter, body, seen, ids, notes)
        renamed[chapter.slug] = tuple(names.items())
        problems = [*told]
        problems += _name_by_number(chapter, body, data.numbering, article)
        problems += _drop_wordless(chapter, body)
        if chapter.role in NAMED and not article and not elements(body, "h1"):
            body.insert(0, new("h1", words.word(chapter.role), data_line="1"))
        elif chapter.title and not article and not elements(body, "h1"):
            body.insert(0, new("h1", chapter.title, data_line="1"))
        if not article and chapter.role not in UNTITLED:
            problems += _raise_first(chapter, body) or _name_by_file(chapter, body, data.title)
        problems += _check_titles(chapter, body, article, data.title)
        problems += _levels(chapter, body, data.headings == "shift")
        titles[chapter.slug] = _title(body) or data.title
        heads[chapter.slug] = _take_head(body)
        taken = TakenIds(ids, seen)
        for heading in elements(body, *HEADINGS):
            if heading.get("id") in (None, "", chapter.slug):
                heading.set("id", _fresh(chapter.slug, text_of(_without_calls(heading)), taken))
            taken.add(heading.get("id", ""))
        return problems

    done = each_chapter(publication, work)
    chapters = tuple(
        replace(each, title=titles[each.slug], head=heads[each.slug], renamed=renamed[each.slug])
        for each in done.chapters
    )
    return replace(done, chapters=chapters)


def is_article(publication: Publication) -> bool:
    """Tell whether the title comes from the metadata, and chapters have no heading of their own."""
    return publication.first_heading > 1


def heading_words(head: Element) -> str:
    """Return the words of a heading, with their marks, without the notes that it calls."""
    calls = any(is_call_as_read(each) or is_call(each) for each in elements(head, "a"))
    return words_of(_without_calls(head) if calls else head)


def _without_calls(head: Element) -> Element:
    bare = deepcopy(head)
    for call in elements(bare, "a"):
        if is_call_as_read(call) or is_call(call):
            remove(call)
    return bare


def slugify(words: str) -> str:
    """Return words as an id: lower case, letters and digits of any script, hyphens between."""
    kept = unicodedata.normalize("NFC", words).lower()
    return re.sub(r"[^\w]+", "-", kept.replace("’", "").replace("'", "")).strip("-_") or "section"


def _gather_ids(publication: Publication) -> frozenset[str]:
    """Return the ids that are taken by files, parts, and whatever has one in the text."""
    written = (node.get("id", "") for each in publication.chapters for node in with_ids(each.body))
    return frozenset([*ids_of_files(publication), *filter(None, written)])


def is_untitled(body: Element) -> bool:
    """Tell a chapter that is called by its number alone."""
    return any(has_class(head, UNTITLED_HEAD) for head in elements(body, "h1")[:1])


def _name_by_number(
    chapter: Chapter, body: Element, numbering: str, article: bool
) -> list[Problem]:
    """Mark the head of a numbered chapter without a title: ``#`` alone, or no heading at all in a
    file that is called by a number too.

    The last is told in a notice (E215): it may have been forgotten.
    """
    if article or numbering == "none" or (chapter.matter, chapter.role) != ("body", "chapter"):
        return []
    heads = elements(body, *HEADINGS)
    if not heads and (chapter.title or any(map(str.isalpha, title_of_file(chapter.text.path)))):
        return []
    if not heads:
        body.insert(0, new("h1", class_=UNTITLED_HEAD, data_line="1"))
        message = "the chapter has no title: it is called by its number"
        found = chapter.text.problem("E215", message, "write # alone, and nothing is told", 1)
        return [replace(found, severity="notice")]
    first = heads[0]
    is_bare = first.tag == "h1" and not len(first) and not text_of(first).strip()
    if is_bare and not has_class(first, "unnumbered"):
        add_class(first, UNTITLED_HEAD)
    return []


def _raise_first(chapter: Chapter, body: Element) -> list[Problem]:
    """Make the title of a chapter of the heading that it begins with, if all others stand below it;
    they move up with it. So begin files that were sections of a larger one."""
    heads = elements(body, *HEADINGS)
    levels = [int(str(head.tag)[1]) for head in heads]
    if not heads or levels[0] == 1 or min([*levels[1:], 7]) <= levels[0]:
        return []
    if heads[0].getparent() is not body or any(
        map(_is_seen, heads[0].itersiblings(preceding=True))
    ):
        return []
    for head, level in zip(heads, levels, strict=True):
        head.tag = f"h{level - levels[0] + 1}"
    words = text_of(heads[0])
    message = f"the first heading, of level {levels[0]}, is taken for the chapter's title"
    hint = f"write # {plain(words)}, and fewer hash signs for the headings below"
    found = chapter.text.problem("E215", message, hint, line_of(heads[0]), "#" * levels[0] + " ")
    return [replace(found, severity="notice")]


def _is_seen(node: Element) -> bool:
    """Tell whether a reader sees something of an element."""
    return bool(text_of(node).strip() or elements(node, "img", "hr", "svg")) or node.tag == "hr"


def _check_titles(chapter: Chapter, body: Element, article: bool, title: str) -> list[Problem]:
    heads = elements(body, "h1")
    text = chapter.text
    if article:
        same = [head for head in heads if heading_words(head) == title]
        for head in same[:1]:
            remove(head)
        return [
            text.problem(
                "E215",
                f"a level-1 heading in an article: '{plain(text_of(head))}'",
                "the title comes from the metadata: begin sections with ##",
                line_of(head),
                text_of(head),
            )
            for head in heads
            if head not in same[:1]
        ]
    for head in heads[1:]:
        head.tag = "h2"
    return [
        text.problem(
            "E215",
            f"a second title in one chapter: '{plain(text_of(head))}' is set a level lower",
            "one '# Title' a file; sections begin with ##",
            line_of(head),
            text_of(head),
        ).as_warning()
        for head in heads[1:]
    ]


def _name_by_file(chapter: Chapter, body: Element, title: str) -> list[Problem]:
    """Give a chapter that has no title the name of its file for one."""
    if elements(body, "h1"):
        return []
    words = title_of_file(chapter.text.path) or title
    body.insert(0, new("h1", words, data_line="1"))
    message = f"the chapter has no title: '{words}' is taken, after its file"
    hint = "begin the file with '# Title of the chapter'"
    return [chapter.text.problem("E215", message, hint, 1).as_warning()]


def _drop_wordless(chapter: Chapter, body: Element) -> list[Problem]:
    """Leave out headings without words; one that holds a link or a call is a paragraph."""
    hint = "write its words after the hash signs, or take the line out"
    problems = []
    for head in elements(body, *HEADINGS):
        words = plain(heading_words(head))
        is_empty = all(unicodedata.category(sign)[0] in "CZ" for sign in words)
        if not is_empty or has_class(head, UNTITLED_HEAD):
            continue
        message = "a heading without words is left out"
        if elements(head, "a", "svg"):
            message = "a heading without words is set as a paragraph"
            head.tag = "p"
        elif head.get("id"):
            head.tag, head.text = "div", None
        else:
            remove(head)
        found = chapter.text.problem("E215", message, hint, line_of(head), "#")
        problems.append(found.as_warning())
    return problems


def _title(body: Element) -> str:
    heads = elements(body, "h1")
    return heading_words(heads[0]) if heads else ""


def _take_head(body: Element) -> str:
    """Take what a title gives for running heads: ``{short="…"}``."""
    found = [str(head.attrib.pop("short", "")) for head in elements(body, "h1")]
    return next(iter(found), "")


def _levels(chapter: Chapter, body: Element, shifts: bool) -> list[Problem]:
    """Close up levels that are skipped; tell of the first, unless the metadata wants that."""
    last, problems = 1, []
    for head in elements(body, *HEADINGS) if not shifts else ():
        level = int(head.tag[1])
        if level > last + 1:
            message = f"a heading of level {level} after one of level {last}: it is set at the next"
            words = plain(text_of(head))
            hint = f"write {'#' * (last + 1)} {words}; for all texts: headings: shift"
            found = chapter.text.problem("E212", message, hint, line_of(head), "#" * level + " ")
            problems = [found.as_warning()]
            break
        last = level
    _close_up(elements(body, *HEADINGS))
    return problems


def _close_up(heads: Sequence[Element]) -> None:
    """Give each heading the level below those that it stands under: none is skipped."""
    above = [1]
    for head in heads:
        level = int(str(head.tag)[1])
        while len(above) > 1 and above[-1] >= level:
            above.pop()
        if level > 1:
            above.append(level)
        head.tag = f"h{len(above)}"


def _fresh(slug: str, words: str, taken: TakenIds) -> str:
    base = f"{slug}-{slugify(words)}"
    if base.startswith(tuple(f"{slug}-{kind}-" for kind in IDS)):
        base = f"{slug}-section-{slugify(words)}"
    return taken.fresh(base)
