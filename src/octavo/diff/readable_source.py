"""A source as it lies there, whatever stands against building it -> a publication to compare.

A comparison needs no faces, no pictures and no sound links: what a build would refuse is a notice.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from octavo.blocks.description import describe, flatten
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.diff.finished_revision import PAPERS
from octavo.editions.registry import Formats
from octavo.languages import available
from octavo.markup.tree import Element, elements, new, unset
from octavo.markup.tree import replace as replace_node
from octavo.model.metadata import BodyEntry, Metadata
from octavo.model.publication import Chapter, Config, Publication
from octavo.production.publication_reader import look_at_text
from octavo.source.chapter_reader import ReadChapters, read_chapters
from octavo.source.config.configuration import look_at_config
from octavo.source.config.file_heads import MARKDOWN, head_of
from octavo.source.config.yamls import read_yaml
from octavo.source.rough_texts import decode_roughly, rough_chapters
from octavo.transforms.draft_mends import mend_for_draft
from octavo.transforms.vocabulary import SCHEMES

TITLE = re.compile(r"\s*(?:# +(.+?)|(.+)\n=+) *(?:#+ *)?(?:\{[^}\n]*\} *)?(?:\n|\Z)")
"""The level-1 heading that a text begins with: its title."""
_COMMENT = re.compile(r"<!--.*?-->")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])")
"""A link in a heading, of which a title has the words."""
LANGUAGE = "en"
"""Of a text that names none."""
FOR_FOLDERS = "book"
"""Theme of a folder of texts without metadata: each may have a title of its own."""
ELSEWHERE = "urn:octavo:elsewhere:"
"""How addresses begin, meanwhile, that lead out of a text that is no publication."""
MOST_TEXTS = 5_000
"""Files of a folder that are compared."""
_SCHEME = re.compile(r"[A-Za-z][\w.+-]*:|#")
"""How addresses begin that lead to no file beside the text."""


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as it could be read."""

    publication: Publication
    metadata: Mapping[str, str]
    problems: tuple[Problem, ...]
    """Notices: what a build would refuse."""


def is_folder_of_texts(path: Path) -> bool:
    """Tell whether a folder that is neither a publication nor a build holds texts."""
    if not path.is_dir() or any((path / name).is_file() for name in PAPERS):
        return False
    return any(True for _ in _texts_in(path))


def read_source(path: Path, workshop: Workshop) -> ReadSource:
    """Return what a publication, a text, or a folder of texts says; raises BuildFailed.

    Problems: those of a build, where there is no text at all.
    """
    config, given, problems = _describe(path, workshop)
    found = read_as_configured(workshop, config, is_plain=given is not None)
    metadata = describe(found.publication.config.metadata) if given is None else flatten(given)
    return replace(found, metadata=metadata, problems=(*_as_notices(problems), *found.problems))


def read_as_configured(workshop: Workshop, config: Config, is_plain: bool = False) -> ReadSource:
    """Return what the files of a publication say, as ``read_source``.

    ``is_plain``: of files that no metadata make a publication, where links lead to other files.
    """
    found = read_chapters(workshop, config, is_watched=False)
    if found.missing:
        found = rough_chapters(workshop, config, found)
    if not found.chapters:
        raise BuildFailed(found.problems)
    if is_plain:
        _keep_addresses(found.chapters)
    publication, problems = _set_text(workshop, config, found)
    if any(each.severity == "error" for each in problems):
        _name_missing_pictures(publication)
        _keep_addresses(publication.chapters)
        publication = mend_for_draft(publication)
    _restore_addresses(publication.chapters)
    kept = tuple(each for each in publication.problems if each.severity != "error")
    publication = replace(publication, problems=kept)
    return ReadSource(publication, {}, tuple(_as_notices(problems)))


def drop_addresses(publication: Publication) -> None:
    """Take off links that no edition can hold; where they lead has been compared."""
    for chapter in publication.chapters:
        for link in elements(chapter.body, "a"):
            if not (link.get("href") or "#").startswith(SCHEMES):
                unset(link, "href")


def _keep_addresses(chapters: Iterable[Chapter]) -> None:
    """Hide from the steps of a build that links lead to files which are no part of it."""
    for chapter in chapters:
        for link in elements(chapter.body, "a"):
            href = link.get("href") or ""
            if href and not href.startswith(SCHEMES) and not _SCHEME.match(href):
                link.set("href", ELSEWHERE + href)


def _restore_addresses(chapters: Iterable[Chapter]) -> None:
    for chapter in chapters:
        for link in elements(chapter.body, "a"):
            href = link.get("href") or ""
            if href.startswith(ELSEWHERE):
                link.set("href", href.removeprefix(ELSEWHERE))
                if link.text == href.removeprefix("urn:"):
                    link.text = link.get("href")


