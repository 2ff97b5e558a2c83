"""Characters that no bundled font of the theme has: an error, never a system font."""

import unicodedata
from collections.abc import Sequence

from octavo.fonts import coverage
from octavo.model import Chapter, Publication
from octavo.problems import Place, Problem
from octavo.themes import read_theme
from octavo.transforms.chapters import each_chapter, line_of
from octavo.tree import Element, get_string, strings
from octavo.workshop import Workshop

IGNORED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def check_characters(publication: Publication, workshop: Workshop) -> Publication:
    """Check every word against the fonts. Problems: E220."""
    name = publication.config.metadata.theme
    unknown = Problem(
        "E104",
        publication.config.place("theme"),
        f"there is no theme '{name}'",
        "the built-in themes are brief and book",
    )
    theme = read_theme(workshop, name, unknown)
    covered = coverage(workshop, theme.families)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        met: dict[str, Element] = {}
        for node, is_tail in strings(body):
            for sign in get_string(node, is_tail):
                if ord(sign) not in covered and unicodedata.category(sign) not in IGNORED:
                    met.setdefault(sign, node)
        return [_missing(chapter, sign, node, theme.name) for sign, node in met.items()]

    return each_chapter(publication, work)


def _missing(chapter: Chapter, sign: str, node: Element, theme: str) -> Problem:
    name = unicodedata.name(sign, "unnamed")
    message = f"no font of the theme '{theme}' has U+{ord(sign):04X} {name}"
    hint = "use another character; editions never borrow a font of the machine"
    problem = chapter.text.problem("E220", message, hint, line_of(node), sign)
    assert isinstance(problem.place, Place)
    return problem
