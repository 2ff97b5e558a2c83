"""A mistake that somebody makes in a first publication, and what Octavo says of it.

In: the files that are wrong, beside those of a sound publication of one page. Out: what is told,
places from the publication's folder; or the page, where nothing needs to be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conftest import environment

from octavo.core.problems import BuildFailed, Problem
from octavo.production.pipeline import Project, build

SLUG = "work"
METADATA = """\
octavo: 1
title: The Salt Road
language: en-GB
date: 2026-05-31
editions: [html]
body: [text.md]
"""
TEXT = "## Salt\n\nThe road runs from the pans to the market.\n"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<rect width="9" height="9"/></svg>\n'
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, where it has to be told and with which words; or what the page has instead."""

    name: str
    files: Mapping[str, str] = field(default_factory=dict)
    """Path -> text, '' for none; from the project's folder with a stroke before it, else from the
    publication's."""
    at: str = ""
    """Path and line of what is told; '' where it is built right."""
    says: tuple[str, ...] = ()
    """What the message or its hint holds."""
    has: str = ""
    """What the page holds where it is built right."""


def yaml(name: str, text: str, line: int, *says: str, has: str = "") -> Mistake:
    """Return a mistake in the metadata: ``text`` stands behind the sound lines, or in place of
    those with the same keys."""
    keys = {each.partition(":")[0] for each in text.split("\n") if each[:1].isalpha()}
    kept = [each for each in METADATA.splitlines() if each.partition(":")[0] not in keys]
    files = {"publication.yaml": "\n".join([text, *kept]) + "\n"}
    return Mistake(name, files, f"publication.yaml:{line}" if line else "", says, has)


def text(name: str, words: str, line: int, *says: str, has: str = "") -> Mistake:
    """Return a mistake in the text."""
    whole = words if words.startswith(("## Salt", "---")) else f"## Salt\n\n{words}\n"
    place = f"text.md:{line}" if line else ""
    return Mistake(name, {"text.md": whole, "images/pan.svg": PICTURE}, place, says, has)


def sheet(name: str, css: str, line: int, *says: str, has: str = "") -> Mistake:
    """Return a mistake in the style sheet of a publication."""
    place = f"templates/own.css:{line}" if line else ""
    return Mistake(name, {"templates/own.css": css}, place, says, has)


def told(mistake: Mistake, folder: Path) -> tuple[tuple[Problem, ...], str]:
    """Return what is told of a publication with a mistake, and its page; '' where it has none."""
    sound = {"publication.yaml": METADATA, "text.md": TEXT}
    for path, words in {**sound, **mistake.files}.items():
        if not words:
            continue
        file = folder / path[1:] if path.startswith("/") else folder / "source" / SLUG / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    project = Project(folder, folder / "build", None, environment())
    try:
        built = build(project, SLUG)
    except BuildFailed as failure:
        return failure.problems, ""
    return built.problems, built.files[f"{SLUG}.html"].decode()


def is_told(mistake: Mistake, problems: tuple[Problem, ...]) -> bool:
    """Tell whether the mistake is told at its place, with a way to mend it, in its words."""
    return any(
        str(each.place).removeprefix(f"source/{SLUG}/").startswith(mistake.at)
        and each.hint
        and all(word in f"{each.message} {each.hint}" for word in mistake.says)
        for each in problems
    )
