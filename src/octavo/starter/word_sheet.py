"""The words of a language -> a file of words to read, to fill in or to change."""

import json
from collections.abc import Iterator

from octavo.core.workshop import Workshop
from octavo.languages import files_of_words, find_missing
from octavo.model.word_files import is_tag, model

HEAD = """\
# Words of the language {tag}. Write each behind its colon; what stands behind # is the English one.
# Places in braces are filled by Octavo: keep them, in the order that the language wants.
"""
CHANGES = """\
# Words that are to differ from those of Octavo: take away the # before a line, and change it.
"""


def word_sheet(workshop: Workshop, tag: str) -> str:
    """Return the words of a language as they are in force, a file of YAML; what it lacks has the
    English word beside it. Problems: E233."""
    return "".join(f"{line}\n" for line in _lines(workshop, tag))


def new_sheet(workshop: Workshop, tag: str) -> str:
    """Return a file for an author's own words of a language: one that Octavo has is to be changed,
    so that its words are comments; any other to be filled in. Problems: E233."""
    lines = _lines(workshop, tag)
    if files_of_words(workshop, tag):
        return CHANGES + "".join(f"# {line}\n" for line in lines)
    return HEAD.format(tag=tag) + "".join(f"{line}\n" for line in lines)


def count_missing(workshop: Workshop, tag: str) -> int:
    """Return how many words a language lacks. Problems: E233."""
    return len(find_missing(files_of_words(workshop, tag), model(workshop.inputs).values))


def own_tags(workshop: Workshop) -> list[str]:
    """Return the tags of which a project has files of words."""
    names = (
        path.removeprefix("words/").removesuffix(".yaml")
        for path in workshop.inputs.listing("words", "project")
        if path.endswith(".yaml")
    )
    return [name for name in names if is_tag(name)]


def _lines(workshop: Workshop, tag: str) -> Iterator[str]:
    english = model(workshop.inputs).values
    files = files_of_words(workshop, tag)
    known = {key: value for each in files for key, value in each.values.items()}
    for key in english:
        if key in known:
            yield f"{key}: {_spell(known[key])}"
        else:
            yield f"{key}: # {_spell(english[key])}"
    yield from (f"{key}: {_spell(known[key])}" for key in known if key not in english)


def _spell(value: object) -> str:
    """Return a value as YAML has it on one line: as JSON, which is YAML too."""
    return json.dumps(value, ensure_ascii=False)
