"""Characters that no bundled font of the theme has: an error, never a system font."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import coverage, families
from octavo.fonts.font_table import EAST as OF_EAST
from octavo.fonts.font_table import EMOJI, font_table, script_key, script_of_sign
from octavo.markup.tree import Element, elements, get_string, strings, words_below
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.pictures.drawn_words import signs_of_drawing, signs_without_face
from octavo.themes import Theme, read_theme
from octavo.transforms.printed_metadata import words_of

IGNORED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
EAST = "Chinese, Japanese or Korean"
EASTERN = (
    *("CJK", "IDEOGRAPHIC", "KANGXI", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"),
    *("FULLWIDTH", "HALFWIDTH"),
)
"""How the Unicode names of their characters begin."""
OF_ONE = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "BOPOMOFO": "zh-Hant"}
"""Those that tell the language."""
EAST_HINT = (
    "octavo fonts ja fetches those of Japanese to this project; so do ko, zh (simplified) and "
    "zh-Hant (traditional)"
)
MOST_NAMED = 8
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Signs that choose a form of the one before them, and are never seen."""
HINT = "use another character; editions never borrow a font of the machine"


def check_characters(publication: Publication, workshop: Workshop) -> Publication:
    """Check every word against the fonts, those of drawings too. Problems: E220.

    Letters of a script whose faces can be fetched are told of once, where they first stand.
    """
    name = publication.config.metadata.theme
    theme = _theme_of(publication, workshop)
    covered = _characters_of(theme, workshop)
    metadata = dict(words_of(asdict(publication.config.metadata)))
    counts = _count(publication, metadata.values(), covered)
    told: set[str] = set()
    whole = theme.extend_to(workshop, signs_of(publication), publication.config.language)

    def is_new(kind: str) -> bool:
        """Tell whether a kind is still to be told of: that of a script is, once."""
        is_known = kind in told
        told.update({kind} & counts.keys())
        return not is_known

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        met: dict[str, Element] = {}
        has_missing = any(_is_missing(sign, covered) for sign in set(words_below(body)))
        for node, is_tail in strings(body) if has_missing else ():
            for sign in _find_missing(get_string(node, is_tail), covered):
                met.setdefault(sign, node)
        found = [
            chapter.text.problem(
                "E220", _message(kin, name, counts), _hint(kin[0]), line_of(met[kin[0]]), kin[0]
            )
            for kin in _by_script(met)
            if is_new(_kind(kin[0]))
        ]
        return [*found, *_of_drawings(chapter, body)]

    def _of_drawings(chapter: Chapter, body: Element) -> Iterator[Problem]:
        """Tell what is missing in drawings: a warning, since the rest of a drawing stays."""
        for image in elements(body, "img"):
            path = image.get("src") or ""
            asset = publication.assets.get(path)
            signs = "" if asset is None else signs_without_face(workshop, whole, asset)
            for kin in _by_script(signs):
                words = f"in the drawing {path}: {_message(kin, name, Counter(map(_kind, kin)))}"
                line = line_of(image)
                yield chapter.text.problem("E220", words, _hint(kin[0]), line, path).as_warning()

    done = each_chapter(publication, work)
    found = [
        publication.config.problem("E220", key, _message(kin, name, counts), _hint(kin[0]))
        for key, words in metadata.items()
        for kin in _by_script(dict.fromkeys(_find_missing(words, covered)))
        if is_new(_kind(kin[0]))
    ]
    return replace(done, problems=(*done.problems, *found))


def _count(
    publication: Publication, metadata: Iterable[str], covered: frozenset[int]
) -> Counter[str]:
    """Return kind -> how many letters no font has, of the scripts that can be fetched."""
    bodies = (words_below(chapter.body) for chapter in publication.chapters)
    kinds: Counter[str] = Counter()
    for words in (*bodies, *metadata):
        for sign in set(_find_missing(words, covered)):
            kinds[_kind(sign)] += words.count(sign)
    return Counter({kind: kinds[kind] for kind in kinds if kind in {EAST, *font_table().scripts}})


