"""Links inside the publication: resolved, and written out where the author left them empty."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from octavo.constructs.boxes import for_one
from octavo.constructs.construct_table import is_called
from octavo.constructs.notes import is_call, notes_section
from octavo.core.link_schemes import HINT as SCHEMES_HINT
from octavo.core.link_schemes import refusal
from octavo.core.near_names import near_names
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language, language
from octavo.markup.marked_words import tree_of
from octavo.markup.tree import (
    Element,
    add_class,
    add_text,
    elements,
    has_class,
    move_content,
    text_of,
    unset,
    unwrap,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication, Target
from octavo.transforms.heading_slugs import comparable, headings_by_slug
from octavo.transforms.linked_files import file_meant
from octavo.transforms.signed_references import link_signs
from octavo.transforms.sound_names import OUTSIDE, sound_id
from octavo.transforms.vocabulary import GLOBAL


def resolve_references(publication: Publication, workshop: Workshop) -> Publication:
    """Point every inner link at an id, and give links without words their words.

    Problems: E210 (no such id or file, or not in an edition that has the link), E221 (a link to
    something that no edition holds); both are warnings for links that have words, which stay.
    """
    words = language(workshop, publication.config.language)
    aims = _aims(publication)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        problems: list[Problem] = []
        link_signs(body, publication.targets)
        for link in elements(body, "a"):
            if not is_call(link) and link.get("href") is not None:
                problems += _settle(link, _resolve(aims, chapter, link, words))
                problems += _without_number(aims, chapter, link)
        return problems

    done = each_chapter(publication, work)
    return replace(done, problems=(*done.problems, *_astray(done)))


def _settle(link: Element, problem: Problem | None) -> list[Problem]:
    """Leave the words of a link that leads nowhere; one without words would need some of ours."""
    if problem is None:
        return []
    unset(link, "href")  # said once, here
    if not text_of(link) and not len(link):
        return [problem]
    if any(name in link.attrib for name in ("id", "class", "lang", "dir")):
        unset(link, *(str(name) for name in link.attrib if name not in GLOBAL))
        link.tag = "span"
    else:
        unwrap(link)
    message = f"{problem.message}: the words stay, the link is left out"
    return [replace(problem, message=message).as_warning()]


def _astray(publication: Publication) -> list[Problem]:
    """Find links of an edition to what only other editions hold."""
    chapters = publication.chapters
    if not any(_differs(each.body) for each in chapters):
        return []
    problems = []
    for edition in publication.config.metadata.editions:
        bodies = [(each, _keep_for_edition(each.body, edition.name)) for each in chapters]
        held = {str(node.get("id")) for _, body in bodies for node in elements(body)}
        for chapter, body in bodies:
            for link in elements(body, "a"):
                target = publication.targets.get((link.get("href") or "").removeprefix("#"))
                if target and target.kind not in ("part", "chapter") and target.id not in held:
                    problems.append(_left_out(chapter, link, target, edition.label))
    return problems


def _differs(body: Element) -> bool:
    """Tell whether a chapter says something to some editions only."""
    return any(has_class(box, "only") for box in elements(body, "div"))


def _keep_for_edition(body: Element, name: str) -> Element:
    """Return what an edition says of a chapter: boxes and notes of others are left out."""
    if not _differs(body):
        return body  # every note is called in it: the step before has seen to that
    body = deepcopy(body)
    for_one(body, name)
    notes_section(body)
    return body


def _left_out(chapter: Chapter, link: Element, target: Target, edition: str) -> Problem:
    message = f"the {edition} edition has this link, and leaves '{target.id}' out"
    hint = "put both into boxes for the same editions (/// only), or neither"
    return chapter.text.problem("E210", message, hint, line_of(link), f"#{target.id}")


_CAPTIONS = {"figure": "Figure", "table": "Table", "listing": "Listing"}
"""Kind of a target -> the word that begins its caption."""


@dataclass(frozen=True, slots=True)
class _Aims:
    """Where links of a publication may lead."""

    targets: Mapping[str, Target]
    ids: Mapping[str, str]
    """Id as links are compared with it -> the id."""
    files: Mapping[str, str]
    """Path of a file -> the name of its chapter; of a file with several, the first."""
    renamed: Mapping[str, Mapping[str, str]]
    """Path of a file -> ids of its text that other files had before -> the ids instead."""
    headings: Callable[[], Mapping[str, Mapping[str, str]]]
    """Path of a file -> what other programs call its headings -> their ids; made when asked for."""

    def id_of(self, name: str, path: str, is_own: bool) -> str:
        """Return the id that a name means in a file, '' for none.

        An id of the file goes before that of another, an id before the words of a heading; headings
        of other files count where the link names no file.
        """
        own = self.renamed.get(path, {})
        if name in own or name in self.targets:
            return own.get(name, name)
        sound, name = sound_id(name), comparable(unquote(name))
        for each in (name, sound_id(name), sound):
            if each in self.ids:
                return self.ids[each]
        headings = self.headings()
        tables = [headings.get(path, {}), *(headings.values() if is_own else ())]
        wanted = dict.fromkeys((name, name.lower()))
        found = (table.get(each, "") for each in wanted for table in tables)
        return next((each for each in found if each in self.targets), "")


def _aims(publication: Publication) -> _Aims:
    files: dict[str, str] = {}
    renamed: dict[str, dict[str, str]] = {}
    for each in publication.chapters:
        files.setdefault(each.text.path, each.slug)
        renamed.setdefault(each.text.path, {}).update(each.renamed)
    ids = {comparable(each): each for each in reversed(list(publication.targets))}
    headings = cache(partial(headings_by_slug, publication))
    return _Aims(publication.targets, ids, files, renamed, headings)


def _resolve(aims: _Aims, chapter: Chapter, link: Element, words: Language) -> Problem | None:
    """Point a link at its id, and give it words; return what is wrong with it."""
    href = link.get("href") or ""
    if href.startswith(OUTSIDE):
        if not text_of(link) and not len(link):
            link.text = href.removeprefix("mailto:").removeprefix("tel:")
        return None
    path, _, name = href.partition("#")
    own = file = chapter.text.path
    if literal := _file_as_written(aims, own, href):
        path, name = literal
        file = path
    elif path:
        file = file_meant(path, own, aims.files)
        if not file:
            return _tell_unknown_file(chapter, link, href, unquote(path), aims.files)
    written = name or (aims.files[file] if path else "")
    name = aims.id_of(written, file, not path)
    if not name:
        return _tell_unknown_id(chapter, link, href, written, aims.targets)
    target = aims.targets[name]
    link.set("href", f"#{name}")
    if not text_of(link) and not len(link):
        _describe(link, target, words)
        add_class(link, "reference")
    return None


def _without_number(aims: _Aims, chapter: Chapter, link: Element) -> list[Problem]:
    """Find a reference to a picture or a table without a caption: it is a word alone."""
    target = aims.targets.get((link.get("href") or "").removeprefix("#"))
    if target is None or target.number or target.title or not has_class(link, "reference"):
        return []
    if target.kind not in _CAPTIONS:
        return []
    message = f"'{text_of(link)}' without a number: #{target.id} has no caption"
    hint = f"write '{_CAPTIONS[target.kind]}: …' on a line below it, or words in the brackets"
    told = chapter.text.problem("E291", message, hint, line_of(link), target.id)
    return [replace(told, severity="notice")]


def _file_as_written(aims: _Aims, own: str, href: str) -> tuple[str, str] | None:
    """Return (path, id) of a link to a file whose name has a ``#`` or ``?``; None for others."""
    ends = [n for n, sign in enumerate(href) if sign == "#"]
    for end in (*ends, len(href)):
        path = normpath(PurePosixPath(own).parent / href[:end])
        if path in aims.files and not {"#", "?"}.isdisjoint(path):
            return path, href[end + 1 :]
    return None


