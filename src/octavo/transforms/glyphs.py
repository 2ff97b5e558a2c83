"""Characters that no bundled font of the theme has: an error, never a system font."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import coverage, families
from octavo.fonts.cjk import EASTERN_FAMILIES
from octavo.markup.tree import Element, characters, get_string, strings
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.themes import read_theme

IGNORED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
PATHS = frozenset({"cover", "file", "theme"})
EAST = "Chinese, Japanese or Korean"
EASTERN = (
    *("CJK", "IDEOGRAPHIC", "KANGXI", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"),
    *("FULLWIDTH", "HALFWIDTH"),
)
"""How the Unicode names of their characters begin."""
EAST_HINT = (
    "octavo fonts ja fetches those of Japanese to this project; so do ko, zh (simplified) and "
    "zh-Hant (traditional)"
)
HINT = "use another character; editions never borrow a font of the machine"


def check_characters(publication: Publication, workshop: Workshop) -> Publication:
    """Check every word against the fonts. Problems: E220."""
    name = publication.config.metadata.theme
    fault = "the built-in themes are brief, book and report"
    unknown = publication.config.problem("E104", "theme", f"there is no theme '{name}'", fault)
    theme = read_theme(workshop, name, unknown).in_language(publication.config.language)
    fetched = EASTERN_FAMILIES & families(workshop).keys()
    covered = coverage(workshop, theme.all_families) | coverage(workshop, fetched)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        met: dict[str, tuple[str, Element]] = {}
        for node, is_tail in strings(body):
            for sign in get_string(node, is_tail):
                if ord(sign) not in covered and unicodedata.category(sign) not in IGNORED:
                    met.setdefault(_told_once(sign), (sign, node))
        return [_missing(chapter, sign, node, theme.name) for sign, node in met.values()]

    done = each_chapter(publication, work)
    found = [
        publication.config.problem("E220", key, _message(sign, theme.name), _hint(sign))
        for key, words in _printed(asdict(publication.config.metadata))
        for sign in reversed({_told_once(sign): sign for sign in reversed(words)}.values())
        if ord(sign) not in covered and unicodedata.category(sign) not in IGNORED
    ]
    return replace(done, problems=(*done.problems, *found))


def signs_of(publication: Publication) -> frozenset[int]:
    """Return the characters that a publication shows."""
    bodies = (characters(chapter.body) for chapter in publication.chapters)
    told = (words for _, words in _printed(asdict(publication.config.metadata)))
    return frozenset(ord(sign) for words in (*bodies, *told) for sign in words)


def _printed(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield (dotted key, words) of the metadata; paths of files are never printed."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in PATHS:
                yield from _printed(each, f"{key}.{name}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for n, each in enumerate(value):
            yield from _printed(each, f"{key}.{n}")


def _told_once(sign: str) -> str:
    """Return what stands for a sign among those already told: all of East Asia is one."""
    return EAST if unicodedata.name(sign, "").startswith(EASTERN) else sign


def _missing(chapter: Chapter, sign: str, node: Element, theme: str) -> Problem:
    return chapter.text.problem("E220", _message(sign, theme), _hint(sign), line_of(node), sign)


def _hint(sign: str) -> str:
    return EAST_HINT if _told_once(sign) == EAST else HINT


def _message(sign: str, theme: str) -> str:
    name = unicodedata.name(sign, "unnamed")
    if _told_once(sign) == EAST:
        return f"Octavo bundles no font with {EAST} characters, such as U+{ord(sign):04X} {name}"
    return f"no font of the theme '{theme}' has U+{ord(sign):04X} {name}"