def scripts_to_fetch(publication: Publication, workshop: Workshop) -> tuple[str, ...]:
    """Return the keys of the scripts that have letters here which no font has, in their order.

    What is Chinese or Japanese the language of the publication says, else its letters.
    """
    language = script_key(publication.config.language)
    covered = characters_covered(publication, workshop)
    lacking = {chr(point) for point in signs_of(publication) - covered}
    eastern = {sign for sign in lacking if _kind(sign) == EAST}
    keys = {script_of_sign(sign) for sign in lacking - eastern}
    if eastern:
        begins = {unicodedata.name(sign, "").partition(" ")[0] for sign in eastern}
        own = {OF_ONE[each] for each in begins & OF_ONE.keys()}
        keys |= {language} if language in OF_EAST else own or {"zh"}
    return tuple(key for key in font_table().scripts if key in keys)


def characters_covered(publication: Publication, workshop: Workshop) -> frozenset[int]:
    """Return the characters that the fonts of the publication's theme have, and fetched ones."""
    return _characters_of(_theme_of(publication, workshop), workshop)


def _theme_of(publication: Publication, workshop: Workshop) -> Theme:
    name = publication.config.metadata.theme
    fault = "the built-in themes are brief, book and report"
    unknown = publication.config.problem("E104", "theme", f"there is no theme '{name}'", fault)
    theme = read_theme(workshop, name, unknown).in_language(publication.config.language)
    return theme.with_faces(workshop, publication.config.language)


def _characters_of(theme: Theme, workshop: Workshop) -> frozenset[int]:
    fetched = font_table().packages.keys() & families(workshop).keys()
    return coverage(workshop, theme.all_families) | coverage(workshop, fetched)


def signs_of(publication: Publication) -> frozenset[int]:
    """Return the characters that a publication shows, those of its drawings too."""
    bodies = (words_below(chapter.body) for chapter in publication.chapters)
    told = (words for _, words in words_of(asdict(publication.config.metadata)))
    drawn = map(signs_of_drawing, publication.assets.values())
    return frozenset(ord(sign) for words in (*bodies, *told, *drawn) for sign in set(words))


def _find_missing(words: str, covered: frozenset[int]) -> Iterator[str]:
    """Yield the signs of words that no font has, each as often as it is there."""
    missing = {sign for sign in set(words) if _is_missing(sign, covered)}
    if missing:
        yield from (sign for sign in words if sign in missing)


def _is_missing(sign: str, covered: frozenset[int]) -> bool:
    """Tell whether a sign would be seen, and no font has it."""
    if ord(sign) in covered or _VARIANT.fullmatch(sign):
        return False
    return unicodedata.category(sign) not in IGNORED


def _by_script(signs: Iterable[str]) -> list[list[str]]:
    """Return signs by their kind: those of a script, emoji, all of East Asia."""
    kinds: dict[str, list[str]] = {}
    for sign in signs:
        kinds.setdefault(_kind(sign), []).append(sign)
    return list(kinds.values())


def _kind(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if name.startswith(EASTERN):
        return EAST
    if unicodedata.category(sign) in ("So", "Sk"):
        return "a sign"
    return script_of_sign(sign) or name.partition(" ")[0]


def _hint(sign: str) -> str:
    kind = _kind(sign)
    if kind == EAST:
        return EAST_HINT
    if script_of_sign(sign) == EMOJI:
        kind = EMOJI
    return f"octavo fonts {kind} fetches one" if kind in font_table().scripts else HINT


def _message(signs: Sequence[str], theme: str, counts: Mapping[str, int]) -> str:
    """Return what to say of signs of one kind: how many letters of a script there are; else the
    first by its name, others by their numbers."""
    kind, scripts = _kind(signs[0]), font_table().scripts
    first = f"U+{ord(signs[0]):04X} {unicodedata.name(signs[0], 'unnamed')}"
    if kind == EAST:
        return f"Octavo bundles no font with {EAST} characters, such as {first}"
    if kind in scripts:
        count = counts[kind]
        letters = "letter" if count == 1 else "letters"
        return f"{count:,} {letters} of {scripts[kind].name} {_has(count)} no face, such as {first}"
    others = [f"U+{ord(sign):04X}" for sign in signs[1:]]
    if not others:
        return f"no font of the theme '{theme}' has {first}"
    named = ", ".join(others[:MOST_NAMED]) + (" …" if len(others) > MOST_NAMED else "")
    return f"no font of the theme '{theme}' has {first}, nor {len(others)} more: {named}"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"
