"""What stands at the head of a chapter's file for other programs: YAML or TOML between two lines,
or the lines of Pandoc's that begin with a per cent sign.

A title, an id and ``draft: true`` count; all else is what publication.yaml has for the whole.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from octavo.core.problems import BuildFailed, Problem
from octavo.model.publication import Text
from octavo.source.config.file_heads import FileHead, head_of, read_percents
from octavo.source.config.yamls import read_yaml

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
    head = head_of(text.content)
    if head is None:
        return ChapterMatter(text)
    bare = replace(text, content=head.content, first_line=text.first_line + head.first_line - 1)
    try:
        data = _read(text.path, head)
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


def _read(path: str, head: FileHead) -> Mapping[str, object]:
    if head.kind == "percents":
        return read_percents(head.words)
    if head.kind == "yaml":
        return read_yaml(path, head.words, 1).data
    try:
        return tomllib.loads(head.words)
    except tomllib.TOMLDecodeError as error:
        hint = "mend it, or delete what stands between the lines +++"
        problem = Text(path, head.words, 2).problem("E102", f"this is not TOML: {error}", hint, 1)
        raise BuildFailed([problem]) from None


def _tell_unused(text: Text, data: Mapping[str, object], given: Mapping[str, str]) -> list[Problem]:
    left = ", ".join(sorted(str(key) for key in data if key not in given))
    if not left:
        return []
    message = f"keys at the head of a chapter that mean nothing here: {left}"
    hint = "title, id and draft count; what holds for all stands in publication.yaml"
    return [replace(text.problem("E256", message, hint, 1), severity="notice")]
