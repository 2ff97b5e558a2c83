"""Config -> the texts and pictures of the publication, read through Inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath

from octavo.core.inputs import Outside, alike
from octavo.core.problems import BuildFailed, Place, Problem, in_order
from octavo.core.workshop import Workshop
from octavo.model.publication import MATTERS, Config, Text
from octavo.source.chapter_matter import ChapterMatter, chapter_matter
from octavo.source.config.configuration import decode, without_controls
from octavo.source.config.file_heads import head_of, split_front_matter
from octavo.source.config.file_patterns import is_pattern, matches
from octavo.source.includes import write_out
from octavo.source.text_limits import beyond_limits

ROLES = {
    "front": (
        "abstract",
        "acknowledgements",
        "dedication",
        "epigraph",
        "foreword",
        "introduction",
        "preface",
        "prologue",
        "summary",
    ),
    "body": ("chapter", "conclusion", "introduction"),
    "back": (
        "acknowledgements",
        "afterword",
        "appendix",
        "bibliography",
        "conclusion",
        "epilogue",
        "glossary",
        "index",
    ),
}
OTHER_NAMES = {
    "about": "afterword",
    "acknowledgments": "acknowledgements",
    "also": "afterword",
    "author": "afterword",
    "further": "bibliography",
    "postscript": "afterword",
    "references": "bibliography",
    "thanks": "acknowledgements",
    "works-cited": "bibliography",
}
"""How names of files of the front and back matter begin, beside the roles themselves -> role."""
PIECES = frozenset(
    "about colophon contents cover dedication endnotes half-title imprint lists nav title".split()
)
"""Names that editions give to pages of their own."""
_PAGE = re.compile(r"page-[ivxlcdm\d]+")
_NUMBER = re.compile(r"[\d\s._-]+(?=[a-z])")
_NO_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as the metadata name it."""

    key: str
    """Dotted, where it is named."""
    file: str
    matter: str
    role: str
    """As it is given, '' where its name tells."""
    part: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class ListedText:
    """A Markdown file with its place in the publication."""

    text: Text
    slug: str
    matter: str
    role: str
    part: int
    title: str = ""
    """As the head of the file gives it."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What could be read of a publication's files, and what is wrong with them."""

    listed: tuple[ListedText, ...]
    """In reading order; without those that cannot be read."""
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    """Paths of files that cannot be read, or take in what cannot be."""
    drafts: tuple[str, ...] = ()
    """Paths of files that are left out."""


def read_texts(workshop: Workshop, config: Config) -> Texts:
    """Return the Markdown files in reading order: what is wrong in one hides nothing in others.

    Problems: E108 (a listed file is missing), E109 (a file that no list names), E104 (unknown
    role), E110 (not UTF-8), E111 (a path out of the publication), E112 (a file listed
    twice), E139 (notice: a draft), E226 (warning: ``ignore`` names nothing), and those of
    ``write_out`` and ``beyond_limits``.
    """
    found: dict[str, ListedText] = {}
    problems: list[Problem] = []
    included: set[str] = set()
    missing: list[str] = []
    drafts: list[str] = []
    for each in files_of(config):
        key, file, matter, part = each.key, each.file, each.matter, each.part
        given, wrong = role_of(config, each)
        problems += wrong
        try:
            read, faulty = _text(workshop, config, key, file)
            matter_of = chapter_matter(read)
            if (each.is_draft or matter_of.is_draft) and not config.has_drafts:
                problems.append(_tell_draft(config, key, file))
                drafts.append(file)
                continue
            text, taken_in, faults = write_out(workshop, config, matter_of.text)
        except BuildFailed as failure:
            problems += failure.problems
            missing.append(file)
            continue
        problems += [*faulty, *matter_of.problems]
        slug = slug_of(file, matter_of.id)
        problems += _tell_taken(found, slug, matter_of)
        included |= taken_in
        too_much = beyond_limits(text, workshop)
        problems += [*faults, *too_much]
        if too_much or any(fault.severity == "error" for fault in faults):
            missing.append(file)
        if not too_much:
            found.setdefault(slug, ListedText(text, slug, matter, given, part, matter_of.title))
    problems += _twice(config)
    problems += _alike(workshop, config)
    if not missing:  # or nobody knows what the others take in
        problems += _find_unlisted(workshop, config, included)
    if not found and not problems:
        hint = "list the Markdown files: body: [chapter-one.md]"
        problems.append(Problem("E105", config.place(""), "the publication has no text", hint))
    return Texts(tuple(found.values()), in_order(problems), tuple(missing), tuple(drafts))


def files_of(config: Config) -> list[ListedFile]:
    """Return the files that the metadata list, in their order."""
    entries: list[ListedFile] = []
    parts = 0
    for matter in MATTERS:
        for n, entry in enumerate(getattr(config.metadata, matter)):
            key = f"{matter}.{n}"
            if not getattr(entry, "part", ""):
                told = (entry.file, matter, entry.role, -1, entry.draft)
                entries.append(ListedFile(f"{key}.file", *told))
                continue
            for m, chapter in enumerate(entry.chapters):
                place = f"{key}.chapters.{m}.file"
                told = (chapter.file, matter, chapter.role, parts, chapter.draft)
                entries.append(ListedFile(place, *told))
            parts += 1
    return [each for each in entries if each.file]  # the schema tells an empty name


def _tell_draft(config: Config, key: str, file: str) -> Problem:
    message, hint = f"the draft {file} is left out", "octavo build --draft takes drafts in"
    return replace(config.problem("E139", key, message, hint), severity="notice")