def _set_text(
    workshop: Workshop, config: Config, found: ReadChapters
) -> tuple[Publication, tuple[Problem, ...]]:
    """Return the text after every step, without its plugins where one of them cannot be used."""
    try:
        publication = look_at_text(workshop, config, found, has_author=False)
    except BuildFailed as failure:
        if not config.metadata.plugins:
            raise
        config = replace(config, metadata=replace(config.metadata, plugins=()))
        publication = look_at_text(workshop, config, found, has_author=False)
        return publication, (*failure.problems, *publication.problems)
    return publication, publication.problems


def _name_missing_pictures(publication: Publication) -> None:
    """Put words in the place of pictures that cannot be shown: what they show, and their path."""
    for chapter in publication.chapters:
        for image in elements(chapter.body, "img"):
            source = image.get("src") or ""
            if source not in publication.assets:
                said = ": ".join(each for each in (image.get("alt"), source) if each)
                replace_node(image, _words_for(image, f"[{said}]", source))


def _words_for(image: Element, words: str, source: str) -> Element:
    is_linked = next(image.iterancestors("a"), None) is not None
    if is_linked or not source.startswith(("https://", "http://")):
        return new("span", words)
    return new("a", f"[{image.get('alt') or source}]", href=source)


def _as_notices(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the errors, which end no comparison."""
    for each in problems:
        if each.severity == "error":
            yield replace(each, severity="notice")


def _describe(
    path: Path, workshop: Workshop
) -> tuple[Config, Mapping[str, object] | None, tuple[Problem, ...]]:
    """Return the configuration of a source, the metadata of a text that is no publication, and
    what stands against them. Those of a publication are compared as they are set."""
    problems: tuple[Problem, ...] = ()
    given: dict[str, object] = {}
    places: Mapping[str, Place] = {}
    if path.is_dir() and not (path / "publication.yaml").is_file():
        return _of_folder(path), {}, ()
    if path.is_file():
        content = decode_roughly(workshop.inputs.find(path.name) or b"")
        given, places, problems = _head(path.name, content)
    if path.is_dir() or "octavo" in given:
        try:
            config = look_at_config(workshop, path.name if path.is_dir() else path.stem, Formats())
        except BuildFailed as failure:
            problems = tuple(failure.problems)
            if path.is_dir():
                return _of_folder(path), {}, problems
        else:
            return replace(config, problems=()), None, config.problems
    heading = TITLE.match(content)
    if heading and not given.get("title"):
        given["title"] = title = _COMMENT.sub("", heading[1] or heading[2]).strip()
        as_set = {**given, "title": _LINK.sub(r"\1", title)}
    else:
        as_set = given
    config = replace(_of_text(path, as_set, workshop), places=places)
    return config, given, problems


def _head(
    name: str, content: str
) -> tuple[dict[str, object], Mapping[str, Place], tuple[Problem, ...]]:
    """Return what a text says of itself at its head, and where it does."""
    head = head_of(content)
    try:
        if head is not None and head.kind == "yaml":
            marked = read_yaml(name, head.words, 1)
            return dict(marked.data), marked.places, ()
    except BuildFailed as failure:
        return {}, {}, tuple(failure.problems)
    return {}, {}, ()


def _texts_in(folder: Path) -> Iterator[Path]:
    """Yield the texts of a folder and the folders in it, without hidden ones."""
    for path in folder.rglob("*"):
        own = path.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in own.parts)
        if path.suffix.lower() in MARKDOWN and path.is_file() and not is_hidden:
            yield own


def _of_folder(folder: Path) -> Config:
    """Return a configuration for a folder of texts: each is a chapter, in the order of names."""
    paths = sorted(islice(_texts_in(folder), MOST_TEXTS), key=lambda each: each.parts)
    body = tuple(BodyEntry(path.as_posix()) for path in paths)
    name = folder.resolve().name
    metadata = Metadata(1, name, LANGUAGE, FOR_FOLDERS, body=body)
    identifier = f"urn:octavo:{name}"
    place = "publication.yaml"
    return Config(
        name, place, metadata, {}, 0, identifier, formats=Formats(), has_drafts=True, is_dated=False
    )


def _of_text(path: Path, given: Mapping[str, object], workshop: Workshop) -> Config:
    """Return a configuration for any Markdown file."""
    language = str(given.get("language") or given.get("lang") or LANGUAGE)
    known = available(workshop)
    language = language if language.split("-")[0].lower() in known else LANGUAGE
    title = str(given.get("title") or path.stem)
    metadata = Metadata(1, title, language, body=(BodyEntry(path.name),))
    identifier = f"urn:octavo:{path.stem}"
    plain = Config(path.stem, path.name, metadata, {}, 0, identifier, True, formats=Formats())
    epoch = _epoch_of(given.get("date"))
    return replace(plain, epoch=epoch or 0, is_dated=epoch is not None, has_drafts=True)


def _epoch_of(date: object) -> int | None:
    """Return the seconds of a day that a text names, None where it names none."""
    try:
        day = dt.date.fromisoformat(str(date))
    except ValueError:
        return None
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
