"""Definition lists whose entries follow each other without a blank line.

Python-Markdown takes such a term for a line of the definition before it, and makes a list within
a list. A blank line before the term says what was meant.
"""

import re
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_DEFINITION = re.compile(r" {0,3}:[ \t]+\S")
AFTER_FENCES = 15
"""Priority among the preprocessors: code is put aside before."""


class TermsExtension(Extension):
    """Sets terms apart from the definitions before them."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Terms(md), "octavo-terms", AFTER_FENCES)


class _Terms(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return list(set_apart(lines))


def set_apart(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with a blank one before each term that follows a definition directly."""
    in_definition = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_term = line.strip() and line[0] not in " \t:>|" and _DEFINITION.match(following)
        if in_definition and is_term:
            yield ""
        in_definition = bool(line.strip()) and (in_definition or bool(_DEFINITION.match(line)))
        yield line
