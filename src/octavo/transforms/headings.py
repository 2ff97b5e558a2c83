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

UNTITLED = ("dedication", "epigraph")
"""Roles of files that may do without a title: a line or two on a page of their own."""
UNTITLED_HEAD = "untitled"
"""Class of the heading of a chapter that is called by its number alone."""
NAMED = ("summary",)
"""Roles of files whose title is the word for them where they give none of their own."""
_OURS = re.compile(r"octavo-.*")
"""Ids that editions make."""


def order_headings(publication: Publication, workshop: Workshop) -> Publication:
    """Give each chapter its title and each heading an id.

    Problems: E211 (an id twice), E212 (warning: a level is skipped), E215 (a chapter without its
    one level-1 heading, an article with one, or a heading without words; a notice where the heading
    that a chapter begins with is taken for its title).
    """
    ids, known = _gather_ids(publication)
    titles: dict[str, str] = {}
    heads: dict[str, str] = {}
    article = is_article(publication)
    words = language(workshop, publication.config.language)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        if chapter.role in NAMED and not article and not elements(body, "h1"):
            body.insert(0, new("h1", words.word(chapter.role), data_line="1"))
        elif chapter.title and not article and not elements(body, "h1"):
            body.insert(0, new("h1", chapter.title, data_line="1"))
        told = _name_by_number(chapter, body, publication.config.metadata.numbering, article)
        problems = [] if article or chapter.role in UNTITLED else _raise_first(chapter, body)
        problems += told
        problems += _check_titles(chapter, body, article, publication.config.metadata.title)
        problems += _wordless(chapter, body)
        problems += _levels(chapter, body, publication.config.metadata.headings == "shift")
        problems += known.get(chapter.slug, [])
        titles[chapter.slug] = _title(body) or publication.config.metadata.title
        heads[chapter.slug] = _take_head(body)
        taken = set(ids)
        for heading in elements(body, *HEADINGS):
            if heading.get("id") in (None, "", chapter.slug):
                heading.set("id", _fresh(chapter.slug, text_of(_without_calls(heading)), taken))
            taken.add(heading.get("id", ""))
        return problems

    done = each_chapter(publication, work)
    chapters = tuple(
        replace(each, title=titles[each.slug], head=heads[each.slug]) for each in done.chapters
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


def _gather_ids(publication: Publication) -> tuple[frozenset[str], dict[str, list[Problem]]]:
    """Return the ids that are taken, and E211 problems by chapter slug.

    A file's own name is an id too; its title may repeat it.
    """
    seen = {part.slug: "for a part" for part in publication.parts}
    seen |= {each.slug: f"for the file {each.text.path}" for each in publication.chapters}
    notes = tuple(f"{each.slug}-{kind}-" for each in publication.chapters for kind in IDS)
    problems: dict[str, list[Problem]] = {}
    for chapter in publication.chapters:
        for node in elements(chapter.body):
            name = node.get("id", "")
            is_title = name == chapter.slug and node.tag == "h1"
            if not name or is_title or name.startswith(("fn-", "fnref")):
                continue
            if name in seen or _OURS.fullmatch(name) or name.startswith(notes):
                message = f"the id '{name}' is taken {seen.get(name, 'by Octavo itself')}"
                hint = "ids are unique over the whole publication: choose another"
                text = chapter.text
                problem = text.problem("E211", message, hint, line_of(node), f"#{name}")
                problems.setdefault(chapter.slug, []).append(problem)
            seen.setdefault(name, f"in {chapter.text.path}")
    return frozenset(seen), problems


def is_untitled(body: Element) -> bool:
    """Tell a chapter that is called by its number alone."""
    return any(has_class(head, UNTITLED_HEAD) for head in elements(body, "h1")[:1])


def _name_by_number(
    chapter: Chapter, body: Element, numbering: str, article: bool
) -> list[Problem]:
    """Mark the head of a numbered chapter without a title: ``#`` alone, or no heading at all.

    The last is told in a notice (E215): it may have been forgotten.
    """
    if article or numbering == "none" or (chapter.matter, chapter.role) != ("body", "chapter"):
        return []
    heads = elements(body, *HEADINGS)
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
    if not heads and chapter.role in UNTITLED:
        return []
    if not heads:
        hint = "begin the file with '# Title of the chapter'"
        return [text.problem("E215", "the chapter has no title", hint, 1)]
    return [
        text.problem(
            "E215",
            f"a second title in one chapter: '{plain(text_of(head))}'",
            "one '# Title' a file; sections begin with ##",
            line_of(head),
            text_of(head),
        )
        for head in heads[1:]
    ]


def _wordless(chapter: Chapter, body: Element) -> list[Problem]:
    hint = "write its words after the hash signs, or take the line out"
    text = chapter.text
    return [
        text.problem("E215", "a heading without words", hint, line_of(head), "#")
        for head in elements(body, *HEADINGS)
        if not has_class(head, UNTITLED_HEAD)
        and not any(
            unicodedata.category(sign)[0] not in "CZ" for sign in plain(heading_words(head))
        )
    ]


def _title(body: Element) -> str:
    heads = elements(body, "h1")
    return heading_words(heads[0]) if heads else ""


def _take_head(body: Element) -> str:
    """Take what a title gives for running heads: ``{short="…"}``."""
    found = [str(head.attrib.pop("short", "")) for head in elements(body, "h1")]
    return next(iter(found), "")


def _levels(chapter: Chapter, body: Element, shifts: bool) -> list[Problem]:
    """Close up levels that are skipped, where the metadata wants that; else tell of the first."""
    if shifts:
        _close_up(elements(body, *HEADINGS))
    last = 1
    for head in elements(body, *HEADINGS):
        level = int(head.tag[1])
        if level > last + 1:
            message = f"a heading of level {level} after one of level {last}"
            hint = f"write {'#' * (last + 1)} {text_of(head)}; for all texts: headings: shift"
            found = chapter.text.problem("E212", message, hint, line_of(head), "#" * level + " ")
            return [replace(found, severity="warning")]
        last = level
    return []


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


def _fresh(slug: str, words: str, taken: set[str]) -> str:
    base = f"{slug}-{slugify(words)}"
    if base.startswith(tuple(f"{slug}-{kind}-" for kind in IDS)):
        base = f"{slug}-section-{slugify(words)}"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    return name