def _describe(link: Element, target: Target, words: Language) -> None:
    """Put into a link what the text calls its target; a title keeps its marks."""
    if target.number or not target.title:
        link.text = describe(target, words)
        return
    before, _, after = words.word("titled", title="\ue000").partition("\ue000")
    add_text(link, before)
    move_content(tree_of(target.title), link)
    add_text(link, after)


def describe(target: Target, words: Language) -> str:
    """Return how a text calls the target: "Figure 3", "Chapter 2", or its title in quotes."""
    kind = target.within or target.kind
    if target.number and kind == "chapter" and target.number.isalpha():
        return words.number("appendix", target.number)
    if target.number:
        return words.number(kind, target.number)
    if target.title:
        return words.word("titled", title=target.title)
    return words.word(target.kind if is_called(target.kind) else "section")


def _tell_unknown_id(
    chapter: Chapter, link: Element, href: str, name: str, targets: Mapping[str, Target]
) -> Problem:
    near = near_names(name, targets, 1)
    hint = f"did you mean #{near[0]}?" if near else f"give the target an id: {{#{name}}}"
    message = f"nothing has the id '{name}'"
    if not name:
        message = f"a link to {href} leads nowhere" if href else "a link without an address"
        hint = "name an id, as in #tides, or a file"
    return chapter.text.problem("E210", message, hint, line_of(link), href)


def _tell_unknown_file(
    chapter: Chapter, link: Element, href: str, path: str, files: Mapping[str, str]
) -> Problem:
    if path.endswith(".md"):
        near = near_names(path, files, 1)
        hint = f"did you mean {near[0]}?" if near else "link to a file that publication.yaml lists"
        message = f"no chapter {path}"
        return chapter.text.problem("E210", message, hint, line_of(link), href)
    if message := refusal(href):
        return chapter.text.problem("E221", message, SCHEMES_HINT, line_of(link), href)
    hint = "link to a chapter (other.md), an id (#id) or a full address (https://…)"
    message = f"the link to {href} leads out of the edition"
    return chapter.text.problem("E221", message, hint, line_of(link), href)