def _refusal(workshop: Workshop, config: Config, key: str, file: str) -> Problem:
    """Return why a name is refused. Problems: E108 (a pattern finds it, and it cannot be written
    in metadata), E111 (it leads out of the publication)."""
    if "\\" in file and file in workshop.inputs.listing():
        hint = "give the file another name: letters, digits, hyphens"
        message = f"the name of {file} is not UTF-8, or has a backslash in it"
        return config.problem("E108", key, message, hint)
    hint = "a publication reads files of its own folder only"
    return config.problem("E111", key, f"'{file}' lies outside the publication", hint)


def _text(workshop: Workshop, config: Config, key: str, file: str) -> tuple[Text, list[Problem]]:
    """Return a listed file, and what is wrong with its characters."""
    try:
        data = workshop.inputs.find(file)
    except Outside:
        raise BuildFailed([_refusal(workshop, config, key, file)]) from None
    if data is None:
        names = workshop.inputs.listing()
        near = [each for each in names if alike(each) in (alike(file), alike(f"{file}.md"))]
        near += get_close_matches(file, [each for each in names if each.endswith(".md")], 1, 0.7)
        hint = f"did you mean {near[0]}?" if near else f"write {file}, or take it off the list"
        if is_pattern(file):
            hint = "patterns are told from the publication's folder: chapters/*.md"
        raise BuildFailed([config.problem("E108", key, f"there is no file {file}", hint)])
    data, faulty = without_controls(file, data)
    content = decode(file, data)
    if config.is_loose:
        head = head_of(content)
        return (Text(file, head.content, head.first_line) if head else Text(file, content)), faulty
    if config.is_single_file:
        _, content, first = split_front_matter(content)
        return Text(file, content, first), faulty
    return Text(file, content), faulty


def slug_of(file: str, id: str = "") -> str:
    """Return the file's name in the editions: an id, and a part of file names."""
    stem, dot, ending = file.rpartition(".")
    name = _NO_NAME.sub("-", id).strip("-.")
    name = name or _NO_NAME.sub("-", stem if dot and "/" not in ending else file)
    return f"{name}-text" if name in PIECES or _PAGE.fullmatch(name) else name


def _tell_taken(found: Mapping[str, ListedText], slug: str, given: ChapterMatter) -> list[Problem]:
    """Return what to say where another file has the id that the head of a file gives."""
    other = found[slug].text.path if slug in found else given.text.path
    if not given.id or other == given.text.path:
        return []
    message, hint = f"the id '{given.id}' is taken by {other}", "give one of them another"
    return [replace(given.text, first_line=1).problem("E112", message, hint, 1)]


def role_of(config: Config, listed: ListedFile) -> tuple[str, list[Problem]]:
    """Return the role that a file is given, or has by its name; and what is wrong with it."""
    matter, role = listed.matter, listed.role
    fallback = {"front": "preface", "body": "chapter", "back": "appendix"}[matter]
    by_name = _role_by_name(PurePosixPath(listed.file).stem.lower(), matter) or fallback
    if not role or role in ROLES[matter]:
        return role or by_name, []
    hint = f"roles of the {matter} matter: {', '.join(ROLES[matter])}"
    key = listed.key.removesuffix("file") + "role"
    return by_name, [config.problem("E104", key, f"unknown role '{role}'", hint)]


def _role_by_name(stem: str, matter: str) -> str:
    """Return the role that a file has by how its name begins, '' for none.

    A number before the name, which keeps files in order, counts in the body only: there a name by
    itself makes a chapter of its own kind.
    """
    known = {each: each for each in ROLES[matter]}
    if matter != "body":
        stem = _NUMBER.sub("", stem).replace(" ", "-").replace("_", "-")
        known |= {name: role for name, role in OTHER_NAMES.items() if role in known}
    return next((role for name, role in known.items() if stem.startswith(name)), "")


def _twice(config: Config) -> list[Problem]:
    seen: dict[str, str] = {}
    met: set[str] = set()
    problems = []
    for each in files_of(config):
        key, file = each.key, each.file
        first = seen.setdefault(slug_of(file), file)
        if first != file:
            message = f"'{file}' and '{first}' would have one name in the editions"
            problems.append(config.problem("E112", key, message, "rename one of them"))
        elif file in met:
            message = f"'{file}' is listed twice"
            problems.append(config.problem("E112", key, message, "list each file once"))
        met.add(file)
    return problems


def _alike(workshop: Workshop, config: Config) -> list[Problem]:
    """Find files whose names many file systems hold for one: a copy there would lose the other."""
    if config.is_single_file:
        return []
    seen: dict[str, str] = {}
    problems = []
    for path in workshop.inputs.listing():
        first = seen.setdefault(alike(path), path)
        if first != path:
            message = f"'{path}' and '{first}' are one name on many machines"
            hint = "rename one of them; case and the form of accents do not tell files apart"
            problems.append(Problem("E112", Place(path), message, hint))
    return problems


def _find_unlisted(workshop: Workshop, config: Config, included: set[str]) -> list[Problem]:
    if config.is_single_file:
        return []
    listed = {each.file for each in files_of(config)} | included
    ignored = config.metadata.ignore
    paths = workshop.inputs.listing()
    vain = [
        replace(
            config.problem(
                "E226",
                f"ignore.{n}",
                f"nothing in the folder is called '{each}'",
                "patterns are told from the publication's folder: notes/, todo*.md, **/old.md",
            ),
            severity="warning",
        )
        for n, each in enumerate(ignored)
        if not any(matches(each, path) for path in paths)
    ]
    return vain + [
        Problem(
            "E109",
            Place(path),
            "no list of publication.yaml names this file",
            f"add {path} to front, body or back, or to ignore",
        )
        for path in paths
        if path.endswith(".md")
        and path not in listed
        and not path.startswith("templates/")
        and PurePosixPath(path).name != "README.md"
        and not any(matches(each, path) for each in ignored)
    ]
