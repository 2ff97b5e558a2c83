"""What stands at the head of a chapter's file for other programs: YAML or TOML between two lines,
or the lines of Pandoc's that begin with a per cent sign.

A title, an id and ``draft: true`` count; all else is what publication.yaml has for the whole.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from octavo.core.problems import BuildFailed, Problem
from octavo.model.publication import Text
from octavo.source.config.configuration import split_front_matter
from octavo.source.config.yamls import read_yaml

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:(?:\s|$)")
_SIGNED = re.compile(r"(?:%[ \t]*(?:\n|[^\n%][^\n]*(?:\n[ \t]+\S[^\n]*)*(?:\n|$))){1,3}")
_NAMES = ("title", "author", "date")
"""What the lines with per cent signs say, in their order."""
TAKEN = ("title", "id")
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ChapterMatter:
    """A chapter's text without its head, and what that says."""

    text: Text
    title: str = ""
    id: str = ""
    is_draft: bool = False
    problems: tuple[Problem, ...] = ()


def chapter_matter(text: Text) -> ChapterMatter:
    """Return a text without front matter. Problems: E102 (no YAML, no TOML), E256 (notice: keys
    that mean nothing here)."""
    if text.content.startswith("%") and (signed := _SIGNED.match(text.content)):
        return _read_percents(text, signed[0])
    found = _head(text.content)
    if found is None:
        return ChapterMatter(text)
    head, content, first = found
    bare = replace(text, content=content, first_line=first)
    try:
        data = _read(text.path, head, text.content.startswith("+++"))
    except BuildFailed as failure:
        return ChapterMatter(bare, problems=tuple(failure.problems))
    given = {key: str(data[key]) for key in TAKEN if isinstance(data.get(key), str)}
    draft = str(data.get(DRAFT, "")).lower()
    told = given | ({DRAFT: draft} if draft in ("true", "false") else {})
    return ChapterMatter(
        bare,
        given.get("title", ""),
        given.get("id", ""),
        draft == "true",
        tuple(_tell_unused(text, data, told)),
    )


def _read_percents(text: Text, head: str) -> ChapterMatter:
    """Take Pandoc's title block: ``% Title``, ``% Author``, ``% Date``."""
    content = text.content[len(head) :]
    bare = replace(text, content=content, first_line=text.first_line + head.count("\n"))
    fields = [" ".join(each.split()) for each in re.split(r"^%", head, flags=re.MULTILINE)[1:]]
    data = {name: words for name, words in zip(_NAMES, fields, strict=False) if words}
    given = {"title": data["title"]} if "title" in data else {}
    return ChapterMatter(
        bare, given.get("title", ""), problems=tuple(_tell_unused(text, data, given))
    )


def _head(content: str) -> tuple[str, str, int] | None:
    """Return (front matter, text, number of the text's first line), None where there is none."""
    if found := _TOML.match(content):
        return found[1], content[found.end() :], found[0].count("\n") + 1
    head, rest, first = split_front_matter(content)
    if not head or not _KEY.match(head):
        return None  # a line of hyphens, a paragraph, and another: a rule and a heading
    return head, rest, first


def _read(path: str, head: str, is_toml: bool) -> Mapping[str, object]:
    if not is_toml:
        return read_yaml(path, head, 1).data
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        hint = "mend it, or delete what stands between the lines +++"
        problem = Text(path, head, 2).problem("E102", f"this is not TOML: {error}", hint, 1)
        raise BuildFailed([problem]) from None


def _tell_unused(text: Text, data: Mapping[str, object], given: Mapping[str, str]) -> list[Problem]:
    left = ", ".join(sorted(str(key) for key in data if key not in given))
    if not left:
        return []
    message = f"keys at the head of a chapter that mean nothing here: {left}"
    hint = "title, id and draft count; what holds for all stands in publication.yaml"
    return [replace(text.problem("E256", message, hint, 1), severity="notice")]
